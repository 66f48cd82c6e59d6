"""Writing one record: its columns, its custom fields, what goes with it; and the row that is answered."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import SiteError
from .lookups import Given, Values, resolve
from .schema import MODIFIED
from .sqlfunctions import utc_now
from .store import quoted
from .values import DATE_TYPES, from_stored, to_stored

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity


class Record:
    """One record on its way into the store.

    id: None while it is new; given: what the caller wrote; columns: what will be stored, column => stored
    value;
    before: the row as it was (None for a new one); echoes: members of the answer besides the columns;
    quiet: columns that are stored and not answered.
    """

    def __init__(self, call: Call, entity: Entity, values: Values, record_id: Any = None) -> None:
        self.call = call
        self.store = call.store
        self.entity = entity
        self.table = entity.table or ""
        self.id = record_id
        self.is_new = record_id is None
        self.given: Given = resolve(call, entity, values)
        self.before = None if self.is_new else self.store.record(self.table, record_id)
        self.columns: Values = {}
        self.quiet: Values = {}
        self.echoes: Values = dict.fromkeys(self.given.unknown)

    def has(self, name: str) -> bool:
        """Whether the caller gave a value that is not empty."""
        return self.given.fields.get(name) not in (None, "", [])

    def now(self, name: str) -> Any:
        """A column as it will be: the new value, else the old one."""
        if name in self.columns:
            return self.columns[name]
        return self.before.get(name) if self.before else None

    def default(self, name: str, value: Any) -> None:
        """Set a column of a new record that was not given."""
        if self.is_new and self.columns.get(name) is None:
            self.columns[name] = value

    def collect(self) -> None:
        """Turn the given values into columns."""
        for name, value in self.given.fields.items():
            field = self.entity.fields[name]
            if name == "id":
                continue
            if field.type == "Field" or self.entity.custom_group:
                self.columns[field.column] = to_stored(field, value)
            else:
                self.echoes[name] = None

    def write(self) -> None:
        """Insert or update the row and its custom fields."""
        columns = {**self.columns, **self.quiet}
        if self.is_new:
            self.id = self.store.insert(self.table, columns)
        else:
            self.store.update(self.table, self.id, columns)
        self._write_custom()

    def _write_custom(self) -> None:
        by_table: dict[str, Values] = {}
        for name, value in self.given.fields.items():
            field = self.entity.fields[name]
            if field.table and not self.entity.custom_group:
                by_table.setdefault(field.table, {})[field.column] = to_stored(field, value)
        for table, values in by_table.items():
            self.put_custom(table, values)

    def put_custom(self, table: str, values: Values) -> None:
        """Write the one row a record has in a custom group's table."""
        row = self.store.value(f"SELECT id FROM {quoted(table)} WHERE entity_id = ?", (self.id,))
        if row is None:
            self.store.insert(table, {"entity_id": self.id, **values})
        else:
            self.store.update(table, row, values)

    def stamp(self) -> None:
        """Set the dates of creation and change, where the entity has such columns, and others that are now
        unless given.
        """
        now = str(utc_now())
        for name, field in self.entity.stamped.items():
            if name in self.columns or not (name == MODIFIED or self.is_new):
                continue
            is_answered = field.is_now_by_default and field.spec.get("sql_type") == "datetime"
            target = self.columns if is_answered else self.quiet
            target[name] = now if field.data_type == "Timestamp" else now[:10]

    def row(self) -> dict[str, Any]:
        """The answer: the id, what was given and what was made up, in the rough form of CiviCRM's save
        object.
        """
        row: dict[str, Any] = {"id": int(self.id)}
        for name, field in self.entity.fields.items():
            if (
                field.column in self.columns
                and name != "id"
                and (field.type == "Field" or self.entity.custom_group)
            ):
                row[name] = self._rough(field.data_type, field.serialize, self.columns[field.column])
        return {**row, **self.echoes, "custom": None, "check_permissions": None}

    def _rough(self, data_type: str | None, serialize: int, stored: Any) -> Any:
        """Dates are answered as their digits, all else as get answers it."""
        if stored is not None and data_type in DATE_TYPES:
            return "".join(char for char in str(stored) if char.isdigit())
        return from_stored(data_type, serialize, stored)

    def full_row(self) -> dict[str, Any]:
        """The answer of entities whose save object is read back: all columns that are not NULL."""
        stored: Values = self.store.record(self.table, self.id) or {}
        row: dict[str, Any] = {"id": int(self.id)}
        everything = self.call.schema.entity("Contact") if self.entity.is_contact else self.entity
        for name, field in (everything or self.entity).fields.items():
            if field.type != "Field" or name == "id":
                continue
            value = stored.get(field.column)
            if value is not None or name in self.given.fields:
                row[name] = from_stored(field.data_type, field.serialize, value)
        return {**row, **self.echoes, "custom": None, "check_permissions": None}


def whole_number(value: Any) -> int:
    """An id as it is given; raises SiteError if it is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isdigit():
        return int(value)
    raise SiteError(f"One of the parameters  (value: {value}) is not of the type Integer")
