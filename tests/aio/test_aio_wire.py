"""What an async api sends is what the sync one sends, byte for byte."""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from civiapi import (
    ApiCallError,
    AsyncHttpApiV3,
    AsyncHttpApiV4,
    ConnectionFailed,
    HttpApiV3,
    HttpApiV4,
    UsageError,
)

from ..support import API_KEY, PASSWORD, SITE_KEY
from ..wire import DEADLINE, Seen, Wire, answer, one_seen, wire
from .support import aapi3, aapi4, used

TLS = Path(__file__).with_name("tls.pem")
ROWS3 = answer(body=b'{"is_error":0,"values":[{"id":"7"}]}')
MANY3 = answer(body=b'{"is_error":0,"c0":{"is_error":0,"values":[]},"c1":{"is_error":0,"values":[]}}')
MANY4 = answer(body=b'[{"values":[]},{"values":[]}]')


def told(seen: Seen) -> tuple[Any, ...]:
    """A request, but for the port that its server happens to have."""
    return seen.line.split(" HTTP")[0], seen.body, {**seen.headers, "host": ""}


OPTIONS: dict[str, dict[str, Any]] = {
    "plain": {},
    "wordpress": {"route": "wordpress"},
    "drupal7": {"route": "drupal7"},
    "joomla": {"route": "joomla"},
    "endpoint": {"route": "{url}/wp/api%20x/ü/"},
    "htaccess": {"htaccess": {"user": "front", "pass": "pä:ss"}},
    "headers": {"headers": {"X-Mine": "grüße", "user-agent": "mine", "Accept": "x/y", "X-Civi-Auth": "no"}},
    "host": {"headers": {"Host": "crm.example.org"}},
}
CALLS: dict[str, list[tuple[Any, ...]]] = {
    "get": [("Contact", "get", {"display_name": 'Zoë & "Co" \x00+%', "limit": 3})],
    "nothing": [("Contact", "get", {})],
    "index": [("Contact", "get", {"select": ["id"]}, {"id": "display_name"})],
    "number": [("Contact", "get", {}, 0)],
    "write": [("Tag", "create", {"label": "x" * 100_000})],
    "many": [("Contact", "get", {}), ("Tag", "get", {"id": [1, 2]})],
}


def sent_by(api: Any, calls: list[tuple[Any, ...]], *, is_async: bool) -> None:
    """A batch: what the wire answers need not fit each call."""
    if is_async:
        used(api, lambda api: api.batch(calls))
    else:
        with api:
            api.batch(calls)


ALL = [(4, calls) for calls in CALLS] + [(3, calls) for calls in ("get", "nothing", "write", "many")]


@pytest.mark.parametrize("options", OPTIONS)
@pytest.mark.parametrize(("version", "calls"), ALL)
@pytest.mark.parametrize("path", ["", "/süb dir/"])
def test_byte_for_byte(options: str, calls: str, version: int, path: str) -> None:
    reply = (MANY4 if version == 4 else MANY3) if calls == "many" else answer() if version == 4 else ROWS3
    seen = []
    for kind in (HttpApiV4, AsyncHttpApiV4) if version == 4 else (HttpApiV3, AsyncHttpApiV3):
        with wire(reply) as server:
            given = {
                name: value.replace("{url}", server.url) if isinstance(value, str) else value
                for name, value in OPTIONS[options].items()
            }
            api = kind(server.url + path, API_KEY, site_key=SITE_KEY, retries=0, timeout=DEADLINE, **given)
            sent_by(api, CALLS[calls], is_async=kind in (AsyncHttpApiV3, AsyncHttpApiV4))
            assert len(server.seen) == 1
            seen.append(told(server.seen[0]))
    assert seen[0] == seen[1]


def test_user_in_the_url() -> None:
    seen = []
    for kind in (HttpApiV4, AsyncHttpApiV4):
        with wire() as server:
            api = kind(server.url.replace("//", f"//f%72ont:{PASSWORD}@"), API_KEY, retries=0)
            sent_by(api, CALLS["get"], is_async=kind is AsyncHttpApiV4)
            seen.append(told(one_seen(server)))
    assert seen[0] == seen[1]
    assert seen[0][2]["authorization"].startswith("Basic ")


def test_headers_come_as_they_would_from_requests() -> None:
    """Their spelling too: some firewalls look at it."""
    heads = []
    for kind in (HttpApiV4, AsyncHttpApiV4):
        with wire() as server:
            sent_by(kind(server.url, API_KEY, retries=0), CALLS["get"], is_async=kind is AsyncHttpApiV4)
            heads.append({line.split(": ")[0] for line in one_seen(server).head.split("\r\n")[1:]})
    assert heads[0] == heads[1]


def test_client_of_the_users() -> None:
    with wire() as server:

        async def use(client: httpx.AsyncClient) -> None:
            api = aapi4(server, client=client)
            await api.Tag.get()
            await api.aclose()
            await api.Tag.get()

        async def main() -> None:
            async with httpx.AsyncClient(
                headers={"X-Session": "1"},
                auth=("front", PASSWORD),
                cookies={"SESSCIVISO": "stale"},
                limits=httpx.Limits(),
            ) as client:
                await use(client)
                assert not client.is_closed

        asyncio.run(main())
        first, second = server.seen
    assert first.headers["x-session"] == "1"
    assert first.headers["user-agent"].startswith("civiapi/")
    assert first.headers["authorization"].startswith("Basic ")
    assert "cookie" not in first.headers
    assert second.connection == first.connection


def test_password_of_the_web_server_goes_before_the_clients_own() -> None:
    async def use(api: Any) -> None:
        async with client:
            await api.Tag.get()

    client = httpx.AsyncClient(auth=("other", "other"))
    with wire() as server:
        used(aapi4(server, client=client, htaccess=("front", PASSWORD)), use)
        assert one_seen(server).headers["authorization"] == "Basic ZnJvbnQ6Y2FuYXJ5LXBhc3N3b3Jk"


def test_client_that_is_none() -> None:
    with httpx.Client() as client, pytest.raises(UsageError, match=r"httpx\.AsyncClient, not a Client"):
        AsyncHttpApiV4("https://x.org", API_KEY, client=client)  # type: ignore[arg-type]
    for more in ({"verify_ssl": False}, {"proxies": {"http": "http://x"}}, {"cert": "x.pem"}):
        with pytest.raises(UsageError, match="set them on it"):
            AsyncHttpApiV4("https://x.org", API_KEY, client=httpx.AsyncClient(), **more)  # type: ignore[arg-type]


def test_cookies_are_neither_kept_nor_sent_back() -> None:
    with wire(answer(Set_Cookie="SESSCIVISO=abc; path=/")) as server:

        async def use(api: Any) -> None:
            await api.Tag.get()
            await api.Tag.get()
            (opened,) = api._backend._connection._open.values()
            assert [list(client.cookies.jar) for client in opened.clients.values()] == [[]]

        used(aapi4(server), use)
        assert len(server.seen) == 2
        assert not any("cookie" in seen.headers for seen in server.seen)


def test_netrc_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text(f"machine 127.0.0.1 login me password {PASSWORD}\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with wire() as server:
        used(aapi4(server), lambda api: api.Tag.get())
        assert "authorization" not in one_seen(server).headers


def test_connection_is_kept() -> None:
    with wire() as server:

        async def use(api: Any) -> None:
            for _ in range(3):
                await api.Tag.get()
            await api.with_options(timeout=DEADLINE - 1).Tag.get()
            assert [seen.connection for seen in server.seen] == [1] * 4
            await api.close()
            await api.Tag.get()
            assert server.seen[-1].connection == 2

        used(aapi4(server), use)


TARGET = "http://crm.example.org/civicrm/ajax/api4/Tag/get?params=!"


def test_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with wire() as proxy:
        api = AsyncHttpApiV4("http://crm.example.org", API_KEY, proxies={"http": proxy.url}, timeout=DEADLINE)
        used(api, lambda api: api.Tag.get())
        assert one_seen(proxy).target == TARGET
    with wire() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", f"//me:{PASSWORD}@"))
        used(AsyncHttpApiV4("http://crm.example.org", API_KEY, timeout=DEADLINE), lambda api: api.Tag.get())
        seen = one_seen(proxy)
        assert (seen.target, seen.headers["proxy-authorization"][:6]) == (TARGET, "Basic ")
    with wire() as server:
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        used(aapi4(server), lambda api: api.Tag.get())
        assert one_seen(server).target == "/civicrm/ajax/api4/Tag/get?params=!"


@pytest.mark.parametrize("proxy", ["nowhere://me:{}@x", "http://me:{}@x:port"])
def test_proxy_that_is_none(proxy: str) -> None:
    api = AsyncHttpApiV4("http://crm.example.org", API_KEY, proxies={"http": proxy.format(PASSWORD)})
    with pytest.raises(UsageError, match="the proxy is no URL of http, https or socks5") as caught:
        used(api, lambda api: api.Tag.get())
    assert PASSWORD not in str(caught.value)


def test_proxy_that_refuses(secure: Wire) -> None:
    with wire(answer("407 Proxy Authentication Required", b"")) as proxy:
        address = proxy.url.replace("//", f"//me:{PASSWORD}@")
        error = refused(aapi4(secure, proxies={"https": address}))
        assert proxy.seen[0].line == f"CONNECT {secure.host}:{secure.port} HTTP/1.1"
        assert "x-civi-auth" not in proxy.seen[0].headers
    assert (type(error), error.handled) == (ConnectionFailed, False)
    assert PASSWORD not in str(error)


def test_proxy_that_needs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "socksio", None)
    monkeypatch.delitem(sys.modules, "httpcore._async.socks_proxy", raising=False)
    monkeypatch.setenv("all_proxy", "socks5://127.0.0.1:1")
    error = refused(AsyncHttpApiV4("http://crm.example.org", API_KEY))
    assert isinstance(error, UsageError)
    assert "httpx[socks]" in str(error)


# --- certificates ---


@pytest.fixture
def secure() -> Iterator[Wire]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS)
    with wire(tls=context) as server:
        yield server


def refused(api: Any) -> ApiCallError:
    with pytest.raises(ApiCallError) as caught:
        used(api, lambda api: api.Tag.create(label="x"))
    return caught.value


def test_certificate_of_another_is_refused(secure: Wire) -> None:
    error = refused(aapi4(secure, retries=1))
    assert error.handled is False
    assert "CERTIFICATE_VERIFY_FAILED" in str(error)
    assert secure.seen == []


def test_certificate_that_is_told(secure: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    assert used(aapi4(secure, verify_ssl=str(TLS)), lambda api: api.Tag.get()) == [{"id": 7}]
    assert used(aapi3(secure, verify_ssl=False), lambda api: api.Tag.get())
    assert used(aapi4(secure, verify_ssl=str(TLS), cert=str(TLS)), lambda api: api.Tag.get())
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(TLS))
    assert used(aapi4(secure), lambda api: api.Tag.get()) == [{"id": 7}]
    assert len(secure.seen) == 4


def test_certificate_of_the_client(secure: Wire) -> None:
    assert secure.tls is not None
    secure.tls.load_verify_locations(TLS)
    secure.tls.verify_mode = ssl.CERT_REQUIRED
    error = refused(aapi4(secure, verify_ssl=str(TLS), timeout=DEADLINE))
    assert error.handled in (None, False)  # with TLS 1.3 the refusal comes after what was sent
    assert secure.seen == []
    for cert in (str(TLS), (str(TLS), str(TLS))):
        api = aapi4(secure, verify_ssl=str(TLS), cert=cert)
        assert used(api, lambda api: api.Tag.get()) == [{"id": 7}]


@pytest.mark.parametrize("options", [{"verify_ssl": "/nowhere"}, {"cert": "/nowhere"}])
def test_certificate_that_is_not_there(secure: Wire, options: dict[str, Any]) -> None:
    error = refused(aapi4(secure, **options))
    assert isinstance(error, UsageError)
    assert "no file of certificates" in str(error)
