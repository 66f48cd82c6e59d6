"""Custom groups and fields: each group is a table, each field a column of it."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .customschema import DATA_TYPES
from .ddl import column_type
from .errors import NotSimulated
from .naming import name_of
from .record import Record, whole_number
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .schema import Entity

PLAIN_NAME = re.compile(r"\w+")
CHOICES = ("Select", "Radio", "CheckBox", "Multi-Select")
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
    record.default("table_name", f"civicrm_value_{name_of(str(record.columns.get('title', ''))).lower()}")
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
    label = name_of(str(record.columns.get("label") or record.columns.get("name") or "")).lower()
    record.default("column_name", f"{label}_{record.store.next_id(record.table)}"[:64])
    record.default("text_length", 255)
    last = record.store.value(
        "SELECT MAX(weight) FROM civicrm_custom_field WHERE custom_group_id = ?", (group,)
    )
    record.default("weight", (last or 0) + 1)
    options = record.given.fields.get("option_values")
    if options and record.columns.get("html_type") in CHOICES:
        record.columns["option_group_id"] = _option_group(record, options)


def _option_group(record: Record, options: Any) -> int:
    """An option group of its own for a field's choices: {value: label} or a list of {"id", "name",
    "label"}.
    """
    label = str(record.columns.get("label"))
    name = f"{name_of(label).lower()}_{record.store.next_id('civicrm_option_group')}"
    group = record.store.insert("civicrm_option_group", {"name": name, "title": label, "is_active": 1})
    for weight, option in enumerate(_listed_options(options), 1):
        row = {"option_group_id": group, "weight": weight, "is_active": 1, **option}
        record.store.insert("civicrm_option_value", row)
    return group


def _listed_options(options: Any) -> list[dict[str, Any]]:
    if isinstance(options, dict):
        return [
            {"value": str(value), "label": label, "name": name_of(str(label))}
            for value, label in options.items()
        ]
    listed = []
    for option in options:
        value = str(option.get("id", option.get("value")))
        label = option.get("label", value)
        further = {key: option[key] for key in ("description", "color", "icon") if option.get(key)}
        listed.append(
            {"value": value, "label": label, "name": option.get("name") or name_of(label), **further}
        )
    return listed


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
