"""APIv3: what its calls answer, in CiviCRM's words."""

from __future__ import annotations

import re

import pytest

from civiapi.sandbox.calls import PlainError, api3_result, error_array
from civiapi.sandbox.errors import NotSimulated, PhpError, SiteError, Unauthorized
from civiapi.sandbox.site import Site


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("api3") / "sandbox.sqlite", sample=False) as site:
        yield site


@pytest.fixture(scope="module")
def api(site):
    def call(entity, action, /, *, user=2, check=True, **params):
        return site.api3(entity, action, params, user=user, check=check)

    return call


@pytest.fixture(scope="module")
def ann(api):
    return api("Contact", "create", contact_type="Individual", first_name="Ann", last_name="Three")["id"]


@pytest.fixture(scope="module")
def emails(api, ann):
    made = [{"email": "a@three.example.org"}, {"email": "b@three.example.org", "on_hold": 1}]
    return [api("Email", "create", contact_id=ann, **one)["id"] for one in made]


def refused(api, *call, **params):
    with pytest.raises(SiteError) as caught:
        api(*call, **params)
    return caught.value


# names and envelopes


def test_names_in_any_case(api):
    assert api("email", "GetCount", id=0) == 0
    assert api("location_type", "getcount", name="Home") == 1


def test_values_are_keyed_by_id_or_listed(api, ann, emails):
    keyed = api("Email", "get", contact_id=ann)
    assert [*keyed] == ["is_error", "version", "count", "values"]
    assert [*keyed["values"]] == [str(number) for number in emails]
    listed = api("Email", "get", id=emails[0], sequential=1)
    assert (listed["id"], listed["values"][0]["id"]) == (emails[0], str(emails[0]))
    assert api("Email", "get", id=999999)["values"] == []


def test_all_is_text_and_empty_columns_are_missing(api, ann, emails):
    assert api("Email", "getsingle", id=emails[0]) == {
        "id": str(emails[0]),
        "contact_id": str(ann),
        "location_type_id": "1",
        "email": "a@three.example.org",
        "is_primary": "1",
        "is_billing": "0",
        "on_hold": "0",
        "is_bulkmail": "0",
    }


def test_create_echoes_every_column(api, ann):
    made = api("Phone", "create", contact_id=ann, phone="1-2", sequential=1)["values"][0]
    assert made == {
        "id": made["id"],
        "contact_id": str(ann),
        "location_type_id": "1",
        "is_primary": "1",
        "is_billing": "",
        "mobile_provider_id": "",
        "phone": "1-2",
        "phone_ext": "",
        "phone_numeric": "",
        "phone_type_id": "",
    }


# filters and options


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 2),
        ({"email": {"LIKE": "a@%"}}, 1),
        ({"email": {"NOT LIKE": "a@%"}}, 1),
        ({"on_hold": {">": 0}}, 1),
        ({"on_hold": {"BETWEEN": [0, 1]}}, 2),
        ({"on_hold": {"IN": [0, 2]}}, 1),
        ({"signature_text": {"IS NULL": 1}}, 2),
        ({"signature_text": {"IS NOT NULL": 1}}, 0),
        ({"location_type_id": "Home"}, 2),
        ({"contact_id.first_name": "Ann"}, 2),
        ({"email": None}, 2),
        ({"nosuch": 1}, 2),
        ({"email": "a@three.example.org", "on_hold": 1, "options": {"or": [["email", "on_hold"]]}}, 2),
    ],
)
def test_filters(api, ann, emails, filters, count):
    assert api("Email", "getcount", contact_id=ann, **filters) == count


def test_wrong_filters(api):
    assert refused(api, "Email", "get", contact_id="abc").message == "contact_id is not a valid integer"
    assert refused(api, "Email", "get", email={"IN": []}).message == "invalid criteria for IN"
    with pytest.raises(PhpError):
        api("Email", "get", email=["a", "b"])
    with pytest.raises(PhpError):
        api("Email", "get", email={"SOUNDS LIKE": "a"})


def test_limit_is_25_unless_given(api):
    assert api("StateProvince", "get")["count"] == 25
    assert api("StateProvince", "get", options={"limit": 0})["count"] > 25
    assert api("StateProvince", "get", rowCount=3, **{"option.limit": 2})["count"] == 2


def test_sort_and_offset(api, ann, emails):
    found = api("Email", "get", contact_id=ann, sequential=1, options={"sort": "email DESC", "offset": 1})
    assert [row["email"] for row in found["values"]] == ["a@three.example.org"]
    message = "Unknown field specified for sort. Cannot order by 'nosuch'"
    assert refused(api, "Email", "get", options={"sort": "nosuch"}).message == message


@pytest.mark.parametrize("asked", ["email,on_hold", ["email", "on_hold"], "email,on_hold,nosuch"])
def test_return(api, emails, asked):
    assert api("Email", "getsingle", id=emails[0], **{"return": asked}) == {
        "id": str(emails[0]),
        "email": "a@three.example.org",
        "on_hold": "0",
    }


def test_joined_fields(api, emails):
    asked = {"return": "contact_id.display_name"}
    assert api("Email", "getsingle", id=emails[0], **asked)["contact_id.display_name"] == "Ann Three"


# contacts


def test_contact_rows_keep_empty_fields(api, ann, emails):
    assert api("Contact", "getsingle", id=ann, **{"return": "middle_name,email,gender_id"}) == {
        "contact_id": str(ann),
        "middle_name": "",
        "gender_id": "",
        "email_id": str(emails[0]),
        "email": "a@three.example.org",
        "gender": "",
        "id": str(ann),
    }


def test_contact_filters_come_back(api, ann):
    row = api("Contact", "getsingle", last_name="Three", **{"return": "first_name"})
    assert row == {
        "contact_id": str(ann),
        "first_name": "Ann",
        "last_name": "Three",
        "contact_is_deleted": "0",
        "id": str(ann),
    }


def test_contacts_in_the_trash_are_hidden(api):
    gone = api("Contact", "create", contact_type="Organization", organization_name="Gone")["id"]
    assert api("Contact", "delete", id=gone) == {"is_error": 0, "version": 3, "count": 1, "values": 1}
    assert api("Contact", "getcount", id=gone) == 0
    assert api("Contact", "getcount", id=gone, is_deleted=1) == 1


def test_contact_groups(api, ann):
    api("Group", "create", title="Threes", name="threes")
    joined = api("GroupContact", "create", group_id="threes", contact_id=ann)
    assert (joined["added"], joined["not_added"]) == (1, 0)
    assert api("Contact", "getcount", group="threes") == 1
    assert api("Contact", "getcount", group={"=": "threes"}) == 1
    with pytest.raises(NotSimulated, match="groups with LIKE"):
        api("Contact", "getcount", group={"LIKE": "thr%"})
    assert api("GroupContact", "delete", group_id="threes", contact_id=ann)["removed"] == 1
    assert api("Contact", "getcount", group="threes") == 0


# getters


def test_getvalue(api, ann, emails):
    assert api("Email", "getvalue", id=emails[0], **{"return": "email"}) == "a@three.example.org"
    assert api("Email", "getvalue", id=emails[0])["missing_param"] == "return"
    unset = api("Email", "getvalue", id=emails[0], **{"return": "nosuch"})
    assert unset == {
        "invalid_field": "nosuch",
        "is_error": 1,
        "error_message": "field nosuch unset or not existing",
    }


def test_getsingle_of_several(api, ann, emails):
    error = {"count": 2, "is_error": 1, "error_message": "Expected one Email but found 2"}
    assert api("Email", "getsingle", contact_id=ann) == error


def test_getlist(api, ann):
    found = api("Contact", "getlist", input="Three, A")
    assert (found["count"], found["id"], found["page_num"], found["more_results"]) == (1, 0, 1, False)
    assert found["values"][0]["label"] == "Three, Ann"


def test_getrefcount(api, ann, emails):
    rows = {row["name"]: row["count"] for row in api("Contact", "getrefcount", id=ann)["values"]}
    assert rows["sql:civicrm_email:contact_id"] == "2"


# metadata


def test_getoptions(api):
    assert api("Contact", "getoptions", field="gender_id")["values"] == {
        "1": "Female",
        "2": "Male",
        "3": "Other",
    }
    pairs = api("Contact", "getoptions", field="is_deceased", sequential=1)["values"]
    assert pairs == [{"key": 1, "value": "Yes"}, {"key": 0, "value": "No"}]
    assert api("Contact", "getoptions", field="first_name")["values"] is None
    assert (
        refused(api, "Contact", "getoptions", field="nosuch").message == "The field 'nosuch' doesn't exist."
    )


def test_getfields(api):
    fields = api("Email", "getfields", api_action="create")["values"]
    assert (fields["email"]["type"], fields["email"]["api.required"]) == (2, 1)
    assert api("Email", "getfield", name="email", action="create")["values"] == fields["email"]


def test_getfield_tells_where_a_column_is(api):
    gender = api("Contact", "getfield", name="gender_id", action="create")["values"]
    assert (
        gender.items()
        >= {
            "where": "civicrm_contact.gender_id",
            "table_name": "civicrm_contact",
            "entity": "Contact",
            "contactType": "Individual",
            "localizable": 0,
            "html": {"type": "Select", "size": 6, "maxlength": 14},
            "pseudoconstant": {"optionGroupName": "gender", "optionEditPath": "civicrm/admin/options/gender"},
            "is_core_field": True,
        }.items()
    )
    case = api("CaseContact", "getfield", name="case_id", action="create")["values"]
    assert (case["where"], case["FKColumnName"]) == ("civicrm_case_contact.case_id", "id")
    assert "contactType" not in api("Contact", "getfield", name="source", action="get")["values"]
    subject = api("Activity", "getfield", name="subject", action="get")["values"]
    assert not subject.keys() & {"localizable", "html", "FKColumnName", "pseudoconstant"}


def test_debug_adds_a_trace_to_an_error(site):
    call = {"user": 2, "check": True}
    plain = api3_result(site, "Nosuch", "get", {}, **call)
    told = api3_result(site, "Nosuch", "get", {"debug": 1}, **call)
    assert list(told) == ["error_code", "entity", "action", "trace", "is_error", "error_message"]
    *calls, last = told.pop("trace").split("\n")
    assert told == plain == api3_result(site, "Nosuch", "get", {"debug": "0"}, **call)
    assert calls
    assert last == f"#{len(calls)} {{main}}"
    assert all(re.fullmatch(r"#\d+ civiapi/sandbox/\w+\.py\(\d+\): \w+\(\)", line) for line in calls)


def test_getactions(api):
    found = api("Tag", "getactions")
    assert {"create", "get", "getsingle"} <= set(found["values"])
    assert set(found["deprecated"]) == {"setvalue", "update"}


def test_settings(api):
    assert api("Setting", "getvalue", name="defaultCurrency") == "USD"
    assert api("Setting", "get", **{"return": "defaultCurrency"})["values"] == {
        "1": {"defaultCurrency": "USD"}
    }


# writing


def test_null_leaves_and_empty_clears(api, ann):
    api("Contact", "create", id=ann, nick_name="N", job_title="J")
    api("Contact", "create", id=ann, nick_name=None, job_title="")
    row = api("Contact", "getsingle", id=ann, **{"return": "nick_name,job_title"})
    assert (row["nick_name"], row["job_title"]) == ("N", "")


@pytest.mark.parametrize(
    ("params", "code", "message", "extra"),
    [
        (
            {},
            "mandatory_missing",
            "Mandatory key(s) missing from params array: contact_type",
            {"fields": ["contact_type"]},
        ),
        (
            {"gender_id": "No"},
            2001,
            "'No' is not a valid option for field gender_id",
            {"error_field": "gender_id"},
        ),
        ({"birth_date": "soon"}, 0, "birth_date is not a valid date: soon", {}),
        (
            {"first_name": "X" * 80},
            2100,
            "Value for first_name is 80 characters  - This field has a maxlength of 64 characters.",
            {"field": "first_name"},
        ),
    ],
)
def test_refused_values(api, params, code, message, extra):
    known = {"contact_type": "Individual", "first_name": "X"} if params else {}
    error = refused(api, "Contact", "create", **{**known, **params})
    assert (error.code, error.message, error.extra) == (code, message, extra)


def test_database_errors(api):
    values = {"contact_type": "Individual", "first_name": "D", "external_identifier": "three"}
    api("Contact", "create", **values)
    twice = refused(api, "Contact", "create", **values)
    assert (twice.code, twice.message) == (-5, "DB Error: already exists")
    nobody = refused(api, "Email", "create", contact_id=999999, email="x@example.org")
    assert nobody.message == "contact_id is not valid : 999999"


def test_update_of_nobody(api):
    assert (
        refused(api, "Contact", "create", id=999999, first_name="X").message == "Contact id 999999 not found."
    )
    assert refused(api, "Email", "delete", id=999999).message == "Could not delete Email id 999999"


def test_setvalue_and_update(api, ann):
    assert api("Contact", "setvalue", id=ann, field="nick_name", value="V")["values"] == {
        "id": str(ann),
        "nick_name": "V",
    }
    assert api("Contact", "update", id=ann, nick_name="U")["values"][str(ann)]["nick_name"] == "U"


def test_replace(api):
    owner = api("Contact", "create", contact_type="Individual", first_name="Re", last_name="Place")["id"]
    api("Phone", "replace", contact_id=owner, values=[{"phone": "1"}, {"phone": "2"}])
    made = api("Phone", "replace", contact_id=owner, values=[{"phone": "3"}], sequential=1)
    assert [row["phone"] for row in made["values"]] == ["3"]
    assert api("Phone", "getcount", contact_id=owner) == 1
    api("Phone", "replace", contact_id=owner, values=[])
    assert api("Phone", "getcount", contact_id=owner) == 0


def test_validate(api):
    [problems] = api("Contact", "validate", action="create", contact_type="Nosuch")["values"]
    wrong = "'Nosuch' is not a valid option for field contact_type"
    assert problems == {"contact_type": {"message": wrong, "code": "incorrect_value"}}


# chained calls and transactions


def test_chain(api):
    made = api(
        "Contact",
        "create",
        contact_type="Individual",
        first_name="Chain",
        sequential=1,
        **{
            "api.Email.create": [{"email": "c@three.example.org"}, {"email": "d@three.example.org"}],
            "api.Email.getcount": 1,
            "api.Contact.getvalue": {"id": "$value.id", "return": "first_name"},
        },
    )["values"][0]
    assert [answer["values"][0]["email"] for answer in made["api.Email.create"]] == [
        "c@three.example.org",
        "d@three.example.org",
    ]
    assert (made["api.Email.getcount"], made["api.Contact.getvalue"]) == (2, "Chain")


def test_chain_sees_earlier_answers(api, ann, emails):
    found = api(
        "Email",
        "getsingle",
        id=emails[0],
        **{
            "api.Contact.get": {},
            "api.Email.getvalue": {"id": "$value.api.Contact.get.values.nosuch", "return": "id"},
        },
    )
    assert found["api.Contact.get"]["id"] == ann


def test_chain_failure_undoes_its_parent(api):
    error = refused(api, "Tag", "create", name="Never", **{"api.Email.create": {}})
    assert error.message.startswith("Error in call to Email_create : Mandatory key(s) missing")
    assert error.extra == {"fields": ["contact_id", "email"]}
    assert api("Tag", "getcount", name="Never") == 0


def test_answered_errors_stay_in_their_record(api, ann):
    row = api("Contact", "getsingle", id=ann, **{"return": "id", "api.Email.getsingle": {"id": 999999}})
    assert row["api.Email.getsingle"]["error_message"] == "Expected one Email but found 0"


def test_rollback_on_demand(api):
    made = api("Tag", "create", name="Rolled back", options={"force_rollback": 1})
    assert made["is_error"] == 0
    assert api("Tag", "getcount", name="Rolled back") == 0


# refusals


def test_unknown_things(api):
    error = refused(api, "nosuch", "get")
    assert (error.code, error.message) == (
        "not-found",
        "API (Nosuch, get) does not exist (join the API team and implement it!)",
    )
    assert "API (Contact, explode) does not exist" in refused(api, "Contact", "explode").message


def test_permissions(api):
    with pytest.raises(Unauthorized) as caught:
        api("Tag", "create", user=None, name="No")
    assert caught.value.message == (
        "API permission check failed for Tag/create call; insufficient permission: require access CiviCRM"
    )
    assert api("Contact", "getcount", user=None) == 0
    assert api("Tag", "create", user=None, check=False, name="Unchecked")["is_error"] == 0


def test_what_is_not_simulated_says_so(api):
    with pytest.raises(NotSimulated):
        api("Contact", "merge", to_keep_id=1)


def test_error_arrays():
    assert error_array(SiteError("Wrong", 2001, error_field="f"), "Email", "get") == {
        "error_field": "f",
        "error_code": 2001,
        "entity": "Email",
        "action": "get",
        "is_error": 1,
        "error_message": "Wrong",
    }
    assert error_array(PlainError("Wrong"), "Email", "get") == {"is_error": 1, "error_message": "Wrong"}


# entities with ways of their own


def test_activity_contacts(api, ann):
    other = api("Contact", "create", contact_type="Individual", first_name="Tar", last_name="Get")["id"]
    made = api(
        "Activity",
        "create",
        activity_type_id="Meeting",
        subject="S",
        source_contact_id=ann,
        target_id=[other],
        activity_date_time="2024-01-02 03:04:05",
        sequential=1,
    )["values"][0]
    assert (made["activity_type_id"], made["activity_date_time"]) == ("1", "20240102030405")
    asked = {"return": "subject,target_contact_id,source_contact_id,assignee_contact_id"}
    assert api("Activity", "getsingle", id=made["id"], **asked) == {
        "id": made["id"],
        "subject": "S",
        "source_contact_id": str(ann),
        "source_contact_name": "Ann Three",
        "source_contact_sort_name": "Three, Ann",
        "target_contact_id": [str(other)],
        "target_contact_name": {str(other): "Tar Get"},
        "target_contact_sort_name": {str(other): "Get, Tar"},
        "assignee_contact_id": [],
        "assignee_contact_name": [],
        "assignee_contact_sort_name": [],
    }
    label = api("Activity", "getvalue", id=made["id"], **{"return": "activity_type_id.label"})
    assert label == "Meeting"


@pytest.mark.parametrize("role", ["target", "assignee"])
def test_activities_by_their_contacts(api, ann, role):
    made = api("Activity", "create", activity_type_id="Meeting", **{f"{role}_contact_id": ann})["id"]
    for value in (ann, str(ann), {"=": ann}, {"IN": [ann, 1]}):
        found = api("Activity", "get", **{f"{role}_contact_id": value, "return": "id"})
        assert [*found["values"]] == [str(made)], value
    assert api("Activity", "getcount", **{f"{role}_contact_id": 1}) == 0
    assert api("Activity", "getcount", id=made, source_contact_id=2) == 1
    assert api("Activity", "getcount", id=made, source_contact_id=ann) == 0
    assert api("Activity", "getcount", id=made, contact_id={"IN": [ann]}) == 1
    assert api("Activity", "getcount", id=made, contact_id=1) == 0


def test_custom_fields_tell_how_they_hold_lists(site, api):
    group = api("CustomGroup", "create", title="Lists three", extends="Contact")["id"]
    fields = {}
    for html_type, serialize in (("CheckBox", 1), ("Text", 0)):
        values = {"custom_group_id": group, "label": html_type, "html_type": html_type}
        more = {"serialize": serialize, "data_type": "String"} | (
            {"option_values": {"a": "A"}} if serialize else {}
        )
        made = site.api4("CustomField", "create", {"values": {**values, **more}}, user=2, check=True)
        fields[f"custom_{made['values'][0]['id']}"] = serialize
    told = api("Contact", "getfields", api_action="create")["values"]
    assert {key: told[key]["serialize"] for key in fields} == fields


def test_entity_tags(api, ann):
    tag = api("Tag", "create", name="three_tag", used_for="Contacts")["id"]
    assert api("EntityTag", "create", contact_id=ann, tag_id=tag)["added"] == 1
    again = api("EntityTag", "create", contact_id=ann, tag_id=tag)
    assert again == {
        "is_error": 1,
        "not_added": 1,
        "added": 0,
        "total_count": 1,
        "error_message": "Unable to add tags",
    }
    assert api("Contact", "getcount", tag=tag) == api("Contact", "getcount", tag={"IN": ["three_tag"]}) == 1
    assert api("EntityTag", "delete", contact_id=ann, tag_id=tag)["removed"] == 1
    assert api("EntityTag", "delete", contact_id=ann, tag_id=tag)["error_message"] == "Unable to remove tags"
    assert api("EntityTag", "create", contact_id=ann)["error_message"] == "tag_id is a required field"


def test_contributions_come_with_their_contact(api, ann):
    made = api(
        "Contribution",
        "create",
        contact_id=ann,
        financial_type_id="Donation",
        total_amount="20.50",
        receive_date="2023-01-02",
        sequential=1,
    )["values"][0]
    assert (made["total_amount"], made["net_amount"], made["receive_date"]) == (
        "20.50",
        "20.50",
        "2023-01-02 00:00:00",
    )
    asked = {
        "return": ["total_amount", "trxn_id", "financial_type"],
        "options": {"sort": "total_amount DESC"},
    }
    assert api("Contribution", "getsingle", contact_id=ann, **asked) == {
        "contact_id": str(ann),
        "contribution_id": made["id"],
        "total_amount": "20.50",
        "trxn_id": "",
        "is_template": "0",
        "id": made["id"],
    }


def test_events_have_their_unique_names_too(api):
    event = api("Event", "create", title="Fair", event_type_id="Conference", start_date="2031-02-03")["id"]
    row = api("Event", "getsingle", id=event, **{"return": "title,is_active"})
    assert row == {"id": str(event), "title": "Fair", "event_title": "Fair", "is_active": "1"}


def test_custom_fields(api, ann):
    group = api("CustomGroup", "create", title="Extra", name="extra", extends="Individual")["id"]
    field = api(
        "CustomField", "create", custom_group_id=group, label="Score", data_type="Int", html_type="Text"
    )["id"]
    name = f"custom_{field}"
    api("Contact", "create", id=ann, **{name: 5})
    assert api("Contact", "getvalue", id=ann, **{"return": name}) == "5"
    assert api("Contact", "getcount", **{name: {">": 4}}) == 1
    assert (
        refused(api, "Contact", "create", id=ann, **{name: "many"}).message
        == f"{name} is not a valid integer"
    )
    rows = api("CustomValue", "get", entity_id=ann, sequential=1, **{f"return.{name}": 1})
    value = {"entity_id": str(ann), "entity_table": "Contact", "latest": "5", "id": str(field), "0": "5"}
    assert (rows["id"], rows["values"]) == (field, [value])


def test_contact_create_with_email(api):
    made = api("Contact", "create", contact_type="Individual", first_name="Em", email="em@three.example.org")
    asked = {"return": "email,is_primary,location_type_id"}
    row = api("Email", "getsingle", contact_id=made["id"], **asked)
    assert (row["email"], row["is_primary"], row["location_type_id"]) == ("em@three.example.org", "1", "1")


def test_contact_filters_that_are_refused(api):
    assert refused(api, "Contact", "get", first_name="Selectman").message == "invalid string"
    with pytest.raises(PhpError):
        api("Contact", "get", birth_date={"BETWEEN": ["1980-01-01", "1980-02-01"]})
