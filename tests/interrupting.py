"""Ctrl-C at any moment: before a line of the code that is told, in the thread of the caller."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

Line = tuple[str, int]


def interrupted(
    run: Callable[[], Any],
    at: int,
    files: tuple[str, ...],
    functions: frozenset[str] | set[str] = frozenset(),
) -> list[Line]:
    """Let Ctrl-C come before the line with this number of those that ``run`` goes through; the lines until then.

    Counted are those of the functions with these names, or of all, in files whose names end so.  Without a
    KeyboardInterrupt where ``at`` is -1.
    """
    passed: list[Line] = []

    def counted(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            passed.append((frame.f_code.co_filename, frame.f_lineno))
            if len(passed) - 1 == at:
                raise KeyboardInterrupt
        return counted

    def called(frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        is_counted = code.co_filename.endswith(files) and (not functions or code.co_name in functions)
        return counted if is_counted else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        run()
    finally:
        sys.settrace(before)
    return passed


def one_of_each(lines: list[Line]) -> list[int]:
    """The numbers at which to interrupt: each line once, in the middle of all the times that it is passed."""
    found: dict[Line, list[int]] = {}
    for number, line in enumerate(lines):
        found.setdefault(line, []).append(number)
    return [numbers[len(numbers) // 2] for numbers in found.values()]
