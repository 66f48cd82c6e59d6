"""The guard of an api that checks its calls."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..call import ApiCall, Question
from ..errors import ApiCallError, ApiError, InvalidResponse, UsageError
from ..flows import Flow, together
from ..schema.lookup import entity_name
from ..schema.model import Option, Schema
from ..schema.nearest import as_one
from . import calls3, calls4
from .look import Key, Look

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..schema.site import SiteSchema

#: Joins may lead from entity to entity: descriptions are asked for at most so many times for a request.
_HOPS = 6
#: Seconds that a description is fresh enough to refuse a call by.
FRESH = 60.0


def checked(api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
    """For each call a UsageError that names all its faults, or None where it may leave.

    What is not known of the site yet is asked for, an entity at a time.  What it does not tell passes.
    Before a call is refused, what was kept for a while is asked for again: somebody may have added a field.
    """
    found: list[ApiCallError | None] = [None] * len(calls)
    own = api.VERSION.NUMBER  # calls of the other version are the kit's, and the schema does not know them
    looked = [n for n, call in enumerate(calls) if call.version == own and not is_metadata(call)]
    if not looked:
        return found
    site, chosen = api.schema, [calls[number] for number in looked]
    looks = yield from _looks(site, chosen)
    doubted = _doubted(site, looks) if any(look.faults for look in looks) else []
    if doubted:
        site.named.clear()
        yield from _asked([site.again(name) for name in doubted])
        looks = yield from _looks(site, chosen)
    for number, look in zip(looked, looks, strict=True):
        if look.faults:
            found[number] = UsageError(as_one(look.faults), call=calls[number])
    return found


def _doubted(site: SiteSchema, looks: Sequence[Look]) -> list[str]:
    """The entities on whose description a fault rests, where that is not of this minute."""
    known, now = site.known, time.time()
    if site.is_given or known is None or now - known.fetched < FRESH:
        return []
    names = dict.fromkeys(name for look in looks if look.faults for name in look.seen)
    clock = time.monotonic()  # which does not jump
    old = [name for name in names if clock - site.confirmed.get(name, -FRESH) >= FRESH]
    site.confirmed.update(dict.fromkeys(old, clock))
    return old


def is_metadata(call: ApiCall) -> bool:
    """Whether a call, and all that is chained to it, only asks what the site has."""
    if isinstance(call, Question):
        return True
    is_one = calls4.is_metadata if call.version == 4 else calls3.is_metadata
    return is_one(call.entity, call.action) and not call.params.get("chain")


def _looks(site: SiteSchema, calls: Sequence[ApiCall]) -> Flow[list[Look]]:
    asked: set[str] = set()
    known = site.known
    if known is None:
        first = dict.fromkeys(call.entity for call in calls)
        yield from described(site, first)
        asked.update(first)
    looks = [Look(Schema(call.version)) for call in calls]
    for _ in range(_HOPS):
        known = known or site.known
        if known is None:
            break
        looks = [look(call, known, site.named) for call in calls]
        missing = {name: None for one in looks for name in one.missing if name not in asked}
        unnamed = {} if site.is_given else {key: None for one in looks for key in one.unnamed}
        if not missing and not unnamed:
            return looks
        yield from described(site, missing)
        yield from _asked([site.with_names(*key) for key in unnamed])
        asked.update(missing)
        known = None
    return looks


def look(call: ApiCall, schema: Schema, named: Mapping[Key, tuple[Option, ...]] | None = None) -> Look:
    """One look at a call."""
    one = Look(schema, named)
    if schema.refused is None:
        check = calls4.check if call.version == 4 else calls3.check
        check(one, one.entity(entity_name(schema, call.entity)), call.entity, call.action, call.params)
    return one


def described(site: SiteSchema, names: Iterable[str]) -> Flow[None]:
    """Have these entities described, as far as the site does so; no request for what is known.

    The first alone is asked for where nothing is known at all.
    """
    known = site.known
    wanted = [name for name in names if known is None or not _is_described(known, name)]
    if known is None and wanted:
        yield from _asked([site.asked(wanted[0])])
        wanted = wanted[1:]
    if wanted:
        yield from _asked([site.asked(name) for name in wanted])


def _is_described(schema: Schema, name: str) -> bool:
    found = schema.entities.get(entity_name(schema, name))
    return found is not None and found.complete


def _asked(flows: Sequence[Flow[Any]]) -> Flow[None]:
    """Let the schema ask; what the site refuses to tell is no fault of the call."""
    for found in (yield from together(flows)):
        if isinstance(found, ApiCallError) and not isinstance(found, ApiError | InvalidResponse | UsageError):
            raise found
