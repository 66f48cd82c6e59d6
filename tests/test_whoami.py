"""Who an api is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from civiapi import AccessDenied, HttpApiV4, SandboxApiV3, SandboxApiV4
from civiapi.testing import api_on


@pytest.mark.parametrize("kind", [SandboxApiV3, SandboxApiV4])
def test_the_administrator(kind: Any, civi_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with kind(file) as api:
        me = api.current_user()
    assert (me.contact_id, me.display_name) == (2, "Ada Admin")
    assert str(me).startswith(f"{file} as Ada Admin (contact 2")
    if kind is SandboxApiV4:
        assert me.roles == ("admin",)
        assert set(me.may.values()) == {True}
        assert len(me.may) == 5


@pytest.mark.parametrize("version", [3, 4])
def test_over_http(civi_site: Any, version: int) -> None:
    with api_on(civi_site, "http", version) as api:
        me = api.current_user()
        assert me.contact_id == 2
        assert me.user == "admin@example.org"
        assert me.site.startswith("http://127.0.0.1")


@pytest.mark.parametrize("version", [3, 4])
def test_nobody_behind_a_plain_cv(civi_site: Any, version: int) -> None:
    with api_on(civi_site, "cv", version) as api:
        me = api.current_user()
        assert me.contact_id is None
        assert str(me).endswith("with nobody logged in")


def test_a_key_that_is_refused(civi_site: Any) -> None:
    with HttpApiV4(civi_site.url, "none") as api, pytest.raises(AccessDenied):
        api.current_user()
