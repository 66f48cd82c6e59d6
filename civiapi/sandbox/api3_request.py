"""One APIv3 call on its way, the options it asks for, and the form of its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .api3_spec import Spec
from .api3_values import Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .site import Site

DEFAULT_LIMIT = 25


class Request:
    """An APIv3 call: a known entity and action, its parameters, and who calls."""

    def __init__(
        self, spec: Spec, action: str, params: dict[str, Any], user: int | None, check: bool
    ) -> None:
        self.spec, self.action, self.params = spec, action, params
        self.user, self.check = user, check
        self.reader = Reader(spec.site, user)

    @property
    def site(self) -> Site:
        return self.spec.site

    @property
    def entity(self) -> str:
        return self.spec.name

    @property
    def sequential(self) -> bool:
        return self.params.get("sequential") not in (None, 0, "0", "", False)

    def v4(self, action: str, params: dict[str, Any], entity: str | None = None) -> dict[str, Any]:
        """The answer of the APIv4 call that does the work, by the same caller."""
        name = entity or self.spec.entity.name
        return self.site.api4(name, action, params, user=self.user, check=self.check)

    def v4_values(
        self, action: str, params: dict[str, Any], entity: str | None = None
    ) -> list[dict[str, Any]]:
        """The rows of such an answer."""
        rows: list[dict[str, Any]] = self.v4(action, params, entity)["values"]
        return rows


class Wanted(NamedTuple):
    """What a call asks of its answer."""

    limit: int
    """0 is all."""
    offset: int
    sort: list[str]
    returns: list[str]
    """Empty: the usual fields."""
    alternatives: list[list[str]]
    """Groups of fields of which one must fit."""


def wanted(params: dict[str, Any]) -> Wanted:
    """The options of a call, from all the places where APIv3 takes them; the last place wins."""
    given = params.get("options")
    options: dict[str, Any] = given if isinstance(given, dict) else {}
    found: dict[str, Any] = {"limit": params.get("rowCount", DEFAULT_LIMIT)}
    for name in ("limit", "offset", "sort"):
        for place in (
            params.get(name),
            params.get(f"option.{name}"),
            params.get(f"option_{name}"),
            options.get(name),
        ):
            found[name] = found.get(name) if place is None else place
    if "limit" in options and options["limit"] is None:
        found["limit"] = 0
    groups = options.get("or") or []
    return Wanted(
        _number(found["limit"]),
        _number(found["offset"]),
        _names(found["sort"]),
        _returns(params),
        [_names(group) for group in (groups if isinstance(groups, list) else [groups])],
    )


def _number(value: Any) -> int:
    text = str(value).strip()
    return int(text) if text.lstrip("-").isdigit() else 0


def _names(value: Any) -> list[str]:
    items = value if isinstance(value, list) else str(value or "").split(",")
    return [str(item).strip() for item in items if str(item).strip()]


def _returns(params: dict[str, Any]) -> list[str]:
    given = params.get("return")
    names = _names([*given.values()] if isinstance(given, dict) else given)
    return names + [key[len("return.") :] for key in params if key.startswith("return.")]


def success(request: Request, values: Any, **more: Any) -> dict[str, Any]:
    """The envelope of an answer; `values` by id (or position), a number, or None where there are none."""
    rows = dict(enumerate(values)) if isinstance(values, list) else values
    count = len(rows) if isinstance(rows, dict) else 0 if rows is None else 1
    envelope: dict[str, Any] = {"is_error": 0, "version": 3, "count": count}
    if isinstance(rows, dict):
        first = next(iter(rows), None)
        if count == 1 and first is not None:
            envelope["id"] = int(first) if str(first).isdigit() else first
        is_list = isinstance(values, list) or request.sequential or not rows
        rows = [*rows.values()] if is_list else {str(key): row for key, row in rows.items()}
    return {**envelope, "values": rows, **more}


def by_id(rows: Iterable[dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    """Rows keyed by their id."""
    return {row["id"]: row for row in rows}


def failure(message: str, **more: Any) -> dict[str, Any]:
    """An error that is an answer: one of a chained call does not stop its parent."""
    return {**more, "is_error": 1, "error_message": message}
