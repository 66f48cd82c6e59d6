"""What the API says when it refuses, and which error that is."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi import errors
from civiapi.errors import (
    AccessDenied,
    ApiError,
    InvalidCall,
    NotFound,
    PermissionDenied,
    RateLimited,
    Unavailable,
    refusal,
)

from .support import call_of

CALL = call_of("Contact", "get", {"id": 5})


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Expired token", AccessDenied),
        ("Malformed JWT. Must specify the contact ID.", AccessDenied),
        ("Cannot login. User is blocked.", AccessDenied),
        ("Contact ID 99999 is invalid", AccessDenied),
        ("Session is not trusted.", AccessDenied),
        ("FATAL: Invalid credential", AccessDenied),
        ("ACL check failed", PermissionDenied),
        ("Authorization failed: CiviCRM APIv4 (Contact::create)", PermissionDenied),
        ("API permission check failed for Setting/get call; insufficient permission: x", PermissionDenied),
        ("Temporarily unavailable for maintenance.", Unavailable),
        ("Critical error. Please see server logs for errorID:GCq3-OQ8o-EDlt<br/>", Unavailable),
        ("Expected one Contact but found 0", NotFound),
        ("Could not delete Tag id 45", NotFound),
        ("Could not delete contact", NotFound),
        ("API (NoSuch, get) does not exist (or the extension it belongs to is not enabled).", InvalidCall),
        ("Api Contact frobnicate version 4 does not exist.", InvalidCall),
        ("Unknown api parameter: setNosuch", InvalidCall),
        ('Parameter "where" is required.', InvalidCall),
        ('Parameter "limit" is not of the correct type. Expecting int.', InvalidCall),
        ("Invalid field 'x'", InvalidCall),
        ("Illegal operator", InvalidCall),
        ("Illegal operator for groups =", InvalidCall),
        ("Mandatory values missing from Api4 Tag::create: name, label", InvalidCall),
        ("Cannot pass id to Create action. Use Update action instead.", InvalidCall),
        ("Cannot update the id of an existing Contact.", InvalidCall),
        ('Parameter "where" is required unless primary keys are supplied in values.', InvalidCall),
        ("DB Error: constraint violation", InvalidCall),
        ("DB Error: already exists", InvalidCall),
        ("DB Error: syntax error", InvalidCall),
        ("DB Error: no such table", ApiError),
        ("Index 0 not found in api results", InvalidCall),
        ("Sql function must be uppercase.", InvalidCall),
        ("Unable to parse sql expression: x", InvalidCall),
        ("Aliasing field names is not allowed, only expressions can have an alias.", InvalidCall),
        ("Invalid sort direction. Cannot order by f desc", InvalidCall),
        ("Invalid expression in HAVING clause: 'x'. Must use a value from SELECT clause.", InvalidCall),
        ("Illegal value for join side: 'OUTER'.", InvalidCall),
        ('"id" "unknown-user" cannot be resolved to a contact ID', InvalidCall),
        ("Unknown settings for domain 1: x", InvalidCall),
        ("Unknown field specified for sort. Cannot order by 'x'", InvalidCall),
        ("field x unset or not existing", InvalidCall),
        ("missing param return=field you want to read the value of", InvalidCall),
        ("invalid criteria for IN", InvalidCall),
        ("activity_date_time is not a valid date: garbage", InvalidCall),
        ("contact_id is not valid : 99999", InvalidCall),
        ("Sorry an error occurred and your request was not completed. (Error ID: ruuy-ccU3-fF6x)", ApiError),
    ],
)
def test_wordings(message: str, kind: type[ApiError]) -> None:
    error = refusal({"error_code": 0, "error_message": message}, call=CALL)
    assert type(error) is kind
    assert error.message == message or error.message.startswith(f"{message}: ")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"error_code": "unauthorized"}, PermissionDenied),
        ({"error_code": "not-found"}, InvalidCall),
        ({"error_code": "mandatory_missing"}, InvalidCall),
        ({"error_code": 2001}, InvalidCall),
        ({"status": 403}, PermissionDenied),
        ({"status": 401}, AccessDenied),
        ({"status": 429}, RateLimited),
        ({"status": 500}, ApiError),
        ({"error_code": 2001, "status": 403}, InvalidCall),
        ({"error_code": ["x"], "status": {}}, ApiError),
        ({}, ApiError),
        ("plain", ApiError),
        (None, ApiError),
        ([1], ApiError),
    ],
)
def test_codes_and_statuses(data: Any, kind: type[ApiError]) -> None:
    assert type(refusal(data)) is kind


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"error_message": "Invalid field 'x'"}, ["x"]),
        ({"error_message": 'Parameter "where" is required.'}, ["where"]),
        ({"error_message": "Unknown api parameter: setNosuchThing"}, ["nosuchThing"]),
        ({"error_message": "Mandatory values missing from Api4 Tag::create: name, label"}, ["name", "label"]),
        ({"error_message": "Mandatory key(s) missing from params array: a, b"}, ["a", "b"]),
        ({"error_message": "Unknown field specified for sort. Cannot order by 'x'"}, ["x"]),
        ({"error_message": "is required", "fields": ["a", 5]}, ["a", "5"]),
        ({"error_message": "is required", "error_field": "a"}, ["a"]),
        ({"error_message": "is required", "field": "b"}, ["b"]),
        ({"error_message": "is required", "fields": 5}, []),
        ({"error_message": "Illegal operator"}, []),
    ],
)
def test_fields(data: Any, fields: list[str]) -> None:
    error = refusal(data)
    assert isinstance(error, InvalidCall)
    assert error.fields == fields


@pytest.mark.parametrize(
    ("message", "error_id"),
    [
        ("… (Error ID: ruuy-ccU3-fF6x)", "ruuy-ccU3-fF6x"),
        ("… (Error ID: ruuy-ccU3-fF6xYZ)", "ruuy-ccU3-fF6xYZ"),
        ("see server logs for errorID:GCq3-OQ8o-EDlt<br/>", "GCq3-OQ8o-EDlt"),
        ("no id", None),
    ],
)
def test_error_id(message: str, error_id: str | None) -> None:
    assert ApiError(message).error_id == error_id
    assert ApiError(message, data={"error_id": "abcd-abcd-abcd"}).error_id == "abcd-abcd-abcd"


def test_maintenance_was_before_the_call_but_a_lost_database_is_unknown() -> None:
    assert (
        refusal({"status_code": 503, "status_message": "Temporarily unavailable for maintenance."}).handled
        is False
    )
    assert refusal("Critical error. Please see server logs", status=200).handled is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
KEYS = [
    "error_message",
    "error_code",
    "status",
    "status_code",
    "status_message",
    "error_id",
    "fields",
    "1",
    "field",
]


@given(st.dictionaries(st.sampled_from(KEYS), JSON) | JSON)
def test_any_refusal_is_an_api_error(data: Any) -> None:
    error = refusal(data, call=CALL)
    assert isinstance(error, ApiError)
    assert str(error)
    assert pickle.loads(pickle.dumps(error)).data == data


def test_wordings_are_patterns() -> None:
    for pattern, kind in errors.WORDINGS:
        assert re.compile(pattern)
        assert issubclass(kind, ApiError)
