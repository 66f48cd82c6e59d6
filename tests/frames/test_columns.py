"""What columns hold, over pages: no library at hand."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import UsageError
from civiapi.columns import Column, Kind, as_text
from civiapi.table import Table, selected, turn, wanted

from ..support import call_of
from .support import FIELDS, Described

DAY, MOMENT = date(2024, 1, 2), datetime(2024, 1, 2, 3, 4, 5)


def kind_of(values: list[Any], wish: str | None = None) -> Kind:
    column = Column(wish)
    column.see(values)
    return column.kind()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([None, None], "empty"),
        ([True, None], "boolean"),
        ([1, None], "integer"),
        ([2**63 - 1], "integer"),
        ([2**63], "mixed"),
        ([1.5, None], "float"),
        ([1, 1.5], "float"),
        ([2**53, 1.5], "mixed"),  # a float would be another number
        ([True, 1], "mixed"),
        (["1", None], "text"),
        (["1", 1], "mixed"),
        ([DAY], "date"),
        ([MOMENT, None], "timestamp"),
        ([MOMENT, DAY], "mixed"),
        ([MOMENT.replace(tzinfo=timezone.utc)], "mixed"),
        ([{"a": 1}, []], "nested"),
        ([[[1]]], "nested"),
        ([[1], ["a"]], "nested"),
        ([[1, None], [2**64]], "nested"),
        ([["a"], "a"], "mixed"),
        ([Decimal("NaN")], "mixed"),
        ([Decimal(10) ** 40], "mixed"),
        ([object()], "mixed"),
    ],
)
def test_inferred(values: list[Any], kind: str) -> None:
    assert kind_of(values) == Kind(kind)


def test_inferred_more() -> None:
    assert kind_of([["a"], None, []]) == Kind("list", "text")
    assert kind_of([[1], [None]]) == Kind("list", "integer")
    assert kind_of([[], None]) == Kind("list", "text")
    assert kind_of([Decimal("1.25"), Decimal("3")]) == Kind("decimal", scale=2)


READ = [
    ("boolean", [True, None, 0, "1", "0", ""], [True, None, False, True, False, None]),
    ("integer", [1, None, "-2", ""], [1, None, -2, None]),
    ("float", [1, 2.5, "2.50", "1e3", None, ""], [1.0, 2.5, 2.5, 1000.0, None, None]),
    ("decimal", [1, 0.1, "2.50", None], [Decimal(1), Decimal("0.1"), Decimal("2.50"), None]),
    ("date", ["2024-01-02", "", None, DAY], [DAY, None, None, DAY]),
    ("timestamp", ["2024-01-02 03:04:05", "2024-01-02"], [MOMENT, datetime(2024, 1, 2)]),
    ("text", ["a", "", 1, True, None], ["a", "", "1", "true", None]),
    ("list", [["a"], None, ""], [["a"], None, None]),
]


@pytest.mark.parametrize(("wish", "values", "found"), READ, ids=[one[0] for one in READ])
def test_read_as_wished(wish: str, values: list[Any], found: list[Any]) -> None:
    column = Column(wish)
    column.see(values)
    kind = column.kind()
    assert kind.name == wish
    read = column.read(values, kind)
    assert read == found
    assert list(map(type, read)) == list(map(type, found))


@pytest.mark.parametrize(
    ("wish", "values", "kind"),
    [
        ("boolean", ["yes"], "text"),
        ("boolean", [0, 2], "integer"),
        ("integer", ["1_000"], "text"),
        ("integer", ["٣"], "text"),
        ("integer", [str(2**63)], "text"),
        ("integer", ["9" * 20], "text"),
        ("integer", [2**63], "mixed"),
        ("integer", [1.5], "float"),
        ("float", ["1,000.00"], "text"),
        ("float", ["nan"], "text"),
        ("float", [2**60], "integer"),
        ("decimal", [1e300], "mixed"),
        ("decimal", [float("inf")], "mixed"),
        ("date", ["0000-00-00"], "text"),
        ("date", ["2024-02-30"], "text"),
        ("date", ["2024-W01-1"], "text"),
        ("date", ["20240102"], "text"),
        ("date", ["2024-01-02", "2024-01-02 00:00:00"], "timestamp"),
        ("timestamp", ["20240102030405"], "text"),
        ("timestamp", ["2024-01-02T03:04:05+0100"], "text"),
        ("timestamp", ["now"], "text"),
        ("text", [["a"]], "list"),
        ("list", ["a"], "text"),
    ],
)
def test_what_does_not_fit_stays(wish: str, values: list[Any], kind: str) -> None:
    column = Column(wish)
    column.see(values)
    assert column.kind().name == kind
    if kind != "timestamp":
        assert column.read(values, column.kind()) == values


def test_a_later_page_widens() -> None:
    column = Column("date")
    column.see(["2024-01-02"])
    assert column.kind() == Kind("date")
    column.see(["2024-01-02 03:04:05"])
    assert column.kind() == Kind("timestamp")
    column.see(["soon"])
    assert column.kind() == Kind("text")


def test_texts_that_are_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civiapi.columns._Known.SIZE", 3)
    texts = [str(number) for number in range(10)]
    column = Column("integer")
    column.see(texts)
    assert column.read(texts, column.kind()) == list(range(10))
    assert max(map(len, column._known.values())) <= 3


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=3),
    st.just("2024-01-02"),
)
VALUES = st.lists(
    st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(st.text(max_size=1), SCALARS))
)


@given(VALUES, VALUES, st.sampled_from([None, *(one[0] for one in READ)]))
def test_pages_are_as_good_as_one(first: list[Any], second: list[Any], wish: str | None) -> None:
    whole, paged = Column(wish), Column(wish)
    whole.see(first + second)
    paged.see(first)
    paged.see(second)
    assert whole.kind() == paged.kind()
    read = whole.read(first + second, whole.kind())
    assert len(read) == len(first + second)
    if whole.kind().name not in ("mixed", "nested", "list", "empty"):
        assert len({type(one) for one in read if one is not None}) <= 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        ("ü", "ü"),
        (True, "true"),
        (1.5, "1.5"),
        (DAY, "2024-01-02"),
        (MOMENT, "2024-01-02 03:04:05"),
        (Decimal("1.50"), "1.50"),
        (["ü", DAY], '["ü", "2024-01-02"]'),
    ],
)
def test_text(value: Any, text: str | None) -> None:
    assert as_text(value) == text


def test_wanted() -> None:
    named = {
        name: wanted(FIELDS, name) for name in (*FIELDS, "gender_id:label", "languages:label", "x.y", "n")
    }
    assert named == {
        "id": "integer",
        "display_name": "text",
        "birth_date": "date",
        "created_date": "timestamp",
        "is_deceased": "boolean",
        "employer_id": "integer",
        "total": "float",
        "score": "float",
        "gender_id": "integer",
        "languages": "list",
        "source": "text",
        "gender_id:label": "text",
        "languages:label": "list",
        "x.y": None,
        "n": None,
    }
    assert wanted(FIELDS, "total", decimals=True) == "decimal"
    assert wanted({"a": Described(None)}, "a") is None
    assert wanted({"a": Described("Array")}, "a") == "list"
    assert wanted(None, "id") is None


def test_turn() -> None:
    assert turn([{"b": 1, "a": 2}, {"a": 3, "b": 4}]) == {"b": [1, 4], "a": [2, 3]}
    assert list(turn([{"b": 1}, {"a": 3, "b": 4}])) == ["b", "a"]
    assert turn([{"a": 1}, {"b": 2}]) == {"a": [1, None], "b": [None, 2]}  # as many keys, and not the same


@pytest.mark.parametrize("rows", [["ab", "cd"], [1, 2], [{"a": 1}, 3], [{"a": 1}, "b"]])
def test_turn_refuses(rows: list[Any]) -> None:
    with pytest.raises(UsageError, match=r"rows that are dicts, not of a (str|int)"):
        turn(rows)


def test_table_adds_columns() -> None:
    table = Table()
    rows = [{"id": 1}, {"id": 2}]
    table.add(rows)
    table.add([])
    table.add([{"late": "x", "id": 3}])
    table.add([{"id": 4}])
    assert table.values == {"id": [1, 2, 3, 4], "late": [None, None, "x", None]}
    assert rows == [{"id": 1}, {"id": 2}]
    assert table.take("id", Kind("integer")) == [1, 2, 3, 4]
    assert table.values["id"] == []


@pytest.mark.parametrize(
    ("params", "version", "names"),
    [
        ({"select": ["display_name", "gender_id:label"]}, 4, ["id", "display_name", "gender_id:label"]),
        ({"select": ["row_count", "id", "*", "custom.*"]}, 4, ["id"]),
        (
            {"select": ["contact_type", "COUNT(*) AS n"], "groupBy": ["contact_type"]},
            4,
            ["contact_type", "n"],
        ),
        ({"select": ["COUNT(id)"], "groupBy": ["contact_type"]}, 4, []),
        ({"select": ["*"]}, 4, []),
        ({}, 4, []),
        ({"return": "id, birth_date"}, 3, ["id", "birth_date"]),
        ({"return": ["birth_date"]}, 3, ["id", "birth_date"]),
    ],
)
def test_selected(params: dict[str, Any], version: int, names: list[str]) -> None:
    assert selected(call_of("Contact", "get", params, version=version)) == names


def test_selected_of_what_has_no_id() -> None:
    assert selected(call_of("Entity", "get", {"select": ["name"]})) == ["name"]
