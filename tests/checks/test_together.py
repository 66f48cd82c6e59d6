"""Checks and types with what else an api does: queries, pages, keyed writes, bulk work, async apis, HTTP."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import Any

import pytest

from civiapi import (
    AsyncHttpApiV3,
    AsyncHttpApiV4,
    HttpApiV3,
    HttpApiV4,
    SandboxApiV3,
    SandboxApiV4,
    UsageError,
)
from civiapi.sandbox.serve import Running


def test_a_query_is_checked(checked4: SandboxApiV4) -> None:
    with pytest.raises(UsageError, match="did you mean first_name"):
        checked4.Contact.filter(frist_name="A").first()
    assert checked4.Contact.filter(id=[1, 2]).count() == 2


@pytest.mark.parametrize("version", [3, 4])
def test_pages_of_typed_rows(api3: SandboxApiV3, api4: SandboxApiV4, version: int) -> None:
    api: Any = (api3 if version == 3 else api4).checked().with_options(typed=True)
    plain = {int(row["id"]) for row in (api3 if version == 3 else api4).Contact.filter()}
    rows = [row for page in api.Contact.filter().select("id", "created_date").pages(7) for row in page]
    assert [row["id"] for row in rows] == sorted(plain)
    assert all(type(row["created_date"]) is dt.datetime for row in rows)


def test_keyed_writes_of_typed_rows(api4: SandboxApiV4) -> None:
    api = api4.checked().with_options(typed=True)
    made = api.Tag.get_or_create({"name": "keyed"})
    assert api.Tag.get_or_create({"name": "keyed"})["id"] == made["id"]
    assert api.Tag.upsert({"name": "keyed", "color": "#ffffff"}, ["name"])["id"] == made["id"]
    with pytest.raises(UsageError, match="no field 'colour' on Tag; did you mean color"):
        api.Tag.upsert({"name": "keyed", "colour": "#ffffff"}, ["name"])


def test_bulk_work_is_checked(checked4: SandboxApiV4) -> None:
    good, bad = checked4.Tag.create_all([{"name": "many1"}, {"nmae": "many2"}])
    assert (good.status, bad.status) == ("created", "failed")
    assert "did you mean name?" in str(bad.error)
    assert checked4.Tag.get(name="many2") == []


def at(served: Running) -> dict[str, Any]:
    return {"url": served.url, "api_key": served.api_key, "site_key": served.site_key}


@pytest.mark.parametrize(("kind", "version"), [(HttpApiV3, 3), (HttpApiV4, 4)])
def test_over_http(served: Running, kind: Any, version: int) -> None:
    with kind(**at(served)) as api:
        checked = api.checked()
        with pytest.raises(UsageError, match="did you mean first_name"):
            checked.Contact.get(frist_name="A")
        row = checked.with_options(typed=True).Contact.get(id=2, select=["id", "created_date"])[0]
        assert (row["id"], type(row["created_date"])) == (2, dt.datetime)


@pytest.mark.parametrize("kind", [AsyncHttpApiV3, AsyncHttpApiV4])
def test_async(served: Running, kind: Any) -> None:
    pytest.importorskip("httpx")

    async def work() -> Any:
        async with kind(**at(served)) as api:
            checked = api.checked().with_options(typed=True)
            with pytest.raises(UsageError, match="did you mean first_name"):
                await checked.Contact.get(frist_name="A")
            first, second = await checked.batch(
                [("Contact", "get", {"id": 2, "select": ["created_date"]}), ("Email", "get", {"emial": 1})]
            )
            with pytest.raises(UsageError, match="did you mean email"):
                second.result()
            return first.result()[0]["created_date"]

    assert type(asyncio.run(work())) is dt.datetime
