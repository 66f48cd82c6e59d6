"""Memberships: how long they last, and their status on a day.

Types with a rolling period only; fixed ones (from the same day for all) are not simulated.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import datetime

from .dates import moved
from .errors import NotSimulated
from .record import Record
from .sqlfunctions import moment, shifted, utc_now

ROLLING, LIFETIME = "rolling", "lifetime"
MONTHS_NEW, MONTHS_GRACE = 3, 1
TYPE_TABLE, STATUS_TABLE = "civicrm_membership_type", "civicrm_membership_status"
LOG_TABLE = "civicrm_membership_log"


def set_dates(record: Record) -> None:
    """A new membership begins when the member joins (by default today) and ends with its period."""
    if not record.is_new:
        return
    today = str(utc_now().date())
    record.default("join_date", record.columns.get("start_date") or today)
    record.default("start_date", record.columns["join_date"])
    kind = record.store.record(TYPE_TABLE, record.columns.get("membership_type_id") or 0)
    if kind is None or record.columns.get("end_date") or kind["duration_unit"] == LIFETIME:
        return
    if kind["period_type"] != ROLLING:
        raise NotSimulated("memberships with a fixed period")
    start = moment(record.columns["start_date"])
    if start is not None and kind["duration_unit"]:
        end = moved(start, kind["duration_interval"] or 1, str(kind["duration_unit"]).upper())
        record.columns["end_date"] = str((end - datetime.timedelta(days=1)).date())


def set_status(record: Record) -> None:
    """New for three months, then current until the end, a month of grace, and expired."""
    if record.columns.get("status_id") is not None or record.now("is_override"):
        return
    name = _status(str(record.now("join_date") or ""), record.now("end_date"))
    record.columns["status_id"] = record.store.value(f"SELECT id FROM {STATUS_TABLE} WHERE name = ?", (name,))


def write_log(record: Record) -> None:
    """A new membership begins its log."""
    row = record.store.record(record.table, record.id)
    if not record.is_new or row is None:
        return
    copied = ("status_id", "start_date", "end_date", "membership_type_id", "max_related")
    whose = {"membership_id": record.id, "modified_id": record.call.user or row["contact_id"]}
    facts = {name: row[name] for name in copied}
    record.store.insert(LOG_TABLE, {**whose, **facts, "modified_date": str(utc_now().date())})


def _status(join_date: str, end_date: str | None) -> str:
    now, joined, end = utc_now(), moment(join_date), moment(end_date)
    today = now.replace(hour=0, minute=0, second=0)
    if end is not None and end < today:
        return "Grace" if shifted(end, MONTHS_GRACE, "MONTH") >= today else "Expired"
    return "New" if joined is not None and shifted(joined, MONTHS_NEW, "MONTH") >= today else "Current"
