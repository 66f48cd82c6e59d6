"""Explicit joins: `["Entity AS alias", side, bridge?, [on ...]...]`."""

from __future__ import annotations

import re
from typing import Any

from .errors import SiteError
from .fragments import Sql, fill, joined
from .schema import Entity
from .sources import MAIN, Source, Sources, same_entity
from .store import quoted
from .where import condition

SIDES = {"LEFT": "LEFT", "INNER": "INNER", "EXCLUDE": "LEFT", True: "INNER", False: "LEFT", None: "LEFT"}
ALIAS = re.compile(r"[-\w]+")


def add_join(sources: Sources, join: list[Any]) -> Sql:
    """Join an entity to the query; returns the condition that an EXCLUDE adds to the where clause."""
    head, side, *rest = (*join, None) if len(join) < 2 else join
    name, _, alias = str(head).partition(" AS ")
    alias = alias.strip() or name.lower()
    if (side is not None and not isinstance(side, (bool, str))) or side not in SIDES:
        raise SiteError(f"Illegal value for join side: '{side}'.")
    if not ALIAS.fullmatch(alias) or alias == MAIN:
        raise SiteError(f'Illegal join alias: "{alias}"')
    entity = sources.call.schema.entity(name.strip())
    if entity is None or not entity.table:
        return Sql("")
    bridge = sources.call.schema.entity(rest[0]) if rest and isinstance(rest[0], str) else None
    clauses = [clause for clause in rest if isinstance(clause, list) and clause]
    if bridge is not None and bridge.table:
        _join_bridge(sources, entity, bridge, alias, SIDES[side], clauses)
    else:
        _join_plain(sources, entity, alias, SIDES[side], clauses)
    return Sql(f"{quoted(alias)}.id IS NULL" if side == "EXCLUDE" else "")


def _fixed(entity: Entity, alias: str) -> list[Sql]:
    """The conditions an entity like Individual always has."""
    return [Sql(f"{quoted(alias)}.{quoted(name)} = ?", [value]) for name, value in entity.fixed.items()]


def _join_plain(sources: Sources, entity: Entity, alias: str, side: str, clauses: list[Any]) -> None:
    sources.explicit_source(alias, entity, None)
    conditions = [] if _is_linked(entity, alias, clauses) else _default_link(sources, entity, alias)
    conditions += [condition(sources, clause, is_on=True) for clause in clauses]
    on = joined(" AND ", conditions + _fixed(entity, alias)) or Sql("1")
    sources.add(fill(f"{side} JOIN {quoted(entity.table or '')} {quoted(alias)} ON {{0}}", on))


def _is_linked(entity: Entity, alias: str, clauses: list[Any]) -> bool:
    """Whether a clause already equates the joined entity's id or one of its references with something."""
    for clause in clauses:
        left, operator, right = (*clause, None, None)[:3]
        if operator != "=" or not right:
            continue
        for side in (left, right):
            field = entity.fields.get(str(side).removeprefix(f"{alias}.")) if isinstance(side, str) else None
            if side == f"{alias}.id" or (field is not None and side != field.name and field.fk_entity):
                return True
    return False


def _default_link(sources: Sources, entity: Entity, alias: str) -> list[Sql]:
    """The one reference between the two entities; nothing if there are several."""
    main = sources.main.entity
    links = [
        Sql(f"{MAIN}.{quoted(field.column)} = {quoted(alias)}.id")
        for field in main.fields.values()
        if field.type == "Field"
        and not same_entity(main.name, entity.name)
        and same_entity(field.fk_entity, entity.name)
    ]
    links += [
        Sql(f"{quoted(alias)}.{quoted(field.column)} = {MAIN}.id")
        for field in entity.fields.values()
        if field.type == "Field" and same_entity(field.fk_entity, main.name)
    ]
    return links if len(links) == 1 else []


def _join_bridge(
    sources: Sources, entity: Entity, bridge: Entity, alias: str, side: str, clauses: list[Any]
) -> None:
    """Join through the rows of a bridge entity; its fields are found under the same alias."""
    own, other = _bridge_fields(sources.main.entity, bridge, entity)
    via = quoted(f"{alias}_via_{bridge.name.lower()}")
    sources.explicit_source(alias, entity, Source(bridge, via, f"{alias}."))
    link = [Sql(f"{quoted(alias)}.id = {via}.{quoted(other)}"), *_table_condition(bridge, via, other, entity)]
    conditions = []
    if not any(f"{alias}.{own}" in clause for clause in clauses):
        conditions = [Sql(f"{via}.{quoted(own)} = {MAIN}.id")]
        conditions += _table_condition(bridge, via, own, sources.main.entity)
    conditions += [condition(sources, clause, is_on=True) for clause in clauses]
    tables = fill(
        f"({quoted(bridge.table or '')} {via} JOIN {quoted(entity.table or '')} {quoted(alias)} ON {{0}})",
        joined(" AND ", link + _fixed(entity, alias)),
    )
    sources.add(fill(f"{side} JOIN {{0}} ON {{1}}", tables, joined(" AND ", conditions)))


def _table_condition(bridge: Entity, via: str, name: str, entity: Entity) -> list[Sql]:
    """For a bridge field that can refer to several entities: that it refers to this one."""
    targets = bridge.fields[name].spec.get("dfk_entities")
    if not targets:
        return []
    tables = [table for table, target in targets.items() if same_entity(target, entity.name)]
    return [Sql(f"{via}.entity_table = ?", tables[:1])] if tables else []


def _bridge_fields(main: Entity, bridge: Entity, entity: Entity) -> tuple[str, str]:
    """(the bridge's field for the query's entity, its field for the joined one)."""
    for own, target in bridge.spec.get("bridge", {}).items():
        other = target["to"]
        if _leads(bridge, own, main) and _leads(bridge, other, entity):
            return own, other
    raise SiteError(f"Unable to join {bridge.name} to {entity.name}")


def _leads(bridge: Entity, name: str, entity: Entity) -> bool:
    field = bridge.fields.get(name)
    if field is None:
        return False
    targets = [field.fk_entity, *field.spec.get("dfk_entities", {}).values()]
    return any(same_entity(target, entity.name) for target in targets)
