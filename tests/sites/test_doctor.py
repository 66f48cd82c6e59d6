"""The doctor finds what is wrong with a site, names it and says what to do: set-ups that are broken."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from civiapi import SandboxApiV4
from civiapi.cli import main
from civiapi.config import SiteConfig, checked
from civiapi.doctor import Line, checks, cvchecks, examine, visit
from civiapi.doctor.local import Facts as CvFacts
from civiapi.doctor.local import Probe as CvProbe
from civiapi.errors import CallTimeout, CommandFailed, ConnectionFailed
from civiapi.sandbox import Site
from civiapi.sandbox.serve import Running, running
from civiapi.sandbox.users import add_user

from ..support import PASSWORD
from ..wire import DEADLINE, Seen, answer, closed, wire

CERTIFICATE = Path(__file__).parents[1] / "aio" / "tls.pem"


@pytest.fixture(scope="module")
def broken(new_site: Any) -> Iterator[Running]:
    """A served site that each test breaks in its own way, and mends."""
    with Site.open(new_site()) as site:
        add_user(site, "dora", "nologin", api_key="key-of-dora")
        add_user(site, "nobody", "nouser", api_key="key-of-nobody")
        add_user(site, "sparse", "none", api_key="key-of-sparse")
        with running(site, password=PASSWORD) as served:
            yield served


@pytest.fixture(autouse=True)
def _mended(broken: Running) -> Iterator[None]:
    yield
    broken.faults.clear()


@pytest.fixture(autouse=True)
def _nothing_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no fault of the site; the tests of slow sites have limits of their own."""
    monkeypatch.setattr(checks, "SLOW", DEADLINE)
    monkeypatch.setattr(cvchecks, "SLOW", DEADLINE)


@pytest.fixture
def site_of(monkeypatch: pytest.MonkeyPatch, broken: Running) -> Any:
    """Makes a configured site; its keys are in the environment."""

    def make(key: str = broken.api_key, **settings: Any) -> SiteConfig:
        monkeypatch.setenv("DOCTORS_KEY", key)
        if "url" in settings and not {"password", "jwt"} & settings.keys():
            settings["api_key"] = {"env": "DOCTORS_KEY"}
        return SiteConfig("crm", "a test", checked(settings, "a test"))

    return make


def lines(config: SiteConfig) -> dict[str, Line]:
    found = list(examine(config))
    assert len({line.name for line in found}) == len(found)
    assert all(line.advice for line in found if line.level != "ok")
    return {line.name: line for line in found}


def bad(config: SiteConfig) -> list[str]:
    return [name for name, line in lines(config).items() if line.level != "ok"]


def test_a_site_that_is_well(broken: Running, site_of: Any) -> None:
    found = lines(site_of(url=broken.url))
    assert {line.level for line in found.values()} == {"ok"}
    assert list(found) == (
        "host route AuthX log-in guard who permissions CiviCRM APIv4 APIv3 batch clock speed".split()
    )
    assert "contact 2" in found["who"].text
    assert "6." in found["CiviCRM"].text


@pytest.mark.parametrize("transport", ["cv", "pipe"])
def test_a_site_through_cv_that_is_well(broken: Running, site_of: Any, transport: str) -> None:
    found = lines(site_of(cv=broken.cv, transport=transport))
    assert {line.level for line in found.values()} == {"ok"}
    assert list(found) == "cv stdin site who CiviCRM APIv4 APIv3 batch speed".split()


def test_nothing_is_written(broken: Running, site_of: Any) -> None:
    before = len(broken.log)
    lines(site_of(url=broken.url))
    lines(site_of(cv=broken.cv))
    asked = [call for request in broken.log[before:] for call in request.calls]
    assert asked
    assert {call.action.lower() for call in asked if call.action} == {"get"}


# The twelve of them


@pytest.mark.parametrize(
    ("fault", "name", "level", "words", "advice"),
    [
        ("stripped", "header", "fail", "X-Civi-Auth is dropped before CiviCRM", "let the web server"),
        ("redirect:location=https://new.example.org/civicrm/authx/id", "redirect", "fail",
         r"redirects \(HTTP 302\) to https://new\.example\.org$", "give the url"),
        ("html", "route", "fail", "an HTML page, 'Log in', answers .HTTP 200", "give the url"),
        ("maintenance", "maintenance", "fail", "is in maintenance", "wait for its end"),
        ("no-api4", "APIv4", "fail", "APIv4 does not answer", "version = 3"),
        ("database-down", "maintenance", "fail", "its database does not answer", "the site's log"),
        ("redirect", "redirect", "fail", "which is where it was asked$", "the web server's rules"),
        ("cut", "host", "fail", "breaks amid the answer", "the log of the web server"),
        ("clock:offset=-7200", "clock", "warn", r"\d+ s behind ours", "NTP"),
    ],
)  # fmt: skip
def test_faults(
    broken: Running, site_of: Any, fault: str, name: str, level: str, words: str, advice: str
) -> None:
    broken.faults.add(fault + (",times=0" if ":" in fault else ":times=0"))
    found = lines(site_of(url=broken.url))
    assert found[name].level == level
    assert re.search(words, found[name].text)
    assert advice in found[name].advice
    assert [other for other, line in found.items() if line.level != "ok"] == [name]


def test_requests_that_arrive_empty(broken: Running, site_of: Any) -> None:
    broken.faults.add("lost-body", times=0)
    found = lines(site_of(url=broken.url))
    assert (found["APIv4"].level, found["permissions"].level) == ("fail", "ok")
    assert "the body of requests is lost" in found["APIv4"].text
    assert "post_max_size" in found["APIv4"].advice


@pytest.mark.parametrize(
    ("key", "name", "words", "advice"),
    [
        ("wrong-key", "log-in", "refused: Invalid credential", "no contact has this key"),
        ("key-of-dora", "guard", "not met: Login not permitted", "give site_key=, or give the user"),
    ],
)
def test_keys(broken: Running, site_of: Any, key: str, name: str, words: str, advice: str) -> None:
    found = lines(site_of(key, url=broken.url))
    assert (found[name].level, words in found[name].text, advice in found[name].advice) == (
        "fail",
        True,
        True,
    )
    assert bad(site_of(key, url=broken.url)) == [name]


def test_slow(broken: Running, site_of: Any, mocker: Any) -> None:
    mocker.patch("civiapi.doctor.checks.SLOW", 0.04)
    broken.faults.add("slow", seconds=0.05, times=0)
    assert bad(site_of(url=broken.url)) == ["speed"]
    broken.faults.clear()


def test_slow_through_cv(broken: Running, site_of: Any, mocker: Any) -> None:
    mocker.patch("civiapi.doctor.cvchecks.SLOW", 0.0)
    assert bad(site_of(cv=broken.cv)) == ["speed"]


def test_no_cv(site_of: Any) -> None:
    found = lines(site_of(cv="/no/such/cv"))
    assert list(found) == ["cv"]
    assert "there is no cv on this machine" in found["cv"].text
    assert "full path" in found["cv"].advice


def test_no_cv_in_a_context(site_of: Any) -> None:
    found = lines(site_of(cv="no-such-cv", context="env"))
    assert list(found) == ["cv"]
    assert "there is no cv on the context" in found["cv"].text


def test_a_wrong_directory(broken: Running, site_of: Any) -> None:
    found = lines(site_of(cv=broken.cv, cwd="/no/such/place"))
    assert [name for name, line in found.items() if line.level != "ok"] == ["cwd"]
    assert "there is no site in /no/such/place" in found["cwd"].text


def test_standard_input_is_lost_on_the_way(broken: Running, site_of: Any, tmp_path: Path) -> None:
    docker = tmp_path / "docker"
    docker.write_text('#!/bin/sh\n# as docker exec without -i\nshift 2\nexec "$@" < /dev/null\n')
    docker.chmod(0o700)
    script = tmp_path / "app"  # what hides the docker from us, so that no -i is added
    script.write_text(f'#!/bin/sh\nexec {docker} exec app "$@"\n')
    script.chmod(0o700)
    found = lines(site_of(cv=broken.cv, context=[str(script)]))
    assert [name for name, line in found.items() if line.level != "ok"] == ["stdin"]
    assert "docker exec and kubectl exec need -i" in found["stdin"].advice


# And more


def test_nobody_listens(site_of: Any) -> None:
    with closed() as server:
        found = lines(site_of(url=server.url))
    assert list(found) == ["host"]
    assert found["host"].level == "fail"
    assert "refused" in found["host"].text


def test_a_site_at_another_route(site_of: Any) -> None:
    def said(seen: Seen) -> bytes:
        is_there = seen.target == "/?q=civicrm/authx/id"
        return answer(body=b'{"contact_id":null}' if is_there else b"<title>Hello</title>")

    with wire(said) as server:
        found = lines(site_of(url=server.url))
    assert found["route"].advice == 'give the site route = "drupal7"'


def test_no_authx(site_of: Any) -> None:
    def said(seen: Seen) -> bytes:
        if "api4" in seen.target:
            return answer("400 Bad", b'{"error_code":400,"error_message":"SECURITY ALERT: Ajax requests"}')
        return answer("403 Forbidden", b"<title>Log in</title>")

    with wire(said) as server:
        found = lines(site_of(url=server.url))
    assert (found["route"].level, found["AuthX"].level) == ("ok", "fail")
    assert "enable the extension AuthX" in found["AuthX"].advice


def test_tls_where_there_is_none(site_of: Any, served: Any) -> None:
    found = lines(site_of(url=served.url.replace("http:", "https:")))
    assert (found["TLS"].level, "is it http://" in found["TLS"].advice) == ("fail", True)


def test_a_certificate_of_nobodys(site_of: Any) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with wire(tls=context) as server:
        found = lines(site_of(url=server.url))
    assert list(found) == ["TLS"]
    assert (found["TLS"].level, "verify_ssl" in found["TLS"].advice) == ("fail", True)


def test_who_has_no_account(broken: Running, site_of: Any, new_site: Any) -> None:
    with SandboxApiV4(broken.file) as api:
        api.Setting.set(values={"authx_guards": []})
    try:
        found = lines(site_of("key-of-nobody", url=broken.url))
    finally:
        with SandboxApiV4(broken.file) as api:
            api.Setting.set(values={"authx_guards": ["site_key", "perm"]})
    assert "without a user account" in found["who"].text
    assert found["who"].level == "warn"


def test_missing_permissions(broken: Running, site_of: Any) -> None:
    found = lines(site_of("key-of-sparse", url=broken.url))
    assert found["permissions"].level == "warn"
    assert "'view debug output', 'view all contacts'" in found["permissions"].text


def test_a_password(broken: Running, site_of: Any) -> None:
    with SandboxApiV4(broken.file) as api:
        api.Setting.set(values={"authx_login_cred": ["jwt", "pass"]})
    settings = {"url": broken.url, "user": "admin", "password": {"env": "DOCTORS_KEY"}}
    assert bad(site_of(PASSWORD, **settings)) == []
    found = lines(site_of("other", **settings))
    assert "refused" in found["log-in"].text
    assert "the password is wrong" in found["log-in"].advice


def test_settings_that_cannot_be(site_of: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    config = site_of(url="https://crm.example.org")
    monkeypatch.delenv("DOCTORS_KEY")
    assert lines(config)["settings"].text == "no api_key: set DOCTORS_KEY in the environment"


def test_the_sandbox() -> None:
    assert list(lines(SiteConfig("sandbox", ""))) == ["sandbox"]


# The checks by themselves


def http_facts(probe: visit.Probe, url: str = "https://crm.example.org", **known: Any) -> visit.Facts:
    return visit.Facts(SiteConfig("x", ""), url, 4, "api_key", {"": probe}, **known)


def response(status: int = 200, text: str = "", **headers: str) -> Any:
    return SimpleNamespace(status_code=status, text=text, headers=headers)


def judged(table: Any, facts: Any) -> list[tuple[str, str]]:
    return [(line.level, line.name) for line in (check(facts) for check in table) if line]


def test_plain_http_is_warned_of() -> None:
    probe = visit.Probe(response=response(text='{"contact_id":null}'))
    assert ("warn", "TLS") in judged(checks.CHECKS, http_facts(probe, "http://crm.example.org"))
    assert ("ok", "TLS") in judged(checks.CHECKS, http_facts(probe))


def test_no_answer_in_time() -> None:
    probe = visit.Probe(error=CallTimeout("did not accept a connection in time"))
    assert judged(checks.CHECKS, http_facts(probe)) == [("fail", "host")]


def test_a_gateway() -> None:
    probe = visit.Probe(response=response(502, "<h1>Bad Gateway</h1>"))
    assert judged(checks.CHECKS, http_facts(probe)) == [
        ("ok", "host"),
        ("ok", "TLS"),
        ("fail", "maintenance"),
        ("ok", "speed"),
    ]


@pytest.mark.parametrize(("cred", "level"), [("api_key", "warn"), ("jwt", "fail")])
def test_a_clock_is_worse_for_tokens(cred: str, level: str) -> None:
    probe = visit.Probe(response=response(text='{"contact_id":null}'), clock=99.0)
    facts = visit.Facts(SiteConfig("x", ""), "https://crm.example.org", 4, cred, {"": probe})
    assert (level, "clock") in judged(checks.CHECKS, facts)


def cv_facts(code: int = 0, said: str = "cv 0.3.71", error: Any = None, **calls: Any) -> CvFacts:
    done = None if error else SimpleNamespace(returncode=code, stdout=said.encode(), stderr=b"")
    return CvFacts(
        SiteConfig("x", "", {"context": "ssh crm"}), ["ssh", "crm", "cv"], CvProbe(done, error), calls
    )


@pytest.mark.parametrize(
    "said",
    [
        "Error response from daemon: No such container: app",
        "Error response from daemon: container 5f2e is not running",
        'Error from server (NotFound): pods "app" not found',
        'service "app" is not running',
    ],
)
def test_no_such_container(said: str) -> None:
    line = cvchecks.command(cv_facts(1, said))
    assert line is not None
    assert (line.level, line.name, said in line.text) == ("fail", "context", True)
    assert "docker ps" in line.advice


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("ssh: connect to host crm port 22: Connection refused", "whether ssh listens there"),
        ("ssh: Could not resolve hostname crm: Name or service not known", "look at the host's name"),
        ("ada@crm: Permission denied (publickey).", "log in by hand once"),
    ],
)
def test_what_to_do_about_ssh(said: str, advice: str) -> None:
    line = cvchecks.command(cv_facts(255, said))
    assert line is not None
    assert advice in str(line.advice)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (cv_facts(said="cv 0.3.14"), [("ok", "cv"), ("fail", "cv")]),
        (cv_facts(255, "Permission denied (publickey)"), [("fail", "context")]),
        (cv_facts(127, "bash: cv: command not found"), [("fail", "cv")]),
        (cv_facts(1, "boom"), [("fail", "cv")]),
        (cv_facts(error=CallTimeout("late")), [("fail", "cv")]),
        (cv_facts(error=CommandFailed("ssh could not be started")), [("fail", "cv")]),
        (
            cv_facts(v4=CvProbe(error=CommandFailed("Failed to locate civicrm.settings.php"))),
            [("ok", "cv"), ("fail", "cwd"), ("ok", "speed")],
        ),
        (
            cv_facts(v4=CvProbe(error=ConnectionFailed("boom"))),
            [("ok", "cv"), ("fail", "APIv4"), ("ok", "speed")],
        ),
        (
            cv_facts(v4=CvProbe({"version": "5.30.0"})),
            [
                ("ok", "cv"),
                ("ok", "stdin"),
                ("ok", "site"),
                ("ok", "who"),
                ("fail", "CiviCRM"),
                ("ok", "APIv4"),
                ("ok", "speed"),
            ],
        ),
    ],
)
def test_checks_of_cv(facts: CvFacts, found: list[tuple[str, str]]) -> None:
    assert judged(cvchecks.CHECKS, facts) == found


# The command


@pytest.fixture
def configured(user_sites: Any, broken: Running, monkeypatch: pytest.MonkeyPatch) -> Running:
    monkeypatch.setenv("CRM_KEY", broken.api_key)
    monkeypatch.setenv("WRONG_KEY", PASSWORD)
    user_sites(
        f'default = "crm"\n[sites.crm]\nurl = "{broken.url}"\napi_key = {{env = "CRM_KEY"}}\n'
        f'[sites.bad]\nurl = "{broken.url}"\napi_key = {{env = "WRONG_KEY"}}\n'
    )
    return broken


def test_the_command(configured: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[:2] == [
        "crm, over http",
        f"ok    host          {configured.url.removeprefix('http://')} answers",
    ]
    assert said.err == ""
    assert main(["doctor", "bad"]) == 1
    said = capsys.readouterr()
    assert "fail  log-in        refused: Invalid credential\n                    no contact has" in said.out
    assert PASSWORD not in said.out + said.err
    assert main(["doctor", "nowhere"]) == 2


def test_site_test(configured: Running, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["site", "test", "crm"]) == 0
    assert capsys.readouterr().out.startswith("crm: ok; contact 2, ")
    assert main(["site", "test", "bad"]) == 1
    assert capsys.readouterr().out.startswith("fail  log-in        refused: Invalid credential\n")


def test_an_answer_that_echoes_the_key_is_masked(
    user_sites: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WRONG_KEY", PASSWORD)

    def echo(seen: Seen) -> bytes:
        if "x-civi-auth" in seen.headers:
            return answer("401 Unauthorized", f"HTTP 401 bad {seen.headers['x-civi-auth']}".encode())
        return answer(body=b'{"contact_id":null}')

    with wire(echo) as server:
        user_sites(f'[sites.bad]\nurl = "{server.url}"\napi_key = {{env = "WRONG_KEY"}}\n')
        assert main(["doctor", "bad"]) == 1
    said = capsys.readouterr()
    assert "***" in said.out
    assert PASSWORD not in said.out + said.err
