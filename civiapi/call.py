"""A call and its answer, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .log import redacted
from .stock import METADATA

if TYPE_CHECKING:
    from .content import Content
    from .errors import ApiCallError

#: How an APIv4 call wants its rows: a row's number, a field to key them by, ``["field"]`` for a
#: column, ``{"key": "value"}`` for a map of two fields.
Index = int | str | list[str] | dict[str, str] | None

_READS = frozenset({"autocomplete", "checkaccess"})
#: What SearchKit's displays are read with.
_SHOWN = frozenset({"run", "download"})
_CHAINED = re.compile(r"api[._]", re.IGNORECASE)
_Chained = tuple[str, str, Mapping[str, Any]]


@dataclass(frozen=True)
class ApiCall:
    """One call, its params as they are sent."""

    entity: str
    action: str
    params: Mapping[str, Any]
    version: int = 4
    index: Index = None

    def is_read(self) -> bool:
        """Whether nothing can be changed by it: a reading action, and so all that is chained to it."""
        return all(_is_reading(entity, action) for entity, action in self.each())

    def changes_metadata(self) -> bool:
        """Whether what a site knows of its own fields and options may be another after it."""
        if self.is_read():
            return False
        names = {entity.lower().replace("_", "") for entity, _ in self.each()}
        return any(name in METADATA or name.endswith("type") for name in names)

    def each(self) -> Iterator[tuple[str, str]]:
        """The (entity, action) of the call, and of each call chained to it."""
        return _each(self.version, self.entity, self.action, self.params)

    def __str__(self) -> str:
        return f"{self.entity}.{self.action}"

    def __repr__(self) -> str:
        more = "" if self.index is None else f", index={self.index!r}"
        return f"ApiCall({self}, {redacted(self.params)!r}, version={self.version}{more})"


@dataclass(frozen=True)
class Upload(ApiCall):
    """A call of APIv3's Attachment that takes a file along; what carries it sees to the file."""

    content: Content = field(kw_only=True, repr=False)


class Question(ApiCall):
    """A call that asks what the site has, for the schema's sake; what looks at calls lets it pass."""


@dataclass(frozen=True)
class Answer:
    """What came back for a call.

    ``payload`` is the decoded JSON document as the API wrote it; where there is none for this
    call although others of the same request were answered, ``error`` says why.
    """

    call: ApiCall
    payload: Any = None
    error: ApiCallError | None = None
    warnings: Sequence[str] = ()
    status: int | None = None
    response: Any = None


def _is_reading(entity: str, action: str) -> bool:
    if entity == "SearchDisplay" and action in _SHOWN:
        return True
    return action.lower().startswith("get") or action.lower() in _READS


def _each(version: int, entity: str, action: str, params: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield entity, action
    for chained in (_links if version == 4 else _keys)(entity, action, params):
        yield from _each(version, *chained)


def _links(entity: str, action: str, params: Mapping[str, Any]) -> Iterator[_Chained]:
    """The calls that APIv4 chains to a call; what cannot be read counts as a write."""
    chain = params.get("chain") or {}
    links = chain.values() if isinstance(chain, Mapping) else chain
    for link in links if isinstance(links, Iterable) else [None]:
        if not isinstance(link, list | tuple) or len(link) < 2 or not isinstance(link[1], str):
            yield "unknown", "unknown", {}
        else:
            inner = link[2] if len(link) > 2 else {}
            yield str(link[0]), link[1], inner if isinstance(inner, Mapping) else {}


def _keys(entity: str, action: str, params: Mapping[str, Any]) -> Iterator[_Chained]:
    """The calls that APIv3 chains to a call."""
    for key, value in params.items():
        if _CHAINED.match(key):
            words = key.split(key[3])
            for inner in value if isinstance(value, list) else [value]:
                name = words[2] if len(words) > 2 else action
                yield words[1], name, inner if isinstance(inner, Mapping) else {}
