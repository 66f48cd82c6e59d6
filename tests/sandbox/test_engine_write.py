"""create, update, save, replace, delete, and what goes with the records of an entity."""

from __future__ import annotations

import pytest

from civiapi.sandbox import Site, SiteError
from civiapi.sandbox.errors import NotSimulated, PhpError

from .engine import Caller, token


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("write") / "site.sqlite", sample=False) as site:
        yield Caller(site)


def fails(api, entity, action, params, message):
    with pytest.raises(SiteError) as caught:
        api(entity, action, params)
    assert caught.value.message == message


def one(api, entity, record_id, *select):
    return api(entity, "get", {"where": [["id", "=", record_id]], "select": list(select)})[0]


def test_create_answers_the_save_object(api):
    row = api("Tag", "create", {"values": {"label": f"My {token()}", "nonsense": 1}})[0]
    assert row["nonsense"] is None
    assert row["used_for"] == ["civicrm_contact"]
    assert row["name"] == row["label"].replace(" ", "_")
    assert row["created_date"].isdigit(), "dates come as digits"
    assert "is_reserved" not in row, "defaults of the database are not read back"
    assert (row["custom"], row["check_permissions"]) == (None, None)


@pytest.mark.parametrize(
    ("entity", "values", "message"),
    [
        ("Email", {}, "Mandatory values missing from Api4 Email::create: email"),
        ("Tag", {}, "Mandatory values missing from Api4 Tag::create: name, label"),
        ("Event", {"is_template": True}, "Mandatory values missing from Api4 Event::create: template_title"),
        ("Contact", {"id": 1}, "Cannot pass id to Create action. Use Update action instead."),
        ("Contact", {"gender_id:icon": "x"}, "Illegal expression"),
        ("Email", {"email": "x@y.z", "contact_id": 999999}, "DB Error: constraint violation"),
        ("Email", {"email": "x@y.z", "contact_id": "x"}, "DB Error: constraint violation"),
        ("Tag", {"name": "Company"}, "DB Error: already exists"),
    ],
)  # fmt: skip
def test_create_refuses(api, entity, values, message):
    fails(api, entity, "create", {"values": values}, message)


def test_records_that_come_with_others_are_refused(api):
    case = {"case_type_id": 1, "contact_id": 1, "creator_id": 2, "subject": "A case"}
    with pytest.raises(NotSimulated, match="new records of Case"):
        api("Case", "create", {"values": case})


def test_names_labels_and_unique_fields_are_looked_up(api):
    person = api.person(**{"gender_id:label": "Male", "prefix_id:name": "Dr."})
    assert one(api, "Contact", person, "gender_id", "prefix_id:label") == {
        "id": person,
        "gender_id": 2,
        "prefix_id:label": "Dr.",
    }
    values = {"contact_id": person, "country_id.name": "Norway", "state_province_id:abbr": "IL"}
    row = api("Address", "create", {"values": values})[0]
    assert (row["country_id"], row["state_province_id"]) == (1161, 1012)
    assert (
        api("Contact", "update", {"values": {"id": person, "gender_id:name": "Purple"}})[0]["gender_id"]
        is None
    )


def test_values_are_stored_as_civicrm_stores_them(api):
    person = api.person(
        first_name=12345,
        job_title=True,
        gender_id="purple",
        birth_date="not a date",
        source="null",
        nick_name="x" * 200,
    )
    assert one(
        api, "Contact", person, "first_name", "job_title", "gender_id", "birth_date", "source", "nick_name"
    ) == {
        "id": person,
        "first_name": "12345",
        "job_title": "1",
        "gender_id": 0,
        "birth_date": "1970-01-01",
        "source": "Null",
        "nick_name": "x" * 125 + "...",
    }
    with pytest.raises(PhpError):
        api.person(first_name=["a"])


def test_names_and_greetings_of_contacts(api):
    values = {"contact_type": "Individual", "first_name": "Grace", "middle_name": "B", "last_name": "Hop"}
    row = api("Contact", "create", {"values": {**values, "prefix_id:name": "Dr.", "suffix_id:name": "Jr."}})[
        0
    ]
    assert (row["display_name"], row["sort_name"]) == ("Dr. Grace Hop Jr.", "Hop, Grace Jr.")
    assert "addressee_display" not in row, "greetings are made after the answer"
    read = one(api, "Contact", row["id"], "addressee_display", "email_greeting_display")
    assert read["addressee_display"] == "Dr. Grace B Hop Jr."
    assert read["email_greeting_display"] == "Dear Grace"
    changed = api("Contact", "update", {"values": {"id": row["id"], "first_name": "Gry", "prefix_id": None}})[
        0
    ]
    assert changed["display_name"] == "Gry Hop Jr."
    assert changed["contact_id"] is None


def test_a_contact_without_names_goes_by_its_email(api):
    values = {"contact_type": "Individual", "email_primary.email": "Only@Example.org"}
    row = api("Contact", "create", {"values": values})[0]
    assert "display_name" not in row
    assert one(api, "Contact", row["id"], "display_name")["display_name"] == "only@example.org"


def test_primary_locations_through_the_contact(api):
    person = api.person()
    update = {
        "email_primary.email": "a@example.org",
        "phone_primary.phone": "12",
        "address_primary.city": "Oslo",
    }
    api("Contact", "update", {"where": [["id", "=", person]], "values": update})
    assert one(api, "Contact", person, *update) == {"id": person, **update}
    api("Contact", "update", {"where": [["id", "=", person]], "values": {"email_primary.email": None}})
    assert one(api, "Contact", person, "email_primary.email")["email_primary.email"] is None


def primaries(api, person):
    rows = api("Email", "get", {"where": [["contact_id", "=", person]], "orderBy": {"id": "ASC"}})
    return [row["is_primary"] for row in rows]


def test_there_is_always_one_primary_email(api):
    person = api.person()
    mails = [{"email": f"{n}@example.org", "is_primary": n == 2} for n in range(3)]
    ids = [row["id"] for row in api("Email", "save", {"records": mails, "defaults": {"contact_id": person}})]
    assert primaries(api, person) == [False, False, True]
    api("Email", "update", {"values": {"id": ids[2], "is_primary": False}})
    assert primaries(api, person) == [False, False, True], "it cannot resign"
    api("Email", "update", {"values": {"id": ids[1], "is_primary": "1"}})
    assert primaries(api, person) == [False, True, False]
    assert api("Email", "delete", {"where": [["id", "=", ids[1]]]}) == [{"id": str(ids[1])}]
    assert primaries(api, person) == [True, False]


def test_update_by_id_does_not_look_whether_the_row_exists(api):
    assert api("Email", "update", {"values": {"id": 999999, "on_hold": 1}})[0]["id"] == 999999
    fails(
        api,
        "Contact",
        "update",
        {"values": {"id": 999999, "source": "x"}},
        "Expected one Contact but found 0",
    )
    fails(api, "Contact", "update", {"values": {"source": "x"}},
          'Parameter "where" is required unless primary keys are supplied in values.')  # fmt: skip
    fails(api, "Contact", "update", {"where": [["id", "=", 1]]}, 'Parameter "values" is required.')


def test_update_of_several_rows(api):
    name = token()
    people = [api.person(last_name=name, first_name=first) for first in "ABC"]
    params = {"where": [["last_name", "=", name]], "values": {"source": "x"}, "reload": ["source"]}
    rows = api("Contact", "update", {**params, "limit": 2, "orderBy": {"first_name": "DESC"}})
    assert sorted(row["id"] for row in rows) == people[1:]
    assert api("Contact", "update", {**params, "where": [["last_name", "=", "no-" + name]]}) == []


def test_save_matches_one_row_and_answers_how_many(api):
    name = token()
    api.person(first_name="One", last_name=name)
    records = [{"first_name": "One", "job_title": "x"}, {"first_name": "Two"}]
    params = {"records": records, "defaults": {"contact_type": "Individual", "last_name": name}}
    answer = api.answer(
        "Contact", "save", {**params, "match": ["first_name", "last_name"], "reload": ["job_title"]}
    )
    assert answer["countMatched"] == 1
    assert [row["job_title"] for row in answer["values"]] == ["x", None]
    assert api.answer("Contact", "save", params)["countMatched"] == 0
    doubled = api.answer("Contact", "save", {**params, "match": ["first_name", "last_name"]})
    assert doubled["countMatched"] == 0, "two rows match, so new ones are made"


def test_save_is_not_one_transaction(api):
    key = token()
    record = {"contact_type": "Individual", "external_identifier": key, "last_name": key}
    fails(api, "Contact", "save", {"records": [record, record]}, "DB Error: already exists")
    assert len(api("Contact", "get", {"where": [["last_name", "=", key]]})) == 1


def test_replace(api):
    person = api.person()
    mails = [{"email": f"{n}@example.org"} for n in "abc"]
    old = api("Email", "save", {"records": mails, "defaults": {"contact_id": person}})
    where = [["contact_id", "=", person]]
    records = [{"id": old[0]["id"], "email": "a2@example.org"}, {"email": "d@example.org"}]
    answer = api.answer("Email", "replace", {"where": where, "records": records})
    assert answer["deleted"] == [{"id": str(row["id"])} for row in old[1:]]
    assert [row["contact_id"] for row in answer["values"]] == [person, person]
    assert answer["countMatched"] == 1
    fails(api, "Email", "replace", {"where": where, "records": []}, 'Parameter "records" is required.')
    fails(api, "Email", "replace", {"records": records}, 'Parameter "where" is required.')


def test_trash_and_beyond(api):
    person = api.person()
    api("Email", "create", {"values": {"contact_id": person, "email": "gone@example.org"}})
    where = {"where": [["id", "=", person]]}
    assert api("Contact", "delete", where) == [{"id": person}]
    assert one(api, "Contact", person, "is_deleted")["is_deleted"] is True
    assert api("Contact", "delete", {**where, "useTrash": False}) == [{"id": person}]
    assert api("Email", "get", {"where": [["email", "=", "gone@example.org"]]}) == []
    assert api("Contact", "delete", where) == []


def test_activities_have_contacts(api):
    source, target, other = api.person(), api.person(), api.person()
    values = {"activity_type_id:name": "Meeting", "source_contact_id": source, "target_contact_id": [target]}
    row = api("Activity", "create", {"values": {**values, "activity_date_time": "2020-01-02 03:04"}})[0]
    assert row["activity_date_time"] == "20200102030400"
    assert (row["status_id"], row["priority_id"], row["source_contact_id"]) == (2, 2, None)
    api("Activity", "update", {"values": {"id": row["id"], "target_contact_id": [other, target]}})
    read = one(api, "Activity", row["id"], "source_contact_id", "target_contact_id", "assignee_contact_id")
    assert read == {
        "id": row["id"],
        "source_contact_id": source,
        "target_contact_id": [other, target],
        "assignee_contact_id": None,
    }
    found = api("Activity", "get", {"where": [["target_contact_id", "CONTAINS", other]], "select": ["id"]})
    assert found == [{"id": row["id"]}]


def test_an_employer_is_a_relationship(api):
    organization = api("Organization", "create", {"values": {"organization_name": "Works"}})[0]["id"]
    person = api.person(employer_id=organization)
    assert one(api, "Contact", person, "organization_name")["organization_name"] == "Works"
    where = [["near_contact_id", "=", person]]
    cache = api(
        "RelationshipCache",
        "get",
        {"where": where, "select": ["near_relation", "far_contact_id", "is_current"]},
    )
    assert [(row["near_relation"], row["far_contact_id"], row["is_current"]) for row in cache] == [
        ("Employee of", organization, True)
    ]
    values = {
        "contact_id_a": person,
        "contact_id_b": organization,
        "relationship_type_id:name": "Employee of",
    }
    assert api("Relationship", "create", {"values": values})[0]["error_code"] == "duplicate"
    swapped = {**values, "contact_id_a": organization, "contact_id_b": person}
    fails(api, "Relationship", "create", {"values": swapped}, "Invalid Relationship")
    api("Relationship", "delete", {"where": [["contact_id_a", "=", person]]})
    assert one(api, "Contact", person, "employer_id")["employer_id"] is None


def test_contributions_have_parts(api):
    person = api.person()
    values = {
        "contact_id": person,
        "financial_type_id:name": "Donation",
        "total_amount": "19.90",
        "fee_amount": 1,
    }
    row = api("Contribution", "create", {"values": values})[0]
    assert (row["total_amount"], row["net_amount"], row["currency"]) == (19.9, 18.9, "USD")
    line = api("LineItem", "get", {"where": [["contribution_id", "=", row["id"]]]})[0]
    assert (line["qty"], line["line_total"], line["label"]) == (1, 19.9, "Contribution Amount")
    assert one(api, "Contribution", row["id"], "paid_amount", "balance_amount") == {
        "id": row["id"],
        "paid_amount": 19.9,
        "balance_amount": 0,
    }
    with pytest.raises(PhpError):
        api("Contribution", "create", {"values": {**values, "total_amount": "lots"}})
    assert api("Contribution", "delete", {"where": [["id", "=", row["id"]]]}) == [{"id": row["id"]}]
    assert api("LineItem", "get", {"where": [["id", "=", line["id"]]]}) == []


def test_option_values_make_up_names_values_and_weights(api):
    name = token()
    group = api("OptionGroup", "create", {"values": {"name": name, "title": "Sizes"}})[0]["id"]
    rows = api("OptionValue", "save", {
        "records": [{"label": "Small One"}, {"label": "Big", "value": "7"}, {"label": "Huge", "is_default": True}],
        "defaults": {"option_group_id.name": name},
    })  # fmt: skip
    assert [(row["name"], row["value"], row["weight"]) for row in rows] == [
        ("Small_One", "1", 1), ("Big", "7", 2), ("Huge", "8", 3),
    ]  # fmt: skip
    values = {"option_group_id": group, "label": "Again", "value": "7"}
    fails(
        api, "OptionValue", "create", {"values": values}, f"{name}: Value already exists in the database: 7"
    )
    api("OptionValue", "update", {"values": {"id": rows[0]["id"], "is_default": True}})
    assert one(api, "OptionValue", rows[2]["id"], "is_default")["is_default"] is False


def test_new_options_are_known_at_once(api):
    values = {"option_group_id:name": "gender", "label": "Unsaid", "name": "unsaid"}
    value = api("OptionValue", "create", {"values": values})[0]["value"]
    person = api.person(**{"gender_id:name": "unsaid"})
    assert one(api, "Contact", person, "gender_id", "gender_id:label") == {
        "id": person, "gender_id": int(value), "gender_id:label": "Unsaid",
    }  # fmt: skip


def test_sub_types_fit_their_type(api):
    assert api.person(contact_sub_type=["Student"])
    values = {"contact_type": "Organization", "organization_name": "X", "contact_sub_type": ["Student"]}
    fails(api, "Contact", "create", {"values": values},
          "The Contact Sub Type does not match the Contact type for this record")  # fmt: skip


def test_memberships_have_dates_and_a_status(api):
    values = {"name": token(), "member_of_contact_id": 1, "financial_type_id": 2, "period_type": "rolling"}
    kind = api(
        "MembershipType", "create", {"values": {**values, "duration_unit": "year", "duration_interval": 1}}
    )
    member = {"contact_id": api.person(), "membership_type_id": kind[0]["id"], "join_date": "2019-03-01"}
    row = api("Membership", "create", {"values": member})[0]
    assert one(api, "Membership", row["id"], "start_date", "end_date", "status_id:name") == {
        "id": row["id"], "start_date": "2019-03-01", "end_date": "2020-02-29", "status_id:name": "Expired",
    }  # fmt: skip
    [entry] = api("MembershipLog", "get", {"where": [["membership_id", "=", row["id"]]]})
    assert (entry["start_date"], entry["end_date"], entry["modified_id"]) == ("2019-03-01", "2020-02-29", 2)


def test_a_tag_with_children_cannot_go(api):
    parent = api("Tag", "create", {"values": {"name": token()}})[0]["id"]
    api("Tag", "create", {"values": {"name": token(), "parent_id": parent}})
    fails(api, "Tag", "delete", {"where": [["id", "=", parent]]}, "DB Error: constraint violation")


def test_settings(api):
    assert api("Setting", "get", {"select": ["lcMessages"]}) == [
        {"name": "lcMessages", "value": "en_US", "domain_id": 1}
    ]
    api("Setting", "set", {"values": {"max_attachments": 9}})
    assert api.site.setting("max_attachments") == 9
    api("Setting", "revert", {"select": ["max_attachments"]})
    assert api.site.setting("max_attachments") == 3
    fails(api, "Setting", "get", {"select": ["nope"]}, "Unknown settings for domain 1: nope")
