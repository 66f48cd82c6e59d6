"""What is asked of the store finds its rows by an index: no call reads through a table that grows with a site."""

from __future__ import annotations

import re

import pytest

from civiapi.sandbox import Site
from civiapi.sandbox.crowd import OWN

from .engine import ADMINISTRATOR, Caller

GROWING = {*OWN, "civicrm_activity", "civicrm_activity_contact", "civicrm_participant", "civicrm_note"}
# what a statement reads of its own: a subquery's rows, a list that was given
OWN_VALUES = re.compile("subquery|json_each|CONSTANT ROW", re.IGNORECASE)
PAGE = {"where": [["id", ">", 20]], "orderBy": {"id": "ASC"}, "limit": 5}
PERSON = {"contact_type": "Individual", "first_name": "P"}
LOCATIONS = {"email_primary.email": "p@example.org", "phone_primary.phone": "1", "address_primary.city": "X"}
CALLS = [
    (4, "Contact", "get", {"where": [["id", "=", 20]]}),
    (4, "Contact", "get", {"where": [["last_name", "=", "Okafor"]], "limit": 25}),
    (4, "Contact", "get", {"where": [["last_name", "LIKE", "Oka%"]]}),
    (4, "Contact", "get", {"where": [["groups", "IN", [3]]], "limit": 5}),
    (4, "Contact", "get", PAGE),
    (4, "Contact", "get", {**PAGE, "select": ["email_primary.email", "e.email"], "join": [["Email AS e"]]}),
    (4, "Email", "get", {"where": [["email", "=", "admin@example.org"]]}),
    (4, "Contact", "create", {"values": {**PERSON, **LOCATIONS}}),
    (4, "Contact", "save", {"records": [PERSON], "match": ["first_name"]}),
    (
        4,
        "Contact",
        "save",
        {"records": [{**PERSON, "external_identifier": "x"}], "match": ["external_identifier"]},
    ),
    (4, "Contact", "update", {"where": [["id", "=", 20]], "values": {"first_name": "Q"}}),
    (4, "Contact", "delete", {"where": [["id", "=", 21]]}),
    (4, "Contact", "delete", {"where": [["id", "=", 22]], "useTrash": False}),
    (
        4,
        "Contact",
        "getDuplicates",
        {"dedupeRule": "Individual.Unsupervised", "values": {"email_primary.email": "p@example.org"}},
    ),
    (
        4,
        "Email",
        "save",
        {"records": [{"contact_id": 20, "email": "q@x.org"}], "match": ["contact_id", "email"]},
    ),
    (4, "Email", "delete", {"where": [["contact_id", "=", 20]]}),
    (4, "GroupContact", "save", {"records": [{"contact_id": 23, "group_id": 1}], "match": ["contact_id"]}),
    (4, "EntityTag", "create", {"values": {"entity_table": "civicrm_contact", "entity_id": 23, "tag_id": 1}}),
    (4, "Contribution", "create", {"values": {"contact_id": 23, "financial_type_id": 1, "total_amount": 5}}),
    (4, "Contribution", "delete", {"where": [["contact_id", "=", 23]]}),
    (4, "Activity", "create", {"values": {"activity_type_id": 1, "source_contact_id": 2}}),
    (
        4,
        "Relationship",
        "create",
        {"values": {"contact_id_a": 23, "contact_id_b": 4, "relationship_type_id": 5}},
    ),
    (3, "Contact", "get", {"id": 23}),
    (3, "Contact", "create", {**PERSON, "email": "r@example.org"}),
    (3, "Activity", "get", {"target_contact_id": 23}),
]


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("plans") / "site.sqlite") as site:
        yield Caller(site)


@pytest.fixture
def asked(api, monkeypatch):
    """The statements that the engine runs, with their values."""
    statements = []

    def noting(run):
        def noted(sql, args=()):
            statements.append((sql, args))
            return run(sql, args)

        return noted

    for name in ("rows", "row", "value", "dicts", "execute"):
        monkeypatch.setattr(api.site.store, name, noting(getattr(api.site.store, name)))
    return statements


def scans(store, sql, args):
    plan = [row[3] for row in store.rows(f"EXPLAIN QUERY PLAN {sql}", args)]
    return [step for step in plan if step.startswith("SCAN") and not OWN_VALUES.search(step)]


@pytest.mark.parametrize(
    "number", range(len(CALLS)), ids=lambda number: "-".join(map(str, CALLS[number][:3]))
)
def test_no_call_reads_through_a_growing_table(api, asked, number):
    version, entity, action, params = CALLS[number]
    (api.site.api4 if version == 4 else api.site.api3)(entity, action, params, user=ADMINISTRATOR, check=True)
    looked = [(sql, args) for sql, args in asked if any(table in sql for table in GROWING)]
    assert looked
    found = {}
    for sql, args in looked:
        if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE")):
            found |= {sql: told} if (told := scans(api.site.store, sql, args)) else {}
    assert found == {}
