"""One chunk of a bulk write: sent as a batch, an outcome for each record, settled where its answer was lost.

APIv4's save is no transaction, so each record is a call of its own.  What a lost answer means is never
guessed: it is asked for, sent again where that cannot double, or left unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .call import Answer, ApiCall
from .errors import ApiCallError, ApiError, InvalidResponse, NotFound, UsageError
from .flows import Flow
from .jobs import Item, Job, call_for
from .lookup import Rows, found, is_equal, key_of, questions
from .outcomes import Outcome

#: How often records are sent, where sending them again cannot double anything.
TIMES = 3
_LOCKED = ("Database lock encountered", "Database deadlock encountered")
_EXISTS = "DB Error: already exists"

#: Looks at calls before they leave: an error for each that is wrong.
Check = Callable[[Sequence[ApiCall]], Flow["list[ApiCallError | None]"]]


def written(job: Job, items: Sequence[Item], check: Check | None = None) -> Flow[list[Outcome]]:
    """What became of each record of a chunk, in order.

    Raises only where nothing can have been written: the site was not reached, or refuses the user.
    """
    outcomes: list[Outcome] = []
    for kind, some in _kinds(job, items):
        try:
            outcomes += yield from _written(kind, some, check)
        except ApiCallError as error:
            if not outcomes:
                raise
            outcomes += [item.outcome("failed", error=error) for item in some]
    return sorted(outcomes, key=lambda outcome: outcome.index)


def _kinds(job: Job, items: Sequence[Item]) -> list[tuple[Job, list[Item]]]:
    """Items by their jobs."""
    kinds: dict[Job, list[Item]] = {}
    for item in items:
        kinds.setdefault(job if item.error is not None else job.of(item.record), []).append(item)
    return list(kinds.items())


def _written(job: Job, items: Sequence[Item], check: Check | None) -> Flow[list[Outcome]]:
    ended = [item.outcome("failed", error=item.error) for item in items if item.error is not None]
    going = [item for item in items if item.error is None]
    if job.asks_first and going:
        more, going = yield from _asked_first(job, going)
        ended += more
    # when it is known whether a record creates a row or changes one
    more, going = yield from _checked(check, going)
    ended += more
    if job.dry_run:
        ended += [_foreseen(job, item) for item in going]
    elif going:
        ended += yield from _sent(job, going, TIMES)
    return ended


def _checked(check: Check | None, items: list[Item]) -> Flow[tuple[list[Outcome], list[Item]]]:
    """What is refused before it is sent, and what goes on."""
    if check is None or not items:
        return [], items
    wrong = yield from check(_calls(items))
    pairs = list(zip(items, wrong, strict=True))
    refused = [item.outcome("failed", error=error) for item, error in pairs if error is not None]
    return refused, [item for item, error in pairs if error is None]


def resumed(job: Job, items: Sequence[Item], check: Check | None = None) -> Flow[list[Outcome]]:
    """What became of a chunk that an earlier run had sent when it ended; it may still be running there."""
    lost = ApiCallError("the run that sent it ended before the answer came")
    ended = [item.outcome("failed", error=item.error) for item in items if item.error is not None]
    for kind, some in _kinds(job, [item for item in items if item.error is None]):
        ended += yield from _settled(kind, some, lost, TIMES, check)
    return sorted(ended, key=lambda outcome: outcome.index)


def _foreseen(job: Job, item: Item) -> Outcome:
    if job.action == "delete":
        return item.outcome("deleted")
    return item.outcome("updated" if item.row is not None else "created")


def _asked_first(job: Job, items: Sequence[Item]) -> Flow[tuple[list[Outcome], list[Item]]]:
    """What ends without being written, and what goes on, its row known."""
    rows, errors = yield from _rows(job, items, full=job.only_changes)
    ended = [item.outcome("failed", error=errors[item.key]) for item in items if item.key in errors]
    left: list[Item] = []
    for item in items:
        if item.key in errors:
            continue
        matching = rows.get(item.key, [])
        row = matching[0] if matching else None
        if len(matching) > 1 or (row is None and job.needs_row):
            ended.append(item.outcome("failed", error=_not_one(job, item, len(matching))))
        elif row is not None and job.only_changes and is_equal(item.record, row):
            ended.append(replace(item, row=row).outcome("unchanged"))
        elif row is not None:
            left.append(_for_row(job, item, row))
        elif item.row is not None:  # a dry run: a record before it would have made the row, of whatever id
            left.append(replace(item, call=call_for(job, item.record, -1)))
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


def _rows(job: Job, items: Sequence[Item], *, full: bool) -> Flow[tuple[Rows, dict[Any, ApiError]]]:
    """The site's rows with the keys of records, full: with all fields of the records; and the keys refused.

    Where a row comes that has no record's key, the site takes values for the same that we do not (another
    form of a date, ss for a sharp s); where it refuses, one value may be the reason (APIv3 takes no name
    with the letters "select").  Then it is asked for each record by itself.
    """
    answers = yield from _asked(_questions(job, items, full=full))
    try:
        rows = _read_rows(job, answers)
    except ApiError:
        if len(items) == 1:
            raise
    else:
        if rows.keys() <= {item.key for item in items}:
            return rows, {}
    answers = yield from _asked([call for item in items for call in _questions(job, [item], full=full)])
    alone: dict[Any, list[Any]] = {}
    refused: dict[Any, ApiError] = {}
    for item, answer in zip(items, answers, strict=True):
        try:
            alone[item.key] = [row for rows in _read_rows(job, [answer]).values() for row in rows]
        except ApiError as error:
            refused[item.key] = error
    if not alone:
        raise next(iter(refused.values()))
    return alone, refused


def _asked(questions: Sequence[ApiCall]) -> Flow[list[Answer]]:
    for _ in range(TIMES - 1):
        try:
            return (yield questions)
        except InvalidResponse:  # asking again does no harm
            continue
    return (yield questions)


def _questions(job: Job, items: Sequence[Item], *, full: bool) -> list[ApiCall]:
    records = [item.record for item in items]
    wanted = list(dict.fromkeys(name for record in records for name in record)) if full else []
    return questions(job.version, job.entity, job.match, records, wanted)


def _read_rows(job: Job, answers: Iterable[Answer]) -> Rows:
    """Rows by their keys; UsageError where a row lacks a key: then the site did not look for it."""
    rows = [row for answer in answers for row in job.rules.read(answer)]
    if any("id" not in row or key_of(row, job.match) is None for row in rows):
        raise UsageError(
            f"rows of {job.entity} came without an id or a value in {', '.join(job.match)}; no record can be "
            "matched by that: the user may not see the field, there is none, or it holds several values"
        )
    return found(rows, job.match)


def _calls(items: Iterable[Item]) -> list[ApiCall]:
    return [item.call for item in items if item.call is not None]


def _sent(job: Job, items: Sequence[Item], times: int) -> Flow[list[Outcome]]:
    """Write records; where the answer is lost, settle what became of them."""
    asking = _questions(job, items, full=False) if job.match and not job.asks_first else []
    try:
        answers = yield [*asking, *_calls(items)]
    except ApiCallError as error:
        if isinstance(error, UsageError) or error.handled:  # wrong by itself, or refused as a whole
            return [item.outcome("failed", error=error) for item in items]
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
            outcomes += yield from _sent_once_more(job, [item], times - 1, "failed")
        elif said.startswith(_EXISTS) and job.match and times > 1:
            outcomes += yield from _existing(job, item, outcome)
        elif outcome.status == "unknown" and outcome.error is not None and job.match and times > 1:
            outcomes += yield from _settled(job, [item], outcome.error, times - 1)
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
    if isinstance(first, Mapping) and first.get("error_code") == "duplicate":
        return item.outcome("unchanged", identity)  # a relationship that is there already
    return item.outcome("created" if row is None else "updated", identity or (row or {}).get("id"))


def _existing(job: Job, item: Item, outcome: Outcome) -> Flow[list[Outcome]]:
    """A unique key is taken: perhaps by this very record, sent before; then its row is brought up to date."""
    try:
        rows, _ = yield from _rows(job, [item], full=False)
    except ApiCallError:
        return [outcome]
    matching = rows.get(item.key, [])
    if len(matching) != 1 or item.row is not None:
        return [outcome]
    return (yield from _sent_once_more(job, [_for_row(job, item, matching[0])], 1, "failed"))


def _sent_once_more(job: Job, items: Sequence[Item], times: int, status: str) -> Flow[list[Outcome]]:
    """As _sent; where the site is no longer reached, what is known of the records before is their outcome."""
    try:
        return (yield from _sent(job, items, times))
    except ApiCallError as error:
        return [item.outcome(status, error=error) for item in items]


def _settled(
    job: Job, items: Sequence[Item], error: ApiCallError, times: int, check: Check | None = None
) -> Flow[list[Outcome]]:
    """What became of records whose answer was lost, as far as the site can tell.

    What is there is done.  What is not, or not as it should be, is sent again where that cannot double:
    it has its row, or a unique key; or the site is known to be done with the request.
    """
    if not job.match:
        return [item.outcome("unknown", error=error) for item in items]
    try:
        rows, errors = yield from _rows(job, items, full=True)
    except ApiCallError:
        return [item.outcome("unknown", error=error) for item in items]
    is_over = isinstance(error, InvalidResponse) and error.status == 500
    outcomes = [item.outcome("unknown", error=error) for item in items if item.key in errors]
    left: list[Item] = []
    for item in items:
        if item.key in errors:
            continue
        matching = rows.get(item.key, [])
        going = _for_row(job, item, matching[0]) if len(matching) == 1 else item
        if len(matching) == 1 and job.action != "delete" and is_equal(item.record, matching[0]):
            outcomes.append(going.outcome("created" if item.is_new else "updated"))
        elif job.action == "delete" and not matching:
            outcomes.append(item.outcome("deleted", item.record.get("id")))
        elif job.needs_row and job.action != "delete" and not matching:
            outcomes.append(item.outcome("failed", error=_not_one(job, item, 0)))
        elif len(matching) == 1 or (not matching and (job.is_unique or is_over)):
            left.append(going)
        else:
            outcomes.append(item.outcome("unknown", error=error))
    try:
        refused, left = yield from _checked(check, left)
    except ApiCallError:
        return outcomes + [item.outcome("unknown", error=error) for item in left]
    return outcomes + refused + (yield from _sent_again(job, left, error, times, is_over))


def _sent_again(
    job: Job, items: Sequence[Item], error: ApiCallError, times: int, is_over: bool
) -> Flow[list[Outcome]]:
    """Records that may go again.  Where one of them ended the request with a PHP Error, halves tell which."""
    if not items:
        return []
    known = "failed" if is_over else "unknown"
    if is_over and len(items) > 1:
        middle = len(items) // 2
        outcomes = yield from _sent_once_more(job, items[:middle], times, known)
        outcomes += yield from _sent_once_more(job, items[middle:], times, known)
        return outcomes
    if times <= 1:
        return [item.outcome(known, error=error) for item in items]
    return (yield from _sent_once_more(job, items, times - 1, known))
