"""What a type checker sees of an async api: mypy reads this file, and it runs as well."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from civiapi import AsyncHttpApiV3, AsyncHttpApiV4, AsyncQuery, AsyncStream, Pending, Result
from civiapi.aio import AsyncBatch
from civiapi.outcomes import AsyncOutcomes, Outcome, Report
from civiapi.sandbox.serve import Running

if TYPE_CHECKING:
    from typing_extensions import assert_type
else:

    def assert_type(value: Any, _: Any) -> Any:
        return value


Row = dict[str, Any]


async def calls(api: AsyncHttpApiV4, old: AsyncHttpApiV3) -> None:
    assert_type(await api.Contact.get({}), Result[Row])
    assert_type(await api.Contact.get({"limit": 1}, contact_type="Individual"), Result[Row])
    assert_type(await old.Contact.get(), Result[Row])
    assert_type((await api.Contact.get(limit=1)).first(), Row | None)
    assert_type(await api.Contact.get({}, 0), Any)
    assert_type(await api.Contact.getFields(), Any)
    assert_type(await api("Contact", "get"), Any)
    assert_type(await api.Contact("get"), Any)
    made = assert_type(await api.Tag.create(name="typed"), Result[Row])
    assert_type(await api.Tag.update(id=made.one()["id"], description="x"), Result[Row])
    rows, other = await asyncio.gather(api.Contact.get(), asyncio.create_task(api.Tag.get()))
    assert_type(rows, Result[Row])
    assert_type(other, Result[Row])


async def many(api: AsyncHttpApiV4) -> None:
    assert_type(await api.batch([("Contact", "get")]), list[Pending])
    async with assert_type(api.batch(), AsyncBatch) as batch:
        pending = assert_type(batch.Contact.get(limit=1), Pending)
    assert len(pending.result()) == 1
    assert_type(await batch.send(), list[Pending])
    outcomes = assert_type(api.Tag.save_all([{"name": "saved"}], match=["name"]), AsyncOutcomes)
    async for outcome in outcomes:
        assert_type(outcome, Outcome)
    assert_type(await outcomes.report(), Report)


async def queries(api: AsyncHttpApiV4) -> None:
    query = assert_type(api.Contact.filter(contact_type="Individual").select("id"), AsyncQuery)
    assert_type(await query.all(), Result[Row])
    assert_type(await query.first(), Row | None)
    assert_type(await query.count(), int)
    async for row in query:
        assert_type(row, Row)
    async with assert_type(query.pages(), AsyncStream) as pages:
        async for page in pages:
            assert_type(page, Result[Row])


def test_async_types(served: Running) -> None:
    async def main() -> None:
        async with AsyncHttpApiV4(served.url, served.api_key) as api:
            assert_type(api, AsyncHttpApiV4)
            assert_type(api.with_options(retries=0), AsyncHttpApiV4)
            async with AsyncHttpApiV3(served.url, served.api_key, served.site_key) as old:
                await calls(api, old)
            await many(api)
            await queries(api)

    asyncio.run(main())
