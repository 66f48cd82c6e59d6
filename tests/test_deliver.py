"""How often a call is sent, what it waits for, and what the log says of it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
import tenacity

from civiapi import (
    Answer,
    ApiCall,
    ApiCallError,
    ApiError,
    CallTimeout,
    ConnectionFailed,
    GatewayError,
    RateLimited,
    Unavailable,
)
from civiapi.retry import deliver

from .support import call_of

READ = call_of("Contact", "get", {"where": []})
WRITE = call_of("Contact", "create", {"values": {"a": 1}})
WRITE3 = call_of("Contact", "create", {"a": 1}, version=3)
ROWS = {"values": []}


def unsent(kind: type[ApiCallError], **more: Any) -> ApiCallError:
    return kind("x", handled=False, **more)


def waiting(error: ApiCallError, seconds: float) -> ApiCallError:
    error.retry_after = seconds  # type: ignore[attr-defined]
    return error


class Site:
    """Fails as told, one failure an attempt, and then answers."""

    def __init__(self, *failures: ApiCallError | dict[str, Any]) -> None:
        self.failures = list(failures)
        self.attempts = 0

    def __call__(self, calls: Any) -> list[Answer]:
        self.attempts += 1
        failure = self.failures.pop(0) if self.failures else ROWS
        if isinstance(failure, Exception):
            raise failure
        return [Answer(call, failure) for call in calls]


@pytest.fixture(autouse=True)
def naps(mocker: Any) -> list[float]:
    """The waits; nobody sleeps."""
    waits: list[float] = []
    mocker.patch(
        "tenacity.nap.time"
    ).sleep.side_effect = waits.append  # not time.sleep, which other threads call
    return waits


def test_first_attempt_that_works_is_the_only_one(naps: list[float]) -> None:
    site = Site()
    assert deliver(site, [READ], 2)[0].payload is ROWS
    assert (site.attempts, naps) == (1, [])


def test_as_often_as_it_is_said(naps: list[float]) -> None:
    site = Site(CallTimeout("1"), GatewayError("2"))
    assert deliver(site, [READ], 2)[0].payload is ROWS
    assert (site.attempts, len(naps)) == (3, 2)
    assert all(0 <= wait <= 30 for wait in naps)


def test_last_error_is_raised_as_it_is() -> None:
    errors = [CallTimeout("1"), GatewayError("2"), ConnectionFailed("3"), CallTimeout("4")]
    site = Site(*errors)
    with pytest.raises(ConnectionFailed) as caught:
        deliver(site, [READ], 2)
    assert caught.value is errors[2]
    assert caught.value.__context__ is None  # a traceback tells it once, without the first
    assert site.attempts == 3


def test_second_failure_may_be_final() -> None:
    site = Site(CallTimeout("1"), ApiError("2"))
    with pytest.raises(ApiError, match="2"):
        deliver(site, [READ], 5)
    assert site.attempts == 2


@pytest.mark.parametrize("retries", [0, -1])
def test_no_retries(retries: int, naps: list[float]) -> None:
    site = Site(CallTimeout("1"))
    with pytest.raises(CallTimeout):
        deliver(site, [READ], retries)
    assert (site.attempts, naps) == (1, [])


def test_write_is_not_sent_again(naps: list[float]) -> None:
    site = Site(CallTimeout("1"))
    with pytest.raises(CallTimeout):
        deliver(site, [WRITE], 2)
    assert (site.attempts, naps) == (1, [])


@pytest.mark.parametrize("error", [RateLimited("429"), GatewayError("503"), unsent(Unavailable)])
def test_retry_after_is_obeyed(error: ApiCallError, naps: list[float]) -> None:
    site = Site(waiting(error, 77.0))
    deliver(site, [READ], 2)
    assert naps == [77.0]


def test_waits_of_ours_may_be_longer_than_asked(naps: list[float]) -> None:
    policy = tenacity.Retrying(stop=tenacity.stop_after_attempt(3), wait=tenacity.wait_fixed(9))
    deliver(Site(waiting(RateLimited("1"), 3.0), waiting(RateLimited("2"), 20.0)), [WRITE], policy)
    assert naps == [9.0, 20.0]


def test_retrying_of_the_users() -> None:
    """Its stop, wait, sleep and hooks are used; its condition is not."""
    seen: list[Any] = []
    policy = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(ApiError),
        stop=tenacity.stop_after_attempt(4),
        wait=tenacity.wait_none(),
        sleep=lambda seconds: seen.append(("sleep", seconds)),
        before_sleep=lambda state: seen.append(("before", state.attempt_number)),
    )
    site = Site(CallTimeout("1"), CallTimeout("2"), CallTimeout("3"))
    deliver(site, [READ], policy)
    assert site.attempts == 4
    assert seen == [
        (what, value) for number in (1, 2, 3) for what, value in (("before", number), ("sleep", 0))
    ]
    broken = Site(ApiError("no"))
    with pytest.raises(ApiError):
        deliver(broken, [READ], policy)
    assert broken.attempts == 1


def test_error_callback_of_the_users_does_not_answer_for_the_site() -> None:
    policy = tenacity.Retrying(
        stop=tenacity.stop_after_attempt(2),
        wait=tenacity.wait_none(),
        retry_error_callback=lambda state: "nonsense",
    )
    with pytest.raises(CallTimeout):
        deliver(Site(CallTimeout("1"), CallTimeout("2")), [READ], policy)


def test_each_wait_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    call = call_of("Contact", "get", {"where": [["api_key", "=", "canary"]], "a": "param"})
    with caplog.at_level(logging.INFO, "civiapi"):
        deliver(Site(CallTimeout("no answer"), waiting(RateLimited("slow down"), 7.0)), [call], 2)
    first, second = caplog.records
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2
    assert first.getMessage().startswith("Contact.get: attempt 1 failed (no answer); again in ")
    assert second.getMessage() == "Contact.get: attempt 2 failed (slow down); again in 7.0 s"
    assert "canary" not in caplog.text
    assert "param" not in caplog.text


def test_log_of_many_calls_names_some(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "civiapi"):
        deliver(Site(CallTimeout("")), [READ] * 9, 1)
    assert "Contact.get, Contact.get, Contact.get ...: attempt 1 failed (CallTimeout)" in caplog.text


# --- a database that was locked ---

LOCKED = {
    "error_code": 0,
    "error_message": "Database lock encountered: try restarting transaction",
    "status": 500,
}
DEADLOCK = {"is_error": 1, "error_message": "Database deadlock encountered"}


@pytest.mark.parametrize("answer", [LOCKED, DEADLOCK])
@pytest.mark.parametrize(
    ("call", "again"),
    [
        (READ, True),
        (WRITE, True),
        (WRITE3, True),
        (call_of("Contact", "create", {"a": 1, "is_transactional": 0}, version=3), False),
        (call_of("Contact", "save", {"records": [{"a": 1}]}), True),
        (call_of("Contact", "save", {"records": [{"a": 1}, {"a": 2}]}), False),
        (call_of("Contact", "update", {"where": [["id", "=", 5]], "values": {"a": 1}}), True),
        (call_of("Contact", "update", {"where": [["a", "=", 5]], "values": {"a": 1}}), False),
        (call_of("Contact", "update", {"values": {"id": 5, "a": 1}}), False),
        (call_of("Contact", "delete", {"where": [["id", "=", 5]]}), True),
        (call_of("Contact", "delete", {"where": [["id", "IN", [5, 6]]]}), False),
        (call_of("Contact", "delete", {"where": [["id", "=", 5], ["a", "=", 1]]}), False),
        (call_of("Contact", "create", {"values": {}, "chain": {"x": ["Email", "create"]}}), False),
        (call_of("Contact", "replace", {"where": [["id", "=", 5]]}), False),
        (call_of("Contact", "mergeDuplicates"), False),
    ],
)
def test_locked(answer: dict[str, Any], call: ApiCall, again: bool, naps: list[float]) -> None:
    site = Site(answer)
    got = deliver(site, [call], 2)
    assert site.attempts == len(naps) + 1 == (2 if again else 1)
    assert got[0].payload is (ROWS if again else answer)


@pytest.mark.parametrize("retries", [0, 2])
def test_always_locked_is_the_answer(retries: int) -> None:
    site = Site(*[LOCKED] * 9)
    assert deliver(site, [WRITE], retries)[0].payload is LOCKED
    assert site.attempts == retries + 1


def test_locked_among_many_is_an_answer_like_others() -> None:
    site = Site(LOCKED)
    assert [one.payload for one in deliver(site, [WRITE, WRITE], 2)] == [LOCKED, LOCKED]
    assert site.attempts == 1


@pytest.mark.parametrize(
    "payload", [{"error_message": "DB Error: already exists"}, {"error_message": None}, [], 5, None]
)
def test_other_answers_are_not_locked(payload: Any) -> None:
    send: Callable[[Any], list[Answer]] = lambda calls: [Answer(calls[0], payload)]  # noqa: E731
    assert deliver(send, [WRITE], 2)[0].payload == payload
