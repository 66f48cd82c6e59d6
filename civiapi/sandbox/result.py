"""What an action hands on."""

from __future__ import annotations

from typing import Any


class Result:
    """Rows, and what the envelope says about them.

    count: all there are as far as known; matched: `countMatched` (None: not said); extras: further members
    of the
    answer; sql: the statements, for debug; dropped: fields that were read for the index alone.
    """

    __slots__ = ("count", "dropped", "extras", "matched", "rows", "sql")

    def __init__(self, rows: list[Any], matched: int | None = None, **extras: Any) -> None:
        self.rows = rows
        self.count = len(rows)
        self.matched = matched
        self.extras = extras
        self.sql: list[str] = []
        self.dropped: list[str] = []
