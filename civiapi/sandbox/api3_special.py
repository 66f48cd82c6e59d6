"""APIv3 actions that are not like those of other entities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import api3_write, eck
from .api3_get import get
from .api3_request import Request, by_id, failure, success, wanted
from .contacts import parent_of
from .errors import NotSimulated, PhpError, SiteError

_ROLES = {"source": 2, "target": 3, "assignee": 1}
"""The roles of contacts in an activity => record_type_id of ActivityContact."""


OR = tuple[str, ...]
# what a new record must have besides what its fields say: a name, or one of several names
MANDATORY: dict[str, tuple[str | OR, ...]] = {
    "Activity": (("activity_name", "activity_type_id", "activity_label"),),
    "Event": ("start_date", "title", ("event_type_id", "template_id")),
    "Household": ("household_name",),
    "Individual": (("first_name", "last_name", "email", "display_name"),),
    "Organization": ("organization_name",),
}


def checked_create(request: Request) -> dict[str, Any]:
    """Create of the entities whose API looks for further parameters by itself (api/v3/ENTITY.php)."""
    if not request.params.get("id") and not request.params.get("is_template"):
        _require(request.params, request.entity)
    return api3_write.create(request)


def _require(params: dict[str, Any], kind: str) -> None:
    lacking = []
    for name in MANDATORY.get(kind, ()):
        names = name if isinstance(name, tuple) else (name,)
        if all(params.get(one) in (None, "", []) for one in names):
            lacking.append(f"one of ({', '.join(name)})" if isinstance(name, tuple) else name)
    api3_write.require(lacking)


def _check_new_contact(request: Request) -> None:
    """Raise SiteError for a contact without a name, or with a sub type of another type."""
    kind = str(request.params.get("contact_type") or "").capitalize()
    _require(request.params, kind)
    given = request.params.get("contact_sub_type") or []
    names = [str(name) for name in (given if isinstance(given, list) else [given])]
    if names and any(parent_of(request.site.store, name) != kind for name in names):
        raise SiteError(f"Invalid or Mismatched Contact Subtype: {', '.join(names)}")


def contact_create(request: Request) -> dict[str, Any]:
    """Contact.create, which makes an e-mail address as well."""
    if not request.params.get("id") and request.params.get("contact_type"):
        _check_new_contact(request)
    if request.params.get("current_employer") and not request.params.get("employer_id"):
        raise NotSimulated("the employer by name in a Contact.create")
    email = request.params.get("email")
    if email and request.params.get("id"):
        raise NotSimulated("the e-mail address in a Contact.create that changes a contact")
    result = api3_write.create(request)
    if email:
        values = {"contact_id": result["id"], "email": email, "is_primary": True}
        request.v4("create", {"values": values}, "Email")
    return result


def activity_get(request: Request) -> Any:
    """Activity.get, which brings the names of the contacts with their ids."""
    result = get(request)
    returns = wanted(request.params).returns or ["source_contact_id"]
    rows = result["values"] if isinstance(result["values"], (dict, list)) else []
    for row in rows.values() if isinstance(rows, dict) else rows:
        for role in _ROLES:
            if f"{role}_contact_id" in returns:
                _add_contacts(request, row, role)
    return result


def _add_contacts(request: Request, row: dict[str, Any], role: str) -> None:
    asked = {
        "select": ["contact_id", "contact_id.display_name", "contact_id.sort_name"],
        "where": [["activity_id", "=", row["id"]], ["record_type_id", "=", _ROLES[role]]],
        "orderBy": {"id": "ASC"},
    }
    found = request.v4_values("get", asked, "ActivityContact")
    key = f"{role}_contact"
    names = {str(one["contact_id"]): one["contact_id.display_name"] for one in found}
    sorts = {str(one["contact_id"]): one["contact_id.sort_name"] for one in found}
    if role == "source":
        row[f"{key}_id"] = next(iter(names), "")
        row[f"{key}_name"], row[f"{key}_sort_name"] = (
            next(iter(names.values()), ""),
            next(iter(sorts.values()), ""),
        )
    else:
        row[f"{key}_id"], row[f"{key}_name"], row[f"{key}_sort_name"] = [*names], names or [], sorts or []


def extension_install(request: Request) -> dict[str, Any]:
    """Extension.install and enable, of the one extension that the sandbox knows: entities of one's own.

    The keys are a list or parted by commas (api/v3/Extension.php).
    """
    given = request.params.get("keys") or request.params.get("key") or []
    keys = given if isinstance(given, list) else str(given).split(",")
    for key in keys:
        if key != eck.KEY:
            raise NotSimulated(f"the extension {key}")
    if keys:
        eck.install(request.site.store, request.site.schema)
    return success(request, 1)


def _ids(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def entity_tag_create(request: Request) -> dict[str, Any]:
    """EntityTag.create: tags for records, with the number of those added and those that were there."""

    def add(values: dict[str, Any]) -> bool:
        where = [[name, "=", value] for name, value in values.items()]
        if request.v4_values("get", {"select": ["id"], "where": where}):
            return False
        request.v4("create", {"values": values})
        return True

    return _tagged(request, add, "added", "Unable to add tags")


def entity_tag_delete(request: Request) -> dict[str, Any]:
    """EntityTag.delete: the same the other way round."""

    def remove(values: dict[str, Any]) -> bool:
        where = [[name, "=", value] for name, value in values.items()]
        return bool(request.v4_values("delete", {"where": where}))

    return _tagged(request, remove, "removed", "Unable to remove tags")


def _tagged(
    request: Request, change: Callable[[dict[str, Any]], bool], done: str, message: str
) -> dict[str, Any]:
    """Do something for each record and each tag; how often it was done and how often not."""
    given = request.params
    record, tag = given.get("entity_id") or given.get("contact_id"), given.get("tag_id")
    for name, value in (("contact_id", record), ("tag_id", tag)):
        if not value:
            return failure(f"{name} is a required field")
    table = given.get("entity_table") or "civicrm_contact"
    pairs = [(one, other) for one in _ids(record) for other in _ids(tag)]
    changes = [change({"entity_table": table, "entity_id": one, "tag_id": other}) for one, other in pairs]
    counts = {f"not_{done}": changes.count(False), done: changes.count(True), "total_count": len(pairs)}
    if not any(changes):
        return {"is_error": 1, **counts, "error_message": message}
    return {"is_error": 0, **counts}


def _membership(request: Request, status: str, done: str) -> dict[str, Any]:
    """Give contacts a status in a group; the number of those whose status changed."""
    given = request.params
    missing = [name for name in ("group_id", "contact_id") if given.get(name) in (None, "")]
    api3_write.require(missing)
    if status == "Deleted":
        raise NotSimulated("memberships in groups that are deleted by status; say the id")
    group = request.reader.checked(request.spec.for_create["group_id"], given["group_id"])
    said: dict[str, Any] = {name: given[name] for name in ("method", "tracking") if name in given}
    contacts = _ids(given["contact_id"])
    changed = 0
    for contact in contacts:
        where = [["group_id", "=", group], ["contact_id", "=", contact]]
        rows = request.v4_values("get", {"select": ["status"], "where": where})
        is_same = bool(rows) and rows[0]["status"] == status
        if is_same and done == "added":
            continue  # who leaves once more is remembered once more
        values = {"group_id": group, "contact_id": contact, "status": status}
        record = {**values, **({"id": rows[0]["id"]} if rows else {})}
        request.v4("save", {"records": [record], **said})
        changed += not is_same and (bool(rows) or done == "added")
    counts = {"total_count": len(contacts), done: changed, f"not_{done}": len(contacts) - changed}
    return success(request, 1, **counts)


def group_contact_create(request: Request) -> dict[str, Any]:
    """GroupContact.create: contacts join a group."""
    return _membership(request, str(request.params.get("status", "Added")), "added")


def group_contact_delete(request: Request) -> dict[str, Any]:
    """GroupContact.delete: contacts leave a group, which remembers it."""
    if "id" in request.params:
        return api3_write.delete(request)
    return _membership(request, str(request.params.get("status", "Removed")), "removed")


def replace(request: Request, run: Callable[[str, dict[str, Any]], Any]) -> dict[str, Any]:
    """replace: the given records instead of those that fit the other parameters."""
    given = dict(request.params)
    records = given.pop("values", None)
    if not isinstance(records, (list, dict)):
        return failure("Mandatory key(s) missing from params array: values")
    records = list(records.values()) if isinstance(records, dict) else records
    if not all(isinstance(record, dict) for record in records):
        raise PhpError("_civicrm_api3_generic_replace(): values must be of type array")
    base = {name: value for name, value in given.items() if name not in ("options", "sequential")}
    if not base:
        raise SiteError("Mandatory key(s) missing from params array: ", "mandatory_missing")
    old = {row["id"] for row in run("get", {**base, "return": "id", "options": {"limit": 0}})["values"]}
    made: list[dict[str, Any]] = []
    for record in records:
        made += run("create", {**base, **record})["values"]
    for row_id in old - {row["id"] for row in made}:
        run("delete", {"id": row_id})
    return success(request, by_id(made))


def setting_get(request: Request) -> dict[str, Any]:
    """Setting.get: the values of one domain."""
    names = wanted(request.params).returns
    rows = request.v4_values("get", {"select": names} if names else {})
    domain = str(rows[0]["domain_id"]) if rows else "1"
    return success(request, {domain: {row["name"]: row["value"] for row in rows if row["value"] is not None}})


def setting_getvalue(request: Request) -> Any:
    """Setting.getvalue: the value of the setting `name`."""
    api3_write.require([] if request.params.get("name") else ["name"])
    return request.v4_values("get", {"select": [request.params["name"]]})[0]["value"]


def setting_create(request: Request) -> dict[str, Any]:
    """Setting.create: sets values, and answers them."""
    known = {name: value for name, value in request.params.items() if name in request.spec.facts["fields"]}
    if not known:
        return failure("Please provide at least one setting")
    request.v4("set", {"values": known})
    return success(request, {"1": known})
