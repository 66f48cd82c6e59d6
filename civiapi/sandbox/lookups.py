"""Values as they are given: `field:name`, `fk_id.unique_field`, locations of contacts; resolved to fields."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

from typing import Any

from .call import Call
from .errors import NotSimulated, SiteError
from .formatting import DOMAIN, contact_id, refers_to_contact
from .schema import CONTACT_TYPES, Entity, Field
from .store import quoted
from .virtual import LOCATION_JOINS

# what a custom group extends => the options of its `extends_entity_column_value`
SUB_TYPES = {
    "Activity": "option_group:activity_type",
    "Event": "option_group:event_type",
    "Contribution": "table:financial_type",
    "Membership": "table:membership_type",
    "Relationship": "table:relationship_type",
    "Case": "table:case_type",
    **dict.fromkeys(CONTACT_TYPES, "table:contact_type where parent_id IS NOT NULL"),
}
WRITABLE_SUFFIXES = ("name", "label", "abbr")
Values = dict[str, Any]


class Given:
    """The values of one record by what they are for.

    fields: by field; locations: `email_primary` => its values; unknown: keys that are no fields, which are
    ignored, with their values.
    """

    __slots__ = ("fields", "locations", "unknown")

    def __init__(self) -> None:
        self.fields: Values = {}
        self.locations: dict[str, Values] = {}
        self.unknown: Values = {}


def resolve(call: Call, entity: Entity, values: Values) -> Given:
    """Sort the values of a record; names and labels become ids, those that are none become None."""
    given = Given()
    for name, value in values.items():
        base, _, suffix = name.partition(":")
        field = entity.fields.get(base)
        if field is not None and suffix:
            given.fields[base] = _by_option(call, chained(field, values), suffix, value)
        elif field is not None:
            given.fields[name] = _special(call, field, value)
        elif not _reached(call, entity, given, name, value):
            given.unknown[name] = value
    return given


def chained(field: Field, values: Values) -> Field:
    """A field with the options that it has beside these values, where they depend on another field's."""
    options = (
        SUB_TYPES.get(str(values.get("extends"))) if field.name == "extends_entity_column_value" else None
    )
    return Field(field.entity, field.name, {**field.spec, "options": options}) if options else field


def _by_option(call: Call, field: Field, suffix: str, value: Any) -> Any:
    if suffix not in WRITABLE_SUFFIXES:
        raise SiteError("Illegal expression")
    found = call.options.ids(field, suffix, value if isinstance(value, list) else [value])
    return found if isinstance(value, list) else found[0] if found else None


def _special(call: Call, field: Field, value: Any) -> Any:
    if field.fk_entity == "Domain" and value == "current_domain":
        return DOMAIN
    if refers_to_contact(field):
        return (
            [contact_id(call, field, item) for item in value]
            if isinstance(value, list)
            else contact_id(call, field, value)
        )
    return value


def _reached(call: Call, entity: Entity, given: Given, name: str, value: Any) -> bool:
    """`email_primary.email` and `group_id.name`; False if the key is neither."""
    first, dot, rest = name.partition(".")
    if dot and entity.is_contact and first in LOCATION_JOINS:
        given.locations.setdefault(first, {})[rest] = value
        return True
    field = entity.fields.get(first)
    target = call.schema.entity(field.fk_entity) if dot and field is not None and field.fk_entity else None
    if field is None or target is None or not target.table or rest not in target.fields:
        return False
    if not target.fields[rest].stored:
        raise NotSimulated(f"records found by {target.name}.{rest}")
    column = quoted(target.fields[rest].column)
    given.fields[first] = call.store.value(
        f"SELECT id FROM {quoted(target.table)} WHERE {column} = ? LIMIT 1", (str(value),)
    )
    return True
