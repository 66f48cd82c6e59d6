"""What a type checker knows of async calls; checked by mypy, and not run."""

from __future__ import annotations

import asyncio
from typing import Any

from typing_extensions import assert_type

from civiapi import AsyncHttpApiV3, AsyncHttpApiV4, Pending, Result
from civiapi.aio import AsyncBatch
from civiapi.outcomes import AsyncOutcomes, Outcome, Report


async def calls(api: AsyncHttpApiV4, old: AsyncHttpApiV3) -> None:
    assert_type(await api.Contact.get({}), Result[dict[str, Any]])
    assert_type(await api.Contact.get({"limit": 1}, contact_type="Individual"), Result[dict[str, Any]])
    assert_type(await old.Contact.get(), Result[dict[str, Any]])
    assert_type((await api.Contact.get()).first(), dict[str, Any] | None)
    assert_type(await api.Contact.create(first_name="Zoe"), Result[dict[str, Any]])
    assert_type(await api.Contact.save({"records": []}), Result[dict[str, Any]])
    assert_type(await api.Contact.get({}, 0), Any)
    assert_type(await api.Contact.mergeDuplicates(), Any)
    assert_type(await api("Contact", "get"), Any)
    assert_type(await api.Contact("get"), Any)
    rows, other = await asyncio.gather(api.Contact.get(), asyncio.create_task(api.Tag.get()))
    assert_type(rows, Result[dict[str, Any]])
    assert_type(other, Result[dict[str, Any]])


async def many(api: AsyncHttpApiV4) -> None:
    assert_type(await api.batch([("Contact", "get")]), list[Pending])
    async with api as same, same.batch() as batch:
        assert_type(same, AsyncHttpApiV4)
        assert_type(batch, AsyncBatch)
        assert_type(await batch.send(), list[Pending])
    outcomes = api.Contact.save_all([{"id": 5}], match=["id"])
    assert_type(outcomes, AsyncOutcomes)
    async for outcome in outcomes:
        assert_type(outcome, Outcome)
    assert_type(await outcomes.report(), Report)
    assert_type(await api.close(), None)
    assert_type(api.with_options(retries=0), AsyncHttpApiV4)
