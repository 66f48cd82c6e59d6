"""APIv4: from entity, action and parameters to the answer's envelope.

What an action does is one entry in ACTIONS (for all entities) or OWN_ACTIONS (for one).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arrays import ARRAY_ENTITIES, get_array
from .call import Call
from .errors import NotSimulated, SiteError, Unauthorized
from .meta import check_access, get_actions, get_fields
from .params import Params, checked, index_of, indexed, needed_by, replaced
from .query import ROW_COUNT, Query
from .result import Result
from .schema import Entity
from .settings import OWN_ACTIONS as SETTING_ACTIONS
from .write import create, delete, replace, save, update

Action = Callable[[Call, Entity, Params], Result]
# actions for which nobody needs a permission
OPEN_ACTIONS = ("checkAccess", "getLinks", "getFields", "getActions")
READS = ("get", "autocomplete")


def get(call: Call, entity: Entity, params: Params) -> Result:
    """Entity.get: rows of a table, or of what is worked out."""
    if entity.name in ARRAY_ENTITIES:
        return get_array(call, entity, params)
    if not entity.table:
        raise NotSimulated(f"{entity.name}.get")
    query = Query(call, entity, params)
    select = params.get("select") or []
    rows = [] if select == [ROW_COUNT] else query.run()
    result = Result(rows)
    limit, offset = params.get("limit") or 0, params.get("offset") or 0
    if ROW_COUNT in select:
        result.matched = result.count = query.count()
    else:
        result.count = len(rows) + offset if not limit or len(rows) < limit else len(rows)
    result.sql.append(query.sql().text)
    return result


ACTIONS: dict[str, Action] = {
    "get": get,
    "create": create,
    "update": update,
    "save": save,
    "replace": replace,
    "delete": delete,
    "getFields": get_fields,
    "getActions": get_actions,
    "checkAccess": check_access,
}
OWN_ACTIONS: dict[tuple[str, str], Action] = {**SETTING_ACTIONS}


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
        "debug": {"sql": result.sql} if params.get("debug") else None,
        "version": 4,
        "count": result.count,
        "countFetched": len(values) if isinstance(index, (str, dict)) else len(result.rows),
    }
    if result.matched is not None:
        envelope["countMatched"] = result.matched
    return envelope


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
    refusal = _refusal(call, entity, action)
    if refusal is not None:
        return entity, action, refusal
    dropped = _needed(asked, index) if action in READS else []
    function = OWN_ACTIONS.get((entity.name, action)) or ACTIONS.get(action)
    if function is None:
        raise NotSimulated(f"{entity.name}.{action}")
    result = function(call, entity, asked)
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


def _refusal(call: Call, entity: Entity, action: str) -> Result | None:
    """What someone without permission gets: an empty answer for contacts, else an error; None: go on."""
    if not call.check or action in OPEN_ACTIONS or call.site.permitted(call.user, "administer CiviCRM"):
        return None
    if entity.is_contact and action in READS:
        return Result([])
    raise Unauthorized(f"Authorization failed: CiviCRM APIv4 ({entity.name}::{action})")


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
