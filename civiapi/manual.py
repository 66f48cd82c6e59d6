"""Pages of help, and signatures, from what a site says of itself.  Pure."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from textwrap import fill
from typing import Any

from . import v4
from .schema import lookup
from .schema.model import Entity, Field, Option, Param

#: Options of a field that are shown; the rest is counted.
OPTIONS = 6
#: Params that every action of APIv4 takes.
COMMON = ("language", "chain", "checkPermissions", "debug")
#: Actions whose keywords are fields too.
_FIELDED = frozenset({"get", "create", "update", "delete"})
_FIELDED3 = frozenset({"get", "getsingle", "getvalue", "getcount", "create", "update"})
_WRITES = frozenset({"create", "update"})
_TYPES: dict[str | None, type] = {
    "Integer": int,
    "Boolean": bool,
    "Float": float,
    "Array": list,
    **dict.fromkeys(("Date", "Money", "String", "Text", "Timestamp"), str),
}
_PHP: dict[str, type] = {"int": int, "bool": bool, "float": float, "string": str}


class _Left:
    """The default of what may be left out."""

    def __repr__(self) -> str:
        return "..."


LEFT: Any = _Left()


# ---- pages


def entity(title: str, name: str, known: Entity | None, actions: Iterable[str], version: int) -> str:
    """The page of an entity: its fields, its actions, an example."""
    parts = [title]
    if known is None:
        parts.append(f"The site's own description is not at hand; api.schema.entity({name!r}) reads it.")
    else:
        parts.append(_section("Fields", _table(known.fields.values())))
        alone = [one for one in known.writable.values() if one.name not in known.fields]
        parts.append(_section("Fields of new records alone", _table(alone)))
    parts.append(_section("Actions", [fill(", ".join(actions), 96)]))
    parts.append(_section("Example", [example(name, "get", known, version)]))
    return "\n\n".join(filter(None, parts))


def action(title: str, entity: str, name: str, known: Entity | None, version: int) -> str:
    """The page of an action: its fields, its params with their defaults, an example."""
    parts = [title]
    if known is None:
        parts.append(f"The site's own description is not at hand; api.schema.entity({entity!r}) reads it.")
    fields = _fields(known, name, version)
    place = "" if version == 3 else " or in values" if name in _WRITES else " or in where"
    heading = f"Fields, as keywords{place}"
    parts.append(_section(heading, _table(sorted(fields.values(), key=lambda one: not _is_required(one)))))
    parts.append(_section("Params", _params(_own_params(entity, name, known, version))))
    if name in _FIELDED:
        parts.append(_section("Example", [example(entity, name, known, version)]))
    return "\n\n".join(filter(None, parts))


def _section(heading: str, lines: Iterable[str]) -> str:
    shown = "\n".join("    " + line for text in lines for line in text.splitlines())
    return f"{heading}:\n{shown}" if shown else ""


def _table(fields: Iterable[Field]) -> list[str]:
    rows = [(one.name, ", ".join(_said(one))) for one in fields]
    width = min(max((len(name) for name, _ in rows), default=0), 32)
    return [f"{name:<{width}}  {said}" for name, said in rows]


def _said(field: Field) -> Iterator[str]:
    """What there is to say of a field."""
    kind = _type(field).__name__
    yield f"list of {_TYPES.get(field.data_type, object).__name__}" if kind == "list" else kind
    if field.label and field.label.replace(" ", "_").lower() != field.name:
        yield field.label
    if _is_required(field):
        yield "required"
    elif field.required_if:
        yield f"required if {field.required_if}"
    if field.readonly:
        yield "read only"
    if field.default is not None:
        yield f"default {field.default!r}"
    targets = ([field.fk_entity] if field.fk_entity else []) + list(field.fk_entities)
    if targets:
        yield "id of " + " or ".join(targets)
    if field.options:
        more = len(field.options) - OPTIONS
        shown = " | ".join(_option(one) for one in field.options[:OPTIONS])
        yield f"one of {shown}{f' and {more} more' if more > 0 else ''}"


def _option(option: Option) -> str:
    return repr(option.id) if str(option.id) == option.label else f"{option.id!r} {option.label}"


def _params(params: Mapping[str, Param]) -> Iterator[str]:
    width = max(map(len, params), default=0)
    for name, param in params.items():
        said = [" or ".join(param.types) or "any"]
        said += ["required"] if param.required else []
        said += [f"default {param.default!r}"] if param.default is not None else []
        said += ["one of " + ", ".join(map(repr, param.options[:OPTIONS]))] if param.options else []
        yield f"{name:<{width}}  {', '.join(said)}"


# ---- what an action takes


def _fields(known: Entity | None, action: str, version: int) -> Mapping[str, Field]:
    if known is None or action not in (_FIELDED if version == 4 else _FIELDED3):
        return {}
    found = lookup.fields_for(known, action)
    if action in _WRITES:
        return {name: one for name, one in found.items() if action == "update" or name != "id"}
    return {name: replace(one, required=False, required_if=None, default=None) for name, one in found.items()}


def _own_params(entity: str, action: str, known: Entity | None, version: int) -> dict[str, Param]:
    """The params of an action, required ones first, those that all actions have last."""
    told = known.actions.get(action) if known is not None else None
    if told is None or not told.params:
        names = sorted(v4.own_params(entity, action)) if version == 4 and action in _STOCK else []
        params: Mapping[str, Param] = {name: Param(name) for name in names}
    else:
        params = told.params
    order = {name: (name in COMMON, not one.required) for name, one in params.items()}
    return {name: params[name] for name in sorted(params, key=lambda name: order[name])}


_STOCK = frozenset({"get", "create", "update", "delete", "save", "replace"})
#: Params that flat fields may stand for, so that they need not be given.
_MADE = frozenset({"where", "values", "records"})


def _is_required(field: Field) -> bool:
    return field.required and field.default is None


def _type(field: Field) -> type:
    return list if field.serialize else _TYPES.get(field.data_type, object)


def signature(entity: str, action: str, known: Entity | None, version: int) -> inspect.Signature:
    """Fields and params as keywords; one whose name can be none goes into ``params``."""
    kind = inspect.Parameter
    found = {
        name: kind(
            name,
            kind.KEYWORD_ONLY,
            default=kind.empty if _is_required(one) else LEFT if one.default is None else one.default,
            annotation=_type(one),
        )
        for name, one in _fields(known, action, version).items()
        if _is_keyword(name)
    }
    for name, param in _own_params(entity, action, known, version).items():
        if not _is_keyword(name):
            continue
        is_left = not param.required or (name in _MADE and action in _STOCK)
        default = LEFT if param.default is None else param.default
        annotation = _PHP.get(param.types[0], kind.empty) if len(param.types) == 1 else kind.empty
        found[name] = kind(
            name, kind.KEYWORD_ONLY, default=default if is_left else kind.empty, annotation=annotation
        )
    first = [kind("params", kind.POSITIONAL_ONLY, default=None)]
    if version == 4:
        first.append(kind("index", kind.POSITIONAL_ONLY, default=None))
    return inspect.Signature(
        [
            *first,
            *sorted(found.values(), key=lambda one: one.default is not kind.empty),
            kind("fields", kind.VAR_KEYWORD),
        ]
    )


def _is_keyword(name: str) -> bool:
    """Whether a call can have a keyword of that name, beside the arguments that have no name."""
    return name.isidentifier() and not keyword.iskeyword(name) and name not in ("params", "index", "fields")


# ---- examples


def example(entity: str, action: str, known: Entity | None, version: int = 4) -> str:
    """A call that a site answers."""
    if action in _WRITES:
        given = dict(_values(known, action))
        apart = {name: value for name, value in given.items() if not _is_keyword(name)}
        words = [repr(apart)] if apart else []
        words += ["id=7"] if action == "update" else []
        words += [f"{name}={value!r}" for name, value in given.items() if name not in apart]
        return f"api.{entity}.{action}({', '.join(words)})"
    if action == "delete":
        return f"api.{entity}.delete(id=7)"
    if known is not None and "get" not in known.actions:
        return ""
    shown = ["id"] if known is None or "id" in known.fields else list(known.fields)[:1]
    if known is not None and known.label_field and known.label_field not in shown:
        shown.append(known.label_field)
    if version == 3:
        return f'api.{entity}.get({{"return": {shown!r}, "options": {{"limit": 5}}}})'
    has_limit = known is None or not known.actions["get"].params or "limit" in known.actions["get"].params
    return f"api.{entity}.get(select={shown!r}{', limit=5' if has_limit else ''})"


def _values(known: Entity | None, action: str) -> Iterator[tuple[str, Any]]:
    """Values for the fields that a new record needs, and for its label."""
    if known is None:
        return
    for name, field in known.writable.items():
        wanted = action == "create" and (_is_required(field) or _is_mostly_required(field))
        if name != "id" and (wanted or name == _label(known)):
            yield name, _value(field)


def _is_mostly_required(field: Field) -> bool:
    """Such as empty($values.is_template); conditions that hold for some records only begin with a "!"."""
    return (field.required_if or "").startswith("empty(")


def _label(known: Entity) -> str | None:
    """The field that says what a record is, or the first text that a person writes."""
    names = [known.label_field, "last_name", "label", "title", "name", "subject", "description"]
    writable = (
        name for name in names if name and name in known.writable and not known.writable[name].readonly
    )
    return next(writable, None)


def _value(field: Field) -> Any:
    if field.options:
        value: Any = field.options[0].id
        return [value] if field.serialize else value
    if field.fk_entity in ("Contact", "Individual"):
        return "user_contact_id"
    texts = {"Date": "2026-01-31", "Timestamp": "2026-01-31", "Money": "10.00"}
    if field.data_type in texts:
        return texts[field.data_type]
    kind = _TYPES.get(field.data_type, str)
    return {bool: True, int: 1, float: 1.0, list: []}.get(kind, "Example")
