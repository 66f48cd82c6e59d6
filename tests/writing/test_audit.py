"""What an api wrote is told in a file."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import BaseApi, ConnectionFailed, SandboxApiV3, SandboxApiV4, UsageError, v3
from civiapi.testing import api_on


@pytest.fixture(params=[3, 4])
def api(request: pytest.FixtureRequest, civi_template: Path, tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    with (SandboxApiV4 if request.param == 4 else SandboxApiV3)(file) as api:
        yield api


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_each_write_has_a_line_and_no_read_has(api: Any, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    audited = api.with_options(audit=path)
    audited.Contact.get(id=2)
    assert not path.exists()
    created = audited.Contact.create(
        {"contact_type": "Individual", "first_name": "Ada", "api_key": "CANARY"}
    ).one()
    with audited.batch() as batch:
        batch.Contact.get(id=2)
        batch.Tag.create(name="choir", label="Choir")
        batch.Tag.create(name="choir", label="Choir")
    audited.Contact.create_all([{"contact_type": "Individual", "first_name": "B"}]).report()
    told = lines(path)
    assert [(line["entity"], line["outcome"]) for line in told] == [
        ("Contact", "done"),
        ("Tag", "done"),
        ("Tag", "refused"),
        ("Contact", "done"),
    ]
    assert [int(one) for one in told[0]["ids"]] == [int(created["id"])]
    assert told[0]["site"] == str(api._backend.site)
    assert told[2]["error"]
    assert "CANARY" not in path.read_text()
    assert path.stat().st_mode & 0o077 == 0
    api.Contact.create({"contact_type": "Individual", "first_name": "not told"})
    assert len(lines(path)) == 4


@pytest.mark.parametrize("is_async", [False, True])
def test_what_nobody_knows_is_unknown(civi_site: Any, tmp_path: Path, is_async: bool) -> None:
    path = tmp_path / "audit.jsonl"
    civi_site.faults.add("reset", entity="Tag", action="create", done=True)
    if is_async:
        pytest.importorskip("httpx")
        from civiapi import AsyncHttpApiV4

        async def write() -> None:
            async with AsyncHttpApiV4(civi_site.url, civi_site.api_key) as api:
                with pytest.raises(ConnectionFailed):
                    await api.with_options(audit=path).Tag.create(name="choir", label="Choir")

        asyncio.run(write())
    else:
        with api_on(civi_site) as api, pytest.raises(ConnectionFailed):
            api.with_options(audit=path).Tag.create(name="choir", label="Choir")
    (line,) = lines(path)
    assert line["outcome"] == "unknown"
    assert line["params"]["values"] == {"name": "choir", "label": "Choir"}


def test_a_limit_of_rows_for_updates_and_deletes(api: Any) -> None:
    people = [{"contact_type": "Individual", "first_name": f"P{n}", "last_name": "Limited"} for n in range(5)]
    api.Contact.create_all(people).report()
    query = api.Contact.filter(last_name="Limited")
    with pytest.raises(UsageError, match="max_rows=4"):
        query.update(job_title="Clerk", max_rows=4)
    with pytest.raises(UsageError, match="max_rows=4"):
        query.delete(max_rows=4)
    assert query.filter(job_title="Clerk").count() == 0
    assert len(query.update(job_title="Clerk", max_rows=5)) == 5
    assert len(query.delete(max_rows=5)) == 5
    assert query.count() == 0


@pytest.mark.parametrize("values", [5, "done", True, None, [{"id": 3}], {"3": {"id": 3}}])
def test_whatever_a_write_gives_its_line_is_told(tmp_path: Path, values: Any) -> None:
    class Told(BaseApi):
        VERSION = v3

        def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
            return {"is_error": 0, "version": 3, "count": 1, "values": values}

    path = tmp_path / "audit.jsonl"
    Told().with_options(audit=path)("Job", "cleanup")
    (line,) = lines(path)
    assert (line["outcome"], line["ids"]) == ("done", [3] if isinstance(values, list | dict) else [])


def test_where_the_file_cannot_be_written_nothing_is_sent(api: Any, tmp_path: Path) -> None:
    params = {"name": "unseen", "label": "Unseen", "used_for": "civicrm_contact"}
    for path in (tmp_path / "no such folder" / "audit.jsonl", tmp_path):
        audited = api.with_options(audit=path)
        with pytest.raises(
            UsageError, match=r"the audit file .* cannot be written: .*; nothing was sent"
        ) as caught:
            audited.Tag.create(params)
        assert caught.value.handled is False
        assert len(audited.Tag.get(name="unseen")) == 0
