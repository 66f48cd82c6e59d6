"""Ctrl-C: once for an end in good order, twice for one at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import click

from .commands import ARGUMENTS
from .failures import masked, tell

_SAID = b"\nciviapi: stopping after what is under way; Ctrl-C again stops at once\n"


class Stop:
    """Whether somebody has asked for the end."""

    asked = False


@contextmanager
def stopping(then: Callable[[], Any] | None = None) -> Iterator[Stop]:
    """While it is open the first Ctrl-C only notes that, and calls ``then``; the second is KeyboardInterrupt.

    Where Ctrl-C is ignored, as in a background job, it stays ignored.
    """
    stop = Stop()
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler or threading.current_thread() is not threading.main_thread():
        yield stop
        return

    def noted(number: int, frame: Any) -> None:
        signal.signal(signal.SIGINT, before)
        stop.asked = True
        if then is not None:
            then()
        with suppress(OSError):
            os.write(2, _SAID)  # sys.stderr may be in the middle of a write

    signal.signal(signal.SIGINT, noted)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def undisturbed() -> Iterator[None]:
    """While it is open Ctrl-C does nothing: for what takes a moment, and is of no use by half."""
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or threading.current_thread() is not threading.main_thread():
        yield  # it is ignored already, or comes to another thread
        return
    signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN: Python complains where one is pending
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def tell_again(why: str, more: Sequence[str] = (), less: Sequence[str] = ()) -> None:
    """Tell the command to be given next: this one, with these flags more and those less."""
    from plumbum.commands.base import shquote_list

    given = click.get_current_context().find_root().meta[ARGUMENTS]
    words = [word for word in given if word not in less]
    words = ["civiapi", *words, *(word for word in more if word not in words)]
    written = subprocess.list2cmdline(words) if sys.platform == "win32" else " ".join(shquote_list(words))
    tell(why)
    click.echo(masked(f"  {written}"), err=True)
