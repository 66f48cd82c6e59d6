"""A call and its answer, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .log import redacted

if TYPE_CHECKING:
    from .errors import ApiCallError

#: How an APIv4 call wants its rows: a row's number, a field to key them by, ``["field"]`` for a
#: column, ``{"key": "value"}`` for a map of two fields.
Index = int | str | list[str] | dict[str, str] | None

_READS = frozenset({"autocomplete", "checkaccess"})
_CHAINED = re.compile(r"api[._]", re.IGNORECASE)


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
        return _reads(self.version, self.action, self.params)

    def __str__(self) -> str:
        return f"{self.entity}.{self.action}"

    def __repr__(self) -> str:
        more = "" if self.index is None else f", index={self.index!r}"
        return f"ApiCall({self}, {redacted(self.params)!r}, version={self.version}{more})"


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


def _reads(version: int, action: str, params: Mapping[str, Any]) -> bool:
    name = action.lower()
    if not (name.startswith("get") or name in _READS):
        return False
    return all(_reads(version, *chained) for chained in _chained(version, name, params))


def _chained(version: int, action: str, params: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """The calls that come with a call, as (action, params); what cannot be read counts as a write."""
    if version == 4:
        chain = params.get("chain") or {}
        links = chain.values() if isinstance(chain, Mapping) else chain
        return [_link(link) for link in links] if isinstance(links, Iterable) else [("unknown", {})]
    found = []
    for key, value in params.items():
        if _CHAINED.match(key):
            words = key.split(key[3])
            for inner in value if isinstance(value, list) else [value]:
                found.append(
                    (words[2] if len(words) > 2 else action, inner if isinstance(inner, Mapping) else {})
                )
    return found


def _link(link: Any) -> tuple[str, Mapping[str, Any]]:
    if not isinstance(link, list | tuple) or len(link) < 2 or not isinstance(link[1], str):
        return "unknown", {}
    params = link[2] if len(link) > 2 else {}
    return (link[1], params) if isinstance(params, Mapping) else (link[1], {})
