"""What a tester arranges and looks at: the faults of a site, and the log of what arrived.

Both lie in a small SQLite file beside the site, since the HTTP door and each run of civiapi-cv are
processes of their own, which may be killed.  It is scratch: written without care for power cuts, thrown
away at the end.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, overload

from . import faults

LOG_LIMIT = 10_000
"""How many requests a log keeps; older ones are dropped."""
_BUSY_SECONDS = 30.0
_TABLES = """
    CREATE TABLE fault (
        id INTEGER PRIMARY KEY, spec TEXT, seen INTEGER DEFAULT 0, struck INTEGER DEFAULT 0
    );
    CREATE TABLE request (
        id INTEGER PRIMARY KEY AUTOINCREMENT, door TEXT, method TEXT, path TEXT, headers TEXT, body BLOB,
        calls TEXT, fault TEXT, status INTEGER
    );
"""

NOT_RUN, DONE, REFUSED, LOST = "not run", "done", "refused", "lost"
"""Fates of a call: it did not reach the API; it was carried out; the API answered an error; it was carried
out and then undone.
"""


class LoggedCall(NamedTuple):
    """One API call of a request, and its fate."""

    version: int
    entity: str
    action: str
    params: dict[str, Any]
    fate: str = NOT_RUN

    @property
    def done(self) -> bool:
        """Whether it was carried out, and stays so."""
        return self.fate == DONE


class LoggedRequest(NamedTuple):
    """One request as it arrived.

    door: http or cv; method and path: of HTTP, path with the query string; of cv its command and the call's
    name.  headers have lower case names.  fault: what was done to it; status: what the client was told, None
    where it was told none.
    """

    door: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    calls: tuple[LoggedCall, ...]
    fault: faults.Fault | None = None
    status: int | None = None

    @property
    def executed(self) -> bool:
        """Whether any of its calls reached the API."""
        return any(call.fate != NOT_RUN for call in self.calls)


class Bench:
    """The faults and the log of a site.

    file None: of this process alone; log_limit None: what the file was made with.
    """

    def __init__(self, file: Path | None = None, log_limit: int | None = LOG_LIMIT) -> None:
        self.file = file
        self.log_limit = 0
        self._given_limit = log_limit
        self._opened: sqlite3.Connection | None = None
        self._lock = threading.RLock()
        self.faults = Faults(self)
        self.log = Log(self)

    def run(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a statement; its rows."""
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened.execute(sql, args).fetchall()

    def _open(self) -> sqlite3.Connection:
        file = self.file or ":memory:"
        db = sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA synchronous = OFF")
        if self._given_limit is not None:
            # a run of cv may be killed while it writes, and must leave the file whole
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {self._given_limit:d}; COMMIT;")
        self.log_limit = db.execute("PRAGMA user_version").fetchone()[0]
        return db

    def choose(self, door: str, counted: str, calls: Iterable[tuple[str, str]]) -> faults.Fault | None:
        """The fault that strikes this request (or call, or start), if one does; all that match count it."""
        if not self.run("SELECT 1 FROM fault LIMIT 1"):
            return None
        named = list(calls)
        chosen: faults.Fault | None = None
        with self._lock:
            self.run("BEGIN IMMEDIATE")
            try:
                for number, spec, seen, struck in self.run("SELECT * FROM fault ORDER BY id"):
                    fault = faults.parsed(spec)
                    if faults.counts(fault, door) != counted or not faults.matches(fault, named):
                        continue
                    strikes = chosen is None and faults.hits(fault, seen + 1, struck)
                    chosen = fault if strikes else chosen
                    self.run(
                        "UPDATE fault SET seen = seen + 1, struck = struck + ? WHERE id = ?",
                        (strikes, number),
                    )
            finally:
                self.run("COMMIT")
        return chosen

    def close(self) -> None:
        with self._lock:
            if self._opened is not None:
                self._opened.close()
                self._opened = None


class Faults:
    """The faults of a site; what is added strikes from the next request on."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def add(self, kind: str | int, /, **options: Any) -> faults.Fault:
        """Add a fault: ``add("429", entity="Contact", nth=3, retry_after=1)``; the kind may be a whole text.

        Raises ValueError for kinds and options that there are not.
        """
        fault = faults.made(kind, **options) if options else faults.parsed(str(kind))
        self._bench.run("INSERT INTO fault (spec) VALUES (?)", (faults.text(fault),))
        return fault

    def clear(self) -> None:
        """Remove all faults, and what they counted."""
        self._bench.run("DELETE FROM fault")

    def __iter__(self) -> Iterator[faults.Fault]:
        return iter(
            [faults.parsed(spec) for (spec,) in self._bench.run("SELECT spec FROM fault ORDER BY id")]
        )

    def __len__(self) -> int:
        return int(self._bench.run("SELECT COUNT(*) FROM fault")[0][0])


class Log(Sequence[LoggedRequest]):
    """Every request that arrived, oldest first, up to the limit."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def add(self, entry: LoggedRequest) -> None:
        self._bench.run("SELECT 1")
        limit = self._bench.log_limit
        if limit <= 0:
            return
        fault = None if entry.fault is None else faults.text(entry.fault)
        headers, calls = json.dumps(dict(entry.headers)), json.dumps(entry.calls)
        row = (*entry[:3], headers, entry.body, calls, fault, entry.status)
        self._bench.run(
            "INSERT INTO request (door, method, path, headers, body, calls, fault, status)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
        self._bench.run("DELETE FROM request WHERE id <= (SELECT MAX(id) FROM request) - ?", (limit,))

    def calls(self, entity: str | None = None, action: str | None = None) -> list[LoggedCall]:
        """The calls of all requests in order, of one entity and action if named."""
        return [
            call
            for entry in self
            for call in entry.calls
            if faults.matches(faults.Fault("429", entity, action), [(call.entity, call.action)])
        ]

    def clear(self) -> None:
        self._bench.run("DELETE FROM request")

    def __len__(self) -> int:
        return int(self._bench.run("SELECT COUNT(*) FROM request")[0][0])

    def __iter__(self) -> Iterator[LoggedRequest]:
        rows = self._bench.run(
            "SELECT door, method, path, headers, body, calls, fault, status FROM request ORDER BY id"
        )
        return map(_entry, rows)

    @overload
    def __getitem__(self, position: int) -> LoggedRequest: ...

    @overload
    def __getitem__(self, position: slice) -> list[LoggedRequest]: ...

    def __getitem__(self, position: int | slice) -> LoggedRequest | list[LoggedRequest]:
        return [*self][position]


def _entry(row: tuple[Any, ...]) -> LoggedRequest:
    door, method, path, headers, body, calls, fault, status = row
    return LoggedRequest(
        door,
        method,
        path,
        json.loads(headers),
        bytes(body),
        tuple(LoggedCall(*call) for call in json.loads(calls)),
        None if fault is None else faults.parsed(fault),
        status,
    )
