"""Columns of new records that are made up: names from labels, weights, creators, the defaults of small
entities.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import hashlib
import re
import secrets
import string
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .errors import SiteError
from .record import Record
from .sqlfunctions import utc_now
from .store import quoted
from .virtual import with_children

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity
    from .store import Store

WHITE = "#ffffff"
LABELS = ("label", "title", "frontend_title")
LETTERS_AND_DIGITS = string.ascii_letters + string.digits
NAME_LENGTH, TITLE_LENGTH, SUFFIX_LENGTH = 63, 31, 4
PHP_BLANKS = " \t\n\r\0\x0b"
REGISTERED = 1
DOMAIN = 1


def name_of(label: str, length: int = NAME_LENGTH) -> str:
    """A machine name made of a label: an underscore for what is no Latin letter or digit; of one without any
    a random one (CRM/Utils/String.php::munge).
    """
    name = re.sub(r"[^a-zA-Z0-9]+", "_", label.strip(PHP_BLANKS))
    return (name if name.strip("_") else _random(LETTERS_AND_DIGITS, length))[:length]


def variable_of(title: str) -> str:
    """The name of an option: shorter, and a hash for a single letter (CRM/Utils/String.php::titleToVar)."""
    name = name_of(title, TITLE_LENGTH)
    return (
        name
        if len(name) > 1
        else hashlib.md5(title.encode(), usedforsecurity=False).hexdigest()[:TITLE_LENGTH]
    )


def _random(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def unique_of(entity: Entity, store: Store, label: str, row: dict[str, Any]) -> str:
    """The name of a new record, with a random end if it is taken, for which there is room
    (CRM/Core/DAO.php::makeNameFromLabel).
    """
    longest = entity.fields["name"].spec.get("maxlength") or NAME_LENGTH
    wanted = name = name_of(label, longest - SUFFIX_LENGTH - 1)
    unique = next((index for index in entity.spec.get("unique") or [] if "name" in index), ["id"])
    others = [column for column in unique if column != "name"]
    where = "".join(f" AND {quoted(column)} IS ?" for column in others)
    sql = f"SELECT 1 FROM {quoted(entity.table or '')} WHERE name = ?{where}"
    while store.value(sql, [wanted, *(row.get(column) for column in others)]) is not None:
        wanted = f"{name}_{_random(string.ascii_lowercase + string.digits, SUFFIX_LENGTH)}"
    return wanted


# entity => how a name is made of a label, where it is not unique or is made before that is asked
NAMES: dict[str, Callable[[str], str]] = {
    "CustomField": lambda label: name_of(label, 64),
    "OptionValue": variable_of,
    "PriceFieldValue": lambda label: name_of(label, 242).lower(),
}


def set_name(record: Record) -> None:
    """A new record without a name takes it from its label, and the other way round."""
    fields = record.entity.fields
    if not record.is_new or "name" not in fields or not fields["name"].stored or record.entity.custom_group:
        return
    label_column = next((name for name in LABELS if name in fields), None)
    if label_column is None:
        return
    label = next((record.columns[name] for name in LABELS if record.columns.get(name)), None)
    if record.columns.get("name") and not label:
        record.columns[label_column] = record.columns["name"]
    elif label and not record.columns.get("name"):
        own = NAMES.get(record.entity.name)
        record.columns["name"] = (
            own(str(label)) if own else unique_of(record.entity, record.store, str(label), record.columns)
        )


def set_weight(record: Record) -> None:
    """A new record of a sortable entity comes last in its group; a weight that is given makes room for
    itself among the others.

    As in CiviCRM's Civi/Api4/Generic/Traits/DAOActionTrait.php and CRM/Utils/Weight.php.
    """
    spec = record.entity.spec
    column = spec.get("order_by", "weight")
    if "SortableEntity" not in spec["type"] or column not in record.entity.fields:
        return
    wanted = record.columns.get(column)
    if wanted is None and not record.is_new:
        return
    groups = [name for name in spec.get("group_weights_by", []) if name in record.entity.fields]
    where = "".join(f" AND {quoted(name)} IS ?" for name in groups)
    values = [record.now(name) for name in groups]
    last = record.store.value(
        f"SELECT MAX({quoted(column)}) FROM {quoted(record.table)} WHERE 1{where}", values
    )
    if wanted is None:
        record.columns[column] = (last or 0) + 1
        return
    old = (record.before or {}).get(column) or 0
    new, moved = room_for(int(old), int(wanted), int(last or 1))
    record.columns[column] = new
    if moved is not None:
        low, high, step = moved
        record.store.execute(
            f"UPDATE {quoted(record.table)} SET {quoted(column)} = {quoted(column)} + ?"
            f" WHERE {quoted(column)} BETWEEN ? AND ? AND id IS NOT ?{where}",
            [step, low, high, record.id, *values],
        )


def room_for(old: int, wanted: int, last: int) -> tuple[int, tuple[int, int, int] | None]:
    """(the weight a record gets, which weights change and by how much); old: 0 for a new record."""
    new = max(1, min(wanted, last))
    if wanted > last and not old:
        return last + 1, None
    if new == old:
        return new, None
    if not old:
        return new, (new, last, 1)
    return new, (old + 1, new, -1) if new > old else (new, old - 1, 1)


def set_frontend_title(record: Record) -> None:
    """What the public sees is the title, or the name of a record without one."""
    if "frontend_title" in record.entity.fields:
        record.default("frontend_title", record.columns.get("title") or record.columns.get("name"))


def set_domain(record: Record) -> None:
    """Records that must be of one domain are of the first."""
    field = record.entity.fields.get("domain_id")
    if field is not None and field.spec.get("nullable") is False:
        record.default("domain_id", DOMAIN)


COMMON = (set_name, set_frontend_title, set_weight, set_domain)


def set_used_for(record: Record) -> None:
    """A tag is for contacts unless said otherwise; one in a tree is for what its parent is for."""
    record.default("used_for", "civicrm_contact")
    parent = record.store.record(record.table, record.columns.get("parent_id") or 0)
    if parent is not None:
        record.columns["used_for"] = parent["used_for"]


def share_used_for(record: Record) -> None:
    """A changed tag above others makes them be for what it is for."""
    row = record.store.record(record.table, record.id)
    if record.is_new or row is None or row["parent_id"] or not row["used_for"]:
        return
    record.store.execute(
        "UPDATE civicrm_tag SET used_for = ? WHERE parent_id = ?", (row["used_for"], record.id)
    )


def drop_white(record: Record) -> None:
    """White is no color: a browser's color field cannot be empty."""
    if str(record.columns.get("color")).lower() == WHITE:
        record.columns["color"] = None


def set_creator(record: Record) -> None:
    """Who makes a record, and when."""
    if record.call.user is not None:
        record.default("created_id", record.call.user)
    if "created_date" in record.entity.fields:
        record.default("created_date", str(utc_now()))


def set_modifier(record: Record) -> None:
    if record.call.user is not None:
        record.columns["modified_id"] = record.call.user
    record.columns.pop("created_date", None)


def set_sides(record: Record) -> None:
    """The labels of a new relationship type are its names."""
    for side in ("a_b", "b_a"):
        record.default(f"label_{side}", record.columns.get(f"name_{side}"))


def set_note(record: Record) -> None:
    if record.is_new and record.columns.get("privacy") is None:
        record.quiet["privacy"] = "0"
        record.echoes["privacy"] = 0
    record.default("note_date", str(utc_now()))
    if record.call.user is not None:
        record.default("contact_id", record.call.user)


def drop_replies(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """A note goes with the notes on it, and those on them."""
    sql = "SELECT id FROM civicrm_note WHERE entity_table = 'civicrm_note' AND entity_id = ?"
    for reply in with_children(call.store, [row["id"]], sql)[1:]:
        call.store.delete("civicrm_note", reply)


def check_value(record: Record) -> None:
    """No two values of an option group are equal."""
    value, group = record.columns.get("value"), record.now("option_group_id")
    if value is None:
        return
    found = record.store.value(
        "SELECT id FROM civicrm_option_value WHERE option_group_id = ? AND value = ? AND id IS NOT ?",
        (group, value, record.id),
    )
    if found is not None:
        name = record.store.value("SELECT name FROM civicrm_option_group WHERE id = ?", (group,))
        raise SiteError(f"{name}: Value already exists in the database: {value}")


def set_value(record: Record) -> None:
    """A new option without a value takes the next number."""
    if record.is_new and record.columns.get("value") is None:
        rows = record.store.rows(
            "SELECT value FROM civicrm_option_value WHERE option_group_id = ?",
            (record.columns["option_group_id"],),
        )
        numbers = [int(value) for (value,) in rows if str(value).isdigit()]
        record.columns["value"] = str(max(numbers, default=0) + 1)


def one_default(record: Record) -> None:
    """Of the records side by side (values of one option group) only one is the default."""
    if not record.columns.get("is_default"):
        return
    groups = record.entity.spec.get("group_weights_by", [])
    where = "".join(f" AND {quoted(name)} IS ?" for name in groups)
    record.store.execute(
        f"UPDATE {quoted(record.table)} SET is_default = 0 WHERE id <> ?{where}",
        [record.id, *(record.now(name) for name in groups)],
    )


def set_event(record: Record) -> None:
    record.default("is_active", 1)


def set_participant(record: Record) -> None:
    record.default("status_id", REGISTERED)
    record.default("register_date", str(utc_now()))
    if record.is_new and record.columns.get("role_id") is None:
        event: dict[str, Any] = record.store.record("civicrm_event", record.columns.get("event_id")) or {}
        record.columns["role_id"] = f"\x01{event.get('default_role_id') or 1}\x01"
