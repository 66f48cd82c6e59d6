"""APIv3's create, delete, replace, setvalue, update and validate."""

from __future__ import annotations

from typing import Any

from .acl import CONTACT_TABLE
from .api3_request import Request, by_id, success
from .api3_spec import DATETIME, TIMESTAMP, Field3
from .api3_values import answered
from .errors import SiteError

READ_BACK = ("Contact", "Contribution")
"""Entities whose create answers the record as it is stored, not only what was set."""
CLEARED = ("", "null")


def create(request: Request) -> dict[str, Any]:
    """Add a record, or with an id change it."""
    fields = _given(request)
    record_id = fields.pop("id", None)
    if record_id is None:
        fields = {**_defaults(request, fields), **fields}
        require(_missing(request, fields))
    values = _values(request, fields)
    if record_id is None:
        rows = request.v4_values("create", {"values": values})
    else:
        rows = _updated(request, record_id, values)
    return success(request, by_id([_echo(request, row) for row in rows]))


def _updated(request: Request, record_id: Any, values: dict[str, Any]) -> list[dict[str, Any]]:
    is_id = request.reader.checked(request.spec.for_create["id"], record_id)
    where = [["id", "=", is_id]]
    if request.entity == "Contact" and request.site.store.record(CONTACT_TABLE, is_id) is None:
        raise SiteError(f"Contact id {record_id} not found.")
    if not values:
        return request.v4_values("get", {"where": where})
    return request.v4_values("update", {"where": where, "values": values})


def _given(request: Request) -> dict[str, Any]:
    """The parameters that are fields, by the fields' keys; None leaves a field as it is."""
    spec, given = request.spec, {}
    for name, value in request.params.items():
        field = spec.find(spec.for_create, name)
        if field is not None and value is not None:
            given[field.key] = value
    return given


def _defaults(request: Request, given: dict[str, Any]) -> dict[str, Any]:
    fields = request.spec.for_create.values()
    return {f.key: d for f in fields if (d := f.spec.get("api.default")) is not None and f.key not in given}


def _missing(request: Request, given: dict[str, Any]) -> list[str]:
    """The keys of required fields that are not given."""
    fields = request.spec.for_create.values()
    return [f.key for f in fields if f.spec.get("api.required") and given.get(f.key) in (None, "")]


def require(missing: list[str]) -> None:
    """Raise the error of missing parameters, if any are."""
    if missing:
        message = f"Mandatory key(s) missing from params array: {', '.join(missing)}"
        raise SiteError(message, "mandatory_missing", fields=missing)


def _values(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    """The values for APIv4, checked."""
    values: dict[str, Any] = {}
    for key, value in fields.items():
        field = request.spec.for_create[key]
        name = field.v4.name if field.v4 else key
        values[name] = None if value in CLEARED else request.reader.checked(field, value)
    return values


def _echo(request: Request, row: dict[str, Any]) -> dict[str, Any]:
    """A written record: every column, as far as it is known from the write."""
    spec = request.spec
    fields = spec.for_get if request.entity == "Contact" else spec.for_create
    echoed = {}
    for field in fields.values():
        if field.v4 is not None and field.v4.type == "Field" and _is_echoed(request, field):
            is_given = not (field.spec.get("readonly") and field.type in (DATETIME, TIMESTAMP))
            value = row.get(field.v4.name) if is_given or request.entity in READ_BACK else None
            echoed[field.name] = answered(field, value)
    return {"id": str(row["id"]), **echoed}


def _is_echoed(request: Request, field: Field3) -> bool:
    return field.key == field.name or request.entity != "Contact"


def delete(request: Request) -> dict[str, Any]:
    """Remove a record; a contact goes to the trash unless skip_undelete is set."""
    given = _given(request)
    record_id = given.get("id", request.params.get("id"))
    require([] if record_id not in (None, "") else ["id"])
    params: dict[str, Any] = {"where": [["id", "=", record_id]]}
    if request.entity == "Contact" and request.params.get("skip_undelete"):
        params["useTrash"] = False
    if not request.v4_values("delete", params):
        named = "contact" if request.entity == "Contact" else f"{request.entity} id {record_id}"
        raise SiteError(f"Could not delete {named}")
    return success(request, 1)


def validate(request: Request) -> dict[str, Any]:
    """What create would say of these values, by field; a single row."""
    problems: dict[str, Any] = {}
    given = _given(request)
    missing = [] if "id" in given else _missing(request, {**_defaults(request, given), **given})
    for name in missing:
        message = f"Mandatory key(s) missing from params array: {name}"
        problems[name] = {"message": message, "code": "mandatory_missing"}
    for key, value in given.items():
        try:
            _values(request, {key: value})
        except SiteError as error:
            problems[key] = {"message": error.message, "code": "incorrect_value"}
    return success(request, [problems] if problems else [[]])
