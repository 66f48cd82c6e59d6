"""The name that was meant, for an error of the site about one that it does not know; never a request."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from . import stock
from .call import ApiCall
from .errors import ApiCallError, InvalidCall
from .schema.model import Entity, Field
from .schema.nearest import as_operator, nearest

if TYPE_CHECKING:
    from .schema.site import SiteSchema

_ENTITY = re.compile(r"API \((\w+), (\w+)\) does not exist", re.IGNORECASE)
_ACTION = re.compile(r"Api (\w+) (\w+) version 4 does not exist", re.IGNORECASE)
_PARAM = re.compile(r"Unknown api parameter: set(\w+)")
_FIELD = re.compile(r"(?:invalid field|cannot order by) '([^']+)'|field (\S+) unset", re.IGNORECASE)
_OPTION = re.compile(r"'(.+)' is not a valid option for field (\w+)")

#: The actions of nearly every entity; of others nobody knows without the site which entity has them.
_ACTIONS4 = (
    "autocomplete checkAccess create delete get getActions getFields getLinks replace save update".split()
)
_ACTIONS3 = """
    create delete get getactions getcount getfield getfields getlist getoptions getrefcount getsingle
    getunique getvalue replace setvalue update validate
""".split()

#: What a query has, for who calls it on the entity.
_QUERY = frozenset(
    """
    all count exists first iterate join limit offset one order_by page pages select to_csv to_jsonl to_pandas
    to_parquet to_polars values where
    """.split()
)
#: What APIv3 calls so, as APIv4 has it.
_OF_V3 = {
    "getsingle": "get(...).one()",
    "getvalue": "get(...).one()['field']",
    "getcount": "filter(...).count()",
    "getoptions": "getFields(loadOptions=True)",
    "setvalue": "update(...)",
}


def explain(error: InvalidCall, site: SiteSchema) -> None:
    """Put the nearest name behind an error's message; ``data`` keeps the site's own words."""
    meant = _meant(error, site) if error.call is not None else None
    if meant is not None and "did you mean" not in error.message and f"'{meant}'" not in error.message:
        error.message = f"{error.message.rstrip('.')}; did you mean {meant}?"
        error.args = (error.message,)


def explain_by_asking(error: InvalidCall, site: SiteSchema) -> None:
    """As explain, for who has the time: an entity of which nothing is known yet is asked for."""
    if error.call is None or not _FIELD.search(error.message) or site.loaded(error.call.entity) is not None:
        return
    with contextlib.suppress(ApiCallError):  # the error stays as it is
        site.entity(error.call.entity)
        explain(error, site)


def _meant(error: InvalidCall, site: SiteSchema) -> str | None:
    call, message = error.call, error.message
    if call is None:
        return None
    if found := _ENTITY.search(message):
        return _entity_or_action(call, found[1], found[2], site)
    if found := _ACTION.search(message):
        return _action(call, found[1], found[2], site)
    if found := _PARAM.search(message):
        name = found[1][0].lower() + found[1][1:]
        return nearest(name, _params(call, name, site))
    if found := _OPTION.search(message):
        return nearest(found[1], _options(call, found[2], site))
    if found := _FIELD.search(message):
        return _field(call, found[1] or found[2], site)
    return None


def _entity_or_action(call: ApiCall, entity: str, action: str, site: SiteSchema) -> str | None:
    """APIv3 says the same of an unknown entity and of an unknown action."""
    known = _entities(call, site)
    if call.version == 3 and entity.lower() in {name.lower() for name in known}:
        return _action(call, entity, action, site)
    return nearest(entity, known)


def _entities(call: ApiCall, site: SiteSchema) -> Iterable[str]:
    known = site.known
    names = stock.V4_ENTITIES if call.version == 4 else stock.V3_ENTITIES
    return known.entities if known is not None and known.entities else names


def _action(call: ApiCall, entity: str, action: str, site: SiteSchema) -> str | None:
    if action in _QUERY:
        return f"{entity}.filter().{action}"
    if call.version == 4 and action.lower() in _OF_V3:
        return f"{entity}.{_OF_V3[action.lower()]}"
    return nearest(action, _actions(call, entity, site))


def _actions(call: ApiCall, entity: str, site: SiteSchema) -> Iterable[str]:
    described = site.loaded(entity)
    names = _ACTIONS4 if call.version == 4 else _ACTIONS3
    return described.actions if described is not None and described.actions else names


def _params(call: ApiCall, name: str, site: SiteSchema) -> Iterator[str]:
    """The params of the call that had this one, and of those chained to it."""
    for entity, action in call.each():
        described = site.loaded(entity)
        known = described.actions.get(action) if described is not None else None
        own = stock.OWN_PARAMS.get((entity, action)) or stock.OWN_PARAMS.get((None, action), frozenset())
        yield from (one for one in (known.params if known is not None else own) if one != name)


def _described(call: ApiCall, site: SiteSchema) -> Iterator[Entity]:
    for entity in dict.fromkeys(entity for entity, _ in call.each()):
        described = site.loaded(entity)
        if described is not None:
            yield described


def _field(call: ApiCall, name: str, site: SiteSchema) -> str | None:
    """The nearest field of the call's entities, or of one reached through a reference."""
    operator = as_operator(name)
    if operator is not None:
        return operator
    for entity in _described(call, site):
        head, dot, rest = name.rpartition(".")
        start = entity.fields.get(head) if dot else None
        target = site.loaded(start.fk_entity) if start is not None and start.fk_entity else None
        found = nearest(rest, target.fields) if target is not None else nearest(name, entity.fields)
        if found is not None and found != name:
            return f"{head}.{found}" if target is not None else found
    return None


def _options(call: ApiCall, field: str, site: SiteSchema) -> Iterator[str]:
    for entity in _described(call, site):
        found: Field | None = entity.fields.get(field) or entity.writable.get(field)
        for option in found.options or () if found is not None else ():
            yield from filter(None, (option.name, option.label))
