"""A command as a process of its own, with plumbum: started, run to its end, killed."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from typing import Any

from .errors import CallTimeout, CommandFailed

Completed = subprocess.CompletedProcess


def start(argv: Sequence[str], **streams: Any) -> Any:
    """A command as a process in a group of its own; CommandFailed (127) where there is no such command."""
    from plumbum import local

    # plumbum remembers the environment and directory that it was imported in
    found = shutil.which(argv[0])
    try:
        if found is None:
            raise FileNotFoundError(0, "no such command here; give its full path")
        command = local[os.path.abspath(found)]
        return command.popen(argv[1:], new_session=True, env=dict(os.environ), cwd=os.getcwd(), **streams)
    except OSError as error:
        raise CommandFailed(
            f"{argv[0]} could not be started: {error.strerror or error}",
            cmd=argv,
            returncode=127,
            handled=False,
        ) from None


def run(argv: Sequence[str], said: bytes | None, timeout: float, **streams: Any) -> Completed[bytes]:
    """Start a command, hand it the lines, wait for its end; kills its process group on a timeout.

    ``streams`` are stdin or stdout, where these are files.
    """
    process = start(argv, **streams)
    try:
        stdout, stderr = process.communicate(said, timeout)
    except subprocess.TimeoutExpired:
        kill(process)
        text = f"cv did not answer within {timeout:g} s; the call may still be running"
        raise CallTimeout(text if said is not None else f"no file copied within {timeout:g} s") from None
    except BaseException:  # Ctrl-C: nothing may stay behind
        kill(process)
        raise
    return Completed(list(argv), process.returncode, stdout, stderr)


def kill(process: Any) -> None:
    """End a process and its group, and reap it."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for stream in filter(None, (process.stdin, process.stdout, process.stderr)):
        with contextlib.suppress(OSError):
            stream.close()  # not read to its end: a daemon of the context may hold it open for ever
    process.wait()


def lines(output: bytes) -> list[str]:
    """What was said, without what is blank."""
    return [line.strip() for line in output.decode("utf-8", "replace").splitlines() if line.strip()]
