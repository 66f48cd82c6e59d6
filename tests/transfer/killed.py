"""A move in a process of its own that is killed at a given moment: python -m tests.transfer.killed ...

Arguments: the files of the old and the new site, the journal, the moment (0: never), the number of workers.
Moments are counted before and after each writing call at the new site, and each writing of the journal.  Prints how
many there were.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

from civiapi import SandboxApiV4, transfer
from civiapi.inprocess import InProcessBackend
from civiapi.moving.ids import Ids

from . import world


class Clock:
    """Counts moments, and ends the process at one of them as a power cut would."""

    def __init__(self, at: int) -> None:
        self._at, self.now, self._lock = at, 0, threading.Lock()

    def tick(self) -> None:
        with self._lock:
            self.now += 1
            if self.now == self._at:
                os.kill(os.getpid(), signal.SIGKILL)

    def around(self, method: Callable[..., Any], counts: Callable[..., bool]) -> Callable[..., Any]:
        def wrapped(this: Any, *args: Any) -> Any:
            if not counts(this, *args):
                return method(this, *args)
            self.tick()
            given = method(this, *args)
            self.tick()
            return given

        return wrapped


def main(old: str, new: str, journal: str, at: str, workers: str) -> None:
    clock = Clock(int(at))
    patched: Any = InProcessBackend
    patched._payload = clock.around(
        patched._payload, lambda backend, call: str(backend._file) == new and not call.is_read()
    )
    written: Any = Ids
    written._many = clock.around(written._many, lambda ids, *args: True)
    with SandboxApiV4(old) as src, SandboxApiV4(new) as dst:
        transfer(src, dst, world.ENTITIES, journal=journal, workers=int(workers))
    print(clock.now)


if __name__ == "__main__":
    main(*sys.argv[1:])
