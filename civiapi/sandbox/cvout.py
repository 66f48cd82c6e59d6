"""What cv prints: results in its output formats, and errors as blocks of text."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from . import phpjson
from .errors import NotSimulated, SiteError

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER_FORMATS = ("json-flat", "php-data", "pretty", "serialize")
TABULAR = ("table", "csv", "list")
_FALLBACK_COLUMNS = 80


def formatted(value: Any, form: str, columns: list[str] | None = None) -> str:
    """A value in an output format, without the last line end; `columns` are those of a table."""
    if form == "none":
        return ""
    if form in TABULAR:
        return _tabular(value, form, columns)
    if form == "json-pretty":
        return phpjson.pretty(value)
    if form in ("json", "json-strict"):
        return phpjson.line(value)
    if form in ("php", "shell"):
        from . import cvphp

        return cvphp.php(value) if form == "php" else cvphp.shell(value)
    if form in OTHER_FORMATS:
        raise NotSimulated(f"cv's output format {form}; say --out=json")
    raise SiteError("Unknown output format")


def _tabular(value: Any, form: str, columns: list[str] | None) -> str:
    rows = [*value.values()] if isinstance(value, dict) else value
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SiteError(f'The output format "{form}" only works with tabular data.')
    columns = columns or [*rows[0]] if rows else columns or []
    cells = [[text(row.get(column)) for column in columns] for row in rows]
    if form == "list":
        return "\n".join(row[0] for row in cells if row)
    if form == "csv":
        return "\n".join(csv_line(line) for line in [columns, *cells])
    return _table(columns, cells)


def text(value: Any) -> str:
    """A value as PHP turns it into text."""
    if value is None or value is False:
        return ""
    if isinstance(value, (list, dict)):
        return "Array"
    return "1" if value is True else str(value)


def csv_line(cells: list[str]) -> str:
    """A line as PHP's fputcsv writes it, without its end."""
    return ",".join(map(_csv, cells))


def _csv(cell: str) -> str:
    if not any(mark in cell for mark in ' ,"\\\n\r\t'):
        return cell
    doubled = re.sub(r'(\\+")|"', lambda found: found[1] or '""', cell)  # but for one behind a backslash
    return f'"{doubled}"'


def _table(columns: list[str], cells: list[list[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    rule = "+" + "+".join("-" * (width + 2) for width in widths) + "+"

    def row(line: list[str]) -> str:
        return "|" + "|".join(f" {cell:<{width}} " for cell, width in zip(line, widths, strict=True)) + "|"

    return "\n".join([rule, row(columns), rule, *map(row, cells), rule])


def error_block(
    message: str, usage: str, place: str | None, further: Iterable[str] = (), title: str = ""
) -> str:
    """An error as it goes to standard error: a block that is wrapped, in words, at COLUMNS.

    further: paragraphs below it, as what the database says of it; title: a line above the message.
    """
    width = int(os.environ.get("COLUMNS") or _FALLBACK_COLUMNS) - 5
    lines = [title] if title else []
    for line in message.split("\n"):
        lines += [line[start : start + width] for start in range(0, len(line), width)] or [""]
    longest = max(map(len, lines))
    blank = " " * (longest + 4)
    block = [blank, *(f"  {line:<{longest}}  " for line in lines), blank]
    head = [f"In {place}:"] if place else []
    told = [line for paragraph in further for line in (paragraph, "")]
    return "\n".join(["", *head, *block, "", *told, *([usage, ""] if usage else []), ""])
