"""Activities: their status, and the contacts they are from, with and assigned to."""

from __future__ import annotations

from typing import Any

from .record import Record
from .sqlfunctions import utc_now
from .virtual import ASSIGNEES, SOURCE, TARGETS

SCHEDULED, COMPLETED, NORMAL = 1, 2, 2
# field => its kind of activity contact
KINDS = {"source_contact_id": SOURCE, "target_contact_id": TARGETS, "assignee_contact_id": ASSIGNEES}


def set_defaults(record: Record) -> None:
    if not record.is_new:
        return
    now = str(utc_now())
    record.default("activity_date_time", now)
    record.default("status_id", SCHEDULED if str(record.columns["activity_date_time"]) > now else COMPLETED)
    record.default("priority_id", NORMAL)
    record.echoes.update(created_date=None, modified_date=None)


def write_contacts(record: Record) -> None:
    """The given kinds of contacts replace those that were there."""
    for name, kind in KINDS.items():
        if name not in record.given.fields:
            continue
        record.store.execute(
            "DELETE FROM civicrm_activity_contact WHERE activity_id = ? AND record_type_id = ?",
            (record.id, kind),
        )
        for contact in _ids(record.given.fields[name]):
            row = {"activity_id": record.id, "contact_id": contact, "record_type_id": kind}
            record.store.insert("civicrm_activity_contact", row)


def _ids(value: Any) -> list[int]:
    members = value if isinstance(value, list) else [value]
    return list(dict.fromkeys(int(member) for member in members if member not in (None, "")))
