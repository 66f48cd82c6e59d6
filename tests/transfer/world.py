"""Two sites whose numbers differ: the old one with some sixty contacts, the new one nearly empty."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from civiapi import SandboxApiV4
from civiapi.sandbox import Site

ENTITIES = """
    Contact Email Phone Address Tag EntityTag Group GroupContact Relationship Note Activity Contribution
""".split()


def configure(api: Any, *, shifted: bool) -> None:
    """Types, options and custom fields: the same names; shifted: other numbers."""
    if shifted:
        _more(api, "Elsewhere")
        _more(api, "Anywhere")
    _types(api, "Mentor", "Cottage", "Legacy gift", "Volunteer")
    _option(api, "gender", "Nonbinary")
    _option(api, "activity_type", "House visit")
    _custom(api, ["Size", "Friend", "Colour"] if shifted else ["Colour", "Size", "Friend"])


def _more(api: Any, name: str) -> None:
    """What only one site has, so that all that comes after it has other numbers."""
    _types(api, f"{name} mentor", f"{name} place", f"{name} gift", name)
    _option(api, "gender", f"{name} gender")
    _option(api, "activity_type", f"{name} visit")
    api.CustomGroup.create(name=f"{name}_Info", title=f"{name} info", extends="Individual")
    api.CustomField.create(
        {"values": {"custom_group_id:name": f"{name}_Info", "name": name, "label": name} | _TEXT}
    )


_TEXT = {"data_type": "String", "html_type": "Text"}


def _types(api: Any, mentor: str, place: str, gift: str, contact_type: str) -> None:
    api.RelationshipType.create(
        name_a_b=f"{mentor} of",
        label_a_b=f"{mentor} of",
        name_b_a=f"{mentor}ed by",
        label_b_a=f"{mentor}ed by",
        contact_type_a="Individual",
        contact_type_b="Individual",
    )
    api.LocationType.create(name=place, display_name=place, is_active=True)
    api.FinancialType.create(name=gift, label=gift, is_active=True)
    api.ContactType.create({"values": {"name": contact_type, "label": contact_type, "parent_id": 1}})


def _option(api: Any, group: str, name: str) -> None:
    rows = api.OptionValue.get({"where": [["option_group_id.name", "=", group]], "select": ["value"]})
    value = 1 + max(int(row["value"]) for row in rows)
    fields = {"option_group_id.name": group, "name": name, "label": name, "value": value, "weight": value}
    api.OptionValue.create({"values": fields})


def _custom(api: Any, order: list[str]) -> None:
    api.CustomGroup.create(name="Extra_Info", title="Extra info", extends="Individual")
    options = [{"id": "r", "name": "Red", "label": "Red"}, {"id": "g", "name": "Green", "label": "Green"}]
    fields: dict[str, dict[str, Any]] = {
        "Colour": {"data_type": "String", "html_type": "Select", "option_values": options},
        "Size": {"data_type": "Int", "html_type": "Text"},
        "Friend": {"data_type": "ContactReference", "html_type": "Autocomplete-Select"},
    }
    for name in order:
        values = {"custom_group_id.name": "Extra_Info", "name": name, "label": name, **fields[name]}
        api.CustomField.create({"values": values})


def fill(api: Any) -> None:
    """What the sample does not have: twins, friends, notes on notes, gifts, trees of tags and groups."""
    people = api.Contact.get(contact_type="Individual", select=["id"], orderBy={"id": "ASC"}).column("id")
    for number, contact in enumerate(people[1:], 1):
        values: dict[str, Any] = {"Extra_Info.Size": number, "Extra_Info.Friend": people[number - 1]}
        if number % 3 == 0:
            values |= {"gender_id:name": "Nonbinary", "Extra_Info.Colour:name": "Green"}
        if number % 2:
            values["external_identifier"] = f"old-{number}"
        if number % 5 == 0:
            values["contact_sub_type:name"] = ["Volunteer"]
        api.Contact.update({"where": [["id", "=", contact]], "values": values})
    twins = [
        api.Contact.create(contact_type="Individual", first_name="Jo", last_name="Twin").one()["id"]
        for _ in range(2)
    ]
    for number, twin in enumerate(twins):
        place = {"contact_id": twin, "location_type_id:name": "Cottage"}
        api.Email.create({"values": {**place, "email": f"twin{number}@example.org"}})
    _belongings(api, people, twins)


def _belongings(api: Any, people: list[int], twins: list[int]) -> None:
    one, two, three = people[5], people[6], people[7]
    state = api.StateProvince.get({"where": [["name", "=", "Oregon"]]}).one()["id"]
    home = {"street_address": "1 Mill Lane", "city": "Salem", "state_province_id": state}
    values = {"contact_id": one, "location_type_id:name": "Cottage", **home, "country_id.iso_code": "US"}
    address = api.Address.create({"values": values}).one()["id"]
    shared = {"contact_id": two, "location_type_id:name": "Cottage", **home, "master_id": address}
    api.Address.create({"values": shared})
    top = api.Tag.create(name="Top", label="Top", used_for=["civicrm_contact", "civicrm_activity"]).one()[
        "id"
    ]
    leaf = api.Tag.create(
        name="Leaf", label="Leaf", parent_id=top, used_for=["civicrm_contact", "civicrm_activity"]
    ).one()["id"]
    group = api.Group.create(name="Inner_Circle", title="Inner circle", parents=[3]).one()["id"]
    for contact in (one, two, *twins):
        api.EntityTag.create(entity_table="civicrm_contact", entity_id=contact, tag_id=leaf)
        api.GroupContact.create(contact_id=contact, group_id=group, status="Added")
    mentor = {"contact_id_a": one, "contact_id_b": two, "relationship_type_id:name": "Mentor of"}
    api.Relationship.create({"values": {**mentor, "start_date": "2020-02-02"}})
    visit = {"activity_type_id:name": "House visit", "subject": "Tea", "source_contact_id": one}
    activity = api.Activity.create(
        {"values": {**visit, "target_contact_id": [two, three], "assignee_contact_id": [twins[0]]}}
    ).one()["id"]
    api.EntityTag.create(entity_table="civicrm_activity", entity_id=activity, tag_id=top)
    gift = {"financial_type_id:name": "Legacy gift", "total_amount": 99.5, "trxn_id": "gift-1"}
    contribution = api.Contribution.create({"values": {"contact_id": three, **gift}}).one()["id"]
    note = api.Note.create(entity_table="civicrm_contact", entity_id=one, note="Likes tea", contact_id=two)
    parent = {"entity_table": "civicrm_note", "entity_id": note.one()["id"]}
    api.Note.create({"values": {**parent, "note": "And cake", "contact_id": three}})
    api.Note.create(entity_table="civicrm_contribution", entity_id=contribution, note="By will")


def make(folder: Path) -> tuple[Path, Path]:
    """The files of the two sites."""
    old, new = folder / "old.sqlite", folder / "new.sqlite"
    with SandboxApiV4(old) as api:
        configure(api, shifted=False)
        fill(api)
    Site.open(new, sample=False).close()
    with SandboxApiV4(new) as api:
        configure(api, shifted=True)
        api.Contact.create(
            contact_type="Individual", first_name="Formerly", external_identifier="old-1", job_title="Baker"
        )
        api.Contact.create(contact_type="Organization", organization_name="Here before")
        api.Tag.create(name="Leaf", label="Leaf", used_for=["civicrm_contact"])
    return old, new
