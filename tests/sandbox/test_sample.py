"""Sites without sample data, with a crowd of people, and such that leave nothing behind."""

from __future__ import annotations

import pytest

from civiapi.sandbox import Site
from civiapi.sandbox.crowd import OWN, THOUSAND, plain

from .engine import ADMINISTRATOR, Caller

# what differs from one making to the next, and from one record to the next
MOMENTS = {"created_date", "modified_date", "note_date", "date"}
OF_ITS_OWN = MOMENTS | {
    "id",
    "hash",
    "invoice_id",
    "contact_id",
    "entity_id",
    "contribution_id",
    "financial_trxn_id",
}


@pytest.fixture(scope="module")
def site():
    """For tests that only read."""
    with Site.temporary(sample=1) as site:
        yield site


@pytest.fixture(scope="module")
def changing():
    """Such a site again, for those that write."""
    with Site.temporary(sample=1) as site:
        yield site


def content(site, table, but=MOMENTS):
    rows = site.store.dicts(f'SELECT * FROM "{table}" ORDER BY 1')
    return [{name: value for name, value in row.items() if name not in but} for row in rows]


def tables(site):
    names = site.store.rows(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {name for (name,) in names}


def test_a_crowd_has_contacts_and_what_belongs_to_them(site):
    counts = {table: len(content(site, table)) for table in OWN}
    assert counts["civicrm_contact"] == THOUSAND + 55
    assert all(count > 100 for count in counts.values())
    assert site.store.rows("PRAGMA foreign_key_check") == []
    assert site.store.rows("PRAGMA integrity_check") == [("ok",)]


def test_a_crowd_is_the_same_each_time_and_a_larger_one_begins_with_it(site):
    with Site.temporary(sample=2) as larger:
        for table in OWN:
            but = MOMENTS | {"invoice_id", "hash"}  # those of the small sample are made by chance
            small, large = content(site, table, but), content(larger, table, but)
            assert large[: len(small)] == small, table
        last = "SELECT hash FROM civicrm_contact WHERE id = 1055"
        assert larger.store.value(last) == site.store.value(last)


def test_a_crowd_changes_nothing_but_its_own_tables(site):
    with Site.temporary() as small:
        assert tables(site) == tables(small)
        for table in tables(site) - {*OWN, "_meta"}:
            assert content(site, table) == content(small, table), table
        shape = "SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2"
        assert site.store.rows(shape) == small.store.rows(shape)


def rows_of(site, contact):
    """A contact's rows, table by table, without what is its own."""
    gifts = "SELECT id FROM civicrm_contribution WHERE contact_id = ?"
    payments = f"SELECT financial_trxn_id FROM civicrm_entity_financial_trxn WHERE entity_id IN ({gifts})"
    where = {
        "civicrm_contact": "id = ?",
        "civicrm_line_item": f"contribution_id IN ({gifts})",
        "civicrm_entity_financial_trxn": f"entity_id IN ({gifts})",
        "civicrm_financial_trxn": f"id IN ({payments})",
        "civicrm_entity_tag": "entity_table = 'civicrm_contact' AND entity_id = ?",
    }
    found = {}
    for table in OWN:
        rows = site.store.dicts(
            f"SELECT * FROM {table} WHERE {where.get(table, 'contact_id = ?')} ORDER BY id", (contact,)
        )
        found[table] = [{key: value for key, value in row.items() if key not in OF_ITS_OWN} for row in rows]
    return found


GIVEN = {
    "Email": ("email",),
    "Phone": ("phone",),
    "Address": ("street_address", "city", "state_province_id", "postal_code", "country_id"),
    "Contribution": ("total_amount", "receive_date", "source", "financial_type_id"),
    "GroupContact": ("group_id",),
    "EntityTag": ("tag_id",),
}
PERSON = ("contact_type", "first_name", "last_name", "prefix_id", "gender_id", "birth_date", "job_title")


@pytest.mark.parametrize("wanted", ["prefix_id IS NULL", "prefix_id IS NOT NULL", "last_name LIKE 'O''%'"])
def test_a_crowd_is_stored_as_the_api_would_store_it(changing, wanted):
    site = changing
    call, store = Caller(site), site.store
    contact = store.value(
        f"SELECT id FROM civicrm_contact c WHERE {wanted} AND id > 55"
        " AND EXISTS (SELECT 1 FROM civicrm_contribution g WHERE g.contact_id = c.id)"
        " AND EXISTS (SELECT 1 FROM civicrm_group_contact g WHERE g.contact_id = c.id)"
        " AND EXISTS (SELECT 1 FROM civicrm_phone p WHERE p.contact_id = c.id)"
    )
    person = call("Contact", "get", {"select": [*PERSON], "where": [["id", "=", contact]]})[0]
    values = {name: person[name] for name in PERSON}
    before = {table: store.value(f'SELECT COUNT(*) FROM "{table}"') for table in tables(site)}
    twin = call("Contact", "create", {"values": values})[0]["id"]
    for entity, names in GIVEN.items():
        key = "entity_id" if entity == "EntityTag" else "contact_id"
        of_contacts = {"entity_table": "civicrm_contact"} if entity == "EntityTag" else {}
        for row in call(
            entity, "get", {"select": [*names], "where": [[key, "=", contact]], "orderBy": {"id": "ASC"}}
        ):
            given = {name: row[name] for name in names}
            call(entity, "create", {"values": {**given, **of_contacts, key: twin}})
    assert rows_of(site, twin) == rows_of(site, contact)
    grown = {
        table for table, count in before.items() if store.value(f'SELECT COUNT(*) FROM "{table}"') != count
    }
    assert grown <= {*OWN}, "the API writes to tables that a crowd leaves out"


def test_a_crowd_can_be_searched_and_written(changing):
    call = Caller(changing)
    found = call("Contact", "get", {"where": [["last_name", "=", "garcia"]], "select": ["last_name"]})
    assert {row["last_name"] for row in found} == {"García"}
    assert call.person() > THOUSAND


@pytest.mark.parametrize(
    ("name", "written"), [("O'Brien", "obrien"), ("Wójcik", "wojcik"), ("Renée", "renee")]
)
def test_names_in_addresses(name, written):
    assert plain(name) == written


def test_an_empty_site_has_two_contacts():
    for sample in (False, 0):
        with Site.temporary(sample=sample) as site:
            assert len(content(site, "civicrm_contact")) == ADMINISTRATOR
    with pytest.raises(ValueError, match="thousand"):
        Site.temporary(sample=-1)


def test_a_temporary_site_leaves_nothing_behind():
    with Site.temporary(sample=False) as site:
        folder = site.file.parent
        assert site.created
        assert site.file.exists()
    assert not folder.exists()
