"""What stands behind a name: the option, the type or the custom field, to be made at another site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .columns import Column, portable
from .columns import columns as columns_of

if TYPE_CHECKING:
    from ..base import BaseApi

#: Option groups of fields that are not named after them.
_GROUPS = {
    ("Activity", "status_id"): "activity_status",
    ("Activity", "priority_id"): "priority",
    ("Activity", "medium_id"): "encounter_medium",
    ("Contact", "prefix_id"): "individual_prefix",
    ("Contact", "suffix_id"): "individual_suffix",
    ("Contact", "email_greeting_id"): "email_greeting",
    ("Contact", "postal_greeting_id"): "postal_greeting",
    ("Contact", "addressee_id"): "addressee",
    ("Contact", "preferred_language"): "languages",
    ("Group", "group_type"): "group_type",
    ("IM", "provider_id"): "instant_messenger_service",
    ("Note", "privacy"): "note_privacy",
    ("Contribution", "currency"): "currencies_enabled",
    ("Campaign", "status_id"): "campaign_status",
    ("Campaign", "campaign_type_id"): "campaign_type",
    ("Case", "status_id"): "case_status",
    ("Event", "event_type_id"): "event_type",
}
_NAMED_AFTER = frozenset(
    """
    activity_type gender phone_type payment_instrument contribution_status communication_style
    preferred_communication_method engagement_level website_type pledge_status
    """.split()
)
#: Entities that are a field's options although no foreign key says so.
_ENTITIES = {
    "location_type_id": "LocationType",
    "contact_sub_type": "ContactType",
    "contact_type": "ContactType",
    "participant_status_id": "ParticipantStatusType",
}
#: The fields by which options of an entity are named.
_NAME_FIELDS = {"RelationshipType": "name_a_b"}


@dataclass(frozen=True)
class Definition:
    """What is to be defined: a row of ``entity`` that is named ``name``; an option or a custom field also
    has its ``group``."""

    entity: str
    name: str
    group: str | None = None

    @property
    def key(self) -> str:
        """As one word, for a file."""
        return ".".join(filter(None, (self.entity, self.group, self.name)))

    @property
    def where(self) -> list[list[Any]]:
        """The condition that finds it."""
        clauses: list[list[Any]] = [[_NAME_FIELDS.get(self.entity, "name"), "=", self.name]]
        if self.entity == "OptionValue":
            clauses.append(["option_group_id.name", "=", self.group])
        if self.entity == "CustomField":
            clauses.append(["custom_group_id.name", "=", self.group])
        return clauses


def definition_of(entity: str, column: Column, name: str) -> Definition | None:
    """What an option is at home; None where nobody says."""
    if column.custom:  # told by its field, as its option group has another name on each site
        return Definition("CustomOption", name, column.name)
    if column.to is not None:
        return Definition(column.to, name)
    if column.name in _ENTITIES:
        return Definition(_ENTITIES[column.name], name)
    after = column.name.removesuffix("_id")
    group = _GROUPS.get((entity, column.name)) or (after if after in _NAMED_AFTER else None)
    return Definition("OptionValue", name, group) if group else None


def defined(api: BaseApi, of: Definition) -> dict[str, Any] | None:
    """A portable row of a definition; None where the site has none such, or several."""
    if of.entity == "CustomOption":
        return _custom_option(api, of)
    known = api.schema.entities()
    if of.entity not in known:
        return None
    columns, _ = columns_of(api.schema.entity(of.entity), (), known)
    if of.entity in ("OptionValue", "CustomField"):
        columns = [column for column in columns if column.name not in _PLACED]
    select = ["id", *(name for column in columns for name in column.select)]
    if of.entity == "CustomField":
        select.append("option_group_id")
    rows = api(of.entity, "get", {"select": select, "where": of.where, "limit": 2})
    if len(rows) != 1:
        return None
    row = {name: value for name, value in portable(rows[0], columns).items() if value is not None}
    del row["id"]
    if row.get("extends_entity_column_id") is not None:  # told by numbers of this site
        return None
    if of.entity == "CustomField" and row.pop("option_group_id", None) is not None:
        row["option_values"] = _options_in(api, rows[0]["option_group_id"])
    return row


#: Where it stands, which each site decides.
_PLACED = frozenset(
    {"option_group_id", "custom_group_id", "weight", "domain_id", "component_id", "is_default"}
)


def _options_in(api: BaseApi, group: int) -> list[dict[str, Any]]:
    rows = api(
        "OptionValue",
        "get",
        {"select": ["value", "name", "label"], "where": [["option_group_id", "=", group]]},
    )
    return [{"id": row["value"], "name": row["name"], "label": row["label"]} for row in rows]


def custom_option_group(api: BaseApi, field: str) -> int | None:
    """The id of the option group of a custom field ``Group.Field``; None where it has none."""
    group, _, name = field.rpartition(".")
    where = [["name", "=", name]] + ([["custom_group_id.name", "=", group]] if group else [])
    rows = api("CustomField", "get", {"select": ["option_group_id"], "where": where, "limit": 2})
    found = rows[0]["option_group_id"] if len(rows) == 1 else None
    return int(found) if found is not None else None


def _custom_option(api: BaseApi, of: Definition) -> dict[str, Any] | None:
    group = custom_option_group(api, of.group or "")
    if group is None:
        return None
    where = [["option_group_id", "=", group], ["name", "=", of.name]]
    rows = api("OptionValue", "get", {"select": ["name", "label", "value"], "where": where, "limit": 2})
    return {name: rows[0][name] for name in ("name", "label", "value")} if len(rows) == 1 else None


def make(api: BaseApi, of: Definition, row: Mapping[str, Any]) -> None:
    """Make at a site what another site has defined."""
    values = dict(row)
    if of.entity in ("OptionValue", "CustomOption"):
        if of.entity == "OptionValue":
            group = int(api("OptionGroup", "get", {"where": [["name", "=", of.group]]}).one()["id"])
        else:
            group = custom_option_group(api, of.group or "") or 0
        values["option_group_id"] = group
        values["value"] = _free_value(api, group, values.get("value"))
        api("OptionValue", "create", {"values": values})
        return
    if of.entity == "CustomField":
        values["custom_group_id.name"] = of.group
    api(of.entity, "create", {"values": values})


def _free_value(api: BaseApi, group: int, wished: Any) -> str:
    """A value for a new option: a number that is free, or the text that it has at home."""
    rows = api(
        "OptionValue",
        "get",
        {"select": ["value"], "where": [["option_group_id", "=", group]], "limit": 0},
    )
    there = {str(row["value"]) for row in rows}
    if wished is not None and not str(wished).isdecimal():
        return str(wished)
    if wished is not None and str(wished) not in there:
        return str(wished)
    return str(1 + max((int(value) for value in there if value.isdecimal()), default=0))
