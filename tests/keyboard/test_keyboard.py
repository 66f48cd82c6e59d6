"""What dir(), help() and inspect.signature() show, with a schema at hand and without."""

from __future__ import annotations

import copy
import inspect
import logging
import pickle
import pydoc
from typing import Any

import pytest

from civiapi import BaseAction, BaseApi, BaseEntity, HttpApiV4, SandboxApiV3, SandboxApiV4, UsageError, v3, v4
from civiapi.schema import cache

from .conftest import Told


def example_of(page: str) -> str:
    return page.rpartition("Example:\n")[2].strip()


def sent(api: BaseApi) -> list[Any]:
    return list(api.__dict__.get("sent", []))


# ---- names


def test_names_of_the_site(known: Told) -> None:
    assert {"Custom_Degrees", "Eck_Pet"} <= set(dir(known))
    assert {"mergeDuplicates", "get", "save_all", "filter"} <= set(dir(known.Contact))
    assert "mergeDuplicates" not in dir(known.Tag)
    assert "delete" not in dir(known.Entity)
    assert sent(known) == []


def test_names_of_the_schema_are_those_of_the_documentation(api: Told) -> None:
    shown = {name for name in dir(api.schema) if not name.startswith("_")}
    told = """
        actions custom_groups entities entity fields is_given known load loaded option options references refresh save
        search unique_keys
    """
    assert shown == set(told.split())


def test_names_without_a_schema(api: Told) -> None:
    assert set(v4.ENTITIES) <= set(dir(api))
    assert set(v4.ACTIONS) <= set(dir(api.Tag))
    assert "Custom_Degrees" not in dir(api)
    assert sent(api) == []


def test_names_that_were_read_meanwhile(api: Told) -> None:
    api.schema.entity("Custom_Degrees")
    before = len(sent(api))
    assert "Custom_Degrees" in dir(api)
    assert "mergeDuplicates" not in dir(api.Custom_Degrees)
    assert "mergeDuplicates" in dir(api.Contact)  # that entity is known by name alone
    assert len(sent(api)) == before


def test_who_types_is_shown_the_site_after_one_request(api: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "is_interactive", lambda: True)
    assert "Custom_Degrees" in dir(api)
    asked = len(sent(api))
    assert asked > 0
    dir(api)
    assert len(sent(api)) == asked
    assert "mergeDuplicates" not in dir(api.Custom_Degrees)
    assert "Colour" in api.Contact.getdoc()


def test_a_site_that_cannot_say_is_asked_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(cache, "is_interactive", lambda: True)
    tries = []

    class Broken(HttpApiV4):
        def send(self, calls: Any) -> Any:
            tries.append(calls)
            raise OSError("no route")

    with Broken("https://crm.example.org", "canary-key") as api, caplog.at_level(logging.DEBUG, "civiapi"):
        assert set(v4.ENTITIES) <= set(dir(api))
        assert set(v4.ACTIONS) <= set(dir(api.Contact))
        assert "not at hand" in api.Contact.getdoc()
    assert len(tries) == 1
    assert "OSError: no route" in caplog.text
    assert "canary-key" not in caplog.text


def test_a_schema_that_is_none(tmp_path: Any) -> None:
    api = SandboxApiV4(tmp_path / "site.sqlite", schema=tmp_path / "missing.json")
    assert "Contact" in dir(api)
    with pytest.raises(UsageError, match="cannot be read"):
        api.schema  # noqa: B018


def test_an_api_without_a_transport() -> None:
    class Nothing(BaseApi):
        VERSION = v3

    assert set(v3.ENTITIES) <= set(dir(Nothing()))
    assert set(v3.ACTIONS) <= set(dir(Nothing().Contact))


def test_in_a_batch(known: Told) -> None:
    with known.batch() as batch:
        assert "mergeDuplicates" in dir(batch.Contact)
        assert "Colour" in batch.Contact.__doc__
    assert sent(known) == []


def test_apiv3(api3: SandboxApiV3) -> None:
    assert "duplicatecheck" in dir(api3.Contact)
    assert "duplicatecheck" not in dir(api3.Email)
    assert "index" not in inspect.signature(api3.Email.create).parameters
    assert eval(example_of(api3.Email.getdoc()), {"api": api3})
    assert len(eval(example_of(api3.Email.get.getdoc()), {"api": api3})) <= 5


# ---- signatures


def test_required_fields_come_first(known: Told) -> None:
    parameters = list(inspect.signature(known.Activity.create).parameters.values())
    assert [one.name for one in parameters][:4] == [
        "params",
        "index",
        "activity_type_id",
        "source_contact_id",
    ]
    required = [one.name for one in parameters if one.kind is one.KEYWORD_ONLY and one.default is one.empty]
    assert required == ["activity_type_id", "source_contact_id"]
    subject = inspect.signature(known.Activity.create).parameters["subject"]
    assert (subject.annotation, repr(subject.default)) == (str, "...")
    assert parameters[-1].kind is inspect.Parameter.VAR_KEYWORD


def test_signatures_of_other_actions(known: Told) -> None:
    get = inspect.signature(known.Contact.get).parameters
    assert {"first_name", "select", "where", "limit"} <= set(get)
    assert all(one.default is not one.empty for one in get.values() if one.kind is one.KEYWORD_ONLY)
    assert "activity_type_id" in inspect.signature(known.Activity.update).parameters
    merge = inspect.signature(known.Contact.mergeDuplicates).parameters
    assert merge["contactId"].default is inspect.Parameter.empty
    assert merge["contactId"].annotation is int
    assert "Year" in inspect.signature(known.Custom_Degrees.create).parameters


def test_every_action_of_the_site_has_a_signature_and_a_page(known: Told) -> None:
    for entity in known.schema.entities().values():
        for action in entity.actions:
            one = getattr(getattr(known, entity.name), action)
            assert str(inspect.signature(one)).startswith("(params=None, index=None, /")
            assert one.__doc__.startswith(f"{entity.name}.{action} of ")


def test_signatures_without_a_schema(api: Told) -> None:
    parameters = inspect.signature(api.Contact.get).parameters
    assert {"select", "where", "limit", "fields"} <= set(parameters)
    assert "first_name" not in parameters
    assert str(inspect.signature(api.Contact.mergeDuplicates)) == "(params=None, index=None, /, **fields)"
    assert sent(api) == []


def test_classes_keep_theirs() -> None:
    assert "entity" in inspect.signature(BaseAction).parameters
    assert BaseEntity.__doc__ is not None
    assert BaseEntity.__doc__.startswith("An entity of an api")
    assert inspect.getdoc(BaseAction) == "An action of an entity, a callable.  A subclass sets NAME."


# ---- help


def test_the_page_of_an_entity(known: Told) -> None:
    page = pydoc.plain(pydoc.render_doc(known.Contact))
    assert "Facts.Colour" in page
    assert "contact_type" in page
    assert "'Individual'" in page
    assert "1 Female | 2 Male" in page
    assert "id of Contact" in page
    assert "mergeDuplicates" in page
    assert sent(known) == []


def test_the_page_of_an_action(known: Told) -> None:
    page = pydoc.plain(pydoc.render_doc(known.Activity.create))
    lines = [line.split() for line in page.splitlines()]
    fields = [words[0] for words in lines if words[1:2] == ["int,"] or words[1:2] == ["str,"]]
    assert fields[:2] == ["activity_type_id", "source_contact_id"]
    assert "checkPermissions  bool, default True" in page
    assert "required" not in known.Activity.update.getdoc().partition("Params:")[0]
    assert "required" in known.Contact.mergeDuplicates.getdoc()


def test_pages_without_a_schema(api: Told) -> None:
    assert "not at hand; api.schema.entity('Contact') reads it" in api.Contact.getdoc()
    assert "select" in api.Contact.get.getdoc()
    assert eval(example_of(api.Contact.getdoc()), {"api": api})
    before = len(sent(api))
    pydoc.render_doc(api.Contact)
    pydoc.render_doc(api.Contact.get)
    assert len(sent(api)) == before


@pytest.mark.parametrize("name", ["Contact", "Activity", "Setting", "Custom_Degrees", "Event", "Entity"])
def test_examples_of_reading_run(known: Told, name: str) -> None:
    for page in (getattr(known, name).getdoc(), getattr(known, name).get.getdoc()):
        rows = eval(example_of(page), {"api": known})
        assert rows.call.entity == name


@pytest.mark.parametrize(
    "name",
    ["Contact", "Activity", "Tag", "Group", "Email", "Event", "Contribution", "Note", "Custom_Degrees"],
)
def test_examples_of_writing_run(known: Told, name: str) -> None:
    entity = getattr(known, name)
    made = eval(example_of(entity.create.getdoc()), {"api": known}).one()["id"]
    updated = example_of(entity.update.getdoc()).replace("id=7", f"id={made}")
    if "," in updated:
        assert eval(updated, {"api": known}).one()["id"] == made
    assert eval(example_of(entity.delete.getdoc()).replace("id=7", f"id={made}"), {"api": known})


def test_a_class_of_ones_own_says_what_it_is(custom_file: Any) -> None:
    class Contact(BaseEntity):
        """The people of our choir.

        And their friends.
        """

        NAME = "Contact"

    class Bare(BaseEntity):
        NAME = "Tag"

    class Choir(SandboxApiV4):
        ENTITIES = [Contact, Bare]

    with Choir(custom_file) as api:
        assert Contact.__doc__ is not None
        assert Contact.__doc__.startswith("The people of our choir.")
        assert Bare.__doc__ is None
        assert "\n\nThe people of our choir.\n\nAnd their friends.\n\n" in api.Contact.getdoc()
        assert api.Tag.__doc__.startswith("Tag of ")
        assert Contact(api).__doc__ == api.Contact.getdoc()


def test_copies(known: Told) -> None:
    assert copy.copy(known.Contact).__doc__ == known.Contact.__doc__
    assert "get" in dir(pickle.loads(pickle.dumps(known)).Contact)
