"""From one transport to another."""

from __future__ import annotations

from pathlib import Path

from civiapi import PipeApiV4, transfer
from civiapi.sandbox.serve import Running
from civiapi.testing import api_on


def test_from_a_pipe_to_http(served: Running, civi_site: Running, tmp_path: Path) -> None:
    entities = ["Contact", "Email"]
    given = {"Contact": {"contact_type": "Organization", "id": {">": 2}}}
    with api_on(served, "pipe") as src, api_on(civi_site, "http") as dst:
        assert isinstance(src, PipeApiV4)
        wanted = src.Contact.filter(given["Contact"]).count()
        before = dst.Contact.filter().count()
        report = transfer(src, dst, entities, journal=tmp_path / "move.db", filter=given, workers=2)
        assert report.ok, report
        assert report.counts["Contact"]["created"] == wanted > 0
        assert report.counts["Email"]["created"] > 0
        assert dst.Contact.filter().count() == before + wanted
        again = transfer(src, dst, entities, journal=tmp_path / "move.db", filter=given)
        assert again.counts["Contact"]["unchanged"] == wanted
        assert not again.totals["created"] + again.totals["updated"]
