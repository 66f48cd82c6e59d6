"""APIv4 get on entities with a table: from parameters to one SQL statement, and from its rows to API rows."""

from __future__ import annotations

from typing import Any

from .acl import visible
from .call import Call
from .errors import NotSimulated, PhpError, SiteError
from .expr import Expr, parse
from .fragments import Sql, bound, fill, joined
from .functions import FIELD
from .render import HiddenField, Typed, render_value
from .schema import Entity
from .selection import Item, expand, foreign_keys, items
from .sources import MAIN, Sources
from .store import quoted

Row = dict[str, Any]
ROW_COUNT = "row_count"
HIDDEN_BY_DEFAULT = ("is_deleted", "is_test", "is_template")
EXACT = ("=", "IN")


class Query:
    """One get: `run` gives its rows, `count` how many there are without limit and offset."""

    def __init__(self, call: Call, entity: Entity, params: dict[str, Any], *, defaults: bool = True) -> None:
        """defaults: whether deleted, test and template records are left out as get does."""
        self.call = call
        self.entity = entity
        self.params = params
        self.sources = Sources(call, entity)
        excluded = self._join()
        self.items: list[Item] = []
        self._is_aggregate = False
        self._select()
        self._conditions = [*excluded, *self._where(defaults)]
        self._order = [self._order_by(text, way) for text, way in _ordering(params)]
        self._groups = [self._group_by(text) for text in _listed(params, "groupBy")]
        named = {item.key: (item.expr, item.typed) for item in self.items}
        self._having = self._kept(_listed(params, "having"), named)
        self._conditions += visible(call, entity, self.sources)

    def _join(self) -> list[Sql]:
        """Add the joins; the conditions of those that exclude."""
        joins = _listed(self.params, "join")
        if not joins:
            return []
        from .joins import add_join

        return [added for added in (add_join(self.sources, join) for join in joins) if added]

    def _select(self) -> None:
        asked = [str(item) for item in _listed(self.params, "select")]
        select = [item for item in asked if item != ROW_COUNT]
        group_by = _listed(self.params, "groupBy")
        parsed = items(self.sources, expand(self.sources, select or ["*"]))
        self._is_aggregate = bool(group_by) or any(item.expr.is_aggregate for item in parsed)
        keys: list[Item] = []
        if not self._is_aggregate or self.entity.primary_key[0] in group_by:
            keys = items(self.sources, [key for key in self.entity.primary_key if key in self.entity.fields])
        if not keys and not parsed:
            raise NotSimulated("groups of which nothing is selected")
        names = {item.key for item in keys}
        self.items = keys + [item for item in parsed if item.key not in names]

    def _where(self, defaults: bool) -> list[Sql]:
        where = _listed(self.params, "where")
        found = self._met(where)
        found += [Sql(f"{MAIN}.{quoted(name)} = ?", [value]) for name, value in self.entity.fixed.items()]
        if defaults and not self._is_by_key(where):
            found += [
                Sql(f"{MAIN}.{quoted(name)} = 0")
                for name in HIDDEN_BY_DEFAULT
                if self._has_default(name) and not _mentions(where, name)
            ]
        return found

    def _met(self, where: list[Any]) -> list[Sql]:
        if not where:
            return []
        from .where import condition

        return [condition(self.sources, clause) for clause in where]

    def _kept(self, clauses: list[Any], named: dict[str, tuple[Expr, Typed]]) -> list[Sql]:
        if not clauses:
            return []
        from .where import having

        return [having(self.sources, clause, named) for clause in clauses]

    def _has_default(self, name: str) -> bool:
        field = self.entity.fields.get(name)
        return field is not None and field.stored and field.spec.get("default_value") is False

    def _is_by_key(self, where: list[Any]) -> bool:
        """Whether the conditions name a whole primary or unique key, so that hidden records are meant too."""
        given = {clause[0] for clause in where if len(clause) > 2 and _is_exact(clause[1], clause[2])}
        keys = [self.entity.primary_key, *self.entity.spec.get("unique", [])]
        return any(set(key) <= given for key in keys)

    def _order_by(self, text: str, way: Any) -> Sql:
        if way not in ("ASC", "DESC"):
            raise SiteError(f"Invalid sort direction. Cannot order by {text} {way}")
        try:
            return fill(f"{{0}} {way}", self._sorted(text))
        except HiddenField:
            return Sql("")

    def _sorted(self, text: str) -> Sql:
        for item in self.items:
            if text == item.key and item.expr.kind != FIELD:
                return item.typed.sql
        typed = render_value(self.sources, parse(text))
        column = typed.column
        if column is not None and column.suffix:
            return self._by_option(typed, column.suffix)
        return typed.sql

    def _by_option(self, typed: Typed, suffix: str) -> Sql:
        """In the order of the options' names; NULL and unknown values come first."""
        if typed.column is None or typed.column.field.serialize:
            return typed.sql
        ids = self.call.options.sorted_ids(typed.column.field, suffix)
        whens = [Sql(f"WHEN ? THEN {place}", [value]) for place, value in enumerate(ids, 1)]
        return fill("CASE {0} {1} ELSE 0 END", typed.sql, joined(" ", whens)) if whens else typed.sql

    def _group_by(self, text: str) -> Sql:
        return render_value(self.sources, parse(text)).sql

    def _tail(self) -> Sql:
        """FROM to HAVING."""
        conditions = list(self._conditions)
        if self._having and not self._is_aggregate:
            conditions += self._having
        where = joined(" AND ", conditions)
        parts = [self.sources.sql, fill("WHERE {0}", where) if where else Sql("")]
        grouped = joined(", ", self._groups)
        if self._having and self._is_aggregate:
            grouped = grouped or Sql("'all'")
        if grouped:
            parts.append(fill("GROUP BY {0}", grouped))
        kept = joined(" AND ", self._having)
        if kept and self._is_aggregate:
            parts.append(fill("HAVING {0}", kept))
        return joined("\n", parts)

    def sql(self) -> Sql:
        """The whole statement."""
        selected = joined(", ", [item.typed.sql for item in self.items]) or Sql("NULL")
        parts = [fill("SELECT {0}", selected), self._tail()]
        order = joined(", ", self._order)
        if order:
            parts.append(fill("ORDER BY {0}", order))
        limit, offset = self.params.get("limit") or 0, self.params.get("offset") or 0
        if limit < 0 or offset < 0:
            raise SiteError("DB Error: syntax error")
        if limit or offset:
            parts.append(fill("LIMIT {0} OFFSET {1}", bound(limit or -1), bound(offset)))
        return joined("\n", parts)

    def run(self) -> list[Row]:
        sql = self.sql()
        stored = self.call.store.rows(sql.text, sql.args)
        keys = [item.key for item in self.items]
        readers = [(place, item.read) for place, item in enumerate(self.items) if item.read]
        foreign = foreign_keys(self.sources, self.items)
        rows = []
        for values in stored:
            row = dict(zip(keys, values, strict=True))
            for place, read in readers:
                row[keys[place]] = read(values[place])
            for place, removed in foreign:
                for key in removed[values[place]]:
                    row.pop(key, None)
            rows.append(row)
        return rows

    def count(self) -> int:
        """How many rows there are, groups counted after grouping."""
        if not self._groups and not (self._having and self._is_aggregate):
            sql = fill("SELECT COUNT(*) {0}", self._tail())
        else:
            sql = fill("SELECT COUNT(*) FROM (SELECT 1 {0})", self._tail())
        return int(self.call.store.value(sql.text, sql.args) or 0)


def _listed(params: dict[str, Any], name: str) -> list[Any]:
    value = params.get(name) or []
    return list(value.values()) if isinstance(value, dict) else list(value)


def _ordering(params: dict[str, Any]) -> list[tuple[str, Any]]:
    order = params.get("orderBy") or {}
    if isinstance(order, list):
        return [(str(number), way) for number, way in enumerate(order)]
    return list(order.items())


def _is_exact(operator: Any, value: Any) -> bool:
    return operator in EXACT or (operator == "LIKE" and "%" not in str(value) and "_" not in str(value))


def _mentions(where: list[Any], name: str) -> bool:
    """Whether a tree has a condition on a field."""
    for clause in where:
        if not isinstance(clause, list) or not clause:
            raise PhpError("Civi\\Api4\\Query\\Api4Query::treeWalkClauses(): a clause must be an array")
        if clause[0] in ("AND", "OR", "NOT") and len(clause) > 1 and isinstance(clause[1], list):
            inner = (
                clause[1]
                if clause[1] and isinstance(clause[1][0], list)
                else [clause[1]]
                if clause[1]
                else []
            )
            if _mentions(inner, name):
                return True
        elif str(clause[0]).partition(":")[0] == name:
            return True
    return False
