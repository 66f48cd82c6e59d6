"""Calls through ``cv pipe``: what to write for some calls, what to make of what came back.  Pure.

A pipe answers bare rows: no counts, and with ``apiError: "array"`` no index either.  Both are made
good here, so that a call gives the same over every transport.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from . import index as indexing
from . import jsonrpc
from .call import Answer, ApiCall
from .errors import InvalidResponse
from .v4 import ARRAY_BACKED

_OPTIONS, _LOGIN, _FIRST = 0, 1, 2


class Dialogue:
    """One exchange with a pipe: ``lines`` to write, then ``answers`` out of what was heard.

    ``user`` logs in a user (a name, or a contact's id) before the calls.  ``check_permissions``
    False runs the calls without permission checks; True as that user may.
    """

    def __init__(
        self,
        calls: Sequence[ApiCall],
        *,
        user: str | int | None = None,
        check_permissions: bool = False,
        first: int = _FIRST,
    ) -> None:
        """``first`` is the id of the first request."""
        self.calls = calls
        self.prefix = f"civiapi-{secrets.token_hex(12)}:"
        self._user = user
        self._check = check_permissions
        self._asked: list[tuple[ApiCall, int | None, int | None]] = []
        self._first = first
        self.requests: list[bytes] = []
        for call in calls:
            self._ask(call)

    @property
    def lines(self) -> bytes:
        """Everything to write, in order."""
        return b"".join(self.opening + self.requests)

    @property
    def opening(self) -> list[bytes]:
        """What is said before the requests: the options, and who calls."""
        longest = max((len(request) for request in self.requests), default=0)
        options = {
            "responsePrefix": self.prefix,
            "apiError": "array",
            "apiCheckPermissions": self._check,
            "bufferSize": max(jsonrpc.BUFFER_SIZE, longest + 1024),
        }
        said = [jsonrpc.line(_OPTIONS, "options", options)]
        if self._user is not None:
            who = {"contactId": self._user} if isinstance(self._user, int) else {"user": self._user}
            said.append(jsonrpc.line(_LOGIN, "login", who))
        return said

    def _ask(self, call: ApiCall) -> None:
        main = count = None
        if _wants_count(call):
            count = self._request(call, _count_params(call))
        if count is None or list(call.params["select"]) != ["row_count"]:
            main = self._request(call, _main_params(call))
        self._asked.append((call, main, count))

    def _request(self, call: ApiCall, params: Mapping[str, Any]) -> int:
        number = self._first + len(self.requests)
        self.requests.append(jsonrpc.line(number, f"api{call.version}", [call.entity, call.action, params]))
        return number

    def refused(self, heard: jsonrpc.Heard) -> str | None:
        """Why the log-in failed; None where it did not."""
        return _error_text(heard.answers.get(_LOGIN))

    def begun(self, heard: jsonrpc.Heard) -> bool:
        """Whether the site read what was written to it."""
        return _OPTIONS in heard.answers

    def answers(self, heard: jsonrpc.Heard) -> list[Answer | None]:
        """An Answer for each call, None for those that got none, in order."""
        found: list[Answer | None] = []
        is_open = False
        for call, main, count in self._asked:
            replies = [heard.answers.get(number, {}) for number in (main, count) if number is not None]
            if not all(reply.keys() & {"result", "error"} for reply in replies):
                found.append(None)
            elif is_open:
                found.append(Answer(call, error=InvalidResponse(_UNDONE, call=call)))
            else:
                payload = _payload(call, heard.answers, main, count)
                found.append(Answer(call, payload, warnings=heard.noise))
            is_open = is_open or _leaves_open(call, replies)
        return found


_UNDONE = (
    "answered, but an Error in PHP in a call before it left a transaction open: "
    "what it wrote is undone at the end"
)


def _leaves_open(call: ApiCall, replies: list[dict[str, Any]]) -> bool:
    """Whether a PHP Error left a transaction of APIv3 open, which swallows all that is written later."""
    if call.version != 3 or not any("error" in reply for reply in replies):
        return False
    return not call.is_read() or "is_transactional" in call.params


def _wants_count(call: ApiCall) -> bool:
    return (
        call.version == 4
        and call.action.startswith("get")
        and "row_count" in (call.params.get("select") or ())
    )


def _counted_here(call: ApiCall) -> bool:
    """Whether the rows themselves must be fetched to be counted."""
    grouped = call.params.get("groupBy") or call.params.get("having")
    return bool(grouped) or call.action != "get" or call.entity in ARRAY_BACKED


def _count_params(call: ApiCall) -> dict[str, Any]:
    """The call that counts: the same conditions, no limit."""
    params = {
        key: value for key, value in call.params.items() if key not in ("limit", "offset", "orderBy", "chain")
    }
    select = [item for item in params["select"] if item != "row_count"]
    if not _counted_here(call):
        select = ["COUNT(*) AS n"]
    return {**params, "select": select}


def _main_params(call: ApiCall) -> Mapping[str, Any]:
    select = call.params.get("select")
    if call.version == 3 or not select:
        return call.params
    hidden = indexing.hidden_fields(call.index, select)
    if call.entity == "Setting":
        hidden = []
    return {**call.params, "select": [*select, *hidden]} if hidden else call.params


def _payload(
    call: ApiCall, answers: Mapping[int, dict[str, Any]], main: int | None, count: int | None
) -> Any:
    for number in (count, main):
        failed = _failure(answers[number]) if number is not None else None
        if failed:
            return failed
    if call.version == 3:
        assert main is not None
        return answers[main]["result"]
    rows: Any = answers[main]["result"] if main is not None else []
    payload: dict[str, Any] = {"values": rows}
    if count is not None:
        payload["countMatched"] = _counted(call, answers[count]["result"])
    return indexing.applied(payload, call)


def _counted(call: ApiCall, rows: Any) -> int | None:
    if not isinstance(rows, list):
        return None
    if _counted_here(call):
        return len(rows)
    return rows[0].get("n") if rows and isinstance(rows[0], Mapping) else None


def _failure(answer: Mapping[str, Any]) -> dict[str, Any] | None:
    """The API's error object, or one for a PHP Error; traces are left out, they may hold values."""
    if "error" in answer:
        return {"error_code": jsonrpc.SERVER_ERROR, "is_error": 1, "error_message": _error_text(answer)}
    result = answer.get("result")
    if isinstance(result, dict) and result.get("is_error") and "error_message" in result:
        return {key: value for key, value in result.items() if key != "trace"}
    return None


def _error_text(answer: Mapping[str, Any] | None) -> str | None:
    if answer is None or "error" not in answer:
        return None
    error = answer["error"]
    return str(error.get("message", error)) if isinstance(error, Mapping) else str(error)
