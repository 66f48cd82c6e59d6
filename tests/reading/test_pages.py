"""Reading in pages: each row that lived all along comes exactly once, whatever is done meanwhile."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civiapi import InvalidResponse, UsageError
from civiapi.course import Course
from civiapi.drive import run
from civiapi.pages import weight
from civiapi.query import Query

from .fake import Async, FakeApi, FakeApi3, contacts, dies_above, no_threads

JOIN: Any = ("Email", {"contact_id": "id"}, "left", "e")


def query_of(api: Any, is_joined: bool = False, order: str | None = None) -> Any:
    query = api._query("Contact")
    query = query.join(*JOIN).select("id", "e.email") if is_joined else query
    return query.order_by(order) if order else query


def keys(rows: Any) -> list[Any]:
    return [(int(row["id"]), row.get("e.email")) for row in rows]


def read(query: Any, page_size: int | None, workers: int, is_async: bool) -> list[Any]:
    if not is_async:
        return list(query.iterate(page_size, workers=workers))

    async def rows() -> list[Any]:
        return [row async for row in query.iterate(page_size, workers=workers)]

    return asyncio.run(rows())


def test_cuts_of_one_answer_keep_their_order_whichever_worker_is_first() -> None:
    api = FakeApi(contacts(range(1, 10)))
    plan = Course(api, query_of(api, True, "name")._asked, 3, 2).plan
    start = plan.start()
    assert plan.start() is None
    pages = [run(start, api.send)]
    plan.done(pages[0])
    flows = [plan.start(), plan.start()]
    pages += reversed([run(flow, api.send) for flow in reversed(flows)])
    assert plan.start() is None
    assert [row["id"] for page in pages for row in page.rows] == [
        row["id"] for row in query_of(api, True, "name").all()
    ]


IDS = st.lists(
    st.one_of(st.integers(1, 60), st.integers(1, 400), st.integers(1, 10**9)), unique=True, max_size=80
)


@settings(max_examples=60)
@given(
    ids=IDS,
    page_size=st.one_of(st.none(), st.integers(1, 20)),
    workers=st.integers(1, 4),
    kind=st.sampled_from(["", "joined", "v3"]),
    order=st.sampled_from([None, "-id", "size"]),
    is_async=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_rows_that_live_all_along_come_once(
    ids: list[int],
    page_size: int | None,
    workers: int,
    kind: str,
    order: str | None,
    is_async: bool,
    seed: int,
) -> None:
    chance = random.Random(seed)
    stay = set(ids)
    emails = {key: [f"{key}-{n}" for n in range(chance.choice([0, 1, 2, 3, 25]))] for key in ids}
    api = (FakeApi3 if kind == "v3" else FakeApi)(contacts(ids), emails if kind == "joined" else {})

    def meanwhile(call: Any) -> None:
        """Others come and go: before, between and behind those that stay."""
        if order == "size" and kind == "joined":
            return
        for _ in range(chance.randint(0, 3)):
            key = chance.choice([chance.randint(1, 500), chance.randint(1, 10**9 + 99)])
            if key in stay:
                continue
            if key in api.rows:
                del api.rows[key]
            else:
                api.rows.update({key: contacts([key])[0]})

    api.before = meanwhile
    found = read(
        query_of(Async(api) if is_async else api, kind == "joined", order), page_size, workers, is_async
    )
    mine = [row for row in found if int(row["id"]) in stay]
    api.before = lambda call: None
    api.rows = {key: row for key, row in api.rows.items() if key in stay}
    once = query_of(api, kind == "joined", order)
    expected = keys(at_once(api, once))
    assert sorted(keys(mine), key=str) == sorted(expected, key=str)
    given_ids = [int(row["id"]) for row in mine]
    if order == "-id":
        assert given_ids == sorted(given_ids, reverse=True)
    elif order is None:
        assert given_ids == sorted(given_ids)
    else:
        assert [key % 5 for key in given_ids] == sorted(key % 5 for key in given_ids)
    assert no_threads() == []


def at_once(api: FakeApi, query: Query) -> Any:
    return api("Contact", "get", {key: value for key, value in query.params.items() if key != "sequential"})


@settings(max_examples=40)
@given(
    ids=IDS,
    page_size=st.one_of(st.none(), st.integers(1, 9)),
    workers=st.integers(1, 3),
    is_joined=st.booleans(),
    order=st.sampled_from([None, "-id"]),
    start=st.integers(0, 30),
    length=st.one_of(st.none(), st.integers(0, 30)),
)
def test_limit_and_offset_hold_over_all_pages(
    ids: list[int],
    page_size: int | None,
    workers: int,
    is_joined: bool,
    order: str | None,
    start: int,
    length: int | None,
) -> None:
    api = FakeApi(contacts(ids), {key: [f"{key}a", f"{key}b", f"{key}c"] for key in ids[::3]})
    query = query_of(api, is_joined, order)
    everything = [row["id"] for row in query.all()]
    window = query[start : None if length is None else start + length]
    wanted = everything[start:][:length]
    assert [row["id"] for row in window.iterate(page_size, workers=workers)] == wanted
    assert window.count() == len(wanted)
    assert window.exists() == bool(wanted)


def test_pages_grow_with_the_bytes_and_no_faster_than_tenfold() -> None:
    api = FakeApi(contacts(range(1, 8_001)))
    query = api._query("Contact")
    assert [len(page) for page in query.limit(2000).pages(page_bytes=10**9)] == [100, 1000, 900]
    sizes = [len(page) for page in query.pages(page_bytes=50_000)]
    per_row = weight(query.limit(100).all())
    assert sizes[0] == 100
    assert all(0.7 * 50_000 < size * per_row < 1.3 * 50_000 for size in sizes[2:-1])
    shared = [size for size in FakeReader(api).sizes(page_bytes=50_000, workers=2) if size > 100]
    assert shared
    assert all(0.35 * 50_000 < size * per_row < 0.65 * 50_000 for size in shared)


class FakeReader:
    def __init__(self, api: FakeApi) -> None:
        self.api = api

    def sizes(self, **options: Any) -> list[int]:
        self.api.calls.clear()
        for _ in self.api._query("Contact").pages(**options):
            pass
        return self.api.sizes()


def test_a_given_size_is_kept() -> None:
    api = FakeApi(contacts(range(1, 101)))
    assert [len(page) for page in api._query("Contact").pages(30)] == [30, 30, 30, 10]
    assert set(api.sizes()) == {30}


@pytest.mark.parametrize("kind", [FakeApi, FakeApi3])
@pytest.mark.parametrize("order", [None, "size"])
@pytest.mark.parametrize("workers", [1, 3])
def test_pages_shrink_where_the_site_dies_of_them(kind: Any, order: str | None, workers: int) -> None:
    api = kind(contacts(range(1, 801)))
    deadly = dies_above(70)

    def check(call: Any) -> None:
        if "sort" not in (call.params.get("options") or {}) and "orderBy" not in call.params:
            deadly(call)  # the ids alone are no burden
        elif order is None:
            deadly(call)

    api.before = check
    found = [int(row["id"]) for row in query_of(api, order=order).iterate(workers=workers)]
    assert sorted(found) == list(range(1, 801))
    assert len(api.calls) < 300


def test_a_row_that_the_site_dies_of_is_an_error() -> None:
    api = FakeApi(contacts(range(1, 10)))
    api.before = dies_above(0)
    with pytest.raises(InvalidResponse, match="ran out of memory"):
        list(api._query("Contact"))
    assert api.sizes() == [100, 50, 25, 12, 6, 3, 1]
    assert no_threads() == []


def test_a_joined_id_with_more_rows_than_the_site_bears_is_an_error() -> None:
    api = FakeApi(contacts([1, 2]), {1: [f"m{n}" for n in range(500)]})
    api.before = dies_above(300)
    with pytest.raises(InvalidResponse, match="ran out of memory"):
        list(query_of(api, True))


def test_other_errors_are_not_of_the_size() -> None:
    api = FakeApi(contacts([1, 2]))

    def fail(call: Any) -> None:
        raise InvalidResponse("an HTML page ('Login', HTTP 200) for an answer")

    api.before = fail
    with pytest.raises(InvalidResponse, match="Login"):
        list(api._query("Contact"))
    assert len(api.calls) == 1


def test_empty_stretches_cost_few_calls() -> None:
    ids = [*range(1, 300), *range(10**8, 10**8 + 300)]
    api = FakeApi(contacts(ids))
    assert [row["id"] for row in api._query("Contact").iterate(100, workers=2)] == ids
    assert len(api.calls) < 80


def test_a_range_denser_than_expected_is_given_piece_by_piece() -> None:
    """Memory holds pages, not ranges: wide ones come of an empty stretch."""
    ids = [*range(1, 101), *range(10**6, 10**6 + 1000)]
    api = FakeApi(contacts(ids))
    pages = [len(page) for page in api._query("Contact").pages(50, workers=2)]
    assert sum(pages) == len(ids)
    assert max(pages) <= 50


def test_what_comes_behind_the_end_is_read_too() -> None:
    api = FakeApi(contacts(range(1, 501)))
    late = iter(range(501, 511))

    def insert(call: Any) -> None:
        if len(api.calls) > 3:
            for key in late:
                api.rows[key] = contacts([key])[0]

    api.before = insert
    assert [row["id"] for row in api._query("Contact").iterate(100, workers=2)] == list(range(1, 511))


class Deaf(FakeApi):
    """A site that does not heed a condition."""

    IGNORED = ("id",)

    def _found(self, params: Any) -> Any:
        where = [clause for clause in params.get("where") or [] if clause[0] not in self.IGNORED]
        return super()._found({**params, "where": where})


@pytest.mark.parametrize("workers", [1, 2])
def test_a_site_that_does_not_heed_the_id_is_found_out(workers: int) -> None:
    api = Deaf(contacts(range(1, 1000)))
    with pytest.raises(InvalidResponse, match="did not heed"):
        list(api._query("Contact").iterate(10, workers=workers))


class Nameless(FakeApi):
    def _answer(self, call: Any) -> Any:
        answer = super()._answer(call)
        for row in answer["values"]:
            row["id"] = None
        return answer


def test_rows_without_an_id_are_found_out() -> None:
    with pytest.raises(InvalidResponse, match="no integer id"):
        list(Nameless(contacts([1]))._query("Contact"))


class Limitless(FakeApi):
    """An entity that knows neither limit nor conditions, and gives all it has."""

    def _answer(self, call: Any) -> Any:
        return {"values": list(self.rows.values())}


def test_an_entity_that_gives_all_at_once_is_read_at_once() -> None:
    api = Limitless(contacts(range(1, 500)))
    assert len(api._query("Contact").all()) == 499
    assert len(api.calls) == 1


@pytest.mark.parametrize(
    "options",
    [
        {"workers": 0},
        {"workers": True},
        {"page_size": 0},
        {"page_size": "10"},
        {"page_bytes": 0},
        {"page_bytes": float("nan")},
        {"resume": "no cursor"},
        {"resume": "{}"},
        {"resume": 7},
    ],
)
def test_options_that_are_none(options: Any) -> None:
    with pytest.raises(UsageError):
        FakeApi()._query("Contact").pages(**options)
