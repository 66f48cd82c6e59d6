"""What an export leaves behind when it is broken off, so that another can go on from there.

Beside ``people.csv`` there are ``people.csv.part``, the rows up to the end of a page, and
``people.csv.cursor``, JSON that says where that was, and of which site and query.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..sinks import CsvSink, FileSink, JsonlSink

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..streams import Stream

_FORMAT = 1


class Partial:
    """The two files beside a file to be."""

    def __init__(self, path: str, api: BaseApi) -> None:
        self._part, self._cursor = Path(f"{path}.part"), Path(f"{path}.cursor")
        site = api._backend.site if api._backend is not None else ""
        self._job = {"civiapi": _FORMAT, "site": site, "api": api.VERSION.NUMBER}
        self._noted: dict[str, Any] | None = None

    def found(self) -> dict[str, Any] | None:
        """What an earlier export has left: its cursor, rows, bytes, columns; None where there is nothing.

        UsageError where that is not to be gone on with.
        """
        if not (self._part.exists() and self._cursor.exists()):
            return None
        try:
            told: dict[str, Any] = json.loads(self._cursor.read_text(encoding="utf-8"))
            job = {name: told[name] for name in self._job}
            size = told["bytes"]
        except (ValueError, KeyError, TypeError):
            raise UsageError(f"{self._cursor} cannot be read; without --resume it begins anew") from None
        if job != self._job:
            raise UsageError(f"{self._cursor} is of another site or version; without --resume it begins anew")
        if self._part.stat().st_size != size:
            raise UsageError(f"{self._part} has been changed; without --resume it begins anew")
        return told

    def go_on(self, sink: FileSink, told: dict[str, Any]) -> None:
        """Let the sink go on behind what is there."""
        if isinstance(sink, CsvSink):
            sink.columns = told["columns"]
        self._noted = told  # first: Ctrl-C amid take_over leaves it as it was
        sink.take_over(self._part, told["rows"])

    def note(self, sink: FileSink, pages: Stream) -> None:
        """Take note of the end of a page."""
        self._noted = {
            **self._job,
            "cursor": pages.cursor,
            "rows": sink.count,
            "bytes": sink.written(),
            "columns": sink.columns if isinstance(sink, CsvSink) else None,
        }

    def leave(self, sink: FileSink) -> int | None:
        """End the sink, and leave what it has: so many rows.  None, and nothing done, where it has none."""
        if self._noted is None:
            return None
        sink.leave(self._part, self._noted["bytes"])
        if not self._part.exists():  # Ctrl-C came when the file had its name already
            return None
        beside = Path(f"{self._cursor}.new")
        beside.write_text(json.dumps(self._noted), encoding="utf-8")
        os.replace(beside, self._cursor)
        return int(self._noted["rows"])

    def forget(self) -> None:
        """Remove both files; the export is whole."""
        self._part.unlink(missing_ok=True)
        self._cursor.unlink(missing_ok=True)


def may_go_on(sink: FileSink, pages: Stream) -> bool:
    """Whether an export can be gone on with: lines of text, of a query that has a cursor."""
    if not isinstance(sink, CsvSink | JsonlSink):
        return False
    try:
        return bool(pages.cursor)
    except UsageError:
        return False
