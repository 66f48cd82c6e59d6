"""A law: for any rows and any tree of conditions SQL finds what plain Python finds."""

from __future__ import annotations

import itertools
import operator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civiapi.sandbox import Site

from .engine import Caller, token

NICKS = (None, "red", "Red", "blue green", "0", "zo\u00eb", "Zoe", "50%")
GENDERS = (None, 1, 2, 3)
BIRTHS = (None, "1970-01-01", "1980-06-15", "2000-02-29")
TEXT_OPERATORS = ("=", "!=", "<>", "LIKE", "NOT LIKE", "CONTAINS", "NOT CONTAINS")
NUMBER_OPERATORS = ("=", "!=", "<", ">", "<=", ">=")
COMPARISONS = {
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}
ACCENTS = str.maketrans({"\u00eb": "e"})


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A caller, and contacts with every combination of nick name, gender and birth date: id => values."""
    with Site.open(tmp_path_factory.mktemp("law") / "site.sqlite", sample=False) as site:
        api, name = Caller(site), token()
        keys = ("nick_name", "gender_id", "birth_date")
        rows = [dict(zip(keys, values, strict=True)) for values in itertools.product(NICKS, GENDERS, BIRTHS)]
        defaults = {"contact_type": "Individual", "last_name": name}
        saved = api("Contact", "save", {"records": rows, "defaults": defaults})
        yield api, name, {row["id"]: values for row, values in zip(saved, rows, strict=True)}


texts = st.sampled_from(["red", "RED", "blue", "zoe", "0", "50%", "", "e"])
leaves = st.one_of(
    st.tuples(st.just("nick_name"), st.sampled_from(TEXT_OPERATORS), texts),
    st.tuples(st.just("nick_name"), st.sampled_from(["IN", "NOT IN"]), st.lists(texts, max_size=3)),
    st.tuples(st.just("gender_id"), st.sampled_from(NUMBER_OPERATORS), st.sampled_from([0, 1, 2, "2", "3"])),
    st.tuples(
        st.just("gender_id"), st.sampled_from(["IN", "NOT IN"]), st.lists(st.integers(1, 4), max_size=3)
    ),
    st.tuples(st.just("birth_date"), st.sampled_from(NUMBER_OPERATORS), st.sampled_from(BIRTHS[1:])),
    st.tuples(
        st.just("birth_date"),
        st.sampled_from(["BETWEEN", "NOT BETWEEN"]),
        st.tuples(st.sampled_from(BIRTHS[1:]), st.sampled_from(BIRTHS[1:])).map(list),
    ),
    st.tuples(
        st.sampled_from(["nick_name", "gender_id", "birth_date"]),
        st.sampled_from(["IS NULL", "IS NOT NULL", "IS EMPTY", "IS NOT EMPTY"]),
    ),
).map(list)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=1, max_size=3)).map(list),
        st.tuples(st.just("NOT"), st.lists(inner, min_size=1, max_size=2)).map(list),
    ),
    max_leaves=6,
)


def fold(text):
    return text.lower().translate(ACCENTS).rstrip(" ")


def like(value, pattern):
    """LIKE, for patterns whose only wildcards are `%`."""
    parts = fold(pattern).split("%")
    text = fold(value)
    if len(parts) == 1:
        return text == parts[0]
    if not text.startswith(parts[0]):
        return False
    place = len(parts[0])
    for part in parts[1:-1]:
        place = text.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return len(text) - place >= len(parts[-1]) and text.endswith(parts[-1])


def negated(truth):
    return None if truth is None else not truth


def leaf_truth(row, name, how, wanted=None):
    """True, False or (unknown, as in SQL) None."""
    value = row[name]
    if how in ("IS NULL", "IS NOT NULL"):
        return (value is None) == (how == "IS NULL")
    if how in ("IS EMPTY", "IS NOT EMPTY"):
        empty = value is None or (value in ("", 0) and name != "birth_date")
        return empty == (how == "IS EMPTY")
    if how == "NOT CONTAINS":
        return value is None or not like(value, f"%{wanted}%")
    if value is None:
        return None
    if how.startswith("NOT "):
        return negated(leaf_truth(row, name, how[4:], wanted))
    return compared(name, how, value, wanted)


def compared(name, how, value, wanted):
    """A condition on a value that is not NULL."""
    if how in ("LIKE", "CONTAINS"):
        return like(value, f"%{wanted}%" if how == "CONTAINS" else wanted)
    if how == "BETWEEN":
        return wanted[0] <= value <= wanted[1]
    as_left = {"gender_id": int, "nick_name": fold}.get(name, str)
    left = as_left(value)
    if how == "IN":
        return left in [as_left(item) for item in wanted or ["0" if name == "gender_id" else ""]]
    return COMPARISONS[how](left, as_left(wanted))


def truth(row, tree):
    """SQL's logic with three values."""
    head = tree[0]
    if head == "NOT":
        return negated(truth(row, ["AND", tree[1]]))
    if head in ("AND", "OR"):
        decisive = head == "OR"
        found = [truth(row, inner) for inner in tree[1]]
        if decisive in found:
            return decisive
        return None if None in found else not decisive
    return leaf_truth(row, *tree)


@settings(
    max_examples=250,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(tree=trees)
def test_sql_finds_what_python_finds(world, tree):
    api, name, rows = world
    params = {"select": ["id"], "where": [["last_name", "=", name], tree], "orderBy": {"id": "ASC"}}
    found = [row["id"] for row in api("Contact", "get", params)]
    assert found == [record for record, row in rows.items() if truth(row, tree) is True]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(tree=trees, size=st.integers(1, 60))
def test_pages_joined_are_the_whole(world, tree, size):
    api, name, _ = world
    params = {
        "select": ["id"],
        "where": [["last_name", "=", name], tree],
        "orderBy": {"nick_name": "ASC", "id": "ASC"},
    }
    whole = api("Contact", "get", params)
    pages = [
        api("Contact", "get", {**params, "limit": size, "offset": start}) for start in range(0, 140, size)
    ]
    assert [row for page in pages for row in page] == whole
    assert api.answer("Contact", "get", {**params, "select": ["row_count"]})["countMatched"] == len(whole)
