"""Where the rows of a move come from: a site, or (see folder.py) the files of one."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import UsageError
from .columns import CONTACT_TYPES, Column, columns, portable
from .definitions import Definition, defined

if TYPE_CHECKING:
    from ..base import BaseApi

Rows = Generator[dict[str, Any], None, None]
#: Values that tell an option or a row of a small entity; one that has none is told by its number.
Values = frozenset[tuple[Any, ...]]


class Source(Protocol):
    """Gives portable rows; see columns.py."""

    @property
    def name(self) -> str:
        """What it is, in words that do not change."""

    @property
    def entities(self) -> list[str]:
        """The entities that it has rows of."""

    @property
    def columns(self) -> Mapping[str, Sequence[Column]]:
        """What their rows have."""

    @property
    def left_out(self) -> Mapping[str, Sequence[str]]:
        """Fields that cannot move."""

    def rows(self, entity: str, extra: Sequence[str] = ()) -> Rows:
        """Portable rows in the order of their ids; ``extra`` are more fields to be read, as they are."""

    def values(self, entity: str, column: Column) -> Values:
        """The different values in an option or key column: tuples of names or keys, or ``(None, number)``."""

    def definition(self, of: Definition) -> Mapping[str, Any] | None:
        """What the source says of an option, a type, a custom field; None where it has none such."""


class SiteSource:
    """The rows of a site, read in pages by id."""

    def __init__(
        self,
        api: BaseApi,
        entities: Sequence[str],
        filter: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        if isinstance(entities, str):
            raise UsageError(f"entities is a list of names; write [{entities!r}]")
        self._api = api
        self.entities = list(dict.fromkeys(entities))
        parts = [name for name in self.entities if name in CONTACT_TYPES]
        if parts and "Contact" in self.entities:
            raise UsageError(f"{', '.join(parts)}: Contact has these as well; they would move twice")
        self._filter = dict(filter or {})
        unmoved = self._filter.keys() - set(self.entities)
        if unmoved:
            raise UsageError(f"filter: {', '.join(sorted(unmoved))} is not among the entities")
        self.columns: dict[str, list[Column]] = {}
        self.left_out: dict[str, list[str]] = {}
        known = api.schema.entities()
        for entity in self.entities:
            described = api.schema.entity(entity)
            if "id" not in described.fields:
                raise UsageError(f"{entity} has no ids; it cannot move")
            self.columns[entity], self.left_out[entity] = columns(described, self.entities, known)

    @property
    def name(self) -> str:
        return self._api._backend.site if self._api._backend is not None else type(self._api).__name__

    @property
    def civicrm(self) -> str | None:
        """The version of CiviCRM."""
        known = self._api.schema.known
        return known.civicrm if known is not None else None

    def rows(self, entity: str, extra: Sequence[str] = ()) -> Rows:
        of = self.columns[entity]
        names = (name for column in of for name in column.select)
        with closing(self._read(entity, [*names, *extra])) as rows:
            for row in rows:
                yield portable(row, of)

    def _read(self, entity: str, select: Sequence[str], *conditions: list[Any]) -> Rows:
        """Rows by id, the next page on its way while one is given."""
        query = self._api._query(entity).filter(self._filter.get(entity)).select("id", *select)
        with (query.where(*conditions) if conditions else query).pages() as pages:
            for page in pages:
                yield from page

    def values(self, entity: str, column: Column) -> Values:
        if column.many:
            rows: Iterator[dict[str, Any]] = self._read(entity, column.select, [column.name, "IS NOT EMPTY"])
        else:
            query = self._api._query(entity).filter(self._filter.get(entity)).group_by(column.name)
            rows = iter(query.where([column.name, "IS NOT NULL"]).select(*column.select))
        return frozenset(value for row in rows for value in told(portable(row, [column]), column))

    def definition(self, of: Definition) -> Mapping[str, Any] | None:
        return defined(self._api, of)


def told(row: Mapping[str, Any], column: Column) -> Iterator[tuple[Any, ...]]:
    """The values in a column of a portable row, as Source.values gives them."""
    if column.kind == "key":
        key = tuple(row.get(path) for path in column.paths)
        if any(part is not None for part in key):
            yield tuple("" if part is None else str(part) for part in key)
    else:
        names = row.get(column.named)
        yield from ((name,) for name in (names if isinstance(names, list) else [names]) if name is not None)
    if row.get(column.name) is not None:
        yield (None, row[column.name])
