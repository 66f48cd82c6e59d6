"""The HTTP door: recorded answers of a real site, and how the server starts and stops."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse

import pytest

from civiapi.sandbox.auth import Keys
from civiapi.sandbox.forms import body_fields, query_fields
from civiapi.sandbox.serve import Running, running
from civiapi.sandbox.site import Site

ERROR_ID = re.compile(r"[A-Za-z0-9]{4}-[A-Za-z0-9]{4}-[A-Za-z0-9]{4}")
DEADLINE = 120


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("http") / "sandbox.sqlite") as site:
        yield site


@pytest.fixture(scope="module")
def server(site):
    with running(site, password="PASSWORD") as server:
        yield server


class Browser:
    """Sends requests, and keeps the session cookie that the recordings call SESSION_ID."""

    def __init__(self, server: Running) -> None:
        self.server = server
        self.session = "none"

    def send(self, method, path, headers=None, form=None, body=None):
        known = {"API_KEY": self.server.api_key, "SITE_KEY": self.server.site_key, "SESSION_ID": self.session}

        def filled(text):
            for name, value in known.items():
                text = text.replace(name, value)
            return text

        if form is not None:
            body = urllib.parse.urlencode({name: filled(value) for name, value in form.items()})
        connection = http.client.HTTPConnection(self.server.url.removeprefix("http://"), timeout=DEADLINE)
        try:
            sent = {name: filled(value) for name, value in (headers or {}).items()}
            connection.request(method, filled(path), body and body.encode(), sent)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        cookie = answer.headers.get("Set-Cookie")
        if cookie:
            self.session = re.search(r"SESSCIVISO=(\w+)", cookie)[1]
        return answer.status, answer.headers, text


@pytest.fixture(scope="module")
def browser(server):
    return Browser(server)


def plain(text):
    """A body with what can never be the same twice taken out; JSON as its value, HTML as a word."""
    text = ERROR_ID.sub("ERROR-ID", text)
    if text.lstrip().startswith(("<!DOCTYPE", "<page>")):
        return "<page>"
    return json.loads(text) if text.startswith(("{", "[")) else text


def post(browser, path, form, **headers):
    status, _, text = browser.send("POST", path, {"X-Civi-Auth": "Bearer API_KEY", **FORM, **headers}, form)
    return status, json.loads(text)


FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def test_key_order_of_an_answer(browser):
    status, answer = post(
        browser, "/civicrm/ajax/api4/Contact/get", {"params": '{"select":["id"],"limit":1}'}
    )
    assert status == 200
    assert [*answer] == ["values", "entity", "action", "debug", "version", "count", "countFetched"]


def test_lost_body_meets_the_guard(browser):
    status, _, text = browser.send(
        "POST", "/civicrm/ajax/api4/Contact/get?params=!", {"X-Civi-Auth": "Bearer API_KEY"}
    )
    assert (status, plain(text)) == (500, "<page>")
    status, answer = post(browser, "/civicrm/ajax/api4/Contact/get?params=!", {"params": '{"limit":1}'})
    assert (status, answer["countFetched"]) == (200, 1)


def test_query_fields_are_params_of_the_action(browser):
    path = "/civicrm/ajax/api4/Contact/get?limit=2&select[]=id&nosuch=1"
    _, _, text = browser.send("GET", path, {"X-Civi-Auth": "Bearer API_KEY"})
    assert [[*row] for row in json.loads(text)["values"]] == [["id"], ["id"]]


def test_multipart_form(browser):
    boundary = "xyz"
    part = 'Content-Disposition: form-data; name="params"\r\n\r\n{"limit":1}'
    body = f"--{boundary}\r\n{part}\r\n--{boundary}--\r\n"
    headers = {"X-Civi-Auth": "Bearer API_KEY", "Content-Type": f"multipart/form-data; boundary={boundary}"}
    _, _, text = browser.send("POST", "/civicrm/ajax/api4/Contact/get", headers, body=body)
    assert json.loads(text)["countFetched"] == 1


def test_json_body_is_ignored(browser):
    headers = {"X-Civi-Auth": "Bearer API_KEY", "Content-Type": "application/json"}
    _, _, text = browser.send("POST", "/civicrm/ajax/api4/Tag/get", headers, body='{"params":{"limit":1}}')
    assert json.loads(text)["countFetched"] > 1


def test_calls_one_failing(browser):
    calls = {"good": ["Contact", "get", {"select": ["id"], "limit": 1}], "bad": ["Nosuch", "get", {}]}
    status, answer = post(browser, "/civicrm/ajax/api4", {"calls": json.dumps(calls)})
    assert (status, [*answer], answer["bad"]["status"]) == (200, ["good", "bad"], 500)


def test_text_is_not_escaped(browser):
    values = {"values": {"label": "Ünï/ß 🎉", "name": "http_unicode"}}
    form = {"params": json.dumps(values)}
    _, _, text = browser.send(
        "POST", "/civicrm/ajax/api4/Tag/create", {"X-Civi-Auth": "Bearer API_KEY", **FORM}, form
    )
    assert "Ünï/ß 🎉" in text


def test_api3_xml(browser):
    form = {"entity": "Contact", "action": "get", "id": "2", "return": "contact_type"}
    _, headers, text = browser.send(
        "POST", "/civicrm/ajax/rest", {"X-Civi-Auth": "Bearer API_KEY", **FORM}, form
    )
    assert headers["Content-Type"] == "text/html; charset=UTF-8"
    assert text == (
        '<?xml version="1.0"?>\n'
        '      <ResultSet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"  count="1" >\n'
        "      <Result>\n    <contact_id>2</contact_id>\n    <contact_type>Individual</contact_type>\n"
        "    <id>2</id>\n</Result>\n</ResultSet>\n"
    )


def test_api3_several_calls(browser):
    calls = [
        ["Contact", "getcount", {"id": 2}],
        ["Contact", "getvalue", {"id": 2, "return": "id"}],
        ["No", "get", {}],
    ]
    form = {"entity": "api3", "action": "call", "json": json.dumps(calls)}
    _, answer = post(browser, "/civicrm/ajax/rest", form)
    assert answer[:2] == [1, "2"]
    assert answer[2]["error_code"] == "not-found"


def test_api3_one_call_of_several(browser):
    form = {"entity": "api3", "action": "call", "json": '[["Contact","getcount",{"id":2}]]'}
    assert post(browser, "/civicrm/ajax/rest", form) == (200, {"0": 1, "is_error": 0})


def test_keep_alive(server):
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=DEADLINE)
    try:
        for _ in range(3):
            connection.request("GET", "/civicrm/authx/id")
            answer = connection.getresponse()
            assert json.loads(answer.read())["contact_id"] is None
            assert not answer.will_close
    finally:
        connection.close()


def test_contact_without_account(site, server, browser):
    values = {"contact_type": "Individual", "first_name": "Key", "api_key": "key-of-nobody"}
    site.api4("Contact", "create", {"values": values}, user=None, check=False)
    asked = ("POST", "/civicrm/ajax/api4/Contact/get")
    key = {"X-Civi-Auth": "Bearer key-of-nobody", **FORM}
    status, _, text = browser.send(*asked, key, {"params": "{}"})
    assert (status, text) == (401, "HTTP 401 Login not permitted. Must satisfy guard (site_key, perm).")
    status, _, text = browser.send(*asked, {**key, "X-Civi-Key": "SITE_KEY"}, {"params": "{}"})
    assert (status, json.loads(text)["values"]) == (200, [])


def test_what_is_not_simulated_is_a_501(browser):
    status, answer = post(browser, "/civicrm/ajax/api4/Contact/getMergedFrom", {"params": '{"contactId":2}'})
    assert (status, answer["status"]) == (501, 501)
    assert "does not simulate" in answer["error_message"]
    form = {"entity": "Contact", "action": "merge", "json": "{}"}
    status, answer = post(browser, "/civicrm/ajax/rest", form)
    assert (status, answer["status"]) == (501, 501)


@pytest.fixture
def maintenance(site):
    def switch(value):
        site.api4("Setting", "set", {"values": {"core_maintenance_mode": value}}, user=None, check=False)

    switch("1")
    yield
    switch("inherit")


@pytest.mark.usefixtures("maintenance")
def test_maintenance(browser):
    anonymous = {"X-Requested-With": "XMLHttpRequest", **FORM}
    status, _, text = browser.send("POST", "/civicrm/ajax/api4/Contact/get", anonymous, {"params": "{}"})
    assert status == 503
    assert text == '{"status_code":503,"status_message":"Temporarily unavailable for maintenance."}'
    status, _ = post(browser, "/civicrm/ajax/api4/Contact/get", {"params": '{"limit":1}'})
    assert status == 200


def test_half_a_character_is_no_json(browser):
    form = {"params": '{"where":[["first_name","=","\\ud83c"]]}'}
    status, _, text = browser.send(
        "POST", "/civicrm/ajax/api4/Contact/get", {"X-Civi-Auth": "Bearer API_KEY", **FORM}, form
    )
    assert (status, plain(text)) == (500, "<page>")


def test_php_forms():
    assert query_fields("a=1&a=2&b[]=x&b[]=y&c[d][e]=z&op.limit=3") == {
        "a": "2",
        "b": ["x", "y"],
        "c": {"d": {"e": "z"}},
        "op_limit": "3",
    }
    assert body_fields("application/json", b"a=1") == {}


SERVE = "import sys; from civiapi.sandbox.serve import serve; sys.exit(serve(sys.argv[1]))"


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_serve_tells_where_and_stops_cleanly(tmp_path, signum):
    file = tmp_path / "with blank" / "sandbox.sqlite"
    command = [sys.executable, "-W", "error", "-c", SERVE, os.fspath(file)]
    environment = {**os.environ, "CIVIAPI_API_KEY": "given", "CIVIAPI_SITE_KEY": "site"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        told = json.loads(process.stdout.readline())
        assert [*told] == ["url", "api_key", "site_key", "cv", "file"]
        assert (told["api_key"], told["site_key"], told["file"]) == ("given", "site", os.fspath(file))
        answer = subprocess.run(
            [*told["cv"].split(), "api4", "Contact.get", "+w", "id = 2", "+s", "id", "--out=json"],
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        assert (answer.stdout, answer.stderr) == ('[{"id":2}]\n', "")
        status, _, text = Browser(Running(**told)).send(
            "GET", "/civicrm/authx/id", {"X-Civi-Auth": "Bearer API_KEY"}
        )
        assert (status, json.loads(text)["contact_id"]) == (200, 2)
    finally:
        process.send_signal(signum)
        out, err = process.communicate(timeout=DEADLINE)
    assert (process.returncode, out, err) == (0, "", "")


def test_keys_come_from_the_environment(site, monkeypatch):
    monkeypatch.setenv("CIVIAPI_API_KEY", "from-env")
    assert Keys.of(site).api_key == "from-env"
    monkeypatch.delenv("CIVIAPI_API_KEY")
    assert Keys.of(site).api_key == site.store.meta("api_key")
