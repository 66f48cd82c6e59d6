"""Where rows go whose columns have types: into Parquet, or into frames."""

from __future__ import annotations

import os
import pickle
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

from .dataframes import arrow_schema, arrow_table, library, maker
from .errors import UsageError
from .parts import PathLike
from .result import Result
from .sinks import ColumnSink, FileSink
from .table import Fields, Rows, Table


class TypedSink(ColumnSink):
    """What the sinks share whose columns have types."""

    def __init__(self, *, fields: Fields | None = None, decimals: bool = False) -> None:
        self._table = Table(fields, decimals=decimals)

    def begin(self, known: Result[Any], /) -> None:
        """As ColumnSink."""
        self._table.know(known)


class ParquetSink(FileSink, TypedSink):
    """Rows as Parquet, its columns typed as those of a frame.

    What a column holds is known when all rows were seen.  So they are laid by in a file without a name, which
    ends with this process, and are written from there: the memory needed is that of some thousand rows.
    """

    # pyarrow, as it appends group after group to a file; polars writes Parquet from one frame in memory.

    MODE = "xb"
    GROUP = 10_000

    def __init__(self, path: PathLike, *, fields: Fields | None = None, decimals: bool = False) -> None:
        self._parquet = library("pyarrow.parquet")
        FileSink.__init__(self, path)
        TypedSink.__init__(self, fields=fields, decimals=decimals)
        self._laid: IO[bytes] | None = None

    def add(self, rows: Rows, /) -> None:
        """Take rows."""
        self._table.know(rows)
        super().add(rows)

    def _write(self, rows: Rows) -> None:
        self._open()
        if self._laid is None:
            self._laid = tempfile.TemporaryFile(dir=os.path.dirname(self.path))  # noqa: SIM115
        self._table.add(rows)
        pickle.dump(self._table.values, self._laid, pickle.HIGHEST_PROTOCOL)
        self._table.emptied()

    def _end(self) -> None:
        self._table.close()
        kinds = self._table.kinds()
        schema = arrow_schema(kinds)
        with self._parquet.ParquetWriter(self._open(), schema, compression="zstd") as writer:
            for values in self._groups():
                self._table.values = values
                writer.write_table(arrow_table(self._table, kinds, schema))

    def _groups(self) -> Iterator[dict[str, list[Any]]]:
        """The rows that were laid by, so many at a time."""
        group: dict[str, list[Any]] = {name: [] for name in self._table.columns}
        count = 0
        for page in self._pages():
            rows = len(next(iter(page.values()), []))
            for name, values in group.items():
                values.extend(page.get(name) or [None] * rows)
            count += rows
            if count >= self.GROUP:
                yield group
                group, count = {name: [] for name in group}, 0
        if count:
            yield group

    def _pages(self) -> Iterator[dict[str, list[Any]]]:
        if self._laid is None:
            return
        end = self._laid.tell()
        self._laid.seek(0)
        while self._laid.tell() < end:
            yield pickle.load(self._laid)  # noqa: S301  # written by this process, in a file that has no name

    def _close(self) -> None:
        try:
            if self._laid is not None:
                self._laid.close()
        finally:
            super()._close()


class FrameSink(TypedSink):
    """Rows as one frame of ``pandas`` or ``polars``."""

    def __init__(self, kind: str = "pandas", *, fields: Fields | None = None, decimals: bool = False) -> None:
        super().__init__(fields=fields, decimals=decimals)
        self._make = maker(kind)

    def add(self, rows: Rows, /) -> None:
        """Take rows."""
        self._table.add(rows)

    def finish(self) -> Any:
        """The frame."""
        return self._make(self._table)

    def abort(self) -> None:
        """Let go of the rows."""
        self._table.emptied()


class FramesSink(TypedSink):
    """Rows as frames of so many rows each; ``add`` and ``finish`` give those that are full, and the rest.

    A column that an earlier frame had is in the later ones as well, and of the same type unless what came
    since needs a wider one.
    """

    def __init__(
        self,
        rows: int = 10_000,
        kind: str = "pandas",
        *,
        fields: Fields | None = None,
        decimals: bool = False,
    ) -> None:
        if isinstance(rows, bool) or not isinstance(rows, int) or rows < 1:
            raise UsageError(f"a frame has one row or more, not {rows!r:.80}")
        super().__init__(fields=fields, decimals=decimals)
        self._make = maker(kind)
        self._rows = rows

    def add(self, rows: Sequence[Mapping[str, Any]], /) -> Iterator[Any]:
        """Take rows; gives the frames that they fill."""
        self._table.know(rows)
        start = 0
        while start < len(rows):
            end = start + self._rows - self._table.count
            self._table.add(rows[start:end])
            start = end
            if self._table.count == self._rows:
                yield self._full()

    def finish(self) -> Iterator[Any]:
        """The rows that filled no frame, if there are any."""
        if self._table.count:
            yield self._full()

    def _full(self) -> Any:
        frame = self._make(self._table)
        self._table.emptied()
        return frame
