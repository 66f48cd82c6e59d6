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

# what an address never takes from one that it shares, and what is never written to those that share it
OWN = ("contact_id", "is_primary", "is_billing")
KEPT = (*OWN, "location_type_id")


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


def share_address(record: Record) -> None:
    """An address with a `master_id` takes what is not said from that one, or from its own master.

    As in CiviCRM's CRM/Core/BAO/Address.php (fixSharedAddress).
    """
    shared = record.store.record(record.table, record.columns.get("master_id") or 0)
    if shared is None:
        return
    master = shared["master_id"] or shared["id"]
    if master == record.id:
        record.columns["master_id"] = None
        return
    row: dict[str, Any] = record.store.record(record.table, master) or {}
    _refuse_relating(record, row["contact_id"])
    taken = {name: value for name, value in row.items() if value is not None and name not in (*OWN, "id")}
    record.columns = {**taken, **record.columns, "master_id": master}


def _refuse_relating(record: Record, owner: Any) -> None:
    """A person who shares the address of an organization or a household becomes its employee or member."""
    kinds = [_kind(record, contact) for contact in (record.now("contact_id"), owner)]
    if kinds[0] == "Individual" != kinds[1]:
        raise NotSimulated("a person who shares the address of an organization or a household")


def _kind(record: Record, contact: Any) -> Any:
    return record.store.value("SELECT contact_type FROM civicrm_contact WHERE id = ?", (contact,))


def write_shared(record: Record) -> None:
    """What is written to an address goes to those that share it, and to the one that it shares.

    As in CiviCRM's CRM/Core/BAO/Address.php (processSharedAddress).
    """
    master = record.now("master_id")
    below = record.store.rows("SELECT id FROM civicrm_address WHERE master_id = ?", (record.id,))
    if master is None and not below:
        return
    values = {name: value for name, value in record.columns.items() if name not in (*KEPT, "master_id")}
    for (address,) in below:
        record.store.update(record.table, address, {**values, "master_id": master or record.id})
    if master is not None:
        record.store.update(record.table, master, values)


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
