"""A site whose calls are watched: each is counted by the faults, and its fate noted.

What a door does besides, and how a fault looks there, is in layer.py (HTTP) and trouble.py (cv).
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from .bench import DONE, LOST, NOT_RUN, REFUSED, Bench, LoggedCall
from .errors import PhpError, database_error
from .faults import CALL, HTTP, Fault
from .site import Site

PHP_ERROR = "Call to undefined function nosuch_function()"
Run = Callable[[], Any]
_inside: ContextVar[bool] = ContextVar("civiapi_inside", default=False)


class Fatal(Exception):
    """PHP ends on the spot: its time or its memory is used up."""


class Undo(Exception):
    """Rolls a transaction back."""


class WatchedSite(Site):
    """A site that asks the bench before each call that a client makes, but not before calls made by calls."""

    door = HTTP

    def __init__(self, site: Site, bench: Bench) -> None:
        self.__dict__.update(site.__dict__)
        self.bench = bench

    def api4(
        self,
        entity: str,
        action: str,
        params: dict[str, Any],
        index: Any = None,
        *,
        user: int | None,
        check: bool,
    ) -> dict[str, Any]:
        def run() -> dict[str, Any]:
            return super(WatchedSite, self).api4(entity, action, params, index, user=user, check=check)

        answer: dict[str, Any] = self._watched(LoggedCall(4, entity, action, params), run)
        return answer

    def api3(self, entity: str, action: str, params: dict[str, Any], *, user: int | None, check: bool) -> Any:
        def run() -> Any:
            return super(WatchedSite, self).api3(entity, action, params, user=user, check=check)

        return self._watched(LoggedCall(3, entity, action, params), run)

    def _watched(self, call: LoggedCall, run: Run) -> Any:
        if _inside.get():
            return run()
        token = _inside.set(True)
        try:
            fault = self.bench.choose(self.door, CALL, [(call.entity, call.action)])
            return self.struck(call, fault, run) if fault else self.carried_out(call, None, run)
        finally:
            _inside.reset(token)

    def note(self, call: LoggedCall, fault: Fault | None) -> None:
        """Take a settled call down."""
        raise NotImplementedError

    def carried_out(self, call: LoggedCall, fault: Fault | None, run: Run, fate: str = DONE) -> Any:
        """Run a call and note its fate: `fate`, or that it was refused."""
        try:
            result = run()
        except Exception:
            self.note(call._replace(fate=REFUSED), fault)
            raise
        self.note(call._replace(fate=fate), fault)
        return result

    def struck(self, call: LoggedCall, fault: Fault, run: Run) -> Any:
        """Do to a call what the fault says."""
        if fault.kind == "php-error":
            self.php_error(call, fault, run)
        self.first(call, fault, run)
        raise database_error("unknown error") if fault.kind == "connection-lost" else Fatal

    def first(self, call: LoggedCall, fault: Fault, run: Run) -> None:
        """Run the call before it is struck, if the fault says so."""
        if fault.done:
            self.carried_out(call, fault, run)
        else:
            self.note(call._replace(fate=NOT_RUN), fault)

    def php_error(self, call: LoggedCall, fault: Fault, run: Run) -> None:
        """Raise a PHP error in a call; APIv3 runs in a transaction, which is then never committed."""
        if call.version == 3 and fault.done:
            try:
                with self.store.transaction():
                    self.carried_out(call, fault, run, LOST)
                    raise Undo
            except Undo:
                pass
        else:
            self.first(call, fault, run)
        raise PhpError(PHP_ERROR)
