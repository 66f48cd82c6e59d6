"""The processes behind CvApi: their command line, their input, their end; with a cv that is a small script."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    AccessDenied,
    ApiCallError,
    ApiError,
    CallTimeout,
    CommandFailed,
    CvApiV3,
    CvApiV4,
    InvalidResponse,
    UsageError,
    cv,
)

from .support import API_KEY, secrets_in

#: Answers each call with one row; ``FAULT`` says what goes wrong, and where.
FAKE = """
import json, os, pathlib, sys, time
here = pathlib.Path(__file__).parent
fault = os.environ.get("FAULT", "")
(here / "argv").write_text(json.dumps([sys.argv[1:], os.getcwd(), os.getpid()]))
out = sys.stdout
def say(text): out.write(text); out.flush()
if fault == "banner": say("Welcome\\n")
say('{"Civi::pipe":{"t":"trusted"}}\\n')
if fault == "hang":
    if not os.fork():
        (here / "child").write_text(str(os.getpid()))
        time.sleep(60)
    time.sleep(60)
if fault == "daemon":
    if not os.fork():
        os.setsid()
        (here / "child").write_text(str(os.getpid()))
        time.sleep(60)
    time.sleep(60)
if fault == "stdin lost": sys.exit(0)
data = sys.stdin.buffer.read()
with (here / "stdin").open("ab") as file: file.write(data + b"\\x00")
prefix, number = "", 0
for line in data.decode().splitlines():
    try: request = json.loads(line)
    except ValueError:
        say(prefix + '{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error","data":null}}\\n'); continue
    method, body = request["method"], {}
    if method == "options": prefix = request["params"]["responsePrefix"]; body["result"] = request["params"]
    elif method == "login":
        if fault == "login": body["error"] = {"code": -32099, "message": "Must specify principal with valid user, userId, or contactId"}
        else: body["result"] = {"contactId": 2, "userId": 1}
    else:
        number += 1
        if fault == "fatal" and number == 2:
            sys.stderr.write("PHP Fatal error:  Allowed memory size exhausted\\n"); sys.exit(255)
        if fault == "lost" and number == 2: os._exit(255)
        if fault == "noise": say("a notice"); sys.stderr.write("[PHP Warning] careless\\n")
        entity, action, params = request["params"]
        body["result"] = [{"asked": f"{entity}.{action}", "params": params}] if method == "api4" else 35
    say(prefix + json.dumps({"jsonrpc": "2.0", **body, "id": request["id"]}) + "\\n")
"""


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    """A cv, its words separate so that its directory may hold a blank."""
    place = tmp_path / "my tools"
    place.mkdir()
    file = place / "cv.py"
    file.write_text(FAKE, encoding="utf-8")
    return file


def api4(fake: Path, **options: Any) -> CvApiV4:
    return CvApiV4([sys.executable, fake], **{"timeout": 30, "retries": 0, **options})


def argv_of(fake: Path) -> Any:
    return json.loads(fake.with_name("argv").read_text())[0]


def written(fake: Path) -> list[list[dict[str, Any]]]:
    """The requests of each process."""
    inputs = fake.with_name("stdin").read_bytes().split(b"\0")[:-1]
    return [[json.loads(line) for line in one.splitlines()] for one in inputs]


def test_command_line_holds_fixed_words_only(fake: Path) -> None:
    hard = '\'; touch x; "$(id)" `ls` \\n -t --help null ü🎉\n\x00'
    row = api4(fake, user="canary-user").Contact.update(id=5, nick_name=hard, api_key=API_KEY).one()
    assert row["params"] == {"where": [["id", "=", 5]], "values": {"nick_name": hard, "api_key": API_KEY}}
    assert argv_of(fake) == ["pipe", "t"]
    assert "canary" not in fake.with_name("argv").read_text()


def test_arguments_and_directory(fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "my site"
    site.mkdir()
    monkeypatch.chdir(site)
    api4(fake, cwd=Path("/var/my site"), context=["env", "A=b c"]).Contact.get()
    words, directory, _ = json.loads(fake.with_name("argv").read_text())
    assert words == ["--cwd=/var/my site", "pipe", "t"]
    assert directory == str(site)


def test_environment_is_that_of_now(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """plumbum remembers the one that it was imported in."""
    monkeypatch.setenv("FAULT", "login")
    with pytest.raises(AccessDenied):
        api4(fake, user="nobody").Contact.get()


@pytest.mark.parametrize("context", [None, "sh -c", ["bash", "-c"], "env A=1", [["sh", "-c"], "nice -n 1"]])
def test_through_contexts(fake: Path, context: Any) -> None:
    assert api4(fake, context=context).Contact.get(id=5).one()["asked"] == "Contact.get"
    assert CvApiV3([sys.executable, fake], context=context).Contact.getcount(id=5) == 35


def test_one_process_for_many_calls(fake: Path) -> None:
    api = api4(fake)
    calls = [api._call("Contact", "get", {"id": number}, None, {}) for number in range(5)]
    answers = api.send(calls)
    assert [answer.payload["values"][0]["params"]["where"][0][2] for answer in answers] == [0, 1, 2, 3, 4]
    assert len(written(fake)) == 1
    assert api.send([]) == []
    assert len(written(fake)) == 1


def test_permissions_are_said_explicitly(fake: Path) -> None:
    api4(fake).Contact.get()
    api4(fake, user=2, check_permissions=True).Contact.get()
    checked = [one[0]["params"]["apiCheckPermissions"] for one in written(fake)]
    assert checked == [False, True, True]
    with pytest.raises(UsageError, match="needs user="):
        api4(fake, check_permissions=True)
    with pytest.raises(UsageError, match="with user="):
        api4(fake).with_options(check_permissions=True)
    api4(fake, user=2, check_permissions=True).with_options(check_permissions=False).Contact.get()
    assert written(fake)[-1][0]["params"]["apiCheckPermissions"] is False


def test_refused_login_runs_no_call(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "login")
    with pytest.raises(AccessDenied, match="valid user") as caught:
        api4(fake, user="nobody").Contact.delete(id=5)
    assert caught.value.handled is False
    assert str(caught.value).startswith("Contact.delete: ")
    assert [[request["method"] for request in one] for one in written(fake)] == [["options", "login"]]


def test_login_that_worked_is_tried_once(fake: Path) -> None:
    api = api4(fake, user="admin")
    api.Contact.get()
    api.Contact.get()
    methods = [[request["method"] for request in one] for one in written(fake)]
    assert methods == [["options", "login"], ["options", "login", "api4"], ["options", "login", "api4"]]


def test_noise(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "noise")
    got = api4(fake).Contact.get()
    assert got.one()["asked"] == "Contact.get"
    assert got.warnings == ["a notice", "[PHP Warning] careless"]
    monkeypatch.setenv("FAULT", "banner")
    assert api4(fake).Contact.get().warnings == ["Welcome"]


@pytest.mark.parametrize(("fault", "known"), [("fatal", False), ("lost", None)])
def test_end_in_the_middle(
    fake: Path, monkeypatch: pytest.MonkeyPatch, fault: str, known: bool | None
) -> None:
    """What PHP itself ended is over; behind a connection that broke (ssh ends with 255) it may go on."""
    monkeypatch.setenv("FAULT", fault)
    api = api4(fake)
    answers = api.send([api._call("Tag", "create", {"name": "x"}, None, {})] * 3)
    assert answers[0].payload["values"]
    second, third = answers[1].error, answers[2].error
    for error in (second, third):
        assert isinstance(error, CommandFailed)
        assert isinstance(error, subprocess.CalledProcessError)
        assert error.returncode == 255
        assert str(error).startswith("Tag.create: PHP ended in the middle (exit 255)")
    assert (second.handled, third.handled) == (None, known)
    assert ("Allowed memory" in str(second)) is (fault == "fatal")


def test_lost_input(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "stdin lost")
    with pytest.raises(InvalidResponse, match="docker exec and kubectl exec need -i") as caught:
        api4(fake).Contact.delete(id=5)
    assert caught.value.handled is False
    with pytest.raises(InvalidResponse, match=" -i"):
        CvApiV4([sys.executable, fake], context=["sh", "-c"], retries=0).Contact.get()


@pytest.mark.parametrize("size", [400, 450])
def test_cut_input(fake: Path, size: int) -> None:
    """A context that hands on a part of the input: the rest of the call is no JSON, and nothing runs."""
    script = f'head -c {size} | "$0" "$@"'
    with pytest.raises(InvalidResponse, match="standard input was cut"):
        api4(fake, context=["sh", "-c", script]).Note.create(note="x" * 1000)
    assert (
        api4(fake, context=["sh", "-c", 'cat | "$0" "$@"']).Note.create(note="x").one()["asked"]
        == "Note.create"
    )


@pytest.mark.parametrize("command", ["no-such-cv", "/nowhere/cv", ["no such cv", "x"]])
def test_missing_command(command: Any) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        CvApiV4(command).Contact.get()
    error = caught.value
    assert isinstance(error, CommandFailed)
    assert (error.returncode, error.handled) == (127, False)
    assert "could not be started: " in str(error)
    assert str(error).startswith("Contact.get: ")


def test_missing_command_behind_a_context() -> None:
    with pytest.raises(CommandFailed, match="no-such-cv") as caught:
        CvApiV4("no-such-cv", context="sh -c").Contact.get()
    assert caught.value.returncode == 127


def test_command_that_may_not_be_run(tmp_path: Path) -> None:
    file = tmp_path / "cv"
    file.write_text("x")
    with pytest.raises(CommandFailed, match="could not be started"):
        CvApiV4(file).Contact.get()


@pytest.mark.parametrize("make", [CvApiV3, CvApiV4])
def test_echo_is_no_cv(make: Any) -> None:
    with pytest.raises(InvalidResponse) as caught:
        make("echo").Contact.get()
    assert isinstance(caught.value.response, subprocess.CompletedProcess)
    assert "pipe t" in str(caught.value)
    with pytest.raises(InvalidResponse, match="nothing at all"):
        make("true").Contact.get()
    with pytest.raises(CommandFailed, match=r"exit 1.*said nothing"):
        make("false").Contact.get()


def gone(pid: int) -> bool:
    """Whether a process has ended, now or within some seconds."""
    for _ in range(500):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_timeout_ends_the_process_and_its_children(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "hang")
    started = time.monotonic()
    with pytest.raises(CallTimeout, match=r"within 1 s; the call may still be running") as caught:
        api4(fake, timeout=1, context=["env", "A=1"]).Contact.delete(id=5)
    assert time.monotonic() - started < 20
    assert caught.value.handled is None
    assert gone(json.loads(fake.with_name("argv").read_text())[2])
    assert gone(int(fake.with_name("child").read_text()))


def test_timeout_does_not_wait_for_a_daemon_that_keeps_the_output_open(
    fake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the master process does that ssh's ControlPersist leaves behind."""
    monkeypatch.setenv("FAULT", "daemon")
    started = time.monotonic()
    try:
        with pytest.raises(CallTimeout):
            api4(fake).with_options(timeout=1).Contact.get()
        assert time.monotonic() - started < 20
    finally:
        os.kill(int(fake.with_name("child").read_text()), 9)


def test_interrupt_leaves_nothing_behind(fake: Path, monkeypatch: pytest.MonkeyPatch, mocker: Any) -> None:
    monkeypatch.setenv("FAULT", "hang")
    killed = mocker.spy(cv, "kill")
    process = cv.start([sys.executable, str(fake)])
    mocker.patch.object(process, "communicate", side_effect=KeyboardInterrupt)
    mocker.patch("civiapi.cv.start", return_value=process)
    with pytest.raises(KeyboardInterrupt):
        api4(fake).Contact.get()
    assert killed.call_count == 1
    assert process.poll() is not None
    cv.kill(process)  # what is gone already is no error


def test_secrets_stay_out_of_what_is_told(fake: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
    api = api4(fake)
    told = [repr(api), repr(api.Contact)]
    for fault in ("fatal", "login", "stdin lost"):
        monkeypatch.setenv("FAULT", fault)
        with caplog.at_level("DEBUG", "civiapi"):
            try:
                api4(fake, user="x").send([api._call("Contact", "get", {"api_key": API_KEY}, None, {})] * 2)
            except ApiCallError as error:
                told += [str(error), repr(error), repr(error.call), str(vars(error))]
    assert [text for text in [*told, caplog.text] if secrets_in(text)] == []


def test_repr_names_where_it_runs() -> None:
    assert repr(CvApiV4("cv", context="ssh host")) == "<CvApiV4 ssh host cv>"
    assert repr(CvApiV3(["/my tools/cv"], context=[["sh", "-c"]])) == "<CvApiV3 sh -c /my tools/cv>"


def test_php_error_of_one_call(mocker: Any, fake: Path) -> None:
    api = api4(fake)
    mocker.patch.object(cv.Dialogue, "answers", lambda self, heard: [None])
    with pytest.raises(InvalidResponse, match="without an answer to this call"):
        api.Contact.get()
    assert not isinstance(InvalidResponse("x"), ApiError)
