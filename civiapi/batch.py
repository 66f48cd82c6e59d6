"""Many calls in one request: each keeps its own Result or its own error.

The calls of a batch are independent: they run one after the other, and an error of one does not stop
the rest.  What is too much for one request is sent in several, in order.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from .call import Answer, ApiCall, Index
from .errors import ApiCallError, ConnectionFailed, InvalidResponse, UsageError
from .flows import Flow

if TYPE_CHECKING:
    from .base import BaseApi

#: At most so many calls a request: PHP's time limit is 30 s.
READS, WRITES = 200, 50
#: At most so many bytes a request, as they are sent: half of what PHP takes by default.
BYTES = 4 * 1024 * 1024

_PLAIN = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~ "


class Pending:
    """The place of a result, which is there once the batch was sent."""

    def __init__(self, call: ApiCall) -> None:
        self.call = call
        self._is_settled = False
        self._value: Any = None
        self._error: ApiCallError | None = None

    def result(self) -> Any:
        """What the call gave; raises what went wrong with it, UsageError where it was not sent yet."""
        if not self._is_settled:
            raise UsageError("the batch was not sent yet; ask after its with block", call=self.call)
        if self._error is not None:
            raise self._error
        return self._value

    def __repr__(self) -> str:
        return f"<Pending {self.call} {'answered' if self._is_settled else 'not sent'}>"

    def _settle(self, value: Any = None, error: ApiCallError | None = None) -> None:
        self._is_settled, self._value, self._error = True, value, error


class Batched(Protocol):
    """An entity in a batch: its calls give what will be their results."""

    def __call__(
        self, action: str, params: Mapping[str, Any] | None = None, index: Index = None, /, **fields: Any
    ) -> Pending: ...

    def __getattr__(self, name: str) -> Callable[..., Pending]: ...


class Batch:
    """Collects calls, made as on an api, and sends them at the end of its ``with`` block.

    Where the block ends in an exception nothing is sent.  On an async api it is an ``async with`` block,
    and send() is awaited.
    """

    def __init__(self, api: BaseApi) -> None:
        self._api = api
        self.VERSION = api.VERSION
        self._pending: list[Pending] = []

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._api!r}, {len(self._pending)} calls not sent>"

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

    def __getattr__(self, name: str) -> Batched:
        if not name[:1].isupper():
            raise AttributeError(f"a batch has no {name!r}; it has entities")
        entity: Any = getattr(self._api, name)
        batched: Batched = entity._on(self)
        return batched

    def _query(self, entity: str) -> Any:
        raise UsageError(f"a query of {entity} makes its own calls; make it on the api, not on a batch")

    def send(self) -> list[Pending]:
        """Send what was collected, and give it in order."""
        pending, self._pending = self._pending, []
        return self._api._run(_sent(self._api, pending))

    def __enter__(self) -> Batch:
        return self

    def __exit__(self, kind: object, *error: object) -> None:
        if kind is None:
            self.send()


def send_all(api: BaseApi, calls: Iterable[Sequence[Any]]) -> list[Pending]:
    """Send a list of calls, each ``(entity, action, params?, index?)``, as a batch."""
    batch = Batch(api)
    for number, call in enumerate(calls):
        if not isinstance(call, Sequence) or isinstance(call, str) or not 2 <= len(call) <= 4:
            raise UsageError(
                f"call {number} of the batch is {call!r:.80}; write (entity, action, params, index)"
            )
        batch(*call)
    return batch.send()


def _sent(api: BaseApi, pending: list[Pending]) -> Flow[list[Pending]]:
    answers = yield from in_parts([one.call for one in pending], request_limit(api))
    for one, answer in zip(pending, answers, strict=True):
        try:
            one._settle((yield from api._read(answer)))
        except ApiCallError as error:
            one._settle(error=error)
    return pending


def in_parts(calls: Sequence[ApiCall], limit: int) -> Flow[list[Answer]]:
    """An answer for each call, sent in as many requests as it takes; what was not sent says so."""
    given: list[Answer] = []
    unreached: ApiCallError | None = None
    for part in parts(calls, limit):
        if unreached is not None:
            given += (Answer(call, error=not_sent(call, unreached)) for call in part)
            continue
        try:
            given += yield part
        except ApiCallError as error:
            given += (Answer(call, error=_of(call, error)) for call in part)
            # a PHP Error ends one request; where the site is not reached, or refuses, it ends them all
            unreached = None if isinstance(error, InvalidResponse | UsageError) else error
    return given


def request_limit(api: BaseApi) -> int:
    """The bytes of calls that one request of an api may hold."""
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
        more, weight = call_bytes(call), 1 / (READS if call.is_read() else WRITES)
        if part and (size + more > limit or share + weight > 1 + 1e-9):
            yield part
            part, size, share = [], 0, 0.0
        part.append(call)
        size, share = size + more, share + weight
    if part:
        yield part


def call_bytes(call: ApiCall) -> int:
    """The bytes that a call takes in a form: what is not plain is written as three."""
    text = json.dumps(call.params, ensure_ascii=False).encode()
    return len(text) + 2 * len(text.translate(None, _PLAIN)) + len(call.entity) + len(call.action) + 32
