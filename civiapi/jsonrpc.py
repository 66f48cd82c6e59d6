"""The dialogue of ``cv pipe`` as lines: JSON-RPC 2.0, one request a line, one answer a line.  Pure.

https://docs.civicrm.org/dev/en/latest/framework/pipe/ ; https://www.jsonrpc.org/specification
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
#: Everything else that fails; the message is the API's, or PHP's.
SERVER_ERROR = -32099

#: Longer request lines are cut in pieces, unless the option ``bufferSize`` says otherwise.
BUFFER_SIZE = 524_288

_HEADER = re.compile(rb'\{"Civi::pipe":')


def line(request_id: int, method: str, params: Mapping[str, Any] | list[Any]) -> bytes:
    """A request as it is written to the pipe, with its line end."""
    request = {"jsonrpc": "2.0", "method": method, "params": params, "id": request_id}
    return json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Heard(NamedTuple):
    """What came out of a pipe: its header (None: it did not start), the answers by id, the rest."""

    header: dict[str, Any] | None
    answers: dict[int, dict[str, Any]]
    unpaired: list[dict[str, Any]]
    noise: list[str]


def hear(output: bytes, prefix: str) -> Heard:
    """Read what a pipe wrote: each answer follows the ``responsePrefix``; all else is noise.

    PHP code may print before an answer, on its line or on lines of its own.  An answer that was cut
    off is no answer.
    """
    header, start, noise = None, 0, []
    greeting = _HEADER.search(output)
    if greeting:
        header, end = _document(output, greeting.start())
        noise.append(output[: greeting.start()])
        start = end if header is not None else greeting.start()
    answers: dict[int, dict[str, Any]] = {}
    unpaired: list[dict[str, Any]] = []
    for mark in re.finditer(re.escape(prefix.encode()) + rb"(?=\{)", output):
        if mark.start() < start:
            continue
        answer, end = _document(output, mark.end())
        if answer is None or answer.get("jsonrpc") is None:
            continue
        noise.append(output[start : mark.start()])
        start = end
        if isinstance(answer.get("id"), int):
            answers[answer["id"]] = answer
        else:
            unpaired.append(answer)
    noise.append(output[start:])
    texts = [text.strip() for part in noise for text in part.decode("utf-8", "replace").splitlines()]
    return Heard(header, answers, unpaired, [text for text in texts if text])


def _document(output: bytes, start: int) -> tuple[dict[str, Any] | None, int]:
    """The JSON object that begins at ``start`` and fills the line, and where the line ends."""
    end = output.find(b"\n", start)
    end = len(output) if end < 0 else end
    try:
        document = json.loads(output[start:end])
    except (ValueError, RecursionError):
        return None, start
    return (document, end) if isinstance(document, dict) else (None, start)
