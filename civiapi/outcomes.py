"""What became of each record of a bulk write, and the report over all of them."""

from __future__ import annotations

import csv
import json
import os
import tempfile
import time
import warnings
import weakref
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from .errors import ApiCallError
from .records import line_of

#: What may become of a record; after "unknown" nobody can say without a look at the site.
STATUSES = ("created", "updated", "deleted", "unchanged", "failed", "unknown", "skipped")
#: What a file of records that went wrong says of them, beside their fields.
OWN_COLUMNS = ("civiapi_index", "civiapi_line", "civiapi_status", "civiapi_error")
_BAD = frozenset({"failed", "unknown"})
_FIRST = 10


@dataclass(frozen=True)
class Outcome:
    """What became of one record.

    ``index`` is its place in the source, from 0; ``id`` that of its row, None where there is none or nobody
    knows; ``error`` why it failed or is unknown; ``record`` is as it was given.
    """

    index: int
    status: str
    id: int | None = None
    error: ApiCallError | None = None
    record: Mapping[str, Any] = field(default_factory=dict)

    @property
    def line(self) -> int | None:
        """The line of the file that the record came from; None where it came from none."""
        return line_of(self.record)

    @property
    def ok(self) -> bool:
        """Whether the site has the record as it was given."""
        return self.status not in _BAD and self.status != "skipped"


class Chunk(Protocol):
    """Some outcomes that came together."""

    @property
    def outcomes(self) -> Iterable[Outcome]: ...


class Closing(Protocol):
    """What is to be closed at the end."""

    def close(self) -> None: ...


class Report:
    """Counts of outcomes, and those records that failed or are unknown.

    ``counts`` is a dict of status -> number, ``errors`` the first ten outcomes that went wrong, ``rate``
    records a second.  The bad records are kept in a temporary file, so that memory stays small.
    """

    def __init__(self, *, dry_run: bool = False) -> None:
        self.counts = dict.fromkeys(STATUSES, 0)
        self.errors: list[Outcome] = []
        self.dry_run = dry_run
        self._columns: dict[str, None] = {}
        self._bad: IO[str] | None = None
        self._started = self._ended = time.monotonic()

    def __getstate__(self) -> dict[str, Any]:
        """With the bad records as text: a process of a pool hands its report on."""
        return {**self.__dict__, "_bad": "" if self._bad is None else _whole(self._bad)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update({**state, "_bad": None})
        if state["_bad"]:
            self._keep(state["_bad"])

    @property
    def total(self) -> int:
        """How many records have an outcome."""
        return sum(self.counts.values())

    @property
    def rate(self) -> float:
        """Records a second."""
        seconds = self._ended - self._started
        return self.total / seconds if seconds > 0 else 0.0

    @property
    def ok(self) -> bool:
        """Whether nothing failed and nothing is unknown."""
        return not any(self.counts[status] for status in _BAD)

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.counts[outcome.status] += 1
        self._ended = time.monotonic()
        if outcome.status not in _BAD:
            return
        if len(self.errors) < _FIRST:
            self.errors.append(outcome)
        self._columns.update(dict.fromkeys(map(str, outcome.record)))
        facts = {name: getattr(outcome, name) for name in ("index", "line", "status")}
        facts["error"] = reason(outcome)
        record = {str(name): value for name, value in outcome.record.items()}
        self._keep(json.dumps([facts, record], default=str) + "\n")

    def _keep(self, lines: str) -> None:
        if self._bad is None:
            self._bad = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 (closed by close)
            # no __del__: among objects that end together, the file's own end may come first
            weakref.finalize(self, self._bad.close)
        self._bad.write(lines)

    def bad(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """The records that failed or are unknown: pairs of (index, line, status, error) and the record."""
        if self._bad is None:
            return
        self._bad.flush()
        self._bad.seek(0)
        for line in self._bad:
            facts, record = json.loads(line)
            yield facts, record
        self._bad.seek(0, os.SEEK_END)

    def to_csv(self, path: str | Path, *, null: str = "") -> None:
        """Write the records that went wrong to a CSV file, to be corrected and imported by itself.

        Its columns are the fields of the records, then ``civiapi_index`` (from 0), ``civiapi_line``,
        ``civiapi_status`` and ``civiapi_error``, which ``files.read`` leaves out.  ``null`` is the mark for
        fields that were to be cleared.
        """
        names = [name for name in self._columns if name not in OWN_COLUMNS]
        with open(path, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [*names, *OWN_COLUMNS])
            writer.writeheader()
            for facts, record in self.bad():
                values = {name: null if record[name] is None else _cell(record[name]) for name in record}
                writer.writerow(values | {f"civiapi_{name}": value for name, value in facts.items()})

    def close(self) -> None:
        """Let the temporary file go."""
        if self._bad is not None:
            self._bad.close()
            self._bad = None

    def __str__(self) -> str:
        rate = f" ({self.rate:.0f} a second)" if self.rate else ""
        errors = [f"\n  {_place(one)}: {one.status}: {reason(one)}" for one in self.errors]
        return f"{self._counted()}{rate}{''.join(errors)}"

    def __repr__(self) -> str:
        first = f"; {_place(self.errors[0])}: {reason(self.errors[0]):.80}" if self.errors else ""
        return f"<Report {self._counted()}{first}>"

    def _repr_html_(self) -> str:
        from .notebook import report_html

        errors = [(_place(one), one.status, reason(one)) for one in self.errors]
        bad = sum(self.counts[status] for status in _BAD)
        return report_html(self._counted(), errors, bad - len(errors))

    def _counted(self) -> str:
        counted = ", ".join(f"{number} {status}" for status, number in self.counts.items() if number)
        begin = "nothing was written; this is what would be done: " if self.dry_run else ""
        return f"{begin}{counted or 'no records'}"


def _whole(file: IO[str]) -> str:
    """All of a file that is written to at its end."""
    file.flush()
    file.seek(0)
    return file.read()  # it stands at its end again


def reason(outcome: Outcome) -> str:
    """Why a record failed, on one line."""
    return " ".join(outcome.error.message.split()) if outcome.error else ""


def _place(outcome: Outcome) -> str:
    """Where a record stood."""
    return f"record {outcome.index}" if outcome.line is None else f"line {outcome.line}"


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return json.dumps(value) if isinstance(value, list | dict) else value


class _Taken:
    """What nobody takes is not written; as of a coroutine that was never awaited, that is said."""

    _outcomes: Any = ()

    def _each(self) -> Any:
        raise NotImplementedError

    def _begun(self) -> Any:
        """The outcomes as they come; made late, as they hold this object, which could not go at once then."""
        if self._outcomes is None:
            self._outcomes = self._each()
        return self._outcomes

    def __del__(self) -> None:
        if self._outcomes is None:
            warnings.warn(
                "a bulk write whose outcomes nobody took: nothing was written; call .report() or iterate",
                RuntimeWarning,
                stacklevel=2,
            )


class Outcomes(_Taken):
    """The outcomes of a bulk write, in order, as they come; writing goes on as they are taken.

    Leaving early stops after what is under way, whose outcomes are then lost; after ``stop()`` they still
    come.  ``report()`` takes all that is left.
    """

    def __init__(
        self,
        chunks: Iterator[Chunk],
        report: Report,
        journal: Closing | None = None,
        stop: Callable[[], None] | None = None,
    ) -> None:
        self._chunks, self._report, self._journal = chunks, report, journal
        self._stop = stop
        self._outcomes: Any = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._report.total} taken; report() takes the rest>"

    def _each(self) -> Iterator[Outcome]:
        try:
            for chunk in self._chunks:
                for outcome in chunk.outcomes:
                    self._report.add(outcome)
                    yield outcome
        finally:
            self._chunks.close()  # type: ignore[attr-defined]
            if self._journal is not None:
                self._journal.close()

    def __iter__(self) -> Iterator[Outcome]:
        return self

    def __next__(self) -> Outcome:
        outcome: Outcome = next(self._begun())
        return outcome

    def stop(self) -> None:
        """Begin no more: iteration ends after what is under way; may be called from a signal handler."""
        if self._stop is not None:
            self._stop()

    def report(self) -> Report:
        """The report, after all records were written."""
        for _ in self._begun():
            pass
        return self._report

    def close(self) -> None:
        """Stop; what is under way is waited for."""
        self._begun().close()
        if self._journal is not None:  # where it was never begun
            self._journal.close()

    def __enter__(self) -> Outcomes:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncOutcomes(_Taken):
    """As Outcomes, to be iterated with ``async for``; ``await outcomes.report()``."""

    def __init__(
        self,
        chunks: AsyncIterator[Chunk],
        report: Report,
        journal: Closing | None = None,
        stop: Callable[[], None] | None = None,
    ) -> None:
        self._chunks, self._report, self._journal = chunks, report, journal
        self._stop = stop
        self._outcomes: Any = None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._report.total} taken; report() takes the rest>"

    async def _each(self) -> AsyncIterator[Outcome]:
        try:
            async for chunk in self._chunks:
                for outcome in chunk.outcomes:
                    self._report.add(outcome)
                    yield outcome
        finally:
            await self._chunks.aclose()  # type: ignore[attr-defined]
            if self._journal is not None:
                self._journal.close()

    def __aiter__(self) -> AsyncIterator[Outcome]:
        return self

    async def __anext__(self) -> Outcome:
        outcome: Outcome = await self._begun().__anext__()
        return outcome

    def stop(self) -> None:
        """Begin no more: iteration ends after what is under way; may be called from a signal handler."""
        if self._stop is not None:
            self._stop()

    async def report(self) -> Report:
        """The report, after all records were written."""
        async for _ in self._begun():
            pass
        return self._report

    async def aclose(self) -> None:
        """Stop; what is under way is cancelled, and unknown."""
        await self._begun().aclose()
        if self._journal is not None:
            self._journal.close()

    async def __aenter__(self) -> AsyncOutcomes:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()
