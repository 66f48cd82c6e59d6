"""Faults and the log around the HTTP door, as an ASGI layer: the door itself knows nothing of them."""

from __future__ import annotations

import asyncio
import struct
import sys
from collections.abc import Mapping, MutableMapping
from contextvars import ContextVar
from email.utils import formatdate
from socket import SO_LINGER, SOL_SOCKET
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from . import broken, phpjson
from .bench import Bench, LoggedCall, LoggedRequest
from .broken import Answer
from .faults import HTTP, REQUEST, Fault
from .watch import Fatal, WatchedSite
from .web import Request

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

TRANSPORT = "civiapi.transport"
_RESET_AT_CLOSE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection whose requests know what they came over, so that it can be broken."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        app: Any = self.app  # type: ignore[has-type]

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, TRANSPORT: transport}, receive, send)

        self.app = application


class Arrival:
    """A request on its way: its calls, those settled so far, and the fault."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.calls = calls_of(request)
        self.settled: list[LoggedCall] = []
        self.fault: Fault | None = None

    def lose_body(self) -> None:
        """Go on as PHP does when a body is over its limit."""
        self.request = Request(
            self.request.method, self.request.path, self.request.headers, self.request.query_text
        )
        self.calls = calls_of(self.request)

    def logged(self, body: bytes, status: int | None) -> LoggedRequest:
        request, settled = self.request, len(self.settled)
        path = request.path + (f"?{request.query_text}" if request.query_text else "")
        calls = (*self.settled, *self.calls[settled:])
        return LoggedRequest(HTTP, request.method, path, request.headers, body, calls, self.fault, status)


_arrival: ContextVar[Arrival | None] = ContextVar("civiapi_arrival", default=None)


class HttpSite(WatchedSite):
    """A site behind the layer: what is settled goes to the request on its way."""

    def note(self, call: LoggedCall, fault: Fault | None) -> None:
        arrival = _arrival.get()
        if arrival is not None:
            arrival.settled.append(call)
            arrival.fault = arrival.fault or fault


class Layer:
    """The site's web application with faults, a log, and a time that each request waits first."""

    def __init__(self, app: ASGIApp, bench: Bench, boot: float = 0) -> None:
        self.app, self.bench, self.boot = app, bench, boot

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.boot:
            await asyncio.sleep(self.boot / 1000)
        body = await _body(receive)
        arrival = Arrival(_request(scope, body))
        named = [(call.entity, call.action) for call in arrival.calls]
        fault = arrival.fault = self.bench.choose(HTTP, REQUEST, named)
        kind = fault.kind if fault else ""
        if kind == "lost-body":
            arrival.lose_body()
        if fault and kind in broken.ON_THE_WAY:
            scope = broken.ON_THE_WAY[kind](fault, dict(scope))
        own = await self._answer(scope, receive, arrival) if fault is None or fault.done else None
        told = broken.broken(fault, own, _url(scope))
        self.bench.log.add(arrival.logged(body, None if kind == "reset" else told.status))
        if kind == "reset":
            await _reset(scope, receive)
            return
        if fault and kind == "slow":
            await asyncio.sleep(fault.options["seconds"])
        is_whole = told.header("content-length") == str(len(told.body))
        await _send(send, told, is_whole)
        if not is_whole:
            await _close(scope, receive)

    async def _answer(self, scope: Scope, receive: Receive, arrival: Arrival) -> Answer:
        """What the site itself answers."""
        heard: list[Message] = []
        body = arrival.request.body
        unread = [{"type": "http.request", "body": body, "more_body": False}]

        async def replay() -> Message:
            return unread.pop() if unread else await receive()

        async def keep(message: Message) -> None:
            heard.append(message)

        token = _arrival.set(arrival)
        try:
            await self.app(scope, replay, keep)
        except Fatal:
            return broken.fatal()
        finally:
            _arrival.reset(token)
        headers = tuple(
            (name.decode("latin-1"), value.decode("latin-1")) for name, value in heard[0]["headers"]
        )
        return Answer(heard[0]["status"], headers, b"".join(part.get("body", b"") for part in heard[1:]))


async def _body(receive: Receive) -> bytes:
    parts = []
    while (message := await receive())["type"] == "http.request":
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            break
    return b"".join(parts)


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def _request(scope: Scope, body: bytes) -> Request:
    client = scope["client"][0] if scope.get("client") else ""
    query = scope["query_string"].decode("latin-1")
    return Request(scope["method"], scope["path"], _headers(scope), query, body, client)


def _url(scope: Scope) -> str:
    """The address that was asked for."""
    query = scope["query_string"].decode("latin-1")
    place = f"{scope['scheme']}://{_headers(scope).get('host', '')}{scope['path']}"
    return f"{place}?{query}" if query else place


def calls_of(request: Request) -> tuple[LoggedCall, ...]:
    """The API calls that a request asks for, as far as it can be read."""
    segments = [*request.segments, "", "", ""]
    sent = request.fields
    if segments[:3] == ["civicrm", "ajax", "api4"]:
        if segments[3]:
            return (_call(4, [segments[3], segments[4], phpjson.decoded(str(sent.get("params") or "{}"))]),)
        return _listed(4, sent.get("calls"))
    if segments[:3] != ["civicrm", "ajax", "rest"] and request.segments[-2:] != ["extern", "rest.php"]:
        return ()
    entity, action = str(sent.get("entity", "")), str(sent.get("action", ""))
    if (entity.lower(), action.lower()) == ("api3", "call"):
        return _listed(3, sent.get("json"))
    return (_call(3, [entity, action, phpjson.decoded(str(sent.get("json") or "{}"))]),) if entity else ()


def _listed(version: int, text: Any) -> tuple[LoggedCall, ...]:
    calls = phpjson.decoded(str(text or ""))
    items = calls.values() if isinstance(calls, dict) else calls if isinstance(calls, list) else ()
    return tuple(_call(version, item) for item in items if isinstance(item, list))


def _call(version: int, item: list[Any]) -> LoggedCall:
    entity, action, params = [*item, None, None, None][:3]
    return LoggedCall(version, str(entity or ""), str(action or ""), phpjson.as_params(params) or {})


async def _send(send: Send, told: Answer, is_whole: bool) -> None:
    told = told if told.header("date") else told.with_header("date", formatdate(usegmt=True))
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told.headers]
    await send({"type": "http.response.start", "status": told.status, "headers": headers})
    await send({"type": "http.response.body", "body": told.body, "more_body": not is_whole})


async def _reset(scope: MutableMapping[str, Any], receive: Receive) -> None:
    """Break the connection off with a TCP reset."""
    transport = scope[TRANSPORT]
    transport.get_extra_info("socket").setsockopt(SOL_SOCKET, SO_LINGER, _RESET_AT_CLOSE)
    transport.abort()
    await _gone(receive)


async def _close(scope: Mapping[str, Any], receive: Receive) -> None:
    """Close the connection once what was written has gone out."""
    scope[TRANSPORT].close()
    await _gone(receive)


async def _gone(receive: Receive) -> None:
    # the server is told before the application returns, or it would answer in its place
    while (await receive())["type"] != "http.disconnect":
        pass
