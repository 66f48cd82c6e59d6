"""Ctrl-C while the journal of a move is written: no transaction stays open, nothing is half there."""

from __future__ import annotations

import contextlib
import linecache
from pathlib import Path

from civiapi.moving.ids import Ids

from ..interrupting import Line, interrupted

FILES = ("civiapi/moving/ids.py",)
JOB = {"source": "one", "target": "another"}


def test_at_any_line_of_a_note(tmp_path: Path) -> None:
    def interrupted_at(at: int) -> list[Line]:
        passed: list[Line] = []
        ids = Ids(tmp_path / f"{at}.db", JOB)
        try:
            with contextlib.suppress(KeyboardInterrupt):
                noted = [(1, {"first_name": "A"}), (2, {"first_name": "B"})]
                passed = interrupted(lambda: ids.sent("Contact", noted, 0), at, FILES, {"_many"})
            ids.sent("Contact", [(3, {"first_name": "C"})], 0)
            assert sorted(ids.known("Contact", [1, 2, 3])) in ([3], [1, 2, 3])
        finally:
            ids.close()
        return passed

    statements = [
        number for number, line in enumerate(interrupted_at(-1)) if ".execute" in linecache.getline(*line)
    ]
    assert len(statements) == 3
    for at in statements:  # no others: Python lets no signal come at the ends of with and try
        interrupted_at(at)
