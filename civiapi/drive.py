"""Drivers of flows and plans: the only code that is doubled for async."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from .call import Answer, ApiCall
from .errors import ApiCallError, UsageError
from .flows import Flow, Plan

if TYPE_CHECKING:
    import asyncio
    from concurrent.futures import Future

T = TypeVar("T")

Send = Callable[[Sequence[ApiCall]], "list[Answer]"]
AsyncSend = Callable[[Sequence[ApiCall]], Awaitable["list[Answer]"]]


def run(flow: Flow[T], send: Send) -> T:
    """What a flow returns; raises what it raises."""
    try:
        calls = next(flow)
        while True:
            try:
                answers = send(calls)
            except ApiCallError as error:
                calls = flow.throw(error)
            else:
                calls = flow.send(answers)
    except StopIteration as stop:
        found: T = stop.value
        return found
    finally:
        flow.close()


async def arun(flow: Flow[T], send: AsyncSend) -> T:
    """As run, with a send that is awaited."""
    try:
        calls = next(flow)
        while True:
            try:
                answers = await send(calls)
            except ApiCallError as error:
                calls = flow.throw(error)
            else:
                calls = flow.send(answers)
    except StopIteration as stop:
        found: T = stop.value
        return found
    finally:
        flow.close()


def stream(plan: Plan[T], send: Send, workers: int = 1) -> Iterator[T]:
    """What the pieces of a plan give, in order, up to ``workers`` of them under way at a time.

    While one is handed on, the next is on its way; more than ``workers`` and one are never held.
    However it ends, all threads are over then.  A forked process has none of them: UsageError there.
    """
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

    pool = ThreadPoolExecutor(workers, thread_name_prefix="civiapi")
    line = _Line(plan, workers, lambda piece: pool.submit(run, piece, send))
    process = os.getpid()
    try:
        while line.fill():
            if line.is_ready():
                yield line.take()
                if os.getpid() != process:
                    raise UsageError("begun before this process was forked, and read there; begin anew here")
            else:
                line.settle(wait(line.running, return_when=FIRST_COMPLETED).done)
    finally:
        if os.getpid() == process:
            left = line.cancel()
            pool.shutdown(wait=True)
            line.settle(left)


async def astream(plan: Plan[T], send: AsyncSend, workers: int = 1) -> AsyncIterator[T]:
    """As stream, with tasks for threads."""
    import asyncio

    line = _Line(plan, workers, lambda piece: asyncio.ensure_future(arun(piece, send)))
    try:
        while line.fill():
            if line.is_ready():
                yield line.take()
            else:
                line.settle((await asyncio.wait(line.running, return_when=asyncio.FIRST_COMPLETED))[0])
    finally:
        left = line.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        line.settle(left)


class _Line(Generic[T]):
    """The pieces of a plan that were started and not yet handed on, in order."""

    def __init__(
        self, plan: Plan[T], workers: int, launch: Callable[[Flow[T]], Future[T] | asyncio.Future[T]]
    ) -> None:
        self._plan, self._workers, self._launch = plan, workers, launch
        self._waiting: deque[Any] = deque()
        self._failed = False
        self.running: set[Any] = set()

    def fill(self) -> bool:
        """Start what may be started; whether anything is left to hand on."""
        held = self._workers + (self._workers > 1)
        while len(self.running) < self._workers and len(self._waiting) < held and not self._failed:
            try:
                piece = self._plan.start()
            except Exception as error:  # noqa: BLE001 - raised in its turn, after what was started before
                piece, self._failed = _raising(error), True
            if piece is None:
                break
            self.running.add(started := self._launch(piece))
            self._waiting.append(started)
        return bool(self._waiting)

    def is_ready(self) -> bool:
        """Whether the first in line is done."""
        return self._waiting[0] not in self.running

    def settle(self, done: Iterable[Any]) -> None:
        """Tell the plan what is there; after an error no more is started."""
        for one in done:
            try:
                if one.cancelled() or one.exception() is not None:
                    self._failed = True
                else:
                    self._plan.done(one.result())
            except Exception:
                self.running.discard(one)
                raise
            self.running.discard(one)  # last: what Ctrl-C comes amid is told once more at the end

    def take(self) -> T:
        """What the first in line gave, or its error; the next is started before it is handed on."""
        first = self._waiting.popleft()
        self.fill()
        given: T = first.result()
        return given

    def cancel(self) -> list[Any]:
        """Stop what is under way; gives all that was, for the plan to be told what is done all the same."""
        for one in self.running:
            one.cancel()
        return list(self.running)


def _raising(error: Exception) -> Flow[Any]:
    yield from ()
    raise error
