"""Custom groups and fields: each group is a table, each field a column of it."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .customschema import DATA_TYPES
from .ddl import column_type
from .errors import NotSimulated
from .naming import name_of, unique_of, variable_of
from .record import Record, whole_number
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity

PLAIN_NAME = re.compile(r"\w+")
COLUMN_LENGTH = 32
# fields with choices of their own: of these types, and not edited as these
CHOICES, TYPED = ("String", "Int", "Float", "Money"), ("Text", "Hidden")
BOOKEND = 1
OPTION_FIELDS = ("description", "color", "icon")
REFERENCES = {
    "ContactReference": "civicrm_contact",
    "Country": "civicrm_country",
    "StateProvince": "civicrm_state_province",
    "File": "civicrm_file",
}


def set_group(record: Record) -> None:
    if not record.is_new:
        record.columns.pop("table_name", None)  # a table keeps its name
    elif not PLAIN_NAME.fullmatch(str(record.columns.get("table_name") or "x")):
        raise NotSimulated("custom tables with other names than words")
    record.default("style", "Inline")
    title = name_of(str(record.columns.get("title", "")), COLUMN_LENGTH).lower()
    record.default("table_name", f"civicrm_value_{title}")
    if record.is_new:
        record.columns["table_name"] = f"{record.columns['table_name']}_{record.store.next_id(record.table)}"[
            :64
        ]
        record.default(
            "weight", (record.store.value("SELECT MAX(weight) FROM civicrm_custom_group") or 0) + 1
        )


def make_table(record: Record) -> None:
    if record.is_new:
        row: dict[str, Any] = record.store.record(record.table, record.id) or {}
        owner = record.call.schema.entity(_owner(row["extends"]))
        table = owner.table if owner and owner.table else "civicrm_contact"
        unique = "" if row["is_multiple"] else " UNIQUE"
        name = quoted(row["table_name"])
        record.store.execute(
            f"CREATE TABLE {name} (id INTEGER PRIMARY KEY AUTOINCREMENT, entity_id INTEGER NOT NULL{unique}"
            f" REFERENCES {quoted(table)} (id) ON DELETE CASCADE)"
        )
        record.store.execute(f"CREATE INDEX {quoted('index_' + row['table_name'])} ON {name} (entity_id)")
    record.call.schema.changed()


def _owner(extends: str) -> str:
    return "Contact" if extends in ("Individual", "Household", "Organization") else extends


def drop_table(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    call.store.execute("DELETE FROM civicrm_custom_field WHERE custom_group_id = ?", (row["id"],))
    call.store.execute(f"DROP TABLE IF EXISTS {quoted(row['table_name'])}")


def tell(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    call.schema.changed()


def set_field(record: Record) -> None:
    if not record.is_new and record.before is None:
        raise NotSimulated("changing a custom field that is not there")
    record.default("serialize", 0)
    record.default("is_active", 1)
    if not record.is_new:
        record.columns.pop("column_name", None)  # as a column does
        return
    if not PLAIN_NAME.fullmatch(str(record.columns.get("column_name") or "x")):
        raise NotSimulated("custom columns with other names than words")
    group = whole_number(record.columns["custom_group_id"])
    label = str(record.columns.get("label") or record.columns.get("name") or "")
    label = name_of(label, COLUMN_LENGTH).lower()
    record.default("column_name", f"{label}_{record.store.next_id(record.table)}"[:64])
    record.default("text_length", 255)
    last = record.store.value(
        "SELECT MAX(weight) FROM civicrm_custom_field WHERE custom_group_id = ?", (group,)
    )
    record.default("weight", (last or 0) + 1)
    options = record.given.fields.get("option_values")
    html_type, data_type = (record.columns.get(name) for name in ("html_type", "data_type"))
    if html_type == "CheckBox":
        record.columns["serialize"] = BOOKEND
    if options and html_type not in TYPED and data_type in CHOICES:
        record.columns["option_group_id"] = _option_group(record, group, options)


def _option_group(record: Record, custom_group: int, options: Any) -> int:
    """An option group of its own for a field's choices, named after the custom group and the field: {value:
    label} or a list of {"id", "name", "label"} (CRM/Core/BAO/CustomField.php::prepareCreate).
    """
    whose: dict[str, Any] = record.store.record("civicrm_custom_group", custom_group) or {}
    listed = [_option(option) for option in _items(options)]
    further = [name for name in OPTION_FIELDS if any(option.get(name) for option in listed)]
    row = {
        "title": f"{whose.get('title')} :: {record.columns.get('label')}",
        "data_type": record.columns["data_type"],
        "option_value_fields": ",".join(("name", "label", *further)),
        "is_reserved": 0,
        "is_active": 1,
    }
    entity = record.call.schema.entity("OptionGroup")
    if entity is not None:
        row["name"] = unique_of(entity, record.store, row["title"], row)
    group = record.store.insert("civicrm_option_group", row)
    for weight, option in enumerate(listed, 1):
        row = {"option_group_id": group, "weight": weight, "is_active": 1, **option}
        record.store.insert("civicrm_option_value", row)
    return group


def _items(options: Any) -> list[dict[str, Any]]:
    if isinstance(options, dict):
        return [{"id": value, "label": label} for value, label in options.items()]
    return list(options)


def _option(given: dict[str, Any]) -> dict[str, Any]:
    value = str(given.get("id", given.get("value")))
    label = str(given.get("label", given.get("name") or value))
    further = {name: given[name] for name in OPTION_FIELDS if given.get(name)}
    return {"value": value, "label": label, "name": given.get("name") or variable_of(label), **further}


def make_column(record: Record) -> None:
    row: dict[str, Any] = record.store.record(record.table, record.id) or {}
    table = record.store.value(
        "SELECT table_name FROM civicrm_custom_group WHERE id = ?", (row["custom_group_id"],)
    )
    if record.is_new:
        kind = column_type({"data_type": _data_type(row), "serialize": row["serialize"]})
        target = REFERENCES.get(row["data_type"]) if not row["serialize"] else None
        reference = f" REFERENCES {quoted(target)} (id) ON DELETE SET NULL" if target else ""
        record.store.execute(
            f"ALTER TABLE {quoted(table)} ADD COLUMN {quoted(row['column_name'])} {kind}{reference}"
        )
    record.call.schema.changed()


def _data_type(row: dict[str, Any]) -> str:
    data_type = DATA_TYPES.get(row["data_type"], "String")
    return "Timestamp" if data_type == "Date" and row["time_format"] else data_type


def drop_column(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """The column stays in the file, empty: older SQLite cannot drop one."""
    table = call.store.value(
        "SELECT table_name FROM civicrm_custom_group WHERE id = ?", (row.get("custom_group_id"),)
    )
    if table:
        call.store.execute(f"UPDATE {quoted(table)} SET {quoted(row['column_name'])} = NULL")
