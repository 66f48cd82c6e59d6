"""How far long work has come: told to a function, or shown as a bar."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from .errors import UsageError

if TYPE_CHECKING:
    import rich.progress


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
    """What ``progress=`` asks for: a function is called; True is a bar on standard error.

    The bar shows in terminals and notebooks, if rich is installed (``pip install "civiapi[cli]"``), and
    nowhere else.
    """
    if callable(progress):
        return _Caller(progress)
    if progress not in (True, False, None):
        raise UsageError(f"progress is True, or a function that is called, not {progress!r:.80}")
    return (_bar() if progress else None) or _Silent()


class _Silent:
    def update(self, rows: int, total: int | None = None) -> None:
        pass

    def close(self) -> None:
        pass


class _Caller:
    def __init__(self, told: Callable[[Progress], None]) -> None:
        self._told = told
        self._started = time.monotonic()

    def update(self, rows: int, total: int | None = None) -> None:
        self._told(Progress(rows, total, time.monotonic() - self._started))

    def close(self) -> None:
        pass


def _bar() -> Reporter | None:
    """A bar, where one can be seen."""
    try:
        from rich.console import Console
    except ModuleNotFoundError:
        return None
    console = Console(stderr=True)
    if not (console.is_terminal or console.is_jupyter):
        return None
    return _Bar(_columns(console))


def _columns(console: rich.console.Console) -> rich.progress.Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        MofNCompleteColumn(),
        BarColumn(),
        TextColumn("{task.fields[rate]:,.0f} rows/s"),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, auto_refresh=False)  # or a thread would draw it


class _Bar:
    """A bar of rich; drawn ten times a second at most."""

    PAUSE = 0.1

    def __init__(self, bar: rich.progress.Progress) -> None:
        self._bar = bar
        self._started = time.monotonic()
        self._drawn = 0.0
        self._task = bar.add_task("", total=None, rate=0.0)
        bar.start()

    def update(self, rows: int, total: int | None = None) -> None:
        now = time.monotonic()
        rate = Progress(rows, total, now - self._started).rate
        self._bar.update(self._task, completed=rows, total=total, rate=rate)
        if now - self._drawn >= self.PAUSE:
            self._drawn = now
            self._bar.refresh()

    def close(self) -> None:
        self._bar.refresh()
        self._bar.stop()
