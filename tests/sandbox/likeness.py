"""How an answer of the sandbox differs from a recorded one."""

from __future__ import annotations

import json
import re
from typing import Any

ERROR_ID = re.compile(r"\b\w{4}-\w{4}-\w{4,6}\b")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|\b20\d{12}\b")
# members that are never the same twice, or tell of a real site's insides: their type alone is compared
OWN = {"hash", "created_date", "modified_date", "sql", "trace", "debug_info", "IP", "cred", "activity_date_time"}


def masked(text: str) -> str:
    """A text without what names an error or a moment."""
    return MOMENT.sub("MOMENT", ERROR_ID.sub("ERROR-ID", text))


def body(text: str) -> Any:
    """A body as a value: JSON decoded, HTML as one word."""
    start = text.lstrip()[:15].lower()
    if start.startswith(("<!doctype", "<html", "<page")):
        return "<page>"
    try:
        return json.loads(text)
    except ValueError:
        return masked(text)


def differences(want: Any, got: Any, path: str = "", *, exact: bool = True) -> list[str]:
    """Where two values differ; not exact: in keys and JSON types alone, but for errors."""
    if isinstance(want, dict) and isinstance(got, dict):
        return _members(want, got, path, exact)
    if isinstance(want, list) and isinstance(got, list):
        if exact and len(want) != len(got):
            return [f"{path}: {len(got)} items for {len(want)}"]
        pairs = enumerate(zip(want, got, strict=False))
        return [text for at, (one, other) in pairs for text in differences(one, other, f"{path}.{at}", exact=exact)]
    if kind(want) != kind(got):
        return [f"{path}: {got!r} for {want!r}"[:200]]
    if (exact or path.rpartition(".")[2] in ("error_message", "error_code", "is_error", "status")) and (
        masked(str(want)) != masked(str(got))
    ):
        return [f"{path}: {got!r} for {want!r}"[:200]]
    return []


def _members(want: dict[str, Any], got: dict[str, Any], path: str, exact: bool) -> list[str]:
    found = [f"{path}: no {name}" for name in want if name not in got]
    found += [f"{path}: {name} too much" for name in got if name not in want]
    for name in want.keys() & got.keys():
        found += differences(want[name], got[name], f"{path}.{name}", exact=exact and name not in OWN)
    return found


def kind(value: Any) -> str:
    """The JSON type of a value."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else "boolean"
    return "number" if isinstance(value, (int, float)) else type(value).__name__
