"""The file of a site: made whole, shared by processes and threads, and what its texts and errors are."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import sqlite3
import threading
from pathlib import Path

import pytest

from civiapi.sandbox import Site, SiteError
from civiapi.sandbox.collate import compare, like, regexp
from civiapi.sandbox.store import Store, make


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("store") / "site.sqlite", sample=False) as site:
        yield site


def test_first_open_makes_the_file_and_the_second_finds_it(tmp_path):
    file = tmp_path / "deep" / "site.sqlite"
    with Site.open(file) as first:
        assert first.created
        keys = first.api_key, first.site_key
    with Site.open(file) as second:
        assert not second.created
        assert (second.api_key, second.site_key) == keys
    assert [path.name for path in file.parent.iterdir()] == ["site.sqlite"]


def test_a_file_that_is_something_else_is_refused_and_kept(tmp_path):
    for name, content in (("text.sqlite", b"no database" * 100), ("empty.sqlite", b"")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(SiteError, match="is no sandbox of this version"):
            Site.open(tmp_path / name)
        assert (tmp_path / name).read_bytes() == content


def test_a_new_site_has_sample_contacts_only_if_wanted(tmp_path):
    for sample, expected in ((True, 55), (False, 2)):
        with Site.open(tmp_path / f"{sample}.sqlite", sample=sample) as site:
            assert site.store.value("SELECT COUNT(*) FROM civicrm_contact") == expected
            assert site.store.rows("PRAGMA foreign_key_check") == []


def test_keys_come_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("CIVIAPI_API_KEY", "one")
    monkeypatch.setenv("CIVIAPI_SITE_KEY", "two")
    with Site.open(tmp_path / "site.sqlite", sample=False) as site:
        assert (site.api_key, site.site_key) == ("one", "two")


def open_and_write(file, number, outcome):
    with Site.open(file, sample=False) as site:
        values = {"contact_type": "Individual", "first_name": f"N{number}"}
        site.api4("Contact", "create", {"values": values}, user=2, check=True)
        outcome.put(site.created)


def test_processes_that_open_at_once_share_one_site(tmp_path):
    file, context = tmp_path / "site.sqlite", multiprocessing.get_context("spawn")
    outcome = context.Queue()
    processes = [context.Process(target=open_and_write, args=(file, n, outcome)) for n in range(3)]
    for process in processes:
        process.start()
    made = [outcome.get(timeout=300) for _ in processes]
    for process in processes:
        process.join(300)
    assert made.count(True) == 1
    with Site.open(file) as site:
        assert site.store.value("SELECT COUNT(*) FROM civicrm_contact") == 5
    outcome.close()


def test_a_failed_making_leaves_nothing(tmp_path):
    def fail(store):
        store.execute("CREATE TABLE x (y)")
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        make(tmp_path / "site.sqlite", fail)
    assert list(tmp_path.iterdir()) == []


def test_threads_have_connections_of_their_own(site):
    errors = []

    def write(number):
        try:
            values = {"contact_type": "Individual", "first_name": f"T{number}"}
            for _ in range(5):
                site.api4("Contact", "create", {"values": values}, user=2, check=True)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert site.store.value("SELECT COUNT(*) FROM civicrm_contact WHERE first_name LIKE 'T_'") == 20


def test_the_connection_of_a_thread_that_is_just_ending_is_closed_at_the_end(tmp_path):
    class Ending(threading.Thread):
        asked = 0

        def is_alive(self):
            self.asked += 1
            return self.asked == 1

    store = Store(tmp_path / "site.sqlite")
    others = sqlite3.connect(store.file)
    store._connections.append((Ending(), others))
    assert store.value("SELECT 1") == 1
    store.close()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        others.execute("SELECT 1")


def test_transactions_nest(site):
    store = site.store

    def fail():
        with store.transaction():
            store.insert("civicrm_worldregion", {"name": "undone"})
            raise RuntimeError

    with store.transaction():
        store.insert("civicrm_worldregion", {"name": "kept"})
        with pytest.raises(RuntimeError):
            fail()
    assert store.value("SELECT COUNT(*) FROM civicrm_worldregion WHERE name = 'kept'") == 1
    assert store.value("SELECT COUNT(*) FROM civicrm_worldregion WHERE name = 'undone'") == 0


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("INSERT INTO civicrm_tag (name) VALUES ('Company')", "DB Error: already exists"),
        ("INSERT INTO civicrm_email (contact_id) VALUES (999999)", "DB Error: constraint violation"),
        ("SELEKT 1", "DB Error: syntax error"),
        ("SELECT colour FROM civicrm_tag", "DB Error: no such field"),
        ("SELECT 1 FROM civicrm_nothing", "DB Error: no such table"),
    ],
)
def test_refusals_of_the_database_have_civicrms_words(site, sql, message):
    with pytest.raises(SiteError) as caught:
        site.store.execute(sql)
    assert caught.value.message == message


@pytest.mark.parametrize(
    ("one", "other", "order"),
    [
        ("Alpha", "ALPHA", 0),
        ("Zoë", "zoe", 0),
        ("padded", "padded  ", 0),
        (" x", "x", -1),
        ("ann.work@x", "ann@x", -1),
        ("a_b", "a-b", -1),
        ("item 9", "item a", -1),
        ("b", "A", 1),
        ("straße", "STRASSE", 0),
        ("😀", "🎉", 0),
    ],
)
def test_texts_compare_as_in_civicrms_database(one, other, order):
    assert compare(one, other) == order
    assert compare(other, one) == -order


@pytest.mark.parametrize(
    ("value", "pattern", "found"),
    [
        ("Alpha", "%A", 1),
        ("epsilon_x", "epsilon\\_x", 1),
        ("epsilonyx", "epsilon\\_x", 0),
        ("100%", "100\\%", 1),
        ("Zoë", "zo_", 1),
        ("line\nbreak", "line%", 1),
        (None, "%", None),
        (42, "4%", 1),
    ],
)
def test_like(value, pattern, found):
    assert like(value, pattern) == found


def test_regexp_does_not_mind_case():
    assert regexp("Alpha", "^[a-d].*A$") == 1
    assert regexp("Alpha", "^x") == 0


def test_entities_are_read_from_the_store_one_by_one(site):
    contact = site.schema.entity("Contact")
    assert contact.table == "civicrm_contact"
    assert site.schema.entity("Contact") is contact
    assert site.schema.entity("Grant") is None, "its extension is not enabled"
    assert site.schema.entity("Nothing") is None
    assert site.schema.entity_of_table("civicrm_email").name == "Email"
    assert site.schema.v3("Email")["fields"]["email"]["create"]["api.required"] == 1
    assert site.schema.v3("Nothing") is None


def test_every_stored_field_is_a_column(site):
    for name in site.schema.entity_names():
        entity = site.schema.entity(name)
        if entity.table:
            columns = set(site.store.columns(entity.table))
            assert {field.column for field in entity.fields.values() if field.stored} <= columns, name


def test_the_shipped_facts_are_made_with_the_same_bytes_each_time():
    path = Path(__file__).parents[2] / "tools" / "distill.py"
    spec = importlib.util.spec_from_file_location("distill", path)
    distill = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(distill)
    facts = {"civicrm": "6.15", "v4": {"Ünï": {}}}
    assert distill.packed(facts) == distill.packed(json.loads(json.dumps(facts)))


def test_threads_that_have_ended_leave_no_connection(site):
    site.store.value("SELECT 1")
    for _ in range(5):
        thread = threading.Thread(target=site.store.value, args=("SELECT 1",))
        thread.start()
        thread.join()
    assert len(site.store._connections) <= 2
