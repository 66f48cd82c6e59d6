"""Async apis for tests: on a wire, on an echo, and with calls that wait."""

from __future__ import annotations

import asyncio
import copy
import weakref
from collections.abc import Awaitable, Callable
from typing import Any

from civiapi import Answer, AsyncApi, AsyncHttpApiV3, AsyncHttpApiV4, BaseApi, v4

from ..support import API_KEY, SITE_KEY
from ..wire import Wire


def aapi4(server: Wire, **options: Any) -> AsyncHttpApiV4:
    return AsyncHttpApiV4(
        server.url, API_KEY, **{"site_key": SITE_KEY, "timeout": 60, "retries": 0, **options}
    )


def aapi3(server: Wire, **options: Any) -> AsyncHttpApiV3:
    return AsyncHttpApiV3(server.url, API_KEY, SITE_KEY, **{"timeout": 60, "retries": 0, **options})


#: The transports that were made while tests/aio/conftest.py looked.  A list, as other threads add to it.
transports: list[weakref.ref[asyncio.BaseTransport]] = []


def open_transports() -> int:
    """Those of asyncio that are open in this process."""
    made = [ref() for ref in [*transports]]
    return sum(
        one is not None and isinstance(one, asyncio.Transport) and not one.is_closing() for one in made
    )


def used(api: AsyncApi, use: Callable[[Any], Awaitable[Any]]) -> Any:
    """What a use of an api gives, in an event loop of its own; the api is closed after it."""

    async def main() -> Any:
        async with api:
            given = await use(api)
        assert len(asyncio.all_tasks()) == 1
        return given

    return asyncio.run(main())


class AsyncEcho:
    """As support.Echo, awaited."""

    site = "echo"

    def __init__(self) -> None:
        self.sent: list[list[Any]] = []
        self.options: dict[str, Any] = {}
        self.closed = 0

    async def send(self, calls: Any) -> list[Answer]:
        await asyncio.sleep(0)
        self.sent.append(list(calls))
        return [
            Answer(call, {"values": [{"asked": str(call), "params": dict(call.params)}]}) for call in calls
        ]

    def with_options(self, **options: Any) -> AsyncEcho:
        copied = copy.copy(self)
        copied.options = options
        return copied

    async def aclose(self) -> None:
        self.closed += 1


class AsyncEchoApi(AsyncApi):
    VERSION = v4

    def __init__(self) -> None:
        super().__init__(AsyncEcho())


class Blocking:
    """For an async api: its calls wait, in a loop of its own, so that tests of sync ones hold for it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._loop = asyncio.new_event_loop()
        super().__init__(*args, **options)

    def _run(self, flow: Any) -> Any:
        return self._loop.run_until_complete(super()._run(flow))  # type: ignore[misc]

    batch = BaseApi.batch

    def close(self) -> None:
        if not self._loop.is_closed():
            self._loop.run_until_complete(self.aclose())  # type: ignore[attr-defined]
            self._loop.close()

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class BlockingV4(Blocking, AsyncHttpApiV4):
    pass


class BlockingV3(Blocking, AsyncHttpApiV3):
    pass
