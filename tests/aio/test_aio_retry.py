"""Sending again, awaited: the decisions are those of test_deliver, and so are the cases."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
import tenacity

from civiapi import Answer, ApiCallError, ApiError, CallTimeout, ConnectionFailed, GatewayError, RateLimited
from civiapi.retry import adeliver, deliver

from ..test_deliver import DEADLOCK, LOCKED, READ, ROWS, WRITE, WRITE3, Site, unsent, waiting

Waits = list[float]


@pytest.fixture(autouse=True)
def naps(mocker: Any) -> Waits:
    """The waits, of both; nobody sleeps."""
    waits: Waits = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    mocker.patch("asyncio.sleep", sleep)
    mocker.patch("tenacity.nap.time.sleep", waits.append)
    mocker.patch("random.uniform", lambda low, high: (low + high) / 2)
    return waits


def awaited(site: Any, calls: Any, retries: Any) -> list[Answer]:
    async def send(calls: Any) -> list[Answer]:
        return list(site(calls))

    return asyncio.run(adeliver(send, calls, retries))


def errors() -> list[Any]:
    return [
        *(CallTimeout("x"), ConnectionFailed("x"), GatewayError("x"), ApiError("x"), RateLimited("x")),
        *(unsent(ConnectionFailed), unsent(CallTimeout), LOCKED, DEADLOCK),
        *(
            waiting(RateLimited("x"), 77.0),
            waiting(RateLimited("x"), 1000.0),
            waiting(GatewayError("x"), 0.0),
        ),
    ]


@pytest.mark.parametrize("number", range(len(errors())))
@pytest.mark.parametrize("retries", [0, 1, 2])
@pytest.mark.parametrize("call", [READ, WRITE, WRITE3], ids=str)
def test_both_do_the_same(number: int, retries: int, call: Any, naps: Waits) -> None:
    outcomes = []
    for how in (deliver, awaited):
        site = Site(errors()[number], errors()[number])
        naps.clear()
        try:
            outcome: Any = [one.payload for one in how(site, [call], retries)]
        except ApiCallError as error:
            outcome = type(error), str(error)
        outcomes.append((outcome, site.attempts, list(naps)))
    assert outcomes[0] == outcomes[1]


def test_last_error_is_raised_as_it_is(naps: Waits) -> None:
    failures = [CallTimeout("1"), GatewayError("2"), ConnectionFailed("3"), CallTimeout("4")]
    site = Site(*failures)
    with pytest.raises(ConnectionFailed) as caught:
        awaited(site, [READ], 2)
    assert caught.value is failures[2]
    assert (site.attempts, len(naps)) == (3, 2)


def test_retrying_of_the_users(naps: Waits) -> None:
    """Its stop, wait and hooks are used; the waits are asyncio's."""
    seen: list[Any] = []
    policy = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(ApiError),
        stop=tenacity.stop_after_attempt(4),
        wait=tenacity.wait_incrementing(1, 1),
        sleep=lambda seconds: seen.append("slept"),
        before=lambda state: seen.append(state.attempt_number),
        before_sleep=lambda state: seen.append("before sleep"),
        after=lambda state: seen.append("after"),
        retry_error_callback=lambda state: "nonsense",
    )
    site = Site(*[CallTimeout(str(number)) for number in range(9)])
    with pytest.raises(CallTimeout, match="3"):
        awaited(site, [READ], policy)
    assert site.attempts == 4
    assert naps == [1, 2, 3]
    assert seen == [
        1,
        "after",
        "before sleep",
        2,
        "after",
        "before sleep",
        3,
        "after",
        "before sleep",
        4,
        "after",
    ]


def test_each_wait_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "civiapi"):
        awaited(Site(waiting(RateLimited("slow down"), 7.0)), [READ] * 4, 2)
    (record,) = caplog.records
    assert record.levelno == logging.WARNING
    assert "Contact.get ...: attempt 1 failed (slow down); again in 7.0 s" in record.getMessage()


def test_cancelled_while_it_waits(mocker: Any) -> None:
    mocker.stopall()
    site = Site(waiting(RateLimited("slow down"), 60.0))

    async def send(calls: Any) -> list[Answer]:
        return list(site(calls))

    async def main() -> None:
        task = asyncio.ensure_future(adeliver(send, [READ], 2))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1

    asyncio.run(main())
    assert site.attempts == 1
    assert ROWS == {"values": []}
