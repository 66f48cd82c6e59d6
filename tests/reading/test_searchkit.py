"""Saved searches as queries, their displays as rows; files that SearchKit prints in the place of answers."""

from __future__ import annotations

import asyncio
import csv
import io
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    ApiCall,
    ApiError,
    HttpApiV4,
    InvalidResponse,
    NotFound,
    PermissionDenied,
    SandboxApiV4,
    UsageError,
    codec,
)
from civiapi.sandbox.serve import Running

from ..support import call_of, decoded, site_of
from .fake import Async, FakeApi, FakeApi3

COLUMNS = [
    {"type": "field", "key": "display_name", "label": "Who"},
    {"type": "field", "key": "id"},
    {"type": "buttons", "links": []},
    {"type": "field", "key": "a", "label": "Twice"},
    {"type": "html", "key": "b", "label": "Twice"},
]
PARAMS = {
    "version": 4,
    "select": ["id", "display_name", "COUNT(e.id) AS n"],
    "orderBy": {"display_name": "ASC"},
    "where": [["contact_type", "=", "Individual"], ["OR", []], ["NOT", ["is_opt_out", "=", True]]],
    "join": [["Email AS e", True, ["id", "=", "e.contact_id"]], ["Phone"]],
    "groupBy": ["id"],
    "having": [],
}


class KitApi(FakeApi):
    """A site with a saved search ``donors`` and its display ``table``; SearchDisplay.run gives 7 rows."""

    def __init__(self, settings: Any = None, total: int = 7) -> None:
        super().__init__()
        self.settings = {"columns": COLUMNS, "limit": 3, "pager": {}, **(settings or {})}
        self.total = total

    def _answer(self, call: ApiCall) -> Any:
        params = call.params
        if call.entity == "SavedSearch":
            stored = {"donors": {"api_entity": "Contact", "api_params": PARAMS}, "old": {"api_entity": None}}
            name = params["where"][0][2]
            return {"values": [stored[name]] if name in stored else []}
        if call.entity == "SearchDisplay" and call.action == "get":
            is_there = [clause[2] for clause in params["where"]] == ["table", "donors"]
            return {"values": [{"settings": self.settings}] if is_there else []}
        assert (params["savedSearch"], params["display"]) == ("donors", "table")
        rows = [self.row(number) for number in range(self.total)]
        if call.action == "download":
            shown = [[cell["val"] for cell in row["columns"] if cell] for row in rows]
            return {"values": [["Who", "", "Twice", "Twice"], *shown]}
        if params.get("return") == "row_count":
            return {"values": [], "count": self.total}
        size = self.settings["limit"]
        if "return" not in params:
            return {"values": rows[:size]}
        if (self.settings["pager"] or {}).get("expose_limit"):
            size = params["limit"]
        start = size * (int(params["return"].removeprefix("page:")) - 1)
        return {"values": rows[start : start + size]}

    def row(self, number: int) -> Any:
        columns = [{"val": f"N{number}"}, {"val": number}, None, {"val": "x"}, {"val": "<b>"}]
        return {"data": {"id": number, "display_name": f"N{number}"}, "columns": columns, "key": number}


def test_a_saved_search_is_a_query() -> None:
    query = KitApi().saved_search("donors")
    assert query.params == {
        "select": ["id", "display_name", "COUNT(e.id) AS n"],
        "join": [["Email AS e", "INNER", ["id", "=", "e.contact_id"]], ["Phone AS phone", "LEFT"]],
        "where": [["contact_type", "=", "Individual"], ["NOT", [["is_opt_out", "=", True]]]],
        "groupBy": ["id"],
        "orderBy": {"display_name": "ASC"},
    }
    assert query.filter(source="web").limit(3).params["limit"] == 3


def test_what_is_no_saved_search() -> None:
    with pytest.raises(NotFound, match="no saved search 'x'"):
        KitApi().saved_search("x")
    with pytest.raises(UsageError, match="an old one"):
        KitApi().saved_search("old")
    with pytest.raises(NotFound, match="no display 'x' of a search 'donors'"):
        KitApi().search_display("donors", "x")
    with pytest.raises(UsageError, match="with APIv4"):
        FakeApi3().saved_search("donors")


@pytest.mark.parametrize(
    ("settings", "size", "pages"),
    [
        ({}, None, [3, 3, 1]),
        ({}, 5, [3, 3, 1]),
        ({"pager": {"expose_limit": True}}, 5, [5, 2]),
        ({"pager": {"expose_limit": True}}, None, [7]),
        ({"pager": False}, None, [3]),
        ({"pager": None, "limit": 0}, None, [7]),
    ],
)
def test_a_display_is_read_in_pages(settings: Any, size: int | None, pages: list[int]) -> None:
    if settings.get("limit") == 0:
        settings = {**settings, "limit": None}
    display = KitApi(settings).search_display("donors", "table")
    assert [len(page) for page in display.pages(size)] == pages
    expected = (
        "in one call" if not isinstance(settings.get("pager", {}), dict) else "by offset, in the display's"
    )
    assert display.paging.startswith(expected)


def test_a_filter_that_civicrm_would_pass_over_is_refused(civi_template: Path, tmp_path: Path) -> None:
    """It would give all rows in the place of few."""
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    params = {"version": 4, "select": ["id", "UPPER(last_name) AS surname", "gender_id:label"], "where": []}
    columns = [{"type": "field", "key": "id", "label": "Id"}]
    with SandboxApiV4(file) as api:
        api.SavedSearch.create(name="s", label="S", api_entity="Contact", api_params=params)
        search = api.SavedSearch.get(name="s").one()["id"]
        settings = {"limit": 50, "pager": {}, "columns": columns}
        api.SearchDisplay.create(name="d", label="D", saved_search_id=search, type="table", settings=settings)
        for wrong in ("source", "last_nam", "id,source"):
            with pytest.raises(
                UsageError, match=r"does not select .* it selects id, surname, gender_id:label"
            ):
                api.search_display("s", "d", filters={wrong: "x"})
        for right in ("id", "surname", "gender_id", "gender_id:label", "id,surname"):
            api.search_display("s", "d", filters={right: "1"})
        assert api.search_display("s", "d", filters={"id": 2}).all() == [{"Id": 2}]


def test_the_rows_are_what_people_see() -> None:
    api = KitApi()
    display = api.search_display("donors", "table", {"source": "web"})
    rows = display.all()
    assert len(rows) == 7
    assert rows[0] == {"Who": "N0", "id": 0, "a": "x", "b": "<b>"}
    assert api.calls[-1].params["filters"] == {"source": "web"}
    assert next(iter(api.search_display("donors", "table", raw=True))) == {"id": 0, "display_name": "N0"}
    assert display.count() == 7
    assert display.download()[0] == {"Who": "N0", "2": 0, "Twice 3": "x", "Twice 4": "<b>"}
    with pytest.raises(UsageError, match="only what is read by id"):
        display.pages().cursor  # noqa: B018
    told: list[Any] = []
    list(display.pages(progress=told.append))
    assert [(one.rows, one.total) for one in told] == [(3, 7), (6, 7), (7, 7)]
    assert "table" in repr(display)
    assert display.params["savedSearch"] == "donors"


def test_a_display_that_ends_with_a_full_page() -> None:
    assert len(KitApi(total=6).search_display("donors", "table").all()) == 6


def test_both_colours() -> None:
    from civiapi.searchkit import saved_search, search_display

    async def main() -> tuple[Any, Any, Any, Any]:
        api = Async(KitApi())
        query = await api._run(saved_search(api, "donors"))
        display = await api._run(search_display(api, "donors", "table", None, False))
        rows = [row async for row in display]
        return query, rows, await display.count(), await display.download()

    query, rows, count, downloaded = asyncio.run(main())
    assert type(query).__name__ == "AsyncQuery"
    assert (len(rows), count, len(downloaded)) == (7, 7, 7)


def test_displays_are_read_and_may_be_asked_again() -> None:
    assert call_of("SearchDisplay", "run").is_read()
    assert call_of("SearchDisplay", "download").is_read()
    assert not call_of("SearchDisplay", "inlineEdit").is_read()
    assert not call_of("Job", "run").is_read()


def download(kind: str | None = "csv") -> ApiCall:
    return call_of("SearchDisplay", "download", {"format": kind} if kind else {})


FILE = {"Content_Type": "text/csv;charset=UTF-8", "Content_Disposition": 'attachment; filename="a.csv"'}
ERROR = '{"error_code":0,"error_message":"Authorization failed","status":403}'


def test_a_csv_file_is_its_text() -> None:
    assert decoded([download()], 200, b"\xef\xbb\xbfWho\nZo\xc3\xab\n", **FILE) == ["Who\nZoë\n"]
    assert decoded([download()], 200, '[{"a": 1}]\n', **FILE) == ['[{"a": 1}]\n']


def test_any_other_file_is_its_bytes() -> None:
    headers = {"Content_Type": "application/pdf"}
    assert decoded([download("pdf")], 200, b"%PDF-\xff", **headers) == [b"%PDF-\xff"]


@pytest.mark.parametrize("kind", ["application/json", "text/html; charset=utf-8"])
def test_an_error_is_an_error_all_the_same(kind: str) -> None:
    (found,) = decoded([download()], 403, ERROR, Content_Type=kind)
    assert isinstance(found, PermissionDenied)
    (found,) = decoded([download()], 200, ERROR, Content_Type=kind)
    assert isinstance(found, PermissionDenied)
    (found,) = decoded([download()], 200, "<html><title>Log in</title>", Content_Type="text/html")
    assert isinstance(found, InvalidResponse)
    (found,) = decoded([download()], 500, "", **FILE)
    assert isinstance(found, InvalidResponse)


@pytest.mark.parametrize("call", [download("array"), download(None), call_of("Contact", "get")])
def test_no_file_was_asked_for(call: ApiCall) -> None:
    (found,) = decoded([call], 200, "Who\nZoe\n", **FILE)
    assert isinstance(found, InvalidResponse)


def test_of_several_calls_none_can_print() -> None:
    with pytest.raises(InvalidResponse):
        codec.decode(site_of(4), [download(), download()], 200, {"Content-Type": "text/csv"}, b"Who\n")


SHOWN = [
    {"type": "field", "key": "id", "label": "Id"},
    {"type": "field", "key": "display_name", "label": "Name"},
    {"type": "field", "key": "contact_type:label", "label": "Kind"},
]


@pytest.fixture(scope="module")
def stored(served: Running) -> Running:
    """A site with a saved search and a display of it."""
    with HttpApiV4(served.url, served.api_key) as api:
        where = [["contact_type", "=", "Individual"]]
        params = {"version": 4, "select": ["id", "display_name", "contact_type:label"], "where": where}
        search = api.SavedSearch.create(
            name="people", label="People", api_entity="Contact", api_params=params
        ).one()
        settings = {"actions": True, "limit": 10, "pager": {"expose_limit": True}, "sort": [["id", "ASC"]]}
        api.SearchDisplay.create(
            name="table",
            label="Table",
            type="table",
            saved_search_id=search["id"],
            settings={**settings, "columns": SHOWN},
        )
    return served


def test_on_a_site(stored: Running) -> None:
    with HttpApiV4(stored.url, stored.api_key) as api:
        people = api.Contact.filter(contact_type="Individual").order_by("id").values("id", "display_name")
        assert api.saved_search("people").values("id", "display_name") == people
        display = api.search_display("people", "table")
        assert [(row["Id"], row["Name"]) for row in display] == people
        assert [len(page) for page in display.pages(20)] == [20, len(people) - 20]
        assert display.count() == len(people)
        assert display.download()[0] == {"Id": 2, "Name": "Ada Admin", "Kind": "Individual"}
        raw = next(iter(api.search_display("people", "table", raw=True)))
        assert raw["contact_type:label"] == "Individual"
        wanted = {"savedSearch": "people", "display": "table"}
        text = api.SearchDisplay.download(wanted, format="csv")
        assert [row["Name"] for row in csv.DictReader(io.StringIO(text))] == [name for _, name in people]
        with pytest.raises(ApiError):
            api.SearchDisplay.download({**wanted, "display": "none"}, format="csv")


def test_on_a_site_in_the_other_colour(stored: Running) -> None:
    pytest.importorskip("httpx")
    from civiapi import AsyncHttpApiV4

    async def main() -> tuple[Any, ...]:
        async with AsyncHttpApiV4(stored.url, stored.api_key) as api:
            search = await api.saved_search("people")
            display = await api.search_display("people", "table")
            ids = [row["id"] async for row in search.iterate(7, workers=3)]
            page = await (await search.page(5)).next()
            wanted = {"savedSearch": "people", "display": "table", "format": "csv"}
            text = await api.SearchDisplay.download(wanted)
            shown = [row["Id"] async for row in display]
            return ids, shown, await search.count(), await display.count(), len(page), text.splitlines()[0]

    ids, shown, *rest = asyncio.run(main())
    assert ids == shown == sorted(ids)
    assert rest == [len(ids), len(ids), 5, "Id,Name,Kind"]
