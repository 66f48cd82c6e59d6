"""APIv3 over HTTP: civicrm/ajax/rest, for one call and for several."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import pages, phpjson
from .calls import api3_result
from .errors import NotSimulated, PhpError
from .web import HTML, JSON, Reply, page_reply

if TYPE_CHECKING:
    from .visit import Visit

_FORGED = "SECURITY ALERT: Ajax requests can only be issued by javascript clients, eg. CRM.api3()."
_BY_GET = "SECURITY: All requests that modify the database must be http POST, not GET."
_NOT_PARAMS = {"q", "json", "key", "api_key", "entity", "action", "_authx", "_authxSes", "_authxSiteKey"}


def answer(visit: Visit) -> Reply:
    """The answer to a request to civicrm/ajax/rest."""
    allowed = visit.permitted("access CiviCRM") or visit.permitted("access AJAX API")
    if not allowed and visit.identity.flow != "legacyrest":
        return page_reply("Access denied", "You do not have permission to access this page.", 403)
    return written(visit.request.fields, _result(visit))


def _result(visit: Visit) -> Any:
    return result(visit) if visit.is_web_service else _security(visit, "CSRF suspected", _FORGED)


def result(visit: Visit) -> Any:
    """What the request's fields ask for."""
    sent = visit.request.fields
    entity, action = sent.get("entity"), sent.get("action")
    if not entity or not action:
        return {"error_message": 'missing mandatory params "entity=" or "action="', "is_error": 1}
    action = str(action).lower()
    if visit.request.method == "GET" and not (action.startswith("get") or action == "check"):
        return _security(visit, "Destructive HTTP GET", _BY_GET)
    if (str(entity).lower(), action) == ("api3", "call"):
        return _several(visit, phpjson.decoded(str(sent.get("json", ""))))
    params = _params(sent)
    if params is None:
        return {"is_error": 1, "0": "error_message", "1": "Unable to decode supplied JSON."}
    return _call(visit, str(entity), action, params)


def _security(visit: Visit, reason: str, message: str) -> dict[str, Any]:
    return {
        "IP": visit.request.client,
        "level": "security",
        "referer": visit.request.headers.get("referer"),
        "reason": reason,
        "is_error": 1,
        "error_message": message,
    }


def _params(sent: dict[str, Any]) -> dict[str, Any] | None:
    """The object in the field `json` with the other fields merged over it; None where that JSON is broken."""
    text = sent.get("json")
    params: dict[str, Any] | None = {}
    if isinstance(text, str) and text.startswith("{"):
        params = phpjson.as_params(phpjson.decoded(text))
    if params is None:
        return None
    return {**params, **{key: value for key, value in sent.items() if key not in _NOT_PARAMS}}


def _several(visit: Visit, calls: Any) -> Any:
    if not isinstance(calls, (dict, list)):
        return {"is_error": 1, "error_message": "Unable to decode supplied JSON."}
    answers = {}
    for key, item in calls.items() if isinstance(calls, dict) else enumerate(calls):
        entity, action, params = ([*item, None, None, None])[:3] if isinstance(item, list) else [None] * 3
        params = phpjson.as_params({} if params is None else params)
        if not isinstance(entity, str) or not isinstance(action, str) or params is None:
            raise PhpError("CRM_Utils_REST::process(): Argument #1 ($args) must be of type array, null given")
        try:
            answers[str(key)] = _call(visit, entity, action.lower(), params)
        except NotSimulated as error:  # as in a batch of APIv4, the others are answered
            told = {"is_error": 1, "error_code": 0, "error_message": error.message, "status": error.status}
            answers[str(key)] = told
    return answers


def _call(visit: Visit, entity: str, action: str, params: dict[str, Any]) -> Any:
    asked = {key: value for key, value in params.items() if key != "check_permissions"}
    return api3_result(visit.site, entity, action, asked, user=visit.identity.contact_id, check=True)


def written(sent: dict[str, Any], result: Any, xml: str = HTML) -> Reply:
    """A result as the body of an answer: scalars are wrapped, and without the field `json` it is XML.

    xml: the content type of that.
    """
    result = enveloped(result)
    if not sent.get("json"):
        return Reply(200, xml, pages.xml(result if isinstance(result, dict) else {"values": result}))
    if sent.get("prettyprint"):
        return Reply(200, HTML, json.dumps(result, indent=4, ensure_ascii=False))
    return Reply(200, JSON, phpjson.web(result))


def enveloped(result: Any) -> Any:
    """An object for any result: a scalar becomes `result` (0 if it is empty), a flat array gets an is_error.

    An array with arrays in it stays as it is; one that has the keys 0, 1, 2 ... is written as a list.
    """
    if not isinstance(result, dict):
        return {"is_error": 0, "result": result or 0}
    if any(isinstance(inner, (dict, list)) for inner in result.values()):
        return [*result.values()] if [*result] == [str(n) for n in range(len(result))] else result
    return {**result, "is_error": result.get("is_error", 0)}
