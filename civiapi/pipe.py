"""Through one warm ``cv pipe`` process, with plumbum: a call costs PHP's own time and no more.

The process is replaced where its answers could no longer be trusted: after an Error in PHP, which may
leave a transaction open that swallows later writes; after a lost database connection, which it does not
open again; after a minute, and after a write of metadata, since it does not see options and fields that
are newer than itself and drops their values without a word.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from . import context as contexts
from . import cv, jsonrpc, v3, v4
from .base import BaseApi
from .batch import not_sent
from .call import Answer, ApiCall
from .content import upload_of
from .dialogue import Dialogue
from .errors import ApiCallError, CallTimeout
from .pool import Pool
from .worker import Worker

if TYPE_CHECKING:
    from .schema.site import Given

#: Seconds that a process may live, whether used or not.
MAX_AGE = 60.0
#: Ids are never used twice, so that no answer can be taken for another's.
_ids = itertools.count(10, 10)

#: Refusals of the database after which its connection still is one.
_HARMLESS = ("DB Error: already exists", "DB Error: constraint violation", "DB Error: syntax error")


class PipeBackend(cv.CvBackend):
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
        super().__init__(
            cv_command, cwd, context, user=user, check_permissions=check_permissions, timeout=timeout
        )
        # another permission check has processes of its own
        self._pools = {check: Pool(workers, max_age) for check in (False, True)}

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Send calls one after the other; an Answer for each.

        Where no process can be had, or one hangs, the calls that are left are not sent.
        """
        upload = upload_of(calls)
        if upload is not None:
            return self._copier().sent(upload, self.send)
        answers: list[Answer] = []
        for number, call in enumerate(calls):
            try:
                answers.append(self._answer(call))
            except ApiCallError as error:
                is_over = error.handled is False or isinstance(error, CallTimeout)
                if len(calls) == 1 or (is_over and not answers):
                    raise
                answers.append(Answer(call, error=error))
                if is_over:
                    rest = calls[number + 1 :]
                    return answers + [Answer(left, error=not_sent(left, error)) for left in rest]
        return answers

    def _answer(self, call: ApiCall) -> Answer:
        deadline = time.monotonic() + self._timeout
        try:
            answer = self._asked(call, deadline)
            if _may_be_asked_again(answer):
                answer = self._asked(call, deadline)
            if answer.error is not None:
                raise answer.error
        except ApiCallError as error:
            error.call = error.call or call
            raise
        finally:
            if call.changes_metadata():
                for pool in self._pools.values():
                    pool.renew()
        return answer

    def _asked(self, call: ApiCall, deadline: float) -> Answer:
        """What one process answers, an error where it broke."""
        dialogue = Dialogue([call], first=next(_ids))
        with self._pools[self._check].worker(lambda: self._started(deadline), deadline) as worker:
            heard = worker.exchange(dialogue, deadline)
            (answer,) = dialogue.answers(heard)
            if answer is None:
                return Answer(call, error=worker.broken(heard))
            if _is_error(heard) or _is_lost(answer):
                worker.kill()
        return answer

    def _started(self, deadline: float) -> Worker:
        worker = Worker(self._argv)
        try:
            worker.open(Dialogue([], user=self._user, check_permissions=self._check), deadline)
        except BaseException:
            worker.kill()
            raise
        return worker

    def close(self) -> None:
        """End the processes; the next call starts another."""
        for pool in self._pools.values():
            pool.close()


def _may_be_asked_again(answer: Answer) -> bool:
    """Whether another process may be asked: the one that answered, or did not, was at fault."""
    if answer.error is not None:
        return answer.call.is_read() or answer.error.handled is False
    return answer.call.is_read() and _is_lost(answer)


def _is_error(heard: jsonrpc.Heard) -> bool:
    """Whether PHP itself failed, which in APIv3 leaves a transaction open."""
    return any("error" in answer for answer in heard.answers.values())


def _is_lost(answer: Answer) -> bool:
    """Whether the process may have lost its database."""
    told = answer.payload.get("error_message") if isinstance(answer.payload, dict) else None
    return isinstance(told, str) and told.startswith("DB Error:") and not told.startswith(_HARMLESS)


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
        schema: Given = None,
        schema_ttl: float | None = None,
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
        super().__init__(backend, retries=retries, schema=schema, schema_ttl=schema_ttl)


class PipeApiV4(PipeApi):
    """APIv4 through a warm ``cv pipe``; cv, cwd, context and user are those of CvApiV4.

    ``workers`` processes serve so many threads at once; each lives at most ``max_age`` seconds.  Close
    the api, or use it as a context manager, to end them early.
    """

    VERSION = v4


class PipeApiV3(PipeApi):
    """APIv3 through a warm ``cv pipe``; the arguments are those of PipeApiV4."""

    VERSION = v3
