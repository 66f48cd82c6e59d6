"""Procedures of several calls, written once for sync and async.

A flow is a generator: it yields calls, is sent their answers, and returns what it found::

    def count(call: ApiCall) -> Flow[int]:
        (answer,) = yield [call]
        return len(v4.read(answer))

An error of a whole request is thrown in where the flow waits, so that it can react.  A plan is work in
pieces, each a flow, of which several may be under way at a time.  The drivers in ``drive`` run both.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any, Protocol, TypeVar

from .call import Answer, ApiCall
from .errors import ApiCallError

T = TypeVar("T")
Given = TypeVar("Given")

#: Yields calls, is sent an Answer for each, returns a T.
Flow = Generator[Sequence[ApiCall], "list[Answer]", T]


class Plan(Protocol[Given]):
    """Work in pieces that may run side by side; what they give is handed on in the order of their start."""

    def start(self) -> Flow[Given] | None:
        """The next piece; None where none is left, or none can start before one under way is done."""

    def done(self, given: Given) -> None:
        """Take note of what a piece gave, as soon as it is there, whatever its turn."""


def together(flows: Sequence[Flow[T]]) -> Flow[list[T | ApiCallError]]:
    """Several flows side by side, the next calls of all of them in one request.

    Gives what each returned, or the error that it ended in.
    """
    ended: list[Any] = [None] * len(flows)
    asking: dict[int, Sequence[ApiCall]] = {}

    def step(number: int, move: Callable[[], Sequence[ApiCall]]) -> None:
        try:
            asking[number] = move()
        except StopIteration as stop:
            ended[number] = stop.value
        except ApiCallError as error:
            ended[number] = error

    for number, flow in enumerate(flows):
        step(number, flow.__next__)
    while asking:
        asked, asking = asking, {}
        try:
            answers = iter((yield [call for calls in asked.values() for call in calls]))
        except ApiCallError as error:
            for number in asked:
                step(number, lambda flow=flows[number], error=error: flow.throw(error))  # type: ignore[misc]
        else:
            for number, calls in asked.items():
                own = [next(answers) for _ in calls]
                step(number, lambda flow=flows[number], own=own: flow.send(own))  # type: ignore[misc]
    return ended
