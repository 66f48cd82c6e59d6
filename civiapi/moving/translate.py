"""From a row of the source to a record for the other site.

Options go by name, rows of small entities by the id that the other site has for them, and what moves along
by its new id.  What cannot be said is left out; a row that means nothing without it is skipped, and says why.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .columns import Column

#: Ids of moved entities: entity -> old -> new.
News = Mapping[str, Mapping[int, int]]


@dataclass
class Lookups:
    """What the other site has: names of options by (entity, field), ids of keyed rows by (entity, key)."""

    names: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    rows: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """A row in the other site's words; ``why`` it cannot be written, if it cannot.

    ``later`` are references, with old ids, that wait for other records; None where there are none.
    """

    old: int
    values: dict[str, Any]
    later: str | None = None
    why: str | None = None


def references(row: Mapping[str, Any], columns: Iterable[Column]) -> dict[str, set[int]]:
    """The old ids that a row points to, by their entity."""
    found: dict[str, set[int]] = {}
    for column in columns:
        target = target_of(row, column)
        if target is not None:
            found.setdefault(target, set()).update(numbers(row.get(column.name)))
    return found


def target_of(row: Mapping[str, Any], column: Column) -> str | None:
    """The entity that a reference points to in this row."""
    if column.kind == "moved":
        return column.to
    if column.kind == "dynamic":
        return dict(column.tables).get(row.get(column.table, ""))
    return None


def numbers(value: Any) -> list[int]:
    """The ids in a value: one, a list, or none."""
    given = value if isinstance(value, list) else [value]
    return [int(one) for one in given if str(one).isdecimal()]


class Translator:
    """Makes records of the rows of one entity."""

    def __init__(self, entity: str, now: Sequence[Column], later: Sequence[Column], lookups: Lookups) -> None:
        self.entity, self.now, self.later, self.lookups = entity, now, later, lookups

    def record(self, row: Mapping[str, Any], news: News) -> Record:
        """The record, its empty fields with None; fields that the row lacks are left out."""
        values: dict[str, Any] = {}
        why = None
        for column in self.now:
            if column.name not in row and column.named not in row and not column.keys:
                continue
            is_said, value = self._value(column, row, news)
            if is_said:
                values[column.named] = value
            elif column.needed:
                why = why or self._lack(column, row)
        waiting = {
            column.name: row[column.name] for column in self.later if row.get(column.name) not in (None, [])
        }
        return Record(int(row["id"]), values, json.dumps(waiting) if waiting else None, why)

    def _value(self, column: Column, row: Mapping[str, Any], news: News) -> tuple[bool, Any]:
        """Whether a value can be said at the other site, and the value."""
        if column.kind == "plain":
            return True, row[column.name]
        if column.kind == "option":
            return self._named(column, row)
        if column.kind == "key":
            return self._keyed(column, row)
        return linked(column, row, news)

    def _named(self, column: Column, row: Mapping[str, Any]) -> tuple[bool, Any]:
        if row.get(column.name) is not None:
            return False, None  # a number without a name
        names = row.get(column.named)
        there = self.lookups.names.get((self.entity, column.name), frozenset())
        if isinstance(names, list):
            kept = [name for name in names if name in there]
            return bool(kept) or not names, kept
        return names is None or names in there, names

    def _keyed(self, column: Column, row: Mapping[str, Any]) -> tuple[bool, Any]:
        if row.get(column.name) is not None:
            return False, None
        key = key_of(column, row)
        if key is None:
            return True, None
        found = self.lookups.rows.get((column.to or "", key))
        return found is not None, found

    def _lack(self, column: Column, row: Mapping[str, Any]) -> str:
        if column.kind in ("moved", "dynamic"):
            target = target_of(row, column) or row.get(column.table) or "what it points to"
            return f"{column.name}: {target} {row.get(column.name)} did not move"
        value = key_of(column, row) if column.kind == "key" else row.get(column.named, row.get(column.name))
        return f"{column.name}: the other site has no {value!r}"


def linked(column: Column, row: Mapping[str, Any], news: News) -> tuple[bool, Any]:
    """A reference with new ids: whether it can be said, and what it is."""
    value = row.get(column.name)
    if value in (None, "", []):
        return not column.needed, [] if column.many else None
    found = news.get(target_of(row, column) or "", {})
    there = [found[old] for old in numbers(value) if old in found]
    if column.many or isinstance(value, list):
        return bool(there), there
    return bool(there), there[0] if there else None


def key_of(column: Column, row: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What tells the row of a small entity; None where none is pointed to."""
    values = [row.get(path) for path in column.paths]
    if all(value is None for value in values):
        return None
    return tuple("" if value is None else str(value) for value in values)


def digest(values: Any) -> str:
    """A hash of what was written."""
    text = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
