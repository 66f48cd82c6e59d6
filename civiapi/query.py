"""Query and AsyncQuery: what to read of an entity, and the ends that read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, overload

from . import reading, writing
from .building import BaseQuery
from .clauses import Q
from .course import Course
from .ends import AsyncEnds, Ends
from .errors import UsageError
from .flows import Flow
from .pages import BYTES, Row
from .result import Result
from .searchkit import AsyncDisplay, Display
from .streams import AsyncStream, Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import Self

    from .progress import Progress

__all__ = ["AsyncPage", "AsyncQuery", "Page", "Q", "Query"]


class Query(BaseQuery, Ends):
    """What to read of an entity; nothing is read before an end asks for it.

    Ends: iteration over its rows, ``all``, ``first``, ``one``, ``count``, ``exists``, ``values``, ``pages``,
    ``iterate``, ``page``, ``update``, ``delete``, slices; ``to_pandas``, ``to_polars``, ``frames``,
    ``to_csv``, ``to_jsonl``, ``to_parquet``.
    """

    DISPLAY = Display

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Self: ...

    def __getitem__(self, place: int | slice) -> Row | Self:
        """A row by its place, or the query for a slice of the rows."""
        if isinstance(place, slice):
            return _sliced(self, place)
        return self._api._run(reading.at(self._api, _one(self, place)._asked, place))  # type: ignore[no-any-return]

    def first(self) -> Row | None:
        """The first row, or None; without an order that with the lowest id."""
        return self._run(reading.first(self._api, self._asked))

    def one(self) -> Row:
        """The only row; NotSingle if there are none or several."""
        return self._run(reading.one(self._api, self._asked))

    def count(self) -> int:
        """How many rows, or groups, it gives; none is fetched."""
        return self._run(reading.counted(self._api, self._asked))

    def exists(self) -> bool:
        """Whether it gives any row; none is fetched."""
        return self.count() > 0

    def values(self, *fields: str) -> list[Any]:
        """One field of all rows, or tuples of several; None where APIv3 left an empty one out."""
        return _columns(self.select(*_named(fields)).all(), fields)

    def pages(
        self,
        page_size: int | None = None,
        *,
        workers: int = 1,
        resume: str | None = None,
        progress: bool | Callable[[Progress], Any] | None = None,
        page_bytes: int = BYTES,
    ) -> Stream:
        """Its rows in pages, each a Result, the next one read ahead; ``.paging`` says how.

        A page begins with 100 rows and grows until all workers' answers together have ``page_bytes``;
        ``page_size`` is a size of your own.  ``workers`` ranges of ids are read side by side, and given in
        order.  ``resume`` is the ``cursor`` of another stream of this query.  ``progress``: True shows a bar
        in terminals and notebooks, a function is called with each Progress.
        """
        course = Course(self._api, self._asked, page_size, workers, resume, page_bytes)
        return Stream(self._api, course, workers, progress)

    def page(self, size: int = 50) -> Page:
        """The first page for a reader who turns pages: ``page.has_next``, ``page.next()``."""
        return self._run(_page(Page, self, size, reading.Place()))

    def update(
        self,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        everything: bool = False,
        max_rows: int | None = None,
        **fields: Any,
    ) -> Result[Row]:
        """Change all its rows, and give what CiviCRM says of them.

        Their ids are read first, with every field of the conditions, and the rows written by those ids.
        Without a condition only with ``everything=True``; not at all where there are more than ``max_rows``.
        This is no transaction: an error says how many
        rows were written before.
        """
        wanted = _values(values, fields)
        return self._run(writing.updated(self._api, self._asked, wanted, everything, max_rows))

    def delete(self, *, everything: bool = False, max_rows: int | None = None, **params: Any) -> Result[Row]:
        """Delete all its rows, read first as by update(); ``params`` are delete's, such as ``useTrash``."""
        return self._run(writing.deleted(self._api, self._asked, params, everything, max_rows))


class AsyncQuery(BaseQuery, AsyncEnds):
    """As Query, on an async api: its ends are awaited, its iteration is an ``async for``."""

    DISPLAY = AsyncDisplay

    def __iter__(self) -> NoReturn:
        # without it Python would take query[0], query[1] ... which are coroutines, and never end
        raise UsageError("a query of an async api is read with async for, or await query.all()")

    def __getitem__(self, place: int | slice) -> Any:
        """A row by its place, to be awaited, or the query for a slice of the rows."""
        if isinstance(place, slice):
            return _sliced(self, place)
        return self._run(reading.at(self._api, _one(self, place)._asked, place))

    async def first(self) -> Row | None:
        """The first row, or None; without an order that with the lowest id."""
        return await self._run(reading.first(self._api, self._asked))

    async def one(self) -> Row:
        """The only row; NotSingle if there are none or several."""
        return await self._run(reading.one(self._api, self._asked))

    async def count(self) -> int:
        """How many rows, or groups, it gives; none is fetched."""
        return await self._run(reading.counted(self._api, self._asked))

    async def exists(self) -> bool:
        """Whether it gives any row; none is fetched."""
        return await self.count() > 0

    async def values(self, *fields: str) -> list[Any]:
        """One field of all rows, or tuples of several; None where APIv3 left an empty one out."""
        return _columns(await self.select(*_named(fields)).all(), fields)

    def pages(
        self,
        page_size: int | None = None,
        *,
        workers: int = 1,
        resume: str | None = None,
        progress: bool | Callable[[Progress], Any] | None = None,
        page_bytes: int = BYTES,
    ) -> AsyncStream:
        """Its rows in pages; see Query.pages."""
        course = Course(self._api, self._asked, page_size, workers, resume, page_bytes)
        return AsyncStream(self._api, course, workers, progress)

    async def page(self, size: int = 50) -> AsyncPage:
        """The first page for a reader who turns pages: ``page.has_next``, ``await page.next()``."""
        return await self._run(_page(AsyncPage, self, size, reading.Place()))

    async def update(
        self,
        values: Mapping[str, Any] | None = None,
        /,
        *,
        everything: bool = False,
        max_rows: int | None = None,
        **fields: Any,
    ) -> Result[Row]:
        """Change all its rows, and give what CiviCRM says of them; see Query.update."""
        wanted = _values(values, fields)
        return await self._run(writing.updated(self._api, self._asked, wanted, everything, max_rows))

    async def delete(
        self, *, everything: bool = False, max_rows: int | None = None, **params: Any
    ) -> Result[Row]:
        """Delete all its rows, read first as by update(); ``params`` are delete's, such as ``useTrash``."""
        return await self._run(writing.deleted(self._api, self._asked, params, everything, max_rows))


class _BasePage(Result[Row]):
    _query: Any
    _size: int
    _next: reading.Place | None

    @property
    def has_next(self) -> bool:
        """Whether rows come behind this page."""
        return self._next is not None

    def _turned(self) -> Flow[Any]:
        if self._next is None:
            raise UsageError("there is no next page; ask has_next first")
        return _page(type(self), self._query, self._size, self._next)


class Page(_BasePage):
    """A page of a query for a reader."""

    def next(self) -> Page:
        """The page behind this one."""
        found: Page = self._query._run(self._turned())
        return found


class AsyncPage(_BasePage):
    """A page of a query for a reader."""

    async def next(self) -> AsyncPage:
        """The page behind this one."""
        found: AsyncPage = await self._query._run(self._turned())
        return found


_P = TypeVar("_P", bound=_BasePage)
_B = TypeVar("_B", bound=BaseQuery)


def _page(kind: type[_P], query: BaseQuery, size: int, place: reading.Place) -> Flow[_P]:
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        raise UsageError(f"size is a number of rows, 1 or more, not {size!r:.80}")
    rows, following = yield from reading.page(query._api, query._asked, size, place)
    made = kind(rows, call=rows.call, warnings=rows.warnings)
    made._query, made._size, made._next = query, size, following
    return made


def _sliced(query: _B, place: slice) -> _B:
    if place.step not in (None, 1):
        raise UsageError("a slice of a query has no step")
    return query._window(place.start, place.stop)


def _one(query: _B, place: Any) -> _B:
    if isinstance(place, bool) or not isinstance(place, int) or place < 0:
        raise UsageError(f"a row's place is a number, 0 or more, or a slice, not {place!r:.80}")
    return query._window(place, place + 1)


def _named(fields: tuple[str, ...]) -> tuple[str, ...]:
    if not fields:
        raise UsageError("values() takes the names of fields")
    return fields


def _columns(rows: Result[Row], fields: tuple[str, ...]) -> list[Any]:
    columns = [rows.column(name.rpartition(" AS ")[2]) for name in fields]
    return columns[0] if len(columns) == 1 else list(zip(*columns, strict=True))


def _values(values: Mapping[str, Any] | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    given = values or {}
    twice = given.keys() & fields.keys()
    if twice:
        raise UsageError(f"{', '.join(sorted(twice))}: given twice, in the dict and as a keyword")
    return {**given, **fields}
