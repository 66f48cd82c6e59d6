"""Streams of pages and of rows, with a cursor from which another stream can go on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import aclosing, closing
from typing import TYPE_CHECKING, Any

from .course import Count, Course
from .pages import Row
from .progress import reporter
from .result import Result

if TYPE_CHECKING:
    from typing_extensions import Self


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
