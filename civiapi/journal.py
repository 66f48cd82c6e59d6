"""The journal of a bulk write: what was sent and what became of it, so that it can go on after a break.

A JSONL file.  Its first line says what is being done; then a line for each chunk before it is sent (its
place, its size, a hash of its records) and one after it is answered.  It holds no values of records.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .errors import ApiError, UsageError
from .outcomes import Outcome

FORMAT = 1
#: Seconds between two writes to the disk that are waited for.
RHYTHM = 0.2


class Journal:
    """A journal file, locked while it is open; UsageError where it is of another job or in use.

    ``chunks`` are those of earlier runs: place of the first record -> (size, hash, outcomes or None).
    """

    def __init__(self, path: str | Path, job: Mapping[str, Any]) -> None:
        self.path = Path(path)
        self.chunks: dict[int, tuple[int, str, list[list[Any]] | None]] = {}
        self._file = open(self.path, "a+b")  # noqa: SIM115 (open until close)
        try:
            _lock(self._file, self.path)
            self._load({"civiapi": FORMAT, **job})
        except BaseException:
            self._file.close()
            raise
        self._synced = time.monotonic()

    def _load(self, job: dict[str, Any]) -> None:
        self._file.seek(0)
        lines = self._file.read().split(b"\n")
        torn = lines.pop()  # a line that was being written when it ended
        if not lines:
            self._file.truncate(0)
            self._write(job)
            return
        if _line(lines[0], self.path) != json.loads(json.dumps(job)):
            raise UsageError(f"{self.path} is the journal of another job; give another name, or remove it")
        for text in lines[1:]:
            self._note(_line(text, self.path))
        if torn:
            self._file.truncate(self._file.seek(0, os.SEEK_END) - len(torn))

    def _note(self, line: dict[str, Any]) -> None:
        if "sent" in line:
            self.chunks[line["sent"]] = (line["size"], line["hash"], None)
        else:
            size, digest, _ = self.chunks[line["done"]]
            self.chunks[line["done"]] = (size, digest, line["outcomes"])

    def sent(self, first: int, records: Sequence[Mapping[str, Any]]) -> None:
        """Note that a chunk is about to be sent; on the disk when this returns."""
        self._write({"sent": first, "size": len(records), "hash": digest(records)})
        self._sync()

    def done(self, first: int, outcomes: Sequence[Outcome]) -> None:
        """Note what became of a chunk."""
        told = [
            [one.status, one.id, *([one.error.message] if one.error is not None else [])] for one in outcomes
        ]
        self._write({"done": first, "outcomes": told})
        if time.monotonic() - self._synced > RHYTHM:
            self._sync()

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def close(self) -> None:
        """Write all to the disk and let the file go."""
        if not self._file.closed:
            self._sync()
            self._file.close()


def digest(records: Sequence[Mapping[str, Any]]) -> str:
    """A hash of records, to tell whether a source has changed."""
    text = json.dumps([dict(record) for record in records], default=str, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def remembered(told: Sequence[Any], index: int, record: Mapping[str, Any]) -> Outcome:
    """An outcome as an earlier run noted it."""
    status, identity, *error = told
    return Outcome(index, status, identity, ApiError(error[0]) if error else None, record)


def _line(text: bytes, path: Path) -> dict[str, Any]:
    try:
        line = json.loads(text)
    except ValueError:
        line = None
    if not isinstance(line, dict):
        raise UsageError(f"{path} is no journal, or a damaged one")
    return line


if sys.platform == "win32":
    import msvcrt

    def _lock(file: Any, path: Path) -> None:
        file.seek(0)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            raise UsageError(f"{path} is in use by another process") from None

else:
    import fcntl

    def _lock(file: Any, path: Path) -> None:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(f"{path} is in use by another process") from None
