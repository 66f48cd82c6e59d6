"""Everything that was recorded of a real site over HTTP, asked of the sandbox in the same order."""

from __future__ import annotations

import datetime
import http.client
import re
import urllib.parse
from typing import Any, NamedTuple

import pytest

from civiapi.sandbox.serve import running

from . import likeness, unlike
from .engine import clock_at
from .recorded_site import Recorded, load, make

EXCHANGES = {one["name"]: one for one in load("http.json")}
DEADLINE = 120
FORM = "application/x-www-form-urlencoded"
# recording => settings that were made before it; they hold until the next name here
SETTINGS: dict[str, dict[str, Any]] = {
    "auth-cred-type-off": {"authx_xheader_cred": ["jwt", "pass"]},
    "auth-login-page": {"authx_xheader_cred": ["jwt", "api_key", "pass"]},
    "maintenance-v4-low": {"core_maintenance_mode": "1"},
}
# recording => the last id that a table had given by then: a real database gives up an id when an insert fails
NUMBERS = {"v4-create-too-long": {"civicrm_email": 17}, "v3-create": {"civicrm_contact": 21}}

# recording => what is done to the site for it
FAULTS = {"db-down": "database-down"}
# when it was recorded: people grow older
THEN = datetime.datetime(2026, 11, 22, 8, 41, 38)


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
    with recorded.site as site, running(site) as server, clock_at(THEN):
        player = Player(server.url, recorded)
        found = {}
        for name, exchange in EXCHANGES.items():
            if name in SETTINGS:
                site.api4("Setting", "set", {"values": SETTINGS[name]}, user=None, check=False)
            for table, number in NUMBERS.get(name, {}).items():
                site.store.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = ?", (number, table))
            if name in FAULTS:
                server.faults.add(FAULTS[name], times=1)
            found[name] = player.play(exchange["request"])
    return found, recorded, server.url


@pytest.mark.parametrize("name", EXCHANGES)
def test_answers_are_as_recorded(answers, name):
    found, recorded, url = answers
    exchange, answer = EXCHANGES[name], found[name]
    want = exchange["response"]
    levels = [likeness.equal(want["status"], answer.status, "status")]
    for header in ("Content-Type", "Location", "Allow", "WWW-Authenticate"):
        wanted = (want["headers"].get(header) or "").replace("https://civicrm.example.org", url)
        levels.append(likeness.equal(wanted.lower(), (answer.headers.get(header) or "").lower(), header))
    text = recorded.filled(want["body"], exchange["request"].get("expand", {}))
    level, why = likeness.worst([*levels, likeness.level(text, answer.body)])
    assert level == unlike.HTTP.get(name, (likeness.SAME,))[0], why


def test_the_list_of_unlike_ones_names_recordings():
    assert {*unlike.HTTP} <= {*EXCHANGES}
