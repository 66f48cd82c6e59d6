"""What the operators of a condition mean, as SQL.

An operator is one entry in OPERATORS.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import PhpError, SiteError
from .expr import Expr
from .fragments import Sql, bound, fill, joined
from .functions import FIELD, FUNCTION
from .render import Typed
from .values import (
    BOOKEND,
    COMMA,
    DATE_TYPES,
    JSON,
    NUMERIC_TYPES,
    SEPARATOR,
    TRIMMED,
    as_number,
    decoded,
    to_text,
)

MANY = 500
TOO_LARGE = 2**63
EMPTY_TEXT, EMPTY_NUMBER = "''", "0"
HIGHEST = "\U0010ffff" * 16


class Side:
    """The left side of a condition: its SQL and what its values look like."""

    __slots__ = ("data_type", "expr", "is_binary", "is_field", "sql", "typed")

    def __init__(self, expr: Expr, typed: Typed) -> None:
        self.expr = expr
        self.typed = typed
        self.data_type = typed.data_type
        self.is_field = expr.kind == FIELD
        self.is_binary = expr.kind == FUNCTION and expr.function.binary
        is_plain = self.is_field or self.is_number or self.is_binary
        self.sql = typed.sql if is_plain else fill("{0} COLLATE CIVI", typed.sql)

    @property
    def is_number(self) -> bool:
        return self.data_type in NUMERIC_TYPES and not self.typed.serialize

    def value(self, value: Any) -> Any:
        """A value to compare with, as this side stores it."""
        text = _escaped(value)
        if self.is_number:
            number = as_number(value, None)
            return number if abs(number) < TOO_LARGE else float(number)
        if value is False:
            return "0"
        return decoded(text) if self.data_type not in DATE_TYPES else text


def _escaped(value: Any) -> str:
    """A value as a text; raises PhpError for a list."""
    if isinstance(value, (list, dict)):
        raise PhpError(
            "mysqli_real_escape_string(): Argument #2 ($string) must be of type string, array given"
        )
    return to_text(value)


def _compare(operator: str) -> Callable[[Side, Any], Sql]:
    return lambda side, value: fill(f"{{0}} {operator} {{1}}", side.sql, bound(side.value(value)))


def _like(negation: str) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        pattern = _escaped(value) if side.is_number else to_text(side.value(value))
        test = fill(f"{negation}civi_like({{0}}, {{1}})", side.typed.sql, bound(pattern))
        prefix = re.match(r"[^%_\\]*", pattern)
        if negation or not side.is_field or side.is_number or not prefix or not prefix[0].strip():
            return test
        bounds = (bound(prefix[0]), bound(prefix[0] + HIGHEST))
        return fill("({0} BETWEEN {1} AND {2} AND {3})", side.sql, *bounds, test)

    return clause


def _in(operator: str) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        if isinstance(value, dict):
            value = list(value.values())
        if not isinstance(value, list):
            raise PhpError("CRM_Core_DAO::createSQLFilter(): an array is needed for IN, scalar given")
        members = [side.value(member) for member in value] or [side.value(None)]
        if len(members) > MANY:
            listed = bound(json.dumps(members, ensure_ascii=False))
            return fill(f"{{0}} {operator} (SELECT value FROM json_each({{1}}))", side.sql, listed)
        return fill(f"{{0}} {operator} ({{1}})", side.sql, joined(", ", map(bound, members)))

    return clause


def _between(operator: str) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        if not isinstance(value, list) or len(value) != 2:
            raise SiteError(f"invalid criteria for {operator}")
        low, high = (bound(side.value(limit)) for limit in value)
        return fill(f"{{0}} {operator} {{1}} AND {{2}}", side.sql, low, high)

    return clause


def _null(operator: str) -> Callable[[Side, Any], Sql]:
    return lambda side, value: fill(f"{{0}} {operator}", side.typed.sql)


def _empty(negated: bool) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        null = "IS NOT NULL" if negated else "IS NULL"
        if side.data_type not in ("String", "Integer", "Float", "Boolean"):
            return fill(f"{{0}} {null}", side.typed.sql)
        nothing = EMPTY_NUMBER if side.is_number else EMPTY_TEXT
        template = (
            f"({{0}} <> {nothing} AND {{0}} {null})" if negated else f"({{0}} = {nothing} OR {{0}} {null})"
        )
        return fill(template, side.sql)

    return clause


def _regexp(function: str, negation: str) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        pattern = _escaped(value)
        try:
            re.compile(pattern)
        except re.error:
            raise SiteError("DB Error: unknown error") from None
        return fill(f"{negation}{function}({{0}}, {{1}})", side.typed.sql, bound(pattern))

    return clause


def _contains_one(side: Side, value: Any) -> Sql:
    """That a text has a part, or a list a member."""
    text = decoded(_escaped(value))
    how = side.typed.serialize
    if how in (TRIMMED, COMMA):
        separator = "," if how == COMMA else SEPARATOR
        return fill(
            "civi_regexp({0}, {1})", side.typed.sql, bound(f"(^|{separator}){re.escape(text)}({separator}|$)")
        )
    wanted = {JSON: f'"{text}"', BOOKEND: f"{SEPARATOR}{text}{SEPARATOR}"}.get(how, text)
    return fill("civi_like({0}, {1})", side.typed.sql, bound(f"%{wanted}%"))


def _contains(negated: bool, glue: str) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        members = value if isinstance(value, list) else [value]
        found = fill("({0})", joined(glue, [_contains_one(side, member) for member in members]))
        if not negated:
            return found
        nullable = not side.typed.column or side.typed.column.field.nullable
        missing = "(NOT {0} OR {1} IS NULL)" if nullable else "NOT {0}"
        return fill(missing, found, side.typed.sql)

    return clause


OPERATORS: Mapping[str, Callable[[Side, Any], Sql]] = {
    "=": _compare("="),
    "<=": _compare("<="),
    ">=": _compare(">="),
    ">": _compare(">"),
    "<": _compare("<"),
    "LIKE": _like(""),
    "<>": _compare("<>"),
    "!=": _compare("<>"),
    "NOT LIKE": _like("NOT "),
    "IN": _in("IN"),
    "NOT IN": _in("NOT IN"),
    "BETWEEN": _between("BETWEEN"),
    "NOT BETWEEN": _between("NOT BETWEEN"),
    "IS NOT NULL": _null("IS NOT NULL"),
    "IS NULL": _null("IS NULL"),
    "CONTAINS": _contains(False, " AND "),
    "NOT CONTAINS": _contains(True, " AND "),
    "CONTAINS ONE OF": _contains(False, " OR "),
    "NOT CONTAINS ONE OF": _contains(True, " OR "),
    "IS EMPTY": _empty(False),
    "IS NOT EMPTY": _empty(True),
    "REGEXP": _regexp("civi_regexp", ""),
    "NOT REGEXP": _regexp("civi_regexp", "NOT "),
    "REGEXP BINARY": _regexp("civi_regexp_binary", ""),
    "NOT REGEXP BINARY": _regexp("civi_regexp_binary", "NOT "),
}
# operators that can stand between two columns
COLUMN_OPERATORS = ("=", "!=", "<>", "<", ">", "<=", ">=")
# what is certain where case counts
BINARY_OPERATORS = (*COLUMN_OPERATORS, "IN", "NOT IN", "BETWEEN", "IS NULL", "IS NOT NULL")
