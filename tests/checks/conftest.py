"""A site with custom fields and an entity of its own, seen over both versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from civiapi import SandboxApiV3, SandboxApiV4


@pytest.fixture(scope="package")
def site(new_site: Callable[[], Path]) -> Path:
    """Facts (one row a contact: Colour, Rank, Topics, Born), Jobs (several: Title, Since)."""
    file = new_site()
    with SandboxApiV4(file) as api:
        facts = api.CustomGroup.create(name="Facts", title="Facts", extends="Individual")[0]["id"]
        options = {"r": "Red", "g": "Green"}
        topics = {"art": "Art", "edu": "Education"}
        for name, kind, html, more in (
            ("Colour", "String", "Select", {"option_values": options}),
            ("Rank", "Int", "Text", {}),
            ("Topics", "String", "CheckBox", {"serialize": 1, "option_values": topics}),
            ("Born", "Date", "Select Date", {}),
        ):
            field = {"custom_group_id": facts, "name": name, "label": name, "data_type": kind}
            api.CustomField.create({"values": {**field, "html_type": html, **more}})
        jobs = api.CustomGroup.create(name="Jobs", title="Jobs", extends="Individual", is_multiple=True)[0][
            "id"
        ]
        for name, kind in (("Title", "String"), ("Since", "Date")):
            api.CustomField.create(
                custom_group_id=jobs, name=name, label=name, data_type=kind, html_type="Text"
            )
    return file


@pytest.fixture(scope="package")
def api4(site: Path) -> Iterator[SandboxApiV4]:
    with SandboxApiV4(site) as api:
        yield api


@pytest.fixture(scope="package")
def api3(site: Path) -> Iterator[SandboxApiV3]:
    with SandboxApiV3(site) as api:
        yield api


@pytest.fixture(scope="package")
def checked4(api4: SandboxApiV4) -> SandboxApiV4:
    return api4.checked()


@pytest.fixture(scope="package")
def checked3(api3: SandboxApiV3) -> SandboxApiV3:
    return api3.checked()
