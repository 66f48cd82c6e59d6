"""One look at a call: what is known of the site, and what was found wrong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from ..schema.model import Entity, Field, Option, Schema
from ..schema.nearest import nearest, unknown

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
        found = self.find(path)
        if isinstance(found, list):
            self.look.say(self._unknown(found, path))
            return None
        return None if found is True else found

    def find(self, path: str) -> Field | Literal[True] | list[str]:
        """The field; True where nobody can tell, else the names that there are."""
        own = self._found(self.entity, path)
        if own is not None:
            return own
        alias, dot, rest = path.partition(".")
        return self._joined(alias, rest) if dot and alias in self.joins else self._through(self.entity, path)

    def _joined(self, alias: str, path: str) -> Field | Literal[True] | list[str]:
        """A field of a joined entity, or of the bridge to it."""
        names: list[str] = []
        for name in self.joins[alias]:
            entity = self.look.entity(name)
            if entity is None:
                return True
            found = self._found(entity, path) or self._through(entity, path)
            if not isinstance(found, list):
                return found
            names += [f"{alias}.{one}" for one in entity.fields]
        return names

    @staticmethod
    def _found(entity: Entity, path: str) -> Field | None:
        return entity.fields.get(path) or entity.writable.get(path)

    def _through(self, entity: Entity, path: str) -> Field | Literal[True] | list[str]:
        """A field through references."""
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
            return [f"{head}.{name}" for name in found] if isinstance(found, list) else found
        if path.startswith(_LOCATIONS) and "." in path and "email_primary" in entity.fields:
            return True
        return [*entity.fields, *entity.writable]

    def _unknown(self, names: Iterable[str], path: str) -> str:
        custom = _CUSTOM.fullmatch(path)
        for field in self.entity.each_field() if custom and self.look.schema.version == 4 else ():
            if custom and field.custom_id == int(custom[1]):
                return f"no field {path!r} on {self.entity.name}; did you mean {field.name}?"
        joined = self.joins.get(path.partition(".")[0])
        get = self.entity.actions.get("get")
        if get is not None and "." not in path and nearest(path, names) is None:
            names = get.params  # a keyword that is none of them is taken for a field
        return unknown("field", path, names, f"the join of {joined[0]}" if joined else self.entity.name)


def plain(item: Any) -> tuple[str, str] | None:
    """(path, suffix) of what is the name of a field; None for an expression."""
    if not isinstance(item, str) or not PLAIN.fullmatch(item) or item in _LITERALS:
        return None
    path, _, suffix = item.partition(":")
    return path, suffix
