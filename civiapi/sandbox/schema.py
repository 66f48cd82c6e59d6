"""What entities, fields, actions and parameters a site has.

The facts of the stock entities lie in the store, one row an entity, and are parsed when an entity is
first asked for; custom fields and custom entities come from the site's own CustomGroup and CustomField rows.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .customschema import custom_entity, custom_fields

if TYPE_CHECKING:
    from .store import Store

CONTACT_TYPES = ("Individual", "Household", "Organization")
SUFFIXES = ("name", "label", "description", "abbr", "icon", "color", "grouping", "url", "id")


# what the names of the entities begin with that a site has made by the extension ECK
ECK_PREFIX = "Eck_"
CREATED, MODIFIED = STAMPS = ("created_date", "modified_date")


class Field:
    """One field of an entity, as getFields describes it with action get."""

    __slots__ = (
        "column",
        "data_type",
        "entity",
        "fk_column",
        "fk_entity",
        "name",
        "options",
        "serialize",
        "spec",
        "suffixes",
        "table",
        "type",
    )

    def __init__(self, entity: str, name: str, spec: dict[str, Any], table: str | None = None) -> None:
        self.entity = entity
        self.name = name
        self.spec = spec
        self.type: str = spec.get("type", "Field")
        self.data_type: str | None = spec.get("data_type")
        self.serialize: int = spec.get("serialize") or 0
        self.fk_entity: str | None = spec.get("fk_entity")
        self.fk_column: str = spec.get("fk_column", "id")
        self.options: str | bool | None = spec.get("options")
        self.suffixes: list[str] = spec.get("suffixes", [])
        self.table = table
        self.column: str = spec.get("column", name)

    @property
    def stored(self) -> bool:
        """Whether the field is a column of a table."""
        return self.type in ("Field", "Custom")

    @property
    def nullable(self) -> bool:
        return bool(self.spec.get("nullable", True))

    @property
    def is_now_by_default(self) -> bool:
        changed = self.spec.get("create") or {}
        return bool(changed.get("default_value", self.spec.get("default_value")) == "now")

    def create_spec(self) -> dict[str, Any] | None:
        """The field as getFields describes it with action create; None: it is not among those."""
        changed = self.spec.get("create", {})
        if changed is False:
            return None
        merged = {key: value for key, value in self.spec.items() if key not in ("create", "get")}
        merged.update(changed)
        return merged


class Entity:
    """One entity: its table, its fields, its actions."""

    __slots__ = ("_stamped", "custom_group", "fields", "fixed", "name", "primary_key", "spec", "table")

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self._stamped: dict[str, Field] | None = None
        self.name: str = spec["name"]
        self.table: str | None = spec.get("table_name") if self.is_dao(spec) else None
        self.primary_key: list[str] = spec.get("primary_key", ["id"])
        self.fixed: dict[str, Any] = spec.get("where", {})
        self.custom_group: dict[str, Any] | None = spec.get("custom_group")
        self.fields = {name: Field(self.name, name, field) for name, field in spec["fields"].items()}

    @staticmethod
    def is_dao(spec: dict[str, Any]) -> bool:
        return "DAOEntity" in spec["type"]

    @property
    def actions(self) -> dict[str, Any]:
        return self.spec["actions"]  # type: ignore[no-any-return]

    @property
    def is_contact(self) -> bool:
        return self.table == "civicrm_contact"

    @property
    def stamped(self) -> dict[str, Field]:
        """The columns that are the present moment unless given."""
        if self._stamped is None:
            stored = {name: field for name, field in self.fields.items() if field.stored}
            self._stamped = {
                name: field for name, field in stored.items() if name in STAMPS or field.is_now_by_default
            }
        return self._stamped

    @property
    def label_field(self) -> str | None:
        return self.spec.get("label_field")


class Schema:
    """The entities of one site; what is read once is kept until they change."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._version: str | None = None
        self._cache: dict[tuple[str, str], Any] = {}

    @property
    def store(self) -> Store:
        """Where fields, options and all other metadata are read."""
        return self._store

    def refresh(self) -> None:
        """Forget what was read if another process or thread has changed the site's custom data."""
        version = self._store.meta("schema_version")
        if version != self._version:
            self._cache.clear()
            self._version = version

    def changed(self) -> None:
        """Tell everybody that custom groups or fields have changed."""
        self._store.set_meta("schema_version", str(int(self._store.meta("schema_version") or 0) + 1))
        self.refresh()

    def entity(self, name: str) -> Entity | None:
        """The APIv4 entity of that name; None if there is none, or its extension is not enabled."""
        key = ("entity", name)
        if key not in self._cache:
            self._cache[key] = self._load_entity(name)
        return self._cache[key]  # type: ignore[no-any-return]

    def _load_entity(self, name: str) -> Entity | None:
        if name.startswith("Custom_"):
            spec = custom_entity(self._store, name[len("Custom_") :])
            return Entity(spec) if spec else None
        spec = self._fact("v4", name)
        if spec is None or spec.get("enabled_by_default") is False:
            return None
        entity = Entity(spec)
        if entity.table:
            for field_name, table, field in custom_fields(self._store, name):
                entity.fields[field_name] = Field(name, field_name, field, table)
        return entity

    def add(self, spec: dict[str, Any]) -> None:
        """Make an entity known that is not of the stock site, or change it."""
        body = json.dumps(spec, ensure_ascii=False, separators=(",", ":"))
        for kind, name, text in (
            ("v4", spec["name"], body),
            ("table", spec["table_name"], json.dumps(spec["name"])),
        ):
            self._store.execute("INSERT OR REPLACE INTO _schema VALUES (?, ?, ?)", (kind, name, text))
        self.changed()

    def forget(self, spec: dict[str, Any]) -> None:
        """Take away an entity that was added."""
        for kind, name in (("v4", spec["name"]), ("table", spec["table_name"])):
            self._store.execute("DELETE FROM _schema WHERE kind = ? AND name = ?", (kind, name))
        self.changed()

    def entity_names(self) -> list[str]:
        """All APIv4 entities of the site, in alphabetical order."""
        rows = self._store.rows("SELECT name FROM _schema WHERE kind = 'v4' ORDER BY name")
        groups = self._store.rows(
            "SELECT name FROM civicrm_custom_group WHERE is_multiple = 1 AND is_active = 1"
        )
        names = [row[0] for row in rows] + [f"Custom_{row[0]}" for row in groups]
        return sorted(name for name in names if self.entity(name))

    def entity_of_table(self, table: str) -> Entity | None:
        """The entity whose rows are in that table (Contact for civicrm_contact)."""
        found = self._fact("table", table)
        return self.entity(found) if found else None

    def params(self, entity: Entity, action: str) -> dict[str, Any] | None:
        """The parameters of an action: name => {"type", "required", "default", ...}; None: no such action."""
        found = entity.actions.get(action)
        return self._fact("params", found) if isinstance(found, str) else found

    def stock_options(self, name: str) -> list[list[Any]]:
        """An option list of the stock site: [id, name, label] each; empty if its members are not known."""
        return self._fact("options", name) or []

    def v3(self, name: str) -> dict[str, Any] | None:
        """The facts of an APIv3 entity (in CamelCase): actions, fields with api.required, api.default, ..."""
        return self._fact("v3", name)  # type: ignore[no-any-return]

    def v3_names(self) -> list[str]:
        return [
            row[0] for row in self._store.rows("SELECT name FROM _schema WHERE kind = 'v3' ORDER BY name")
        ]

    def v3_generic(self) -> dict[str, Any]:
        """The actions every APIv3 entity has, with their parameters."""
        return self._fact("v3_generic", "")  # type: ignore[no-any-return]

    def _fact(self, kind: str, name: str) -> Any:
        key = (kind, name)
        if key not in self._cache:
            row = self._store.row("SELECT body FROM _schema WHERE kind = ? AND name = ?", (kind, name))
            self._cache[key] = json.loads(row[0]) if row else None
        return self._cache[key]
