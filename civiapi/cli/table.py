"""Rows as a table of the terminal's width: one line a row, cells cut, the telling columns first.  Pure."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Container, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import Any, NamedTuple

from rich.cells import cell_len, set_cell_size

#: The columns that tell a row, in the order in which a narrow table shows them.
TELLING = (
    *("id", "display_name", "contact_type", "email", "email_primary.email", "title", "label", "name"),
    *("subject", "contact_id", "total_amount", "value", "status", "status_id"),
)
GAP = "  "
#: What an important column gets at least of what it needs, and what is enough for any at first.
LEAST, FAIR = 10, 32
#: Cells are looked at up to this many characters.
LONGEST = 1000

_EMPTY: tuple[Any, ...] = (None, "", "0", 0, [], {})

Row = Mapping[str, Any]


class Table(NamedTuple):
    """Lines ready to print, and how many columns found no room."""

    head: str
    rule: str
    lines: list[str]
    left_out: int


def named(asked: Sequence[str]) -> list[str]:
    """The columns that a call's select names; what has a ``*`` asks for more than it names."""
    return [item.rpartition(" AS ")[2] for item in asked if "*" not in item or "(" in item]


def names_all(asked: Sequence[str]) -> bool:
    """Whether a select names every column that it asks for."""
    return bool(asked) and len(named(asked)) == len(asked)


def ordered(rows: Iterable[Row], asked: Sequence[str] = (), first: Sequence[str] = ()) -> list[str]:
    """The columns of rows: as asked for, an unasked id before them; else ``first``, then the others."""
    seen: dict[str, None] = {}
    for row in rows:
        seen.update(dict.fromkeys(row))
    wanted = named(asked)
    if not names_all(asked):
        wanted = [*first, *wanted]
    elif "id" not in wanted:
        wanted = ["id", *wanted]
    begin = dict.fromkeys(name for name in wanted if name in seen)
    return [*begin, *(name for name in seen if name not in begin)]


def arranged(rows: Sequence[Row], asked: Sequence[str] = ()) -> list[str]:
    """The columns in a table's order: as asked for, or the telling ones first and the empty ones last."""
    names = ordered(rows, asked, TELLING)
    if names_all(asked):
        return names
    filled = {name for row in rows for name, value in row.items() if value not in _EMPTY}
    return [name for name in names if name in filled] + [name for name in names if name not in filled]


def table(
    rows: Sequence[Row],
    names: Sequence[str],
    width: int,
    *,
    important: Container[str] | None = None,
    whole: int = 0,
    ascii_only: bool = False,
) -> Table:
    """Rows under their columns, as many as the width has room for.

    The important ones (None: all) are rather cut than left out, the others are only shown where they fit;
    the first ``whole`` are not cut while others can be.
    """
    cells = [[text(row.get(name)) for name in names[: width // 3 + 1]] for row in rows]
    heads = [one_line(name) for name in names[: width // 3 + 1]]
    needed = [max(map(cell_len, column)) for column in zip(heads, *cells, strict=True)]
    leading = len(list(takewhile(lambda name: important is None or name in important, names)))
    widths = _widths(needed, leading, width, whole)
    right = [all(_is_number(row.get(name)) for row in rows) and bool(rows) for name in names[: len(widths)]]
    ellipsis = "..." if ascii_only else "…"

    def line(values: Sequence[str]) -> str:
        fitted = [
            fit(value, size, ellipsis, to_right)
            for value, size, to_right in zip(values, widths, right, strict=False)
        ]
        return GAP.join(fitted).rstrip()

    rule = GAP.join(("-" if ascii_only else "─") * size for size in widths)
    return Table(line(heads), rule, [line(values) for values in cells], len(names) - len(widths))


def _widths(needed: Sequence[int], leading: int, width: int, whole: int) -> list[int]:
    """How wide the columns become that have room; the ``leading`` ones are rather narrow than missing."""
    widths: list[int] = []
    for number, need in enumerate(needed):
        if number == leading:
            _widen(widths, needed, FAIR, width)
        limit = width if number < whole else LEAST if number < leading else FAIR
        wanted = min(need, limit, width)
        if widths and _total(widths) + len(GAP) + wanted > width:
            break
        widths.append(wanted)
    for limit in (FAIR, width):
        _widen(widths, needed, limit, width)
    return widths


def _widen(widths: list[int], needed: Sequence[int], limit: int, width: int) -> None:
    """Give the columns, from the left, what they need up to a limit, as long as something is left."""
    for number, size in enumerate(widths):
        wanted = min(needed[number], limit) - size
        widths[number] += max(0, min(wanted, width - _total(widths)))


def _total(widths: Sequence[int]) -> int:
    return sum(widths) + len(GAP) * (len(widths) - 1)


def fit(value: str, size: int, ellipsis: str = "…", to_right: bool = False) -> str:
    """A text in exactly ``size`` cells of a terminal, cut with an ellipsis if it must be."""
    length = cell_len(value)
    if length > size:
        short = ellipsis[:size]
        return set_cell_size(value, size - len(short)) + short
    return " " * (size - length) + value if to_right else value + " " * (size - length)


def text(value: Any) -> str:
    """A value as one line."""
    if value is None:
        return ""
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def one_line(value: str) -> str:
    """A text without line breaks, and without what would steer the terminal."""
    if value.isascii() and value.isprintable():
        return value[:LONGEST]
    cut = " ".join(value[:LONGEST].split())
    return visible(cut)


def visible(line: str) -> str:
    """A line with a replacement mark for what would steer the terminal."""
    return "".join(_visible(letter) for letter in line)


@lru_cache(4096)
def _visible(letter: str) -> str:
    """The letter, or a replacement mark for a control, a change of direction or half a character."""
    steers = unicodedata.category(letter) in ("Cc", "Cs") or unicodedata.bidirectional(letter) in _STEERING
    return "\N{REPLACEMENT CHARACTER}" if steers else letter


_STEERING = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def _is_number(value: Any) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool))
