"""Rows as frames of pandas and polars."""

from __future__ import annotations

import sys
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import Result, UsageError
from civiapi.dataframes import library, maker, to_pandas, to_polars

from ..support import call_of
from .support import FIELDS, ROWS, ROWS3, Described, result

pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")

PANDAS = {
    "id": "Int64",
    "display_name": "string",
    "birth_date": "datetime64[us]",
    "created_date": "datetime64[us]",
    "is_deceased": "boolean",
    "employer_id": "Int64",
    "total": "Float64",
    "score": "Float64",
    "gender_id": "Int64",
    "languages": "object",
    "source": "string",
    "gender_id:label": "string",
    "languages:label": "object",
    "email_primary.email": "string",
}
POLARS = {
    "id": pl.Int64,
    "display_name": pl.String,
    "birth_date": pl.Date,
    "created_date": pl.Datetime("us"),
    "is_deceased": pl.Boolean,
    "employer_id": pl.Int64,
    "total": pl.Float64,
    "score": pl.Float64,
    "gender_id": pl.Int64,
    "languages": pl.List(pl.String),
    "source": pl.String,
    "gender_id:label": pl.String,
    "languages:label": pl.List(pl.String),
    "email_primary.email": pl.String,
}


def plain(frame: Any) -> list[dict[str, Any]]:
    """The rows of a pandas frame, with None for what is missing."""
    columns = {name: [None if _missing(one) else one for one in frame[name]] for name in frame}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def _missing(one: Any) -> bool:
    return one is None or one is pd.NA or one is pd.NaT


TYPED = [
    {**ROWS[0], "birth_date": date(1990, 2, 28), "created_date": datetime(2024, 1, 2, 3, 4, 5), "score": 1.0},
    {**ROWS[1], "created_date": datetime(2024, 1, 2)},
]


def test_pandas_typed() -> None:
    frame = to_pandas(ROWS, FIELDS)
    assert frame.dtypes.astype(str).to_dict() == PANDAS
    found = plain(frame)
    assert found == [{**TYPED[0], "birth_date": pd.Timestamp("1990-02-28")}, TYPED[1]]
    assert found[1]["employer_id"] == 2**62 + 1  # as a float it would be another number


def test_polars_typed() -> None:
    frame = to_polars(ROWS, FIELDS)
    assert dict(frame.schema) == POLARS
    assert frame.to_dicts() == TYPED


def test_pandas_inferred() -> None:
    dates = {"birth_date": "string", "created_date": "string"}
    assert to_pandas(ROWS).dtypes.astype(str).to_dict() == {**PANDAS, **dates}
    assert plain(to_pandas(ROWS)) == ROWS


def test_polars_inferred() -> None:
    dates = {"birth_date": pl.String, "created_date": pl.String}
    assert dict(to_polars(ROWS).schema) == {**POLARS, **dates}
    assert to_polars(ROWS).to_dicts() == ROWS


def test_texts_of_apiv3_stay_texts() -> None:
    assert set(to_polars(ROWS3).schema.values()) == {pl.String}
    assert set(to_pandas(ROWS3).dtypes.astype(str)) == {"string"}
    assert to_polars(ROWS3)["employer_id"].to_list() == ["", str(2**62 + 1)]


def test_texts_of_apiv3_are_typed_by_fields() -> None:
    names = list(ROWS3[0])
    frame = to_polars(ROWS3, FIELDS)
    assert dict(frame.schema) == {name: POLARS[name] for name in names}
    assert frame["employer_id"].to_list() == [None, 2**62 + 1]
    assert frame["is_deceased"].to_list() == [False, None]
    assert frame["birth_date"].to_list() == [date(1990, 2, 28), None]
    assert to_pandas(ROWS3, FIELDS).dtypes.astype(str).to_dict() == {name: PANDAS[name] for name in names}


def test_money() -> None:
    frame = to_polars(ROWS, FIELDS, decimals=True)
    assert frame.schema["total"] == pl.Decimal(38, 2)
    assert frame["total"].to_list() == [Decimal("12.50"), None]
    uneven: list[dict[str, Any]] = [
        {"total": 250},
        {"total": 75.5},
        {"total": "0.125"},
        {"total": Decimal("1E+3")},
    ]
    assert list(map(str, to_polars(uneven, FIELDS, decimals=True)["total"])) == [
        "250.000",
        "75.500",
        "0.125",
        "1000.000",
    ]
    largest = Decimal("9" * 36 + ".99")
    assert to_polars([{"total": largest}])["total"].to_list() == [largest]
    exact = to_pandas(ROWS3, FIELDS, decimals=True)["total"]
    assert [type(one) for one in exact] == [Decimal, type(None)]
    assert str(exact[0]) == "12.50"


def test_unlike_values() -> None:
    rows = [
        {"a": 1, "b": {"x": 1}, "c": None},
        {"a": "x", "b": [], "c": None},
        {"a": [True], "b": None, "c": None},
    ]
    assert to_polars(rows).to_dict(as_series=False) == {
        "a": ["1", "x", "[true]"],
        "b": ['{"x": 1}', "[]", None],
        "c": [None, None, None],
    }
    frame = to_pandas(rows)
    assert set(frame.dtypes.astype(str)) == {"object"}
    assert frame.to_dict("list") == {
        "a": [1, "x", [True]],
        "b": [{"x": 1}, [], None],
        "c": [None, None, None],
    }


@pytest.mark.parametrize("day", ["0001-01-01", "1500-06-01", "9999-12-31"])
def test_any_date(day: str) -> None:
    assert to_pandas([{"birth_date": day}], FIELDS)["birth_date"][0].isoformat()[:10] == day
    assert str(to_polars([{"birth_date": day}], FIELDS)["birth_date"][0]) == day


def test_columns_that_come_later() -> None:
    rows = [{"id": 1}, {"birth_date": "2024-01-02", "id": 2}]
    assert to_polars(rows, FIELDS).to_dict(as_series=False) == {
        "id": [1, 2],
        "birth_date": [None, date(2024, 1, 2)],
    }
    assert list(to_pandas(rows)) == ["id", "birth_date"]


def test_no_rows() -> None:
    frame = to_pandas([], FIELDS, names=["id", "birth_date", "x"])
    assert frame.dtypes.astype(str).to_dict() == {
        "id": "Int64",
        "birth_date": "datetime64[us]",
        "x": "object",
    }
    assert len(frame) == 0
    assert dict(to_polars([], FIELDS, names=["id", "languages"]).schema) == {
        "id": pl.Int64,
        "languages": pl.List(pl.String),
    }
    assert to_polars([]).shape == (0, 0)
    assert to_pandas([]).shape == (0, 0)


def test_a_result_knows_its_columns() -> None:
    call = call_of("Contact", "get", {"select": ["birth_date", "row_count"]})
    empty: Result[Any] = Result(call=call, fields=FIELDS)
    assert dict(empty.to_polars().schema) == {"id": pl.Int64, "birth_date": pl.Date}
    assert list(empty.to_pandas()) == ["id", "birth_date"]
    assert result(fields=FIELDS).to_polars().to_dicts() == TYPED
    assert result().to_polars().to_dicts() == ROWS
    assert result(fields=FIELDS).to_polars(decimals=True)["total"].to_list() == [Decimal("12.50"), None]
    assert str(result(fields=FIELDS).to_pandas(decimals=True)["total"].dtype) == "object"


def test_the_rows_are_left_as_they_are() -> None:
    rows = [dict(row) for row in ROWS]
    to_pandas(rows, FIELDS)
    to_polars(rows, FIELDS)
    assert rows == ROWS


def test_what_is_no_table() -> None:
    for frame in (to_pandas, to_polars):
        with pytest.raises(UsageError, match="rows that are dicts, not of a str"):
            frame(["a"])  # type: ignore[list-item]
    with pytest.raises(UsageError, match="frames are of pandas or polars, not of 'excel'"):
        maker("excel")


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_library_that_is_missing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=f'^{name} is missing: pip install "civiapi\\[frames\\]"$'):
        getattr(result(), f"to_{name}")()


def test_a_library_that_is_broken(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_library.py").write_text("import no_such_dependency")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency"):
        library("broken_library")


TEXT = st.text(st.characters(codec="utf-8"), max_size=3)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    TEXT,
    st.sampled_from(["1", "0", "2024-01-02"]),
)
VALUES = st.one_of(SCALARS, st.lists(SCALARS, max_size=2), st.dictionaries(TEXT, SCALARS, max_size=1))
TYPES = st.sampled_from([None, "Boolean", "Date", "Integer", "Money", "String", "Timestamp"])


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), VALUES)),
    st.dictionaries(st.sampled_from("abc"), TYPES),
    st.booleans(),
)
def test_anything_becomes_a_frame(
    rows: list[dict[str, Any]], types: dict[str, str | None], decimals: bool
) -> None:
    """Whatever the rows and whatever fields say of them: no error, and as many rows and columns."""
    fields = {name: Described(one) for name, one in types.items()}
    names = {name for row in rows for name in row}
    for frame in (to_pandas(rows, fields, decimals=decimals), to_polars(rows, fields, decimals=decimals)):
        assert frame.shape[1] == len(names)
        assert not names or frame.shape[0] == len(rows)
    inferred = to_pandas(rows)
    for name in names:
        assert [None if _missing(one) else one for one in inferred[name]] == [row.get(name) for row in rows]
