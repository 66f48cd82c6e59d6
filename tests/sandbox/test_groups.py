"""Groups remember who joined and left them, and how."""

from __future__ import annotations

import pytest

from civiapi.sandbox import NotSimulated, Site

from .engine import ADMINISTRATOR, Caller, token


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("groups") / "site.sqlite", sample=False) as site:
        yield Caller(site)


@pytest.fixture
def pair(api):
    """A new person and a new group."""
    group = api("Group", "create", {"values": {"title": token()}})[0]["id"]
    return {"contact_id": api.person(), "group_id": group}


def history(api, pair):
    where = [["contact_id", "=", pair["contact_id"]], ["group_id", "=", pair["group_id"]]]
    select = ["status", "method", "tracking"]
    rows = api("SubscriptionHistory", "get", {"where": where, "select": select, "orderBy": {"id": "ASC"}})
    return [tuple(row[name] for name in select) for row in rows]


def test_each_write_is_remembered(api, pair):
    made = api("GroupContact", "create", {"values": pair})[0]
    assert (made["method"], made["tracking"]) == (None, None)
    where = [["id", "=", made["id"]]]
    api("GroupContact", "update", {"values": {"status": "Removed"}, "where": where, "method": "Web"})
    api("GroupContact", "delete", {"where": where})
    told = [("Added", "API", None), ("Removed", "Web", None), ("Deleted", "API", None)]
    assert history(api, pair) == told


def test_the_call_says_how(api, pair):
    api("GroupContact", "save", {"records": [pair], "method": "Email", "tracking": "203.0.113.7"})
    assert history(api, pair) == [("Added", "Email", "203.0.113.7")]


def test_version_3(api, pair):
    def run(action):
        return api.site.api3("GroupContact", action, dict(pair), user=ADMINISTRATOR, check=True)

    assert run("delete")["not_removed"] == 1, "who was never in it is not counted, but noted"
    assert run("create")["added"] == 1
    assert run("create")["not_added"] == 1
    assert run("delete")["removed"] == 1
    assert [status for status, _, _ in history(api, pair)] == ["Removed", "Added", "Removed"]


# CRM/Contact/BAO/Group.php::self_hook_civicrm_pre, self_hook_civicrm_post; GroupNestingCache.php::update


def family(api):
    """A parent, a second parent and a child of the first, by their ids."""
    ids = [api("Group", "create", {"values": {"title": token()}})[0]["id"] for _ in range(2)]
    child = api("Group", "create", {"values": {"title": token(), "parents": ids[:1]}})[0]["id"]
    return *ids, child


def related(api, group):
    (row,) = api("Group", "get", {"where": [["id", "=", group]], "select": ["parents", "children"]})
    return row["parents"], row["children"]


def nested(api, child):
    asked = {"where": [["child_group_id", "=", child]], "orderBy": {"id": "ASC"}}
    return [row["parent_group_id"] for row in api("GroupNesting", "get", asked)]


def test_parents_are_nesting(api):
    one, other, child = family(api)
    assert (related(api, one), related(api, child)) == ((None, [str(child)]), ([str(one)], None))
    assert nested(api, child) == [one]
    person = api.person()
    api("GroupContact", "create", {"values": {"group_id": child, "contact_id": person}})
    found = api("Contact", "get", {"where": [["groups", "IN", [one]]], "select": ["id"]})
    assert found == [{"id": person}], "who is in a child is in its parents"
    update = {"where": [["id", "=", child]], "values": {"parents": [other, child]}}
    api("Group", "update", update)
    assert nested(api, child) == [other]
    assert [related(api, group) for group in (one, other, child)] == [
        (None, None),
        (None, [str(child)]),
        ([str(other)], None),
    ]
    api("Group", "update", {**update, "values": {"description": "x"}})
    assert nested(api, child) == [other]
    api("Group", "update", {**update, "values": {"parents": None}})
    assert (nested(api, child), related(api, other)) == ([], (None, None))


def test_a_group_below_itself(api):
    one, _, child = family(api)
    with pytest.raises(NotSimulated, match="a group below itself"):
        api("Group", "update", {"where": [["id", "=", one]], "values": {"parents": [child]}})
    assert nested(api, one) == []


def test_a_group_takes_those_below_along(api):
    one, other, child = family(api)

    def switched(group, state):
        params = {"where": [["id", "=", group]], "values": {"is_active": state}}
        row = api("Group", "update", params)[0]
        assert row["title"], "which is always answered"
        return api("Group", "get", {"where": [["id", "=", child]], "select": ["is_active"]})[0]["is_active"]

    assert [switched(one, False), switched(one, True)] == [False, True]
    api("Group", "update", {"where": [["id", "=", child]], "values": {"parents": [one, other]}})
    assert switched(one, False), "another parent is on"
    assert not switched(other, False)
