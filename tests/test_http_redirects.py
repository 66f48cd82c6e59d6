"""Redirects: the same body goes again to the same site only; nothing is turned into a GET or sent elsewhere."""

from __future__ import annotations

import pytest
import requests

from civiapi import ApiCallError, InvalidResponse
from civiapi.address import redirected

from .support import PASSWORD, secrets_in
from .wire import answer, api3, api4, wire

OURS = "/civicrm/ajax/api4/Tag/get?params=!"


def moved(location: str, status: str = "307 Temporary Redirect") -> bytes:
    return answer(status, b"", Location=location)


def refused(api: object) -> InvalidResponse:
    with pytest.raises(ApiCallError) as caught:
        api.Tag.get()  # type: ignore[attr-defined]
    assert type(caught.value) is InvalidResponse
    return caught.value


@pytest.mark.parametrize("status", ["307 Temporary Redirect", "308 Permanent Redirect"])
def test_followed_on_the_same_host(status: str) -> None:
    with wire(moved(f"/sub{OURS}", status), answer()) as server, api4(server) as api:
        assert api.Tag.get(name="x") == [{"id": 7}]
        first, second = server.seen
    assert second.line == f"POST /sub{OURS} HTTP/1.1"
    assert second.body == first.body
    assert second.headers == first.headers


def test_followed_with_the_whole_url() -> None:
    with wire() as server, api3(server) as api:
        server.script = [
            moved(f"{server.url}/civicrm/ajax/rest/?json=%7B!"),
            answer(body=b'{"is_error":0,"values":[]}'),
        ]
        assert api.Tag.get() == []
        assert server.seen[1].body == server.seen[0].body


@pytest.mark.parametrize("status", ["301 Moved Permanently", "302 Found", "303 See Other"])
def test_what_would_become_a_get_is_refused(status: str) -> None:
    with wire(moved(f"/sub{OURS}", status), answer()) as server:
        error = refused(api4(server))
        assert len(server.seen) == 1
    assert error.status == int(status[:3])
    assert f"redirects to {server.url}/sub/civicrm/ajax/api4/Tag/get (HTTP {status[:3]})" in str(error)
    assert isinstance(error.response, requests.Response)


@pytest.mark.parametrize(
    "location",
    [
        f"http://localhost:1{OURS}",
        f"//evil.example.org{OURS}",
        f"http://127.0.0.1:1{OURS}",
        f"https://127.0.0.1{OURS}",
        f"ftp://127.0.0.1{OURS}",
        "/civicrm/ajax/api4/Tag/get",
        "/civicrm/ajax/api4/Tag/get?params=%21",
        "/civicrm/ajax/api4/Tag/get?params=!&x=1",
        "/login",
        "http://127.0.0.1:port/",
        "http://127.0.0.1:99999999/",
    ],
)
def test_another_place_is_refused(location: str) -> None:
    with wire(moved(location), answer()) as server:
        error = refused(api4(server))
        assert len(server.seen) == 1
    assert error.handled is None
    assert "redirects to" in str(error)
    assert "params=" not in str(error)


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ("/civicrm/home", "is it the url of CiviCRM, and its route?"),
        (f"https://www.example.org{OURS}", "give the url that it redirects to"),
    ],
)
def test_what_to_do_about_it(place: str, instead: str) -> None:
    """The page of a log-in is no url to give."""
    with wire(moved(place, "302 Found")) as server, api4(server) as api:
        assert instead in str(refused(api))


def test_place_that_is_no_url() -> None:
    with wire(moved("http://[bad")) as server, api4(server) as api, pytest.raises(ApiCallError) as caught:
        api.Tag.create(name="x")
    assert caught.value.handled is None


def test_key_goes_to_no_other_host() -> None:
    with wire() as evil, wire() as server:
        server.script = [moved(evil.url + OURS)]
        assert evil.url in str(refused(api4(server)))
        assert evil.connections == 0


def test_password_in_the_place_is_not_told() -> None:
    with wire(moved(f"http://me:{PASSWORD}@127.0.0.1:1{OURS}")) as server:
        assert not secrets_in(str(refused(api4(server))))


def test_round_and_round() -> None:
    with wire(moved(OURS)) as server:
        assert "redirected more than 3 times" in str(refused(api4(server)))
        assert len(server.seen) <= 4


@pytest.mark.parametrize(
    ("old", "new", "followed"),
    [
        ("http://crm.example.org/a?params=!", "https://crm.example.org/a?params=!", True),
        ("http://crm.example.org/a?params=!", "https://CRM.example.org/b?params=!", True),
        ("http://crm.example.org/a?params=!", "https://crm.example.org:8443/a?params=!", False),
        ("http://crm.example.org:8080/a?params=!", "https://crm.example.org/a?params=!", False),
        ("https://crm.example.org/a?params=!", "http://crm.example.org/a?params=!", False),
        ("http://crm.example.org/a?params=!", "https://www.crm.example.org/a?params=!", False),
        ("https://crm.example.org/a?params=!", "/b/?params=!", True),
    ],
)
def test_from_http_to_https(old: str, new: str, followed: bool) -> None:
    response = requests.Response()
    response.status_code = 308
    response.headers["Location"] = new
    if followed:
        assert redirected(old, response).endswith("?params=!")
    else:
        with pytest.raises(InvalidResponse):
            redirected(old, response)
