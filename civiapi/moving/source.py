"""Where the rows of a move come from: a site, or (see folder.py) the files of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from .. import v4
from ..errors import UsageError
from .columns import Column, columns, portable
from .definitions import Definition, defined

if TYPE_CHECKING:
    from ..base import BaseApi

_PAGE = 500
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

    def rows(self, entity: str, extra: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
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
        self._api = api
        self.entities = list(dict.fromkeys(entities))
        self._where = {
            entity: v4.shape(entity, "get", given)["where"]
            for entity, given in (filter or {}).items()
            if given
        }
        unmoved = self._where.keys() - set(self.entities)
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

    def rows(self, entity: str, extra: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        of = self.columns[entity]
        select = ["id", *(name for column in of for name in column.select), *extra]
        last = 0
        while True:
            where = [*self._where.get(entity, ()), ["id", ">", last]]
            page = self._api(
                entity,
                "get",
                {"select": select, "where": where, "orderBy": {"id": "ASC"}, "limit": _PAGE},
            )
            yield from (portable(row, of) for row in page)
            if len(page) < _PAGE:
                return
            last = page[-1]["id"]

    def values(self, entity: str, column: Column) -> Values:
        if column.many:
            rows: Any = self._listed(entity, column)
        else:
            where = [*self._where.get(entity, ()), [column.name, "IS NOT NULL"]]
            params: dict[str, Any] = {"select": list(column.select), "where": where}
            rows = self._api(entity, "get", {**params, "groupBy": [column.name]})
        return frozenset(value for row in rows for value in told(portable(row, [column]), column))

    def _listed(self, entity: str, column: Column) -> Iterator[dict[str, Any]]:
        """Rows that have a value in one column."""
        last = 0
        while True:
            where = [*self._where.get(entity, ()), ["id", ">", last], [column.name, "IS NOT EMPTY"]]
            params = {"where": where, "orderBy": {"id": "ASC"}, "limit": _PAGE}
            page = self._api(entity, "get", {"select": ["id", *column.select], **params})
            yield from page
            if len(page) < _PAGE:
                return
            last = page[-1]["id"]

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
