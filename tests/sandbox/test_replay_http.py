"""Everything that was recorded of a real site over HTTP, asked of the sandbox in the same order."""

from __future__ import annotations

import http.client
import re
import urllib.parse
from typing import Any, NamedTuple

import pytest

from civiapi.sandbox.serve import running

from . import likeness
from .recorded_site import Recorded, load, make

EXCHANGES = {one["name"]: one for one in load("wire_http.json")}
DEADLINE = 30
FORM = "application/x-www-form-urlencoded"
# recording => settings that were made before it; they hold until the next name here
SETTINGS: dict[str, dict[str, Any]] = {
    "auth-cred-type-off": {"authx_xheader_cred": ["jwt", "pass"]},
    "auth-login-page": {"authx_xheader_cred": ["jwt", "api_key", "pass"]},
    "maintenance-v4-low": {"core_maintenance_mode": "1"},
}
# recording => the last id that a table had given by then: a real database gives up an id when an insert fails
NUMBERS = {"v3-create": {"civicrm_contact": 21}}
# recording => why the sandbox answers otherwise
UNLIKE: dict[str, str] = {}
VALUES_DIFFER: dict[str, str] = {}


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: str


class Player:
    """Sends recorded requests, and keeps the cookie that they call SESSION_ID."""

    def __init__(self, url: str, recorded: Recorded) -> None:
        self.host = url.removeprefix("http://")
        self.recorded = recorded
        self.session = "none"

    def play(self, request: dict[str, Any]) -> Answer:
        expand = request.get("expand", {})

        def filled(text: str) -> str:
            return self.recorded.filled(text, expand).replace("SESSION_ID", self.session)

        body = request.get("body")
        if "form" in request:
            body = urllib.parse.urlencode({name: filled(value) for name, value in request["form"].items()})
        headers = {name: filled(value) for name, value in request["headers"].items()}
        connection = http.client.HTTPConnection(self.host, timeout=DEADLINE)
        try:
            connection.request(request["method"], filled(request["path"]), body and body.encode(), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        cookie = re.search(r"SESSCIVISO=(\w+)", answer.headers.get("Set-Cookie") or "")
        self.session = cookie[1] if cookie else self.session
        return Answer(answer.status, answer.headers, text)


@pytest.fixture(scope="module")
def answers(tmp_path_factory):
    recorded = make(tmp_path_factory.mktemp("wire") / "site.sqlite")
    with recorded.site as site, running(site) as server:
        player = Player(server.url, recorded)
        found = {}
        for name, exchange in EXCHANGES.items():
            if name in SETTINGS:
                site.api4("Setting", "set", {"values": SETTINGS[name]}, user=None, check=False)
            for table, number in NUMBERS.get(name, {}).items():
                site.store.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (number, table))
            found[name] = player.play(exchange["request"])
    return found, recorded, server.url


def compared(exchange, answer, recorded, url, *, exact):
    want = exchange["response"]
    found = likeness.differences(want["status"], answer.status, "status")
    for name in ("Content-Type", "Location", "Allow", "WWW-Authenticate"):
        wanted = want["headers"].get(name)
        wanted = wanted and wanted.replace("https://civicrm.example.org", url)
        found += likeness.differences(*[x and x.lower() for x in (wanted, answer.headers.get(name))], name)
    text = recorded.filled(want["body"], exchange["request"].get("expand", {}))
    return found + likeness.differences(likeness.body(text), likeness.body(answer.body), exact=exact)


@pytest.mark.parametrize("name", EXCHANGES)
def test_answers_are_shaped_as_recorded(answers, name):
    found, recorded, url = answers
    unlike = compared(EXCHANGES[name], found[name], recorded, url, exact=False)
    assert bool(unlike) == (name in UNLIKE), unlike or "it is like the recording now"


@pytest.mark.parametrize("name", EXCHANGES)
def test_answers_have_the_recorded_values(answers, name):
    found, recorded, url = answers
    unlike = compared(EXCHANGES[name], found[name], recorded, url, exact=True)
    assert bool(unlike) == (name in UNLIKE or name in VALUES_DIFFER), unlike or "it is like the recording now"
