"""Each kind of fault of an APIv3 call, in words; and calls that are in order."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import SandboxApiV3, UsageError

PERSON = {"contact_type": "Individual", "first_name": "A"}
NEW = ("Contact", "create")

FAULTS: list[tuple[str, str, dict[str, Any], str]] = [
    ("Contat", "get", {}, "no entity 'Contat'; did you mean Contact?"),
    ("Contact", "explode", {}, "no action 'explode' on Contact"),
    ("Contact", "get", {"frist_name": "A"}, "no field 'frist_name' on Contact; did you mean first_name?"),
    ("Email", "get", {"colour": "A"}, "no field 'colour' on Email"),
    (
        "Contact",
        "get",
        {"return": "id,frist_name"},
        "no field 'frist_name' on Contact; did you mean first_name?",
    ),
    (
        "Contact",
        "get",
        {"return.frist_name": 1},
        "no field 'frist_name' on Contact; did you mean first_name?",
    ),
    (
        "Email",
        "get",
        {"options": {"sort": "emial DESC"}},
        "no field 'emial' on Email to sort by; did you mean email?",
    ),
    (
        "Email",
        "get",
        {"contact_id.frist_name": "A"},
        "no field 'contact_id.frist_name' on Email; did you mean",
    ),
    ("Email", "get", {"contact_id": "abc"}, "contact_id: 'abc' is no whole number"),
    ("Email", "get", {"contact_id": {"IN": [1, "x"]}}, "contact_id: 'x' is no whole number"),
    ("Contact", "get", {"birth_date": {"<": "soon"}}, "birth_date: 'soon' is no date, such as 1990-12-31"),
    ("Contact", "get", {"birth_date": {"BETWEEN": ["2020-01-01", "2021-01-01"]}}, "APIv3 breaks on BETWEEN"),
    ("Contact", "get", {"gender_id": "Femal"}, "gender_id: 'Femal' is no option"),
    ("Email", "getvalue", {"return": "emial"}, "no field 'emial' on Email; did you mean email?"),
    (*NEW, {"first_name": "A"}, "Contact needs contact_type"),
    (*NEW, {**PERSON, "frist_name": "A"}, "no field 'frist_name' on Contact; did you mean first_name?"),
    (*NEW, {**PERSON, "custom_99": "r"}, "no field 'custom_99' on Contact"),
    (*NEW, {**PERSON, "custom_1": "blue"}, "custom_1: 'blue' is no option"),
    (*NEW, {**PERSON, "custom_2": "high"}, "custom_2: 'high' is no whole number"),
    (*NEW, {**PERSON, "custom_4": "garbage"}, "custom_4: 'garbage' is no date, such as 1990-12-31"),
    (*NEW, {**PERSON, "custom_3": ["art", "cooking"]}, "custom_3: 'cooking' is no option"),
    (*NEW, {**PERSON, "gender_id": 9}, "gender_id: 9 is no option; there are: 1, 2, 3"),
    (*NEW, {**PERSON, "gender_id": "Purple"}, "gender_id: 'Purple' is no option"),
    (*NEW, {**PERSON, "birth_date": "2026-13-01"}, "birth_date: '2026-13-01' is no date, such as 1990-12-31"),
    (*NEW, {**PERSON, "is_deceased": "true"}, "is_deceased: 'true' is no truth value; give True or False"),
    (*NEW, {**PERSON, "last_name": "x" * 65}, "last_name: the text has 65 characters, the field takes 64"),
    (*NEW, {**PERSON, "last_name": ["x"]}, "last_name: takes one value, not a list"),
    (
        "Contribution",
        "create",
        {"contact_id": 2, "financial_type_id": 1, "total_amount": "abc"},
        "'abc' is no number",
    ),
    ("Email", "create", {"contact_id": 2}, "Email needs email"),
    (
        "Tag",
        "replace",
        {"used_for": "civicrm_contact", "values": [{"nmae": "x"}]},
        "no field 'nmae' on Tag; did you mean name?",
    ),
    (
        *NEW,
        {**PERSON, "api.Emial.create": {"email": "a@b"}},
        "api.Emial.create: no entity 'Emial'; did you mean Email?",
    ),
    (
        *NEW,
        {**PERSON, "api.Email.create": [{"emial": "a@b", "email": "c@d"}]},
        "api.Email.create: no field 'emial' on Email; did you mean email?",
    ),
    (
        "Contact",
        "get",
        {"id": 2, "api_email_get": {"contact_id": "$value.id", "api.phone.get": {"pone": 1}}},
        "api_email_get.api.phone.get: no field 'pone' on Phone; did you mean phone?",
    ),
]


@pytest.mark.parametrize(("entity", "action", "params", "fault"), FAULTS, ids=lambda one: str(one)[:40])
def test_fault(checked3: SandboxApiV3, entity: str, action: str, params: dict[str, Any], fault: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked3(entity, action, params)
    assert fault in caught.value.message


RIGHT: list[tuple[str, str, dict[str, Any]]] = [
    ("Contact", "get", {"first_name": {"LIKE": "A%"}, "return": ["id", "custom_1", "email"], "limit": 1}),
    (
        "Contact",
        "get",
        {"gender_id": "Female", "group": "newsletter", "options": {"sort": "sort_name DESC", "limit": 1}},
    ),
    ("contact", "getcount", {"contact_id": "user_contact_id", "custom_1": "r"}),
    ("Email", "get", {"contact_id.display_name": "A", "location_type_id": "Home", "options": {"limit": 1}}),
    ("Activity", "get", {"activity_type_id": "Meeting", "return": "subject,activity_date_time"}),
    ("Contact", "get", {"id": 2, "api.Email.get": 1, "api_phone_get": {"is_primary": 1}}),
    (
        *NEW,
        {
            **PERSON,
            "gender_id": "Female",
            "custom_1": "Red",
            "custom_2": "7",
            "custom_3": ["art"],
            "birth_date": "now",
        },
    ),
    (
        *NEW,
        {
            **PERSON,
            "is_deceased": 0,
            "nick_name": "",
            "custom_4": None,
            "preferred_communication_method": ["1", "2"],
        },
    ),
    (*NEW, {**PERSON, "api.Email.create": {"email": "a@example.org"}}),
    (*NEW, {"id": 2, "last_name": "B"}),
    (
        "Activity",
        "create",
        {"activity_type_id": "Meeting", "source_contact_id": 2, "target_contact_id": [1, 2]},
    ),
    ("Contribution", "create", {"contact_id": 2, "financial_type_id": "Donation", "total_amount": "10.50"}),
    ("Tag", "create", {"name": "three"}),
    ("Setting", "getvalue", {"name": "weekBegins"}),
    ("Contact", "getfields", {"api_action": "create"}),
    ("Contact", "getoptions", {"field": "gender_id"}),
    ("Entity", "get", {}),
]


@pytest.mark.parametrize(("entity", "action", "params"), RIGHT, ids=lambda one: str(one)[:40])
def test_right(checked3: SandboxApiV3, entity: str, action: str, params: dict[str, Any]) -> None:
    assert checked3(entity, action, params) is not None
