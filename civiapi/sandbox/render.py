"""Expressions as SQL, and the type of what they give."""

from __future__ import annotations

from .errors import NotSimulated, SiteError
from .expr import ARITHMETIC, COMPARISON, Expr
from .fragments import Sql, bound, fill, joined
from .functions import EQUATION, FIELD, FUNCTION, WILD, Rendered
from .sources import Column, Sources

# how many digits behind the point the database keeps when it divides, by the type of what is divided
DIVIDED_DIGITS = {"Integer": 4, "Boolean": 4, "Money": 6}


class Typed:
    """An expression's SQL, the API type of its values, and the column whose options they may have."""

    __slots__ = ("column", "data_type", "serialize", "sql")

    def __init__(self, sql: Sql, data_type: str | None, column: Column | None, serialize: int = 0) -> None:
        self.sql, self.data_type, self.column, self.serialize = sql, data_type, column, serialize


def column_of(sources: Sources, path: str) -> Column:
    found = sources.known(path)
    if found is None:
        raise HiddenField(path)
    return found


class HiddenField(SiteError):
    """A field that is there and may not be seen: its condition is dropped."""

    def __init__(self, path: str) -> None:
        super().__init__(f"Unauthorized field '{path}'", 0, 403)


def render(sources: Sources, expr: Expr) -> Typed:
    """An expression in the terms of a query's tables; raises SiteError for unknown fields."""
    if expr.kind == FIELD:
        column = column_of(sources, expr.text)
        return Typed(Sql(column.sql), column.field.data_type, column, column.field.serialize)
    if expr.kind == FUNCTION:
        return _function(sources, expr)
    if expr.kind == EQUATION:
        return _equation(sources, expr)
    if expr.kind == WILD:
        return Typed(Sql("*"), None, None)
    return Typed(bound(expr.value), None, None)


def render_value(sources: Sources, expr: Expr) -> Typed:
    """The same where a value is needed, which a Filter (groups, tags) has not: it can only be compared."""
    typed = render(sources, expr)
    if typed.column is not None and typed.column.field.type == "Filter":
        raise NotSimulated(f"the filter {expr.text} in the place of a value")
    return typed


def _function(sources: Sources, expr: Expr) -> Typed:
    parts = [[render_value(sources, item).sql for item in items] for items in expr.args]
    sql = expr.function.render(Rendered(parts, expr.words))
    fields = _typing_fields(expr)
    column = column_of(sources, fields[0]) if fields else None
    if expr.name == "AVG" and column is not None:
        sql = _as_divided(sql, column.field.data_type)
    if any("UNIQUE" in words for words in expr.words) and not _is_key(column):
        raise NotSimulated(f"{expr.name} of unique records, but for their ids")
    data_type = expr.function.data_type or (column.field.data_type if column else None)
    inner = expr.args[0][0] if expr.args and expr.args[0] else None
    is_typed_by_inner = expr.function.aggregate and not expr.function.data_type
    if is_typed_by_inner and inner is not None and inner.kind in (FUNCTION, EQUATION):
        data_type = render(sources, inner).data_type
    serialize = column.field.serialize if column and expr.function.expands else 0
    return Typed(sql, data_type, column if expr.function.expands else None, serialize)


def _typing_fields(expr: Expr) -> list[str]:
    """The fields in a function, the one that gives the type of its values first."""
    order = expr.function.typed_by
    return [path for place in order for item in expr.args[place] for path in item.fields] or expr.fields


def _is_key(column: Column | None) -> bool:
    """Whether a field tells records apart, so that unique values are unique records."""
    return column is not None and [column.field.name] == column.source.entity.primary_key


def _equation(sources: Sources, expr: Expr) -> Typed:
    parts = []
    for place, item in enumerate(expr.args):
        beside = [expr.args[place - 1] if place else None, *expr.args[place + 1 : place + 2]]
        calculates = any(isinstance(other, str) and other in ARITHMETIC for other in beside)
        parts.append(_operator(item) if isinstance(item, str) else _operand(sources, item, calculates))
    compares = any(item in COMPARISON for item in expr.args if isinstance(item, str))
    calculates = any(item not in COMPARISON for item in expr.args if isinstance(item, str))
    data_type = "Float" if calculates else "Boolean" if compares else None
    sql = fill("({0})", joined(" ", parts))
    return Typed(_as_divided(sql, _divided_type(sources, expr)), data_type, None)


def _divided_type(sources: Sources, expr: Expr) -> str | None:
    """The type of what the first `/` of a calculation divides; None if nothing is divided."""
    if "/" not in expr.args or any(item in COMPARISON for item in expr.args if isinstance(item, str)):
        return None
    divided = [item for item in expr.args[: expr.args.index("/")] if isinstance(item, Expr)]
    types = [column_of(sources, item.text).field.data_type for item in divided if item.kind == FIELD]
    has_point = any(isinstance(item.value, float) for item in divided)
    if has_point or any(name not in DIVIDED_DIGITS for name in types):
        return None
    return "Money" if "Money" in types else "Integer"


def _as_divided(sql: Sql, data_type: str | None) -> Sql:
    digits = DIVIDED_DIGITS.get(data_type or "")
    return fill(f"civi_round({{0}}, {digits})", sql) if digits else sql


def _operator(text: str) -> Sql:
    return Sql({"<=>": "IS", "/": "* 1.0 /"}.get(text, text))


def _operand(sources: Sources, item: Expr, calculates: bool) -> Sql:
    """An operand; in a calculation, fields that are NULL count as 0."""
    sql = render_value(sources, item).sql
    return fill("COALESCE({0}, 0)", sql) if item.kind == FIELD and calculates else sql
