"""Reads a site's schema, as flows: an entity in one request, everything in as few as there may be.

A site tells each user what that user may know.  Where it tells an entity nothing, the entity says so; where
it tells nothing at all, the schema does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Protocol

from .. import v3, v4
from ..call import Answer, ApiCall, Question
from ..errors import (
    AccessDenied,
    ApiCallError,
    ApiError,
    GatewayError,
    InvalidResponse,
    PermissionDenied,
    RateLimited,
    Unavailable,
)
from ..flows import Flow
from . import read3, read4
from .lookup import entity_name
from .model import Entity, Field, Option, Schema

#: At most so many calls a request, as in a batch of reads.
TOGETHER = 200
#: What says nothing of the one entity that was asked for.
_OF_ALL = (AccessDenied, RateLimited, Unavailable)


class Wording(Protocol):
    """How a version of the API is asked, and its answers are read; the modules read3 and read4 are such."""

    def site_calls(self) -> list[ApiCall]: ...

    def site(self, values: Sequence[Any]) -> Schema: ...

    def entity_calls(self, name: str) -> list[ApiCall]: ...

    def options_call(self, entity: str, field: str) -> ApiCall: ...

    Reader: Any


def wording(version: int) -> Wording:
    return read4 if version == 4 else read3


def names(version: int, schema: Schema | None = None) -> Flow[Schema]:
    """The schema with its entities known by name, in one request."""
    words = wording(version)
    return _site(words, (yield from asked(words.site_calls())))


def one(version: int, schema: Schema | None, name: str) -> Flow[Schema]:
    """The schema with one entity described, in one request; without it where there is no such entity."""
    words = wording(version)
    first = [] if schema is not None else words.site_calls()
    answers = yield from asked([*first, *words.entity_calls(name)])
    known = schema if schema is not None else _site(words, answers[: len(first)])
    name = entity_name(known, name)
    if known.refused is not None or name not in known.entities:
        return known
    described = _described(words, known.entities[name], answers[len(first) :], words.Reader())
    return replace(known, entities={**known.entities, name: described})


def everything(version: int, schema: Schema | None) -> Flow[Schema]:
    """The schema with all entities described, those alone being asked for that are not yet."""
    words = wording(version)
    known = schema if schema is not None else (yield from names(version))
    missing = [entity for entity in known.entities.values() if not entity.complete]
    each = [words.entity_calls(entity.name) for entity in missing]
    answers = iter((yield from asked([call for calls in each for call in calls])))
    reader = words.Reader()
    described = {
        entity.name: _described(words, entity, [next(answers) for _ in calls], reader)
        for entity, calls in zip(missing, each, strict=True)
    }
    return replace(known, entities={**known.entities, **described})


def options(version: int, entity: str, field: Field) -> Flow[tuple[Option, ...]]:
    """All options of a field, however many."""
    (answer,) = yield [wording(version).options_call(entity, field.name)]
    told = values(answer)
    if version == 4:
        return read4.options(told[0]["options"] if told else None) or ()
    return read3.options(told, field) or ()


def named(entity: str, field: Field, known: tuple[Option, ...]) -> Flow[tuple[Option, ...]]:
    """APIv3's options with their names."""
    (answer,) = yield [read3.names_call(entity, field.name)]
    told = {one.id: one.label for one in read3.options(values(answer), field) or ()}
    return tuple(replace(one, name=told.get(one.id)) for one in known)


def asked(calls: Sequence[ApiCall]) -> Flow[list[Answer]]:
    """An answer for each call.  Where a request breaks on the site, its halves are tried by themselves.

    Where nothing works there any more, that is raised: an hour of 502 says of no entity that it is refused.
    """
    given: list[Answer] = []
    for part in _parts([Question(one.entity, one.action, one.params, one.version) for one in calls]):
        given += yield from _halved(part)
    return given


def _parts(calls: Sequence[ApiCall]) -> Iterator[Sequence[ApiCall]]:
    return (calls[start : start + TOGETHER] for start in range(0, len(calls), TOGETHER))


def _halved(calls: Sequence[ApiCall]) -> Flow[list[Answer]]:
    """One extension whose PHP fails, or a request that takes too long, costs the others nothing."""
    try:
        return (yield calls)
    except (InvalidResponse, GatewayError) as error:
        if error.handled is False:
            raise
        if len(calls) == 1:
            yield _alive(calls[0].version)
            return [Answer(calls[0], error=error)]
    except ApiError as error:  # of a lone call
        if len(calls) > 1 or isinstance(error, _OF_ALL):
            raise
        return [Answer(calls[0], error=error)]
    middle = len(calls) // 2
    return [*(yield from _halved(calls[:middle])), *(yield from _halved(calls[middle:]))]


def _alive(version: int) -> list[ApiCall]:
    """What a site answers that works at all."""
    first = wording(version).site_calls()[0]
    return [Question(first.entity, first.action, first.params, first.version)]


def values(answer: Answer) -> Any:
    """What APIv4's rows, or APIv3's values, are."""
    return v4.read(answer) if answer.call.version == 4 else v3.read(answer)


def _told(answer: Answer) -> Any:
    """The values of an answer; None where the site has none for this user."""
    try:
        return values(answer)
    except ApiCallError as error:
        if _is_of_all(error):
            raise
        return None


def _is_of_all(error: ApiCallError) -> bool:
    return not isinstance(error, ApiError | InvalidResponse | GatewayError) or isinstance(error, _OF_ALL)


def _site(words: Wording, answers: Sequence[Answer]) -> Schema:
    try:
        values(answers[0])
    except PermissionDenied as error:
        return replace(words.site([()] + [None] * (len(answers) - 1)), refused=error.message)
    return words.site([_told(answer) for answer in answers])


def _described(words: Wording, entity: Entity, answers: Sequence[Answer], reader: Any) -> Entity:
    try:
        values(answers[0])
    except ApiCallError as error:
        if _is_of_all(error):
            raise
        return replace(entity, complete=True, refused=error.message)
    described: Entity = reader.entity(entity, [_told(answer) for answer in answers])
    return described
