"""Conditions: the trees of where, having and ON, as SQL.

An operator is one entry in OPERATORS.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from .errors import NotSimulated, PhpError, SiteError
from .expr import Expr, parse
from .formatting import formatted
from .fragments import Sql, bound, fill, joined
from .functions import CALCULATED, FIELD, FUNCTION, STRING
from .render import HiddenField, Typed, render
from .sources import Sources
from .sqlfunctions import extract
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
from .virtual import filtered

BRANCHES = ("AND", "OR", "NOT")
MANY = 500
EMPTY_TEXT, EMPTY_NUMBER = "''", "0"
PARTIAL_DATES = ("YEAR", "MONTH", "QUARTER", "DAYOFWEEK", "EXTRACT")
HIGHEST = "\U0010ffff" * 16


class Side:
    """The left side of a condition: its SQL and what its values look like."""

    __slots__ = ("data_type", "expr", "is_field", "sql", "typed")

    def __init__(self, expr: Expr, typed: Typed) -> None:
        self.expr = expr
        self.typed = typed
        self.data_type = typed.data_type
        self.is_field = expr.kind == FIELD
        self.sql = typed.sql if self.is_field or self.is_number else fill("{0} COLLATE CIVI", typed.sql)

    @property
    def is_number(self) -> bool:
        return self.data_type in NUMERIC_TYPES and not self.typed.serialize

    def value(self, value: Any) -> Any:
        """A value to compare with, as this side stores it."""
        if isinstance(value, (list, dict)):
            raise PhpError(
                "mysqli_real_escape_string(): Argument #2 ($string) must be of type string, array given"
            )
        if self.is_number:
            return as_number(value, None)
        if value is False:
            return "0"
        return decoded(to_text(value)) if self.data_type not in DATE_TYPES else to_text(value)


def _compare(operator: str) -> Callable[[Side, Any], Sql]:
    return lambda side, value: fill(f"{{0}} {operator} {{1}}", side.sql, bound(side.value(value)))


def _like(negation: str) -> Callable[[Side, Any], Sql]:
    def clause(side: Side, value: Any) -> Sql:
        pattern = to_text(side.value(value) if not side.is_number else value)
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
        try:
            re.compile(to_text(value))
        except re.error:
            raise SiteError("DB Error: unknown error") from None
        return fill(f"{negation}{function}({{0}}, {{1}})", side.typed.sql, bound(to_text(value)))

    return clause


def _contains_one(side: Side, value: Any) -> Sql:
    """That a text has a part, or a list a member."""
    text = decoded(to_text(value))
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

Left = Callable[[str], Side]


def _walk(clause: Any, leaf: Callable[[list[Any]], Sql]) -> Sql:
    """A tree as SQL; empty branches and conditions on hidden fields are nothing."""
    if not isinstance(clause, list) or not clause:
        raise PhpError("Civi\\Api4\\Query\\Api4Query::treeWalkClauses(): a clause must be an array")
    head = clause[0]
    if head in BRANCHES and (len(clause) < 2 or not clause[1]):
        return Sql("")
    if head in ("AND", "OR"):
        parts = [_walk(inner, leaf) for inner in clause[1]]
        found = joined(f" {head} ", parts)
        return fill("({0})", found) if found else found
    if head == "NOT":
        inner = clause[1] if isinstance(clause[1][0], str) else ["AND", clause[1]]
        found = _walk(inner, leaf)
        return fill("NOT ({0})", found) if found else found
    try:
        return leaf(clause)
    except HiddenField:
        return Sql("")


def _padded(clause: list[Any]) -> tuple[Any, str, Any, Any]:
    left, operator, value, is_expression = (*clause, None, None, None, None)[:4]
    if not isinstance(operator, str) or operator not in OPERATORS:
        raise SiteError("Illegal operator")
    if not isinstance(left, str):
        raise PhpError("Civi\\Api4\\Query\\SqlExpression::convert(): Argument #1 must be of type string")
    return left, operator, value, is_expression


def compare(sources: Sources, side: Side, operator: str, value: Any) -> Sql:
    """One condition with a literal value on the right."""
    field = side.typed.column.field if side.is_field and side.typed.column else None
    if field is None:
        value, operator = formatted(sources.call, None, "", side.data_type, value, operator)
        return OPERATORS[operator](side, value)
    suffix = side.typed.column.suffix if side.typed.column else ""
    allowed = field.spec.get("operators")
    if allowed and operator not in allowed:
        raise SiteError(f"Illegal operator for {field.name} {operator}")
    value, operator = formatted(sources.call, field, suffix, field.data_type, value, operator)
    if field.type == "Filter" and side.typed.column:
        source = side.typed.column.source
        listed = value if isinstance(value, list) else [value]
        return filtered(sources.call, field, source.alias, source.entity.table or "", operator, listed)
    return OPERATORS[operator](side, value)


def condition(sources: Sources, clause: Any, is_on: bool = False) -> Sql:
    """A tree of where or ON; in ON texts on the right are expressions."""

    def leaf(parts: list[Any]) -> Sql:
        left, operator, value, is_expression = _padded(parts)
        expr = parse(left, () if is_on else CALCULATED)
        side = Side(expr, render(sources, expr))
        as_expression = is_on if is_expression is None else bool(is_expression)
        if as_expression and isinstance(value, str):
            return _against_expression(sources, side, operator, value)
        if as_expression and isinstance(value, list) and is_on:
            value = [_unquoted(member) for member in value]
        if not as_expression and _is_partial_date(expr, value):
            return _partial_date(sources, side, operator, value)
        return compare(sources, side, operator, value)

    return _walk(clause, leaf)


def _unquoted(value: Any) -> Any:
    is_quoted = isinstance(value, str) and len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if is_quoted else value


def _against_expression(sources: Sources, side: Side, operator: str, text: str) -> Sql:
    other = parse(text)
    if side.is_field and other.kind == STRING:
        return compare(sources, side, operator, other.value)
    right = render(sources, other).sql
    if operator in ("LIKE", "NOT LIKE"):
        return fill(f"{operator[:-4]}civi_like({{0}}, {{1}})", side.typed.sql, right)
    if operator not in COLUMN_OPERATORS:
        raise NotSimulated(f"{operator} with an expression on its right")
    return fill(f"{{0}} {operator} {{1}}", side.sql, right)


def _is_partial_date(expr: Expr, value: Any) -> bool:
    return expr.kind == FUNCTION and expr.name in PARTIAL_DATES and isinstance(value, str) and value != ""


def _partial_date(sources: Sources, side: Side, operator: str, value: str) -> Sql:
    """YEAR(...) and the like against a text: the text is a date, and the same function is applied to it."""
    when, new_operator = formatted(sources.call, None, "", "Timestamp", value, operator)
    if isinstance(when, list):
        return OPERATORS[new_operator](side, when)
    unit = side.expr.words[0][0] if side.expr.name == "EXTRACT" else side.expr.name
    return fill(f"{{0}} {new_operator} {{1}}", side.typed.sql, bound(extract(unit, when)))


def having(sources: Sources, clause: Any, selected: Mapping[str, tuple[Expr, Typed]]) -> Sql:
    """A tree of having: the left side is the key or the expression of a selected item."""

    def find(name: Any) -> Side:
        base = str(name).partition(":")[0]
        for key, (expr, typed) in selected.items():
            if name in (key, expr.text) or (expr.kind == FIELD and base == key.partition(":")[0]):
                if expr.kind == FIELD and ":" in str(name):
                    expr = parse(str(name))
                    typed = render(sources, expr)
                return Side(expr, typed)
        raise SiteError(
            f"Invalid expression in HAVING clause: '{name}'. Must use a value from SELECT clause."
        )

    def leaf(parts: list[Any]) -> Sql:
        left, operator, value, is_expression = _padded(parts)
        side = find(left)
        if is_expression:
            if operator not in COLUMN_OPERATORS:
                raise NotSimulated(f"{operator} with an expression on its right")
            return fill(f"{{0}} {operator} {{1}}", side.sql, find(value).typed.sql)
        return compare(sources, side, operator, value)

    return _walk(clause, leaf)
