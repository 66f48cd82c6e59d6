"""Groups remember who joined and left them, and how."""

from __future__ import annotations

import pytest

from civiapi.sandbox import Site

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
