"""What a notebook shows of rows and of queries: short tables of HTML, all text in them escaped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import chain
from typing import Any

from .columns import as_text

ROWS, COLUMNS, CELL = 10, 8, 80


def rows_html(rows: Sequence[Any], matched: int | None = None) -> str:
    """The first rows and columns, and how many there are."""
    shown = rows[:ROWS]
    if not all(isinstance(row, Mapping) for row in shown):
        shown = [{"": row} for row in shown]
    names = list(dict.fromkeys(chain.from_iterable(shown)))
    cells = [[row.get(name) for name in names[:COLUMNS]] for row in shown]
    return _table(names[:COLUMNS], cells) + _paragraph("; ".join(_counts(rows, names, matched)))


def _counts(rows: Sequence[Any], names: Sequence[Any], matched: int | None) -> Iterable[str]:
    yield f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    if matched is not None and matched != len(rows):
        yield f"{matched:,} match"
    if len(rows) > ROWS:
        yield f"the first {ROWS} are shown"
    if len(names) > COLUMNS:
        yield f"{len(names) - COLUMNS} more columns: {', '.join(map(_cut, names[COLUMNS:]))}"


def query_html(entity: str, params: Mapping[str, Any]) -> str:
    """What a query asks; nothing is read."""
    return _paragraph(f"A query of {entity}, not read") + _table(["param", "value"], list(params.items()))


def report_html(counted: str, errors: Sequence[tuple[str, str, str]], more: int) -> str:
    """What became of records: how many of each kind, and the first that went wrong (place, status, why)."""
    table = _table(["record", "status", "error"], errors) if errors else ""
    left = f"and {more:,} more that went wrong: to_csv(path) writes all of them"
    return _paragraph(counted) + table + (_paragraph(left) if more > 0 else "")


def _table(names: Iterable[Any], rows: Iterable[Iterable[Any]]) -> str:
    head = "".join(f"<th>{escape(_cut(name))}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{escape(_cut(one))}</td>' for one in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if head else ""


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _cut(value: Any) -> str:
    text = as_text(value) or ""
    return text if len(text) <= CELL else text[: CELL - 1] + "…"
