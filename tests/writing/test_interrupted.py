"""Ctrl-C at an ill time: the run after it takes up where the journal says, and knows of each record what it can."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from civiapi import SandboxApiV4

from ..interrupting import interrupted, one_of_each
from . import importer

#: What keeps the books; where the interrupt comes in it, nothing else was amiss.
FILES = ("civiapi/bulk.py", "civiapi/drive.py", "civiapi/journal.py")
FUNCTIONS = {"_to_be_sent", "done", "fill", "leaving", "sent", "settle", "take", "unsent", "_sync", "_write"}
COUNT = 9


@pytest.mark.parametrize("workers", [1, 2])
def test_at_any_line_of_the_bookkeeping(civi_template: Path, tmp_path: Path, workers: int) -> None:
    """Without match, so that what the journal does not know cannot be looked up at the site."""
    writing = Writing(civi_template, tmp_path, workers)
    lines = interrupted(writing.fresh(), -1, FILES, FUNCTIONS)
    assert writing.told == ["created"] * COUNT
    assert len(lines) > 50
    for at in one_of_each(lines):
        with contextlib.suppress(KeyboardInterrupt):
            interrupted(writing.fresh(), at, FILES, FUNCTIONS)
        writing.run()
        assert writing.told == ["created"] * COUNT, lines[at]
        assert writing.found() == sorted(f"First {number}" for number in range(COUNT)), lines[at]


class Writing:
    """A few records on their way to a site of their own, three by three."""

    def __init__(self, template: Path, folder: Path, workers: int) -> None:
        self._template, self._folder, self._workers = template, folder, workers
        self._file = self._journal = folder
        self._number = 0
        self.told: list[str] = []

    def fresh(self) -> Callable[[], None]:
        """Another site, another journal; gives what runs."""
        self._number += 1
        self._file = self._folder / f"{self._number}.sqlite"
        self._journal = self._folder / f"{self._number}.jsonl"
        self._file.write_bytes(self._template.read_bytes())
        return self.run

    def run(self) -> None:
        records = [{**one, "external_identifier": None} for one in importer.people(COUNT)]
        options: dict[str, Any] = {"chunk": 3, "workers": self._workers, "check": False}
        with (
            SandboxApiV4(self._file) as api,
            api.Contact.create_all(records, journal=self._journal, **options) as outcomes,
        ):
            self.told = [one.status for one in outcomes]

    def found(self) -> list[str]:
        with SandboxApiV4(self._file) as api:
            rows = api.Contact.get(last_name="Journal", select=["first_name"], limit=0)
        for left in self._folder.glob(f"{self._number}.sqlite*"):
            left.unlink()
        return sorted(row["first_name"] for row in rows)
