"""APIv3 calls against the schema: filters, return, sort, and the values that are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..schema.lookup import entity_name
from ..schema.model import Entity, Field
from ..schema.nearest import nearest, unknown
from ..v3 import is_chained, is_field
from . import reads4, values
from .look import Look

Params = Mapping[str, Any]

_METADATA = frozenset({"getfields", "getfield", "getactions", "getoptions", "getunique", "getrefcount"})
#: A list of what there is, many calls in one, and settings, which are named by value.
_NO_RECORDS = frozenset({"entity", "api3", "setting"})
#: Actions that give what fits the fields in their params.
READS = frozenset({"get", "getcount", "getsingle", "getvalue"})
_WRITES = frozenset({"create", "update"})
_GENERIC = frozenset("get getcount getsingle getvalue create delete update replace setvalue validate".split())
_GENERIC |= _METADATA | {"getlist"}
#: Entities that CiviCRM's search engine answers: it knows more names than it tells.
_SEARCHED = frozenset({"Contact", "Contribution", "Participant", "Membership", "Pledge", "Case", "Activity"})
#: Options of a read that everybody uses; there are others, some entities' own.
_OPTIONS = ("limit", "offset", "sort")
_KNOWN_OPTIONS = frozenset({*_OPTIONS, "or"})
_RANGES = re.compile(r".+_(low|high|relative)")
_ROW = re.compile(r"(custom_\d+)_-?\d+")
#: Words to an action that are taken, though no field has the name.
_SWITCHES = re.compile(
    r"skip.*|dupe_check|num_terms|line_items?|soft_credit.*|entity_(id|table)|api[._].*|(target|assignee)_id"
)


def is_metadata(entity: str, action: str) -> bool:
    """Whether a call only asks what the site has, or is not about records of fields."""
    return action.lower() in _METADATA or entity.lower() in _NO_RECORDS


def check(look: Look, entity: Entity | None, name: str, action: str, params: Params, above: str = "") -> None:
    """Note what is wrong with a call, and with those chained to it (``above`` is the way to it)."""
    before = len(look.faults)
    if is_metadata(name, action):
        pass
    elif entity is None:
        reads4.unknown_entity(look, entity_name(look.schema, name))
    else:
        _Call(look, entity, action.lower(), bool(above)).check(params)
    if above:
        look.faults[before:] = [f"{above}: {fault}" for fault in look.faults[before:]]
    for key, inner_name, inner_action, inner in _chained(params, action):
        target = look.entity(entity_name(look.schema, inner_name))
        check(look, target, inner_name, inner_action, inner, f"{above}.{key}" if above else key)


def named(look: Look, entity: Entity, name: str) -> None:
    """Note where a filter is on no field of the entity."""
    _Call(look, entity, "get", False)._name(name)


def _chained(params: Params, action: str) -> Iterator[tuple[str, str, str, Params]]:
    for key, value in params.items():
        if is_chained(key, value):
            words = key.split(key[3])
            for inner in value if isinstance(value, list) else [value]:
                yield key, words[1], words[2] if len(words) > 2 else action, _mapping(inner)


def _mapping(value: Any) -> Params:
    return value if isinstance(value, Mapping) else {}


class _Call:
    """One call of an entity, a chained one knowing fields of the call above it."""

    def __init__(self, look: Look, entity: Entity, action: str, is_chained: bool) -> None:
        self.look, self.entity, self.action, self.is_chained = look, entity, action, is_chained

    def check(self, params: Params) -> None:
        actions = self.entity.actions
        if actions and self.action not in _GENERIC and self.action not in {one.lower() for one in actions}:
            self.look.say(unknown("action", self.action, {*actions, *_GENERIC}, self.entity.name))
        if self.action in READS and self.entity.fields:
            self._read(params)
        elif self.action in _WRITES and self.entity.writable:
            self._write(params)
        elif self.action == "replace":
            for record in params.get("values") or []:
                self._write({**{key: params[key] for key in params if key != "values"}, **_mapping(record)})

    # ---- reading

    def _read(self, params: Params) -> None:
        for key, value in params.items():
            if is_field(key, value):
                self._filter(key, value)
            elif key.startswith("return."):
                self._name(key[7:])
        for name in _names(params.get("return")):
            self._name(name)
        options = _mapping(params.get("options"))
        for key in options:
            meant = nearest(key, _OPTIONS)
            if key not in _KNOWN_OPTIONS and meant is not None:  # APIv3 would leave it out
                self.look.say(f"no option {key!r}; did you mean {meant}?")
        for sorted_by in _names(options.get("sort") or params.get("option.sort")):
            self._name(sorted_by.split()[0], "to sort by")

    def _filter(self, key: str, value: Any) -> None:
        field = self._name(key)
        if field is None or value is None:
            return
        if isinstance(value, Mapping):
            if len(value) != 1:
                return
            ((operator, value),) = value.items()
            if str(operator).upper() in ("LIKE", "NOT LIKE", "IS NULL", "IS NOT NULL"):
                return
            is_between = "BETWEEN" in str(operator).upper()
            if is_between and self.entity.name == "Contact" and values.is_dated(field):
                self.look.say(f"{key}: APIv3 breaks on BETWEEN for a contact's date; APIv4 does not")
        fault = values.compared(self.look.with_names(self.entity, field, value), value, 3)
        self.look.say(f"{key}: {fault}" if fault else None)

    def _name(self, name: str, what: str = "") -> Field | None:
        """The field of that name, if it is the entity's own; a fault where there is none."""
        found = field(self.entity, name, self.entity.fields)
        if found is not None or _RANGES.fullmatch(name) or name in ("custom", "*"):
            return found
        head, dot, rest = name.partition(".")
        first = field(self.entity, head, self.entity.fields) if dot else None
        if first is not None:
            self._through(first, name, rest)
        elif not self._is_known_elsewhere(name):
            self.look.say(unknown("field", name, self.entity.fields, f"{self.entity.name} {what}".strip()))
        return None

    def _through(self, first: Field, name: str, rest: str) -> None:
        target = self.look.entity(first.fk_entity) if first.fk_entity else None
        if target is None or not target.fields or "." in rest or field(target, rest, target.fields):
            return
        known = [f"{name[: -len(rest)]}{one}" for one in target.fields]
        self.look.say(unknown("field", name, known, self.entity.name))

    def _is_known_elsewhere(self, name: str) -> bool:
        return self.entity.name in _SEARCHED and (
            "." in name
            or f"{name}_id" in self.entity.fields
            or name in self.entity.writable
            or nearest(name, self.entity.fields) is None
        )

    # ---- writing

    def _write(self, params: Params) -> None:
        given: set[str] = set()
        for key, value in params.items():
            if not is_field(key, value):
                continue
            found = field(self.entity, key, self.entity.writable)
            if found is None:
                self._unwritable(key)
                continue
            if value is not None and value != "":
                given.add(found.name)
            fault = values.written(self.look.with_names(self.entity, found, value), value, 3)
            self.look.say(f"{key}: {fault}" if fault else None)
        self._required(params, given)

    def _unwritable(self, key: str) -> None:
        if _SWITCHES.fullmatch(key) or field(self.entity, key, self.entity.fields) is not None:
            return  # create may well take what is said of get alone
        self.look.say(unknown("field", key, self.entity.writable, self.entity.name))

    def _required(self, params: Params, given: set[str]) -> None:
        if self.action == "update" or self.is_chained or params.get("id"):
            return
        lacking = [
            name
            for name, one in self.entity.writable.items()
            if one.required and one.default is None and name not in given and name != "id"
        ]
        if lacking:
            self.look.say(f"{self.entity.name} needs {', '.join(lacking)}")


def _names(value: Any) -> Iterator[str]:
    """The names in a list, or in a text with commas."""
    items: Iterable[Any] = (
        value.split(",") if isinstance(value, str) else value if isinstance(value, list) else ()
    )
    return (str(item).strip() for item in items if str(item).strip())


def field(entity: Entity, name: str, fields: Mapping[str, Field]) -> Field | None:
    """A field by its name, another name that it has, or that of a row of its (``custom_1_7``)."""
    found = fields.get(name)
    if found is not None:
        return found
    row = _ROW.fullmatch(name)
    if row:
        return fields.get(row[1])
    own_id = re.sub(r"(?<!^)(?=[A-Z])", "_", entity.name).lower() + "_id"
    if name == own_id:
        return fields.get("id")
    return next((one for one in fields.values() if name in one.aliases), None)
