"""A file goes up and comes down byte for byte, whatever carries it."""

from __future__ import annotations

import asyncio
import io
import os
from pathlib import Path
from typing import Any

import pytest

from civiapi import AsyncHttpApiV3, AsyncHttpApiV4, BaseApi, NotFound, UsageError
from civiapi.context import Context
from civiapi.sandbox.serve import Running

from ..contract.conftest import SSH4, V3, V4

#: All bytes there are, in 3 MB that nothing can guess, and an end that a form may stumble over.
BYTES = bytes(range(256)) + os.urandom(3 * 1024 * 1024) + b"\n--\r\n\r"
#: A name that a shell would read, and what the site makes of it.
NAME, STORED = "Brief $(touch here) `x` 'ä' \"b\";.pdf", "Brief_touch_here_x_b.pdf"
NEAR = {f"{name}-4": made for name, made in V4.items() if "async" not in name and "checked" not in name}
NEAR |= {f"{name}-3": V3[name] for name in ("inprocess", "http", "cv", "pipe")}
FAR = {f"{name}-4": made for name, made in SSH4.items()}


def check(api: BaseApi, folder: Path) -> None:
    activity = api.Activity.get(limit=1).one()["id"]
    before = len(api.Activity.attachments(activity))
    up = folder / NAME
    up.write_bytes(BYTES)
    made = api.Activity.attach(activity, up, description="Größe <3")
    assert made["entity_table"] == "civicrm_activity"
    assert made["entity_id"] == int(activity)
    assert (made["name"], made["mime_type"], made["description"]) == (STORED, "application/pdf", "Größe <3")
    assert made["id"] in [row["id"] for row in api.Activity.attachments({"id": activity})]
    assert len(api.Activity.attachments(activity)) == before + 1
    down = folder / "down"
    assert api.download(made, down) == down
    assert down.read_bytes() == BYTES
    assert sorted(os.listdir(folder)) == sorted([NAME, "down"])


@pytest.fixture(autouse=True)
def _own_temporary_folder(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is copied there for CiviCRM to take does not stay."""
    folder = tmp_path_factory.mktemp("there")
    monkeypatch.setenv("TMPDIR", str(folder))
    yield
    assert os.listdir(folder) == []


@pytest.mark.parametrize("name", NEAR)
def test_here(name: str, served: Running, tmp_path: Path) -> None:
    with NEAR[name](served) as api:
        check(api, tmp_path)


@pytest.mark.parametrize("name", [name for name in NEAR if name.startswith(("cv", "pipe"))])
def test_nothing_is_attached_to_what_is_not_there(name: str, served: Running, tmp_path: Path) -> None:
    """Over cv CiviCRM would keep the file for nobody."""
    with NEAR[name](served) as api:
        before = len(api.Contact.attachments(999_999))
        with pytest.raises(NotFound, match="there is no Contact 999999; nothing was attached"):
            api.Contact.attach(999_999, io.BytesIO(b"lost"), name="note.txt")
        assert len(api.Contact.attachments(999_999)) == before == 0


@pytest.mark.parametrize("name", FAR)
def test_over_ssh(name: str, served: Running, ssh_context: Context, tmp_path: Path) -> None:
    with FAR[name](served, ssh_context) as api:
        check(api, tmp_path)


@pytest.mark.parametrize("name", ["inprocess", "http", "cv", "pipe"])
def test_file_objects(name: str, served: Running, tmp_path: Path) -> None:
    """From where they stand; one that cannot go back, as a pipe, is read once."""
    file = io.BytesIO(b"left out, " + BYTES[:5000])
    file.seek(10)
    reading, writing = os.pipe()
    os.write(writing, BYTES[:5000])
    os.close(writing)
    with V4[name](served) as api, os.fdopen(reading, "rb") as pipe:
        made = [api.Contact.attach(2, one, name="a.txt") for one in (file, pipe)]
        assert not file.closed
        for row in made:
            assert api.download(row["id"], tmp_path) == tmp_path / "a.txt"
            assert (tmp_path / "a.txt").read_bytes() == BYTES[:5000]


@pytest.mark.parametrize("name", ["cv-checked", "pipe-checked"])
def test_checked_permissions_leave_no_way_over_cv(name: str, served: Running, tmp_path: Path) -> None:
    with V4["http"](served) as api:
        made = api.Contact.attach(2, io.BytesIO(b"x"), name="a.txt")
    with V4[name](served) as api:
        assert [row["id"] for row in api.Contact.attachments(2)][-1] == made["id"]
        with pytest.raises(UsageError, match="use check_permissions=False, or HTTP"):
            api.download(made, tmp_path)
        with pytest.raises(UsageError, match="use check_permissions=False, or HTTP"):
            api.Contact.attach(2, io.BytesIO(b"x"), name="b.txt")
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("kind", [AsyncHttpApiV4, AsyncHttpApiV3])
def test_awaited(kind: Any, served: Running, tmp_path: Path) -> None:
    async def use() -> None:
        async with kind(served.url, served.api_key, site_key=served.site_key, limit=1) as api:
            made = await api.Contact.attach(2, io.BytesIO(BYTES), name="a.bin")
            assert made["id"] in (await api.Contact.attachments(2)).column("id")
            for path in (tmp_path, tmp_path / "b"):
                assert (await api.download(made, path)).read_bytes() == BYTES

    asyncio.run(use())
    assert sorted(os.listdir(tmp_path)) == ["a_bin.unknown", "b"]
