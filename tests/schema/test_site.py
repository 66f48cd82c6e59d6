"""What api.schema says of a site, and what it asks for it."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    Answer,
    ApiCall,
    HttpApiV3,
    HttpApiV4,
    PermissionDenied,
    SandboxApiV3,
    SandboxApiV4,
    UsageError,
    v4,
)
from civiapi.sandbox import Site
from civiapi.sandbox.serve import running
from civiapi.sandbox.users import add_user
from civiapi.schema import CustomGroup, Option, Reference, Schema, diff
from civiapi.stock import ARRAY_BACKED


class Counting(SandboxApiV4):
    """Counts what is sent."""

    requests = 0

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        type(self).requests += 1
        return super().send(calls)


@pytest.fixture
def counting(custom_file: Path) -> Any:
    Counting.requests = 0
    with Counting(custom_file, schema_ttl=60) as api:
        yield api


def test_entity(api: SandboxApiV4) -> None:
    contact = api.schema.entity("Contact")
    assert contact.complete
    assert contact.type == ("DAOEntity",)
    assert contact.primary_key == ("id",)
    assert contact.label_field == "display_name"
    assert contact.table == "civicrm_contact"
    name = contact.fields["first_name"]
    assert (name.data_type, name.maxlength, name.label) == ("String", 64, "First Name")
    assert not name.required
    assert name.nullable
    assert contact.fields["id"].readonly
    assert contact.fields["employer_id"].fk_entity == "Contact"
    assert contact.fields["preferred_communication_method"].serialize == 1


def test_fields_of_an_action(api: SandboxApiV4) -> None:
    domain = api.schema.fields("EntityTag")["entity_table"]
    assert domain.default is None
    assert api.schema.fields("EntityTag", "create")["entity_table"].default == "civicrm_contact"
    assert api.schema.fields("EntityTag", "save") == api.schema.fields("EntityTag", "create")
    assert api.schema.fields("EntityTag", "create")["tag_id"].required
    assert not any(field.required for field in api.schema.fields("EntityTag", "update").values())
    case = api.schema.entity("Event")
    assert "template_id" in case.writable
    assert "template_id" not in case.fields
    assert (case.writable["template_id"].get, case.writable["template_id"].create) == (False, True)


def test_actions(api: SandboxApiV4) -> None:
    actions = api.schema.actions("Contact")
    assert {"get", "create", "mergeDuplicates"} <= set(actions)
    limit = actions["get"].params["limit"]
    assert (limit.types, limit.required) == (("int",), False)
    assert actions["delete"].params["useTrash"].default is True
    assert actions["getChecksum"].params["contactId"].required


def test_custom_data(api: SandboxApiV4) -> None:
    colour = api.schema.fields("Contact")["Facts.Colour"]
    assert (colour.custom, colour.type, colour.data_type) == (True, "Custom", "String")
    facts, degrees, care = api.schema.custom_groups()
    assert facts == CustomGroup(
        facts.id, "Facts", "Facts", "Individual", fields={"Colour": colour.custom_id or 0}
    )
    assert (degrees.is_multiple, degrees.entity) == (True, "Custom_Degrees")
    made = api.schema.entity("Custom_Degrees")
    assert "CustomValue" in made.type
    assert made.writable["Year"].required
    assert made.fields["entity_id"].fk_entity == "Contact"
    assert made.unique_keys == (frozenset({"id"}),)
    assert (care.is_multiple, care.entity) == (False, None)


def test_an_entity_that_the_site_made(api: SandboxApiV4) -> None:
    assert "Eck_Pet" in api.schema.entities()
    pet = api.schema.entity("Eck_Pet")
    assert pet.label == "Pet"
    assert {"title", "subtype", "Care.Food"} <= set(pet.writable)
    assert pet.writable["title"].required
    assert pet.fields["created_id"].fk_entity == "Contact"
    assert [one.label for one in api.schema.options("Eck_Pet", "subtype")] == ["Cat", "Dog"]
    checked = api.checked()
    with pytest.raises(UsageError, match="no field 'titel' on Eck_Pet; did you mean title"):
        checked.Eck_Pet.create(titel="Rex", subtype="dog")
    with pytest.raises(UsageError, match="'dgo' is no option; did you mean dog"):
        checked.Eck_Pet.create(title="Rex", subtype="dgo")
    with pytest.raises(UsageError, match="Eck_Pet needs subtype"):
        checked.Eck_Pet.create(title="Rex")
    made = checked.Eck_Pet.create({"title": "Rex", "subtype:label": "Dog", "Care.Food": "bones"}).one()["id"]
    (row,) = checked.Eck_Pet.filter({"Care.Food": "bones"}).select("title", "subtype:label").all()
    assert row == {"id": made, "title": "Rex", "subtype:label": "Dog"}
    assert [row["title"] for page in checked.Eck_Pet.filter(id=made).pages(1) for row in page] == ["Rex"]
    checked.Eck_Pet.delete(id=made)


def test_custom_data_of_v3(api3: SandboxApiV3) -> None:
    facts, degrees, _ = api3.schema.custom_groups()
    field = api3.schema.fields("Contact")[f"custom_{facts.fields['Colour']}"]
    assert (field.custom, field.custom_id, field.data_type) == (True, facts.fields["Colour"], "String")
    assert degrees.is_multiple
    assert facts.name == "Facts"


def test_options(api: SandboxApiV4) -> None:
    female = Option(1, "Female", "Female")
    assert api.schema.options("Contact", "gender_id")[0] == female
    assert api.schema.options("Contact", "gender_id:label")[0] == female
    assert api.schema.options("Contact", "first_name") == ()
    wanted: dict[str, Any]
    for wanted in ({"label": "Female"}, {"name": "female"}, {"id": 1}, {"id": "1"}):
        assert api.schema.option("Contact", "gender_id", **wanted) == female


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"label": "Femal"}, "no option with label 'Femal' on Contact.gender_id; did you mean Female?"),
        ({"id": 77}, "no option with id '77' on Contact.gender_id"),
        ({}, "give one of id=, name= and label="),
        ({"id": 1, "name": "Male"}, "give one of id=, name= and label="),
    ],
)
def test_no_such_option(api: SandboxApiV4, given: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        api.schema.option("Contact", "gender_id", **given)
    assert str(caught.value) == said


def test_options_of_v3(api3: SandboxApiV3) -> None:
    assert api3.schema.options("Contact", "gender_id")[1] == Option(2, None, "Male")
    assert api3.schema.option("Contact", "gender_id", label="male").id == 2
    assert api3.schema.option("contact", "gender_id", name="Male") == Option(2, "Male", "Male")
    method = api3.schema.options("Contact", "preferred_communication_method")
    assert {type(one.id) for one in method} == {str}


def test_a_field_without_options(api: SandboxApiV4) -> None:
    with pytest.raises(UsageError, match=r"Contact\.first_name has no options"):
        api.schema.option("Contact", "first_name", label="x")


def test_a_list_too_long_to_be_kept_is_asked_for(counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("civiapi.schema.read4.LONGEST", 2)
    gender = counting.schema.fields("Contact")["gender_id"]
    assert (gender.options, gender.has_options) == (None, True)
    assert len(counting.schema.options("Contact", "gender_id")) == 3
    assert counting.schema.option("Contact", "gender_id", label="Male").id == 2
    assert Counting.requests == 3
    given = counting.with_options(schema=counting.schema.known)
    with pytest.raises(UsageError, match="too many to be kept"):
        given.schema.options("Contact", "gender_id")


def test_unique_keys(api: SandboxApiV4, api3: SandboxApiV3) -> None:
    contact = (frozenset({"id"}), frozenset({"external_identifier"}))
    assert api.schema.unique_keys("Contact") == contact
    assert api3.schema.unique_keys("Contact") == contact
    assert frozenset({"name"}) in api.schema.unique_keys("Tag")


def test_references(known: SandboxApiV4) -> None:
    assert known.schema.references("Email") == (
        Reference("Email", "contact_id", "Contact"),
        *(one for one in known.schema.references("Email") if one.field != "contact_id"),
    )
    every = known.schema.references()
    assert Reference("Contribution", "contact_id", "Contact") in every
    assert Reference("EntityTag", "entity_id", "Activity") in every
    assert Reference("Custom_Degrees", "entity_id", "Contact") in every
    assert Reference("Eck_Pet", "created_id", "Contact") in every


def test_search(known: SandboxApiV4) -> None:
    found = [str(one) for one in known.schema.search("Postal code")]
    assert "field Address.postal_code: Postal Code" in found
    assert "entity Custom_Degrees: Degrees" in map(str, known.schema.search("degrees"))
    assert "option Contact.gender_id: Female" in map(str, known.schema.search("female"))
    assert "action Contact.mergeDuplicates: mergeDuplicates" in map(str, known.schema.search("mergedup"))
    assert known.schema.search("nothing like this") == known.schema.search(" ") == ()


def test_the_nearest_name(api: SandboxApiV4, api3: SandboxApiV3) -> None:
    with pytest.raises(UsageError, match=r"^no entity 'Contct'; did you mean Contact\?$"):
        api.schema.entity("Contct")
    with pytest.raises(UsageError, match=r"^no field 'frist_name' on Contact; did you mean first_name\?$"):
        api.schema.options("Contact", "frist_name")
    with pytest.raises(UsageError, match=r"^no entity 'Contct'; did you mean Contact\?$"):
        api3.schema.fields("Contct")


def test_v3(api3: SandboxApiV3) -> None:
    contact = api3.schema.entity("Contact")
    assert contact.fields["birth_date"].data_type == "Date"
    assert contact.fields["is_deceased"].data_type == "Boolean"
    assert contact.writable["contact_type"].required
    assert contact.fields["id"].aliases == ("contact_id",)
    assert api3.schema.entity("option_value").name == "OptionValue"
    assert set(api3.schema.actions("Tag")) >= {"get", "create", "getsingle"}
    assert api3.schema.load().is_complete()


def test_requests(counting: Counting) -> None:
    assert not counting.schema.entities()["Contact"].complete
    assert Counting.requests == 1
    assert counting.schema.loaded("Contact") is None
    counting.schema.fields("Contact")
    assert Counting.requests == 2
    counting.schema.actions("Contact")
    counting.schema.fields("Contact", "create")
    counting.schema.option("Contact", "gender_id", label="Male")
    assert counting.schema.loaded("Contact") is not None
    assert Counting.requests == 2
    assert counting.schema.load().is_complete()
    assert Counting.requests <= 5
    known = Counting.requests
    assert len(counting.schema.search("postal")) > 1
    assert Counting.requests == known


def test_an_entity_is_one_request(counting: Counting) -> None:
    assert counting.schema.entity("Contact").complete
    assert Counting.requests == 1
    with pytest.raises(UsageError, match="no entity"):
        counting.schema.entity("Contct")
    assert Counting.requests == 1


def test_an_unknown_entity_is_one_request(counting: Counting) -> None:
    with pytest.raises(UsageError, match="did you mean Contact"):
        counting.schema.entity("Contct")
    assert Counting.requests == 1


def test_refresh(counting: Counting) -> None:
    counting.schema.entity("Contact")
    counting.schema.refresh()
    assert counting.schema.known is None
    assert counting.schema.entity("Contact").complete
    assert Counting.requests == 2


def test_save_and_use_without_a_site(counting: Counting, tmp_path: Path) -> None:
    saved = counting.schema.save(tmp_path / "schema.json")
    for given in (saved, str(saved), Schema.from_json(saved.read_text())):
        Counting.requests = 0
        api = counting.with_options(schema=given)
        assert api.schema.is_given
        assert api.schema.option("Contact", "gender_id", label="Male").id == 2
        assert api.schema.loaded("Custom_Degrees") is not None
        assert len(api.schema.references()) > 100
        assert api.schema.load().user == 2
        with pytest.raises(UsageError, match="did you mean Contact"):
            api.schema.entity("Contct")
        with pytest.raises(UsageError, match="nothing to refresh"):
            api.schema.refresh()
        assert Counting.requests == 0
        assert not diff(api.schema.load(), counting.schema.load())
    assert api.with_options(schema=None).schema.is_given is False


def test_a_given_schema_that_is_in_part(counting: Counting) -> None:
    counting.schema.entity("Contact")
    api = counting.with_options(schema=counting.schema.known)
    with pytest.raises(UsageError, match=r"does not describe Event; save it with schema\.save"):
        api.schema.entity("Event")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("missing.json", "the schema missing.json cannot be read: No such file"),
        ({}, "this is no schema"),
        (Schema(3), "this is a schema of APIv3, and an api of APIv4"),
    ],
)
def test_what_is_given_is_none(custom_file: Path, given: Any, said: str) -> None:
    with SandboxApiV4(custom_file, schema=given) as api, pytest.raises(UsageError, match=said):
        api.schema  # noqa: B018


def test_copies(api: SandboxApiV4) -> None:
    api.schema.entity("Contact")
    assert api.with_options(timeout=3).schema.loaded("Contact") is not None
    assert api.with_options(check_permissions=True).schema.loaded("Contact") is None  # another user's view
    with pickle.loads(pickle.dumps(api)) as copied:
        assert copied.schema.loaded("Contact") is not None


def test_repr(api: SandboxApiV4) -> None:
    api.schema.entity("Contact")
    assert repr(api.schema).endswith(", 1 entities read>")


def test_own_metadata_is_seen_at_once(new_site: Any) -> None:
    with SandboxApiV4(new_site()) as api:
        assert "Facts.Colour" not in api.schema.fields("Contact")
        before = api.schema.load()
        group = api.CustomGroup.create(name="Facts", title="Facts", extends="Contact").one()["id"]
        api.CustomField.create(
            custom_group_id=group, name="Colour", label="Colour", data_type="String", html_type="Text"
        )
        assert "Facts.Colour" in api.schema.fields("Contact")
        assert [one.place for one in diff(before, api.schema.load()).added][:1] == ["Contact.Facts.Colour"]
        api.OptionValue.create(
            values={"option_group_id:name": "gender", "name": "Diverse", "label": "Diverse", "value": 4}
        )
        assert api.schema.option("Contact", "gender_id", label="Diverse").id == 4
        at_hand = api.schema.known
        api.Contact.create(contact_type="Individual", first_name="A")
        assert api.schema.known is at_hand


def test_static_params_are_those_of_the_site(known: SandboxApiV4) -> None:
    """v4.own_params, against what getActions says of each entity and action."""
    wrong = {}
    for name, entity in known.schema.load().entities.items():
        needless = {"join", "groupBy", "having", "translationMode"} if name in ARRAY_BACKED else set()
        for action in {"get", "create", "update", "save", "replace", "delete"} & entity.actions.keys():
            site, ours = set(entity.actions[action].params), v4.own_params(name, action)
            if site - ours or ours - site - needless:
                wrong[name, action] = (site - ours, ours - site)
    assert wrong == {}


def test_forbidden(custom_file: Path) -> None:
    class Forbidden(Counting):
        def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
            if (
                calls[0].entity in ("Entity", "Contact")
                and calls[0].action.startswith("get")
                and len(calls) > 1
            ):
                Counting.requests += 1
                return [
                    Answer(call, {"error_message": "Authorization failed", "status": 403}) for call in calls
                ]
            return SandboxApiV4.send(self, calls)

    Counting.requests = 0
    with Forbidden(custom_file) as api:
        for ask in (
            api.schema.entities,
            lambda: api.schema.fields("Contact"),
            api.schema.load,
            api.schema.custom_groups,
        ):
            with pytest.raises(
                PermissionDenied, match="does not describe itself to this user: Authorization failed"
            ):
                ask()
        assert Counting.requests == 1  # asked once, and not again with each method
        assert api.schema.loaded("Contact") is None
        assert api.Contact.get(id=2, select=["id"]) == [{"id": 2}]


def test_a_user_to_whom_nothing_is_told(new_site: Any) -> None:
    with Site.open(new_site()) as site:
        key = add_user(site, "low", "none").api_key
        with running(site) as served:
            with HttpApiV4(served.url, key) as api:
                with pytest.raises(PermissionDenied, match="does not describe itself to this user"):
                    api.schema.fields("Contact")
                with pytest.raises(PermissionDenied, match="does not describe itself to this user"):
                    api.schema.load()
                assert len(served.log) == 1
                assert api.Contact.get(limit=1) == []
            told = pytest.raises(PermissionDenied, match="require access CiviCRM")
            with HttpApiV3(served.url, key, served.site_key) as api3, told:
                api3.schema.load()
