"""Memberships: how long they last, and their status on a day.

Types with a rolling period only; fixed ones (from the same day for all) are not simulated.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import datetime

from .dates import moved
from .errors import NotSimulated, SiteError
from .record import Record
from .sqlfunctions import moment, utc_now

ROLLING, LIFETIME = "rolling", "lifetime"
DATES = ("start_date", "end_date", "join_date")
TYPE_TABLE, STATUS_TABLE = "civicrm_membership_type", "civicrm_membership_status"
STATUS_COLUMNS = (
    "id",
    *(
        f"{side}_{part}"
        for side in ("start", "end")
        for part in ("event", "event_adjust_unit", "event_adjust_interval")
    ),
)
LOG_TABLE = "civicrm_membership_log"


def set_dates(record: Record) -> None:
    """A new membership is of today, begins when the member joins, and ends with its period
    (CRM/Member/BAO/MembershipType.php::getDatesForMembershipType).
    """
    if not record.is_new:
        return
    record.default("join_date", str(utc_now().date()))
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


def set_related(record: Record) -> None:
    """How many related contacts a new membership is for: as many as its type says, if it is for any."""
    kind = record.store.record(TYPE_TABLE, record.columns.get("membership_type_id") or 0)
    if kind is not None and kind["relationship_type_id"] and "max_related" not in record.columns:
        record.columns["max_related"] = kind["max_related"]


def set_status(record: Record) -> None:
    """The first status whose days, counted from the membership's dates, are now; raises SiteError if none is
    (CRM/Member/BAO/MembershipStatus.php::getMembershipStatusByDate).
    """
    if record.columns.get("status_id") is not None or record.columns.get("is_override"):
        return
    dates = {name: moment(record.now(name)) for name in DATES}
    today = utc_now().replace(hour=0, minute=0, second=0)
    for status in record.store.rows(
        f"SELECT {', '.join(STATUS_COLUMNS)} FROM {STATUS_TABLE}"
        " WHERE is_active = 1 AND is_admin = 0 ORDER BY weight"
    ):
        number, *events = status
        start, end = _event(dates, *events[:3]), _event(dates, *events[3:])
        if (start or end) and (start or today) <= today <= (end or today):
            record.columns["status_id"] = number
            return
    told = ", ".join(f"{name}: {date:%Y%m%d}" if date else f"{name}: null" for name, date in dates.items())
    reason = "The membership cannot be saved because the status cannot be calculated for"
    raise SiteError(f"{reason} {told}. Current time is: {utc_now()}.")


def _event(
    dates: dict[str, datetime.datetime | None], name: str | None, unit: str | None, amount: int | None
) -> datetime.datetime | None:
    """When a status begins or ends: so many units after one of the dates."""
    date = dates.get(str(name))
    return date if date is None or not (unit and amount) else moved(date, amount, unit.upper())


def write_log(record: Record) -> None:
    """A new membership begins its log."""
    row = record.store.record(record.table, record.id)
    if not record.is_new or row is None:
        return
    copied = ("status_id", "start_date", "end_date", "membership_type_id", "max_related")
    whose = {"membership_id": record.id, "modified_id": record.call.user or row["contact_id"]}
    facts = {name: row[name] for name in copied}
    record.store.insert(LOG_TABLE, {**whose, **facts, "modified_date": str(utc_now().date())})
