"""Any bytes as an answer give a result or an ApiCallError, never another exception."""

from __future__ import annotations

import json
import pickle
import subprocess
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from civiapi import Answer, ApiCall, ApiCallError, codec, cv
from civiapi.dialogue import Dialogue
from civiapi.retry import deliver, may_go_again

from .support import call_of, read, site_of

#: Of both versions: rows, a row, a scalar, an index, counts, writes.
CALLS: list[list[ApiCall]] = [
    [call_of("Contact", "get")],
    [call_of("Contact", "get", {"select": ["row_count", "id"]})],
    [call_of("Entity", "get", {"select": ["row_count"], "groupBy": ["a"]}, "name")],
    [call_of("Contact", "get", {"select": ["id"]}, 0)],
    [call_of("Contact", "get", {}, "id")],
    [call_of("Contact", "get", {}, ["name"])],
    [call_of("Contact", "get", {}, {"id": "name"})],
    [
        call_of("Contact", "delete", {"where": [["id", "=", 1]]}),
        call_of("Tag", "get"),
        call_of("Tag", "get", {}, "id"),
    ],
    [call_of("Contact", "get", {"sequential": 1}, version=3)],
    [call_of("Contact", "get", {"sequential": 0}, version=3)],
    [call_of("Contact", "getcount", version=3)],
    [call_of("Contact", "getvalue", version=3)],
    [call_of("Contact", "getsingle", version=3)],
    [call_of("Contact", "delete", version=3)],
    [call_of("Contact", "get", version=3), call_of("Contact", "getcount", version=3)],
]
STATUSES = st.sampled_from(
    [200, 201, 204, 302, 400, 401, 403, 404, 405, 413, 429, 500, 502, 503, 504, 599]
) | st.integers(100, 599)
TEXT = st.text(max_size=6)
NAMES = st.sampled_from(
    [
        *(
            "values",
            "is_error",
            "result",
            "error_message",
            "error_code",
            "status",
            "status_code",
            "status_message",
        ),
        *(
            "count",
            "countMatched",
            "id",
            "name",
            "n",
            "fields",
            "error_field",
            "field",
            "error_id",
            "1",
            "c0",
            "c1",
            "c2",
        ),
        *("jsonrpc", "error", "message", "code", "data", "trace", "responsePrefix"),
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | TEXT | st.sampled_from(
    ["Database lock encountered", "Critical error. Please see server logs", "HTTP 401 x", "missing mandatory params", "0", "²"]
)  # fmt: skip
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | TEXT, inner, max_size=4),
    max_leaves=8,
)
ANSWERS = JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=80)
BODIES = st.tuples(st.binary(max_size=6) | st.just(b""), ANSWERS, st.binary(max_size=3) | st.just(b"")).map(
    b"".join
)
HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "Date", "WWW-Authenticate"]), st.text(max_size=12), max_size=3
)


def settled(answers: list[Answer], calls: list[ApiCall]) -> None:
    assert [answer.call for answer in answers] == calls
    for answer in answers:
        got = read(answer)
        if isinstance(got, Exception):
            usable(got)


def usable(error: ApiCallError) -> None:
    assert isinstance(error, ApiCallError)
    assert str(error)
    may_go_again([call_of("Contact", "get")], error)
    pickle.dumps(error)


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_http(number: int) -> None:
    calls = CALLS[number]

    @settings(max_examples=60)
    @given(STATUSES, BODIES, HEADERS)
    @example(200, b"", {})
    @example(200, b"null", {})
    @example(200, b'{"values":null}', {})
    @example(200, b"[" * 100_000, {})
    @example(200, b'{"values":' + b"[" * 5_000 + b"]" * 5_000 + b"}", {})
    @example(200, b'{"is_error":0,"result":' + b"9" * 5_000 + b"}", {})
    @example(200, b'{"is_error":0,"result":[]}', {})
    @example(200, b'{"is_error":1,"error_message":["x"],"error_code":{},"fields":7}', {})
    @example(503, b"{}", {"Retry-After": "\u00b2"})
    @example(429, b"", {"Retry-After": "9" * 400})
    def fuzz(status: int, body: bytes, headers: dict[str, str]) -> None:
        try:
            answers = codec.decode(site_of(calls[0].version), calls, status, headers, body, sent=9)
        except ApiCallError as error:
            usable(error)
            return
        settled(answers, calls)

    fuzz()


def _output(dialogue: Dialogue, parts: list[Any]) -> bytes:
    """What a pipe might write: greetings, answers with the prefix or without, whole or not, and noise."""
    said = []
    for part in parts:
        if isinstance(part, bytes):
            said.append(part)
        elif part == "greeting":
            said.append(b'{"Civi::pipe":{"t":"trusted"}}\n')
        else:
            number, body, end = part
            line = json.dumps({"jsonrpc": "2.0", **body, "id": number}).encode()
            said.append(dialogue.prefix.encode() + line[: len(line) - end] + b"\n")
    return b"".join(said)


BODY = st.fixed_dictionaries({}, optional={"result": JSON, "error": JSON}) | JSON.map(
    lambda value: {"result": value}
)
PARTS = st.lists(
    st.just("greeting")
    | st.tuples(st.integers(0, 7) | st.none() | TEXT, BODY, st.just(0) | st.integers(0, 3))
    | st.binary(max_size=12),
    max_size=8,
)
WHOLE = st.lists(BODY, min_size=6, max_size=6).map(
    lambda bodies: [
        "greeting",
        (0, {"result": {}}, 0),
        *((number + 2, body, 0) for number, body in enumerate(bodies)),
    ]
)


@pytest.mark.parametrize("number", range(len(CALLS)))
def test_pipe(number: int) -> None:
    calls = CALLS[number]
    user = "admin" if number % 3 == 0 else None

    @settings(max_examples=60)
    @given(PARTS | WHOLE, st.binary(max_size=12), st.sampled_from([0, 1, 3, 127, 137, 255, -9]))
    @example([], b"", 0)
    @example(["greeting"], b"", 0)
    @example(["greeting", (0, {}, 0), (2, {}, 0), (3, {}, 0)], b"", 0)
    @example(["greeting", (0, {"result": 1}, 0), (1, {"error": 5}, 0), (2, {"error": None}, 0)], b"", 255)
    def fuzz(parts: list[Any], stderr: bytes, code: int) -> None:
        dialogue = Dialogue(calls, user=user)
        done = subprocess.CompletedProcess(["cv"], code, _output(dialogue, parts), stderr)
        try:
            answers = cv.read(dialogue, done)
        except ApiCallError as error:
            usable(error)
            return
        settled(answers, calls)

    fuzz()


@given(JSON, st.sampled_from([calls[0] for calls in CALLS if len(calls) == 1]))
def test_any_payload_is_delivered(payload: Any, call: ApiCall) -> None:
    (answer,) = deliver(lambda calls: [Answer(calls[0], payload)], [call], 0)
    settled([answer], [call])
