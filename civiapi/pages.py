"""How a query is read in pages: which way is right for it, and the plans that do it.

By id: ``id > last`` in the order of the id misses and doubles no row while others are inserted and
deleted, and costs the site the same for the last page as for the first.  Where that cannot be: the ids first,
then their rows; or all in one call.  Offsets are used for groups alone, in the order of their keys.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .asked import Asked
from .call import ApiCall
from .errors import ApiCallError, CallTimeout, CommandFailed, GatewayError, InvalidResponse, UsageError
from .flows import Flow
from .result import Result

#: Rows of the first page, bytes that one answer is to have, and how much bigger the next page may be.
FIRST, BYTES, GROWTH = 100, 1_000_000, 10
#: After a page that the site died of, the next ones are at most so much bigger each time.
RECOVERY = 1.1
#: Of a page's rows so many are measured.
SAMPLE = 20
#: A range of ids is as wide as a page should be full, but for this reserve.
FULL = 0.9

_DIED = re.compile(r"ran out of memory or time|Allowed memory|[Ee]xecution time")

Row = dict[str, Any]


class Way(NamedTuple):
    """How a query is read: by "id", "ids" first, in "one" call, "groups", "none" at all; and why."""

    kind: str
    text: str


def way(asked: Asked) -> Way:
    """The way that is right for a query."""
    if asked.limit == 0:
        return Way("none", "not at all: its limit is 0")
    if not asked.is_table:
        return Way("one", f"in one call: {asked.entity} is no table with an id")
    if asked.group_by:
        return Way(
            "groups", "in one call, as groups have no id; with page_size= by offset, in the groups' order"
        )
    if asked.is_aggregate:
        return Way("one", "in one call: an aggregate is one row")
    if asked.order and asked.order[0][0] != "id":
        if asked.join:
            return Way("one", "in one call: a joined row has no id of its own to keep another order by")
        return Way("ids", "by ids first: all ids in this order in one call, then the rows of those ids")
    if asked.version == 3 and asked.filters_id:
        return Way("ids", "by ids first: APIv3 takes one condition on the id, and the query has it")
    if asked.joins_many:
        return Way(
            "id", "by id; of each full page the rows of the last id are read again, as an id may have several"
        )
    return Way("id", "by id: each page holds the rows after the last id of the one before")


class Sizes:
    """How many rows a page has: few at first, then after the bytes of answers, fewer where a site dies."""

    def __init__(self, page_bytes: int, workers: int, fixed: int | None) -> None:
        self._goal = page_bytes / workers
        self._fixed = fixed
        self._most = float(fixed or math.inf)
        self.rows = fixed or FIRST

    def learn(self, asked: int, rows: Sequence[Any]) -> None:
        """Take note of a page: how many rows were asked for, and which came."""
        if not rows:
            return
        self._most = min(self._most * RECOVERY + 1, float(self._fixed or math.inf))
        wanted = self._fixed or min(self._goal / weight(rows), max(asked, FIRST) * GROWTH)
        self.rows = max(1, int(min(wanted, self._most)))

    def shrunk(self, size: int, error: ApiCallError) -> int:
        """The size with which a page is to be tried again; raises an error that is not of its size."""
        if size <= 1 or not died(error):
            raise error
        self._most = size // 2
        self.rows = min(self.rows, size // 2)
        return size // 2


def weight(rows: Sequence[Any]) -> float:
    """The bytes of a row, on the average, as JSON has them."""
    sample = rows[:: max(1, len(rows) // SAMPLE)]
    return len(json.dumps(sample, ensure_ascii=False, separators=(",", ":"), default=str)) / len(sample)


def died(error: ApiCallError) -> bool:
    """Whether a site ran out of memory or time, so that fewer rows may do."""
    if isinstance(error, GatewayError):
        return error.status == 504
    if isinstance(error, InvalidResponse | CommandFailed):
        return _DIED.search(str(error)) is not None
    return isinstance(error, CallTimeout)


@dataclass
class Piece:
    """What a piece of a plan gave."""

    rows: Result[Row]
    #: How many rows were asked for.
    size: int = 0
    #: Whether nothing is left behind it.
    is_last: bool = False
    #: The key after which to go on; None where others know that.
    last: int | None = None
    #: The keys (after, up to) that were read, where they were known before.
    span: tuple[int, int] | None = None
    #: The keys (after, up to) that a denser range than expected has left: to be read before all later pieces.
    rest: tuple[int, int] | None = None


class Reading:
    """What the plans share: how the pages of a query are asked for."""

    #: Whether it can go on after a row's id.
    has_cursor = False

    def __init__(self, api: Any, asked: Asked, sizes: Sizes) -> None:
        self.api, self.asked, self.sizes = api, asked, sizes

    def call(self, asked: Asked, index: Any = None) -> ApiCall:
        """The call that asks for it."""
        call: ApiCall = self.api._call(asked.entity, "get", asked.params(), index, {})
        return call

    def rows(self, asked: Asked) -> Flow[Result[Row]]:
        """The rows of one call."""
        (answer,) = yield [self.call(asked)]
        return (yield from self._listed(answer))

    def _listed(self, answer: Any) -> Flow[Result[Row]]:
        rows = yield from self.api._read(answer)
        if not isinstance(rows, Result):
            raise InvalidResponse(f"a {type(rows).__name__} came for a list of rows", call=answer.call)
        return rows

    def more(self, page: Piece) -> Flow[Piece]:
        """What a page has left over."""
        raise NotImplementedError


class InOneCall(Reading):
    """Everything at once; cut into pages where their size is given."""

    def __init__(self, api: Any, asked: Asked, sizes: Sizes, size: int | None) -> None:
        super().__init__(api, asked, sizes)
        self._size = size
        self._is_started = asked.limit == 0
        self._left: Result[Row] | None = None

    def start(self) -> Flow[Piece] | None:
        if not self._is_started:
            self._is_started = True
            return self._all()
        if self._size is None or not self._left:
            return None
        return _given(Piece(self._cut(self._left, self._size)))

    def done(self, page: Piece) -> None:
        if self._size is not None and self._left is None:
            self._left = page.rows
            page.rows = self._cut(self._left, self._size)

    def _all(self) -> Flow[Piece]:
        return Piece((yield from self.rows(self.asked)))

    def _cut(self, rows: Result[Row], size: int) -> Result[Row]:
        """The next rows.  Not in a flow: of two that run side by side both would cut at once."""
        cut = Result(rows[:size], call=rows.call, warnings=rows.warnings)
        del rows[:size]
        return cut


class ByOffset(Reading):
    """One page after the other by offset; the order must be that of all rows."""

    def __init__(self, api: Any, asked: Asked, sizes: Sizes) -> None:
        super().__init__(api, asked, sizes)
        self._given = 0
        self._is_busy = self._is_over = False

    def start(self) -> Flow[Piece] | None:
        if self._is_busy or self._is_over or self._given == self.asked.limit:
            return None
        self._is_busy = True
        return self._page()

    def done(self, page: Piece) -> None:
        self._given += len(page.rows)
        self.sizes.learn(page.size, page.rows)
        self._is_busy, self._is_over = False, page.is_last

    def _page(self) -> Flow[Piece]:
        size = _most(self.sizes.rows, self.asked.limit, self._given)
        while True:
            asked = self.asked.but(limit=size, offset=self.asked.offset + self._given)
            try:
                rows = yield from self.rows(asked)
            except ApiCallError as error:
                size = self.sizes.shrunk(size, error)
            else:
                return Piece(rows, size, is_last=len(rows) < size)


class IdsFirst(Reading):
    """All ids in the order wanted in one call, then the rows of those ids."""

    def __init__(self, api: Any, asked: Asked, sizes: Sizes) -> None:
        super().__init__(api, asked, sizes)
        self._ids: list[Any] | None = None
        self._next = 0
        self._is_busy = False

    def start(self) -> Flow[Piece] | None:
        if self._ids is None:
            if self._is_busy:
                return None
            self._is_busy = True
            return self._first()
        if self._next >= len(self._ids):
            return None
        start, self._next = self._next, self._next + self.sizes.rows
        return self._page(self._ids[start : self._next])

    def done(self, page: Piece) -> None:
        self.sizes.learn(page.size, page.rows)

    def _first(self) -> Flow[Piece]:
        """The ids; no rows."""
        asked = self.asked
        order = asked.order if any(name == "id" for name, _ in asked.order) else (*asked.order, ("id", "ASC"))
        # what order and having may name besides fields
        named = [item for item in asked.select if asked.having or "(" in item or " AS " in item]
        asked = asked.but(select=("id", *named), order=order, chain={}, extra=unchained(asked.extra))
        if asked.version == 4:
            (answer,) = yield [self.call(asked, ["id"])]
            ids = yield from self.api._read(answer)
        else:
            ids = [row["id"] for row in (yield from self.rows(asked))]
        self._ids = ids or []
        return Piece(Result())

    def _page(self, ids: list[Any]) -> Flow[Piece]:
        found: list[Row] = []
        sizes, at, rows = len(ids), 0, Result[Row]()
        while at < len(ids):
            asked = self.asked.but(
                where=(["id", "IN", ids[at : at + sizes]],), having=(), order=(), limit=None, offset=0
            )
            try:
                rows = yield from self.rows(asked)
            except ApiCallError as error:
                sizes = self.sizes.shrunk(min(sizes, len(ids) - at), error)
                continue
            by_id = {str(row["id"]): row for row in rows}
            found += [by_id[str(key)] for key in ids[at : at + sizes] if str(key) in by_id]
            at += sizes
        return Piece(Result(found, call=rows.call, warnings=rows.warnings), len(ids))


def _given(page: Piece) -> Flow[Piece]:
    yield from ()
    return page


def _most(size: int, limit: int | None, given: int) -> int:
    return size if limit is None else min(size, limit - given)


def unchained(extra: Any) -> dict[str, Any]:
    """Params without APIv3's chained calls, which are for the rows that are given alone."""
    return {key: value for key, value in extra.items() if not re.match(r"api[._]", key, re.IGNORECASE)}


def fixed(size: int | None) -> int | None:
    """A page size as given; UsageError for what is none."""
    if size is not None and (isinstance(size, bool) or not isinstance(size, int) or size < 1):
        raise UsageError(f"page_size is a number of rows, 1 or more, not {size!r:.80}")
    return size
