"""getFields, getActions, Entity.get, checkAccess; custom data; dates."""

from __future__ import annotations

import datetime

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError
from civiapi.sandbox.dates import date_range, is_relative, strtotime
from civiapi.sandbox.required import holds

from .engine import Caller, clock_at, token

NOW = datetime.datetime(2024, 5, 15, 12, 30)  # a Wednesday


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("meta") / "site.sqlite", sample=False) as site:
        yield Caller(site)


def field(api, entity, name, **params):
    return api(entity, "getFields", {"where": [["name", "=", name]], **params})[0]


def test_fields_of_get_and_create(api):
    email = field(api, "Email", "contact_id")
    assert (email["data_type"], email["fk_entity"], email["required"], email["options"]) == (
        "Integer", "Contact", False, False,
    )  # fmt: skip
    assert field(api, "Email", "email", action="create")["required"] is True
    assert field(api, "Email", "email", action="update")["required"] is False
    names = {row["name"] for row in api("Contact", "getFields", {"action": "create", "select": ["name"]})}
    assert "groups" not in names
    joined = field(api, "Contact", "employer_id.display_name")
    assert joined["data_type"] == "String"


def test_options_of_fields(api):
    assert field(api, "Email", "on_hold", loadOptions=True)["options"] == [
        "No",
        "On Hold Bounce",
        "On Hold Opt Out",
    ]
    gender = field(api, "Contact", "gender_id", loadOptions=True)["options"]
    assert gender == {"1": "Female", "2": "Male", "3": "Other"}
    listed = field(api, "Contact", "gender_id", loadOptions=["id", "name"])["options"]
    assert listed[0] == {"id": 1, "name": "Female"}
    states = field(api, "Address", "state_province_id", loadOptions=["abbr"], values={"country_id": 1020})
    assert states["options"] == []
    assert field(api, "Tag", "base_module", loadOptions=True)["options"] is True, "not known which"


def test_every_stock_entity_answers(api):
    """get, getFields and getActions of all entities; what the sandbox has no rows for refuses."""
    refused = set()
    for name in api.site.schema.entity_names():
        entity = api.site.schema.entity(name)
        assert api(name, "getActions", {"select": ["name"]})
        assert api(name, "getFields", {"loadOptions": True}) or not entity.fields
        if "get" not in entity.actions:
            continue
        try:
            api(name, "get", {"limit": 2} if "limit" in api.site.schema.params(entity, "get") else {})
            if entity.table:
                api(name, "get", {"select": ["row_count"]})
                stored = [field.name for field in entity.fields.values() if field.stored]
                api(name, "get", {"where": [[stored[-1], "IS NOT NULL"]], "orderBy": {stored[0]: "DESC"}})
        except NotSimulated:
            refused.add(name)
            assert not entity.table
    assert refused == {
        "Afform", "AfformBehavior", "EntitySet", "ExampleData", "Extension", "GroupSubscription", "Payment",
        "Permission", "RecentItem", "RolePermission", "Route", "WorkflowMessage",
    }  # fmt: skip


def test_entities_and_actions_as_rows(api):
    where = [["name", "IN", ["EntityTag", "Contact", "Nothing"]]]
    rows = api("Entity", "get", {"where": where, "select": ["name", "title"], "orderBy": {"name": "ASC"}})
    assert rows == [{"name": "Contact", "title": "Contact"}, {"name": "EntityTag", "title": "Entity Tag"}]
    delete = api("Contact", "getActions", {"where": [["name", "=", "delete"]]})[0]
    assert delete["params"]["useTrash"] == {"type": ["bool"], "default": True, "required": False}
    counted = api.answer("Entity", "get", {"select": ["row_count"], "limit": 2})
    assert counted["count"] == counted["countMatched"] > 100
    paged = api.answer("Entity", "get", {"limit": 2, "where": [["type", "CONTAINS", "EntityBridge"]]})
    assert (paged["count"], paged["countFetched"]) == (15, 2)


def test_access(api):
    assert api("Contact", "checkAccess", {"action": "update", "values": {"id": 7}}) == [
        {"access": True, "id": 7}
    ]
    site = api.site
    params = {"action": "create", "values": {"x": 1}}
    assert site.api4("Tag", "checkAccess", params, user=None, check=True)["values"][0]["access"] is False


@pytest.fixture(scope="module")
def group(api):
    name = token()
    values = {"name": name, "title": f"Facts {name}", "extends": "Individual"}
    group = api("CustomGroup", "create", {"values": values})[0]["id"]
    fields = (
        ("score", "Int", "Text", {}),
        ("money", "Money", "Text", {}),
        ("when", "Date", "Select Date", {}),
        ("yes", "Boolean", "Radio", {}),
        ("pick", "String", "Select", {"option_values": {"r": "Red", "g": "Green"}}),
        ("many", "String", "CheckBox", {"serialize": 1, "option_values": [{"id": "x", "name": "ex", "label": "Ex"},
                                                                         {"id": "y", "name": "why", "label": "Why"}]}),
    )  # fmt: skip
    records = [
        {"name": name, "label": name.title(), "data_type": kind, "html_type": html, **more}
        for name, kind, html, more in fields
    ]
    api("CustomField", "save", {"records": records, "defaults": {"custom_group_id": group}})
    return name


def test_custom_fields_are_fields(api, group):
    person = api.person(**{
        f"{group}.score": "7", f"{group}.money": 12.5, f"{group}.when": "2020-02-03", f"{group}.yes": True,
        f"{group}.pick:label": "Red", f"{group}.many": ["x", "y"],
    })  # fmt: skip
    where = [["id", "=", person]]
    row = api("Contact", "get", {"where": where, "select": [f"{group}.*"]})[0]
    assert list(row.values())[1:] == [7, 12.5, "2020-02-03", True, "r", ["x", "y"]]
    every = api("Contact", "get", {"where": where, "select": ["custom.*"]})[0]
    others = {name for name in every if "." in name and not name.startswith(f"{group}.")}  # of other tests
    assert {name: value for name, value in every.items() if name not in others} == row
    labels = [f"{group}.pick:label", f"{group}.many:name", f"{group}.yes:label"]
    named = api("Contact", "get", {"where": where, "select": labels})[0]
    assert list(named.values())[1:] == ["Red", ["ex", "why"], "Yes"]
    for clause in (
        [f"{group}.score", ">", 6],
        [f"{group}.many:label", "CONTAINS", "Why"],
        [f"{group}.yes", "=", True],
    ):
        assert api("Contact", "get", {"where": [*where, clause], "select": ["id"]}) == [{"id": person}]
    api("Contact", "update", {"where": where, "values": {f"{group}.score": None, f"{group}.many": []}})
    assert api("Contact", "get", {"where": [*where, [f"{group}.many", "IS EMPTY"]], "select": ["id"]})


def test_custom_fields_are_described(api, group):
    pick = field(api, "Individual", f"{group}.pick", loadOptions=["id", "label"])
    assert (pick["type"], pick["custom_group"], pick["data_type"]) == ("Custom", group, "String")
    assert pick["options"] == [{"id": "r", "label": "Red"}, {"id": "g", "label": "Green"}]
    assert not api("Organization", "getFields", {"where": [["name", "LIKE", f"{group}.%"]]})


def test_a_text_in_a_number_is_refused(api, group):
    with pytest.raises(SiteError, match=r"\(value: many\) is not of the type"):
        api.person(**{f"{group}.score": "many"})


def test_groups_of_several_records_are_entities(api):
    name = f"D{token()}"
    values = {"name": name, "title": name, "extends": "Contact", "is_multiple": True}
    group = api("CustomGroup", "create", {"values": values})[0]["id"]
    record = {
        "custom_group_id": group,
        "name": "degree",
        "label": "Degree",
        "data_type": "String",
        "html_type": "Text",
    }
    api("CustomField", "create", {"values": record})
    entity = f"Custom_{name}"
    person = api.person()
    rows = api(
        entity, "save", {"records": [{"degree": "A"}, {"degree": "B"}], "defaults": {"entity_id": person}}
    )
    assert api(entity, "get", {"where": [["degree", "=", "b"]]}) == [
        {"id": rows[1]["id"], "entity_id": person, "degree": "B"}
    ]
    assert api(entity, "delete", {"where": [["degree", "=", "A"]]}) == [rows[0]["id"]]
    assert entity in {row["name"] for row in api("Entity", "get", {"select": ["name"]})}
    api("Contact", "delete", {"where": [["id", "=", person]], "useTrash": False})
    assert api(entity, "get") == []
    api("CustomGroup", "delete", {"where": [["id", "=", group]]})
    with pytest.raises(SiteError, match="does not exist"):
        api(entity, "get")


def test_a_field_can_be_made_again(api):
    name = token()
    group = api("CustomGroup", "create", {"values": {"name": name, "title": name, "extends": "Contact"}})[0][
        "id"
    ]
    record = {"custom_group_id": group, "label": "X", "data_type": "String", "html_type": "Text"}
    for data_type, value in (("String", "text"), ("Int", 7)):
        made = api("CustomField", "create", {"values": {**record, "data_type": data_type}})[0]["id"]
        person = api.person(**{f"{name}.X": value})
        row = api("Contact", "get", {"where": [["id", "=", person]], "select": [f"{name}.X"]})[0]
        assert row[f"{name}.X"] == value
        api("CustomField", "delete", {"where": [["id", "=", made]]})
        with pytest.raises(SiteError, match="Invalid field"):
            api("Contact", "get", {"where": [[f"{name}.X", "=", value]]})


def test_custom_data_made_by_another_process_is_seen(api):
    name = token()
    with Site.open(api.site.file) as other:
        group = Caller(other)(
            "CustomGroup", "create", {"values": {"name": name, "title": name, "extends": "Contact"}}
        )
        record = {"custom_group_id": group[0]["id"], "label": "X", "data_type": "String", "html_type": "Text"}
        Caller(other)("CustomField", "create", {"values": record})
    assert api.person(**{f"{name}.X": "seen"})
    assert len(api("Contact", "get", {"where": [[f"{name}.X", "=", "seen"]]})) == 1


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("now", "2024-05-15 12:30:00"),
        ("-1 day", "2024-05-14 12:30:00"),
        ("+2 weeks 3 hours", "2024-05-29 15:30:00"),
        ("2019-03-05 14:30", "2019-03-05 14:30:00"),
        ("20190305", "2019-03-05 00:00:00"),
        ("March 6, 2019", "2019-03-06 00:00:00"),
        ("6 March 2019 9:15pm", "2019-03-06 21:15:00"),
        ("12/31/1999", "1999-12-31 00:00:00"),
        ("2020-01-01T10:00:00+02:00", "2020-01-01 08:00:00"),
        ("2020-01-01T10:00:00Z", "2020-01-01 10:00:00"),
        ("yesterday noon", "2024-05-14 12:00:00"),
        ("next friday", "2024-05-17 00:00:00"),
        ("last monday", "2024-05-13 00:00:00"),
        ("first day of next month", "2024-06-01 12:30:00"),
        ("1 year ago", "2023-05-15 12:30:00"),
        ("@86400", "1970-01-02 00:00:00"),
    ],
)
def test_strtotime(text, moment):
    assert str(strtotime(text, NOW)) == moment


@pytest.mark.parametrize("text", ["", "not a date", "2020-13-45", "many"])
def test_texts_that_are_no_dates(text):
    assert strtotime(text, NOW) is None


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("this.day", "2024-05-15 00:00:00", "2024-05-15 23:59:59"),
        ("this.week", "2024-05-12 00:00:00", "2024-05-18 23:59:59"),
        ("previous.month", "2024-04-01 00:00:00", "2024-04-30 23:59:59"),
        ("previous_2.year", "2022-01-01 00:00:00", "2023-12-31 23:59:59"),
        ("previous_before.quarter", "2023-10-01 00:00:00", "2023-12-31 23:59:59"),
        ("next.quarter", "2024-07-01 00:00:00", "2024-09-30 23:59:59"),
        ("current.year", "2024-01-01 00:00:00", "2024-05-15 23:59:59"),
        ("ending.week", "2024-05-09 00:00:00", "2024-05-15 23:59:59"),
        ("ending_30.day", "2024-04-16 00:00:00", "2024-05-15 23:59:59"),
        ("earlier.month", "None", "2024-04-30 23:59:59"),
        ("greater.month", "2024-05-01 00:00:00", "None"),
    ],
)
def test_relative_ranges(name, start, end):
    assert is_relative(name)
    assert tuple(map(str, date_range(name, NOW))) == (start, end)


@pytest.fixture
def _at_noon():
    with clock_at(NOW):
        yield


@pytest.mark.usefixtures("_at_noon")
def test_relative_dates_in_conditions(api):
    name = token()
    defaults = {"activity_type_id": 1, "source_contact_id": 2, "subject": name}
    records = [{"activity_date_time": when} for when in ("now", "-1 day", "-800 day", "2019-03-05 14:30")]
    ids = [row["id"] for row in api("Activity", "save", {"records": records, "defaults": defaults})]

    def found(*clause):
        where = [["subject", "=", name], ["activity_date_time", *clause]]
        rows = api("Activity", "get", {"where": where, "select": ["id"], "orderBy": {"id": "ASC"}})
        return [ids.index(row["id"]) for row in rows]

    assert found("=", "this.day") == [0]
    assert found("!=", "this.day") == [1, 2, 3]
    assert found("<", "previous.year") == [2, 3]
    assert found("=", "2019-03-05") == [3]
    assert found("=", "2019-03-05 14:30:00") == [3]
    assert found(">", "-1 month") == [0, 1]
    assert found("BETWEEN", ["previous.day", "this.day"]) == [0, 1]
    with pytest.raises(SiteError, match=r"Relative dates cannot be in an array using the IN operator\."):
        found("IN", ["this.day"])


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("empty($values.name)", {}, True),
        ("empty($values.name)", {"name": "x"}, False),
        (
            '!empty($values.a) && (empty($values.mode) || $values.mode !== "SMS")',
            {"a": 1, "mode": "SMS"},
            False,
        ),
        ('!empty($values.a) && (empty($values.mode) || $values.mode !== "SMS")', {"a": 1}, True),
        ('!empty($values.a) && $values.r === "manual"', {"a": 1, "r": "manual"}, True),
        ("", {}, False),
    ],
)
def test_conditions_of_required_fields(condition, values, expected):
    assert holds(condition, values) is expected
