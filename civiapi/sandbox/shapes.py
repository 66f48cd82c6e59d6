"""The shape of parameters: lists and objects told apart as little as PHP does, and what is neither refused.

PHP has one kind of array; an object in a list's place counts by its values, a list in an object's place by
its positions.
"""

from __future__ import annotations

from typing import Any

from .errors import NotSimulated, PhpError

BRANCHES = ("AND", "OR", "NOT")
LISTS = ("where", "having", "join", "records", "match", "select", "groupBy")
OBJECTS = ("values", "defaults", "orderBy", "chain")
FEWEST, MOST = 2, 4


def shaped(params: dict[str, Any]) -> dict[str, Any]:
    """Checked parameters in the shape the engine takes them; raises PhpError or NotSimulated."""
    found = dict(params)
    for name in LISTS:
        if isinstance(found.get(name), dict):
            found[name] = list(found[name].values())
    for name in OBJECTS:
        found[name] = _object(found[name]) if name in found else None
    for name, shape in SHAPES.items():
        if found.get(name):
            found[name] = [shape(item) for item in found[name]]
    for link in (found["chain"] or {}).values():
        check_link(link)
    return {name: value for name, value in found.items() if name in params}


def _object(value: Any) -> Any:
    return {str(place): item for place, item in enumerate(value)} if isinstance(value, list) else value


def _text(item: Any) -> str:
    if isinstance(item, (list, dict)):
        raise PhpError("Civi\\Api4\\Query\\SqlExpression::convert(): Argument #1 must be of type string")
    return str(item)


def _join(join: Any) -> list[Any]:
    if not isinstance(join, list) or not join:
        raise PhpError("Civi\\Api4\\Query\\Api4SelectQuery::addExplicitJoins(): a join must be of type array")
    return join


def _record(record: Any) -> dict[str, Any]:
    if not isinstance(record, (list, dict)):
        raise PhpError("Civi\\Api4\\Generic\\AbstractSaveAction: a record must be of type array")
    found: dict[str, Any] = _object(record)
    return found


def check_clause(clause: Any) -> list[Any]:
    """A condition; raises PhpError unless it, and all that are inside, are lists of their parts."""
    if not isinstance(clause, list) or not clause:
        raise PhpError("Civi\\Api4\\Query\\Api4Query::treeWalkClauses(): a clause must be an array")
    inner = clause[1] if len(clause) > 1 else None
    if clause[0] not in BRANCHES or not inner:
        return clause
    if isinstance(inner, dict):
        raise NotSimulated("conditions given as an object")
    if not isinstance(inner, list):
        raise PhpError(f"Civi\\Api4\\Query\\Api4Query: the conditions of {clause[0]} must be an array")
    for part in [inner] if clause[0] == "NOT" and isinstance(inner[0], str) else inner:
        check_clause(part)
    return clause


def check_link(link: Any) -> None:
    """That a chained call is [entity, action, parameters, index], the last two perhaps left out."""
    if not isinstance(link, list) or not FEWEST <= len(link) <= MOST:
        raise NotSimulated("a chained call that is not [entity, action, parameters, index]")
    if not all(isinstance(name, str) for name in link[:FEWEST]):
        raise PhpError("civicrm_api4(): entity and action must be of type string")
    if len(link) > FEWEST and not isinstance(link[FEWEST], (dict, list, type(None))):
        raise PhpError("civicrm_api4(): Argument #3 ($params) must be of type array")


# parameter => what each of its items must be
SHAPES = {
    "where": check_clause,
    "having": check_clause,
    "join": _join,
    "records": _record,
    "select": _text,
    "groupBy": _text,
    "match": _text,
}
