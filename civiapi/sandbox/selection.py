"""What get selects: wildcards expanded, items parsed, rows read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .errors import NotSimulated, SiteError
from .expr import Expr, parse_selected
from .functions import FIELD, FUNCTION, SEPARATOR, STRING
from .render import HiddenField, Typed, render
from .schema import CONTACT_TYPES, SUFFIXES, Entity
from .sources import Sources
from .values import DATE_TYPES, converted, from_stored

Read = Callable[[Any], Any]
NAMES_ONLY = ("Integer", "String", "Text", *DATE_TYPES)


class Item:
    """One member of the result rows: its key, its SQL, and how its stored value is read (None: as it is)."""

    __slots__ = ("expr", "key", "read", "typed")

    def __init__(self, key: str, expr: Expr, typed: Typed, read: Read | None) -> None:
        self.key, self.expr, self.typed, self.read = key, expr, typed, read


def is_pattern(item: str) -> bool:
    return "*" in item and "(" not in item and " " not in item


def expand(sources: Sources, select: list[str]) -> list[str]:
    """The items with wildcards replaced by the fields they match."""
    found: list[str] = []
    for item in select:
        if item == "custom.*":
            found += [name for name, field in sources.main.entity.fields.items() if field.type == "Custom"]
        elif is_pattern(item):
            found += _matching(sources, item)
        else:
            found.append(item)
    return list(dict.fromkeys(found))


def _matching(sources: Sources, pattern: str) -> list[str]:
    prefix, dot, last = pattern.rpartition(".")
    rule = re.compile(".*".join(map(re.escape, last.split("*"))))
    fields = sources.main.entity.fields
    custom = [
        name
        for name in fields
        if dot and name.startswith(f"{prefix}.") and rule.fullmatch(name[len(prefix) + 1 :])
    ]
    if custom:
        return custom
    source = sources.prefixed(prefix) if dot else sources.main
    if source is None:
        return []
    lead = f"{prefix}." if dot else ""
    names = wildcard_names(source.entity, rule)
    if source.bridge is not None:
        names += [name for name in wildcard_names(source.bridge.entity, rule) if name not in names]
    return [lead + name for name in names]


def wildcard_names(entity: Entity, rule: re.Pattern[str]) -> list[str]:
    """The stored fields that match; single-record custom fields have a dot in their names and do not."""
    return [
        name
        for name, field in entity.fields.items()
        if field.stored and "." not in name and rule.fullmatch(name)
    ]


def items(sources: Sources, select: list[str]) -> list[Item]:
    """The selected items; unknown and hidden fields are left out without a word."""
    found: dict[str, Item] = {}
    for text in select:
        expr = parse_selected(text)
        if any(sources.column(path) is None for path in expr.fields):
            continue
        if expr.kind == FIELD and (sources.column(expr.text) or _nothing()).field.type == "Filter":
            continue
        if expr.alias and expr.alias != expr.text and expr.alias in sources.main.entity.fields:
            raise SiteError("Cannot use existing field name as alias")
        try:
            typed = render(sources, expr)
        except HiddenField:
            continue
        found.setdefault(expr.key, Item(expr.key, expr, typed, reader(sources, expr, typed)))
    return list(found.values())


def _nothing() -> Any:
    raise LookupError("a column that was just found")


def reader(sources: Sources, expr: Expr, typed: Typed) -> Read | None:
    """How a stored value of an item becomes its API value."""
    if expr.kind == FUNCTION and expr.function.labels and expr.suffix:
        labels = expr.function.labels
        return lambda value: None if value is None else labels[int(value) - 1]
    if expr.kind == FUNCTION and expr.name == "GROUP_CONCAT":
        is_named = typed.column is not None and typed.column.suffix in SUFFIXES
        if expr.args[2]:  # options are looked up for the whole text (FormattingUtil.php)
            return _named(sources, typed) if is_named else lambda value: value
        return _listed(single_reader(sources, typed), drops=is_named)
    if expr.kind == STRING:
        return lambda value: value
    return single_reader(sources, typed, is_stored=expr.kind == FIELD)


def single_reader(sources: Sources, typed: Typed, *, is_stored: bool = False) -> Read | None:
    """is_stored: the values are those of a column, so that texts are texts already."""
    column = typed.column
    if column is not None and column.suffix:
        return _named(sources, typed)
    data_type, how = typed.data_type, typed.serialize
    if how:
        return lambda value: from_stored(data_type, how, value)
    if is_stored and data_type in NAMES_ONLY and column is not None and column.field.stored:
        return None
    return lambda value: converted(value, data_type)


def _listed(read: Read | None, *, drops: bool = False) -> Read:
    """drops: what is no option is left out."""

    def read_list(value: Any) -> Any:
        if value is None:
            return None
        members = [read(member) if read else member for member in str(value).split(SEPARATOR)]
        return [member for member in members if member is not None] if drops else members

    return read_list


def _named(sources: Sources, typed: Typed) -> Read:
    """Values replaced by the names (labels ...) of their options."""
    column = typed.column
    if column is None:
        raise LookupError("a suffix without a column")
    if column.suffix not in SUFFIXES:
        return lambda value: from_stored(typed.data_type, typed.serialize, value)
    options, field, suffix = sources.call.options, column.field, column.suffix
    names: dict[str, Any] = {}

    def read(value: Any) -> Any:
        if value is not None and not names:
            names.update(options.names(field, suffix))
        raw = from_stored(None, typed.serialize, value)
        if isinstance(raw, list):
            return [names[str(member)] for member in raw if str(member) in names]
        return None if raw is None else names.get(str(raw))

    return read


class Foreign(dict[Any, list[str]]):
    """Contact type => the keys that such contacts do not have, each found when it is first asked for."""

    def __init__(self, sources: Sources, found: list[Item], prefix: str) -> None:
        super().__init__()
        self._sources, self._found, self._prefix = sources, found, prefix

    def __missing__(self, kind: Any) -> list[str]:
        found = self._found if kind in CONTACT_TYPES else []
        self[kind] = [item.key for item in found if _is_foreign(self._sources, item, self._prefix, kind)]
        return self[kind]


def foreign_keys(sources: Sources, found: list[Item]) -> list[tuple[int, Foreign]]:
    """For each contact_type in the rows: its place, and which keys go with which type."""
    removed = []
    for place, item in enumerate(found):
        base = item.key.partition(":")[0]
        column = item.typed.column
        if base.rpartition(".")[2] != "contact_type" or column is None or not column.source.entity.is_contact:
            continue
        removed.append((place, Foreign(sources, found, base[: -len("contact_type")])))
    return removed


def _is_foreign(sources: Sources, item: Item, prefix: str, contact_type: str) -> bool:
    column = item.typed.column
    if column is None or item.expr.kind != FIELD or not item.key.startswith(prefix):
        return False
    own = sources.call.schema.entity(contact_type)
    everything = sources.call.schema.entity("Contact")
    base = item.key[len(prefix) :].partition(":")[0]
    if own is None or everything is None:
        raise NotSimulated("contacts without contact types")
    return base != "contact_type" and base in everything.fields and base not in own.fields
