"""The index of an APIv4 call, as a site applies it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import UsageError
from civiapi.index import MissingKey, applied, arrange, arranged, hidden_fields, normal

from .support import call_of

ROWS = [{"id": 7, "name": "a", "is_a": True}, {"id": 8, "name": "b", "is_a": False}]


@pytest.mark.parametrize(
    ("index", "canonical"),
    [
        (None, None),
        (0, 0),
        (-1, -1),
        ("5", 5),
        ("-1", -1),
        ("id", "id"),
        ("a.b:label", "a.b:label"),
        (["name"], ["name"]),
        (("name",), ["name"]),
        ({"id": "name"}, {"id": "name"}),
    ],
)
def test_normal(index: Any, canonical: Any) -> None:
    assert normal(index) == canonical
    assert type(normal(index)) is type(canonical)


@pytest.mark.parametrize(
    "index", ["", [], ["a", "b"], [5], {}, {"a": "b", "c": "d"}, {1: "b"}, {"a": 1}, True, 1.5, {"a"}]
)
def test_what_is_no_index_is_refused(index: Any) -> None:
    with pytest.raises(UsageError, match="index is"):
        normal(index)


@pytest.mark.parametrize(
    ("index", "got"),
    [
        (None, ROWS),
        (0, ROWS[0]),
        (1, ROWS[1]),
        (-2, ROWS[0]),
        (2, None),
        (-3, None),
        ("id", {"7": ROWS[0], "8": ROWS[1]}),
        ("is_a", {"1": ROWS[0], "0": ROWS[1]}),
        (["name"], ["a", "b"]),
        ({"name": "id"}, {"a": 7, "b": 8}),
    ],
)
def test_arrange(index: Any, got: Any) -> None:
    assert arrange(ROWS, index) == got


def test_rows_without_key_are_dropped_and_values_without_are_none() -> None:
    rows = [{"k": None, "v": 1}, {"k": "x"}, {"v": 3}]
    assert arrange(rows, "k") == {"x": {"k": "x"}}
    assert arrange(rows, ["v"]) == [1, None, 3]
    assert arrange(rows, {"k": "v"}) == {"x": None}


def test_hidden_fields_are_taken_out() -> None:
    assert arrange(ROWS, "id", ["id"]) == {
        "7": {"name": "a", "is_a": True},
        "8": {"name": "b", "is_a": False},
    }


@pytest.mark.parametrize("index", ["nope", ["nope"], {"nope": "id"}])
@pytest.mark.parametrize("rows", [ROWS, ["text"], [{"nope": 1}, "text"]])
def test_missing_key(index: Any, rows: list[Any]) -> None:
    with pytest.raises(MissingKey, match="Key nope not found in api results"):
        arrange(rows, index)


@pytest.mark.parametrize(("index", "got"), [("nope", {}), (["nope"], []), ({"nope": "id"}, {}), (0, None)])
def test_of_no_rows(index: Any, got: Any) -> None:
    assert arrange([], index) == got


@pytest.mark.parametrize(
    ("index", "select", "hidden"),
    [
        (0, ["name"], []),
        ("id", ["name"], ["id"]),
        ("id", ["name", "id"], []),
        ("id", ["*"], []),
        ("contact_id", ["*_id"], []),
        ("a.b", ["*"], ["a.b"]),
        (["name"], ["id"], ["name"]),
        ({"id": "name"}, ["name"], ["id"]),
        ({"id": "name"}, ["other"], ["id", "name"]),
    ],
)
def test_hidden_fields(index: Any, select: list[str], hidden: list[str]) -> None:
    assert hidden_fields(index, select) == hidden


@pytest.mark.parametrize(
    ("values", "index", "got"),
    [
        ([], "id", {}),
        (["a", "b"], {"id": "name"}, {"0": "a", "1": "b"}),
        ({"7": 1}, "id", {"7": 1}),
        (["a"], ["name"], ["a"]),
        ({"id": 1}, 0, {"id": 1}),
        (None, 0, None),
    ],
)
def test_lists_that_php_made_of_objects(values: Any, index: Any, got: Any) -> None:
    assert arranged(values, index) == got


@pytest.mark.parametrize(
    ("payload", "index", "got"),
    [
        (ROWS, None, ROWS),
        (ROWS, 0, {"values": ROWS[0]}),
        ({"values": ROWS, "count": 2}, ["name"], {"values": ["a", "b"], "count": 2}),
        ({"values": {"7": 1}}, "id", {"values": {"7": 1}}),
        ({"is_error": 1}, 0, {"is_error": 1}),
        (5, 0, 5),
    ],
)
def test_applied_to_an_answer(payload: Any, index: Any, got: Any) -> None:
    assert applied(payload, call_of("Contact", "get", {}, index)) == got


def test_applied_hides_what_was_not_selected() -> None:
    call = call_of("Contact", "get", {"select": ["name"]}, "id")
    assert applied([{"id": 7, "name": "a"}], call) == {"values": {"7": {"name": "a"}}}
    failed = applied([{"name": "a"}], call)
    assert (failed["is_error"], failed["error_message"]) == (1, "Key id not found in api results")


@given(
    st.lists(
        st.fixed_dictionaries({"id": st.integers(), "v": st.none() | st.text()}),
        unique_by=lambda row: row["id"],
    )
)
def test_arranging_loses_nothing(rows: list[dict[str, Any]]) -> None:
    assert list(arrange(rows, "id").values()) == rows
    assert arrange(rows, ["v"]) == [row["v"] for row in rows] == list(arrange(rows, {"id": "v"}).values())
    assert [arrange(rows, number) for number in range(len(rows))] == rows
