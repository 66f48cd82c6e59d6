"""Where a stream of pages is: its plan, what it gave, and the cursor from which another can go on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .asked import Asked
from .errors import UsageError
from .keys import ById, SideBySide
from .pages import BYTES, ByOffset, IdsFirst, InOneCall, Piece, Row, Sizes, fixed, way
from .reading import counted, ordered
from .result import Result

if TYPE_CHECKING:
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
        if not isinstance(page_bytes, int | float) or not page_bytes >= 1:  # nor NaN
            raise UsageError(f"page_bytes is a number of bytes, not {page_bytes!r:.80}")
        self.asked = asked
        self._site = hashlib.sha256(str(api._site).encode()).hexdigest()[:16]
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
            site = told["site"]
            self._last, self.rows, part = told["last"], told["rows"], told.get("part")
        except (ValueError, TypeError, KeyError):
            raise UsageError("resume takes the text of a stream's cursor") from None
        if version != _FORMAT:
            raise UsageError(f"a cursor of format {version!r}; this civiapi reads {_FORMAT}")
        if (entity, digest) != (self.asked.entity, self.asked.digest()):
            raise UsageError(f"the cursor is that of another query of {entity}")
        if site != self._site:  # its ids are those of other rows
            raise UsageError("the cursor is of another site, or of the same reached another way")
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
        of = {"site": self._site, "entity": self.asked.entity, "query": self.asked.digest()}
        return json.dumps(
            {"civiapi": _FORMAT, **of, "last": last, "rows": rows, **({"part": part} if part else {})}
        )
