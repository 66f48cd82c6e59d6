"""What a real site took rightly, the checks let pass: recorded exchanges, and scenarios with a real site's answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiCall, SandboxApiV3, SandboxApiV4
from civiapi.checks.guard import look
from civiapi.schema.model import Schema

from ..sandbox import recorded_site
from ..support import recorded
from ..test_recorded_http import calls_of

SCENARIOS = Path(__file__).parents[3] / "shared" / "conformance" / "scenarios"
DROPPED, NULL, EPOCH, CUT, STORED = (
    "dropped without a word",
    "an option that is none becomes null or 0",
    "a date that is none becomes the 1st of January 1970",
    "cut off",
    "an option that is none is stored",
)
EARLIER = "named after what an earlier step makes: a site's schema has it by then"

#: Calls that succeeded and that are refused, with what the real site made of them.
REFUSED = {
    "v4-unknown-field-select": DROPPED,
    "v4-create-unknown-field": DROPPED,
    "v4-create-unknown-option": NULL,
    "v4-create-too-long": CUT,
    "v4-update-bad-date": EPOCH,
    "v3-unknown-field": DROPPED,
    "v3-errors:unknown_field": DROPPED,
    "v3-errors:unknown_value": DROPPED,
    "v4-contact-create:own_display": DROPPED,
    "v4-errors:value_field": DROPPED,
    "v4-errors:value_type": NULL,
    "v4-errors:value_label": NULL,
    "v4-errors:value_date": EPOCH,
    "v4-group:bad_status": STORED,
    "v4-join:unknown_entity": DROPPED,
    "v4-locations:bad_country": NULL,
    "v4-save:match_unknown": DROPPED,
    "v4-select:unknown": DROPPED,
    "v4-select:unknown_join": DROPPED,
    "v4-text:too_long": CUT,
    "v3-custom:c": EARLIER,
    "v3-custom:update": EARLIER,
    "v4-custom:pick": EARLIER,
    "v4-group:add_name": EARLIER,
    "v4-group:filter_name": EARLIER,
    "v4-group:filter_not": EARLIER,
    "v4-options:get": EARLIER,
    "v4-tag:put_name": EARLIER,
}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Schema]:
    """What a site like the recorded one says of itself."""
    file = tmp_path_factory.mktemp("recorded") / "site.sqlite"
    recorded_site.make(file).site.close()
    with SandboxApiV4(file) as api4, SandboxApiV3(file) as api3:
        return {4: api4.schema.load(), 3: api3.schema.load()}


def accepted() -> Iterator[tuple[str, ApiCall]]:
    """The calls of the recording that a real site answered with a result."""
    for exchange in recorded("http.json"):
        expected = exchange.get("expect") or []
        calls = calls_of(exchange) if exchange.get("form") else []
        for call, answer in zip(calls, expected, strict=False):
            if "error" not in answer and isinstance(call.params, dict):
                yield exchange["name"], call


def steps() -> Iterator[tuple[str, ApiCall]]:
    """The steps of the scenarios that a real site answered with a result."""
    for file in sorted(SCENARIOS.glob("*.json")):
        scenario = json.loads(file.read_text(encoding="utf-8"))
        for step in scenario["steps"]:
            golden: dict[str, Any] = step["golden"]
            is_error = golden.get("status", 200) != 200 or golden.get("is_error")
            if not is_error and not golden.keys() & {"error_message", "text"}:
                version = step.get("version", scenario["version"])
                yield f"{file.stem}:{step['id']}", ApiCall(*step["call"], version, step.get("index"))


CALLS = [*accepted(), *steps()]


def test_there_is_enough_to_play() -> None:
    assert len([*accepted()]) > 60
    assert not SCENARIOS.is_dir() or len([*steps()]) > 450


def test_what_a_real_site_took_rightly_passes(schemas: dict[int, Schema]) -> None:
    refused: dict[str, list[str]] = {}
    for name, call in CALLS:
        refused.setdefault(name, []).extend(look(call, schemas[call.version]).faults)
    assert {name: said for name, said in refused.items() if said and name not in REFUSED} == {}
    assert [name for name in REFUSED if name in refused and not refused[name]] == []
