"""APIv3's get, getcount, getsingle and getvalue."""

from __future__ import annotations

from typing import Any

from .api3_contact import QUERY_OBJECTS
from .api3_filters import conditions, order, resolved
from .api3_request import Request, Wanted, by_id, failure, success, wanted
from .api3_spec import Field3
from .api3_values import answered
from .errors import NotSimulated

WITH_UNIQUE_NAMES = ("Event",)
"""Entities whose rows have a column also under its unique name."""


def get(request: Request) -> Any:
    """The records that fit, by id."""
    asked = wanted(request.params)
    if _is_count(request):
        return {**success(request, found := getcount(request)), "count": found}
    if request.entity in QUERY_OBJECTS:
        return success(request, by_id(QUERY_OBJECTS[request.entity](request).rows(asked)))
    return success(request, by_id(_rows(request, asked)))


def _is_count(request: Request) -> bool:
    options = request.params.get("options")
    return isinstance(options, dict) and bool(options.get("is_count"))


def _rows(request: Request, asked: Wanted) -> list[dict[str, Any]]:
    fields = _selected(request, asked.returns)
    params = {
        "select": ["id", *dict.fromkeys(path for path, _ in fields.values())],
        "where": conditions(request),
        "orderBy": order(request, asked.sort),
        "limit": asked.limit,
        "offset": asked.offset,
    }
    return [_row(row, fields) for row in request.v4_values("get", params)]


def _selected(request: Request, returns: list[str]) -> dict[str, tuple[str, Field3 | None]]:
    """Key of the answer => (path, field), for the names asked for that there are."""
    spec = request.spec
    if not returns:
        columns = {f.name: f for f in spec.for_get.values() if f.v4 and f.v4.type == "Field" and f.v4.stored}
        return _with_unique_names(request, {name: (name, field) for name, field in columns.items()})
    fields: dict[str, tuple[str, Field3 | None]] = {}
    for name in returns:
        path, field = resolved(request, name)
        if path is not None:
            fields[field.name if field and name not in (field.key, *field.aliases) else name] = (path, field)
    return _with_unique_names(request, fields)


def _with_unique_names(
    request: Request, fields: dict[str, tuple[str, Field3 | None]]
) -> dict[str, tuple[str, Field3 | None]]:
    if request.entity not in WITH_UNIQUE_NAMES:
        return fields
    doubled = {}
    for name, (path, field) in fields.items():
        doubled[name] = (path, field)
        if field is not None:
            doubled[field.key] = (path, field)
    return doubled


def _row(row: dict[str, Any], fields: dict[str, tuple[str, Field3 | None]]) -> dict[str, Any]:
    """A record as texts, without what is empty."""
    values = {"id": str(row["id"])}
    for key, (path, field) in fields.items():
        value = row.get(path)
        values[key] = answered(field, value) if field else "" if value is None else str(value)
    return {key: value for key, value in values.items() if value not in ("", None)}


def getcount(request: Request) -> int:
    """How many records fit."""
    query = QUERY_OBJECTS.get(request.entity)
    where = query(request).where() if query else conditions(request)
    count: int = request.v4("get", {"select": ["row_count"], "where": where})["count"]
    return count


def getsingle(request: Request, result: dict[str, Any]) -> Any:
    """The one record of a get's answer."""
    if isinstance(result, dict) and result.get("is_error"):
        return result
    if not isinstance(result, dict) or not isinstance(result["values"], list):
        raise NotSimulated("the one record of an answer that has no records")
    if result["count"] != 1:
        found = result["count"]
        return failure(f"Expected one {request.entity} but found {found}", count=found)
    return result["values"][0]


def getvalue(request: Request, result: dict[str, Any]) -> Any:
    """The one value of the one record of a get's answer."""
    record = getsingle(request, result)
    name = wanted(request.params).returns[0]
    if record.get("is_error"):
        return record
    if name not in record:
        return failure(f"field {name} unset or not existing", invalid_field=name)
    return record[name]


def without_return() -> dict[str, Any]:
    """The answer to a getvalue that does not say which."""
    message = "missing param return=field you want to read the value of"
    return failure(message, error_type="mandatory_missing", missing_param="return")
