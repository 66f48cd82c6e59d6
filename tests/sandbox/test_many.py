"""Many at once: threads, processes, and a server that is killed while it writes."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from civiapi.sandbox import Site
from civiapi.sandbox.serve import Running

THREADS, CALLS = 8, 500
WRITERS, ACKNOWLEDGED = 4, 60
DEADLINE = 120
SERVE = "import sys; from civiapi.sandbox.serve import serve; sys.exit(serve(sys.argv[1]))"


class Client:
    """APIv4 over one connection that is kept open; what is no answer is raised."""

    def __init__(self, server: Running) -> None:
        self._connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=DEADLINE)
        self._headers = {
            "X-Civi-Auth": f"Bearer {server.api_key}",
            "X-Civi-Key": server.site_key,
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def __call__(self, entity, action, **params):
        body = urllib.parse.urlencode({"params": json.dumps(params)})
        self._connection.request("POST", f"/civicrm/ajax/api4/{entity}/{action}", body, self._headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text
        return json.loads(text)["values"]

    def close(self):
        self._connection.close()


@contextmanager
def client(server):
    call = Client(server)
    try:
        yield call
    finally:
        call.close()


class Server:
    """A process that serves a file."""

    def __init__(self, file: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE, os.fspath(file)], stdout=subprocess.PIPE
        )

    def told(self) -> Running:
        return Running(**json.loads(self.process.stdout.readline()))

    def end(self, signum=signal.SIGTERM):
        self.process.send_signal(signum)
        self.process.wait(DEADLINE)
        self.process.stdout.close()


@contextmanager
def serving(file):
    server = Server(file)
    try:
        yield server
    finally:
        server.end(signal.SIGKILL)


class Worker:
    """One thread's calls on contacts of its own, and what must be in the site after them."""

    def __init__(self, number: int, call: Client) -> None:
        self.token = f"worker{number}"
        self.call = call
        self.draw = random.Random(number)
        self.rows = {}
        self.made = 0

    def run(self):
        steps = [self.create, self.create, self.update, self.update, self.read, self.search, self.delete]
        for _ in range(CALLS):
            (self.draw.choice(steps) if self.rows else self.create)()

    def create(self):
        self.made += 1
        values = {"last_name": self.token, "first_name": str(self.made), "nick_name": "new"}
        row = self.call("Contact", "create", values={"contact_type": "Individual", **values})[0]
        assert row["id"] not in self.rows
        self.rows[row["id"]] = (values["first_name"], "new")

    def update(self):
        contact = self.draw.choice([*self.rows])
        name = f"n{self.draw.random()}"
        assert (
            len(self.call("Contact", "update", values={"nick_name": name}, where=[["id", "=", contact]])) == 1
        )
        self.rows[contact] = (self.rows[contact][0], name)

    def read(self):
        contact = self.draw.choice([*self.rows])
        assert self.found(where=[["id", "=", contact]]) == {contact: self.rows[contact]}

    def search(self):
        assert self.found(where=[["last_name", "=", self.token]]) == self.rows

    def delete(self):
        contact = self.draw.choice([*self.rows])
        self.call("Contact", "delete", where=[["id", "=", contact]], useTrash=False)
        del self.rows[contact]

    def found(self, **params):
        rows = self.call("Contact", "get", select=["first_name", "nick_name"], limit=0, **params)
        return {row["id"]: (row["first_name"], row["nick_name"]) for row in rows}


def test_threads_with_mixed_calls_lose_and_double_nothing(new_site):
    file = new_site()

    def work(number):
        with client(told) as call:
            worker = Worker(number, call)
            worker.run()
        return worker

    with serving(file) as server:
        told = server.told()
        with ThreadPoolExecutor(THREADS) as pool:
            workers = list(pool.map(work, range(THREADS)))
        with client(told) as call:
            for worker in workers:
                worker.call = call
                worker.search()
    with Site.open(file) as site:
        stored = "SELECT COUNT(*) FROM civicrm_contact WHERE last_name LIKE 'worker_'"
        assert site.store.value(stored) == sum(len(worker.rows) for worker in workers)
        assert sum(worker.made for worker in workers) > THREADS * CALLS / 5
        assert site.store.rows("PRAGMA integrity_check") == [("ok",)]


def write_until_it_dies(told, number, acknowledged, enough):
    """Add contacts with an e-mail each until the server is gone."""
    with client(told) as call:
        for count in range(10_000):
            name = f"killed{number}x{count}"
            values = {
                "contact_type": "Individual",
                "last_name": name,
                "email_primary.email": f"{name}@example.org",
            }
            try:
                row = call("Contact", "create", values=values)[0]
            except (OSError, http.client.HTTPException):
                return
            acknowledged.append((row["id"], name))
            if len(acknowledged) >= ACKNOWLEDGED:
                enough.set()


def test_a_killed_server_loses_nothing_that_it_acknowledged(new_site):
    file, acknowledged, enough = new_site(), [], threading.Event()
    with serving(file) as server:
        told = server.told()
        threads = [
            threading.Thread(target=write_until_it_dies, args=(told, number, acknowledged, enough))
            for number in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        assert enough.wait(DEADLINE)
        server.end(signal.SIGKILL)
        for thread in threads:
            thread.join(DEADLINE)
    with serving(file) as server, client(server.told()) as call:
        rows = call("Contact", "get", select=["last_name"], where=[["last_name", "LIKE", "killed%"]])
        stored = {(row["id"], row["last_name"]) for row in rows}
        assert {*acknowledged} <= stored
        assert len({name for _, name in stored}) == len(stored) <= len(acknowledged) + WRITERS
        emails = call("Email", "get", select=["contact_id"], where=[["email", "LIKE", "killed%"]])
        assert {row["contact_id"] for row in emails} >= {contact for contact, _ in acknowledged}
        assert call(
            "Contact", "create", values={"organization_name": "After", "contact_type": "Organization"}
        )
    with Site.open(file) as site:
        assert site.store.rows("PRAGMA integrity_check") == [("ok",)]
        assert site.store.rows("PRAGMA foreign_key_check") == []


def test_two_servers_that_make_the_same_file_at_once_share_it(tmp_path):
    file = tmp_path / "new.sqlite"
    with serving(file) as one, serving(file) as other:
        first, second = one.told(), other.told()
        assert (first.api_key, first.site_key) == (second.api_key, second.site_key)
        with client(first) as call, client(second) as other_call:
            row = call("Contact", "create", values={"contact_type": "Household", "household_name": "Shared"})[
                0
            ]
            found = other_call("Contact", "get", select=["display_name"], where=[["id", "=", row["id"]]])
            assert found == [{"id": row["id"], "display_name": "Shared"}]
    left = {path.name.removeprefix(file.name) for path in tmp_path.iterdir()}
    assert left <= {"", "-wal", "-shm"}


def cv(command, *words):
    done = subprocess.run([*command.split(), *words, "--out=json"], capture_output=True, timeout=DEADLINE)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def shared(served):
    with client(served) as call:
        yield served, call


def test_cv_and_the_server_write_to_one_file(shared):
    served, call = shared
    command = served.cv

    def by_cv(number):
        return cv(command, "api4", "Contact.create", "+v", f"last_name=both{number}")[0]["id"]

    def by_server(number):
        with client(served) as own:
            return own("Contact", "create", values={"last_name": f"both{number}"})[0]["id"]

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: (by_cv if number % 4 == 0 else by_server)(number), range(40)))
    found = call("Contact", "get", select=["last_name"], where=[["last_name", "LIKE", "both%"]])
    assert {row["id"]: row["last_name"] for row in found} == {
        contact: f"both{number}" for number, contact in enumerate(made)
    }


def test_the_server_sees_a_field_that_cv_adds(shared):
    served, call = shared
    call("Contact", "get", limit=1)
    cv(served.cv, "api4", "CustomGroup.create", "+v", "title=Extra", "+v", "extends=Contact")
    field = [
        "+v",
        "custom_group_id.name=Extra",
        "+v",
        "label=Colour",
        "+v",
        "data_type=String",
        "+v",
        "html_type=Text",
    ]
    cv(served.cv, "api4", "CustomField.create", *field)
    row = call("Contact", "create", values={"last_name": "Seen", "Extra.Colour": "green"})[0]
    select = ["+s", "Extra.Colour", "+w", f"id = {row['id']}"]
    assert cv(served.cv, "api4", "Contact.get", *select) == [{"id": row["id"], "Extra.Colour": "green"}]
