"""APIv3's Attachment: a file and what it belongs to, as one record."""

from __future__ import annotations

import re
from typing import Any

from . import attachments
from .acl import may_edit
from .api3_request import Request, success
from .api3_write import require
from .call import Call
from .errors import NotSimulated, SiteError, Unauthorized
from .permissions import met, v3_rule

OWNERS = {
    "civicrm_activity": "Activity",
    "civicrm_contact": "Contact",
    "civicrm_grant": "Grant",
    "civicrm_mailing": "Mailing",
}
"""The tables to whose rows files can be attached, and their entities."""
_COLUMNS = {
    "mime_type": "f.mime_type",
    "description": "f.description",
    "upload_date": "f.upload_date",
    "entity_table": "e.entity_table",
    "entity_id": "e.entity_id",
}
_SCRIPT = re.compile(r"<(vb)?script[^>]*>.*</(vb)?script.*>", re.IGNORECASE | re.MULTILINE | re.DOTALL)


def create(request: Request) -> dict[str, Any]:
    """Attachment.create: a file out of `content`, or out of a file of this machine (`options.move-file`)."""
    given = request.params
    if given.get("id") or given.get("field_name"):
        raise NotSimulated("changed attachments, and files in custom fields")
    _authorize(request, "create")
    require([name for name in ("name", "mime_type", "entity_id") if given.get(name) in (None, "")])
    for name in ("name", "mime_type", "description", "content"):
        if isinstance(given.get(name), str) and _SCRIPT.search(given[name]):
            raise SiteError("Input contains illegal SCRIPT tag.")
    content, moved = given.get("content"), _moved(request)
    if not isinstance(content, str) and moved is None:
        must = "'id' or 'content' or 'options.move-file'"
        raise SiteError(f"Mandatory key(s) missing from params array: {must}")
    file = {"mime_type": given["mime_type"], "description": given.get("description") or None}
    file |= {"upload_date": request.site.store.value("SELECT civi_now()"), "created_id": request.user}
    entity = {name: given[name] for name in ("entity_table", "entity_id")}
    row = attachments.add(request.site, file, entity, str(given["name"]))
    if moved is None:
        attachments.write(request.site, row, str(content))
    else:
        attachments.take(request.site, row, moved)
    return success(request, {row["id"]: _told(request, row)})


def _moved(request: Request) -> str | None:
    """The file that is to be moved into the site."""
    options = request.params.get("options")
    moved = options.get("move-file") if isinstance(options, dict) else None
    moved = moved or request.params.get("options.move-file")
    if moved and request.check:
        raise SiteError("options.move-file is only supported on secure calls")
    if moved and isinstance(request.params.get("content"), str):
        raise SiteError("'content' and 'options.move-file' are mutually exclusive")
    return str(moved) if moved else None


def get(request: Request) -> dict[str, Any]:
    """Attachment.get: those with an id, or all of a record."""
    _authorize(request, "get")
    rows = attachments.found(request.site, _conditions(request))
    return success(request, {row["id"]: _told(request, row) for row in rows})


def delete(request: Request) -> dict[str, Any]:
    """Attachment.delete: the one with an id, or all of a record."""
    given = request.params
    _authorize(request, "delete")
    if not given.get("id") and not (given.get("entity_table") and given.get("entity_id")):
        raise SiteError("Mandatory key(s) missing from params array: id or entity_table+entity_table")
    attachments.remove(request.site, attachments.found(request.site, _conditions(request)))
    return success(request, {})


def _conditions(request: Request) -> dict[str, Any]:
    given = request.params
    for name in ("name", "content", "path", "url"):
        if given.get(name):
            raise SiteError(f"Get by {name} is not currently supported")
    if given.get("field_name"):
        raise NotSimulated("files in custom fields")
    if given.get("id") and not str(given["id"]).isdecimal():
        raise SiteError("Malformed id")
    found = {column: given[name] for name, column in _COLUMNS.items() if name in given}
    if any(isinstance(value, (dict, list)) for value in found.values()):
        raise NotSimulated("attachments by more than equal values")
    return {**({"f.id": int(given["id"])} if given.get("id") else {}), **found}


def _authorize(request: Request, action: str) -> None:
    """Raise where the caller may not see, or for create and delete edit, what the file belongs to."""
    given = request.params
    if not given.get("id") and not given.get("entity_table"):
        raise SiteError("Mandatory key(s) missing from params array: 'id' or 'entity_table'")
    if given.get("id"):
        rows = attachments.found(request.site, {"f.id": given["id"]})
        if rows:
            _authorize_for(request, action, rows[0]["entity_table"], rows[0]["entity_id"])
            return
        if request.site.store.record("civicrm_file", given["id"]):
            raise SiteError("Failed to match record to related entity")
        if action == "get":
            return
    if not given.get("entity_table"):
        raise SiteError("Failed to run permission check")
    _authorize_for(request, action, given["entity_table"], given.get("entity_id"))


def _authorize_for(request: Request, action: str, table: str, entity_id: Any) -> None:
    name = OWNERS.get(table)
    if name is None:
        raise SiteError(f"Failed to run permission check: Unrecognized target entity table ({table})")
    if not entity_id:
        raise Unauthorized(f"Authorization failed on ({name}): Missing entity_id")
    if request.check and not _may(request, action, name, entity_id):
        raise Unauthorized(f"Authorization failed on ({name},{entity_id})")


def _may(request: Request, action: str, name: str, entity_id: Any) -> bool:
    call = Call(request.site, request.user, check=True)
    entity = request.site.schema.entity(name)
    if entity is None:
        raise NotSimulated(f"files of {name}")
    done = "get" if action == "get" else "create"
    if not met(v3_rule(name, done, {"id": entity_id}), call.has):
        return False
    asked = {"select": ["id"], "where": [["id", "=", entity_id]]}
    is_seen = bool(request.site.api4(name, "get", asked, user=request.user, check=True)["values"])
    return is_seen and (action == "get" or may_edit(call, entity, {}, entity_id))


def _told(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    """An attachment as it is answered.  A real site also tells an `icon`."""
    told = {name: None if value is None else str(value) for name, value in row.items()}
    path = attachments.path_of(request.site, row["uri"])
    told = {"id": told.pop("id"), "name": attachments.clean(str(told.pop("uri"))), **told}
    told["url"] = attachments.address(request.site, row["id"])
    if not request.check:
        told["path"] = path
    returned = request.params.get("return") or []
    if "content" in (returned if isinstance(returned, list) else [returned]):
        with open(path, "rb") as file:
            told["content"] = file.read().decode("utf-8", "surrogateescape")
    return told
