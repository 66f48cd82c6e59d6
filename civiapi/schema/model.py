"""What a site says of itself, as values: entities, their fields, actions and options.

Both versions of the API become the same objects.  All are frozen; whoever keeps one may share it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any

#: The types of fields, in the words of APIv4.
DATA_TYPES = frozenset("Array Boolean Date Float Integer Money String Text Timestamp".split())


def _told(one: Any) -> str:
    """A value as a call that makes it, without what is as usual."""
    members = ((each, getattr(one, each.name)) for each in fields(one))
    said = [
        f"{each.name}={value!r}"
        for each, value in members
        if each.default is MISSING or value != each.default
    ]
    return f"{type(one).__name__}({', '.join(said)})"


@dataclass(frozen=True, slots=True)
class Option:
    """One value that a field may have: ``id`` is what is stored.

    ``name`` is None where the site was not asked for it, as APIv3 tells ids and labels alone.
    """

    id: int | str
    name: str | None
    label: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field, as it is read or (in Entity.writable) as a new record takes it.

    ``type`` is Field, Custom, Extra (worked out) or Filter (for conditions only).  ``options`` is None
    where there are none, and where ``has_options`` says that the list is longer than is kept, or not told.
    ``get`` and ``create`` say which actions have the field.  ``aliases`` are other names that APIv3 takes.
    """

    name: str
    type: str = "Field"
    data_type: str | None = None
    label: str = ""
    required: bool = False
    required_if: str | None = None
    default: Any = None
    readonly: bool = False
    nullable: bool = True
    fk_entity: str | None = None
    fk_entities: tuple[str, ...] = ()
    """Where another field decides which entity this one points to: all that it may be."""
    options: tuple[Option, ...] | None = None
    has_options: bool = False
    operators: tuple[str, ...] | None = None
    """The operators that a condition on it takes; None: all."""
    suffixes: tuple[str, ...] = ()
    serialize: int | None = None
    maxlength: int | None = None
    input_type: str | None = None
    custom: bool = False
    custom_id: int | None = None
    aliases: tuple[str, ...] = ()
    get: bool = True
    create: bool = True

    def __repr__(self) -> str:
        return _told(self)


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of an action; ``types`` are PHP's names (bool int string array ...), empty: any."""

    name: str
    types: tuple[str, ...] = ()
    required: bool = False
    default: Any = None
    options: tuple[Any, ...] | None = None

    def __repr__(self) -> str:
        return _told(self)


@dataclass(frozen=True, slots=True)
class Action:
    """An action of an entity.  APIv3 does not tell the params of its actions."""

    name: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity.  One that is not ``complete`` is known by name: what stands below was not asked for yet.

    ``fields`` are those of get, ``writable`` those of create, with required and default as for a new
    record.  ``refused`` is what the site said where it does not describe the entity to this user; then there
    are no fields, and where it tells no actions there are none of these.
    """

    name: str
    type: tuple[str, ...] = ()
    label: str = ""
    primary_key: tuple[str, ...] = ("id",)
    label_field: str | None = None
    match_fields: tuple[str, ...] = ()
    search_fields: tuple[str, ...] = ()
    table: str | None = None
    unique_keys: tuple[frozenset[str], ...] = ()
    """Sets of fields that no two records share; the primary key is the first."""
    complete: bool = False
    refused: str | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)
    writable: Mapping[str, Field] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)

    def __repr__(self) -> str:
        known = f"{len(self.fields)} fields, {len(self.actions)} actions"
        return f"<Entity {self.name}: {known if self.complete else 'known by name'}>"

    def each_field(self) -> Iterator[Field]:
        """All fields, those of get and those of create alone."""
        yield from self.fields.values()
        yield from (one for name, one in self.writable.items() if name not in self.fields)


@dataclass(frozen=True, slots=True)
class CustomGroup:
    """A group of custom fields; ``entity`` is its own entity of APIv4 (``Custom_...``) where a record may
    have many.  A group that is switched off has none, and no entity has its fields.

    ``fields`` are the fields in use: their names in the group, and their ids.  ``{"Colour": 1}`` is
    ``Group.Colour`` in APIv4 and ``custom_1`` in APIv3.
    """

    id: int
    name: str
    title: str
    extends: str
    is_multiple: bool = False
    is_active: bool = True
    entity: str | None = None
    fields: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """That a field of an entity points to records of another."""

    entity: str
    field: str
    to: str


@dataclass(frozen=True, slots=True)
class Schema:
    """What is known of a site: ``user`` is the contact who asked, ``civicrm`` the version of CiviCRM.

    ``custom_groups`` is None where the user may not read them; ``fetched`` is the time (seconds since 1970)
    at which the oldest part of it was asked for.  ``refused`` is what a site said that describes nothing to
    this user.
    """

    version: int
    entities: Mapping[str, Entity] = field(default_factory=dict)
    site: str = ""
    user: int | None = None
    civicrm: str | None = None
    custom_groups: tuple[CustomGroup, ...] | None = None
    fetched: float = 0.0
    refused: str | None = None

    def __repr__(self) -> str:
        return f"<Schema of {self.site or 'a site'}, APIv{self.version}: {len(self.entities)} entities>"

    def is_complete(self) -> bool:
        """Whether all entities are described, and none known by name alone."""
        return bool(self.entities) and all(entity.complete for entity in self.entities.values())

    def to_json(self) -> str:
        """The schema as text, to be kept; ``from_json`` reads it."""
        from .text import dumps

        return dumps(self)

    @classmethod
    def from_json(cls, text: str | bytes | Mapping[str, Any]) -> Schema:
        """The schema in such a text (or in its decoded JSON); UsageError where it is none."""
        from .text import loads

        return loads(text)
