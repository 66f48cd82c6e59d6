"""Who is in a group, and the history of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import NotSimulated
from .record import Record
from .sqlfunctions import utc_now
from .virtual import CHILD_GROUPS, with_children

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity
    from .store import Store

METHOD, DELETED = "API", "Deleted"
PARENTS = "SELECT parent_group_id FROM civicrm_group_nesting WHERE child_group_id = ? ORDER BY id"


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


def _below(record: Record) -> list[int]:
    """The groups below this one, at any depth."""
    return with_children(record.store, [record.id], CHILD_GROUPS)[1:]


def refuse_circle(record: Record) -> None:
    if not record.is_new and {*_parents(record)} & {*_below(record)}:
        raise NotSimulated("a group below itself")


def keep_title(record: Record) -> None:
    """A changed group's answer has its title, whatever was changed."""
    if record.before and "title" not in record.columns:
        record.columns["title"] = record.before["title"]


def write_nesting(record: Record) -> None:
    """The `parents` of a group are rows of GroupNesting; both sides keep a list of each other."""
    if "parents" not in record.columns:
        return
    store, wanted = record.store, _parents(record)
    before = [row[0] for row in store.rows(PARENTS, (record.id,))]
    for parent in before:
        if parent not in wanted:
            store.execute(
                "DELETE FROM civicrm_group_nesting WHERE parent_group_id = ? AND child_group_id = ?",
                (parent, record.id),
            )
    for parent in wanted:
        if parent not in before:
            store.insert("civicrm_group_nesting", {"child_group_id": record.id, "parent_group_id": parent})
    for group in {record.id, *before, *wanted}:
        store.execute(
            "UPDATE civicrm_group SET parents = ?, children = ? WHERE id = ?",
            (_listed(store, PARENTS, group), _listed(store, CHILD_GROUPS, group), group),
        )


def _parents(record: Record) -> list[int]:
    """Those that the call wants; a group that is there already is never its own."""
    found = [int(item) for item in str(record.columns.get("parents") or "").split(",") if item.isdigit()]
    return [*dict.fromkeys(group for group in found if group != record.id)]


def _listed(store: Store, sql: str, group: int) -> str | None:
    return ",".join(str(row[0]) for row in store.rows(sql, (group,))) or None


def switch_descendants(record: Record) -> None:
    """A changed group is on or off with all below it that have no other parent which is on."""
    if record.is_new:
        return
    state = record.columns.get("is_active", 1)
    for group in _below(record):
        others = record.store.value(
            "SELECT COUNT(*) FROM civicrm_group_nesting n JOIN civicrm_group g ON g.id = n.parent_group_id"
            " WHERE n.child_group_id = ? AND g.is_active = 1 AND g.id <> ?",
            (group, record.id),
        )
        if not others:
            record.store.execute("UPDATE civicrm_group SET is_active = ? WHERE id = ?", (state, group))
