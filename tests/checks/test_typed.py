"""Rows in Python's types, the same for both versions."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from civiapi import ApiError, ConnectionFailed, NotFound, Result, SandboxApiV3, SandboxApiV4, UsageError
from civiapi.schema.model import Field
from civiapi.typed import Rules

BERLIN = ZoneInfo("Europe/Berlin")
DAY, MOMENT = dt.date(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4, 5)

#: data type, what a site gives, what that is.
RULES: list[tuple[str | None, Any, Any]] = [
    ("Date", "2026-01-02", DAY),
    ("Date", "2026-01-02 00:00:00", DAY),
    ("Date", "20260102000000", DAY),
    ("Date", "20260102", DAY),
    ("Date", "", None),
    ("Date", None, None),
    ("Date", "NULL", None),
    ("Date", "0000-00-00", "0000-00-00"),
    ("Date", "soon", "soon"),
    ("Timestamp", "2026-01-02 03:04:05", MOMENT),
    ("Timestamp", "20260102030405", MOMENT),
    ("Timestamp", "2026-01-02T03:04:05", MOMENT),
    ("Timestamp", "2026-01-02", dt.datetime(2026, 1, 2)),
    ("Timestamp", "2026-01-02 99:00:00", "2026-01-02 99:00:00"),
    ("Boolean", True, True),
    ("Boolean", "0", False),
    ("Boolean", "1", True),
    ("Boolean", 0, False),
    ("Boolean", "", None),
    ("Integer", "7", 7),
    ("Integer", 7, 7),
    ("Integer", 0, 0),
    ("Integer", "", None),
    ("Integer", "seven", "seven"),
    ("Float", "1.5", 1.5),
    ("Float", 2, 2.0),
    ("Money", "10.50", 10.5),
    ("Money", 0, 0.0),
    ("String", "7", "7"),
    ("String", "", ""),
    ("Text", "", ""),
    (None, "7", "7"),
    ("Array", ["a"], ["a"]),
]


@pytest.mark.parametrize(("data_type", "given", "read"), RULES, ids=repr)
def test_rules(data_type: str | None, given: Any, read: Any) -> None:
    reader = Rules().reader(Field("f", data_type=data_type))
    found = given if reader is None else reader(given)
    assert found == read
    assert type(found) is type(read)


@pytest.mark.parametrize(
    ("data_type", "serialize", "given", "read"),
    [
        ("String", 1, "\x01a\x01b\x01", ["a", "b"]),
        ("String", 2, "a\x01b", ["a", "b"]),
        ("Integer", 5, "1,2", [1, 2]),
        ("Integer", 1, ["1", 2], [1, 2]),
        ("String", 3, '{"a": 1}', {"a": 1}),
        ("Text", 3, "no json", "no json"),
        ("Text", 4, "a:0:{}", "a:0:{}"),
        ("String", 1, "", None),
        ("String", 1, [], []),
        ("String", 1, None, None),
        ("Text", 6, {"a": "1"}, {"a": "1"}),
    ],
)
def test_lists(data_type: str, serialize: int, given: Any, read: Any) -> None:
    reader = Rules().reader(Field("f", data_type=data_type, serialize=serialize))
    assert reader is not None
    assert reader(given) == read


def test_decimal_and_time_zone() -> None:
    rules = Rules.of({"money": "decimal", "timezone": "Europe/Berlin"})
    assert rules is not None
    money, moment = (
        rules.reader(Field("f", data_type="Money")),
        rules.reader(Field("f", data_type="Timestamp")),
    )
    assert money is not None
    assert moment is not None
    assert money("10.50") == money(10.5) == Decimal("10.5")
    assert money("-") == "-"
    assert moment("2026-01-02 03:04:05") == MOMENT.replace(tzinfo=BERLIN)
    assert pickle.loads(pickle.dumps(rules)) == rules


@pytest.mark.parametrize(
    "typed", [{"mony": "decimal"}, {"money": "cents"}, {"timezone": "Mars/North"}, 1, "yes"]
)
def test_what_is_no_way_to_read(api4: SandboxApiV4, typed: Any) -> None:
    with pytest.raises(UsageError):
        api4.with_options(typed=typed)


@pytest.fixture(scope="module")
def person(api4: SandboxApiV4) -> int:
    values = {
        "contact_type": "Individual",
        "first_name": "Typed",
        "birth_date": "2026-01-02",
        "Facts.Colour": "r",
        "Facts.Rank": 7,
        "Facts.Topics": ["art", "edu"],
        "Facts.Born": "2000-02-03",
        "preferred_communication_method": [1, 2],
    }
    contact: int = api4.Contact.create({"values": values})[0]["id"]
    api4.Contribution.create(
        contact_id=contact, financial_type_id=1, total_amount=10.5, receive_date="2026-01-02 03:04:05"
    )
    return contact


def test_v4(api4: SandboxApiV4, person: int) -> None:
    typed = api4.with_options(typed=True)
    select = [
        "birth_date",
        "created_date",
        "is_deleted",
        "Facts.Rank",
        "Facts.Born",
        "Facts.Topics",
        "Facts.Colour:label",
    ]
    row = typed.Contact.get(id=person, select=select).one()
    assert type(row.pop("created_date")) is dt.datetime
    assert row == {
        "id": person,
        "birth_date": DAY,
        "is_deleted": False,
        "Facts.Rank": 7,
        "Facts.Born": dt.date(2000, 2, 3),
        "Facts.Topics": ["art", "edu"],
        "Facts.Colour:label": "Red",
    }


def test_references_joins_and_what_is_unknown(api4: SandboxApiV4, person: int) -> None:
    typed = api4.with_options(typed=True)
    rows = typed.Contribution.get(
        contact_id=person,
        select=[
            "total_amount",
            "contact_id.birth_date",
            "c.birth_date",
            "COUNT(id) AS n",
            "MAX(receive_date)",
        ],
        join=[["Contact AS c", "LEFT", ["c.id", "=", "contact_id"]]],
        groupBy=["id"],
    )
    row = rows.one()
    assert row["contact_id.birth_date"] == row["c.birth_date"] == DAY
    assert row["n"] == 1
    assert row["MAX:receive_date"] == "2026-01-02 03:04:05"


def test_v3(api3: SandboxApiV3, person: int) -> None:
    typed = api3.with_options(typed=True)
    names = ["birth_date", "custom_2", "custom_3", "custom_4", "is_deceased"]
    row = typed.Contact.getsingle({"id": person, "return": names})
    assert (row["id"], row["birth_date"], row["is_deceased"]) == (person, DAY, False)
    assert (row["custom_2"], row["custom_3"], row["custom_4"]) == (7, ["art", "edu"], dt.date(2000, 2, 3))
    assert typed.Contact.getvalue({"id": person, "return": "birth_date"}) == DAY
    assert typed.Contact.getvalue({"id": person, "return": ["custom_2"]}) == 7
    assert typed.Contact.getcount(id=person) == 1
    keyed = typed.Contribution.get({"contact_id": person, "sequential": 0})
    assert [gift["total_amount"] for gift in keyed.values()] == [10.5]
    (made,) = typed.Tag.create(name="typed").copy()
    assert (type(made["id"]), made["is_selectable"]) in ((int, None), (int, True))
    assert typed.Tag.delete(id=made["id"]) == 1


@pytest.mark.parametrize(
    ("index", "read"),
    [
        (0, {"birth_date": DAY}),
        ("first_name", {"Typed": {"birth_date": DAY}}),
        (["birth_date"], [DAY]),
        ({"first_name": "birth_date"}, {"Typed": DAY}),
        (5, None),
    ],
)
def test_index(api4: SandboxApiV4, person: int, index: Any, read: Any) -> None:
    found = api4.with_options(typed=True)("Contact", "get", {"where": [["id", "=", person]]}, index)
    if isinstance(found, dict) and "birth_date" in found:
        found = {"birth_date": found["birth_date"]}
    if isinstance(found, dict) and isinstance(found.get("Typed"), dict):
        found = {"Typed": {"birth_date": found["Typed"]["birth_date"]}}
    assert found == read


def test_what_a_write_gives(api4: SandboxApiV4) -> None:
    typed = api4.with_options(typed=True)
    made = typed.Contact.create(contact_type="Individual", first_name="W", birth_date="2026-01-02")
    assert isinstance(made, Result)
    assert made.one()["birth_date"] == DAY
    assert typed.Contact.update(id=made[0]["id"], birth_date=None).one()["birth_date"] is None
    saved = typed.Tag.save(records=[{"name": "s1"}, {"name": "s2"}])
    assert all(type(row["created_date"]) is dt.datetime for row in saved)
    assert saved.matched == 0
    deleted = typed.Tag.delete(id=[row["id"] for row in saved])
    assert [row["id"] for row in deleted] == [row["id"] for row in saved]


def test_a_batch_and_its_errors(api4: SandboxApiV4, person: int) -> None:
    typed = api4.with_options(typed=True)
    one, other = typed.batch([("Contact", "get", {"id": person}), ("Contact", "get", {"nope": 1})])
    assert one.result()[0]["birth_date"] == DAY
    with pytest.raises(ApiError):
        other.result()


def test_off_again_and_nothing_asked_without(api4: SandboxApiV4, person: int) -> None:
    plain = api4.with_options(typed=True).with_options(typed=False)
    assert plain._guards == ()
    assert plain.Contact.get(id=person)[0]["birth_date"] == "2026-01-02"


def test_what_is_needed_is_asked_for_before_a_write(new_site: Callable[[], Path]) -> None:
    """Not after: a write that was done must not end in the error of another question."""

    class Lost(SandboxApiV4):
        def _performed(self, calls: Any) -> Any:
            if any(call.action == "getFields" for call in calls):
                raise ConnectionFailed("gone", handled=False)
            return super()._performed(calls)

    with Lost(new_site()) as api:
        with pytest.raises(ConnectionFailed):
            api.with_options(typed=True).Tag.create(name="unseen")
        assert api.Tag.get(name="unseen") == []


def test_an_entity_that_is_not_described_stays_as_it_is(new_site: Callable[[], Path]) -> None:
    class Shut(SandboxApiV4):
        def _performed(self, calls: Any) -> Any:
            return [
                answer
                if call.action == "get" and call.entity == "Tag"
                else type(answer)(call, {"error_message": "Authorization failed", "status": 403})
                for call, answer in zip(calls, super()._performed(calls), strict=True)
            ]

    with Shut(new_site()) as api:
        assert isinstance(api.with_options(typed=True).Tag.get(limit=1)[0]["created_date"], str)


def test_both_versions_give_the_same(api4: SandboxApiV4, api3: SandboxApiV3, person: int) -> None:
    """Over all entities that the sandbox fills; an empty text is none to APIv4 and empty or left out in APIv3."""
    typed4, typed3 = api4.with_options(typed=True), api3.with_options(typed=True)
    compared = 0
    both = set(typed3.schema.load().entities) & set(typed4.schema.load().entities)
    for entity in sorted(both - {"Setting", "Entity"}):
        try:
            rows = {row["id"]: row for row in typed3(entity, "get", {"options": {"limit": 5, "sort": "id"}})}
            others = typed4(entity, "get", {"where": [["id", "IN", [*rows]]], "select": ["*"]})
        except (ApiError, NotFound):
            continue  # not simulated
        for other in others:
            row = rows[other["id"]]
            for name in row.keys() & other.keys():
                assert (row[name] or None) == (other[name] or None), (entity, name)
                assert type(row[name]) is type(other[name]) or not row[name], (entity, name)
                compared += 1
    assert compared > 500
