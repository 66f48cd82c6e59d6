"""One warm ``cv pipe`` process: a request's line goes in, its answer's line comes out."""

from __future__ import annotations

import os
import select
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from . import cv, jsonrpc, processes
from .dialogue import Dialogue
from .errors import AccessDenied, ApiCallError, CallTimeout, CommandFailed, InvalidResponse, excerpt

_PIECE = 1 << 18
#: So many bytes that are no answer, and it is no pipe that talks there.
_NOISE = 16 * 1024 * 1024
#: The id of what asks for a larger buffer; those of the opening and of calls are others.
_WIDEN = 9
#: Seconds that a process is given to end by itself, and after which a silent one is looked at.
_FAREWELL = 1.0


class Worker:
    """A process and its dialogue; ``trusted`` is False once it must not be used again."""

    def __init__(self, argv: Sequence[str]) -> None:
        self.argv = list(argv)
        self.born = time.monotonic()
        self.trusted = True
        self._prefix = ""
        self._buffer_size = jsonrpc.BUFFER_SIZE
        self._unsent, self._rest = memoryview(b""), b""
        self._is_deaf = False
        self._noise: list[str] = []
        self._told, self._stderr = 0, b""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe would have to be drained
        try:
            self._process = processes.start(argv, stderr=self._errors)
        except BaseException:
            self._errors.close()
            raise
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)

    def open(self, dialogue: Dialogue, deadline: float) -> None:
        """Hear the greeting, set the options, log in."""
        self._prefix = dialogue.prefix
        output = b"".join(self._agree(line, deadline) for line in dialogue.opening)
        heard = jsonrpc.hear(output, self._prefix)
        if heard.header is None or not dialogue.begun(heard):
            self.close()
            done = processes.Completed(self.argv, self._process.returncode, output, self._stderr)
            raise cv.not_begun(heard, done)
        refused = dialogue.refused(heard)
        if refused:
            raise AccessDenied(f"log-in refused: {refused}", data=refused)
        self._noise = heard.noise

    def exchange(self, dialogue: Dialogue, deadline: float) -> jsonrpc.Heard:
        """Send the requests of a dialogue, one at a time, and hear their answers."""
        dialogue.prefix = self._prefix
        output = b""
        for line in dialogue.requests:
            if len(line) >= self._buffer_size:
                self._buffer_size = 2 * len(line)
                self._agree(jsonrpc.line(_WIDEN, "options", {"bufferSize": self._buffer_size}), deadline)
            output += self._say(line, deadline)
        heard = jsonrpc.hear(output, self._prefix)
        heard.noise[:0], self._noise = self._noise, []
        heard.noise.extend(self._news())
        return heard

    def _agree(self, line: bytes, deadline: float) -> bytes:
        """Say what is no call yet: where it gets no answer, none was sent."""
        try:
            return self._say(line, deadline)
        except ApiCallError as error:
            error.handled = False
            raise

    def _say(self, line: bytes, deadline: float) -> bytes:
        """Write a line; what came out, to the end of its answer's line or of all output."""
        answer = _Answer(self._prefix, self._rest)
        self._unsent, self._rest = memoryview(line), b""
        self._write()
        while (end := answer.end()) < 0:
            ready = self._ready(deadline)
            if self._in in ready:
                self._write()
            if self._out in ready:
                piece = os.read(self._out, _PIECE)
                if not piece:
                    break
                answer.add(piece)
            if not ready and (self._is_deaf or self._process.poll() is not None):
                break  # it has ended, but what it started holds its output open
        else:
            self._rest = bytes(answer.output[end:])
            del answer.output[end:]
        return bytes(answer.output)

    def _write(self) -> None:
        """Write as much as the process takes now."""
        try:
            while self._unsent:
                self._unsent = self._unsent[os.write(self._in, self._unsent) :]
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._is_deaf = True  # it has ended: what it still said is read, and told

    def _was_sent(self) -> bool:
        """Whether the last line can have been read; what is cut is no JSON."""
        return len(self._unsent) <= 1

    def _ready(self, deadline: float) -> set[int]:
        """The ends that can be read or written; none after a while in which nothing happened."""
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        if self._unsent and not self._is_deaf:
            poll.register(self._in, select.POLLOUT)
        left = deadline - time.monotonic()
        if left <= 0:
            raise CallTimeout(
                "cv did not answer in time; the call may still be running on the site",
                handled=None if self._was_sent() else False,
            )
        return {handle for handle, _ in poll.poll(1000 * min(left, _FAREWELL))}

    def _news(self) -> list[str]:
        """What came on standard error since the last time."""
        size = os.fstat(self._errors.fileno()).st_size
        if size == self._told:
            return []
        text = os.pread(self._errors.fileno(), size - self._told, self._told)
        self._told = size
        return processes.lines(text)

    def broken(self, heard: jsonrpc.Heard) -> ApiCallError:
        """What it means that a request got no answer; ends the process."""
        ended = self.close()
        details: dict[str, Any] = {"handled": None if self._was_sent() else False}
        said = excerpt("\n".join([*heard.noise, *processes.lines(self._stderr[self._told :])]))
        said = said or "it said nothing"
        if any(one.get("error", {}).get("code") == jsonrpc.PARSE_ERROR for one in heard.unpaired):
            return InvalidResponse(f"the call arrived damaged and was not run: {said}", **details)
        if not ended:
            return InvalidResponse(f"the cv pipe answered something else: {said}", **details)
        code = self._process.returncode
        done = processes.Completed(self.argv, code, b"", self._stderr)
        return CommandFailed(
            f"the cv pipe ended without an answer (exit {code}): {said}",
            cmd=self.argv,
            returncode=code,
            stderr=self._stderr,
            response=done,
            **details,
        )

    def is_usable(self, max_age: float) -> bool:
        return self.trusted and time.monotonic() - self.born < max_age and self._process.poll() is None

    def close(self) -> bool:
        """Close its input and let it end, or end it; whether it ended by itself."""
        with suppress(OSError):
            self._process.stdin.close()
        ended = True
        try:
            self._process.wait(timeout=_FAREWELL)
        except subprocess.TimeoutExpired:
            ended = False
        self.kill()
        return ended

    def kill(self) -> None:
        """End the process and its group, and let go of everything."""
        self.trusted = False
        if self._errors.closed:
            return
        processes.kill(self._process)
        self._errors.seek(0)
        self._stderr = self._errors.read()
        self._errors.close()

    def forget(self) -> None:
        """Let go of a process that belongs to the parent of this one."""
        self._process.returncode = 0  # not ours to wait for
        for stream in (self._process.stdin, self._process.stdout, self._errors):
            stream.close()


class _Answer:
    """What comes out of a process after a line: noise, and the line of the answer."""

    def __init__(self, prefix: str, rest: bytes) -> None:
        self.output = bytearray(rest)
        self._mark = prefix.encode() + b"{"
        self._begin, self._seen = -1, 0

    def add(self, piece: bytes) -> None:
        self.output += piece
        if self._begin < 0 and len(self.output) > _NOISE:
            raise InvalidResponse(f"no cv pipe: {excerpt(self.output[:4000].decode('utf-8', 'replace'))}")

    def end(self) -> int:
        """Where the answer's line ends; -1 while it is not whole."""
        if self._begin < 0:
            self._begin = self.output.find(self._mark, self._seen)
            self._seen = max(0, len(self.output) - len(self._mark)) if self._begin < 0 else self._begin
        if self._begin < 0:
            return -1
        found = self.output.find(b"\n", self._seen)
        self._seen = len(self.output)
        return found + 1 or -1
