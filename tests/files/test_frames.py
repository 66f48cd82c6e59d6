"""Records out of data frames."""

from __future__ import annotations

from datetime import date, datetime, timezone
from decimal import Decimal
from typing import Any

import pytest

from civiapi import UsageError
from civiapi.records import records


def types(record: Any) -> dict[str, type]:
    return {name: type(value) for name, value in record.items()}


def test_pandas_cells_are_plain_and_gaps_are_left_out() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame(
        {
            "employer_id": [3, None],
            "amount": [1.5, float("nan")],
            "rate": [2.0, 2.5],
            "count": pd.array([1, None], dtype="Int64"),
            "flag": pd.array([None, True], dtype="boolean"),
            "text": ["a", None],
            "kind": pd.Categorical(["x", None]),
            "seen": [datetime(2024, 1, 2, 3), pd.NaT],
            "zoned": [pd.Timestamp("2024-01-02T03:00Z"), None],
            "fine": pd.to_datetime(["2024-01-02 03:04:05.123456789", None]),
            "days": [date(2024, 1, 2), None],
            "tags": [["a", "b"], None],
            "number": [7, 8],
        }
    )
    before = frame.copy(deep=True)
    first, second = records(frame)
    assert first == {
        "employer_id": 3,
        "amount": 1.5,
        "rate": 2.0,
        "count": 1,
        "text": "a",
        "kind": "x",
        "seen": datetime(2024, 1, 2, 3),
        "zoned": datetime(2024, 1, 2, 3, tzinfo=timezone.utc),
        "fine": datetime(2024, 1, 2, 3, 4, 5, 123456),
        "days": date(2024, 1, 2),
        "tags": ["a", "b"],
        "number": 7,
    }
    assert second == {"rate": 2.5, "flag": True, "number": 8}
    assert types(first)["employer_id"] is types(first)["count"] is types(first)["number"] is int
    assert types(first)["rate"] is types(second)["rate"] is float
    assert {one.__module__ for one in types(first).values()} <= {"builtins", "datetime"}
    pd.testing.assert_frame_equal(frame, before)


def test_whole_numbers_that_no_integer_should_be() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame({"huge": [1e300, 1.0], "endless": [float("inf"), 1.0], "none": [float("nan")] * 2})
    first, second = records(frame)
    assert types(first) == {"huge": float, "endless": float}
    assert types(second) == {"huge": float, "endless": float}


def test_numpys_own_types_in_a_column_of_objects() -> None:
    pd = pytest.importorskip("pandas")
    np = pytest.importorskip("numpy")
    cells = [
        np.int64(3),
        np.float64("nan"),
        np.bool_(True),
        np.datetime64("2024-01-02", "ns"),
        np.array([1, 2]),
        pd.NA,
    ]
    frame = pd.DataFrame({"a": pd.Series(cells, dtype=object)})
    found = [record.get("a") for record in records(frame)]
    assert found == [3, None, True, datetime(2024, 1, 2), [1, 2], None]
    assert type(found[0]) is int
    assert found[2] is True


def test_a_frame_whose_columns_have_one_name() -> None:
    pd = pytest.importorskip("pandas")
    with pytest.raises(UsageError, match="several columns named a"):
        list(records(pd.DataFrame([[1, 2]], columns=["a", "a"])))


def test_polars() -> None:
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(
        {
            "id": [3, None],
            "rate": [1.5, float("nan")],
            "money": [Decimal("1.50"), None],
            "seen": [datetime(2024, 1, 2, 3), None],
            "tags": [["a"], None],
            "number": [7, 8],
        }
    )
    before = frame.clone()
    first, second = records(frame)
    assert first == {
        "id": 3,
        "rate": 1.5,
        "money": Decimal("1.50"),
        "seen": datetime(2024, 1, 2, 3),
        "tags": ["a"],
        "number": 7,
    }
    assert second == {"number": 8}
    assert frame.equals(before)


@pytest.mark.parametrize("source", [{"a": 1}, "a", b"a", 7, None])
def test_what_are_no_records(source: Any) -> None:
    with pytest.raises(UsageError, match="iterable"):
        list(records(source))
    with pytest.raises(UsageError, match="record 1 is a int, not a dict"):
        list(records([{}, 1]))
