"""SearchKit: saved searches as queries, their displays as streams of rows.

A display is read by SearchDisplay.run, whose rows are what people see: labels, dates and money as they
are written there.  CiviCRM turns its pages by offset, in the display's own order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .asked import Asked
from .clauses import Clause
from .course import Course
from .ends import AsyncEnds, Ends
from .errors import InvalidResponse, NotFound, UsageError
from .flows import Flow
from .pages import Piece, Reading, Row, Sizes, fixed
from .result import Result
from .streams import AsyncStream, Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from .progress import Progress

#: Rows of a page, where the display lets its reader choose.
SIZE = 1000
_SHOWN = ("field", "html", "image", "subsearch", None)


def saved_search(api: Any, name: str) -> Flow[Any]:
    """A saved search as a query."""
    _check_version(api)
    params = {"select": ["api_entity", "api_params"], "where": [["name", "=", name]]}
    row = yield from _found(api, "SavedSearch", params, f"saved search {name!r}")
    if not row.get("api_entity"):
        raise UsageError(f"the saved search {name!r} is an old one, that no API runs")
    query = api._query(row["api_entity"])
    query._asked = _asked(query._asked, row.get("api_params") or {})
    return query


def search_display(
    api: Any, search: str, display: str, filters: Mapping[str, Any] | None, raw: bool
) -> Flow[Any]:
    """A display, ready to be read."""
    _check_version(api)
    where = [["name", "=", display], ["saved_search_id.name", "=", search]]
    params = {"select": ["settings", "saved_search_id.api_params"], "where": where}
    row = yield from _found(api, "SearchDisplay", params, f"display {display!r} of a search {search!r}")
    _check_filters(filters or {}, row.get("saved_search_id.api_params"), search)
    return api._query("SearchDisplay").DISPLAY(
        api, search, display, row.get("settings") or {}, filters or {}, raw
    )


def _check_filters(filters: Mapping[str, Any], params: Any, search: str) -> None:
    """UsageError for what the search does not select: CiviCRM passes over it, and gives all rows."""
    selected = params.get("select") if isinstance(params, Mapping) else None
    if not selected:
        return
    names = [str(item).rpartition(" AS ")[2] for item in selected]
    known = {name.partition(":")[0] for name in names}
    for key in filters:
        for name in [key] if key in names else str(key).split(","):  # a comma joins several
            if name not in names and name.partition(":")[0] not in known:
                raise UsageError(
                    f"filters: the search {search!r} does not select {name!r}, and CiviCRM would pass over "
                    f"that; it selects {', '.join(names)}"
                )


def _check_version(api: Any) -> None:
    if api.VERSION.NUMBER != 4:
        raise UsageError("saved searches and their displays are read with APIv4")


def _found(api: Any, entity: str, params: dict[str, Any], what: str) -> Flow[Row]:
    call = api._call(entity, "get", params, None, {})
    (answer,) = yield [call]
    rows = yield from api._read(answer)
    if not rows:
        raise NotFound(f"there is no {what}, or the user may not see it", call=call)
    found: Row = rows[0]
    return found


def _asked(asked: Asked, params: Mapping[str, Any]) -> Asked:
    """What the params of a saved search ask."""
    order = params.get("orderBy") or {}
    known = {"version", "select", "join", "where", "groupBy", "having", "orderBy", "limit", "offset"}
    return asked.but(
        select=tuple(params.get("select") or ()),
        join=tuple(_join(join) for join in params.get("join") or ()),
        where=tuple(_tree(params.get("where") or ())),
        group_by=tuple(params.get("groupBy") or ()),
        having=tuple(_tree(params.get("having") or ())),
        order=tuple((name, str(way)) for name, way in order.items()) if order else (),
        limit=params.get("limit") or None,
        offset=params.get("offset") or 0,
        extra={key: value for key, value in params.items() if key not in known and key != "checkPermissions"},
    )


def _join(join: Any) -> list[Any]:
    name, side, *rest = [*join, "LEFT"] if len(join) == 1 else join
    alias = name if " AS " in name else f"{name} AS {name.lower()}"
    return [alias, {True: "INNER", False: "LEFT", None: "LEFT"}.get(side, side), *rest]


def _tree(where: Any) -> Iterator[Clause]:
    """A stored tree in one form; branches without conditions are left out, as CiviCRM does."""
    for clause in where:
        if clause[0] not in ("AND", "OR", "NOT"):
            yield list(clause)
        elif len(clause) > 1 and clause[1]:
            inner = [clause[1]] if isinstance(clause[1][0], str) else clause[1]
            kept = list(_tree(inner))
            if kept:
                yield [clause[0], kept]


class BaseDisplay:
    """A search display: the rows of a saved search as it shows them, ``{title: value}``.

    ``raw``: as the API gives them, ``{expression: value}``.
    """

    def __init__(
        self,
        api: Any,
        search: str,
        name: str,
        settings: Mapping[str, Any],
        filters: Mapping[str, Any],
        raw: bool,
    ) -> None:
        self._api, self.search, self.name = api, search, name
        self._settings, self._raw = settings, raw
        self._params = {"savedSearch": search, "display": name, "filters": dict(filters)}

    entity = "SearchDisplay"

    @property
    def params(self) -> dict[str, Any]:
        """The params of SearchDisplay.run, but for the page."""
        return dict(self._params)

    @property
    def paging(self) -> str:
        """How it is read in pages, and why."""
        if self._page(None) is None:
            return "in one call: the display has no pager, or no limit"
        return (
            "by offset, in the display's order, as CiviCRM turns its pages: rows that this does not tell "
            "apart, or that come and go meanwhile, may be missed or doubled; let it sort by the id last"
        )

    def _page(self, size: int | None) -> int | None:
        """The rows of a page; None where all come in one."""
        pager = self._settings.get("pager", False)
        if pager is False or pager is None:
            return None
        if isinstance(pager, Mapping) and pager.get("expose_limit"):
            return size or SIZE
        return self._settings.get("limit") or None

    def _course(self, page_size: int | None) -> Course:
        size = self._page(fixed(page_size))
        course = Course(self._api, Asked("SearchDisplay", 4))
        course.paging = self.paging
        course.plan = _Pages(self._api, self._params, size, self._turned)
        return course

    def _turned(self, rows: Result[Row]) -> Result[Row]:
        """Rows of run as the user wants them."""
        if self._raw:
            found = [row["data"] for row in rows]
        else:
            names = self._names()
            found = [
                {name: (row["columns"][at] or {}).get("val") for at, name in names.items()} for row in rows
            ]
        return Result(found, call=rows.call, warnings=rows.warnings)

    def _names(self) -> dict[int, str]:
        """The columns that have values, by place: their titles, or their keys where these are not unique."""
        columns = self._settings.get("columns") or []
        titles = [column.get("label") or column.get("key") or "" for column in columns]
        found: dict[int, str] = {}
        for at, column in enumerate(columns):
            if column.get("type") in _SHOWN:
                name = titles[at] if titles.count(titles[at]) == 1 else column.get("key") or ""
                found[at] = name if name and name not in found.values() else f"{name} {at + 1}".strip()
        return found

    def _counted(self) -> Flow[int]:
        call = self._api._call("SearchDisplay", "run", {**self._params, "return": "row_count"}, None, {})
        (answer,) = yield [call]
        yield from self._api._read(answer)
        count = answer.payload.get("count") if isinstance(answer.payload, Mapping) else None
        if not isinstance(count, int):
            raise InvalidResponse("this transport does not tell how many rows a display has", call=call)
        return count

    def _downloaded(self) -> Flow[Result[Row]]:
        params = {**self._params, "format": "array"}
        (answer,) = yield [self._api._call("SearchDisplay", "download", params, None, {})]
        lines = yield from self._api._read(answer)
        titles, rows = (lines[0], lines[1:]) if lines else ([], [])
        names = [
            name if name and titles.count(name) == 1 else f"{name} {at + 1}".strip()
            for at, name in enumerate(titles)
        ]
        found = [dict(zip(names, row, strict=True)) for row in rows]
        return Result(found, call=answer.call, warnings=answer.warnings)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r} of {self.search!r}>"


class Display(BaseDisplay, Ends):
    """A search display on a sync api."""

    def pages(
        self, page_size: int | None = None, *, progress: bool | Callable[[Progress], Any] | None = None
    ) -> Stream:
        """Its rows in pages, each a Result; ``.paging`` says how."""
        return Stream(self._api, self._course(page_size), 1, progress, self._counted)

    def count(self) -> int:
        """How many rows it has; over HTTP and in process."""
        return self._run(self._counted())

    def download(self) -> Result[Row]:
        """All rows in one call, as its download has them; for displays with actions."""
        return self._run(self._downloaded())


class AsyncDisplay(BaseDisplay, AsyncEnds):
    """A search display on an async api."""

    def pages(
        self, page_size: int | None = None, *, progress: bool | Callable[[Progress], Any] | None = None
    ) -> AsyncStream:
        """Its rows in pages, each a Result; ``.paging`` says how."""
        return AsyncStream(self._api, self._course(page_size), 1, progress, self._counted)

    async def count(self) -> int:
        """How many rows it has; over HTTP and in process."""
        return await self._run(self._counted())

    async def download(self) -> Result[Row]:
        """All rows in one call, as its download has them; for displays with actions."""
        return await self._run(self._downloaded())


class _Pages(Reading):
    """The pages of a display, one after the other."""

    def __init__(
        self,
        api: Any,
        params: Mapping[str, Any],
        size: int | None,
        turned: Callable[[Result[Row]], Result[Row]],
    ) -> None:
        super().__init__(api, Asked("SearchDisplay", 4), Sizes(1, 1, size))
        self._params, self._size, self._turned = params, size, turned
        self._number = 0
        self._is_busy = self._is_over = False

    def start(self) -> Flow[Piece] | None:
        if self._is_busy or self._is_over:
            return None
        self._is_busy = True
        self._number += 1
        return self._page()

    def done(self, page: Piece) -> None:
        self._is_busy, self._is_over = False, page.is_last

    def _page(self) -> Flow[Piece]:
        paged = {} if self._size is None else {"return": f"page:{self._number}", "limit": self._size}
        call = self.api._call("SearchDisplay", "run", {**self._params, **paged}, None, {})
        (answer,) = yield [call]
        rows = yield from self._listed(answer)
        return Piece(self._turned(rows), is_last=self._size is None or len(rows) < self._size)
