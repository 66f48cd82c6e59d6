"""The error tree: who is what, what tells them apart, and that they travel."""

from __future__ import annotations

import copy
import pickle
import subprocess
import traceback
from typing import Any

import pytest
import requests
import tenacity

import civiapi
from civiapi import errors
from civiapi.errors import (
    AccessDenied,
    ApiCallError,
    ApiError,
    CallTimeout,
    CommandFailed,
    ConnectionFailed,
    GatewayError,
    InvalidCall,
    InvalidResponse,
    NotFound,
    NotSingle,
    PermissionDenied,
    RateLimited,
    TransportError,
    Unavailable,
    UsageError,
    excerpt,
)

from .support import call_of

#: Each class with its parents of ours, and of others.
TREE: dict[type[ApiCallError], tuple[type[BaseException], ...]] = {
    ApiCallError: (Exception,),
    TransportError: (ApiCallError,),
    ConnectionFailed: (TransportError, requests.exceptions.RequestException),
    CallTimeout: (TransportError, requests.exceptions.Timeout),
    GatewayError: (TransportError,),
    CommandFailed: (TransportError, subprocess.CalledProcessError),
    InvalidResponse: (ApiCallError,),
    ApiError: (ApiCallError,),
    AccessDenied: (ApiError,),
    PermissionDenied: (ApiError,),
    InvalidCall: (ApiError,),
    NotFound: (ApiError,),
    RateLimited: (ApiError,),
    Unavailable: (ApiError,),
    UsageError: (ApiCallError, ValueError),
    NotSingle: (ApiCallError, LookupError),
}
KINDS = list(TREE)
CALL = call_of("Contact", "get", {"id": 5})


@pytest.mark.parametrize("kind", KINDS)
def test_tree(kind: type[ApiCallError]) -> None:
    assert kind.__bases__ == TREE[kind]
    assert getattr(civiapi, kind.__name__) is kind
    assert kind.__doc__
    assert kind.__name__ in (errors.__doc__ or "")


def test_tree_is_complete() -> None:
    ours = {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, ApiCallError)}
    assert ours == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_text(kind: type[ApiCallError]) -> None:
    error = kind("it broke", call=CALL, status=500, response="r")
    assert str(error) == "Contact.get: it broke"
    assert (error.message, error.call, error.status, error.response) == ("it broke", CALL, 500, "r")
    assert str(kind("it broke")) == "it broke"
    assert kind().message == ""
    with pytest.raises(kind):
        raise error


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("copied", [copy.copy, lambda one: pickle.loads(pickle.dumps(one))])
def test_travels(kind: type[ApiCallError], copied: Any) -> None:
    """Between processes, and through queues of jobs."""
    more: dict[str, Any] = {}
    if issubclass(kind, ApiError):
        more = {"data": {"error_code": 2001, "error_field": "a", "error_id": "abcd-abcd-abcd"}}
    if kind is CommandFailed:
        more = {"cmd": ["cv"], "returncode": 3, "stdout": b"o", "stderr": b"e"}
    if kind is NotSingle:
        more = {"count": 2}
    error = kind("it broke", call=CALL, status=500, handled=None, **more)
    error.extra = 1  # type: ignore[attr-defined]
    got = copied(error)
    assert type(got) is kind
    assert (str(got), repr(got), got.args) == (str(error), repr(error), error.args)
    assert vars(got) == vars(error)
    assert got.handled is error.handled


def test_facts() -> None:
    assert (
        GatewayError("x").retry_after is RateLimited("x").retry_after is Unavailable("x").retry_after is None
    )
    assert ConnectionFailed("x").request is None
    failed = CommandFailed("x", cmd=["a"], returncode=3, stdout=b"o", stderr=b"e")
    assert (failed.cmd, failed.returncode, failed.stdout, failed.output, failed.stderr) == (
        ["a"],
        3,
        b"o",
        b"o",
        b"e",
    )
    assert [kind("x").handled for kind in (ApiCallError, TransportError, InvalidResponse)] == [
        None,
        None,
        None,
    ]
    assert [kind("x").handled for kind in (ApiError, InvalidCall, NotSingle)] == [True, True, True]
    assert [kind("x").handled for kind in (AccessDenied, UsageError, RateLimited)] == [False, False, False]
    assert ApiCallError("x", handled=False).handled is False


def test_retries_error_of_tenacity_is_never_seen() -> None:
    assert not issubclass(tenacity.RetryError, ApiCallError)
    assert not any(issubclass(kind, tenacity.RetryError) for kind in KINDS)


def test_excerpt() -> None:
    page = "<html><style>p {x}</style><script>let key = 1</script><p>It\n  is <b>broken</b></p>"
    assert excerpt(page) == "It is broken"
    assert excerpt("a secret canary here", ["canary", ""]) == "a secret *** here"
    long = excerpt("x" * 1000)
    assert len(long) < 310
    assert long.endswith(" ...")
    assert excerpt("") == ""


def test_secret_is_cut_out_before_the_excerpt_is() -> None:
    secret = "canary-0123456789"
    assert "canary" not in excerpt("x" * 295 + secret, [secret])


def test_no_params_in_texts_and_tracebacks() -> None:
    call = call_of("Contact", "update", {"values": {"api_key": "canary"}})
    for kind in KINDS:
        try:
            raise kind("it broke", call=call)
        except ApiCallError as error:
            told = "".join(traceback.format_exception(error)) + repr(error)
        assert "canary" not in told
