"""The journal of a bulk write: what was sent and what became of it, so that it can go on after a break.

A JSONL file.  Its first line says what is being done; then a line for each chunk before it is sent (its
place, its size, a hash of its records) and one after it is answered, or at the end where it never left.
It holds no values of records.
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
_UNSENT = -1


class Journal:
    """A journal file, locked while it is open; UsageError where it is of another job or in use.

    Of earlier runs it keeps in memory where in the file the chunks stand, not what became of them.
    """

    def __init__(self, path: str | Path, job: Mapping[str, Any]) -> None:
        self.path = Path(path)
        self._chunks: dict[int, tuple[int, str, int | None]] = {}
        self._unsent: set[int] = set()
        self._is_over = False
        self._file = open(self.path, "a+b")  # noqa: SIM115 (open until close)
        try:
            _lock(self._file, self.path)
            self._load({"civiapi": FORMAT, **job})
        except BaseException:
            self._file.close()
            raise
        self._synced = time.monotonic()
        self._process = os.getpid()

    def _load(self, job: dict[str, Any]) -> None:
        self._file.seek(0)
        end = 0
        for text in self._file:
            if not text.endswith(b"\n"):  # it was being written when the run ended
                if end == 0 and not json.dumps(job).encode().startswith(text.rstrip(b"\0")):
                    raise _damaged(self.path)  # JSON of somebody else's is often one line without an end
                break
            line = _line(text, self.path)
            if end == 0 and line != json.loads(json.dumps(job)):
                raise UsageError(f"{self.path} is the journal of another job or site; give another name")
            try:
                self._note(line, end)
            except (KeyError, TypeError):
                raise _damaged(self.path) from None
            end += len(text)
        self._file.truncate(end)
        if end == 0:
            self._write(job)

    def _note(self, line: dict[str, Any], place: int) -> None:
        if "sent" in line:
            self._chunks[line["sent"]] = (line["size"], line["hash"], None)
        elif line.get("unsent") in self._chunks:  # else Ctrl-C came before the line of its sending
            size, digested, _ = self._chunks[line["unsent"]]
            self._chunks[line["unsent"]] = (size, digested, _UNSENT)
        elif "done" in line:
            size, digested, _ = self._chunks[line["done"]]
            self._chunks[line["done"]] = (size, digested, place)

    def chunk(self, first: int) -> tuple[int, str, list[list[Any]] | None] | None:
        """An earlier run's chunk, by its first record: its size, its hash, its outcomes if they are known.

        The outcomes of one that never left are [].
        """
        known = self._chunks.get(first)
        if known is None or known[2] is None:
            return known and (known[0], known[1], None)
        if known[2] == _UNSENT:
            return known[0], known[1], []
        self._file.seek(known[2])
        return known[0], known[1], json.loads(self._file.readline())["outcomes"]

    def sent(self, first: int, records: Sequence[Mapping[str, Any]]) -> None:
        """Note that a chunk is about to be sent; on the disk when this returns."""
        self._write({"sent": first, "size": len(records), "hash": digest(records)})
        self._sync()

    def done(self, first: int, outcomes: Sequence[Outcome]) -> None:
        """Note what became of a chunk."""
        told = [
            [one.status, one.id, *([one.error.message] if one.error is not None else [])] for one in outcomes
        ]
        self._unsent.discard(first)
        self._write({"done": first, "outcomes": told})
        if time.monotonic() - self._synced > RHYTHM:
            self._sync()

    def unsent(self, first: int) -> None:
        """Note, when it is closed, that a chunk did not leave, unless it does; for any thread."""
        self._unsent.add(first)

    def leaving(self, first: int) -> None:
        """A chunk leaves now; for any thread."""
        self._check_is_open()
        self._unsent.discard(first)
        self._check_is_open()  # once more: close() may have come amid them, and told it as unsent

    def _check_is_open(self) -> None:
        if self._is_over:
            raise UsageError(f"{self.path} was closed; nothing more is sent")

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line).encode() + b"\n")
        self._file.flush()

    def _sync(self) -> None:
        os.fsync(self._file.fileno())
        self._synced = time.monotonic()

    def close(self) -> None:
        """Write all to the disk and let the file go."""
        self._is_over = True  # before what never left is told: none of that may leave then
        if self._process != os.getpid():  # a fork; what is under way is known to the other
            self._file.close()
        elif not self._file.closed:
            for first in sorted(self._unsent):
                self._write({"unsent": first})
            self._sync()
            self._file.close()


def digest(records: Sequence[Mapping[str, Any]]) -> str:
    """A hash of records, to tell whether a source has changed."""
    plain = [{str(name): value for name, value in record.items()} for record in records]
    text = json.dumps(plain, default=str, sort_keys=True)
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
        raise _damaged(path)
    return line


def _damaged(path: Path) -> UsageError:
    return UsageError(f"{path} is no journal, or a damaged one; give another name")


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
