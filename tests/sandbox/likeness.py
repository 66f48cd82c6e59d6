"""How like an answer of the sandbox is to a recorded one, and where they differ."""

from __future__ import annotations

import json
import re
from typing import Any

SAME, ORDER, VALUES, SHAPE = "the same", "keys in another order", "other values", "another shape"
LEVELS = (SAME, ORDER, VALUES, SHAPE)
ERROR_ID = re.compile(r"\b\w{4}-\w{4}-\w{4,6}\b")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\b20\d{12}\b")
HASH = re.compile(r"\bHASH\b|\b[0-9a-f]{32}\b")
# members whose values are compared in any case: what is wrong, and that something is
TOLD = ("error_message", "error_code", "is_error", "status", "code", "message")


def masked(text: str) -> str:
    """A text without what is never the same twice: names of errors, moments, hashes."""
    return HASH.sub("A-HASH", MOMENT.sub("A-MOMENT", ERROR_ID.sub("ERROR-ID", text)))


def level(want: str | None, got: str | None) -> tuple[str, list[str]]:
    """How like two texts are (None: there was none), and the differences that make it so."""
    if want is None or got is None:
        return (SAME, []) if want is got else (SHAPE, [f"{shortened(got)} for {shortened(want)}"])
    want, got = masked(want), masked(got)
    if want == got or (_is_page(want) and _is_page(got)):
        return SAME, []
    one, other = decoded(want), decoded(got)
    shape = differences(one, other, exact=False)
    if shape:
        return SHAPE, shape
    if one != other:
        return VALUES, differences(one, other, exact=True)
    return ORDER, [f"{shortened(got)} for {shortened(want)}"]


def lines(want: str, got: str) -> tuple[str, list[str]]:
    """How like two outputs are: as one text, or where all lines are JSON line by line."""
    ones, others = want.splitlines(), got.splitlines()
    if len(ones) != len(others) or not all(isinstance(decoded(line), (dict, list)) for line in ones):
        return level(want, got)
    return worst([level(one, other) for one, other in zip(ones, others, strict=True)])


def worst(levels: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """The level of several parts together."""
    found = max((LEVELS.index(one) for one, _ in levels), default=0)
    return LEVELS[found], [text for _, texts in levels for text in texts]


def equal(want: Any, got: Any, what: str) -> tuple[str, list[str]]:
    """The level of something that is to be equal."""
    return (SAME, []) if want == got else (SHAPE, [f"{what}: {shortened(got)} for {shortened(want)}"])


def _is_page(text: str) -> bool:
    return text.lstrip()[:15].lower().startswith(("<!doctype", "<html"))


def decoded(text: str) -> Any:
    """A body as a value: JSON if it is that."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 300 else f"{text[:200]}...{text[-60:]}"


def differences(want: Any, got: Any, path: str = "", *, exact: bool) -> list[str]:
    """Where two values differ; not exact: in keys and JSON types alone, but for what errors tell."""
    if isinstance(want, dict) and isinstance(got, dict):
        found = [f"{path}: no {name}" for name in want if name not in got]
        found += [f"{path}: {name} too much" for name in got if name not in want]
        shared = [name for name in want if name in got]
        return found + [
            text
            for name in shared
            for text in differences(want[name], got[name], f"{path}.{name}", exact=exact)
        ]
    if isinstance(want, list) and isinstance(got, list):
        sizes = [f"{path}: {len(got)} items for {len(want)}"] if exact and len(want) != len(got) else []
        pairs = enumerate(zip(want, got, strict=False))
        return sizes + [
            text
            for at, (one, other) in pairs
            for text in differences(one, other, f"{path}.{at}", exact=exact)
        ]
    is_told = path.rpartition(".")[2] in TOLD
    if kind(want) != kind(got) or ((exact or is_told or not path) and want != got):
        return [f"{path}: {shortened(got)} for {shortened(want)}"]
    return []


def kind(value: Any) -> str:
    """The JSON type of a value."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else "boolean"
    return "number" if isinstance(value, (int, float)) else type(value).__name__
