"""What a new sandbox gets: nothing, the sample contacts, thousands of people; and one without a file."""

from __future__ import annotations

import json
import signal
import subprocess
from pathlib import Path

import pytest

from .test_cli_command import one_line

DEADLINE = 120
COUNT = ("--site", "sandbox", "-3", "Contact.getcount")


@pytest.mark.parametrize(("option", "count"), [("--empty", 2), ("--sample=1", 1055)])
def test_reset_makes_what_is_asked_for(civiapi, environment, tmp_path, option, count):
    environment.setenv("XDG_DATA_HOME", str(tmp_path))
    assert civiapi("sandbox", "reset", option)[0] == 0
    assert civiapi(*COUNT)[:2] == (0, f"{count}\n")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["reset", "--empty", "--sample=1"], "exclude each other"),
        (["serve", "--empty", "--sample=1"], "exclude each other"),
        (["serve", "--memory", "--file=x.sqlite"], "exclude each other"),
        (["serve", "--sample=0"], "--sample"),
    ],
)
def test_options_that_contradict(civiapi, words, told):
    code, out, err = civiapi("sandbox", *words)
    assert (code, out) == (2, "")
    assert told in one_line(err)


def test_a_site_that_is_there_gets_no_people(civiapi, tmp_path):
    file = tmp_path / "there.sqlite"
    file.write_bytes(b"")
    code, _, err = civiapi("sandbox", "serve", "--file", str(file), "--sample=1")
    assert code == 2
    assert "there already" in one_line(err)


def test_serving_without_a_file(start, civiapi, environment):
    process = start("sandbox", "serve", "--memory", "--empty", stdout=subprocess.PIPE, text=True)
    described = json.loads(process.stdout.readline())
    file = Path(described["file"])
    assert file.exists()
    environment.setenv("CIVIAPI_API_KEY", described["api_key"])
    assert (
        civiapi("--url", described["url"], "Contact.get", "+s", "id", "--out=jsonl")[1]
        == '{"id":1}\n{"id":2}\n'
    )
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=DEADLINE)[0] == ""
    assert process.returncode == 0
    assert not file.parent.exists()
