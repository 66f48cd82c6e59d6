"""Many records in, an outcome for each.

Records go as batches of at most 50 calls, one a record, several requests side by side where asked; a
record is only sent while no other with the same key is under way.  See chunks.py for what becomes of a chunk.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .batch import WRITES, call_bytes, request_limit
from .call import ApiCall
from .checks.guard import checked
from .chunks import Check, resumed, written
from .errors import ApiCallError, UsageError
from .flows import Flow
from .guards import writable
from .jobs import Item, Job, call_for
from .journal import Journal, digest, remembered
from .lookup import Key, key_of, match_fields
from .outcomes import AsyncOutcomes, Outcome, Outcomes, Report
from .records import Record, is_table
from .records import records as records_of
from .stock import UNIQUE

if TYPE_CHECKING:
    from .base import BaseApi

#: The seconds that a request should take at most; PHP's own limit is 30.
SECONDS = 5.0


@dataclass(frozen=True)
class Chunk:
    """A chunk that is over."""

    first: int
    outcomes: list[Outcome]
    keys: frozenset[Key]
    seconds: float | None


class BulkPlan:
    """The chunks of a bulk write, as a Plan."""

    def __init__(
        self,
        api: BaseApi,
        job: Job,
        source: Any,
        *,
        size: int = WRITES,
        check: Check | None = None,
        journal: Journal | None = None,
        stop_after: int | None = None,
        ids: Flow[list[int]] | None = None,
    ) -> None:
        self._api, self._job, self._check, self._journal = api, job, check, journal
        self._ids = ids
        self._source: Iterator[Mapping[str, Any]] = iter(records_of(source))
        self._limit = request_limit(api)
        self._most = self._size = max(1, min(size, WRITES - (job.action != "create")))
        self._index = 0
        self._held: Item | None = None
        self._broken: Exception | None = None  # what the source raised, until what it gave has left
        self._under_way: set[Key] = set()
        self._errors_left = stop_after
        self._table = source if is_table(source) else None
        self._made: set[int] = set()  # hashes of the keys that a dry run would have made rows for
        self._looks_at_match = check is not None and bool(job.match)
        self._is_new, self._is_looking, self._is_stopped = True, False, False

    def stop(self) -> None:
        """Begin no more."""
        self._is_stopped = True

    def start(self) -> Flow[Chunk] | None:
        if self._is_looking or self._is_stopped:
            return None
        if self._is_new:
            self._is_looking = True
            return self._looked()
        if self._broken is not None:
            raise self._broken
        first = self._index if self._held is None else self._held.index
        told = self._journal.chunk(first) if self._journal is not None else None
        enough = self._errors_left is not None and self._errors_left <= 0
        if told is not None and not (enough and told[2] == []):
            return self._from_journal(*told)
        if enough:
            return self._skipping(1000 if told is None else told[0])
        if self._looks_at_match:
            self._held = self._next()
            self._is_looking, self._looks_at_match = True, False
            return self._match_looked() if self._held is not None else None
        items = self._taken(self._size)
        return self._to_be_sent(items) if items else None

    def done(self, given: Chunk) -> None:
        self._under_way -= given.keys
        if given.seconds is None:  # nothing of it was done by this run
            return
        if self._errors_left is not None:
            self._errors_left -= sum(one.status in ("failed", "unknown") for one in given.outcomes)
        self._made.update(self._making(given.outcomes))
        if self._journal is not None:
            self._journal.done(given.first, given.outcomes)
        if given.seconds > SECONDS:
            self._size = max(1, self._size // 2)
        elif given.seconds < SECONDS / 2:
            self._size = min(self._most, self._size * 2)

    def _looked(self) -> Flow[Chunk]:
        """What is known before the first record is written; an empty chunk."""
        if not self._job.dry_run:
            yield from writable(self._api, self._job.entity)
        if self._ids is not None:
            self._source = iter([{"id": number} for number in (yield from self._ids)])
        if self._table is not None:
            from .header import prepared

            self._source = map((yield from prepared(self._api, self._job.entity, self._table)), self._source)
        self._is_new = self._is_looking = False
        return Chunk(0, [], frozenset(), None)

    def _match_looked(self) -> Flow[Chunk]:
        """That there are such fields to match by, or UsageError; an empty chunk."""
        names = {"select" if self._job.version == 4 else "return": list(self._job.match)}
        call = ApiCall(self._job.entity, "get", names, self._job.version)
        (fault,) = yield from checked(self._api, [call])
        if isinstance(fault, UsageError):
            raise UsageError(f"match: {fault.message}")
        self._is_looking = False
        return Chunk(0, [], frozenset(), None)

    def _taken(self, most: int) -> list[Item]:
        """The next records, until they are enough, or one has a key that is under way."""
        items: list[Item] = []
        keys: set[Key] = set()
        size = 0
        while len(items) < most:
            try:
                item = self._next()
            except Exception:
                if items:
                    break
                raise
            if item is None:
                break
            more = call_bytes(item.call) if item.call is not None else 0
            if item.key is not None and (item.key in keys or item.key in self._under_way):
                self._held = item
                break
            if items and size + more > self._limit:
                self._held = item
                break
            if item.key is not None:
                keys.add(item.key)
            items.append(item)
            size += more
        self._under_way |= keys
        return items

    def _next(self) -> Item | None:
        if self._held is not None:
            item, self._held = self._held, None
            return item
        try:
            record = next(self._source, None)
        except Exception as error:
            self._broken = error
            if sys.version_info >= (3, 11):
                error.add_note(f"raised by the source of the records, after {self._index} of them")
            raise
        if record is None:
            return None
        item = _item(self._job, self._index, record)
        self._index += 1
        return item

    def _to_be_sent(self, items: Sequence[Item]) -> Flow[Chunk]:
        items = [replace(item, row={}) if hash(item.key) in self._made else item for item in items]
        flow = written(self._job, items, self._check)
        if self._journal is not None:
            self._journal.unsent(items[0].index)  # first, as Ctrl-C may come amid the other
            self._journal.sent(items[0].index, [item.record for item in items])
            flow = _noted(self._journal, items[0].index, flow)
        return self._written(items, flow)

    def _making(self, outcomes: Sequence[Outcome]) -> Iterator[int]:
        if self._job.dry_run and self._job.match:
            for one in outcomes:
                if one.status == "created":
                    yield hash(key_of(one.record, self._job.match))

    def _written(self, items: Sequence[Item], flow: Flow[list[Outcome]]) -> Flow[Chunk]:
        keys = frozenset(item.key for item in items if item.key is not None)
        started = time.monotonic()
        outcomes = yield from flow
        return Chunk(items[0].index, outcomes, keys, time.monotonic() - started)

    def _from_journal(self, size: int, digested: str, told: list[list[Any]] | None) -> Flow[Chunk]:
        """A chunk of an earlier run: what became of it is known, or is to be settled now."""
        first = self._index
        taken = list(islice(self._source, size))
        if len(taken) < size or digest(taken) != digested:
            raise UsageError(
                f"the records from {first} on are not those of the journal; "
                "give the same source, or another name"
            )
        self._index += size
        if told:
            found = zip(told, taken, strict=True)
            outcomes = [remembered(one, first + at, record) for at, (one, record) in enumerate(found)]
            return _given(Chunk(first, outcomes, frozenset(), None))
        items = [_item(self._job, first + at, record) for at, record in enumerate(taken)]
        self._under_way |= {item.key for item in items if item.key is not None}
        if told is not None:
            return self._to_be_sent(items)
        return self._written(items, resumed(self._job, items, self._check))

    def _skipping(self, most: int) -> Flow[Chunk] | None:
        """What is left after too many errors: nothing of it is sent."""
        left = [] if self._held is None else [self._held.record]
        first = self._index - len(left)
        self._held = None
        left += list(islice(self._source, most))
        self._index = first + len(left)
        skipped = [Outcome(first + at, "skipped", record=record) for at, record in enumerate(left)]
        return _given(Chunk(first, skipped, frozenset(), None)) if skipped else None


def _noted(journal: Journal, first: int, flow: Flow[list[Outcome]]) -> Flow[list[Outcome]]:
    """The same; its chunk leaves with the first call that writes.

    An error that it ends in means that nothing of it was written.
    """
    try:
        calls = next(flow)
        while True:
            if not all(call.is_read() for call in calls):
                journal.leaving(first)
            try:
                answers = yield calls
            except ApiCallError as error:
                calls = flow.throw(error)
            else:
                calls = flow.send(answers)
    except StopIteration as stop:
        found: list[Outcome] = stop.value
        return found
    except ApiCallError:
        journal.unsent(first)
        raise
    finally:
        flow.close()


def _given(chunk: Chunk) -> Flow[Chunk]:
    yield from ()
    return chunk


def _item(job: Job, index: int, record: Mapping[str, Any]) -> Item:
    """A record with its key and its call, or with what is wrong with it."""
    record = record if isinstance(record, Record) else dict(record)
    try:
        for name in record:
            if not isinstance(name, str):  # csv.DictReader's None
                raise UsageError(f"a record's keys are text, not {name!r}; has its line too many cells?")
        job = job.of(record)
        key = key_of(record, job.match) if job.match else None
        _check_id(job, record, key)
        if job.match and key is None:
            raise UsageError(_keyless(job))
        return Item(index, record, key, call_for(job, record))
    except (UsageError, TypeError) as error:
        wrong = error if isinstance(error, ApiCallError) else UsageError(str(error))
        return Item(index, record, error=wrong)


def _check_id(job: Job, record: Mapping[str, Any], key: Key | None) -> None:
    """UsageError for an id that is none, or that says something else than the match.

    CiviCRM reads the number at the beginning of any text as an id.
    """
    identity = record.get("id")
    if job.match == ("id",):
        if key is not None and (isinstance(identity, bool) or not key[0].isdecimal()):
            raise UsageError(f"id: {identity!r:.80} is no whole number")
    elif identity not in (None, ""):
        if job.match:
            raise UsageError(f"an id besides {', '.join(job.match)}; leave it out, or match by it alone")
        raise UsageError("create makes its own id; use update_all or save_all to change a record")


def _keyless(job: Job) -> str:
    if job.match == ("id",) and job.action == "update":
        return "no id; update_all needs one in each record, or match=[...]"
    if job.match == ("id",):
        return f"no id to {job.action} by"
    return f"no value in {', '.join(job.match)}; without it the record would double"


def job_for(
    version: int,
    entity: str,
    action: str,
    match: Sequence[str] | None,
    unique: Sequence[frozenset[str]],
    **options: Any,
) -> Job:
    """What is to be done, told by its name and the fields that match; UsageError where that means nothing."""
    fields = match_fields(match if match is not None else ())
    if not fields and action in ("update", "delete"):
        fields = ("id",)
    if action == "create" and fields:
        raise UsageError("create_all takes no match; use save_all(match=...)")
    is_unique = fields == ("id",) or any(key <= frozenset(fields) for key in unique)
    return Job(version, entity, action, fields, is_unique, **options)


def bulk(
    api: BaseApi,
    entity: str,
    action: str,
    source: Any,
    *,
    match: Sequence[str] | None = None,
    workers: int = 1,
    chunk: int = WRITES,
    journal: str | Path | None = None,
    dry_run: bool = False,
    only_changes: bool = False,
    stop_after: int | None = None,
    check: bool = True,
    ids: Flow[list[int]] | None = None,
) -> Outcomes | AsyncOutcomes:
    """Write records and give their outcomes as they come; see BaseEntity.save_all.

    ``ids`` finds the rows of a delete, in the place of ``source``.
    """
    for name, number in (("workers", workers), ("chunk", chunk), ("stop_after", stop_after)):
        if name == "stop_after" and number is None:
            continue
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise UsageError(f"{name} is a number from 1 on, not {number!r:.80}")
    version = api.VERSION.NUMBER
    unique = UNIQUE.get(entity, [])
    job = job_for(version, entity, action, match, unique, dry_run=dry_run, only_changes=only_changes)
    book = None
    if journal is not None and not dry_run:
        facts = {"site": api._site, "entity": entity, "action": action, "match": list(job.match)}
        book = Journal(journal, {**facts, "version": version})
    look: Check | None = partial(checked, api) if check else None
    plan = BulkPlan(api, job, source, size=chunk, check=look, journal=book, stop_after=stop_after, ids=ids)
    chunks: Any = api._stream(plan, workers)
    kind = AsyncOutcomes if hasattr(chunks, "__aiter__") else Outcomes
    return kind(chunks, Report(dry_run=dry_run), book, plan.stop)
