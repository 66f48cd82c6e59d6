"""What leaves the process over HTTP, byte for byte."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import requests

from civiapi import (
    HttpApiV3,
    HttpApiV4,
    UsageError,
)
from civiapi._version import __version__

from .support import API_KEY, PASSWORD, SITE_KEY
from .wire import Wire, answer, api3, api4, one_seen, wire


def test_v4() -> None:
    with wire() as server, api4(server) as api:
        assert api.Contact.get(display_name="Zoë & Co", limit=1) == [{"id": 7}]
        seen = one_seen(server)
    assert seen.line == "POST /civicrm/ajax/api4/Contact/get?params=! HTTP/1.1"
    assert seen.headers["x-civi-auth"] == f"Bearer {API_KEY}"
    assert seen.headers["x-civi-key"] == SITE_KEY
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    assert seen.headers["user-agent"] == f"civiapi/{__version__}"
    assert not {"cookie", "authorization", "x-requested-with"} & seen.headers.keys()
    assert seen.form.keys() == {"params"}
    assert json.loads(seen.form["params"]) == {"where": [["display_name", "=", "Zoë & Co"]], "limit": 1}
    assert API_KEY.encode() not in seen.body


def test_v4_without_site_key_and_params() -> None:
    with wire() as server, api4(server, site_key=None) as api:
        api.Contact.get()
        seen = one_seen(server)
    assert "x-civi-key" not in seen.headers
    assert seen.body == b"params=%7B%7D"


@pytest.mark.parametrize(("index", "sent"), [(0, "0"), (-1, "-1"), ("display_name", "display_name")])
def test_v4_index(index: Any, sent: str) -> None:
    with wire(answer(body=b'{"values":{"id":7}}')) as server, api4(server) as api:
        assert api.Contact.get({}, index) == {"id": 7}
        assert one_seen(server).form == {"params": "{}", "index": sent}


def test_v3() -> None:
    with wire(answer(body=b'{"is_error":0,"values":[{"id":"7"}]}')) as server, api3(server) as api:
        assert api.Contact.get(display_name="Zoë", limit=1) == [{"id": "7"}]
        seen = one_seen(server)
    assert seen.line == "POST /civicrm/ajax/rest?json=%7B! HTTP/1.1"
    assert {name: seen.form[name] for name in ("entity", "action", "api_key", "key")} == {
        "entity": "Contact",
        "action": "get",
        "api_key": API_KEY,
        "key": SITE_KEY,
    }
    assert json.loads(seen.form["json"]) == {"sequential": 1, "display_name": "Zoë", "options": {"limit": 1}}
    assert API_KEY not in seen.head
    assert SITE_KEY not in seen.head
    assert not {"x-civi-auth", "cookie", "authorization"} & seen.headers.keys()


@pytest.mark.parametrize(
    ("route", "target4", "target3"),
    [
        ("wordpress", "/sub/?civiwp=CiviCRM&q=civicrm/ajax/api4/Tag/get&params=!", "/sub/?civiwp=CiviCRM&q=civicrm/ajax/rest&json=%7B!"),
        ("drupal7", "/sub/?q=civicrm/ajax/api4/Tag/get&params=!", "/sub/?q=civicrm/ajax/rest&json=%7B!"),
        ("joomla", "/sub/index.php?option=com_civicrm&task=civicrm/ajax/api4/Tag/get&params=!", "/sub/index.php?option=com_civicrm&task=civicrm/ajax/rest&json=%7B!"),
        (None, "/sub/civicrm/ajax/api4/Tag/get?params=!", "/sub/civicrm/ajax/rest?json=%7B!"),
        ("", "/sub/civicrm/ajax/api4/Tag/get?params=!", "/sub/civicrm/ajax/rest?json=%7B!"),
        ("{url}/wp/api/", "/wp/api/Tag/get?params=!", "/wp/api?json=%7B!"),
    ],
)  # fmt: skip
def test_routes(route: str | None, target4: str, target3: str) -> None:
    with wire() as server:
        where = route and route.replace("{url}", server.url)
        with (
            HttpApiV4(f"{server.url}/sub/", API_KEY, route=where) as api,
            HttpApiV3(f"{server.url}/sub", API_KEY, route=where) as old,
        ):
            api.Tag.get()
            old.Tag.get()
        assert [seen.target for seen in server.seen] == [target4, target3]


@pytest.mark.parametrize(
    "tail", ["", "/", "/civicrm/ajax/api4", "/civicrm/ajax/api4/", "/civicrm/ajax/rest", "?x=1#y"]
)
def test_url_of_the_endpoint_is_taken_for_the_sites(tail: str) -> None:
    with wire() as server, HttpApiV4(server.url + tail, API_KEY) as api:
        api.Tag.get()
        assert one_seen(server).target == "/civicrm/ajax/api4/Tag/get?params=!"


@pytest.mark.parametrize(
    "htaccess", [{"user": "front", "pass": PASSWORD}, ("front", PASSWORD), "in the url", "quoted in the url"]
)
def test_password_of_the_web_server(htaccess: Any) -> None:
    with wire() as server:
        url = server.url
        if isinstance(htaccess, str):
            user = "front" if htaccess == "in the url" else "f%72ont"
            url, htaccess = server.url.replace("//", f"//{user}:{PASSWORD}@"), None
        with HttpApiV4(url, API_KEY, htaccess) as api:
            api.Tag.get()
            assert PASSWORD not in repr(api)
        seen = one_seen(server)
    assert seen.headers["authorization"] == "Basic " + base64.b64encode(f"front:{PASSWORD}".encode()).decode()
    assert seen.headers["x-civi-auth"] == f"Bearer {API_KEY}"
    assert PASSWORD not in seen.head


def test_keys_are_stripped_of_the_newline_that_a_file_ends_with() -> None:
    with wire() as server, HttpApiV4(server.url, f"{API_KEY}\n", site_key=f" {SITE_KEY}\r\n") as api:
        api.Tag.get()
        assert one_seen(server).headers["x-civi-auth"] == f"Bearer {API_KEY}"
        assert one_seen(server).headers["x-civi-key"] == SITE_KEY


@pytest.mark.parametrize("key", [f"{API_KEY}\nX-Evil: 1", f"{API_KEY}\x00", f"{API_KEY}ü"])
def test_keys_that_no_header_may_hold(key: str) -> None:
    for make in (lambda: HttpApiV4("https://x.org", key), lambda: HttpApiV3("https://x.org", "ok", key)):
        with pytest.raises(UsageError, match="a key holds a character") as caught:
            make()
        assert API_KEY not in str(caught.value)


def test_headers_of_the_users() -> None:
    with (
        wire() as server,
        api4(server, headers={"X-Mine": "1", "User-Agent": "mine", "X-Civi-Auth": "no"}) as api,
    ):
        api.Tag.get()
        headers = one_seen(server).headers
    assert (headers["x-mine"], headers["user-agent"], headers["x-civi-auth"]) == (
        "1",
        "mine",
        f"Bearer {API_KEY}",
    )


def test_header_that_cannot_be_one() -> None:
    with (
        api4(Wire([]), headers={"X-Mine": f"{PASSWORD}\nX-Evil: 1"}) as api,
        pytest.raises(UsageError) as caught,
    ):
        api.Tag.get()
    assert PASSWORD not in str(caught.value)


def test_session_of_the_users() -> None:
    with requests.Session() as session:
        session.headers["X-Session"] = "1"
        session.auth = ("front", PASSWORD)
        session.cookies.set("SESSCIVISO", "stale")
        with wire() as server, api4(server, session=session) as api:
            api.Tag.get()
            api.close()
            api.Tag.get()
            first, second = server.seen
        assert first.headers["x-session"] == "1"
        assert first.headers["authorization"].startswith("Basic ")
        assert "cookie" not in first.headers  # a session of the CMS beside a key is refused as mismatched
        assert second.connection == first.connection  # close() left the user's session open


def test_cookies_are_not_sent_back() -> None:
    with wire(answer(Set_Cookie="SESSCIVISO=abc; path=/")) as server, api4(server) as api:
        api.Tag.get()
        api.Tag.get()
        assert len(server.seen) == 2
        assert not any("cookie" in seen.headers for seen in server.seen)


def test_netrc_is_not_read(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {PASSWORD}\n")
    monkeypatch.setenv("NETRC", str(netrc))
    with wire() as server, api4(server) as api:
        assert (
            "Authorization" in requests.post(server.url, timeout=60).request.headers
        )  # requests itself does
        api.Tag.get()
        assert "authorization" not in server.seen[1].headers


def test_connection_is_kept(mocker: Any) -> None:
    with wire() as server, api4(server) as api:
        for _ in range(3):
            api.Tag.get()
        api.with_options(timeout=50).Tag.get()
        assert [seen.connection for seen in server.seen] == [1] * 4
        api.close()
        api.Tag.get()
        assert server.seen[-1].connection == 2


def test_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with wire() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        with HttpApiV4("http://crm.example.org", API_KEY, timeout=60, retries=0) as api:
            assert api.Tag.get() == [{"id": 7}]
        assert one_seen(proxy).target == "http://crm.example.org/civicrm/ajax/api4/Tag/get?params=!"
    with (
        wire() as proxy,
        HttpApiV4("http://crm.example.org", API_KEY, proxies={"http": proxy.url}, timeout=60) as api,
    ):
        api.Tag.get()
        assert len(proxy.seen) == 1
