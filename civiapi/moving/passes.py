"""The passes of a move: the rows of an entity, and then the references that had to wait."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..chunks import written
from ..flows import Flow
from ..jobs import Item, Job, call_for
from ..outcomes import Outcome
from .chunk import Done, Todo, moved
from .columns import Column
from .ids import Known
from .order import Step
from .report import TransferReport
from .settle import Target
from .translate import Translator, digest, linked, numbers, references, target_of

#: Rows that are looked up together, and records in a request.
_WINDOW, SIZE = 200, 50


@dataclass(frozen=True)
class Written:
    """A chunk that is over."""

    done: list[Done]
    owners: frozenset[Any]


class RowsPass:
    """The rows of an entity, chunk by chunk, as a Plan."""

    def __init__(
        self,
        target: Target,
        step: Step,
        translator: Translator,
        rows: Iterator[dict[str, Any]],
        report: TransferReport,
        is_stopped: Callable[[], bool],
        *,
        floor: int,
        extra: Sequence[str] = (),
    ) -> None:
        self._target, self._step, self._translator, self._report = target, step, translator, report
        self._rows, self._is_stopped, self._floor, self._extra = rows, is_stopped, floor, extra
        self._window: deque[tuple[dict[str, Any], Known | None]] = deque()
        self._news: dict[str, dict[int, int]] = {}
        self._owners: set[Any] = set()
        self._flying: set[int] = set()
        self._fakes = 0
        # Rows that need others of their own entity, such as notes on notes.
        self._own = [column for column in step.now if step.entity in column.targets]

    def start(self) -> Flow[Written] | None:
        todo: list[Todo] = []
        owners: set[Any] = set()
        while len(todo) < SIZE and not self._is_stopped():
            one = self._next(todo)
            if one is None:
                break
            mine = self._owners_of(one)
            if mine & self._owners:  # a contact's rows are never written side by side
                break
            self._window.popleft()
            if self._is_to_be_written(one):
                todo.append(one)
                owners |= mine
        if not todo:
            return None
        self._owners |= owners
        self._flying |= {one.old for one in todo}
        if not self._target.dry_run:
            fresh = [(one.old, one.filled) for one in todo if one.known is None or one.known.new is None]
            self._target.ids.sent(self._target.entity, fresh, self._floor)
        return self._written(todo, frozenset(owners))

    def done(self, given: Written) -> None:
        self._owners -= given.owners
        self._flying -= {one.todo.old for one in given.done}
        told: list[Known] = []
        for one in given.done:
            self._report.add(self._target.entity, one.status, one.todo.old, one.error)
            new = one.new
            if one.status == "created" and new is None and self._target.dry_run:
                self._fakes -= 1
                new = self._fakes
            if new is not None and one.status not in ("failed", "unknown"):
                told.append(_known(one.todo, new))
                self._floor = max(self._floor, new)
        ids, entity = self._target.ids, self._target.entity
        ids.done(entity, told)
        fresh = [one for one in given.done if one.todo.known is None or one.todo.known.new is None]
        ids.forget(entity, [one.todo.old for one in fresh if one.status == "failed"])
        ids.unknown(entity, [one.todo.old for one in fresh if one.status == "unknown"])

    def _written(self, todo: Sequence[Todo], owners: frozenset[Any]) -> Flow[Written]:
        return Written((yield from moved(self._target, todo, self._floor)), owners)

    def _next(self, todo: Sequence[Todo]) -> Todo | None:
        """The next row, which stays in the window; None where there is none, or it must wait."""
        if not self._window and not self._fill():
            return None
        row, known = self._window[0]
        if self._own:
            wanted = {
                old
                for column in self._own
                if target_of(row, column) == self._step.entity
                for old in numbers(row.get(column.name))
            }
            if wanted & (self._flying | {one.old for one in todo}):
                return None
            found = self._target.ids.new(self._step.entity, wanted) if wanted else {}
            self._news[self._step.entity] = found
        extra = {name: row.get(name) for name in self._extra}
        return Todo(self._translator.record(row, self._news), known, extra)

    def _fill(self) -> bool:
        rows = list(islice(self._rows, _WINDOW))
        if not rows:
            return False
        ids = self._target.ids
        known = ids.known(self._step.entity, [int(row["id"]) for row in rows])
        wanted: dict[str, set[int]] = {}
        for row in rows:
            for entity, olds in references(row, self._step.now).items():
                wanted.setdefault(entity, set()).update(olds)
        self._news = {entity: _looked_up(ids.new, entity, olds) for entity, olds in wanted.items()}
        self._window.extend((row, known.get(int(row["id"]))) for row in rows)
        return True

    def _is_to_be_written(self, one: Todo) -> bool:
        """Whether anything is to be done; what is not is counted."""
        entity, known, record = self._target.entity, one.known, one.record
        if known is not None and known.new is None:
            why = "nobody can tell whether the other site has it; look there"
            self._report.add(entity, "unknown", record.old, why)
            return False
        if record.why is not None:
            self._report.add(entity, "skipped", record.old, record.why)
            return False
        if known is None or known.new is None or known.hash != digest(record.values):
            return True
        if known.later != record.later:
            self._target.ids.done(entity, [_known(one, known.new)])
        self._report.add(entity, "unchanged")
        return False

    def _owners_of(self, one: Todo) -> set[Any]:
        names = ("contact_id", "entity_id")
        return {value for name in names if isinstance(value := one.record.values.get(name), int)}


def _looked_up(new: Any, entity: str, olds: set[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    given = sorted(olds)
    for start in range(0, len(given), 500):
        found |= new(entity, given[start : start + 500])
    return found


def _known(one: Todo, new: int) -> Known:
    """What is to be remembered of a record that the other site has."""
    record = one.record
    return Known(record.old, new, "done", digest(record.values), frozenset(one.filled), record.later)


@dataclass(frozen=True)
class Mend:
    """References of a record that waited, with new ids."""

    known: Known
    values: dict[str, Any]

    @property
    def hash(self) -> str | None:
        return digest(self.values) if any(value not in (None, []) for value in self.values.values()) else None


class MendPass:
    """The references of an entity that had to wait, as a Plan."""

    def __init__(
        self,
        target: Target,
        columns: Sequence[Column],
        report: TransferReport,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._target, self._columns, self._report, self._is_stopped = target, columns, report, is_stopped
        self._last = -1

    def start(self) -> Flow[list[tuple[Mend, Outcome]]] | None:
        while not self._is_stopped():
            known = self._target.ids.waiting(self._target.entity, self._last, SIZE)
            if not known:
                return None
            self._last = known[-1].old
            mends = [mend for mend in self._mends(known) if mend.values and mend.hash != mend.known.mended]
            if mends:
                return self._written(mends)
        return None

    def done(self, given: Sequence[tuple[Mend, Outcome]]) -> None:
        entity = self._target.entity
        self._target.ids.mended(entity, [(mend.known.old, mend.hash) for mend, one in given if one.ok])
        for mend, one in given:
            if not one.ok:
                why = f"{', '.join(mend.values)}: {one.error.message if one.error else 'nobody can tell'}"
                self._report.add(entity, one.status, mend.known.old, why)

    def _mends(self, known: Sequence[Known]) -> Iterator[Mend]:
        rows = [json.loads(one.later) if one.later else {} for one in known]
        wanted: dict[str, set[int]] = {}
        for row in rows:
            for entity, olds in references(row, self._columns).items():
                wanted.setdefault(entity, set()).update(olds)
        news = {entity: _looked_up(self._target.ids.new, entity, olds) for entity, olds in wanted.items()}
        for one, row in zip(known, rows, strict=True):
            yield Mend(one, self._values(one, row, news))

    def _values(
        self, known: Known, row: Mapping[str, Any], news: Mapping[str, Mapping[int, int]]
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for column in self._columns:
            if column.name in row:
                is_said, value = linked(column, row, news)
                if is_said:
                    values[column.name] = value
            elif known.mended is not None:
                values[column.name] = [] if column.many else None
        return values

    def _written(self, mends: Sequence[Mend]) -> Flow[list[tuple[Mend, Outcome]]]:
        job = Job(4, self._target.entity, "update", ("id",), True, only_changes=True)
        items = []
        for number, mend in enumerate(mends):
            values = {"id": mend.known.new, **mend.values}
            items.append(Item(number, values, (str(mend.known.new),), call_for(job, values)))
        outcomes = yield from written(job, items)
        return list(zip(mends, outcomes, strict=True))
