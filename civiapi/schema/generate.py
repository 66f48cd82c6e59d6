"""A Python module that says to type checkers and editors what a site has.  Pure.

The same schema gives the same text, and it is as ``ruff format`` would write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import indent

from ..errors import UsageError
from . import typed3, typed4
from .kinds import WIDTH, Names, is_plain, quoted, title
from .model import Action, Entity, Schema
from .nearest import unknown

HEADER = '''"""APIv{version} of {site}, as types.

Made by ``civiapi generate``; make it anew when the site's fields have changed.

    import {module}

    api = {module}.Api.connect({connect})
"""

from __future__ import annotations

'''
#: Where names come from: at run time, and in what checkers alone read.
_RUNTIME = {"typing": ("TYPE_CHECKING", "Any", "Literal", "TypedDict")}
_STANDARD = {"collections.abc": ("Mapping", "Sequence"), "typing": ("Generic", "overload")}
_OTHERS = {
    "civiapi.aentity": ("AsyncAction", "AsyncEntity"),
    "civiapi.base": ("BaseAction", "BaseEntity"),
    "civiapi.result": ("Result",),
    "typing_extensions": ("Self", "Unpack"),
}
ELSE = """
else:  # at run time a type is made when it is first asked for
    __getattr__ = t.made_on_demand(globals())
"""


def generate(schema: Schema, entities: Iterable[str] | None = None, *, module: str = "crm") -> str:
    """The text of a module with a row type, value types and typed actions for each entity of a schema.

    ``entities`` limits it: others are there by name alone.  ``module`` is what its docstring calls it.
    UsageError for an entity that the schema does not describe.
    """
    chosen = _chosen(schema, entities)
    named = [name for name in sorted(schema.entities) if is_plain(name)]
    body = _body3(chosen) if schema.version == 3 else _body4(chosen)
    described = {one.name for one in chosen}
    connect = '"sandbox"' if schema.site == "sandbox" else ""
    site = _plain(schema.site) or "a site"
    head = HEADER.format(version=schema.version, site=site, module=module, connect=connect)
    rest = body + _api(schema, named, described)
    return head + _imports(rest) + rest


def _imports(text: str) -> str:
    """The imports that a text needs."""
    code = re.sub(r"#.*|\"[^\"\n]*\"", "", text)
    code = re.sub(r"^ +\w+: ", "", code, flags=re.MULTILINE)  # an entity may be called Mapping
    used = set(re.findall(r"\w+", code))

    def lines(homes: Mapping[str, tuple[str, ...]]) -> list[str]:
        needed = {home: [name for name in names if name in used] for home, names in homes.items()}
        return [f"from {home} import {', '.join(names)}" for home, names in needed.items() if names]

    top = [*lines(_RUNTIME), "", "from civiapi import sitetypes as t", "", "if TYPE_CHECKING:"]
    block = [f"    {line}" for line in lines(_STANDARD)]
    block += [""] if block else []
    return "\n".join([*top, *block, *(f"    {line}" for line in lines(_OTHERS)), ""])


def _chosen(schema: Schema, entities: Iterable[str] | None) -> list[Entity]:
    """The entities that are described in full, by name."""
    if entities is None:
        wanted = [name for name, one in schema.entities.items() if one.complete and one.refused is None]
    else:
        wanted = [entities] if isinstance(entities, str) else list(entities)
    for name in wanted:
        if name not in schema.entities:
            raise UsageError(unknown("entity", name, schema.entities))
        one = schema.entities[name]
        if one.refused is not None:
            raise UsageError(f"the site does not describe {name} to this user: {one.refused}")
        if not one.complete:
            raise UsageError(f"the schema does not describe {name}; load all of it with api.schema.load()")
    if not wanted:
        raise UsageError("the schema describes no entity; load all of it with api.schema.load()")
    return [_with_actions(schema.entities[name]) for name in sorted(set(wanted)) if is_plain(name)]


def _with_actions(entity: Entity) -> Entity:
    """An entity of which the site tells no actions may well have the usual ones."""
    return (
        entity if entity.actions else replace(entity, actions={name: Action(name) for name in typed4.USUAL})
    )


def _plain(text: str) -> str:
    """A text for a docstring."""
    return "".join(one for one in " ".join(text.split()) if one.isprintable() and one not in '\\"')


def _body4(chosen: Sequence[Entity]) -> str:
    names = Names()
    shapes = [typed4.shapes(one, names) for one in chosen]
    actions = typed4.Actions()
    checked = [typed4.entity(one, names, actions) for one in chosen]
    aliases = [f"{name} = {kind}" for kind, name in names.aliases.items()]
    by_name = {name: known for known, name in names.literals.items()}
    literals = [_literal(name, by_name[name]) for name in sorted(by_name)]
    parts = [*literals, "\n".join(aliases), *shapes, *actions.classes(), *checked]
    return f"\nif TYPE_CHECKING:\n{_spaced(filter(None, parts))}\n{ELSE}"


def _literal(name: str, known: Sequence[str]) -> str:
    texts = [quoted(one) for one in known]
    line = f"{name} = Literal[{texts[0]}]"
    if len(texts) == 1:
        return line if len(line) <= WIDTH - 4 else f"{name} = Literal[\n    {texts[0]}\n]"
    return "\n".join([f"{name} = Literal[", *(f"    {text}," for text in texts), "]"])


def _body3(chosen: Sequence[Entity]) -> str:
    return f"\nif TYPE_CHECKING:\n\n{_spaced([typed3.entity(one) for one in chosen])}\n"


def _spaced(blocks: Iterable[str]) -> str:
    """Classes inside a block, a line between two."""
    return "\n\n".join(indent(one, "    ") for one in blocks)


def _api(schema: Schema, named: Sequence[str], described: set[str]) -> str:
    async_names = {"BaseEntity": "AsyncEntity"}

    def attributes(of: Callable[[str], str]) -> Iterator[str]:
        for name in named:
            line = f"    {name}: {of(name)}"
            yield line if len(line) <= WIDTH else f"    {name}: (\n        {of(name)}\n    )"

    def kind(name: str) -> str:
        return f"{title(name)}Entity" if name in described else "BaseEntity"

    def async_kind(name: str) -> str:
        return f"Async{title(name)}Entity" if name in described else async_names["BaseEntity"]

    version = "V3" if schema.version == 3 else ""
    return "\n".join(
        [
            "\n",
            f"class Api(t.SiteApi{version}):",
            '    """The site: ``Api.connect(site)``, or ``Api.of(api)`` for an api that there is."""',
            "",
            *attributes(kind),
            "\n",
            f"class AsyncApi(t.SiteAsyncApi{version}):",
            '    """The site, its calls awaited: ``AsyncApi.of(api)``."""',
            "",
            *attributes(async_kind),
            "",
        ]
    )
