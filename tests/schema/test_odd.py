"""Sites and clocks that are not as one would have them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from civiapi import Answer, ApiCall, SandboxApiV4, UsageError
from civiapi.drive import run
from civiapi.errors import GatewayError
from civiapi.sandbox.serve import Running
from civiapi.schema import Action, Entity, Field, Schema, diff, fetch, generate
from civiapi.testing import api_on

from .conftest import forget

HOUR = 3600.0


@pytest.mark.parametrize("ttl", [0, 0.001])
def test_a_schema_of_no_age_is_good_enough_to_check_by(custom_file: Path, ttl: float) -> None:
    with SandboxApiV4(custom_file, schema_ttl=ttl) as api, pytest.raises(UsageError, match="first_name"):
        api.checked().Contact.get(select=["frist_name"])


def test_a_ttl_that_is_none(custom_file: Path) -> None:
    with SandboxApiV4(custom_file, schema_ttl="1h") as api, pytest.raises(UsageError, match="'1h'"):  # type: ignore[arg-type]
        api.schema.entities()


def test_a_clock_that_was_put_back(civi_site: Running, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = time.time
    with api_on(civi_site) as api:
        monkeypatch.setattr(time, "time", lambda: true() + 24 * HOUR)
        api.schema.refresh()
        api.schema.entity("Contact")
        monkeypatch.setattr(time, "time", true)
        assert api.schema.loaded("Contact") is None  # what is of tomorrow is believed by nobody
        with pytest.raises(UsageError, match="first_name"):
            api.checked().Contact.get(select=["frist_name"])
        forget()
        known = len(civi_site.log)
        assert api_on(civi_site).schema.loaded("Contact") is not None
        assert len(civi_site.log) == known
    (mark,) = folder.glob("*.changed")
    assert mark.stat().st_mtime <= true()


def test_a_mark_that_cannot_be_mended(
    custom_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SandboxApiV4(custom_file) as api:
        api.schema.refresh()
        for mark in folder.glob("*.changed"):
            os.utime(mark, (time.time() + HOUR, time.time() + HOUR))
        forget()

        def refuse(*given: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "utime", refuse)
        with SandboxApiV4(custom_file) as other:
            other.schema.entity("Tag")
            assert other.schema.loaded("Tag") is not None


def down(calls: Sequence[ApiCall]) -> list[Answer]:
    raise GatewayError("502 Bad Gateway")


def test_an_outage_refuses_no_entity() -> None:
    sent = 0

    def site(calls: Sequence[ApiCall]) -> list[Answer]:
        nonlocal sent
        sent += 1
        return down(calls)

    known = Schema(4, {f"E{number}": Entity(f"E{number}") for number in range(300)})
    with pytest.raises(GatewayError):
        run(fetch.everything(4, known), site)
    assert sent < 15
    with pytest.raises(GatewayError):
        run(fetch.one(4, known, "E7"), site)


def test_an_outage_is_over_when_it_is_over(civi_site: Running) -> None:
    with api_on(civi_site, retries=0) as api:
        api.schema.entities()
        civi_site.faults.add("502", times=0)
        with pytest.raises(GatewayError):
            api.schema.entity("Event")
        civi_site.faults.clear()
        assert "title" in api.schema.fields("Event")


def test_fields_of_an_action_that_there_is_not(known: SandboxApiV4) -> None:
    with pytest.raises(UsageError, match="no action 'crate' on Contact; did you mean create"):
        known.schema.fields("Contact", action="crate")


def test_files_that_are_none(known: SandboxApiV4, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere/x\.json: No such file"):
        known.schema.save(tmp_path / "nowhere" / "x.json")
    (tmp_path / "cut.json").write_text("{")
    with pytest.raises(UsageError, match=r"cut\.json: the schema is cut"):
        known.with_options(schema=tmp_path / "cut.json").schema.entities()


def described(**members: object) -> Schema:
    field = Field("id", data_type="Integer")
    one = Entity("Odd", complete=True, fields={"id": field}, writable={"id": field})
    return Schema(4, {"Odd": replace(one, **members)})  # type: ignore[arg-type]


def test_a_refusal_is_no_difference() -> None:
    assert not diff(described(), described(refused="no", fields={}, writable={}))


def test_an_entity_that_is_called_otherwise() -> None:
    assert str(diff(described(label="Odds"), described(label="Ends"))) == "~ label Odd: 'Odds' -> 'Ends'"


@pytest.mark.parametrize("version", [3, 4])
def test_actions_that_are_not_told_may_be_there(version: int) -> None:
    assert "get: t.NoSuchName" in generate(replace(described(actions={"x": Action("x")}), version=version))
    assert "NoSuchName" not in generate(replace(described(), version=version), "Odd")


def test_generating_what_is_refused() -> None:
    with pytest.raises(UsageError, match="does not describe Odd to this user: no"):
        generate(described(refused="no"), ["Odd"])


def test_names_that_are_python_s(new_site: Callable[[], Path]) -> None:
    words = {name: Field(name, data_type="String", required=True) for name in ("class", "name", "A.b")}
    odd = described(fields=words, writable=words, actions={one: Action(one) for one in ("create", "import")})
    with SandboxApiV4(new_site(), schema=odd) as api:
        assert "create" in dir(api.Odd)
        assert "import" not in dir(api.Odd)
        page = api.Odd.create.__doc__ or ""
    assert "api.Odd.create({'class': 'Example', 'A.b': 'Example'}, name='Example')" in page
