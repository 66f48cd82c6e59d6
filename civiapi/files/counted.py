"""A file that counts its records."""

from __future__ import annotations

from collections.abc import Iterator

from ..records import Record, Table


class Counted(Table):
    """A table; ``total`` is the number of its records, None until it was read through."""

    def __init__(self, table: Table) -> None:
        self.name, self.columns, self.dates = table.name, table.columns, table.dates
        self.total: int | None = None
        self._table = table

    def __iter__(self) -> Iterator[Record]:
        count = 0
        for record in self._table:
            count += 1
            yield record
        self.total = count

    def called(self, field: str) -> str:
        """The column in the table that is for a field."""
        return self._table.called(field)
