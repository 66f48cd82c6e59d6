"""The log: every request as it arrived, and what became of its calls."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from civiapi import HttpApiV3, HttpApiV4
from civiapi.errors import AccessDenied, ConnectionFailed, InvalidCall, InvalidResponse
from civiapi.sandbox import Site
from civiapi.sandbox.bench import Bench, LoggedRequest
from civiapi.sandbox.serve import Running, running

DEADLINE = 120


@pytest.fixture
def site(served: Running) -> Running:
    served.faults.clear()
    served.log.clear()
    return served


def test_a_request_as_it_arrived(site: Running) -> None:
    body = urlencode({"params": '{"limit":1,"select":["id"]}'}).encode()
    request = urllib.request.Request(
        f"{site.url}/civicrm/ajax/api4/Tag/get?params=!",
        body,
        {"X-Civi-Auth": f"Bearer {site.api_key}", "X-Mine": "kept"},
    )
    with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
        assert json.load(answer)["count"]
    (entry,) = site.log
    assert (entry.door, entry.method, entry.path) == ("http", "POST", "/civicrm/ajax/api4/Tag/get?params=!")
    assert entry.headers["x-civi-auth"] == f"Bearer {site.api_key}"
    assert entry.headers["x-mine"] == "kept"
    assert entry.body == body
    assert entry.calls == ((4, "Tag", "get", {"limit": 1, "select": ["id"]}, "done"),)
    assert (entry.fault, entry.executed, entry.status) == (None, True, 200)


def test_many_calls_in_one_request(site: Running) -> None:
    with HttpApiV4(site.url, site.api_key) as api:
        api("Tag", "get", {"limit": 1}, ["id"])
    with HttpApiV3(site.url, site.api_key, site.site_key) as api3:
        api3.Tag.getvalue(id=1, **{"return": "name"})
        api3.Tag.get(id=1)
    assert [[call[:3] for call in entry.calls] for entry in site.log] == [
        [(4, "Tag", "get")],
        [(3, "Tag", "getvalue")],
        [(3, "Tag", "get")],
    ]
    assert site.log[1].calls[0].params["return"] == "name"
    assert all(call.done for call in site.log.calls())


def test_calls_made_by_calls_are_not_requests(site: Running) -> None:
    with HttpApiV4(site.url, site.api_key) as api, HttpApiV3(site.url, site.api_key, site.site_key) as api3:
        api.Tag.get(limit=2, chain={"inner": ["Tag", "get", {"limit": 1}]})
        api3.Email.get({"api.Contact.get": {}})
    assert [len(entry.calls) for entry in site.log] == [1, 1]


def test_refused_calls(site: Running) -> None:
    with HttpApiV4(site.url, site.api_key) as api, pytest.raises(InvalidCall, match="bogus"):
        api.Tag.get(where=[["bogus", "=", 1]])
    with HttpApiV4(site.url, "wrong") as stranger, pytest.raises(AccessDenied, match="Invalid credential"):
        stranger.Tag.get()
    assert [(entry.status, entry.executed, entry.calls[0].fate) for entry in site.log] == [
        (500, True, "refused"),
        (401, False, "not run"),
    ]


def test_requests_that_make_no_calls(site: Running) -> None:
    for path in ("/civicrm/authx/id", "/civicrm/ajax/api4?calls=!"):
        try:
            urllib.request.urlopen(site.url + path, timeout=DEADLINE).close()
        except urllib.error.HTTPError as error:
            error.close()
    assert [(entry.calls, entry.executed) for entry in site.log] == [((), False), ((), False)]


def test_calls_through_cv(site: Running) -> None:
    words = [*site.cv.split(), "api3", "Tag.getsingle", "id=1"]
    subprocess.run(words, check=True, timeout=DEADLINE, stdout=subprocess.DEVNULL)
    (entry,) = site.log
    assert (entry.door, entry.method, entry.path, entry.status) == ("cv", "api3", "Tag.getsingle", None)
    assert entry.calls[0] == (3, "Tag", "getsingle", {"id": "1"}, "done")


def test_calls_by_name(site: Running) -> None:
    with HttpApiV4(site.url, site.api_key) as api:
        api.Tag.get(limit=1)
        api.Contact.get(limit=1)
        api.Tag.create(label="by name")
    assert [call.action for call in site.log.calls("tag")] == ["get", "create"]
    assert [call.entity for call in site.log.calls(action="GET")] == ["Tag", "Contact"]
    assert len(site.log.calls("Email")) == 0


def test_a_log_is_bounded(new_site: Callable[[], Path]) -> None:
    with (
        Site.open(new_site()) as own,
        running(own, log_limit=3) as site,
        HttpApiV4(site.url, site.api_key) as api,
    ):
        for number in range(5):
            api.Tag.get(id=number)
        kept = [call.params["where"][0][2] for call in site.log.calls()]
        assert (len(site.log), kept) == (3, [2, 3, 4])
        assert [entry.calls[0].params["where"][0][2] for entry in site.log[-2:]] == [3, 4]


def test_no_log() -> None:
    bench = Bench(None, log_limit=0)
    bench.log.add(LoggedRequest("http", "GET", "/", {}, b"", ()))
    assert len(bench.log) == 0
    bench.close()


WRITE = """
import sys
from pathlib import Path
from civiapi.sandbox.bench import Bench, LoggedRequest

log = Bench(Path(sys.argv[1]), None).log
for number in range(1_000_000):
    log.add(LoggedRequest("cv", "api4", "Tag.get", {}, b"x" * 20_000, ()))
    if number == 60:
        print("full", flush=True)
"""


def test_a_run_of_cv_that_is_killed_while_it_writes_leaves_the_log_whole(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "bench.sqlite", log_limit=50)
    bench.run("SELECT 1")
    for _ in range(15):
        command = [sys.executable, "-c", WRITE, str(bench.file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
            try:
                assert writer.stdout is not None
                assert writer.stdout.readline() == b"full\n"
            finally:
                writer.kill()
        assert bench.run("PRAGMA integrity_check") == [("ok",)]
    assert len(bench.log) in (50, 51)  # written, and the oldest not yet dropped
    bench.close()


def test_what_was_lost_and_doubled_can_be_counted(site: Running) -> None:
    site.faults.add("reset", entity="Tag", action="create", done=True, probability=0.3, seed=1)
    site.faults.add("reset", entity="Tag", action="create", probability=0.2, seed=2)
    site.faults.add("fatal", entity="Tag", action="create", done=True, nth=5, times=3)

    def write(number: int) -> int:
        with HttpApiV4(site.url, site.api_key, retries=0, timeout=DEADLINE) as api:
            acknowledged = 0
            for part in range(10):
                try:
                    api.Tag.create(name=f"counted {number} {part}", label="x")
                except (ConnectionFailed, InvalidResponse):
                    continue
                acknowledged += 1
        return acknowledged

    with ThreadPoolExecutor(8) as pool:
        acknowledged = sum(pool.map(write, range(8)))
    written = [call for call in site.log.calls("Tag", "create") if call.done]
    with Site.open(site.file) as own:
        rows = own.store.value("SELECT COUNT(*) FROM civicrm_tag WHERE name LIKE 'counted %'")
    assert len(site.log) == 80
    assert len(written) == rows
    assert 0 < acknowledged < rows < 80
