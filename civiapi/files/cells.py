"""Headers and rows of tables, whatever their format.  Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..errors import UsageError

#: A row with its line.
Line = tuple[int, Sequence[Any]]

#: What is said of NUL characters.
NO_TEXT = 'this is no text, or UTF-16; try encoding="utf-16-le"'


def is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def header(place: str, lines: Iterator[Line]) -> list[str]:
    """The names of the columns: the first row that is not empty."""
    for line, cells in lines:
        names = ["" if cell is None else str(cell).strip() for cell in cells]
        while names and not names[-1]:
            names.pop()
        if not names:
            continue
        if any("\0" in name for name in names):
            raise UsageError(f"{place}: {NO_TEXT}")
        for name in names:
            if name and names.count(name) > 1:
                raise UsageError(f"{place}: line {line}: several columns are named {name!r}; rename them")
        return names
    raise UsageError(f"{place}: it is empty; its first line names the columns")


def named(
    place: str, names: Sequence[str], lines: Iterator[Line], *, is_padded: bool
) -> Iterator[tuple[int, list[tuple[str, Any]]]]:
    """Rows with the names of their cells; UsageError for one that does not fit the header.

    ``is_padded`` says that a row may end before the last column, as in workbooks.
    """
    width = len(names)
    has_unnamed = "" in names
    for line, cells in lines:
        if all(map(is_blank, cells)):
            continue
        count = len(cells)
        if count < width and not is_padded:
            raise UsageError(f"{place}: line {line}: it has {count} cells, and the header {width}")
        if count > width and not all(map(is_blank, cells[width:])):
            raise UsageError(f"{place}: line {line}: it has {count} cells, and the header {width}")
        pairs = list(zip(names, cells, strict=False))
        if has_unnamed:
            if any(not name and not is_blank(cell) for name, cell in pairs):
                raise UsageError(f"{place}: line {line}: there is a cell in a column without a name")
            pairs = [pair for pair in pairs if pair[0]]
        yield line, pairs
