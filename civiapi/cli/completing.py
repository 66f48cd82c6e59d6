"""What a word may become when somebody presses the tab key.

It comes from the schema that is kept of the site, however old, and never from a request; where nothing is
kept, entities and actions are those of a stock CiviCRM.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from .options import chosen

if TYPE_CHECKING:
    from ..schema.model import Schema

Items = list[CompletionItem]


def _known(ctx: click.Context) -> tuple[int, Schema | None]:
    """The version of the API, and what is kept of the site; nothing where the options mean no site."""
    from ..errors import ApiCallError
    from ..schema.cache import newest
    from .sites import known

    try:
        site, version = known(chosen(ctx))
    except (ApiCallError, click.UsageError):
        return 4, None
    return version, newest(site, version)


def sites(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Sites by their names."""
    from ..config import load
    from ..errors import UsageError

    try:
        return _begun(load().names, incomplete)
    except UsageError:  # a file that cannot be read
        return []


def entities(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> Items:
    """Entities."""
    version, schema = _known(ctx)
    return _begun(_entities(version, schema), incomplete)


def calls(ctx: click.Context, incomplete: str) -> Items:
    """Entity.action; where several entities may be meant, they alone."""
    entity, dot, _ = incomplete.partition(".")
    version, schema = _known(ctx)
    names = [name for name in _entities(version, schema) if name.startswith(entity)]
    if dot or len(names) == 1:
        entity = entity if dot else names[0]
        return _begun([f"{entity}.{one}" for one in _actions(version, schema, entity)], incomplete)
    return [CompletionItem(f"{name}.") for name in names]


def fields(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """Fields of the entity that the command is about, also behind a comma."""
    _, schema = _known(ctx)
    # before an option that still lacks its value click leaves the words where they were
    entity = ctx.params.get("entity") or next(iter(ctx.args), None)
    return _fields(schema, entity, incomplete)


def words(ctx: click.Context, param: click.Parameter, incomplete: str) -> Items:
    """What may stand after Entity.action: fields, with = where they are params."""
    said = ctx.params.get("words") or ()
    if not said:
        return calls(ctx, incomplete)
    entity = said[0].partition(".")[0]
    _, schema = _known(ctx)
    if len(said) > 1 and said[-1].startswith("+"):
        return _fields(schema, entity, incomplete)
    return [CompletionItem(f"{one.value}=") for one in _fields(schema, entity, incomplete)]


def _entities(version: int, schema: Schema | None) -> Iterable[str]:
    if schema is not None and schema.entities:
        return schema.entities
    from .. import v3, v4

    return sorted(v3.ENTITIES if version == 3 else v4.ENTITIES)


def _actions(version: int, schema: Schema | None, entity: str) -> Iterable[str]:
    described = schema.entities.get(entity) if schema is not None else None
    if described is not None and described.actions:
        return described.actions
    from .. import v3, v4

    return sorted(v3.ACTIONS if version == 3 else v4.ACTIONS)


def _fields(schema: Schema | None, entity: Any, incomplete: str) -> Items:
    described = schema.entities.get(entity) if schema is not None else None
    if described is None:
        return []
    before, comma, word = incomplete.rpartition(",")
    sign = "-" if word.startswith("-") else ""
    prefix = before + comma + sign
    found = _begun(described.fields, word.removeprefix(sign))
    return [CompletionItem(prefix + one.value) for one in found]


def _begun(words: Iterable[str], incomplete: str) -> Items:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]
