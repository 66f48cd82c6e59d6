"""Who calls: the site, the user, and whether permissions are checked; passed on to all inner calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .options import Options

if TYPE_CHECKING:
    from .schema import Schema
    from .site import Site
    from .store import Store


class Call:
    """The circumstances of an API call."""

    __slots__ = ("check", "options", "schema", "site", "store", "user")

    def __init__(self, site: Site, user: int | None, check: bool) -> None:
        self.site = site
        self.user = user
        self.check = check
        self.store: Store = site.store
        self.schema: Schema = site.schema
        self.options = Options(self.store, self.schema)

    def with_check(self, check: bool) -> Call:
        return Call(self.site, self.user, check)

    def rows(self, entity: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of an inner APIv4 get without permission checks."""
        from .query import Query

        found = self.schema.entity(entity)
        return Query(self.with_check(False), found, params).run() if found else []

    def may_see(self, permission: list[Any] | None) -> bool:
        """Whether a field with that permission (all of them; a list inside: one of these) shows."""
        return not (self.check and permission) or self.site.permitted_all(self.user, permission or [])
