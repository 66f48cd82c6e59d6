"""Result: a list in every respect, that knows a little more."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from civiapi import ApiCallError, NotSingle, Result

from .support import call_of

CALL = call_of("Contact", "get")
ROWS = [{"id": 1, "name": "a"}, {"id": 2, "name": None}]


def result(rows: list[dict[str, object]] | None = None, version: int = 4) -> Result[dict[str, object]]:
    return Result(ROWS if rows is None else rows, call=call_of("Contact", "get", version=version), matched=15)


def test_is_a_list() -> None:
    got = result()
    assert got == ROWS
    assert got == ROWS
    assert isinstance(got, list)
    assert repr(got) == repr(ROWS)
    assert json.dumps(got) == json.dumps(ROWS)
    assert list(reversed(got)) == ROWS[::-1]
    assert got[1:] == ROWS[1:]
    assert not Result()
    assert Result() == []


def test_does_not_share_the_rows_list() -> None:
    rows = [{"id": 1}]
    got = Result(rows)
    rows.append({"id": 2})
    assert got == [{"id": 1}]


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_copies_know_the_same(copied: object) -> None:
    got = Result(ROWS, call=CALL, matched=15, warnings=["w"])
    other = copied(got)  # type: ignore[operator]
    assert type(other) is Result
    assert (other, other.call, other.matched, other.warnings) == (ROWS, CALL, 15, ["w"])


def test_first() -> None:
    assert result().first() == ROWS[0]
    assert result([]).first() is None


def test_one() -> None:
    assert result(ROWS[:1]).one() == ROWS[0]


@pytest.mark.parametrize("count", [0, 2])
def test_not_one(count: int) -> None:
    got = result(ROWS[:count])
    with pytest.raises(NotSingle, match=f"Contact.get: expected one row but found {count}") as caught:
        got.one()
    assert (caught.value.count, caught.value.call, caught.value.handled) == (count, got.call, True)
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, ApiCallError)


def test_column() -> None:
    assert result().column("id") == [1, 2]
    assert result().column("name") == ["a", None]
    assert result([]).column("nope") == []


def test_column_that_only_some_rows_have() -> None:
    assert result([{"id": 1}, {"id": 2, "name": "b"}]).column("name") == [None, "b"]


def test_column_that_no_row_has() -> None:
    with pytest.raises(KeyError, match="no field 'nope' in the rows; there are: id, name"):
        result().column("nope")
    assert result(version=3).column("nope") == [None, None]  # APIv3 leaves out what is empty
    assert Result(ROWS).column("nope") == [None, None]
