"""APIv4: the same calls, the same answers and the same errors over every transport."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from civiapi import BaseApi, InvalidCall, NotSingle, Result, UsageError

NAMES = {"select": ["id", "display_name"], "where": [["id", "IN", [1, 2]]], "orderBy": {"id": "ASC"}}


def test_three_equal_ways(api4: BaseApi) -> None:
    rows = api4("Contact", "get", NAMES)
    assert [row["id"] for row in rows] == [1, 2]
    assert rows == api4.Contact("get", NAMES) == api4.Contact.get(NAMES) == api4.Contact.get(**NAMES)


def test_flat_and_structured_calls_are_equal(api4: BaseApi) -> None:
    flat = api4.Contact.get(contact_type="Organization", id=[1, 2, 3], select=["id", "display_name"])
    structured = api4.Contact.get(
        where=[["contact_type", "=", "Organization"], ["id", "IN", [1, 2, 3]]], select=["id", "display_name"]
    )
    assert flat == structured
    assert flat


def test_life_of_a_contact(api4: BaseApi) -> None:
    made = api4.Contact.create(
        contact_type="Individual", first_name="Zoë", last_name='O\'Neil "x" <&> $(id) `ls`'
    )
    number = made.one()["id"]
    assert api4.Contact.get(id=number).one()["last_name"] == 'O\'Neil "x" <&> $(id) `ls`'
    api4.Contact.update(id=number, nick_name="line one\nline two\ttab", birth_date=dt.date(1980, 1, 31))
    row = api4.Contact.get(id=number, select=["nick_name", "birth_date", "sort_name"]).one()
    assert row == {
        "id": number,
        "nick_name": "line one\nline two\ttab",
        "birth_date": "1980-01-31",
        "sort_name": 'O\'Neil "x" <&> $(id) `ls`, Zoë',
    }
    assert api4.Contact.delete(id=number) == [{"id": number}]
    assert (
        api4.Contact.get(last_name={"LIKE": "O'Neil%"}, first_name="Zoë", id={">": 0}, is_deleted=False) == []
    )
    assert api4.Contact.get(id=number, select=["is_deleted"]).one()["is_deleted"] is True
    assert api4.Contact.delete(id=number, useTrash=False) == [{"id": number}]
    assert api4.Contact.get(id=number) == []


def test_values_beside_flat_fields(api4: BaseApi) -> None:
    tag = api4.Tag.create(
        {"values": {"description": "d"}, "label": "Contract", "used_for": {"civicrm_contact"}}
    ).one()
    try:
        row = api4.Tag.get(id=tag["id"]).one()
        assert (row["label"], row["description"], row["used_for"]) == ("Contract", "d", ["civicrm_contact"])
        api4.Tag.update({"where": [["id", "=", tag["id"]]], "values": {"description": None}})
        assert api4.Tag.get(id=tag["id"], description=None).column("label") == ["Contract"]
    finally:
        api4.Tag.delete(id=tag["id"])
    assert api4.Tag.get(id=tag["id"]) == []


def test_save_and_replace(api4: BaseApi) -> None:
    person = api4.Contact.save(contact_type="Individual", first_name="Sam", last_name="Saved").one()["id"]
    saved = api4.Email.save(
        records=[{"email": "a@example.org"}, {"email": "b@example.org"}],
        defaults={"contact_id": person, "location_type_id": 1},
        reload=["email", "is_primary"],
    )
    assert saved.column("email") == ["a@example.org", "b@example.org"]
    assert saved.column("is_primary") == [True, False]
    api4.Email.replace(where=[["contact_id", "=", person]], records=[{"email": "c@example.org"}])
    assert api4.Email.get(contact_id=person).column("email") == ["c@example.org"]
    api4.Contact.delete(id=person, useTrash=False)
    assert api4.Email.get(contact_id=person) == []


@pytest.mark.parametrize(
    ("index", "expected"),
    [
        (0, lambda rows: rows[0]),
        (-1, lambda rows: rows[-1]),
        (5, lambda rows: None),
        ("1", lambda rows: rows[1]),
        ("display_name", lambda rows: {row["display_name"]: row for row in rows}),
        ("id", lambda rows: {str(row["id"]): row for row in rows}),
        (["display_name"], lambda rows: [row["display_name"] for row in rows]),
        ({"id": "display_name"}, lambda rows: {str(row["id"]): row["display_name"] for row in rows}),
    ],
)
def test_index(api4: BaseApi, index: object, expected: object) -> None:
    rows = list(api4.Contact.get(NAMES))
    assert api4.Contact.get(NAMES, index) == expected(rows)  # type: ignore[operator]


def test_index_of_nothing(api4: BaseApi) -> None:
    nothing = {"select": ["id"], "where": [["id", "=", 999_999]]}
    assert api4.Contact.get(nothing, "id") == {}
    assert api4.Contact.get(nothing, 0) is None
    assert api4.Contact.get(nothing, ["id"]) == []


def test_index_by_a_field_that_is_not_there(api4: BaseApi) -> None:
    with pytest.raises(InvalidCall, match="Key bogus not found"):
        api4.Contact.get(NAMES, "bogus")


def test_matched(api4: BaseApi) -> None:
    assert api4.Contact.get(NAMES).matched is None
    only = api4.Contact.get(select=["row_count"], id=[1, 2])
    assert (only, only.matched) == ([], 2)
    some = api4.Contact.get(select=["row_count", "id"], id=[1, 2], orderBy={"id": "ASC"}, limit=1)
    assert (some, some.matched) == ([{"id": 1}], 2)
    grouped = api4.Contact.get(select=["contact_type", "row_count"], groupBy=["contact_type"], limit=1)
    assert (len(grouped), grouped.matched) == (1, 3)
    actions = api4.Contact.getActions(select=["name", "row_count"], limit=1)
    assert len(actions) == 1
    assert actions.matched is not None
    assert actions.matched > 10


def test_chain(api4: BaseApi) -> None:
    chained = {
        "mail": ["Email", "get", {"where": [["contact_id", "=", "$id"]], "select": ["email"]}, ["email"]]
    }
    row = api4.Contact.get(id=2, select=["id"], chain=chained).one()
    assert row == {"id": 2, "mail": ["admin@example.org"]}


def test_metadata(api4: BaseApi) -> None:
    field = api4.Contact.getFields(where=[["name", "=", "gender_id"]], loadOptions=True).one()
    assert field["data_type"] == "Integer"
    assert "Female" in field["options"].values()
    assert "Contact" in api4.Entity.get(select=["name"]).column("name")


def test_an_unknown_entity(api4: BaseApi) -> None:
    with pytest.raises(InvalidCall, match="does not exist") as caught:
        api4.Nosuch.get()
    assert (caught.value.call.entity, caught.value.handled) == ("Nosuch", True)  # type: ignore[union-attr]


def test_an_unknown_action(api4: BaseApi) -> None:
    with pytest.raises(InvalidCall, match="Api Contact nosuch version 4 does not exist"):
        api4.Contact.nosuch()


def test_an_unknown_field(api4: BaseApi) -> None:
    with pytest.raises(InvalidCall, match="Invalid field 'bogus'") as caught:
        api4.Contact.get(bogus=1)
    assert caught.value.fields == ["bogus"]


def test_a_missing_value(api4: BaseApi) -> None:
    with pytest.raises(InvalidCall, match="Mandatory values missing") as caught:
        api4.Participant.create({})
    assert sorted(caught.value.fields) == ["contact_id", "event_id"]


def test_a_second_row_with_a_unique_key(api4: BaseApi) -> None:
    person = {"contact_type": "Individual", "first_name": "U", "external_identifier": "contract-unique"}
    number = api4.Contact.create(person).one()["id"]
    try:
        with pytest.raises(InvalidCall, match="DB Error: already exists"):
            api4.Contact.create(person)
    finally:
        api4.Contact.delete(id=number, useTrash=False)


@pytest.mark.parametrize("action", ["delete", "update", "replace", "save"])
def test_refused_here(api4: BaseApi, action: str) -> None:
    with pytest.raises(UsageError):
        api4.Contact(action, {})


def test_one_of_several(api4: BaseApi) -> None:
    with pytest.raises(NotSingle):
        api4.Contact.get(NAMES).one()


def test_numbers_keep_their_types(api4: BaseApi) -> None:
    made = api4.Contribution.create(
        contact_id=2,
        financial_type_id=1,
        total_amount=Decimal("12.50"),
        receive_date=dt.datetime(2026, 1, 2, 3, 4, 5),
    ).one()
    row = api4.Contribution.get(id=made["id"], select=["total_amount", "receive_date", "is_test"]).one()
    assert row == {
        "id": made["id"],
        "total_amount": 12.5,
        "receive_date": "2026-01-02 03:04:05",
        "is_test": False,
    }
    api4.Contribution.delete(id=made["id"])


def test_all_transports_give_the_same(all4: dict[str, BaseApi]) -> None:
    calls = [
        ("Contact", "get", {"orderBy": {"id": "ASC"}, "limit": 5}),
        (
            "Contact",
            "get",
            {"select": ["*", "gender_id:label"], "where": [["contact_type", "=", "Individual"]], "limit": 3},
        ),
        (
            "Email",
            "get",
            {"select": ["email", "contact_id.display_name"], "orderBy": {"id": "ASC"}, "limit": 4},
        ),
        ("Tag", "get", {"orderBy": {"id": "ASC"}}),
        ("Contact", "getFields", {"loadOptions": True}),
        ("Contribution", "get", {"orderBy": {"id": "ASC"}, "limit": 4}),
    ]
    for call in calls:
        answers = {name: api(*call) for name, api in all4.items()}
        first = answers.pop("inprocess")
        assert isinstance(first, Result)
        assert first
        for name, rows in answers.items():
            assert list(rows) == list(first), (name, call)
