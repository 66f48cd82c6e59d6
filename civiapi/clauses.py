"""Conditions as values: ``Q``, where trees checked, and the fields that they name.  Pure."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .errors import UsageError
from .params import EMPTY, check_operand, conditions, each_leaf, encode, operator

#: ``[field, operator, value, is an expression]`` or ``["AND" | "OR" | "NOT", clauses]``.
Clause = list[Any]

_BRANCHES = frozenset({"AND", "OR", "NOT"})
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(r"[A-Za-z_][\w.:-]*(?!\s*\()\b(?!\s*\()")
#: Words of expressions that are no fields.
_WORDS = frozenset(
    """
    AND AS ASC BETWEEN BY DAY DESC DISTINCT FALSE FROM HOUR INTERVAL IS MINUTE MONTH N NOT NULL OR ORDER
    QUARTER SECOND SEPARATOR TRUE UNIQUE WEEK YEAR
    """.split()
)


class Q:
    """A condition, to be joined with ``&`` (and), ``|`` (or) and ``~`` (not).

    ``Q(first_name="Ana")``; several fields are all to hold.  A value is read as in a call: a list is IN,
    None is IS NULL, ``{"LIKE": "S%"}`` that operator.  A field whose name is no Python name goes into a dict:
    ``Q({"email_primary.email": {"IS NOT NULL": True}})``.
    """

    def __init__(self, fields: Mapping[str, Any] | None = None, /, **more: Any) -> None:
        self._clause = _joined("AND", flat(fields, more))

    @property
    def clause(self) -> Clause:
        """It as a clause of APIv4's where; a copy."""
        return copy.deepcopy(self._clause)

    def __and__(self, other: Q) -> Q:
        return self._with("AND", other)

    def __or__(self, other: Q) -> Q:
        return self._with("OR", other)

    def __invert__(self) -> Q:
        return _made(["NOT", [self.clause]])

    def _with(self, word: str, other: object) -> Q:
        if not isinstance(other, Q):
            raise UsageError(f"Q is joined with Q, not with {other!r:.80}")
        sides = (self.clause, other.clause)
        return _made([word, [one for side in sides for one in (side[1] if side[0] == word else [side])]])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Q) and bool(other._clause == self._clause)

    def __hash__(self) -> int:
        return hash(repr(self._clause))

    def __repr__(self) -> str:
        return f"<Q {self._clause!r}>"


def _made(clause: Clause) -> Q:
    made = Q.__new__(Q)
    made._clause = clause
    return made


def _joined(word: str, clauses: list[Clause]) -> Clause:
    if not clauses:
        raise UsageError("Q() says no condition; give it a field")
    return clauses[0] if len(clauses) == 1 else [word, clauses]


def flat(fields: Mapping[str, Any] | None, more: Mapping[str, Any]) -> list[Clause]:
    """The clauses of flat fields, given as a dict, as keywords or as both."""
    if fields is not None and not isinstance(fields, Mapping):
        hint = "; where(...) takes it" if isinstance(fields, Q | list) else ""
        raise UsageError(f"fields are a dict or keywords, not a {type(fields).__name__}{hint}")
    twice = (fields or {}).keys() & more.keys()
    if twice:
        raise UsageError(f"{', '.join(sorted(twice))}: given twice, in the dict and as a keyword")
    return [
        clause for name, value in {**(fields or {}), **more}.items() for clause in conditions(name, value)
    ]


def tree(given: Iterable[Any], what: str = "where") -> list[Clause]:
    """Q's and clause lists as clauses, checked and encoded; UsageError where one says no condition.

    CiviCRM drops a branch without conditions, and what it says no longer narrows anything.
    """
    return [_clause(one, what) for one in given]


def _clause(given: Any, what: str) -> Clause:
    if isinstance(given, Q):
        return given.clause
    if isinstance(given, Mapping):
        return _joined("AND", flat(given, {}))
    if not isinstance(given, list | tuple) or not given or not isinstance(given[0], str):
        raise UsageError(f"{what} takes Q(...), or a clause ['field', 'operator', value], not {given!r:.80}")
    if given[0] in _BRANCHES:
        return _branch(given, what)
    return _leaf(given, what)


def _branch(given: Sequence[Any], what: str) -> Clause:
    inner = given[1] if len(given) == 2 else None
    if isinstance(inner, Q) or (isinstance(inner, list | tuple) and inner and isinstance(inner[0], str)):
        inner = [inner]  # ["NOT", clause] is the same as ["NOT", [clause]]
    if not isinstance(inner, list | tuple) or not inner:
        raise UsageError(f"a branch of {what} is ['{given[0]}', [clause, ...]] with at least one clause")
    return [given[0], tree(inner, what)]


def _leaf(given: Sequence[Any], what: str) -> Clause:
    if not 2 <= len(given) <= 4:
        raise UsageError(f"a clause of {what} is ['field', 'operator', value], not {given!r:.80}")
    field, name = given[0], operator(given[0], given[1])
    if name in EMPTY:
        return [field, name]
    if len(given) == 2:
        raise UsageError(f"{field}: {name} takes a value")
    if len(given) == 4 and given[3]:
        return [field, name, encode(given[2], field), True]
    check_operand(field, name, given[2])
    return [field, name, encode(given[2], field), *given[3:]]


def fields_of(clauses: Iterable[Clause]) -> list[str]:
    """The fields that a checked tree names, each once, also those inside functions."""
    found: dict[str, None] = {}
    for clause in each_leaf(clauses):
        found.update(dict.fromkeys(names_in(clause[0])))
        if len(clause) == 4 and clause[3] and isinstance(clause[2], str):
            found.update(dict.fromkeys(names_in(clause[2])))
    return list(found)


def names_in(expression: str) -> list[str]:
    """The fields in an expression of APIv4: ``LOWER(first_name)`` has one."""
    names = _NAME.findall(_QUOTED.sub(" ", expression))
    return [name for name in names if name not in _WORDS]
