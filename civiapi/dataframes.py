"""Tables as frames of pandas and polars, and as tables of pyarrow; each is imported when it is used.

A column of one kind has the same type in every frame, whether NULLs are in it or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from .columns import Kind, as_text
from .errors import UsageError
from .table import Fields, Rows, Table

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow


def library(name: str, extra: str = "frames") -> Any:
    """A library that an extra brings; ImportError with what to do where it is missing."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name.partition(".")[0]:
            raise
        raise ImportError(
            f'{error.name} is missing: pip install "civiapi[{extra}]"', name=error.name
        ) from None


def to_pandas(
    rows: Rows, fields: Fields | None = None, *, names: Iterable[str] = (), decimals: bool = False
) -> pandas.DataFrame:
    """Rows as a pandas frame.

    ``fields`` describes the columns by name, as a schema's entity does; without it, all values of a column
    say what it is.  The types are those of pandas that have NULL: ``Int64``, ``Float64``, ``boolean``,
    ``string``, and ``datetime64[us]`` for dates and times; lists, dicts and columns of unlike values are
    objects.  ``names`` are columns that are there whatever the rows; ``decimals`` keeps money exact, as
    Decimal.
    """
    return pandas_frame(_table(rows, fields, names, decimals))


def to_polars(
    rows: Rows, fields: Fields | None = None, *, names: Iterable[str] = (), decimals: bool = False
) -> polars.DataFrame:
    """Rows as a polars frame, as to_pandas: ``Int64``, ``Float64``, ``Boolean``, ``String``, ``Date``,
    ``Datetime``, ``List``; dicts are texts of JSON, and columns of unlike values texts.
    """
    return polars_frame(_table(rows, fields, names, decimals))


def _table(rows: Rows, fields: Fields | None, names: Iterable[str], decimals: bool) -> Table:
    table = Table(fields, names=names, decimals=decimals)
    table.add(rows)
    return table


def pandas_frame(table: Table) -> pandas.DataFrame:
    """The rows of a table, which lets go of them."""
    pd = library("pandas")
    table.close()
    made = {name: _pandas_column(pd, table.take(name, kind), kind) for name, kind in table.kinds().items()}
    return pd.DataFrame(made, index=pd.RangeIndex(table.count), copy=False)


def _pandas_column(pd: Any, values: list[Any], kind: Kind) -> Any:
    np = library("numpy")
    if kind.name in ("date", "timestamp"):
        texts = [
            "NaT" if one is None else one.isoformat() for one in values
        ]  # four times as fast as the objects
        return np.array(texts, dtype="datetime64[us]")
    if kind.name == "text":
        return pd.array(values, dtype="string")
    if kind.name in ("integer", "float", "boolean"):
        array, numbers = {
            "integer": (pd.arrays.IntegerArray, "int64"),
            "float": (pd.arrays.FloatingArray, "float64"),
            "boolean": (pd.arrays.BooleanArray, "bool"),
        }[kind.name]
        absent = np.array([one is None for one in values], dtype="bool")
        return array(np.array([one or 0 for one in values], dtype=numbers), absent)
    return pd.Series(values, dtype="object")


def polars_frame(table: Table) -> polars.DataFrame:
    """The rows of a table, which lets go of them."""
    pl = library("polars")
    table.close()
    made = [
        pl.Series(name, flat(table.take(name, kind), kind), dtype=_polars_type(pl, kind))
        for name, kind in table.kinds().items()
    ]
    frame: polars.DataFrame = pl.DataFrame(made)
    return frame


def flat(values: list[Any], kind: Kind) -> list[Any]:
    """Values as a library holds them that knows no objects: what is unlike becomes text."""
    return [as_text(one) for one in values] if kind.name in ("mixed", "nested") else values


def _polars_type(pl: Any, kind: Kind) -> Any:
    if kind.name == "list":
        return pl.List(_polars_type(pl, Kind(kind.item)))
    if kind.name == "decimal":
        return pl.Decimal(38, kind.scale)
    types = {
        "integer": pl.Int64,
        "float": pl.Float64,
        "boolean": pl.Boolean,
        "date": pl.Date,
        "timestamp": pl.Datetime("us"),
        "empty": pl.Null,
    }
    return types.get(kind.name, pl.String)


def arrow_schema(kinds: dict[str, Kind]) -> pyarrow.Schema:
    """The columns of a table in pyarrow's types."""
    pa = library("pyarrow")
    return pa.schema([pa.field(name, _arrow_type(pa, kind)) for name, kind in kinds.items()])


def arrow_table(table: Table, kinds: dict[str, Kind], schema: pyarrow.Schema) -> pyarrow.Table:
    """The rows of a table, which lets go of them, as columns of these kinds."""
    pa = library("pyarrow")
    columns = [
        pa.array(flat(table.take(name, kind), kind), type=schema.field(name).type)
        for name, kind in kinds.items()
    ]
    return pa.Table.from_arrays(columns, schema=schema)


def _arrow_type(pa: Any, kind: Kind) -> Any:
    if kind.name == "list":
        return pa.list_(_arrow_type(pa, Kind(kind.item)))
    if kind.name == "decimal":
        return pa.decimal128(38, kind.scale)
    types = {
        "integer": pa.int64,
        "float": pa.float64,
        "boolean": pa.bool_,
        "date": pa.date32,
        "timestamp": lambda: pa.timestamp("us"),
        "empty": pa.null,
    }
    return types.get(kind.name, pa.string)()


_MAKERS: dict[str, Callable[[Table], Any]] = {"pandas": pandas_frame, "polars": polars_frame}


def maker(name: str) -> Callable[[Table], Any]:
    """What makes a frame of a library; UsageError for one that is not known, ImportError if it is missing."""
    if name not in _MAKERS:
        raise UsageError(f"frames are of pandas or polars, not of {name!r}")
    library(name)
    return _MAKERS[name]
