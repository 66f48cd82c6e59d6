"""All that is particular to APIv3.  Pure.

https://docs.civicrm.org/dev/en/latest/api/v3/usage/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .call import Answer, ApiCall
from .errors import UsageError, refusal
from .params import EMPTY, check_operand, encode, operator
from .result import Result
from .stock import V3_ACTIONS as ACTIONS
from .stock import V3_ENTITIES as ENTITIES

__all__ = [
    "ACTIONS",
    "ENTITIES",
    "NUMBER",
    "is_chained",
    "is_field",
    "is_no_field",
    "is_single_write",
    "may_go_twice",
    "read",
    "shape",
]

NUMBER = 3

#: Rows that get gives at most where no limit is said.
DEFAULT_LIMIT = 25
CUT = (
    f"exactly {DEFAULT_LIMIT} rows, APIv3's limit where none is said: there may be more; "
    "give limit=0, or read with filter()"
)

_FILTERED = frozenset({"get", "getcount", "getsingle", "getvalue", "delete"})
_OPERATORS = EMPTY - {"IS EMPTY", "IS NOT EMPTY"} | frozenset(
    {"=", "!=", "<>", "<", "<=", ">", ">=", "LIKE", "NOT LIKE", "IN", "NOT IN", "BETWEEN", "NOT BETWEEN"}
)
_NUMBERS = frozenset(
    {"limit", "offset", "rowCount", "option.limit", "option_limit", "option.offset", "option_offset"}
)
_OPTIONS = ("limit", "offset", "sort")
#: Keys that are no fields and are passed on as they are.
_NO_FIELD = frozenset(
    """
    sequential return options rowCount filters format debug check_permissions is_transactional version
    prettyprint showAll entity action input
    """.split()
)
_NO_FIELDS = re.compile(r"(option|return|filter|format)\.|option_(limit|offset|sort)$", re.IGNORECASE)
_CHAINED = re.compile(r"api[._]", re.IGNORECASE)


def shape(entity: str, action: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """A user's params as CiviCRM takes them.

    APIv3 drops what it does not understand and answers unfiltered, so a condition that it could not
    read is refused with UsageError.  ``limit``, ``offset``, ``sort`` and ``select`` are put where it
    wants them.
    """
    shaped: dict[str, Any] = {"sequential": 1}
    if action.lower() not in _FILTERED:
        return shaped | {key: encode(value, key) for key, value in params.items()}
    for key, value in params.items():
        if key in _OPTIONS:
            _put_option(shaped, params, key, value)
        elif key == "select":
            if "return" in params:
                raise UsageError("select and return are the same; give one of them")
            shaped["return"] = encode(value, key)
        elif key == "options":
            shaped["options"] = {**_mapping(value), **shaped.get("options", {})}
        elif key.startswith("options."):
            raise UsageError(f"{key} has no effect in APIv3; write {key[8:]}=... or options={{...}}")
        elif not is_field(key, value):
            shaped[key] = encode(value, key)
        else:
            shaped[key] = _condition(key, value, action)
    for key, value in [*shaped.items(), *shaped.get("options", {}).items()]:
        _check_number(key, value)
    return shaped


def is_no_field(key: str) -> bool:
    """Whether a key is never read as a field: an option, a param of the API itself, a chained call."""
    return bool(
        key in _NO_FIELD or key in _OPTIONS or key == "select" or _NO_FIELDS.match(key) or _CHAINED.match(key)
    )


def is_field(key: str, value: Any) -> bool:
    """Whether a key of a call names a field, and neither an option nor a chained call."""
    return key not in _NO_FIELD and not _NO_FIELDS.match(key) and not is_chained(key, value)


def is_chained(key: str, value: Any) -> bool:
    """Whether a key is a chained call; ``api_key`` and the like are fields where they hold a text."""
    return _CHAINED.match(key) is not None and (isinstance(value, Mapping | list | tuple) or value == 1)


def _check_number(key: str, value: Any) -> None:
    if key not in _NUMBERS or (isinstance(value, int | str) and str(value).isdecimal()):
        return
    raise UsageError(f"{key} is a number; APIv3 would take anything else for no limit (0 says that)")


def _put_option(shaped: dict[str, Any], params: Mapping[str, Any], key: str, value: Any) -> None:
    if key in _mapping(params.get("options", {})):
        raise UsageError(f"{key}: given twice, flat and in options")
    shaped.setdefault("options", {})[key] = encode(value, key)


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise UsageError("options is a dict such as {'limit': 10}")
    return dict(encode(value, "options"))


def _condition(field: str, value: Any, action: str) -> Any:
    if value is None:
        raise UsageError(f"{field}: APIv3 ignores None; write {{'IS NULL': 1}}")
    if isinstance(value, list | tuple | set | frozenset):
        if not value:
            raise UsageError(f"{field}: an empty list says no condition that APIv3 could read")
        value = {"IN": list(value)}
    if isinstance(value, Mapping):
        if action.lower() == "delete":
            # the delete functions of APIv3 cast the id to a number: a dict would become 1
            raise UsageError(f"{field}: APIv3 deletes one row by its id")
        return _operation(field, value)
    return encode(value, field)


def _operation(field: str, value: Mapping[str, Any]) -> dict[str, Any]:
    if len(value) != 1:
        raise UsageError(f"{field}: APIv3 takes exactly one operator on a field, {{'OPERATOR': value}}")
    ((name, operand),) = value.items()
    name = operator(field, name)
    if name not in _OPERATORS:
        raise UsageError(f"{field}: APIv3 has no operator {name}; it has {', '.join(sorted(_OPERATORS))}")
    if name in EMPTY:
        if operand is not True and operand != 1:
            raise UsageError(f"{field}: write {{'{name}': 1}}; for the contrary use its counterpart")
        return {name: 1}
    check_operand(field, name, operand)
    if name in ("IN", "NOT IN") and not operand:
        raise UsageError(f"{field}: APIv3 takes no empty list with {name}")
    return {name: encode(operand, field)}


def read(answer: Answer) -> Any:
    """What a call gave: a Result of rows, a row (getsingle), a scalar; raises the error it gave.

    getcount gives an int, getvalue the value as CiviCRM has it (a str, "" where it is empty), delete
    the number of rows deleted.  With ``sequential: 0`` rows come keyed by id, as a dict.
    """
    if answer.error is not None:
        raise answer.error
    payload, call = answer.payload, answer.call
    if not isinstance(payload, Mapping):
        return _rows(payload, answer) if isinstance(payload, list) else _scalar(payload, call)
    if payload.get("is_error") or ("error_message" in payload and "values" not in payload):
        raise refusal(payload, call=call, status=answer.status, response=answer.response)
    if payload.keys() == {"is_error", "result"}:
        return _scalar(payload["result"], call)
    if "values" not in payload:  # getsingle, format.is_success and the like
        return {key: value for key, value in payload.items() if key != "is_error"}
    if call.action.lower() == "delete":
        return payload.get("count", 0)
    return _rows(payload["values"], answer)


def _scalar(value: Any, call: ApiCall) -> Any:
    if call.action.lower() == "getcount" and isinstance(value, str) and value.isdecimal():
        return int(value)
    return value


def _rows(values: Any, answer: Answer) -> Any:
    if values == [] and not answer.call.params.get("sequential"):
        return {}  # PHP writes an empty object so
    if values is None or isinstance(values, list):
        cut = [CUT] if _may_be_cut(values or [], answer.call) else []
        return Result(values or [], call=answer.call, warnings=[*answer.warnings, *cut])
    return values


def _may_be_cut(rows: list[Any], call: ApiCall) -> bool:
    """Whether these are as many rows as CiviCRM gives where no limit is said."""
    said = _NUMBERS & call.params.keys() or "limit" in (call.params.get("options") or {})
    return len(rows) == DEFAULT_LIMIT and call.action.lower() == "get" and not said


def may_go_twice(call: ApiCall) -> bool:
    """Whether a write whose answer was lost may be sent again: never, APIv3 has no save by a key."""
    return False


def is_single_write(call: ApiCall) -> bool:
    """Whether a database error undid all of a call: always, APIv3 writes in a transaction."""
    return call.params.get("is_transactional", 1) not in (0, "0", False)
