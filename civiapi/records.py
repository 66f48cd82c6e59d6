"""Records out of whatever holds them: dicts, csv readers, data frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .errors import UsageError


def records(source: Any) -> Iterator[Mapping[str, Any]]:
    """Each record of a source as a dict, one after the other; the source itself is never changed.

    A source is any iterable of dicts, or a pandas or polars DataFrame.  Of a frame, cells that hold nothing
    (NaN, NaT, null) leave their field out.
    """
    rows = _rows_of(source)
    for number, record in enumerate(rows):
        if not isinstance(record, Mapping):
            raise UsageError(f"record {number} is a {type(record).__name__}, not a dict")
        yield record


def _rows_of(source: Any) -> Iterable[Any]:
    if isinstance(source, Mapping | str | bytes):
        raise UsageError(f"records is a list (or any iterable) of dicts, not a {type(source).__name__}")
    if hasattr(source, "iter_rows"):
        return _polars(source)
    if hasattr(source, "itertuples"):
        return _pandas(source)
    if not isinstance(source, Iterable):
        raise UsageError(f"records is a list (or any iterable) of dicts, not a {type(source).__name__}")
    return source


def _polars(frame: Any) -> Iterator[dict[str, Any]]:
    for row in frame.iter_rows(named=True):
        yield {name: value for name, value in row.items() if not _is_nothing(value)}


def _pandas(frame: Any) -> Iterator[dict[str, Any]]:
    names = [str(name) for name in frame.columns]
    for row in frame.itertuples(index=False, name=None):
        yield {name: _plain(value) for name, value in zip(names, row, strict=True) if not _is_nothing(value)}


def _is_nothing(value: Any) -> bool:
    if value is None:
        return True
    try:
        return bool(value != value)  # NaN and NaT are unlike themselves
    except (TypeError, ValueError):  # pandas.NA has no truth, an array many
        return type(value).__name__ == "NAType"


def _plain(value: Any) -> Any:
    """A cell without numpy's and pandas' own types."""
    if hasattr(value, "to_pydatetime"):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") and not isinstance(value, list) else value
