"""Contacts: names, greetings, primary locations, employers."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from .errors import SiteError
from .record import Record
from .virtual import LOCATION_JOINS

if TYPE_CHECKING:
    from .store import Store

NAME_LENGTH = 128
EMPLOYEE_OF = "Employee of"
CUSTOMIZED = "Customized"
GREETINGS = ("email_greeting", "postal_greeting", "addressee")
# contact type => number that the filter of a greeting option has
GREETING_FILTERS = {"Individual": 1, "Household": 2, "Organization": 3}
NAME_COLUMNS = {"Household": "household_name", "Organization": "organization_name"}
NAMING = ("first_name", "last_name", "prefix_id", "suffix_id", "household_name", "organization_name")
LOCATION_ENTITIES = {"address": "Address", "email": "Email", "phone": "Phone", "im": "IM"}
TOKEN = re.compile(r"\{contact\.(\w+)(?::label)?\}|\{([^}]*)\}")
OPTION_GROUPS = {"prefix_id": "individual_prefix", "suffix_id": "individual_suffix"}


def check_exists(record: Record) -> None:
    if not record.is_new and record.before is None:
        raise SiteError("Expected one Contact but found 0")


def parent_of(store: Store, sub_type: str) -> str | None:
    """The contact type that a sub type belongs to."""
    sql = "SELECT p.name FROM civicrm_contact_type t JOIN civicrm_contact_type p ON p.id = t.parent_id"
    found: str | None = store.value(f"{sql} WHERE t.name = ?", (sub_type,))
    return found


def set_type(record: Record) -> None:
    """A contact is an individual unless said otherwise; a sub type must be one of its type."""
    record.default("contact_type", record.entity.fixed.get("contact_type", "Individual"))
    given = record.given.fields.get("contact_sub_type") or []
    for name in given if isinstance(given, list) else [given]:
        if parent_of(record.store, str(name)) != record.now("contact_type"):
            raise SiteError("The Contact Sub Type does not match the Contact type for this record")


def set_defaults(record: Record) -> None:
    record.default("preferred_language", "en_US")
    record.default("hash", os.urandom(16).hex())
    record.default("communication_style_id", _default_option(record, "communication_style", None))
    if record.is_new:
        for greeting in GREETINGS:
            kind = GREETING_FILTERS.get(str(record.columns["contact_type"]))
            record.default(f"{greeting}_id", _default_option(record, greeting, kind))


def _default_option(record: Record, group: str, kind: int | None) -> int | None:
    """The value of an option group's default (among those for a contact type)."""
    value = record.store.value(
        "SELECT v.value FROM civicrm_option_value v JOIN civicrm_option_group g ON g.id = v.option_group_id"
        " WHERE g.name = ? AND v.is_default = 1 AND v.is_active = 1 AND (? IS NULL OR v.filter = ?)"
        " ORDER BY v.weight",
        (group, kind, kind),
    )
    return None if value is None else int(value)


def _option_label(record: Record, group: str, value: Any) -> str:
    label = record.store.value(
        "SELECT v.label FROM civicrm_option_value v JOIN civicrm_option_group g ON g.id = v.option_group_id"
        " WHERE g.name = ? AND v.value = ?",
        (group, str(value)),
    )
    return str(label or "")


def set_names(record: Record) -> None:
    """display_name and sort_name are made of the names; what is given for them does not count."""
    record.columns.pop("display_name", None)
    record.columns.pop("sort_name", None)
    if not record.is_new and not any(name in record.columns for name in NAMING):
        return
    display, sort = made_names(record)
    if display or not record.is_new:
        record.columns.update(display_name=display or None, sort_name=sort or None)


def made_names(record: Record) -> tuple[str, str]:
    """(display_name, sort_name) of a contact as it will be; empty texts if it has no names."""
    column = NAME_COLUMNS.get(str(record.now("contact_type")))
    if column:
        name = str(record.now(column) or "").strip()[:NAME_LENGTH]
        return name, name
    first, last = (str(record.now(name) or "") for name in ("first_name", "last_name"))
    prefix, suffix = (
        _option_label(record, OPTION_GROUPS[name], record.now(name)) if record.now(name) else ""
        for name in ("prefix_id", "suffix_id")
    )
    display = " ".join(part for part in (prefix, first, last, suffix) if part)
    sort = " ".join(part for part in (", ".join(part for part in (last, first) if part), suffix) if part)
    return display.strip()[:NAME_LENGTH], sort.strip()[:NAME_LENGTH]


def write_locations(record: Record) -> None:
    """Write `email_primary.email` and the like into the contact's primary (billing) location; None deletes
    it.
    """
    from .api4 import run

    for join, values in record.given.locations.items():
        table, flag = LOCATION_JOINS[join]
        entity = LOCATION_ENTITIES[join.partition("_")[0]]
        found = record.store.value(
            f'SELECT id FROM "{table}" WHERE contact_id = ? AND "{flag}" = 1', (record.id,)
        )
        inner = record.call.with_check(False)
        if any(value not in (None, "") for value in values.values()):
            row = {**values, "contact_id": record.id, flag: True, **({"id": found} if found else {})}
            run(inner, entity, "save", {"records": [row]})
        elif found:
            run(inner, entity, "delete", {"where": [["id", "=", found]]})


def rename_owner(record: Record) -> None:
    """After an e-mail is written: its contact goes by the primary e-mail if it has no names."""
    contact = record.store.record("civicrm_contact", record.now("contact_id") or 0)
    if contact is None or any(contact[name] for name in NAMING if name.endswith("_name")):
        return
    email = record.store.value(
        "SELECT email FROM civicrm_email WHERE contact_id = ? ORDER BY is_primary DESC, id LIMIT 1",
        (contact["id"],),
    )
    record.store.update("civicrm_contact", contact["id"], {"display_name": email, "sort_name": email})


def set_greetings(record: Record) -> None:
    """The greetings are worked out after the answer is made."""
    contact: dict[str, Any] = record.store.record("civicrm_contact", record.id) or {}
    changed = {}
    for greeting in GREETINGS:
        value = contact.get(f"{greeting}_id")
        template = _option_label(record, greeting, value) if value is not None else ""
        if template == CUSTOMIZED:
            template = str(contact.get(f"{greeting}_custom") or "")
        changed[f"{greeting}_display"] = _filled(record, contact, template) or None
    record.store.update("civicrm_contact", record.id, changed)


def _filled(record: Record, contact: dict[str, Any], template: str) -> str:
    """A greeting with its tokens replaced; other text in braces stays, blanks do not repeat."""

    def value(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[2]
        stored = contact.get(found[1])
        if found[1] in OPTION_GROUPS:
            return _option_label(record, OPTION_GROUPS[found[1]], stored) if stored else ""
        return "" if stored is None else str(stored)

    return re.sub(" +", " ", TOKEN.sub(value, template)).strip()


def set_employer(record: Record) -> None:
    """The employer's name is kept with the contact, and the two are related."""
    if "employer_id" not in record.columns:
        return
    employer = record.columns["employer_id"]
    organization = record.store.record("civicrm_contact", employer or 0)
    name = organization["organization_name"] if organization else None
    record.store.update("civicrm_contact", record.id, {"organization_name": name})
    type_id = record.store.value(
        "SELECT id FROM civicrm_relationship_type WHERE name_a_b = ?", (EMPLOYEE_OF,)
    )
    _end_other_employments(record, type_id, employer)
    if organization is not None:
        _employ(record, type_id, employer)


def _end_other_employments(record: Record, type_id: int, employer: int | None) -> None:
    rows = record.store.rows(
        "SELECT id FROM civicrm_relationship WHERE relationship_type_id = ? AND contact_id_a = ?"
        " AND contact_id_b IS NOT ? AND is_active = 1",
        (type_id, record.id, employer),
    )
    for (relationship,) in rows:
        record.store.update("civicrm_relationship", relationship, {"is_active": 0})
        record.store.execute(
            "UPDATE civicrm_relationship_cache SET is_active = 0 WHERE relationship_id = ?", (relationship,)
        )


def _employ(record: Record, type_id: int, employer: int) -> None:
    from .api4 import run

    found = record.store.value(
        "SELECT id FROM civicrm_relationship WHERE relationship_type_id = ? AND contact_id_a = ?"
        " AND contact_id_b = ? AND is_active = 1",
        (type_id, record.id, employer),
    )
    if found is None:
        values = {"relationship_type_id": type_id, "contact_id_a": record.id, "contact_id_b": employer}
        run(record.call.with_check(False), "Relationship", "create", {"values": values})
