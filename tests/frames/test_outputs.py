"""What a query becomes, in both colours; the query's rows are lists here."""

from __future__ import annotations

import asyncio
import inspect
import json
import os
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiError, ConnectionFailed, UsageError
from civiapi.described import described
from civiapi.drive import run
from civiapi.ends import Ends
from civiapi.outputs import AsyncOutputs, Outputs

from .support import FIELDS, ROWS, Api, AsyncListQuery, Described, ListQuery, Row, Schema, Stream, result

PAGES = [result(ROWS[:1]), result(ROWS[1:])]
CONTACT = Schema(Contact=FIELDS)


async def _list(frames: Any) -> list[Any]:
    return [frame async for frame in frames]


def sync_end(query: Any, name: str, *args: Any, **options: Any) -> Any:
    found = getattr(query, name)(*args, **options)
    return list(found) if name == "frames" else found


def async_end(query: Any, name: str, *args: Any, **options: Any) -> Any:
    async def end() -> Any:
        found = getattr(query, name)(*args, **options)
        return await (_list(found) if name == "frames" else found)

    return asyncio.run(end())


@pytest.fixture(params=["sync", "async"])
def end(request: pytest.FixtureRequest) -> Callable[..., Any]:
    """Calls an end of a query and gives what it gives."""
    return sync_end if request.param == "sync" else async_end


@pytest.fixture
def query(end: Any) -> Callable[..., Any]:
    return ListQuery if end is sync_end else AsyncListQuery


def test_frames_of_the_schema(end: Any, query: Any) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    asked = query(*PAGES, schema=CONTACT)
    frame = end(asked, "to_polars", workers=2)
    assert frame["birth_date"].to_list() == [date(1990, 2, 28), None]
    assert asked.options == [{"workers": 2}]
    assert asked.streams[0].is_closed
    assert end(asked, "to_polars", decimals=True)["total"].to_list() == [Decimal("12.50"), None]
    assert str(end(asked, "to_pandas")["birth_date"].dtype) == "datetime64[us]"


def test_frames_without_a_schema(end: Any, query: Any) -> None:
    pytest.importorskip("polars")
    assert end(query(*PAGES), "to_polars").to_dicts() == ROWS


def test_frame_after_frame(end: Any, query: Any) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("polars")
    first, second = end(
        query(PAGES[0], PAGES[1], schema=CONTACT), "frames", rows=1, kind="polars", page_size=1
    )
    assert first.schema == second.schema
    assert [len(one) for one in end(query(*PAGES), "frames")] == [2]
    assert end(query(), "frames") == []


@pytest.mark.parametrize("name", ["to_csv", "to_jsonl", "to_parquet"])
def test_files(name: str, end: Any, query: Any, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    asked = query(*PAGES, schema=CONTACT)
    assert end(asked, name, tmp_path / "rows", progress=False) == 2
    assert os.listdir(tmp_path) == ["rows"]
    assert asked.options == [{"progress": False}]


def test_csv_options(end: Any, query: Any, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    end(query(*PAGES), "to_csv", path, ["source", "id"], delimiter=";", encoding="utf-16", safe=True)
    assert path.read_text(encoding="utf-16") == "source;id\n'=1+1;1\n;2\n"


def test_jsonl(end: Any, query: Any, tmp_path: Path) -> None:
    end(query(*PAGES), "to_jsonl", tmp_path / "rows")
    assert list(map(json.loads, (tmp_path / "rows").read_text(encoding="utf-8").splitlines())) == ROWS


@pytest.mark.parametrize("broken", [ConnectionFailed("gone"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("name", ["to_csv", "to_jsonl", "to_parquet"])
def test_broken_off(name: str, broken: BaseException, query: Any, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    asked = query(PAGES[0], broken)

    def end() -> None:
        made = getattr(asked, name)(tmp_path / "rows")
        if query is AsyncListQuery:
            made.send(None)  # by hand: an event loop has its own way with interrupts

    with pytest.raises(type(broken)):
        end()
    assert asked.streams[0].is_closed
    assert os.listdir(tmp_path) == []


def test_frames_are_left_early() -> None:
    pytest.importorskip("pandas")
    asked = ListQuery(*PAGES)
    frames: Any = asked.frames(1)
    next(frames)
    frames.close()
    assert asked.streams[0].is_closed


def test_arguments_are_looked_at_before_anything_is_read(query: Any) -> None:
    asked = query(*PAGES)
    with pytest.raises(UsageError):
        asked.frames(0)
    with pytest.raises(UsageError):
        asked.frames(kind="excel")
    with pytest.raises(UsageError):
        asked.to_csv("/dev/null")
    assert asked.streams == []


def test_html_reads_nothing(query: Any) -> None:
    asked = query(ConnectionFailed("never"))
    html = asked._repr_html_()
    assert "A query of Contact, not read" in html
    assert "<td>select</td><td>[&quot;id&quot;, &quot;display_name&quot;]</td>" in html
    assert asked.streams == []
    assert "<td>limit</td><td>0</td>" in asked.limit(0)._repr_html_()


@pytest.mark.parametrize("limit", [None, 0])
def test_no_rows_and_yet_columns(limit: int | None, end: Any, query: Any, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    empty = query(schema=CONTACT).select("birth_date", "gender_id:label").limit(limit)
    frame = end(empty, "to_polars")
    assert {name: str(kind) for name, kind in frame.schema.items()} == {
        "id": "Int64",
        "birth_date": "Date",
        "gender_id:label": "String",
    }
    assert end(empty, "to_csv", tmp_path / "rows") == 0
    assert (tmp_path / "rows").read_text() == "id,birth_date,gender_id:label\n"


def test_both_colours_have_the_same_ends() -> None:
    for name, found in vars(Outputs).items():
        if not name.startswith("_"):
            assert inspect.signature(found) == inspect.signature(getattr(AsyncOutputs, name))
            assert getattr(AsyncOutputs, name).__doc__ == found.__doc__


class Display(Ends):
    """What is read in pages and is no query of an entity."""

    entity = "SearchDisplay"
    params = {"display": "<table>"}  # type: ignore[assignment]
    _api = Api()

    def pages(self, **options: Any) -> Any:  # type: ignore[override]
        return Stream(PAGES)


def test_whatever_is_read_in_pages(tmp_path: Path) -> None:
    pytest.importorskip("polars")
    assert Display().to_csv(tmp_path / "rows", ["id"]) == 2
    assert Display().to_polars().to_dicts() == ROWS
    assert "<td>&lt;table&gt;</td>" in Display()._repr_html_()


# ---- which fields a query's columns are of

EMAIL = {
    "email": Described("String"),
    "on_hold": Described("Boolean"),
    "contact_id": Described("Integer", None, "Contact"),
}


def fields_of(schema: Schema | None, **params: Any) -> Any:
    return run(described(Api(schema), "Contact", params), lambda calls: [])


def test_described() -> None:
    assert fields_of(Schema(Contact=FIELDS)) == FIELDS
    assert fields_of(None) is None


def test_described_joins() -> None:
    contact = {
        "id": Described("Integer"),
        "employer_id": Described("Integer", None, "Contact"),
        "email_primary": Described("Integer", None, "Email"),
        "Donor.Sponsor": Described("Integer", None, "Contact"),
        "Donor.Since": Described("Date"),
    }
    schema = Schema(Contact=contact, Email=EMAIL)
    select = [
        *("id", "email_primary.on_hold", "e.email", "email.on_hold:label", "employer_id.Donor.Since"),
        *(
            "Donor.Sponsor.employer_id.id",
            "Donor.Since",
            "no.such",
            "employer_id.none",
            "e.*",
            "MAX(e.id) AS n",
            3,
        ),
    ]
    found = fields_of(schema, select=select, join=[["Email AS e", "LEFT"], ["Email", "INNER"]])
    assert {name: field for name, field in found.items() if name not in contact} == {
        "email_primary.on_hold": EMAIL["on_hold"],
        "e.email": EMAIL["email"],
        "email.on_hold": EMAIL["on_hold"],
        "employer_id.Donor.Since": contact["Donor.Since"],
        "Donor.Sponsor.employer_id.id": contact["id"],
    }
    assert list(contact) == [
        "id",
        "employer_id",
        "email_primary",
        "Donor.Sponsor",
        "Donor.Since",
    ]  # not changed


@pytest.mark.parametrize("error", [ApiError("not for you"), UsageError("not in the schema that was given")])
def test_described_to_others_only(error: Exception) -> None:
    assert fields_of(Schema(Contact=error)) is None


def test_a_site_out_of_reach_is_an_error() -> None:
    with pytest.raises(ConnectionFailed):
        fields_of(Schema(Contact=ConnectionFailed("gone")))


def test_without_types_the_schema_is_not_asked(tmp_path: Path) -> None:
    schema = Schema(Contact=FIELDS)
    rows: list[Row] = [{"id": 1}]
    ListQuery(rows, schema=schema).to_csv(tmp_path / "rows")
    ListQuery(rows, schema=schema).to_jsonl(tmp_path / "rows")
    assert schema.asked_for == []
