"""Operators, conditions and values: what a user may write, and what CiviCRM is sent."""

from __future__ import annotations

import datetime as dt
import enum
import json
import uuid
from collections import OrderedDict
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import UsageError
from civiapi.params import EMPTY, LISTED, OPERATORS, conditions, encode, leaves, operator


class Colour(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


class Named(str, enum.Enum):
    FIRST = "first_name"


class Shouting(str):
    def __str__(self) -> str:
        return "loud"


CEST = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        (None, None),
        (True, True),
        (False, False),
        (0, 0),
        (-5, -5),
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        (-(2**63) - 1, "-9223372036854775809"),
        (1.5, 1.5),
        ("", ""),
        ("null", "null"),
        ('O\'Neil "x" <&> $(id) `ls` \\ \x00\n\u2028🎉', 'O\'Neil "x" <&> $(id) `ls` \\ \x00\n\u2028🎉'),
        (dt.date(2026, 1, 31), "2026-01-31"),
        (dt.datetime(2026, 1, 31, 8, 5, 9, 999), "2026-01-31 08:05:09"),
        (dt.datetime(2026, 1, 31, 8, 5, tzinfo=CEST), "2026-01-31 08:05:00+02:00"),
        (dt.datetime(2026, 1, 31, 8, 5, tzinfo=dt.timezone.utc), "2026-01-31 08:05:00+00:00"),
        (Decimal("10.50"), "10.50"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (uuid.UUID(int=5), "00000000-0000-0000-0000-000000000005"),
        (Colour.RED, "red"),
        (Level.HIGH, 3),
        (Named.FIRST, "first_name"),
        ((1, "a", None), [1, "a", None]),
        ({5}, [5]),
        (frozenset({5}), [5]),
        ([dt.date(2026, 1, 31), [Decimal(1)]], ["2026-01-31", ["1"]]),
        ({"a": {Colour.RED: Colour.RED}}, {"a": {"red": "red"}}),
        ({Named.FIRST: 1, 5: 2}, {"first_name": 1, "5": 2}),
        (MappingProxyType(OrderedDict(a=(1,))), {"a": [1]}),
    ],
)
def test_encode(value: Any, sent: Any) -> None:
    got = encode(value, "field")
    assert got == sent
    assert type(got) is type(sent)
    assert json.loads(json.dumps(got)) == sent


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (b"bytes", "field: "),
        (object(), "field: "),
        (1j, "field: "),
        (dt.time(8), "field: "),
        (dt.timedelta(1), "field: "),
        (range(3), "field: "),
        ((x for x in [1]), "field: "),
        ([1, b"x"], r"field\.1: "),
        ({"a": {"b": b"x"}}, r"field\.a\.b: "),
        ({None: 1}, "field: .*NoneType"),
        ({True: 1}, "field: .*bool"),
        ({1.5: 1}, "field: .*float"),
        ({(1,): 1}, "field: .*tuple"),
    ],
)
def test_what_json_cannot_say_is_a_type_error_that_names_the_key(value: Any, named: str) -> None:
    with pytest.raises(TypeError, match=named):
        encode(value, "field")


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), -float("inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity")],
)
def test_no_number_is_refused(value: Any) -> None:
    with pytest.raises(UsageError, match=r"field\.0"):
        encode([value], "field")


@pytest.mark.parametrize("value", ["\ud83c", ["a", "x\udf89y"], {"\ud83c": 1}])
def test_half_a_surrogate_pair_is_refused(value: Any) -> None:
    with pytest.raises(UsageError, match="surrogate"):
        encode(value, "field")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.dates()
    | st.datetimes()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.uuids(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_encoded_is_plain_json_and_encodes_to_itself(value: Any) -> None:
    before = repr(value)
    got = encode(value, "field")
    assert json.loads(json.dumps(got)) == got
    assert encode(got, "field") == got
    assert repr(value) == before


@pytest.mark.parametrize(
    ("value", "clauses"),
    [
        (5, [["f", "=", 5]]),
        ("", [["f", "=", ""]]),
        (False, [["f", "=", False]]),
        (None, [["f", "IS NULL"]]),
        ([1, 2], [["f", "IN", [1, 2]]]),
        ((1,), [["f", "IN", [1]]]),
        ({1}, [["f", "IN", [1]]]),
        ([], [["f", "IN", []]]),
        (dt.date(2026, 1, 1), [["f", "=", "2026-01-01"]]),
        ({">=": 5}, [["f", ">=", 5]]),
        ({">=": 5, "<": 9}, [["f", ">=", 5], ["f", "<", 9]]),
        ({"like": "a%"}, [["f", "LIKE", "a%"]]),
        ({" not   in ": (1, 2)}, [["f", "NOT IN", [1, 2]]]),
        ({"IS EMPTY": True}, [["f", "IS EMPTY"]]),
        ({"is not null": 1}, [["f", "IS NOT NULL"]]),
        ({"between": [dt.date(2026, 1, 1), "now"]}, [["f", "BETWEEN", ["2026-01-01", "now"]]]),
        ({"CONTAINS": ["a", "b"]}, [["f", "CONTAINS", ["a", "b"]]]),
        ({"CONTAINS": "a"}, [["f", "CONTAINS", "a"]]),
        ({"CONTAINS ONE OF": ["a"]}, [["f", "CONTAINS ONE OF", ["a"]]]),
        ({"not regexp binary": "^a"}, [["f", "NOT REGEXP BINARY", "^a"]]),
        ({"!=": Colour.RED}, [["f", "!=", "red"]]),
    ],
)
def test_conditions(value: Any, clauses: list[Any]) -> None:
    assert conditions("f", value) == clauses


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"=": None},
        {"!=": None},
        {"IN": None},
        {"LIKE": {"a": 1}},
        {"IS EMPTY": False},
        {"IS NULL": 0},
        {"IS NULL": None},
        {"IN": 5},
        {"NOT IN": "1,2"},
        {"BETWEEN": 5},
        {"BETWEEN": [1]},
        {"NOT BETWEEN": [1, 2, 3]},
        {"=": [1, 2]},
        {"LIKE": ["a"]},
        {">": ()},
        {"CONTAINS ONE OF": "a"},
        {"~": 1},
        {"": 1},
        {"in_": [1]},
        {5: 1},
        {None: 1},
        {">=": 5, "nope": 1},
    ],
)
def test_what_says_no_condition_is_refused(value: Any) -> None:
    with pytest.raises(UsageError, match="f: "):
        conditions("f", value)


def test_the_operators_are_those_of_civicrm() -> None:
    """As `CoreUtil::getOperators()` of 6.15 lists them."""
    documented = """=,<=,>=,>,<,LIKE,<>,!=,NOT LIKE,IN,NOT IN,BETWEEN,NOT BETWEEN,IS NOT NULL,IS NULL,CONTAINS,
        NOT CONTAINS,CONTAINS ONE OF,NOT CONTAINS ONE OF,IS EMPTY,IS NOT EMPTY,REGEXP,NOT REGEXP,REGEXP BINARY,
        NOT REGEXP BINARY"""
    assert {" ".join(name.split()) for name in documented.split(",")} == OPERATORS
    assert EMPTY | LISTED <= OPERATORS


@given(st.sampled_from(sorted(OPERATORS)), st.randoms())
def test_operators_in_any_case(name: str, random: Any) -> None:
    assert operator("f", "".join(random.choice([letter.lower(), letter]) for letter in name)) == name


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ([], 0),
        ((), 0),
        ([["AND", []]], 0),
        ([["OR", [["AND", []], ["NOT", []]]]], 0),
        ([["OR"]], 0),
        ([["NOT", ["id", "=", 1]]], 1),
        ([["NOT", [["id", "=", 1], ["id", "=", 2]]]], 2),
        ([["id", "=", 1]], 1),
        ((("id", "=", 1),), 1),
        ([["OR", [["a", "=", 1], ["AND", [["b", "=", 1], ["c", "IS NULL"]]]]], ["d", "=", 1]], 4),
    ],
)
def test_leaves(where: Any, count: int) -> None:
    assert leaves(where) == count


@pytest.mark.parametrize(
    "where",
    [
        None,
        {},
        {"id": 1},
        "id = 1",
        5,
        ["id", "=", 1],
        [[]],
        [[1, "=", 1]],
        [["OR", {"a": 1}]],
        [["OR", "a"]],
    ],
)
def test_what_is_no_where_is_refused(where: Any) -> None:
    with pytest.raises(UsageError):
        leaves(where)
