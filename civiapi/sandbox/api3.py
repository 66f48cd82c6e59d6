"""APIv3 calls: which function answers which, and what is done around it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from . import (
    api3_attachment,
    api3_chain,
    api3_custom,
    api3_get,
    api3_getlist,
    api3_meta,
    api3_references,
    api3_special,
    api3_write,
)
from .acl import REFUSED
from .api3_errors import reworded
from .api3_request import Request, failure, success
from .api3_spec import Spec, camel
from .errors import NotSimulated, PhpError, SiteError, Unauthorized
from .permissions import met, v3_rule, worded
from .users import has, permissions_of

if TYPE_CHECKING:
    from .site import Site

TRANSACTIONAL = ("create", "delete", "submit", "replace")
"""Actions that are undone, with their chained calls, when one of these fails."""
DELEGATING = ("getsingle", "getvalue", "update")
"""Actions done by another one, which runs the chained calls."""
TABLELESS = ("getactions", "getfield", "getfields", "getoptions", *DELEGATING)
"""Actions that do not themselves need a table of records."""


class _RolledBack(Exception):
    """Carries the answer of a call whose work is to be undone."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


def call(
    site: Site, entity: str, action: str, params: dict[str, Any], *, user: int | None, check: bool
) -> Any:
    """An APIv3 answer: an array, or a bare scalar; raises SiteError."""
    entity, action = camel(site, entity), action.lower()
    if str(params.get("version", 3)) == "4" and action != "getsingle":
        raise NotSimulated("APIv4 calls by way of APIv3")
    request = Request(Spec.of(site, entity, action), action, params, user, check)
    try:
        with _transaction(request):
            return _formatted(request, _run(request))
    except _RolledBack as undone:
        return _formatted(request, undone.result)
    except (PhpError, NotSimulated):
        raise
    except SiteError as error:
        if _is_yes_or_no(request):
            return 0
        if not isinstance(error, Unauthorized):
            raise reworded(request, error) from error
        if error.message != REFUSED:
            raise
        raise Unauthorized("Permission denied to modify contact record") from error


def _is_yes_or_no(request: Request) -> bool:
    return request.params.get("format.is_success") in (1, "1")


def _formatted(request: Request, result: Any) -> Any:
    """The answer in the form that is asked for (Civi/API/Kernel.php::formatResult)."""
    answer = result if isinstance(result, dict) else {}
    if _is_yes_or_no(request):
        return 0 if answer.get("is_error") else 1
    is_id = request.params.get("format.only_id") not in (None, "", 0, "0", False) and "id" in answer
    return answer["id"] if is_id else result


@contextlib.contextmanager
def _transaction(request: Request) -> Iterator[None]:
    default = "nest" if request.action in TRANSACTIONAL else 0
    if request.params.get("is_transactional", default) in (0, "0", False):
        yield
        return
    with request.site.store.transaction():
        yield


def _authorize(request: Request) -> None:
    """Raise Unauthorized if the caller may not call this action."""
    rule = v3_rule(request.entity, request.action, request.params) if request.check else []
    granted = permissions_of(request.site.store, request.user)
    if not met(rule, lambda permission: has(granted, permission)):
        failed = f"API permission check failed for {request.entity}/{request.action} call"
        raise Unauthorized(f"{failed}; insufficient permission: require {worded(rule)}")


def _run(request: Request) -> Any:
    own = ACTIONS.get((request.entity, request.action))
    function = own or ACTIONS.get(("", request.action))
    _authorize(request)
    if function is None or not (own or request.action in TABLELESS or request.spec.entity.table):
        raise NotSimulated(f"the APIv3 action {request.entity}.{request.action}")
    _require_generic(request)
    result = function(request)
    if request.action not in DELEGATING:
        result = api3_chain.run(request, result, _caller(request))
    options = request.params.get("options")
    if isinstance(options, dict) and options.get("force_rollback"):
        raise _RolledBack(result)
    return result


def _require_generic(request: Request) -> None:
    """The required parameters of the actions that all entities have; an alias stands for the name."""
    declared = request.site.schema.v3_generic().get(request.action, {})
    for name, spec in declared.items():
        alias = next((other for other in spec.get("api.aliases", ()) if other in request.params), None)
        if alias is not None:
            request.params = {name: request.params[alias], **request.params}
    required = [name for name, spec in declared.items() if spec.get("api.required")]
    api3_write.require([name for name in required if name not in request.params])


def _caller(request: Request) -> Callable[[str, str, dict[str, Any]], Any]:
    """Calls by the same caller."""

    def run(entity: str, action: str, params: dict[str, Any]) -> Any:
        return call(request.site, entity, action, params, user=request.user, check=request.check)

    return run


def _again(request: Request, action: str, **changed: Any) -> Any:
    """Another action of the same entity, for the same parameters."""
    return _caller(request)(request.entity, action, {**request.params, **changed})


def _getsingle(request: Request) -> Any:
    return api3_get.getsingle(request, _again(request, "get", sequential=1))


def _getvalue(request: Request) -> Any:
    if not request.params.get("return") and not any(key.startswith("return.") for key in request.params):
        return api3_get.without_return()
    return api3_get.getvalue(request, _again(request, "get", sequential=1))


def _replace(request: Request) -> Any:
    def run(action: str, params: dict[str, Any]) -> Any:
        return _caller(request)(request.entity, action, {**params, "sequential": 1})

    return api3_special.replace(request, run)


def _setvalue(request: Request) -> Any:
    record_id, name, value = (request.params[key] for key in ("id", "field", "value"))
    field = request.spec.find(request.spec.for_create, str(name))
    if field is None:
        return failure(
            f"Param 'field' ({name}) is invalid. must be an existing field", error_code="invalid_field"
        )
    _caller(request)(request.entity, "create", {"id": record_id, field.key: value})
    return success(request, {"id": str(record_id), field.key: value})


def _update(request: Request) -> Any:
    api3_write.require([] if request.params.get("id") else ["id"])
    asked = {"id": request.params["id"], "sequential": 1}
    found = _caller(request)(request.entity, "get", asked)["values"]
    if not found:
        raise SiteError(f"Could not update {request.entity} id {request.params['id']}")
    is_whole = isinstance(found[0], dict) and request.entity not in api3_write.READ_BACK
    kept = found[0] if is_whole else {}
    return _caller(request)(request.entity, "create", {**kept, **request.params})


def _getlist(request: Request) -> Any:
    def get(params: dict[str, Any]) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = _caller(request)(request.entity, "get", params)["values"]
        return rows

    return api3_getlist.getlist(request, get)


def _validate(request: Request) -> Any:
    if request.params["action"] != "create":
        raise NotSimulated("validate of other actions than create")
    values = {name: value for name, value in request.params.items() if name != "action"}
    return api3_write.validate(Request(request.spec, "validate", values, request.user, request.check))


ACTIONS: dict[tuple[str, str], Callable[[Request], Any]] = {
    ("", "get"): api3_get.get,
    ("", "getcount"): api3_get.getcount,
    ("", "getsingle"): _getsingle,
    ("", "getvalue"): _getvalue,
    ("", "create"): api3_write.create,
    ("", "delete"): api3_write.delete,
    ("", "replace"): _replace,
    ("", "setvalue"): _setvalue,
    ("", "update"): _update,
    ("", "validate"): _validate,
    ("", "getoptions"): api3_meta.getoptions,
    ("", "getfields"): api3_meta.getfields,
    ("", "getfield"): api3_meta.getfield,
    ("", "getactions"): api3_meta.getactions,
    ("", "getlist"): _getlist,
    ("", "getrefcount"): api3_references.getrefcount,
    ("Activity", "create"): api3_special.checked_create,
    ("Activity", "get"): api3_special.activity_get,
    ("Attachment", "create"): api3_attachment.create,
    ("Attachment", "delete"): api3_attachment.delete,
    ("Attachment", "get"): api3_attachment.get,
    ("Contact", "create"): api3_special.contact_create,
    ("CustomValue", "get"): api3_custom.get,
    ("Entity", "get"): api3_meta.entities,
    ("Event", "create"): api3_special.checked_create,
    **{("Extension", action): api3_special.extension_install for action in ("install", "enable")},
    ("EntityTag", "create"): api3_special.entity_tag_create,
    ("EntityTag", "delete"): api3_special.entity_tag_delete,
    ("GroupContact", "create"): api3_special.group_contact_create,
    ("GroupContact", "delete"): api3_special.group_contact_delete,
    ("Setting", "create"): api3_special.setting_create,
    ("Setting", "get"): api3_special.setting_get,
    ("Setting", "getvalue"): api3_special.setting_getvalue,
}
