"""Over HTTP, with httpx: what async apis send with.

The rules are those of http.py: POST only, no cookies, no netrc, no redirect but to the same site.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Coroutine, Generator, Iterator, Mapping, Sequence
from typing import IO, Any, TypeVar

import anyio
import httpx
import requests

from . import codec, downloads
from .aconnection import AsyncConnection
from .address import HOPS, astray, redirected
from .auth import Login, Password
from .call import Answer, ApiCall
from .content import PIECE
from .errors import ApiCallError, ConnectionFailed, InvalidResponse, UsageError
from .posting import Posting, bad_header, emptied, no_url, timed_out
from .session import Log, Step, log_in

T = TypeVar("T")


class AsyncHttpBackend(Posting):
    """Carries calls to a site by POST, at most ``limit`` of them at once."""

    def __init__(
        self, site: codec.Site, *, client: httpx.AsyncClient | None = None, limit: int = 10, **settings: Any
    ) -> None:
        super().__init__(site, **settings)
        if client is not None and (self._proxies or self._cert or self._verify is not True):
            raise UsageError("a client has its own proxies, verify and cert; set them on it")
        self._connection = AsyncConnection(client, limit)

    async def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Send calls in one request; an Answer for each."""
        if not calls:
            return []
        try:
            async with await self._connection.slot():
                return await self._driven(self._exchange(calls), calls)
        except ApiCallError as error:
            error.call = error.call or calls[0]
            raise

    async def fetch(self, call: ApiCall, row: Mapping[str, Any], out: IO[bytes]) -> None:
        """Write the file of an attachment, the row that ``call`` gave, to ``out`` as it comes."""
        url = downloads.place(self._site, row)
        try:
            async with await self._connection.slot():
                response = await self._driven(downloads.exchange(self, call, url), [call])
                with self._told():
                    unwritten = await _whole(_copied(response, out))
            if unwritten is not None:
                raise unwritten
            downloads.check_whole(call, response, response.num_bytes_downloaded)
        except ApiCallError as error:
            error.call = error.call or call
            raise error from None  # whose text may hold the url, and so the file's token

    async def _driven(self, steps: Generator[Step, Any, T], calls: Sequence[ApiCall]) -> T:
        given, failure = None, None
        while True:
            try:
                step = steps.send(given) if failure is None else steps.throw(failure)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            given, failure = None, None
            try:
                given = await (self._logged_in(step, calls) if isinstance(step, Log) else self._post(step))
            except ApiCallError as error:
                failure = error

    async def _logged_in(self, step: Log, calls: Sequence[ApiCall]) -> Login:
        auth, sessions = self._login, self._sessions
        if not isinstance(auth, Password):
            given: Any = auth() if auth is not None else None
            return Login.of(await given if isinstance(given, Awaitable) else given)
        seen, found = sessions.rounds, sessions.current(step.stale)
        if found is not None:
            return found
        async with await self._connection.renewal():
            found = sessions.made_meanwhile(seen, step.stale)
            if found is None:
                with sessions.round():
                    found = sessions.take(await self._driven(log_in(self, calls, auth), calls))
        return found

    async def _post(self, request: codec.HttpRequest) -> httpx.Response:
        url = request.url
        for _ in range(HOPS):
            response = await self._post_once(url, request)
            if request.method == "GET" or not response.has_redirect_location:
                return response
            url = redirected(url, response)
        raise astray(f"redirected more than {HOPS} times", response)

    async def _post_once(self, url: str, request: codec.HttpRequest) -> httpx.Response:
        client = await self._connection.client(url, self._proxies, self._verify, self._cert)
        prepared = self._prepared(url, request, _named(client.headers), self._auth)
        body = request.body if isinstance(request.body, bytes) else b"".join(request.body)
        is_file = request.method == "GET"
        sent = httpx.Request(request.method, "")
        try:
            with self._told():
                sent = _as_httpx(prepared, body, self._timeout)
                auth = httpx.USE_CLIENT_DEFAULT if self._auth is None else None
                sending = client.send(sent, auth=auth, follow_redirects=False, stream=is_file)
                response = await _whole(sending)
                if is_file and not downloads.is_file(response):
                    await _whole(response.aread())
        finally:
            # Errors keep the request, and the response that keeps it: they must hold no key.
            emptied(prepared)
            sent.headers, sent.stream = httpx.Headers(), httpx.ByteStream(b"")
            if is_file:
                sent.url = sent.url.copy_with(query=None)  # a file's token is nobody else's
        response.next_request = None  # where a redirect leads, with our key
        return response

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong on the wire, as an error of ours."""
        try:
            yield
        except ApiCallError:
            raise
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise ConnectionFailed.lasting(no_url(self.site)) from None
        except (httpx.HTTPError, httpx.StreamError, httpx.CookieConflict, OSError, ValueError) as error:
            if isinstance(error, httpx.LocalProtocolError) and str(error).startswith("Illegal header"):
                raise bad_header() from None  # its text holds the header's value
            raise _failure(error, self.site) from None

    async def aclose(self) -> None:
        await self._connection.aclose()


def _named(headers: httpx.Headers) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.raw}


def _as_httpx(prepared: requests.PreparedRequest, body: bytes, timeout: Any) -> httpx.Request:
    """The same request for httpx, which adds nothing to it."""
    connect, read = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    url = httpx.URL(str(prepared.url))
    headers: dict[Any, Any] = {} if "Host" in prepared.headers else {b"Host": url.netloc}
    for name, value in prepared.headers.items():
        headers[_bytes(name)] = _bytes(value)
    return httpx.Request(
        str(prepared.method),
        url,
        headers=list(headers.items()),
        stream=httpx.ByteStream(body),
        extensions={"timeout": httpx.Timeout(read, connect=connect).as_dict()},
    )


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode("latin-1")


#: After these no byte of the request has left.
_UNSENT = (httpx.ConnectError, httpx.ProxyError)


def _failure(error: Exception, site: str) -> ApiCallError:
    """What an error of httpx means, whose class says how far the call came."""
    if isinstance(error, httpx.TimeoutException):
        return timed_out(site, is_connected=not isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout))
    if isinstance(error, httpx.HTTPStatusError):  # a hook of the user's client
        return astray(f"refused by the client: HTTP {error.response.status_code}", error.response)
    if isinstance(error, httpx.TooManyRedirects) or str(error).startswith("Invalid URL in location header"):
        return InvalidResponse("the site redirects to what is no URL")
    detail = str(error) or type(error).__name__
    return ConnectionFailed(
        f"no answer from {site}: {detail}", handled=False if isinstance(error, _UNSENT) else None
    )


async def _whole(sending: Coroutine[Any, Any, T]) -> T:
    """What a coroutine of httpx gives; where it is cancelled, it comes to its end first.

    asyncio's cancel() cuts also what httpx shields: the giving back of a connection, which then stays open
    and is never used again.  anyio's own cancelling leaves it that.
    """
    scope = anyio.CancelScope()

    async def within() -> Any:
        with scope:
            return await sending

    task = asyncio.ensure_future(within())
    try:
        await asyncio.wait([task])
    except asyncio.CancelledError:
        scope.cancel()
        while not task.done():
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # what went wrong besides is nobody's concern
        raise
    given: T = task.result()
    return given


async def _copied(response: httpx.Response, out: IO[bytes]) -> OSError | None:
    """Write a response's body to a file as it comes, and give the connection back.

    Gives the error of the file, where it took no more.
    """
    try:
        async for piece in response.aiter_bytes(PIECE):
            try:
                out.write(piece)
            except OSError as error:  # a full disk, which is none of the wire's
                return error
    finally:
        await response.aclose()
    return None
