"""What several of the tests need: recorded exchanges, calls, and how an answer is read."""

from __future__ import annotations

import copy
import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from civiapi import Answer, ApiCall, ApiCallError, BaseApi, codec, cv, v3, v4
from civiapi.dialogue import Dialogue

RECORDED = Path(__file__).with_name("recorded")
URL = "https://crm.example.org"
#: Texts that must leave the process in two places only: the body (APIv3), the headers (APIv4).
API_KEY, SITE_KEY, PASSWORD = "canary-api-key", "canary-site-key", "canary-password"
SECRETS = (API_KEY, SITE_KEY, PASSWORD)


def recorded(name: str) -> Any:
    return json.loads(RECORDED.joinpath(name).read_text(encoding="utf-8"))


def site_of(version: int, route: str = "") -> codec.Site:
    return codec.Site(URL, version, API_KEY, SITE_KEY, route)


def call_of(entity: str, action: str, params: Any = None, index: Any = None, *, version: int = 4) -> ApiCall:
    return ApiCall(entity, action, params or {}, version, index)


def read(answer: Answer) -> Any:
    """What the caller gets, or the error that is raised."""
    try:
        return (v4 if answer.call.version == 4 else v3).read(answer)
    except ApiCallError as error:
        return error


def decoded(calls: Sequence[ApiCall], status: int, body: str | bytes, **headers: str) -> list[Any]:
    """What the callers get out of an HTTP answer: results, and errors not raised but given."""
    raw = body if isinstance(body, bytes) else body.encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        answers = codec.decode(site_of(calls[0].version), calls, status, named, raw, sent=99)
    except ApiCallError as error:
        return [error] * len(calls)
    return [read(answer) for answer in answers]


def secrets_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


#: A pipe's greeting, a call, and the rows that it gives.
GREETING = '{"Civi::pipe":{"t":"trusted"}}\n'
NAMES = call_of("Contact", "get", {"select": ["id", "display_name"]})
ROWS = [{"id": 7, "display_name": "Alpha Example"}, {"id": 8, "display_name": "Bravo Example"}]


def written(dialogue: Dialogue) -> list[dict[str, Any]]:
    """The requests, as the site reads them."""
    lines = dialogue.lines.decode()
    assert lines.endswith("\n")
    return [json.loads(line) for line in lines.splitlines()]


def spoken(dialogue: Dialogue, results: Iterable[Any], *, login: Any = None) -> bytes:
    """What a site writes: ``results`` are those of the api calls; one that is an Exception is a PHP Error."""
    said, left = [GREETING.encode()], iter(results)
    for request in written(dialogue):
        if request["method"] == "options":
            result: Any = request["params"]
        elif request["method"] == "login":
            result = login if login is not None else {"contactId": 2, "userId": 1}
        else:
            result = next(left)
        if isinstance(result, Exception):
            body = {"error": {"code": -32099, "message": str(result), "data": {"trace": "secret"}}}
        else:
            body = {"result": result}
        answer = {"jsonrpc": "2.0", **body, "id": request["id"]}
        said.append(f"{dialogue.prefix}{json.dumps(answer)}\n".encode())
    return b"".join(said)


def done(stdout: bytes, stderr: str = "", code: int = 0) -> subprocess.CompletedProcess[bytes]:
    return subprocess.CompletedProcess(["cv", "pipe", "t"], code, stdout, stderr.encode())


def results_of(
    calls: list[ApiCall], results: Iterable[Any], stderr: str = "", code: int = 0, cut: int | None = None
) -> list[Any]:
    """What the callers get when the site gives these results, its output perhaps cut."""
    dialogue = Dialogue(calls)
    output = spoken(dialogue, results)[:cut]
    return [read(answer) for answer in cv.read(dialogue, done(output, stderr, code))]


class Echo:
    """A backend that answers each call with what it was asked."""

    site = "echo"

    def __init__(self) -> None:
        self.sent: list[list[ApiCall]] = []
        self.options: dict[str, Any] = {}
        self.closed = 0

    def send(self, calls: Any) -> list[Answer]:
        self.sent.append(list(calls))
        return [
            Answer(call, {"values": [{"asked": str(call), "params": dict(call.params)}]}) for call in calls
        ]

    def with_options(self, **options: Any) -> Echo:
        copied = copy.copy(self)
        copied.options = options
        return copied

    def close(self) -> None:
        self.closed += 1


class EchoApi(BaseApi):
    VERSION = v4

    def __init__(self) -> None:
        super().__init__(Echo())


class EchoApi3(EchoApi):
    VERSION = v3
