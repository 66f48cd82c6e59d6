"""Whose records a caller sees and changes: those of contacts that the caller may view, or edit.

The sandbox knows no access rules for groups of contacts: it is all contacts, one's own, or none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import NotSimulated, Unauthorized
from .fragments import Sql
from .schema import CONTACT_TYPES
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity
    from .sources import Sources

CONTACT_TABLE = "civicrm_contact"
_ATTACHED = ("Note", "EntityTag")
"""Entities whose `entity_id` is a contact where `entity_table` says so."""
# entity => the contacts that its records are of, where the columns have other names
_OWNERS = {"RelationshipCache": ["near_contact_id", "far_contact_id"]}
# groups show to those who may view or edit all contacts, and by access rules (CRM/Contact/BAO/Group.php)
_BY_RULES = ("Group",)
# an activity shows to those who may view one of its contacts
_ACTIVITIES = "SELECT activity_id FROM civicrm_activity_contact WHERE contact_id IN"
REFUSED = "ACL check failed"


def owner_columns(entity: Entity) -> list[str]:
    """The columns that say whose a record is; empty: nobody's."""
    if entity.is_contact:
        return ["id"]
    if entity.name in _ATTACHED:
        return ["entity_id"]
    return _OWNERS.get(entity.name) or [
        name
        for name, field in entity.fields.items()
        if name.startswith("contact_id")
        and field.stored
        and not field.table
        and field.fk_entity in ("Contact", *CONTACT_TYPES)
    ]


def _reaches_all(call: Call, right: str) -> bool:
    return not call.check or call.has(f"{right} all contacts")


def _own(call: Call, right: str) -> list[int]:
    return [call.user] if call.user is not None and call.has(f"{right} my contact") else []


def visible(call: Call, entity: Entity, sources: Sources) -> list[Sql]:
    """The conditions that leave only rows which the caller may see."""
    if _reaches_all(call, "view") or not entity.table:
        return []
    columns = owner_columns(entity)
    ids = _own(call, "view")
    if (not columns or ids) and sources.is_joined:
        raise NotSimulated("joins for callers who may not view all contacts")
    alias, marks = sources.main.alias, ", ".join("?" * len(ids))
    found = [Sql(f"{alias}.{quoted(column)} IN ({marks})", list(ids)) for column in columns]
    if entity.name in _BY_RULES:
        found.append(Sql("0"))
    if entity.name == "Activity":
        found.append(Sql(f"{alias}.id IN ({_ACTIVITIES} ({marks}))", list(ids)))
    if entity.name in _ATTACHED:
        found.append(Sql(f"{alias}.entity_table = ?", [CONTACT_TABLE]))
    return found


def may_edit(call: Call, entity: Entity, values: dict[str, Any], record_id: Any = None) -> bool:
    """Whether the caller may write a record: one of a contact that the caller may edit."""
    if _reaches_all(call, "edit"):
        return True
    columns = owner_columns(entity)
    if not columns or (entity.is_contact and record_id is None):
        return True  # the action's own permission has been asked for
    before = call.store.record(entity.table or "", record_id) if record_id is not None else None
    own = {str(contact) for contact in _own(call, "edit")}
    owners = {
        str(row[column])
        for row in (before or {}, {} if entity.is_contact else values)
        for column in columns
        if row.get(column) is not None
    }
    return bool(owners) and owners <= own


def check_edit(call: Call, entity: Entity, values: dict[str, Any], record_id: Any = None) -> None:
    """Raise Unauthorized if the caller may not write a record."""
    if not may_edit(call, entity, values, record_id):
        raise Unauthorized(REFUSED)
