"""What types the values of fields have, as texts of Python.  Pure."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count

from .model import Entity, Field, Param

#: A list of more options is no Literal type.
MOST = 60
WIDTH = 88
#: Names that the module gives have at most so many letters, so that their types fit into a line.
LONGEST = 50
TITLE = 40

_READ = {
    "Integer": "int",
    "Boolean": "bool",
    "Float": "float",
    "Money": "float",
    "Array": "list[Any]",
    **dict.fromkeys(("Date", "String", "Text", "Timestamp"), "str"),
}
_WRITTEN = _READ | {"Date": "t.Day", "Timestamp": "t.Time", "Money": "t.Money"}
_PHP = {"int": "int", "bool": "bool", "float": "float", "string": "str", "array": "Any"}
#: Forms of a field with options, ``gender_id:label``, that writing takes too.
_GIVEN = ("name", "label")


def quoted(text: str) -> str:
    """A text as ruff writes it: in double quotes, unless that takes more backslashes."""
    inner = repr(text)[1:-1]
    if text.count('"') > text.count("'"):
        return repr(text)
    if "'" in text and '"' in text:
        inner = inner.replace("\\'", "'").replace('"', '\\"')
    return f'"{inner}"'


def is_plain(name: str) -> bool:
    """Whether it can be a name in Python."""
    return name.isidentifier() and not keyword.iskeyword(name)


def safe(name: str) -> str:
    """A name for Python: letters, digits and _ as they are."""
    made = "".join(one if ("_" + one).isidentifier() else "_" for one in name)
    return made if made.isidentifier() and not keyword.iskeyword(made) else f"_{made}"


def title(name: str) -> str:
    """What the names of an entity's classes begin with: a long one is cut, and told from others by a hash."""
    made = safe(name)
    return made if len(made) <= TITLE else f"{made[: TITLE - 7]}_{sha256(name.encode()).hexdigest()[:6]}"


@dataclass
class Names:
    """Types that have a name in the module: Literals, and what would make a line too long."""

    literals: dict[tuple[str, ...], str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def literal(self, place: str, values: Iterable[str]) -> str:
        """The name of a Literal type; those of the same values share one, that of the first place."""
        known = tuple(dict.fromkeys(values))
        if known not in self.literals:
            self.literals[known] = _unused(safe(place)[:LONGEST], self.literals.values())
        return self.literals[known]

    def entry(self, key: str, kind: str, comment: str = "", indent: int = 12) -> str:
        """A line of a functional TypedDict; a type that makes it too long gets a name."""
        line = f"{quoted(key)}: {kind},"
        if indent + len(line) > WIDTH and not kind.isidentifier():
            line = f"{quoted(key)}: {self.aliases.setdefault(kind, f'Kind{len(self.aliases) + 1}')},"
        noted = f"{line}  # {comment}"
        return noted if comment and indent + len(noted) <= WIDTH else line


def _unused(name: str, used: Iterable[str]) -> str:
    taken = set(used)
    numbered = (f"{name}_{number}" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def rows(entity: Entity, names: Names) -> Iterator[tuple[str, str, str]]:
    """Names, types and labels of what rows have."""
    for one in entity.fields.values():
        if one.type == "Filter":
            continue
        yield one.name, _nullable(one, _kind(entity, one, names, _READ)), one.label
        for suffix in one.suffixes:
            yield f"{one.name}:{suffix}", _suffixed(entity, one, suffix, names) + " | None", ""


def values(entity: Entity, names: Names) -> Iterator[tuple[str, str, bool, str]]:
    """Names and types of what is written, whether a new record needs it, and labels."""
    for one in entity.writable.values():
        required = one.required and one.default is None and not one.suffixes and one.name != "id"
        kind = _kind(entity, one, names, _WRITTEN)
        yield one.name, kind if required else _nullable(one, kind), required, one.label
        for suffix in (suffix for suffix in one.suffixes if suffix in _GIVEN):
            yield f"{one.name}:{suffix}", _suffixed(entity, one, suffix, names) + " | None", False, ""


def conditions(entity: Entity, names: Names) -> Iterator[tuple[str, str]]:
    """Names and types of what rows are asked for by."""
    for one in entity.fields.values():
        yield one.name, f"t.Cond[{_one(entity, one, names, _WRITTEN)}]"
        for suffix in (suffix for suffix in one.suffixes if suffix in _GIVEN):
            yield f"{one.name}:{suffix}", f"t.Cond[{_suffixed(entity, one, suffix, names, is_list=False)}]"


def _nullable(one: Field, kind: str) -> str:
    return kind if kind == "Any" or (not one.nullable or one.name == "id") else f"{kind} | None"


def _kind(entity: Entity, one: Field, names: Names, table: Mapping[str, str]) -> str:
    kind = _one(entity, one, names, table)
    return f"list[{kind}]" if one.serialize or one.data_type == "Array" else kind


def _one(entity: Entity, one: Field, names: Names, table: Mapping[str, str]) -> str:
    """The type of one value."""
    ids = [option.id for option in one.options or ()]
    if _is_static(one) and all(isinstance(number, str) for number in ids) and one.data_type == "String":
        return names.literal(f"{entity.name}_{one.name}", map(str, ids))
    if one.data_type == "Array":
        return "Any"
    if table is _WRITTEN and one.data_type == "Integer" and one.fk_entity in ("Contact", "Individual"):
        return "t.ContactId"
    return table.get(one.data_type or "", "Any")


def _suffixed(entity: Entity, one: Field, suffix: str, names: Names, *, is_list: bool = True) -> str:
    kind = "str"
    if suffix == "name" and _is_static(one) and all(option.name for option in one.options or ()):
        texts = [option.name or "" for option in one.options or ()]
        kind = names.literal(f"{entity.name}_{one.name}_name", texts)
    return f"list[{kind}]" if is_list and (one.serialize or one.data_type == "Array") else kind


def _is_static(one: Field) -> bool:
    """Whether its options are no records of an entity, and few."""
    return bool(one.options) and len(one.options or ()) <= MOST and not one.fk_entity and one.type != "Filter"


def param(one: Param) -> str:
    """The type of an action's param."""
    kinds = list(dict.fromkeys(_PHP.get(kind, "Any") for kind in one.types or ("mixed",)))
    return "Any" if "Any" in kinds else " | ".join(kinds)
