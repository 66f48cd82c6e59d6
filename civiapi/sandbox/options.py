"""Option lists: what a field's values are called, and which value a name or label stands for."""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .collate import key
from .errors import NotSimulated, SiteError
from .schema import Field, Schema
from .store import Store, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

Option = dict[str, Any]
# table of options => columns for (id, name, label), order, and further properties
TABLE_OPTIONS: dict[str, tuple[str, str, str, str]] = {
    "location_type": ("id", "name", "display_name", "description"),
    "country": ("id", "iso_code", "name", "iso_code AS abbr"),
    "state_province": ("id", "name", "name", "abbreviation AS abbr"),
    "county": ("id", "name", "name", "abbreviation AS abbr"),
    "worldregion": ("id", "name", "name", ""),
    "contact_type": ("name", "name", "label", "icon"),
    "financial_type": ("id", "name", "label", "description"),
    "financial_account": ("id", "name", "label", "description"),
    "group": ("id", "name", "title", "description"),
    "tag": ("id", "name", "label", "description, color"),
    "membership_status": ("id", "name", "label", ""),
    "membership_type": ("id", "name", "title", "description"),
    "participant_status_type": ("id", "name", "label", ""),
    "relationship_type": ("id", "name_a_b", "label_a_b", "description"),
    "payment_processor_type": ("id", "name", "title", "description"),
    "option_group": ("id", "name", "title", "description"),
    "custom_group": ("id", "name", "title", ""),
    "price_set": ("id", "name", "title", ""),
    "price_field": ("id", "name", "label", ""),
    "dedupe_rule_group": ("id", "name", "title", ""),
    "mailing_bounce_type": ("id", "name", "name", "description"),
    "mailing_component": ("id", "name", "name", ""),
    "case_type": ("id", "name", "title", "description"),
    "campaign": ("id", "name", "title", "description"),
    "contribution_page": ("id", "name", "title", ""),
    "payment_processor": ("id", "name", "title", "description"),
    "uf_group": ("id", "name", "title", "description"),
    "batch": ("id", "name", "title", "description"),
    "pcp": ("id", "title", "title", ""),
    "domain": ("id", "name", "name", "description"),
}
# fields without a list of their own that refer to such a table
REFERENCED = {
    "Campaign": "campaign",
    "Domain": "domain",
    "CustomGroup": "custom_group",
    "Group": "group",
    "MembershipType": "membership_type",
    "ContributionPage": "contribution_page",
    "PaymentProcessor": "payment_processor",
    "UFGroup": "uf_group",
    "Batch": "batch",
}
# fields whose list the stock facts leave out
FIELD_TABLES = {
    "state_province_id": "state_province",
    "groups": "group",
    "tags": "tag",
    "custom_group_id": "custom_group",
}
SUB_TYPE_FIELDS = ("contact_sub_type", "contact_sub_type_a", "contact_sub_type_b")
# a field that takes the name of an option in place of its value
BY_NAME = {
    "preferred_language",
    "language",
    "frequency_unit",
    "recur_frequency_unit",
    "pledge_frequency_unit",
    "activity_status",
    "editor_id",
}
YES_NO = [{"id": 1, "name": "1", "label": "Yes"}, {"id": 0, "name": "0", "label": "No"}]
DISPLAY_LAST = ("relationship_type",)
# a list of the stock site => the option group whose values come after it
ADDED = {"callback:CRM_Core_BAO_CustomGroup::getCustomGroupExtendsOptions": "cg_extend_objects"}


class Options:
    """The option lists of a site, as they are now."""

    def __init__(self, store: Store, schema: Schema) -> None:
        self._store = schema.store  # options are as old as the fields are
        self._schema = schema

    def of(self, field: Field, *, disabled: bool = False) -> list[Option] | None:
        """A field's options, each {"id", "name", "label", ...}; None if the field has none.

        disabled: whether options that are switched off count too.
        """
        source = self._source(field)
        if source is None:
            return None
        kind, _, rest = source.partition(":")
        if kind == "option_group":
            return self._of_group(field, rest, disabled)
        if kind == "grouping":
            group, _, grouping = rest.partition(" ")
            return [one for one in self._of_group(field, group, disabled) if one["grouping"] == grouping]
        if kind == "table":
            return self._of_table(rest, disabled)
        if source == "callback:yes_no":
            return YES_NO
        known: list[Option] = [
            {"id": number, "name": str(name), "label": label}
            for number, name, label in self._schema.stock_options(source)
        ]
        return known + self._of_group(field, ADDED[source], disabled) if source in ADDED else known

    def _source(self, field: Field) -> str | None:
        if field.name in SUB_TYPE_FIELDS:
            return "table:contact_type where parent_id IS NOT NULL"
        if field.name in FIELD_TABLES and (field.options or field.type == "Filter"):
            return f"table:{FIELD_TABLES[field.name]}"
        if isinstance(field.options, str):
            return field.options
        if field.suffixes and field.fk_entity in REFERENCED:
            return f"table:{REFERENCED[field.fk_entity]}"
        if field.data_type == "Boolean" and field.options:
            return "callback:yes_no"
        if field.options is True:
            raise NotSimulated(f"the options of {field.entity}.{field.name}")
        return None

    def _of_group(self, field: Field, group: str, disabled: bool) -> list[Option]:
        name = group.partition(" ")[0]
        active = "" if disabled else " AND v.is_active = 1"
        rows = self._store.dicts(
            "SELECT v.id AS row_id, v.value, v.name, v.label, v.description, v.color, v.icon, v.grouping"
            " FROM civicrm_option_value v JOIN civicrm_option_group g ON g.id = v.option_group_id"
            f" WHERE g.name = ?{active} ORDER BY v.weight, v.id",
            (name,),
        )
        if group != name:
            rows = self._variant(rows, f"option_group:{group}")
        column = "name" if field.name in BY_NAME else "row_id" if name == "pdf_format" else "value"
        is_number = field.data_type == "Integer" and not field.serialize
        return [
            {
                **{prop: row[prop] for prop in ("name", "label", "description", "color", "icon", "grouping")},
                "id": _number_or_text(row[column]) if is_number else str(row[column]),
            }
            for row in rows
        ]

    def _variant(self, rows: list[dict[str, Any]], source: str) -> list[dict[str, Any]]:
        """The part of a group's values that a second list of that group holds."""
        names = {str(option[1]) for option in self._schema.stock_options(source)}
        return [row for row in rows if row["name"] in names]

    def _of_table(self, source: str, disabled: bool) -> list[Option] | None:
        name, _, condition = source.partition(" where ")
        name, _, by_id = name.partition(" #")
        condition, _, numbered = condition.partition(" #")
        if name not in TABLE_OPTIONS:
            return [
                {"id": number, "name": str(text), "label": label}
                for number, text, label in self._schema.stock_options(f"table:{source}")
            ]
        id_column, name_column, label_column, further = TABLE_OPTIONS[name]
        id_column = "id" if by_id or numbered else id_column
        table = f"civicrm_{name}"
        conditions = [condition] if condition else []
        if not disabled and "is_active" in self._store.columns(table):
            conditions.append("COALESCE(is_active, 1) = 1")
        where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
        columns = f"{id_column} AS id, {name_column} AS name, {label_column} AS label"
        return self._store.dicts(
            f"SELECT {columns}{', ' + further if further else ''} FROM {quoted(table)}{where}"
            f" ORDER BY {label_column}, id"
        )

    def ids(self, field: Field, suffix: str, names: Iterable[Any]) -> list[Any]:
        """The ids of the options whose name (label ...) is one of these; unknown ones are left out."""
        options = self._known(field, suffix)
        by_name = {str(option.get(suffix)): option["id"] for option in reversed(options)}
        return [by_name[str(name)] for name in names if str(name) in by_name]

    def _known(self, field: Field, suffix: str) -> list[Option]:
        options = self.of(field, disabled=True)
        if options is None and field.suffixes:
            raise NotSimulated(f"the options of {field.entity}.{field.name}")
        if options is None:
            raise SiteError(f"No option list found for '{field.name}'")
        return options

    def names(self, field: Field, suffix: str) -> dict[str, Any]:
        """id (as text) => name (label ...) of a field's options."""
        return {str(option["id"]): option.get(suffix) for option in self._known(field, suffix)}

    def sorted_ids(self, field: Field, suffix: str) -> list[Any]:
        """The ids in the order of the names (labels ...)."""
        options = self._known(field, suffix)
        return [
            option["id"] for option in sorted(options, key=lambda option: key(str(option.get(suffix) or "")))
        ]


def _number_or_text(value: Any) -> Any:
    text = str(value)
    return int(text) if text.lstrip("-").isdigit() else text
