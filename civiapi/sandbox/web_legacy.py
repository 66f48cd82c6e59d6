"""The old address of APIv3, extern/rest.php: every call with the site key and a user's API key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .auth import by_api_key, user_id
from .visit import Identity
from .web import Reply
from .web_rest import result, written

if TYPE_CHECKING:
    from .visit import Visit

PATH = ["extern", "rest.php"]
"""How the path of a request to it ends."""
_XML = "text/xml;charset=UTF-8"


def answer(visit: Visit) -> Reply:
    """The answer to a request to extern/rest.php."""
    sent = visit.request.fields
    if sent.get("q") == "civicrm/ping":
        return written(sent, {"is_error": 0, "message": "PONG: "}, _XML)
    refusal = _log_in(visit, sent)
    if refusal is not None:
        return written(sent, {"error_message": refusal, "is_error": 1}, _XML)
    return written(sent, result(visit), _XML)


def _log_in(visit: Visit, sent: dict[str, Any]) -> str | None:
    """Take the request for its user's; else why not."""
    if sent.get("key") != visit.keys.site_key:
        return "Failed to authenticate key"
    if not sent.get("api_key"):
        return "FATAL: mandatory param 'api_key' (user key) missing"
    contact = by_api_key(visit.site, visit.keys, str(sent["api_key"]))
    user = None if contact is None else user_id(visit.site, contact)
    if user is None:
        return "ERROR: No CMS user associated with given api-key"
    visit.identity = Identity(contact, user, "legacyrest", "api_key")
    return None
