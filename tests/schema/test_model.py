"""The objects of a schema, as text and back; the nearest name; differences."""

from __future__ import annotations

import json
import pickle
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civiapi.errors import UsageError
from civiapi.schema import Action, CustomGroup, Entity, Field, Option, Param, Schema, diff, nearest

GENDERS = (Option(1, "Female", "Female"), Option(2, "Male", "Male"))
GENDER = Field(
    "gender_id", data_type="Integer", options=GENDERS, has_options=True, suffixes=("name", "label")
)
NAME = Field("first_name", data_type="String", maxlength=64, label="First Name")
CONTACT = Entity(
    "Contact",
    ("DAOEntity",),
    "Contact",
    match_fields=("external_identifier",),
    unique_keys=(frozenset({"id"}), frozenset({"external_identifier"})),
    complete=True,
    fields={"gender_id": GENDER, "first_name": NAME},
    writable={"first_name": replace(NAME, required=True, default="x"), "extra": Field("extra", get=False)},
    actions={"get": Action("get", {"limit": Param("limit", ("int",), default=0)})},
)
SCHEMA = Schema(
    4,
    {"Contact": CONTACT, "Tag": Entity("Tag")},
    "https://crm.example.org",
    2,
    "6.15",
    (CustomGroup(1, "Facts", "Facts", "Contact", fields={"Colour": 1}),),
    1.5,
)


def test_text_and_back() -> None:
    assert Schema.from_json(SCHEMA.to_json()) == SCHEMA
    assert Schema.from_json(json.loads(SCHEMA.to_json())) == SCHEMA
    assert Schema.from_json(SCHEMA.to_json().encode()) == SCHEMA
    assert Schema.from_json(Schema(3).to_json()) == Schema(3)
    assert pickle.loads(pickle.dumps(SCHEMA)) == SCHEMA


def test_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        NAME.required = True  # type: ignore[misc]


def test_named_only() -> None:
    assert not SCHEMA.is_complete()
    assert not SCHEMA.entities["Tag"].complete
    assert Schema(4, {"Contact": CONTACT}).is_complete()
    assert not Schema(4).is_complete()


texts = st.text(max_size=5)
fields = st.builds(
    Field,
    texts,
    data_type=st.none() | texts,
    required=st.booleans(),
    default=st.none() | texts | st.lists(st.integers(), max_size=2),
    options=st.none() | st.tuples(st.builds(Option, st.integers() | texts, st.none() | texts, texts)),
    operators=st.none() | st.tuples(texts),
    suffixes=st.tuples() | st.tuples(texts),
    maxlength=st.none() | st.integers(),
)


@given(st.lists(fields, max_size=3), st.lists(fields, max_size=3))
@settings(max_examples=50)
def test_any_fields_as_text_and_back(read: list[Field], writable: list[Field]) -> None:
    entity = Entity("X", fields={f.name: f for f in read}, writable={f.name: f for f in writable})
    schema = Schema(4, {"X": entity})
    assert Schema.from_json(schema.to_json()) == schema


WHOLE = SCHEMA.to_json()


@pytest.mark.parametrize("length", range(0, len(WHOLE), 37))
def test_cut(length: int) -> None:
    with pytest.raises(UsageError, match="schema"):
        Schema.from_json(WHOLE[:length])


@pytest.mark.parametrize("text", ["[]", "{}", "null", "7", b"\xff\xfe", '{"kind": "other"}', "[" * 100_000])
def test_foreign(text: Any) -> None:
    with pytest.raises(UsageError, match="schema"):
        Schema.from_json(text)


def test_newer() -> None:
    with pytest.raises(UsageError, match="format 2, this version of civiapi reads 1"):
        Schema.from_json({**json.loads(WHOLE), "format": 2})


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    return [path, *(deeper for key, inner in items for deeper in _paths(inner, (*path, key)))]


PATHS = [path for path in _paths(json.loads(WHOLE)) if path and path[-1] != "default"]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: ".".join(map(str, path)))
def test_wrong_type_anywhere(path: tuple[Any, ...]) -> None:
    data = json.loads(WHOLE)
    *outer, last = path
    place = data
    for key in outer:
        place = place[key]
    place[last] = {"wrong": [1.5]}
    with pytest.raises(UsageError, match="schema"):
        Schema.from_json(data)


@pytest.mark.parametrize(
    ("word", "meant"),
    [("frist_name", "first_name"), ("GENDER_ID", "gender_id"), ("xyz", None), ("", None)],
)
def test_nearest(word: str, meant: str | None) -> None:
    assert nearest(word, ["last_name", "first_name", "gender_id"]) == meant


def test_no_difference() -> None:
    difference = diff(SCHEMA, SCHEMA)
    assert not difference
    assert str(difference) == "no difference"
    assert not diff(SCHEMA, Schema.from_json(WHOLE))


def test_difference() -> None:
    gender = replace(GENDER, options=(Option(2, "Male", "Man"), Option(3, "Other", "Other")))
    contact = replace(
        CONTACT,
        fields={"gender_id": gender, "nick_name": Field("nick_name")},
        writable={"first_name": replace(NAME, maxlength=32)},
        actions={},
    )
    other = replace(SCHEMA, entities={"Contact": contact, "Event": Entity("Event")})
    difference = diff(SCHEMA, other)
    assert [(one.what, one.place) for one in difference.added] == [
        ("option", "Contact.gender_id"),
        ("field", "Contact.nick_name"),
        ("entity", "Event"),
    ]
    assert [(one.what, one.place) for one in difference.removed] == [
        ("field", "Contact.extra"),
        ("option", "Contact.gender_id"),
        ("action", "Contact.get"),
        ("entity", "Tag"),
    ]
    assert {str(one) for one in difference.changed} == {
        "~ maxlength Contact.first_name: 64 -> 32",
        "~ required Contact.first_name (new record): True -> False",
        "~ default Contact.first_name (new record): 'x' -> none",
        "~ option Contact.gender_id: 2 'Male' -> 2 'Man'",
    }
    assert str(difference).splitlines()[:3] == [
        "- field Contact.extra",
        "~ maxlength Contact.first_name: 64 -> 32",
        "~ default Contact.first_name (new record): 'x' -> none",
    ]
    assert "+ option Contact.gender_id: 3 'Other'" in str(difference).splitlines()
    assert diff(other, SCHEMA).added[0].place == "Contact.extra"


def test_difference_of_a_new_record_alone() -> None:
    contact = replace(CONTACT, fields={**CONTACT.fields, "first_name": replace(NAME, label="First")})
    contact = replace(
        contact, writable={"first_name": replace(NAME, label="First", required=True, default="y")}
    )
    changes = diff(Schema(4, {"Contact": CONTACT}), Schema(4, {"Contact": contact})).changed
    assert [str(one) for one in changes] == [
        "~ label Contact.first_name: 'First Name' -> 'First'",
        "~ default Contact.first_name (new record): 'x' -> 'y'",
    ]


def test_difference_by_name_alone() -> None:
    assert not diff(SCHEMA, replace(SCHEMA, entities={"Contact": Entity("Contact"), "Tag": Entity("Tag")}))
    with pytest.raises(UsageError, match="APIv4 and one of APIv3"):
        diff(SCHEMA, Schema(3))


def test_shown_without_what_is_as_usual() -> None:
    assert repr(Field("id")) == "Field(name='id')"
    assert repr(Field("id", label="No", maxlength=4)) == "Field(name='id', label='No', maxlength=4)"
    assert repr(Param("limit", ("int",))) == "Param(name='limit', types=('int',))"
    tag = Entity("Tag", complete=True, fields={"id": Field("id")}, actions={"get": Action("get")})
    assert repr(tag) == "<Entity Tag: 1 fields, 1 actions>"
    assert repr(Entity("Tag")) == "<Entity Tag: known by name>"
    assert repr(Schema(4, {"Tag": tag}, site="here")) == "<Schema of here, APIv4: 1 entities>"


def test_schemas_alone_are_compared() -> None:
    with pytest.raises(UsageError, match=r"diff takes two Schema, such as api\.schema\.load\(\) gives"):
        diff(Schema(4), object())  # type: ignore[arg-type]
