"""What ``api.schema`` is: a site's own description, fetched on first need and kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import PermissionDenied, UsageError
from ..flows import Flow
from . import cache, fetch, lookup
from .cache import write_whole
from .model import Action, CustomGroup, Entity, Field, Option, Reference, Schema
from .nearest import unknown

if TYPE_CHECKING:
    from ..base import BaseApi

T = TypeVar("T")
#: What other parts of this package use, and nobody has to see behind the tab key.
_INNER = frozenset({"again", "asked", "confirmed", "named", "with_names"})
#: What a schema may be given as: an object, a file that ``save`` wrote, or the JSON in such a file.
Given = Schema | str | Path | Mapping[str, Any] | None


class SiteSchema:
    """What a site says of itself: its entities, and their fields, actions and options.

    Each method asks the site for what is not known yet: one entity, or everything where it takes that (at
    most some five requests).  What was read is kept in memory and on disk.  UsageError names what there is
    none of and the nearest name; PermissionDenied where the site describes nothing to this user.  On an
    async api what a method gives is awaited, but for ``loaded``, ``refresh`` and ``is_given``.
    """

    def __init__(self, api: BaseApi, given: Given = None, ttl: float | None = None) -> None:
        self._api = api
        self._version = api.VERSION.NUMBER
        self._given = as_schema(given, self._version)
        self._site, self._identity = cache.owner(api._backend)
        self._ttl = _seconds(ttl)
        self.named: dict[tuple[str, str], tuple[Option, ...]] = {}  # APIv3's, as asked for
        self.confirmed: dict[str, float] = {}  # entity => when it was asked for again
        self._shelf = cache.shelf(self._site, self._version, self._identity)

    def __dir__(self) -> list[str]:
        return sorted(set(super().__dir__()) - _INNER)

    # ---- without a request

    @property
    def is_given(self) -> bool:
        """Whether the schema was given with ``schema=``, so that the site is never asked."""
        return self._given is not None

    @property
    def known(self) -> Schema | None:
        """All that is known now, in memory or on disk; never a request."""
        return self._given if self._given is not None else self._shelf.get(self._seconds())

    def loaded(self, entity: str) -> Entity | None:
        """An entity, if its description is at hand; never a request."""
        known = self.known
        found = known.entities.get(lookup.entity_name(known, entity)) if known is not None else None
        return found if found is not None and found.complete and found.refused is None else None

    def refresh(self) -> None:
        """Believe nothing any more that was read up to now; what is asked next is read anew."""
        if self._given is not None:
            raise UsageError("this schema was given with schema=; there is nothing to refresh it from")
        cache.mark(self._site, self._identity)

    def _seconds(self) -> float:
        if self._ttl is not None:
            return self._ttl
        return cache.INTERACTIVE if cache.is_interactive() else cache.SCRIPT

    # ---- one entity

    def entity(self, name: str) -> Entity:
        """An entity with all its fields and actions."""
        return self._api._run(self.asked(name))

    def actions(self, entity: str) -> Mapping[str, Action]:
        """The actions of an entity that this user may run (APIv3: all), by name."""
        return self._api._run(self._of(entity, lambda found: found.actions))

    def fields(self, entity: str, action: str = "get") -> Mapping[str, Field]:
        """The fields that an action has, by name; required and default are those of that action."""
        return self._api._run(self._of(entity, lambda found: lookup.asked_fields(found, action)))

    def unique_keys(self, entity: str) -> tuple[frozenset[str], ...]:
        """Sets of fields that no two records share, the primary key first."""
        return self._api._run(self._of(entity, lambda found: found.unique_keys))

    def options(self, entity: str, field: str) -> tuple[Option, ...]:
        """A field's options, however many; empty where it has none."""
        return self._api._run(self._options(entity, field))

    def option(
        self, entity: str, field: str, *, id: Any = None, name: str | None = None, label: str | None = None
    ) -> Option:
        """The one option with this id, name or label, in any case; UsageError where there is none."""
        wanted = [
            (by, value) for by, value in (("id", id), ("name", name), ("label", label)) if value is not None
        ]
        if len(wanted) != 1:
            raise UsageError("give one of id=, name= and label=")
        return self._api._run(self._option(entity, field, *wanted[0]))

    # ---- the whole site

    def entities(self) -> Mapping[str, Entity]:
        """All entities by name; what is inside is there only of those that are ``complete``."""
        return self._api._run(self._entities())

    def custom_groups(self) -> tuple[CustomGroup, ...]:
        """The groups of custom fields, with the ids of their fields."""
        return self._api._run(self._custom_groups())

    def references(self, entity: str | None = None) -> tuple[Reference, ...]:
        """Which field points to which entity: those of one entity, or of all."""
        return self._api._run(self._references(entity))

    def search(self, text: str) -> tuple[lookup.Found, ...]:
        """The entities, fields, actions and options whose name or label has all these words in it."""
        return self._api._run(self._search(text))

    def load(self) -> Schema:
        """Everything, as one value: to be compared, or kept."""
        return self._api._run(self._load())

    def save(self, path: str | Path) -> Path:
        """Write everything to a file, for ``schema=path``; gives the path."""
        return self._api._run(self._save(Path(path)))

    # ---- as flows

    def asked(self, name: str) -> Flow[Entity]:
        """An entity, as a flow that may be part of others: at most one request."""
        schema = self._enough(lambda known: _described(known, name))
        if schema is None or not _described(schema, name):
            self._refuse_given(schema, name)
            schema = yield from self._fetched(schema, fetch.one, name)
        self._refuse_untold(schema)
        found = schema.entities.get(lookup.entity_name(schema, name))
        if found is None:
            raise UsageError(unknown("entity", name, schema.entities))
        if found.refused is not None:
            raise PermissionDenied(f"{self._whose} does not describe {name} to this user: {found.refused}")
        return found

    def again(self, name: str) -> Flow[Schema]:
        """As asked, whatever is known already: one request, which tells the names of all entities as well."""
        return self._fetched(None, fetch.one, name)

    def with_names(self, entity: str, field: str) -> Flow[tuple[Option, ...]]:
        """A field's options in APIv3 with their names, as a flow; asked for once."""
        if (entity, field) not in self.named:
            found = yield from self.asked(entity)
            wanted = found.writable.get(field) or found.fields[field]
            self.named[entity, field] = yield from fetch.named(entity, wanted, wanted.options or ())
        return self.named[entity, field]

    def _of(self, name: str, part: Callable[[Entity], T]) -> Flow[T]:
        return part((yield from self.asked(name)))

    def _named(self) -> Flow[Schema]:
        """At least the names."""
        schema = self._enough(lambda known: True)
        if schema is None:
            schema = yield from self._fetched(None, fetch.names)
        self._refuse_untold(schema)
        return schema

    def _load(self) -> Flow[Schema]:
        schema = self._enough(Schema.is_complete)
        if (schema is None or not schema.is_complete()) and self._given is None:
            schema = yield from self._fetched(schema, fetch.everything)
        self._refuse_untold(schema or Schema(self._version))
        return schema or Schema(self._version)

    def _enough(self, is_enough: Callable[[Schema], bool]) -> Schema | None:
        """What is known; where that is not enough, what other processes have found meanwhile too."""
        known = self.known
        if self._given is None and known is not None and not is_enough(known):
            known = self._shelf.reread(self._seconds())
        return known

    def _fetched(self, schema: Schema | None, how: Callable[..., Flow[Schema]], *names: str) -> Flow[Schema]:
        """What a flow of fetch finds, kept; the time is that before it asked."""
        started = time.time()
        found = yield from how(self._version, schema, *names)
        if schema is None:
            found = replace(found, site=self._site, fetched=started)
        return self._shelf.put(found, self._seconds())

    def _refuse_given(self, schema: Schema | None, name: str) -> None:
        """UsageError for what cannot be asked for: the schema was given, or knows that there is none."""
        if schema is None or schema.refused is not None:
            return
        if lookup.entity_name(schema, name) not in schema.entities:
            raise UsageError(unknown("entity", name, schema.entities))
        if self._given is not None:
            raise UsageError(
                f"the schema that was given does not describe {name}; save it with schema.save(path)"
            )

    def _refuse_untold(self, schema: Schema) -> None:
        if schema.refused is not None:
            raise PermissionDenied(f"{self._whose} does not describe itself to this user: {schema.refused}")

    @property
    def _whose(self) -> str:
        return self._site or "the site"

    def _entities(self) -> Flow[Mapping[str, Entity]]:
        return (yield from self._named()).entities

    def _custom_groups(self) -> Flow[tuple[CustomGroup, ...]]:
        groups = (yield from self._named()).custom_groups
        if groups is None:
            raise PermissionDenied(f"{self._whose} does not tell its custom groups to this user")
        return groups

    def _references(self, entity: str | None) -> Flow[tuple[Reference, ...]]:
        if entity is not None:
            return tuple(lookup.references_of((yield from self.asked(entity))))
        schema = yield from self._load()
        return tuple(one for found in schema.entities.values() for one in lookup.references_of(found))

    def _search(self, text: str) -> Flow[tuple[lookup.Found, ...]]:
        return tuple(lookup.search((yield from self._load()), text))

    def _save(self, path: Path) -> Flow[Path]:
        text = (yield from self._load()).to_json()
        try:
            write_whole(path, text)
        except OSError as error:
            raise UsageError(f"the schema cannot be written to {path}: {error.strerror}") from error
        return path

    def _options(self, entity: str, field: str) -> Flow[tuple[Option, ...]]:
        found = yield from self.asked(entity)
        wanted = lookup.field_of(found, field)
        if wanted.options is not None or not wanted.has_options:
            return wanted.options or ()
        if self._given is not None:
            raise UsageError(f"the options of {entity}.{field} are too many to be kept; ask the site")
        return (yield from fetch.options(self._version, found.name, wanted))

    def _option(self, entity: str, field: str, by: str, value: Any) -> Flow[Option]:
        options = yield from self._options(entity, field)
        if by == "name" and self._version == 3 and self._given is None:
            wanted = lookup.field_of((yield from self.asked(entity)), field)
            options = yield from fetch.named(entity, wanted, options)
        return lookup.option_of(f"{entity}.{field}", options, by, value)

    def __repr__(self) -> str:
        known = self.known
        count = 0 if known is None else sum(one.complete for one in known.entities.values())
        return f"<schema of {self._whose}, {count} entities read>"


def _described(schema: Schema, name: str) -> bool:
    """Whether there is nothing more to be asked about an entity."""
    found = schema.entities.get(lookup.entity_name(schema, name))
    return schema.refused is not None or (found is not None and found.complete)


def _seconds(ttl: Any) -> float | None:
    if ttl is None or (isinstance(ttl, int | float) and ttl >= 0):
        return ttl
    raise UsageError(f"schema_ttl is a number of seconds, not {ttl!r}")


def as_schema(given: Given, version: int) -> Schema | None:
    """A schema as it may be given; UsageError where it is none, or of another version of the API."""
    if given is None:
        return None
    if isinstance(given, str | Path):
        try:
            given = Schema.from_json(Path(given).read_bytes())
        except OSError as error:
            raise UsageError(f"the schema {given} cannot be read: {error.strerror}") from error
        except UsageError as error:
            raise UsageError(f"{given}: {error.message}") from error
    schema = given if isinstance(given, Schema) else Schema.from_json(given)
    if schema.version != version:
        raise UsageError(f"this is a schema of APIv{schema.version}, and an api of APIv{version}")
    return schema
