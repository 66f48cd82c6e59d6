"""One chunk of rows, written to the other site: changed, taken for one that is there, or new."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..chunks import TIMES, written
from ..errors import ApiCallError, InvalidResponse
from ..flows import Flow
from ..jobs import Item, Job, call_for
from ..outcomes import Outcome
from .ids import Known
from .settle import Lost, Target, matching, settled
from .translate import Record


@dataclass(frozen=True)
class Todo:
    """A record to be written; ``known`` is what the journal has of it, ``extra`` values to match it by."""

    record: Record
    known: Known | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def old(self) -> int:
        return self.record.old

    @property
    def filled(self) -> dict[str, Any]:
        """The values that are not empty."""
        return {name: value for name, value in self.record.values.items() if value not in (None, "", [])}


@dataclass(frozen=True)
class Done:
    """What became of a record; ``new`` is its id at the other site, where that is known."""

    todo: Todo
    status: str
    new: int | None = None
    error: str | None = None


def moved(target: Target, todo: Sequence[Todo], floor: int) -> Flow[list[Done]]:
    """What became of each record.

    Raises only where nothing can have been written: the site was not reached, or refuses the user.
    """
    changing = [(one, one.known.new) for one in todo if one.known is not None and one.known.new is not None]
    fresh = [one for one in todo if one.known is None or one.known.new is None]
    rows = yield from matching(target, [(one.old, {**one.record.values, **one.extra}) for one in fresh])
    changing += [(one, row["id"]) for one in fresh if (row := rows.get(one.old)) is not None]
    done = [
        Done(one, "failed", error="several rows match it; nothing was written")
        for one in fresh
        if one.old in rows and rows[one.old] is None
    ]
    done += yield from _changed(target, changing)
    done += yield from _created(target, [one for one in fresh if one.old not in rows], floor, TIMES)
    return done


def _changed(target: Target, todo: Sequence[tuple[Todo, int]]) -> Flow[list[Done]]:
    """Rows that are there, brought up to date: only what differs, and empty only what was written before."""
    job = Job(4, target.entity, "update", ("id",), True, dry_run=target.dry_run, only_changes=True)
    items: list[Item] = []
    for number, (one, new) in enumerate(todo):
        before = one.known.names if one.known is not None else frozenset()
        emptied = {name: one.record.values[name] for name in one.record.values if name in before}
        values = {"id": new, **emptied, **one.filled}
        items.append(Item(number, values, (str(new),), call_for(job, values)))
    outcomes = yield from written(job, [item for item in items if len(item.record) > 1])
    by_number = {outcome.index: outcome for outcome in outcomes}
    return [
        _done(one, by_number.get(number) or Outcome(number, "unchanged"), new)
        for number, (one, new) in enumerate(todo)
    ]


def _created(target: Target, todo: Sequence[Todo], floor: int, times: int) -> Flow[list[Done]]:
    """New rows; those whose answer was lost are looked for, and sent again where they are not there."""
    if not todo:
        return []
    job = Job(4, target.entity, "create", dry_run=target.dry_run)
    items = [Item(number, one.filled, call=call_for(job, one.filled)) for number, one in enumerate(todo)]
    outcomes = yield from written(job, items)
    since = time.time()
    pairs = list(zip(todo, outcomes, strict=True))
    done = [_done(one, outcome, outcome.id) for one, outcome in pairs if outcome.status != "unknown"]
    lost = [(one, outcome.error) for one, outcome in pairs if outcome.status == "unknown"]
    for one in done:
        if one.new is not None:
            target.ids.claim(target.entity, one.new)
    if lost:
        done += yield from _looked_for(target, lost, floor, since, times)
    return done


def _looked_for(
    target: Target, lost: Sequence[tuple[Todo, ApiCallError | None]], floor: int, since: float, times: int
) -> Flow[list[Done]]:
    error = lost[0][1]
    is_over = isinstance(error, InvalidResponse) and error.status == 500
    by_old = {one.old: one for one, _ in lost}
    asked = [Lost(one.old, one.filled, floor) for one, _ in lost]
    try:
        result = yield from settled(target, asked, 0.0 if is_over else since)
    except ApiCallError:
        return [Done(one, "unknown", error=_said(error)) for one in by_old.values()]
    done = [Done(by_old[old], "created", new) for old, new in result.there.items()]
    done += [Done(by_old[one.old], "unknown", error=_said(error)) for one in result.unknown]
    again = [by_old[one.old] for one in sorted(result.absent, key=lambda one: one.old)]
    if is_over and len(again) > 1:  # one of them ends the request; halves tell which
        middle = len(again) // 2
        done += yield from _created(target, again[:middle], floor, times)
        done += yield from _created(target, again[middle:], floor, times)
    elif times <= 1 or (is_over and len(lost) == 1):
        status = "failed" if is_over else "unknown"
        done += [Done(one, status, error=_said(error)) for one in again]
    else:
        done += yield from _created(target, again, floor, times - 1)
    return done


def _done(todo: Todo, outcome: Outcome, new: int | None) -> Done:
    return Done(todo, outcome.status, new, _said(outcome.error) if outcome.error else None)


def _said(error: ApiCallError | None) -> str:
    return " ".join(error.message.split()) if error is not None else ""
