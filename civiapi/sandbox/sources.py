"""The tables of a query: the entity's own, implicit joins along foreign keys, explicit joins, custom
groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import SiteError
from .fragments import Sql, joined
from .schema import CONTACT_TYPES, Entity, Field
from .store import quoted
from .virtual import LOCATION_JOINS, calculated

if TYPE_CHECKING:
    from .call import Call

MAIN = "a"


class Column:
    """A field in a query: where it comes from and its SQL.

    prefix: what stands before the field's name in its path (`contact_id.`); suffix: `label`, `name` ... or
    "".
    """

    __slots__ = ("field", "prefix", "source", "sql", "suffix")

    def __init__(self, field: Field, sql: str, prefix: str, suffix: str, source: Source) -> None:
        self.field, self.sql, self.prefix, self.suffix, self.source = field, sql, prefix, suffix, source


class Source:
    """One table of the query under its alias."""

    __slots__ = ("alias", "bridge", "entity", "prefix")

    def __init__(self, entity: Entity, alias: str, prefix: str = "", bridge: Source | None = None) -> None:
        self.entity = entity
        self.alias = alias
        self.prefix = prefix
        self.bridge = bridge


def same_entity(one: str | None, other: str | None) -> bool:
    """Whether two entities have the same rows' ids: contact types count as Contact."""

    def kind(name: str | None) -> str | None:
        return "Contact" if name in CONTACT_TYPES else name

    return one is not None and kind(one) == kind(other)


def split_suffix(path: str) -> tuple[str, str]:
    base, _, suffix = path.partition(":")
    return base, suffix


class Sources:
    """The FROM clause as it grows while fields are looked up."""

    def __init__(self, call: Call, entity: Entity) -> None:
        self.call = call
        self.main = Source(entity, MAIN)
        self.explicit: dict[str, Source] = {}
        self._implicit: dict[tuple[str, str], str] = {}
        self._clauses = [Sql(f"FROM {quoted(entity.table or '')} {MAIN}")]
        self._columns: dict[str, Column | None] = {}

    @property
    def sql(self) -> Sql:
        return joined("\n", self._clauses)

    @property
    def is_joined(self) -> bool:
        """Whether the query looks at other records than the entity's own."""
        return bool(self.explicit or self._implicit)

    def column(self, path: str) -> Column | None:
        """The field a path names, joining what it needs; None if there is none or it may not be seen."""
        if path not in self._columns:
            self._columns[path] = self._find(path)
        return self._columns[path]

    def known(self, path: str) -> Column | None:
        """The field a path names; None if it may not be seen; raises SiteError if there is none."""
        found = self.column(path)
        if found is None and not self._hidden(path):
            raise SiteError(f"Invalid field '{path}'")
        return found

    def _hidden(self, path: str) -> bool:
        field = self.main.entity.fields.get(split_suffix(path)[0])
        return field is not None and not self.call.may_see(field.spec.get("permission"))

    def _find(self, path: str) -> Column | None:
        base, suffix = split_suffix(path)
        first, dot, rest = base.partition(".")
        if dot and first in self.explicit:
            return self._in_source(self.explicit[first], rest, suffix)
        return self._in_source(self.main, base, suffix)

    def _in_source(self, source: Source, name: str, suffix: str) -> Column | None:
        """A field of a table of the query, or one reached from there."""
        field = source.entity.fields.get(name)
        if field is None and source.bridge is not None:
            in_bridge = self._in_source(source.bridge, name, suffix)
            if in_bridge is not None:
                return in_bridge
        if field is not None:
            return self._own(source, field, suffix)
        for end in _dots(name):
            link = source.entity.fields.get(name[:end])
            if link is not None:
                target = self.follow(source, link)
                return self._in_source(target, name[end + 1 :], suffix) if target else None
        return None

    def _own(self, source: Source, field: Field, suffix: str) -> Column | None:
        if not self.call.may_see(field.spec.get("permission")) or field.spec.get("get") is False:
            return None
        if field.table and not source.entity.custom_group:
            sql = f"{self._custom(source, field.table)}.{quoted(field.column)}"
        elif field.stored:
            sql = f"{source.alias}.{quoted(field.column)}"
        elif field.type == "Filter":
            sql = ""
        else:
            sql = calculated(source.entity.name, field, source.alias)
        return Column(field, sql, source.prefix, suffix, source)

    def _custom(self, source: Source, table: str) -> str:
        """The alias of a custom group's table joined to a source."""
        key = (source.alias, table)
        if key not in self._implicit:
            alias = self._implicit[key] = f"c{len(self._implicit)}"
            self._clauses.append(
                Sql(f"LEFT JOIN {quoted(table)} {alias} ON {alias}.entity_id = {source.alias}.id")
            )
        return self._implicit[key]

    def follow(self, source: Source, link: Field) -> Source | None:
        """The record a field refers to, joined; None if the field refers to none."""
        condition = "{alias}.{key} = {column}"
        extra = ""
        if source.entity.is_contact and link.name in LOCATION_JOINS:
            condition, extra = (
                "{alias}.contact_id = {column}",
                f" AND {{alias}}.{LOCATION_JOINS[link.name][1]} = 1",
            )
        elif not link.stored or link.serialize:
            return None
        entity = self.call.schema.entity(link.fk_entity) if link.fk_entity else None
        if entity is None or not entity.table:
            return None
        key = (source.alias, link.name)
        if key not in self._implicit:
            alias = self._implicit[key] = f"j{len(self._implicit)}"
            own = self._own(source, link, "")
            column = f"{source.alias}.id" if extra else own.sql if own else "NULL"
            on = (condition + extra).format(alias=alias, key=quoted(link.fk_column), column=column)
            self._clauses.append(Sql(f"LEFT JOIN {quoted(entity.table)} {alias} ON {on}"))
        return Source(entity, self._implicit[key], f"{source.prefix}{link.name}.")

    def prefixed(self, prefix: str) -> Source | None:
        """The table that paths beginning with that prefix (without its dot) are in; None if there is none."""
        first, _, rest = prefix.partition(".")
        source = self.explicit.get(first)
        if source is None:
            source, rest = self.main, prefix
        while rest and source:
            ends = [end for end in (*_dots(rest), len(rest)) if rest[:end] in source.entity.fields]
            if not ends:
                return None
            link = source.entity.fields[rest[: ends[0]]]
            rest = rest[ends[0] + 1 :]
            source = self.follow(source, link)
        return source

    def add(self, clause: Sql) -> None:
        """Append a JOIN clause."""
        self._clauses.append(clause)

    def explicit_source(self, alias: str, entity: Entity, bridge: Source | None) -> Source:
        self._columns.clear()
        source = Source(entity, quoted(alias), f"{alias}.", bridge)
        self.explicit[alias] = source
        return source


def _dots(path: str) -> list[int]:
    """The places of the dots, the first first; a custom field's `Group.Field` has one inside."""
    return [place for place, char in enumerate(path) if char == "."]
