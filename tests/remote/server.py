"""A real OpenSSH server as an ordinary process on a high port of the loopback, with keys made for it."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from civiapi import context

#: Seconds for the server to start, and to end.
DEADLINE = 60
#: How often it is started, each time on another port.
TRIES = 5
_CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
MaxStartups 100
MaxSessions 100
"""
#: From OpenSSH 9.8 on, which lets nobody in for a while from where a log-in failed or a session was killed.
_LENIENT = "PerSourcePenalties no\n"


def sshd() -> str | None:
    """The server's program, which sshd wants to be called by its full path."""
    return shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def has_sshd() -> bool:
    """Whether tests through ssh can be run; where CI is set they must be."""
    return sshd() is not None or bool(os.environ.get("CI"))


@dataclass(frozen=True)
class Server:
    """Where it listens, and the files that a client needs."""

    port: int
    folder: Path
    process: int

    def options(self, known: str = "known_hosts") -> tuple[str, ...]:
        file = self.folder / known
        return ("-F", "none", "-o", f"UserKnownHostsFile={file}", "-o", "StrictHostKeyChecking=yes")

    def context(self, *, known: str = "known_hosts", multiplex: bool = True) -> context.Context:
        """How to run a command there."""
        return context.ssh(
            "127.0.0.1",
            user=getpass.getuser(),
            port=self.port,
            identity=self.folder / "key",
            options=self.options(known),
            multiplex=multiplex,
        )

    def words(self, key: str = "key", known: str = "known_hosts") -> list[str]:
        """The same, as the words of a plain ssh, which may ask."""
        login = ["-p", str(self.port), "-i", str(self.folder / key), "-l", getpass.getuser()]
        return ["ssh", "-F", "none", "-o", f"UserKnownHostsFile={self.folder / known}", *login, "127.0.0.1"]

    def drop(self) -> None:
        """Kill its ends of all connections, as when a network goes away."""
        text = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        for session in text.split():
            with suppress(ProcessLookupError):  # it is just ending
                os.kill(int(session), signal.SIGKILL)


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server for as long as it is needed; its log is in the folder."""
    program = sshd()
    assert program is not None, "there is no sshd"
    _make_keys(folder)
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    for _ in range(TRIES):
        port = _configured(program, folder)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([program, "-D", "-e", "-f", str(folder / "config")], stderr=log)
        if _listens(folder, process):
            break
    else:
        raise AssertionError(f"sshd ended: {(folder / 'log').read_text()}")
    try:
        yield Server(port, folder, process.pid)
    finally:
        for kept in Path(os.environ["XDG_RUNTIME_DIR"], "civiapi").glob("*"):  # connections that were shared
            subprocess.run(["ssh", "-S", str(kept), "-O", "exit", "x"], capture_output=True, timeout=DEADLINE)
        process.terminate()
        process.wait(DEADLINE)


def _make_keys(folder: Path) -> None:
    for name in ("host_key", "other_key", "key"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(made, check=True, timeout=DEADLINE)
    shutil.copyfile(folder / "key.pub", folder / "authorized_keys")


def _configured(program: str, folder: Path) -> int:
    """A port that is free, and the files that name it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    config, text = folder / "config", _CONFIG.format(port=port, folder=folder)
    config.write_text(text + _LENIENT)
    tried = subprocess.run([program, "-t", "-f", str(config)], capture_output=True, timeout=DEADLINE)
    if tried.returncode:
        config.write_text(text)
    for known, key in (("known_hosts", "host_key"), ("wrong_hosts", "other_key")):
        public = (folder / f"{key}.pub").read_text()
        (folder / known).write_text(f"[127.0.0.1]:{port} {public}")
    (folder / "no_hosts").write_text("")
    return port


def _listens(folder: Path, process: subprocess.Popen[bytes]) -> bool:
    """Wait until it does; False where it has ended, as when another process was faster to take the port.

    By its log: a connection to a port on which nobody listens may be one to itself.
    """
    end = time.monotonic() + DEADLINE
    while "Server listening on" not in (said := (folder / "log").read_text()):
        if process.poll() is not None:
            return False
        if time.monotonic() > end:
            process.kill()
            process.wait()
            raise AssertionError(f"sshd does not listen: {said}")
        time.sleep(0.02)
    return True
