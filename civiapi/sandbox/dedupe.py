"""The rules by which contacts are the same, and the contacts that a rule finds."""

# ruff: noqa: S608 - identifiers come from the table below alone, values are always bound
from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from .errors import NotSimulated, SiteError
from .lookups import Values, resolve
from .result import Result
from .store import quoted

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity
    from .store import Store

CONTACT, EMAIL, ADDRESS = "civicrm_contact", "civicrm_email", "civicrm_address"
_HOUSEHOLD = ((CONTACT, "household_name", 10), (EMAIL, "email", 10))
_ORGANIZATION = ((CONTACT, "organization_name", 10), (EMAIL, "email", 10))
_GENERAL = (
    (CONTACT, "first_name", 5),
    (CONTACT, "last_name", 5),
    (ADDRESS, "street_address", 5),
    (CONTACT, "middle_name", 1),
    (CONTACT, "suffix_id", 1),
)
# stock rule group => type of contact, use, threshold, is_reserved, (table, field, weight) of its rules
STOCK: dict[str, tuple[str, str, int, int, tuple[tuple[str, str, int], ...]]] = {
    "IndividualUnsupervised": ("Individual", "Unsupervised", 10, 1, ((EMAIL, "email", 10),)),
    "IndividualSupervised": (
        "Individual",
        "Supervised",
        20,
        1,
        ((CONTACT, "first_name", 5), (CONTACT, "last_name", 7), (EMAIL, "email", 10)),
    ),
    "IndividualGeneral": ("Individual", "General", 15, 1, _GENERAL),
    "HouseholdUnsupervised": ("Household", "Unsupervised", 10, 0, _HOUSEHOLD),
    "HouseholdSupervised": ("Household", "Supervised", 10, 0, _HOUSEHOLD),
    "OrganizationUnsupervised": ("Organization", "Unsupervised", 10, 0, _ORGANIZATION),
    "OrganizationSupervised": ("Organization", "Supervised", 10, 0, _ORGANIZATION),
}
# table of a rule => (the values it looks at, the column with the contact)
TABLES = {
    CONTACT: ("", "id"),
    EMAIL: ("email_primary", "contact_id"),
    "civicrm_phone": ("phone_primary", "contact_id"),
    ADDRESS: ("address_primary", "contact_id"),
    "civicrm_im": ("im_primary", "contact_id"),
}
# a rule group that CiviCRM works out in another way than by its weights
OTHERWISE = "IndividualGeneral"


def add_rules(store: Store) -> None:
    """The rules of a stock site; their groups are there, by name."""
    for name, (kind, used, threshold, reserved, rules) in STOCK.items():
        group = store.value("SELECT id FROM civicrm_dedupe_rule_group WHERE name = ?", (name,))
        facts = {"contact_type": kind, "used": used, "threshold": threshold, "is_reserved": reserved}
        store.update("civicrm_dedupe_rule_group", group, facts)
        for table, field, weight in rules:
            rule = {"rule_table": table, "rule_field": field, "rule_weight": weight}
            store.insert("civicrm_dedupe_rule", {"dedupe_rule_group_id": group, **rule})


def get_duplicates(call: Call, entity: Entity, params: Params) -> Result:
    """The contacts that a rule takes for the same as these values: their ids."""
    if call.check and not call.has("view all contacts"):
        raise NotSimulated("duplicates for callers who may not view all contacts")
    given = resolve(call, entity, dict(params.get("values") or {}))
    group = _rule_group(call, params["dedupeRule"])
    kind = given.fields.get("contact_type") or entity.fixed.get("contact_type")
    if kind and kind != group["contact_type"]:
        raise SiteError("Mismatched contact type.")
    weights: Counter[int] = Counter()
    rules = call.rows("DedupeRule", {"where": [["dedupe_rule_group_id", "=", group["id"]]]})
    for rule in rules:
        values = {**given.locations, "": given.fields}
        weights.update(dict.fromkeys(_fitting(call, rule, values), rule["rule_weight"]))
    likely = [contact for contact, weight in weights.items() if weight >= group["threshold"]]
    found = call.store.rows(
        "SELECT id FROM civicrm_contact WHERE id IN (SELECT value FROM json_each(?))"
        " AND contact_type = ? AND is_deleted = 0 ORDER BY id",
        (json.dumps(likely), group["contact_type"]),
    )
    return Result([{"id": row[0]} for row in found])


def _rule_group(call: Call, name: Any) -> dict[str, Any]:
    """The rule group of a name, or the one in use for `Individual.Unsupervised`."""
    kind, dot, used = str(name).partition(".")
    where = [["contact_type", "=", kind], ["used", "=", used]] if dot else [["name", "=", kind]]
    found = call.rows("DedupeRuleGroup", {"where": where})
    if isinstance(name, int) or len(found) != 1 or found[0]["name"] == OTHERWISE:
        raise NotSimulated(f"the duplicates of the rule {name}")
    return found[0]


def _fitting(call: Call, rule: dict[str, Any], values: dict[str, Values]) -> list[int]:
    """The contacts that have the value which a rule looks at; none where there is no value."""
    table, field = rule["rule_table"], rule["rule_field"]
    if table not in TABLES:
        raise NotSimulated(f"rules for {table}")
    place, column = TABLES[table]
    own = values.get(place, {})
    value = own.get(field)
    if field == "phone_numeric":
        value = "".join(char for char in str(own.get("phone") or "") if char.isdigit())
    if value in (None, ""):
        return []
    test, args = f"{quoted(field)} = ?", [value]
    if rule["rule_length"]:
        length = int(rule["rule_length"])
        test, args = f"substr({quoted(field)}, 1, ?) = ?", [length, str(value)[:length]]
    rows = call.store.rows(f"SELECT DISTINCT {column} FROM {quoted(table)} WHERE {test}", args)
    return [row[0] for row in rows if row[0] is not None]
