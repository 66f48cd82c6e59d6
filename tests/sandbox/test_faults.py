"""Faults on demand: when they strike, and what a client then sees, over HTTP, cv and a pipe."""

from __future__ import annotations

import errno
import http.client
import json
import os
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi.sandbox import Site, faults
from civiapi.sandbox.bench import Bench
from civiapi.sandbox.faults import KINDS, made, parsed, text
from civiapi.sandbox.serve import Running, running, serve

from ..fakepipe import until

DEADLINE = 120
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "testing.rst"


class Answer(NamedTuple):
    status: int
    content_type: str
    body: str
    headers: Any


class Caller:
    """Makes calls over HTTP and cv, and looks into the site's file."""

    def __init__(self, site: Running) -> None:
        self.site = site

    def post(self, path: str, form: dict[str, Any]) -> Answer:
        encoded = urllib.parse.urlencode(
            {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()}
        )
        headers = {
            "X-Civi-Auth": f"Bearer {self.site.api_key}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection(self.site.url.removeprefix("http://"), timeout=DEADLINE)
        try:
            connection.request("POST", path, encoded.encode(), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        finally:
            connection.close()
        return Answer(answer.status, answer.headers["Content-Type"], body, answer.headers)

    def tag(self, name: str) -> Answer:
        """Create a tag of that name."""
        return self.post(
            "/civicrm/ajax/api4/Tag/create", {"params": {"values": {"name": name, "label": name}}}
        )

    def tags(self, *names: str) -> Answer:
        """Create tags in one request."""
        calls = [["Tag", "create", {"values": {"name": name, "label": name}}] for name in names]
        return self.post("/civicrm/ajax/api4", {"calls": calls})

    def rows(self, name: str) -> int:
        """How many tags of that name there are."""
        with Site.open(self.site.file) as site:
            return int(site.store.value("SELECT COUNT(*) FROM civicrm_tag WHERE name = ?", (name,)))

    def cv(self, *words: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.site.cv.split(), *words],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=DEADLINE,
            env={**os.environ, **environment},
        )

    def pipe(self, *calls: list[Any], errors: str = "array") -> tuple[int, list[str]]:
        """One dialogue of api3 and api4 calls, unchecked; its exit code and the lines of its answers."""
        requests = [["options", {"apiCheckPermissions": False, "apiError": errors}]]
        requests += [[f"api{version}", call] for version, *call in calls]
        lines = [
            json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": number})
            for number, (method, params) in enumerate(requests)
        ]
        done = self.cv("pipe", "t", stdin="\n".join(lines) + "\n")
        return done.returncode, done.stdout.splitlines()[2:]


@pytest.fixture
def caller(served: Running) -> Iterator[Caller]:
    yield Caller(served)
    served.faults.clear()
    served.log.clear()


def tag4(name: str) -> list[Any]:
    return [4, "Tag", "create", {"values": {"name": name, "label": name}}]


def tag3(name: str) -> list[Any]:
    return [3, "Tag", "create", {"name": name}]


def fates(site: Running) -> list[str]:
    return [call.fate for call in site.log.calls()]


# When they strike

names = st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1)
common = st.fixed_dictionaries(
    {
        "entity": names,
        "action": names,
        "nth": st.integers(1, 10**6),
        "probability": st.none() | st.floats(0, 1, exclude_min=True),
        "seed": st.integers(-(2**60), 2**60),
        "times": st.none() | st.integers(0, 99),
    }
)


@given(st.sampled_from([*KINDS]), common, st.data())
def test_texts_say_all(kind: str, given_options: dict[str, Any], data: st.DataObject) -> None:
    own = {
        "retry_after": st.text(st.characters(exclude_categories=["Cs"])),
        "location": st.text(st.characters(exclude_categories=["Cs"])),
        "text": st.text(st.characters(exclude_categories=["Cs"])),
        "header": st.text(st.characters(exclude_categories=["Cs"])),
        "offset": st.integers(-(10**9), 10**9),
        "status": st.sampled_from(faults.REDIRECTS),
        "seconds": st.floats(0, 1e6),
        "clean": st.booleans(),
        "code": st.integers(0, 255),
    }
    options = {name: data.draw(own[name]) for name in KINDS[kind].options}
    fault = made(kind, **given_options, **options, done=data.draw(st.sampled_from(KINDS[kind].done)))
    assert parsed(text(fault)) == fault
    assert " " not in text(fault)


@pytest.mark.parametrize(
    ("spec", "told"),
    [
        ("nosuch", "no fault 'nosuch'"),
        ("429:colour=red", "has no 'colour'"),
        ("429:seconds=1", "has no 'seconds'"),
        ("429:nth", "not written as name=value"),
        ("429:nth=0", "out of range"),
        ("429:nth=x", "nth='x' does not do"),
        ("429:probability=2", "at most 1"),
        ("429:done=1", "done is always 0"),
        ("cut:done=0", "done is always 1"),
        ("reset:done=yes", "it is 0 or 1"),
        ("redirect:status=200", "301, 302"),
        ("slow:seconds=nan", "number of seconds"),
    ],
)
def test_what_there_is_not_is_refused(spec: str, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        parsed(spec)


def strikes(
    spec: str, count: int = 10, calls: tuple[tuple[str, str], ...] = (("Contact", "get"),)
) -> list[int]:
    """Which of so many requests are struck, the first is 1."""
    bench = Bench()
    try:
        bench.faults.add(spec)
        return [n for n in range(1, count + 1) if bench.choose(faults.HTTP, faults.REQUEST, calls)]
    finally:
        bench.close()


@pytest.mark.parametrize(
    ("spec", "struck"),
    [
        ("502", [1]),
        ("502:nth=3", [3]),
        ("502:nth=3,times=2", [3, 4]),
        ("502:nth=9,times=0", [9, 10]),
        ("502:entity=contact,action=GET", [1]),
        ("502:entity=Contact,action=create", []),
        ("502:entity=Email", []),
        ("502:probability=1,nth=8", [8, 9, 10]),
        ("502:probability=1,times=2", [1, 2]),
        ("stray", []),
        ("php-error", []),
    ],
)
def test_which_requests_are_struck(spec: str, struck: list[int]) -> None:
    assert strikes(spec) == struck


def test_names_are_the_same_in_both_versions() -> None:
    assert strikes("502:entity=OptionValue", 1, (("option_value", "get"),)) == [1]


def test_only_matching_requests_are_counted() -> None:
    bench = Bench()
    bench.faults.add("502", entity="Email", nth=2)
    asked = ["Email", "Contact", "Contact", "Email", "Email"]
    struck = [bench.choose(faults.HTTP, faults.REQUEST, [(name, "get")]) is not None for name in asked]
    bench.close()
    assert struck == [False, False, False, True, False]


def test_chance_is_foretold_by_its_seed() -> None:
    once = strikes("502:probability=0.25,seed=7", 400)
    assert once == strikes("502:probability=0.25,seed=7", 400)
    assert once != strikes("502:probability=0.25,seed=8", 400)
    assert 60 < len(once) < 140


def test_faults_queue_up() -> None:
    bench = Bench()
    for kind in (429, "503", "reset"):
        bench.faults.add(kind)
    told = [bench.choose(faults.HTTP, faults.REQUEST, []) for _ in range(4)]
    bench.close()
    assert [fault and fault.kind for fault in told] == ["429", "503", "reset", None]


# HTTP: what is answered in place of the site


@pytest.mark.parametrize(
    ("spec", "status", "content_type", "body"),
    [
        ("429:retry_after=7", 429, "text/html", "<title>429 Too Many Requests</title>"),
        ("502", 502, "text/html", "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1<"),
        ("503:retry_after=9", 503, "text/html", "503 Service Unavailable"),
        ("504", 504, "text/html", "504 Gateway Time-out"),
        (
            "maintenance",
            503,
            "application/json",
            '{"status_code":503,"status_message":"Temporarily unavailab',
        ),
        (
            "database-down",
            200,
            "text/html; charset=UTF-8",
            "Critical error. Please see server logs for errorID:",
        ),
        ("html", 200, "text/html; charset=UTF-8", "<title>Log in</title>"),
        ("redirect:status=301", 301, "text/html", "301 Moved Permanently"),
    ],
)
def test_answers_in_place_of_the_sites(
    caller: Caller, spec: str, status: int, content_type: str, body: str
) -> None:
    caller.site.faults.add(spec)
    told = caller.tag(f"instead {spec}")
    assert (told.status, told.content_type) == (status, content_type)
    assert body in told.body
    assert caller.rows(f"instead {spec}") == 0
    assert fates(caller.site) == ["not run"]
    if "retry_after" in spec:
        assert told.headers["Retry-After"] == spec[-1]
    assert caller.tag(f"instead {spec}").status == 200


def test_redirects(caller: Caller) -> None:
    caller.site.faults.add("redirect")
    caller.site.faults.add("redirect", status=307, location="https://other.example.org/x,y z")
    told = caller.post("/civicrm/ajax/api4/Tag/get?params=!", {"params": {}})
    assert (told.status, told.headers["Location"]) == (
        302,
        f"{caller.site.url}/civicrm/ajax/api4/Tag/get?params=!",
    )
    told = caller.tag("redirected")
    assert (told.status, told.headers["Location"]) == (307, "https://other.example.org/x,y z")


@pytest.mark.parametrize("kind", ["502", "503", "504", "html"])
def test_the_call_is_done_and_a_proxy_gives_up(caller: Caller, kind: str) -> None:
    caller.site.faults.add(kind, done=True)
    assert caller.tag(f"given up {kind}").content_type.startswith("text/html")
    assert caller.rows(f"given up {kind}") == 1
    assert fates(caller.site) == ["done"]


# HTTP: what becomes of the site's own answer


@pytest.mark.parametrize(("done", "rows"), [(False, 0), (True, 1)])
def test_reset(caller: Caller, done: bool, rows: int) -> None:
    caller.site.faults.add("reset", done=done)
    with pytest.raises(ConnectionResetError) as caught:
        caller.tag(f"reset {done}")
    assert caught.value.errno == errno.ECONNRESET
    assert caller.rows(f"reset {done}") == rows
    assert caller.site.log[-1].status is None
    assert caller.site.log[-1].executed is done


def test_cut(caller: Caller) -> None:
    caller.site.faults.add("cut")
    with pytest.raises(http.client.IncompleteRead) as caught:
        caller.tag("cut")
    assert caught.value.partial.startswith(b'{"values":[')
    assert caught.value.expected
    assert caller.rows("cut") == 1


def test_cut_before_it_was_sent(caller: Caller) -> None:
    caller.site.faults.add("cut", clean=True)
    told = caller.tag("cut clean")
    assert told.body.startswith('{"values":[')
    with pytest.raises(ValueError, match="char"):
        json.loads(told.body)


@pytest.mark.parametrize("name", ["Tag", "Nosuch"])
def test_notice(caller: Caller, name: str) -> None:
    caller.site.faults.add("notice")
    told = caller.post(f"/civicrm/ajax/api4/{name}/get", {"params": {"limit": 1}})
    assert (told.status, told.content_type) == (200, "text/html; charset=UTF-8")
    notice, _, document = told.body.partition("{")
    assert notice.startswith("<br />\n<b>Warning</b>:  Undefined array key")
    assert json.loads("{" + document).keys() & {"values", "error_message"}


def test_byte_order_mark(caller: Caller) -> None:
    caller.site.faults.add("bom")
    told = caller.tag("bom")
    assert told.body.startswith('\ufeff{"values"')
    assert int(told.headers["Content-Length"]) == len(told.body.encode())


def test_slow(caller: Caller) -> None:
    caller.site.faults.add("slow", seconds=0.05)
    begun = time.monotonic()
    assert caller.tag("slow").status == 200
    assert time.monotonic() - begun >= 0.05
    assert caller.rows("slow") == 1


def test_lost_body(caller: Caller) -> None:
    caller.site.faults.add("lost-body", times=2)
    told = caller.post("/civicrm/ajax/api4/Tag/get", {"params": {"where": [["id", "=", 1]]}})
    assert json.loads(told.body)["countFetched"] > 1
    assert (caller.site.log[-1].calls[0].params, caller.site.log[-1].executed) == ({}, True)
    assert b"where" in caller.site.log[-1].body
    assert caller.post("/civicrm/ajax/api4/Tag/get?params=!", {"params": {}}).status == 500


# HTTP: what happens in a call


def test_php_error_in_a_batch(caller: Caller) -> None:
    caller.site.faults.add("php-error", nth=2)
    told = caller.tags("batch 1", "batch 2", "batch 3")
    assert (told.status, told.content_type) == (500, "text/html; charset=UTF-8")
    assert "Call to undefined function nosuch_function()" in told.body
    assert [caller.rows(f"batch {n}") for n in (1, 2, 3)] == [1, 0, 0]
    assert fates(caller.site) == ["done", "not run", "not run"]


@pytest.mark.parametrize(("done", "rows"), [(False, 0), (True, 1)])
def test_time_or_memory_is_up(caller: Caller, done: bool, rows: int) -> None:
    caller.site.faults.add("fatal", action="create", nth=2, done=done)
    told = caller.tags(f"fatal {done} 1", f"fatal {done} 2", f"fatal {done} 3")
    assert (told.status, told.content_type, told.body) == (500, "text/html; charset=UTF-8", "")
    assert [caller.rows(f"fatal {done} {n}") for n in (1, 2, 3)] == [1, rows, 0]


@pytest.mark.parametrize("done", [False, True])
def test_php_error_in_version_3(caller: Caller, done: bool) -> None:
    caller.site.faults.add("php-error", done=done)
    form = {"entity": "Tag", "action": "create", "json": {"name": f"v3 error {done}"}}
    assert caller.post("/civicrm/ajax/rest", form).status == 500
    assert caller.rows(f"v3 error {done}") == 0
    assert fates(caller.site) == ["lost" if done else "not run"]
    assert caller.post("/civicrm/ajax/rest", form).status == 200
    assert caller.rows(f"v3 error {done}") == 1


def test_php_error_after_a_write(caller: Caller) -> None:
    caller.site.faults.add("php-error", done=True)
    assert caller.tag("v4 error").status == 500
    assert (caller.rows("v4 error"), fates(caller.site)) == (1, ["done"])


def test_lost_connection_of_the_database(caller: Caller) -> None:
    caller.site.faults.add("connection-lost")
    told = json.loads(caller.tags("connection 1", "connection 2").body)
    assert told[0]["error_message"] == "DB Error: unknown error"
    assert told[1]["values"][0]["name"] == "connection 2"


# cv and pipe


def test_faults_of_one_door_leave_the_other_alone(caller: Caller) -> None:
    caller.site.faults.add("502")
    assert caller.cv("api4", "Tag.get", "+l", "1").returncode == 0
    caller.site.faults.clear()
    caller.site.faults.add("kill")
    assert caller.tag("not killed").status == 200


def test_counts_are_shared_by_all_runs_of_cv(caller: Caller) -> None:
    caller.site.faults.add("exit", entity="Tag", nth=2, code=9)
    codes = [caller.cv("api4", "Tag.get", "+l", "1").returncode for _ in range(3)]
    assert codes == [0, 9, 0]


def test_database_down_in_cv(caller: Caller) -> None:
    caller.site.faults.add("database-down", times=2)
    for words in (["api4", "Tag.get"], ["pipe", "t"]):
        done = caller.cv(*words)
        assert done.returncode == 1
        lines = done.stdout.splitlines()
        assert len(lines) == 2
        assert all(line.startswith("Critical error. Please see server logs for errorID:") for line in lines)
        assert "[message] => DB Error: connect failed\n" in done.stderr
    assert [entry.method for entry in caller.site.log] == ["api4", "pipe"]
    assert not any(entry.executed for entry in caller.site.log)


def test_notice_in_cv(caller: Caller) -> None:
    caller.site.faults.add("notice")
    done = caller.cv("api4", "Tag.get", "+l", "1", "+s", "id", "--out=json")
    notice, answer = done.stdout.rsplit("\n", 2)[:2]
    assert notice.startswith("\nWarning: Undefined array key")
    assert json.loads(answer) == [{"id": 1}]
    assert done.stderr.startswith("PHP Warning:  Undefined array key")


@pytest.mark.parametrize(
    ("given", "lines"),
    [
        ({}, ["<pre>careless debug output</pre>", '{"jsonrpc":"2.0","result":1,"id":1}']),
        ({"text": "no line end"}, ['no line end{"jsonrpc":"2.0","result":1,"id":1}']),
    ],
)
def test_stray_output(caller: Caller, given: dict[str, str], lines: list[str]) -> None:
    caller.site.faults.add("stray", **given)
    assert caller.pipe([3, "Tag", "getcount", {"id": 1}]) == (0, lines)


@pytest.mark.parametrize(
    ("spec", "code", "rows"),
    [("exit", 0, 0), ("exit:code=3,done=1", 3, 1), ("fatal", 255, 0), ("fatal:done=1", 255, 1)],
)
@pytest.mark.parametrize("tag", [tag3, tag4])
def test_the_process_ends_in_a_call(
    caller: Caller, spec: str, code: int, rows: int, tag: Callable[[str], list[Any]]
) -> None:
    name = f"{spec} {tag.__name__}"
    caller.site.faults.add(spec + ("," if ":" in spec else ":") + "nth=2")
    exit_code, answers = caller.pipe(tag(f"{name} before"), tag(name), tag(f"{name} after"))
    assert exit_code == code
    assert len(answers) == 1
    assert [caller.rows(f"{name} before"), caller.rows(name), caller.rows(f"{name} after")] == [1, rows, 0]


def test_killed_in_an_answer(caller: Caller) -> None:
    caller.site.faults.add("kill")
    code, answers = caller.pipe(tag4("killed"), tag4("after the kill"))
    assert code < 0
    assert answers[0].startswith('{"jsonrpc":"2.0","result":[{"id":')
    with pytest.raises(ValueError, match=r"delimiter|Unterminated|Expecting"):
        json.loads(answers[0])
    assert (caller.rows("killed"), caller.rows("after the kill")) == (1, 0)
    assert fates(caller.site) == ["done"]


def test_open_transaction_after_a_php_error_in_version_3(caller: Caller) -> None:
    caller.site.faults.add("php-error", nth=2)
    calls = [tag3("open 1"), tag3("open 2"), tag3("open 3"), tag4("open 4")]
    code, answers = caller.pipe(*calls, [3, "Tag", "getcount", {"name": {"LIKE": "open%"}}])
    told = [json.loads(answer) for answer in answers]
    assert code == 0
    assert told[1]["error"] == {
        "code": -32099,
        "message": "Call to undefined function nosuch_function()",
        "data": None,
    }
    assert told[2]["result"]["is_error"] == 0
    assert told[4]["result"] == 3
    assert [caller.rows(f"open {n}") for n in (1, 2, 3, 4)] == [1, 0, 0, 0]
    assert fates(caller.site) == ["done", "not run", "lost", "lost", "done"]


def test_no_transaction_in_version_4(caller: Caller) -> None:
    caller.site.faults.add("php-error")
    code, answers = caller.pipe(tag4("none 1"), tag4("none 2"))
    assert (code, "error" in json.loads(answers[0]), caller.rows("none 2")) == (0, True, 1)


def test_a_lost_connection_is_not_opened_again(caller: Caller) -> None:
    caller.site.faults.add("connection-lost", nth=2)
    _, answers = caller.pipe(tag4("gone 1"), tag4("gone 2"), tag4("gone 3"))
    messages = [
        isinstance(result, dict) and result["error_message"]
        for result in (json.loads(answer)["result"] for answer in answers)
    ]
    assert messages == [False, "DB Error: unknown error", "DB Error: unknown error"]
    assert [caller.rows(f"gone {n}") for n in (1, 2, 3)] == [1, 0, 0]


class Dialogue:
    """A pipe that is talked to line by line."""

    def __init__(self, command: str) -> None:
        self.process = subprocess.Popen(
            [*command.split(), "pipe", "t"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        assert "Civi::pipe" in self.process.stdout.readline()
        self.ask("options", {"apiCheckPermissions": False})

    def ask(self, method: str, params: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(
            json.dumps({"jsonrpc": "2.0", "method": method, "params": params, "id": 1}) + "\n"
        )
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline()).get("result")

    def close(self) -> None:
        self.process.communicate(timeout=DEADLINE)


def test_metadata_as_it_was_at_the_start(caller: Caller) -> None:
    caller.site.faults.add("stale")
    old, fresh = Dialogue(caller.site.cv), Dialogue(caller.site.cv)
    try:
        gender = {"option_group_id.name": "gender", "name": "made_later", "label": "Later", "value": 90}
        fresh.ask("api4", ["OptionValue", "create", {"values": gender}])
        group = {"title": "Made Later", "name": "Made_Later", "extends": "Individual"}
        fresh.ask("api4", ["CustomGroup", "create", {"values": group}])
        field = {"label": "F", "name": "F", "data_type": "String", "html_type": "Text"}
        field["custom_group_id.name"] = "Made_Later"
        fresh.ask("api4", ["CustomField", "create", {"values": field}])
        person = {"contact_type": "Individual", "gender_id:name": "made_later", "Made_Later.F": "x"}
        seen = []
        for number, dialogue in enumerate((old, fresh)):
            values = {**person, "first_name": f"stale {number}"}
            made_id = dialogue.ask("api4", ["Contact", "create", {"values": values}])[0]["id"]
            query = {"select": ["gender_id", "Made_Later.F"], "where": [["id", "=", made_id]]}
            seen.append(fresh.ask("api4", ["Contact", "get", query])[0])
        assert [(row["gender_id"], row["Made_Later.F"]) for row in seen] == [(None, None), (90, "x")]
        # what a process writes itself it sees
        old.ask("api4", ["OptionValue", "create", {"values": {**gender, "name": "own", "value": 91}}])
        fields = ["Contact", "getFields", {"where": [["name", "=", "Made_Later.F"]], "select": ["name"]}]
        assert old.ask("api4", fields) == [{"name": "Made_Later.F"}]
    finally:
        old.close()
        fresh.close()


# For one run, and for a server as a program


def test_faults_of_one_run(caller: Caller) -> None:
    alone = [sys.executable, "-m", "civiapi.sandbox.cv", f"--file={caller.site.file}"]
    words = ["api4", "Tag.get", "+l", "1"]
    by_option = subprocess.run([*alone, "--fault", "exit:code=5", *words], timeout=DEADLINE)
    variables = {**os.environ, "CIVIAPI_SANDBOX_FAULTS": "slow:seconds=0 exit:code=6,nth=1"}
    by_variable = subprocess.run([*alone, *words], timeout=DEADLINE, env=variables, stdout=subprocess.DEVNULL)
    assert (by_option.returncode, by_variable.returncode) == (5, 0)
    wrong = subprocess.run(
        [*alone, "--fault=nosuch", *words], timeout=DEADLINE, capture_output=True, text=True
    )
    assert (wrong.returncode, "no fault 'nosuch'" in wrong.stderr) == (1, True)
    both = caller.cv("--fault=exit", "api4", "Tag.get", COLUMNS="300")
    assert (both.returncode, "do not go with --bench" in both.stderr) == (1, True)


def test_faults_of_a_server(new_site: Callable[[], Path]) -> None:
    program = (
        "import sys; from civiapi.sandbox.serve import serve;"
        "sys.exit(serve(sys.argv[1], faults=['502:entity=Tag', 'exit:code=4'], boot=20))"
    )
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", program, os.fspath(new_site())],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        caller = Caller(Running(**json.loads(process.stdout.readline())))
        begun = time.monotonic()
        assert [caller.tag("served").status for _ in range(2)] == [502, 200]
        assert time.monotonic() - begun >= 2 * 0.020
        begun = time.monotonic()
        assert [caller.cv("api4", "Tag.get", "+l", "1").returncode for _ in range(2)] == [4, 0]
        assert time.monotonic() - begun >= 2 * 0.100
        with pytest.raises(RuntimeError, match="another process"):
            _ = caller.site.log
    finally:
        process.terminate()
        _, errors = process.communicate(timeout=DEADLINE)
    assert (process.returncode, errors) == (0, "")


def test_a_server_refuses_wrong_faults(new_site: Callable[[], Path]) -> None:
    with pytest.raises(ValueError, match="no fault"):
        serve(new_site(), faults=["nosuch"])


def test_time_to_boot_by_variable(caller: Caller) -> None:
    begun = time.monotonic()
    assert caller.cv("api4", "Tag.get", "+l", "1", CIVIAPI_SANDBOX_BOOT="30").returncode == 0
    assert time.monotonic() - begun >= 0.150
    assert caller.cv("--boot=soon", "api4", "Tag.get").returncode == 1


def test_a_server_stops_at_once_but_not_in_an_answer(
    new_site: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("civiapi.sandbox.serve.STOP_SECONDS", 100)  # more than what is waited for its thread
    with Site.open(new_site()) as site, ThreadPoolExecutor(1) as pool:
        before = set(threading.enumerate())
        with running(site) as served:
            kept = http.client.HTTPConnection(served.url.removeprefix("http://"), timeout=DEADLINE)
            kept.request("GET", "/civicrm/authx/id")
            kept.getresponse().read()
        left = {thread.name for thread in set(threading.enumerate()) - before}
        assert "civiapi-sandbox" not in left
        kept.close()
        with running(site) as served:
            served.faults.add("slow", seconds=0.2)
            answer = pool.submit(Caller(served).tag, "under way")
            until(lambda: len(served.log) > 0, "the request is there")
        assert answer.result().status == 200


def test_every_kind_is_documented() -> None:
    documented = DOCUMENTATION.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"``{kind}``" not in documented] == []
    options = {name for kind in KINDS.values() for name in kind.options}
    assert [name for name in options if f"``{name}" not in documented] == []
