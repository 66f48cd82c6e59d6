"""Relationships: both sides must fit their type; the cache has a row for each direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import SiteError
from .record import Record

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity

SHARED = ("relationship_type_id", "is_active", "start_date", "end_date", "case_id")
# columns that an update writes again, and so answers (CRM/Contact/BAO/Relationship.php)
KEYS = ("contact_id_a", "contact_id_b", "relationship_type_id")
# columns of a new relationship and how CiviCRM answers those it makes up
MADE_UP = {"end_date": "NULL", "description": ""}


def check(record: Record) -> None:
    """Raises SiteError if a side is of the wrong contact type."""
    kind = record.store.record("civicrm_relationship_type", record.now("relationship_type_id") or 0)
    for side in ("a", "b"):
        contact = record.store.record("civicrm_contact", record.now(f"contact_id_{side}") or 0)
        wanted = kind.get(f"contact_type_{side}") if kind else None
        if contact is not None and wanted and contact["contact_type"] != wanted:
            raise SiteError("Invalid Relationship")


def same(record: Record) -> int | None:
    """The relationship of the same type, contacts and dates that is there already."""
    if not record.is_new:
        return None
    found: int | None = record.store.value(
        "SELECT id FROM civicrm_relationship WHERE relationship_type_id = ? AND contact_id_a = ?"
        " AND contact_id_b = ? AND start_date IS ? AND end_date IS ? AND is_active = ?",
        (
            *(record.columns.get(name) for name in ("relationship_type_id", "contact_id_a", "contact_id_b")),
            record.columns.get("start_date"),
            record.columns.get("end_date"),
            1 if record.columns.get("is_active") is None else record.columns["is_active"],
        ),
    )
    return found


def set_defaults(record: Record) -> None:
    if not record.is_new:
        record.columns.update({name: record.now(name) for name in KEYS})
        return
    for name in ("is_permission_a_b", "is_permission_b_a"):
        record.default(name, 0)
    record.default("is_active", 1)
    for name, answered in MADE_UP.items():
        if record.columns.get(name) is None:
            record.columns.pop(name, None)
            record.echoes[name] = answered
    if "description" in record.echoes:
        record.quiet["description"] = ""
    record.echoes.update(created_date="", modified_date="")


def write_cache(record: Record) -> None:
    """Two rows: each contact near, the other far."""
    from .sqlfunctions import utc_now

    digits = "".join(char for char in str(utc_now()) if char.isdigit())
    record.echoes.update(
        {name: digits for name in ("created_date", "modified_date") if name in record.echoes}
    )
    row = record.store.record("civicrm_relationship", record.id)
    kind = record.store.record("civicrm_relationship_type", row["relationship_type_id"]) if row else None
    if row is None or kind is None:
        return
    record.store.execute("DELETE FROM civicrm_relationship_cache WHERE relationship_id = ?", (record.id,))
    for near, far in (("a", "b"), ("b", "a")):
        record.store.insert(
            "civicrm_relationship_cache",
            {
                **{name: row[name] for name in SHARED},
                "relationship_id": record.id,
                "orientation": f"{near}_{far}",
                "near_contact_id": row[f"contact_id_{near}"],
                "near_relation": kind[f"name_{near}_{far}"],
                "far_contact_id": row[f"contact_id_{far}"],
                "far_relation": kind[f"name_{far}_{near}"],
            },
        )


def forget_employer(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """With an employment goes the employer."""
    name = call.store.value(
        "SELECT name_a_b FROM civicrm_relationship_type WHERE id = ?", (row.get("relationship_type_id"),)
    )
    if name == "Employee of":
        call.store.execute(
            "UPDATE civicrm_contact SET employer_id = NULL, organization_name = NULL"
            " WHERE id = ? AND employer_id = ?",
            (row["contact_id_a"], row["contact_id_b"]),
        )
