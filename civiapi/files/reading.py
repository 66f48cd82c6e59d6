"""A file as records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

from ..checks.dates import ORDERS
from ..errors import UsageError
from ..outcomes import OWN_COLUMNS
from ..records import Record, Table, is_nothing
from ..schema.nearest import unknown
from .text import Csv, Jsonl
from .workbook import Workbook

PathLike = str | os.PathLike[str]
#: A row: its line, and the cells with the names of their columns.
Row = tuple[int, Iterable[tuple[str, Any]]]


class Format(Protocol):
    """A file of one format, read anew by each call."""

    def names(self) -> list[str]:
        """The names of its columns."""

    def rows(self) -> Iterator[Row]:
        """Its rows, but for those without any cell."""


class File(Table):
    """The records of a file, which is read anew, line by line, each time that they are iterated.

    ``columns`` are the fields that they may have.  Each record is a dict that also has ``line``.
    """

    def __init__(
        self,
        name: str,
        source: Format,
        fields: Mapping[str, str | None] | None,
        null: str | None,
        dates: str | None = None,
    ) -> None:
        self.name, self.dates = name, dates
        self._source, self._null = source, null
        self._given = dict(fields or {})

    @cached_property
    def columns(self) -> Sequence[str]:  # type: ignore[override]
        names = self._source.names()
        for name in self._given:
            if name not in names:
                said = unknown("column", name, names)
                more = "" if said.endswith("?") else f"; it has {', '.join(map(repr, names))}"
                raise UsageError(f"{self.name}: {said}{more}")
        fields = [field for field in map(self._field, names) if field is not None]
        twice = [field for field in dict.fromkeys(fields) if fields.count(field) > 1]
        if twice:
            raise UsageError(f"{self.name}: several columns for {twice[0]}; map one of them to None")
        return fields

    def called(self, field: str) -> str:
        """The column in the file that is for a field."""
        return next((column for column, one in self._given.items() if one == field), field)

    def _field(self, column: str) -> str | None:
        """The field that a column is for; None for none."""
        return self._given.get(column, None if column in OWN_COLUMNS else column)

    def __iter__(self) -> Iterator[Record]:
        fields = {name: self._field(name) for name in self._given}
        for line, cells in self._source.rows():
            values: dict[str, Any] = {}
            for name, cell in cells:
                field = fields[name] if name in fields else fields.setdefault(name, self._field(name))
                if field is None:
                    continue
                if self._null is not None and cell == self._null:
                    values[field] = None
                elif not is_empty(cell):
                    values[field] = cell
            yield Record(values, line)

    def __repr__(self) -> str:
        return f"<File {self.name}>"


def is_empty(cell: Any) -> bool:
    """Whether a cell holds nothing: blanks are nothing, 0 and False are something."""
    return not cell.strip() if isinstance(cell, str) else is_nothing(cell)


def read(
    path: PathLike,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    null: str | None = None,
    sheet: str | int | None = None,
    skip: int = 0,
    dates: str | None = None,
) -> File:
    """The records of a .csv, .tsv, .jsonl, .xlsx or .parquet file.

    ``columns`` maps the names of columns to fields: ``{"E-mail": "email_primary.email", "Notes": None}``;
    None leaves the column out, and a column that is not named there is the field of that name.  So is
    ``gender_id:label``, which takes options by their label.  What ``Report.to_csv`` says in columns of its
    own is left out.

    An empty cell leaves its field out of the record, in all formats; a cell that is ``null`` (such as
    ``null="\\\\N"``) clears the field.  Rows without any cell are passed over.

    A text is UTF-8, or what its byte order mark says, or of the ``encoding`` given; what is not is refused,
    and never guessed.  The ``delimiter`` of CSV is found in the header, among ``, ; |`` and the tab.  Of an
    Excel file the first sheet is read, or ``sheet``, a name or a number from 0; of a formula, its value.  The
    header stands in the first line after ``skip`` others.

    ``dates`` is the order in which dates are written, "dmy" or "mdy": 3/4/1990, or with dots or dashes.
    Without it ``save_all`` refuses those with slashes, which CiviCRM would read as month/day/year.

    Raises UsageError, with the file, the line, and what is wrong there.  A file that ``save_all`` is given is
    read through before the first record is written.
    """
    given = {"encoding": encoding, "delimiter": delimiter, "sheet": sheet, "skip": skip or None}
    options = {name: value for name, value in given.items() if value is not None}
    name = os.fspath(path)
    if dates not in (None, *ORDERS):
        raise UsageError(f"dates is one of {', '.join(ORDERS)}, not {dates!r}")
    if not Path(path).is_file():
        raise UsageError(f"{name}: there is no such file")
    make, known = _format(name)
    for option in options:
        if option not in known:
            raise UsageError(f"{name}: {option}= is not for {Path(name).suffix} files")
    file = File(name, make(name, **options), columns, null, dates)
    if make is not Jsonl:  # which has no header
        file.columns  # noqa: B018  (refused at once)
    return file


def _parquet(name: str) -> Format:
    from .parquet import Parquet

    return Parquet(name)


def _tsv(name: str, **options: Any) -> Format:
    return Csv(name, **{"usual": "\t", **options})


_FORMATS: dict[str, tuple[Callable[..., Format], tuple[str, ...]]] = {
    ".csv": (Csv, ("encoding", "delimiter", "skip")),
    ".tsv": (_tsv, ("encoding", "delimiter", "skip")),
    ".jsonl": (Jsonl, ("encoding",)),
    ".xlsx": (Workbook, ("sheet", "skip")),
    ".parquet": (_parquet, ()),
}


def _format(name: str) -> tuple[Callable[..., Format], tuple[str, ...]]:
    found = _FORMATS.get(Path(name).suffix.lower())
    if found is None:
        raise UsageError(f"{name}: {unreadable(name)}")
    return found


def unreadable(name: str) -> str:
    """Why a file of this name is neither read nor written."""
    suffix = Path(name).suffix
    known = f"files end in {', '.join(_FORMATS)}"
    if suffix.lower() in (".xls", ".xlsm", ".ods"):
        return f"{suffix} is not known; save it as .xlsx or .csv"
    return f"{known}, not {suffix!r}" if suffix else f"{known}; this name has no such end"
