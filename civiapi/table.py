"""Rows turned on their side: the columns of a table, and what each holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Protocol

from .columns import Column, Kind
from .errors import UsageError
from .stock import ARRAY_BACKED

if TYPE_CHECKING:
    from .call import ApiCall

Rows = Sequence[Mapping[str, Any]]


class FieldType(Protocol):
    """What is asked of the description of a field; those of a schema are such."""

    @property
    def data_type(self) -> str | None: ...

    @property
    def serialize(self) -> int | None: ...


Fields = Mapping[str, FieldType]

_WANTED = {
    "Array": "list",
    "Boolean": "boolean",
    "Date": "date",
    "Float": "float",
    "Integer": "integer",
    "Money": "float",
    "String": "text",
    "Text": "text",
    "Timestamp": "timestamp",
}


def wanted(fields: Fields | None, name: str, *, decimals: bool = False) -> str | None:
    """What the column of this name should hold; None where no field tells.

    ``gender_id:label`` is told by ``gender_id``: a text, or a list of them.
    """
    if not fields:
        return None
    field = fields.get(name)
    base, suffix, _ = name.partition(":")
    described = field or fields.get(base)
    if described is None:
        return None
    if described.serialize:
        return "list"
    if field is None and suffix:
        return "text"
    if decimals and described.data_type == "Money":
        return "decimal"
    return _WANTED.get(described.data_type or "")


class Table:
    """Rows turned on their side: the values of each column, and what they are.

    Columns stand as in the first row; those that come later are added, with None for the rows before.
    ``names`` are columns that are there whatever the rows.
    """

    def __init__(
        self, fields: Fields | None = None, *, names: Iterable[str] = (), decimals: bool = False
    ) -> None:
        self.fields = fields
        self._decimals = decimals
        self.columns: dict[str, Column] = {}
        self.values: dict[str, list[Any]] = {}
        self.count = 0
        self._call: ApiCall | None = None
        for name in names:
            self._open(name)

    def know(self, rows: Any) -> None:
        """Learn what a page of rows tells of itself: the description of fields, the call."""
        self.fields = self.fields or getattr(rows, "fields", None)
        self._call = self._call or getattr(rows, "call", None)

    def add(self, rows: Rows) -> None:
        """Take rows; UsageError where they are none."""
        self.know(rows)
        if not rows:
            return
        turned = turn(rows)
        for name in turned:
            if name not in self.columns:
                self._open(name)
        for name, column in self.columns.items():
            values = turned.pop(name, None) or [None] * len(rows)
            column.see(values)
            self.values[name].extend(values)
        self.count += len(rows)

    def _open(self, name: str) -> None:
        self.columns[name] = Column(wanted(self.fields, name, decimals=self._decimals))
        self.values[name] = [None] * self.count

    def close(self) -> None:
        """No more rows: where there were none, the columns are those that were selected."""
        if not self.columns and self._call is not None:
            for name in selected(self._call):
                self._open(name)

    def kinds(self) -> dict[str, Kind]:
        """What each column holds."""
        return {name: column.kind() for name, column in self.columns.items()}

    def take(self, name: str, kind: Kind) -> list[Any]:
        """The values of a column, which lets go of them: so that no table stands in memory twice."""
        values, self.values[name] = self.values[name], []
        return self.columns[name].read(values, kind)

    def emptied(self) -> None:
        """Begin anew with the same columns."""
        self.count = 0
        self.values = {name: [] for name in self.columns}


def turn(rows: Rows) -> dict[str, list[Any]]:
    """The values of each column of rows; None where a row lacks it."""
    try:
        first = rows[0]
        if sum(map(len, rows)) == len(first) * len(rows):
            return {name: list(map(itemgetter(name), rows)) for name in first}
    except KeyError:
        pass
    except TypeError:
        _refuse(rows)
        raise
    _refuse(rows)
    names = dict.fromkeys(chain.from_iterable(rows))
    return {name: [row.get(name) for row in rows] for name in names}


def _refuse(rows: Iterable[Any]) -> None:
    for row in rows:
        if not isinstance(row, Mapping):
            raise UsageError(f"a table is made of rows that are dicts, not of a {type(row).__name__}")


def selected(call: ApiCall) -> list[str]:
    """The columns that a call selects by name; a database entity's rows begin with their id."""
    asked = call.params.get("select" if call.version == 4 else "return") or ()
    listed = asked.split(",") if isinstance(asked, str) else asked
    plain = [one.strip() for one in listed if isinstance(one, str)]
    keys = [one.rpartition(" AS ")[2] for one in plain if one and one != "row_count"]
    names = [key for key in keys if "(" not in key and "*" not in key]
    has_id = call.entity not in ARRAY_BACKED and not call.params.get("groupBy")
    return list(dict.fromkeys(["id", *names] if names and has_id else names))


def expected(known: Any) -> list[str]:
    """The columns that rows will have, as far as an empty result tells by its ``call`` and ``fields``.

    Those that are selected by name; of ``*`` all plain fields, if they are told, as a row lacks those that
    are none of its contact type.
    """
    call, fields = known.call, known.fields
    if call is None:
        return []
    starred = "*" in (call.params.get("select") or ["*"]) and call.version == 4
    plain = [name for name, field in (fields or {}).items() if getattr(field, "type", None) == "Field"]
    return [*(plain if starred else ()), *selected(call)]
