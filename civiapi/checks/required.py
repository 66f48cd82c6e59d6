"""Which values a new record must have.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..schema.model import Entity, Field

_NOTHING: tuple[Any, ...] = (None, "", [], {})
#: What is understood of the conditions under which CiviCRM wants a field; they are PHP.
_TERM = re.compile(r"\s*(!?)empty\(\$values\.(\w+)\)\s*")


def missing(entity: Entity, values: Mapping[str, Any]) -> Iterator[str]:
    """The fields that a new record with these values lacks.

    A value counts under its field's name whatever stands behind it (``:name``, ``.name``).
    """
    given = {name.partition(":")[0]: value for name, value in values.items()}
    given.update({name.partition(".")[0]: value for name, value in values.items() if "." in name})
    for name, field in entity.writable.items():
        if not field.required and not field.required_if:
            continue
        is_lacking = given.get(name) in _NOTHING and (field.default is None or name in given)
        if is_lacking and (field.required or _holds(field, given)):
            yield name


def _holds(field: Field, given: Mapping[str, Any]) -> bool:
    """Whether a field is required under the given values, as far as its condition can be understood."""
    if not field.required_if:
        return False
    terms = [_TERM.fullmatch(term) for term in field.required_if.split("&&")]
    return all(term is not None and _is_empty(given.get(term[2])) != (term[1] == "!") for term in terms)


def _is_empty(value: Any) -> bool:
    return not value or value == "0"
