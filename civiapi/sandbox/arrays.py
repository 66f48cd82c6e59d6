"""Rows that are worked out and not stored: conditions, order and pages as PHP evaluates them over arrays."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .collate import like, regexp, regexp_binary
from .errors import NotSimulated, PhpError, SiteError
from .result import Result
from .shapes import BRANCHES

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity

Row = dict[str, Any]
ROW_COUNT = "row_count"
DIGITS = re.compile(r"(\d+)")


def _scalar(value: Any) -> Any:
    """A value for loose comparison: texts without case, numbers and their texts alike."""
    if isinstance(value, bool):
        return str(int(value)) if value else ""
    if value is None:
        return ""
    return str(value).lower() if not isinstance(value, (list, dict)) else value


def _equal(value: Any, wanted: Any) -> bool:
    return bool(_scalar(value) == _scalar(wanted))


def _ordered(value: Any, wanted: Any) -> int:
    first, second = natural(value), natural(wanted)
    return (first > second) - (first < second)


def _in(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, (list, dict)):
        raise PhpError("in_array(): Argument #2 ($haystack) must be of type array")
    return any(_equal(value, item) for item in (wanted if isinstance(wanted, list) else wanted.values()))


def _between(value: Any, wanted: Any) -> bool:
    if not isinstance(wanted, list) or len(wanted) != 2:
        raise NotSimulated("BETWEEN without two limits over rows that are worked out")
    return _ordered(value, wanted[0]) >= 0 and _ordered(value, wanted[1]) <= 0


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return any(_equal(member, wanted) for member in value)
    return isinstance(value, str) and str(wanted).lower() in value.lower()


def _members(wanted: Any) -> list[Any]:
    return wanted if isinstance(wanted, list) else [wanted]


def _has_all(value: Any, wanted: Any) -> bool:
    return all(_contains(value, member) for member in _members(wanted))


def _has_one(value: Any, wanted: Any) -> bool:
    return any(_contains(value, member) for member in _members(wanted))


def is_empty(value: Any) -> bool:
    """What PHP calls empty."""
    return not value or value == "0"


def _searched(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A test with a pattern that must be one."""

    def search(value: Any, pattern: Any) -> Any:
        try:
            return test(value, pattern)
        except re.error:
            raise NotSimulated("patterns that are none, over rows that are worked out") from None

    return search


def _negated(test: Callable[[Any, Any], Any]) -> Callable[[Any, Any], bool]:
    return lambda value, wanted: not test(value, wanted)


OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": _equal,
    "!=": _negated(_equal),
    "<>": _negated(_equal),
    "<": lambda value, wanted: _ordered(value, wanted) < 0,
    "<=": lambda value, wanted: _ordered(value, wanted) <= 0,
    ">": lambda value, wanted: _ordered(value, wanted) > 0,
    ">=": lambda value, wanted: _ordered(value, wanted) >= 0,
    "LIKE": like,
    "NOT LIKE": _negated(like),
    "IN": _in,
    "NOT IN": _negated(_in),
    "BETWEEN": _between,
    "NOT BETWEEN": _negated(_between),
    "CONTAINS": _has_all,
    "NOT CONTAINS": _negated(_has_all),
    "CONTAINS ONE OF": _has_one,
    "NOT CONTAINS ONE OF": _negated(_has_one),
    "IS NULL": lambda value, wanted: value is None,
    "IS NOT NULL": lambda value, wanted: value is not None,
    "IS EMPTY": lambda value, wanted: is_empty(value),
    "IS NOT EMPTY": lambda value, wanted: not is_empty(value),
    "REGEXP": _searched(regexp),
    "NOT REGEXP": _negated(_searched(regexp)),
    "REGEXP BINARY": _searched(regexp_binary),
    "NOT REGEXP BINARY": _negated(_searched(regexp_binary)),
}


def natural(value: Any) -> list[tuple[int, int, str]]:
    """A key that sorts texts without case and the numbers in them by their size."""
    parts = DIGITS.split(str(_scalar(value)))
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part]


def matches(row: Row, clause: list[Any]) -> bool:
    """Whether a row fulfils a tree of conditions."""
    head = clause[0]
    if head in BRANCHES and (len(clause) < 2 or not clause[1]):
        return True
    if head == "NOT":
        inner = clause[1] if isinstance(clause[1][0], str) else ["AND", clause[1]]
        return not matches(row, inner)
    if head in ("AND", "OR"):
        parts = [matches(row, inner) for inner in clause[1]]
        return all(parts) if head == "AND" else any(parts)
    name, operator, wanted = (*clause, None, None)[:3]
    if not isinstance(operator, str) or operator not in OPERATORS:
        raise SiteError("Illegal operator")
    if not isinstance(name, str):
        raise PhpError("Civi\\Api4\\Generic\\AbstractGetAction: a field's name must be of type string")
    return bool(OPERATORS[operator](row.get(name), wanted))


def picked(rows: list[Row], params: Params) -> Result:
    """The rows that where, orderBy, limit, offset and select leave."""
    found = [row for row in rows if all(matches(row, clause) for clause in params.get("where") or [])]
    for name, way in reversed(list((params.get("orderBy") or {}).items())):
        if way not in ("ASC", "DESC"):
            raise SiteError(f"Invalid sort direction. Cannot order by {name} {way}")
        found.sort(key=lambda row: natural(row.get(name)), reverse=way == "DESC")
    select = params.get("select") or []
    offset, limit = params.get("offset") or 0, params.get("limit") or None
    page = [] if select == [ROW_COUNT] else found[offset : offset + limit if limit else None]
    result = Result([_selected(row, [item for item in select if item != ROW_COUNT]) for row in page])
    result.count = len(found)
    result.matched = len(found) if ROW_COUNT in select else None
    return result


def _selected(row: Row, select: list[str]) -> Row:
    if not select or "*" in select:
        return dict(row)
    exact = frozenset(select)
    patterns = [re.compile(".*".join(map(re.escape, item.split("*")))) for item in select if "*" in item]
    return {
        name: value
        for name, value in row.items()
        if name in exact or any(pattern.fullmatch(name) for pattern in patterns)
    }


def title(name: str) -> str:
    """`EntityTag` as `Entity Tag`, `is_primary` as `Is Primary`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").split()
    return " ".join(word if word.isupper() else word[:1].upper() + word[1:] for word in words)


def plural(text: str) -> str:
    if text.endswith("y") and text[-2:-1] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("s", "x", "ch", "sh")) else "s")


ENTITY_MEMBERS = (
    "title",
    "title_plural",
    "type",
    "primary_key",
    "searchable",
    "label_field",
    "table_name",
    "search_fields",
    "order_by",
    "parent_field",
    "group_weights_by",
    "bridge",
    "where",
    "match_fields",
)


def entities(call: Call) -> list[Row]:
    """The rows of Entity.get."""
    rows = []
    for name in call.schema.entity_names():
        entity = call.schema.entity(name)
        if entity is None:
            continue
        spec = entity.spec
        own_title = entity.custom_group["title"] if entity.custom_group else title(name)
        row = {"name": name, "title": own_title, "title_plural": plural(own_title)}
        rows.append({**row, **{member: spec[member] for member in ENTITY_MEMBERS if member in spec}})
    return rows


ARRAY_ENTITIES: dict[str, Callable[[Call], list[Row]]] = {"Entity": entities}


def get_array(call: Call, entity: Entity, params: Params) -> Result:
    """get of an entity whose rows are worked out."""
    return picked(ARRAY_ENTITIES[entity.name](call), params)
