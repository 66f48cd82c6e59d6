"""Runs that were recorded of a real cv, run again on the sandbox in the same order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from . import likeness, unlike
from .recorded_site import load, make

RUNS = {one["name"]: one for one in load("cv.json")}
DEADLINE = 120
PLACE = re.compile(r"\nIn [\w.]+ line \d+:\n")
FOLDER = re.compile(r" at (?:/[-\w]+)*/(\w+\.php:\d+)")
DATABASE = re.compile(r"Debug Info:\n  .*")

# recording => what is done to the site for it
FAULTS = {"boot-db-down": "database-down", "boot-db-down-batch": "database-down"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wire")
    with make(folder / "site.sqlite").site as site:
        return {name: run(site, one, folder) for name, one in RUNS.items()}


def run(site, one: dict[str, Any], folder) -> subprocess.CompletedProcess[str]:
    words = [word.replace("--cwd=/var/www/civicrm", f"--cwd={folder}") for word in one["argv"][1:]]
    faults = {"CIVIAPI_SANDBOX_FAULTS": FAULTS[one["name"]]} if one["name"] in FAULTS else {}
    known = {**os.environ, "CIVIAPI_SANDBOX_FILE": os.fspath(site.file), **faults, **one["env"]}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "civiapi.sandbox.cv", *words],
        input=one["stdin"] or "",
        capture_output=True,
        encoding="utf-8",
        timeout=DEADLINE,
        env=known,
        cwd=folder,
    )


def errors(text: str) -> str:
    """An error text without folders of PHP files, the names of errors and the database's own words."""
    told = likeness.masked(FOLDER.sub(r" at \1", PLACE.sub("\nIn FILE line N:\n", text)))
    return DATABASE.sub("Debug Info:\n  SQL", told)


@pytest.mark.parametrize("name", RUNS)
def test_runs_are_as_recorded(answers, name):
    one, answer = RUNS[name], answers[name]
    level, why = likeness.worst(
        [
            likeness.equal(one["exit"], answer.returncode, "exit code"),
            likeness.lines(one["stdout"], answer.stdout),
            likeness.equal(errors(one["stderr"]), errors(answer.stderr), "standard error"),
        ]
    )
    assert level == unlike.CV.get(name, (likeness.SAME,))[0], why


def test_the_list_of_unlike_ones_names_recordings():
    assert {*unlike.CV} <= {*RUNS}
