"""The httpx clients of an async api: one for each event loop and host."""

from __future__ import annotations

import asyncio
import os
import ssl
import weakref
from collections.abc import AsyncGenerator, Mapping
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import httpx
import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH, select_proxy

from .errors import UsageError


class _Open:
    """What one event loop has open: a client for each host, and slots for so many calls at once."""

    def __init__(self, limit: int) -> None:
        self.slots = asyncio.Semaphore(limit)
        self.renewing = asyncio.Lock()
        self.clients: dict[str, httpx.AsyncClient] = {}
        self.keeper = _kept(self.clients)


async def _kept(clients: dict[str, httpx.AsyncClient]) -> AsyncGenerator[None, None]:
    """Closes clients when it is closed: by us, at the end of its loop (shutdown_asyncgens), or as garbage."""
    try:
        yield
    finally:
        for client in clients.values():
            await client.aclose()


class AsyncConnection:
    """httpx's clients, made on first use and shared by copies of an api.

    Sockets belong to an event loop, so each loop has its own, which end with it.
    """

    def __init__(self, client: httpx.AsyncClient | None = None, limit: int = 10) -> None:
        if client is not None and not isinstance(client, httpx.AsyncClient):
            raise UsageError(f"client is an httpx.AsyncClient, not a {type(client).__name__}")
        if not isinstance(limit, int) or limit < 1:
            raise UsageError(f"limit is how many calls may be under way, 1 or more, not {limit!r}")
        self._own, self._limit = client, limit
        self._open: dict[asyncio.AbstractEventLoop, _Open] = {}
        # Held from without, so that what is open is no garbage yet when this is, and can close itself.
        weakref.finalize(self, self._open.clear)

    async def slot(self) -> asyncio.Semaphore:
        """What to hold while a call is under way."""
        return (await self._here()).slots

    async def renewal(self) -> asyncio.Lock:
        """What to hold while a session is renewed."""
        return (await self._here()).renewing

    async def client(
        self, url: str, proxies: Mapping[str, str], verify: bool | str, cert: Any
    ) -> httpx.AsyncClient:
        """The client for a URL's host; UsageError where the one that was given is closed."""
        if self._own is not None:
            if self._own.is_closed:
                raise UsageError("the client that was given is closed")
            return self._own
        clients = (await self._here()).clients
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc}"
        if place not in clients:
            clients[place] = _new_client(url, proxies, verify, cert)
        return clients[place]

    async def _here(self) -> _Open:
        loop = asyncio.get_running_loop()
        found = self._open.get(loop)
        if found is None:
            for other in list(self._open):
                if other.is_closed():
                    self._open.pop(other, None)
            found = self._open[loop] = _Open(self._limit)
            await anext(found.keeper)
        return found

    async def aclose(self) -> None:
        """Close what is open; a client that was given stays so, it is its owner's."""
        here = self._open.pop(asyncio.get_running_loop(), None)
        self._open.clear()  # those of other loops close themselves there
        if here is not None:
            await here.keeper.aclose()

    def __getstate__(self) -> dict[str, Any]:
        return {"client": self._own, "limit": self._limit}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]


def _new_client(url: str, proxies: Mapping[str, str], verify: bool | str, cert: Any) -> httpx.AsyncClient:
    """A client whose proxy and certificates are those that requests would use, the environment's included."""
    with requests.Session() as session:
        found = session.merge_environment_settings(url, dict(proxies), None, verify, cert)
    address = select_proxy(url, found["proxies"])
    address = f"http://{address}" if address and "://" not in address else address or ""
    is_secure = url.lower().startswith("https:") or address.lower().startswith("https:")
    context = _certificates(found["verify"], found["cert"]) if is_secure else None
    try:
        transport = httpx.AsyncHTTPTransport(
            verify=context or False,
            proxy=_proxy(address, context) if address else None,
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=None),
            trust_env=False,
        )
    except ImportError as error:  # a SOCKS proxy; it says what to install
        raise UsageError(str(error)) from None
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=()))
    return httpx.AsyncClient(transport=transport, cookies=no_cookies, trust_env=False)


def _proxy(address: str, context: ssl.SSLContext | None) -> httpx.Proxy:
    try:
        return httpx.Proxy(address, ssl_context=context if address.lower().startswith("https:") else None)
    except (httpx.InvalidURL, ValueError):  # whose text may hold a password
        raise UsageError("the proxy is no URL of http, https or socks5") from None


def _certificates(verify: Any, cert: Any) -> ssl.SSLContext:
    """``verify`` and ``cert`` as requests takes them; UsageError where they cannot be read."""
    place = verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH
    try:
        is_folder = os.path.isdir(place)
        context = ssl.create_default_context(
            cafile=None if is_folder else place, capath=place if is_folder else None
        )
        if cert:
            context.load_cert_chain(*([cert] if isinstance(cert, str) else cert))
    except OSError as error:
        raise UsageError(f"verify_ssl or cert is no file of certificates: {error}") from None
    if verify is False:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
