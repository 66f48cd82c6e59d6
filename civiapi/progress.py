"""How far long work has come."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Progress:
    """How many rows are done, of how many (None: not known), in how many seconds."""

    rows: int
    total: int | None
    seconds: float

    @property
    def rate(self) -> float:
        """Rows a second; 0.0 as long as no time has passed."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0


class Reporter(Protocol):
    """Is told how far work has come; ``close`` when it is over, however it ended."""

    def update(self, rows: int, total: int | None = None) -> None: ...

    def close(self) -> None: ...


def reporter(progress: bool | Callable[[Progress], None] | None) -> Reporter:
    """What ``progress=`` asks for: a function is called."""
    return _Caller(progress if callable(progress) else lambda _: None)


class _Caller:
    def __init__(self, told: Callable[[Progress], None]) -> None:
        self._told = told
        self._started = time.monotonic()

    def update(self, rows: int, total: int | None = None) -> None:
        self._told(Progress(rows, total, time.monotonic() - self._started))

    def close(self) -> None:
        """Nothing to end."""
