"""Entities that a site makes itself: the extension Entity Construction Kit, `de.systopia.eck`.

Facts as in its public sources (schema/EckEntityType.entityType.php, Civi/Eck/EckEntityMetaProvider.php,
Civi/Eck/API/Entity.php, CRM/Eck/BAO/EckEntityType.php).  They go into the store beside those of the stock
entities, so that the rest of the engine knows no difference.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from . import customdata, ddl, naming
from .errors import NotSimulated, SiteError
from .schema import ECK_PREFIX
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .record import Record
    from .schema import Entity, Schema
    from .store import Store

Spec = dict[str, Any]
KEY = "de.systopia.eck"
TYPE_TABLE = "civicrm_eck_entity_type"
SUBTYPES, EXTENDED = "eck_sub_types", "cg_extend_objects"
NAME_LENGTH = 52
ACTIONS = (
    "autocomplete",
    "checkAccess",
    "create",
    "delete",
    "export",
    "get",
    "getActions",
    "getFields",
    "getLinks",
    "replace",
    "revert",
    "save",
    "update",
)
ID: Spec = {
    "data_type": "Integer",
    "input_type": "Number",
    "readonly": True,
    "nullable": False,
    "sql_type": "int unsigned",
    "create": {"input_type": "DisplayOnly"},
}
CONTACT: Spec = {
    "data_type": "Integer",
    "input_type": "EntityRef",
    "readonly": True,
    "fk_entity": "Contact",
    "sql_type": "int unsigned",
    "on_delete": "SET NULL",
    "create": {"input_type": "DisplayOnly"},
}
TIMESTAMP: Spec = {
    "data_type": "Timestamp",
    "input_type": "Date",
    "readonly": True,
    "sql_type": "timestamp",
    "create": {"input_type": "DisplayOnly"},
}
# fields that all entities have which an extension can bring along
PACKAGED: Spec = {
    name: {"type": "Extra", "data_type": data_type, "readonly": True, "create": False}
    for name, data_type in (
        ("has_base", "Boolean"),
        ("base_module", "String"),
        ("local_modified_date", "Timestamp"),
    )
}


def _flag(default: bool) -> Spec:
    flag = {"data_type": "Boolean", "input_type": "CheckBox", "nullable": False, "sql_type": "boolean"}
    return {**flag, "create": {"default_value": default}}


def _text(**more: Any) -> Spec:
    return {"data_type": "Text", "input_type": "Text", "sql_type": "text", **more}


def _varchar(length: int, **more: Any) -> Spec:
    return {
        "data_type": "String",
        "input_type": "Text",
        "sql_type": f"varchar({length})",
        "maxlength": length,
        **more,
    }


def _entity(name: str, table: str, kinds: list[str], label: str, fields: Spec, **more: Any) -> Spec:
    return {
        "name": name,
        "type": kinds,
        "searchable": "secondary",
        "primary_key": ["id"],
        "label_field": label,
        "search_fields": [label],
        "table_name": table,
        "actions": {action: action for action in ACTIONS},
        "fields": {"id": ID, **fields, **PACKAGED},
        **more,
    }


ENTITY_TYPE = _entity(
    "EckEntityType",
    TYPE_TABLE,
    ["DAOEntity", "ManagedEntity"],
    "label",
    {
        "name": _varchar(NAME_LENGTH, nullable=False),
        "label": _text(required=True, nullable=False),
        "icon": _varchar(255),
        "has_subtypes": _flag(False),
        "in_recent": _flag(True),
        "api_name": {"type": "Extra", "data_type": "String", "create": False},
        "sub_types": {
            "type": "Extra",
            "data_type": "Array",
            "serialize": 5,
            "options": f"option_group:{SUBTYPES}",
            "create": False,
        },
    },
    extension=KEY,
    unique=[["name"]],
    match_fields=["name"],
)


def table_of(name: str) -> str:
    return f"civicrm_eck_{name.lower()}"


def entity_of(row: dict[str, Any]) -> Spec:
    """The entity that a row of EckEntityType stands for."""
    name, has_subtypes = row["name"], bool(row["has_subtypes"])
    subtype = _text(
        suffixes=["name", "label", "description", "icon"],
        options=f"grouping:{SUBTYPES} {name}",
        nullable=not has_subtypes,
        required=has_subtypes,
    )
    return _entity(
        f"{ECK_PREFIX}{name}",
        table_of(name),
        ["DAOEntity", "EckEntity", "ManagedEntity"],
        "title",
        {
            "title": _text(required=True, nullable=False),
            "subtype": subtype,
            "created_id": CONTACT,
            "modified_id": CONTACT,
            "created_date": TIMESTAMP,
            "modified_date": TIMESTAMP,
        },
        title=row["label"],
        title_plural=row["label"],
    )


def install(store: Store, schema: Schema) -> None:
    """Switch the extension on; nothing happens if it is."""
    if schema.entity(ENTITY_TYPE["name"]):
        return
    with store.transaction():
        for sql in ddl.of_table(TYPE_TABLE, [ENTITY_TYPE], {}):
            store.execute(sql)
        store.insert("civicrm_option_group", {"name": SUBTYPES, "title": "ECK Sub Types", "is_reserved": 1})
        schema.add(ENTITY_TYPE)


def set_type(record: Record) -> None:
    """The name of a new type, whose table has it too: letters and digits, one underscore for what is none.

    It stays.  What CiviCRM makes of a name without one of them is left to chance.
    """
    name = record.columns.get("name")
    if record.is_new:
        whole = str(record.given.fields.get("name") or name or "")  # a column's text may be cut already
        kept = re.sub(r"[^a-zA-Z0-9]+", "_", whole.strip())[:NAME_LENGTH]
        if not kept.strip("_"):
            raise NotSimulated("an EckEntityType without a Latin letter or digit in its name")
        record.columns["name"] = kept
    elif name is not None and record.before and name != record.before["name"]:
        raise SiteError("Renaming an EckEntityType is not allowed.")


def make_entity(record: Record) -> None:
    """A new type's table and its place among what custom groups extend; or the type's changed entity."""
    row: dict[str, Any] = record.store.record(record.table, record.id) or {}
    spec = entity_of(row)
    group, label = _group(record.store, EXTENDED), row["label"]
    if record.is_new:
        for sql in ddl.of_table(spec["table_name"], [spec], {"Contact": "civicrm_contact"}):
            record.store.execute(sql)
        option = {"name": spec["table_name"], "value": spec["name"], "label": label}
        record.store.insert("civicrm_option_value", {"option_group_id": group, **option})
    else:
        record.store.execute(
            "UPDATE civicrm_option_value SET label = ? WHERE option_group_id = ? AND value = ?",
            (label, group, spec["name"]),
        )
    record.call.schema.add(spec)


def set_people(record: Record) -> None:
    """Who makes a record of such an entity, and who changed it last."""
    naming.set_creator(record)
    naming.set_modifier(record)


def _group(store: Store, name: str) -> int:
    found: int = store.value("SELECT id FROM civicrm_option_group WHERE name = ?", (name,))
    return found


def drop_entity(call: Call, entity: Entity, row: dict[str, Any]) -> None:
    """A type goes with its records, their custom groups and its subtypes."""
    spec = entity_of(row)
    for group in call.store.dicts("SELECT * FROM civicrm_custom_group WHERE extends = ?", (spec["name"],)):
        customdata.drop_table(call, entity, group)
        call.store.delete("civicrm_custom_group", group["id"])
    call.store.execute(f"DROP TABLE {quoted(spec['table_name'])}")
    for group_name, column, value in ((SUBTYPES, "grouping", row["name"]), (EXTENDED, "value", spec["name"])):
        call.store.execute(
            f"DELETE FROM civicrm_option_value WHERE option_group_id = ? AND {column} = ?",
            (_group(call.store, group_name), value),
        )
    call.schema.forget(spec)
