"""Faults and the log at the cv door: what can go wrong in a run of cv, or in a pipe."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, NoReturn

from . import faults
from .bench import DONE, LOST, Bench, LoggedCall, LoggedRequest
from .errors import SiteError, database_error
from .faults import CV, START, Fault
from .phpjson import line
from .schema import Schema
from .site import Site
from .store import Store
from .watch import Run, Undo, WatchedSite

BOOTS = 5
"""How many times as long as an HTTP request cv takes to start."""
FAULTS_VARIABLE, BOOT_VARIABLE = "CIVIAPI_SANDBOX_FAULTS", "CIVIAPI_SANDBOX_BOOT"
METADATA = {
    "OptionValue", "OptionGroup", "CustomGroup", "CustomField", "ContactType", "LocationType", "Group", "Tag",
    "RelationshipType", "FinancialType", "MembershipType", "MembershipStatus", "ParticipantStatusType",
}  # fmt: skip
"""Entities whose rows CiviCRM keeps in memory, and reads again when it has written to them itself."""

_FATAL = (
    "Allowed memory size of 134217728 bytes exhausted (tried to allocate 90001408 bytes)"
    " in /var/www/civicrm/core/Civi/Api4/Generic/Result.php on line 76"
)
_WARNING = 'Undefined array key "title" in /var/www/civicrm/ext/example/example.php on line 4'
_DOWN = """errorID:{id}
Initialization Error:
Array
(
    [callback] => Array
        (
            [0] => CRM_Core_Error
            [1] => simpleHandler
        )

    [code] => -24
    [message] => DB Error: connect failed
    [mode] => 16
    [debug_info] =>  [nativecode=Connection refused]
    [type] => DB_Error
    [user_info] =>  [nativecode=Connection refused]
    [to_string] => [db_error: message="DB Error: connect failed" code=-24 mode=callback \
callback=CRM_Core_Error::simpleHandler prefix="" info=" [nativecode=Connection refused]"]
)

"""


class Output:
    """Standard output, which may die in the middle of a text."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.dies = False

    def write(self, data: bytes) -> int:
        if not self.dies:
            return self._stream.write(data)
        import signal

        self._stream.write(data[: len(data) // 2])
        self._stream.flush()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return 0

    def flush(self) -> None:
        self._stream.flush()


class _Remembered(Schema):
    """Fields and options as they were; what this process changes it tells the others."""

    def __init__(self, memory: Store, live: Schema) -> None:
        super().__init__(memory)
        self._live = live

    def changed(self) -> None:
        self._live.changed()


class CvSite(WatchedSite):
    """The site of one run of cv, with what goes wrong in it."""

    door = CV

    def __init__(self, site: Site, bench: Bench, command: str, out: Output) -> None:
        super().__init__(site, bench)
        self.command, self.out = command, out
        self._open: Any = None  # a transaction that nobody ends
        self._dead = False
        self._live = site.schema
        self._memory: Store | None = None

    def note(self, call: LoggedCall, fault: Fault | None) -> None:
        if self._open is not None and call.done and not call.action.lower().startswith("get"):
            call = call._replace(fate=LOST)
        body = line([call.entity, call.action, call.params]).encode()
        path = f"{call.entity}.{call.action}"
        self.bench.log.add(LoggedRequest(CV, self.command, path, {}, body, (call,), fault))

    def carried_out(self, call: LoggedCall, fault: Fault | None, run: Run, fate: str = DONE) -> Any:
        if self._dead:
            self.note(call, fault)
            raise database_error("unknown error")
        result = super().carried_out(call, fault, run, fate)
        if self._memory is not None and call.entity in METADATA and not call.action.lower().startswith("get"):
            self.remember()
        return result

    def struck(self, call: LoggedCall, fault: Fault, run: Run) -> Any:
        act = _ACTS.get(fault.kind)
        return act(self, call, fault, run) if act else super().struck(call, fault, run)

    def php_error(self, call: LoggedCall, fault: Fault, run: Run) -> None:
        """In APIv3 the transaction stays open: what is written from now on goes with the process."""
        if call.version == 3 and self._open is None:
            self._open = self.store.transaction()
            self._open.__enter__()
        super().php_error(call, fault, run)

    def lose_connection(self) -> None:
        self._dead = True

    def remember(self) -> None:
        """Take fields and options as they are now for what they are until the process ends."""
        if self._memory is not None:
            self._memory.close()
        self._memory = Store(Path(":memory:"))
        self.store.db.backup(self._memory.db)
        self.schema = _Remembered(self._memory, self._live)

    def close(self) -> None:
        if self._open is not None:
            self._open.__exit__(Undo, Undo(), None)
            self._open = None
        if self._memory is not None:
            self._memory.close()
        super().close()
        self.bench.close()


def _stray(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> Any:
    site.out.write(fault.options["text"].encode())
    return site.carried_out(call, fault, run)


def _notice(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> Any:
    sys.stderr.write(f"PHP Warning:  {_WARNING}\n")
    site.out.write(f"\nWarning: {_WARNING}\n".encode())
    return site.carried_out(call, fault, run)


def _slow(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> Any:
    result = site.carried_out(call, fault, run)
    time.sleep(fault.options["seconds"])
    return result


def _exit(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> NoReturn:
    site.first(call, fault, run)
    raise SystemExit(fault.options["code"])


def _fatal(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> NoReturn:
    site.first(call, fault, run)
    sys.stderr.write(f"PHP Fatal error:  {_FATAL}\nFatal error: {_FATAL}\n")
    raise SystemExit(255)


def _kill(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> Any:
    site.out.dies = True
    return site.carried_out(call, fault, run)


def _connection_lost(site: CvSite, call: LoggedCall, fault: Fault, run: Run) -> Any:
    site.lose_connection()
    return site.carried_out(call, fault, run)


_ACTS: dict[str, Callable[[CvSite, LoggedCall, Fault, Run], Any]] = {
    "stray": _stray,
    "notice": _notice,
    "slow": _slow,
    "exit": _exit,
    "fatal": _fatal,
    "kill": _kill,
    "connection-lost": _connection_lost,
}


def entered(site: Site, command: str, options: dict[str, Any], stream: IO[bytes]) -> CvSite:
    """The site as a run of cv has it that is to be watched; raises SiteError, or SystemExit where cv ends
    before it comes to the command.
    """
    try:
        bench = _bench(options)
        try:
            watched = CvSite(site, bench, command, Output(stream))
            fault = bench.choose(CV, START, [])
            if fault is not None and fault.kind == "database-down":
                bench.log.add(LoggedRequest(CV, command, "", {}, b"", (), fault))
                _database_down(stream)
            if fault is not None and fault.kind == "stale":
                watched.remember()
        except BaseException:
            bench.close()
            raise
    except BaseException:
        site.close()
        raise
    return watched


def _bench(options: dict[str, Any]) -> Bench:
    """The bench of --bench, shared with the server that printed it, or one with the faults of this run."""
    specs = [*options.get("fault", ()), *os.environ.get(FAULTS_VARIABLE, "").split()]
    if options.get("bench") and not specs:
        return Bench(Path(options["bench"]), None)
    if options.get("bench"):
        raise SiteError(f"Faults of this run alone (--fault, {FAULTS_VARIABLE}) do not go with --bench.")
    bench = Bench(None, 0)
    try:
        for spec in specs:
            bench.faults.add(spec)
    except ValueError as error:
        bench.close()
        raise SiteError(str(error)) from error
    return bench


def _database_down(stream: IO[bytes]) -> NoReturn:
    from .web import error_id

    for name in (error_id(), error_id()):
        stream.write(f"Critical error. Please see server logs for errorID:{name}\n".encode())
        sys.stderr.write(_DOWN.format(id=name))
    stream.flush()
    raise SystemExit(1)


def boot(milliseconds: str) -> None:
    """Wait as long as PHP takes to start, if an HTTP request takes so many milliseconds; raises SiteError."""
    try:
        seconds = faults.seconds(milliseconds) / 1000
    except ValueError as error:
        raise SiteError(f"{milliseconds!r} is no number of milliseconds.") from error
    time.sleep(BOOTS * seconds)
