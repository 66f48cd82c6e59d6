"""APIv4 over HTTP: civicrm/ajax/api4/{Entity}/{action} for one call, civicrm/ajax/api4 for many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from . import phpjson
from .errors import DatabaseError, NotSimulated, PhpError, Printed, SiteError
from .web import Reply, error_id, json_reply

if TYPE_CHECKING:
    from .visit import Visit

_FORGED = "SECURITY ALERT: Ajax requests can only be issued by javascript clients, eg. CRM.api4()."
_BY_GET = "SECURITY: All requests that modify the database must be http POST, not GET."
MAINTENANCE = {"status_code": 503, "status_message": "Temporarily unavailable for maintenance."}
_CONTROL = {"params", "index", "calls", "api_key", "key"}


def answer(visit: Visit) -> Reply:
    """The answer to a request below civicrm/ajax/api4."""
    entity, action = ([*visit.request.segments[3:], "", ""])[:2]
    if under_maintenance(visit) and entity != "User":
        return json_reply(MAINTENANCE, 503)
    if not visit.is_web_service:
        return json_reply({"error_code": 400, "error_message": _FORGED}, 400)
    reads = action.lower().startswith("get") or action == "autocomplete"
    if visit.request.method == "GET" and not reads:
        return json_reply({"error_code": 405, "error_message": _BY_GET}, 405)
    return _one(visit, entity, action) if entity else _many(visit)


def under_maintenance(visit: Visit) -> bool:
    """Whether the site is closed to who asks."""
    is_on = visit.site.setting("core_maintenance_mode") in (1, "1", True)
    exempt = visit.permitted("administer CiviCRM system") or visit.permitted("cms:bypass maintenance mode")
    return is_on and not exempt


def _one(visit: Visit, entity: str, action: str) -> Reply:
    sent = visit.request.fields
    params = _params(sent.get("params") or "{}")
    params.update(_spelled_out(visit, entity, action, params))
    index = sent.get("index")
    if isinstance(index, str) and re.fullmatch(r"-?\d+", index):
        index = int(index)
    body, status = _run(visit, entity, action, params, None if index == "" else index)
    return json_reply(body, status)


def _params(text: str) -> dict[str, Any]:
    params = phpjson.as_params(phpjson.decoded(text))
    if params is None:
        raise PhpError("array_diff_key(): Argument #2 must be of type array, null given")
    return params


def _spelled_out(visit: Visit, entity: str, action: str, params: dict[str, Any]) -> dict[str, Any]:
    """Parameters given as fields of the query string, as far as the action has such parameters."""
    extra = {
        key: value for key, value in visit.request.query.items() if key not in _CONTROL and key not in params
    }
    if not extra:
        return {}
    schema = visit.site.schema
    known = schema.entity(entity)
    declared = schema.params(known, action) if known else None
    return {key: value for key, value in extra.items() if key in (declared or {})}


def _many(visit: Visit) -> Reply:
    calls = phpjson.decoded(visit.request.fields.get("calls") or "")
    if not isinstance(calls, (dict, list)):
        raise PhpError("foreach() argument must be of type array|object, null given")
    if not calls:
        raise PhpError("http_response_code(): Argument #1 ($response_code) must be of type int, null given")
    answers, statuses = {}, []
    for key, call in calls.items() if isinstance(calls, dict) else enumerate(calls):
        answers[key], status = _run(visit, *_call(call))
        statuses.append(status)
    body = answers if isinstance(calls, dict) else [*answers.values()]
    return json_reply(body, 200 if 200 in statuses else statuses[0])


def _call(call: Any) -> tuple[str, str, dict[str, Any], Any]:
    entity, action, params, index = (
        ([*call, None, None, None, None])[:4] if isinstance(call, list) else [None] * 4
    )
    params = phpjson.as_params({} if params is None else params)
    if not isinstance(entity, str) or not isinstance(action, str) or params is None:
        raise PhpError("CRM_Api4_Page_AJAX::execute(): Argument must be of type string")
    return entity, action, params, index


def _run(visit: Visit, entity: str, action: str, params: dict[str, Any], index: Any) -> tuple[Any, int]:
    """The answer to one call and its HTTP status; a PHP error goes through, as it ends the request."""
    user = visit.identity.contact_id
    asked = {key: value for key, value in params.items() if key not in ("version", "checkPermissions")}
    try:
        return visit.site.api4(entity, action, asked, index, user=user, check=True), 200
    except (PhpError, Printed):
        raise
    except SiteError as error:
        return _error(visit, error, bool(asked.get("debug"))), error.status


def _error(visit: Visit, error: SiteError, debug: bool) -> dict[str, Any]:
    code = error.code if isinstance(error.code, int) else 0
    if isinstance(error, NotSimulated):
        return {"error_code": code, "error_message": error.message, "status": error.status}
    name = error_id()
    if visit.permitted("view debug output"):
        told = {"error_id": name, "error_code": code, "error_message": error.message}
        if debug and isinstance(error, DatabaseError):
            told["debug"] = {"info": error.info, "db_error": error.short, "sql": [error.info]}
        return {**told, "status": error.status}
    masked = f"Sorry an error occurred and your request was not completed. (Error ID: {name})"
    return {"error_code": "1", "error_message": masked, "status": error.status}
