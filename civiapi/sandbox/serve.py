"""Running the HTTP door: as a program of its own, or in a thread beside tests."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import socket
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import uvicorn

from .auth import Keys
from .http import application
from .site import Site

STOP_SECONDS = 5
"""How long a call that is being answered may take to end when the server is stopped."""
START_SECONDS = JOIN_SECONDS = 30
"""How long the thread of a server may take to start, and to end."""


class Running(NamedTuple):
    """Where a served site is reached, and with what."""

    url: str
    api_key: str
    site_key: str
    cv: str
    """A command line that works on the same file; its words are separated by single blanks."""
    file: str


class _Server(uvicorn.Server):
    """A server that tells when it listens."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def serve(file: str | Path | None = None, host: str = "127.0.0.1", port: int = 0) -> int:
    """Serve a site until SIGTERM or SIGINT; its exit code.

    When the server listens, one line of JSON with the members of Running goes to standard output, and
    nothing else ever does. Port 0 is a free one.
    """
    with contextlib.ExitStack() as stack:
        site = stack.enter_context(Site.open(file))
        listener = stack.enter_context(_listen(host, port))
        keys = Keys.of(site)
        described = _described(site, keys, listener, stack)

        def ready() -> None:
            sys.stdout.write(json.dumps(described._asdict()) + "\n")
            sys.stdout.flush()

        server = _server(site, keys, ready)
        for signum in (signal.SIGTERM, signal.SIGINT):
            # uvicorn puts its own handlers in front and raises the signal again for these when it has stopped
            signal.signal(signum, lambda *_: setattr(server, "should_exit", True))
        server.run(sockets=[listener])
    return 0


@contextlib.contextmanager
def running(site: Site, password: str | None = None, host: str = "127.0.0.1") -> Iterator[Running]:
    """A site served by a thread; `password` lets its administrator log in with one."""
    listening = threading.Event()
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listen(host, 0))
        keys = Keys.of(site)._replace(password=password)
        server = _server(site, keys, listening.set)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="civiapi-sandbox")
        thread.start()
        try:
            if not listening.wait(START_SECONDS):
                raise RuntimeError("The sandbox's server did not start.")
            yield _described(site, keys, listener, stack)
        finally:
            server.should_exit = True
            thread.join(JOIN_SECONDS)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # with the protocol named, asyncio switches off the delay of small packets (40 ms a request)
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _server(site: Site, keys: Keys, on_ready: Callable[[], None]) -> _Server:
    config = uvicorn.Config(
        application(site, keys),
        log_level="warning",
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return _Server(config, on_ready)


def _described(site: Site, keys: Keys, listener: socket.socket, stack: contextlib.ExitStack) -> Running:
    host, port = listener.getsockname()[:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    file = site.file.absolute()
    return Running(url, keys.api_key, keys.site_key, cv_command(file, stack), os.fspath(file))


def cv_command(file: Path, stack: contextlib.ExitStack) -> str:
    """A command line for civiapi-cv on that file: absolute paths, and no blank inside a word.

    Where a path has a blank, a script that lives as long as `stack` stands in for it.
    """
    words = [sys.executable, "-m", "civiapi.sandbox.cv", f"--file={file}"]
    if not any(len(word.split()) != 1 for word in words):
        return " ".join(words)
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="civiapi-"))
    script = Path(folder, "civiapi-cv")
    script.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return os.fspath(script)
