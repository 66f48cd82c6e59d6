"""Where schemas are kept: in memory, and on disk for the next process.

One file for each site, version and user, in the user's cache directory; without platformdirs (the extra
``cli``) in memory alone.  A file is written whole and put in its place at once, so that any number of
processes may read and write.  It holds nothing secret: its name is a hash of the site and of a hash of who
asked.  A mark beside it says when a site's metadata was changed: what is older is not believed.
"""

from __future__ import annotations

import builtins
import contextlib
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..log import logger
from .model import Schema

#: Seconds that a schema is believed: where somebody types, and in a script.
INTERACTIVE, SCRIPT = 15 * 60.0, 24 * 3600.0

#: Seconds that what was read is believed, however few are asked for: else no call could be checked by it.
LEAST = 60.0
#: Seconds that another machine's clock may be ahead.
AHEAD = 60.0

#: Days after which a file that nobody wrote any more is removed.
KEPT_DAYS = 30

#: What tells a file from the one before it in its place: its time in ns, number and size.
#: The time alone does not where the clock's ticks are milliseconds.
Stamp = tuple[int, int, int]

_marks: dict[str, float] = {}
_shelves: dict[str, Shelf] = {}
_swept: set[Path] = set()
_lock = threading.RLock()


def is_interactive() -> bool:
    """Whether somebody types at this Python."""
    # not hasattr, which takes ten times as long where there is none: this is asked with each call
    return bool(sys.flags.interactive) or "ps1" in vars(sys) or "__IPYTHON__" in vars(builtins)


def folder() -> Path | None:
    """Where the files are; None without platformdirs."""
    try:
        from platformdirs import user_cache_path
    except ImportError:
        return None
    return user_cache_path("civiapi") / "schema"


def _hash(*words: str) -> str:
    return sha256("\0".join(("civiapi", *words)).encode()).hexdigest()[:16]


def shelf(site: str, version: int, identity: str) -> Shelf:
    """The place of a site's schema for one user; without an identity one of its own, in memory alone."""
    if not identity:
        return Shelf(site, version, None)
    name = f"{_hash(site)}-{_hash(site, str(version), identity)}.json"
    with _lock:
        if name not in _shelves:
            _shelves[name] = Shelf(site, version, name)
        return _shelves[name]


def newest(site: str, version: int) -> Schema | None:
    """What was kept last of a site, however old and for whichever user: names to be offered, not believed."""
    place = folder()
    if place is None or not place.is_dir():
        return None
    found = sorted(place.glob(f"{_hash(site)}-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in found:
        with contextlib.suppress(OSError, UsageError):
            schema = Schema.from_json(file.read_bytes())
            if (schema.site, schema.version) == (site, version):
                return schema
    return None


def owner(backend: Any) -> tuple[str, str]:
    """The site that a backend talks to, and a hash of who asks ("" where that is not known)."""
    return ("", "") if backend is None else (backend.site, str(getattr(backend, "identity", "")))


def mark(site: str, identity: str) -> None:
    """Note that a site's metadata has changed: no schema that was fetched up to now is believed any more."""
    now = time.time()
    _marks[site] = now
    place = folder() if identity else None
    if place is None:
        return
    with _reported():
        _prepare(place)
        file = place / f"{_hash(site)}.changed"
        file.touch(mode=0o600)
        os.utime(file, (now, now))  # the file system's own clock is coarser


def _prepare(place: Path) -> None:
    """Make the folder, and remove what is of no use any more, once a process."""
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place in _swept:
        return
    _swept.add(place)
    oldest = time.time() - KEPT_DAYS * 24 * 3600
    for file in place.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process removes it too
            if file.stat().st_mtime < oldest:
                file.unlink()


@contextlib.contextmanager
def _reported() -> Iterator[None]:
    """A disk that is full or read only costs time, not the work."""
    try:
        yield
    except OSError as error:
        logger.warning("the schema is not kept on disk: %s", error)


class Shelf:
    """The schema of one site for one user."""

    def __init__(self, site: str, version: int, name: str | None) -> None:
        self._site, self._version = site, version
        place = folder() if name else None
        self._file = place / name if place and name else None
        self._mark = os.fspath(place / f"{_hash(site)}.changed") if place else None
        self._memory: Schema | None = None
        self._seen: Stamp | None = None  # the file as it was read or written last

    def get(self, ttl: float) -> Schema | None:
        """What is known and not older than ``ttl`` seconds, from memory or else from disk."""
        memory = self._memory
        if memory is not None and self._is_believed(memory, ttl):
            return memory
        return self.reread(ttl)

    def reread(self, ttl: float) -> Schema | None:
        """As get, with what other processes have written since."""
        self._changed(time.time())  # mends a mark of the future before anything is asked for
        with _lock:
            found, memory = self._read(), self._memory
            if found is not None and (memory is None or not self._is_believed(memory, ttl)):
                self._memory = found
            elif found is not None and memory is not None and self._is_believed(found, ttl):
                self._memory = merged(found, memory)
            known = self._memory
            return known if known is not None and self._is_believed(known, ttl) else None

    def put(self, schema: Schema, ttl: float) -> Schema:
        """Keep a schema, with what is known beside it; gives both together."""
        with _lock:
            known = self.reread(ttl)
            self._memory = schema if known is None else merged(known, schema)
            if self._file is not None and schema.refused is None:
                with _reported():
                    _prepare(self._file.parent)
                    self._seen = write_whole(self._file, self._memory.to_json())
            return self._memory

    def _is_believed(self, schema: Schema, ttl: float) -> bool:
        """Whether a schema is young enough, and of before now: a clock may have been put back."""
        now = time.time()
        return max(self._changed(now), now - max(ttl, LEAST)) < schema.fetched <= now + AHEAD

    def _changed(self, now: float) -> float:
        """When the site's metadata was changed, as far as anybody here knows."""
        found = _marks.get(self._site, 0.0)
        if self._mark is not None:
            try:
                on_disk = os.stat(self._mark).st_mtime
            except OSError:  # as long as nothing was changed
                on_disk = 0.0
            found = max(found, on_disk)
        return found if found <= now else self._mended(now)

    def _mended(self, now: float) -> float:
        """The mark of a clock that was ahead, set to now: nothing would be believed until then."""
        _marks[self._site] = now
        if self._mark is not None:
            try:
                os.utime(self._mark, (now, now))
            except OSError:  # another user's, or a disk that is read only: nothing to go by
                self._mark = None
        return now

    def _read(self) -> Schema | None:
        """What is on disk, where that is new; a file that is cut, foreign or of a newer format is none."""
        if self._file is None:
            return None
        try:
            written = _stamp(self._file)
            if written == self._seen:
                return None
            found = Schema.from_json(self._file.read_bytes())
        except (OSError, UsageError) as error:
            if not isinstance(error, FileNotFoundError):
                logger.info("the schema on disk is not read: %s", error)
            return None
        self._seen = written
        return found if (found.site, found.version) == (self._site, self._version) else None


def _stamp(file: Path | str) -> Stamp:
    found = os.stat(file)
    return found.st_mtime_ns, found.st_ino, found.st_size


def write_whole(file: Path, text: str) -> Stamp:
    """Write a file for its owner alone; who reads it sees the old or the new.  Gives what it is told by."""
    number, temporary = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")  # mode 0600
    try:
        with os.fdopen(number, "w", encoding="utf-8") as stream:
            stream.write(text)
        written = _stamp(temporary)
        os.replace(temporary, file)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return written


def merged(old: Schema, new: Schema) -> Schema:
    """The newer of two schemas of a site, with the entities that the older alone describes."""
    if old.refused is not None or old is new:
        return new
    described = {
        name: old.entities[name]
        for name, one in new.entities.items()
        if not one.complete and name in old.entities and old.entities[name].complete
    }
    return replace(
        new,
        entities={**new.entities, **described},
        fetched=min(old.fetched, new.fetched) if described else new.fetched,
    )
