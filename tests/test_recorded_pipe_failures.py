"""Noise, PHP errors, refused log-ins and missing sites, as a real `cv pipe` has them (recorded/pipe.json)."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from typing import Any

import pytest

from civiapi import (
    AccessDenied,
    ApiCallError,
    ApiError,
    CommandFailed,
    InvalidResponse,
    Result,
    Unavailable,
    cv,
    jsonrpc,
)
from civiapi.dialogue import Dialogue

from .support import GREETING, NAMES, ROWS, call_of, done, read, recorded, results_of, spoken

RECORDED = recorded("pipe.json")
FAILURES: dict[str, dict[str, Any]] = {one["name"]: one for one in RECORDED["failures"]}
DIALOGUES: dict[str, dict[str, Any]] = {one["name"]: one for one in RECORDED["dialogues"]}


def test_trace_is_left_out_of_errors() -> None:
    failed = {
        "is_error": 1,
        "error_code": 0,
        "error_message": "Illegal operator",
        "trace": "password in a trace",
    }
    (got,) = results_of([NAMES], [failed])
    assert "trace" not in got.data


@pytest.mark.parametrize(
    ("noise", "warning"),
    [
        ("<pre>careless debug output</pre>\n", "<pre>careless debug output</pre>"),
        ("no line end", "no line end"),
        ('{"looks":"like JSON"}\n', '{"looks":"like JSON"}'),
        (
            '{"jsonrpc":"2.0","result":["not yours"],"id":2}\n',
            '{"jsonrpc":"2.0","result":["not yours"],"id":2}',
        ),
    ],
)
def test_stray_output_is_a_warning(noise: str, warning: str) -> None:
    dialogue = Dialogue([NAMES])
    *head, last = spoken(dialogue, [ROWS]).splitlines(keepends=True)
    (answer,) = cv.read(
        dialogue, done(b"".join(head) + noise.encode() + last, "[PHP User Warning] careless\n\n")
    )
    got = read(answer)
    assert got == ROWS
    assert got.warnings == [warning, "[PHP User Warning] careless"]


def test_banner_before_the_greeting_is_a_warning() -> None:
    dialogue = Dialogue([NAMES])
    output = b"\xef\xbb\xbfWelcome to host \xff\n" + spoken(dialogue, [ROWS])
    got = read(cv.read(dialogue, done(output))[0])
    assert got == ROWS
    assert [text.lstrip("\ufeff") for text in got.warnings] == ["Welcome to host \ufffd"]


@pytest.mark.parametrize("name", [name for name in DIALOGUES if name.startswith("noise")])
def test_recorded_noise(name: str) -> None:
    """The recorded bytes themselves; without a prefix of ours only those that used one can be told apart."""
    received = [line["recv"] for line in DIALOGUES[name]["lines"] if "recv" in line]
    prefix = "\x01\x01" if name.endswith("prefix") else ""
    heard = jsonrpc.hear("\n".join(received).encode(), prefix)
    assert heard.header is not None
    assert heard.header["Civi::pipe"]["t"] == "trusted"
    if prefix or name in ("noise-line", "noise-php-warning"):
        assert heard.answers[2]["result"] == 1
        assert heard.answers[3]["result"] == [1]
        strays = [text for text in heard.noise if not text.startswith('{"jsonrpc')]
        assert strays == ([] if name == "noise-php-warning" else [strays[0]])


def test_recorded_answers_without_id() -> None:
    received = [line["recv"] for line in DIALOGUES["small-buffer"]["lines"] if "recv" in line]
    heard = jsonrpc.hear("\n".join(received).encode(), "")
    assert [one["error"]["code"] for one in heard.unpaired] == [jsonrpc.PARSE_ERROR] * 2
    assert sorted(heard.answers) == [1, 3]


def test_php_error_in_one_call_leaves_the_others_of_v4() -> None:
    message = next(
        line["recv"] for line in DIALOGUES["php-error-mid-call"]["lines"] if "error" in line.get("recv", "")
    )
    text = json.loads(message)["error"]["message"]
    first, broken, last = results_of([NAMES, NAMES, NAMES], [ROWS, RuntimeError(text), ROWS])
    assert first == last == ROWS
    assert type(broken) is ApiError
    assert (broken.message, broken.code, broken.handled) == (text, jsonrpc.SERVER_ERROR, True)
    assert "secret" not in repr(broken.data)


def test_php_error_in_v3_undoes_what_follows() -> None:
    """Its transaction stays open: what is answered afterwards is rolled back at the end."""
    call = call_of("Tag", "create", {"name": "x"}, version=3)
    made = {"is_error": 0, "version": 3, "count": 1, "id": 6, "values": {"6": {"id": "6"}}}
    first, broken, undone = results_of([call, call, call], [made, TypeError("trim()"), made])
    assert first == {"6": {"id": "6"}}
    assert type(broken) is ApiError
    assert type(undone) is InvalidResponse


@pytest.mark.parametrize("name", ["exit-mid-call", "php-fatal-mid-call", "civi-exit-mid-call"])
def test_end_in_the_middle(name: str) -> None:
    """Earlier calls keep their answers, the one that broke it is unknown, later ones were not run."""
    one = DIALOGUES[name]
    calls = [NAMES, NAMES, NAMES]
    dialogue = Dialogue(calls)
    lines = spoken(dialogue, [ROWS, ROWS, ROWS]).splitlines(keepends=True)
    answers = cv.read(dialogue, done(b"".join(lines[:3]), one["stderr"], one["exit"]))
    first, broken, later = map(read, answers)
    assert first == ROWS
    for got in (broken, later):
        assert isinstance(got, CommandFailed if one["exit"] else InvalidResponse)
        assert got.call is NAMES
    assert (broken.handled, later.handled) == (None, False)
    if one["exit"]:
        assert (broken.returncode, broken.cmd) == (one["exit"], ["cv", "pipe", "t"])
        assert str(one["exit"]) in str(broken)
    if "Allowed memory" in one["stderr"]:
        assert "Allowed memory size" in str(broken)


def test_wherever_the_output_is_cut_no_half_answer_is_read() -> None:
    dialogue = Dialogue([NAMES, call_of("Contact", "getcount", {}, version=3)])
    output = spoken(dialogue, [ROWS, 15])
    whole = 0
    for cut in range(len(output)):
        try:
            answers = cv.read(dialogue, done(output[:cut], code=0))
        except InvalidResponse:
            continue
        first, second = map(read, answers)
        assert first == ROWS or isinstance(first, InvalidResponse)
        assert second == 15 or isinstance(second, InvalidResponse)
        whole += first == ROWS
    assert whole > 10


def test_input_cut_in_the_middle_of_a_call() -> None:
    dialogue = Dialogue([NAMES])
    lines = spoken(dialogue, [ROWS]).splitlines(keepends=True)
    parse_error = next(
        line["recv"] for line in DIALOGUES["error-parse"]["lines"] if "32700" in line.get("recv", "")
    )
    output = b"".join(lines[:2]) + f"{dialogue.prefix}{parse_error}\n".encode()
    got = read(cv.read(dialogue, done(output))[0])
    assert isinstance(got, InvalidResponse)
    assert "standard input was cut" in str(got)


@pytest.mark.parametrize("output", [GREETING, GREETING + "a notice\n"])
def test_input_lost(output: str) -> None:
    with pytest.raises(InvalidResponse, match=" -i") as caught:
        cv.read(Dialogue([NAMES]), done(output.encode()))
    assert caught.value.handled is False


LOGINS = [
    json.loads(line["recv"])["error"]["message"]
    for name in ("login-unknown", "login-untrusted-refused", "login-contactId")
    for line in DIALOGUES[name]["lines"]
    if '"error"' in line.get("recv", "")
]


@pytest.mark.parametrize("message", LOGINS)
def test_login_refused(message: str) -> None:
    dialogue = Dialogue([NAMES], user="nobody")
    with pytest.raises(AccessDenied) as caught:
        cv.read(dialogue, done(spoken(dialogue, [ROWS], login=RuntimeError(message))))
    assert message in str(caught.value)
    assert caught.value.handled is False
    assert caught.value.data == message


FAILED: Mapping[str, tuple[type[ApiCallError], str]] = {
    "pipe-not-in-a-site": (CommandFailed, "cwd="),
    "not-in-a-site": (CommandFailed, "cwd="),
    "settings-env-missing": (CommandFailed, "cwd="),
    "cwd-missing": (CommandFailed, "/var/www/nosuch does not exist"),
    "pipe-database-down": (Unavailable, "errorID:zm8t-ARaR-17ND"),
    "boot-db-down": (Unavailable, "errorID:"),
    "boot-db-password": (Unavailable, "errorID:"),
    "boot-db-missing": (Unavailable, "errorID:"),
    "boot-settings-syntax": (CommandFailed, "syntax error"),
    "boot-not-installed": (InvalidResponse, "CIVICRM_DSN in civicrm.settings.php"),
    "pipe-greeting-tu": (CommandFailed, "Cannot modify"),
    "api4-error-option": (CommandFailed, '"--bogus" option does not exist'),
    "php-fatal": (CommandFailed, "Allowed memory size"),
    "php-fatal-displayed": (CommandFailed, "Allowed memory size"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_cv_that_does_not_come_to_the_calls(name: str) -> None:
    one, (kind, words) = FAILURES[name], FAILED[name]
    completed = done(one["stdout"].encode(), one["stderr"], one["exit"])
    with pytest.raises(ApiCallError) as caught:
        cv.read(Dialogue([NAMES]), completed)
    error = caught.value
    assert type(error) is kind
    assert words in str(error)
    assert error.handled is False
    assert error.response is completed
    if isinstance(error, CommandFailed):
        assert isinstance(error, subprocess.CalledProcessError)
        assert error.returncode == one["exit"]
        assert error.stderr == one["stderr"].encode()
    if isinstance(error, Unavailable):
        assert error.error_id is not None


@pytest.mark.parametrize(
    ("stderr", "words"),
    [
        ('\n  Command "pipe" is not defined.  \n', "cv 0.3.15"),
        ("PHP Fatal error: Uncaught Error: Call to undefined method Civi::pipe()", "CiviCRM 5.47"),
        ("", "it said nothing"),
    ],
)
def test_what_is_too_old(stderr: str, words: str) -> None:
    with pytest.raises(CommandFailed, match=words):
        cv.read(Dialogue([NAMES]), done(b"", stderr, 1))


def test_silence_is_said_to_be_silence() -> None:
    with pytest.raises(InvalidResponse, match="nothing at all"):
        cv.read(Dialogue([NAMES]), done(b""))


def test_result_knows_its_call() -> None:
    (got,) = results_of([NAMES], [ROWS])
    assert isinstance(got, Result)
    assert got.call is NAMES


def test_line_is_one_line_whatever_it_holds() -> None:
    text = "a\nb\r\u2028\u0085\x00\"'$(x)`y`"
    line = jsonrpc.line(3, "echo", [text])
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert json.loads(line) == {"jsonrpc": "2.0", "method": "echo", "params": [text], "id": 3}
