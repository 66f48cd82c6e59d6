"""Where rows go, page after page: a sink; and those that write lines of text.  framesinks.py has the others.

A file is written under another name beside its own, and renamed when it is whole.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import IO, Any, Protocol, TypeVar

from .columns import as_text
from .errors import UsageError
from .parts import Part, PathLike
from .result import Result
from .table import Rows, expected, selected, turn

T_co = TypeVar("T_co", covariant=True)


class Sink(Protocol[T_co]):
    """Takes rows and makes something of them: ``add`` for each page, then ``finish``, or ``abort``."""

    def add(self, rows: Rows, /) -> None: ...

    def finish(self) -> T_co: ...

    def abort(self) -> None:
        """Leave nothing behind; also after a finish that failed."""


class ColumnSink:
    """What the sinks share that make columns of rows."""

    def begin(self, known: Result[Any], /) -> None:
        """Learn, before the first page, what a page without rows tells: ``call``, perhaps ``fields``."""
        raise NotImplementedError


class FileSink:
    """What the sinks to files share; ``finish`` gives the number of rows written."""

    MODE, ENCODING = "x", "utf-8"

    def __init__(self, path: PathLike) -> None:
        self._part = Part(path)
        self.path = self._part.target
        self.count = 0
        self._file: IO[Any] | None = None

    def _open(self) -> IO[Any]:
        """The file that is written to, made at its first use."""
        if self._file is None:
            text: dict[str, Any] = {} if "b" in self.MODE else {"encoding": self.ENCODING, "newline": ""}
            self._file = self._part.open(self.MODE, **text)
        return self._file

    def add(self, rows: Rows, /) -> None:
        """Write rows."""
        if rows:
            self._write(rows)
            self.count += len(rows)

    def _write(self, rows: Rows) -> None:
        raise NotImplementedError

    def _end(self) -> None:
        """What is to be written after the last row."""

    def finish(self) -> int:
        """Give the file its name."""
        self._open()
        self._end()
        self._close()
        self._part.keep()
        return self.count

    def written(self) -> int:
        """How many bytes the rows added so far have."""
        file = self._open()
        file.flush()
        return os.fstat(file.fileno()).st_size

    def leave(self, path: PathLike, size: int) -> None:
        """Instead of finish or abort: the first ``size`` bytes become a file that take_over goes on with."""
        with suppress(OSError):  # a full disk; what it did not take is cut off anyway
            self._close()
        if os.path.exists(self._part.path):  # else take_over has not come to move it from ``path``
            os.truncate(self._part.path, size)
            os.replace(self._part.path, path)

    def take_over(self, path: PathLike, count: int) -> None:
        """Before the first row: go on behind the ``count`` rows of such a file, which is moved."""
        os.replace(path, self._part.path)
        self.MODE = self.MODE.replace("x", "a")
        self._open()
        self.count = count

    def abort(self) -> None:
        """Leave nothing behind; a file that stood there before stays as it was."""
        try:
            self._close()
        finally:
            self._part.drop()  # also where Ctrl-C came before _file was set

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()


class CsvSink(FileSink, ColumnSink):
    """Rows as CSV: a header, UTF-8, lines that end in a line feed.

    NULL is an empty cell, as an empty text is; booleans are ``true`` and ``false``; lists and dicts are JSON.
    The columns are those of the first page, or ``columns`` and no others.  A text that begins with ``= + -``
    or ``@`` is written as it is, though spreadsheets may take it for a formula: ``safe=True`` puts a ``'``
    before it.
    ``encoding="utf-8-sig"`` is for Excel.
    """

    def __init__(
        self,
        path: PathLike,
        columns: Iterable[str] | None = None,
        *,
        delimiter: str = ",",
        encoding: str = "utf-8",
        safe: bool = False,
    ) -> None:
        super().__init__(path)
        self.ENCODING = encoding
        self._given = None if columns is None else list(columns)
        self.columns: list[str] | None = None  # as they stand in the header; set before take_over
        self._cell = _safe_cell if safe else _cell
        self._delimiter = delimiter
        self._call: Any = None
        self._expected: list[str] = []

    def begin(self, known: Result[Any], /) -> None:
        """As ColumnSink."""
        self._call, self._expected = known.call, expected(known)

    def add(self, rows: Rows, /) -> None:
        """Write rows; UsageError for columns that the first page had not."""
        self._call = self._call or getattr(rows, "call", None)
        super().add(rows)

    def _write(self, rows: Rows) -> None:
        turned = turn(rows)
        columns = self._begin(turned)
        if self._given is None and not turned.keys() <= set(columns):
            late = ", ".join(name for name in turned if name not in columns)
            raise UsageError(f"columns that the first page of rows had not: {late}; name all with columns=")
        empty = [None] * len(rows)
        cells = [map(self._cell, turned.get(name, empty)) for name in columns]
        self._writer().writerows(zip(*cells, strict=True))

    def _begin(self, first: Iterable[str]) -> list[str]:
        """The columns; their header is written when they are first asked for."""
        if self.columns is None:
            chosen = self._expected or (selected(self._call) if self._call is not None else [])
            self.columns = self._given if self._given is not None else list(dict.fromkeys([*first, *chosen]))
            if self.columns:
                self._writer().writerow(self.columns)
        return self.columns

    def _end(self) -> None:
        self._begin(())

    def _writer(self) -> Any:
        return csv.writer(_LineFeeds(self._open()), delimiter=self._delimiter, lineterminator="\r\n")


class _LineFeeds:
    """Lets lines end in a line feed.

    Up to Python 3.12 csv.writer quotes a cell with a carriage return only where the ends of lines have one.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line[:-2] + "\n")


_PLAIN = frozenset({str, int, float, type(None)})
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)


def _cell(value: Any) -> Any:
    return value if type(value) in _PLAIN else as_text(value)


def _safe_cell(value: Any) -> Any:
    if type(value) is str and _FORMULA.match(value) and not _NUMBER.fullmatch(value):
        return "'" + value
    return _cell(value)


class JsonlSink(FileSink):
    """Rows as lines of JSON, in UTF-8; dates and decimals are texts."""

    def _write(self, rows: Rows) -> None:
        encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
        self._open().writelines(encode(row) + "\n" for row in rows)
