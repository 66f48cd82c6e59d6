"""Where an error came from: the sandbox's own run, in the forms in which PHP and cv write a trace."""

from __future__ import annotations

import os
import traceback
from typing import NamedTuple

from .errors import DatabaseError, SiteError, Unauthorized

NOT_FOUND = "Civi\\API\\Exception\\NotImplementedException"
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Step(NamedTuple):
    """A call: where it was made, and what was called (empty: the error was raised there)."""

    file: str
    line: int
    called: str


def steps(error: BaseException) -> list[Step]:
    """The calls that led to an error, the last first; files are told from the package on, values never."""
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    called = [code.co_name for code, _ in frames[1:]] + [""]
    found = [
        Step(os.path.relpath(code.co_filename, _PACKAGE).replace(os.sep, "/"), line, name)
        for (code, line), name in zip(frames, called, strict=True)
    ]
    return found[::-1]


def as_php(error: BaseException) -> str:
    """`#0 file(line): function()` and so on, down to {main}."""
    calls = [step for step in steps(error) if step.called]
    lines = [f"#{number} {step.file}({step.line}): {step.called}()" for number, step in enumerate(calls)]
    return "\n".join([*lines, f"#{len(calls)} {{main}}"])


def as_console(error: BaseException) -> str:
    """The trace below an error that cv tells with -v."""
    lines = []
    for step in steps(error):
        called = f"{step.called}()" if step.called else ""
        lines.append(f" {called} at {step.file}:{step.line}")
    return "\n".join(["Exception trace:", *lines])


def class_of(error: SiteError) -> str:
    """The class of the exception that a real site throws."""
    if isinstance(error, Unauthorized):
        return "Civi\\API\\Exception\\UnauthorizedException"
    if isinstance(error, DatabaseError):
        return "Civi\\Core\\Exception\\DBQueryException"
    return NOT_FOUND if error.code == "not-found" else "CRM_Core_Exception"
