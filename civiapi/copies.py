"""Copies of an api that share its connection: with other options, with guards."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .entity import BaseEntity
from .errors import UsageError
from .guards import Guard, reads_only

if TYPE_CHECKING:
    from tenacity import Retrying
    from typing_extensions import Self

    from .protocols import Backend
    from .schema.site import Given
    from .typed import Rules

_KEEP: Any = ...


class Copies:
    """What makes copies of an api; BaseApi has the rest."""

    if TYPE_CHECKING:
        _backend: Backend | None
        _guards: tuple[Guard, ...]
        _typed: Rules | None

        def _add_entities(self) -> None: ...

    def with_options(
        self,
        *,
        retries: int | Retrying = _KEEP,
        schema: Given = _KEEP,
        schema_ttl: float | None = _KEEP,
        typed: bool | Mapping[str, Any] = _KEEP,
        audit: str | Path | None = _KEEP,
        **options: Any,
    ) -> Self:
        """A copy with other options, which shares the connection.

        ``retries``; ``schema`` (a Schema, the path of a saved one, or its JSON: the site is not asked for it)
        and ``schema_ttl`` (seconds that its word is believed, 60 at least); ``typed`` (True: rows come
        with Python's dates, numbers and truth values; ``{"money": "decimal", "timezone": "Europe/Berlin"}``:
        with Decimals and aware datetimes); ``audit`` (a file that gets a JSON line for each call that could
        write, after it was answered; without credentials); and what the transport takes: ``timeout``
        (seconds, HTTP also a pair connect, read), ``check_permissions``.
        """
        state = self.__getstate__()
        own = {"_retries": retries, "_schema_given": schema, "_schema_ttl": schema_ttl}
        state |= {name: value for name, value in own.items() if value is not _KEEP}
        if audit is not _KEEP:
            state["_audit"] = None if audit is None else Path(audit)
        if typed is not _KEEP:
            from .typed import Rules, prepared

            state["_typed"] = Rules.of(typed)
            others = tuple(guard for guard in self._guards if guard is not prepared)
            state["_guards"] = (*others, prepared) if state["_typed"] is not None else others
        if options:
            if self._backend is None:
                raise UsageError(f"{type(self).__name__} has no transport to set {', '.join(options)} on")
            self._refuse_unknown(options)
            state["_backend"] = self._backend.with_options(**options)
        copied = type(self).__new__(type(self))
        copied.__setstate__(state)
        return copied

    def _refuse_unknown(self, options: Mapping[str, Any]) -> None:
        """Refuse what no part of the api takes by the api's own name, and not by its transport's."""
        from inspect import Parameter, signature

        taken = [*signature(type(self).with_options).parameters.values()]
        theirs = [*signature(self._backend.with_options).parameters.values()] if self._backend else []
        if any(one.kind is Parameter.VAR_KEYWORD for one in theirs):  # a transport of the user's own
            return
        names = [one.name for one in (*taken, *theirs) if one.kind is Parameter.KEYWORD_ONLY]
        for name in options.keys() - {one.name for one in theirs}:
            from .schema.nearest import unknown

            said = unknown("option", name, names)
            more = "" if said.endswith("?") else f"; it takes {', '.join(names)}"
            raise TypeError(f"{type(self).__name__}.with_options: {said}{more}")

    def read_only(self) -> Self:
        """A copy that refuses all calls that could write, also chained ones and those in a batch."""
        return self._guarded(reads_only)

    def _guarded(self, guard: Guard) -> Self:
        """A copy whose calls a guard sees before they leave."""
        copied = self.with_options()
        if guard not in copied._guards:
            copied._guards = (*copied._guards, guard)
        return copied

    def __getstate__(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.__dict__.items()
            if not isinstance(value, BaseEntity) and name != "_schema"
        }

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._add_entities()

    def checked(self) -> Self:
        """A copy that refuses wrong calls before they leave, with a UsageError that names all their faults.

        What it has to know of the site it asks for, once for each entity; see the chapter on checks.
        """
        from .checks import checked

        return self._guarded(checked)
