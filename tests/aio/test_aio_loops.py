"""Event loops, concurrency and cancellation: what an async api leaves behind is nothing."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import json
import pickle
import random
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from civiapi import AsyncHttpApiV4, CallTimeout, ConnectionFailed

from ..support import API_KEY
from ..test_drive import Steps
from ..wire import DEADLINE, Seen, Wire, answer, wire
from .support import aapi4, open_transports, used


class Crowd:
    """Answers a call when so many are there, and knows how many were there at most."""

    def __init__(self, expected: int = 1) -> None:
        self.lock = threading.Lock()
        self.here = self.most = 0
        self.expected = expected
        self.all_here = threading.Event()

    def __call__(self, seen: Seen) -> bytes:
        with self.lock:
            self.here += 1
            self.most = max(self.most, self.here)
        if self.most >= self.expected:
            self.all_here.set()
        self.all_here.wait(DEADLINE)
        time.sleep(0.002)  # what is one too many would come now
        with self.lock:
            self.here -= 1
        return answer()


def sockets() -> int:
    """The transports of asyncio that are open in this process, and that somebody holds."""
    if open_transports():
        gc.collect()  # which takes a second where a whole run of tests has left its objects
    return open_transports()


async def gone(most: int = 0, opened: Callable[[], int] = open_transports) -> None:
    """Waits until no more sockets are open in this process, and no other task is there."""
    end = time.monotonic() + DEADLINE
    while (opened() > most or len(asyncio.all_tasks()) > 1) and time.monotonic() < end:
        await asyncio.sleep(0.01)
    assert opened() <= most
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.parametrize("limit", [1, 7, 10])
def test_never_more_calls_at_once_than_the_limit(limit: int) -> None:
    crowd = Crowd(limit)
    with wire(crowd) as server:

        async def use(api: Any) -> list[Any]:
            copied = api.with_options(timeout=DEADLINE - 1)
            return await asyncio.gather(*((api, copied)[n % 2].Contact.get(id=n) for n in range(100)))

        assert used(aapi4(server, limit=limit), use) == [[{"id": 7}]] * 100
        assert crowd.most == limit
        assert server.connections <= limit


def test_default_limit() -> None:
    crowd = Crowd(10)
    with wire(crowd) as server:
        used(aapi4(server), lambda api: asyncio.gather(*(api.Tag.get() for _ in range(30))))
    assert crowd.most == 10


def test_one_api_in_several_loops() -> None:
    """One after the other, each with more calls than slots, so that the slots too are bound to a loop."""
    with wire() as server:
        api = aapi4(server, limit=2)

        async def main() -> list[Any]:
            return await asyncio.gather(*(api.Tag.get() for _ in range(8)))

        for _ in range(3):
            assert len(asyncio.run(main())) == 8
            assert sockets() == 0  # closed at the end of their loop, though nobody closed the api
        assert len(server.seen) == 24
        assert len(api._backend._connection._open) == 1  # type: ignore[union-attr]


def test_one_api_in_loops_side_by_side() -> None:
    with wire(Crowd()) as server:
        api = aapi4(server, limit=2)
        given: list[Any] = []

        async def main() -> None:
            given.extend(await asyncio.gather(*(api.Tag.get() for _ in range(10))))

        threads = [threading.Thread(target=asyncio.run, args=(main(),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert given == [[{"id": 7}]] * 40
    assert sockets() == 0


def test_api_that_nobody_closed_closes_when_it_goes() -> None:
    async def main(server: Wire) -> None:
        api = aapi4(server)
        await api.Tag.get()
        assert sockets() == 1
        del api
        await gone(opened=sockets)

    with wire() as server:
        asyncio.run(main(server))


def test_closed_api_opens_again() -> None:
    async def main(server: Wire) -> None:
        api = aapi4(server)
        async with api as same:
            assert same is api
            await api.Tag.get()
        assert sockets() == 0
        await api.aclose()
        assert await api.Tag.get() == [{"id": 7}]
        await api.close()
        assert sockets() == 0

    with wire() as server:
        asyncio.run(main(server))
        assert server.connections == 2


def test_calls_under_way_when_the_api_is_closed_fail() -> None:
    async def main(server: Wire) -> None:
        api = aapi4(server)
        call = asyncio.ensure_future(api.Tag.get())
        while not server.seen:
            await asyncio.sleep(0.005)
        await api.aclose()
        with pytest.raises(ConnectionFailed) as caught:
            await call
        assert caught.value.handled is None
        assert len(asyncio.all_tasks()) == 1

    with wire() as server:
        server.script = [server.hang]
        asyncio.run(main(server))
    assert sockets() == 0


def test_cancelled_call_leaves_nothing() -> None:
    async def main(server: Wire) -> None:
        async with aapi4(server, limit=2) as api:
            calls = [asyncio.ensure_future(api.Tag.get()) for _ in range(5)]
            while len(server.seen) < 2:
                await asyncio.sleep(0.005)
            assert sockets() == 2
            for call in calls:
                call.cancel()
            assert all(
                isinstance(one, asyncio.CancelledError)
                for one in await asyncio.gather(*calls, return_exceptions=True)
            )
            await asyncio.sleep(0)
            assert sockets() == 0
            assert len(asyncio.all_tasks()) == 1
            assert len(server.seen) == 2
            server.script = [answer()]
            assert await asyncio.gather(*(api.Tag.get() for _ in range(4))) == [[{"id": 7}]] * 4

    with wire() as server:
        server.script = [server.hang]
        asyncio.run(main(server))


def test_cancelling_at_any_point() -> None:
    chance = random.Random(7)

    async def main(server: Wire) -> None:
        async with aapi4(server, limit=3, retries=1) as api:
            began = asyncio.get_running_loop().time()
            for _ in range(5):
                await asyncio.gather(*(api.Tag.get() for _ in range(4)))
            whole = (asyncio.get_running_loop().time() - began) / 5  # what four calls take on this machine
            before, cancelled = len(server.seen), 0
            for _ in range(100):
                calls = [asyncio.ensure_future(api.Tag.get()) for _ in range(4)]
                await asyncio.sleep(chance.random() * whole)
                for call in calls:
                    call.cancel()
                ended = await asyncio.gather(*calls, return_exceptions=True)
                assert all(isinstance(one, asyncio.CancelledError) or one == [{"id": 7}] for one in ended)
                late = sum(isinstance(one, asyncio.CancelledError) for one in ended)
                cancelled += late
                whole *= 1.2 if late == 4 else 1 if late else 0.6  # the machine may be faster or slower now
                assert len(asyncio.all_tasks()) == 1
            assert len(server.seen) > before  # some had come that far,
            assert cancelled > 0  # and some had not come to their end
            assert await asyncio.wait_for(api.Tag.get(), 60) == [{"id": 7}]  # no slot was lost
        assert sockets() == 0

    with wire(Crowd()) as server:
        asyncio.run(main(server))


def test_breaking_out_of_streams_at_random_points() -> None:
    chance = random.Random(11)
    before = set(threading.enumerate())

    async def round_of(api: Any) -> None:
        items = api._stream(Steps(8, bad=chance.choice([None, 5])), chance.randrange(1, 5))
        left = chance.randrange(10)
        with contextlib.suppress(ValueError):
            async with contextlib.aclosing(items):
                async for _ in items:
                    left -= 1
                    if left <= 0:
                        break
        assert len(asyncio.all_tasks()) == 1

    async def main(server: Wire) -> None:
        async with aapi4(server, limit=3) as api:
            for _ in range(200):
                await round_of(api)
            await asyncio.sleep(0)
            assert sockets() <= 3  # kept for the next call
        assert sockets() == 0
        assert len(set(threading.enumerate()) - before) <= 1 + server.connections

    with wire(many) as server:
        asyncio.run(main(server))
        assert len(server.seen) > 400
    assert set(threading.enumerate()) <= before


def many(seen: Seen) -> bytes:
    """An answer to each call of a request."""
    calls = json.loads(seen.form["calls"]) if "calls" in seen.form else [None]
    return answer(body=json.dumps([{"values": []} for _ in calls]).encode()) if len(calls) > 1 else answer()


def test_slots_are_free_while_a_call_waits_to_be_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The wait lasts until another call, for which there is one slot alone, has its answer."""
    answered = asyncio.Event()
    sleep = asyncio.sleep

    async def wait(seconds: float, *args: Any) -> Any:
        return await (answered.wait() if seconds == 777 else sleep(seconds, *args))

    monkeypatch.setattr("tenacity.wait_random_exponential.__call__", lambda *_: 777)
    monkeypatch.setattr("asyncio.sleep", wait)
    with wire(None, answer()) as server:

        async def use(api: Any) -> Any:
            first = asyncio.ensure_future(api.Tag.get(id=555))
            while not server.seen:
                await sleep(0.001)
            await asyncio.wait_for(api.Tag.get(id=777), DEADLINE)
            assert not first.done()
            answered.set()
            return await first

        assert used(aapi4(server, limit=1, retries=1), use) == [{"id": 7}]
        assert [b"777" in seen.body for seen in server.seen] == [False, True, False]


def test_time_of_the_callers_own() -> None:
    async def use(api: Any) -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(api.Tag.get(), 0.05)
        with pytest.raises(CallTimeout):
            await api.with_options(timeout=0.05).Tag.get()
        assert sockets() == 0

    with wire() as server:
        server.script = [server.hang]
        used(aapi4(server), use)


def test_copies_and_pickles() -> None:
    with wire() as server:
        api = aapi4(server, limit=3)

        async def main() -> None:
            await api.Tag.get()
            for one in (copy.copy(api), api.with_options(retries=1), copy.deepcopy(api)):
                assert await one.Tag.get() == [{"id": 7}]
                assert repr(one) == f"<AsyncHttpApiV4 {server.url}>"
            other = pickle.loads(pickle.dumps(api))
            assert await other.Tag.get() == [{"id": 7}]
            assert other._backend._connection._limit == 3
            await api.aclose()

        asyncio.run(main())
        assert [seen.connection for seen in server.seen] == [1, 1, 1, 2, 3]


def test_making_an_api_needs_no_loop() -> None:
    api = AsyncHttpApiV4("https://crm.example.org", API_KEY)
    assert repr(api.Contact.get) == "<Contact.get of <AsyncHttpApiV4 https://crm.example.org>>"
    asyncio.run(api.aclose())
