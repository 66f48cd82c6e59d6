"""Plans that read by id: one page after the other, or ranges of ids side by side."""

from __future__ import annotations

from typing import Any

from .asked import Asked
from .errors import ApiCallError, InvalidResponse
from .flows import Flow
from .pages import FULL, GROWTH, Piece, Reading, Row, Sizes
from .result import Result


class KeyReading(Reading):
    """How the rows after an id are asked for.

    Inside, keys grow in the order of reading: they are the ids, or for a descending order the negative ids.
    """

    has_cursor = True

    def __init__(self, api: Any, asked: Asked, sizes: Sizes, *, whole: bool = False) -> None:
        super().__init__(api, asked, sizes)
        self.sign = -1 if asked.descends else 1
        #: Whether the rows of the last id of a full page are left for the next.
        self.whole = whole or asked.joins_many
        order = (
            ("id", "DESC" if asked.descends else "ASC"),
            *(pair for pair in asked.order if pair[0] != "id"),
        )
        select = asked.select if not asked.select or "id" in asked.select else ("id", *asked.select)
        self._base = asked.but(order=order, select=select, offset=0)

    def key(self, row: Row) -> int:
        return self.sign * int(row["id"])

    def stretch(self, after: int | None, upto: int | None, size: int, offset: int = 0) -> Asked:
        """The query for rows after a key, up to another."""
        return self._base.but(
            where=(*self.asked.where, *self._between(after, upto)), limit=size, offset=offset
        )

    def _between(self, after: int | None, upto: int | None) -> list[list[Any]]:
        if after is None:
            return []
        if upto is None:
            return [["id", ">" if self.sign > 0 else "<", self.sign * after]]
        low, high = sorted((self.sign * (after + 1), self.sign * upto))
        return [["id", "BETWEEN", [low, high]]]  # one condition: APIv3 takes no second

    def read(
        self, after: int | None, upto: int | None = None, *, most: int | None = None, offset: int = 0
    ) -> Flow[Piece]:
        """The rows after a key, up to another, at most ``most``; fewer where the site dies of them."""
        size = self.sizes.rows if most is None else min(self.sizes.rows, most)
        deadly: tuple[float, ApiCallError | None] = (float("inf"), None)
        while True:
            try:
                rows = yield from self.rows(self.stretch(after, upto, size, offset))
            except ApiCallError as error:
                deadly = (size, error)
                size = self.sizes.shrunk(size, error)
                continue
            page = self.page(rows, after, size, size == most)
            if page is not None:
                return page
            size = size * 2 if most is None else min(size * 2, most)
            if deadly[1] is not None and size >= deadly[0]:
                raise deadly[1]

    def page(self, rows: Result[Row], after: int | None, size: int, is_all: bool = False) -> Piece | None:
        """Rows as a page; None where they are all of one id, which may have more."""
        self._check(rows, after)
        # more than were asked for: the entity knows no limit, and these are all
        page = Piece(rows, size, is_last=len(rows) != size)
        if self.whole and not page.is_last and not is_all:
            keep = self._whole_ids(rows)
            if not keep:
                return None
            del rows[keep:]
        page.last = self.key(rows[-1]) if rows else after
        return page

    def _whole_ids(self, rows: Result[Row]) -> int:
        """How many rows stand before those of the last id."""
        keep, last = len(rows), rows[-1]["id"]
        while keep and rows[keep - 1]["id"] == last:
            keep -= 1
        return keep

    def _check(self, rows: Result[Row], after: int | None) -> None:
        """InvalidResponse where a site did not heed the id: its rows would come again and again."""
        if not rows:
            return
        try:
            first, last = self.key(rows[0]), self.key(rows[-1])
        except (KeyError, TypeError, ValueError):
            raise InvalidResponse(
                f"rows of {self.asked.entity} have no integer id to read them by; get them in one call",
                call=rows.call,
            ) from None
        if first > last or (after is not None and first <= after):
            raise InvalidResponse(
                f"the site did not heed the id or the order, {self.asked.entity} cannot be read by id; "
                "get it in one call",
                call=rows.call,
            )


class ById(KeyReading):
    """One page after the other; the next starts as soon as the last id is known."""

    def __init__(
        self, api: Any, asked: Asked, sizes: Sizes, *, after: int | None = None, given: int = 0
    ) -> None:
        super().__init__(api, asked, sizes)
        self._after, self._given = after, given
        self._offset = asked.offset if after is None else 0
        self._is_busy = self._is_over = False

    def start(self) -> Flow[Piece] | None:
        limit = self.asked.limit
        if self._is_busy or self._is_over or (limit is not None and self._given >= limit):
            return None
        self._is_busy = True
        most = None if limit is None else limit - self._given
        return self.read(self._after, most=most, offset=self._offset)

    def done(self, page: Piece) -> None:
        self._is_busy, self._is_over = False, page.is_last
        self._after, self._offset = page.last, 0
        self._given += len(page.rows)
        self.sizes.learn(page.size, page.rows)


class SideBySide(KeyReading):
    """Ranges of ids, several at a time.

    The first request gives the first page, and beside it the other end.  The width of the ranges follows the
    rows that those before were found to hold, and doubles where they hold next to none.  What was inserted
    behind the end meanwhile is read at last.
    """

    def __init__(
        self, api: Any, asked: Asked, sizes: Sizes, *, after: int | None = None, given: int = 0
    ) -> None:
        super().__init__(api, asked, sizes)
        self._after, self._given = after, given
        self._end: int | None = None
        self._far: int | None = None
        self._width = 1
        self._is_busy = self._is_over = False

    def start(self) -> Flow[Piece] | None:
        if self._is_over or (self.asked.limit is not None and self._given >= self.asked.limit):
            return None
        if self._end is not None and self._after is not None and self._after < self._end:
            after, self._after = self._after, min(self._after + self._width, self._end)
            return self._range(after, self._after)
        if self._is_busy:
            return None
        self._is_busy = True
        return self._survey() if self._end is None else self.read(self._after)

    def done(self, page: Piece) -> None:
        self._given += len(page.rows)
        self.sizes.learn(page.size, page.rows)
        if page.span is not None:
            self._adapt(page.span, page)
        if page.span is None or page.last is not None:
            self._is_busy, self._is_over = False, page.is_last
            self._after, self._end = page.last, self._far

    def _adapt(self, span: tuple[int, int], page: Piece) -> None:
        """The width of the next range, after what one was found to hold."""
        width = (span[1] if page.rest is None else page.rest[0]) - span[0]
        if len(page.rows) * GROWTH < self.sizes.rows and page.last is None:
            self._width = max(self._width, 2 * width)
        elif len(page.rows) == width and not self.whole:
            self._width = self.sizes.rows  # each id has a row: no range can hold more
        else:
            self._width = max(1, int(FULL * self.sizes.rows * width / len(page.rows)))

    def _survey(self) -> Flow[Piece]:
        """The first page, and beside it the other end."""
        size = self.sizes.rows
        select = ("id", *(self.asked.select if self.asked.having else ()))
        order = (("id", "ASC" if self.sign < 0 else "DESC"),)
        far = self.stretch(self._after, None, 1).but(select=select, order=order, chain={})
        try:
            first, last = yield [self.call(self.stretch(self._after, None, size)), self.call(far)]
            rows = yield from self._listed(first)
            ends = yield from self._listed(last)
        except ApiCallError as error:
            self.sizes.shrunk(size, error)
            return (yield from self._survey())
        page = self.page(rows, self._after, size) or (yield from self.read(self._after))
        if page.is_last or not ends:
            page.is_last = True
            return page
        assert page.last is not None
        self._far = max(self.key(ends[0]), page.last)
        page.span = (self.key(page.rows[0]) - 1, page.last)
        return page

    def _range(self, after: int, upto: int) -> Flow[Piece]:
        page = yield from self.read(after, upto)
        page.span = (after, upto)
        if not page.is_last and page.last is not None and page.last < upto:
            page.rest = (page.last, upto)
        page.last, page.is_last = None, False
        return page

    def more(self, page: Piece) -> Flow[Piece]:
        assert page.rest is not None
        return self._range(*page.rest)
