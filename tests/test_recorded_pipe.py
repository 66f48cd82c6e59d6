"""What is written to `cv pipe`, and its recorded results (recorded/pipe.json)."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from civiapi import (
    InvalidCall,
    jsonrpc,
)
from civiapi.dialogue import Dialogue

from .support import NAMES, call_of, recorded, results_of, written

RECORDED = recorded("pipe.json")
CALLS: list[dict[str, Any]] = RECORDED["calls"]


def test_first_line_sets_the_options() -> None:
    dialogue = Dialogue([NAMES])
    first, second = written(dialogue)
    assert first["method"] == "options"
    assert first["params"] == {
        "responsePrefix": dialogue.prefix,
        "apiError": "array",
        "apiCheckPermissions": False,
        "bufferSize": jsonrpc.BUFFER_SIZE,
    }
    assert second == {
        "jsonrpc": "2.0",
        "method": "api4",
        "params": ["Contact", "get", dict(NAMES.params)],
        "id": 2,
    }
    assert Dialogue([NAMES]).prefix != dialogue.prefix


@pytest.mark.parametrize(("user", "who"), [("admin", {"user": "admin"}), (2, {"contactId": 2})])
def test_user_is_logged_in_before_the_calls(user: str | int, who: dict[str, Any]) -> None:
    options, login, call = written(Dialogue([NAMES], user=user, check_permissions=True))
    assert options["params"]["apiCheckPermissions"] is True
    assert (login["method"], login["params"]) == ("login", who)
    assert call["method"] == "api4"


def test_buffer_holds_the_longest_line() -> None:
    call = call_of("Note", "create", {"values": {"note": "ü" * 400_000}})
    dialogue = Dialogue([NAMES, call])
    longest = max(dialogue.lines.split(b"\n"), key=len)
    assert len(longest) > 800_000
    assert written(dialogue)[0]["params"]["bufferSize"] > len(longest)


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_recorded_result_is_read(number: int) -> None:
    one = CALLS[number]
    call = call_of(*one["call"], version=one["version"])
    result = one["result"]
    if "row_count" in call.params.get("select", ()):
        return  # asked in another way: test_row_count_*
    (got,) = results_of([call], [result])
    if isinstance(result, dict) and result.get("is_error"):
        assert isinstance(got, InvalidCall)
        assert got.code == result["error_code"]
        assert got.message == result["error_message"]
        assert got.data == result
        assert got.handled is True
        assert isinstance(got.response, subprocess.CompletedProcess)
    elif one["version"] == 4 or not isinstance(result, dict):
        assert got == result
    else:
        wanted = result.get("values", result)
        assert got == (wanted or {})


def test_fields_that_were_missing() -> None:
    (one,) = [one for one in CALLS if one["call"] == ["Contact", "create", {}]]
    (got,) = results_of([call_of("Contact", "create", {}, version=3)], [one["result"]])
    assert got.fields == ["contact_type"]


def test_each_call_gets_its_own_answer_in_order() -> None:
    calls = [
        call_of(*one["call"], version=one["version"]) for one in CALLS if one["from"] == "error-api-array"
    ]
    kinds = [
        type(got).__name__
        for got in results_of(calls, [one["result"] for one in CALLS if one["from"] == "error-api-array"])
    ]
    assert kinds == ["InvalidCall", "InvalidCall", "InvalidCall", "InvalidCall", "Result", "int"]
