"""How the processes behind CvApi end: not found, too late, interrupted; and what is told of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    ApiCallError,
    CallTimeout,
    CommandFailed,
    CvApiV3,
    CvApiV4,
    InvalidResponse,
    cv,
    processes,
)

from .fakecv import api4, fake_in
from .fakepipe import is_alive
from .support import API_KEY, secrets_in


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    return fake_in(tmp_path)


@pytest.mark.parametrize("command", ["no-such-cv", "/nowhere/cv", ["no such cv", "x"]])
def test_missing_command(command: Any) -> None:
    with pytest.raises(subprocess.CalledProcessError) as caught:
        CvApiV4(command).Contact.get()
    error = caught.value
    assert isinstance(error, CommandFailed)
    assert (error.returncode, error.handled) == (127, False)
    assert "could not be started: " in str(error)
    assert str(error).startswith("Contact.get: ")
    assert told_once(error)


def told_once(error: BaseException) -> bool:
    """Whether there is one traceback, without that of the library below."""
    return "".join(traceback.format_exception(error)).count("Traceback") == 1


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
    for _ in range(5000):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.01)
    return False


def child_of(fake: Path) -> str:
    """The process that it has started, if it has come that far."""
    file = fake.with_name("child")
    return file.read_text() if file.exists() else ""


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_timeout_ends_the_process_and_its_children(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "hang")
    for seconds in (3, 30):  # the second where the machine is too busy for it to get that far in the first
        started = time.monotonic()
        with pytest.raises(
            CallTimeout, match=rf"within {seconds} s; the call may still be running"
        ) as caught:
            api4(fake, timeout=seconds, context=["env", "A=1"]).Contact.delete(id=5)
        assert time.monotonic() - started < seconds + 200  # they would take 300 s by themselves
        assert caught.value.handled is None
        assert told_once(caught.value)
        if child := child_of(fake):
            break
    assert gone(json.loads(fake.with_name("argv").read_text())[2])
    assert gone(int(child))


def test_timeout_does_not_wait_for_a_daemon_that_keeps_the_output_open(
    fake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the master process does that ssh's ControlPersist leaves behind."""
    monkeypatch.setenv("FAULT", "daemon")
    for seconds in (3, 30):
        with pytest.raises(CallTimeout):
            api4(fake).with_options(timeout=seconds).Contact.get()
        if child := child_of(fake):
            break
    assert is_alive(int(child))  # it was not waited for
    os.kill(int(child), 9)


def test_interrupt_leaves_nothing_behind(fake: Path, monkeypatch: pytest.MonkeyPatch, mocker: Any) -> None:
    monkeypatch.setenv("FAULT", "hang")
    killed = mocker.spy(processes, "kill")
    process = processes.start([sys.executable, str(fake)])
    mocker.patch.object(process, "communicate", side_effect=KeyboardInterrupt)
    mocker.patch("civiapi.processes.start", return_value=process)
    with pytest.raises(KeyboardInterrupt):
        api4(fake).Contact.get()
    assert killed.call_count == 1
    assert process.poll() is not None
    processes.kill(process)  # what is gone already is no error


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


def test_end_without_an_answer(mocker: Any, fake: Path) -> None:
    api = api4(fake)
    mocker.patch.object(cv.Dialogue, "answers", return_value=[None])
    with pytest.raises(InvalidResponse, match="without an answer to this call"):
        api.Contact.get()
