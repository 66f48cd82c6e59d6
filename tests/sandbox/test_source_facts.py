"""Rules that no recording shows: what CiviCRM's public sources say of them.

Each group names the file of civicrm-core that the facts were read in.
"""

from __future__ import annotations

import datetime

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError
from civiapi.sandbox.dates import date_range, is_relative, strtotime
from civiapi.sandbox.naming import room_for
from civiapi.sandbox.permissions import v3_rule, v4_rule

from .engine import ADMINISTRATOR, Caller, clock_at, token


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("facts") / "site.sqlite", sample=False) as site:
        yield Caller(site)


@pytest.fixture(scope="module")
def api3(api):
    return lambda entity, action, **params: api.site.api3(
        entity, action, params, user=ADMINISTRATOR, check=True
    )


@pytest.fixture(scope="module")
def person(api):
    values = {"first_name": "Ann", "nick_name": "n", "birth_date": "1980-05-06", "gender_id": 2}
    return api.person(job_title="dev", **values)


def said(call, *args, **params):
    with pytest.raises(SiteError) as caught:
        call(*args, **params)
    return caught.value.message


# Civi/Api4/Query/SqlFunction*.php, SqlEquation.php; Civi/Api4/Utils/FormattingUtil.php::convertDataType


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("ABS(gender_id)", 2),
        ("IF((job_title = 'dev'), 'yes', 'no')", "yes"),
        ("IF(ISNULL(job_title), job_title, first_name)", "Ann"),
        ("IF((gender_id = 2), 1, 0)", 1),
        ("IF(nick_name, 1, 0)", "0"),
        ("IF(is_deceased, 'dead', 'alive')", True),
        ("IFNULL(gender_id, 0)", 2),
        ("IFNULL(nick_name, 7)", "n"),
        ("GREATEST(communication_style_id, gender_id)", 2),
        ("NULLIF(gender_id, 2)", None),
        ("TIME(birth_date)", "00:00:00"),
        ("(gender_id / 3)", 0.6667),
        ("(gender_id / 2.0)", 1),
    ],
)
def test_what_functions_give(api, person, expression, value):
    params = {"select": [f"{expression} AS x"], "where": [["id", "=", person]]}
    found = api("Contact", "get", params)[0]["x"]
    assert (found, type(found)) == (value, type(value))


def test_a_date_with_hours_added_is_a_date(api):
    defaults = {"activity_type_id": 1, "source_contact_id": ADMINISTRATOR, "subject": token()}
    made = api("Activity", "create", {"values": {**defaults, "activity_date_time": "2024-02-28 23:30"}})[0]
    params = {"select": ["DATE_ADD(activity_date_time, INTERVAL 1 HOUR) AS x"]}
    assert api("Activity", "get", {**params, "where": [["id", "=", made["id"]]]})[0]["x"] == "2024-02-29"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("GREATEST(gender_id)", "Too few arguments to param 1 for SQL function GREATEST"),
        ("LEAST(gender_id)", "Too few arguments to param 1 for SQL function LEAST"),
        ("NULLIF(gender_id)", "Too few arguments to param 1 for SQL function NULLIF"),
        ("NULLIF(gender_id, 1, 2)", "Too many arguments given for SQL function NULLIF"),
        ("IF(gender_id)", "Missing param 2 for SQL function IF"),
    ],
)
def test_too_few_and_too_many_arguments(api, expression, message):
    assert said(api, "Contact", "get", {"select": [expression]}) == message


def test_a_mean_of_whole_numbers_is_none(api):
    name = token()
    records = [{"duration": duration} for duration in (1, 2, 2)]
    defaults = {"activity_type_id": 1, "source_contact_id": ADMINISTRATOR, "subject": name}
    api("Activity", "save", {"records": records, "defaults": defaults})
    select = ["AVG(duration) AS mean", "SUM(duration) AS sum"]
    assert api("Activity", "get", {"select": select, "where": [["subject", "=", name]]}) == [
        {"mean": 1.6667, "sum": 5}
    ]


# api/api.php::civicrm_api4: an index adds its field to what is selected, whatever the action


def test_an_index_adds_its_field_and_takes_it_away(api):
    params = {"select": ["data_type"], "where": [["name", "IN", ["email", "on_hold"]]]}
    found = api("Email", "getFields", params, index="name")
    assert found == {"email": {"data_type": "String"}, "on_hold": {"data_type": "Integer"}}
    assert [*api("Setting", "get", {"select": ["weekBegins"]}, index="name")] == ["weekBegins"]


# Civi/Api4/Generic/DAOUpdateAction.php


def test_the_id_in_the_values_of_an_update(api, person):
    def update(where, **values):
        return api("Contact", "update", {"where": where, "values": values, "reload": ["source"]})

    message = "Cannot update the id of an existing Contact."
    assert said(update, [["id", "=", person]], id=person + 1, source="x") == message
    assert said(update, [["id", "IN", [person]]], id=person, source="x") == message
    assert update([["id", "=", person]], id=str(person), source="y") == [{"id": person, "source": "y"}]
    assert update([["first_name", "=", "Nobody"]], id=person, source="z") == [], "both must be true"
    assert update([["first_name", "=", "Ann"]], id=person, source="z") == [{"id": person, "source": "z"}]


# Civi/Api4/Generic/Traits/DAOActionTrait.php::fillDefaults


def test_default_values_of_custom_fields(api):
    name = token()
    group = api("CustomGroup", "create", {"values": {"title": name, "extends": "Organization"}})[0]["id"]
    shared = {"custom_group_id": group, "html_type": "Select", "option_values": {"1": "a", "2": "b"}}
    records = [
        {"label": "One", "data_type": "String", "default_value": "2"},
        {"label": "Many", "data_type": "Int", "serialize": 1, "default_value": "\x011\x012\x01"},
    ]
    api("CustomField", "save", {"records": records, "defaults": shared})
    made = api("Organization", "create", {"values": {"organization_name": name, f"{name}.One": "1"}})
    assert made[0][f"{name}.Many"] is None, "echoed, without its value"
    people = [{"contact_type": "Individual", "first_name": name}, {"organization_name": name}]
    people[1]["contact_type"] = "Organization"
    api("Contact", "save", {"records": people})
    where = [["display_name", "=", name]]
    rows = api("Contact", "get", {"select": [f"{name}.*"], "where": where, "orderBy": {"id": "ASC"}})
    assert [[row[f"{name}.One"], row[f"{name}.Many"]] for row in rows] == [
        ["1", [1, 2]],
        [None, None],
        ["2", [1, 2]],
    ]


def test_a_custom_group_for_one_type_of_its_records(api):
    values = {"title": token(), "extends": "Activity", "extends_entity_column_value:name": ["Meeting"]}
    assert api("CustomGroup", "create", {"values": values})[0]["extends_entity_column_value"] == ["1"]
    values = {"title": token(), "extends": "Individual", "extends_entity_column_value:label": ["Student"]}
    assert api("CustomGroup", "create", {"values": values})[0]["extends_entity_column_value"] == ["Student"]


# CRM/Core/BAO/CustomValueTable.php::fieldToSQLType: a text has a column of just its length


def test_the_length_of_a_custom_field(api, person):
    name = token()
    group = api("CustomGroup", "create", {"values": {"title": name, "extends": "Contact"}})[0]["id"]
    shared = {"custom_group_id": group, "data_type": "String", "html_type": "Text"}
    records = [{"label": "Short", "text_length": 3}, {"label": "Usual"}]
    api("CustomField", "save", {"records": records, "defaults": shared})

    def update(field, text):
        params = {"where": [["id", "=", person]], "values": {f"{name}.{field}": text}}
        return api("Contact", "update", {**params, "reload": [f"{name}.{field}"]})[0][f"{name}.{field}"]

    assert (update("Short", "\u00e9\u00e9\u00e9"), update("Usual", "x" * 255)) == ("\u00e9" * 3, "x" * 255)
    assert said(update, "Short", "abcd") == "DB Error: unknown error"
    assert said(update, "Usual", "x" * 256) == "DB Error: unknown error"
    field = api("Contact", "getFields", {"where": [["name", "=", f"{name}.Short"]]})[0]
    assert "column_length" not in field


# CRM/Contact/BAO/Relationship.php::loadExistingRelationshipDetails


def test_an_updated_relationship_names_both_sides(api):
    one, other = api.person(), api.person()
    sides = {"contact_id_a": one, "contact_id_b": other, "relationship_type_id": 2}
    made = api("Relationship", "create", {"values": sides})[0]["id"]
    row = api("Relationship", "update", {"where": [["id", "=", made]], "values": {"description": "x"}})[0]
    expected = {"id": made, **sides, "description": "x", "custom": None, "check_permissions": None}
    assert row == expected


# Civi/Api4/Generic/Traits/DAOActionTrait.php::updateWeight, CRM/Utils/Weight.php::updateOtherWeights


@pytest.mark.parametrize(
    ("old", "wanted", "last", "expected"),
    [
        (0, 1, 3, (1, (1, 3, 1))),
        (0, 99, 3, (4, None)),
        (0, 0, 3, (1, (1, 3, 1))),
        (3, 1, 4, (1, (1, 2, 1))),
        (1, 3, 4, (3, (2, 3, -1))),
        (1, 99, 4, (4, (2, 4, -1))),
        (2, 2, 4, (2, None)),
    ],
)
def test_room_for_a_weight(old, wanted, last, expected):
    assert room_for(old, wanted, last) == expected


def test_weights_make_room_in_their_own_group(api):
    groups = [{"name": token(), "title": token()} for _ in range(2)]
    ids = [row["id"] for row in api("OptionGroup", "save", {"records": groups})]
    for group in ids:
        records = [{"label": label} for label in "ABC"]
        api("OptionValue", "save", {"records": records, "defaults": {"option_group_id": group}})
    added = {"option_group_id": ids[0], "label": "D", "weight": 2}
    made = api("OptionValue", "create", {"values": added})[0]

    def order(group):
        params = {"where": [["option_group_id", "=", group]], "select": ["label", "weight"]}
        rows = api("OptionValue", "get", {**params, "orderBy": {"weight": "ASC"}})
        assert [row["weight"] for row in rows] == [*range(1, len(rows) + 1)]
        return "".join(row["label"] for row in rows)

    assert [order(group) for group in ids] == ["ADBC", "ABC"]
    api("OptionValue", "update", {"where": [["id", "=", made["id"]]], "values": {"weight": 4}})
    assert order(ids[0]) == "ABCD"


# CRM/Core/BAO/Email.php::holdEmail


def test_since_when_an_email_is_on_hold(api):
    values = {"contact_id": api.person(), "email": f"{token()}@example.org"}
    made = api("Email", "create", {"values": values})[0]

    def hold(how):
        where = [["id", "=", made["id"]]]
        params = {"where": where, "values": {"on_hold": how}, "reload": ["hold_date", "reset_date"]}
        return [*api("Email", "update", params)[0].values()][1:]

    assert hold(0) == [None, None]
    since, reset = hold(1)
    assert (bool(since), reset) == (True, None)
    assert hold(2) == [since, None]
    held, reset = hold(0)
    assert (held, bool(reset)) == (None, True)
    assert hold(0) == [None, reset]
    assert hold(1)[1] is None


# CRM/Core/BAO/Address.php::fixSharedAddress, processSharedAddress


def test_shared_addresses(api):
    def create(**values):
        return api("Address", "create", {"values": {"contact_id": api.person(), **values}})[0]["id"]

    def read(address, *fields):
        (row,) = api("Address", "get", {"select": [*fields], "where": [["id", "=", address]]})
        return [row[name] for name in fields]

    def change(address, **values):
        api("Address", "update", {"where": [["id", "=", address]], "values": values})

    first = create(city="Salem", postal_code="1", location_type_id=3, is_billing=True)
    second = create(master_id=first, postal_code="2")
    taken = ("city", "postal_code", "location_type_id", "is_billing", "master_id")
    assert read(second, *taken) == ["Salem", "2", 3, False, first]
    assert read(first, "postal_code") == ["2"]  # what is said of one is true of both
    third = create(master_id=second, location_type_id=1)
    assert read(third, *taken) == ["Salem", "2", 1, False, first]
    change(first, city="Bend", location_type_id=2)
    assert [read(address, "city")[0] for address in (first, second, third)] == ["Bend"] * 3
    assert read(third, "location_type_id", "is_primary") == [1, True]
    change(third, street_address="1 Mill Lane")
    assert read(first, "street_address") == ["1 Mill Lane"]
    change(first, master_id=first)
    assert read(first, "master_id") == [None]
    fourth = create(city="Elsewhere")
    change(first, master_id=fourth)  # those that shared it share the new one
    assert read(second, "master_id", "city") == [fourth, "Elsewhere"]
    change(second, master_id=None)
    change(fourth, city="Bend")
    assert read(second, "city") == ["Elsewhere"]


def test_who_shares_the_address_of_an_organization_would_be_related_to_it(api):
    values = {"contact_type": "Organization", "organization_name": "Mill"}
    owner = api("Contact", "create", {"values": values})[0]["id"]
    address = api("Address", "create", {"values": {"contact_id": owner, "city": "X"}})[0]["id"]
    with pytest.raises(NotSimulated, match="shares the address of an organization"):
        api("Address", "create", {"values": {"contact_id": api.person(), "master_id": address}})
    assert api("Address", "create", {"values": {"contact_id": owner, "master_id": address}})


# CRM/Core/BAO/Note.php::self_hook_civicrm_pre


def test_a_note_goes_with_its_replies(api, person):
    def note(table, number):
        values = {"entity_table": table, "entity_id": number, "note": "x"}
        return api("Note", "create", {"values": values})[0]["id"]

    first, other = note("civicrm_contact", person), note("civicrm_contact", person)
    reply = note("civicrm_note", first)
    below = note("civicrm_note", reply)
    assert api("Note", "delete", {"where": [["id", "=", first]]}) == [{"id": str(first)}]
    left = api("Note", "get", {"where": [["id", "IN", [first, other, reply, below]]], "select": ["id"]})
    assert left == [{"id": other}]


# CRM/Core/BAO/Tag.php::add


def test_tags_below_a_tag_are_for_what_it_is_for(api):
    top = api("Tag", "create", {"values": {"label": token(), "used_for": ["civicrm_activity"]}})[0]["id"]
    values = {"label": token(), "parent_id": top, "color": "#FFFFFF"}
    below = api("Tag", "create", {"values": values})[0]["id"]

    def read():
        params = {"where": [["id", "=", below]], "select": ["used_for", "color"]}
        return [*api("Tag", "get", params)[0].values()][1:]

    assert read() == [["civicrm_activity"], None]
    values = {"used_for": ["civicrm_contact", "civicrm_case"]}
    api("Tag", "update", {"where": [["id", "=", top]], "values": values})
    assert read()[0] == values["used_for"]


# Civi/Api4/Utils/FormattingUtil.php::formatWriteParams


@pytest.mark.parametrize(("given", "kept"), [("null", "Null"), ("Null", "Null"), ("NULL", None)])
def test_the_word_null(api, given, kept):
    where = [["id", "=", api.person(nick_name=given)]]
    assert api("Contact", "get", {"select": ["nick_name"], "where": where})[0]["nick_name"] == kept


@pytest.mark.parametrize("given", ["Student", ["Student"]])
def test_a_single_sub_type(api, given):
    where = [["id", "=", api.person(contact_sub_type=given)]]
    row = api("Contact", "get", {"select": ["contact_sub_type"], "where": where})[0]
    assert row["contact_sub_type"] == ["Student"]


# Schema defaults: `now`, default_fallback; CRM/Campaign/BAO/Campaign.php, CRM/Contribute/BAO/ContributionSoft.php


def test_what_new_records_of_further_entities_have(api, person):
    campaign = api("Campaign", "create", {"values": {"title": token()}})[0]
    assert campaign["created_id"] == ADMINISTRATOR
    assert campaign["created_date"].isdigit()
    assert campaign["last_modified_date"].isdigit()
    kind = {"duration_unit": "year", "duration_interval": 1, "period_type": "rolling"}
    kind |= {"member_of_contact_id": 1, "financial_type_id": 2, "name": token()}
    made = api("MembershipType", "create", {"values": kind})[0]
    assert (made["title"], made["frontend_title"], made["domain_id"]) == (kind["name"], kind["name"], 1)
    gift = {"contact_id": person, "financial_type_id": 1, "total_amount": 5}
    contribution = api("Contribution", "create", {"values": gift})[0]["id"]
    soft = {"contribution_id": contribution, "contact_id": person, "amount": 5}
    assert api("ContributionSoft", "create", {"values": soft})[0]["currency"] == "USD"


# Civi/Api4/Service/Spec/Provider/FieldDomainIdSpecProvider.php


@pytest.mark.parametrize(
    ("entity", "values"),
    [
        ("Job", {"name": "x"}),
        ("Navigation", {"label": "x"}),
        ("Dashboard", {"name": "x"}),
        ("MailSettings", {"name": "x"}),
        ("SiteToken", {"name": "x", "label": "x"}),
        ("StatusPreference", {"name": "x"}),
    ],
)
def test_what_must_be_of_a_domain_is_of_the_first(api, entity, values):
    made = api(entity, "create", {"values": values})[0]
    assert made["domain_id"] == 1
    assert api(entity, "get", {"where": [["id", "=", made["id"]]], "select": ["domain_id"]})[0] == {
        "id": made["id"],
        "domain_id": 1,
    }


# sql/civicrm_data/*.sqldata.php


@pytest.mark.parametrize(
    ("entity", "where", "values"),
    [
        ("MembershipStatus", ["name", "=", "Current"], {"is_current_member": True, "weight": 2}),
        ("MembershipStatus", ["name", "=", "Expired"], {"is_current_member": False, "is_reserved": False}),
        ("MembershipStatus", ["name", "=", "New"], {"end_event_adjust_interval": 3}),
        ("LocationType", ["name", "=", "Billing"], {"is_reserved": True, "is_default": False}),
        ("LocationType", ["is_default", "=", True], {"name": "Home", "vcard_name": "HOME"}),
        ("FinancialType", ["name", "=", "Donation"], {"is_deductible": True}),
        ("FinancialType", ["name", "=", "Event Fee"], {"is_deductible": False}),
        ("RelationshipType", ["name_a_b", "=", "Employee of"], {"is_reserved": True}),
        ("ContactType", ["name", "=", "Household"], {"is_reserved": True, "icon": "fa-home"}),
        ("ParticipantStatusType", ["name", "=", "Registered"], {"visibility_id:name": "public"}),
        ("ParticipantStatusType", ["name", "=", "Attended"], {"visibility_id": 2, "is_reserved": False}),
        ("ParticipantStatusType", ["name", "=", "On waitlist"], {"id": 7, "is_active": False}),
        ("StateProvince", ["name", "=", "Ontario"], {"id": 1108, "country_id.iso_code": "CA"}),
    ],
)
def test_stock_rows(api, entity, where, values):
    rows = api(entity, "get", {"select": [*values], "where": [where]})
    assert [{name: row[name] for name in values} for row in rows] == [values]


def test_a_status_that_is_switched_off_is_no_option(api, person):
    asked = {"loadOptions": True, "where": [["name", "=", "status_id"]], "select": ["options"]}
    options = api("Participant", "getFields", asked)[0]["options"]
    assert "1" in options
    assert not {*map(str, range(7, 12))} & {*options}
    event = {"title": token(), "event_type_id": 1, "start_date": "2031-01-01"}
    values = {"event_id": api("Event", "create", {"values": event})[0]["id"], "contact_id": person}
    made = api("Participant", "create", {"values": {**values, "status_id": 7}})[0]
    assert made["status_id"] == 7


# PHP's date formats: https://www.php.net/manual/en/datetime.formats.php

NOW = datetime.datetime(2025, 1, 31, 10, 20, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1980", "1980-01-31 10:20:30"),
        ("2010", "2025-01-31 20:10:00"),
        ("10am", "2025-01-31 10:00:00"),
        ("2024-02-03 12 am", "2024-02-03 00:00:00"),
        ("first day of", "2025-01-01 10:20:30"),
        ("last day of february 2024", "2024-02-29 00:00:00"),
        ("first day of january this year", "2025-01-01 00:00:00"),
        ("last sat of July 2008", "2008-07-26 00:00:00"),
        ("third friday of january 2024", "2024-01-19 00:00:00"),
        ("first monday of next month", "2025-02-03 00:00:00"),
        ("monday next week", "2025-02-03 00:00:00"),
        ("next week monday", "2025-02-03 00:00:00"),
        ("sunday last week", "2025-01-26 00:00:00"),
        ("second day of may", None),
        ("1980%", None),
    ],
)
def test_dates_in_words(text, expected):
    found = strtotime(text, NOW)
    assert (found and str(found)) == expected


# CRM/Utils/Date.php::relativeToAbsolute; sql/civicrm_data/civicrm_option_group/relative_date_filters.sqldata.php


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("starting.day", "2025-02-01 00:00:00", "2025-02-01 23:59:59"),
        ("starting.week", "2025-01-31 00:00:00", "2025-02-06 23:59:59"),
        ("starting.month", "2025-01-31 00:00:00", "2025-03-01 23:59:59"),
        ("starting_2.month", "2025-01-31 00:00:00", "2025-03-31 23:59:59"),
        ("starting.year", "2025-01-31 00:00:00", "2026-01-30 23:59:59"),
        ("ending_60.day", "2024-12-03 00:00:00", "2025-01-31 23:59:59"),
        ("previous_before.fiscal_year", "2023-01-01 00:00:00", "2023-12-31 23:59:59"),
        ("greater_previous.year", "2024-12-31 00:00:00", "None"),
        ("greater_previous.week", "2025-01-25 00:00:00", "None"),
        ("less.month", "None", "2025-01-31 23:59:59"),
    ],
)
def test_relative_ranges(name, start, end):
    assert is_relative(name)
    assert tuple(map(str, date_range(name, NOW))) == (start, end)


@pytest.mark.parametrize("name", ["ending_45.day", "previous_3.month", "this.hour", "next.day", "now"])
def test_only_ranges_of_the_option_group_are_ranges(name):
    assert not is_relative(name)


# api/v3/Contact.php, Activity.php, Event.php, utils.php::civicrm_api3_verify_mandatory


@pytest.mark.parametrize(
    ("entity", "params", "lacking"),
    [
        ("Contact", {"contact_type": "Individual"}, "one of (first_name, last_name, email, display_name)"),
        ("Contact", {"contact_type": "organization"}, "organization_name"),
        ("Contact", {"contact_type": "Household", "first_name": "x"}, "household_name"),
        ("Activity", {}, "one of (activity_name, activity_type_id, activity_label)"),
        ("Event", {"title": "x"}, "start_date, one of (event_type_id, template_id)"),
    ],
)
def test_what_apiv3_asks_of_new_records(api3, entity, params, lacking):
    assert said(api3, entity, "create", **params) == (
        f"Mandatory key(s) missing from params array: {lacking}"
    )


def test_sub_types_in_apiv3(api3):
    values = {"contact_type": "Individual", "first_name": token()}
    made = api3("Contact", "create", **values, contact_sub_type="Student")["id"]
    row = api3("Contact", "getsingle", id=made, **{"return": "contact_sub_type"})
    assert row["contact_sub_type"] == ["Student"], "CRM/Contact/BAO/Query.php::store takes it apart"
    message = "Invalid or Mismatched Contact Subtype: Team"
    assert said(api3, "Contact", "create", **values, contact_sub_type="Team") == message


def test_apiv3_update_and_replace(api3, person):
    made = api3("Phone", "create", contact_id=person, phone="1", location_type_id="Work")["id"]
    row = api3("Phone", "update", id=made, phone="2")["values"][str(made)]
    assert (row["phone"], row["location_type_id"], row["contact_id"]) == ("2", "2", str(person))
    assert api3("Phone", "replace", contact_id=person) == {
        "is_error": 1,
        "error_message": "Mandatory key(s) missing from params array: values",
    }


def test_amounts_in_apiv3(api3, person):  # utils.php::_civicrm_api3_validate_fields, Contribution.php
    values = {"contact_id": person, "financial_type_id": 1}
    made = api3("Contribution", "create", **values, total_amount="1,234.56")["id"]
    row = api3("Contribution", "getsingle", id=made, **{"return": "total_amount"})
    assert row["total_amount"] == "1234.56"
    message = "total_amount is  not a valid amount: 100w"
    assert said(api3, "Contribution", "create", **values, total_amount="100w") == message


def test_states_of_one_country_in_apiv3(api3):
    found = api3("Address", "getoptions", field="state_province_id", country_id=1039)["values"]
    assert (len(found), found["1108"]) == (13, "Ontario")


# Civi/Api4/Generic/Traits/MatchParamTrait.php::matchExisting


def test_what_a_record_is_matched_by(api):
    made, name = api.person(first_name="Mat", nick_name=None), token()

    def save(match, **values):
        record = {"contact_type": "Individual", "first_name": "Mat", **values}
        params = {"records": [record], "match": match, "reload": ["id"]}
        return api("Contact", "save", params)[0]["id"]

    assert save(["first_name", "nick_name"], nick_name="", source=name) == made, "empty is like no value"
    assert save(["first_name", "nick_name"], nick_name=None) != made, "no value matches nothing"
    address = {"email_primary.email": f"{name}@example.org"}
    assert save([*address], **address) == save([*address], **address)


# CRM/Contact/BAO/Relationship.php::isCurrentEmployerNeedingToBeCleared, CRM/Contact/BAO/Contact/Utils.php


@pytest.mark.parametrize("values", [{"is_active": False}, {"end_date": "2020-01-01"}])
def test_an_employment_that_ends_takes_the_employer_along(api, values):
    employer = api("Organization", "create", {"values": {"organization_name": token()}})[0]["id"]
    person = api.person(employer_id=employer)
    name = token()
    api("Contact", "update", {"where": [["id", "=", employer]], "values": {"organization_name": name}})

    def employed():
        params = {"select": ["employer_id", "organization_name"], "where": [["id", "=", person]]}
        return [*api("Contact", "get", params)[0].values()][1:]

    assert employed() == [employer, name]
    where = [["contact_id_a", "=", person], ["contact_id_b", "=", employer]]
    api("Relationship", "update", {"where": where, "values": {"description": "x"}})
    assert employed() == [employer, name]
    api("Relationship", "update", {"where": where, "values": values})
    assert employed() == [None, None]


# Civi/API/Subscriber/ChainSubscriber.php


def test_chained_calls_of_apiv3(api3, person):
    mails = [{"email": f"{token()}@example.org"} for _ in range(2)]
    chained = {"return": "first_name", "api.Email.create": mails, "api.Email": {"return": "email"}}
    row = api3("Contact", "getsingle", id=person, **chained)
    assert [one["email"] for one in row["api.Email"]["values"]] == [one["email"] for one in mails]
    chained = {
        "api.Email.get": {"return": "id"},
        "api.Email.getvalue": {"id": "$value.api.Email.get.values.1.id", "return": "email"},
        "api.Phone.get": "1",
    }
    row = api3("Contact", "getsingle", id=person, **chained)
    assert row["api.Email.getvalue"] == mails[1]["email"]
    assert "api.Phone.get" not in row, "only the number 1 is a call"


# CRM/Utils/String.php::munge and titleToVar, CRM/Core/DAO.php::makeNameFromLabel, CRM/Core/BAO/CustomField.php


@pytest.mark.parametrize(
    ("entity", "values", "name"),
    [
        ("Tag", {"label": " (hot) & cold! "}, "_hot_cold_"),
        ("Tag", {"label": "t" * 70}, "t" * 59),
        ("Group", {"title": "Who?"}, "Who_"),
        ("OptionValue", {"label": "All of it!", "option_group_id.name": "gender"}, "All_of_it_"),
        ("OptionValue", {"label": "o" * 40, "option_group_id.name": "gender"}, "o" * 31),
        ("OptionValue", {"label": "B", "option_group_id.name": "gender"}, "9d5ed678fe57bcca610140957afab57"),
    ],
)
def test_names_made_of_labels(api, entity, values, name):
    assert api(entity, "create", {"values": values})[0]["name"] == name


def test_names_that_are_taken_or_without_letters(api):
    label = token()
    first, second = (api("Tag", "create", {"values": {"label": label}})[0]["name"] for _ in range(2))
    assert first == label
    assert second.startswith(f"{label}_")
    assert len(second) == len(label) + 5
    assert api("Tag", "create", {"values": {"label": "\u65e5\u672c"}})[0]["name"].isalnum()


def test_the_choices_of_a_custom_field(api):
    title = token()
    group = api("CustomGroup", "create", {"values": {"title": f"{title}?", "extends": "Individual"}})[0]
    assert group["table_name"] == f"civicrm_value_{title.lower()}__{group['id']}"
    values = {"custom_group_id": group["id"], "label": "Which?", "data_type": "String"}
    choices = {"option_values": {"a": "Apple!"}, "html_type": "CheckBox"}
    field = api("CustomField", "create", {"values": {**values, **choices}})[0]
    assert (field["name"], field["serialize"]) == ("Which_", 1)
    assert field["column_name"] == f"which__{field['id']}"
    select = ["option_group_id.name", "option_group_id.title", "option_group_id.data_type", "name"]
    where = [["option_group_id", "=", field["option_group_id"]]]
    [option] = api("OptionValue", "get", {"select": select, "where": where})
    assert [option[name] for name in select] == [f"{title}_Which_", f"{title}? :: Which?", "String", "Apple_"]


# CRM/Member/BAO/MembershipStatus.php::getMembershipStatusByDate, MembershipType.php, Membership.php::create


@pytest.fixture(scope="module")
def member(api, person):
    kind = {"name": token(), "member_of_contact_id": 1, "financial_type_id": 2, "period_type": "rolling"}
    kind |= {"duration_unit": "month", "duration_interval": 1, "relationship_type_id": [5], "max_related": 3}
    number = api("MembershipType", "create", {"values": kind})[0]["id"]
    common = {"contact_id": person, "membership_type_id": number}
    fields = ["join_date", "start_date", "end_date", "status_id:name", "max_related"]

    def create(**values):
        params = {"records": [{**common, **values}], "reload": fields}
        return api("Membership", "save", params)[0]

    return create


@pytest.mark.parametrize(
    ("days", "status"),
    [
        ({"join_date": -1, "start_date": -400, "end_date": -300}, "New"),
        ({"join_date": -400, "start_date": -400, "end_date": 0}, "Current"),
        ({"join_date": -400, "start_date": -400, "end_date": -2}, "Grace"),
        ({"join_date": -400, "start_date": -400, "end_date": -40}, "Expired"),
        ({"start_date": -400}, "New"),
    ],
)
def test_the_status_of_a_membership(member, days, status):
    given = {name: str((NOW + datetime.timedelta(days=number)).date()) for name, number in days.items()}
    with clock_at(NOW):
        made = member(**given)
    assert made["status_id:name"] == status
    assert made["join_date"] == given.get("join_date", str(NOW.date()))
    assert made["max_related"] == 3


def test_a_membership_to_come_has_no_status(member):
    told = said(member, join_date="2999-01-01")
    reason = "The membership cannot be saved because the status cannot be calculated for start_date: 29990101"
    assert told.startswith(f"{reason}, end_date: 29990131, join_date: 29990101. Current time is: ")


# api/v3/Generic/Getlist.php, api/v3/Contact.php, api/v3/Email.php


@pytest.fixture(scope="module")
def tags(api):
    name = token()
    records = [{"label": f"{name} {letter}", "description": letter, "color": "#112233"} for letter in "ab"]
    rows = api("Tag", "save", {"records": [*records, {"label": f"{name} c"}]})
    return name, [str(row["id"]) for row in rows]


def test_lists_of_tags(api3, tags):
    name, ids = tags
    found = api3("Tag", "getlist", input=name, extra=["name"])
    first = {"id": ids[0], "label": f"{name} a", "description": ["a"], "color": "#112233"}
    assert found["values"][0] == {**first, "extra": {"name": f"{name}_a"}}
    last = {"id": ids[2], "label": f"{name} c", "description": [], "extra": {"name": f"{name}_c"}}
    assert found["values"][2] == last
    by_id = api3("Tag", "getlist", id=",".join(ids[:2]))
    assert [row["label"] for row in by_id["values"]] == [f"{name} a", f"{name} b"]
    assert (by_id["page_num"], "more_results" in by_id) == (1, False)
    numbers = {row["id"]: row for row in api3("Tag", "getlist", input=ids[0])["values"]}
    assert numbers[ids[0]] == {**first, "description": [f"ID: {ids[0]}", "a"]}


def test_lists_of_options_and_emails(api, api3):
    group = {"option_group_id": "preferred_communication_method"}
    [option] = api3("OptionValue", "getlist", input="Fa", params=group)["values"]
    assert option == {"id": "5", "label": "Fax", "description": []}
    person, address = api.person(), f"{token()}@x.example.org".lower()
    number = api3("Email", "create", contact_id=person, email=address)["id"]
    label = api3("Contact", "getvalue", id=person, **{"return": "sort_name"})
    [found] = api3("Email", "getlist", input=address)["values"]
    assert found == {"id": str(number), "label": label, "description": [address]}
    [found] = api3("Contact", "getlist", input=address, search_field="email")["values"]
    assert found["description"] == [address]


def test_pages_of_a_list(api, api3):
    name = token()
    records = [{"label": f"{name} {number:02}"} for number in range(20)]
    api("Tag", "save", {"records": records})
    first, second = (api3("Tag", "getlist", input=name, page_num=page) for page in (1, 2))
    assert [(page["count"], page["more_results"]) for page in (first, second)] == [(15, True), (5, False)]


@pytest.mark.parametrize("entity", ["Activity", "Event", "Relationship"])
def test_lists_that_are_not_simulated(api3, entity):
    with pytest.raises(NotSimulated):
        api3(entity, "getlist", input="x")


# sql/item_sum.cc of MariaDB (Item_func_group_concat); Civi/Api4/Query/SqlFunctionGROUP_CONCAT.php;
# Civi/Api4/Utils/FormattingUtil.php::formatOutputValues and replacePseudoconstant


def test_distinct_values_come_in_their_own_order(api):
    name = token()
    records = [{"first_name": first, "last_name": name} for first in ("Bea", "cy", "Ann", "bea", "Cy")]
    api("Contact", "save", {"records": records, "defaults": {"contact_type": "Individual"}})
    select = ["GROUP_CONCAT(DISTINCT first_name) AS sorted", "GROUP_CONCAT(UNIQUE id) AS ids"]
    select += ["GROUP_CONCAT(DISTINCT first_name ORDER BY id DESC) AS last"]
    [row] = api("Contact", "get", {"select": select, "where": [["last_name", "=", name]]})
    assert [text.lower() for text in row["sorted"]] == ["ann", "bea", "cy"]
    assert row["last"] == ["Cy", "bea", "Ann"]
    assert row["ids"] == sorted(row["ids"])


@pytest.mark.parametrize(
    ("genders", "listed", "joined"),
    [([1], ["Female"], "Female"), ([1, 2], ["Female", "Male"], None), ([1, 99], ["Female"], None)],
)
def test_labels_of_lists(api, genders, listed, joined):
    name = token()
    records = [{"gender_id": gender, "last_name": name} for gender in genders]
    api("Contact", "save", {"records": records, "defaults": {"contact_type": "Individual"}})
    select = ["GROUP_CONCAT(gender_id:label ORDER BY id) AS a"]
    select += ['GROUP_CONCAT(gender_id:label ORDER BY id SEPARATOR ", ") AS b']
    [row] = api("Contact", "get", {"select": select, "where": [["last_name", "=", name]]})
    assert (row["a"], row["b"]) == (listed, joined)


# CRM/Core/Permission.php::getEntityActionPermissions, Civi/Api4/GroupContact.php::permissions


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (v4_rule("GroupContact", "create"), ["access CiviCRM"]),
        (v3_rule("GroupContact", "create", {}), ["access CiviCRM", "edit all contacts"]),
        (
            v4_rule("Product", "getFields"),
            [["access CiviCRM", "access CiviContribute", "make online contributions"]],
        ),
        (v4_rule("ActionSchedule", "update"), [["access CiviCRM", "edit all events"]]),
        (v4_rule("ActionSchedule", "get"), ["administer CiviCRM"]),
        (v3_rule("JobLog", "get", {}), ["administer CiviCRM system"]),
    ],
)
def test_what_actions_need(rule, expected):
    assert rule == expected


def test_answers_in_other_forms(api3):  # Civi/API/Kernel.php::formatResult
    name, yes_or_no = token(), {"format.is_success": 1}
    made = api3("Tag", "create", name=name, label=name, **{"format.only_id": 1})
    assert api3("Tag", "get", name=name, **{"format.only_id": 1}) == made
    assert api3("Tag", "get", name=token(), **{"format.only_id": 1})["values"] == []
    assert api3("Tag", "get", name=name, **yes_or_no, **{"format.only_id": 1}) == 1
    assert api3("Tag", "create", name=name, label=name, **yes_or_no) == 0


def test_a_fee_has_a_currency(api, person):  # CRM/Event/BAO/Participant.php::add
    event = {"title": token(), "event_type_id": 1, "start_date": "2031-02-03"}
    common = {"event_id": api("Event", "create", {"values": event})[0]["id"], "contact_id": person}
    params = {"records": [common, {**common, "fee_amount": 5}], "reload": ["fee_currency"]}
    free, paid = api("Participant", "save", params)
    assert (free["fee_currency"], paid["fee_currency"]) == (None, "USD")


def test_settings_of_one_domain(api):  # Civi/Api4/Action/Setting/AbstractSettingAction.php
    asked = {"select": ["lcMessages"]}
    assert api("Setting", "get", {**asked, "domainId": "all"})[0]["domain_id"] == 1
    assert said(api, "Setting", "get", {**asked, "domainId": 5}) == "Invalid domain id: 5"
    assert said(api, "Setting", "revert", {**asked, "domainId": [1, 7, 8]}) == "Invalid domain id: 7, 8"
    with pytest.raises(NotSimulated):
        api("Setting", "get", {**asked, "contactId": ADMINISTRATOR})


# Civi/Api4/Service/Spec/SpecGatherer.php


def test_the_fields_of_a_type_of_contacts(api):
    some = ["contact_type", "first_name", "household_name", "nick_name", "organization_name"]
    asked = {"select": ["name"], "where": [["name", "IN", some]]}
    for kind, lacking in (("Household", {"first_name", "organization_name"}), ("Nosuch", set())):
        rows = api("Contact", "getFields", {**asked, "values": {"contact_type": kind}})
        assert {row["name"] for row in rows} == set(some) - lacking


def test_the_fields_of_a_kind_of_records(api):
    name = token()
    values = {"title": name, "extends": "Activity", "extends_entity_column_value:name": ["Meeting"]}
    group = api("CustomGroup", "create", {"values": values})[0]["id"]
    field = {"custom_group_id": group, "label": "X", "data_type": "String", "html_type": "Text"}
    api("CustomField", "create", {"values": field})
    asked = {"select": ["name"], "where": [["name", "=", f"{name}.X"]]}
    for given, shown in (({}, 1), ({"activity_type_id": 1}, 1), ({"activity_type_id": 2}, 0)):
        assert len(api("Activity", "getFields", {**asked, "values": given})) == shown


def test_what_a_dynamic_reference_refers_to(api):
    asked = {"select": ["fk_entity"], "where": [["name", "=", "entity_id"]]}
    for table, entity in (("civicrm_contact", "Contact"), ("civicrm_note", "Note"), ("nosuch", None)):
        [row] = api("Note", "getFields", {**asked, "values": {"entity_table": table}})
        assert row["fk_entity"] == entity


# api/v3/utils.php::_civicrm_api3_validate_integer, FormattingUtil.php::resolveContactID


def test_contacts_by_their_login(api, api3):
    for contact in ("user_contact_id", "@user:admin"):
        assert api3("Contact", "getvalue", id=contact, **{"return": "id"}) == str(ADMINISTRATOR)
    wrong = "cannot be resolved to a contact ID"
    told = said(api3, "Email", "getcount", contact_id="@user:nobody")
    assert told == f'"contact_id" "@user:nobody" {wrong}'
    told = said(api, "Email", "get", {"where": [["contact_id", "=", "@user:nobody"]]})
    assert told == f'"contact_id" "unknown-user" {wrong}'
