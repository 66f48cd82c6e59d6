"""What the words of a cv command line mean: global options, and the arguments of `cv api4`."""

from __future__ import annotations

import re
from typing import Any

from . import phpjson
from .errors import SiteError

# long name => takes a value (True), is a flag (False), may take one (None)
OPTIONS: dict[str, bool | None] = {
    "file": True, "cwd": True, "user": True, "url": True, "level": True, "site-alias": True,
    "in": True, "out": True, "flat": None, "enable-meta": False, "select-meta": True, "dry-run": False,
    "defaults": True, "test": False, "quiet": False, "verbose": False, "no-interaction": False,
    "ansi": False, "no-ansi": False, "version": False, "help": False,
    "bench": True, "fault": True, "boot": True,
}  # fmt: skip
SHORT = {
    "U": "user", "l": "url", "M": "enable-meta", "m": "select-meta", "N": "dry-run", "t": "test",
    "q": "quiet", "v": "verbose", "n": "no-interaction", "V": "version", "h": "help",
}  # fmt: skip
FORMATS = {"T": "table", "I": "list", "J": "json-pretty"}

OPERATORS = (
    "NOT CONTAINS ONE OF", "CONTAINS ONE OF", "NOT REGEXP BINARY", "REGEXP BINARY", "NOT CONTAINS",
    "NOT BETWEEN", "IS NOT EMPTY", "IS NOT NULL", "NOT REGEXP", "IS EMPTY", "CONTAINS", "NOT LIKE", "BETWEEN",
    "IS NULL", "NOT IN", "REGEXP", "LIKE", "IN", "<=", ">=", "!=", "<>", "=", "<", ">",
)  # fmt: skip
_OPERATOR = "|".join(
    re.escape(op).replace("\\ ", r"\s+") + (r"\b" if op[0].isalpha() else "") for op in OPERATORS
)
_CONDITION = rf"\s*([\w:.]+)\s*({_OPERATOR})\s*(.*)"  # compiled when it is needed, as it takes a while
_PLUS = re.compile(r"\+(\w+)(?:[=:](.*))?", re.DOTALL)
_PLUS_NAMES = {
    "s": "select", "w": "where", "o": "orderBy", "l": "limit", "v": "values", "value": "values",
    **{name: name for name in ("select", "where", "orderBy", "limit", "values")},
}  # fmt: skip


def split(words: list[str]) -> tuple[list[str], dict[str, Any]]:
    """The arguments and the options of a command line, wherever they stand; `--` ends the options."""
    arguments: list[str] = []
    options: dict[str, Any] = {"verbose": 0}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if word == "--":
            return arguments + rest, options
        if word.startswith("--"):
            _long(word, rest, options)
        elif word.startswith("-") and len(word) > 1:
            _short(word[1:], rest, options)
        else:
            arguments.append(word)
    return arguments, options


def _long(word: str, rest: list[str], options: dict[str, Any]) -> None:
    name, given, value = word[2:].partition("=")
    if name not in OPTIONS:
        raise SiteError(f'The "--{name}" option does not exist.')
    if OPTIONS[name] and not given:
        if not rest:
            raise SiteError(f'The "--{name}" option requires a value.')
        value = rest.pop(0)
    _set(options, name, value if given or OPTIONS[name] else True)


def _short(letters: str, rest: list[str], options: dict[str, Any]) -> None:
    while letters:
        letter, letters = letters[0], letters[1:]
        if letter in FORMATS:
            options["out"] = FORMATS[letter]
            continue
        if letter not in SHORT:
            raise SiteError(f'The "-{letter}" option does not exist.')
        name = SHORT[letter]
        if OPTIONS[name]:
            _set(options, name, letters.removeprefix("=") or (rest.pop(0) if rest else ""))
            return
        _set(options, name, True)


def _set(options: dict[str, Any], name: str, value: Any) -> None:
    if name == "fault":
        value = [*options.get(name, ()), value]
    options[name] = options["verbose"] + 1 if name == "verbose" else value


def api4_params(arguments: list[str]) -> dict[str, Any]:
    """The parameters that `key=value`, `{...}` and `+s id` say."""
    params: dict[str, Any] = {}
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        plus = _PLUS.fullmatch(word)
        if plus:
            name = _PLUS_NAMES.get(plus[1])
            if name is None:
                raise SiteError(f"Unrecognized option: +{plus[1]}")
            expression = plus[2] if plus[2] is not None else rest.pop(0) if rest else ""
            _ADD[name](params, expression)
        elif word.startswith("{") and isinstance(merged := phpjson.decoded(word), dict):
            params.update(merged)
        elif "=" in word and word[0] not in "{=":
            key, _, value = word.partition("=")
            params[key] = value_of(value)
        else:
            raise SiteError(f"Unrecognized option format: {word}")
    return params


def value_of(text: str) -> Any:
    """A value: JSON where it looks like it, else the text itself."""
    if text[:1] not in ("{", "[", '"', "'"):
        return text
    value = phpjson.decoded(text)
    if value is None:
        raise SiteError(f"Malformed JSON: {text}")
    return value


def _add_select(params: dict[str, Any], expression: str) -> None:
    params.setdefault("select", []).extend(part.strip() for part in expression.split(",") if part.strip())


def _add_where(params: dict[str, Any], expression: str) -> None:
    found = re.fullmatch(_CONDITION, expression, re.IGNORECASE | re.DOTALL)
    if found is None:
        raise SiteError(f'Error parsing "where": {expression}')
    clause: list[Any] = [found[1], re.sub(r"\s+", " ", found[2]).upper()]
    if found[3].strip() not in ("", "0"):
        clause.append(value_of(found[3].strip()))
    params.setdefault("where", []).append(clause)


def _add_order(params: dict[str, Any], expression: str) -> None:
    for part in expression.split(","):
        field, _, direction = part.strip().partition(" ")
        params.setdefault("orderBy", {})[field] = direction.strip().upper() or "ASC"


def _add_limit(params: dict[str, Any], expression: str) -> None:
    limit, at, offset = expression.partition("@")
    if not limit.strip().isdigit() or (at and not offset.strip().isdigit()):
        raise SiteError(f'Error parsing "limit": {expression}')
    params["limit"] = int(limit)
    if at:
        params["offset"] = int(offset)


def _add_value(params: dict[str, Any], expression: str) -> None:
    field, given, value = expression.partition("=")
    if not given:
        raise SiteError(f'Error parsing "value": {expression}')
    params.setdefault("values", {})[field.strip()] = value_of(value.strip())


_ADD = {
    "select": _add_select,
    "where": _add_where,
    "orderBy": _add_order,
    "limit": _add_limit,
    "values": _add_value,
}
