"""One look at a call: what is known of the site, and what was found wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..schema.model import Entity, Field, Option, Schema
from ..schema.nearest import unknown

#: What could be the name of a field, with a suffix behind it; anything else is an expression.
PLAIN = re.compile(r"[A-Za-z_][\w-]*(\.[\w-]+)*(:\w+)?")
_LITERALS = frozenset({"TRUE", "FALSE", "NULL"})
_CUSTOM = re.compile(r"custom_(\d+)")
#: Contacts have joins of these beginnings (email_primary, address_billing ...).
_LOCATIONS = ("address_", "email_", "phone_", "im_")


#: (entity, field)
Key = tuple[str, str]


class Look:
    """Collects faults, and what should be known for a closer look.

    ``missing`` are entities, ``unnamed`` fields of APIv3 whose options' names it does not tell by itself;
    ``named`` are the options of those that were asked for.
    """

    def __init__(self, schema: Schema, named: Mapping[Key, tuple[Option, ...]] | None = None) -> None:
        self.schema = schema
        self.named = named or {}
        self.unnamed: dict[Key, None] = {}
        self.faults: list[str] = []
        self.missing: dict[str, None] = {}
        self.seen: dict[str, None] = {}

    def say(self, fault: str | None) -> None:
        """Note a fault, once."""
        if fault and fault not in self.faults:
            self.faults.append(fault)

    def entity(self, name: str) -> Entity | None:
        """An entity that is described; None where it is not (yet, or to this user)."""
        found = self.schema.entities.get(name)
        self.seen[name] = None
        if found is None:
            return None
        if not found.complete:
            self.missing[name] = None
            return None
        return None if found.refused is not None else found

    def with_names(self, entity: Entity, field: Field, value: Any) -> Field:
        """The field with names of its options, where a value may be one of them."""
        if field.options is None or field.options[0].name is not None:
            return field
        members = value if isinstance(value, list) else [value]
        ids = {str(option.id) for option in field.options}
        if all(not isinstance(one, str) or one in ids for one in members):
            return field
        key = (entity.name, field.name)
        if key not in self.named:
            self.unnamed[key] = None
            return field
        return replace(field, options=self.named[key])


class Scope:
    """The names that a call may use: its entity's, and those of its joins."""

    def __init__(
        self, look: Look, entity: Entity, joins: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.look, self.entity = look, entity
        self.joins = joins or {}

    def field(self, path: str) -> Field | None:
        """The field that a path (``name``, ``fk_id.name``, ``alias.name``) leads to.

        Notes a fault where there is none, and gives None then, or where nobody can tell.
        """
        own = self._found(self.entity, path)
        if own is not None:
            return own
        alias, dot, rest = path.partition(".")
        if dot and alias in self.joins:
            return self._joined(alias, rest, path)
        return self._said(self._through(self.entity, path), path)

    def _joined(self, alias: str, rest: str, path: str) -> Field | None:
        """A field of a joined entity, or of the bridge to it."""
        entities = [self.look.entity(name) for name in self.joins[alias]]
        known = [entity for entity in entities if entity is not None]
        for entity in known:
            found = self._found(entity, rest) or self._through(entity, rest)
            if isinstance(found, Field) or found is True:
                return found if isinstance(found, Field) else None
        if len(known) == len(entities):
            names = [f"{alias}.{name}" for entity in known for name in entity.fields]
            self.look.say(unknown("field", path, names, f"the join of {known[0].name}"))
        return None

    @staticmethod
    def _found(entity: Entity, path: str) -> Field | None:
        return entity.fields.get(path) or entity.writable.get(path)

    def _through(self, entity: Entity, path: str) -> Field | bool | list[str]:
        """A field through references; True where nobody can tell, else the names that there are."""
        parts = path.split(".")
        for length in range(len(parts) - 1, 0, -1):
            head, rest = ".".join(parts[:length]), ".".join(parts[length:])
            field = self._found(entity, head)
            if field is None:
                continue
            if field.fk_entities or (field.fk_entity is None and field.type == "Extra"):
                return True
            if field.fk_entity is None:
                break
            target = self.look.entity(field.fk_entity)
            if target is None or not target.fields:
                return True
            found = self._found(target, rest) or self._through(target, rest)
            return [f"{head}.{name}" for name in target.fields] if isinstance(found, list) else found
        if path.startswith(_LOCATIONS) and "." in path and "email_primary" in entity.fields:
            return True
        return [*entity.fields, *entity.writable]

    def _said(self, found: Field | bool | list[str], path: str) -> Field | None:
        if isinstance(found, list):
            self.look.say(self._unknown(found, path))
        return found if isinstance(found, Field) else None

    def _unknown(self, names: Iterable[str], path: str) -> str:
        custom = _CUSTOM.fullmatch(path)
        for field in self.entity.each_field() if custom and self.look.schema.version == 4 else ():
            if custom and field.custom_id == int(custom[1]):
                return f"no field {path!r} on {self.entity.name}; did you mean {field.name}?"
        return unknown("field", path, names, self.entity.name)


def plain(item: Any) -> tuple[str, str] | None:
    """(path, suffix) of what is the name of a field; None for an expression."""
    if not isinstance(item, str) or not PLAIN.fullmatch(item) or item in _LITERALS:
        return None
    path, _, suffix = item.partition(":")
    return path, suffix
