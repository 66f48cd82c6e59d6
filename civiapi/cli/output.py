"""What a call gave, written as a table, as JSON, as lines of JSON, or as CSV."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..result import Result
from . import table as tables

if TYPE_CHECKING:
    from rich.console import Console

Tell = Callable[[str], None]
"""Takes a line for standard error."""


def write(
    value: Any, form: str, asked: Sequence[str], tell: Tell, choosing: str = "+s", whole: int = 0
) -> None:
    """Print what a call gave; notes and the site's warnings are told.

    ``asked`` are the fields of the call's select, in whose order a table or a CSV file shows them;
    ``choosing`` is what names them on the command line; a table's first ``whole`` columns are not cut.
    """
    if isinstance(value, Result):
        for warning in value.warnings:
            tell(f"warning: {warning}")
        if value.matched is not None and list(asked) == ["row_count"]:
            value = value.matched
        elif value.matched is not None and "row_count" in asked:
            tell(f"{value.matched} matched")
    asked = [name for name in asked if name != "row_count"]
    if form == "table":
        _table(value, asked, tell, choosing, whole)
    else:
        stream = utf8_stdout()
        for piece in _WRITERS[form](value, asked):
            stream.write(piece)
    sys.stdout.flush()


def utf8_stdout() -> Any:
    """Standard output, which writes UTF-8 and leaves line ends alone from now on."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # a lone surrogate becomes \udXXX, which is how JSON writes it
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    return sys.stdout


def rows_of(value: Any) -> list[Mapping[str, Any]] | None:
    """The rows in a value; None where it is made of something else."""
    if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
        return value
    if isinstance(value, Mapping) and value and all(isinstance(row, Mapping) for row in value.values()):
        keyed = [(key, row) for key, row in value.items()]
        told = all(str(row.get("id")) == str(key) for key, row in keyed)
        return [row if told else {"key": key, **row} for key, row in keyed]
    return None


def _json(value: Any, asked: Sequence[str]) -> Iterator[str]:
    yield _unsteered(json.dumps(value, ensure_ascii=False, indent=4))
    yield "\n"


def _jsonl(value: Any, asked: Sequence[str]) -> Iterator[str]:
    rows = rows_of(value)
    for row in rows if rows is not None else value if isinstance(value, list) else [value]:
        yield json_line(row)


def json_line(value: Any) -> str:
    """A value as a line of JSON."""
    return _unsteered(_compact(value)) + "\n"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _unsteered(text: str) -> str:
    """JSON whose DEL and C1 controls are escaped as well: a terminal may obey them."""
    return text if text.isascii() and "\x7f" not in text else text.translate(_ESCAPES)


_ESCAPES = {number: f"\\u{number:04x}" for number in (*range(0x7F, 0xA0), 0x2028, 0x2029)}


def _csv(value: Any, asked: Sequence[str]) -> Iterator[str]:
    """RFC 4180: CRLF, quotes where they must be; lists, dicts and booleans as JSON, None as nothing."""
    yield from (_joined(cells, ",") + "\r\n" for cells in _lines(value, asked))


def _tsv(value: Any, asked: Sequence[str]) -> Iterator[str]:
    """As CSV, with tabs between cells and line feeds between lines."""
    yield from (_joined(cells, "\t") + "\n" for cells in _lines(value, asked))


def _lines(value: Any, asked: Sequence[str]) -> Iterator[list[str]]:
    rows = rows_of(value) if not isinstance(value, Mapping) else rows_of(value) or [value]
    if rows is None:
        for one in value if isinstance(value, list) else [value]:
            yield [_cell(one)]
        return
    names = tables.ordered(rows, asked) if rows else tables.named(asked)
    if names:
        yield names
    for row in rows:
        yield [_cell(row.get(name)) for name in names]


def _joined(cells: Sequence[str], delimiter: str) -> str:
    # not the csv module: before Python 3.11 it refuses NUL
    if list(cells) == [""]:
        return '""'  # a line with nothing on it would be no row
    return delimiter.join(map(_quoted, cells))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _SPECIAL.search(cell) else cell


_SPECIAL = re.compile('[",\t\r\n]')


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else _compact(value)


_WRITERS: dict[str, Callable[[Any, Sequence[str]], Iterator[str]]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "tsv": _tsv,
}


def _table(value: Any, asked: Sequence[str], tell: Tell, choosing: str, whole: int) -> None:
    from rich.console import Console

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that cannot show a letter shows a question mark
    console = Console(file=sys.stdout, highlight=False, markup=False, emoji=False)
    ascii_only = not console.encoding.lower().startswith("utf")
    rows = rows_of(value)
    if rows is None and isinstance(value, Mapping) and value:
        fields = [{"field": key, "value": one} for key, one in value.items()]
        made = tables.table(fields, ("field", "value"), console.width, ascii_only=ascii_only)
        _print(console, made, tell, choosing)
    elif rows is None and value != {}:
        for one in value if isinstance(value, list) else [value]:
            sys.stdout.write(_plain(console, one) + "\n")
    elif rows:
        names = tables.arranged(rows, asked)
        important = names if tables.names_all(asked) else tables.TELLING
        made = tables.table(
            rows, names, console.width, important=important, whole=whole, ascii_only=ascii_only
        )
        _print(console, made, tell, choosing)
    if value in ([], {}):
        tell("no rows")


def _print(console: Console, made: tables.Table, tell: Tell, choosing: str) -> None:
    from rich.text import Text

    console.print(Text(made.head, style="bold"), soft_wrap=True)
    sys.stdout.writelines(f"{line}\n" for line in (made.rule, *made.lines))
    sys.stdout.flush()
    if made.left_out:
        columns = "1 more column" if made.left_out == 1 else f"{made.left_out} more columns"
        names = f"{choosing} names the ones to show, " if choosing else ""
        tell(f"{columns} left out; {names}--out=json shows all")


def _plain(console: Console, value: Any) -> str:
    """A value on its own: text as it is, but nothing that would steer a terminal."""
    if not isinstance(value, str):
        return "null" if value is None else tables.text(value)
    if not console.is_terminal:
        return value
    return "\n".join(tables.visible(line) for line in value.splitlines())
