"""What an APIv4 call asks for: select, join, where, having, groupBy, orderBy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ..params import EMPTY, LISTED, OPERATORS
from ..schema.model import Entity, Field
from ..schema.nearest import nearest
from . import values
from .look import Look, Scope, plain

_BRANCHES = ("AND", "OR", "NOT")
_SIDES = ("LEFT", "INNER", "EXCLUDE", True, False, None)
_GLOB = re.compile(r"[\w.*-]*\*[\w.*-]*")
_ALIASED = re.compile(r".+\sAS\s+([-\w]+)\s*", re.DOTALL)
_COMPARED = frozenset({"=", "!=", "<>", "<", "<=", ">", ">=", "IN", "NOT IN", "BETWEEN", "NOT BETWEEN"})
#: Operators whose operand is looked up where it is the name of an option.
_NAMED = _COMPARED | {"CONTAINS", "NOT CONTAINS", "CONTAINS ONE OF", "NOT CONTAINS ONE OF"}


def check(look: Look, entity: Entity, params: Mapping[str, Any]) -> None:
    """Note what is wrong with what a call selects, by which conditions and in which order."""
    _joins(look, params.get("join"))
    scope = Scope(look, entity, dict(joined(params.get("join"))))
    keys = _selected(scope, params.get("select"))
    for item in _listed(params.get("groupBy")):
        if item not in keys:
            _name(scope, item)
    where(scope, params.get("where"), entity)
    for join in _listed(params.get("join")):
        for clause in join[2:] if isinstance(join, list | tuple) else ():
            if isinstance(clause, list | tuple):
                where(scope, [clause], entity, is_on=True)
    _having(scope, params.get("having"), keys, entity)
    _order(scope, params.get("orderBy"), keys)


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def joined(joins: Any) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The alias of each explicit join, and whose fields it has: the joined entity's, and the bridge's."""
    for join in _listed(joins):
        if isinstance(join, list | tuple) and join and isinstance(join[0], str):
            name, _, alias = join[0].partition(" AS ")
            bridge = join[2] if len(join) > 2 else None
            entities = tuple(one for one in (name.strip(), bridge) if isinstance(one, str))
            yield alias.strip() or name.strip().lower(), entities


def _joins(look: Look, joins: Any) -> None:
    for join in _listed(joins):
        if not isinstance(join, list | tuple) or not join or not isinstance(join[0], str):
            look.say(
                "each join is a list such as ['Email AS email', 'LEFT', ['email.contact_id', '=', 'id']]"
            )
            continue
        side = join[1] if len(join) > 1 else None
        if not isinstance(side, str | bool | None) or side not in _SIDES:
            look.say(f"{side!r} is no side of a join; there are LEFT, INNER, EXCLUDE")
    for _, entities in joined(joins):
        for name in entities:
            unknown_entity(look, name)


def unknown_entity(look: Look, name: str) -> bool:
    """Note an entity that the site does not have; whether it is one."""
    known = look.schema.entities
    if not known or name in known or values.is_filled_in(name):
        return False
    meant = nearest(name, known)
    look.say(f"no entity {name!r}" + (f"; did you mean {meant}?" if meant else ""))
    return True


def _selected(scope: Scope, select: Any) -> set[str]:
    """The keys that the rows will have, as far as they are not names of fields."""
    keys: set[str] = set()
    for item in _listed(select):
        if not isinstance(item, str) or item == "row_count" or _GLOB.fullmatch(item):
            continue
        aliased = _ALIASED.fullmatch(item)
        if aliased:
            keys.add(aliased[1])
        elif plain(item):
            _name(scope, item)
        else:
            keys.add("(")  # the key of an expression is made by the site
        keys.add(item)
    return keys


def _name(scope: Scope, item: Any) -> tuple[Field, str] | None:
    """The field that an item names, and the suffix behind it; a fault where there is no such field."""
    found = plain(item)
    field = scope.field(found[0]) if found else None
    if field is not None and found and found[1]:
        fault = values.suffixed(field, found[1])
        scope.look.say(f"{item}: {fault}" if fault else None)
    return (field, found[1]) if field is not None and found else None


def where(scope: Scope, clauses: Any, entity: Entity, *, is_on: bool = False) -> None:
    """Note what is wrong with the clauses of a where tree; in ON the right side is an expression."""
    for clause in _listed(clauses):
        if not isinstance(clause, list | tuple) or not clause or not isinstance(clause[0], str):
            scope.look.say("each clause of where is a list [field, operator, value]")
        elif clause[0] in _BRANCHES:
            where(scope, _branch(clause), entity, is_on=is_on)
        else:
            _leaf(scope, clause, entity, is_on)


def _branch(clause: Any) -> Any:
    inner = clause[1] if len(clause) > 1 else []
    return [inner] if inner and isinstance(inner, list | tuple) and isinstance(inner[0], str) else inner


def _leaf(scope: Scope, clause: Any, entity: Entity, is_on: bool) -> None:
    name, operator, value, is_expression = (*clause, None, None, None)[:4]
    named = _name(scope, name)
    if not _operator(scope.look, name, operator):
        return
    field, suffix = named or (None, "")
    if field is not None and field.operators is not None and operator not in field.operators:
        scope.look.say(f"{name} takes the operators {', '.join(field.operators)} alone, not {operator}")
    if operator in EMPTY:
        return
    if entity.table is not None:  # others are compared in PHP, which is less strict
        _shape(scope.look, name, operator, value)
    if field is None or (is_on if is_expression is None else is_expression):
        return
    fault = _operand(field, suffix, operator, value)
    scope.look.say(f"{name}: {fault}" if fault else None)


def _operator(look: Look, name: Any, operator: Any) -> bool:
    if isinstance(operator, str) and operator in OPERATORS:
        return True
    meant = nearest(str(operator), OPERATORS)
    look.say(f"{name}: {operator!r} is no operator" + (f"; did you mean {meant}?" if meant else ""))
    return False


def _shape(look: Look, name: str, operator: str, value: Any) -> None:
    if values.is_filled_in(value):
        return
    listed = isinstance(value, list | tuple | dict)
    if operator in LISTED and not listed and "CONTAINS" not in operator:
        look.say(f"{name}: {operator} takes a list")
    elif "CONTAINS" in operator and value in ([], {}):
        look.say(f"{name}: {operator} takes at least one value")
    elif operator.endswith("BETWEEN") and len(value) != 2:
        look.say(f"{name}: {operator} takes a list of two values")
    elif listed and operator not in LISTED and "CONTAINS" not in operator:
        look.say(f"{name}: {operator} takes one value, not a list; a list goes with IN")


def _operand(field: Field, suffix: str, operator: str, value: Any) -> str | None:
    if isinstance(value, tuple | dict):
        value = list(value.values() if isinstance(value, dict) else value)
    if suffix:
        return values.named(field, suffix, value) if operator in _NAMED else None
    if field.type == "Filter" or operator not in _COMPARED:
        return None
    return values.compared(field, value)


def _having(scope: Scope, clauses: Any, keys: set[str], entity: Entity) -> None:
    for clause in _listed(clauses):
        if not isinstance(clause, list | tuple) or not clause or not isinstance(clause[0], str):
            scope.look.say("each clause of having is a list [field, operator, value]")
        elif clause[0] in _BRANCHES:
            _having(scope, _branch(clause), keys, entity)
        elif _operator(scope.look, clause[0], clause[1] if len(clause) > 1 else None):
            _is_selected(scope.look, clause[0], keys)


def _is_selected(look: Look, name: str, keys: set[str]) -> None:
    """``having`` has nothing but what is selected; the keys of expressions are not known here."""
    found = plain(name)
    if (
        not found
        or not keys
        or {name, found[0], "("} & keys
        or any(key.startswith(f"{found[0]}:") for key in keys)
    ):
        return
    look.say(f"having: {name!r} is not selected; put it into select")


def _order(scope: Scope, order: Any, keys: set[str]) -> None:
    for name, direction in order.items() if isinstance(order, Mapping) else ():
        found = plain(name)
        if name not in keys and not ("(" in keys and found and (found[1] or found[0].isupper())):
            _name(scope, name)
        if direction not in ("ASC", "DESC"):
            scope.look.say(f"orderBy: {name} goes ASC or DESC, not {direction!r}")
