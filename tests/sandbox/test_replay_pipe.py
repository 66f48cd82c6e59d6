"""Dialogues that were recorded of a real Civi::pipe, held with the sandbox in the same order."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
from typing import Any

import pytest

from . import likeness, unlike
from .recorded_site import Recorded, load, make

DIALOGUES = {one["name"]: one for one in load("pipe.json")}
DEADLINE = 120
SILENCE = 0.3
# dialogue => what is done to the site for it
FAULTS = {"database-down": "database-down"}
# a PHP TypeError names the file that made the wrong call
CALLED_IN = re.compile(r", called in .*? on line \d+")
PLACE = re.compile(r"\nIn [\w.]+ line \d+:\n")
FOLDER = re.compile(r" at (?:/[-\w]+)*/(\w+\.php:\d+)")


class Pipe:
    """A running `civiapi-cv pipe`."""

    def __init__(self, file: Any, words: list[str], faults: str = "") -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", "-m", "civiapi.sandbox.cv", f"--file={file}", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "CIVIAPI_SANDBOX_FAULTS": faults},
        )
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line.decode().removesuffix("\n"))
        self._lines.put(None)

    def send(self, text: str, end: str) -> None:
        self.process.stdin.write((text + end).encode())
        self.process.stdin.flush()

    def receive(self, timeout: float = DEADLINE) -> str | None:
        """The next line; None: the output was closed, or nothing came in time."""
        try:
            return self._lines.get(timeout=timeout)
        except queue.Empty:
            return None

    def close(self) -> tuple[int, str]:
        """The exit code and the errors; kills what does not end."""
        try:
            self.process.stdin.close()
            code = self.process.wait(timeout=DEADLINE)
            errors = self.process.stderr.read().decode()
        finally:
            self.process.kill()
            self.process.wait()
            self._reader.join(DEADLINE)
            self.process.stdout.close()
            self.process.stderr.close()
        return code, errors


@pytest.fixture(scope="module")
def dialogues(tmp_path_factory):
    recorded = make(tmp_path_factory.mktemp("wire") / "site.sqlite")
    with recorded.site:
        return {name: held(recorded, one) for name, one in DIALOGUES.items()}


def held(recorded: Recorded, one: dict[str, Any]) -> tuple[str, list[str]]:
    """How like a dialogue is to the recorded one, and where it differs."""

    def filled(text: str) -> str:
        return recorded.filled(text, one.get("expand", {}))

    pipe = Pipe(recorded.site.file, one["argv"][1:], FAULTS.get(one["name"], ""))
    came: list[tuple[Any, Any]] = []
    try:
        for line in one["lines"]:
            if "send" in line:
                pipe.send(filled(line["send"]), "" if line.get("unterminated") else "\n")
                if line.get("unterminated"):
                    pipe.process.stdin.close()
            elif "recv" in line:
                came.append((filled(line["recv"]), pipe.receive()))
            elif "silence" in line:
                came.append((None, pipe.receive(SILENCE)))
    finally:
        code, errors = pipe.close()
    came.append((None, pipe.receive()))
    texts = [
        likeness.masked(FOLDER.sub(r" at \1", PLACE.sub("\nIn FILE:\n", text)))
        for text in (one["stderr"], errors)
    ]
    ends = [likeness.equal(one["exit"], code, "exit code"), likeness.equal(*texts, "standard error")]
    pairs = [[text if text is None else CALLED_IN.sub("", text) for text in pair] for pair in came]
    return likeness.worst([*ends, *(likeness.level(*pair) for pair in pairs)])


@pytest.mark.parametrize("name", DIALOGUES)
def test_dialogues_are_as_recorded(dialogues, name):
    level, why = dialogues[name]
    assert level == unlike.PIPE.get(name, (likeness.SAME,))[0], why


def test_the_list_of_unlike_ones_names_recordings():
    assert {*unlike.PIPE} <= {*DIALOGUES}
