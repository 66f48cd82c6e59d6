"""Faults on demand: what can go wrong between a client and its site, and when it is to go wrong.  Pure.

A fault is written as text (``429:entity=Contact,nth=3,retry_after=1``) or made with keywords; `hits`
decides from two counts, so that several processes that share the counts decide alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

REQUEST, CALL, START = "request", "call", "start"
HTTP, CV = "http", "cv"


class Kind(NamedTuple):
    """What a fault does: where, what it counts there, and its options with their defaults.

    http, cv: what `nth` counts in that door: requests, API calls or starts of the process; None: the
    fault does not exist there.  done: whether the call is carried out, the first is the default.
    """

    http: str | None = None
    cv: str | None = None
    done: tuple[bool, ...] = (False,)
    options: Mapping[str, Any] = {}


NOT_DONE, DONE = (False,), (True,)
EITHER, EITHER_DONE = (False, True), (True, False)
STATUS = Kind(REQUEST, None, EITHER, {"retry_after": ""})

KINDS: dict[str, Kind] = {
    "429": Kind(REQUEST, None, NOT_DONE, {"retry_after": "1"}),
    "502": STATUS,
    "503": STATUS,
    "504": STATUS,
    "maintenance": Kind(REQUEST),
    "redirect": Kind(REQUEST, None, NOT_DONE, {"status": 302, "location": ""}),
    "database-down": Kind(REQUEST, START),
    "html": Kind(REQUEST, None, EITHER),
    "reset": Kind(REQUEST, None, EITHER),
    "cut": Kind(REQUEST, None, DONE, {"clean": False}),
    "notice": Kind(REQUEST, CALL, DONE),
    "stripped": Kind(REQUEST, None, DONE, {"header": "X-Civi-Auth"}),
    "no-api4": Kind(REQUEST, None, DONE),
    "clock": Kind(REQUEST, None, DONE, {"offset": 3600}),
    "bom": Kind(REQUEST, None, DONE),
    "slow": Kind(REQUEST, CALL, DONE, {"seconds": 1.0}),
    "lost-body": Kind(REQUEST, None, DONE),
    "php-error": Kind(CALL, CALL, EITHER),
    "fatal": Kind(CALL, CALL, EITHER),
    "connection-lost": Kind(CALL, CALL),
    "stray": Kind(None, CALL, DONE, {"text": "<pre>careless debug output</pre>\n"}),
    "exit": Kind(None, CALL, EITHER, {"code": 0}),
    "kill": Kind(None, CALL, DONE),
    "stale": Kind(None, START, DONE),
}
REDIRECTS = (301, 302, 303, 307, 308)


class Fault(NamedTuple):
    """One fault: its kind, the calls it is meant for, when it strikes, whether the call is carried out."""

    kind: str
    entity: str | None = None
    action: str | None = None
    nth: int = 1
    """The first of the matching requests or calls that may be struck."""
    probability: float | None = None
    """Of each of them from the nth on; None: all."""
    seed: int = 0
    times: int = 1
    """How often it strikes altogether; 0: without end."""
    done: bool = False
    options: Mapping[str, Any] = {}

    def __str__(self) -> str:
        return text(self)


def _whole(lowest: int, highest: int | None = None) -> Callable[[Any], int]:
    def convert(value: Any) -> int:
        number = int(str(value))
        if number < lowest or (highest is not None and number > highest):
            raise ValueError(f"{number} is out of range")
        return number

    return convert


def _switch(value: Any) -> bool:
    if str(value) not in ("0", "1", "True", "False"):
        raise ValueError("it is 0 or 1")
    return str(value) in ("1", "True")


def _share(value: Any) -> float:
    number = float(value)
    if not 0 < number <= 1:
        raise ValueError("it is more than 0 and at most 1")
    return number


def seconds(value: Any) -> float:
    """A time that can be waited."""
    number = float(value)
    if not 0 <= number < float("inf"):
        raise ValueError("it is a number of seconds")
    return number


def _redirect(value: Any) -> int:
    if int(str(value)) not in REDIRECTS:
        raise ValueError(f"it is one of {', '.join(map(str, REDIRECTS))}")
    return int(str(value))


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "entity": str,
    "action": str,
    "nth": _whole(1),
    "probability": _share,
    "seed": _whole(-(2**63), 2**63),
    "times": _whole(0),
    "done": _switch,
    "retry_after": str,
    "status": _redirect,
    "location": str,
    "clean": _switch,
    "seconds": seconds,
    "text": str,
    "header": str,
    "offset": _whole(-(10**9), 10**9),
    "code": _whole(0, 255),
}
_COMMON = ("entity", "action", "nth", "probability", "seed", "times", "done")


def made(kind: str | int, **given: Any) -> Fault:
    """A fault of that kind; raises ValueError for what there is not."""
    name = str(kind)
    if name not in KINDS:
        raise ValueError(f"no fault {name!r}; there are {', '.join(KINDS)}")
    known = KINDS[name]
    values = {key: _converted(name, key, value) for key, value in given.items() if value is not None}
    if values.get("done", known.done[0]) not in known.done:
        raise ValueError(f"fault {name}: done is always {int(known.done[0])}")
    options = {key: values.pop(key, default) for key, default in known.options.items()}
    values.setdefault("times", 0 if "probability" in values else 1)
    values.setdefault("done", known.done[0])
    return Fault(kind=name, options=options, **values)


def _converted(kind: str, key: str, value: Any) -> Any:
    allowed = (*_COMMON, *KINDS[kind].options)
    if key not in allowed:
        raise ValueError(f"fault {kind} has no {key!r}; it has {', '.join(allowed)}")
    try:
        return _CONVERT[key](value)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"fault {kind}: {key}={value!r} does not do: {error}") from error


@lru_cache(maxsize=256)
def parsed(spec: str) -> Fault:
    """A fault from ``KIND`` or ``KIND:name=value,name=value``; in values %2C is a comma.

    >>> parsed("429:entity=Contact,nth=3,retry_after=1").nth
    3
    """
    kind, _, rest = spec.strip().partition(":")
    given: dict[str, str] = {}
    for part in filter(None, rest.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"fault {spec!r}: {part!r} is not written as name=value")
        given[key.strip()] = unquote(value)
    return made(kind.strip(), **given)


def text(fault: Fault) -> str:
    """A fault as `parsed` reads it, without what goes without saying."""
    plain = made(fault.kind, probability=fault.probability)
    pairs = {name: getattr(fault, name) for name in _COMMON if getattr(fault, name) != getattr(plain, name)}
    if fault.probability is not None:
        pairs["probability"] = fault.probability
    pairs |= {name: value for name, value in fault.options.items() if value != plain.options[name]}
    rest = ",".join(f"{name}={_written(value)}" for name, value in pairs.items())
    return f"{fault.kind}:{rest}" if rest else fault.kind


def _written(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else quote(str(value), safe="/:;<>")


def counts(fault: Fault, door: str) -> str | None:
    """What a fault counts in a door: requests, calls or starts; None: it does not exist there."""
    kind = KINDS[fault.kind]
    return kind.http if door == HTTP else kind.cv


def matches(fault: Fault, calls: Iterable[tuple[str, str]]) -> bool:
    """Whether a request with these calls, (entity, action) each, is one that the fault is meant for."""
    if fault.entity is None and fault.action is None:
        return True
    return any(_alike(fault.entity, entity) and _alike(fault.action, action) for entity, action in calls)


def _alike(wanted: str | None, name: str) -> bool:
    return wanted is None or _key(wanted) == _key(name)


def _key(name: str) -> str:
    return re.sub("_", "", name).lower()


def hits(fault: Fault, seen: int, struck: int) -> bool:
    """Whether the fault strikes the matching request number `seen` (the first is 1), having struck before."""
    if seen < fault.nth or (fault.times and struck >= fault.times):
        return False
    if fault.probability is None:
        return True
    from random import Random

    return Random(f"{fault.seed}/{seen}").random() < fault.probability  # noqa: S311 - to be foretold
