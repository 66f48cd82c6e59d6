"""What rows of a new site's small tables hold besides the id, name and label that its option lists tell.

Facts of a stock CiviCRM (its sql/civicrm_data).
"""

# ruff: noqa: S608 - identifiers come from this module alone, values are always bound
from __future__ import annotations

from typing import Any

from .store import Store

# table => (column of the name, columns of the facts, name => facts)
Facts = tuple[str, tuple[str, ...], dict[str, tuple[Any, ...]]]
STATUS_COLUMNS = (
    "start_event",
    "start_event_adjust_unit",
    "start_event_adjust_interval",
    "end_event",
    "end_event_adjust_unit",
    "end_event_adjust_interval",
    "is_current_member",
    "is_admin",
    "weight",
    "is_default",
    "is_reserved",
)
ROWS: dict[str, Facts] = {
    "civicrm_membership_status": (
        "name",
        STATUS_COLUMNS,
        {
            "New": ("join_date", None, None, "join_date", "month", 3, 1, 0, 1, 0, 0),
            "Current": ("start_date", None, None, "end_date", None, None, 1, 0, 2, 1, 0),
            "Grace": ("end_date", None, None, "end_date", "month", 1, 1, 0, 3, 0, 0),
            "Expired": ("end_date", "month", 1, None, None, None, 0, 0, 4, 0, 0),
            "Pending": ("join_date", None, None, "join_date", None, None, 0, 0, 5, 0, 1),
            "Cancelled": ("join_date", None, None, "join_date", None, None, 0, 0, 6, 0, 1),
            "Deceased": (None, None, None, None, None, None, 0, 1, 7, 0, 1),
        },
    ),
    "civicrm_location_type": (
        "name",
        ("vcard_name", "description", "is_reserved", "is_default"),
        {
            "Home": ("HOME", "Place of residence", 0, 1),
            "Work": ("WORK", "Work location", 0, 0),
            "Main": (None, "Main office location", 0, 0),
            "Other": (None, "Other location", 0, 0),
            "Billing": (None, "Billing Address location", 1, 0),
        },
    ),
    "civicrm_financial_type": ("name", ("is_deductible",), {"Donation": (1,), "Member Dues": (1,)}),
    "civicrm_relationship_type": (
        "name_a_b",
        ("description", "is_reserved"),
        {
            "Child of": ("Parent/child relationship.", 0),
            "Spouse of": ("Spousal relationship.", 0),
            "Partner of": ("Partner relationship.", 0),
            "Sibling of": ("Sibling relationship.", 0),
            "Employee of": ("Employment relationship.", 1),
            "Volunteer for": ("Volunteer relationship.", 0),
            "Head of Household for": ("Head of household.", 1),
            "Household Member of": ("Household membership.", 1),
            "Case Coordinator is": ("Case Coordinator", 0),
            "Supervised by": ("Immediate workplace supervisor", 0),
        },
    ),
    "civicrm_contact_type": (
        "name",
        ("icon", "is_reserved"),
        {"Individual": ("fa-user", 1), "Household": ("fa-home", 1), "Organization": ("fa-building", 1)},
    ),
    "civicrm_participant_status_type": (
        "name",
        ("is_reserved", "visibility_id"),
        {
            "Registered": (1, 1),
            "Attended": (0, 2),
            "No-show": (0, 2),
            "Cancelled": (1, 2),
            "Pending from pay later": (1, 2),
            "Pending from incomplete transaction": (1, 2),
            "On waitlist": (1, 2),
            "Awaiting approval": (1, 2),
            "Pending from waitlist": (1, 2),
            "Pending from approval": (1, 2),
            "Rejected": (1, 2),
            "Expired": (1, 2),
            "Partially paid": (1, 2),
            "Pending refund": (1, 2),
            "Transferred": (1, 2),
        },
    ),
}


# rows that are switched off, which no option list tells of: table => (columns, rows)
SWITCHED_OFF: dict[str, tuple[tuple[str, ...], tuple[tuple[Any, ...], ...]]] = {
    "civicrm_participant_status_type": (
        ("id", "name", "label", "class", "is_counted", "weight", "is_active"),
        (
            (7, "On waitlist", "On waitlist", "Waiting", 0, 7, 0),
            (8, "Awaiting approval", "Awaiting approval", "Waiting", 1, 8, 0),
            (9, "Pending from waitlist", "Pending from waitlist", "Pending", 1, 9, 0),
            (10, "Pending from approval", "Pending from approval", "Pending", 1, 10, 0),
            (11, "Rejected", "Rejected", "Negative", 0, 11, 0),
        ),
    ),
}


def add_facts(store: Store) -> None:
    """Complete the rows of the small tables."""
    for table, (names, added) in SWITCHED_OFF.items():
        for row in added:
            store.insert(table, dict(zip(names, row, strict=True)))
    for table, (name_column, columns, rows) in ROWS.items():
        assigned = ", ".join(f"{column} = ?" for column in columns)
        for name, values in rows.items():
            store.execute(f"UPDATE {table} SET {assigned} WHERE {name_column} = ?", (*values, name))
