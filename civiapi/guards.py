"""What looks at calls before they leave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from .call import Answer, ApiCall
from .errors import ApiCallError, UsageError
from .flows import Flow

if TYPE_CHECKING:
    from .base import BaseApi

#: Looks at calls before they leave: an error for each that is refused, None for each that may go.
Guard = Callable[["BaseApi", Sequence[ApiCall]], Flow["list[ApiCallError | None]"]]


def reads_only(api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
    """Refuses all calls that could write, chained ones too."""
    yield from ()
    return [
        None
        if call.is_read()
        else UsageError("this api is read-only; it makes no call that writes", call=call)
        for call in calls
    ]


def writable(api: BaseApi, entity: str) -> Flow[None]:
    """UsageError where the api refuses all writing: said once, before many records are refused one by one."""
    pretended = ApiCall(entity, "create", {}, api.VERSION.NUMBER)
    for guard in api._guards:
        if guard is reads_only or getattr(guard, "REFUSES_WRITES", False):
            (error,) = yield from guard(api, [pretended])
            if error is not None:
                error.call = None
                raise error


@dataclass(frozen=True)
class Protected:
    """Refuses what could write to a site that is marked as protected."""

    #: A guard that looks at nothing but whether a call could write.
    REFUSES_WRITES: ClassVar = True
    site: str

    def __call__(self, api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
        yield from ()
        return [None if call.is_read() else UsageError(self.refusal, call=call) for call in calls]

    @property
    def refusal(self) -> str:
        """What is said to a program, which can answer in its code only."""
        return f"{self.site} is protected; connect(..., protected=False) lets this program write to it"


def passed(calls: Sequence[ApiCall], refused: Sequence[ApiCallError | None]) -> list[ApiCall]:
    """The calls that no guard refused."""
    return [call for call, error in zip(calls, refused, strict=True) if error is None]


def merged_answers(
    calls: Sequence[ApiCall], refused: Sequence[ApiCallError | None], answers: Iterable[Answer]
) -> list[Answer]:
    """The answers of calls in order, refused ones with their error."""
    given = iter(answers)
    return [
        next(given) if error is None else Answer(call, error=error)
        for call, error in zip(calls, refused, strict=True)
    ]
