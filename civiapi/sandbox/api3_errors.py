"""Errors of the database as APIv3 tells them."""

from __future__ import annotations

from typing import Any

from .api3_request import Request
from .errors import SiteError
from .store import quoted

PREFIX = "DB Error: "
CODES = {
    "unknown error": -1,
    "syntax error": -2,
    "constraint violation": -3,
    "already exists": -5,
    "no such table": -18,
    "no such field": -19,
}


def reworded(request: Request, error: SiteError) -> SiteError:
    """The error with the database layer's own number; one of a broken reference names the field."""
    text = error.message.removeprefix(PREFIX)
    if text == error.message:
        return error
    broken = _broken_reference(request) if text == "constraint violation" else None
    if broken is not None:
        name, value = broken
        return SiteError(f"{name} is not valid : {value}")
    return SiteError(error.message, CODES.get(text, -1), error.status, **error.extra)


def _broken_reference(request: Request) -> tuple[str, Any] | None:
    """The first parameter that refers to a record there is not."""
    schema, store = request.site.schema, request.site.store
    for name, value in request.params.items():
        field = request.spec.find(request.spec.for_create, name)
        target = schema.entity(field.v4.fk_entity) if field and field.v4 and field.v4.fk_entity else None
        if target is not None and target.table and not isinstance(value, (dict, list)):
            sql = f"SELECT 1 FROM {quoted(target.table)} WHERE id = ?"  # noqa: S608
            if store.value(sql, [value]) is None:
                return name, value
    return None
