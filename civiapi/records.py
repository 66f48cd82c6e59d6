"""Records out of whatever holds them: dicts, files, data frames."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from .errors import UsageError

#: Beyond this a float tells no whole numbers apart.
_EXACT = 2.0**53


class Record(dict[str, Any]):
    """A record that remembers the line of the file it came from (from 1; of a workbook, its row)."""

    __slots__ = ("line",)

    def __init__(self, values: Mapping[str, Any], line: int) -> None:
        super().__init__(values)
        self.line = line

    def __reduce__(self) -> tuple[Any, ...]:
        return Record, (dict(self), self.line)


class Table(ABC):
    """Records with columns, which can be read again and again: a file.

    ``name`` is what messages call it, ``columns`` the fields that its records may have.
    """

    name: str
    columns: Sequence[str]
    #: "dmy" or "mdy", the order in which its dates are written; None: nobody said so.
    dates: str | None = None

    @abstractmethod
    def __iter__(self) -> Iterator[Record]: ...

    def called(self, field: str) -> str:
        """What the source itself calls the column of a field."""
        return field


def line_of(record: Mapping[str, Any]) -> int | None:
    """The line that a record came from; None where it is of no file."""
    line: int | None = getattr(record, "line", None)
    return line


def records(source: Any) -> Iterator[Mapping[str, Any]]:
    """Each record of a source as a dict, one after the other; the source itself is never changed.

    A source is any iterable of dicts, or a pandas or polars DataFrame.  Of a frame, cells that hold nothing
    (NaN, NaT, NA, null) leave their field out, and whole numbers that pandas keeps as floats, as it does
    where a column has gaps, are whole numbers again.
    """
    rows = _rows_of(source)
    for number, record in enumerate(rows):
        if not isinstance(record, Mapping):
            raise UsageError(f"record {number} is a {type(record).__name__}, not a dict")
        yield record


def is_frame(source: Any) -> bool:
    """Whether a source is a DataFrame."""
    return hasattr(source, "iter_rows") or hasattr(source, "itertuples")


def is_table(source: Any) -> bool:
    """Whether a source has columns, which can be looked at before its records are."""
    return isinstance(source, Table) or is_frame(source)


def _rows_of(source: Any) -> Iterable[Any]:
    if isinstance(source, Mapping | str | bytes) or not (is_frame(source) or isinstance(source, Iterable)):
        hint = "; civiapi.files.read reads a file" if isinstance(source, str) else ""
        raise UsageError(f"records is a list (or any iterable) of dicts, not a {type(source).__name__}{hint}")
    if not is_frame(source):
        given: Iterable[Any] = source
        return given
    return _polars(source) if hasattr(source, "iter_rows") else _pandas(source)


def _polars(frame: Any) -> Iterator[dict[str, Any]]:
    for row in frame.iter_rows(named=True):
        yield {name: value for name, value in row.items() if not is_nothing(value)}


def _pandas(frame: Any) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    twice = ", ".join(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise UsageError(f"the frame has several columns named {twice}; rename them")
    makers = [_whole if _is_whole(frame.iloc[:, place]) else plain for place in range(len(names))]
    for row in frame.itertuples(index=False, name=None):
        cells = zip(names, makers, row, strict=True)
        yield {name: make(value) for name, make, value in cells if not is_nothing(value)}


def _is_whole(column: Any) -> bool:
    """Whether a column of floats holds whole numbers and nothing else."""
    if getattr(column.dtype, "kind", "") != "f":
        return False
    known = column.dropna()
    return bool(len(known) and ((known % 1 == 0) & (known.abs() < _EXACT)).all())


def is_nothing(value: Any) -> bool:
    """Whether a cell of a frame holds no value: None, NaN, NaT, NA."""
    if value is None:
        return True
    try:
        return bool(value != value)  # NaN and NaT are unlike themselves
    except (TypeError, ValueError):  # pandas.NA has no truth, an array many
        return type(value).__name__ == "NAType"


def _whole(value: Any) -> int:
    return int(value)


def plain(value: Any) -> Any:
    """A cell of a frame without numpy's and pandas' own types."""
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime(warn=False)  # nanoseconds, which CiviCRM has none of
    if type(value).__name__ == "datetime64":
        value = value.astype("datetime64[us]")  # of nanoseconds it would make a number
    return value.tolist() if hasattr(value, "tolist") else value
