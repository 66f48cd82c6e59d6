"""APIv4: from entity, action and parameters to the answer's envelope.

What an action does is one entry in ACTIONS (for all entities) or OWN_ACTIONS (for one).
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from .call import Call
from .errors import NotSimulated, SiteError, Unauthorized
from .params import Params, checked, index_of, indexed, needed_by, replaced
from .result import Result
from .schema import CONTACT_TYPES, Entity

Action = Callable[[Call, Entity, Params], Result]
UNINDEXED = {("Setting", "get")}
"""Actions whose select an index adds nothing to."""
DAO_ACTIONS = ("get", "create", "update", "save", "delete")
"""Actions whose class in CiviCRM is named after them."""


# action of all entities => where its function is; loaded when first called, for a quick start
ACTIONS = {
    "get": ".reading:get",
    "create": ".write:create",
    "update": ".write:update",
    "save": ".write:save",
    "replace": ".write:replace",
    "delete": ".write:delete",
    "getFields": ".meta:get_fields",
    "getActions": ".meta:get_actions",
    "checkAccess": ".meta:check_access",
    "autocomplete": ".autocomplete:autocomplete",
}
OF_CONTACTS = {
    "getChecksum": ".checksums:get_checksum",
    "getDuplicates": ".dedupe:get_duplicates",
    "validateChecksum": ".checksums:validate_checksum",
}
OWN_ACTIONS = {
    **{
        (name, action): place for name in ("Contact", *CONTACT_TYPES) for action, place in OF_CONTACTS.items()
    },
    ("Setting", "get"): ".settings:get_settings",
    ("Setting", "set"): ".settings:set_settings",
    ("Setting", "revert"): ".settings:revert_settings",
    ("System", "flush"): ".settings:flush",
    ("SearchDisplay", "run"): ".displays:run",
    ("SearchDisplay", "download"): ".displays:download",
    ("AuthxCredential", "create"): ".credentials:create",
    ("AuthxCredential", "validate"): ".credentials:validate",
}


def function_of(entity: Entity, action: str) -> Action:
    """What an action does; raises NotSimulated if the sandbox does not know."""
    place = OWN_ACTIONS.get((entity.name, action)) or ACTIONS.get(action)
    if place is None:
        raise NotSimulated(f"{entity.name}.{action}")
    module, _, name = place.partition(":")
    function: Action = getattr(import_module(module, __package__), name)
    return function


def answer(
    call: Call, entity_name: str, action_name: str, params: Params, index: Any = None
) -> dict[str, Any]:
    """Run a call and make the envelope that HTTP gives."""
    index = index_of(index)
    entity, action, result = run(call, entity_name, action_name, params, index)
    values = _values(result, index)
    envelope = {
        "values": values,
        **result.extras,
        "entity": entity.name,
        "action": action,
        "debug": _debug(call, entity, action, result) if params.get("debug") else None,
        "version": 4,
        "count": result.count,
        "countFetched": len(values) if isinstance(index, (str, dict)) else len(result.rows),
    }
    if result.matched is not None:
        envelope["countMatched"] = result.matched
    return envelope


def _debug(call: Call, entity: Entity, action: str, result: Result) -> dict[str, Any] | None:
    """What is told of an action to those who may see it."""
    if not call.has("view debug output"):
        return None
    generic = f"DAO{action[0].upper()}{action[1:]}Action" if action in DAO_ACTIONS and entity.table else None
    named = {"actionClass": f"Civi\\Api4\\Generic\\{generic}"} if generic else {}
    return {**named, "sql": result.sql}


def _values(result: Result, index: Any) -> Any:
    """The rows as the index asks for them, without the fields that were read for the index alone."""
    values = indexed(result.rows, index)
    for row in result.rows if isinstance(index, str) else ():
        for name in result.dropped:
            row.pop(name, None)
    return values


def run(
    call: Call, entity_name: str, action_name: str, params: Params, index: Any = None
) -> tuple[Entity, str, Result]:
    """(entity, the action's true name, result) of a call and of all it chains."""
    entity = call.schema.entity(entity_name)
    if entity is None:
        missing = f"API ({entity_name}, {action_name}) does not exist"
        raise SiteError(f"{missing} (or the extension it belongs to is not enabled).", "not-found")
    action = _true_name(entity, action_name)
    asked = checked(call.schema, entity, action, params)
    call = call.with_check(True) if params.get("checkPermissions") and not call.check else call
    if not call.may(entity, action):
        raise Unauthorized(f"Authorization failed: CiviCRM APIv4 ({entity.name}::{action})")
    dropped = [] if (entity.name, action) in UNINDEXED else _needed(asked, index)
    result = function_of(entity, action)(call, entity, asked)
    result.dropped = dropped
    _chain(call, result, asked.get("chain") or {})
    return entity, action, result


def _true_name(entity: Entity, action: str) -> str:
    for name in entity.actions:
        if name.lower() == action.lower():
            return name
    raise SiteError(f"Api {entity.name} {action} version 4 does not exist.")


def _needed(asked: Params, index: Any) -> list[str]:
    """Add the fields an index needs to select; returns those that were not asked for."""
    select = asked.get("select")
    if not select or any(item == "*" for item in select):
        return []
    missing = [name for name in needed_by(index) if name not in select]
    asked["select"] = [*select, *missing]
    return missing


def _chain(call: Call, result: Result, chain: dict[str, Any]) -> None:
    """Run the chained calls for each row, in order."""
    for row in result.rows:
        for name, link in chain.items():
            row[name] = _link(call, replaced(link, row))


def _link(call: Call, link: list[Any]) -> Any:
    entity, action, params, index = (*link, None, None)[:4]
    index = index_of(index)
    result = run(call, entity, action, params or {}, index)[2]
    rows = result.rows
    if isinstance(index, int) and not -len(rows) <= index < len(rows):
        raise SiteError(f"Index {index} not found in api results")
    return _values(result, index)
