"""An entity of APIv4 in a generated module: its rows, its values, its actions.  Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .kinds import WIDTH, Names, conditions, is_plain, param, rows, title, values
from .model import Action, Entity

#: The params that sitetypes has for actions, by their types there.
OPTIONS = {
    "chain": "Mapping[str, Any]",
    "checkPermissions": "bool",
    "debug": "bool",
    "language": "str | None",
}
GET = OPTIONS | {
    "select": "Sequence[str]",
    "join": "Sequence[Any]",
    "where": "Sequence[Any]",
    "groupBy": "Sequence[str]",
    "having": "Sequence[Any]",
    "orderBy": "Mapping[str, Any]",
    "limit": "int",
    "offset": "int",
    "translationMode": "str",
}
WHERE = OPTIONS | {name: GET[name] for name in ("where", "orderBy", "limit", "offset")}
DELETE = WHERE | {"useTrash": "bool"}
UPDATE = WHERE | {"reload": "bool | Sequence[str]"}
SAVE = {**OPTIONS, "match": "Sequence[str]", "reload": "bool | Sequence[str]"}
USUAL = ("get", "create", "update", "save", "replace", "delete")

Entries = Iterable[tuple[str, str, str]]


def typed_dict(name: str, entries: Entries, names: Names, *, total: bool = True) -> str:
    """A TypedDict in its functional form, which takes any name."""
    lines = [f"        {names.entry(*entry)}" for entry in entries]
    inside = ["    {", *lines, "    },"] if lines else ["    {},"]
    whole = [] if total else ["    total=False,"]
    return "\n".join([f"{name} = TypedDict(", f'    "{name}",', *inside, *whole, ")"])


def shapes(entity: Entity, names: Names) -> str:
    """The types of rows, of a new record, and of changes."""
    name = title(entity.name)
    found = [(key, kind, _comment(label)) for key, kind, label in rows(entity, names)]
    heading = f"# ---- {entity.name}{_dash(entity.label, entity.name)}"
    parts = [heading, typed_dict(f"{name}Row", found, names)]
    if _writes(entity):
        written = list(values(entity, names))
        made = [
            (key, f"t.Required[{kind}]" if required else kind, _comment(label))
            for key, kind, required, label in written
            if key != "id"
        ]
        changes = [(key, kind, _comment(label)) for key, kind, _, label in written]
        parts.append(typed_dict(f"{name}Values", made, names, total=False))
        parts.append(typed_dict(f"{name}Changes", changes, names, total=False))
    return "\n".join(parts)


def _writes(entity: Entity) -> bool:
    return bool(entity.writable) and not {"create", "update", "save", "replace"}.isdisjoint(entity.actions)


def _comment(label: str) -> str:
    return "".join(one for one in " ".join(label.split()) if one.isprintable())


def _dash(label: str, name: str) -> str:
    return f": {_comment(label)}" if label and label != name else ""


# ---- for type checkers alone


@dataclass
class Actions:
    """Classes of actions; entities share them where they are the same."""

    bodies: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def named(self, action: Action) -> str:
        """The name of the class of an action."""
        key = (action.name, _called(action))
        if key not in self.bodies:
            self.counts[action.name] = self.counts.get(action.name, 0) + 1
            number = self.counts[action.name]
            title = action.name[:1].upper() + action.name[1:]
            self.bodies[key] = f"{title}Action{number if number > 1 else ''}"
        return self.bodies[key]

    def classes(self) -> Iterator[str]:
        """The text of each class."""
        for (name, called), made in self.bodies.items():
            heading = _class(made, ["t.SiteAction", "Generic[t.Other]"], f"The action {name}.")
            yield f"{heading}\n\n{called}"


def _called(action: Action) -> str:
    """The method __call__ of an action: params are given as keywords, or as a dict."""
    told = sorted(action.params.values(), key=lambda one: (not one.required, one.name))
    keywords = [
        f"{one.name}: {param(one)}" + ("" if one.required else " = ...")
        for one in told
        if one.name not in OPTIONS and is_plain(one.name)
    ]
    options = "**options: Unpack[t.Options]"
    by_name = _method("__call__", ["self", *(["*", *keywords] if keywords else []), options], "t.Other")
    by_dict = _method("__call__", ["self", "params: Mapping[str, Any]", "index: Any = None", "/"], "t.Other")
    return f"    @overload\n{by_name}\n\n    @overload\n{by_dict}\n\n{_whole('__call__')}"


def _whole(name: str) -> str:
    """What a method with overloads must end in."""
    return f"    def {name}(self, *given: Any, **fields: Any) -> Any: ..."


def _method(name: str, arguments: Sequence[str], gives: str, ignored: str = "") -> str:
    """A method; ``ignored`` is what mypy says where it takes less than that of a base class."""
    lines = [f"        {argument}," for argument in arguments]
    noted = f"  # type: ignore[{ignored}]" if ignored else ""
    return "\n".join([f"    def {name}({noted}", *lines, f"    ) -> {gives}: ..."])


def _class(name: str, bases: Sequence[str], text: str) -> str:
    """The first lines of a class that will stand in a block."""
    line = f"class {name}({', '.join(bases)}):"
    if len(line) > WIDTH - 4:
        line = "\n".join([f"class {name}(", *(f"    {base}," for base in bases), "):"])
    return f'{line}\n    """{text}"""'


def entity(one: Entity, names: Names, actions: Actions) -> str:
    """What type checkers see of an entity: conditions, actions, queries."""
    name = title(one.name)
    parts = []
    found = [(key, kind, "") for key, kind in conditions(one, names)]
    parts.append(typed_dict(f"{name}Filter", found, names, total=False))
    fields = {key for key, _, _ in found}
    written = {key for key, *_ in values(one, names)}
    for action, base, known, params, all_params in (
        ("get", "Filter", fields, "t.GetParams", GET),
        ("delete", "Filter", fields, "t.DeleteParams", DELETE),
        ("create", "Values", written - {"id"}, "t.Options", OPTIONS),
        ("update", "Changes", written, "t.UpdateParams", UPDATE),
        ("save", "Changes", written, "t.SaveParams", SAVE),
    ):
        if action in one.actions and (base == "Filter" or _writes(one)):
            parts.append(_with_params(f"{name}{action.title()}", f"{name}{base}", known, params, all_params))
    parts.append(_mixin(one, name, names, actions))
    parts += _queries(name)
    parts += _entities(one, name)
    return "\n\n".join(parts)


def _with_params(name: str, base: str, fields: set[str], params: str, all_params: Mapping[str, str]) -> str:
    """A TypedDict of fields and params; a field goes before a param of its name."""
    left = {key: kind for key, kind in all_params.items() if key not in fields}
    if left == all_params:
        return _class(name, [base, params, "total=False"], "Fields, and params.")
    lines = [f"    {key}: {kind}" for key, kind in left.items()]
    return "\n".join([_class(name, [base, "total=False"], "Fields, and params."), "", *lines])


def _mixin(one: Entity, name: str, names: Names, actions: Actions) -> str:
    written = {key for key, *_ in values(one, names)}
    lines = [_class(f"{name}Actions", ["Generic[t.Rows, t.One, t.Other]"], f"What {one.name} can do."), ""]
    others = sorted(action for action in one.actions if action not in USUAL and is_plain(action))
    lines += [f"    {action}: {actions.named(one.actions[action])}[t.Other]" for action in others]
    lines += [f"    {action}: t.NoSuchName" for action in USUAL if action not in one.actions]
    methods = list(_methods(one, name, written))
    return "\n".join([*lines, "", "\n\n".join(methods)] if methods else lines)


def _methods(one: Entity, name: str, written: set[str]) -> Iterator[str]:
    """The usual actions."""
    if "get" in one.actions:
        params, fields = f"params: {name}Get | None", f"**fields: Unpack[{name}Get]"
        yield _overload("get", [f"{params} = None", "index: None = None", "/", fields])
        yield _overload("get", [params, "index: Any", "/", fields], "Any")
        yield _whole("get")
    if "delete" in one.actions:
        fields = f"**fields: Unpack[{name}Delete]"
        yield _method("delete", ["self", f"params: {name}Delete | None = None", "/", fields], "t.Rows")
    if not _writes(one):
        return
    changes = f"{name}Changes"
    if "create" in one.actions:
        yield from _creates(name, written)
    if "update" in one.actions:
        yield from _updates(name, written)
    if "save" in one.actions:
        fields = f"**fields: Unpack[{name}Save]"
        yield _overload("save", [f"values: {changes} | None = None", "/", fields])
        records = f"records: Sequence[{changes}]"
        yield _overload(
            "save", ["*", records, f"defaults: {changes} = ...", "**options: Unpack[t.SaveParams]"]
        )
        yield _whole("save")
    if "replace" in one.actions:
        given = ["*", "where: Sequence[Any]", f"records: Sequence[{changes}]", f"defaults: {changes} = ..."]
        yield _method("replace", ["self", *given, "**options: Unpack[t.SaveParams]"], "t.Rows")
    if {"get", "save"} <= one.actions.keys():
        yield from _either(changes)


def _creates(name: str, written: set[str]) -> Iterator[str]:
    new, options = f"values: {name}Values", "**options: Unpack[t.Options]"
    yield _overload("create", [new, "/", options])
    yield _overload("create", [f"**fields: Unpack[{name}Create]"])
    if "values" not in written:
        yield _overload("create", ["*", new, options])
    yield _whole("create")


def _updates(name: str, written: set[str]) -> Iterator[str]:
    params, fields = f"params: {name}Update | None = None", f"**fields: Unpack[{name}Update]"
    if "values" in written:
        yield _method("update", ["self", params, "/", fields], "t.Rows")
        return
    yield _overload("update", [params, "/", fields])
    by_values = ["*", f"values: {name}Changes", "id: int | Sequence[int] = ..."]
    yield _overload("update", [*by_values, "**options: Unpack[t.UpdateParams]"])
    yield _whole("update")


def _either(changes: str) -> Iterator[str]:
    """What finds a row or makes one."""
    some, maybe = f"values: {changes}", f"{changes} | None = None"
    yield _method("get_or_create", ["self", some, f"defaults: {maybe}"], "t.One")
    yield _method("upsert", ["self", some, "match: Sequence[str]"], "t.One")
    yield _method("update_or_create", ["self", f"lookup: {changes}", f"values: {maybe}"], "t.One")


def _overload(name: str, arguments: Sequence[str], gives: str = "t.Rows") -> str:
    return "    @overload\n" + _method(name, ["self", *arguments], gives)


def _queries(name: str) -> Iterator[str]:
    for prefix in ("", "Async"):
        title = f"{prefix}{name}Query"
        steps = [f"params: {name}Filter | None = None", "/", f"**fields: Unpack[{name}Filter]"]
        yield "\n".join(
            [
                _class(title, [f"t.{prefix}SiteQuery[{name}Row]"], "Rows to be read."),
                "",
                _method("filter", ["self", *steps], "Self", "override"),
            ]
        )


def _entities(one: Entity, name: str) -> Iterator[str]:
    """The entity itself, sync and async."""
    row = f"{name}Row"
    kinds = {
        "": [f"Result[{row}]", row, "Any"],
        "Async": [f"t.Awaited[Result[{row}]]", f"t.Awaited[{row}]", "t.Awaited[Any]"],
    }
    for prefix, given in kinds.items():
        steps = [f"params: {name}Filter | None = None", "/", f"**fields: Unpack[{name}Filter]"]
        yield "\n".join(
            [
                f"class {prefix}{name}Entity(  # type: ignore[misc]",
                f"    {name}Actions[",
                *(f"        {kind}," for kind in given),
                "    ],",
                f"    t.{prefix}SiteEntity,",
                "):",
                f'    """{one.name}."""',
                "",
                _method("filter", ["self", *steps], f"{prefix}{name}Query", "override"),
            ]
        )
