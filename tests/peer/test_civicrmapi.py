"""civicrmapi, an independent client, works with the sandbox as with a real site (tox env ``peer``)."""

from __future__ import annotations

import doctest
import subprocess
from types import SimpleNamespace

import pytest

civicrmapi = pytest.importorskip("civicrmapi", reason="civicrmapi is not installed; see the tox env peer")

DOORS = {
    "http3": lambda site: civicrmapi.HttpApiV3(site.url, site.api_key, site.site_key),
    "http4": lambda site: civicrmapi.HttpApiV4(site.url, site.api_key),
    "cv3": lambda site: civicrmapi.CvApiV3(cv=site.cv),
    "cv4": lambda site: civicrmapi.CvApiV4(cv=site.cv),
    "cv4 in a shell": lambda site: civicrmapi.CvApiV4(cv=site.cv, context="sh -c"),
}
EVERY = pytest.mark.parametrize("door", DOORS)
HTTP = pytest.mark.parametrize("door", ["http3", "http4"])
V4 = pytest.mark.parametrize("door", [name for name in DOORS if "4" in name])
V3 = pytest.mark.parametrize("door", [name for name in DOORS if "3" in name])


@pytest.fixture
def api(served, door):
    return DOORS[door](served)


@pytest.mark.parametrize("context", [None, "sh -c"])
def test_the_examples_of_its_documentation(served, context):
    globs = {
        **vars(civicrmapi),
        "url": served.url,
        "api_key": served.api_key,
        "cv": served.cv,
        "context": context,
    }
    [examples] = doctest.DocTestFinder(recurse=False).find(civicrmapi, "civicrmapi", globs=globs)
    outcome = doctest.DocTestRunner().run(examples)
    assert outcome.failed == 0
    assert outcome.attempted >= 44


@EVERY
def test_create(api):
    row = api.Contact.create({"contact_type": "Organization", "organization_name": "Pretty org"})[0]
    assert row["organization_name"] == "Pretty org"
    assert (
        api.Email.create({"contact_id": row["id"], "email": "pretty@example.org"})[0]["email"]
        == "pretty@example.org"
    )


@EVERY
def test_the_three_ways_to_call(api):
    params = {"contact_type": "Organization"}
    found = api.Contact.get(dict(params))
    assert len(found) > 10
    assert found == api.Contact("get", dict(params)) == api("Contact", "get", dict(params))


@V4
def test_flat_parameters(api):
    values = {"contact_type": "Individual", "first_name": "Flat", "last_name": "Parameters"}
    contact = api.Contact.create(dict(values))[0]["id"]
    assert [row["id"] for row in api.Contact.get(dict(values))] == [contact]
    assert api.Contact.update({"id": contact, "nick_name": "Even"})[0]["nick_name"] == "Even"
    row = api.Contact.get({"where": [["id", "=", contact]], "select": ["nick_name", "display_name"]})
    assert row == [{"id": contact, "nick_name": "Even", "display_name": "Flat Parameters"}]
    assert api.Contact.delete({"id": contact}) == [{"id": contact}]
    assert api.Contact.get(dict(values)) == []


@V3
def test_flat_parameters_of_v3(api):
    contact = api.Contact.create({"contact_type": "Household", "household_name": "Flat"})[0]["id"]
    assert [row["id"] for row in api.Contact.get({"household_name": "Flat", "return": "id"})] == [contact]
    assert api.Contact.create({"id": contact, "nick_name": "Even"})[0]["nick_name"] == "Even"
    assert api.Contact.get({"id": contact, "return": "nick_name"})[0]["nick_name"] == "Even"
    api.Contact.delete({"id": contact})
    assert api.Contact.get({"household_name": "Flat", "return": "id"}) == []


@pytest.mark.parametrize(("one", "other"), [("http3", "cv3"), ("http4", "cv4")])
@pytest.mark.parametrize("entity", ["Contact", "Email", "Address", "Tag", "Contribution"])
def test_both_ways_answer_alike(served, one, other, entity):
    assert DOORS[one](served)(entity, "get", {}) == DOORS[other](served)(entity, "get", {})


@EVERY
@pytest.mark.parametrize(
    ("entity", "action", "params"),
    [
        ("NotAnEntity", "get", {}),
        ("Contact", "not_an_action", {}),
        ("Tag", "create", {"foo": "bar"}),
        ("Email", "create", {"contact_id": 999999, "email": "nobody@example.org"}),
    ],
)
def test_errors(api, entity, action, params):
    with pytest.raises(civicrmapi.ApiError) as caught:
        api(entity, action, dict(params))
    assert str(caught.value)


@V3
def test_a_wrong_value_of_v3(api):
    with pytest.raises(civicrmapi.ApiError, match="contact_id is not a valid integer"):
        api.Email.create({"contact_id": "not-a-number", "email": "x@example.org"})


@V4
def test_a_wrong_field_of_v4(api):
    with pytest.raises(civicrmapi.ApiError, match="Invalid field 'foo'"):
        api.Contact.get({"foo": "bar"})


@HTTP
def test_a_wrong_key(served, door):
    wrong = DOORS[door](SimpleNamespace(url=served.url, api_key="wrong", site_key=served.site_key))
    with pytest.raises(civicrmapi.AccessDenied):
        wrong.Contact.get({})


def test_what_is_no_cv():
    with pytest.raises(subprocess.CalledProcessError):
        civicrmapi.CvApiV4(cv="/no/such/cv").Contact.get({})
    with pytest.raises(civicrmapi.InvalidResponse):
        civicrmapi.CvApiV4(cv="echo").Contact.get({})
