"""An entity of APIv3 in a generated module: its actions by name, their values untyped.  Pure."""

from __future__ import annotations

from .kinds import is_plain, title
from .model import Entity


def entity(one: Entity) -> str:
    """The classes of an entity, sync and async."""
    actions = sorted(name for name in one.actions if is_plain(name))

    def lines(prefix: str, base: str, kind: str) -> list[str]:
        return [
            f"class {prefix}{title(one.name)}Entity(t.{base}):",
            f'    """{one.name}."""',
            "",
            *(f"    {name}: {kind}" for name in actions),
            *(f"    {name}: t.NoSuchName" for name in _USUAL if name not in actions),
        ]

    return "\n".join(
        [*lines("", "SiteEntity", "BaseAction"), "", *lines("Async", "AsyncSiteEntity", "AsyncAction")]
    )


_USUAL = ("get", "create", "update", "save", "replace", "delete")
