"""Counts and index, which a pipe does not give: asked for and arranged here."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import (
    ApiCall,
    InvalidCall,
)
from civiapi.dialogue import Dialogue

from .support import NAMES, ROWS, call_of, results_of, written


def asked(call: ApiCall) -> list[Any]:
    return [request["params"] for request in written(Dialogue([call]))[1:]]


def test_row_count_alone_is_one_request() -> None:
    where = [["contact_type", "=", "Individual"]]
    call = call_of(
        "Contact", "get", {"select": ["row_count"], "where": where, "limit": 5, "orderBy": {"id": "ASC"}}
    )
    assert asked(call) == [["Contact", "get", {"select": ["COUNT(*) AS n"], "where": where}]]
    (got,) = results_of([call], [[{"n": 15}]])
    assert (got, got.matched) == ([], 15)


def test_row_count_and_rows_are_two() -> None:
    join = [["Email AS mail", "INNER"]]
    call = call_of(
        "Contact",
        "get",
        {"select": ["row_count", "id"], "join": join, "limit": 2, "chain": {"a": ["Tag", "get"]}},
    )
    count, rows = asked(call)
    assert count == ["Contact", "get", {"select": ["COUNT(*) AS n"], "join": join}]
    assert rows == ["Contact", "get", dict(call.params)]
    (got,) = results_of([call], [[{"n": 15}], [{"id": 1}, {"id": 2}]])
    assert (got, got.matched) == ([{"id": 1}, {"id": 2}], 15)


@pytest.mark.parametrize(
    ("entity", "action", "more"),
    [
        ("Contact", "get", {"groupBy": ["contact_type"]}),
        ("Contact", "get", {"having": [["n", ">", 1]]}),
        ("Entity", "get", {}),
        ("Contact", "getFields", {}),
    ],
)
def test_rows_are_counted_where_sql_cannot(entity: str, action: str, more: dict[str, Any]) -> None:
    call = call_of(entity, action, {"select": ["name", "row_count"], "limit": 1, **more})
    count, _ = asked(call)
    assert count == [entity, action, {"select": ["name"], **more}]
    (got,) = results_of([call], [[{"name": "a"}, {"name": "b"}, {"name": "c"}], [{"name": "a"}]])
    assert (got, got.matched) == ([{"name": "a"}], 3)


@pytest.mark.parametrize("answer", [[], 5, [5], None, {"n": 5}])
def test_count_that_is_none_is_unknown(answer: Any) -> None:
    call = call_of("Contact", "get", {"select": ["row_count"]})
    (got,) = results_of([call], [answer])
    assert (got, got.matched) == ([], None)


def test_error_of_the_count_is_the_error_of_the_call() -> None:
    call = call_of("Contact", "get", {"select": ["row_count", "id"]})
    failed = {"is_error": 1, "error_code": 0, "error_message": "Invalid field 'bogus'"}
    (got,) = results_of([call], [failed, failed])
    assert isinstance(got, InvalidCall)
    assert got.fields == ["bogus"]


@pytest.mark.parametrize(
    ("index", "wanted"),
    [
        (0, ROWS[0]),
        (-1, ROWS[1]),
        (5, None),
        ("id", {"7": ROWS[0], "8": ROWS[1]}),
        (["display_name"], ["Alpha Example", "Bravo Example"]),
        ({"id": "display_name"}, {"7": "Alpha Example", "8": "Bravo Example"}),
    ],
)
def test_index_is_applied_here(index: Any, wanted: Any) -> None:
    call = call_of("Contact", "get", NAMES.params, index)
    assert asked(call) == [["Contact", "get", dict(NAMES.params)]]
    assert results_of([call], [ROWS]) == [wanted]


def test_index_by_a_field_that_is_not_selected() -> None:
    call = call_of("Contact", "get", {"select": ["display_name"]}, "external_identifier")
    assert asked(call)[0][2] == {"select": ["display_name", "external_identifier"]}
    rows = [
        {"id": 7, "display_name": "A", "external_identifier": "x"},
        {"id": 8, "external_identifier": None},
    ]
    assert results_of([call], [rows]) == [{"x": {"id": 7, "display_name": "A"}}]
    setting = call_of("Setting", "get", {"select": ["lcMessages"]}, "name")
    assert asked(setting)[0][2] == {"select": ["lcMessages"]}


def test_index_by_a_field_that_no_row_has() -> None:
    (got,) = results_of([call_of("Contact", "get", {}, "bogus")], [ROWS])
    assert isinstance(got, InvalidCall)
    assert got.message == "Key bogus not found in api results"
