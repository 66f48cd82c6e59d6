"""Conditions: the trees of where, having and ON, as SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .errors import NotSimulated, PhpError, SiteError
from .expr import Expr, parse
from .formatting import formatted
from .fragments import Sql, bound, fill, joined
from .functions import CALCULATED, FIELD, FUNCTION, STRING
from .operators import BINARY_OPERATORS, COLUMN_OPERATORS, OPERATORS, Side
from .render import HiddenField, Typed, render
from .shapes import BRANCHES
from .sources import Sources
from .sqlfunctions import extract
from .virtual import filtered

DATE_OPERATORS = (*COLUMN_OPERATORS, "LIKE", "NOT LIKE")
PARTIAL_DATES = ("YEAR", "MONTH", "QUARTER", "DAYOFWEEK", "EXTRACT")


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
    if side.is_binary and operator not in BINARY_OPERATORS:
        raise NotSimulated(f"the operator {operator} where case counts")
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
        if not as_expression and operator in DATE_OPERATORS and _is_partial_date(expr, value):
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
