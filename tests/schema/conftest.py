"""Sites with custom data, and a cache of their own for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from civiapi import BaseApi, SandboxApiV3, SandboxApiV4
from civiapi.schema import Schema, cache


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of this test, with nothing in it and nothing in memory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    forget()
    return tmp_path / "civiapi" / "schema"


def forget() -> None:
    """As in a new process: nothing is in memory."""
    cache._shelves.clear()
    cache._marks.clear()


def add_custom_data(file: Path) -> None:
    """Custom fields for individuals, a group of which a contact may have many records, and an entity of its own."""
    with SandboxApiV3(file) as api3:
        api3.Extension.install(keys="de.systopia.eck")
    with SandboxApiV4(file) as api:
        add_groups(api)
        add_pets(api)


def add_pets(api: BaseApi) -> None:
    """Eck_Pet, with a kind and a custom field."""
    api.EckEntityType.create(name="Pet", label="Pet", has_subtypes=True)
    for kind in ("cat", "dog"):
        values = {"option_group_id:name": "eck_sub_types", "grouping": "Pet", "name": kind}
        api.OptionValue.create(values={**values, "value": kind, "label": kind.title()})
    care = api.CustomGroup.create(name="Care", title="Care", extends="Eck_Pet").one()["id"]
    api.CustomField.create(
        custom_group_id=care, name="Food", label="Food", data_type="String", html_type="Text"
    )


def add_groups(api: BaseApi) -> None:
    facts = api.CustomGroup.create(name="Facts", title="Facts", extends="Individual").one()["id"]
    api.CustomField.create(
        custom_group_id=facts, name="Colour", label="Colour", data_type="String", html_type="Text"
    )
    degrees = api.CustomGroup.create(name="Degrees", title="Degrees", extends="Individual", is_multiple=True)
    api.CustomField.create(
        custom_group_id=degrees.one()["id"],
        name="Year",
        label="Year",
        data_type="Int",
        html_type="Text",
        is_required=True,
    )


@pytest.fixture(scope="module")
def custom_file(new_site: Callable[[], Path]) -> Path:
    """A site with custom data."""
    file = new_site()
    add_custom_data(file)
    return file


@pytest.fixture
def api(custom_file: Path) -> Iterator[SandboxApiV4]:
    with SandboxApiV4(custom_file) as made:
        yield made


@pytest.fixture(scope="module")
def whole(custom_file: Path) -> Schema:
    """All that this site says of itself."""
    with SandboxApiV4(custom_file) as api:
        return api.schema.load()


@pytest.fixture
def known(custom_file: Path, whole: Schema) -> Iterator[SandboxApiV4]:
    """An api that knows all this already."""
    with SandboxApiV4(custom_file, schema=whole) as made:
        yield made


@pytest.fixture
def api3(custom_file: Path) -> Iterator[SandboxApiV3]:
    with SandboxApiV3(custom_file) as made:
        yield made
