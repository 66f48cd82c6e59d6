"""Redirects of awaited calls: the rules, and the cases, are those of test_http_redirects."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import ApiCallError, InvalidResponse

from ..support import PASSWORD, secrets_in
from ..test_http_redirects import OURS, moved
from ..wire import answer, wire
from .support import aapi3, aapi4, used


def refused(api: Any) -> InvalidResponse:
    with pytest.raises(ApiCallError) as caught:
        used(api, lambda api: api.Tag.get())
    assert type(caught.value) is InvalidResponse
    assert caught.value.handled is None
    return caught.value


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
def test_followed_on_the_same_host(status: str) -> None:
    with wire(moved(f"/sub{OURS}", status), answer()) as server:
        assert used(aapi4(server), lambda api: api.Tag.get(name="x")) == [{"id": 7}]
        first, second = server.seen
    assert second.line == f"POST /sub{OURS} HTTP/1.1"
    assert second.body == first.body
    assert second.headers == first.headers


def test_followed_with_the_whole_url() -> None:
    with wire() as server:
        server.script = [
            moved(f"{server.url}/civicrm/ajax/rest/?json=%7B!"),
            answer(body=b'{"is_error":0,"values":[]}'),
        ]
        assert used(aapi3(server), lambda api: api.Tag.get()) == []
        assert server.seen[1].body == server.seen[0].body


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "303 See Other"])
def test_what_would_become_a_get_is_refused(status: str) -> None:
    with wire(moved(f"/sub{OURS}", status), answer()) as server:
        error = refused(aapi4(server))
        assert len(server.seen) == 1
    assert error.status == int(status[:3])
    assert f"redirects to {server.url}/sub/civicrm/ajax/api4/Tag/get (HTTP {status[:3]})" in str(error)


@pytest.mark.parametrize(
    "location",
    [
        f"http://localhost:1{OURS}",
        f"//evil.example.org{OURS}",
        f"http://127.0.0.1:1{OURS}",
        f"https://127.0.0.1{OURS}",
        f"ftp://127.0.0.1{OURS}",
        "/civicrm/ajax/api4/Tag/get",
        "/civicrm/ajax/api4/Tag/get?params=!&x=1",
        "/login",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:99999999/",
        "http://[bad",
    ],
)
def test_another_place_is_refused(location: str) -> None:
    with wire(moved(location), answer()) as server:
        error = refused(aapi4(server))
        assert len(server.seen) == 1
    assert "redirects to" in str(error)
    assert "params=" not in str(error)


def test_key_goes_to_no_other_host() -> None:
    with wire() as evil, wire() as server:
        server.script = [moved(evil.url + OURS)]
        error = refused(aapi4(server))
        assert evil.url in str(error)
        assert evil.connections == 0
        assert error.response.next_request is None


def test_password_in_the_place_is_not_told() -> None:
    with wire(moved(f"http://me:{PASSWORD}@127.0.0.1:1{OURS}")) as server:
        assert not secrets_in(str(refused(aapi4(server))))


def test_round_and_round() -> None:
    with wire(moved(OURS)) as server:
        assert "redirected more than 3 times" in str(refused(aapi4(server)))
        assert len(server.seen) <= 4
