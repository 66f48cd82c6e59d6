"""Finding things in a schema.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any

from ..errors import UsageError
from .model import Entity, Field, Option, Reference, Schema
from .nearest import unknown

#: Actions that take the fields of a new record.
_WRITES = frozenset({"create", "save", "replace", "update"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ``kind`` is entity, field, action or option, ``field`` the field or action."""

    kind: str
    entity: str
    field: str | None
    label: str

    def __str__(self) -> str:
        place = self.entity if self.field is None else f"{self.entity}.{self.field}"
        return f"{self.kind} {place}: {self.label}"


def entity_name(schema: Schema, name: str) -> str:
    """The name as the site writes it: APIv3 takes any case, and underscores."""
    if schema.version == 4 or name in schema.entities:
        return name
    wanted = name.replace("_", "").lower()
    return next((one for one in schema.entities if one.lower() == wanted), name)


def fields_for(entity: Entity, action: str) -> Mapping[str, Field]:
    """The fields that an action has: an update requires none, and has no defaults."""
    if action == "update":
        return {
            name: replace(field, required=False, required_if=None, default=None)
            for name, field in entity.writable.items()
        }
    return entity.writable if action in _WRITES else entity.fields


def asked_fields(entity: Entity, action: str) -> Mapping[str, Field]:
    """As fields_for; UsageError for an action that there is not.  Not all of APIv3's get... are told."""
    if entity.actions and not (action in entity.actions or action in _WRITES or action.startswith("get")):
        raise UsageError(unknown("action", action, entity.actions, entity.name))
    return fields_for(entity, action)


def field_of(entity: Entity, name: str) -> Field:
    """A field by its name or another that it has, with or without a suffix; UsageError for none."""
    plain = name.partition(":")[0]
    found = entity.fields.get(plain) or entity.writable.get(plain)
    if found is None:
        found = next((field for field in entity.each_field() if plain in field.aliases), None)
    if found is None:
        raise UsageError(unknown("field", name, [field.name for field in entity.each_field()], entity.name))
    return found


def option_of(place: str, options: tuple[Option, ...], by: str, wanted: Any) -> Option:
    """The one option whose id, name or label that is, exactly or but for the case of letters and HTML."""
    if not options:
        raise UsageError(f"{place} has no options")
    texts = [(option, str(getattr(option, by))) for option in options]
    found = [option for option, text in texts if text == str(wanted)]
    found = found or [option for option, text in texts if _folded(text) == _folded(str(wanted))]
    if not found:
        raise UsageError(unknown(f"option with {by}", str(wanted), [text for _, text in texts], place))
    if len(found) > 1:
        ids = ", ".join(str(option.id) for option in found)
        raise UsageError(f"{place} has {len(found)} options with {by} {wanted!r} (ids {ids}); give id=")
    return found[0]


def _folded(text: str) -> str:
    """A text to be compared: CiviCRM keeps some labels as HTML, ``&lt;`` for "<"."""
    return unescape(text).casefold()


def references_of(entity: Entity) -> Iterator[Reference]:
    """Which fields of an entity point to which others."""
    for field in entity.each_field():
        for target in (field.fk_entity, *field.fk_entities):
            if target:
                yield Reference(entity.name, field.name, target)


def search(schema: Schema, text: str) -> Iterator[Found]:
    """What has all the words of a text in its name or label, entity by entity."""
    words = text.casefold().split()

    def has(*texts: str | None) -> bool:
        whole = " ".join(filter(None, texts)).casefold()
        return all(word in whole for word in words)

    if not words:
        return
    for name, entity in schema.entities.items():
        if has(name, entity.label):
            yield Found("entity", name, None, entity.label)
        for field in entity.each_field():
            if has(field.name, field.label):
                yield Found("field", name, field.name, field.label)
            for option in field.options or ():
                if has(option.name, option.label):
                    yield Found("option", name, field.name, option.label)
        yield from (Found("action", name, action, action) for action in entity.actions if has(action))
