"""The guard of an api that checks its calls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from ..call import ApiCall
from ..errors import ApiCallError, ApiError, InvalidResponse, UsageError
from ..flows import Flow, together
from ..schema.lookup import entity_name
from ..schema.model import Schema
from . import calls3, calls4
from .look import Look

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..schema import SiteSchema

T = TypeVar("T")

#: Joins may lead from entity to entity: descriptions are asked for at most so many times for a request.
_HOPS = 6


def checked(api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
    """For each call a UsageError that names all its faults, or None where it may leave.

    What is not known of the site yet is asked for, an entity at a time.  What it does not tell passes.
    """
    looked = [number for number, call in enumerate(calls) if not _is_metadata(call)]
    found: list[ApiCallError | None] = [None] * len(calls)
    if looked:
        looks = yield from _looks(api.schema, [calls[number] for number in looked])
        for number, look in zip(looked, looks, strict=True):
            if look.faults:
                found[number] = UsageError("; ".join(look.faults), call=calls[number])
    return found


def _is_metadata(call: ApiCall) -> bool:
    if isinstance(call, _Question):
        return True
    is_metadata = calls4.is_metadata if call.version == 4 else calls3.is_metadata
    return is_metadata(call.entity, call.action) and not call.params.get("chain")


def _looks(site: SiteSchema, calls: Sequence[ApiCall]) -> Flow[list[Look]]:
    asked: set[str] = set()
    missing = {call.entity: None for call in calls} if site.known is None else {}
    for _ in range(_HOPS):
        yield from _described(site, missing)
        asked.update(missing)
        known = site.known
        looks = [look(call, known) if known is not None else Look(Schema(call.version)) for call in calls]
        missing = {name: None for one in looks for name in one.missing if name not in asked}
        if not missing:
            break
    return looks


def look(call: ApiCall, schema: Schema) -> Look:
    """One look at a call."""
    one = Look(schema)
    if schema.refused is None:
        check = calls4.check if call.version == 4 else calls3.check
        check(one, one.entity(entity_name(schema, call.entity)), call.entity, call.action, call.params)
    return one


def _described(site: SiteSchema, names: Sequence[str] | dict[str, None]) -> Flow[None]:
    """Have these entities described, as far as the site does; the first alone where nothing is known at all."""
    wanted = list(names)
    if site.known is None and wanted:
        yield from _asked(site, wanted[:1])
        wanted = wanted[1:]
    yield from _asked(site, wanted)


def _asked(site: SiteSchema, names: Sequence[str]) -> Flow[None]:
    for found in (yield from _unseen(together([site.asked(name) for name in names]))):
        if isinstance(found, ApiCallError) and not isinstance(found, ApiError | InvalidResponse | UsageError):
            raise found


class _Question(ApiCall):
    """A call of the guard's own, which it does not look at."""


def _unseen(flow: Flow[T]) -> Flow[T]:
    """A flow whose calls pass the guard."""
    try:
        calls = next(flow)
        while True:
            own = [_Question(one.entity, one.action, one.params, one.version, one.index) for one in calls]
            try:
                answers = yield own
            except ApiCallError as error:
                calls = flow.throw(error)
            else:
                calls = flow.send(answers)
    except StopIteration as stop:
        found: T = stop.value
        return found
