"""Autocomplete: records by what is typed."""

from __future__ import annotations

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError
from civiapi.sandbox.errors import Unauthorized
from civiapi.sandbox.users import add_user

from .engine import Caller, token


@pytest.fixture(scope="module")
def call(new_site):
    with Site.open(new_site()) as site:
        call = Caller(site)
        call.contact = call.person(first_name="Žofia", last_name="Adams")
        yield call


def complete(call, entity, **params):
    return call.answer(entity, "autocomplete", params)


def test_autocomplete_looks_into_one_field_after_the_other(call):
    found = complete(call, "Contact", input="adams, ž")
    assert found["values"] == [
        {
            "id": call.contact,
            "label": "Adams, Žofia",
            "icon": "fa-user",
            "description": [f"#{call.contact} Individual"],
        }
    ]
    assert (found["searchField"], found["searchFields"]) == ("sort_name", ["id", "sort_name"])
    by_id = complete(call, "Contact", input=str(call.contact))
    assert (by_id["values"], by_id["searchField"]) == (found["values"], "id")
    none = complete(call, "Contact", input=token())
    assert (none["values"], none["searchField"], none["countMatched"]) == ([], "sort_name", 0)
    assert complete(call, "Contact", input=str(call.contact), searchField="sort_name")["values"] == []
    with pytest.raises(SiteError, match="Invalid searchField: last_name"):
        complete(call, "Contact", input="Adams", searchField="last_name")


def test_autocomplete_gives_a_page_and_says_whether_there_is_more(call):
    page = complete(call, "Contact")
    assert (page["countFetched"], page["count"], page["countMatched"]) == (15, 16, 16)
    seen = [row["id"] for row in page["values"]]
    following = complete(call, "Contact", exclude=seen)
    assert not {*seen} & {row["id"] for row in following["values"]}
    chosen = complete(call, "Contact", ids=seen[:3])
    assert ({row["id"] for row in chosen["values"]}, chosen["countMatched"]) == ({*seen[:3]}, 3)


def test_autocomplete_of_entities_without_a_display_of_their_own(call):
    tag = call(
        "Tag", "create", {"values": {"label": token(), "color": "#ff0000", "description": "for tests"}}
    )[0]
    expected = {
        "id": tag["id"],
        "label": tag["label"],
        "icon": None,
        "description": [f"#{tag['id']} for tests"],
    }
    assert complete(call, "Tag", input=tag["label"])["values"] == [{**expected, "color": "#ff0000"}]
    kind = call("RelationshipType", "get", {"limit": 1})[0]
    found = complete(call, "RelationshipType", input=kind["label_a_b"])
    assert found["searchFields"] == ["id", "label_a_b", "description"]
    assert found["values"][0]["label"] == f"{kind['label_a_b']} - {kind['description'] or ''}"
    phone = call(
        "Phone", "create", {"values": {"contact_id": call.contact, "phone": "555-0199", "phone_type_id": 1}}
    )
    found = complete(call, "Phone", input="0199")
    assert (found["values"][0]["id"], found["searchField"]) == (phone[0]["id"], "phone")
    assert (found["values"][0]["label"], found["values"][0]["description"]) == (
        "Adams, Žofia: 555-0199",
        ["Home (Phone)"],
    )


def test_autocomplete_needs_what_a_get_needs(call):
    user = add_user(call.site, token(), "none").contact_id
    assert call.site.api4("Contact", "autocomplete", {}, user=user, check=True)["values"] == []
    with pytest.raises(Unauthorized, match=r"Tag::get"):
        call.site.api4("Tag", "autocomplete", {}, user=user, check=True)


def test_what_autocomplete_refuses(call):
    for entity, params in (
        ("Contact", {"fieldName": "x"}),
        ("Individual", {}),
        ("Activity", {}),
        ("Note", {}),
    ):
        with pytest.raises(NotSimulated):
            complete(call, entity, **params)
