"""Stubs of a stock site's core entities: what an editor knows of any site.  Pure.

A site has fields and options of its own, so that these types take any name and any value: ``str | Any``
says what is usual, and refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from .kinds import is_plain, quoted
from .model import Entity, Field, Schema

#: The entities that most people work with.
CORE = """
    Activity ActivityContact Address Campaign Case CaseContact CaseType Contact ContactType Contribution
    ContributionPage ContributionRecur ContributionSoft Country CustomField CustomGroup Domain Email
    EntityTag Event FinancialType Group GroupContact Household Individual LineItem LocationType Mailing
    Membership MembershipStatus MembershipType MessageTemplate Note OptionGroup OptionValue Organization
    Participant PaymentProcessor Phone Pledge PriceField PriceFieldValue PriceSet Relationship
    RelationshipType SavedSearch StateProvince Tag UFMatch Website
""".split()

HEADER = '''"""Stubs of a stock CiviCRM's core entities; made by tools/stubs.py."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, overload

from typing_extensions import Self

from . import sitetypes as t
from .base import BaseApi, BaseEntity
from .result import Result
'''
_READ = {"Integer": "int", "Boolean": "bool", "Float": "float", "Money": "float", "Array": "list[Any]"}
_WRITTEN = {
    "Integer": "int | str",
    "Boolean": "bool",
    "Float": "float",
    "Money": "t.Money",
    "Date": "t.Day",
    "Timestamp": "t.Time",
}
#: The params of get by name, with their types.
_GET = {
    "select": "Sequence[str]",
    "join": "Sequence[Any]",
    "where": "Sequence[Any]",
    "groupBy": "Sequence[str]",
    "having": "Sequence[Any]",
    "orderBy": "Mapping[str, Any]",
    "limit": "int",
    "offset": "int",
    "chain": "Mapping[str, Any]",
    "checkPermissions": "bool",
}
_UPDATE = {name: _GET[name] for name in ("where", "chain", "checkPermissions")}
_CREATE = {name: _GET[name] for name in ("chain", "checkPermissions")}


def stubs(schema: Schema, core: Iterable[str] = CORE) -> str:
    """The text of the stub file."""
    chosen = [schema.entities[name] for name in sorted(core)]
    classes = "".join(f"\n{_row(one)}\n\n{_entity(one)}\n" for one in chosen)
    names = "\n".join(f"    {one.name}: {one.name}Entity" for one in chosen)
    return f"""{HEADER}{classes}
class Api(BaseApi):
{names}
    @classmethod
    def connect(cls, site: str | None = None, **options: Any) -> Self: ...
    @classmethod
    def of(cls, api: BaseApi) -> Self: ...
"""


def _row(entity: Entity) -> str:
    """A dict that knows what its usual keys hold."""
    by_kind: dict[str, list[str]] = {}
    for one in entity.fields.values():
        if one.type != "Filter":
            by_kind.setdefault(_read(one), []).append(one.name)
            by_kind.setdefault("Any", []).extend(f"{one.name}:{suffix}" for suffix in one.suffixes)
    by_kind = {kind: names for kind, names in by_kind.items() if names}
    return "\n".join([f"class {entity.name}Row(dict[str, Any]):", *_items(by_kind)])


def _items(by_kind: Mapping[str, list[str]]) -> Iterator[str]:
    for kind, names in by_kind.items():
        keys = [quoted(name) for name in names]
        literal = [f"        name: Literal[{keys[0]}],"]
        if len(keys) > 1:
            literal = ["        name: Literal[", *(f"            {key}," for key in keys), "        ],"]
        yield from ("    @overload", "    def __getitem__(", "        self,", *literal)
        yield from ("        /,", f"    ) -> {kind}: ...")
    yield from ("    @overload", "    def __getitem__(self, name: str, /) -> Any: ...")


def _read(one: Field) -> str:
    kind = "list[Any]" if one.serialize else _READ.get(one.data_type or "", "str" if one.data_type else "Any")
    return kind if kind == "Any" or not one.nullable or one.name == "id" else f"{kind} | None"


def _written(one: Field) -> str:
    if one.serialize or one.data_type in ("Array", None):
        return "Any"
    return f"{_WRITTEN.get(one.data_type or '', 'str')} | None"


def _entity(entity: Entity) -> str:
    rows = f"Result[{entity.name}Row]"
    read = dict.fromkeys(entity.fields, "Any")
    written = {name: _written(one) for name, one in entity.writable.items()}
    parts = [
        f"class {entity.name}Entity(BaseEntity):",
        "    @overload  # type: ignore[override]",
        *_method("get", ["index: None = ..."], read | _GET, rows),
        "    @overload",
        "    def get(self, params: Mapping[str, Any] | None, index: Any, /, **fields: Any) -> Any: ...",
        *_method("filter", [], read, f"t.SiteQuery[{entity.name}Row]"),
    ]
    if "create" in entity.actions:
        made = {name: kind for name, kind in written.items() if name != "id"}
        parts += ["    @overload  # type: ignore[override]"]
        parts += _method("create", ["index: None = ..."], made | _CREATE, rows)
        parts += [
            "    @overload",
            "    def create(self, params: Mapping[str, Any], index: Any, /, **fields: Any) -> Any: ...",
        ]
    if "update" in entity.actions:
        changed = written | {"id": "Any"} | _UPDATE
        parts += _method("update", [], changed, rows, "override")
    return "\n".join(parts)


def _method(
    name: str, more: Iterable[str], keywords: Mapping[str, str], gives: str, ignored: str = ""
) -> Iterator[str]:
    yield f"    def {name}(" + (f"  # type: ignore[{ignored}]" if ignored else "")
    yield from ("        self,", "        params: Mapping[str, Any] | None = ...,")
    yield from (f"        {one}," for one in more)
    yield from ("        /,", "        *,")
    usual = {key: kind if kind == "Any" else f"{kind} | Any" for key, kind in keywords.items()}
    yield from (f"        {key}: {kind} = ...," for key, kind in usual.items() if is_plain(key))
    yield from ("        **fields: Any,", f"    ) -> {gives}: ...")
