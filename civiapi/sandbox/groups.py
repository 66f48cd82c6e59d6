"""Who is in a group, and the history of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .record import Record
from .sqlfunctions import utc_now

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity
    from .store import Store

METHOD, DELETED = "API", "Deleted"


def set_added(record: Record) -> None:
    record.default("status", "Added")


def write_history(record: Record) -> None:
    """Each write of a membership is remembered, with the method and tracking that the call said."""
    row = record.store.record(record.table, record.id)
    if row is not None:
        method, tracking = (record.given.unknown.get(name) for name in ("method", "tracking"))
        _remember(record.store, row, row["status"], method or METHOD, tracking or None)


def remember_deleted(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    if row.get("contact_id") is not None:
        _remember(call.store, row, DELETED, METHOD, None)


def _remember(store: Store, row: dict[str, Any], status: str, method: str, tracking: str | None) -> None:
    whose = {"group_id": row["group_id"], "contact_id": row["contact_id"], "date": str(utc_now())}
    how = {"status": status, "method": method, "tracking": tracking}
    store.insert("civicrm_subscription_history", {**whose, **how})
