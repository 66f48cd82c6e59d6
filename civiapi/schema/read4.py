"""What APIv4 says of a site, and what to ask for it.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..call import ApiCall
from ..stock import UNIQUE
from ..stock import V4_ENTITIES as STOCK
from .model import Action, CustomGroup, Entity, Field, Option, Param, Schema

#: A list of more options (states, contacts ...) is not kept.
LONGEST = 1000
_OPTIONS = ["id", "name", "label"]
_SELECT = """
    name type data_type label title required required_if default_value readonly nullable fk_entity
    dfk_entities options operators suffixes serialize input_attrs input_type custom_field_id
""".split()

Row = Mapping[str, Any]


def site_calls() -> list[ApiCall]:
    """The calls that tell the names of entities, and facts of the site; the first alone must succeed."""
    asked: list[tuple[str, dict[str, Any]]] = [
        ("Entity", {}),
        ("Contact", {"select": ["id"], "where": [["id", "=", "user_contact_id"]]}),
        ("Domain", {"select": ["version"], "currentDomain": True}),
        ("CustomGroup", {"select": ["id", "name", "title", "extends", "is_multiple", "is_active"]}),
        ("CustomField", {"select": ["id", "name", "custom_group_id"], "where": [["is_active", "=", True]]}),
    ]
    return [ApiCall(entity, "get", params) for entity, params in asked]


def site(rows: Sequence[Sequence[Row] | None]) -> Schema:
    """The schema, its entities known by name, from the rows of these calls (None: refused)."""
    entities, user, domain, groups, fields = rows
    return Schema(
        4,
        {row["name"]: _named(row) for row in entities or ()},
        user=user[0]["id"] if user else None,
        civicrm=domain[0].get("version") if domain else None,
        custom_groups=None if groups is None or fields is None else custom_groups(groups, fields),
    )


def custom_groups(groups: Iterable[Row], fields: Iterable[Row]) -> tuple[CustomGroup, ...]:
    """Custom groups with their fields; numbers and booleans may be APIv3's texts."""
    inside: dict[int, dict[str, int]] = {}
    for row in fields:
        inside.setdefault(int(row["custom_group_id"]), {})[row["name"]] = int(row["id"])
    return tuple(
        CustomGroup(
            int(row["id"]),
            row["name"],
            row.get("title") or row["name"],
            row["extends"],
            is_multiple=_truth(row.get("is_multiple")),
            is_active=_truth(row.get("is_active")),
            entity=f"Custom_{row['name']}" if _is_entity(row) else None,
            fields=inside.get(int(row["id"]), {}),
        )
        for row in groups
    )


def _is_entity(row: Row) -> bool:
    return _truth(row.get("is_multiple")) and _truth(row.get("is_active"))


def _truth(value: Any) -> bool:
    return value not in (None, False, 0, "0", "")


def _named(row: Row) -> Entity:
    key, match = _texts(row.get("primary_key")), _texts(row.get("match_fields"))
    return Entity(
        row["name"],
        _texts(row.get("type")),
        row.get("title") or row["name"],
        key,
        row.get("label_field"),
        match,
        _texts(row.get("search_fields")),
        row.get("table_name"),
        unique_keys(row["name"], key, [match] if match and row["name"] not in STOCK else ()),
    )


def unique_keys(
    name: str, key: Iterable[str], more: Iterable[Iterable[str]] = ()
) -> tuple[frozenset[str], ...]:
    """The primary key, the unique indexes of a stock site, and what the site tells of others."""
    keys = [frozenset(key), *UNIQUE.get(name, ()), *(frozenset(one) for one in more)]
    return tuple(dict.fromkeys(filter(None, keys)))


def _texts(value: Any) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def entity_calls(name: str) -> list[ApiCall]:
    """The calls that describe an entity: fields of get, fields of create, actions."""
    read = {"action": "get", "loadOptions": _OPTIONS, "select": _SELECT}
    return [
        ApiCall(name, "getFields", read),
        ApiCall(name, "getFields", {**read, "action": "create"}),
        ApiCall(name, "getActions", {"select": ["name", "params"]}),
    ]


def options_call(entity: str, field: str) -> ApiCall:
    """The call that tells a field's options, however many; an answer is one row, or none."""
    where = [["name", "=", field]]
    return ApiCall(
        entity, "getFields", {"loadOptions": _OPTIONS, "select": ["name", "options"], "where": where}
    )


class Reader:
    """Makes entities of answers; what many of them share is made once."""

    def __init__(self) -> None:
        self._shared: dict[Any, Any] = {}

    def entity(self, named: Entity, rows: Sequence[Sequence[Row] | None]) -> Entity:
        """The entity with all that the rows of entity_calls tell of it."""
        readable, writable, actions = (found or () for found in rows)
        read = {row["name"]: self._field(row) for row in readable}
        written = {row["name"]: self._field(row) for row in writable}
        return replace(
            named,
            complete=True,
            fields={name: said_of(one, True, name in written) for name, one in read.items()},
            writable={name: said_of(one, name in read, True) for name, one in written.items()},
            actions={row["name"]: self._action(row) for row in actions},
        )

    def _field(self, row: Row) -> Field:
        kind = row.get("type") or "Field"
        listed = options(row.get("options"))
        attributes = row.get("input_attrs")
        longest = attributes.get("maxlength") if isinstance(attributes, Mapping) else None
        operators = row.get("operators")
        return Field(
            row["name"],
            kind,
            row.get("data_type"),
            row.get("label") or row.get("title") or row["name"],
            bool(row.get("required")),
            row.get("required_if") or None,
            row.get("default_value"),
            bool(row.get("readonly")),
            row.get("nullable") is not False,
            row.get("fk_entity"),
            tuple(dict.fromkeys((row.get("dfk_entities") or {}).values())),
            self.shared(listed) if listed and len(listed) <= LONGEST else None,
            bool(row.get("options")),
            None if operators is None else self.shared(_texts(operators)),
            self.shared(_texts(row.get("suffixes"))),
            row.get("serialize") or None,
            int(longest) if longest else None,
            row.get("input_type"),
            kind == "Custom",
            row.get("custom_field_id"),
        )

    def _action(self, row: Row) -> Action:
        told = row.get("params") or {}
        params = {name: self._param(name, one) for name, one in told.items()}
        return Action(row["name"], self.shared(params, repr(params)))

    def _param(self, name: str, told: Row) -> Param:
        allowed = told.get("options")
        return Param(
            name,
            _texts(told.get("type")),
            bool(told.get("required")),
            told.get("default"),
            tuple(allowed) if allowed else None,
        )

    def shared(self, value: Any, key: Any = None) -> Any:
        return self._shared.setdefault(value if key is None else key, value)


def said_of(field: Field, is_read: bool, is_written: bool) -> Field:
    """The field with which actions have it."""
    return field if is_read and is_written else replace(field, get=is_read, create=is_written)


def options(told: Any) -> tuple[Option, ...] | None:
    """Options as getFields has them: a list of objects, or id => label; None for true and false."""
    if isinstance(told, Mapping):
        return tuple(Option(_id(number), None, _text(label)) for number, label in told.items())
    if not isinstance(told, list):
        return None
    if not all(isinstance(one, Mapping) for one in told):  # id => label, where the ids are 0, 1, 2 ...
        return tuple(Option(number, None, _text(label)) for number, label in enumerate(told))
    return tuple(
        Option(
            _id(one["id"]),
            None if one.get("name") is None else _text(one["name"]),
            _text(one.get("label") if one.get("label") is not None else one.get("name", one["id"])),
        )
        for one in told
    )


def _id(value: Any) -> int | str:
    return int(value) if isinstance(value, int) else _text(value)  # a bool is 0 or 1


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
