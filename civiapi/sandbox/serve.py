"""Running the HTTP door: as a program of its own, or in a thread beside tests."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from .auth import Keys
from .bench import LOG_LIMIT, Bench, Faults, Log
from .http import application
from .layer import Connection, HttpSite, Layer
from .site import Site
from .users import ADMIN, User, add_users, set_password

if TYPE_CHECKING:
    from starlette.types import ASGIApp

STOP_SECONDS = 5
"""How long a call that is being answered may take to end when the server is stopped."""
_POLL_SECONDS = 0.002
START_SECONDS = JOIN_SECONDS = 30
"""How long the thread of a server may take to start, and to end."""
IDLE_SECONDS = 75
"""How long a connection is kept on which nothing is asked, as nginx does.

After uvicorn's own 5 s a client that a busy machine held up would send its next call into the end of it.
"""


@dataclass(frozen=True)
class Running:
    """Where a served site is reached, and with what."""

    url: str
    api_key: str
    site_key: str
    cv: str
    """A command line that works on the same file; its words are separated by single blanks."""
    file: str
    bench: Bench | None = field(default=None, repr=False, compare=False)
    users: dict[str, User] = field(default_factory=dict, repr=False, compare=False)
    """The users that were asked for, by their names; each with its role and its `api_key`."""

    def told(self) -> dict[str, Any]:
        """What a program that talks to it must know; `users` only where some were asked for."""
        told = {name: getattr(self, name) for name in ("url", "api_key", "site_key", "cv", "file")}
        users = {name: user._asdict() for name, user in self.users.items()}
        return {**told, "users": users} if users else told

    @property
    def faults(self) -> Faults:
        """What goes wrong: ``site.faults.add("429", entity="Contact")``."""
        return self._own_bench.faults

    @property
    def log(self) -> Log:
        """What arrived."""
        return self._own_bench.log

    @property
    def _own_bench(self) -> Bench:
        if self.bench is None:
            raise RuntimeError("This site is served by another process, which keeps its faults and its log.")
        return self.bench


class _Server(uvicorn.Server):
    """A server that tells when it listens, and stops at once when told to.

    The one it is made of looks every 100 ms whether it is to stop, and then waits 100 ms, which is too long
    for a test.
    """

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready
        self._stopping: asyncio.Event | None = None
        self._running_loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._running_loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
            self._on_ready()

    def stop(self) -> None:
        """End it, from another thread."""
        self.should_exit = True
        if self._running_loop is not None and self._stopping is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it has ended by itself
                self._running_loop.call_soon_threadsafe(self._stopping.set)

    async def main_loop(self) -> None:
        assert self._stopping is not None
        ticking = asyncio.ensure_future(super().main_loop())
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({ticking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in (ticking, stopping):
            task.cancel()
        await asyncio.gather(ticking, stopping, return_exceptions=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in (*self.servers, *(sockets or ())):
            listening.close()
        for connection in [*self.server_state.connections]:
            connection.shutdown()  # one that answers a request first does so
        end = time.monotonic() + STOP_SECONDS
        while self.server_state.connections or self.server_state.tasks:
            if self.force_exit or time.monotonic() > end:
                break
            await asyncio.sleep(_POLL_SECONDS)
        for task in self.server_state.tasks:
            task.cancel()


def serve(
    file: str | Path | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    faults: Iterable[str] = (),
    boot: float = 0,
    users: Iterable[str] = (),
    sample: bool | int = True,
    memory: bool = False,
) -> int:
    """Serve a site until SIGTERM or SIGINT; its exit code.

    When it listens, Running.told goes to standard output as a line of JSON, and nothing else ever does.
    faults: see faults.parsed; boot: the milliseconds that each request waits, and a fifth of those that cv
    takes to start; users: NAME:ROLE each, see users.ROLES; sample: see Site.open; memory: a new site that
    leaves nothing behind.  Raises ValueError for a fault or a role that there is not.
    """
    with contextlib.ExitStack() as stack:
        site = Site.temporary(sample=sample) if memory else Site.open(file, sample=sample)
        stack.enter_context(site)
        listener = stack.enter_context(_listen(host, port))
        keys = Keys.of(site)
        specs = [*faults]
        bench = _bench(stack, log_limit=0) if specs or boot else None
        for spec in specs:
            assert bench is not None
            bench.faults.add(spec)
        described = _described(site, keys, listener, stack, bench, boot)
        described.users.update(add_users(site, users))

        def ready() -> None:
            sys.stdout.write(json.dumps(described.told()) + "\n")
            sys.stdout.flush()

        _run_until_signal(_server(site, keys, ready, bench, boot), listener)
    return 0


def _run_until_signal(server: _Server, listener: socket.socket) -> None:
    for signum in (signal.SIGTERM, signal.SIGINT):
        # uvicorn puts its own handlers in front and raises the signal again for these when it has stopped
        signal.signal(signum, lambda *_: setattr(server, "should_exit", True))
    server.run(sockets=[listener])


@contextlib.contextmanager
def running(
    site: Site,
    password: str | None = None,
    host: str = "127.0.0.1",
    *,
    boot: float = 0,
    log_limit: int = LOG_LIMIT,
    users: Iterable[str] = (),
) -> Iterator[Running]:
    """A site served by a thread, with `.faults` and `.log`.

    password lets its administrator log in with one; boot and users as for serve; log_limit: how many
    requests the log keeps.
    """
    listening = threading.Event()
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(_listen(host, 0))
        keys = Keys.of(site)
        if password is not None:
            set_password(site.store, ADMIN, password)
        made = add_users(site, users)
        bench = _bench(stack, log_limit)
        server = _server(site, keys, listening.set, bench, boot)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="civiapi-sandbox")
        thread.start()
        try:
            if not listening.wait(START_SECONDS):
                raise RuntimeError("The sandbox's server did not start.")
            described = _described(site, keys, listener, stack, bench, boot)
            described.users.update(made)
            yield described
        finally:
            server.stop()
            thread.join(JOIN_SECONDS)


def _bench(stack: contextlib.ExitStack, log_limit: int) -> Bench:
    """A bench in a folder that lives as long as `stack`."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="civiapi-"))
    bench = Bench(Path(folder, "bench.sqlite"), log_limit)
    stack.callback(bench.close)
    bench.run("SELECT 1")  # cv finds it made
    return bench


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


def _server(
    site: Site, keys: Keys, on_ready: Callable[[], None], bench: Bench | None, boot: float
) -> _Server:
    app: ASGIApp = application(site, keys)
    if bench is not None:
        app = Layer(application(HttpSite(site, bench), keys), bench, boot)
    config = uvicorn.Config(
        app,
        http=Connection,
        log_level="warning",
        access_log=False,
        lifespan="off",
        date_header=bench is None,  # else the layer sets it
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    return _Server(config, on_ready)


def _described(
    site: Site,
    keys: Keys,
    listener: socket.socket,
    stack: contextlib.ExitStack,
    bench: Bench | None,
    boot: float,
) -> Running:
    host, port = listener.getsockname()[:2]
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    file = site.file.absolute()
    options = [f"--bench={bench.file}"] if bench is not None else []
    options += [f"--boot={boot:g}"] if boot else []
    cv = cv_command(file, stack, options)
    return Running(url, keys.api_key, keys.site_key, cv, os.fspath(file), bench)


def cv_command(file: Path, stack: contextlib.ExitStack, options: Iterable[str] = ()) -> str:
    """A command line for civiapi-cv on that file: absolute paths, and no blank inside a word.

    Where a path has a blank, a script that lives as long as `stack` stands in for it.
    """
    words = [sys.executable, "-m", "civiapi.sandbox.cv", f"--file={file}", *options]
    if not any(len(word.split()) != 1 for word in words):
        return " ".join(words)
    from plumbum.commands.base import shquote_list

    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="civiapi-"))
    script = Path(folder, "civiapi-cv")
    quoted = " ".join(shquote_list(words))
    script.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n', encoding="utf-8")
    script.chmod(0o700)
    return os.fspath(script)
