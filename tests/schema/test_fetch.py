"""What a site answers becomes a schema; requests that fail cost no more than they must."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from civiapi import AccessDenied, Answer, ApiCall, ApiError, ConnectionFailed, InvalidResponse
from civiapi.drive import run
from civiapi.errors import GatewayError
from civiapi.schema import Action, Entity, Field, Option, Schema, fetch, read3, read4

from ..support import recorded

RECORDED = {exchange["name"]: exchange for exchange in recorded("http.json")}
NAMES = ["Contact", "Event", "Broken", "Tag"]


def body(name: str) -> Any:
    return json.loads(RECORDED[name]["body"])


def site4(call: ApiCall) -> Any:
    """A very small site of APIv4."""
    if (call.entity, call.action) == ("Entity", "get"):
        return {"values": [{"name": name, "type": ["DAOEntity"], "primary_key": ["id"]} for name in NAMES]}
    if call.action == "getFields":
        return {"values": [{"name": "id", "data_type": "Integer"}]}
    if call.action == "getActions":
        return {"values": [{"name": "get", "params": {"limit": {"type": ["int"]}}}]}
    return {"error_message": "Authorization failed", "status": 403}


class Site:
    """Answers calls, and keeps what was sent."""

    def __init__(self, answer: Callable[[ApiCall], Any] = site4) -> None:
        self.answer = answer
        self.sent: list[Sequence[ApiCall]] = []

    def __call__(self, calls: Sequence[ApiCall]) -> list[Answer]:
        self.sent.append(calls)
        return [Answer(call, self.answer(call)) for call in calls]


def breaking(kind: type[Exception], entity: str = "Broken", **details: Any) -> Site:
    """A site on which a request with calls of this entity breaks."""

    class Breaking(Site):
        def __call__(self, calls: Sequence[ApiCall]) -> list[Answer]:
            if any(call.entity == entity for call in calls):
                self.sent.append(calls)
                raise kind("it broke", **details)
            return super().__call__(calls)

    return Breaking()


def test_whole_site() -> None:
    site = Site()
    schema = run(fetch.everything(4, None), site)
    assert len(site.sent) == 2
    assert schema.is_complete()
    assert (schema.user, schema.civicrm, schema.custom_groups) == (None, None, None)  # refused, and no harm
    assert schema.entities["Tag"].fields == {"id": Field("id", data_type="Integer", label="id")}
    assert schema.entities["Tag"].actions["get"].params["limit"].types == ("int",)


def test_one_entity() -> None:
    site = Site()
    schema = run(fetch.one(4, None, "Tag"), site)
    assert len(site.sent) == 1
    assert [name for name, one in schema.entities.items() if one.complete] == ["Tag"]
    again = run(fetch.everything(4, schema), site)
    assert {call.entity for calls in site.sent[1:] for call in calls} == set(NAMES) - {"Tag"}
    assert again.is_complete()


@pytest.mark.parametrize("kind", [InvalidResponse, GatewayError])
def test_a_broken_entity_leaves_the_others(kind: type[Exception]) -> None:
    site = breaking(kind)
    schema = run(fetch.everything(4, None), site)
    assert schema.entities["Broken"].refused == "it broke"
    assert [name for name, one in schema.entities.items() if one.fields] == ["Contact", "Event", "Tag"]
    assert len(site.sent) <= 13
    assert max(map(len, site.sent)) <= fetch.TOGETHER


@pytest.mark.parametrize("error", [ConnectionFailed, AccessDenied])
def test_what_is_no_fault_of_an_entity_is_raised(error: type[Exception]) -> None:
    site = breaking(error)
    with pytest.raises(error):
        run(fetch.everything(4, None), site)
    assert len(site.sent) == 2


def test_what_was_not_run_is_not_tried_in_halves() -> None:
    site = breaking(InvalidResponse, handled=False)
    with pytest.raises(InvalidResponse):
        run(fetch.everything(4, None), site)
    assert len(site.sent) == 2


def test_one_entity_refused() -> None:
    def answer(call: ApiCall) -> Any:
        if call.entity == "Event":
            return {"error_message": "Authorization failed", "status": 403}
        return site4(call)

    event = run(fetch.everything(4, None), Site(answer)).entities["Event"]
    assert (event.complete, event.refused, event.fields) == (True, "Authorization failed", {})


def test_actions_refused() -> None:
    def answer(call: ApiCall) -> Any:
        return {"error_message": "no"} if call.action == "getActions" else site4(call)

    tag = run(fetch.one(4, None, "Tag"), Site(answer)).entities["Tag"]
    assert (tag.refused, tag.actions, set(tag.fields)) == (None, {}, {"id"})


def test_a_site_that_refuses() -> None:
    schema = run(fetch.everything(4, None), Site(lambda call: {"error_message": "no", "status": 403}))
    assert (schema.refused, schema.entities) == ("no", {})


def test_a_site_that_fails() -> None:
    with pytest.raises(ApiError):
        run(fetch.names(4), Site(lambda call: {"error_message": "DB Error: unknown error", "status": 500}))


def test_recorded_fields4() -> None:
    (row,) = body("v4-getFields")["values"]
    field = read4.Reader().entity(Entity("Contact"), [[row], [], []]).fields["gender_id"]
    assert field.options == (
        Option(1, "Female", "Female"),
        Option(2, "Male", "Male"),
        Option(3, "Other", "Other"),
    )
    assert field.suffixes == ("name", "label", "description")
    assert (field.data_type, field.get, field.create) == ("Integer", True, False)
    (row,) = body("v4-getFields-options-map")["values"]
    assert read4.options(row["options"]) == (
        Option("1", None, "Female"),
        Option("2", None, "Male"),
        Option("3", None, "Other"),
    )


def test_recorded_actions4() -> None:
    rows = body("v4-getActions")["values"]
    assert "getChecksum" in read4.Reader().entity(Entity("Contact"), [[], [], rows]).actions


def test_recorded_fields3() -> None:
    told = body("v3-getfields")["values"]
    entity = read3.Reader().entity(Entity("CaseContact"), [told, told, None, None])
    case = entity.writable["case_id"]
    assert (case.required, case.fk_entity, case.data_type, case.input_type) == (
        True,
        "Case",
        "Integer",
        "EntityRef",
    )
    assert case.label == "Case ID"
    assert entity.fields["id"].aliases == ("case_contact_id",)
    assert entity.fields["id"].readonly


def test_recorded_actions3() -> None:
    names = body("v3-getactions")["values"]
    entity = read3.Reader().entity(Entity("Tag"), [{}, {}, names, []])
    assert entity.actions["getlist"] == Action("getlist")


def test_unique_indexes_that_v3_tells() -> None:
    named = read3.site([["Tag"], None, None, None, None]).entities["Tag"]
    told = {"UI_name": ["name"], "UI_a_b": ["a", "b"]}
    keys = read3.Reader().entity(named, [{}, {}, [], told]).unique_keys
    assert keys == (frozenset({"id"}), frozenset({"name"}), frozenset({"a", "b"}))


def test_unique_keys_of_an_entity_that_is_not_stock() -> None:
    rows = [
        {"name": "Eck_Boat", "primary_key": ["id"], "match_fields": ["registration"]},
        {"name": "OptionValue", "primary_key": ["id"], "match_fields": ["option_group_id", "name", "value"]},
    ]
    entities = read4.site([rows, None, None, None, None]).entities
    assert entities["Eck_Boat"].unique_keys == (frozenset({"id"}), frozenset({"registration"}))
    assert entities["OptionValue"].unique_keys == (frozenset({"id"}),)  # a stock site has no such index


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (False, None),
        (True, None),
        ([], ()),
        ({}, ()),
        ([{"id": True, "name": 1, "label": None}], (Option(1, "1", "1"),)),
        ([{"id": "x", "label": 7}], (Option("x", None, "7"),)),
        (["a", "b"], (Option(0, None, "a"), Option(1, None, "b"))),
    ],
)
def test_forms_of_options4(told: Any, found: Any) -> None:
    assert read4.options(told) == found


@pytest.mark.parametrize(
    ("told", "data_type", "found"),
    [
        (None, "Integer", None),
        ([], "Integer", None),
        ({"1": "Yes", "0": "No"}, "Boolean", (Option(1, None, "Yes"), Option(0, None, "No"))),
        (["No", "Yes"], "Boolean", (Option(0, None, "No"), Option(1, None, "Yes"))),
        ({"1": "One"}, "String", (Option("1", None, "One"),)),
        ({"-1": "Never"}, "Integer", (Option(-1, None, "Never"),)),
    ],
)
def test_forms_of_options3(told: Any, data_type: str, found: Any) -> None:
    assert read3.options(told, Field("x", data_type=data_type)) == found


def test_custom_groups_of_v3() -> None:
    groups = [
        {
            "id": "3",
            "name": "Facts",
            "title": "Facts",
            "extends": "Contact",
            "is_multiple": "1",
            "is_active": "0",
        }
    ]
    fields = [{"id": "5", "name": "Colour", "custom_group_id": "3"}]
    (group,) = read3.site([[], [{"id": "2"}], [{"version": "6.15"}], groups, fields]).custom_groups or ()
    assert (group.id, group.is_multiple, group.is_active, group.entity) == (3, True, False, None)
    assert group.fields == {"Colour": 5}
    assert isinstance(read3.site([[], [{"id": "2"}], None, None, None]), Schema)
