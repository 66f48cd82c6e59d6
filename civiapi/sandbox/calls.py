"""API calls as cv and the pipe make them: bare results, and errors as arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .api3_spec import camel
from .errors import NotSimulated, PhpError, SiteError, Unauthorized

if TYPE_CHECKING:
    from .site import Site


class PlainError(SiteError):
    """An error of APIv3 whose array has nothing but is_error and error_message."""


def api4_values(
    site: Site, entity: str, action: str, params: dict[str, Any], index: Any, *, user: int | None, check: bool
) -> Any:
    """The `values` of an APIv4 answer; a position that is not there is an error, as it is not over HTTP."""
    values = site.api4(entity, action, params, index, user=user, check=check)["values"]
    if isinstance(index, int) and not isinstance(index, bool) and values is None:
        raise SiteError(f"Index {index} not found in api results")
    return values


def api3_result(
    site: Site, entity: str, action: str, params: dict[str, Any], *, user: int | None, check: bool
) -> Any:
    """An APIv3 answer, an error as its array; what no array can tell (PhpError, NotSimulated) is raised."""
    try:
        return site.api3(entity, action, params, user=user, check=check)
    except (PhpError, NotSimulated):
        raise
    except SiteError as error:
        return debugged(error_array(error, camel(site, entity), action.lower()), error, params)


def debugged(told: dict[str, Any], error: SiteError, params: dict[str, Any]) -> dict[str, Any]:
    """An error's array, with a trace if the parameter debug asks for one."""
    if params.get("debug") in (None, 0, "0", False, ""):
        return told
    from .traces import as_php

    last = {name: told[name] for name in ("is_error", "error_message")}
    first = {name: value for name, value in told.items() if name not in last}
    return {**first, "trace": as_php(error), **last}


def api4_error(site: Site, error: SiteError, entity: str, action: str) -> dict[str, Any]:
    """An APIv4 error as its array; it names no entity and no action where these are not known."""
    known = site.schema.entity(entity)
    if known is None or action.lower() not in {name.lower() for name in known.actions}:
        return error_array(SiteError(error.message, "not-found", **error.extra), None, None)
    return error_array(error, entity, action)


def error_array(error: SiteError, entity: str | None, action: str | None) -> dict[str, Any]:
    """An error as civicrm_api() answers it."""
    failed = {"is_error": 1, "error_message": error.message}
    if isinstance(error, PlainError):
        return failed
    code = "unauthorized" if isinstance(error, Unauthorized) else error.code
    first = {name: value for name, value in error.extra.items() if name != "debug_info"}
    last = {name: value for name, value in error.extra.items() if name == "debug_info"}
    return {**first, "error_code": code, **last, "entity": entity, "action": action, **failed}
