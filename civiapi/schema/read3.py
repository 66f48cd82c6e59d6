"""What APIv3 says of a site, and what to ask for it.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..call import ApiCall
from .model import Action, Entity, Field, Option, Schema
from .read4 import LONGEST, custom_groups, said_of, unique_keys

#: The numbers of types (CRM_Utils_Type) in the words of APIv4.
TYPES = {
    1: "Integer",
    2: "String",
    4: "Date",
    8: "String",
    12: "Timestamp",
    16: "Boolean",
    32: "Text",
    64: "Text",
    256: "Timestamp",
    512: "Float",
    1024: "Money",
    2048: "String",
    4096: "String",
    8192: "String",
    16384: "Text",
}
#: Entities whose name is another in APIv4, by which stock.UNIQUE has them.
_V4_NAMES = {"Acl": "ACL", "Im": "IM", "Pcp": "PCP", "Rule": "DedupeRule", "RuleGroup": "DedupeRuleGroup"}

Row = Mapping[str, Any]


def site_calls() -> list[ApiCall]:
    """As in APIv4."""
    every = {"sequential": 1, "options": {"limit": 0}}
    asked: list[tuple[str, dict[str, Any]]] = [
        ("Entity", {"sequential": 1}),
        ("Contact", {"sequential": 1, "id": "user_contact_id", "return": ["id"]}),
        ("Domain", {"sequential": 1, "current_domain": 1}),
        ("CustomGroup", {**every, "return": ["id", "name", "title", "extends", "is_multiple", "is_active"]}),
        ("CustomField", {**every, "is_active": 1, "return": ["id", "name", "custom_group_id"]}),
    ]
    return [ApiCall(entity, "get", params, 3) for entity, params in asked]


def site(values: Sequence[Any]) -> Schema:
    """As in APIv4, from the values of these calls."""
    entities, user, domain, groups, fields = values
    return Schema(
        3,
        {name: _named(name) for name in entities or ()},
        user=int(user[0]["id"]) if user else None,
        civicrm=domain[0].get("domain_version") or domain[0].get("version") if domain else None,
        custom_groups=None if groups is None or fields is None else custom_groups(groups, fields),
    )


def _named(name: str) -> Entity:
    return Entity(name, label=name, unique_keys=unique_keys(_V4_NAMES.get(name, name), ("id",)))


def entity_calls(name: str) -> list[ApiCall]:
    """The calls that describe an entity: fields of get and of create, actions, unique indexes."""
    described = {"sequential": 0, "options": {"get_options": ["all"]}}
    return [
        ApiCall(name, "getfields", {**described, "api_action": "get"}, 3),
        ApiCall(name, "getfields", {**described, "api_action": "create"}, 3),
        ApiCall(name, "getactions", {"sequential": 1}, 3),
        ApiCall(name, "getunique", {"sequential": 0}, 3),
    ]


def options_call(entity: str, field: str) -> ApiCall:
    """The call that tells a field's options, as id => label."""
    return ApiCall(entity, "getoptions", {"field": field, "sequential": 0}, 3)


def names_call(entity: str, field: str) -> ApiCall:
    """The call that tells the names of a field's options, as id => name."""
    return ApiCall(entity, "getoptions", {"field": field, "sequential": 0, "context": "validate"}, 3)


class Reader:
    """Makes entities of answers; what many of them share is made once."""

    def __init__(self) -> None:
        self._shared: dict[Any, Any] = {}

    def entity(self, named: Entity, values: Sequence[Any]) -> Entity:
        """The entity with all that the values of entity_calls tell of it."""
        readable, writable, actions, unique = values
        read = {key: self._field(key, row) for key, row in _items(readable)}
        written = {key: self._field(key, row) for key, row in _items(writable)}
        indexes = [columns for _, columns in _items(unique)]
        return replace(
            named,
            complete=True,
            fields={name: said_of(one, True, name in written) for name, one in read.items()},
            writable={name: said_of(one, name in read, True) for name, one in written.items()},
            actions={name: Action(name) for name in actions or ()},
            unique_keys=tuple(dict.fromkeys([*named.unique_keys, *map(frozenset, indexes)])),
        )

    def _field(self, key: str, row: Row) -> Field:
        number = _custom_id(key)
        default = row.get("api.default", row.get("default"))
        field = Field(
            key,
            "Field" if number is None else "Custom",
            TYPES.get(_number(row.get("type")) or 0),
            row.get("title") or key,
            bool(_number(row.get("api.required"))),
            default=None if default == "NULL" else default,
            readonly=bool(row.get("readonly")),
            nullable=not row.get("required"),
            fk_entity=row.get("FKApiName"),
            has_options=bool(row.get("options") or row.get("pseudoconstant") or row.get("option_group_id")),
            serialize=_number(row.get("serialize")),
            maxlength=_number(row.get("maxlength")),
            input_type=_input(row.get("html")),
            custom=number is not None,
            custom_id=number,
            aliases=_aliases(key, row),
        )
        listed = options(row.get("options"), field)
        if listed is None or len(listed) > LONGEST:
            return field
        return replace(field, options=self._shared.setdefault(listed, listed))


def _items(told: Any) -> Iterable[tuple[str, Any]]:
    """A map's items; PHP writes an empty one as a list."""
    return told.items() if isinstance(told, Mapping) else ()


def _aliases(key: str, row: Row) -> tuple[str, ...]:
    """The other names under which a field is taken: its column's, and those that it declares."""
    names = [row.get("name"), *(row.get("api.aliases") or ())]
    return tuple(dict.fromkeys(name for name in names if name and name != key))


def _custom_id(key: str) -> int | None:
    number = key.removeprefix("custom_")
    return int(number) if number != key and number.isdecimal() else None


def _number(value: Any) -> int | None:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()) else None


def _input(html: Any) -> str | None:
    return html.get("type") if isinstance(html, Mapping) else None


def options(told: Any, field: Field) -> tuple[Option, ...] | None:
    """Options as getoptions and getfields have them: id => label, where JSON made texts of the ids."""
    is_number = field.data_type in ("Integer", "Boolean") and not field.serialize
    pairs = enumerate(told) if isinstance(told, list) else _items(told)  # PHP writes ids 0, 1, 2 as a list
    found = tuple(
        Option(int(key) if is_number and _is_whole(key) else str(key), None, str(label))
        for key, label in pairs
    )
    return found or None


def _is_whole(key: Any) -> bool:
    return str(key).removeprefix("-").isdecimal()
