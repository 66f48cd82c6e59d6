"""APIv3's chained calls: parameters `api.Entity.action`, run once for each record of the answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .api3_request import Request
from .api3_spec import camel, snake
from .errors import NotSimulated, PhpError, SiteError

if TYPE_CHECKING:
    from collections.abc import Callable

_KEY = re.compile(r"api[._]([A-Za-z0-9]+)(?:[._]([A-Za-z]+).*)?")
_VALUE = "$value."


def chains(params: dict[str, Any], action: str) -> dict[str, tuple[str, str, Any]]:
    """Key => (entity, action, parameters) of the chained calls; one without an action has its parent's."""
    found = ((key, _KEY.fullmatch(key)) for key, value in params.items() if _is_call(value))
    return {key: (match[1], (match[2] or action).lower(), params[key]) for key, match in found if match}


def _is_call(value: Any) -> bool:
    return isinstance(value, (dict, list)) or (value == 1 and type(value) is int)


def run(request: Request, result: Any, call: Callable[[str, str, dict[str, Any]], Any]) -> Any:
    """Put the answers of the chained calls into the records of an answer."""
    wanted = chains(request.params, request.action)
    rows = result.get("values") if isinstance(result, dict) else None
    if not wanted or not isinstance(rows, (dict, list)):
        return result
    found = list(rows.values() if isinstance(rows, dict) else rows)
    if not all(isinstance(row, dict) for row in found):
        raise NotSimulated("chained calls on an answer without records")
    for row in found:
        for key, (entity, action, params) in wanted.items():
            row[key] = _children(request, row, camel(request.site, entity), action, params, call)
    return result


def _children(
    request: Request,
    row: dict[str, Any],
    entity: str,
    action: str,
    params: Any,
    call: Callable[[str, str, dict[str, Any]], Any],
) -> Any:
    given = params if isinstance(params, (dict, list)) else {}
    several = given if isinstance(given, list) else [given]
    answers = []
    for own in several:
        child = _inherited(request, row, entity)
        child.update(_filled(own, row) if isinstance(own, dict) else {})
        try:
            answers.append(call(entity, action, child))
        except (PhpError, NotSimulated):
            raise
        except SiteError as error:
            message = f"Error in call to {entity}_{action} : {error.message}"
            raise SiteError(message, error.code, error.status, **error.extra) from error
    return answers if isinstance(given, list) else answers[0]


def _inherited(request: Request, row: dict[str, Any], entity: str) -> dict[str, Any]:
    """What a chained call gets from its parent's record."""
    parent, child = snake(request.entity), snake(entity)
    params: dict[str, Any] = {"sequential": 1}
    if child != "contact":
        params.update(entity_id=row.get("id"), entity_table=f"civicrm_{parent}")
        if not (parent == "contact" and child == "relationship"):
            params[f"{parent}_id"] = row.get("id")
    if parent != "contact" and row.get(f"{child}_id"):
        params["id"] = row[f"{child}_id"]
    if parent == child:
        params["id"] = row.get("id")
    return params


def _filled(value: Any, row: dict[str, Any]) -> Any:
    """A chained call's parameters with `$value.field` replaced."""
    if isinstance(value, dict):
        return {key: _filled(inner, row) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, row) for inner in value]
    if isinstance(value, str) and value.startswith(_VALUE):
        return _looked_up(row, value[len(_VALUE) :])
    return value


def _looked_up(value: Any, path: str) -> Any:
    """The member of a record that `a.b.c` names, where a key may itself have dots (`api.Email.create.id`)."""
    if not path:
        return value
    parts = path.split(".")
    if isinstance(value, list) and parts[0].isdigit() and int(parts[0]) < len(value):
        return _looked_up(value[int(parts[0])], ".".join(parts[1:]))
    if not isinstance(value, dict):
        return None
    for length in range(len(parts), 0, -1):
        key = ".".join(parts[:length])
        if key in value:
            return _looked_up(value[key], ".".join(parts[length:]))
    return None
