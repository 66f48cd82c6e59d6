"""The command as its users meet it: in this process, as a process, and in a terminal."""

from __future__ import annotations

import contextlib
import fcntl
import io
import os
import pty
import selectors
import shutil
import struct
import subprocess
import sys
import termios
import time

import pytest

from civiapi.cli import main

DEADLINE = 120
COMMAND = [sys.executable, "-W", "error", "-m", "civiapi.cli"]
#: Makes the terminal on standard input the one whose Ctrl-C counts, as a login does.
LOGIN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"


@pytest.fixture(scope="session")
def data_home(template, tmp_path_factory):
    """A user's data directory with a sandbox in it."""
    home = tmp_path_factory.mktemp("data")
    (home / "civiapi").mkdir()
    shutil.copyfile(template, home / "civiapi" / "sandbox.sqlite")
    return home


@pytest.fixture
def environment(data_home, monkeypatch):
    """No site and no key in the environment, 80 columns."""
    for name in [name for name in os.environ if name.startswith("CIVIAPI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(data_home))
    monkeypatch.setenv("COLUMNS", "80")
    return monkeypatch


@pytest.fixture
def civiapi(environment, capsys):
    """Runs the command in this process: (exit code, standard output, standard error)."""

    def run(*words, stdin=b""):
        environment.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def start(environment):
    """Starts the command as a process; everything started is killed and reaped in the end."""
    with contextlib.ExitStack() as stack:

        def started(*words, **options):
            login = [sys.executable, "-c", LOGIN] if options.get("start_new_session") else []
            process = subprocess.Popen([*login, *COMMAND, *words], **options)
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield started


@pytest.fixture
def terminal(start):
    """Runs the command in a terminal: (exit code, all that is on the screen).

    ``typing`` is what a person types when a text shows up: [(text, answer)], or (text, answer, "hidden") for
    what is typed without an echo.
    """

    def run(*words, columns=80, typing=()):
        os.environ.pop("COLUMNS", None)
        mine, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        known = {**os.environ, "TERM": "xterm"}
        process = start(*words, stdin=theirs, stdout=theirs, stderr=theirs, env=known, start_new_session=True)
        os.close(theirs)
        try:
            screen = _screen(mine, list(typing))
        finally:
            os.close(mine)
        return process.wait(DEADLINE), screen.replace("\r\n", "\n")

    return run


def _wait_until_hidden(master):
    """What was typed before the echo is off is thrown away by getpass."""
    end = time.monotonic() + DEADLINE
    while termios.tcgetattr(master)[3] & termios.ECHO and time.monotonic() < end:
        time.sleep(0.005)


def _screen(master, typing):
    screen = b""
    end = time.monotonic() + DEADLINE
    with selectors.DefaultSelector() as selector:
        selector.register(master, selectors.EVENT_READ)
        while selector.select(max(0, end - time.monotonic())):
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other side is closed
                break
            if not piece:
                break
            screen += piece
            if typing and typing[0][0].encode() in screen:
                _, answer, *hidden = typing.pop(0)
                if hidden:
                    _wait_until_hidden(master)
                os.write(master, answer.encode())
        else:
            raise TimeoutError(screen.decode("utf-8", "replace"))
    return screen.decode("utf-8", "replace")
