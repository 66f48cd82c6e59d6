"""What a site's schema says of the columns that a reading call gives."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import ApiError, UsageError
from .flows import Flow
from .table import Fields


def described(api: Any, entity: str, params: Mapping[str, Any]) -> Flow[Fields | None]:
    """The fields of an entity, and those that params select of joined ones, by the names that rows have.

    None where the site does not describe them to this user, or the api has no schema: their values must tell.
    """
    schema = getattr(api, "schema", None)
    if schema is None:
        return None
    try:
        found = dict((yield from schema.asked(entity)).fields)
        joined = dict(map(_alias, params.get("join") or ()))
        for name in map(_plain, params.get("select") or ()):
            if name not in found and "." in name:
                field = yield from _field(schema, found, joined, name)
                if field is not None:
                    found[name] = field
    except (ApiError, UsageError):  # what it may not know it does without; a site out of reach is an error
        return None
    return found


def _field(schema: Any, fields: Mapping[str, Any], joined: Mapping[str, str], name: str) -> Flow[Any]:
    """The field that a path leads to, from join to join: ``alias.field``, ``employer_id.Group.Field``."""
    words = name.split(".")
    for end in range(1, len(words)):
        head, rest = ".".join(words[:end]), ".".join(words[end:])
        entity = joined.get(head) or (fields[head].fk_entity if head in fields else None)
        if entity:
            beyond = (yield from schema.asked(entity)).fields
            return beyond.get(rest) or (yield from _field(schema, beyond, {}, rest))
    return None


def _plain(selected: Any) -> str:
    """A name that was selected without its suffix; "" for what is no plain name."""
    text = selected if isinstance(selected, str) else ""
    return "" if any(sign in text for sign in "(* ") else text.partition(":")[0]


def _alias(join: Any) -> tuple[str, str]:
    """The alias of a join, and the entity."""
    entity, _, alias = str(join[0]).partition(" AS ")
    return alias or entity.lower(), entity
