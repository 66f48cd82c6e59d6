"""A Schema as JSON, and back.

Lists of options and sets of params that several fields and actions share are written once; members that
have their default are left out; a writable field says only how it differs from the one that is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

from ..errors import UsageError
from .model import Action, CustomGroup, Entity, Field, Option, Param, Schema

#: Changes with the form of the text; what has another number is not read.
FORMAT = 1
_KIND = "civiapi schema"

T = TypeVar("T")
Json = Mapping[str, Any]


class _Pool:
    """Values by their number, each once."""

    def __init__(self) -> None:
        self.values: list[Any] = []
        self._numbers: dict[str, int] = {}

    def number(self, value: Any) -> int:
        key = json.dumps(value)
        if key not in self._numbers:
            self._numbers[key] = len(self.values)
            self.values.append(value)
        return self._numbers[key]


def dumps(schema: Schema) -> str:
    """A schema as text."""
    options, params = _Pool(), _Pool()
    groups = schema.custom_groups
    told = {
        **_members(schema, skip=("entities", "custom_groups")),
        "version": schema.version,
        "custom_groups": None if groups is None else [_members(group) for group in groups],
        "entities": {name: _entity(one, options, params) for name, one in schema.entities.items()},
    }
    whole = {"kind": _KIND, "format": FORMAT, **told, "options": options.values, "params": params.values}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _members(one: Any, base: Any = None, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """The members that differ from those of ``base``, or from their defaults."""
    told = {}
    for name, default in _defaults(type(one)).items():
        value = getattr(one, name)
        if name not in skip and value != (default if base is None else getattr(base, name)):
            told[name] = value
    return told


def _defaults(kind: type[Any]) -> dict[str, Any]:
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = {
            one.name: one.default_factory() if one.default_factory is not MISSING else one.default
            for one in fields(kind)
        }
    return _DEFAULTS[kind]


_DEFAULTS: dict[type[Any], dict[str, Any]] = {}


def _entity(entity: Entity, options: _Pool, params: _Pool) -> dict[str, Any]:
    told = _members(entity, skip=("name", "fields", "writable", "actions", "unique_keys"))
    told["unique_keys"] = [sorted(key) for key in entity.unique_keys]
    told["fields"] = {name: _field(one, None, options) for name, one in entity.fields.items()}
    told["writable"] = {
        name: _field(one, entity.fields.get(name), options) for name, one in entity.writable.items()
    }
    told["actions"] = {
        name: params.number({param: _members(one, skip=("name",)) for param, one in action.params.items()})
        for name, action in entity.actions.items()
    }
    return told


def _field(field: Field, base: Field | None, options: _Pool) -> dict[str, Any]:
    told = _members(field, base, skip=("name",))
    if told.get("options") is not None:
        told["options"] = options.number([[one.id, one.name, one.label] for one in told["options"]])
    return told


class _Broken(Exception):
    """What was read is no schema."""


def loads(text: str | bytes | Json) -> Schema:
    """The schema in a text, or in its decoded JSON; UsageError where it is none, or of another format."""
    try:
        data = text if isinstance(text, Mapping) else json.loads(text)
        if not isinstance(data, Mapping) or data.get("kind") != _KIND:
            raise UsageError("this is no schema that civiapi has written")
        if data.get("format") != FORMAT:
            raise UsageError(
                f"the schema has format {data.get('format')!r}, this version of civiapi reads {FORMAT}; "
                "save it anew"
            )
        return _Reader(data).schema()
    except (_Broken, ValueError, RecursionError, LookupError, TypeError, AttributeError) as error:
        if isinstance(error, UsageError):
            raise
        raise UsageError(f"the schema is cut or damaged, save it anew ({error})") from error


class _Reader:
    """Makes the objects, and looks at the type of every member: a file may have been changed."""

    def __init__(self, data: Json) -> None:
        self._data = data
        self._options = [tuple(_option(one) for one in _list(values)) for values in _list(data["options"])]
        self._params = [_params(one) for one in _list(data["params"])]

    def schema(self) -> Schema:
        data = self._data
        groups = data["custom_groups"]
        return _made(
            Schema,
            {
                name: data[name]
                for name in ("version", "site", "user", "civicrm", "fetched", "refused")
                if name in data
            },
            entities={name: self._entity(name, one) for name, one in _dict(data["entities"]).items()},
            custom_groups=None
            if groups is None
            else tuple(_made(CustomGroup, _dict(group)) for group in _list(groups)),
        )

    def _entity(self, name: str, told: Json) -> Entity:
        told = dict(_dict(told))
        read = {key: self._field(key, one, None) for key, one in _dict(told.pop("fields")).items()}
        writable = {
            key: self._field(key, one, read.get(key)) for key, one in _dict(told.pop("writable")).items()
        }
        actions = {
            key: Action(key, self._params[_number(number)])
            for key, number in _dict(told.pop("actions")).items()
        }
        keys = tuple(frozenset(_texts(key)) for key in _list(told.pop("unique_keys")))
        return _made(
            Entity, told, name=name, fields=read, writable=writable, actions=actions, unique_keys=keys
        )

    def _field(self, name: str, told: Json, base: Field | None) -> Field:
        if base is not None and not told:
            return base
        members = dict(_dict(told))
        options = members.pop("options", None)
        given: dict[str, Any] = {"name": name}
        if options is not None:
            given["options"] = self._options[_number(options)]
        elif "options" in told:
            given["options"] = None
        if base is not None:
            given = {**{one: getattr(base, one) for one in _defaults(Field)}, **given}
        return _made(Field, members, **given)


def _made(kind: type[T], told: Json, **given: Any) -> T:
    """An object of members as they stand in the JSON, each of its type, and others that are made already."""
    kinds = _kinds(kind)
    return kind(**{**given, **{name: kinds[name](value) for name, value in told.items()}})


def _kinds(kind: type[Any]) -> dict[str, Callable[[Any], Any]]:
    if kind not in _CHECKS:
        _CHECKS[kind] = {one.name: _READ[str(one.type)] for one in fields(kind) if str(one.type) in _READ}
    return _CHECKS[kind]


_CHECKS: dict[type[Any], dict[str, Callable[[Any], Any]]] = {}


def _option(told: Any) -> Option:
    number, name, label = _list(told)
    return Option(_READ["int | str"](number), _READ["str | None"](name), _READ["str"](label))


def _params(told: Any) -> dict[str, Param]:
    return {name: _made(Param, _dict(one), name=name) for name, one in _dict(told).items()}


def _of(*kinds: type[Any]) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if type(value) not in kinds:
            raise _Broken(f"{value!r:.60} is no {' or '.join(kind.__name__ for kind in kinds)}")
        return value

    return read


_NONE = type(None)
_list, _dict, _number = _of(list), _of(dict), _of(int)


def _texts(value: Any) -> tuple[str, ...]:
    if not all(type(one) is str for one in _list(value)):
        raise _Broken(f"{value!r:.60} holds what is no text")
    return tuple(value)


def _numbers(value: Any) -> dict[str, int]:
    if not all(type(one) is int for one in _dict(value).values()):
        raise _Broken(f"{value!r:.60} holds what is no number")
    return dict(value)


#: The annotation of a member => what reads it.
_READ: dict[str, Callable[[Any], Any]] = {
    "str": _of(str),
    "bool": _of(bool),
    "int": _of(int),
    "float": _of(float, int),
    "int | str": _of(int, str),
    "str | None": _of(str, _NONE),
    "int | None": _of(int, _NONE),
    "Any": lambda value: value,
    "tuple[str, ...]": _texts,
    "tuple[str, ...] | None": lambda value: None if value is None else _texts(value),
    "tuple[Any, ...] | None": lambda value: None if value is None else tuple(_list(value)),
    "Mapping[str, int]": _numbers,
}
