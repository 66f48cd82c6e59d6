"""What a new site holds: the schema's facts, option lists, the default organization, the administrator.

Rows of tables and option values come from the option lists of a stock site, which know id, name and label;
what else the engine needs of them (defaults, counted statuses, sides of a relationship) is in the tables
here.
"""

from __future__ import annotations

import gzip
import json
import os
import secrets
from pathlib import Path
from typing import Any

from .ddl import statements
from .dedupe import add_rules
from .sqlfunctions import utc_now
from .stockrows import add_facts
from .store import FORMAT, Store
from .users import add_administrator

DATA = Path(__file__).parent / "data"
# option list => (table, column of the name, column of the label, further columns)
TABLES: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "table:worldregion": ("civicrm_worldregion", "name", "name", {}),
    "table:country": ("civicrm_country", "iso_code", "name", {"region_id": 99}),
    "table:location_type": ("civicrm_location_type", "name", "display_name", {}),
    "table:contact_type where parent_id IS NULL #2": ("civicrm_contact_type", "name", "label", {}),
    "table:financial_type": ("civicrm_financial_type", "name", "label", {}),
    "table:financial_account": ("civicrm_financial_account", "name", "label", {}),
    "table:group": ("civicrm_group", "name", "title", {}),
    "table:tag": ("civicrm_tag", "name", "label", {"used_for": "civicrm_contact"}),
    "table:membership_status": ("civicrm_membership_status", "name", "label", {}),
    "table:participant_status_type": ("civicrm_participant_status_type", "name", "label", {}),
    "table:relationship_type": ("civicrm_relationship_type", "name_a_b", "label_a_b", {}),
    "table:payment_processor_type": ("civicrm_payment_processor_type", "name", "title", {}),
    "table:price_set": ("civicrm_price_set", "name", "title", {"domain_id": 1, "extends": "2"}),
    "table:price_field": ("civicrm_price_field", "name", "label", {"price_set_id": 1, "html_type": "Text"}),
    "table:dedupe_rule_group": ("civicrm_dedupe_rule_group", "name", "title", {}),
    "table:mailing_bounce_type": ("civicrm_mailing_bounce_type", "name", "name", {}),
    'table:mailing_component where component_type = "Header"': (
        "civicrm_mailing_component",
        "name",
        "name",
        {"component_type": "Header"},
    ),
    'table:mailing_component where component_type = "Footer"': (
        "civicrm_mailing_component",
        "name",
        "name",
        {"component_type": "Footer"},
    ),
    "table:case_type": ("civicrm_case_type", "name", "title", {}),
    "table:option_group": ("civicrm_option_group", "name", "title", {"is_reserved": 1}),
}
SUB_TYPES = ((4, "Student", 1), (5, "Parent", 1), (6, "Staff", 1), (7, "Team", 3), (8, "Sponsor", 3))
# the option group whose values are short: `en` for the name `en_US`
LANGUAGE_GROUP = "languages"
DEFAULT_VALUES = {
    "activity_status": ["2"],
    "priority": ["2"],
    "payment_instrument": ["4"],
    "participant_role": ["1"],
    "email_greeting": ["1", "5"],
    "postal_greeting": ["1", "5"],
    "addressee": ["1", "2", "3"],
    "phone_type": ["1"],
    "website_type": ["1"],
    "communication_style": ["1"],
    "contribution_status": ["1"],
    "case_status": ["1"],
}
# the contact type a greeting is for: 1 Individual, 2 Household, 3 Organization
GREETING_FILTERS = {
    "email_greeting": {"1": 1, "2": 1, "3": 1, "4": 1, "5": 2},
    "postal_greeting": {"1": 1, "2": 1, "3": 1, "4": 1, "5": 2},
    "addressee": {"1": 1, "2": 2, "3": 3, "4": 1},
}
# participant status => (class, is_counted)
PARTICIPANT_CLASSES = {
    "Registered": ("Positive", 1),
    "Attended": ("Positive", 1),
    "No-show": ("Negative", 0),
    "Cancelled": ("Negative", 0),
    "Pending from pay later": ("Pending", 1),
    "Pending from incomplete transaction": ("Pending", 0),
    "On waitlist": ("Waiting", 0),
    "Awaiting approval": ("Waiting", 1),
    "Pending from waitlist": ("Pending", 1),
    "Pending from approval": ("Pending", 1),
    "Rejected": ("Negative", 0),
    "Expired": ("Negative", 0),
    "Pending in cart": ("Pending", 0),
    "Partially paid": ("Positive", 1),
    "Pending refund": ("Positive", 1),
    "Transferred": ("Negative", 0),
}
# relationship type => (name from the other side, contact type a, contact type b)
OTHER_SIDES = {
    "Child of": ("Parent of", "Individual", "Individual"),
    "Spouse of": ("Spouse of", "Individual", "Individual"),
    "Partner of": ("Partner of", "Individual", "Individual"),
    "Sibling of": ("Sibling of", "Individual", "Individual"),
    "Employee of": ("Employer of", "Individual", "Organization"),
    "Volunteer for": ("Volunteer is", "Individual", "Organization"),
    "Head of Household for": ("Head of Household is", "Individual", "Household"),
    "Household Member of": ("Household Member is", "Individual", "Household"),
    "Case Coordinator is": ("Case Coordinator", None, "Individual"),
    "Supervised by": ("Supervisor", "Individual", "Individual"),
}
# country => (first id, its states one after another)
STATES = {
    1228: (
        1000,
        "AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,"
        "DE Delaware,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,"
        "KS Kansas,KY Kentucky,LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,"
        "MN Minnesota,MS Mississippi,MO Missouri,MT Montana,NE Nebraska,NV Nevada,NH New Hampshire,"
        "NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,OH Ohio,"
        "OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,"
        "TN Tennessee,TX Texas,UT Utah,VT Vermont,VA Virginia,WA Washington,WV West Virginia,"
        "WI Wisconsin,WY Wyoming,DC District of Columbia",
    ),
    1039: (
        1100,
        "AB Alberta,BC British Columbia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,"
        "NT Northwest Territories,NS Nova Scotia,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,"
        "SK Saskatchewan,YT Yukon Territory",
    ),
}
# stock tag => (color, description)
TAGS = {
    "Non_profit": ("#0bcb21", "Any not-for-profit organization."),
    "Company": ("#2260c3", "For-profit organization."),
    "Government_Entity": ("#cd4b13", "Any governmental entity."),
    "Major_Donor": ("#0cdae9", "High-value supporter of our organization."),
    "Volunteer": ("#f0dc00", "Active volunteers."),
}
INSTALLED = "2026-01-01 00:00:00"
# what the installer of CiviCRM Standalone sets
SETTINGS = {"authx_login_cred": ["jwt", "pass"]}


def facts() -> dict[str, Any]:
    """The distilled schema."""
    with gzip.open(DATA / "schema.json.gz", "rt", encoding="utf-8") as file:
        return json.load(file)  # type: ignore[no-any-return]


def fill(store: Store, sample: bool | int) -> None:
    """Make a site's tables and rows; sample as Site.open() has it."""
    known = facts()
    for sql in statements(known["v4"]):
        store.execute(sql)
    _add_facts(store, known)
    _add_site(store, known["civicrm"])
    _add_tables(store, known["options"])
    _add_option_values(store, known["options"])
    _add_details(store)
    _add_contacts(store)
    if sample:
        from .sample import add_people

        add_people(store, 0 if sample is True else sample)


def _add_facts(store: Store, known: dict[str, Any]) -> None:
    rows = [("v3_generic", "", known["v3_generic"])]
    for kind in ("v4", "v3", "params", "options"):
        rows += [(kind, name, body) for name, body in known[kind].items()]
    tables = {
        entity["table_name"]: name for name, entity in reversed(known["v4"].items()) if "table_name" in entity
    }
    rows += [("table", table, name) for table, name in tables.items()]
    for kind, name, body in rows:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        store.execute("INSERT INTO _schema VALUES (?, ?, ?)", (kind, name, text))


def _add_site(store: Store, version: str) -> None:
    store.set_meta("format", FORMAT)
    store.set_meta("schema_version", "1")
    store.set_meta("civicrm_version", version)
    store.set_meta("api_key", os.environ.get("CIVIAPI_API_KEY") or secrets.token_hex(16))
    store.set_meta("site_key", os.environ.get("CIVIAPI_SITE_KEY") or secrets.token_hex(16))
    for name, value in SETTINGS.items():
        text = json.dumps(value)
        store.execute("INSERT INTO _setting (name, domain_id, value) VALUES (?, 1, ?)", (name, text))
    store.insert(
        "civicrm_domain", {"id": 1, "name": "Default Domain Name", "version": version, "contact_id": 1}
    )


def _add_tables(store: Store, options: dict[str, list[list[Any]]]) -> None:
    for source, (table, name_column, label_column, further) in TABLES.items():
        for record_id, name, label in sorted(options[source], key=lambda option: option[0]):
            row = {"id": record_id, name_column: name, label_column: label, **further}
            store.insert(table, row)
    for record_id, name, parent in SUB_TYPES:
        store.insert(
            "civicrm_contact_type", {"id": record_id, "name": name, "label": name, "parent_id": parent}
        )
    for country, (first, states) in STATES.items():
        for record_id, state in enumerate(states.split(","), first):
            abbreviation, _, name = state.partition(" ")
            row = {"id": record_id, "name": name, "abbreviation": abbreviation, "country_id": country}
            store.insert("civicrm_state_province", row)


def _add_option_values(store: Store, options: dict[str, list[list[Any]]]) -> None:
    groups = dict(store.rows("SELECT name, id FROM civicrm_option_group"))
    for source, members in options.items():
        kind, _, rest = source.partition(":")
        group, _, variant = rest.partition(" ")
        if kind != "option_group" or group not in groups:
            continue
        known = {row[0] for row in store.rows(*_names_of(groups[group]))}
        for weight, (value, name, label) in enumerate(members, len(known) + 1):
            if name not in known and not (variant and known and value == name):
                store.insert(
                    "civicrm_option_value", _option_value(group, groups[group], value, name, label, weight)
                )


def _names_of(group_id: int) -> tuple[str, tuple[int]]:
    return "SELECT name FROM civicrm_option_value WHERE option_group_id = ?", (group_id,)


def _option_value(
    group: str, group_id: int, value: Any, name: Any, label: Any, weight: int
) -> dict[str, Any]:
    text = str(value).split("_")[0] if group == LANGUAGE_GROUP else str(value)
    return {
        "option_group_id": group_id,
        "label": str(label),
        "value": text,
        "name": str(name),
        "weight": weight,
        "is_default": int(text in DEFAULT_VALUES.get(group, ())),
        "filter": GREETING_FILTERS.get(group, {}).get(text, 0),
    }


def _add_details(store: Store) -> None:
    """The columns of stock rows that the option lists do not tell."""
    for name, (color, description) in TAGS.items():
        store.execute(
            "UPDATE civicrm_tag SET color = ?, description = ?, created_date = ? WHERE name = ?",
            (color, description, INSTALLED, name),
        )
    add_facts(store)
    store.execute("UPDATE civicrm_group SET visibility = 'User and User Admin Only', frontend_title = title")
    for name, (status_class, counted) in PARTICIPANT_CLASSES.items():
        store.execute(
            "UPDATE civicrm_participant_status_type SET class = ?, is_counted = ?, weight = id"
            " WHERE name = ?",
            (status_class, counted, name),
        )
    for name, (other, type_a, type_b) in OTHER_SIDES.items():
        store.execute(
            "UPDATE civicrm_relationship_type SET name_b_a = ?, label_b_a = ?, contact_type_a = ?,"
            " contact_type_b = ? WHERE name_a_b = ?",
            (other, other, type_a, type_b, name),
        )
    store.execute(
        "UPDATE civicrm_relationship_type SET name_b_a = replace(name_a_b, ' is', ''),"
        " label_b_a = replace(name_a_b, ' is', ''), contact_type_b = 'Individual' WHERE name_b_a IS NULL"
    )
    store.insert(
        "civicrm_price_field_value",
        {
            "id": 1,
            "price_field_id": 1,
            "name": "contribution_amount",
            "label": "Contribution Amount",
            "amount": 1,
        },
    )
    add_rules(store)


def _add_contacts(store: Store) -> None:
    now = str(utc_now())
    dates = {"created_date": now, "modified_date": now}
    organization = {
        "contact_type": "Organization",
        "organization_name": "Default Organization",
        "display_name": "Default Organization",
        "sort_name": "Default Organization",
        "addressee_id": 3,
        "addressee_display": "Default Organization",
    }
    administrator = {
        "contact_type": "Individual",
        "first_name": "Ada",
        "last_name": "Admin",
        "display_name": "Ada Admin",
        "sort_name": "Admin, Ada",
        "email_greeting_id": 1,
        "email_greeting_display": "Dear Ada",
        "postal_greeting_id": 1,
        "postal_greeting_display": "Dear Ada",
        "addressee_id": 1,
        "addressee_display": "Ada Admin",
    }
    for record_id, contact in enumerate((organization, administrator), 1):
        common = {"id": record_id, "hash": secrets.token_hex(16), "preferred_language": "en_US", **dates}
        store.insert("civicrm_contact", {**contact, **common, "communication_style_id": 1})
    email = {"contact_id": 2, "email": "admin@example.org", "location_type_id": 1, "is_primary": 1}
    store.insert("civicrm_email", email)
    add_administrator(store)
