"""The tables of a site, made from the entities' fields."""

from __future__ import annotations

from typing import Any

from .store import quoted

NUMBERS = {"Integer": "INTEGER", "Boolean": "INTEGER", "Money": "REAL", "Float": "REAL"}
PLAIN = ("Date", "Timestamp")
# defaults that are worked out when a row is written
COMPUTED_DEFAULTS = ("now", "current_domain", "user_contact_id")
# entities of the same table, the one with the truest columns first
SHARED_TABLES = {"civicrm_contact": "Contact", "civicrm_uf_match": "UFMatch"}
# indexes besides those of foreign and unique keys
INDEXES = (
    ("civicrm_contact", "sort_name"),
    ("civicrm_contact", "display_name"),
    ("civicrm_contact", "first_name"),
    ("civicrm_contact", "last_name"),
    ("civicrm_contact", "organization_name"),
    ("civicrm_contact", "household_name"),
    ("civicrm_contact", "contact_type"),
    ("civicrm_contact", "hash"),
    ("civicrm_contact", "api_key"),
    ("civicrm_email", "email"),
    ("civicrm_phone", "phone_numeric"),
    ("civicrm_uf_match", "username"),
    ("civicrm_activity", "activity_type_id"),
    ("civicrm_activity", "activity_date_time"),
    ("civicrm_contribution", "receive_date"),
    ("civicrm_entity_financial_trxn", "entity_id"),
    ("civicrm_entity_tag", "entity_id"),
    ("civicrm_line_item", "entity_id"),
    ("civicrm_note", "entity_id"),
    ("civicrm_option_value", "option_group_id"),
)
OWN_TABLES = (
    "CREATE TABLE _schema (kind TEXT, name TEXT, body TEXT, PRIMARY KEY (kind, name)) WITHOUT ROWID",
    "CREATE TABLE _meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID",
    "CREATE TABLE _setting (name TEXT, domain_id INTEGER, value TEXT, PRIMARY KEY (name, domain_id))"
    " WITHOUT ROWID",
)


def column_type(spec: dict[str, Any]) -> str:
    """The SQLite type of a field's column; texts compare as in CiviCRM, dates by their digits."""
    data_type = spec.get("data_type")
    if data_type in NUMBERS and not spec.get("serialize"):
        return NUMBERS[data_type]
    return "TEXT" if data_type in PLAIN else "TEXT COLLATE CIVI"


def column_default(spec: dict[str, Any]) -> Any:
    """What the database itself puts into a column that is not given; None: NULL."""
    create = spec.get("create") or {}
    default = create.get("default_value", spec.get("default_value"))
    if default is None and spec.get("data_type") == "Boolean" and spec.get("nullable") is False:
        default = False
    if default in COMPUTED_DEFAULTS:
        return None
    return int(default) if isinstance(default, bool) else default


def literal(value: Any) -> str:
    return str(value) if isinstance(value, (int, float)) else "'" + str(value).replace("'", "''") + "'"


def reference(spec: dict[str, Any], tables: dict[str, str]) -> str:
    """The foreign key of a column, or nothing."""
    target = tables.get(spec.get("fk_entity", ""))
    if not target or spec.get("fk_column") or spec.get("serialize") or "INT" not in column_type(spec):
        return ""
    return f" REFERENCES {quoted(target)} (id) ON DELETE {spec.get('on_delete', 'RESTRICT')}"


def column(name: str, spec: dict[str, Any], tables: dict[str, str]) -> str:
    if name == "id":
        return "id INTEGER PRIMARY KEY AUTOINCREMENT"
    default = column_default(spec)
    default_sql = "" if default is None else f" DEFAULT {literal(default)}"
    return f"{quoted(name)} {column_type(spec)}{default_sql}{reference(spec, tables)}"


def stored_fields(entity: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: field for name, field in entity["fields"].items() if field.get("type") in (None, "Field")}


def by_table(entities: dict[str, dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Table => the entities whose rows are in it, the one it is named after first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for entity in entities.values():
        if "DAOEntity" in entity["type"]:
            found.setdefault(entity["table_name"], []).append(entity)
    for table, first in SHARED_TABLES.items():
        found[table].sort(key=lambda entity: entity["name"] != first)
    return found


def statements(entities: dict[str, dict[str, Any]]) -> list[str]:
    """The SQL that makes all tables and indexes."""
    tables = {
        name: entity["table_name"] for name, entity in entities.items() if "DAOEntity" in entity["type"]
    }
    made = list(OWN_TABLES)
    for table, owners in by_table(entities).items():
        made += of_table(table, owners, tables)
    made += [_index(table, [name], "") for table, name in INDEXES if (table, name) not in _keys(made)]
    return made


def of_table(table: str, owners: list[dict[str, Any]], tables: dict[str, str]) -> list[str]:
    """The SQL that makes one table and its indexes; `tables` are those it may refer to, by their entities."""
    fields: dict[str, dict[str, Any]] = {}
    for owner in owners:
        fields = {**stored_fields(owner), **fields}
    columns = ", ".join(column(name, field, tables) for name, field in sorted(fields.items(), key=_id_first))
    return [f"CREATE TABLE {quoted(table)} ({columns})", *_indexes(table, owners, fields, tables)]


def _id_first(item: tuple[str, Any]) -> bool:
    return item[0] != "id"


def _keys(made: list[str]) -> set[tuple[str, str]]:
    return {(sql.split('"')[3], sql.split('"')[5]) for sql in made if sql.startswith("CREATE INDEX")}


def _index(table: str, columns: list[str], unique: str) -> str:
    name = "_".join(["UI" if unique else "index", table, *columns])
    return f"CREATE {unique}INDEX {quoted(name)} ON {quoted(table)} ({', '.join(map(quoted, columns))})"


def _indexes(
    table: str, owners: list[dict[str, Any]], fields: dict[str, dict[str, Any]], tables: dict[str, str]
) -> list[str]:
    unique = {tuple(columns) for owner in owners for columns in owner.get("unique", [])}
    made = [
        _index(table, list(columns), "UNIQUE ") for columns in sorted(unique) if set(columns) <= set(fields)
    ]
    made += [_index(table, [name], "") for name, field in fields.items() if reference(field, tables)]
    return made
