"""How far a long read is."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Progress:
    """Rows given so far, the rows there are in all (None: not known), and the seconds since the start."""

    rows: int
    total: int | None
    seconds: float

    @property
    def rate(self) -> float:
        """Rows a second."""
        return self.rows / self.seconds if self.seconds > 0 else 0.0


def reporter(progress: Any, total: int | None) -> Reporter:
    """What tells ``progress`` how far a read is."""
    return Reporter(progress, total)


class Reporter:
    """Calls a function with each Progress."""

    def __init__(self, progress: Any, total: int | None) -> None:
        self._tell = progress if callable(progress) else None
        self._total, self._started = total, time.perf_counter()

    def update(self, rows: int) -> None:
        """So many rows were given so far."""
        if self._tell is not None:
            self._tell(Progress(rows, self._total, time.perf_counter() - self._started))

    def close(self) -> None:
        """The read is over."""
