"""One chunk of a bulk write: sent as a batch, an outcome for each record, settled where its answer was lost.

APIv4's save is no transaction, so each record is a call of its own.  What a lost answer means is never
guessed: it is asked for, sent again where that cannot double, or left unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from . import v3, v4
from .call import Answer, ApiCall
from .errors import ApiCallError, ApiError, InvalidResponse, NotFound, UsageError
from .flows import Flow
from .lookup import Key, Rows, found, is_equal, questions
from .outcomes import Outcome

#: How often records are sent, where sending them again cannot double anything.
TIMES = 3
_LOCKED = ("Database lock encountered", "Database deadlock encountered")
_EXISTS = "DB Error: already exists"

#: Looks at calls before they leave: an error for each that is wrong.
Check = Callable[[Sequence[ApiCall]], Flow["list[ApiCallError | None]"]]


@dataclass(frozen=True)
class Job:
    """What a bulk write does to each record.

    ``action`` is create, save, update or delete; ``match`` the fields that tell a record's row (("id",) where
    it is told by its id); ``is_unique`` whether a unique index covers them, so that saving twice cannot
    double.
    """

    version: int
    entity: str
    action: str
    match: tuple[str, ...] = ()
    is_unique: bool = False
    dry_run: bool = False
    only_changes: bool = False

    @property
    def asks_first(self) -> bool:
        """Whether the rows are asked for in a request of their own, before anything is written.

        APIv4 tells an id or a unique key itself, and the asking goes along in the same request.
        """
        native = self.version == 4 and self.is_unique
        return bool(self.match) and (not native or self.dry_run or self.only_changes)

    @property
    def needs_row(self) -> bool:
        """Whether a record without a row has nothing to be written to."""
        return self.action in ("update", "delete") or self.match == ("id",)

    @property
    def rules(self) -> Any:
        """The version's module."""
        return v4 if self.version == 4 else v3


@dataclass(frozen=True)
class Item:
    """A record under way: its call, or the error that it has without one; its row, once that is known."""

    index: int
    record: Mapping[str, Any]
    key: Key | None = None
    call: ApiCall | None = None
    error: ApiCallError | None = None
    row: Mapping[str, Any] | None = None
    is_new: bool = False

    def outcome(self, status: str, identity: Any = None, error: ApiCallError | None = None) -> Outcome:
        known = str(identity if identity is not None else (self.row or {}).get("id"))
        number = int(known) if known.isdecimal() else None
        return Outcome(self.index, status, number, error, self.record)


def call_for(job: Job, record: Mapping[str, Any], identity: Any = None) -> ApiCall:
    """The call that writes one record, to the row with an id where one is given; UsageError for none."""
    if identity is None and job.needs_row:
        identity = record.get("id")
    values = {name: value for name, value in record.items() if name != "id"}
    if job.action == "delete":
        return _shaped(job, "delete", {"id": identity})
    if job.version == 3:
        return _shaped(job, "create", values if identity is None else {**values, "id": identity})
    if identity is not None:
        return _shaped(job, "update", {"where": [["id", "=", identity]], "values": values})
    if job.match and job.is_unique:
        return _shaped(job, "save", {"records": [record], "match": list(job.match)})
    return _shaped(job, "create", {"values": record})


def _shaped(job: Job, action: str, params: Mapping[str, Any]) -> ApiCall:
    return ApiCall(job.entity, action, job.rules.shape(job.entity, action, params), job.version)


def written(job: Job, items: Sequence[Item], check: Check | None = None) -> Flow[list[Outcome]]:
    """What became of each record of a chunk, in order.

    Raises only where nothing can have been written: the site was not reached, or refuses the user.
    """
    ended = [item.outcome("failed", error=item.error) for item in items if item.error is not None]
    going = [item for item in items if item.error is None]
    if job.asks_first and going:
        more, going = yield from _asked_first(job, going)
        ended += more
    if check is not None and going:  # when it is known whether a record creates a row or changes one
        wrong = yield from check(_calls(going))
        refused = [(item, error) for item, error in zip(going, wrong, strict=True) if error is not None]
        ended += [item.outcome("failed", error=error) for item, error in refused]
        going = [item for item, error in zip(going, wrong, strict=True) if error is None]
    if job.dry_run:
        ended += [_foreseen(job, item) for item in going]
    elif going:
        ended += yield from _sent(job, going, TIMES)
    return sorted(ended, key=lambda outcome: outcome.index)


def resumed(job: Job, items: Sequence[Item]) -> Flow[list[Outcome]]:
    """What became of a chunk that an earlier run had sent when it ended; it may still be running there."""
    lost = ApiCallError("the run that sent it ended before the answer came")
    ended = [item.outcome("failed", error=item.error) for item in items if item.error is not None]
    ended += yield from _settled(job, [item for item in items if item.error is None], lost, TIMES)
    return sorted(ended, key=lambda outcome: outcome.index)


def _foreseen(job: Job, item: Item) -> Outcome:
    if job.action == "delete":
        return item.outcome("deleted")
    return item.outcome("updated" if item.row is not None else "created")


def _asked_first(job: Job, items: Sequence[Item]) -> Flow[tuple[list[Outcome], list[Item]]]:
    """What ends without being written, and what goes on, its row known."""
    rows = yield from _rows(job, items, full=job.only_changes)
    ended: list[Outcome] = []
    left: list[Item] = []
    for item in items:
        matching = rows.get(item.key, [])
        row = matching[0] if matching else None
        if len(matching) > 1 or (row is None and job.needs_row):
            ended.append(item.outcome("failed", error=_not_one(job, item, len(matching))))
        elif row is not None and job.only_changes and is_equal(item.record, row):
            ended.append(replace(item, row=row).outcome("unchanged"))
        elif row is not None:
            left.append(_for_row(job, item, row))
        else:
            left.append(replace(item, is_new=True))
    return ended, left


def _not_one(job: Job, item: Item, count: int) -> ApiCallError:
    named = ", ".join(f"{name} {item.record.get(name)!r}" for name in job.match)
    if count:
        return UsageError(f"{count} rows have {named}; nothing was written", call=item.call)
    return NotFound(f"no such row: {named}", call=item.call)


def _for_row(job: Job, item: Item, row: Mapping[str, Any]) -> Item:
    """The record as it goes to a row that is there."""
    return replace(item, row=row, call=call_for(job, item.record, row["id"]))


def _rows(job: Job, items: Sequence[Item], *, full: bool) -> Flow[Rows]:
    """The site's rows with the keys of records; full: with all fields of the records."""
    questions = _questions(job, items, full=full)
    for left in reversed(range(TIMES)):
        try:
            answers = yield questions
            break
        except InvalidResponse:  # asking again does no harm
            if not left:
                raise
    return _read_rows(job, answers)


def _questions(job: Job, items: Sequence[Item], *, full: bool) -> list[ApiCall]:
    records = [item.record for item in items]
    wanted = list(dict.fromkeys(name for record in records for name in record)) if full else []
    return questions(job.version, job.entity, job.match, records, wanted)


def _read_rows(job: Job, answers: Iterable[Answer]) -> Rows:
    return found([row for answer in answers for row in job.rules.read(answer)], job.match)


def _calls(items: Iterable[Item]) -> list[ApiCall]:
    return [item.call for item in items if item.call is not None]


def _sent(job: Job, items: Sequence[Item], times: int) -> Flow[list[Outcome]]:
    """Write records; where the answer is lost, settle what became of them."""
    asking = _questions(job, items, full=False) if job.match and not job.asks_first else []
    try:
        answers = yield [*asking, *_calls(items)]
    except ApiCallError as error:
        if error.handled is False:
            raise
        return (yield from _settled(job, items, error, times))
    try:
        rows = _read_rows(job, answers[: len(asking)]) if asking else None
    except ApiCallError:  # the rows may not be read; the records were written all the same
        rows = None
    return (yield from _judged(job, items, answers[len(asking) :], rows, times))


def _judged(
    job: Job, items: Sequence[Item], answers: Sequence[Answer], rows: Rows | None, times: int
) -> Flow[list[Outcome]]:
    """Outcomes by the answers; what the database was locked for goes again by itself."""
    outcomes: list[Outcome] = []
    for item, answer in zip(items, answers, strict=True):
        outcome = _outcome(job, item, answer, rows, times)
        said = outcome.error.message if outcome.error is not None else ""
        if said.startswith(_LOCKED) and times > 1:
            outcomes += yield from _sent(job, [item], times - 1)
        elif said.startswith(_EXISTS) and job.match and times > 1:
            outcomes += yield from _existing(job, item, outcome)
        else:
            outcomes.append(outcome)
    return outcomes


def _outcome(job: Job, item: Item, answer: Answer, rows: Rows | None, times: int) -> Outcome:
    try:
        given = job.rules.read(answer)
    except ApiCallError as error:
        known = isinstance(error, ApiError) or error.handled is False
        return item.outcome("failed" if known else "unknown", error=error)
    row = rows.get(item.key, [None])[0] if rows is not None else item.row
    if rows is not None and row is None and job.needs_row and not (job.action == "delete" and times < TIMES):
        return item.outcome("failed", error=_not_one(job, item, 0))
    if job.action == "delete":
        return item.outcome("deleted", item.record.get("id"))
    first = given[0] if isinstance(given, list) and given else {}
    identity = first.get("id") if isinstance(first, Mapping) else None
    return item.outcome("created" if row is None else "updated", identity or (row or {}).get("id"))


def _existing(job: Job, item: Item, outcome: Outcome) -> Flow[list[Outcome]]:
    """A unique key is taken: perhaps by this very record, sent before; then its row is brought up to date."""
    matching = (yield from _rows(job, [item], full=False)).get(item.key, [])
    if len(matching) != 1 or item.row is not None:
        return [outcome]
    return (yield from _sent(job, [_for_row(job, item, matching[0])], 1))


def _settled(job: Job, items: Sequence[Item], error: ApiCallError, times: int) -> Flow[list[Outcome]]:
    """What became of records whose answer was lost, as far as the site can tell.

    What is there is done.  What is not, or not as it should be, is sent again where that cannot double:
    it has its row, or a unique key; or the site is known to be done with the request.
    """
    if not job.match:
        return [item.outcome("unknown", error=error) for item in items]
    try:
        rows = yield from _rows(job, items, full=True)
    except ApiCallError:
        return [item.outcome("unknown", error=error) for item in items]
    is_over = isinstance(error, InvalidResponse) and error.status == 500
    outcomes: list[Outcome] = []
    left: list[Item] = []
    for item in items:
        matching = rows.get(item.key, [])
        going = _for_row(job, item, matching[0]) if len(matching) == 1 else item
        if len(matching) == 1 and job.action != "delete" and is_equal(item.record, matching[0]):
            outcomes.append(going.outcome("created" if item.is_new else "updated"))
        elif job.action == "delete" and not matching:
            outcomes.append(item.outcome("deleted", item.record.get("id")))
        elif len(matching) == 1 or (not matching and (job.is_unique or is_over)):
            left.append(going)
        else:
            outcomes.append(item.outcome("unknown", error=error))
    outcomes += yield from _sent_again(job, left, error, times, is_over)
    return outcomes


def _sent_again(
    job: Job, items: Sequence[Item], error: ApiCallError, times: int, is_over: bool
) -> Flow[list[Outcome]]:
    """Records that may go again.  Where one of them ended the request with a PHP Error, halves tell which."""
    if not items:
        return []
    if is_over and len(items) > 1:
        middle = len(items) // 2
        outcomes = yield from _sent(job, items[:middle], times)
        outcomes += yield from _sent(job, items[middle:], times)
        return outcomes
    if times <= 1:
        return [item.outcome("failed" if is_over else "unknown", error=error) for item in items]
    return (yield from _sent(job, items, times - 1))
