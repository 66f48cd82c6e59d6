"""Which failure of which call may be sent again, and when.

A read may go again after any failure of the wire; a write only where the site cannot have run it,
or where running it twice cannot double anything.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

from . import v3, v4
from .call import Answer, ApiCall
from .errors import (
    ApiCallError,
    CallTimeout,
    ConnectionFailed,
    GatewayError,
    RateLimited,
    Unavailable,
)
from .log import logger

if TYPE_CHECKING:
    from tenacity import RetryCallState, Retrying

#: A longer wait than this, in seconds, that a site asks for is left to the caller.
PATIENCE = 120.0

_WIRE = (ConnectionFailed, CallTimeout, GatewayError)
_LOCKED = ("Database lock encountered", "Database deadlock encountered")

Send = Callable[[Sequence[ApiCall]], "list[Answer]"]
AsyncSend = Callable[[Sequence[ApiCall]], Awaitable["list[Answer]"]]


class _Locked(ApiCallError):
    """An answer that says: the database undid it, try again."""

    def __init__(self, answers: list[Answer]) -> None:
        super().__init__("the database was locked", call=answers[0].call)
        self.answers = answers


def deliver(send: Send, calls: Sequence[ApiCall], retries: int | Retrying) -> list[Answer]:
    """Send calls, and again as far as ``retries`` and their safety allow.

    ``retries`` is how many times more, or a ``tenacity.Retrying`` whose own retry condition is not
    used.  When all are used up the last error is raised.
    """
    try:
        try:
            return _unlocked(send(calls))
        except ApiCallError as error:
            if retries == 0 or not may_go_again(calls, error):
                raise
            first = error
        try:  # outside of the except block: the last error is to be told once, not with the first before it
            return _again(send, calls, retries, first)
        finally:
            del first  # its traceback holds this frame
    except _Locked as locked:
        return locked.answers


async def adeliver(send: AsyncSend, calls: Sequence[ApiCall], retries: int | Retrying) -> list[Answer]:
    """As deliver, with a send that is awaited; the waits are asyncio's, whatever ``retries`` sleeps with."""
    try:
        try:
            return _unlocked(await send(calls))
        except ApiCallError as error:
            if retries == 0 or not may_go_again(calls, error):
                raise
            first = error
        try:  # outside of the except block: the last error is to be told once, not with the first before it
            return await _aagain(send, calls, retries, first)
        finally:
            del first  # its traceback holds this frame
    except _Locked as locked:
        return locked.answers


def _unlocked(answers: list[Answer]) -> list[Answer]:
    if len(answers) == 1 and _is_locked(answers[0]):
        raise _Locked(answers)
    return answers


def _again(
    send: Send, calls: Sequence[ApiCall], retries: int | Retrying, first: ApiCallError
) -> list[Answer]:
    pending: list[ApiCallError] = [first]

    def attempt() -> list[Answer]:
        if pending:
            raise pending.pop()  # the first attempt is over already
        return _unlocked(send(calls))

    policy = _policy(retries)
    return policy.copy(**_terms(policy, calls))(attempt)


async def _aagain(
    send: AsyncSend, calls: Sequence[ApiCall], retries: int | Retrying, first: ApiCallError
) -> list[Answer]:
    import asyncio

    from tenacity import AsyncRetrying

    pending: list[ApiCallError] = [first]

    async def attempt() -> list[Answer]:
        if pending:
            raise pending.pop()
        return _unlocked(await send(calls))

    policy = _policy(retries)
    hooks: dict[str, Any] = {"stop": policy.stop, "before": policy.before, "after": policy.after}
    return await AsyncRetrying(sleep=asyncio.sleep, **hooks, **_terms(policy, calls))(attempt)


def _terms(policy: Retrying, calls: Sequence[ApiCall]) -> dict[str, Any]:
    """What is ours in a policy: which error, the wait that the site asks for, the log."""
    from tenacity import retry_if_exception

    wait, announce = policy.wait, policy.before_sleep

    def before_sleep(state: RetryCallState) -> None:
        _log(calls, state)
        if announce is not None:
            announce(state)

    return {
        "retry": retry_if_exception(lambda error: may_go_again(calls, error)),
        "wait": lambda state: max(
            float(wait(state)), asked_wait(state.outcome.exception() if state.outcome else None)
        ),
        "before_sleep": before_sleep,
        "reraise": True,
        "retry_error_callback": None,
    }


def _policy(retries: int | Retrying) -> Retrying:
    if not isinstance(retries, int):
        return retries
    import tenacity

    return tenacity.Retrying(
        stop=tenacity.stop_after_attempt(retries + 1),
        wait=tenacity.wait_random_exponential(multiplier=0.5, max=30),
    )


def asked_wait(error: BaseException | None) -> float:
    """The wait that the site asked for, in seconds."""
    return getattr(error, "retry_after", None) or 0.0


def may_go_again(calls: Sequence[ApiCall], error: BaseException) -> bool:
    """Whether calls may be sent once more after they failed in this way."""
    if not isinstance(error, ApiCallError) or asked_wait(error) > PATIENCE:
        return False
    if getattr(error, "is_lasting", False):
        return False
    if isinstance(error, RateLimited | _Locked):
        return True
    if all(call.is_read() for call in calls):
        return isinstance(error, (*_WIRE, Unavailable))
    if error.handled is False:
        return isinstance(error, (*_WIRE, Unavailable))
    return isinstance(error, _WIRE) and all(
        call.is_read() or _version(call).may_go_twice(call) for call in calls
    )


def _is_locked(answer: Answer) -> bool:
    payload: Any = answer.payload
    if not isinstance(payload, dict) or payload.get("error_message") is None:
        return False
    if not str(payload["error_message"]).startswith(_LOCKED):
        return False
    return answer.call.is_read() or bool(_version(answer.call).is_single_write(answer.call))


def _version(call: ApiCall) -> Any:
    return v4 if call.version == 4 else v3


def _log(calls: Sequence[ApiCall], state: RetryCallState) -> None:
    error = state.outcome.exception() if state.outcome else None
    wait = state.next_action.sleep if state.next_action else 0.0
    names = ", ".join(str(call) for call in calls[:3]) + (" ..." if len(calls) > 3 else "")
    logger.warning(
        "%s: attempt %d failed (%s); again in %.1f s", names, state.attempt_number, _reason(error), wait
    )


def _reason(error: BaseException | None) -> str:
    return getattr(error, "message", None) or type(error).__name__
