"""APIv3's getrefcount: which records refer to a record."""

from __future__ import annotations

from typing import Any

from .api3_request import Request, success
from .schema import Entity
from .store import quoted

BASIC, DYNAMIC = "CRM_Core_Reference_Basic", "CRM_Core_Reference_Dynamic"


def getrefcount(request: Request) -> dict[str, Any]:
    """For each column that refers to the record: how many rows do."""
    request.v4("get", {"select": ["id"], "where": [["id", "=", request.params["id"]]]})
    schema, rows, seen = request.site.schema, [], set()
    for name in schema.entity_names():
        entity = schema.entity(name)
        if entity is not None and entity.table and entity.table not in seen and not entity.fixed:
            seen.add(entity.table)
            rows += _references(request, entity)
    return success(request, rows)


def _references(request: Request, entity: Entity) -> list[dict[str, Any]]:
    target, found = request.spec.entity, []
    for field in entity.fields.values():
        dynamic = field.spec.get("dfk_entities")
        if not field.stored or field.table:
            continue
        if field.fk_entity == target.name:
            count = _count(request, entity, field.column)
            kind = BASIC
        elif isinstance(dynamic, dict) and target.table in dynamic and field.name == "entity_id":
            count = _count(request, entity, field.column, target.table)
            kind = DYNAMIC
        else:
            continue
        if count:
            name = f"sql:{entity.table}:{field.column}"
            row = {
                "name": name,
                "type": kind,
                "table": entity.table,
                "key": field.column,
                "count": str(count),
            }
            found.append(row)
    return found


def _count(request: Request, entity: Entity, column: str, table: str | None = None) -> int:
    sql = f"SELECT COUNT(*) FROM {quoted(entity.table or '')} WHERE {quoted(column)} = ?"  # noqa: S608
    args = [request.params["id"]]
    if table is not None:
        sql, args = f"{sql} AND entity_table = ?", [*args, table]
    return int(request.site.store.value(sql, args))
