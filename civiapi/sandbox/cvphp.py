"""The forms of cv's output that are PHP's and the shell's own, and what PHP complains of on the way."""

from __future__ import annotations

from typing import Any

_CONVERTED = "[PHP Warning] Array to string conversion at StructuredOutputTrait.php:215"
_ASSIGNED = "[PHP Notice] Only variables should be assigned by reference at ArrayUtil.php:78"
_NULL = (
    "[PHP Deprecation] escapeshellarg(): Passing null to parameter #1 ($arg) of type string is deprecated"
    " at Encoder.php:92"
)


def php(value: Any, depth: int = 0) -> str:
    """A value as PHP's var_export writes it."""
    if not isinstance(value, (list, dict)):
        return _scalar(value)
    indent = "  " * depth
    lines = [f"{indent}array ("]
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        name = key if isinstance(key, int) or key.lstrip("-").isdigit() else _quoted(key)
        apart = "\n" if isinstance(item, (list, dict)) else ""
        lines.append(f"{indent}  {name} => {apart}{php(item, depth + 1)},")
    return "\n".join([*lines, f"{indent})"])


def _scalar(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def shell(value: Any) -> str:
    """A line `path='value'` for each value within lists and objects."""
    return "".join(f"{name}={_word(item)}\n" for name, item in _leaves(value, ""))


def _leaves(value: Any, path: str) -> list[tuple[str, Any]]:
    if not isinstance(value, (list, dict)):
        return [(path, value)]
    members = value.items() if isinstance(value, dict) else enumerate(value)
    return [leaf for key, item in members for leaf in _leaves(item, f"{path}_{key}" if path else str(key))]


def _word(value: Any) -> str:
    text = "" if value is None or value is False else "1" if value is True else str(value)
    return "'" + text.replace("'", "'\\''") + "'"


def complaints(value: Any, form: str) -> list[str]:
    """What PHP writes to standard error while it brings a result into that form."""
    if form == "shell":
        return [_ASSIGNED, *(_NULL for _, item in _leaves(value, "") if item is None)]
    rows = value.values() if isinstance(value, dict) else value
    if form not in ("table", "csv") or not isinstance(value, (list, dict)):
        return []
    cells = [cell for row in rows if isinstance(row, dict) for cell in row.values()]
    return [_CONVERTED for cell in cells if isinstance(cell, (list, dict))]
