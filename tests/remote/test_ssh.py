"""cv and pipe through a real OpenSSH server: what arrives, and what is told when it does not."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    BaseApi,
    CallTimeout,
    CommandFailed,
    CvApiV4,
    HttpApiV4,
    InvalidResponse,
    PipeApiV4,
    processes,
)
from civiapi.context import argv, docker
from civiapi.sandbox.serve import Running

from ..fakepipe import api4, asked, children, end_all, fake_in, pid, until
from ..wire import closed
from .programs import put
from .server import DEADLINE, Server

HARD = '\'; "$(touch canary)" `touch canary` \\ * ? [a] ~ # ! \n\t & | < > ( ) { } ^ % = ü🎉'


@pytest.fixture(params=[CvApiV4, PipeApiV4])
def make(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture(params=["ssh()", "ssh() without sharing", "words", "ssh() | sudo | docker"])
def context(request: pytest.FixtureRequest, ssh_server: Server, tmp_path: Path) -> Any:
    if request.param == "words":
        return ssh_server.words()
    if request.param == "ssh() without sharing":
        return ssh_server.context(multiplex=False)
    if request.param == "ssh()":
        return ssh_server.context()
    programs = put(tmp_path)
    return ssh_server.context() | ["env", f"PATH={programs}:/usr/bin:/bin"] | docker("app")


@pytest.fixture
def http(served: Running) -> Iterator[HttpApiV4]:
    served.faults.clear()
    with HttpApiV4(served.url, served.api_key) as api:
        yield api
    served.faults.clear()


def test_every_shell_character_arrives(served: Running, context: Any, make: Any) -> None:
    with make(served.cv, context=context, timeout=DEADLINE) as api:
        made = api.Tag.create(name="far", description=HARD).one()["id"]
        assert api.Tag.get(id=made).one()["description"] == HARD
        assert api.Tag.get(description=HARD, select=["id"]).column("id") == [made]
        api.Tag.delete(id=made)


NAMES = ["a b", "it's", 'say "x"', "$HOME;`id`", "a\nb", "&|<>", "-x", "ü🎉"]


@pytest.mark.parametrize("name", NAMES)
def test_hard_names_of_programs_and_directories(ssh_server: Server, tmp_path: Path, name: str) -> None:
    program = tmp_path / name / "cv"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\0" "$0" "$@"\n')
    program.chmod(0o755)
    started = argv(ssh_server.context(), [str(program), f"--cwd={name}", name])
    done = subprocess.run(started, capture_output=True, timeout=DEADLINE)
    assert done.stdout.decode().split("\0")[:-1] == [str(program), f"--cwd={name}", name]


def test_a_large_request_and_answer(ssh_server: Server, tmp_path: Path) -> None:
    fake = fake_in(tmp_path)
    with api4(fake, context=ssh_server.context()) as api:
        assert api.Fake.create(text="x" * 5_000_000).one()["bytes"] > 5_000_000
        assert len(api.Fake.get(do="answer 20000000").one()["text"]) == 20_000_000


@pytest.mark.parametrize("known", ["wrong_hosts", "no_hosts"])
def test_a_wrong_host_key(served: Running, ssh_server: Server, known: str, make: Any) -> None:
    api = make(served.cv, context=ssh_server.context(known=known), timeout=DEADLINE)
    with pytest.raises(CommandFailed, match="the host is not known, or not the one that is known") as caught:
        api.Contact.delete(id=5)
    assert (caught.value.returncode, caught.value.handled) == (255, False)


def test_a_question_does_not_hang(served: Running, ssh_server: Server, make: Any) -> None:
    """Also of a plain ssh that would ask for the host's key: there is no terminal to ask on."""
    context = ssh_server.words(known="no_hosts")
    with pytest.raises(CommandFailed, match="Host key verification failed"):
        make(served.cv, context=context, timeout=DEADLINE).Contact.get()


def test_a_refused_key(served: Running, ssh_server: Server, make: Any) -> None:
    words = ssh_server.words(key="other_key")
    with pytest.raises(CommandFailed, match="it must log in by a key") as caught:
        make(served.cv, context=words, timeout=DEADLINE).Contact.get()
    assert caught.value.handled is False


def test_a_remote_without_cv(ssh_server: Server, make: Any) -> None:
    with pytest.raises(CommandFailed, match=r"give cv= with its full path.*no-such-cv") as caught:
        make("no-such-cv", context=ssh_server.context()).Contact.delete(id=5)
    assert (caught.value.returncode, caught.value.handled) == (127, False)


def test_nobody_listens(make: Any) -> None:
    with closed() as server:
        api = make(context=f"ssh -F none -o BatchMode=yes -p {server.port} {server.host}", timeout=DEADLINE)
        with pytest.raises(CommandFailed, match="Connection refused") as caught:
            api.Contact.get()
    assert (caught.value.returncode, caught.value.handled) == (255, False)


@pytest.mark.parametrize("multiplex", [True, False])
def test_a_connection_that_is_dropped_in_mid_call(
    ssh_server: Server, tmp_path: Path, multiplex: bool
) -> None:
    """The answer is lost, the call may have been done: unknown, and not done again.  A read goes on."""
    fake = fake_in(tmp_path)
    with api4(fake, context=ssh_server.context(multiplex=multiplex)) as api:
        first = pid(api)
        dropped = _drop_when(ssh_server, lambda: asked(fake, "Fake.create") == 1)
        with pytest.raises(CommandFailed, match="ended without an answer") as caught:
            api.Fake.create(do="hang")
        dropped.join(DEADLINE)
        assert caught.value.handled is None
        assert pid(api) != first
    assert asked(fake, "Fake.create") == 1
    end_all(fake)


def _drop_when(server: Server, true: Any) -> threading.Thread:
    """Drops all connections once the condition holds."""

    def drop() -> None:
        until(true, "the call arrives")
        server.drop()

    thread = threading.Thread(target=drop, daemon=True)
    thread.start()
    return thread


#: Runs a command, and keeps what it says in a file as well: what of it has come here.
TEE = """
import subprocess, sys
with open(sys.argv[1], "wb", 0) as kept, subprocess.Popen(sys.argv[2:], stdout=subprocess.PIPE) as process:
    while piece := process.stdout.read1():
        kept.write(piece)
        sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
sys.exit(process.returncode)
"""


def test_cv_whose_connection_is_dropped_in_mid_answer(
    served: Running, ssh_server: Server, http: HttpApiV4, tmp_path: Path, mocker: Any
) -> None:
    """Answers that came are kept, the rest is unknown: PHP may go on at the other end."""
    api = CvApiV4(served.cv, context=ssh_server.context(multiplex=False), retries=0)
    served.faults.add("slow", entity="Tag", action="create", nth=2, seconds=20)
    came, start = tmp_path / "came", processes.start
    mocker.patch(
        "civiapi.processes.start",
        lambda argv, **streams: start([sys.executable, "-c", TEE, str(came), *argv], **streams),
    )

    def is_amid() -> bool:
        is_written = len(http.Tag.get(name={"LIKE": "drop %"})) == 2
        return is_written and b"drop 0" in came.read_bytes()

    dropped = _drop_when(ssh_server, is_amid)
    outcomes = api.batch([("Tag", "create", {"name": f"drop {number}"}) for number in range(4)])
    dropped.join(DEADLINE)
    errors = [_error(one) for one in outcomes]
    assert [type(error).__name__ for error in errors] == ["NoneType", *["CommandFailed"] * 3]
    assert [error.handled for error in errors[1:]] == [None] * 3


def _error(pending: Any) -> Any:
    try:
        pending.result()
    except (CommandFailed, InvalidResponse) as error:
        return error
    return None


def test_a_timeout_ends_what_is_here(ssh_server: Server, tmp_path: Path) -> None:
    fake = fake_in(tmp_path)
    before = children()
    with api4(fake, context=ssh_server.context(), timeout=DEADLINE) as api:
        pid(api)
        with pytest.raises(CallTimeout) as caught:
            api.with_options(timeout=0.5).Fake.create(do="hang")
        assert caught.value.handled is None
        assert children() == before
        assert pid(api)
    end_all(fake)


def test_connections_are_shared(served: Running, ssh_server: Server) -> None:
    """The second cv does not shake hands again."""
    before = (ssh_server.folder / "log").read_text().count("Accepted publickey")
    context = ssh_server.context()
    for _ in range(3):
        with CvApiV4(served.cv, context=context) as api:
            assert api.Contact.get(id=2, select=["id"])
    assert (ssh_server.folder / "log").read_text().count("Accepted publickey") - before <= 1


def test_no_process_is_left(served: Running, ssh_server: Server) -> None:
    before = children()
    apis: list[BaseApi] = [PipeApiV4(served.cv, context=ssh_server.context()) for _ in range(3)]
    for api in apis:
        assert api.Contact.get(id=2, select=["id"])
    assert len(children()) == len(before) + 3
    for api in apis:
        api.close()
    assert children() == before
