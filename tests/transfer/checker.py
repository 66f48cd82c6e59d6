"""Walks the records of two sites and says where they differ; knows nothing of how they were moved."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

#: Values that must be the same, by name where they are options.
SAME: dict[str, list[str]] = {
    "Contact": [
        *("contact_type", "contact_sub_type:name", "display_name", "external_identifier", "first_name"),
        *(
            "last_name",
            "organization_name",
            "household_name",
            "gender_id:name",
            "prefix_id:name",
            "birth_date",
        ),
        *("do_not_email", "preferred_language:name", "Extra_Info.Size", "Extra_Info.Colour:name"),
    ],
    "Email": ["email", "location_type_id:name", "is_primary", "on_hold:name"],
    "Phone": ["phone", "location_type_id:name", "phone_type_id:name", "is_primary"],
    "Address": [
        *("street_address", "city", "postal_code", "location_type_id:name", "is_primary"),
        *("state_province_id.name", "country_id.iso_code"),
    ],
    "Tag": ["name", "label", "used_for:name", "color"],
    "EntityTag": ["entity_table"],
    "Group": ["name", "title", "group_type:name", "visibility:name"],
    "GroupContact": ["status"],
    "Relationship": ["relationship_type_id:name", "start_date", "end_date", "is_active", "description"],
    "Note": ["entity_table", "note", "subject", "note_date"],
    "Activity": [
        *("activity_type_id:name", "subject", "activity_date_time", "status_id:name", "priority_id:name"),
        "details",
    ],
    "Contribution": [
        *("financial_type_id:name", "total_amount", "receive_date", "trxn_id", "invoice_id", "source"),
        *("contribution_status_id:name", "payment_instrument_id:name", "currency"),
    ],
}
#: References, and where they go; "" is told by entity_table.
POINTS: dict[str, dict[str, str]] = {
    "Contact": {"employer_id": "Contact", "Extra_Info.Friend": "Contact"},
    "Email": {"contact_id": "Contact"},
    "Phone": {"contact_id": "Contact"},
    "Address": {"contact_id": "Contact", "master_id": "Address"},
    "Tag": {"parent_id": "Tag"},
    "EntityTag": {"entity_id": "", "tag_id": "Tag"},
    "Group": {"parents": "Group"},
    "GroupContact": {"group_id": "Group", "contact_id": "Contact"},
    "Relationship": {"contact_id_a": "Contact", "contact_id_b": "Contact"},
    "Note": {"entity_id": "", "contact_id": "Contact"},
    "Activity": dict.fromkeys(("source_contact_id", "target_contact_id", "assignee_contact_id"), "Contact"),
    "Contribution": {"contact_id": "Contact"},
}
TABLES = {
    "civicrm_contact": "Contact",
    "civicrm_activity": "Activity",
    "civicrm_note": "Note",
    "civicrm_contribution": "Contribution",
}
Ids = Mapping[str, Mapping[int, int]]


def ids_in(journal: Path) -> dict[str, dict[int, int]]:
    """Which record became which, as the journal has it."""
    database = sqlite3.connect(journal)
    try:
        found: dict[str, dict[int, int]] = {entity: {} for entity in SAME}
        for entity, old, new in database.execute("SELECT entity, old, new FROM ids"):
            found.setdefault(entity, {})[old] = new
        return found
    finally:
        database.close()


def rows(api: Any, entity: str) -> dict[int, dict[str, Any]]:
    select = ["id", *SAME[entity], *POINTS[entity]]
    return {row["id"]: row for row in api(entity, "get", {"select": select, "limit": 0})}


def differences(old_site: Any, new_site: Any, ids: Ids) -> list[str]:
    """What is wrong: a record that is nowhere, a value that differs, a reference to another record."""
    wrong: list[str] = []
    for entity, same in SAME.items():
        before, after = rows(old_site, entity), rows(new_site, entity)
        for old, row in before.items():
            there = after.get(ids[entity].get(old, 0))
            if there is None:
                wrong.append(f"{entity} {old} is not there")
                continue
            wrong += [
                f"{entity} {old}: {name}: {row.get(name)!r} became {there.get(name)!r}"
                for name in same
                if (row.get(name) or None) != (there.get(name) or None)
            ]
            for field, target in POINTS[entity].items():
                to = target or TABLES[row["entity_table"]]
                value, now = _listed(row.get(field)), _listed(there.get(field))
                wanted = sorted(ids[to].get(one, -one) for one in value)
                if wanted != now:
                    wrong.append(f"{entity} {old}: {field}: {to} {value} should be {wanted}, is {now}")
    return wrong


def _listed(value: Any) -> list[int]:
    given = value if isinstance(value, list) else [value]
    return sorted(int(one) for one in given if one not in (None, ""))


def canonical(api: Any) -> dict[str, list[str]]:
    """All records of a site with no number in them, so that two sites can be compared."""
    named = _names(api)
    found: dict[str, list[str]] = {}
    for entity, same in SAME.items():
        lines = []
        for row in rows(api, entity).values():
            pointed = [
                sorted(named[target or TABLES[row["entity_table"]]][one] for one in _listed(row.get(field)))
                for field, target in POINTS[entity].items()
            ]
            lines.append(repr([*(row.get(name) for name in same), *pointed]))
        found[entity] = sorted(lines)
    return found


def _names(api: Any) -> dict[str, dict[int, str]]:
    """What each record is called; contacts also by their emails, as there are twins."""
    emails: dict[int, list[str]] = {}
    for row in api.Email.get(select=["contact_id", "email"]):
        emails.setdefault(row["contact_id"], []).append(row["email"])
    contacts = api.Contact.get(select=["display_name", "external_identifier"])
    return {
        "Contact": {
            row[
                "id"
            ]: f"{row['display_name']} {row['external_identifier']} {sorted(emails.get(row['id'], []))}"
            for row in contacts
        },
        "Tag": {row["id"]: row["name"] for row in api.Tag.get(select=["name"])},
        "Group": {row["id"]: row["name"] for row in api.Group.get(select=["name"])},
        "Activity": {row["id"]: str(row["subject"]) for row in api.Activity.get(select=["subject"])},
        "Note": {row["id"]: row["note"] for row in api.Note.get(select=["note"])},
        "Contribution": {row["id"]: row["invoice_id"] for row in api.Contribution.get(select=["invoice_id"])},
        "Address": {
            row["id"]: f"{row['contact_id.display_name']} {row['street_address']}"
            for row in api.Address.get(select=["street_address", "contact_id.display_name"])
        },
    }
