"""Who calls: the site, the user, and whether permissions are checked; passed on to all inner calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .options import Options

if TYPE_CHECKING:
    from .schema import Entity, Schema
    from .site import Site
    from .store import Store


class Call:
    """The circumstances of an API call."""

    __slots__ = ("_permissions", "check", "options", "schema", "site", "store", "user")

    def __init__(self, site: Site, user: int | None, check: bool) -> None:
        self.site = site
        self.user = user
        self.check = check
        self.store: Store = site.store
        self.schema: Schema = site.schema
        self.options = Options(self.store, self.schema)
        self._permissions: frozenset[str] | None = None

    def with_check(self, check: bool) -> Call:
        return Call(self.site, self.user, check)

    def rows(self, entity: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of an inner APIv4 get without permission checks."""
        from .query import Query

        found = self.schema.entity(entity)
        return Query(self.with_check(False), found, params).run() if found else []

    def has(self, permission: str) -> bool:
        """Whether the caller has a permission; asked of the store once a call."""
        from .users import has, permissions_of

        if self._permissions is None:
            self._permissions = permissions_of(self.store, self.user)
        return has(self._permissions, permission)

    def may(self, entity: Entity, action: str) -> bool:
        """Whether the caller may call that action; records have owners besides (see acl)."""
        if not self.check:
            return True
        from .permissions import met, v4_rule

        return met(v4_rule(entity.name, action), self.has)

    def may_see(self, permission: list[Any] | None) -> bool:
        """Whether a field with that permission (all of them; a list inside: one of these) shows."""
        if not self.check or not permission:
            return True
        from .permissions import met

        return met(permission, self.has)
