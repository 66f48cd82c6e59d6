"""Streams: their cursors, what they leave behind, how they tell of their progress."""

from __future__ import annotations

import asyncio
import json
import random
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civiapi import HttpApiV4, UsageError
from civiapi.sandbox.serve import Running

from .fake import Async, FakeApi, FakeApi3, contacts, no_threads
from .test_pages import query_of


@settings(max_examples=40)
@given(
    ids=st.lists(st.integers(1, 200), unique=True, min_size=1, max_size=40),
    page_size=st.integers(1, 9),
    workers=st.integers(1, 2),
    after=st.integers(1, 60),
    is_joined=st.booleans(),
    order=st.sampled_from([None, "-id"]),
    limit=st.one_of(st.none(), st.integers(1, 30)),
    offset=st.integers(0, 5),
)
def test_a_stream_goes_on_behind_any_row(
    ids: list[int],
    page_size: int,
    workers: int,
    after: int,
    is_joined: bool,
    order: str | None,
    limit: int | None,
    offset: int,
) -> None:
    api = FakeApi(contacts(ids), {key: [f"{key}-{n}" for n in range(key % 4)] for key in ids})
    query = query_of(api, is_joined, order).limit(limit).offset(offset)
    everything = [(row["id"], row.get("e.email")) for row in query.all()]
    found, cursor = [], None
    with query.iterate(page_size, workers=workers) as rows:
        for row in rows:
            found.append(row)
            cursor = rows.cursor
            if len(found) == after:
                break
    with query.iterate(page_size, workers=workers, resume=cursor) as rows:
        assert rows.cursor == cursor or cursor is None
        found += rows
    assert [(row["id"], row.get("e.email")) for row in found] == everything


@pytest.mark.parametrize("is_async", [False, True])
def test_a_page_is_behind_the_cursor_once_it_was_given(is_async: bool) -> None:
    api = FakeApi(contacts(range(1, 10)))
    query: Any = (Async(api) if is_async else api)._query("Contact")

    async def first_page() -> tuple[Any, str, str]:
        async with query.pages(4) as pages:
            before = pages.cursor
            page = await pages.__anext__()
            return page, before, pages.cursor

    if is_async:
        page, before, cursor = asyncio.run(first_page())
    else:
        with query.pages(4) as pages:
            before = pages.cursor
            page, cursor = next(pages), pages.cursor
    assert [row["id"] for row in page] == [1, 2, 3, 4]
    assert [row["id"] for row in api._query("Contact").iterate(resume=cursor)] == [5, 6, 7, 8, 9]
    assert [row["id"] for row in api._query("Contact").iterate(resume=before)] == list(range(1, 10))
    told = json.loads(cursor)
    assert (told["entity"], told["last"], told["rows"]) == ("Contact", 4, 4)


def test_at_the_end_the_cursor_waits_for_more() -> None:
    api = FakeApi(contacts(range(1, 6)))
    rows = api._query("Contact").iterate(2)
    assert len(list(rows)) == 5
    cursor = rows.cursor
    api.rows[9] = contacts([9])[0]
    assert [row["id"] for row in api._query("Contact").iterate(resume=cursor)] == [9]


def test_a_cursor_of_another_query() -> None:
    api = FakeApi(contacts(range(1, 6)))
    query = api._query("Contact")
    cursor = query.pages(2).cursor
    for other in (query.filter(size=1), query.select("name"), query.limit(3)):
        with pytest.raises(UsageError, match="of another query"):
            other.pages(resume=cursor)
    with pytest.raises(UsageError, match="format 2"):
        query.pages(resume=cursor.replace('"civiapi": 1', '"civiapi": 2'))


def test_a_cursor_of_another_site(monkeypatch: pytest.MonkeyPatch) -> None:
    query = FakeApi(contacts(range(1, 6)))._query("Contact")
    cursor = query.pages(2).cursor
    monkeypatch.setattr(FakeApi, "_site", "https://another.example.org/secret")
    with pytest.raises(UsageError, match="of another site"):
        query.pages(resume=cursor)
    assert "secret" not in query.pages(2).cursor


@pytest.mark.parametrize(
    "query",
    [
        FakeApi()._query("Contact").order_by("size"),
        FakeApi()._query("Contact").group_by("size"),
        FakeApi()._query("Entity"),
        FakeApi3()._query("Contact").filter(id={">": 3}),
    ],
)
def test_what_has_no_cursor_says_so(query: Any) -> None:
    with pytest.raises(UsageError, match=r"only what is read by id has a cursor; this is read (in|by)"):
        query.pages().cursor  # noqa: B018
    with pytest.raises(UsageError, match="only what is read by id"):
        query.pages(resume='{"civiapi": 1}')


def test_streams_that_are_left_leave_nothing_behind() -> None:
    chance = random.Random(7)
    api = FakeApi(contacts(range(1, 400)))
    for _ in range(50):
        left = chance.randint(0, 300)
        for number, _row in enumerate(api._query("Contact").iterate(7, workers=chance.randint(1, 4))):
            if number == left:
                break
        assert no_threads() == []


def test_an_error_of_the_consumer_ends_the_stream() -> None:
    api = FakeApi(contacts(range(1, 400)))

    def consume() -> None:
        with api._query("Contact").pages(7, workers=3) as pages:
            for page in pages:
                raise KeyError(len(page))

    with pytest.raises(KeyError):
        consume()
    assert no_threads() == []


def test_an_async_stream_that_is_left_leaves_no_task() -> None:
    async def main() -> int:
        chance = random.Random(7)
        query = Async(FakeApi(contacts(range(1, 200))))._query("Contact")
        for _ in range(20):
            left = chance.randint(0, 150)
            async with query.iterate(7, workers=3) as rows:
                number = 0
                async for _row in rows:
                    number += 1
                    if number > left:
                        break
        return len(asyncio.all_tasks())

    assert asyncio.run(main()) == 1


def test_a_slow_consumer_is_waited_for() -> None:
    api = FakeApi(contacts(range(1, 1001)))
    with api._query("Contact").pages(10, workers=2) as pages:
        next(pages)
        next(pages)
        asked = len(api.calls)
    assert asked < 10


def test_progress_is_told() -> None:
    told: list[Any] = []
    api = FakeApi(contacts(range(1, 11)))
    list(api._query("Contact").pages(4, progress=told.append))
    assert [(one.rows, one.total) for one in told] == [(4, 10), (8, 10), (10, 10)]
    assert sum(call.params.get("select") == ["row_count"] for call in api.calls) == 1
    cursor = None
    with api._query("Contact").pages(4) as pages:
        next(pages)
        cursor = pages.cursor
    told.clear()
    list(api._query("Contact").pages(4, resume=cursor, progress=told.append))
    assert [one.rows for one in told] == [8, 10]


FAULTS = ("429:retry_after=0", "503", "reset", "cut", "fatal")


@pytest.mark.parametrize("workers", [1, 2])
def test_faults_are_survived(civi_site: Running, workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    import tenacity

    for seed, fault in enumerate(FAULTS):
        name, _, more = fault.partition(":")
        options = dict(pair.split("=") for pair in more.split(",") if pair)
        civi_site.faults.add(name, probability=0.05, times=0, seed=seed + 20 * workers, **options)
    patient = tenacity.Retrying(stop=tenacity.stop_after_attempt(8), wait=tenacity.wait_none())
    with HttpApiV4(civi_site.url, civi_site.api_key, retries=patient) as api:
        query = api.Country.filter().select("id", "name")
        found = [row["id"] for row in query.iterate(8, workers=workers)]
    civi_site.faults.clear()
    with HttpApiV4(civi_site.url, civi_site.api_key) as api:
        assert found == api.Country.get(select=["id"], orderBy={"id": "ASC"}).column("id")
    assert len(found) > 200


READER = """
import sys
from civiapi import HttpApiV4
url, key, cursor = sys.argv[1:]
with HttpApiV4(url, key) as api, api.Country.filter().select("name").pages(20, resume=cursor or None) as pages:
    for page in pages:
        print(" ".join(str(row["id"]) for row in page) + "\\t" + pages.cursor, flush=True)
"""


def test_a_read_that_was_killed_goes_on_in_another_process(served: Running) -> None:
    command = [sys.executable, "-c", READER, served.url, served.api_key]
    found: list[int] = []
    cursor = ""
    for pages in (3, 4, None):
        with subprocess.Popen([*command, cursor], stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout is not None
            for number, line in enumerate(reader.stdout, 1):
                ids, cursor = line.rstrip("\n").split("\t")
                found += map(int, ids.split())
                if number == pages:
                    reader.kill()
                    break
            reader.stdout.close()
    with HttpApiV4(served.url, served.api_key) as api:
        assert found == api.Country.get(select=["id"], orderBy={"id": "ASC"}).column("id")


def test_streams_show_where_they_are() -> None:
    query = query_of(FakeApi(contacts(range(1, 8))))
    with query.pages(3) as pages:
        next(pages)
        assert repr(pages) == "<Stream of Contact, 3 rows read>"
    rows = query.iterate()
    assert repr(rows) == "<RowStream of Contact, 0 rows read>"
    assert len(list(rows)) == 7
    assert repr(rows) == "<RowStream of Contact, 7 rows read>"
