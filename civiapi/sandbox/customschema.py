"""Custom fields and multi-record custom groups, described as fields and entities."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .store import Store

# data_type of a CustomField => data_type of its API field
DATA_TYPES = {
    "String": "String",
    "Int": "Integer",
    "Float": "Float",
    "Money": "Money",
    "Memo": "Text",
    "Date": "Date",
    "Boolean": "Boolean",
    "StateProvince": "Integer",
    "Country": "Integer",
    "File": "Integer",
    "Link": "String",
    "ContactReference": "Integer",
    "EntityReference": "Integer",
}
# html_type of a CustomField => input_type of its API field
INPUT_TYPES = {"Select Date": "Date", "Link": "Url", "Autocomplete-Select": "EntityRef"}
OPTION_SUFFIXES = ["name", "label", "description", "color", "icon"]
USUAL_LENGTH = 255
FIELD_COLUMNS = (
    "f.id, f.name, f.label, f.column_name, f.data_type, f.html_type, f.serialize, f.option_group_id,"
    " f.is_required, f.is_view, f.default_value, f.time_format, f.fk_entity, f.text_length,"
    " g.name AS group_name, g.title AS group_title, g.table_name"
)


def extends_of(entity: str) -> tuple[str, ...]:
    """The `extends` of the custom groups that an entity has."""
    contact_types = ("Individual", "Household", "Organization")
    if entity == "Contact":
        return ("Contact", *contact_types)
    return ("Contact", entity) if entity in contact_types else (entity,)


def custom_fields(store: Store, entity: str) -> list[tuple[str, str, dict[str, Any]]]:
    """(name, table, description) of an entity's single-record custom fields, in their order."""
    extends = extends_of(entity)
    marks = ", ".join("?" * len(extends))
    rows = store.dicts(
        f"SELECT {FIELD_COLUMNS} FROM civicrm_custom_group g"
        " JOIN civicrm_custom_field f ON f.custom_group_id = g.id"
        f" WHERE g.extends IN ({marks}) AND g.is_multiple = 0 AND g.is_active = 1 AND f.is_active = 1"
        " ORDER BY g.weight, g.id, f.weight, f.id",
        extends,
    )
    return [(f"{row['group_name']}.{row['name']}", row["table_name"], described(store, row)) for row in rows]


def described(store: Store, row: dict[str, Any]) -> dict[str, Any]:
    """A custom field as the schema describes a field."""
    data_type = DATA_TYPES.get(row["data_type"], "String")
    if data_type == "Date" and row["time_format"]:
        data_type = "Timestamp"
    spec: dict[str, Any] = {
        "type": "Custom",
        "data_type": data_type,
        "input_type": _input_type(row, data_type),
        "title": row["label"],
        "label": f"{row['group_title']}: {row['label']}",
        "custom_field_id": row["id"],
        "custom_group": row["group_name"],
        "table_name": row["table_name"],
        "column_name": row["column_name"],
        "column": row["column_name"],
        "serialize": row["serialize"] or None,
        "default_value": row["default_value"],
        "create": {"required": bool(row["is_required"])},
    }
    if row["is_view"]:
        spec["readonly"] = True
    if row["data_type"] == "String" and not row["serialize"]:
        spec["column_length"] = row["text_length"] or USUAL_LENGTH
    _add_options(store, spec, row)
    return {key: value for key, value in spec.items() if value is not None}


def _input_type(row: dict[str, Any], data_type: str) -> str:
    if row["html_type"] == "Text" and data_type == "Integer":
        return "Number"
    return INPUT_TYPES.get(row["html_type"], str(row["html_type"]))


def _add_options(store: Store, spec: dict[str, Any], row: dict[str, Any]) -> None:
    if row["option_group_id"]:
        group = store.row("SELECT name FROM civicrm_option_group WHERE id = ?", (row["option_group_id"],))
        spec["options"] = f"option_group:{group[0]}" if group else None
        spec["suffixes"] = OPTION_SUFFIXES
    elif row["data_type"] == "Boolean":
        spec["options"] = "callback:yes_no"
        spec["suffixes"] = ["name", "label"]
    elif row["data_type"] in ("Country", "StateProvince"):
        table = {"Country": "country", "StateProvince": "state_province"}[row["data_type"]]
        spec.update(options=f"table:{table}", suffixes=["name", "label", "abbr"], fk_entity=row["data_type"])
    elif row["data_type"] == "ContactReference":
        spec["fk_entity"] = "Contact"
    elif row["data_type"] == "EntityReference":
        spec["fk_entity"] = row["fk_entity"]


def custom_entity(store: Store, group: str) -> dict[str, Any] | None:
    """The entity `Custom_GROUP` of a multi-record group; None if there is no such group."""
    row = store.one(
        "SELECT * FROM civicrm_custom_group WHERE name = ? AND is_multiple = 1 AND is_active = 1", (group,)
    )
    if row is None:
        return None
    extended = "Contact" if row["extends"] in ("Individual", "Household", "Organization") else row["extends"]
    fields: dict[str, Any] = {
        "id": {"data_type": "Integer", "input_type": "Number", "readonly": True, "nullable": False},
        "entity_id": {
            "data_type": "Integer",
            "input_type": "EntityRef",
            "fk_entity": extended,
            "nullable": False,
            "create": {"required": True},
        },
    }
    for field in store.dicts(
        f"SELECT {FIELD_COLUMNS} FROM civicrm_custom_field f"
        " JOIN civicrm_custom_group g ON g.id = f.custom_group_id"
        " WHERE g.id = ? AND f.is_active = 1 ORDER BY f.weight, f.id",
        (row["id"],),
    ):
        fields[field["name"]] = described(store, field)
    return {
        "name": f"Custom_{group}",
        "type": ["CustomValue", "DAOEntity"],
        "searchable": "secondary",
        "primary_key": ["id"],
        "table_name": row["table_name"],
        "custom_group": row,
        "actions": {action: action for action in MULTI_RECORD_ACTIONS},
        "fields": fields,
    }


MULTI_RECORD_ACTIONS = (
    "autocomplete",
    "checkAccess",
    "create",
    "delete",
    "get",
    "getActions",
    "getFields",
    "getLinks",
    "replace",
    "save",
    "update",
)
