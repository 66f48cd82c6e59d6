"""What the other site lacks of all that the rows of a source name, and the making of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..errors import ApiCallError, UsageError
from .columns import Column
from .definitions import Definition, definition_of, make
from .source import Source
from .translate import Lookups

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..schema.model import Entity

_TOGETHER = 50
#: What must be there before others can be made.
_FIRST = ("CustomGroup", "CustomField")


@dataclass(frozen=True)
class Missing:
    """What the other site lacks: an option, a row of a small entity, or (``value`` None) a field.

    ``definition`` is what would have to be made; None where that is not known.
    """

    entity: str
    field: str
    value: str | None = None
    definition: Definition | None = None

    def __str__(self) -> str:
        if self.value is None:
            return f"{self.entity} has no custom field {self.field}"
        return f"{self.entity}.{self.field} has no {self.value!r}"


@dataclass
class Survey:
    """What is missing, what there is, the columns that both sites have, and the fields left out."""

    lookups: Lookups = field(default_factory=Lookups)
    missing: list[Missing] = field(default_factory=list)
    columns: dict[str, list[Column]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)


def survey(source: Source, dst: BaseApi) -> Survey:
    """Look for everything that the source's rows name."""
    found = Survey()
    for entity in source.entities:
        there = _there(dst, entity)
        found.columns[entity] = []
        found.left_out[entity] = list(source.left_out.get(entity, ()))
        for column in source.columns[entity]:
            if _has(there, column):
                found.columns[entity].append(column)
                _look_for_values(source, dst, entity, column, found)
            elif column.custom:
                found.missing.append(Missing(entity, column.name, None, custom_field(entity, column)))
            else:
                found.left_out[entity].append(column.name)
    return found


def _there(dst: BaseApi, entity: str) -> Entity:
    try:
        return dst.schema.entity(entity)
    except UsageError as error:
        kind = entity.partition("_")[0]
        first = {"Custom": "; make its custom group there first", "Eck": "; make its entity type there first"}
        raise UsageError(f"the other site: {error.message}{first.get(kind, '')}") from error


def _has(entity: Entity, column: Column) -> bool:
    there = entity.writable.get(column.name)
    return there is not None and (column.kind != "option" or "name" in there.suffixes)


def custom_field(entity: str, column: Column) -> Definition:
    """What stands behind a custom field."""
    if "." in column.name:
        group, _, name = column.name.partition(".")
    else:
        group, name = entity.removeprefix("Custom_"), column.name
    return Definition("CustomField", name, group)


def _look_for_values(source: Source, dst: BaseApi, entity: str, column: Column, found: Survey) -> None:
    if column.kind not in ("option", "key"):
        return
    used = source.values(entity, column)
    numbers = [value[1] for value in used if value[0] is None]
    found.missing += [Missing(entity, column.name, f"number {one}, which has no name") for one in numbers]
    named = {value for value in used if value[0] is not None}
    if column.kind == "option":
        there = frozenset(
            option.name for option in dst.schema.options(entity, column.name) if option.name is not None
        )
        found.lookups.names[entity, column.name] = there
        lacking = sorted(value[0] for value in named if value[0] not in there)
        found.missing += [
            Missing(entity, column.name, name, definition_of(entity, column, name)) for name in lacking
        ]
    else:
        rows = _rows(dst, column, sorted(named))
        found.lookups.rows |= rows
        for key in sorted(named):
            if (column.to or "", key) not in rows:
                simple = Definition(column.to or "", key[0]) if column.keys == ("name",) else None
                found.missing.append(Missing(entity, column.name, ", ".join(key), simple))


def _rows(
    dst: BaseApi, column: Column, keys: Sequence[tuple[str, ...]]
) -> dict[tuple[str, tuple[str, ...]], int]:
    """The ids of small rows by their keys; a key that several rows have counts as none."""
    found: dict[tuple[str, tuple[str, ...]], int] = {}
    several: set[tuple[str, tuple[str, ...]]] = set()
    for start in range(0, len(keys), _TOGETHER):
        branches = [["AND", _clauses(column, key)] for key in keys[start : start + _TOGETHER]]
        params = {"select": ["id", *column.keys], "where": [["OR", branches]]}
        for row in dst(column.to or "", "get", params):
            key = tuple("" if row.get(name) is None else str(row[name]) for name in column.keys)
            place = (column.to or "", key)
            if place in found:
                several.add(place)
            found[place] = row["id"]
    return {place: number for place, number in found.items() if place not in several}


def _clauses(column: Column, key: Sequence[str]) -> list[list[Any]]:
    return [
        [name, "=", part] if part != "" else [name, "IS EMPTY"]
        for name, part in zip(column.keys, key, strict=True)
    ]


def make_all(source: Source, dst: BaseApi, missing: Iterable[Missing]) -> None:
    """Make what is missing at the other site; UsageError where it cannot be made."""
    wanted = {one.definition: one for one in missing if one.definition is not None}
    groups = {
        Definition("CustomGroup", of.group or ""): one
        for of, one in wanted.items()
        if of.entity == "CustomField"
    }
    for of, one in [*groups.items(), *sorted(wanted.items(), key=lambda item: _rank(item[0]))]:
        if of.entity == "CustomGroup" and dst("CustomGroup", "get", {"where": of.where}):
            continue
        row: Mapping[str, Any] | None = source.definition(of)
        if row is None:
            raise UsageError(f"{one}, and the source does not say what it is; add it at the other site")
        try:
            make(dst, of, row)
        except ApiCallError as error:
            raise UsageError(f"{one}, and it cannot be made: {error.message}; add it there") from error


def _rank(of: Definition) -> tuple[int, str]:
    return (_FIRST.index(of.entity) if of.entity in _FIRST else len(_FIRST), of.key)


def refusal(missing: Sequence[Missing], name: str) -> UsageError:
    """One line that says what is missing, and what to do."""
    shown = "; ".join(str(one) for one in missing[:10])
    more = f" and {len(missing) - 10} more" if len(missing) > 10 else ""
    return UsageError(
        f"{name} lacks what the records have: {shown}{more}; add it there, or give missing='create' or 'skip'"
    )
