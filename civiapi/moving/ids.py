"""The journal of a move: which record of the source is which at the other site, and what is in flight.

An SQLite file.  ``ids`` has a row for each record that was sent: its old and new id, a hash of what was
written, and whether it is done, sent (its answer is not there yet), unknown, or failed.  Values of records
are in it only as long as nobody knows what became of them.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError

FORMAT = 1
_TABLES = """
CREATE TABLE job (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE ids (
    entity TEXT NOT NULL, old INTEGER NOT NULL, new INTEGER, state TEXT NOT NULL,
    hash TEXT, names TEXT, later TEXT, mended TEXT, sent TEXT, floor INTEGER,
    PRIMARY KEY (entity, old)
) WITHOUT ROWID;
CREATE INDEX ids_new ON ids (entity, new);
CREATE INDEX ids_doubtful ON ids (entity) WHERE state IN ('sent', 'unknown');
"""
_SELECT = "SELECT old, new, state, hash, names, later, mended, sent, floor FROM ids WHERE "


@dataclass(frozen=True)
class Known:
    """What the journal says of a record.

    ``names`` are the fields that were written with a value, ``later`` the references that wait for other
    records, ``mended`` a hash of those that were written, ``sent`` what was sent and not answered, and
    ``floor`` the highest id that the other site had before.
    """

    old: int
    new: int | None
    state: str
    hash: str | None = None
    names: frozenset[str] = frozenset()
    later: str | None = None
    mended: str | None = None
    sent: dict[str, Any] | None = None
    floor: int = 0


class Ids:
    """The journal, open and locked; UsageError where the file is of another move, or in use."""

    def __init__(self, path: str | Path, job: Mapping[str, str]) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        self._claimed: set[tuple[str, int]] = set()
        self._database = sqlite3.connect(
            self.path, timeout=0, isolation_level=None, check_same_thread=False, cached_statements=256
        )
        try:
            self._open({"civiapi": str(FORMAT), **job})
        except BaseException as error:
            self._database.close()
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise UsageError(f"{self.path} is in use by another process") from None
            if isinstance(error, sqlite3.DatabaseError):
                raise UsageError(f"{self.path} is no journal, or a damaged one: {error}") from None
            raise

    def _open(self, job: dict[str, str]) -> None:
        self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
        tables = {name for (name,) in self._database.execute("SELECT name FROM sqlite_master")}
        if tables and "job" not in tables:  # another program's; WAL would stay in it
            raise UsageError(
                f"{self.path} is no journal, but a database with other tables; give another name"
            )
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA synchronous = FULL")
        self._database.execute("BEGIN IMMEDIATE")
        if not self._database.execute("SELECT name FROM sqlite_master").fetchall():
            for statement in _TABLES.split(";\n"):
                self._database.execute(statement)
            self._database.executemany("INSERT INTO job VALUES (?, ?)", job.items())
        told = dict(self._database.execute("SELECT name, value FROM job"))
        self._database.execute("COMMIT")
        if told != job:
            of = f"from {told.get('source')} to {told.get('target')}"
            raise UsageError(f"{self.path} is the journal of another move ({of}); give another name")

    def copy(self) -> Ids:
        """The same in memory, for what is to leave no trace."""
        copied = object.__new__(Ids)
        copied.path, copied._lock, copied._claimed = self.path, threading.Lock(), set()
        copied._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._database.backup(copied._database)
        return copied

    @classmethod
    def in_memory(cls, path: str | Path, job: Mapping[str, str]) -> Ids:
        """What the journal says now, in memory; the file is neither made nor changed."""
        if not Path(path).exists():
            return cls(":memory:", job)
        with_file = cls(path, job)
        try:
            return with_file.copy()
        finally:
            with_file.close()

    # ---- reading

    def known(self, entity: str, olds: Sequence[int]) -> dict[int, Known]:
        """What is known of records, by their old id."""
        where = "entity = ? AND old IN (SELECT value FROM json_each(?))"
        return {one.old: one for one in self._select(where, entity, json.dumps(list(olds)))}

    def new(self, entity: str, olds: Iterable[int]) -> dict[int, int]:
        """The new ids of records, as far as they have one."""
        known = self.known(entity, list(olds))
        return {old: one.new for old, one in known.items() if one.new is not None}

    def lost(self, entity: str) -> list[Known]:
        """The records of which nobody knows what became of them, in the order in which they were sent."""
        return list(self._select("entity = ? AND state IN ('sent', 'unknown') ORDER BY floor, old", entity))

    def waiting(self, entity: str, after: int, most: int) -> list[Known]:
        """Records with references that waited, or that were mended before; in the order of their ids."""
        return list(
            self._select(
                "entity = ? AND old > ? AND new IS NOT NULL AND (later IS NOT NULL OR mended IS NOT NULL)"
                " ORDER BY old LIMIT ?",
                entity,
                after,
                most,
            )
        )

    def _select(self, where: str, *values: Any) -> Iterator[Known]:
        with self._lock:
            rows = self._database.execute(_SELECT + where, values).fetchall()
        for old, new, state, digest, names, later, mended, sent, floor in rows:
            written = frozenset(json.loads(names)) if names else frozenset()
            told = json.loads(sent) if sent else None
            yield Known(old, new, state, digest, written, later, mended, told, floor or 0)

    def taken(self, entity: str, news: Sequence[int]) -> set[int]:
        """Which rows of the other site are some record's already."""
        statement = "SELECT new FROM ids WHERE entity = ? AND new IN (SELECT value FROM json_each(?))"
        with self._lock:
            rows = self._database.execute(statement, (entity, json.dumps(list(news)))).fetchall()
            return {row[0] for row in rows} | {new for new in news if (entity, new) in self._claimed}

    def claim(self, entity: str, new: int) -> None:
        """Say that a row is some record's, before it is written down."""
        with self._lock:
            self._claimed.add((entity, new))

    # ---- writing

    def sent(self, entity: str, records: Iterable[tuple[int, Mapping[str, Any]]], floor: int) -> None:
        """Write down records that are about to be sent; on the disk when this returns."""
        rows = [(entity, old, json.dumps(record), floor) for old, record in records]
        self._many(
            "INSERT INTO ids (entity, old, state, sent, floor) VALUES (?, ?, 'sent', ?, ?) ON CONFLICT"
            " (entity, old) DO UPDATE SET state = 'sent', sent = excluded.sent, floor = excluded.floor",
            rows,
        )

    def done(self, entity: str, told: Iterable[Known]) -> None:
        """Write down what became of records."""
        rows = [
            (entity, one.old, one.new, one.state, one.hash, json.dumps(sorted(one.names)), one.later)
            for one in told
        ]
        self._many(
            "INSERT INTO ids (entity, old, new, state, hash, names, later) VALUES (?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (entity, old) DO UPDATE SET new = excluded.new, state = excluded.state,"
            " hash = excluded.hash, names = excluded.names, later = excluded.later, sent = NULL",
            rows,
        )

    def unknown(self, entity: str, olds: Iterable[int]) -> None:
        """Note records of which the site could not tell what became of them; they will be asked for again."""
        self._many(
            "UPDATE ids SET state = 'unknown' WHERE entity = ? AND old = ?", [(entity, old) for old in olds]
        )

    def forget(self, entity: str, olds: Iterable[int]) -> None:
        """Records that are not at the other site after all."""
        self._many("DELETE FROM ids WHERE entity = ? AND old = ?", [(entity, old) for old in olds])

    def mended(self, entity: str, told: Iterable[tuple[int, str | None]]) -> None:
        """Write down that references which waited were written: pairs of an old id and their hash."""
        self._many(
            "UPDATE ids SET mended = ? WHERE entity = ? AND old = ?",
            [(digest, entity, old) for old, digest in told],
        )

    def _many(self, statement: str, rows: Sequence[Sequence[Any]]) -> None:
        if not rows:
            return
        with self._lock:
            try:
                self._database.execute("BEGIN")
                self._database.executemany(statement, rows)
                self._database.execute("COMMIT")
            except BaseException:  # Ctrl-C may come after any of them
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Let the file go."""
        self._database.close()
