"""cv's notation of params: the words of a command line made a dict.  Pure.

``key=value``, ``{...}``, ``+w 'field OP value'``, ``+s a,b``, ``+o 'a DESC,b'``, ``+l 10@20``,
``+v field=value``: https://github.com/civicrm/cv .  Where cv lets a condition fall (an empty value,
a bare 0, a key given twice), it is kept or refused here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .. import v4
from ..errors import UsageError
from ..params import EMPTY, LISTED, OPERATORS, check_operand
from .texts import parsed, readable, shown

_PLUS = re.compile(r"\+([A-Za-z]+)(?:[=:\s](.*))?", re.DOTALL)
_KEY = re.compile(r"\w[\w.:-]*")
_SYMBOLS = "|".join(sorted((op for op in OPERATORS if not op[0].isalpha()), key=len, reverse=True))
_WORDS = "|".join(
    op.replace(" ", r"\s+") for op in sorted(OPERATORS, key=len, reverse=True) if op[0].isalpha()
)
_CONDITION = re.compile(
    rf"""\s*(?P<field>[\w.:]+)(?:\s*(?P<symbol>{_SYMBOLS})(?![=<>!])|\s+(?P<word>{_WORDS})(?=[\s\[{{"']|$))"""
    r"(?P<value>.*)",
    re.DOTALL | re.IGNORECASE,
)
_LIMIT = re.compile(r"\s*([0-9]+)\s*(?:@\s*([0-9]+)\s*)?")
_NUMBERS = ("limit", "offset")
#: APIv3's actions that CiviCRM gives rows by, so that select, limit and order mean something.
_V3_READS = frozenset({"get", "getcount", "getsingle", "getvalue"})

Part = tuple[str, Any]


def params(words: Iterable[str], entity: str, action: str, version: int) -> dict[str, Any]:
    """The params that the words say; UsageError, naming the word, for what is no notation."""
    given: dict[str, Any] = {}
    used: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        readable(word)
        plus = _PLUS.fullmatch(word)
        if plus:
            name = _name(plus[1])
            used[name] = f"+{plus[1]}"
            parts = _READERS[name](_expression(plus, rest))
        else:
            parts = _parts(word)
        for key, value in parts:
            _put(given, key, value)
    _check(used, entity, action, version)
    _read_texts(given, entity, action, version)
    return _as_v3(given) if version == 3 else given


def _name(plus: str) -> str:
    name = _NAMES.get(plus.lower())
    if name is None:
        raise UsageError(f"+{plus} is unknown; there are +s(elect) +w(here) +o(rderBy) +l(imit) +v(alues)")
    return name


def _expression(plus: re.Match[str], rest: Iterator[str]) -> tuple[str, str]:
    """How the word was written, and what it says: after its = or :, or in the next word."""
    text = plus[2] if plus[2] is not None else next(rest, None)
    if text is None:
        raise UsageError(f"+{plus[1]} says nothing; {_form(_name(plus[1]), '+')}")
    return f"+{plus[1]}", readable(text)


def _parts(word: str) -> list[Part]:
    """What a word without a plus says."""
    if word.startswith("{"):
        return list(parsed(word, "an argument").items())
    key, equals, text = word.partition("=")
    if not equals:
        raise UsageError(f"{shown(word)} is no param; write key=value, +w 'field OP value' or {{...}}")
    if not _KEY.fullmatch(key):
        raise UsageError(f"{shown(key)} can be no param's name; a condition is written +w 'field OP value'")
    return [(key, _value(text, key))]


def _value(text: str, place: str) -> Any:
    """A value: JSON if it begins like JSON, else the text itself."""
    return parsed(text, place) if text[:1] in ("{", "[", '"', "'") else text


def _put(given: dict[str, Any], key: str, value: Any) -> None:
    """Add to what is given: conditions and fields add up, nothing replaces anything."""
    if key not in given:
        given[key] = value
        return
    old = given[key]
    if key in ("where", "select") and isinstance(old, list) and isinstance(value, list):
        given[key] = [*old, *value]
    elif key in ("values", "orderBy", "options") and isinstance(old, dict) and isinstance(value, dict):
        given[key] = dict(old)
        for name, inner in value.items():
            if name in old:
                raise UsageError(f"{name}: given twice in {key}")
            given[key][name] = inner
    else:
        raise UsageError(f"{key}: given twice")


def condition(place: str, text: str) -> list[Any]:
    """A clause from ``field OPERATOR value``; UsageError, naming the place, where it is none."""
    clause: list[Any] = _where((place, text))[0][1][0]
    return clause


def order(place: str, text: str) -> list[str]:
    """The order as a query takes it, from ``-id``, ``last_name`` or ``last_name DESC``."""
    found = []
    for part in split(text) or [""]:
        ((_, said),) = _order((place, part.removeprefix("-")))
        ((name, direction),) = said.items()
        found.append(f"-{name}" if part.startswith("-") or direction == "DESC" else name)
    return found


def _select(said: tuple[str, str]) -> list[Part]:
    names = split(said[1])
    if not names:
        raise UsageError(f"{said[0]} names no field; {_form('select', said[0])}")
    return [("select", names)]


def split(text: str) -> list[str]:
    """The parts between the commas that stand in no bracket and no quote."""
    parts, depth, quote = [""], 0, ""
    for letter in text:
        if letter == "," and not depth and not quote:
            parts.append("")
            continue
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        depth += (letter == "(") - (letter == ")") if not quote else 0
        parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


def _where(said: tuple[str, str]) -> list[Part]:
    found = _CONDITION.fullmatch(said[1])
    if found is None:
        raise UsageError(f"{said[0]}: {shown(said[1])} is no condition; {_how_where(*said)}")
    field, text = found["field"], found["value"].strip()
    operator = " ".join((found["symbol"] or found["word"]).upper().split())
    if operator in EMPTY:
        if text:
            raise UsageError(f"{said[0]}: nothing goes after {operator}, but there is {shown(text)}")
        return [("where", [[field, operator]])]
    operand = _value(text, f"{said[0]} {field}")
    if operator in LISTED and not isinstance(operand, list):
        raise UsageError(f'{said[0]}: {field} {operator} takes a list such as [1,2] or ["a","b"]')
    check_operand(field, operator, operand)
    return [("where", [[field, operator, operand]])]


def _how_where(word: str, text: str) -> str:
    """How a condition is written; where its second word is nearly an operator, that one."""
    from ..schema.nearest import nearest

    words = text.split(None, 2)
    meant = nearest(words[1].upper(), OPERATORS) if len(words) > 1 else None
    return f"did you mean {meant}?" if meant else _form("where", word)


def _form(name: str, word: str) -> str:
    """How a part is written, with the word that was used for it: +w, or an option such as --where."""
    said, form = _FORMS[name]
    return form.replace(said, word) if word.startswith("--") else form


def _order(said: tuple[str, str]) -> list[Part]:
    parts: list[Part] = []
    for item in split(said[1]):
        words = item.rsplit(None, 1)
        known = len(words) == 2 and words[1].upper() in ("ASC", "DESC")
        field, direction = (words[0], words[1].upper()) if known else (item, "ASC")
        if not known and " " in item and "(" not in item:
            raise UsageError(f"{said[0]}: {shown(item)} is no order; {_form('orderBy', said[0])}")
        parts.append(("orderBy", {field: direction}))
    if not parts:
        raise UsageError(f"{said[0]} names no field; {_form('orderBy', said[0])}")
    return parts


def _limit(said: tuple[str, str]) -> list[Part]:
    found = _LIMIT.fullmatch(said[1])
    if found is None:
        raise UsageError(f"{said[0]}: {shown(said[1])} is no limit; {_form('limit', said[0])}")
    return [("limit", int(found[1]))] + ([("offset", int(found[2]))] if found[2] else [])


def _values(said: tuple[str, str]) -> list[Part]:
    field, equals, text = said[1].partition("=")
    field = field.strip()
    if not equals or not _KEY.fullmatch(field):
        raise UsageError(f"{said[0]}: {shown(said[1])} is no value; {_form('values', said[0])}")
    return [("values", {field: _value(text.strip(), f"{said[0]} {field}")})]


_READERS: dict[str, Callable[[tuple[str, str]], Sequence[Part]]] = {
    "select": _select,
    "where": _where,
    "orderBy": _order,
    "limit": _limit,
    "values": _values,
}
_NAMES = {
    **{name.lower(): name for name in _READERS},
    **dict(zip("swolv", _READERS, strict=True)),
    "value": "values",
}
_FORMS = {
    "select": ("+s", "write +s id,display_name"),
    "where": ("+w", "write +w 'field OPERATOR value', such as +w 'id >= 5' or +w 'email IS NOT NULL'"),
    "orderBy": ("+o", "write +o 'last_name DESC,id'"),
    "limit": ("+l", "write +l 10, or +l 10@20 for the ten after twenty"),
    "values": ("+v", "write +v field=value"),
}


def _check(used: dict[str, str], entity: str, action: str, version: int) -> None:
    """UsageError for a + that the action could not obey."""
    for name, word in used.items():
        if version == 3 and name in ("where", "values"):
            raise UsageError(
                f"{word} is APIv4's; in APIv3 write field=value, or field={{...}} with an operator"
            )
        if version == 3 and action.lower() not in _V3_READS:
            raise UsageError(f"{word} goes with {', '.join(sorted(_V3_READS))}, not with {action}")
        if version == 4 and not _has(entity, action, name):
            raise UsageError(f"{word}: {entity}.{action} has no {name}")


def _has(entity: str, action: str, name: str) -> bool:
    """Whether an action of APIv4 takes a param; True as well where its params are not known."""
    try:
        return name in v4.own_params(entity, action)
    except KeyError:
        return True


def _read_texts(given: dict[str, Any], entity: str, action: str, version: int) -> None:
    """Make numbers and lists of what was written ``limit=5``, ``select=id,name``, ``orderBy=name``."""
    if version == 4:
        for name, reader in (("select", _select), ("orderBy", _order)):
            if isinstance(given.get(name), str) and _has(entity, action, name):
                text = given.pop(name)
                for key, value in reader((f"{name}=", text)):
                    _put(given, key, value)
    if version == 4 or action.lower() in _V3_READS:
        for name in _NUMBERS:
            if isinstance(given.get(name), str) and (version == 3 or _has(entity, action, name)):
                given[name] = _number(name, given[name])


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise UsageError(f"{name} is a number, not {shown(text)}")
    return int(text)


def _as_v3(given: dict[str, Any]) -> dict[str, Any]:
    """The order as APIv3 writes it."""
    wrong = next((key for key in given if key.startswith("options.")), None)
    if wrong is not None:
        raise UsageError(f"CiviCRM would not see {wrong}; write {wrong.removeprefix('options.')}=...")
    order = given.pop("orderBy", None)
    if order is not None:
        if "sort" in given or not isinstance(order, dict):
            raise UsageError("give the order once, +o 'last_name DESC,id' or sort='last_name DESC, id'")
        given["sort"] = ", ".join(f"{field} {direction}" for field, direction in order.items())
    return given
