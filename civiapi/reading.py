"""What a query's short ends do, as flows: count, first, one, a page for a reader."""

from __future__ import annotations

from typing import Any, NamedTuple

from .asked import Asked, conditions3
from .call import Answer
from .errors import InvalidResponse, NotSingle
from .flows import Flow
from .keys import KeyReading
from .pages import BYTES, Reading, Row, Sizes, unchained, way
from .result import Result


def counted(api: Any, asked: Asked) -> Flow[int]:
    """How many rows, or groups, a query gives; no row is fetched, but for one where ``having`` needs it."""
    if asked.limit == 0:
        return 0
    found = yield from (_counted3 if asked.version == 3 else _counted4)(api, asked)
    left = max(0, found - asked.offset)
    return left if asked.limit is None else min(left, asked.limit)


def _counted3(api: Any, asked: Asked) -> Flow[int]:
    extra = {key: value for key, value in unchained(asked.extra).items() if key != "options"}
    call = api._call(asked.entity, "getcount", {**conditions3(asked.where), **extra}, None, {})
    (answer,) = yield [call]
    found: Any = yield from api._read(answer)
    return _number(found, answer)


def _counted4(api: Any, asked: Asked) -> Flow[int]:
    reading = Reading(api, asked, Sizes(BYTES, 1, None))
    plain = asked.but(order=(), limit=None, offset=0, chain={})
    if asked.is_aggregate and not asked.group_by:
        return len((yield from reading.rows(plain)))  # one row, of which no count would tell
    if asked.having:
        plain = plain.but(select=(*asked.select, "row_count"), limit=1)
    else:
        plain = plain.but(select=("row_count",))
    (answer,) = yield [reading.call(plain)]
    found = yield from reading._listed(answer)
    return _number(found.matched, answer)


def _number(found: Any, answer: Answer) -> int:
    if isinstance(found, bool) or not isinstance(found, int):
        raise InvalidResponse(f"the site gave no count, but {found!r:.80}", call=answer.call)
    return found


def _some(api: Any, asked: Asked, most: int) -> Flow[Result[Row]]:
    """The first few rows, in the order in which all would come."""
    asked = asked.but(limit=most if asked.limit is None else min(most, asked.limit))
    if asked.limit == 0:
        return Result()
    if not asked.order and way(asked).kind in ("id", "ids"):
        asked = asked.but(order=(("id", "ASC"),))
    return (yield from Reading(api, asked, Sizes(BYTES, 1, None)).rows(asked))


def first(api: Any, asked: Asked) -> Flow[Row | None]:
    """The first row, or None."""
    return (yield from _some(api, asked, 1)).first()


def at(api: Any, asked: Asked, place: int) -> Flow[Row]:
    """The first row of a window; IndexError where there is none."""
    row = yield from first(api, asked)
    if row is None:
        raise IndexError(f"the query gives no row {place}")
    return row


def one(api: Any, asked: Asked) -> Flow[Row]:
    """The only row; NotSingle if there are none or several."""
    rows = yield from _some(api, asked, 2)
    if len(rows) > 1:
        raise NotSingle("expected one row but found several", count=2, call=rows.call)
    return rows.one()


class Place(NamedTuple):
    """Where the next page for a reader begins: after a key, or by offset; and how many rows were given."""

    after: int | None = None
    rows: int = 0


def page(api: Any, asked: Asked, size: int, place: Place) -> Flow[tuple[Result[Row], Place | None]]:
    """A page of about ``size`` rows, and where the next begins; None where there is none.

    By id where that can be, else by offset, in an order that no two rows share.
    """
    left = None if asked.limit is None else asked.limit - place.rows
    if left == 0:
        return Result(), None
    if way(asked).kind != "id":
        return (yield from _page_by_offset(api, asked, size, place, left))
    # one row more tells whether there is another page; it is read again
    reading = KeyReading(api, asked, Sizes(BYTES, 1, size + 1), whole=True)
    most = left if left is not None and left <= size else None
    offset = asked.offset if place.after is None else 0
    piece = yield from reading.read(place.after, most=most, offset=offset)
    rows = piece.rows
    del rows[len(rows) if left is None else left :]
    given = place.rows + len(rows)
    is_over = piece.is_last or given == asked.limit
    return rows, None if is_over else Place(piece.last, given)


def _page_by_offset(
    api: Any, asked: Asked, size: int, place: Place, left: int | None
) -> Flow[tuple[Result[Row], Place | None]]:
    most = size + 1 if left is None else min(size + 1, left)
    window = ordered(asked).but(limit=most, offset=asked.offset + place.rows)
    rows = yield from Reading(api, window, Sizes(BYTES, 1, None)).rows(window)
    is_last = len(rows) <= size
    del rows[size:]
    return rows, None if is_last else Place(None, place.rows + len(rows))


def ordered(asked: Asked) -> Asked:
    """A query in an order that no two rows share, as far as its rows have anything that tells them apart."""
    keys = list(asked.group_by)
    if asked.is_table and not asked.is_aggregate:
        keys = ["id", *(f"{alias}.id" for alias in asked.aliases)]
    named = {name for name, _ in asked.order}
    return asked.but(order=(*asked.order, *((key, "ASC") for key in keys if key not in named)))
