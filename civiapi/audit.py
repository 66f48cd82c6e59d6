"""A file that says what an api wrote: a JSON line for each call that could write, after it was answered."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .call import Answer, ApiCall
from .errors import ApiCallError, UsageError
from .log import redacted

Heard = Callable[["list[Answer]"], "list[Answer]"]


@contextlib.contextmanager
def audited(path: Path | None, site: str, calls: Sequence[ApiCall]) -> Iterator[Heard]:
    """Note the calls of a request that could write; the function given is told the answers.

    A line holds time (UTC), site, version, entity, action, params without credentials, outcome ("done",
    "refused", "unknown" where no answer came, "not sent"), the ids of the rows, and the error.  A file that
    cannot be written to is a UsageError before anything is sent: a write must not go unseen.
    """
    if path is None or all(call.is_read() for call in calls):
        yield lambda answers: answers
        return
    told: list[Answer] = []

    def heard(answers: list[Answer]) -> list[Answer]:
        told.extend(answers)
        return answers

    failed: BaseException | None = None
    file = _opened(path, calls[0])
    try:
        yield heard
    except BaseException as error:
        failed = error
        raise
    finally:
        answers = told or [Answer(call) for call in calls]
        _append(file, (_line(site, answer, failed) for answer in answers if not answer.call.is_read()))


def _line(site: str, answer: Answer, failed: BaseException | None) -> dict[str, Any]:
    call = answer.call
    error = failed or answer.error
    line = {
        "time": dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds"),
        "site": site,
        "version": call.version,
        "entity": call.entity,
        "action": call.action,
        "params": redacted(call.params),
    }
    if error is not None:
        sent = isinstance(error, ApiCallError) and error.handled is False
        said = error.message if isinstance(error, ApiCallError) else type(error).__name__
        return line | {"outcome": "not sent" if sent else "unknown", "error": said}
    payload = answer.payload
    if isinstance(payload, Mapping) and (payload.get("is_error") or "error_message" in payload):
        return line | {"outcome": "refused", "error": str(payload.get("error_message"))}
    return line | {"outcome": "done", "ids": _ids(payload)}


def _ids(payload: Any) -> list[Any]:
    rows = payload.get("values") if isinstance(payload, Mapping) else payload
    rows = list(rows.values()) if isinstance(rows, Mapping) else rows
    rows = rows if isinstance(rows, list) else []  # APIv3 may give a number, a text, true
    return [row["id"] for row in rows if isinstance(row, Mapping) and "id" in row]


def _opened(path: Path, call: ApiCall) -> int:
    try:
        return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError as error:
        reason = f"the audit file {path} cannot be written: {error.strerror}; nothing was sent"
        raise UsageError(reason, call=call) from None


def _append(file: int, lines: Iterable[Mapping[str, Any]]) -> None:
    """All lines in one write, so that several processes can share the file; it is closed."""
    try:
        os.write(file, "".join(json.dumps(line, default=str) + "\n" for line in lines).encode())
    finally:
        os.close(file)
