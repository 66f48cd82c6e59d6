"""The content of a file on its way to a site, read piece by piece and never held whole."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import IO, Any

from .call import ApiCall, Upload
from .errors import UsageError

#: Bytes that are held at a time.
PIECE = 64 * 1024


class Content:
    """A file's content: of a path, or of a binary file object from where it stands; ``size`` in bytes.

    It can be read several times, as a call may have to be sent again: an object that cannot go back, such as
    a pipe, is copied to a temporary file.  UsageError for what is no file, and for one that is empty, which
    CiviCRM takes and never gives back.
    """

    def __init__(self, source: Any) -> None:
        self._path: str | None = None
        self._copied: IO[bytes] | None = None
        if isinstance(source, str | os.PathLike):
            self._path = os.fspath(source)
            self.name: str | None = os.path.basename(self._path)
            self.size = _size(self._path)
        elif hasattr(source, "read"):
            told = getattr(source, "name", None)
            self.name = os.path.basename(told) if isinstance(told, str) and told[:1] != "<" else None
            if not _can_go_back(source):
                self._copied = _copy(source)
            self._file: IO[bytes] = self._copied or source
            self._start = self._file.tell()
            self.size = self._file.seek(0, os.SEEK_END) - self._start
        else:
            raise UsageError(f"a file is a path or a binary file object, not a {type(source).__name__}")
        if not self.size:
            raise UsageError(f"{self.name or 'the file'} is empty: CiviCRM would never give it back")

    def close(self) -> None:
        """Drop the copy, where there is one; the caller's own file stays open."""
        if self._copied is not None:
            self._copied.close()

    def opened(self) -> AbstractContextManager[IO[bytes]]:
        """The content from its beginning."""
        if self._path is not None:
            return open(self._path, "rb")
        self._file.seek(self._start)
        return nullcontext(self._file)

    def opened_on_disk(self) -> AbstractContextManager[IO[bytes]]:
        """The same as a file of the system's, which a process can be given."""
        if self._path is not None:
            return open(self._path, "rb")
        with self.opened() as file:
            return _copy(file)


def _size(path: str) -> int:
    try:
        with open(path, "rb") as file:
            return file.seek(0, os.SEEK_END)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def _can_go_back(source: Any) -> bool:
    if not isinstance(source.read(0), bytes):
        raise UsageError("the file is open as text; open it in binary mode, as in open(path, 'rb')")
    is_seekable = getattr(source, "seekable", None)
    return is_seekable is not None and bool(is_seekable())


def _copy(file: IO[bytes]) -> IO[bytes]:
    copied = tempfile.TemporaryFile()  # noqa: SIM115 - who asks for it closes it
    shutil.copyfileobj(file, copied, PIECE)
    copied.seek(0)
    return copied


def upload_of(calls: Sequence[ApiCall]) -> Upload | None:
    """The upload in a request; UsageError where there is more than that in it."""
    found = next((call for call in calls if isinstance(call, Upload)), None)
    if found is not None and len(calls) > 1:
        raise UsageError("a file goes in a request of its own", call=found)
    return found


def refuse_upload(call: ApiCall) -> None:
    """UsageError for an upload, where only the params of a call are handed on."""
    if isinstance(call, Upload):
        raise UsageError("_perform_api_call takes no files; override send instead", call=call)


class Form:
    """The body of a request with a file in it: what stands before it, the file, what stands after it."""

    def __init__(self, head: bytes, content: Content, tail: bytes) -> None:
        self._head, self._content, self._tail = head, content, tail
        self._pieces: Iterator[bytes] = iter(())

    def __len__(self) -> int:
        return len(self._head) + self._content.size + len(self._tail)

    def started(self) -> Form:
        """Itself, to be read from the beginning."""
        self._pieces = self._each()
        return self

    def read(self, size: int = -1) -> bytes:
        """The next piece, of the size that is right here; nothing at the end."""
        return next(self._pieces, b"")

    def close(self) -> None:
        """Let the file go, read to its end or not."""
        self._pieces = iter(())

    def __iter__(self) -> Iterator[bytes]:
        return self._each()

    def _each(self) -> Iterator[bytes]:
        yield self._head
        left = self._content.size
        with self._content.opened() as file:
            while left and (piece := file.read(min(PIECE, left))):
                left -= len(piece)
                yield piece
        if left:
            raise UsageError("the file became shorter while it was sent; nothing was attached", handled=False)
        yield self._tail
