"""Scenarios with the answers of a real CiviCRM, where they lie beside the project."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from .engine import clock_at

FOLDER = Path(__file__).parents[3] / "shared" / "conformance"
# how many steps agree; a change may raise it and never lower it
REACHED, STEPS = 577, 580
DEADLINE = 300
# one of the days on which "+40 day" and its like are in no month that a scenario asks for
THEN = datetime.datetime(2026, 11, 22, 12)


@pytest.mark.skipif(not FOLDER.is_dir(), reason="there is no folder ../shared/conformance")
def test_the_sandbox_answers_as_a_real_civicrm_does(served):
    words = ["--url", served.url, "--api-key", served.api_key, "--site-key", served.site_key, "-v"]
    program = [sys.executable, os.fspath(FOLDER / "run.py"), *words]
    with clock_at(THEN):
        done = subprocess.run(program, capture_output=True, text=True, timeout=DEADLINE, check=False)
    score = re.search(r"(\d+) of (\d+) steps", done.stdout)
    assert score, done.stdout + done.stderr
    agree, steps = int(score[1]), int(score[2])
    assert steps >= STEPS
    assert steps - agree <= STEPS - REACHED, done.stdout
