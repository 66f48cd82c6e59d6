"""No key and no password in a URL, a log line, a repr, an exception's text or traceback, or a pickled error."""

from __future__ import annotations

import logging
import pickle
import traceback
from typing import Any

import pytest

from civiapi import ApiCallError, ConnectionFailed, HttpApiV3, HttpApiV4

from .support import API_KEY, PASSWORD, SITE_KEY, secrets_in
from .wire import Seen, Wire, answer, closed, wire

FAILURES: dict[str, Any] = {
    "closed": None,
    "cut": (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",),
    "no http": (b"\x00\r\n\r\n",),
    "401": answer("401 Unauthorized", b"HTTP 401 Invalid credential"),
    "400": answer(
        "400 Bad Request", b'{"error_code":400,"error_message":"SECURITY ALERT: Ajax requests ..."}'
    ),
    "500": answer("500 Error", b'{"error_code":0,"error_message":"Invalid field \'x\'","status":500}'),
    "v3": answer(body=b'{"is_error":1,"error_message":"DB Error: syntax error"}'),
    "empty": answer("500 Error", b""),
    "502": answer("502 Bad Gateway", b"<html>"),
    "429": answer("429 Too Many", b"slow down"),
    "moved": answer("302 Found", b"", Location="/login"),
    "elsewhere": answer("307 Moved", b"", Location="http://localhost:1/x"),
}


def echoing(seen: Seen) -> bytes:
    """A page that shows the whole request, as a careless proxy's error page does."""
    return answer("400 Bad Request", f"<html><pre>{seen.head} {seen.body.decode()}".encode())


FAILURES["echo"] = echoing


def apis(server: Wire) -> list[Any]:
    url = server.url.replace("//", f"//front:{PASSWORD}@")
    options: dict[str, Any] = {"timeout": 60, "retries": 1}
    return [
        HttpApiV4(url, API_KEY, site_key=SITE_KEY, **options),
        HttpApiV3(url, API_KEY, SITE_KEY, **options),
    ]


@pytest.mark.parametrize("name", FAILURES)
def test_nothing_is_told(name: str, caplog: pytest.LogCaptureFixture, mocker: Any) -> None:
    mocker.patch("tenacity.nap.time.sleep")
    told: list[str] = []
    with caplog.at_level(logging.DEBUG), wire(FAILURES[name]) as server:
        for api in apis(server):
            with api, pytest.raises(ApiCallError) as caught:
                api.Contact.get(api_key=SITE_KEY, limit=1)
            error = caught.value
            told += [
                "".join(traceback.format_exception(error)),
                repr(error),
                str(vars(error)),
                str(error.args),
            ]
            told += [repr(error.call), repr(api), repr(vars(api)), repr(api._backend)]
            response = error.response
            if response is not None:
                told += [repr(response.request.headers), repr(response.request.body), response.request.url]
                told.append(repr(vars(response.request)))
                assert response.next is None  # the request that would follow a redirect holds the key too
            error.call = None  # its params are the caller's own
            if name != "echo":
                told.append(repr(pickle.dumps(error)))
        told += [seen.line for seen in server.seen]
    told += [record.getMessage() for record in caplog.records]
    assert len(caplog.records) > 2
    assert [text for text in told if secrets_in(text)] == []


def test_calls_that_succeed_are_logged_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), wire(answer(body=b'{"is_error":0,"values":[]}')) as server:
        for api in apis(server):
            with api:
                api.Contact.get(api_key=SITE_KEY)
    assert "Contact.get" in caplog.text
    assert secrets_in(caplog.text) == []


def test_refused_connection_is_told_without_secrets() -> None:
    with closed() as server:
        for api in apis(server):
            with pytest.raises(ApiCallError) as caught:
                api.with_options(retries=0).Contact.get()
            assert secrets_in("".join(traceback.format_exception(caught.value))) == []


def test_request_kept_with_an_error_still_says_where_it_went() -> None:
    with wire(FAILURES["500"]) as server, pytest.raises(ApiCallError) as caught:
        apis(server)[0].Contact.get()
    assert caught.value.response.request.url == f"{server.url}/civicrm/ajax/api4/Contact/get?params=!"
    assert caught.value.response.request.method == "POST"


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("http://user:{}@127.0.0.1:1", "through the proxy: "),
        ("http://user:{}@host:noport", "the URL of a proxy cannot be read"),
        ("http://user:{}@[::1", "the URL of a proxy cannot be read"),
        ("gopher://user:{}@127.0.0.1:1", "the URL of a proxy cannot be read"),
    ],
)
def test_the_password_of_a_proxy(proxy: str, said: str) -> None:
    proxies = {"http": proxy.format(PASSWORD)}
    api = HttpApiV4("http://crm.example.org", API_KEY, proxies=proxies, retries=0)
    with api, pytest.raises(ConnectionFailed, match=said) as caught:
        api.Contact.get()
    error = caught.value
    assert error.handled is False
    assert secrets_in("".join(traceback.format_exception(error)) + repr(error.__context__)) == []
