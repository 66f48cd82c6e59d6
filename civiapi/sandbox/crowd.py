"""A crowd of sample people: thousands, the same each time, written in bulk.

One model person with all that belongs to it is made through the API and undone again; its rows are the
pattern of all others, so that defaults, flags and options are what the API stores, whatever its rules say.
The names are our own and not Faker's: Faker's change from one of its versions to the next, its places are
not in a stock site's lists, and drawing from it takes longer than all the rest.
"""

# ruff: noqa: S311, S608 - nothing here is secret; identifiers come from the tables below alone
from __future__ import annotations

import datetime
import json
import random
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .ddl import literal
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .store import Store

POOLS = Path(__file__).parent / "data" / "pools.json"
THOUSAND = 1000
GROUPS = {"newsletter": 0.4, "volunteers": 0.1}
TAGS = {"Volunteer": 0.1, "Major_Donor": 0.02}
PREFIXES = {"Female": ("Ms.", "Mrs.", "Dr."), "Male": ("Mr.", "Dr.")}
SOURCES = ("Website", "Gala", "Appeal")
AMOUNTS = (10, 20, 25, 40, 50, 75.5, 100, 250, 1000)
BIRTHS = (datetime.date(1935, 1, 1), datetime.date(2006, 12, 31))
GIFTS = (datetime.date(2020, 1, 1), datetime.date(2025, 12, 31))
# table => the columns in which people differ
OWN: dict[str, tuple[str, ...]] = {
    "civicrm_contact": (
        "id", "hash", "first_name", "last_name", "display_name", "sort_name", "prefix_id", "gender_id",
        "birth_date", "job_title", "email_greeting_display", "postal_greeting_display", "addressee_display",
    ),
    "civicrm_email": ("contact_id", "email"),
    "civicrm_phone": ("contact_id", "phone", "phone_numeric"),
    "civicrm_address": ("contact_id", "street_address", "city", "state_province_id", "postal_code"),
    "civicrm_contribution": (
        "id", "contact_id", "invoice_id", "total_amount", "net_amount", "receive_date", "source",
    ),
    "civicrm_line_item": ("entity_id", "contribution_id", "unit_price", "line_total"),
    "civicrm_financial_trxn": ("id", "total_amount", "net_amount", "trxn_date"),
    "civicrm_entity_financial_trxn": ("entity_id", "financial_trxn_id", "amount"),
    "civicrm_group_contact": ("group_id", "contact_id"),
    "civicrm_subscription_history": ("group_id", "contact_id"),
    "civicrm_entity_tag": ("tag_id", "entity_id"),
}  # fmt: skip


class _Undo(Exception):
    """Ends the model's transaction."""


class Draw:
    """What chance gives, from random() and getrandbits() alone: these are the same in all Pythons."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def chance(self, probability: float) -> bool:
        return self._random.random() < probability

    def below(self, limit: int) -> int:
        return int(self._random.random() * limit)

    def one(self, pool: Sequence[Any]) -> Any:
        return pool[self.below(len(pool))]

    def day(self, limits: tuple[datetime.date, datetime.date]) -> str:
        first, last = limits
        return str(first + datetime.timedelta(days=self.below((last - first).days + 1)))

    def token(self) -> str:
        return f"{self._random.getrandbits(128):032x}"


class Crowd:
    """The people of one site; `add` adds the next thousand of them."""

    def __init__(self, call: Call) -> None:
        self.store = call.store
        self.pools: dict[str, list[Any]] = json.loads(POOLS.read_text(encoding="utf-8"))
        self.states = dict(self.store.rows("SELECT abbreviation, id FROM civicrm_state_province"))
        self.prefixes = _options(self.store, "individual_prefix")
        self.genders = _options(self.store, "gender")
        self.groups = _ids(self.store, "civicrm_group", GROUPS)
        self.tags = _ids(self.store, "civicrm_tag", TAGS)
        self._models = _models(call, min(self.groups), min(self.tags))
        self._draw = Draw("")
        self._rows: dict[str, list[tuple[Any, ...]]] = {}

    def add(self, number: int) -> None:
        """The people of one thousand (the first is 0), always the same ones for its number."""
        self._draw = Draw(f"thousand {number}")
        self._rows = {table: [] for table in OWN}
        first = self.store.next_id("civicrm_contact")
        for place in range(THOUSAND):
            self._add_person(first + place, number * THOUSAND + place + 1)
        for table, rows in self._rows.items():
            _insert(self.store, table, self._models[table], rows)

    def _put(self, table: str, *values: Any) -> None:
        self._rows[f"civicrm_{table}"].append(values)

    def _add_person(self, contact: int, number: int) -> None:
        first, last = self._add_contact(contact)
        draw = self._draw
        if draw.chance(0.9):
            self._put("email", contact, f"{plain(first)}.{plain(last)}.{number}@example.org")
        if draw.chance(0.6):
            phone = f"({200 + draw.below(700)}) 555-{draw.below(10000):04}"
            self._put("phone", contact, phone, "".join(char for char in phone if char.isdigit()))
        if draw.chance(0.8):
            city, state, zone = draw.one(self.pools["towns"])
            street = f"{draw.below(400) + 1} {draw.one(self.pools['streets'])}"
            self._put("address", contact, street, city, self.states[state], f"{zone}{draw.below(100):02}")
        while draw.chance(0.3):
            self._add_gift(contact)
        for group, probability in self.groups.items():
            if draw.chance(probability):
                self._put("group_contact", group, contact)
                self._put("subscription_history", group, contact)
        for tag, probability in self.tags.items():
            if draw.chance(probability):
                self._put("entity_tag", tag, contact)

    def _add_contact(self, contact: int) -> tuple[str, str]:
        """The contact itself; returns first and last name."""
        draw, pools = self._draw, self.pools
        gender = draw.one(("Female", "Male"))
        first, last = draw.one(pools[gender.lower()]), draw.one(pools["last"])
        prefix = draw.one(PREFIXES[gender]) if draw.chance(0.15) else ""
        display = f"{prefix} {first} {last}" if prefix else f"{first} {last}"
        gender_id = self.genders[gender] if draw.chance(0.8) else None
        birth = draw.day(BIRTHS) if draw.chance(0.7) else None
        job = draw.one(pools["jobs"]) if draw.chance(0.3) else None
        names = (first, last, display, f"{last}, {first}", self.prefixes.get(prefix))
        greeting = f"Dear {first}"
        self._put(
            "contact", contact, draw.token(), *names, gender_id, birth, job, greeting, greeting, display
        )
        return first, last

    def _add_gift(self, contact: int) -> None:
        """A completed contribution, with its line item and its payment."""
        draw, rows = self._draw, self._rows
        amount, date = draw.one(AMOUNTS), f"{draw.day(GIFTS)} 12:00:00"
        contribution, payment = (
            self.store.next_id(table) + len(rows[table])
            for table in ("civicrm_contribution", "civicrm_financial_trxn")
        )
        paid = (amount, amount, date)
        self._put("contribution", contribution, contact, draw.token(), *paid, draw.one(SOURCES))
        self._put("line_item", contribution, contribution, amount, amount)
        self._put("financial_trxn", payment, *paid)
        self._put("entity_financial_trxn", contribution, payment, amount)


def add_crowd(call: Call, thousands: int) -> None:
    """Add that many thousand people to a site that has the sample contacts; 100 take some 15 seconds."""
    crowd = Crowd(call)
    with _indexed_afterwards(call.store):
        for number in range(thousands):
            crowd.add(number)


@contextmanager
def _indexed_afterwards(store: Store) -> Iterator[None]:
    """The tables' indexes are made anew when all rows are there, in half the time."""
    marks = ", ".join("?" * len(OWN))
    found = store.rows(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name IN ({marks})"
        " AND sql IS NOT NULL",
        [*OWN],
    )
    for name, _ in found:
        store.execute(f"DROP INDEX {quoted(name)}")
    yield
    for _, sql in found:
        store.execute(sql)


def plain(name: str) -> str:
    """A name as it stands in an e-mail address: small letters without accents."""
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(char for char in letters if "a" <= char <= "z")


def _options(store: Store, group: str) -> dict[str, int]:
    """Name and label => value of an option group's members."""
    rows = store.rows(
        "SELECT v.name, v.label, v.value FROM civicrm_option_value v"
        " JOIN civicrm_option_group g ON g.id = v.option_group_id WHERE g.name = ?",
        (group,),
    )
    return {text: int(value) for name, label, value in rows for text in (name, label)}


def _ids(store: Store, table: str, chances: dict[str, float]) -> dict[int, float]:
    found = dict(store.rows(f"SELECT name, id FROM {quoted(table)}"))
    return {found[name]: probability for name, probability in chances.items()}


def _models(call: Call, group: int, tag: int) -> dict[str, dict[str, Any]]:
    """Table => the row that a person made through the API has there."""
    from .api4 import run

    def create(entity: str, **values: Any) -> int:
        return int(run(call, entity, "create", {"values": values})[2].rows[0]["id"])

    models: dict[str, dict[str, Any]] = {}
    try:
        with call.store.transaction():
            contact = create("Contact", contact_type="Individual", first_name="A", last_name="B")
            create("Email", contact_id=contact, email="a@example.org")
            create("Phone", contact_id=contact, phone="1")
            create("Address", **{"contact_id": contact, "country_id:name": "US"})
            create("Contribution", contact_id=contact, total_amount=1, financial_type_id=1)
            create("GroupContact", contact_id=contact, group_id=group)
            create("EntityTag", entity_table="civicrm_contact", entity_id=contact, tag_id=tag)
            for table in OWN:
                models[table] = call.store.dicts(f"SELECT * FROM {quoted(table)} ORDER BY id DESC LIMIT 1")[0]
            raise _Undo
    except _Undo:
        return models


def _insert(store: Store, table: str, model: dict[str, Any], rows: list[tuple[Any, ...]]) -> None:
    """Add rows with a table's own columns; all others are the model's."""
    own = OWN[table]
    shared = {name: value for name, value in model.items() if name not in ("id", *own)}
    columns = ", ".join(map(quoted, (*own, *shared)))
    values = ", ".join(["?"] * len(own) + [_said(value) for value in shared.values()])
    store.db.executemany(f"INSERT INTO {quoted(table)} ({columns}) VALUES ({values})", rows)


def _said(value: Any) -> str:
    return "NULL" if value is None else literal(value)
