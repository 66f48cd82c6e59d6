"""Through one warm ``cv pipe`` process, with plumbum: a call costs PHP's own time and no more.

The process is replaced where its answers could no longer be trusted: after an Error in PHP, which may
leave a transaction open that swallows later writes; after a lost database connection, which it does not
open again; after a minute, and after a write of metadata, since it does not see options and fields that
are newer than itself and drops their values without a word.
"""

from __future__ import annotations

import copy
import itertools
import os
import selectors
import subprocess
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from . import context as contexts
from . import cv, jsonrpc, v3, v4
from .base import BaseApi
from .call import Answer, ApiCall
from .dialogue import Dialogue
from .errors import AccessDenied, ApiCallError, CallTimeout, CommandFailed, UsageError, excerpt

#: Seconds that a process may live, whether used or not.
MAX_AGE = 60.0
_PIECE = 1 << 18
_WIDEN = 0
#: Ids are never used twice, so that no answer can be taken for another's.
_ids = itertools.count(10, 10)
_FAREWELL = 1.0

#: A write to these changes what a site knows of its own fields and options.
METADATA = frozenset(
    """
    ContactType CustomField CustomGroup Extension FinancialType Group LocationType MembershipType
    OptionGroup OptionValue ParticipantStatusType RelationshipType Setting System Tag
    """.split()
)
#: Refusals of the database after which its connection still is one.
_HARMLESS = ("DB Error: already exists", "DB Error: constraint violation", "DB Error: syntax error")


class PipeBackend:
    """Carries calls to a site through at most ``workers`` warm processes, one call at a time in each."""

    def __init__(
        self,
        cv_command: contexts.Words = "cv",
        cwd: Any = None,
        context: contexts.Words = None,
        *,
        user: str | int | None = None,
        check_permissions: bool | None = None,
        timeout: float | None = None,
        workers: int = 1,
        max_age: float = MAX_AGE,
    ) -> None:
        if check_permissions and user is None:
            raise UsageError("check_permissions=True needs user=, whose permissions are checked")
        self._argv = cv.command(cv_command, cwd, context)
        self._site = " ".join([*contexts.plain(context), *contexts.words(cv_command)])
        self._user, self._check = user, bool(check_permissions)
        self._timeout = cv.TIMEOUT if timeout is None else timeout
        self._pool = _Pool(workers, max_age)

    @property
    def site(self) -> str:
        return self._site

    def with_options(
        self, *, timeout: float | None = None, check_permissions: bool | None = None
    ) -> PipeBackend:
        """A copy on the same processes; with another permission check on processes of its own."""
        copied = copy.copy(self)
        if timeout is not None:
            copied._timeout = timeout
        if check_permissions is not None and check_permissions != self._check:
            if check_permissions and self._user is None:
                raise UsageError("check_permissions=True needs an api with user=")
            copied._check = check_permissions
            copied._pool = _Pool(self._pool.workers, self._pool.max_age)
        return copied

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Send calls one after the other; an Answer for each."""
        if len(calls) == 1:
            return [self._answer(calls[0])]
        return [self._settled(call) for call in calls]

    def _settled(self, call: ApiCall) -> Answer:
        try:
            return self._answer(call)
        except ApiCallError as error:
            return Answer(call, error=error)

    def _answer(self, call: ApiCall) -> Answer:
        dialogue = Dialogue([call], first=next(_ids))
        try:
            try:
                return self._ask(call, dialogue)
            except CommandFailed as error:
                if error.handled is False or not call.is_read():
                    raise
                return self._ask(call, dialogue)  # the process died of something: a read may ask another
        except ApiCallError as error:
            error.call = error.call or call
            raise

    def _ask(self, call: ApiCall, dialogue: Dialogue) -> Answer:
        deadline = time.monotonic() + self._timeout
        with self._pool.worker(lambda: self._start(deadline)) as worker:
            heard = worker.exchange(dialogue, deadline)
            if _is_over(call, heard):
                worker.trusted = False
        (answer,) = dialogue.answers(heard)
        assert answer is not None
        return Answer(call, answer.payload, warnings=heard.noise)

    def _start(self, deadline: float) -> Worker:
        opening = Dialogue([], user=self._user, check_permissions=self._check)
        worker = Worker(self._argv)
        try:
            worker.open(opening, deadline)
        except BaseException:
            worker.kill()
            raise
        return worker

    def close(self) -> None:
        """End the processes; the next call starts another."""
        self._pool.close()

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_pool": (self._pool.workers, self._pool.max_age)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _pool=_Pool(*state["_pool"]))


def _is_over(call: ApiCall, heard: jsonrpc.Heard) -> bool:
    """Whether the process may not be used again after these answers."""
    if call.entity in METADATA and not call.is_read():
        return True
    for answer in heard.answers.values():
        result = answer.get("result")
        message = str(result.get("error_message", "")) if isinstance(result, dict) else ""
        if "error" in answer or (message.startswith("DB Error:") and not message.startswith(_HARMLESS)):
            return True
    return False


class Worker:
    """One ``cv pipe`` process."""

    def __init__(self, argv: Sequence[str]) -> None:
        self.argv = argv
        self.born = time.monotonic()
        self.trusted = True
        self.prefix = ""
        self._buffer_size = jsonrpc.BUFFER_SIZE
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - not a pipe, which would have to be drained
        self._said = 0
        self._rest = b""
        try:
            self._process = cv.start(argv, stderr=self._errors)
        except BaseException:
            self._errors.close()
            raise
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._out, selectors.EVENT_READ)

    def open(self, dialogue: Dialogue, deadline: float) -> None:
        """Hear the greeting, set the options, log in."""
        self.prefix = dialogue.prefix
        output = b"".join(self._say(line, deadline) for line in dialogue.opening)
        heard = jsonrpc.hear(output, self.prefix)
        if heard.header is None or not dialogue.begun(heard):
            raise cv.not_begun(heard, self._ended(output))
        refused = dialogue.refused(heard)
        if refused:
            raise AccessDenied(f"log-in refused: {refused}", data=refused)

    def exchange(self, dialogue: Dialogue, deadline: float) -> jsonrpc.Heard:
        """Send the requests of a dialogue, one at a time, and hear their answers."""
        dialogue.prefix = self.prefix
        output = b""
        for line in dialogue.requests:
            if len(line) >= self._buffer_size:
                self._buffer_size = 2 * len(line)
                self._say(jsonrpc.line(_WIDEN, "options", {"bufferSize": self._buffer_size}), deadline)
            output += self._say(line, deadline)
        heard = jsonrpc.hear(output, self.prefix)
        if len(heard.answers) < len(dialogue.requests):
            self.trusted = False
            raise self._broken(heard)
        heard.noise.extend(self._news())
        return heard

    def _say(self, line: bytes, deadline: float) -> bytes:
        """Write a line, read until its answer's line is whole or the output ends."""
        self._write(line, deadline)
        mark = self.prefix.encode() + b"{"
        output, seen, answered = bytearray(self._rest), 0, -1
        while True:
            if answered < 0:
                answered = output.find(mark, seen)
                seen = max(0, len(output) - len(mark))
            end = output.find(b"\n", max(seen, answered)) if answered >= 0 else -1
            if end >= 0:
                self._rest = bytes(output[end + 1 :])
                return bytes(output[: end + 1])
            if answered >= 0:
                seen = len(output)
            piece = self._read(deadline)
            if not piece:
                self._rest = b""
                return bytes(output)
            output += piece

    def _write(self, line: bytes, deadline: float) -> None:
        view = memoryview(line)
        while view:
            try:
                view = view[os.write(self._in, view) :]
            except BlockingIOError:
                with selectors.DefaultSelector() as selector:
                    selector.register(self._in, selectors.EVENT_WRITE)
                    self._wait(selector, deadline)
            except BrokenPipeError:
                return  # it ended: what it said is read, and told

    def _read(self, deadline: float) -> bytes:
        self._wait(self._selector, deadline)
        return os.read(self._out, _PIECE)

    def _wait(self, selector: selectors.BaseSelector, deadline: float) -> None:
        left = deadline - time.monotonic()
        if left <= 0 or not selector.select(left):
            self.trusted = False
            raise CallTimeout("cv did not answer in time; the call may still be running on the site")

    def _news(self) -> list[str]:
        """What came on standard error since the last time."""
        size = os.fstat(self._errors.fileno()).st_size
        if size == self._said:
            return []
        text = os.pread(self._errors.fileno(), size - self._said, self._said)
        self._said = size
        return cv.lines(text)

    def _ended(self, output: bytes) -> cv.Completed[bytes]:
        """The process as a completed one, after its output ended."""
        self.kill(patience=_FAREWELL)
        return cv.Completed(list(self.argv), self._process.returncode, output, self._stderr)

    def _broken(self, heard: jsonrpc.Heard) -> ApiCallError:
        done = self._ended(b"")
        said = excerpt("\n".join([*heard.noise, *cv.lines(done.stderr)]))
        return CommandFailed(
            f"the cv pipe ended without an answer (exit {done.returncode}): {said or 'it said nothing'}",
            cmd=list(self.argv),
            returncode=done.returncode,
            stderr=done.stderr,
            response=done,
        )

    def is_usable(self, max_age: float) -> bool:
        return self.trusted and time.monotonic() - self.born < max_age and self._process.poll() is None

    def close(self) -> None:
        """Let the process end by itself, or end it."""
        self.kill(patience=_FAREWELL)

    def kill(self, patience: float = 0.0) -> None:
        """End the process and its group, and let go of everything."""
        if self._errors.closed:
            return
        with suppress(OSError):
            self._process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            if patience:
                self._process.wait(timeout=patience)
        cv.kill(self._process)
        self._selector.close()
        self._errors.seek(0)
        self._stderr = self._errors.read()
        self._errors.close()


class _Pool:
    """The warm processes of a backend: at most ``workers``, none idle for longer than ``max_age``."""

    def __init__(self, workers: int, max_age: float) -> None:
        if workers < 1:
            raise UsageError("workers is at least 1")
        self.workers, self.max_age = workers, max_age
        self._free = threading.BoundedSemaphore(workers)
        self._changed = threading.Condition()
        self._idle: list[Worker] = []
        self._watcher: threading.Thread | None = None
        self._pid = os.getpid()
        weakref.finalize(self, _end, self._idle)

    @contextmanager
    def worker(self, start: Any) -> Iterator[Worker]:
        """A process for one call; kept if it may be used again, ended otherwise."""
        with self._free:
            worker = self._taken() or start()
            try:
                yield worker
            except BaseException:
                worker.kill()
                raise
            if worker.is_usable(self.max_age):
                self._keep(worker)
            else:
                worker.close()

    def _taken(self) -> Worker | None:
        while True:
            with self._changed:
                if self._pid != os.getpid():  # a fork's processes are its parent's
                    self._idle.clear()
                    self._pid, self._watcher = os.getpid(), None
                worker = self._idle.pop() if self._idle else None
            if worker is None or worker.is_usable(self.max_age):
                return worker
            worker.close()

    def _keep(self, worker: Worker) -> None:
        with self._changed:
            self._idle.append(worker)
            if self._watcher is None:
                self._watcher = threading.Thread(target=_watch, args=(weakref.ref(self),), daemon=True)
                self._watcher.start()

    def expire(self) -> float | None:
        """End what is too old; the seconds until the next look, None where nothing is idle."""
        with self._changed:
            old = [worker for worker in self._idle if not worker.is_usable(self.max_age)]
            self._idle[:] = [worker for worker in self._idle if worker not in old]
            ages = [time.monotonic() - worker.born for worker in self._idle]
            if not ages:
                self._watcher = None
        for worker in old:
            worker.close()
        return max(0.05, self.max_age - max(ages)) if ages else None

    def close(self) -> None:
        with self._changed:
            idle, self._idle[:] = list(self._idle), []
        for worker in idle:
            worker.close()


def _watch(pool: weakref.ref[_Pool]) -> None:
    """Ends idle processes when their time is over; itself ends with the last of them."""
    wait: float | None = 0.0
    while wait is not None:
        time.sleep(min(wait, 5.0))
        alive = pool()
        wait = alive.expire() if alive is not None else None
        del alive


def _end(idle: list[Worker]) -> None:
    for worker in idle:
        worker.close()
    idle.clear()


class PipeApi(BaseApi):
    """What PipeApiV3 and PipeApiV4 share."""

    def __init__(
        self,
        cv: contexts.Words = "cv",
        cwd: Any = None,
        context: contexts.Words = None,
        *,
        user: str | int | None = None,
        check_permissions: bool | None = None,
        timeout: float | None = None,
        workers: int = 1,
        max_age: float = MAX_AGE,
        retries: Any = 2,
    ) -> None:
        backend = PipeBackend(
            cv,
            cwd,
            context,
            user=user,
            check_permissions=check_permissions,
            timeout=timeout,
            workers=workers,
            max_age=max_age,
        )
        super().__init__(backend, retries=retries)


class PipeApiV4(PipeApi):
    """APIv4 through a warm ``cv pipe``; cv, cwd, context and user are those of CvApiV4.

    ``workers`` processes serve so many threads at once; each lives at most ``max_age`` seconds.  Close
    the api, or use it as a context manager, to end them early.
    """

    VERSION = v4


class PipeApiV3(PipeApi):
    """APIv3 through a warm ``cv pipe``; the arguments are those of PipeApiV4."""

    VERSION = v3
