"""Queries on an async api over HTTP: the rows of the sync ones, and nothing left behind."""

from __future__ import annotations

import asyncio
import inspect
import random
from typing import Any

import pytest

from civiapi import AsyncHttpApiV3, AsyncHttpApiV4, HttpApiV3, HttpApiV4, UsageError
from civiapi.query import AsyncPage, AsyncQuery, Page, Query
from civiapi.sandbox.serve import Running
from civiapi.streams import AsyncRowStream, AsyncStream, RowStream, Stream

from .support import used
from .test_aio_loops import gone


def aapi(served: Running, version: int, **options: Any) -> Any:
    if version == 4:
        return AsyncHttpApiV4(served.url, served.api_key, **options)
    return AsyncHttpApiV3(served.url, served.api_key, served.site_key, **options)


@pytest.mark.parametrize("version", [3, 4])
def test_rows_are_those_of_a_sync_query(served: Running, version: int) -> None:
    async def use(api: Any) -> None:
        query = api.Contact.filter().select("id", "display_name")
        assert type(query) is AsyncQuery
        assert await query.all(page_size=7, workers=3) == in_pages
        assert [row async for row in query] == wanted
        assert await query.count() == len(wanted)
        assert await query.first() == wanted[0]
        assert (await query.page(7)).has_next
        assert await query[3] == wanted[3]

    sync = HttpApiV4(served.url, served.api_key) if version == 4 else None
    with sync or HttpApiV3(served.url, served.api_key, served.site_key) as api:
        query = api.Contact.filter().select("id", "display_name")
        wanted, in_pages = query.all(), query.all(page_size=7, workers=3)
    assert len(wanted) > 50
    used(aapi(served, version), use)


def test_breaking_out_of_a_stream_at_random_points(served: Running) -> None:
    chance = random.Random(5)

    async def use(api: Any) -> None:
        query = api.Contact.filter().select("id")
        for _ in range(100):
            left = chance.randrange(1, 14)
            async with query.pages(5, workers=chance.randrange(1, 4)) as pages:
                async for _ in pages:
                    left -= 1
                    if not left:
                        break
            assert len(asyncio.all_tasks()) == 1
        await gone(2 * 3)  # those kept for the next call, and the site's ends of them

    used(aapi(served, 4, limit=3), use)
    asyncio.run(gone())  # the site has its own ends of them in this process


def test_a_stream_that_is_cancelled(served: Running) -> None:
    async def read(query: Any) -> list[Any]:
        return [row async for row in query.iterate(5, workers=2)]

    async def use(api: Any) -> None:
        for pause in range(0, 40, 2):
            task = asyncio.ensure_future(read(api.Contact.filter().select("id")))
            await asyncio.sleep(pause / 1000)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert len(asyncio.all_tasks()) == 1

    used(aapi(served, 4), use)
    asyncio.run(gone())  # the site has its own ends of them in this process


@pytest.mark.parametrize(
    ("sync", "awaited"),
    [(Query, AsyncQuery), (Stream, AsyncStream), (RowStream, AsyncRowStream), (Page, AsyncPage)],
    ids=lambda one: one.__name__,
)
def test_signatures_and_docstrings(sync: type, awaited: type) -> None:
    own = {"close", "aclose"} | set(dir(list))
    names, others = (
        {name for name in dir(kind) if not name.startswith("_")} - own for kind in (sync, awaited)
    )
    assert names == others
    for name in names:
        ours, theirs = getattr(sync, name), getattr(awaited, name)
        assert inspect.getdoc(theirs), name
        if callable(ours):
            assert inspect.signature(ours).parameters == inspect.signature(theirs).parameters, name


def test_a_for_that_is_not_async_ends(served: Running) -> None:
    query = AsyncHttpApiV4(served.url, served.api_key).Contact.filter()
    with pytest.raises(UsageError, match="read with async for"):
        list(query)
