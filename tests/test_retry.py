"""What is sent again after which failure, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import (
    AccessDenied,
    ApiCallError,
    ApiError,
    CallTimeout,
    CommandFailed,
    ConnectionFailed,
    GatewayError,
    InvalidResponse,
    RateLimited,
    Unavailable,
    UsageError,
)
from civiapi.retry import PATIENCE, may_go_again

from .support import call_of

READ = call_of("Contact", "get", {"where": []})
READ3 = call_of("Contact", "getcount", version=3)
WRITE = call_of("Contact", "create", {"values": {"a": 1}})
WRITE3 = call_of("Contact", "create", {"a": 1}, version=3)
SAVE = call_of(
    "Contact", "save", {"records": [{"external_identifier": "x"}], "match": ["external_identifier"]}
)
CALLS = {"read": READ, "read3": READ3, "write": WRITE, "write3": WRITE3, "save": SAVE}


def unsent(kind: type[ApiCallError], **more: Any) -> ApiCallError:
    return kind("x", handled=False, **more)


def waiting(error: ApiCallError, seconds: float) -> ApiCallError:
    error.retry_after = seconds  # type: ignore[attr-defined]
    return error


#: A failure, and which of the calls may go again after it.
FAILURES: list[tuple[ApiCallError, str]] = [
    (ConnectionFailed("broke"), "read read3 save"),
    (unsent(ConnectionFailed), "read read3 write write3 save"),
    (CallTimeout("slow"), "read read3 save"),
    (unsent(CallTimeout), "read read3 write write3 save"),
    (GatewayError("502"), "read read3 save"),
    (RateLimited("429"), "read read3 write write3 save"),
    (unsent(Unavailable, status=503), "read read3 write write3 save"),
    (Unavailable("Critical error"), "read read3"),
    (InvalidResponse("html"), ""),
    (unsent(InvalidResponse), ""),
    (ApiError("500"), ""),
    (AccessDenied("401"), ""),
    (UsageError("no"), ""),
    (CommandFailed("exit 1"), ""),
    (waiting(RateLimited("429"), PATIENCE), "read read3 write write3 save"),
    (waiting(RateLimited("429"), PATIENCE + 1), ""),
    (waiting(GatewayError("503"), PATIENCE + 1), ""),
]


@pytest.mark.parametrize(
    ("error", "names"), FAILURES, ids=lambda one: repr(one) if isinstance(one, Exception) else one
)
@pytest.mark.parametrize("name", CALLS)
def test_may_go_again(error: ApiCallError, names: str, name: str) -> None:
    assert may_go_again([CALLS[name]], error) is (name in names.split())


def test_foreign_errors_never() -> None:
    assert not may_go_again([READ], RuntimeError("bug"))
    assert not may_go_again([READ], KeyboardInterrupt())


def test_of_many_calls_all_must_be_safe() -> None:
    assert may_go_again([READ, READ3], CallTimeout("x"))
    assert may_go_again([READ, SAVE], CallTimeout("x"))
    assert not may_go_again([READ, WRITE], CallTimeout("x"))
    assert may_go_again([READ, WRITE], RateLimited("x"))
    chained = call_of("Contact", "get", {"chain": {"x": ["Email", "delete", {}]}})
    assert not may_go_again([chained], CallTimeout("x"))


@pytest.mark.parametrize(
    ("entity", "params", "safe"),
    [
        ("Contact", {"records": [{"id": 5, "a": 1}, {"id": 6}]}, True),
        ("Contact", {"records": [{"id": 5}, {"a": 1}]}, False),
        ("Contact", {"records": [{"id": None}]}, False),
        ("Contact", {"records": [{"external_identifier": "x"}], "match": ["external_identifier"]}, True),
        (
            "Contact",
            {"records": [{"external_identifier": "x"}, {"id": 5}], "match": ["external_identifier"]},
            True,
        ),
        ("Contact", {"records": [{"external_identifier": "x"}]}, False),
        ("Contact", {"records": [{"external_identifier": None}], "match": ["external_identifier"]}, False),
        ("Contact", {"records": [{"external_identifier": ""}], "match": ["external_identifier"]}, False),
        ("Contact", {"records": [{"a": 1}], "match": ["external_identifier"]}, False),
        ("Contact", {"records": [{"first_name": "x"}], "match": ["first_name"]}, False),
        (
            "Contact",
            {"records": [{}], "defaults": {"external_identifier": "x"}, "match": ["external_identifier"]},
            True,
        ),
        ("Individual", {"records": [{"external_identifier": "x"}], "match": ["external_identifier"]}, True),
        (
            "GroupContact",
            {"records": [{"group_id": 1, "contact_id": 2}], "match": ["group_id", "contact_id"]},
            True,
        ),
        ("GroupContact", {"records": [{"group_id": 1, "contact_id": 2}], "match": ["group_id"]}, False),
        ("Tag", {"records": [{"name": "x", "label": "y"}], "match": ["name", "label"]}, True),
        ("Tag", {"records": [{"name": "x"}], "match": ["name", "label"]}, False),
        ("Email", {"records": [{"email": "x"}], "match": ["email"]}, False),
        ("Custom_X", {"records": [{"name": "x"}], "match": ["name"]}, False),
        ("Contact", {"records": [{"id": 5}], "chain": {"x": ["Email", "create"]}}, False),
        ("Contact", {"records": ["x"]}, False),
    ],
)
def test_save_that_may_go_twice(entity: str, params: dict[str, Any], safe: bool) -> None:
    assert may_go_again([call_of(entity, "save", params)], CallTimeout("x")) is safe
    assert not may_go_again([call_of(entity, "replace", params)], CallTimeout("x"))
