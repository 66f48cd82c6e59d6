"""What differs between two schemas: of two sites, or of one site today and last month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from ..errors import UsageError
from .model import Entity, Field, Option, Schema

#: The members of a field that are compared: not the ids of the one site.
_COMPARED = [one.name for one in fields(Field) if one.name not in {"name", "options", "custom_id"}]

_OF_ENTITIES = ("label", "type", "primary_key", "label_field", "match_fields", "search_fields")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``what`` is entity, field, action or option, or the member of one that changed.

    ``place`` is where: "Contact", "Contact.gender_id", "Contact.gender_id (new record)".  ``old`` is None for
    what was added and ``new`` for what was removed; else they are the two values.
    """

    what: str
    place: str
    old: Any = None
    new: Any = None

    def __str__(self) -> str:
        if self.what in ("entity", "field", "action"):
            return f"{'+' if self.old is None else '-'} {self.what} {self.place}"
        if self.what == "option" and (self.old is None or self.new is None):
            return f"{'+' if self.old is None else '-'} option {self.place}: {_shown(self.old or self.new)}"
        return f"~ {self.what} {self.place}: {_shown(self.old)} -> {_shown(self.new)}"


@dataclass(frozen=True, slots=True)
class Difference:
    """All changes from one schema to another; false where there are none, readable text with str()."""

    added: tuple[Change, ...] = ()
    removed: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def __iter__(self) -> Iterator[Change]:
        yield from sorted([*self.added, *self.removed, *self.changed], key=lambda one: one.place)

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "no difference"


def diff(a: Schema, b: Schema) -> Difference:
    """What b has otherwise than a: entities, fields, actions, options added, removed, changed.

    An entity that one of the two does not describe, or not to this user, is compared by name alone.
    """
    if not (isinstance(a, Schema) and isinstance(b, Schema)):
        raise UsageError("diff takes two Schema, such as api.schema.load() gives")
    if a.version != b.version:
        raise UsageError(
            f"a schema of APIv{a.version} and one of APIv{b.version} have other names throughout"
        )
    changes = list(_named("entity", "", a.entities, b.entities))
    for name in a.entities.keys() & b.entities.keys():
        old, new = a.entities[name], b.entities[name]
        if old is not new and all(one.complete and one.refused is None for one in (old, new)):
            changes += _of_entity(old, new)
    kinds: dict[str, list[Change]] = {"added": [], "removed": [], "changed": []}
    for change in sorted(changes, key=lambda one: (one.place, one.what, str(one.old or one.new))):
        kinds[_kind(change)].append(change)
    return Difference(*(tuple(found) for found in kinds.values()))


def _kind(change: Change) -> str:
    if change.what not in ("entity", "field", "action", "option") or None not in (change.old, change.new):
        return "changed"
    return "added" if change.old is None else "removed"


def _named(what: str, prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """What is in one of the two alone, by name."""
    yield from (Change(what, prefix + name, old[name], None) for name in old if name not in new)
    yield from (Change(what, prefix + name, None, new[name]) for name in new if name not in old)


def _of_entity(old: Entity, new: Entity) -> Iterator[Change]:
    prefix = f"{new.name}."
    yield from _members(new.name, old, new, _OF_ENTITIES)
    before = {one.name: one for one in old.each_field()}
    after = {one.name: one for one in new.each_field()}
    yield from _named("field", prefix, before, after)
    yield from _named("action", prefix, old.actions, new.actions)
    for name in before.keys() & after.keys():
        yield from _of_field(f"{prefix}{name}", before[name], after[name])
        if name in old.writable and name in new.writable:
            told = list(_of_field(name, before[name], after[name]))
            place = f"{prefix}{name} (new record)"
            for change in _of_field(name, old.writable[name], new.writable[name]):
                if change not in told:
                    yield Change(change.what, place, change.old, change.new)


def _of_field(place: str, old: Field, new: Field) -> Iterator[Change]:
    yield from _members(place, old, new, _COMPARED)
    yield from _of_options(place, old.options or (), new.options or ())


def _members(place: str, old: Any, new: Any, names: Iterable[str]) -> Iterator[Change]:
    for name in names:
        if getattr(old, name) != getattr(new, name):
            yield Change(name, place, getattr(old, name), getattr(new, name))


def _of_options(place: str, old: Iterable[Option], new: Iterable[Option]) -> Iterator[Change]:
    before, after = {one.id: one for one in old}, {one.id: one for one in new}
    for number in {**before, **after}:
        if before.get(number) != after.get(number):
            yield Change("option", place, before.get(number), after.get(number))


def _shown(value: Any) -> str:
    if isinstance(value, Option):
        return f"{value.id!r} {value.label!r}"
    return "none" if value is None else repr(value)
