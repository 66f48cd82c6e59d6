"""The rows that a call gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from .errors import NotSingle

if TYPE_CHECKING:
    import pandas
    import polars

    from .call import ApiCall
    from .table import Fields

Row = TypeVar("Row")
T = TypeVar("T")


class Result(list[Row]):
    """A list of rows that also knows where they came from.

    ``matched`` is the number of rows that matched whatever the limit (APIv4, where ``row_count``
    was selected; after a save or replace over HTTP: how many records were updates), else None.
    ``warnings`` are the PHP notices and other texts that came along.  ``call`` is the call.  ``fields``
    describes the columns by name (as a schema does), where somebody set it, else it is None.
    """

    def __init__(
        self,
        rows: Iterable[Row] = (),
        *,
        call: ApiCall | None = None,
        matched: int | None = None,
        warnings: Sequence[str] = (),
        fields: Fields | None = None,
    ) -> None:
        super().__init__(rows)
        self.call = call
        self.matched = matched
        self.warnings = list(warnings)
        self.fields = fields

    def first(self) -> Row | None:
        """The first row, or None."""
        return self[0] if self else None

    def one(self) -> Row:
        """The only row; NotSingle if there are none or several."""
        if len(self) != 1:
            raise NotSingle(f"expected one row but found {len(self)}", count=len(self), call=self.call)
        return self[0]

    def column(self, name: str) -> list[Any]:
        """One field of all rows; None where a row lacks it (APIv3 leaves out empty fields).

        KeyError where no row has it although APIv4 gives every field selected.
        """
        rows: list[Any] = list(self)
        if rows and self.call is not None and self.call.version == 4 and not any(name in row for row in rows):
            raise KeyError(f"no field {name!r} in the rows; there are: {', '.join(map(str, rows[0]))}")
        return [row.get(name) for row in rows]

    def as_models(self, model: type[T]) -> list[T]:
        """The rows as objects of a class of yours: pydantic, msgspec, attrs or a dataclass.

        A field whose name is none in Python is told by its alias: pydantic's ``Field(alias=...)``, msgspec's
        ``field(name=...)`` or ``rename``, ``metadata={"alias": ...}`` of dataclasses and attrs.  What else a
        row has is left out, unless the class forbids it.  UsageError for the first row that does not fit.
        """
        from .models import as_models

        return as_models(self, model, self.call)

    def to_pandas(self, *, decimals: bool = False) -> pandas.DataFrame:
        """The rows as a pandas frame, its columns typed as ``fields`` has them, else as all their values are.

        ``decimals`` keeps money exact, as Decimal.  UsageError where rows are no dicts.
        """
        from .dataframes import to_pandas

        rows: Any = self
        return to_pandas(rows, decimals=decimals)

    def to_polars(self, *, decimals: bool = False) -> polars.DataFrame:
        """The rows as a polars frame; see to_pandas."""
        from .dataframes import to_polars

        rows: Any = self
        return to_polars(rows, decimals=decimals)

    def _repr_html_(self) -> str:
        """What a notebook shows: the first rows, and how many there are."""
        from .notebook import rows_html

        return rows_html(self, self.matched)
