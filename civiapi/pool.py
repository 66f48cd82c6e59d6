"""The warm processes of an api: so many at a time, none older than it may be, none left behind."""

from __future__ import annotations

import os
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .errors import CallTimeout, UsageError
from .worker import Worker

_pools: weakref.WeakSet[Pool] = weakref.WeakSet()


class Pool:
    """At most ``workers`` processes, each used by one call at a time, for at most ``max_age`` seconds."""

    def __init__(self, workers: int, max_age: float) -> None:
        if workers < 1:
            raise UsageError("workers is at least 1")
        self._limits = workers, max_age
        self._begin()
        _pools.add(self)

    def _begin(self) -> None:
        """Without processes, as at first."""
        self._free = threading.BoundedSemaphore(self._limits[0])
        self._lock = threading.Lock()
        self._idle: list[Worker] = []
        self._timers: list[threading.Timer] = []
        self._renewed = float("-inf")
        self._end = weakref.finalize(self, _end, self._idle, self._timers)

    @contextmanager
    def worker(self, start: Callable[[], Worker], deadline: float) -> Iterator[Worker]:
        """A process for one call; kept if it may be used again, ended otherwise."""
        free = self._free
        if not free.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise CallTimeout("all processes were busy for too long; give more workers=", handled=False)
        try:
            worker = self._taken() or start()
            try:
                yield worker
            except BaseException:
                worker.kill()
                raise
            self._put_back(worker)
        finally:
            free.release()

    def renew(self) -> None:
        """Use no process again that was started before now."""
        self._renewed = time.monotonic()

    def _is_usable(self, worker: Worker) -> bool:
        return worker.born > self._renewed and worker.is_usable(self._limits[1])

    def _taken(self) -> Worker | None:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None or self._is_usable(worker):
                return worker
            worker.close()

    def _put_back(self, worker: Worker) -> None:
        with self._lock:  # close() in another thread takes it up, or it is seen here that it was called
            is_kept = self._is_usable(worker)
            if is_kept:
                self._idle.append(worker)
                self._watch()
        if not is_kept:
            worker.close()

    def _watch(self) -> None:
        """See to it that idle processes end when their time is over."""
        if self._timers or not self._idle:
            return
        age = time.monotonic() - min(worker.born for worker in self._idle)
        timer = threading.Timer(max(0.01, self._limits[1] - age), _expire, [weakref.ref(self)])
        timer.daemon = True
        self._timers.append(timer)
        timer.start()

    def expire(self) -> None:
        """End the idle processes whose time is over."""
        with self._lock:
            self._timers.clear()
            old = [worker for worker in self._idle if not self._is_usable(worker)]
            self._idle[:] = [worker for worker in self._idle if worker not in old]
            self._watch()
        _end(old, [])

    def close(self) -> None:
        """End the idle processes, and those in use after their call."""
        self.renew()
        with self._lock:
            idle, self._idle[:] = list(self._idle), []
            timers, self._timers[:] = list(self._timers), []
        _end(idle, timers)

    def forget(self) -> None:
        """After a fork: the processes are the parent's, and so are the locks that its threads hold."""
        self._end.detach()
        for worker in self._idle:
            worker.forget()
        self._begin()

    def __reduce__(self) -> Any:
        return Pool, self._limits


def _expire(pool: weakref.ref[Pool]) -> None:
    alive = pool()
    if alive is not None:
        alive.expire()


def _end(workers: list[Worker], timers: list[threading.Timer]) -> None:
    for timer in timers:
        timer.cancel()
    timers.clear()
    while workers:
        workers.pop().close()


def _forget() -> None:
    for pool in list(_pools):
        pool.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
