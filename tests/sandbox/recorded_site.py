"""A site laid out like the one that was recorded, and what the recordings' placeholders stand for there."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any, NamedTuple

from civiapi.sandbox import Site
from civiapi.sandbox.jwt import encode, sign_key
from civiapi.sandbox.users import ADMIN, add_user, set_password

FOLDER = Path(__file__).with_name("recorded")
PASSWORD = "PASSWORD"
PEOPLE = ("Alpha", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot")
# user => (contact, role)
USERS = {
    "lowpriv": (3, "none"),
    "debug": (4, "debug"),
    "nologin": (5, "nologin"),
    "nouser": (6, "nouser"),
}
FLOWS = ("auto", "header", "login", "param", "xheader", "legacyrest", "pipe", "script")
CREDENTIALS = ["jwt", "api_key", "pass"]
PERSONS = [f"person{number}" for number in range(1, 7)]
EMAILS = ("fixme.domainemail", "admin", "lowpriv", "debug", "nologin", "nouser", *PERSONS)
CUSTOM_FIELDS = (
    ("Colour", "String", "Select", {"r": "Red", "g": "Green", "b": "Blue"}, {}),
    ("Rank", "Int", "Text", None, {}),
    (
        "Topics",
        "String",
        "CheckBox",
        {"art": "Art", "edu": "Education", "env": "Environment"},
        {"serialize": 1},
    ),
)


class Recorded(NamedTuple):
    """The site and the secrets of its users."""

    site: Site
    secrets: dict[str, str]

    def filled(self, text: str, expand: dict[str, Any] | None = None) -> str:
        """A recorded text with the placeholders filled in; the longest first, as some contain others."""
        known = {**long_texts(expand or {}), **self.secrets}
        for name in sorted(known, key=len, reverse=True):
            text = text.replace(name, known[name])
        return text


def load(name: str) -> list[dict[str, Any]]:
    """The exchanges of one file."""
    return json.loads(FOLDER.joinpath(name).read_text(encoding="utf-8"))


def long_texts(expand: dict[str, Any]) -> dict[str, str]:
    """The long texts that a recording names instead of having them."""
    sizes = {"K": 1000, "M": 1_000_000}
    made = {
        f"<A{size}>": "A" * int(size.rstrip("KM")) * sizes.get(size[-1], 1) for size in ("600K", "1M", "100")
    }
    return {**made, "<IDS>": ",".join(map(str, range(1, 20001)))} if "<IDS>" in expand else made


def make(file: Path) -> Recorded:
    """A new site: contacts 1 to 15, users, contributions, the custom group Profile_Facts."""
    site = Site.open(file, sample=False)

    def call(entity: str, action: str, **params: Any) -> Any:
        return site.api4(entity, action, params, user=None, check=False)["values"]

    _add_settings(call)
    _add_contacts(site, call)
    _add_custom_group(call)
    _add_contributions(call)
    secrets = _add_users(site)
    return Recorded(site, secrets)


def _add_settings(call: Any) -> None:
    call("Setting", "set", values={f"authx_{flow}_cred": CREDENTIALS for flow in FLOWS})


def _add_contacts(site: Site, call: Any) -> None:
    call("Contact", "update", where=[["id", "=", 1]], values={"organization_name": "Example Organization"})
    call(
        "Contact", "update", where=[["id", "=", 2]], values={"first_name": "Standalone", "last_name": "Admin"}
    )
    names = [(name.capitalize(), "User") for name in USERS] + [(name, "Example") for name in PEOPLE]
    for first, last in names:
        values: dict[str, Any] = {"contact_type": "Individual", "first_name": first, "last_name": last}
        if last == "Example":
            number = PEOPLE.index(first) + 1
            values |= {"external_identifier": f"ext-{number}", "gender_id": number % 3 + 1}
            values["birth_date"] = f"1980-{number:02}-15"
        call("Contact", "create", values=values)
    for name in ("Golf Limited", "Hotel Limited"):
        call("Contact", "create", values={"contact_type": "Organization", "organization_name": name})
    call("Contact", "create", values={"contact_type": "Household", "household_name": "India Household"})
    site.store.execute("DELETE FROM civicrm_email")
    site.store.execute("DELETE FROM sqlite_sequence WHERE name = 'civicrm_email'")
    for contact, name in enumerate(EMAILS, 1):
        values = {"contact_id": contact, "email": f"{name}@example.org", "location_type_id": 1}
        call("Email", "create", values=values)


def _add_custom_group(call: Any) -> None:
    values = {"name": "Profile_Facts", "title": "Profile Facts", "extends": "Individual"}
    group = call("CustomGroup", "create", values=values)[0]["id"]
    for name, data_type, html_type, options, more in CUSTOM_FIELDS:
        field = {"custom_group_id": group, "name": name, "label": name, "data_type": data_type, **more}
        chosen = {"option_values": options} if options else {}
        call("CustomField", "create", values={**field, "html_type": html_type, **chosen})
    facts = {"Profile_Facts.Colour": "g", "Profile_Facts.Rank": 7, "Profile_Facts.Topics": ["art", "edu"]}
    call("Contact", "update", where=[["id", "=", 7]], values=facts)


def _add_contributions(call: Any) -> None:
    for number in range(1, 7):
        values = {"contact_id": number + 6, "financial_type_id": 1, "total_amount": 10.5 * number}
        received = {"receive_date": f"2026-{number:02}-01 12:00:00", "contribution_status_id": 1}
        call("Contribution", "create", values={**values, **received})
        activity = {"source_contact_id": 2, "target_contact_id": [number + 6]}
        call("Activity", "create", values={"activity_type_id:name": "Contribution", **activity})


def _add_users(site: Site) -> dict[str, str]:
    made = {
        name: add_user(site, name, role, contact_id=contact, password=PASSWORD)
        for name, (contact, role) in USERS.items()
    }
    set_password(site.store, ADMIN, PASSWORD)
    now, key = int(time.time()), sign_key(site)
    claims = {"exp": now + 3600, "sub": f"cid:{ADMIN}", "scope": "authx"}
    return {
        "API_KEY": site.api_key,
        "SITE_KEY": site.site_key,
        **{f"{name.upper()}_API_KEY": user.api_key for name, user in made.items()},
        "JWT": encode(claims, key),
        "EXPIRED_JWT": encode({**claims, "exp": now - 3600}, key),
        "WRONG_SCOPE_JWT": encode({**claims, "scope": "other"}, key),
    }
