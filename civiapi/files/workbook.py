"""Excel workbooks (.xlsx), read row by row with openpyxl."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, time
from typing import Any

from ..dataframes import library
from ..errors import UsageError
from .cells import Line, header, named

#: What a cell says whose formula failed.
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"})
_MIDNIGHT = time()
_BLOCK = 1 << 20


class Workbook:
    """One sheet of a workbook: the first, or the one of a name or number; its lines are its rows."""

    def __init__(self, name: str, sheet: str | int = 0, skip: int = 0) -> None:
        self.name = name
        self._sheet, self._skip = sheet, skip
        self._library = library("openpyxl", "files")
        self._has_formulas = self._looked()

    def names(self) -> list[str]:
        lines = self._lines()
        try:
            return header(self.name, lines)
        finally:
            lines.close()  # type: ignore[attr-defined]

    def rows(self) -> Iterator[tuple[int, Iterable[tuple[str, Any]]]]:
        lines = self._lines()
        return named(self.name, header(self.name, lines), lines, is_padded=True)

    def _looked(self) -> bool:
        """Whether any sheet has formulas; UsageError where it is no workbook."""
        try:
            with zipfile.ZipFile(self.name) as archive:
                sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
                if sheets:
                    return any(_has_formulas(archive, name) for name in sheets)
        except zipfile.BadZipFile:
            pass
        raise UsageError(f"{self.name}: it is no Excel workbook, or a damaged one; save it as .xlsx or .csv")

    @contextmanager
    def _opened(self, *, values: bool) -> Iterator[Iterator[tuple[Any, ...]]]:
        """The rows of the sheet, each with its cells' values, or with formulas as they are written."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # on styles, which are of no matter here
            book = self._library.load_workbook(self.name, read_only=True, data_only=values)
        try:
            sheet = self._chosen(book)
            sheet.reset_dimensions()  # some programs write wrong ones
            with closing(sheet.iter_rows(values_only=True)) as rows:
                yield rows
        finally:
            book.close()

    def _chosen(self, book: Any) -> Any:
        names = [sheet.title for sheet in book.worksheets]
        if isinstance(self._sheet, int):
            if 0 <= self._sheet < len(names):
                return book.worksheets[self._sheet]
        elif self._sheet in names:
            return book[self._sheet]
        raise UsageError(f"{self.name}: there is no sheet {self._sheet!r}; there are: {', '.join(names)}")

    def _lines(self) -> Iterator[Line]:
        if not self._has_formulas:
            with self._opened(values=True) as rows:
                yield from self._plain(rows)
            return
        with self._opened(values=True) as rows, self._opened(values=False) as formulas:
            yield from self._plain(self._computed(rows, formulas))

    def _plain(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Line]:
        for line, cells in enumerate(rows, 1):
            if line <= self._skip:
                continue
            if not _ERRORS.isdisjoint(cell for cell in cells if isinstance(cell, str)):
                raise UsageError(f"{self.name}: line {line}: a cell says {_first_error(cells)}")
            yield line, [_plain(cell) for cell in cells]

    def _computed(
        self, rows: Iterator[tuple[Any, ...]], formulas: Iterator[tuple[Any, ...]]
    ) -> Iterator[tuple[Any, ...]]:
        """Rows; UsageError for a formula that no program has worked out yet: its value would seem empty."""
        for line, (cells, written) in enumerate(zip(rows, formulas, strict=True), 1):
            if any(
                cell is None and formula is not None for cell, formula in zip(cells, written, strict=False)
            ):
                raise UsageError(
                    f"{self.name}: line {line}: a formula has no value yet; save the file in Excel"
                )
            yield cells


def _has_formulas(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as file:
        end = b""
        while block := file.read(_BLOCK):
            text = end + block
            if b"<f>" in text or b"<f " in text:
                return True
            end = text[-2:]
    return False


def _first_error(cells: Iterable[Any]) -> str:
    return next(cell for cell in cells if isinstance(cell, str) and cell in _ERRORS)


def _plain(cell: Any) -> Any:
    """A day for a time at midnight, and whole numbers for such floats: Excel knows but one kind of each."""
    if isinstance(cell, datetime) and cell.time() == _MIDNIGHT:
        return cell.date()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell
