"""APIv4 expressions: fields, literals, functions, equations; from text to a tree."""

from __future__ import annotations

import re
from typing import Any

from .errors import SiteError
from .functions import (
    EQUATION,
    FIELD,
    FUNCTION,
    FUNCTIONS,
    NULL,
    NUMBER,
    STRING,
    WILD,
    Function,
    Param,
)

ARITHMETIC = ("+", "-", "*", "/", "%")
COMPARISON = ("<=>", "<=", ">=", "<", ">", "=", "!=", "IS NOT", "IS", "BETWEEN", "AND")
OPERAND_KINDS = (FIELD, STRING, NUMBER, NULL)
NUMERIC = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
CONSTANTS = {"NULL": None, "TRUE": 1, "FALSE": 0}
ALIAS_LENGTH = 256


class Expr:
    """A parsed expression.

    kind: SqlField, SqlFunction, SqlEquation, SqlString, SqlNumber, SqlNull, SqlBool or SqlWild.
    fields: the paths of all fields in it.  args: for a function the arguments of each parameter, for an
    equation operands and operators in turn.  words: for a function the words found around each parameter.
    """

    __slots__ = ("alias", "args", "fields", "kind", "name", "suffix", "text", "value", "words")

    def __init__(self, kind: str, text: str, alias: str | None = None) -> None:
        self.kind = kind
        self.text = text
        self.alias = alias
        self.name = ""
        self.suffix = ""
        self.value: Any = None
        self.fields: list[str] = []
        self.args: list[Any] = []
        self.words: list[list[str]] = []

    @property
    def function(self) -> Function:
        return FUNCTIONS[self.name]

    @property
    def is_aggregate(self) -> bool:
        return self.kind == FUNCTION and self.function.aggregate

    @property
    def key(self) -> str:
        """The member of a result row."""
        if self.alias is not None:
            return self.alias
        if self.kind == FUNCTION and not self.function.named_by_text:
            return f"{self.name}:{'_'.join(self.fields)}" + (f":{self.suffix}" if self.suffix else "")
        if self.kind == FIELD:
            return self.text
        return munged(self.text.strip(" ()"))


def munged(text: str) -> str:
    """A name made of a text: each run of other characters than ASCII's letters and digits is one `_`."""
    return re.sub(r"[^a-zA-Z0-9]+", "_", text.strip())[:ALIAS_LENGTH]


def parse(text: str, must_be: tuple[str, ...] = ()) -> Expr:
    """The expression that a text says; one of the kinds in must_be."""
    kind, name, suffix = _kind(text)
    expr = Expr(kind, text)
    expr.name, expr.suffix = name, suffix
    if must_be and kind not in must_be:
        raise SiteError("Illegal sql expression.")
    PARSERS[kind](expr)
    return expr


def parse_selected(text: str) -> Expr:
    """An item of select: an expression, perhaps with an alias."""
    place = text.rfind(" AS ")
    if place < 0:
        return parse(text)
    expr = parse_aliased(text[:place], text)
    if expr.kind == FIELD:
        raise SiteError("Aliasing field names is not allowed, only expressions can have an alias.")
    expr.alias = re.sub(r"[^a-zA-Z0-9_]+", "_", text[place + 4 :].strip())[:ALIAS_LENGTH]
    return expr


def parse_aliased(text: str, whole: str) -> Expr:
    try:
        return parse(text)
    except SiteError as error:
        if error.message == f"Unable to parse sql expression: {text}":
            raise SiteError(f"Unable to parse sql expression: {whole}") from error
        raise


def _kind(text: str) -> tuple[str, str, str]:
    """(kind, name of the function, option suffix of the function)."""
    bracket = text.find("(")
    if text[:1] == "(" and text[-1:] == ")":
        return EQUATION, "", ""
    call = re.fullmatch(r"([^(]+)\(.*\)(?::(\w+))?", text, re.DOTALL) if bracket > 0 else None
    if call:
        name = call[1].strip()
        if name != name.upper():
            raise SiteError("Sql function must be uppercase.")
        if name not in FUNCTIONS:
            raise SiteError(f"Unable to parse sql expression: {text}")
        return FUNCTION, name, call[2] or ""
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return STRING, "", ""
    if text in CONSTANTS:
        return ("SqlNull" if text == "NULL" else "SqlBool"), "", ""
    if text == "*":
        return WILD, "", ""
    return (NUMBER if NUMERIC.fullmatch(text) else FIELD), "", ""


def _field(expr: Expr) -> None:
    expr.fields = [expr.text]


def _constant(expr: Expr) -> None:
    expr.value = CONSTANTS.get(expr.text)


def _string(expr: Expr) -> None:
    expr.value = re.sub(r"\\(.)", r"\1", expr.text[1:-1], flags=re.DOTALL)


def _number(expr: Expr) -> None:
    number = float(expr.text)
    expr.value = int(number) if number.is_integer() and not set(expr.text) & set(".eE") else number


def _equation(expr: Expr) -> None:
    rest = expr.text[1:-1].strip()
    while rest:
        items, rest = _operands(expr, rest, OPERAND_KINDS, 1)
        expr.args += items
        operator, rest = _keyword(rest, (*ARITHMETIC, *COMPARISON))
        if operator:
            expr.args.append(operator)
        elif not items:
            raise SiteError(f"Unable to parse sql expression: {expr.text}")


def _function(expr: Expr) -> None:
    rest = expr.text[expr.text.find("(") + 1 : expr.text.rfind(")")].strip()
    for number, param in enumerate(expr.function.params):
        rest = _argument(expr, number, param, rest)
    if rest.strip():
        raise SiteError(f"Too many arguments given for SQL function {expr.name}")


def _argument(expr: Expr, number: int, param: Param, rest: str) -> str:
    """Read what is given for one parameter; returns the rest of the text."""
    words: list[str] = []
    items: list[Expr] = []
    expr.args.append(items)
    expr.words.append(words)
    start = param.keyword or ("," if number else "")
    if start:
        found, rest = _keyword(rest, (start,))
        if not found:
            if param.optional:
                return rest
            raise SiteError(f"Missing param {param.keyword or number + 1} for SQL function {expr.name}")
    word, rest = _keyword(rest, param.before)
    words += [word] if word else []
    if not param.most:
        return rest
    if word and rest.startswith(","):
        rest = rest[1:].lstrip()
    found_items, rest = _operands(expr, rest, param.must_be, param.most)
    items += found_items
    if len(items) < param.least and not (param.optional and not items):
        raise SiteError(
            f"Too few arguments to param {param.keyword or number + 1} for SQL function {expr.name}"
        )
    word, rest = _keyword(rest, param.after)
    words += [word] if word else []
    return rest


def _keyword(text: str, keywords: tuple[str, ...]) -> tuple[str, str]:
    """The keyword a text begins with, and the rest; "" if it begins with none."""
    for keyword in keywords:
        rest = text[len(keyword) :]
        if text.startswith(keyword) and (keyword in (",", "N=") or not re.match(r"\w", rest)):
            return keyword, rest.lstrip()
    return "", text


def _operands(expr: Expr, text: str, must_be: tuple[str, ...], most: int) -> tuple[list[Expr], str]:
    """Up to `most` expressions with commas between them, and the rest of the text."""
    items: list[Expr] = []
    text = text.lstrip()
    while text:
        end = _end_of_item(text)
        if not end:
            break
        item = parse(text[:end], must_be)
        expr.fields += item.fields
        items.append(item)
        text = text[end:].lstrip()
        if len(items) == most or not text.startswith(","):
            break
        text = text[1:].lstrip()
    return items, text


def _end_of_item(text: str) -> int:
    """Where the first expression of a text ends: at a comma or blank outside of quotes and brackets."""
    quote, depth, escaped = "", 0, False
    for place, char in enumerate(text):
        if quote:
            quote = "" if char == quote and not escaped else quote
            escaped = char == "\\" and not escaped
            continue
        if char in "\"'":
            quote = char
        elif char == "(":
            depth += 1
        elif char == ")":
            depth -= 1
        elif char in ", " and depth == 0:
            return place
    return len(text)


PARSERS = {
    FIELD: _field,
    FUNCTION: _function,
    EQUATION: _equation,
    STRING: _string,
    NUMBER: _number,
    "SqlNull": _constant,
    "SqlBool": _constant,
    WILD: _constant,
}
