"""What became of new records whose answer was lost, as far as the other site can tell.

A row made after a record was sent has a higher id than any that was there before.  Among those rows, as far
as they are no other record's, exactly one that holds all that was written is the record's.  Where there is
none, and none that looks like it, the record is not there; else nobody can tell.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import v4
from ..call import ApiCall
from ..flows import Flow
from ..lookup import found as by_key
from ..lookup import is_equal, key_of, questions
from .columns import OWNERS
from .ids import Ids
from .translate import digest

#: Seconds that a request may go on at a site after nobody waits for it any more: PHP's own limit.
GRACE = 30.0
_PAGE = 1000
#: Worked out by the site from the other rows of a contact.
_MOVABLE = frozenset({"is_primary", "is_billing"})
_NAMES = frozenset(
    "first_name last_name organization_name household_name name title subject email phone".split()
)


@dataclass(frozen=True)
class Target:
    """Where rows of an entity go.

    ``keys`` are sets of fields, each of which tells a row that is there already; the first with values
    counts.  ``hidden`` are conditions that keep trashed and test rows among those that are found.
    """

    entity: str
    ids: Ids
    keys: tuple[tuple[str, ...], ...] = ()
    hidden: tuple[tuple[Any, ...], ...] = ()
    dry_run: bool = False
    grace: float = 0.0


@dataclass(frozen=True)
class Lost:
    """A record that was sent, its values, and the highest id that was there before."""

    old: int
    values: Mapping[str, Any]
    floor: int


@dataclass
class Settled:
    """The new ids of records that are there; those that are not; and those nobody can tell of."""

    there: dict[int, int] = field(default_factory=dict)
    absent: list[Lost] = field(default_factory=list)
    unknown: list[Lost] = field(default_factory=list)


def settled(target: Target, lost: Sequence[Lost], since: float) -> Flow[Settled]:
    """What became of records that were sent at the time ``since`` at the latest.

    None is told absent before the site must be done with the request.
    """
    result = yield from _asked(target, lost)
    wait = target.grace + min(0.0, since - time.time())  # no longer where a clock was put back
    if result.absent and wait > 0:
        time.sleep(wait)
        again = yield from _asked(target, result.absent)
        result.there |= again.there
        result.absent, result.unknown = again.absent, result.unknown + again.unknown
    return result


def _asked(target: Target, lost: Sequence[Lost]) -> Flow[Settled]:
    rows = yield from _rows_since(target, lost)
    free = [row for row in rows if row["id"] not in target.ids.taken(target.entity, [row["id"]])]
    result = Settled()
    left: list[Lost] = []
    # Records that say more come first: one that says less is equal to their rows too.
    groups: dict[str, list[Lost]] = {}
    for one in sorted(lost, key=lambda one: (-len(one.values), one.floor, one.old)):
        groups.setdefault(digest(one.values), []).append(one)
    for group in groups.values():
        left += _paired(target, group, free, result)
    keyed = yield from matching(target, [(one.old, one.values) for one in left])
    result.there |= {old: row["id"] for old, row in keyed.items() if row is not None}
    for one in left:
        if one.old not in keyed:
            looks_like_it = any(_is_similar(one, row) for row in free)
            (result.unknown if looks_like_it else result.absent).append(one)
        elif keyed[one.old] is None:
            result.unknown.append(one)
    return result


def _rows_since(target: Target, lost: Sequence[Lost]) -> Flow[list[dict[str, Any]]]:
    """The rows that are newer than the records."""
    names = list(dict.fromkeys(name for one in lost for name in one.values))
    last = min(one.floor for one in lost)
    rows: list[dict[str, Any]] = []
    while True:
        where = [["id", ">", last], *map(list, target.hidden)]
        params = {"select": ["id", *names], "where": where, "orderBy": {"id": "ASC"}, "limit": _PAGE}
        (answer,) = yield [ApiCall(target.entity, "get", params)]
        page = v4.read(answer)
        rows += page
        if len(page) < _PAGE:
            return rows
        last = page[-1]["id"]


def _paired(target: Target, group: Sequence[Lost], free: list[dict[str, Any]], result: Settled) -> list[Lost]:
    """Equal records with the rows that equal them; gives those without one."""
    equal = [row for row in free if row["id"] > group[0].floor and _is_alike(group[0].values, row)]
    if len(equal) > len(group):
        result.unknown += group
        return []
    left: list[Lost] = []
    for one in group:
        row = next((row for row in equal if row["id"] > one.floor), None)
        if row is None:
            left.append(one)
            continue
        equal.remove(row)
        free.remove(row)
        target.ids.claim(target.entity, row["id"])
        result.there[one.old] = row["id"]
    return left


def matching(
    target: Target, records: Sequence[tuple[int, Mapping[str, Any]]]
) -> Flow[dict[int, Mapping[str, Any] | None]]:
    """The rows that records match by their keys, by old id; None where several do.  Rows are claimed."""
    found: dict[int, Mapping[str, Any] | None] = {}
    for keys in target.keys:
        asked = [(old, record) for old, record in records if old not in found and key_of(record, keys)]
        if not asked:
            continue
        wanted = list(dict.fromkeys(name for _, record in asked for name in record))
        calls = questions(4, target.entity, keys, [record for _, record in asked], wanted)
        answers = yield calls
        rows = by_key([row for answer in answers for row in v4.read(answer)], keys)
        for old, record in asked:
            there = rows.get(key_of(record, keys), [])
            if there:
                _choose(target, old, record, there, found)
    return found


def _choose(
    target: Target,
    old: int,
    record: Mapping[str, Any],
    there: Sequence[Mapping[str, Any]],
    found: dict[int, Mapping[str, Any] | None],
) -> None:
    """The one row that is no other record's; of several the first that already is as the record says."""
    taken = target.ids.taken(target.entity, [row["id"] for row in there])
    free = [row for row in there if row["id"] not in taken]
    equal = [row for row in free if _is_alike(record, row)]
    if not free:
        return
    row = free[0] if len(free) == 1 else next(iter(equal), None)
    found[old] = row
    if row is not None:
        target.ids.claim(target.entity, row["id"])


def _is_alike(values: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a row holds all values, but for what a site changes by itself."""
    return all(_same(name, value, row) for name, value in values.items() if name not in _MOVABLE)


def _same(name: str, value: Any, row: Mapping[str, Any]) -> bool:
    held = row.get(name)
    if value in (None, "", []):
        return True
    if isinstance(value, list) and isinstance(held, list):
        return sorted(map(str, value)) == sorted(map(str, held))
    if isinstance(value, str) and isinstance(held, str):
        return value.strip().casefold() == held.strip().casefold() or is_equal({name: value}, row)
    return is_equal({name: value}, row)


def _is_similar(one: Lost, row: Mapping[str, Any]) -> bool:
    if row["id"] <= one.floor:
        return False
    telling = [name for name in one.values if name in OWNERS or name in _NAMES]
    return all(_same(name, one.values[name], row) for name in telling)
