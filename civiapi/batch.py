"""Many calls in one request: each keeps its own Result or its own error.

The calls of a batch are independent: they run one after the other, and an error of one does not stop
the rest.  What is too much for one request is sent in several, in order.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .call import Answer, ApiCall, Index
from .errors import ApiCallError, ConnectionFailed, InvalidResponse, UsageError

if TYPE_CHECKING:
    from .base import BaseApi, BaseEntity

#: At most so many calls a request: PHP's time limit is 30 s.
READS, WRITES = 200, 50
#: At most so many bytes a request, as they are sent: half of what PHP takes by default.
BYTES = 4 * 1024 * 1024

_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~ "


class Pending:
    """The place of a result, which is there once the batch was sent."""

    def __init__(self, call: ApiCall) -> None:
        self.call = call
        self._answer: Answer | None = None
        self._read: Any = None

    def result(self) -> Any:
        """What the call gave; raises what went wrong with it, UsageError where it was not sent yet."""
        if self._answer is None:
            raise UsageError("the batch was not sent yet; ask after its with block", call=self.call)
        return self._read(self._answer)

    def __repr__(self) -> str:
        return f"<Pending {self.call} {'answered' if self._answer else 'not sent'}>"

    def _settle(self, answer: Answer, read: Any) -> None:
        self._answer, self._read = answer, read


class Batch:
    """Collects calls, made as on an api, and sends them at the end of its ``with`` block.

    Where the block ends in an exception nothing is sent.
    """

    def __init__(self, api: BaseApi) -> None:
        self._api = api
        self.VERSION = api.VERSION
        self._pending: list[Pending] = []

    def __call__(
        self,
        entity: str,
        action: str,
        params: Mapping[str, Any] | None = None,
        index: Index = None,
        /,
        **fields: Any,
    ) -> Pending:
        """Put a call into the batch; UsageError as on the api."""
        pending = Pending(self._api._call(entity, action, params, index, fields))
        self._pending.append(pending)
        return pending

    def __getattr__(self, name: str) -> BaseEntity:
        if not name[:1].isupper():
            raise AttributeError(f"a batch has no {name!r}; it has entities")
        entity: BaseEntity = getattr(self._api, name)
        return entity._on(self)

    def send(self) -> list[Pending]:
        """Send what was collected, and give it in order."""
        pending, self._pending = self._pending, []
        answers = _answers(self._api, [one.call for one in pending])
        for one, answer in zip(pending, answers, strict=True):
            one._settle(answer, self._api.VERSION.read)
        return pending

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, kind: object, *error: object) -> None:
        if kind is None:
            self.send()


def send_all(api: BaseApi, calls: Iterable[Sequence[Any]]) -> list[Pending]:
    """Send a list of calls, each ``(entity, action, params?, index?)``, as a batch."""
    batch = Batch(api)
    for call in calls:
        batch(*call)
    return batch.send()


def _answers(api: BaseApi, calls: Sequence[ApiCall]) -> Iterator[Answer]:
    unreached: ApiCallError | None = None
    for part in parts(calls, _limit(api)):
        if unreached is not None:
            yield from (Answer(call, error=not_sent(call, unreached)) for call in part)
            continue
        try:
            answers = api.send(part)
        except ApiCallError as error:
            answers = [Answer(call, error=_of(call, error)) for call in part]
            # a PHP Error ends one request; where the site is not reached, or refuses, it ends them all
            unreached = None if isinstance(error, InvalidResponse | UsageError) else error
        yield from answers


def _limit(api: BaseApi) -> int:
    return min(BYTES, int(getattr(api._backend, "max_body", 2 * BYTES)) // 2)


def _of(call: ApiCall, error: ApiCallError) -> ApiCallError:
    """The error of a whole request as that of one of its calls."""
    own = copy.copy(error)
    own.call, own.__cause__ = call, error.__cause__
    return own


def not_sent(call: ApiCall, error: ApiCallError) -> ApiCallError:
    """What becomes of a call that stood after one which failed in that way."""
    return ConnectionFailed(
        f"not sent, an earlier part of the batch failed: {error}", call=call, handled=False
    )


def parts(calls: Iterable[ApiCall], limit: int = BYTES) -> Iterator[list[ApiCall]]:
    """Calls in order, as many together as fit one request of at most ``limit`` bytes."""
    part: list[ApiCall] = []
    size, share = 0, 0.0
    for call in calls:
        more, weight = _size(call), 1 / (READS if call.is_read() else WRITES)
        if part and (size + more > limit or share + weight > 1 + 1e-9):
            yield part
            part, size, share = [], 0, 0.0
        part.append(call)
        size, share = size + more, share + weight
    if part:
        yield part


def _size(call: ApiCall) -> int:
    """The bytes that a call takes in a form: what is not plain is written as three."""
    text = json.dumps(call.params, ensure_ascii=False).encode()
    return len(text) + 2 * len(text.translate(None, _PLAIN)) + len(call.entity) + len(call.action) + 32
