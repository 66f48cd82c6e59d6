"""All that is particular to APIv4.  Pure.

https://docs.civicrm.org/dev/en/latest/api/v4/usage/ ; the tables are those of CiviCRM 6.15.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from . import index as indexing
from .call import Answer, ApiCall
from .errors import UsageError, refusal
from .params import conditions, encode, is_hollow, leaves
from .result import Result
from .stock import AMBIGUOUS, ARRAY_BACKED, OWN_PARAMS, UNIQUE
from .stock import V4_ACTIONS as ACTIONS
from .stock import V4_ENTITIES as ENTITIES

__all__ = [
    "ACTIONS",
    "ARRAY_BACKED",
    "ENTITIES",
    "NUMBER",
    "is_single_write",
    "may_go_twice",
    "own_params",
    "read",
    "shape",
]

NUMBER = 4
_CAMEL = re.compile(r"_([a-z])")


def own_params(entity: str, action: str) -> frozenset[str]:
    """The action's own params; every other key of a call is a field."""
    return OWN_PARAMS.get((entity, action)) or OWN_PARAMS[None, action]


def shape(entity: str, action: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """A user's params as CiviCRM takes them: flat fields put into where or values.

    UsageError for what would run unfiltered, change nothing or mean two things.
    """
    rule = _RULES.get(action)
    if rule is None:
        return {key: encode(value, key) for key, value in params.items()}
    own = own_params(entity, action)
    home = _HOMES[action]
    for name in AMBIGUOUS.get(entity, frozenset()) & params.keys():
        if home not in params:
            raise UsageError(
                f"{name!r} is a param of {action} and a field of {entity}: write the field into {home}=..., "
                f"or give {home} beside it to mean the param"
            )
    if "where" in params and "where" in own:
        leaves(params["where"])
    mine = {key: encode(value, key) for key, value in params.items() if key in own}
    flat = {key: value for key, value in params.items() if key not in own}
    for name in flat:
        meant = _CAMEL.sub(lambda found: found[1].upper(), name)
        if meant != name and meant in own and entity != "Entity":  # which has a field order_by
            raise UsageError(f"{name}: the param of {action} is written {meant}")
    if flat and home not in own:
        raise UsageError(f"{entity}.{action} takes no fields; its params: {', '.join(sorted(own))}")
    return rule(mine, flat)


def _get(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    if flat:
        added = [clause for field, value in flat.items() for clause in conditions(field, value)]
        mine["where"] = [*mine.get("where", ()), *added]
    return mine


def _delete(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    return _conditioned(_get(mine, flat), "delete")


def _create(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    return _with_values(mine, flat)


def _update(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    if "where" not in mine and "id" in flat:
        wanted = flat.pop("id")
        if (not wanted and wanted != 0) or isinstance(wanted, Mapping | bool):
            raise UsageError("id is one id or a list of ids; other conditions go into where=[...]")
        mine["where"] = conditions("id", wanted)
    mine = _with_values(mine, flat)
    values = mine.get("values", {})
    if "where" in mine or not values.get("id"):
        _conditioned(mine, "update")
    if not values.keys() - {"id"}:
        raise UsageError("nothing to change; give values")
    return mine


def _save(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    if "records" in mine and flat:
        raise UsageError(f"{', '.join(flat)} beside records; put them into each record, or into defaults")
    if flat:
        mine["records"] = [{field: encode(value, field) for field, value in flat.items()}]
    records = mine.get("records")
    if not records:
        raise UsageError("no record to save")
    if not isinstance(records, list) or not all(isinstance(record, Mapping) for record in records):
        raise UsageError("records is a list of dicts")
    return mine


def _replace(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    if flat:
        raise UsageError(f"replace takes no flat fields ({', '.join(flat)}); give where and records")
    return _conditioned(mine, "replace")


def _conditioned(mine: dict[str, Any], action: str) -> dict[str, Any]:
    if not leaves(mine.get("where", [])):
        raise UsageError(f"{action} without a condition would touch every row; give id=... or where=[...]")
    if is_hollow(mine["where"]):
        raise UsageError(
            f"a branch of where has no clause: CiviCRM drops it, and {action} would touch more rows; "
            "leave the branch out, or the call"
        )
    return mine


def _with_values(mine: dict[str, Any], flat: dict[str, Any]) -> dict[str, Any]:
    given = mine.get("values", {})
    if not isinstance(given, Mapping):
        raise UsageError("values is a dict of fields")
    twice = given.keys() & flat.keys()
    if twice:
        raise UsageError(f"{', '.join(sorted(twice))}: given twice, flat and in values")
    if flat:
        mine["values"] = {**given, **{field: encode(value, field) for field, value in flat.items()}}
    return mine


_RULES: dict[str, Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]] = {
    "get": _get,
    "create": _create,
    "update": _update,
    "save": _save,
    "replace": _replace,
    "delete": _delete,
}
#: Where an action's flat fields go.
_HOMES = {
    "get": "where",
    "delete": "where",
    "replace": "where",
    "create": "values",
    "update": "values",
    "save": "records",
}


def read(answer: Answer) -> Any:
    """What a call gave: a Result of rows, or what its index asked for; raises the error it gave."""
    if answer.error is not None:
        raise answer.error
    payload, call = answer.payload, answer.call
    bare = not isinstance(payload, Mapping)
    if not bare and ("values" not in payload or payload.get("is_error") or "error_message" in payload):
        raise refusal(payload, call=call, status=answer.status, response=answer.response)
    values = payload if bare else payload["values"]
    if call.index is not None:
        return indexing.arranged(values, call.index)
    if not isinstance(values, list):
        return values
    matched = None if bare else payload.get("countMatched")
    return Result(values, call=call, matched=matched, warnings=answer.warnings)


def may_go_twice(call: ApiCall) -> bool:
    """Whether a save whose answer was lost may be sent again: each record is known by an id or a unique key.

    Without a unique index ``match`` does not prevent doubles: it is looked up before anything is written.
    """
    if call.action != "save" or call.params.get("chain"):
        return False
    records, defaults = call.params.get("records", []), call.params.get("defaults") or {}
    match = frozenset(call.params.get("match") or ())
    unique = any(key <= match for key in UNIQUE.get(call.entity, []))
    rows = [{**defaults, **record} for record in records if isinstance(record, Mapping)]
    return len(rows) == len(records) and all(
        row.get("id") or (unique and all(row.get(name) for name in match)) for row in rows
    )


def is_single_write(call: ApiCall) -> bool:
    """Whether a call writes one row at most, so that a database error undid all of it."""
    params = call.params
    if params.get("chain"):
        return False
    if call.action == "save":
        return len(params.get("records", [])) == 1
    if call.action in ("update", "delete"):
        where = params.get("where", [])
        return len(where) == 1 and list(where[0][:2]) == ["id", "="]
    return call.action == "create"
