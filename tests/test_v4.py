"""APIv4: where flat fields go, and what is refused before it is sent."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import Answer, ApiError, InvalidCall, Result, UsageError, v4
from civiapi.params import OPERATORS, leaves

from .support import call_of

ID_5 = [["id", "=", 5]]


@pytest.mark.parametrize(
    ("action", "params", "shaped"),
    [
        ("get", {}, {}),
        ("get", {"limit": 10}, {"limit": 10}),
        ("get", {"first_name": "A"}, {"where": [["first_name", "=", "A"]]}),
        ("get", {"where": ID_5, "a": [1, 2]}, {"where": [*ID_5, ["a", "IN", [1, 2]]]}),
        ("get", {"where": [], "a": None}, {"where": [["a", "IS NULL"]]}),
        ("get", {"where": []}, {"where": []}),
        ("get", {"select": ["id"], "id": 5, "limit": 1}, {"select": ["id"], "where": ID_5, "limit": 1}),
        ("get", {"a": {">=": 1, "<": 9}}, {"where": [["a", ">=", 1], ["a", "<", 9]]}),
        ("get", {"a.b:label": "x"}, {"where": [["a.b:label", "=", "x"]]}),
        ("get", {"checkPermissions": False, "debug": True}, {"checkPermissions": False, "debug": True}),
        ("get", {"values": 1}, {"where": [["values", "=", 1]]}),
        ("delete", {"id": 5}, {"where": ID_5}),
        ("delete", {"id": [], "limit": 1}, {"where": [["id", "IN", []]], "limit": 1}),
        ("delete", {"where": ID_5}, {"where": ID_5}),
        ("delete", {"id": 5, "useTrash": False}, {"where": ID_5, "useTrash": False}),
        ("create", {}, {}),
        ("create", {"a": 1}, {"values": {"a": 1}}),
        ("create", {"values": {"a": 1}, "b": [2]}, {"values": {"a": 1, "b": [2]}}),
        ("create", {"a": {"=": 1}}, {"values": {"a": {"=": 1}}}),
        (
            "create",
            {"chain": {"x": ["Tag", "get"]}, "a": 1},
            {"values": {"a": 1}, "chain": {"x": ["Tag", "get"]}},
        ),
        ("create", {"where": 1}, {"values": {"where": 1}}),
        ("update", {"id": 5, "a": 1}, {"where": ID_5, "values": {"a": 1}}),
        ("update", {"id": 0, "a": 1}, {"where": [["id", "=", 0]], "values": {"a": 1}}),
        ("update", {"id": (5, 6), "a": 1}, {"where": [["id", "IN", [5, 6]]], "values": {"a": 1}}),
        ("update", {"id": 5, "values": {"a": 1}}, {"where": ID_5, "values": {"a": 1}}),
        ("update", {"where": ID_5, "a": None}, {"where": ID_5, "values": {"a": None}}),
        ("update", {"where": ID_5, "id": 7, "a": 1}, {"where": ID_5, "values": {"id": 7, "a": 1}}),
        ("update", {"values": {"id": 5, "a": 1}}, {"values": {"id": 5, "a": 1}}),
        ("update", {"id": 5, "a": 1, "reload": True}, {"where": ID_5, "values": {"a": 1}, "reload": True}),
        ("save", {"a": 1}, {"records": [{"a": 1}]}),
        ("save", {"id": 5, "a": 1, "match": ["a"]}, {"records": [{"id": 5, "a": 1}], "match": ["a"]}),
        (
            "save",
            {"records": [{"a": 1}], "defaults": {"b": 2}},
            {"records": [{"a": 1}], "defaults": {"b": 2}},
        ),
        ("replace", {"where": ID_5, "records": [{"a": 1}]}, {"where": ID_5, "records": [{"a": 1}]}),
        ("getFields", {"name": 1, "where": []}, {"name": 1, "where": []}),
        ("mergeDuplicates", {"contactId": 1, "x": (1,)}, {"contactId": 1, "x": [1]}),
    ],
)
def test_shape(action: str, params: dict[str, Any], shaped: dict[str, Any]) -> None:
    before = copy.deepcopy(params)
    assert v4.shape("Contact", action, params) == shaped
    assert params == before


@pytest.mark.parametrize(
    ("action", "params", "words"),
    [
        ("get", {"a": {}}, "no condition"),
        ("get", {"a": {"=": None}}, "IS NULL"),
        ("get", {"a": {"~": 1}}, "no operator"),
        ("get", {"where": {"a": 1}}, "list of clauses"),
        ("get", {"where": None, "a": 1}, "list of clauses"),
        ("delete", {}, "every row"),
        ("delete", {"where": []}, "every row"),
        ("delete", {"where": [["OR", [["AND", []]]]]}, "every row"),
        ("delete", {"limit": 1, "orderBy": {"id": "ASC"}}, "every row"),
        ("create", {"a": 1, "values": {"a": 1}}, "a: given twice"),
        ("create", {"values": [1]}, "dict"),
        ("create", {"values": None}, "dict"),
        ("update", {"a": 1}, "every row"),
        ("update", {"where": [], "a": 1}, "every row"),
        ("update", {"where": [["NOT", []]], "values": {"id": 5, "a": 1}}, "every row"),
        ("update", {"id": 5}, "nothing to change"),
        ("update", {"where": ID_5}, "nothing to change"),
        ("update", {"where": ID_5, "values": {}}, "nothing to change"),
        ("update", {"values": {"id": 5}}, "nothing to change"),
        ("update", {"id": [], "a": 1}, "one id or a list"),
        ("update", {"id": set(), "a": 1}, "one id or a list"),
        ("update", {"id": None, "a": 1}, "one id or a list"),
        ("update", {"id": "", "a": 1}, "one id or a list"),
        ("update", {"id": {">": 5}, "a": 1}, "one id or a list"),
        ("update", {"id": True, "a": 1}, "one id or a list"),
        ("update", {"id": 5, "a": 1, "values": {"a": 2}}, "a: given twice"),
        ("save", {}, "no record"),
        ("save", {"records": []}, "no record"),
        ("save", {"records": [{"a": 1}], "b": 2}, "b beside records"),
        ("save", {"defaults": {"a": 1}}, "no record"),
        ("replace", {"where": ID_5, "records": [], "a": 1}, "no flat fields"),
        ("replace", {"records": [{"a": 1}]}, "every row"),
        ("replace", {"where": [], "records": [{"a": 1}]}, "every row"),
    ],
)
def test_refused(action: str, params: dict[str, Any], words: str) -> None:
    before = copy.deepcopy(params)
    with pytest.raises(UsageError, match=words):
        v4.shape("Contact", action, params)
    assert params == before


@pytest.mark.parametrize("entity", ["Mailing", "Translation", "UFMatch", "User"])
def test_a_name_that_is_param_and_field_is_asked_about(entity: str) -> None:
    for action in ("get", "delete", "create", "update", "save"):
        with pytest.raises(UsageError, match=r"'language' is a param of .* and a field of") as caught:
            v4.shape(entity, action, {"language": "de_DE", "id": 5})
        assert {"get": "where=", "delete": "where="}.get(action, "") in str(caught.value)
    long = v4.shape(entity, "get", {"where": [["language", "=", "de_DE"]]})
    assert long == {"where": [["language", "=", "de_DE"]]}
    assert v4.shape(entity, "get", {"where": [], "language": "de_DE"}) == {"where": [], "language": "de_DE"}
    assert v4.shape("Contact", "get", {"language": "de_DE"}) == {"language": "de_DE"}


@pytest.mark.parametrize(
    ("entity", "action", "params", "shaped"),
    [
        (
            "GroupContact",
            "create",
            {"method": "API", "group_id": 1},
            {"method": "API", "values": {"group_id": 1}},
        ),
        ("Contact", "create", {"method": "API"}, {"values": {"method": "API"}}),
        ("Domain", "get", {"currentDomain": True}, {"currentDomain": True}),
        ("Event", "get", {"current": True, "id": 5}, {"current": True, "where": ID_5}),
        ("Setting", "get", {"select": ["x"], "domainId": 1}, {"select": ["x"], "domainId": 1}),
        (
            "Order",
            "create",
            {"lineItems": [], "contributionValues": {}},
            {"lineItems": [], "contributionValues": {}},
        ),
        ("Custom_Degrees", "get", {"entity_id": 5}, {"where": [["entity_id", "=", 5]]}),
    ],
)
def test_own_params_of_some_entities(
    entity: str, action: str, params: dict[str, Any], shaped: dict[str, Any]
) -> None:
    assert v4.shape(entity, action, params) == shaped


@pytest.mark.parametrize(
    ("entity", "action"), [("Setting", "get"), ("Order", "create"), ("AuthxCredential", "create")]
)
def test_actions_without_fields_take_none(entity: str, action: str) -> None:
    with pytest.raises(UsageError, match="takes no fields"):
        v4.shape(entity, action, {"name": "x"})


# --- laws ---

FIELDS = st.sampled_from(["id", "first_name", "a.b", "x:label", "values_", "select_me", "is_deleted", "c"])
SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates()
OPERANDS = SCALARS | st.lists(SCALARS, max_size=3) | st.lists(st.integers(), max_size=3).map(tuple)
CONDITIONS = OPERANDS | st.dictionaries(
    st.sampled_from([*OPERATORS, "~", "like", " in "]), OPERANDS | st.just({}), max_size=3
)
LEAVES = st.tuples(FIELDS, st.just("="), st.integers(0, 99)).map(list)
WHERE = st.recursive(
    st.lists(LEAVES, max_size=2),
    lambda inner: st.lists(st.tuples(st.sampled_from(["AND", "OR", "NOT"]), inner).map(list), max_size=2),
    max_leaves=5,
)
FLAT = st.dictionaries(FIELDS, CONDITIONS, max_size=4)


def _shaped(action: str, params: dict[str, Any]) -> dict[str, Any] | None:
    """The shaped params, None where they were refused; they and their parts stay as they were."""
    before = copy.deepcopy(params)
    try:
        return v4.shape("Contact", action, params)
    except UsageError:
        return None
    finally:
        assert params == before
        assert repr(params) == repr(before)


@given(st.sampled_from(["get", "delete"]), FLAT, st.none() | WHERE)
def test_never_widens(action: str, flat: dict[str, Any], where: Any) -> None:
    """Each condition given is at least one condition sent; the explicit ones come first, untouched."""
    shaped = _shaped(action, flat if where is None else {**flat, "where": where})
    if shaped is None:
        return
    sent = shaped.get("where", [])
    explicit = where or []
    assert sent[: len(explicit)] == explicit
    added = sent[len(explicit) :]
    for field, value in flat.items():
        clauses = [clause for clause in added if clause[0] == field]
        assert len(clauses) == (len(value) if isinstance(value, dict) else 1)
        assert all(clause[1] in OPERATORS for clause in clauses)
    assert leaves(sent) == leaves(explicit) + len(added)
    if action == "delete":
        assert leaves(sent) > 0


@given(FLAT, st.none() | WHERE, st.none() | st.dictionaries(FIELDS, SCALARS, max_size=3))
def test_update_never_without_a_condition(flat: dict[str, Any], where: Any, values: Any) -> None:
    given_ = {"where": where, "values": values}
    shaped = _shaped("update", {**flat, **{key: one for key, one in given_.items() if one is not None}})
    if shaped is None:
        return
    assert leaves(shaped.get("where", [])) > 0 or shaped["values"]["id"]
    assert shaped["values"].keys() - {"id"}
    if where is not None:
        assert shaped["where"] == where
    assert {**shaped["values"]}.items() >= {
        key: v4.encode(one, key) for key, one in (values or {}).items()
    }.items()


@given(FLAT, st.none() | WHERE, st.lists(st.dictionaries(FIELDS, SCALARS, max_size=2), max_size=2))
def test_replace_never_without_a_condition(flat: dict[str, Any], where: Any, records: Any) -> None:
    shaped = _shaped("replace", {**flat, "records": records, **({} if where is None else {"where": where})})
    assert shaped is None or (leaves(shaped["where"]) > 0 and not flat and shaped["where"] == where)


@given(
    st.dictionaries(FIELDS, CONDITIONS, min_size=1), st.none() | st.dictionaries(FIELDS, SCALARS, max_size=3)
)
def test_create_sends_each_value_once(flat: dict[str, Any], values: Any) -> None:
    shaped = _shaped("create", flat if values is None else {**flat, "values": values})
    if values is not None and flat.keys() & values.keys():
        assert shaped is None
    else:
        wanted = {**(values or {}), **flat}
        assert shaped == {"values": {key: v4.encode(one, key) for key, one in wanted.items()}}


def test_shaped_params_share_nothing_with_the_callers() -> None:
    records = [{"a": [1], "when": dt.date(2026, 1, 1)}]
    params = {"records": records, "defaults": {"b": {"c": 1}}}
    shaped = v4.shape("Contact", "save", params)
    shaped["records"][0]["a"].append(2)
    shaped["defaults"]["b"]["c"] = 9
    assert params == {"records": [{"a": [1], "when": dt.date(2026, 1, 1)}], "defaults": {"b": {"c": 1}}}


# --- reading ---


def test_read_bare_rows() -> None:
    got = v4.read(Answer(call_of("Contact", "get"), [{"id": 1}], warnings=["w"]))
    assert isinstance(got, Result)
    assert (got, got.matched, got.warnings) == ([{"id": 1}], None, ["w"])


def test_read_raises_the_answers_own_error() -> None:
    error = ApiError("x")
    with pytest.raises(ApiError) as caught:
        v4.read(Answer(call_of("Contact", "get"), error=error))
    assert caught.value is error


@pytest.mark.parametrize("payload", [{}, {"error_message": None}, {"values": [], "is_error": 1}, {"a": 1}])
def test_read_what_says_nothing(payload: Any) -> None:
    with pytest.raises(ApiError):
        v4.read(Answer(call_of("Contact", "get"), payload))


def test_read_error_beside_values() -> None:
    """As the field of a row it is no error, beside the rows it is one."""
    call = call_of("Contact", "get")
    assert v4.read(Answer(call, {"values": [{"error_message": "x"}]})) == [{"error_message": "x"}]
    with pytest.raises(InvalidCall):
        v4.read(Answer(call, {"values": [], "error_message": "Invalid field 'x'"}))


def test_read_empty_object_that_php_wrote_as_a_list() -> None:
    assert v4.read(Answer(call_of("Contact", "get", {}, "id"), {"values": []})) == {}
    assert v4.read(Answer(call_of("Contact", "get", {}, ["id"]), {"values": []})) == []


@pytest.mark.parametrize("values", [None, 5, {"a": 1}])
def test_read_values_that_are_no_rows(values: Any) -> None:
    assert v4.read(Answer(call_of("Contact", "custom"), {"values": values})) == values


@pytest.mark.parametrize(("name", "meant"), [("order_by", "orderBy"), ("group_by", "groupBy")])
def test_a_param_in_snake_case_is_no_field(name: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"{name}: the param of get is written {meant}"):
        v4.shape("Contact", "get", {name: {"id": "DESC"}})
    assert v4.shape("Entity", "get", {"order_by": "name"}) == {"where": [["order_by", "=", "name"]]}
