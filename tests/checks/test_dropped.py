"""Conditions that CiviCRM would drop, as plain calls see them: by what is known, and never by a request."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    Answer,
    ApiCall,
    AsyncHttpApiV4,
    BaseApi,
    HttpApiV4,
    InvalidCall,
    SandboxApiV3,
    SandboxApiV4,
    UsageError,
    v3,
    v4,
)
from civiapi.checks.dropped import dropped
from civiapi.sandbox import Site
from civiapi.sandbox.serve import running
from civiapi.sandbox.users import add_user
from civiapi.schema.model import Entity, Field, Schema

STAFF = [
    "access CiviCRM",
    "access AJAX API",
    "authenticate with api key",
    "edit all contacts",
    "view all contacts",
]


class Noting:
    """Notes each call that leaves."""

    sent: list[str]

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        self.sent = [*getattr(self, "sent", []), *map(str, calls)]
        return super().send(calls)  # type: ignore[misc, no-any-return]


class Noting3(Noting, SandboxApiV3):
    pass


class Noting4(Noting, SandboxApiV4):
    pass


@pytest.fixture
def api(api4: SandboxApiV4, site: Path) -> Iterator[Any]:
    for entity in ("Contact", "Email"):
        api4.schema.entity(entity)
    with Noting4(site, schema=api4.schema.known) as made:
        yield made


@pytest.fixture
def old(api3: SandboxApiV3, site: Path) -> Iterator[Any]:
    for entity in ("Contact", "Email"):
        api3.schema.entity(entity)
    with Noting3(site, schema=api3.schema.known) as made:
        yield made


def test_a_field_that_the_user_may_not_see(new_site: Callable[[], Path]) -> None:
    """CiviCRM drops a condition on it; so the call would change all contacts."""
    with Site.open(new_site()) as site, running(site) as served:
        user = add_user(site, "clerk")
        with HttpApiV4(served.url, served.api_key, site_key=served.site_key) as admin:
            admin.Role.update(where=[["name", "=", "none"]], permissions=STAFF)
            admin.Contact.update(id=2, source="before")
        wanted = [["api_key", "=", "nobody has this one"]]
        with HttpApiV4(served.url, user.api_key, site_key=served.site_key) as api:
            assert len(api.Contact.get(where=wanted)) > 1  # as dropped
            api.schema.entity("Contact")
            with pytest.raises(UsageError, match=r"no field 'api_key' on Contact.*schema\.refresh"):
                api.Contact.update(where=wanted, source="after")
            with pytest.raises(UsageError, match="no field 'api_key' on Contact"):
                api.Contact.delete(api_key="nobody has this one")
            with pytest.raises(UsageError, match="no field 'api_key' on Contact"):
                api.batch([("Contact", "update", {"where": wanted, "values": {"source": "after"}})])
            asyncio.run(self_refused(served, user.api_key, wanted))
            assert api.Contact.get(id=2, select=["source"]).one()["source"] == "before"


async def self_refused(served: Any, key: str, where: list[Any]) -> None:
    async with AsyncHttpApiV4(served.url, key, site_key=served.site_key) as api:
        await api.schema.entity("Contact")
        with pytest.raises(UsageError, match="no field 'api_key' on Contact"):
            await api.Contact.update(where=where, source="after")


@pytest.mark.parametrize(
    "clause",
    [
        ["last_nam", "=", "x"],
        ["LOWER(last_nam)", "=", "x"],
        ["first_name", "=", "last_nam", True],
        ["last_nam:label", "=", "x"],
        ["employer_id.last_nam", "=", "x"],
        ["OR", [["id", "=", 7], ["NOT", ["last_nam", "=", "x"]]]],
        ["OR", [["id", "=", 7], ["AND", [["last_nam", "=", "x"]]]]],
    ],
)
def test_wherever_the_field_stands(api: Any, clause: list[Any]) -> None:
    with pytest.raises(
        UsageError, match=r"no field '.*last_nam' on Contact; did you mean (employer_id\.)?last_name"
    ):
        api.Contact.update(where=[clause], source="x")
    with pytest.raises(UsageError, match="no field"):
        api.Contact.replace(where=[clause], records=[])
    assert not hasattr(api, "sent")


@pytest.mark.parametrize(
    "clause",
    [
        ["id", "IN", [0]],
        ["LOWER(last_name)", "=", "nobody's"],
        ["employer_id.employer_id.last_name", "=", "nobody's"],
        ["email_primary.email", "=", "nobody's"],
        ["gender_id:label", "=", "Nobody's"],
        ["Facts.Colour", "=", "z"],
        ["Facts.Colour:label", "=", "z"],
        ["groups", "IN", [0]],
        ["OR", [["last_name", "=", "nobody's"], ["NOT", ["id", ">", 0]]]],
    ],
)
def test_right_conditions_pass(api: Any, clause: list[Any]) -> None:
    assert api.Contact.update(where=[clause], source="x") == []
    assert api.sent == ["Contact.update"]


def test_without_a_description_the_site_alone_knows(site: Path) -> None:
    with Noting4(site) as api:
        api.schema.refresh()
        with pytest.raises(InvalidCall, match="last_nam"):
            api.Contact.update(where=[["last_nam", "=", "x"]], source="x")
        assert api.sent == ["Contact.update"]


def test_entities_without_a_table_are_compared_in_php(site: Path) -> None:
    fields = {"name": Field("name")}
    schema = Schema(
        4, entities={name: Entity(name, fields=fields, complete=True) for name in ("Afform", "Contact")}
    )
    table = replace(schema.entities["Contact"], table="civicrm_contact")
    schema = replace(schema, entities={**schema.entities, "Contact": table})
    with Noting4(site, schema=schema) as api:
        call = ApiCall("Afform", "update", {"where": [["title", "=", "x"]]})
        assert dropped(call, api.schema) == []
        (fault,) = dropped(replace(call, entity="Contact"), api.schema)
        assert fault.startswith("no field 'title' on Contact")


@pytest.mark.parametrize("version", [v3, v4])
def test_a_kit_without_a_backend(version: Any) -> None:
    class Kit(BaseApi):
        VERSION = version

        def _perform_api_call(self, entity: str, action: str, params: Mapping[str, Any]) -> Any:
            return {"is_error": 0, "values": [{"id": 1}]}

    api = Kit()
    assert api.Contact.get(last_nam="x") == [{"id": 1}]
    assert api.Contact.update(id=1, last_nam="x") == [{"id": 1}]


def test_a_new_field_is_seen_after_a_refresh(site: Path, api4: SandboxApiV4) -> None:
    api4.schema.entity("Contact")
    with Noting4(site) as api:
        with pytest.raises(UsageError, match=r"if it is new.*api\.schema\.refresh"):
            api.Contact.delete(new_field="x")
        assert not hasattr(api, "sent")
        api.schema.refresh()
        with pytest.raises(InvalidCall, match="new_field"):
            api.Contact.delete(new_field="x")


def test_a_checked_api_asks_again_itself(site: Path, api4: SandboxApiV4) -> None:
    api4.schema.entity("Contact")
    with Noting4(site) as api:
        with pytest.raises(UsageError) as caught:
            api.checked().Contact.delete(last_nam="x")
        assert caught.value.message == "no field 'last_nam' on Contact; did you mean last_name?"


def test_rows_of_apiv3_that_were_not_filtered(old: Any) -> None:
    rows = old.Email.get(emial="x", limit=0)
    assert rows.warnings == [
        "APIv3 ignores a condition, and may have given more rows: no field 'emial' on Email; did you mean email?"
    ]
    assert len(rows) == old.Email.getcount()
    assert old.sent == ["Email.get", "Email.getcount"]
    (pending,) = old.batch([("Email", "get", {"emial": "x", "limit": 0})])
    assert pending.result().warnings == rows.warnings


def test_a_number_of_apiv3_is_warned_of_in_the_log(old: Any, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "civiapi"):
        old.Email.getcount(emial="secret-value")
    (line,) = caplog.messages
    assert line.startswith("Email.getcount: APIv3 ignores a condition")
    assert "secret-value" not in line


def test_replace_of_apiv3_is_refused(old: Any) -> None:
    with pytest.raises(UsageError, match="no field 'emial' on Email"):
        old.Email.replace(emial="x", values=[])
    assert not hasattr(old, "sent")


@pytest.mark.parametrize(
    "params",
    [
        {"last_name": "x"},
        {"contact_is_deleted": 0, "sort_name": {"LIKE": "x%"}},
        {"contact_id": 1, "return": "id", "options": {"limit": 1}, "api.Email.get": {}},
        {"custom_1": "r", "group": 1, "tag": 1},
    ],
)
def test_right_filters_of_apiv3_are_not_warned_of(old: Any, params: dict[str, Any]) -> None:
    assert old.Contact.get(params).warnings == []
