"""A server that is nothing but a listening socket: it keeps the bytes that came, and answers as it is told."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from civiapi import HttpApiV3, HttpApiV4

from .support import API_KEY, SITE_KEY

#: Seconds that a test may wait for its server.
DEADLINE = 60
ROWS = b'{"values":[{"id":7}],"count":1}'


@dataclass
class Seen:
    """A request as it left the other process."""

    head: str
    body: bytes
    connection: int

    @property
    def line(self) -> str:
        return self.head.split("\r\n")[0]

    @property
    def target(self) -> str:
        return self.line.split(" ")[1]

    @property
    def headers(self) -> dict[str, str]:
        pairs = (line.partition(": ") for line in self.head.split("\r\n")[1:])
        return {name.lower(): value for name, _, value in pairs}

    @property
    def form(self) -> dict[str, str]:
        return {name: one for name, (one,) in parse_qs(self.body.decode(), keep_blank_values=True).items()}


def answer(status: str = "200 OK", body: bytes = ROWS, **headers: str) -> bytes:
    """A whole answer; its connection stays open."""
    named = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    named |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in named.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


@dataclass
class Wire:
    """``script`` says how each request is answered, the last one for ever: bytes, or a function of the request.

    None closes the connection without an answer; an answer in a tuple is sent and the connection closed.
    """

    script: list[Any]
    seen: list[Seen] = field(default_factory=list)
    connections: int = 0
    released: threading.Event = field(default_factory=threading.Event)
    host: str = "127.0.0.1"
    port: int = 0
    tls: ssl.SSLContext | None = None

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://{self.host}:{self.port}"

    def hang(self, seen: Seen) -> None:
        """As an answer: none until the test is over."""
        self.released.wait(DEADLINE)

    def _next(self, seen: Seen) -> Any:
        said = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        return said(seen) if callable(said) else said

    def _serve(self, client: socket.socket, number: int) -> None:
        with contextlib.suppress(OSError), self._secured(client) as client, client.makefile("rb") as stream:
            while head := self._head(stream.readline):
                size = int(
                    next(
                        (line[16:] for line in head.split("\r\n") if line[:16].lower() == "content-length: "),
                        0,
                    )
                )
                seen = Seen(head, stream.read(size), number)
                self.seen.append(seen)
                said = self._next(seen)
                if said is None:
                    return
                client.sendall(said[0] if isinstance(said, tuple) else said)
                if isinstance(said, tuple):
                    return

    def _secured(self, client: socket.socket) -> socket.socket:
        with contextlib.ExitStack() as stack:
            stack.callback(client.close)
            secured = self.tls.wrap_socket(client, server_side=True) if self.tls else client
            stack.pop_all()
            return secured

    @staticmethod
    def _head(readline: Callable[[], bytes]) -> str:
        lines = []
        while (line := readline()) not in (b"", b"\r\n"):
            lines.append(line.decode("latin-1").rstrip("\r\n"))
        return "\r\n".join(lines)


@contextlib.contextmanager
def wire(*script: Any, tls: ssl.SSLContext | None = None) -> Iterator[Wire]:
    """A Wire that listens."""
    server = Wire(list(script) or [answer()], tls=tls)
    with socket.create_server((server.host, 0)) as listener:
        server.port = listener.getsockname()[1]
        threads: list[threading.Thread] = []
        clients: list[socket.socket] = []

        def listen() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = listener.accept()
                    client.settimeout(DEADLINE)
                    clients.append(client)
                    server.connections += 1
                    threads.append(
                        threading.Thread(target=server._serve, args=(client, server.connections), daemon=True)
                    )
                    threads[-1].start()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.released.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(DEADLINE)  # first: it may just be taking in another client
            for client in clients:
                with contextlib.suppress(OSError):
                    client.shutdown(socket.SHUT_RDWR)
            for one in threads:
                one.join(DEADLINE)


@contextlib.contextmanager
def closed() -> Iterator[Wire]:
    """Where nobody listens, nor anybody else can begin to."""
    server = Wire([])
    with socket.socket() as held:
        held.bind((server.host, 0))
        server.port = held.getsockname()[1]
        yield server


def api4(server: Wire, **options: Any) -> HttpApiV4:
    return HttpApiV4(server.url, API_KEY, **{"site_key": SITE_KEY, "timeout": 60, "retries": 0, **options})


def api3(server: Wire, **options: Any) -> HttpApiV3:
    return HttpApiV3(server.url, API_KEY, SITE_KEY, **{"timeout": 60, "retries": 0, **options})


def one_seen(server: Wire) -> Seen:
    (seen,) = server.seen
    return seen
