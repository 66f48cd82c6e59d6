"""Streams of pages and of rows, with a cursor from which another stream can go on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any

from .asked import Asked
from .errors import UsageError
from .keys import ById, SideBySide
from .pages import BYTES, ByOffset, IdsFirst, InOneCall, Piece, Row, Sizes, fixed, way
from .progress import reporter
from .reading import counted, ordered
from .result import Result

if TYPE_CHECKING:
    from typing_extensions import Self

    from .flows import Flow

_FORMAT = 1

Count = Callable[[], "Flow[int]"]


class Course:
    """Where a stream is: its plan, what it gave, and from where another could go on."""

    def __init__(
        self,
        api: Any,
        asked: Asked,
        page_size: int | None = None,
        workers: int = 1,
        resume: str | None = None,
        page_bytes: int = BYTES,
    ) -> None:
        if isinstance(workers, bool) or not isinstance(workers, int) or workers < 1:
            raise UsageError(f"workers is a number, 1 or more, not {workers!r:.80}")
        if not isinstance(page_bytes, int | float) or page_bytes < 1:
            raise UsageError(f"page_bytes is a number of bytes, not {page_bytes!r:.80}")
        self.asked = asked
        self.paging = way(asked).text
        self.rows = 0
        self._last: int | None = None
        self._part: tuple[int, int] | None = None  # of this id so many rows were given
        if resume is not None:
            if way(asked).kind != "id":
                raise self._has_none()
            self._go_on(resume)
        self._skip = self._part
        sizes = Sizes(page_bytes, workers, fixed(page_size))
        self.plan = self._plan(api, sizes, page_size, workers)

    def __str__(self) -> str:
        return f"of {self.asked.entity}, {self.rows} rows read"

    def _plan(self, api: Any, sizes: Sizes, size: int | None, workers: int) -> Any:
        asked, kind = self.asked, way(self.asked).kind
        if kind == "id":
            sign = -1 if asked.descends else 1
            after = None if self._last is None else sign * self._last
            given = self.rows - (self._part[1] if self._part else 0)
            is_offset = asked.offset and after is None
            how = SideBySide if workers > 1 and not is_offset else ById
            return how(api, asked, sizes, after=after, given=given)
        if kind == "ids":
            return IdsFirst(api, asked, sizes)
        if kind == "groups" and size is not None:
            return ByOffset(api, ordered(asked), sizes)
        return InOneCall(api, asked, sizes, size)

    def _go_on(self, cursor: str) -> None:
        try:
            told = json.loads(cursor)
            version, entity, digest = told["civiapi"], told["entity"], told["query"]
            self._last, self.rows, part = told["last"], told["rows"], told.get("part")
        except (ValueError, TypeError, KeyError):
            raise UsageError("resume takes the text of a stream's cursor") from None
        if version != _FORMAT:
            raise UsageError(f"a cursor of format {version!r}; this civiapi reads {_FORMAT}")
        if (entity, digest) != (self.asked.entity, self.asked.digest()):
            raise UsageError(f"the cursor is that of another query of {entity}")
        self._part = (part[0], part[1]) if part else None

    def _has_none(self) -> UsageError:
        return UsageError(f"only what is read by id has a cursor; this is read {self.paging}")

    def counting(self, api: Any) -> Count:
        """What asks how many rows there are in all."""
        return lambda: counted(api, self.asked)

    @property
    def is_enough(self) -> bool:
        """Whether the limit is reached."""
        return self.asked.limit is not None and self.rows >= self.asked.limit

    def take(self, piece: Piece) -> Result[Row]:
        """The rows of a piece that are to be handed on, counted."""
        rows = piece.rows
        if self._skip is not None and rows:
            known, count = self._skip
            while count and rows and int(rows[0]["id"]) == known:
                del rows[0]
                count -= 1
            self._skip = None
        if self.asked.limit is not None:
            del rows[self.asked.limit - self.rows :]
        self.rows += len(rows)
        if rows and self.plan.has_cursor:
            self._last, self._part = int(rows[-1]["id"]), None
        return rows

    def cursor(self) -> str:
        """A text with which a stream of the same query goes on behind the page that was handed out last."""
        if not self.plan.has_cursor:
            raise self._has_none()
        return self._told(self._last, self.rows, self._part)

    def cursor_within(self, page: list[Row], at: int, before: str) -> str:
        """The same behind a row of that page; ``before`` is the cursor of the page before."""
        if not self.plan.has_cursor:
            raise self._has_none()
        rows, key = self.rows - (len(page) - at - 1), page[at]["id"]
        start = at
        while start and page[start - 1]["id"] == key:
            start -= 1
        if not self.asked.joins_many or at + 1 == len(page) or page[at + 1]["id"] != key:
            return self._told(int(key), rows, None)
        last = int(page[start - 1]["id"]) if start else json.loads(before)["last"]
        return self._told(last, rows, (int(key), at + 1 - start))

    def _told(self, last: int | None, rows: int, part: tuple[int, int] | None) -> str:
        told = {"civiapi": _FORMAT, "entity": self.asked.entity, "query": self.asked.digest()}
        return json.dumps({**told, "last": last, "rows": rows, **({"part": part} if part else {})})


def _read(api: Any, course: Course, workers: int, progress: Any, count: Count) -> Iterator[Result[Row]]:
    # no method: a stream that nobody holds any more is to end at once
    report = reporter(progress)
    try:
        total = api._run(count()) if progress else None
        with closing(api._stream(course.plan, workers)) as pieces:
            for piece in pieces:
                while piece is not None:
                    rows = course.take(piece)
                    report.update(course.rows, total)
                    if rows:
                        yield rows
                    if course.is_enough:
                        return
                    piece = api._run(course.plan.more(piece)) if piece.rest else None
    finally:
        report.close()


async def _aread(
    api: Any, course: Course, workers: int, progress: Any, count: Count
) -> AsyncIterator[Result[Row]]:
    report = reporter(progress)
    try:
        total = await api._run(count()) if progress else None
        async with aclosing(api._stream(course.plan, workers)) as pieces:
            async for piece in pieces:
                while piece is not None:
                    rows = course.take(piece)
                    report.update(course.rows, total)
                    if rows:
                        yield rows
                    if course.is_enough:
                        return
                    piece = await api._run(course.plan.more(piece)) if piece.rest else None
    finally:
        report.close()


class Stream:
    """The pages of a query, each a Result; read while it is iterated, the next one ahead.

    At the end of a ``with`` block, on ``close()`` and where nobody holds it any more its threads are over.
    """

    def __init__(
        self, api: Any, course: Course, workers: int = 1, progress: Any = None, count: Count | None = None
    ) -> None:
        self._course = course
        self._pages: Any = _read(api, course, workers, progress, count or course.counting(api))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._course}>"

    @property
    def cursor(self) -> str:
        """What ``resume=`` takes to go on behind the page given last; UsageError where that cannot be."""
        return self._course.cursor()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Result[Row]:
        page: Result[Row] = next(self._pages)
        return page

    def close(self) -> None:
        """End it."""
        self._pages.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class AsyncStream:
    """As Stream, in an ``async for``; its tasks are over at the end of ``async with`` or on aclose()."""

    def __init__(
        self, api: Any, course: Course, workers: int = 1, progress: Any = None, count: Count | None = None
    ) -> None:
        self._course = course
        self._pages: Any = _aread(api, course, workers, progress, count or course.counting(api))

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._course}>"

    @property
    def cursor(self) -> str:
        """What ``resume=`` takes to go on behind the page given last; UsageError where that cannot be."""
        return self._course.cursor()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Result[Row]:
        page: Result[Row] = await self._pages.__anext__()
        return page

    async def aclose(self) -> None:
        """End it."""
        await self._pages.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()


class _Place:
    """A place in a page, and the cursor of it."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._page: list[Row] = []
        self._at = -1
        self._before = ""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._course}>"

    @property
    def cursor(self) -> str:
        """What ``resume=`` takes to go on behind the row given last; UsageError where that cannot be."""
        if self._at < 0:
            return self._course.cursor()
        return self._course.cursor_within(self._page, self._at, self._before)

    def _turn(self, stream: Stream | AsyncStream) -> None:
        if self._course.plan.has_cursor:
            self._before = stream.cursor

    def _open(self, page: list[Row]) -> Row:
        self._page, self._at = page, 0
        return page[0]


class RowStream(_Place):
    """The rows of a query; else as Stream."""

    def __init__(self, pages: Stream) -> None:
        super().__init__(pages._course)
        self._pages = pages

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Row:
        at = self._at + 1
        if at < len(self._page):
            self._at = at
            return self._page[at]
        self._turn(self._pages)
        return self._open(next(self._pages))

    def close(self) -> None:
        """End it."""
        self._pages.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class AsyncRowStream(_Place):
    """The rows of a query; else as AsyncStream."""

    def __init__(self, pages: AsyncStream) -> None:
        super().__init__(pages._course)
        self._pages = pages

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Row:
        at = self._at + 1
        if at < len(self._page):
            self._at = at
            return self._page[at]
        self._turn(self._pages)
        return self._open(await self._pages.__anext__())

    async def aclose(self) -> None:
        """End it."""
        await self._pages.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.aclose()
