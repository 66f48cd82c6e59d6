"""JSON as PHP's json_encode() writes it, in the three ways that CiviCRM's doors use it."""

from __future__ import annotations

import json
from typing import Any

_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_ASCII = json.JSONEncoder(separators=(",", ":"))
_PRETTY = json.JSONEncoder(indent=4)


def web(value: Any) -> str:
    """One line with slashes and non-ASCII text as they are: every HTTP answer."""
    text = _COMPACT.encode(value)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def line(value: Any) -> str:
    """One line of pure ASCII with escaped slashes: a pipe's answers, `--out=json` of cv."""
    return _ASCII.encode(value).replace("/", "\\/")  # a slash occurs only inside JSON strings


def pretty(value: Any) -> str:
    """Indented ASCII with escaped slashes: what cv prints by default."""
    return _PRETTY.encode(value).replace("/", "\\/")


def as_arrays(value: Any) -> Any:
    """What json_decode() into arrays makes of a value: an empty object is an empty list."""
    if isinstance(value, dict):
        return {key: as_arrays(inner) for key, inner in value.items()} or []
    if isinstance(value, list):
        return [as_arrays(inner) for inner in value]
    return value


def decoded(text: str) -> Any:
    """The value of a JSON text; None, as PHP's json_decode() has it, for null and for what is no JSON."""
    try:
        value = json.loads(text, parse_constant=_refuse)
        if "\\ud" in text.lower():
            _COMPACT.encode(value).encode()  # raises for half of a surrogate pair
        return value
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


def as_params(value: Any) -> dict[str, Any] | None:
    """Decoded JSON as parameters of a call: a list has its positions as keys; None if it is no array."""
    if isinstance(value, list):
        return {str(position): item for position, item in enumerate(value)}
    return value if isinstance(value, dict) else None
