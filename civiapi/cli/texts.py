"""JSON and text as a command line and standard input give them.  Pure."""

from __future__ import annotations

import json
from typing import Any

from ..errors import UsageError


def document(text: bytes) -> dict[str, Any]:
    """All params as one JSON object, as they come on standard input; UsageError for anything else."""
    try:
        decoded = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is not UTF-8 (byte {error.start + 1})") from None
    if not decoded.strip():
        raise UsageError("standard input is empty; --in=json takes the params from there, {} for none")
    value = parsed(decoded, "standard input")
    if not isinstance(value, dict):
        raise UsageError(f"standard input is a JSON {_kind(value)}; the params are an object, {{...}}")
    return value


def readable(word: str) -> str:
    """The word; UsageError where it is not the text that the terminal should have given."""
    try:
        word.encode()
    except UnicodeEncodeError:
        raise UsageError(f"an argument is not UTF-8: {shown(word)}") from None
    return word


def parsed(text: str, place: str) -> Any:
    """A JSON text's value; UsageError for bad JSON, NaN, or a key that stands twice in an object."""
    try:
        value = json.loads(text, parse_constant=_no_number, object_pairs_hook=_object)
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise UsageError(f"{place}: half a character (a lone surrogate) in the JSON") from None
    except RecursionError:
        raise UsageError(f"{place}: bad JSON: nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno} column {error.colno}"
        raise UsageError(f"{place}: bad JSON: {error.msg} at {where}{_hint(text)}") from None
    except ValueError as error:
        raise UsageError(f"{place}: bad JSON: {error}") from None
    return value


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON's")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in an object")
    return found


def _hint(text: str) -> str:
    if text.startswith("'"):
        return "; JSON has double quotes only"
    return ""


def _kind(value: Any) -> str:
    return {list: "array", str: "text", type(None): "null", bool: "boolean"}.get(type(value), "number")


def shown(word: str) -> str:
    """A word to be quoted in a message: short, and on one line."""
    text = repr(word)
    return text if len(text) <= 60 else text[:57] + "..."
