"""A file that is written under another name beside its own, and takes its place when it is whole."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import suppress
from typing import IO, Any

from .errors import UsageError

PathLike = str | os.PathLike[str]


class Part:
    """The file at ``path`` while it is written; UsageError where something stands there that is no file."""

    def __init__(self, path: PathLike) -> None:
        self.target = os.path.realpath(path)
        if os.path.exists(self.target) and not stat.S_ISREG(os.stat(self.target).st_mode):
            raise UsageError(f"{os.fspath(path)}: exists and is no regular file")
        self.path = os.path.join(os.path.dirname(self.target), f".civiapi-{secrets.token_hex(8)}.part")

    def open(self, mode: str, **options: Any) -> IO[Any]:
        """It, opened; errors name the file that the caller knows."""
        try:
            return open(self.path, mode, **options)
        except OSError as error:
            error.filename = self.target
            raise

    def keep(self) -> None:
        """Give it its name."""
        os.replace(self.path, self.target)

    def drop(self) -> None:
        """Remove it, if it is there; what stood in its place stays."""
        with suppress(FileNotFoundError):
            os.unlink(self.path)
