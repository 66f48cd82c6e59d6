"""What an APIv3 entity is called, and what its fields are."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import NotSimulated, SiteError

if TYPE_CHECKING:
    from .schema import Entity, Field
    from .site import Site

V4_NAMES = {"Acl": "ACL", "Im": "IM", "Pcp": "PCP", "Rule": "DedupeRule", "RuleGroup": "DedupeRuleGroup"}
INT, DATE, DATETIME, BOOLEAN, TIMESTAMP, MONEY = 1, 4, 12, 16, 256, 1024


def camel(site: Site, name: str) -> str:
    """An entity's name as APIv3 writes it, from any case and with underscores (`option_value`)."""
    if site.schema.v3(name):
        return name
    wanted = name.replace("_", "").lower()
    known = (found for found in site.schema.v3_names() if found.lower() == wanted)
    return next(known, "".join(part[:1].upper() + part[1:] for part in name.split("_")))


def snake(name: str) -> str:
    """An entity's name as its table and its keys have it: OptionValue, option_value."""
    return "".join(f"_{c.lower()}" if c.isupper() and i else c.lower() for i, c in enumerate(name))


class Field3(NamedTuple):
    """One field of an APIv3 entity, for one kind of action."""

    key: str
    """The name under which the parameters have it."""
    name: str
    """The name under which APIv4 and the table have it."""
    spec: dict[str, Any]
    v4: Field | None

    @property
    def type(self) -> Any:
        return self.spec.get("type")

    @property
    def aliases(self) -> list[str]:
        return self.spec.get("api.aliases") or []

    @property
    def has_options(self) -> bool:
        return bool(self.spec.get("pseudoconstant") or self.spec.get("options"))


class Spec:
    """The fields of an APIv3 entity."""

    def __init__(self, site: Site, name: str, facts: dict[str, Any]) -> None:
        self.site, self.name, self.facts = site, name, facts

    @classmethod
    def of(cls, site: Site, name: str, action: str) -> Spec:
        """The entity's facts; the error of an entity or an action that does not exist."""
        facts = site.schema.v3(name)
        actions = set(facts.get("actions", ())) | set(site.schema.v3_generic()) if facts else set()
        if facts is None or action not in actions or facts.get("enabled_by_default") is False:
            message = f"API ({name}, {action}) does not exist (join the API team and implement it!)"
            raise SiteError(message, "not-found")
        return cls(site, name, facts)

    @cached_property
    def entity(self) -> Entity:
        """The APIv4 entity that has the same records."""
        found = self.site.schema.entity(V4_NAMES.get(self.name, self.name))
        if found is None:
            raise NotSimulated(f"the APIv3 entity {self.name}")
        return found

    @cached_property
    def for_get(self) -> dict[str, Field3]:
        """The fields of get by their keys (a column's unique name, where it has one)."""
        return self._fields("get")

    @cached_property
    def for_create(self) -> dict[str, Field3]:
        """The fields of create by their keys."""
        return self._fields("create")

    def _fields(self, action: str) -> dict[str, Field3]:
        fields: dict[str, Field3] = {}
        for key, spec in self.facts.get("fields", {}).items():
            own = spec.get(action)
            if own is not False:
                merged = {**spec, **(own or {})}
                name = merged.get("name", key)
                names = (name, key, *(merged.get("api.aliases") or ()))
                v4 = next((self.entity.fields[n] for n in names if n in self.entity.fields), None)
                fields[key] = Field3(key, v4.name if v4 else name, merged, v4)
        for field in self.entity.fields.values():
            if field.type == "Custom":
                key = f"custom_{field.spec['custom_field_id']}"
                fields[key] = Field3(key, field.name, _custom_spec(field), field)
        return fields

    def find(self, fields: dict[str, Field3], name: str) -> Field3 | None:
        """A field by its key, its column, or one of its other names."""
        if name in fields:
            return fields[name]
        if name == f"{snake(self.name)}_id" and "id" in fields:
            return fields["id"]
        by_column = (field for field in fields.values() if name in (field.name, field.spec.get("name")))
        by_alias = (field for field in fields.values() if name in field.aliases)
        return next(by_column, next(by_alias, None))


_TYPES = {
    "Integer": INT,
    "Boolean": BOOLEAN,
    "Date": DATE,
    "Timestamp": DATETIME,
    "Money": MONEY,
    "Float": 512,
    "Text": 32,
}


def _custom_spec(field: Field) -> dict[str, Any]:
    spec = {
        "type": _TYPES.get(field.data_type or "", 2),
        "title": field.spec.get("title"),
        "serialize": field.serialize,
    }
    return {**spec, "pseudoconstant": {"custom": True}} if field.options else spec
