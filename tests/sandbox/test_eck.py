"""Entities that a site makes itself, as de.systopia.eck makes them.

The facts were read in its public sources: Civi/Eck/EckEntityMetaProvider.php, Civi/Eck/API/Entity.php,
Civi/Api4/EckEntity.php, CRM/Eck/BAO/EckEntityType.php, tests/phpunit/api/v4/EckEntity/EckEntityTest.php.
"""

from __future__ import annotations

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError
from civiapi.sandbox.eck import KEY
from civiapi.sandbox.errors import Unauthorized
from civiapi.sandbox.users import add_user

from .engine import ADMINISTRATOR, Caller


@pytest.fixture
def api(tmp_path):
    with Site.open(tmp_path / "site.sqlite", sample=False) as site:
        yield Caller(site)


def install(api, **params):
    return api.site.api3("Extension", "install", params, user=ADMINISTRATOR, check=True)


@pytest.fixture
def pets(api):
    install(api, keys=KEY)
    api("EckEntityType", "create", {"values": {"label": "House Pet"}})
    return api


def names(api):
    return [
        row["name"] for row in api("Entity", "get", {"select": ["name"], "where": [["name", "LIKE", "Eck%"]]})
    ]


def extended(api):
    asked = {"loadOptions": True, "where": [["name", "=", "extends"]]}
    return api("CustomGroup", "getFields", asked)[0]["options"]


def test_a_stock_site_has_none(api):
    assert names(api) == []
    with pytest.raises(SiteError, match=r"API \(EckEntityType, get\) does not exist"):
        api("EckEntityType", "get")
    with pytest.raises(NotSimulated, match=r"the extension org\.example\.other"):
        install(api, keys=["org.example.other"])
    assert install(api, keys="") == {"is_error": 0, "version": 3, "count": 1, "values": 1}
    assert names(api) == []


def test_installed_twice(api):
    assert install(api, key=KEY) == install(api, keys=[KEY]) == install(api, keys=KEY)
    assert names(api) == ["EckEntityType"]


def test_a_type_is_an_entity(pets):
    assert names(pets) == ["EckEntityType", "Eck_House_Pet"]
    (row,) = pets("Entity", "get", {"where": [["name", "=", "Eck_House_Pet"]]})
    assert (row["title"], row["searchable"], row["label_field"]) == ("House Pet", "secondary", "title")
    assert row["type"] == ["DAOEntity", "EckEntity", "ManagedEntity"]
    assert row["table_name"] == "civicrm_eck_house_pet"
    assert extended(pets)["Eck_House_Pet"] == "House Pet"
    (kind,) = pets("EckEntityType", "get", {"select": ["name", "in_recent", "has_subtypes", "api_name"]})
    assert kind == {
        "id": 1,
        "name": "House_Pet",
        "in_recent": True,
        "has_subtypes": False,
        "api_name": "Eck_House_Pet",
    }
    fields = [row["name"] for row in pets("Eck_House_Pet", "getFields", {"where": [["type", "=", "Field"]]})]
    assert fields == ["id", "title", "subtype", "created_id", "modified_id", "created_date", "modified_date"]
    actions = {row["name"] for row in pets("Eck_House_Pet", "getActions")}
    assert {"autocomplete", "create", "export", "getLinks", "replace", "revert", "save"} <= actions


def test_another_process_knows_it(pets, tmp_path):
    with Site.open(tmp_path / "site.sqlite") as site:
        other = Caller(site)
        assert "Eck_House_Pet" in names(other)
        pets("EckEntityType", "create", {"values": {"label": "Tree"}})
        assert other("Eck_Tree", "create", {"values": {"title": "Oak"}})[0]["id"] == 1


def test_records(pets):
    (made,) = pets("Eck_House_Pet", "create", {"values": {"title": "Rex"}})
    assert (made["id"], made["title"]) == (1, "Rex")
    with pytest.raises(SiteError, match="Mandatory values missing from Api4 Eck_House_Pet::save: title"):
        pets("Eck_House_Pet", "save", {"records": [{"subtype": "x"}]})
    (row,) = pets("Eck_House_Pet", "get", {"select": ["*", "created_id.display_name"]})
    assert row["created_id.display_name"] == "Ada Admin"
    assert row["modified_id"] == ADMINISTRATOR
    assert row["created_date"]
    pets("Eck_House_Pet", "update", {"where": [["title", "=", "Rex"]], "values": {"title": "Max"}})
    assert pets("Eck_House_Pet", "autocomplete", {"input": "ma"})[0]["label"] == "Max"
    assert pets("Eck_House_Pet", "delete", {"where": [["id", "=", 1]]}) == [{"id": "1"}]
    assert pets("Eck_House_Pet", "get") == []


def test_subtypes(pets):
    pets("EckEntityType", "update", {"where": [["id", "=", 1]], "values": {"has_subtypes": True}})
    for value in ("cat", "dog"):
        option = {"option_group_id:name": "eck_sub_types", "grouping": "House_Pet", "value": value}
        pets("OptionValue", "create", {"values": {**option, "label": value.upper(), "name": value}})
    other = {"option_group_id:name": "eck_sub_types", "grouping": "Tree", "value": "oak", "label": "Oak"}
    pets("OptionValue", "create", {"values": other})
    asked = {"loadOptions": True, "where": [["name", "=", "subtype"]]}
    assert pets("Eck_House_Pet", "getFields", asked)[0]["options"] == {"cat": "CAT", "dog": "DOG"}
    with pytest.raises(SiteError, match="subtype"):
        pets("Eck_House_Pet", "create", {"values": {"title": "Rex"}})
    pets("Eck_House_Pet", "create", {"values": {"title": "Rex", "subtype:label": "DOG"}})
    assert pets("Eck_House_Pet", "get", {"select": ["subtype"]})[0]["subtype"] == "dog"
    assert pets("EckEntityType", "get", {"select": ["sub_types"]})[0]["sub_types"] == ["cat", "dog"]


def test_custom_data(pets):
    for title, is_multiple in (("Care", False), ("Visits", True)):
        values = {"title": title, "extends": "Eck_House_Pet", "is_multiple": is_multiple}
        (group,) = pets("CustomGroup", "create", {"values": values})
        field = {"label": "Note", "data_type": "String", "html_type": "Text", "custom_group_id": group["id"]}
        pets("CustomField", "create", {"values": field})
    pets("Eck_House_Pet", "create", {"values": {"title": "Rex", "Care.Note": "bones"}})
    pets("Custom_Visits", "create", {"values": {"entity_id": 1, "Note": "vet"}})
    assert pets("Eck_House_Pet", "get", {"select": ["Care.Note"]}) == [{"id": 1, "Care.Note": "bones"}]
    with pytest.raises(SiteError):  # no such pet
        pets("Custom_Visits", "create", {"values": {"entity_id": 7, "Note": "vet"}})


def test_a_type_keeps_its_name(pets):
    pets(
        "EckEntityType",
        "update",
        {"where": [["id", "=", 1]], "values": {"name": "House_Pet", "label": "Pets"}},
    )
    (row,) = pets("Entity", "get", {"where": [["name", "=", "Eck_House_Pet"]]})
    assert row["title"] == row["title_plural"] == extended(pets)["Eck_House_Pet"] == "Pets"
    with pytest.raises(SiteError, match="Renaming an EckEntityType is not allowed"):
        pets("EckEntityType", "update", {"where": [["id", "=", 1]], "values": {"name": "Other"}})
    with pytest.raises(SiteError, match="already exists"):
        pets("EckEntityType", "create", {"values": {"name": "house_pet", "label": "x"}})
    assert len(names(pets)) == 2


# CRM_Eck_BAO_EckEntityType::self_hook_civicrm_pre, CRM_Utils_String::munge


@pytest.mark.parametrize(
    ("given", "name"),
    [("my-thing é", "my_thing_"), (" a  b__c ", "a_b_c"), ("x" * 60, "x" * 52)],
)
def test_what_a_name_becomes(pets, given, name):
    made = pets("EckEntityType", "create", {"values": {"label": "L", "name": given}})[0]
    assert made["name"] == name
    assert pets(f"Eck_{name}", "get") == []


def test_a_name_of_other_letters(pets):
    with pytest.raises(NotSimulated, match="without a Latin letter"):
        pets("EckEntityType", "create", {"values": {"label": "L", "name": "日本"}})
    assert len(names(pets)) == 2


def test_a_type_goes_with_all_that_is_of_it(pets):
    for kind, value in (("House_Pet", "dog"), ("Tree", "oak")):
        option = {"option_group_id:name": "eck_sub_types", "grouping": kind, "value": value}
        pets("OptionValue", "create", {"values": {**option, "label": value, "name": value}})
    pets("CustomGroup", "create", {"values": {"title": "Care", "extends": "Eck_House_Pet"}})
    pets("Eck_House_Pet", "create", {"values": {"title": "Rex"}})
    assert pets("EckEntityType", "delete", {"where": [["name", "=", "House_Pet"]]}) == [{"id": "1"}]
    assert names(pets) == ["EckEntityType"]
    assert "Eck_House_Pet" not in extended(pets)
    assert pets("CustomGroup", "get") == []
    left = pets("OptionValue", "get", {"where": [["option_group_id:name", "=", "eck_sub_types"]]})
    assert [row["value"] for row in left] == ["oak"]
    with pytest.raises(SiteError, match="does not exist"):
        pets("Eck_House_Pet", "get")
    pets("EckEntityType", "create", {"values": {"label": "House Pet"}})
    assert pets("Eck_House_Pet", "get") == []


@pytest.mark.parametrize(
    ("permission", "actions"),
    [
        ("access AJAX API", ()),
        ("view any eck entity", ("get",)),
        ("view eck entity House_Pet", ("get",)),
        ("view eck entity Tree", ()),
        ("edit any eck entity", ("create",)),
        ("delete eck entity House_Pet", ("delete",)),
        ("administer eck entities", ("get", "create", "delete")),
    ],
)
def test_permissions(pets, permission, actions):
    user = add_user(pets.site, "some", "none").contact_id
    pets.site.store.execute(
        "UPDATE civicrm_role SET permissions = ? WHERE id ="
        " (SELECT r.role_id FROM civicrm_user_role r JOIN civicrm_uf_match u ON u.id = r.user_id"
        " WHERE u.contact_id = ?)",
        (f"\x01access CiviCRM\x01{permission}\x01", user),
    )
    params = {"create": {"values": {"title": "Rex"}}, "delete": {"where": [["id", "=", 7]]}}
    may = []
    for action in ("get", "create", "delete"):
        try:
            pets.site.api4("Eck_House_Pet", action, params.get(action, {}), user=user, check=True)
        except Unauthorized:
            continue
        may.append(action)
    assert tuple(may) == actions
