"""What a check says."""

from __future__ import annotations

import re
from typing import NamedTuple

OK, WARN, FAIL = "ok", "warn", "fail"


class Line(NamedTuple):
    """One finding: ``level`` is ok, warn or fail, ``advice`` what to do about it."""

    level: str
    name: str
    text: str
    advice: str = ""


def ok(name: str, text: str) -> Line:
    """All is well."""
    return Line(OK, name, text)


def warn(name: str, text: str, advice: str) -> Line:
    """It works, not as well as it could."""
    return Line(WARN, name, text, advice)


def fail(name: str, text: str, advice: str) -> Line:
    """It does not work."""
    return Line(FAIL, name, text, advice)


def version_of(text: str) -> tuple[int, ...]:
    """The numbers that a version begins with, () where there are none.

    >>> version_of("6.15.alpha1") >= (5, 47)
    True
    """
    found = re.search(r"\d+(?:\.\d+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def milliseconds(seconds: float) -> str:
    """A time as a person reads it."""
    return f"{1000 * seconds:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
