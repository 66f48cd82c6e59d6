"""From what a user writes to what CiviCRM reads: operators, conditions, values.  Pure.

The operators and their meaning: https://docs.civicrm.org/dev/en/latest/api/v4/usage/
"""

from __future__ import annotations

import datetime as dt
import enum
import math
import numbers
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from .errors import UsageError

#: Operators that take no value, that take a list, and that take one value or a list.
EMPTY = frozenset({"IS NULL", "IS NOT NULL", "IS EMPTY", "IS NOT EMPTY"})
LISTED = frozenset({"IN", "NOT IN", "BETWEEN", "NOT BETWEEN", "CONTAINS ONE OF", "NOT CONTAINS ONE OF"})
OPERATORS = (
    EMPTY
    | LISTED
    | frozenset(
        {
            *("=", "<=", ">=", ">", "<", "<>", "!=", "LIKE", "NOT LIKE", "CONTAINS", "NOT CONTAINS"),
            *("REGEXP", "NOT REGEXP", "REGEXP BINARY", "NOT REGEXP BINARY"),
        }
    )
)
_BRANCHES = frozenset({"AND", "OR", "NOT"})
_PLAIN = frozenset({str, bool, type(None)})
_LISTS = (list, tuple, set, frozenset)


def encode(value: Any, key: str) -> Any:
    """A value as CiviCRM reads it in JSON; the caller's object is never changed.

    Dates become ``Y-m-d``, datetimes ``Y-m-d H:i:s`` (with their offset if they have one), Decimals and
    UUIDs text, Enums their value, tuples and sets lists, numpy's numbers those of Python.  TypeError, naming
    ``key``, for what JSON cannot say; UsageError for NaN, NaT and infinity.
    """
    if type(value) in _PLAIN:
        return value if type(value) is not str or value.isascii() else _text(value, key)
    for kinds, encoder in _ENCODERS:
        if isinstance(value, kinds):
            return encoder(value, key)
    uuid = sys.modules.get("uuid")  # without it there are no UUIDs; it takes a while to import
    if uuid is not None and isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{key}: CiviCRM cannot be sent a {type(value).__name__}")


def _text(value: str, key: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UsageError(f"{key}: the text holds half of a surrogate pair, which UTF-8 cannot say") from None
    return value


def _integer(value: Any, key: str) -> int | str:
    value = int(value)
    return value if -(2**63) <= value < 2**63 else str(value)  # PHP would make it a float


def _mapping(value: Mapping[Any, Any], key: str) -> dict[str, Any]:
    return {_key(name, key): encode(inner, f"{key}.{name}") for name, inner in value.items()}


def _list(value: Iterable[Any], key: str) -> list[Any]:
    return [encode(item, f"{key}.{number}") for number, item in enumerate(value)]


def _key(name: Any, key: str) -> str:
    name = name.value if isinstance(name, enum.Enum) else name
    if isinstance(name, str | int) and not isinstance(name, bool):
        return _text(str(name), key)
    raise TypeError(f"{key}: the keys of a dict must be text, not {type(name).__name__}")


def _number(value: float | Decimal, key: str) -> float | str:
    if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
        raise UsageError(f"{key}: {value} is no number that CiviCRM could store")
    return format(value, "f") if isinstance(value, Decimal) else float(value)


def _moment(value: dt.datetime, key: str) -> str:
    if value != value:  # pandas' NaT is a datetime, and its text would be stored
        raise UsageError(f"{key}: {value} is no time; leave the field out, or give None to clear it")
    return value.isoformat(sep=" ", timespec="seconds")


#: How each kind of value is written; the first that fits.  An Enum may be a str, a datetime is a date.
_ENCODERS: list[tuple[Any, Callable[[Any, str], Any]]] = [
    (enum.Enum, lambda value, key: encode(value.value, key)),
    (str, lambda value, key: _text(str(value), key)),
    ((int, numbers.Integral), _integer),
    (Mapping, _mapping),
    (_LISTS, _list),
    ((float, Decimal, numbers.Real), _number),
    (dt.datetime, _moment),
    (dt.date, lambda value, key: value.isoformat()),
]


def conditions(field: str, value: Any) -> list[list[Any]]:
    """The where clauses that a flat ``field: value`` stands for; UsageError where it says no condition.

    A list, tuple or set is IN, None is IS NULL, ``{"OPERATOR": value}`` that operator (several: all of
    them), anything else is ``=``.
    """
    if isinstance(value, Mapping):
        if not value:
            raise UsageError(f"{field}: an empty dict says no condition; give {{'OPERATOR': value}}")
        return [_clause(field, name, operand) for name, operand in value.items()]
    if value is None:
        return [[field, "IS NULL"]]
    if isinstance(value, _LISTS):
        return [[field, "IN", encode(value, field)]]
    return [[field, "=", encode(value, field)]]


def operator(field: str, name: Any) -> str:
    """An operator's canonical spelling; UsageError for one that CiviCRM does not know."""
    known = " ".join(name.upper().split()) if isinstance(name, str) else name
    if known not in OPERATORS:
        raise UsageError(
            f"{field}: {name!r} is no operator of CiviCRM's; known: {', '.join(sorted(OPERATORS))}"
        )
    return str(known)


def _clause(field: str, name: Any, operand: Any) -> list[Any]:
    name = operator(field, name)
    if name in EMPTY:
        if operand is not True and operand != 1:
            raise UsageError(f"{field}: write {{'{name}': True}}; for the contrary use its counterpart")
        return [field, name]
    check_operand(field, name, operand)
    return [field, name, encode(operand, field)]


def check_operand(field: str, name: str, operand: Any) -> None:
    """UsageError for an operand that CiviCRM would answer with a PHP error or by matching nothing."""
    listed = isinstance(operand, _LISTS)
    if operand is None:
        raise UsageError(
            f"{field}: {name} with None matches nothing; use {{'IS NULL': True}} or 'IS NOT NULL'"
        )
    if isinstance(operand, Mapping):
        raise UsageError(f"{field}: {name} takes a value, not a dict")
    if name in LISTED and not listed:
        raise UsageError(f"{field}: {name} takes a list")
    if name.endswith("BETWEEN") and len(operand) != 2:
        raise UsageError(f"{field}: {name} takes a list of two values")
    if listed and name not in LISTED and "CONTAINS" not in name:
        raise UsageError(f"{field}: {name} takes one value, not a list; a list goes with IN")


def leaves(where: Any) -> int:
    """How many conditions a where tree holds; UsageError where it is no tree."""
    return sum(1 for _ in each_leaf(where))


def each_leaf(where: Any) -> Iterator[Any]:
    """The conditions of a where tree, whatever their branches; UsageError where it is no tree."""
    if not isinstance(where, list | tuple):
        raise UsageError(f"where is a list of clauses [field, operator, value], not a {type(where).__name__}")
    for clause in where:
        if not isinstance(clause, list | tuple) or not clause or not isinstance(clause[0], str):
            raise UsageError(
                "each clause of where is a list [field, operator, value], or a branch ['OR', [...]]"
            )
        if clause[0] not in _BRANCHES:
            yield clause
        else:
            yield from each_leaf(_inside(clause))


def is_hollow(where: Any) -> bool:
    """Whether a tree that leaves() has passed has a branch without any condition, which CiviCRM drops."""
    branches = [_inside(clause) for clause in where if clause[0] in _BRANCHES]
    return any(not leaves(inner) or is_hollow(inner) for inner in branches)


def _inside(branch: Any) -> Any:
    """The clauses of a branch; NOT may have one without a list."""
    inner = branch[1] if len(branch) > 1 else []
    single = branch[0] == "NOT" and isinstance(inner, list | tuple) and inner and isinstance(inner[0], str)
    return [inner] if single else inner
