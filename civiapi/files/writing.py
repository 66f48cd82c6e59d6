"""Records as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from ..columns import as_text
from ..dataframes import library
from ..errors import UsageError
from ..framesinks import ParquetSink
from ..parts import PathLike
from ..records import is_table, records
from ..result import Result
from ..sinks import ColumnSink, CsvSink, FileSink, JsonlSink
from ..table import Rows, expected
from .reading import unreadable

_PAGE = 1000
#: What a sheet of Excel holds: rows, and characters a cell; digits of a number that it keeps.
_MOST_ROWS, _MOST_TEXT, _EXACT = 1_048_576, 32_767, 10**15
#: The first day that Excel's calendar and ours agree on.
_FIRST_DAY = date(1900, 3, 1)


def write(path: PathLike, rows: Any, *, columns: Iterable[str] | None = None) -> int:
    """Write rows to a .csv, .tsv, .jsonl, .xlsx or .parquet file; gives how many there were.

    ``rows`` is any iterable of dicts, or a DataFrame.  ``columns`` are the columns and their order, else
    they are those of the first thousand rows.  The file gets its name when it is whole.  What is None or
    missing is an empty cell; lists and dicts are JSON, which ``save_all`` reads again where the field holds
    several values.
    """
    if columns is None and is_table(rows):
        columns = map(str, rows.columns)
    names = None if columns is None else list(columns)
    into = sink(path, names)
    try:
        for page in _pages(records(rows), names):
            into.add(page)
        return into.finish()
    except BaseException:
        into.abort()
        raise


def _pages(rows: Iterator[Mapping[str, Any]], names: list[str] | None) -> Iterator[list[dict[str, Any]]]:
    while page := list(islice(rows, _PAGE)):
        if names is None:
            yield [dict(row) for row in page]
        else:
            yield [{name: row[name] for name in names if name in row} for row in page]


def sink(path: PathLike, names: list[str] | None = None) -> FileSink:
    """What writes a file of that name; UsageError where its end is none of a format."""
    make = _SINKS.get(Path(path).suffix.lower())
    if make is None:
        raise UsageError(f"{path}: {unreadable(str(path))}")
    return make(path, names)


class XlsxSink(FileSink, ColumnSink):
    """Rows as the one sheet of a workbook, under a header.

    Texts are texts, also those that begin with ``=``.  What Excel cannot hold as it is, is a text: days
    before March 1900, times with a zone, numbers of more than 15 digits.
    """

    MODE = "xb"

    def __init__(self, path: PathLike, columns: list[str] | None = None) -> None:
        self._cells = library("openpyxl.cell", "files")
        self._illegal = library("openpyxl.utils.exceptions", "files").IllegalCharacterError
        self._book = library("openpyxl", "files").Workbook(write_only=True)
        super().__init__(path)
        self._sheet = self._book.create_sheet("Sheet1")
        self._columns: list[str] | None = None
        self._given = columns
        self._expected: list[str] = []

    def begin(self, known: Result[Any], /) -> None:
        """As ColumnSink."""
        self._expected = expected(known)

    def _write(self, rows: Rows) -> None:
        columns = self._begin(rows)
        if self.count + len(rows) >= _MOST_ROWS:
            raise UsageError(f"a sheet of Excel holds {_MOST_ROWS} rows; write a .csv file")
        for row in rows:
            if self._given is None and not row.keys() <= set(columns):
                late = ", ".join(name for name in row if name not in columns)
                raise UsageError(f"columns that the first rows had not: {late}; name all with columns=")
            self._sheet.append([self._cell(row.get(name)) for name in columns])

    def _begin(self, rows: Rows) -> list[str]:
        if self._columns is None:
            self._open()
            found = dict.fromkeys([*(name for row in rows for name in row), *self._expected])
            self._columns = self._given if self._given is not None else list(found)
            self._sheet.append([self._cell(name) for name in self._columns])
        return self._columns

    def _cell(self, value: Any) -> Any:
        if value is None or isinstance(value, bool | float) or _is_excel(value):
            return value
        text = value.isoformat(" ") if isinstance(value, datetime) else as_text(value)
        if len(text or "") > _MOST_TEXT:
            raise UsageError(f"a cell of Excel holds {_MOST_TEXT} characters; write a .csv file")
        try:
            cell = self._cells.WriteOnlyCell(self._sheet, text)
        except self._illegal:
            raise UsageError(f"Excel takes no control characters, as in {text!r:.60}") from None
        cell.data_type = "s"  # and no formula
        return cell

    def _end(self) -> None:
        self._begin([])
        self._book.save(self._open())

    def abort(self) -> None:
        """Leave nothing behind; a file that stood there before stays as it was."""
        if not self._sheet.closed:
            self._sheet.close()
        super().abort()


def _is_excel(value: Any) -> bool:
    """Whether Excel holds a number or a time as it is."""
    if isinstance(value, datetime):
        return value.tzinfo is None and value.date() >= _FIRST_DAY
    if isinstance(value, date):
        return value >= _FIRST_DAY
    return isinstance(value, int | Decimal) and -_EXACT < value < _EXACT


_SINKS: dict[str, Callable[[PathLike, list[str] | None], FileSink]] = {
    ".csv": CsvSink,
    ".tsv": lambda path, names: CsvSink(path, names, delimiter="\t"),
    ".jsonl": lambda path, names: JsonlSink(path),
    ".xlsx": XlsxSink,
    ".parquet": lambda path, names: ParquetSink(path),
}
