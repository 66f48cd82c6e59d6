"""Each kind of fault of an APIv4 call, in words; and calls that are in order."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import SandboxApiV4, UsageError

Call = tuple[str, str, dict[str, Any]]

PERSON = {"contact_type": "Individual", "first_name": "A"}


def said(api: SandboxApiV4, call: Call) -> str:
    with pytest.raises(UsageError) as caught:
        api(*call)
    assert caught.value.call is not None
    assert caught.value.handled is False
    return caught.value.message


def get(**params: Any) -> Call:
    return "Contact", "get", params


def create(entity: str = "Contact", **values: Any) -> Call:
    return entity, "create", {"values": {**(PERSON if entity == "Contact" else {}), **values}}


FAULTS: list[tuple[Call, str]] = [
    # names
    (("Contat", "get", {}), "no entity 'Contat'; did you mean Contact?"),
    (("Contact", "explode", {}), "no action 'explode' on Contact"),
    (("Contact", "getChecksun", {}), "no action 'getChecksun' on Contact; did you mean getChecksum?"),
    (
        ("Contact", "getChecksum", {"contactId": 1, "tll": 3}),
        "no param 'tll' on Contact.getChecksum; did you mean ttl?",
    ),
    (("Contact", "getChecksum", {}), "getChecksum needs contactId"),
    (get(limit="few"), "limit is a number, not 'few'"),
    (get(select="id"), "select is a list or dict, not 'id'"),
    (
        get(gender_id="Female"),
        "gender_id: 'Female' is no whole number; did you mean 1 (or :name behind the field's name)?",
    ),
    (get(gender_id="Femal"), "gender_id: 'Femal' is no whole number"),
    (get(frist_name="A"), "no field 'frist_name' on Contact; did you mean first_name?"),
    (get(**{"Facts.Color": "r"}), "no field 'Facts.Color' on Contact; did you mean Facts.Colour?"),
    (get(custom_1="r"), "no field 'custom_1' on Contact; did you mean Facts.Colour?"),
    (("Custom_Jobs", "get", {"titel": "x"}), "no field 'titel' on Custom_Jobs; did you mean Title?"),
    (get(select=["frist_name"]), "no field 'frist_name' on Contact; did you mean first_name?"),
    (get(orderBy={"frist_name": "ASC"}), "no field 'frist_name' on Contact; did you mean first_name?"),
    (get(orderBy={"id": "up"}), "orderBy: id goes ASC or DESC, not 'up'"),
    (get(groupBy=["gendre_id"]), "no field 'gendre_id' on Contact; did you mean gender_id?"),
    (
        get(select=["employer_id.displayname"]),
        "no field 'employer_id.displayname' on Contact; did you mean employer_id.display_name?",
    ),
    (
        get(select=["employer_id.created_by.x"]),
        "no field 'employer_id.created_by.x' on Contact",
    ),
    (
        ("Email", "get", {"where": [["contact_id.employer_id.frist_name", "=", "x"]]}),
        "on Email; did you mean contact_id.employer_id.first_name?",
    ),
    (
        get(where=[["email_primary.emial", "=", "x"]]),
        "no field 'email_primary.emial' on Contact; did you mean email_primary.email?",
    ),
    (
        get(last_name__like="O%"),
        "no field 'last_name__like' on Contact; did you mean last_name={'LIKE': ...}?",
    ),
    (get(id__not_in=[1]), "no field 'id__not_in' on Contact; did you mean id={'NOT IN': ...}?"),
    (get(where=[["first_name.x", "=", "x"]]), "no field 'first_name.x' on Contact; did you mean first_name?"),
    (get(where=[["id:name", "=", "x"]]), "id:name: it has no options, and so no names or labels"),
    (get(select=["gender_id:lable"]), "gender_id:lable: there is no :lable; there are :name, :label"),
    (
        get(join=[["Email AS mail", "LEFT", ["mail.contact_id", "=", "id"]]], select=["mail.emial"]),
        "no field 'mail.emial' on the join of Email; did you mean mail.email?",
    ),
    (get(join=[["Emial AS mail", "LEFT"]]), "no entity 'Emial'; did you mean Email?"),
    (get(join=[["Email AS mail", "OUTER"]]), "'OUTER' is no side of a join; there are LEFT, INNER, EXCLUDE"),
    (get(join=["Email"]), "each join is a list such as"),
    (
        get(join=[["Email AS m", "LEFT", ["m.contct_id", "=", "id"]]]),
        "no field 'm.contct_id' on the join of Email; did you mean m.contact_id?",
    ),
    (
        get(
            select=["gender_id", "COUNT(id) AS n"], groupBy=["gender_id"], having=[["m", ">", 1], ["OR", []]]
        ),
        "",
    ),
    (get(select=["gender_id"], groupBy=["gender_id"], having=[["n", ">", 1]]), "having: 'n' is not selected"),
    (get(having=["n"]), "each clause of having is a list"),
    # conditions
    (get(where=[["id", "IS NEARLY", 1]]), "id: 'IS NEARLY' is no operator; did you mean"),
    (get(where=[["id", "in", [1]]]), "id: 'in' is no operator; did you mean IN?"),
    (get(where=[["id"]]), "id: None is no operator"),
    (get(where=[["OR", [["id", "IN", 1]]]]), "id: IN takes a list"),
    (get(where=[["NOT", ["id", "=", [1]]]]), "id: = takes one value, not a list; a list goes with IN"),
    (get(where=[["id", "BETWEEN", [1]]]), "id: BETWEEN takes a list of two values"),
    (get(where=[["id", "IN", [[1]]]]), "id: is compared with single values, not a list"),
    (get(where=[["nick_name", "CONTAINS", []]]), "nick_name: CONTAINS takes at least one value"),
    (get(where=[["groups", "=", 1]]), "groups takes the operators IN, NOT IN alone, not ="),
    (get(where=[["id", "=", "1x"]]), "id: '1x' is no whole number"),
    (
        get(where=[["birth_date", "<", "2026-13-01"]]),
        "birth_date: '2026-13-01' is no date, such as 1990-12-31",
    ),
    (get(where=[["is_deleted", "=", "yes"]]), "is_deleted: 'yes' is no truth value; give True or False"),
    (
        get(where=[["gender_id:label", "=", "Femal"]]),
        "gender_id:label: 'Femal' is no option; did you mean Female?",
    ),
    (get(where=[["Facts.Colour:label", "IN", ["Red", "Gren"]]]), "'Gren' is no option; did you mean Green?"),
    (
        ("Contact", "delete", {"frist_name": "A"}),
        "no field 'frist_name' on Contact; did you mean first_name?",
    ),
    # values
    (create(frist_name="A"), "no field 'frist_name' on Contact; did you mean first_name?"),
    (create(id=5), "create makes its own id"),
    (create(where=[["id", "=", 1]]), "'where' is a param of "),
    (create(gender_id=9), "gender_id: 9 is no option; there are: 1, 2, 3"),
    (create(gender_id="Female"), "gender_id: 'Female' is no option; did you mean 1 (or :name behind"),
    (create(**{"gender_id:label": "Femal"}), "'Femal' is no option; did you mean Female?"),
    (
        create(**{"gender_id:icon": "x"}),
        "gender_id:icon: values are given by :name, :label, :abbr, not :icon",
    ),
    (create(**{"Facts.Colour": "blue"}), "Facts.Colour: 'blue' is no option"),
    (create(**{"Facts.Rank": "high"}), "Facts.Rank: 'high' is no whole number"),
    (create(**{"Facts.Rank": 1.5}), "Facts.Rank: 1.5 is no whole number"),
    (create(**{"Facts.Topics": ["art", "cooking"]}), "Facts.Topics: 'cooking' is no option"),
    (create(**{"Facts.Born": "garbage"}), "Facts.Born: 'garbage' is no date, such as 1990-12-31"),
    (create(birth_date="2026-13-01"), "birth_date: '2026-13-01' is no date, such as 1990-12-31"),
    (create(first_name="x" * 65), "first_name: the text has 65 characters, the field takes 64"),
    (create(first_name=["a"]), "first_name: takes one value, not a list"),
    (create(**{"gender_id:name": ["Male"]}), "gender_id:name: takes one value, not a list"),
    (create(is_deceased="yes"), "is_deceased: 'yes' is no truth value; give True or False"),
    (create(display_name="A"), "display_name is worked out by CiviCRM and cannot be set"),
    (create(age_years=5), "age_years can be read and not written"),
    (create(groups=[1]), "groups can be read and not written"),
    (create(**{"email_primary.emial": "x"}), "no field 'email_primary.emial' on Contact; did you mean"),
    (create(**{"email_primary.email": ["x"]}), "email_primary.email: takes one value, not a list"),
    (create("Email", contact_id=2), "Email needs email"),
    (create("Tag", description="x"), "Tag needs name, label"),
    (create("Contribution", contact_id=2, total_amount="abc"), "total_amount: 'abc' is no number"),
    (create("Contribution", contact_id=2), "Contribution needs financial_type_id, total_amount"),
    (
        create("Activity", activity_type_id=1, source_contact_id=2, activity_date_time="soon"),
        "'soon' is no date, such as 1990-12-31",
    ),
    (create("Custom_Jobs", entity_id=2, Since="garbage"), "Since: 'garbage' is no date, such as 1990-12-31"),
    (("Email", "update", {"id": 1, "location_type_id": 99}), "location_type_id: 99 is no option"),
    (("Tag", "update", {"id": 1, "name": None}), "name cannot be empty"),
    (("Tag", "save", {"records": [{"label": "a"}, {"color": "#fff"}]}), "Tag needs name, label"),
    (("Tag", "save", {"records": [{"label": "a"}], "match": ["nam"]}), "no field 'nam' on Tag to match by"),
    (
        ("Email", "replace", {"where": [["contact_id", "=", 2]], "records": [{"location_type_id": 1}]}),
        "Email needs email",
    ),
    # chains
    (get(chain={"mails": ["Emial", "get"]}), "chain mails: no entity 'Emial'; did you mean Email?"),
    (
        get(chain={"mails": ["Email", "get", {"where": [["contct_id", "=", "$id"]]}]}),
        "chain mails: no field 'contct_id' on Email; did you mean contact_id?",
    ),
    (get(chain={"mails": "Email"}), "chain mails: a chained call is a list [entity, action, params]"),
    (
        get(chain={"a": ["Email", "get", {"chain": {"b": ["Phone", "get", {"select": ["pone"]}]}}]}),
        "chain a.b: no field 'pone' on Phone; did you mean phone?",
    ),
]


@pytest.mark.parametrize(("call", "fault"), FAULTS, ids=lambda one: str(one)[:60])
def test_fault(checked4: SandboxApiV4, call: Call, fault: str) -> None:
    assert fault in said(checked4, call)


def test_all_faults_of_a_call_in_one_error(checked4: SandboxApiV4) -> None:
    message = said(checked4, create(frist_name="A", birth_date="never", gender_id=7))
    assert message.split("; ") == [
        "no field 'frist_name' on Contact",
        "did you mean first_name?",
        "birth_date: 'never' is no date, such as 1990-12-31",
        "gender_id: 7 is no option",
        "there are: 1, 2, 3",
    ]


RIGHT: list[Call] = [
    get(first_name="A", limit=1),
    get(where=[["OR", [["id", "IN", [1, "2"]], ["NOT", [["is_deleted", "=", True]]]]]], limit=1),
    get(where=[["id", "=", "user_contact_id"], ["employer_id.employer_id.display_name", "IS NULL"]]),
    get(where=[["groups:name", "IN", ["newsletter"]], ["tags", "IN", [1]]]),
    get(where=[["birth_date", "=", "this.year"], ["created_date", "<", "now"], ["gender_id", "=", 99]]),
    get(where=[["first_name", "=", "last_name", True], ["LOWER(first_name)", "=", "a"]]),
    get(
        select=["*", "custom.*", "Facts.*", "email_primary.*", "employer_id.*", "is_*", "row_count"], limit=1
    ),
    get(
        select=["gender_id", "COUNT(*) AS n"],
        groupBy=["gender_id"],
        having=[["n", ">", 0]],
        orderBy={"n": "DESC"},
    ),
    get(select=["COUNT(id)"], groupBy=["gender_id"], having=[["COUNT:id", ">", 0]]),
    get(
        join=[["Email AS mail", "LEFT", ["mail.contact_id", "=", "id"], ["mail.is_primary", "=", True]]],
        select=["mail.email", "mail.location_type_id:label", "mail.contact_id.display_name"],
        orderBy={"mail.email": "ASC"},
        limit=1,
    ),
    get(
        join=[["Group AS g", "INNER", "GroupContact", ["g.status:name", "=", '"Added"']]],
        select=["g.title", "g.status"],
    ),
    get(
        select=["gender_id:label", "Facts.Colour:label", "Facts.Topics:label"],
        orderBy={"RAND()": "ASC"},
        limit=1,
    ),
    get(chain={"mails": ["Email", "get", {"where": [["contact_id", "=", "$id"]]}, 0]}, limit=0, id=-1),
    create(
        **{"birth_date": "1 January 2000", "gender_id:name": "Male", "email_primary.email": "a@example.org"}
    ),
    create(**{"Facts.Colour": "r", "Facts.Rank": "7", "Facts.Topics": ["art"], "Facts.Born": "20000101"}),
    create(**{"Facts.Colour:label": "Red", "preferred_communication_method": [1, "2"], "is_deceased": "0"}),
    create(
        "Activity",
        **{"activity_type_id:name": "Meeting", "source_contact_id": 2, "target_contact_id": [1, 2]},
    ),
    create(
        "Email", **{"contact_id": 2, "email": "b@example.org", "location_type_id:name": "Home", "on_hold": 0}
    ),
    create("Custom_Jobs", entity_id=2, Title="Boss", Since="2020-01-01"),
    create("OptionValue", **{"option_group_id.name": "event_type", "label": "New"}),
    ("Tag", "save", {"records": [{"name": "x"}, {"name": "y", "color": "#ffffff"}], "match": ["name"]}),
    ("Email", "update", {"id": 1, "is_bulkmail": True}),
    ("Contact", "update", {"id": 2, "birth_date": None, "nick_name": ""}),
    ("Contact", "getFields", {"where": [["name", "=", "id"]]}),
    ("Entity", "get", {"where": [["name", "=", "Contact"]]}),
]


@pytest.mark.parametrize("call", RIGHT, ids=lambda one: str(one)[:60])
def test_right(checked4: SandboxApiV4, call: Call) -> None:
    assert checked4(*call) is not None
