"""APIv3: what it would drop is refused, the rest is put where it reads it; and its answers."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import Answer, ApiCall, ApiError, NotFound, Result, UsageError, v3
from civiapi.params import OPERATORS

from .support import call_of, recorded

FILTERED = ["get", "getcount", "getsingle", "getvalue", "delete"]
READS = FILTERED[:-1]
#: Fields of stock entities that look like something else.
LOOKALIKES: list[str] = recorded("schema.json")["v3_fields"]


@pytest.mark.parametrize(
    ("params", "shaped"),
    [
        ({}, {}),
        ({"sequential": 0}, {"sequential": 0}),
        ({"id": 5}, {"id": 5}),
        ({"a": ""}, {"a": ""}),
        ({"a": False}, {"a": False}),
        ({"a": dt.date(2026, 1, 1)}, {"a": "2026-01-01"}),
        ({"a": [1, 2]}, {"a": {"IN": [1, 2]}}),
        ({"a": (1,)}, {"a": {"IN": [1]}}),
        ({"a": {5}}, {"a": {"IN": [5]}}),
        ({"a": {"like": "x%"}}, {"a": {"LIKE": "x%"}}),
        ({"a": {"IS NULL": True}}, {"a": {"IS NULL": 1}}),
        ({"a": {"is not null": 1}}, {"a": {"IS NOT NULL": 1}}),
        ({"a": {"between": (1, 2)}}, {"a": {"BETWEEN": [1, 2]}}),
        ({"a": {"NOT IN": {3}}}, {"a": {"NOT IN": [3]}}),
        ({"limit": 5, "offset": 10, "sort": "id"}, {"options": {"limit": 5, "offset": 10, "sort": "id"}}),
        ({"limit": 5, "options": {"or": [["a", "b"]]}}, {"options": {"limit": 5, "or": [["a", "b"]]}}),
        ({"options": {"or": [["a", "b"]]}, "limit": 5}, {"options": {"limit": 5, "or": [["a", "b"]]}}),
        ({"select": ["id", "a"]}, {"return": ["id", "a"]}),
        ({"return": "id,a"}, {"return": "id,a"}),
        ({"return.a": 1, "option.limit": 3}, {"return.a": 1, "option.limit": 3}),
        ({"option_limit": 3, "rowCount": 3}, {"option_limit": 3, "rowCount": 3}),
        (
            {"filter.a_low": "x", "filters": {"is_current": 1}},
            {"filter.a_low": "x", "filters": {"is_current": 1}},
        ),
        ({"api.Email.get": {"a": [1]}}, {"api.Email.get": {"a": [1]}}),
        ({"api_Email_get": [{"a": None}, {}]}, {"api_Email_get": [{"a": None}, {}]}),
        ({"api.Email.get": 1}, {"api.Email.get": 1}),
        ({"check_permissions": 1, "debug": 1}, {"check_permissions": 1, "debug": 1}),
        ({"contact_id.display_name": ["A"]}, {"contact_id.display_name": {"IN": ["A"]}}),
    ],
)
@pytest.mark.parametrize("action", [*READS, "GetCount"])
def test_shape(action: str, params: dict[str, Any], shaped: dict[str, Any]) -> None:
    before = copy.deepcopy(params)
    assert v3.shape("Contact", action, params) == {"sequential": 1, **shaped}
    assert params == before


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"a": None}, "IS NULL"),
        ({"a": []}, "empty list"),
        ({"a": set()}, "empty list"),
        ({"a": {}}, "exactly one operator"),
        ({"a": {">": 1, "<": 5}}, "exactly one operator"),
        ({"a": {"~": 1}}, "no operator"),
        ({"a": {"CONTAINS": "x"}}, "APIv3 has no operator CONTAINS"),
        ({"a": {"IS EMPTY": True}}, "APIv3 has no operator"),
        ({"a": {"REGEXP": "x"}}, "APIv3 has no operator"),
        ({"a": {"IS NULL": 0}}, "IS NULL"),
        ({"a": {"IS NULL": False}}, "IS NULL"),
        ({"a": {"=": None}}, "None"),
        ({"a": {"IN": []}}, "no empty list"),
        ({"a": {"NOT IN": ()}}, "no empty list"),
        ({"a": {"IN": 5}}, "takes a list"),
        ({"a": {"BETWEEN": [1]}}, "two values"),
        ({"a": {"=": [1]}}, "one value"),
        ({"limit": 5, "options": {"limit": 6}}, "limit: given twice"),
        ({"options": {"sort": "id"}, "sort": "id"}, "sort: given twice"),
        ({"options": [1]}, "options is a dict"),
        ({"limit": 1, "options": 5}, "options is a dict"),
        ({"options.limit": 5}, r"options\.limit has no effect"),
        ({"limit": "all"}, "limit is a number"),
        ({"limit": None}, "limit is a number"),
        ({"limit": -1}, "limit is a number"),
        ({"limit": True}, "limit is a number"),
        ({"offset": 1.5}, "offset is a number"),
        ({"options": {"limit": "x"}}, "limit is a number"),
        ({"select": ["id"], "return": "id"}, "the same"),
        ({"api.Email.get": None}, "None"),
    ],
)
@pytest.mark.parametrize("action", READS)
def test_what_v3_would_drop_is_refused(action: str, params: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        v3.shape("Contact", action, params)


@pytest.mark.parametrize("field", LOOKALIKES)
def test_fields_that_look_like_options_are_conditions(field: str) -> None:
    if "." in field:  # "option.autoweight" is an option
        assert v3.shape("OptionValue", "get", {field: 0}) == {"sequential": 1, field: 0}
        return
    assert v3.shape("OptionValue", "get", {field: "x"}) == {"sequential": 1, field: "x"}
    with pytest.raises(UsageError):
        v3.shape("OptionValue", "get", {field: None})
    if not field.startswith("api_"):  # CiviCRM itself takes these for chained calls
        assert v3.shape("OptionValue", "get", {field: [1]})[field] == {"IN": [1]}


@pytest.mark.parametrize("value", [{"IN": [1]}, {">": 0}, [1, 2], {}, {"=": 1}])
def test_delete_takes_one_id(value: Any) -> None:
    assert v3.shape("Contact", "delete", {"id": 5}) == {"sequential": 1, "id": 5}
    with pytest.raises(UsageError):
        v3.shape("Contact", "delete", {"id": value})


@pytest.mark.parametrize("action", ["create", "setvalue", "getlist", "replace", "merge", "getfields"])
def test_other_actions_are_passed_on(action: str) -> None:
    params = {
        "a": None,
        "b": [1],
        "c": {"x": 1, "y": 2},
        "limit": 5,
        "d": dt.date(2026, 1, 1),
        "options": {"m": 1},
    }
    assert v3.shape("Contact", action, params) == {**params, "sequential": 1, "d": "2026-01-01"}
    assert v3.shape("Contact", action, {"sequential": 0}) == {"sequential": 0}


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=4)
OPERANDS = SCALARS | st.lists(SCALARS, max_size=3)
FIELDS = st.sampled_from(
    [
        *(one for one in LOOKALIKES if "." not in one),
        "id",
        "a",
        "contact_id.name",
        "custom_1",
        "returned",
        "formats",
        "apis",
    ]
)


@given(
    st.sampled_from(FILTERED),
    st.dictionaries(
        FIELDS, OPERANDS | st.dictionaries(st.sampled_from(sorted(OPERATORS)), OPERANDS, max_size=2)
    ),
)
def test_never_widens(action: str, params: dict[str, Any]) -> None:
    """Every condition is sent, in a form that APIv3 reads."""
    before = copy.deepcopy(params)
    try:
        shaped = v3.shape("Contact", action, params)
    except UsageError:
        shaped = {}
    assert params == before
    for field in params if shaped else ():
        sent = shaped[field]
        assert sent is not None
        if not field.startswith("api_") and "." not in field:
            assert not isinstance(sent, list)
        if isinstance(sent, dict) and not field.startswith("api_"):
            ((name, operand),) = sent.items()
            assert name in OPERATORS
            assert operand not in (None, [])


# --- reading ---


def _read(payload: Any, action: str = "get", **params: Any) -> Any:
    return v3.read(
        Answer(call_of("Contact", action, {"sequential": 1, **params}, version=3), payload, warnings=["w"])
    )


@pytest.mark.parametrize(
    ("payload", "action", "got"),
    [
        ({"is_error": 0, "values": [{"id": "5"}]}, "get", [{"id": "5"}]),
        ({"is_error": 0, "values": []}, "get", []),
        ({"is_error": 0, "values": None, "count": 0}, "getoptions", []),
        ({"is_error": 0, "values": {"5": {"id": "5"}}}, "get", {"5": {"id": "5"}}),
        ([{"id": "5"}], "get", [{"id": "5"}]),
        ({"is_error": 0, "result": 35}, "getcount", 35),
        ({"is_error": 0, "result": "35"}, "getcount", 35),
        (35, "getcount", 35),
        ("35", "getcount", 35),
        ("Stan", "getvalue", "Stan"),
        ("", "getvalue", ""),
        ("7", "getvalue", "7"),
        ({"is_error": 0, "result": "7"}, "getvalue", "7"),
        ({"id": "5", "is_error": 0}, "getsingle", {"id": "5"}),
        ({"id": "5"}, "getsingle", {"id": "5"}),
        ({"is_error": 0, "count": 1, "values": 1}, "delete", 1),
        ({"is_error": 0, "count": 1, "values": 1}, "Delete", 1),
        ({"is_error": 0, "values": True}, "delete", 0),
        (None, "getvalue", None),
        ("not a number", "getcount", "not a number"),
    ],
)
def test_read(payload: Any, action: str, got: Any) -> None:
    read = _read(payload, action)
    assert read == got
    assert type(read) is (Result if isinstance(got, list) else type(got))
    if isinstance(read, Result):
        assert (read.matched, read.warnings) == (None, ["w"])


def test_rows_by_id_are_a_dict_even_when_there_are_none() -> None:
    assert _read({"is_error": 0, "values": []}, sequential=0) == {}
    assert type(_read({"is_error": 0, "values": []}, sequential=0)) is dict


@pytest.mark.parametrize(
    "payload", [{"is_error": 1}, {"is_error": "1", "values": []}, {"error_message": "x"}]
)
def test_read_errors(payload: Any) -> None:
    with pytest.raises(ApiError):
        _read(payload)


def test_read_not_found() -> None:
    with pytest.raises(NotFound):
        _read({"is_error": 1, "error_message": "Expected one Contact but found 0"}, "getsingle")


def test_read_raises_the_answers_own_error() -> None:
    error = ApiError("x")
    with pytest.raises(ApiError) as caught:
        v3.read(Answer(call_of("Contact", "get", version=3), error=error))
    assert caught.value is error


@pytest.mark.parametrize(
    ("params", "rows", "is_cut"),
    [
        ({}, 25, True),
        ({"contact_type": "Individual"}, 25, True),
        ({}, 24, False),
        ({}, 26, False),
        ({"limit": 25}, 25, False),
        ({"options": {"limit": 0}}, 25, False),
        ({"options": {"sort": "id"}}, 25, True),
        ({"option.limit": 25}, 25, False),
        ({"rowCount": 25}, 25, False),
    ],
)
def test_a_result_that_may_be_cut_says_so(params: dict[str, Any], rows: int, is_cut: bool) -> None:
    call = ApiCall("Contact", "get", v3.shape("Contact", "get", params), 3)
    payload = {"is_error": 0, "values": [{"id": str(number)} for number in range(rows)]}
    found = v3.read(Answer(call, payload, warnings=["a notice"]))
    assert found.warnings == ["a notice", *([v3.CUT] if is_cut else [])]
    assert v3.read(Answer(ApiCall("Contact", "create", {"sequential": 1}, 3), payload)).warnings == []
