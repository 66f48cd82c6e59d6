"""The pipe door: recorded dialogues of a real site, with a real process."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading

import pytest

from civiapi.sandbox.site import Site

DEADLINE = 120
SILENCE = 0.3
CALLED_IN = re.compile(r", called in .* on line \d+")


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("pipe") / "sandbox.sqlite") as site:
        yield site


class Dialogue:
    """A running `civiapi-cv pipe`."""

    def __init__(self, site, *flags):
        command = [
            sys.executable,
            "-W",
            "error",
            "-m",
            "civiapi.sandbox.cv",
            f"--file={site.file}",
            "pipe",
            *flags,
        ]
        environment = {**os.environ, "CIVIAPI_API_KEY": "API_KEY", "CIVIAPI_PASSWORD": "PASSWORD"}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        )
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.decode().removesuffix("\n"))
        self.lines.put(None)

    def send(self, text, end="\n"):
        self.process.stdin.write((text + end).encode())
        self.process.stdin.flush()

    def receive(self):
        return self.lines.get(timeout=DEADLINE)

    def ask(self, method, params, request_id=1):
        self.send(json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": request_id}))
        return json.loads(self.receive())

    def close(self):
        if not self.process.stdin.closed:
            self.process.stdin.close()
        code = self.process.wait(timeout=DEADLINE)
        self.reader.join(DEADLINE)
        self.process.stdout.close()
        errors = self.process.stderr.read().decode()
        self.process.stderr.close()
        return code, errors


@pytest.fixture
def trusted(site):
    dialogue = Dialogue(site, "t")
    assert dialogue.receive() == '{"Civi::pipe":{"t":"trusted"}}'
    dialogue.ask("options", {"apiCheckPermissions": False})
    yield dialogue
    assert dialogue.close() == (0, "")


ONE = {"select": ["id"], "where": [["id", "=", 2]]}


def test_results_are_bare(trusted):
    ask = lambda *call: trusted.ask("api4", call)["result"]  # noqa: E731
    assert ask("Contact", "get", ONE) == [{"id": 2}]
    assert ask("Contact", "get", ONE, 0) == {"id": 2}
    assert ask("Contact", "get", ONE, "id") == {"2": {"id": 2}}
    assert ask("Contact", "get", ONE, ["id"]) == [2]
    assert trusted.ask("api3", ["Contact", "getcount", {"id": 2}])["result"] == 1


def test_position_out_of_range_is_an_error(trusted):
    answer = trusted.ask("api4", ["Contact", "get", ONE, 5])
    assert answer["error"] == {"code": -32099, "message": "Index 5 not found in api results", "data": None}


def test_errors_as_arrays(trusted):
    trusted.ask("options", {"apiError": "array"})
    assert trusted.ask("api4", ["Nosuch", "get", {}])["result"] == {
        "error_code": "not-found",
        "entity": None,
        "action": None,
        "is_error": 1,
        "error_message": "API (Nosuch, get) does not exist (or the extension it belongs to is not enabled).",
    }
    wrong = trusted.ask("api4", ["Contact", "get", {"where": [["bogus", "=", 1]]}])["result"]
    assert (wrong["error_code"], wrong["entity"], wrong["error_message"]) == (
        0,
        "Contact",
        "Invalid field 'bogus'",
    )
    missing = trusted.ask("api3", ["Contact", "create", {}])["result"]
    assert (missing["fields"], missing["error_code"]) == (["contact_type"], "mandatory_missing")
    assert trusted.ask("api4", ["Contact", "get", ONE, 0])["result"] == [{"id": 2}]


def test_errors_as_exceptions(trusted):
    none = trusted.ask("api3", ["Contact", "getsingle", {"id": 999999}])
    assert none["error"]["message"] == "Expected one Contact but found 0"
    type_error = trusted.ask("api4", ["Contact"])
    assert (
        type_error["error"]["message"]
        == "civicrm_api4(): Argument #2 ($action) must be of type string, array given"
    )


def test_trusted_callers_are_checked_unless_they_say_otherwise(site):
    dialogue = Dialogue(site)
    dialogue.receive()
    assert dialogue.ask("api4", ["Contact", "get", ONE])["result"] == []
    assert dialogue.ask("api4", ["Contact", "get", {**ONE, "checkPermissions": False}])["result"] == [
        {"id": 2}
    ]
    assert dialogue.ask("api3", ["Contact", "getcount", {"id": 2, "check_permissions": False}])["result"] == 1
    assert dialogue.close() == (0, "")


def test_several_requests_on_a_line(trusted):
    echo = {"jsonrpc": "2.0", "method": "echo", "params": ["x"], "id": 1}
    trusted.send(json.dumps([echo, {**echo, "method": "nosuch", "id": 2}]))
    answers = json.loads(trusted.receive())
    assert [answer.get("result", answer.get("error", {}).get("code")) for answer in answers] == [
        ["x"],
        -32601,
    ]


def test_answers_are_ascii(trusted):
    trusted.send('{"jsonrpc":"2.0","method":"echo","params":["Ü/ 🎉"],"id":1}')
    assert trusted.receive() == '{"jsonrpc":"2.0","result":["\\u00dc\\/ \\ud83c\\udf89"],"id":1}'
