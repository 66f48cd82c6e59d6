"""Flows and plans: what the drivers send in, throw in, hand on and leave behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
import time
import warnings
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import pytest

from civiapi import Answer, ApiCall, ApiCallError, ConnectionFailed, UsageError
from civiapi.drive import arun, astream, run, stream
from civiapi.flows import Flow, together

CALL = ApiCall("Contact", "get", {})


def echo(calls: Sequence[ApiCall]) -> list[Answer]:
    return [Answer(call, dict(call.params)) for call in calls]


async def aecho(calls: Sequence[ApiCall]) -> list[Answer]:
    await asyncio.sleep(0)
    return echo(calls)


def fail(calls: Sequence[ApiCall]) -> list[Answer]:
    raise ConnectionFailed("broken")


async def afail(calls: Sequence[ApiCall]) -> list[Answer]:
    raise ConnectionFailed("broken")


def twice() -> Flow[list[Any]]:
    (first,) = yield [ApiCall("Contact", "get", {"n": 1})]
    second = yield [ApiCall("Contact", "get", {"n": n}) for n in (2, 3)]
    return [answer.payload["n"] for answer in (first, *second)]


def mended() -> Flow[str]:
    try:
        yield [CALL]
    except ConnectionFailed as error:
        return f"after {error}"
    return "no error"


def raising() -> Flow[None]:
    yield [CALL]
    raise KeyError("own")


class Colour:
    """Both drivers, so that each test holds for both."""

    def __init__(self, is_async: bool) -> None:
        self.is_async = is_async

    def run(self, flow: Flow[Any], *, failing: bool = False) -> Any:
        if self.is_async:
            return asyncio.run(arun(flow, afail if failing else aecho))
        return run(flow, fail if failing else echo)

    def items(self, plan: Any, workers: int = 1, most: int | None = None) -> list[Any]:
        if self.is_async:
            return asyncio.run(self._aitems(astream(plan, aecho, workers), most))
        given = []
        with contextlib.closing(stream(plan, echo, workers)) as items:  # type: ignore[type-var]
            for item in items:
                given.append(item)
                if len(given) == most:
                    break
        return given

    async def _aitems(self, items: AsyncIterator[Any], most: int | None) -> list[Any]:
        given = []
        async with contextlib.aclosing(items) as items:  # type: ignore[type-var]
            async for item in items:
                given.append(item)
                if len(given) == most:
                    break
        assert len(asyncio.all_tasks()) == 1
        return given


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[Colour]:
    before = set(threading.enumerate())
    yield Colour(request.param == "async")
    assert set(threading.enumerate()) <= before


class Steps:
    """A plan of pieces that give their number; ``chained`` ones start one after the other."""

    def __init__(self, count: int, *, chained: bool = False, bad: int | None = None) -> None:
        self.left, self.chained, self.bad = count, chained, bad
        self.started = 0
        self.under_way = 0
        self.most = 0
        self.finished: list[int] = []

    def start(self) -> Flow[int] | None:
        if not self.left or (self.chained and self.under_way):
            return None
        self.left -= 1
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        self.started += 1
        return self.piece(self.started)

    def piece(self, number: int) -> Flow[int]:
        yield [CALL] * (1 + number % 3)
        if number == self.bad:
            raise ValueError(f"piece {number}")
        return number

    def done(self, given: int) -> None:
        self.under_way -= 1
        self.finished.append(given)


def test_a_flow_is_sent_the_answers_of_its_calls(colour: Colour) -> None:
    assert colour.run(twice()) == [1, 2, 3]


def test_an_error_of_a_request_is_thrown_into_the_flow(colour: Colour) -> None:
    assert colour.run(mended(), failing=True) == "after broken"
    with pytest.raises(ConnectionFailed):
        colour.run(twice(), failing=True)


def test_an_error_of_the_flow_comes_out(colour: Colour) -> None:
    with pytest.raises(KeyError):
        colour.run(raising())


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("chained", [False, True])
def test_pieces_come_in_the_order_of_their_start(colour: Colour, workers: int, chained: bool) -> None:
    plan = Steps(23, chained=chained)
    assert colour.items(plan, workers) == list(range(1, 24))
    assert sorted(plan.finished) == list(range(1, 24))
    assert plan.most <= (1 if chained else workers)


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_ahead_of_the_consumer_is_bounded(colour: Colour, workers: int) -> None:
    plan = Steps(1000)
    assert colour.items(plan, workers, most=4) == [1, 2, 3, 4]
    assert plan.started <= 4 + workers + 1


@pytest.mark.parametrize("workers", [1, 3])
def test_an_error_comes_in_its_turn_and_ends_it(colour: Colour, workers: int) -> None:
    plan = Steps(100, bad=5)
    given: list[int] = []
    with pytest.raises(ValueError, match="piece 5"):
        given += colour.items(plan, workers)
    assert plan.started <= 5 + workers + 1


class Ending(Steps):
    """As Steps, but that no more can be started after some."""

    def start(self) -> Flow[int] | None:
        if self.left == 1:
            raise OSError("no more")
        return super().start()


@pytest.mark.parametrize("workers", [1, 3])
def test_what_was_started_comes_before_the_error_of_a_start(colour: Colour, workers: int) -> None:
    plan, given = Ending(6), []

    async def consume() -> None:
        async for item in astream(plan, aecho, workers):
            given.append(item)

    def taken() -> None:
        if colour.is_async:
            asyncio.run(consume())
        else:
            given.extend(stream(plan, echo, workers))

    with pytest.raises(OSError, match="no more"):
        taken()
    assert given == sorted(plan.finished) == [1, 2, 3, 4, 5]


def test_a_plan_is_told_what_was_done_after_a_break() -> None:
    first, here = threading.Event(), threading.Semaphore(0)

    def slow(calls: Sequence[ApiCall]) -> list[Answer]:
        if len(calls) != 2:  # pieces 2 and 3, not 1
            here.release()
            first.wait()
            time.sleep(0.02)
        return echo(calls)

    plan = Steps(10)
    items = stream(plan, slow, 3)
    assert next(items) == 1
    assert here.acquire(timeout=60)  # what has not begun is cancelled
    assert here.acquire(timeout=60)
    first.set()
    items.close()  # type: ignore[attr-defined]
    assert {1, 2, 3} <= set(plan.finished)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_is_told_to_begin_anew() -> None:
    """It has no threads, and would wait for ever."""

    class Plan:
        def start(self) -> Flow[Any]:
            return twice()

        def done(self, given: Any) -> None: ...

    pieces = stream(Plan(), echo, workers=2)
    assert next(pieces) == [1, 2, 3]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of a fork with threads
        child = os.fork()
    if not child:
        signal.alarm(60)
        try:
            next(pieces)
        except UsageError:
            os._exit(7)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert next(pieces) == [1, 2, 3]
    pieces.close()  # type: ignore[attr-defined]


def test_breaking_out_waits_for_what_is_under_way() -> None:
    started = threading.Event()

    def slow(calls: Sequence[ApiCall]) -> list[Answer]:
        started.set()
        time.sleep(0.05)
        return echo(calls)

    before = set(threading.enumerate())
    items = stream(Steps(10), slow, 3)
    assert next(items) == 1
    assert started.is_set()
    items.close()  # type: ignore[attr-defined]
    assert set(threading.enumerate()) <= before


def test_cancelling_an_async_stream_leaves_no_task() -> None:
    async def hang(calls: Sequence[ApiCall]) -> list[Answer]:
        await asyncio.sleep(3600)
        return []

    async def consume() -> None:
        async for _ in astream(Steps(10), hang, 3):
            pass

    async def main() -> None:
        task = asyncio.ensure_future(consume())
        await asyncio.sleep(0.01)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await asyncio.sleep(0)
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())


def _asking(*steps: list[ApiCall]) -> Flow[list[str]]:
    """Makes calls step by step; gives what was answered, or the error that came instead."""
    told: list[str] = []
    for step in steps:
        try:
            told += [str(answer.payload) for answer in (yield step)]
        except ConnectionFailed as error:
            told.append(error.message)
    return told


def _failing(error: ApiCallError) -> Flow[list[str]]:
    yield [ApiCall("A", "last", {})]
    raise error


def test_flows_side_by_side_share_their_requests() -> None:
    sent: list[list[str]] = []

    def send(calls: Sequence[ApiCall]) -> list[Answer]:
        sent.append([str(call) for call in calls])
        return [Answer(call, str(call)) for call in calls]

    a, b, c, d = (ApiCall("A", name, {}) for name in "abcd")
    refused = UsageError("no")
    flows = [_asking([a, b], [c]), _asking(), _asking([d]), _failing(refused)]
    assert run(together(flows), send) == [["A.a", "A.b", "A.c"], [], ["A.d"], refused]
    assert sent == [["A.a", "A.b", "A.d", "A.last"], ["A.c"]]


def test_a_request_that_fails_fails_in_each_flow() -> None:
    def send(calls: Sequence[ApiCall]) -> list[Answer]:
        raise ConnectionFailed("gone")

    call = ApiCall("A", "a", {})
    told = run(together([_asking([call]), _asking([call], [call]), _failing(UsageError("never"))]), send)
    assert told[:2] == [["gone"], ["gone", "gone"]]
    assert isinstance(told[2], ConnectionFailed)
