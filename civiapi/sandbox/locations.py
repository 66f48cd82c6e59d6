"""E-mails, phones, addresses, messengers: one of each contact's is primary."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import NotSimulated
from .record import Record
from .sqlfunctions import utc_now
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity


def set_email(record: Record) -> None:
    if record.columns.get("email"):
        record.columns["email"] = str(record.columns["email"]).strip().lower()
    record.default("on_hold", 0)
    _set_hold(record)


def _set_hold(record: Record) -> None:
    """Since when an address is on hold, or since when it is so no more."""
    if "on_hold" not in record.columns:
        return
    row, is_held = record.before or {}, bool(record.columns["on_hold"])
    if is_held and row.get("hold_date") is None:
        record.quiet.update(hold_date=str(utc_now()), reset_date=None)
    elif not is_held and row.get("hold_date") is not None and row.get("reset_date") is None:
        record.quiet.update(hold_date=None, reset_date=str(utc_now()))


def refuse_shared(record: Record) -> None:
    """A shared address takes over the other's values, and relates the two contacts."""
    if record.columns.get("master_id") is not None:
        raise NotSimulated("addresses that contacts share (master_id)")


def set_digits(record: Record) -> None:
    """The digits of a phone are kept for searching."""
    if "phone" in record.columns:
        phone = str(record.columns["phone"] or "")
        record.quiet["phone_numeric"] = "".join(char for char in phone if char in "0123456789")


def set_primary(record: Record) -> None:
    """The first of a contact's is primary whatever is said, and the primary one cannot resign."""
    contact = record.now("contact_id")
    if contact is None:
        return
    if record.is_new:
        home = record.store.value(
            "SELECT id FROM civicrm_location_type WHERE is_default = 1 AND is_active = 1"
        )
        record.default("location_type_id", home)
    other = record.store.value(
        f"SELECT id FROM {quoted(record.table)} WHERE contact_id = ? AND is_primary = 1 AND id IS NOT ?",
        (contact, record.id),
    )
    if other is None and (record.is_new or "is_primary" in record.columns):
        record.columns["is_primary"] = 1


def one_primary(record: Record) -> None:
    """A new primary one takes the place of the old; the same for billing."""
    contact = record.now("contact_id")
    for flag in ("is_primary", "is_billing"):
        if record.columns.get(flag) and contact is not None:
            _only(record, flag, contact)


def one_bulkmail(record: Record) -> None:
    if record.columns.get("is_bulkmail") and record.now("contact_id") is not None:
        _only(record, "is_bulkmail", record.now("contact_id"))


def _only(record: Record, flag: str, contact: Any) -> None:
    record.store.execute(
        f"UPDATE {quoted(record.table)} SET {flag} = 0 WHERE contact_id = ? AND id <> ? AND {flag} = 1",
        (contact, record.id),
    )


def inherit_primary(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """When the primary one goes, the oldest of the others becomes primary."""
    if not row.get("is_primary") or row.get("contact_id") is None:
        return
    heir = call.store.value(
        f"SELECT MIN(id) FROM {quoted(entity.table or '')} WHERE contact_id = ?", (row["contact_id"],)
    )
    if heir is not None:
        call.store.update(entity.table or "", heir, {"is_primary": 1})
