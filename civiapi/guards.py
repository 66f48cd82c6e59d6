"""What looks at calls before they leave."""

from __future__ import annotations

from collections.abc import Sequence
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
