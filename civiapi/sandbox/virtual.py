"""Fields that are no columns: worked out, or conditions only.

A worked-out field is one entry in CALCULATED, SQL in which `{a}` stands for the row's table.  Fields the
sandbox does
not know how to work out raise NotSimulated where they are selected or compared.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .errors import NotSimulated
from .fragments import Sql
from .schema import CONTACT_TYPES, Field

if TYPE_CHECKING:
    from .call import Call
    from .store import Store

CHILD_GROUPS = "SELECT child_group_id FROM civicrm_group_nesting WHERE parent_group_id = ? ORDER BY id"
ASSIGNEES, SOURCE, TARGETS = 1, 2, 3
TODAY = "civi_today()"


def _activity_contacts(kind: str) -> str:
    return (
        "(SELECT group_concat(contact_id, ',') FROM (SELECT contact_id FROM civicrm_activity_contact"
        f" WHERE activity_id = {{a}}.id{kind} ORDER BY id))"
    )


def _activity_count(kind: int) -> str:
    return (
        "(SELECT COUNT(*) FROM civicrm_activity_contact"
        f" WHERE activity_id = {{a}}.id AND record_type_id = {kind})"
    )


def _location(table: str, flag: str) -> str:
    return f"(SELECT id FROM {table} WHERE contact_id = {{a}}.id AND {flag} = 1 LIMIT 1)"


def _of_relationship(column: str) -> str:
    return f"(SELECT {column} FROM civicrm_relationship r WHERE r.id = {{a}}.relationship_id)"


def _permission(forward: str, backward: str) -> str:
    return (
        f"(SELECT CASE {{a}}.orientation WHEN 'a_b' THEN {forward} ELSE {backward} END"
        " FROM civicrm_relationship r WHERE r.id = {a}.relationship_id)"
    )


CURRENT = (
    "({a}.is_active = 1 AND COALESCE({a}.start_date, '') <= " + TODAY + " AND"
    " ({a}.end_date IS NULL OR {a}.end_date >= " + TODAY + "))"
)
NOT_EXPIRED = "({a}.expires_date IS NULL OR {a}.expires_date > civi_now())"
PAID = (
    "(SELECT COALESCE(SUM(t.total_amount), 0) FROM civicrm_entity_financial_trxn et"
    " JOIN civicrm_financial_trxn t ON t.id = et.financial_trxn_id AND t.is_payment = 1"
    " WHERE et.entity_table = 'civicrm_contribution' AND et.entity_id = {a}.id)"
)
LOCATIONS = {
    "address": "civicrm_address",
    "email": "civicrm_email",
    "phone": "civicrm_phone",
    "im": "civicrm_im",
}
LOCATION_FLAGS = {"primary": "is_primary", "billing": "is_billing"}
# contact field that leads to a location => (table, its flag)
LOCATION_JOINS = {
    f"{name}_{which}": (table, flag)
    for name, table in LOCATIONS.items()
    for which, flag in LOCATION_FLAGS.items()
}
CALCULATED: dict[tuple[str, str], str] = {
    ("Activity", "source_contact_id"): (
        "(SELECT contact_id FROM civicrm_activity_contact"
        f" WHERE activity_id = {{a}}.id AND record_type_id = {SOURCE} LIMIT 1)"
    ),
    ("Activity", "target_contact_id"): _activity_contacts(f" AND record_type_id = {TARGETS}"),
    ("Activity", "assignee_contact_id"): _activity_contacts(f" AND record_type_id = {ASSIGNEES}"),
    ("Activity", "all_contact_id"): _activity_contacts(""),
    ("Activity", "target_contact_count"): _activity_count(TARGETS),
    ("Activity", "assignee_contact_count"): _activity_count(ASSIGNEES),
    ("Activity", "case_id"): "(SELECT case_id FROM civicrm_case_activity WHERE activity_id = {a}.id LIMIT 1)",
    ("Campaign", "is_current"): CURRENT,
    ("Contact", "age_years"): "civi_age({a}.birth_date)",
    ("Contact", "next_birthday"): "civi_daystoanniv({a}.birth_date)",
    ("Contribution", "paid_amount"): PAID,
    ("Contribution", "balance_amount"): "({a}.total_amount - " + PAID + ")",
    ("Contribution", "tax_exclusive_amount"): "({a}.total_amount - COALESCE({a}.tax_amount, 0))",
    ("EckEntityType", "api_name"): "('Eck_' || {a}.name)",
    ("EckEntityType", "sub_types"): (
        "(SELECT group_concat(v.value, ',') FROM civicrm_option_value v"
        " JOIN civicrm_option_group g ON g.id = v.option_group_id AND g.name = 'eck_sub_types'"
        " WHERE v.grouping = {a}.name)"
    ),
    ("Domain", "is_active"): "({a}.id = 1)",
    ("Event", "is_current"): CURRENT,
    ("Event", "remaining_participants"): (
        "({a}.max_participants - (SELECT COUNT(*) FROM civicrm_participant p"
        " JOIN civicrm_participant_status_type s ON s.id = p.status_id"
        " WHERE p.event_id = {a}.id AND p.is_test = 0 AND s.is_counted = 1))"
    ),
    ("Group", "contact_count"): (
        "(SELECT COUNT(*) FROM civicrm_group_contact WHERE group_id = {a}.id AND status = 'Added')"
    ),
    ("Membership", "is_primary_member"): "({a}.owner_membership_id IS NULL)",
    ("MembershipStatus", "is_new"): "({a}.name = 'New')",
    ("Relationship", "is_current"): CURRENT,
    ("RelationshipCache", "is_current"): CURRENT,
    ("RelationshipCache", "description"): _of_relationship("description"),
    ("RelationshipCache", "relationship_created_date"): _of_relationship("created_date"),
    ("RelationshipCache", "relationship_modified_date"): _of_relationship("modified_date"),
    ("RelationshipCache", "permission_near_to_far"): _permission("is_permission_a_b", "is_permission_b_a"),
    ("RelationshipCache", "permission_far_to_near"): _permission("is_permission_b_a", "is_permission_a_b"),
    ("SavedSearch", "is_current"): NOT_EXPIRED,
    ("UserJob", "is_current"): NOT_EXPIRED,
    **{("Contact", name): _location(*target) for name, target in LOCATION_JOINS.items()},
}
# fields about packaged records, which the sandbox has none of
ALWAYS = {"has_base": "(0 + 0)", "base_module": "NULL", "local_modified_date": "NULL"}


def calculated(entity: str, field: Field, alias: str) -> str:
    """The SQL of a worked-out field."""
    owner = "Contact" if entity in CONTACT_TYPES else entity
    template = CALCULATED.get((owner, field.name)) or ALWAYS.get(field.name)
    if template is None:
        raise NotSimulated(f"the field {entity}.{field.name}")
    return template.replace("{a}", alias)


def filtered(call: Call, field: Field, alias: str, table: str, operator: str, value: Any) -> Sql:
    """The condition a Filter field (groups, tags) stands for."""
    wanted = [int(item) for item in value if str(item).isdigit()]
    if field.name == "groups":
        ids = with_children(call.store, wanted, CHILD_GROUPS)
        _refuse_smart(call, ids)
        inner = "SELECT contact_id FROM civicrm_group_contact WHERE status = 'Added' AND group_id IN ({})"
    elif field.name == "tags":
        ids = with_children(call.store, wanted, "SELECT id FROM civicrm_tag WHERE parent_id = ?")
        inner = (
            f"SELECT entity_id FROM civicrm_entity_tag WHERE entity_table = '{table}' AND tag_id IN ({{}})"
        )
    else:
        raise NotSimulated(f"the filter {field.entity}.{field.name}")
    marks = ", ".join("?" * len(ids))
    return Sql(f"{alias}.id {operator} ({inner.format(marks)})", ids)


def with_children(store: Store, ids: list[int], sql: str) -> list[int]:
    """These records and all below them; the statement gives the children of one."""
    found = list(ids)
    for parent in found:
        found += [row[0] for row in store.rows(sql, (parent,)) if row[0] not in found]
    return found


def _refuse_smart(call: Call, groups: list[int]) -> None:
    for group in groups:
        if call.store.value("SELECT saved_search_id FROM civicrm_group WHERE id = ?", (group,)) is not None:
            raise NotSimulated("smart groups")
