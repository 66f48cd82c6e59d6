"""The SQLite file of a site: connections, statements, transactions.

One connection a thread; readers never wait for writers (WAL).  Tables are CiviCRM's, with its names; what
CiviCRM
has no table for (the schema's facts, keys, users) is in tables whose names begin with `_`.
"""

# ruff: noqa: S608 - identifiers come from the schema alone, values are always bound
from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .collate import compare, like, regexp, regexp_binary
from .errors import DatabaseError, SiteError
from .sqlfunctions import AGGREGATES, FUNCTIONS

if TYPE_CHECKING:
    from pathlib import Path

BUSY_SECONDS = 30.0
# changes when tables of an older version can no longer be used
FORMAT = "1"
# what the database says => how CiviCRM's database layer calls it
SHORT_ERRORS = (
    ("UNIQUE constraint failed", "already exists"),
    ("constraint failed", "constraint violation"),
    ("syntax error", "syntax error"),
    ("no such column", "no such field"),
    ("no such table", "no such table"),
)


# short error => the number that a real site's database has for it
NATIVE_CODES = {
    "already exists": 1062,
    "constraint violation": 1452,
    "syntax error": 1064,
    "no such field": 1054,
    "no such table": 1146,
}


def quoted(identifier: str) -> str:
    """An identifier (always one of the schema) as SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def connect(file: Path | str) -> sqlite3.Connection:
    """A connection that compares text as CiviCRM's database does and knows its functions."""
    db = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        _prepare(db)
    except BaseException:  # the file is no database
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = NORMAL")
    db.create_collation("CIVI", compare)
    db.create_function("civi_like", 2, like, deterministic=True)
    db.create_function("civi_regexp", 2, regexp, deterministic=True)
    db.create_function("civi_regexp_binary", 2, regexp_binary, deterministic=True)
    for name, arguments, function in FUNCTIONS:
        db.create_function(name, arguments, function)
    for name, arguments, aggregate in AGGREGATES:
        db.create_aggregate(name, arguments, aggregate)


class Store:
    """The statements a site is made of."""

    def __init__(self, file: Path | str) -> None:
        self.file = file
        self._local = threading.local()
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._lock = threading.Lock()

    @property
    def db(self) -> sqlite3.Connection:
        """This thread's connection."""
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self.file)
            self._local.depth = 0
            with self._lock:
                self._close_those_of_the_dead()
                self._connections.append((threading.current_thread(), db))
        return db

    def execute(self, sql: str, args: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run a statement; what the database refuses is raised in CiviCRM's words."""
        try:
            return self.db.execute(sql, args)
        except (sqlite3.DatabaseError, OverflowError) as error:
            raise named_error(error, sql) from error

    def rows(self, sql: str, args: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self.execute(sql, args)
        try:
            return cursor.fetchall()
        except sqlite3.DatabaseError as error:
            raise named_error(error) from error

    def row(self, sql: str, args: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self.execute(sql, args).fetchone()
        return found

    def value(self, sql: str, args: Sequence[Any] = ()) -> Any:
        """The first column of the first row; None if there is none."""
        found = self.row(sql, args)
        return found[0] if found else None

    def dicts(self, sql: str, args: Sequence[Any] = ()) -> list[dict[str, Any]]:
        cursor = self.execute(sql, args)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def one(self, sql: str, args: Sequence[Any] = ()) -> dict[str, Any] | None:
        found = self.dicts(sql, args)
        return found[0] if found else None

    def record(self, table: str, record_id: Any) -> dict[str, Any] | None:
        """The row of that id with all its columns."""
        return self.one(f"SELECT * FROM {quoted(table)} WHERE id = ?", (record_id,))

    def insert(self, table: str, values: dict[str, Any]) -> int:
        """Add a row; columns that are not given take their defaults.  Returns the id."""
        if not values:
            return self._inserted(self.execute(f"INSERT INTO {quoted(table)} DEFAULT VALUES"))
        columns = ", ".join(quoted(name) for name in values)
        marks = ", ".join("?" * len(values))
        return self._inserted(
            self.execute(f"INSERT INTO {quoted(table)} ({columns}) VALUES ({marks})", list(values.values()))
        )

    @staticmethod
    def _inserted(cursor: sqlite3.Cursor) -> int:
        return cursor.lastrowid or 0

    def update(self, table: str, record_id: Any, values: dict[str, Any]) -> int:
        """Change a row; returns how many there were (0: no such id)."""
        if not values:
            return 0
        pairs = ", ".join(f"{quoted(name)} = ?" for name in values)
        cursor = self.execute(
            f"UPDATE {quoted(table)} SET {pairs} WHERE id = ?", [*values.values(), record_id]
        )
        return cursor.rowcount

    def delete(self, table: str, record_id: Any) -> int:
        return self.execute(f"DELETE FROM {quoted(table)} WHERE id = ?", (record_id,)).rowcount

    def next_id(self, table: str) -> int:
        """The id that the next new row of a table will have."""
        last = self.value("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
        return int(last or 0) + 1

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.rows(f"PRAGMA table_info({quoted(table)})")]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another one a savepoint."""
        db, depth = self.db, self._local.depth
        name = f"level{depth}"
        self.execute(f"SAVEPOINT {name}" if depth else "BEGIN IMMEDIATE")
        self._local.depth = depth + 1
        try:
            yield
        except BaseException:
            self._local.depth = depth
            if db.in_transaction:
                db.execute(f"ROLLBACK TO {name}" if depth else "ROLLBACK")
            if depth:
                db.execute(f"RELEASE {name}")
            raise
        self._local.depth = depth
        try:
            db.execute(f"RELEASE {name}" if depth else "COMMIT")
        except sqlite3.DatabaseError as error:
            raise named_error(error) from error

    def meta(self, name: str) -> str | None:
        """One of the site's own values (keys, version ...)."""
        found = self.value("SELECT value FROM _meta WHERE name = ?", (name,))
        return None if found is None else str(found)

    def set_meta(self, name: str, value: str) -> None:
        self.execute("INSERT OR REPLACE INTO _meta (name, value) VALUES (?, ?)", (name, value))

    def _close_those_of_the_dead(self) -> None:
        """A server's threads come and go; the connections of those that have ended go with them."""
        kept = []
        for thread, db in self._connections:
            if thread.is_alive():  # asked once: it may end meanwhile
                kept.append((thread, db))
            else:
                db.close()
        self._connections = kept

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            connections, self._connections = [db for _, db in self._connections], []
        self._local = threading.local()
        for db in connections:
            db.close()


def named_error(error: Exception, sql: str = "") -> SiteError:
    """The error in CiviCRM's words; what it tells of it is the sandbox's own statement and reason."""
    text = str(error)
    short = next((short for part, short in SHORT_ERRORS if part in text), "unknown error")
    number = NATIVE_CODES.get(short, 1105)
    return DatabaseError(short, f"{sql}  [nativecode={number} ** {text}]" if sql else "")


def make(file: Path, fill: Callable[[Store], None]) -> bool:
    """Make the file, whole or not at all; False if another process was first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.urandom(6).hex()}")
    store = Store(draft)
    try:
        store.execute("PRAGMA foreign_keys = OFF")
        with store.transaction():
            fill(store)
        store.execute("PRAGMA journal_mode = WAL")
        store.close()
        return _put(draft, file)
    finally:
        store.close()
        for leftover in _siblings(draft):
            leftover.unlink(missing_ok=True)


def _siblings(file: Path) -> Iterable[Path]:
    return (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm"))


def _put(draft: Path, file: Path) -> bool:
    try:
        os.link(draft, file)
    except FileExistsError:
        return False
    except OSError:  # a file system without links
        os.replace(draft, file)
    return True
