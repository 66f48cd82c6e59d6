"""Which values a new record must have."""

from __future__ import annotations

import re
from typing import Any

from .errors import SiteError
from .schema import Entity

TERM = re.compile(
    r"(!?)empty\(\$values\.(\w+)\)|\$values\.(\w+) (===|!==) \"([^\"]*)\"|(&&)|(\|\|)|(\()|(\))|\s+"
)
NOTHING: tuple[Any, ...] = (None, "", [], {})


def check_required(entity: Entity, action: str, records: list[dict[str, Any]]) -> None:
    """Raise SiteError if one of these new records lacks what it must have."""
    for values in records:
        lacking = [
            name for name, field in entity.fields.items() if _is_missing(field.create_spec(), name, values)
        ]
        if lacking:
            listed = ", ".join(lacking)
            raise SiteError(
                f"Mandatory values missing from Api4 {entity.name}::{action}: {listed}",
                "mandatory_missing",
                fields=lacking,
            )


def _is_missing(spec: dict[str, Any] | None, name: str, values: dict[str, Any]) -> bool:
    if spec is None or values.get(name) not in NOTHING:
        return False
    if spec.get("default_value") is not None and name not in values:
        return False
    return bool(spec.get("required")) or holds(spec.get("required_if") or "", values)


def holds(condition: str, values: dict[str, Any]) -> bool:
    """Whether a `required_if` condition is true of the values; && binds closer than ||."""
    if not condition:
        return False
    words = []
    for found in TERM.finditer(condition):
        negated, tested, compared, operator, text = found.group(1, 2, 3, 4, 5)
        if tested:
            words.append(str(_is_empty(values.get(tested)) != bool(negated)))
        elif compared:
            words.append(str((values.get(compared) == text) == (operator == "===")))
        elif found[0].strip():
            words.append({"&&": "and", "||": "or"}.get(found[0], found[0]))
    return _evaluated(words)


def _is_empty(value: Any) -> bool:
    return not value or value == "0"


def _evaluated(words: list[str]) -> bool:
    """`True and ( False or True )` by its words."""
    position = 0

    def atom() -> bool:
        nonlocal position
        word = words[position]
        position += 1
        if word == "(":
            value = either()
            position += 1
            return value
        return word == "True"

    def both() -> bool:
        nonlocal position
        value = atom()
        while position < len(words) and words[position] == "and":
            position += 1
            value = atom() and value
        return value

    def either() -> bool:
        nonlocal position
        value = both()
        while position < len(words) and words[position] == "or":
            position += 1
            value = both() or value
        return value

    return either()
