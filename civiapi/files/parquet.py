"""Parquet, read in small groups of rows with pyarrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..dataframes import library
from ..errors import UsageError
from ..records import plain
from .cells import is_blank

_ROWS = 1000


class Parquet:
    """A Parquet file; its lines are its rows, from 1."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._library = library("pyarrow.parquet")

    @contextmanager
    def _opened(self) -> Iterator[Any]:
        try:
            with self._library.ParquetFile(self.name) as file:
                yield file
        except ValueError as error:  # which ArrowInvalid is
            raise UsageError(f"{self.name}: it is no Parquet file, or a damaged one: {error}") from None

    def names(self) -> list[str]:
        with self._opened() as file:
            names: list[str] = list(file.schema_arrow.names)
        for name in names:
            if names.count(name) > 1:
                raise UsageError(f"{self.name}: several columns are named {name!r}; rename them")
        return names

    def rows(self) -> Iterator[tuple[int, Iterable[tuple[str, Any]]]]:
        line = 0
        with self._opened() as file:
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    line += 1
                    if not all(map(is_blank, row.values())):
                        yield line, [(name, plain(value)) for name, value in row.items()]
