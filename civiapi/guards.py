"""What looks at calls before they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .call import ApiCall
from .errors import ApiCallError, UsageError
from .flows import Flow

if TYPE_CHECKING:
    from .base import BaseApi


def reads_only(api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
    """Refuses all calls that could write, chained ones too."""
    yield from ()
    return [
        None
        if call.is_read()
        else UsageError("this api is read-only; it makes no call that writes", call=call)
        for call in calls
    ]


@dataclass(frozen=True)
class Protected:
    """Refuses what could write to a site that is marked as protected."""

    site: str

    def __call__(self, api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
        yield from ()
        return [None if call.is_read() else UsageError(self.refusal, call=call) for call in calls]

    @property
    def refusal(self) -> str:
        """What is said to a program, which can answer in its code only."""
        return f"{self.site} is protected; connect(..., protected=False) lets this program write to it"
