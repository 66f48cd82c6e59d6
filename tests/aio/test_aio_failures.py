"""The ways in which an awaited HTTP call can fail, and what is known of the call then: as test_http_failures."""

from __future__ import annotations

import asyncio
import socket
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import requests

from civiapi import (
    AccessDenied,
    ApiCallError,
    AsyncApi,
    AsyncHttpApiV3,
    AsyncHttpApiV4,
    CallTimeout,
    ConnectionFailed,
    GatewayError,
    InvalidResponse,
    UsageError,
)
from civiapi.retry import may_go_again

from ..support import API_KEY, PASSWORD, SITE_KEY, call_of
from ..wire import DEADLINE, ROWS, answer, closed, wire
from .support import aapi3, aapi4, used


def failure(api: AsyncApi, action: str = "create") -> ApiCallError:
    with pytest.raises(ApiCallError) as caught:
        used(api, lambda api: api("Tag", action, {"id": 5} if action == "delete" else {}))
    assert str(caught.value).startswith(f"Tag.{action}: ")
    return caught.value


def failing(error: Exception, **options: Any) -> AsyncHttpApiV4:
    """An api whose transport raises the error."""

    def handle(request: httpx.Request) -> httpx.Response:
        if isinstance(error, httpx.RequestError):
            error.request = request
        raise error

    client = httpx.AsyncClient(transport=httpx.MockTransport(handle))
    return AsyncHttpApiV4("https://crm.example.org", API_KEY, client=client, retries=0, **options)


def kinds(kind: type[Exception]) -> Iterator[type[Exception]]:
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


ROOTS = (httpx.HTTPError, httpx.InvalidURL, httpx.CookieConflict, httpx.StreamError)
#: httpx's tree of errors: what becomes of each, and whether the call can have been run.
TREE: dict[type[Exception], tuple[type[ApiCallError], bool | None]] = {
    httpx.HTTPError: (ConnectionFailed, None),
    httpx.RequestError: (ConnectionFailed, None),
    httpx.TransportError: (ConnectionFailed, None),
    httpx.TimeoutException: (CallTimeout, None),
    httpx.ConnectTimeout: (CallTimeout, False),
    httpx.ReadTimeout: (CallTimeout, None),
    httpx.WriteTimeout: (CallTimeout, None),
    httpx.PoolTimeout: (CallTimeout, False),
    httpx.NetworkError: (ConnectionFailed, None),
    httpx.ConnectError: (ConnectionFailed, False),
    httpx.ReadError: (ConnectionFailed, None),
    httpx.WriteError: (ConnectionFailed, None),
    httpx.CloseError: (ConnectionFailed, None),
    httpx.ProtocolError: (ConnectionFailed, None),
    httpx.LocalProtocolError: (ConnectionFailed, None),
    httpx.RemoteProtocolError: (ConnectionFailed, None),
    httpx.ProxyError: (ConnectionFailed, False),
    httpx.UnsupportedProtocol: (ConnectionFailed, False),
    httpx.DecodingError: (ConnectionFailed, None),
    httpx.TooManyRedirects: (InvalidResponse, None),
    httpx.HTTPStatusError: (InvalidResponse, None),
    httpx.InvalidURL: (ConnectionFailed, False),
    httpx.CookieConflict: (ConnectionFailed, None),
    httpx.StreamError: (ConnectionFailed, None),
    httpx.StreamConsumed: (ConnectionFailed, None),
    httpx.StreamClosed: (ConnectionFailed, None),
    httpx.ResponseNotRead: (ConnectionFailed, None),
    httpx.RequestNotRead: (ConnectionFailed, None),
}


def test_the_tree_is_whole() -> None:
    found = {kind for root in ROOTS for kind in kinds(root) if kind.__module__ == "httpx"}
    assert found == set(TREE)


@pytest.mark.parametrize("kind", TREE, ids=lambda kind: kind.__name__)
def test_each_error_of_httpx_is_one_of_ours(kind: type[Exception]) -> None:
    request = httpx.Request("POST", "https://crm.example.org")
    if kind is httpx.HTTPStatusError:
        error: Exception = kind("no", request=request, response=httpx.Response(500, request=request))
    elif kind in (httpx.StreamConsumed, httpx.StreamClosed, httpx.ResponseNotRead, httpx.RequestNotRead):
        error = kind()
    else:
        error = kind("no")
    failed = failure(failing(error))
    assert (type(failed), failed.handled) == TREE[kind]
    assert failed.status == (500 if kind is httpx.HTTPStatusError else None)


@pytest.mark.parametrize("error", [OSError("no"), ValueError("no"), UnicodeError("no")])
def test_errors_that_are_not_httpx_s(error: Exception) -> None:
    assert type(failure(failing(error))) is ConnectionFailed


def test_errors_of_requests_they_stay() -> None:
    assert isinstance(failure(failing(httpx.ReadError("no"))), requests.exceptions.RequestException)
    assert isinstance(failure(failing(httpx.ReadTimeout("no"))), requests.exceptions.Timeout)


def test_refused_connection() -> None:
    with closed() as server:
        error = failure(aapi4(server))
    assert (type(error), error.handled) == (ConnectionFailed, False)
    assert server.url in str(error)


def test_it_is_told_in_one_traceback() -> None:
    with closed() as server:
        error = failure(aapi4(server))
    told = "".join(traceback.format_exception(error))
    assert told.count("Traceback") == 1
    assert "httpcore" not in told
    assert isinstance(error.__context__, httpx.ConnectError)


def test_unknown_host(mocker: Any) -> None:
    """As the resolver says at once; that of a machine without a network may take longer than any timeout."""
    mocker.patch("socket.getaddrinfo", side_effect=socket.gaierror(socket.EAI_NONAME, "Name not known"))
    error = failure(AsyncHttpApiV4("http://nowhere.invalid", API_KEY, timeout=10, retries=0))
    assert (type(error), error.handled) == (ConnectionFailed, False)
    assert "nowhere.invalid" in str(error)


@pytest.mark.parametrize("make", [AsyncHttpApiV3, AsyncHttpApiV4])
def test_what_is_no_url(make: Any) -> None:
    route = "gopher://crm.example.org/x"
    error = failure(make("http://crm.example.org", API_KEY, site_key=SITE_KEY, route=route, retries=3))
    assert isinstance(error, ConnectionFailed)
    assert "is no URL; write https://" in str(error)
    assert error.handled is False
    assert not may_go_again([call_of("Tag", "get")], error)


@pytest.mark.parametrize(
    "said",
    [
        None,
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f\r\n" + ROWS + b"\r\n",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",),
        (b"\x00\xff no http\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",),
    ],
)
def test_answer_that_breaks_leaves_the_call_unknown(said: Any) -> None:
    with wire(said) as server:
        error = failure(aapi4(server))
        assert type(error) is ConnectionFailed
        assert error.handled is None
        assert len(server.seen) == 1


def test_broken_answer_to_a_read_is_asked_for_again(mocker: Any) -> None:
    mocker.patch("tenacity.wait_random_exponential.__call__", return_value=0)
    cut = (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",)
    with wire(None, cut, answer("502 Bad Gateway"), answer()) as server:
        assert used(aapi4(server, retries=3), lambda api: api.Tag.get()) == [{"id": 7}]
        assert len(server.seen) == 4
    with wire(None, answer()) as server:
        failure(aapi4(server, retries=3))
        assert len(server.seen) == 1


def test_answer_after_the_time() -> None:
    with wire() as server:
        server.script = [server.hang]
        error = failure(aapi4(server, timeout=(DEADLINE, 0.1)))
        assert type(error) is CallTimeout
        assert error.handled is None
        assert "may still be running" in str(error)
        assert type(failure(aapi4(server).with_options(timeout=0.1))) is CallTimeout
    with wire(answer()[:-5]) as server:
        assert type(failure(aapi4(server, timeout=0.2))) is CallTimeout


@pytest.mark.parametrize("timeout", [None, 7, (3, 7)])
def test_timeouts_are_always_finite(timeout: Any) -> None:
    seen: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, content=ROWS)

    client = httpx.AsyncClient(transport=httpx.MockTransport(handle), timeout=None)
    used(AsyncHttpApiV4("http://x.org", API_KEY, client=client, timeout=timeout), lambda api: api.Tag.get())
    connect, read = timeout if isinstance(timeout, tuple) else (timeout or 10, timeout or 120)
    assert seen == [{"connect": connect, "read": read, "write": read, "pool": read}]


def test_body_that_the_site_would_lose_is_not_sent() -> None:
    with wire() as server:
        for make in (aapi4, aapi3):
            with pytest.raises(UsageError, match="post_max_size"):
                used(make(server, max_body=1000), lambda api: api.Note.create(note="x" * 1000))
        assert server.seen == []
        assert aapi4(server)._backend.max_body == 8 * 1024 * 1024  # type: ignore[union-attr]
        used(aapi4(server, max_body=2000), lambda api: api.Note.create(note="x" * 1000))
        assert len(server.seen[0].body) > 1000


def test_responses_are_kept_with_errors() -> None:
    with wire(
        answer("401 Unauthorized", b"HTTP 401 no"), answer("502 Bad", b"<html>", Retry_After="7")
    ) as server:
        denied, gateway = failure(aapi4(server)), failure(aapi4(server))
    assert (type(denied), denied.status, denied.data) == (AccessDenied, 401, "no")
    assert isinstance(gateway, GatewayError)
    assert (gateway.status, gateway.retry_after) == (502, 7)
    assert isinstance(denied.response, httpx.Response)
    assert denied.response.text == "HTTP 401 no"


def test_check_permissions_cannot_be_switched_off() -> None:
    with pytest.raises(UsageError, match="always checks permissions"):
        AsyncHttpApiV4("https://x.org", API_KEY, check_permissions=False)
    api = AsyncHttpApiV4("https://x.org", API_KEY, check_permissions=True)
    with pytest.raises(UsageError, match="always checks permissions"):
        api.with_options(check_permissions=False)


@pytest.mark.parametrize("limit", [0, -1, None, "10"])
def test_limit_that_is_none(limit: Any) -> None:
    with pytest.raises(UsageError, match="1 or more"):
        AsyncHttpApiV4("https://x.org", API_KEY, limit=limit)


@pytest.mark.parametrize(
    "headers",
    [{"X-Mine": f"{PASSWORD}\nX-Evil: 1"}, {"X-Mine": f"{PASSWORD}\x00"}, {"X-Mine": f"{PASSWORD} \u0142"}, {"X Mine": PASSWORD}],
)  # fmt: skip
def test_header_that_cannot_be_one(headers: dict[str, str]) -> None:
    with wire() as server:
        error = failure(aapi4(server, headers=headers))
        assert isinstance(error, UsageError)
        assert PASSWORD not in str(error)
        assert server.seen == []


def test_password_that_cannot_be_sent() -> None:
    error = failure(AsyncHttpApiV4("https://x.org", API_KEY, ("front", f"{PASSWORD}\u0142")))
    assert isinstance(error, UsageError)
    assert (PASSWORD in str(error), error.__cause__) == (False, None)


def test_client_that_was_closed() -> None:
    client = httpx.AsyncClient()
    asyncio.run(client.aclose())
    error = failure(AsyncHttpApiV4("https://x.org", API_KEY, client=client, retries=3))
    assert isinstance(error, UsageError)
    assert "is closed" in str(error)


def test_nothing_is_sent_for_no_calls() -> None:
    with wire() as server:
        assert used(aapi4(server), lambda api: api.send([])) == []
        assert server.seen == []


def test_without_httpx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delitem(sys.modules, "civiapi.aclient")
    with pytest.raises(ImportError, match=r"AsyncHttpApiV4 needs httpx: pip install 'civiapi\[async\]'"):
        AsyncHttpApiV4("https://x.org", API_KEY)
