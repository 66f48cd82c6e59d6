"""Which calls only read, and what a call shows of itself."""

from __future__ import annotations

import dataclasses
import pickle
from typing import Any

import pytest

from civiapi import Answer, ApiCall

from .support import call_of


@pytest.mark.parametrize(
    "action", ["get", "getFields", "getActions", "getLinks", "autocomplete", "checkAccess", "GET"]
)
def test_reads_of_v4(action: str) -> None:
    assert call_of("Contact", action).is_read()


@pytest.mark.parametrize(
    "action",
    ["create", "save", "delete", "run", "export", "validate", "set", "refresh", "unknown", "forget", "check"],
)
def test_everything_else_is_a_write(action: str) -> None:
    assert not call_of("Contact", action).is_read()
    assert not call_of("Contact", action, version=3).is_read()


@pytest.mark.parametrize(
    ("chain", "reads"),
    [
        ({}, True),
        (None, True),
        ([], True),
        ({"a": ["Email", "get", {}]}, True),
        ({"a": ["Email", "get"]}, True),
        ({"a": ("Email", "get", {"where": []}, 0)}, True),
        ([["Email", "get", {}]], True),
        ({"a": ["Email", "get", {}], "b": ["Email", "delete", {}]}, False),
        ({"a": ["Email", "get", {"chain": {"b": ["Tag", "getFields"]}}]}, True),
        ({"a": ["Email", "get", {"chain": {"b": ["Tag", "create"]}}]}, False),
        ({"a": ["Email"]}, False),
        ({"a": ["Email", "$action"]}, False),
        ({"a": ["Email", None]}, False),
        ({"a": ["Email", "get", "$params"]}, True),
        ({"a": "Email.get"}, False),
        ("Email", False),
        (5, False),
    ],
)
def test_a_chain_reads_if_all_its_calls_do(chain: Any, reads: bool) -> None:
    assert call_of("Contact", "get", {"chain": chain, "where": []}).is_read() is reads
    assert not call_of("Contact", "create", {"chain": chain}).is_read()


@pytest.mark.parametrize(
    ("params", "reads"),
    [
        ({"id": 5, "api_key": "x"}, True),
        ({"api.Email.get": {}}, True),
        ({"api.Email.getcount": 1}, True),
        ({"api_Email_get": {"api.Tag.get": 1}}, True),
        ({"API.Email.get": {}}, True),
        ({"api.Email.get": [{}, {"api.Tag.getcount": 1}]}, True),
        ({"api.Email": {}}, True),
        ({"api.Email.create": {}}, False),
        ({"api_email_delete": 1}, False),
        ({"api.Email.get": [{}, {"api.Tag.delete": 1}]}, False),
        ({"api_Email_get": {"api.Tag.create": 1}}, False),
        ({"api.Custom_getter.delete": 1}, False),
        ({"api.get.delete": 1}, False),
        ({"apiary.create": 1}, True),
        ({"chain": {"a": ["Email", "delete"]}}, True),
    ],
)
def test_chained_calls_of_v3(params: dict[str, Any], reads: bool) -> None:
    assert call_of("Contact", "get", params, version=3).is_read() is reads


def test_both_are_values() -> None:
    call = ApiCall("Contact", "get", {"id": 5}, 4, "id")
    assert call == ApiCall("Contact", "get", {"id": 5}, 4, "id")
    assert pickle.loads(pickle.dumps(call)) == call
    for frozen, name in ((call, "entity"), (Answer(call), "payload")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(frozen, name, None)


def test_shown_without_credentials() -> None:
    call = call_of(
        "Contact", "update", {"where": [["api_key", "=", "canary"]], "values": {"api_key": "canary"}}
    )
    assert str(call) == "Contact.update"
    assert "Contact.update" in repr(call)
    assert "canary" not in repr(call)
    assert "canary" not in repr(Answer(call))
    assert "index='id'" in repr(call_of("Contact", "get", {}, "id"))
