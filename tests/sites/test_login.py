"""Log-ins over HTTP: tokens, sessions of a password, callables; sync and async, both versions."""

from __future__ import annotations

import asyncio
import copy
import logging
import pickle
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from civiapi import (
    AccessDenied,
    ApiCallError,
    AsyncHttpApiV3,
    AsyncHttpApiV4,
    ConnectionFailed,
    HttpApiV3,
    HttpApiV4,
    InvalidResponse,
    Jwt,
    Password,
    PermissionDenied,
    SandboxApiV4,
    UsageError,
)
from civiapi.auth import Login
from civiapi.sandbox import Site
from civiapi.sandbox.serve import Running, running
from civiapi.session import Sessions

from ..support import PASSWORD, URL
from ..wire import DEADLINE, Seen, Wire, answer, wire

KINDS: list[Any] = [HttpApiV4, HttpApiV3, AsyncHttpApiV4, AsyncHttpApiV3]
ADA = Password("admin", PASSWORD)


@pytest.fixture
def site(new_site: Any) -> Iterator[Running]:
    """A served site whose administrator has a password that a log-in may show."""
    file: Path = new_site()
    setting(file, authx_login_cred=["jwt", "pass"])
    with Site.open(file) as opened, running(opened, password=PASSWORD) as served:
        yield served


def setting(file: Path | str, **values: Any) -> None:
    with SandboxApiV4(file) as api:
        api.Setting.set(values=values)


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__)
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


def called(kind: Any, url: str, auth: Any, *calls: Any, **options: Any) -> list[Any]:
    """What calls give on one api; a callable among them is run between."""
    options = {"retries": 0, "timeout": DEADLINE, **options}
    if not kind.__name__.startswith("Async"):
        with kind(url, auth=auth, **options) as api:
            return [call() if callable(call) else api(*call) for call in calls]

    async def run() -> list[Any]:
        async with kind(url, auth=auth, **options) as api:
            return [call() if callable(call) else await api(*call) for call in calls]

    return asyncio.run(run())


READ = ("Contact", "get", {"id": 2})
NONE = ("Contact", "get", {"id": 987654})


def created(kind: Any, name: str) -> tuple[str, str, dict[str, Any]]:
    return "Tag", "create", {"name": name, "label": name}


def paths(site: Running) -> list[str]:
    return [request.path.split("?")[0].rpartition("civicrm/")[2] for request in site.log]


def log_out(site: Running) -> None:
    """End the last session, as a site does after some time."""
    cookie = next(one.headers["cookie"] for one in reversed(site.log) if "cookie" in one.headers)
    requests.post(
        f"{site.url}/civicrm/authx/logout", headers={"Cookie": cookie}, timeout=DEADLINE
    ).raise_for_status()


def token(site: Running, contact: int = 2, ttl: int = 300) -> str:
    with HttpApiV4(site.url, site.api_key) as api:
        cred: str = api.AuthxCredential.create(contactId=contact, ttl=ttl).first()["cred"]
    return cred


def is_two(rows: Any) -> bool:
    return [int(row["id"]) for row in rows] == [2]


def test_a_token(site: Running, kind: Any) -> None:
    cred = token(site)
    for shown in (cred, cred.removeprefix("Bearer ")):
        (rows,) = called(kind, site.url, Jwt(shown), READ)
        assert is_two(rows)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda site: token(site, ttl=-10), "Expired token: make a new one"),
        (lambda site: token(site, contact=98765), "there is no contact 98765"),
        (lambda site: "a.b.c", "Invalid credential: this site did not make this token"),
    ],
)
def test_a_token_that_is_none(site: Running, made: Any, words: str) -> None:
    with pytest.raises(AccessDenied, match=words):
        called(HttpApiV4, site.url, Jwt(made(site)), READ)


def test_a_callable_is_asked_for_each_call(site: Running, kind: Any) -> None:
    asked: list[int] = []

    def auth() -> str:
        asked.append(1)
        return f"Bearer {site.api_key}"

    assert all(map(is_two, called(kind, site.url, auth, READ, READ)))
    assert len(asked) == 2


def test_a_callable_is_asked_again_where_its_token_is_over(site: Running, kind: Any) -> None:
    given = [token(site, ttl=-10), token(site)]
    (rows,) = called(kind, site.url, lambda: given.pop(0), READ)
    assert is_two(rows)


def test_a_callable_that_gives_a_header_of_its_own(site: Running, kind: Any) -> None:
    setting(site.file, authx_header_cred=["api_key"])
    rows, none = called(kind, site.url, lambda: {"Authorization": f"Bearer {site.api_key}"}, READ, NONE)
    assert is_two(rows)
    assert none == []
    assert site.log[0].headers["x-requested-with"] == "XMLHttpRequest"
    assert paths(site)[-1] == "authx/id"


def test_a_header_that_is_dropped_reads_nothing_and_says_so(site: Running, kind: Any) -> None:
    setting(site.file, authx_header_cred=[])  # AuthX passes it over, as it does where a server drops it
    with pytest.raises(AccessDenied, match="the site sees nobody"):
        called(kind, site.url, lambda: {"Authorization": f"Bearer {site.api_key}"}, READ)


def test_an_awaited_callable(site: Running) -> None:
    async def auth() -> str:
        return f"Bearer {site.api_key}"

    (rows,) = called(AsyncHttpApiV4, site.url, auth, READ)
    assert is_two(rows)


@pytest.mark.parametrize("given", [None, 1, {"X-Civi-Auth": 1}, b"Bearer x"])
def test_what_a_callable_may_not_give(kind: Any, given: Any) -> None:
    with pytest.raises(UsageError, match="auth= gave neither"):
        called(kind, URL, lambda: given, READ)


@pytest.mark.parametrize(("key", "auth"), [(None, None), ("key", Jwt("token"))])
def test_one_log_in(kind: Any, key: Any, auth: Any) -> None:
    with pytest.raises(UsageError, match="give one log-in"):
        kind(URL, key, auth=auth)


def test_a_password(site: Running, kind: Any) -> None:
    rows, _, none = called(kind, site.url, ADA, READ, created(kind, "one"), NONE)
    assert is_two(rows)
    assert none == []
    assert paths(site).count("authx/login") == 1
    assert paths(site)[:2] == ["authx/login", "authx/id"]
    assert paths(site)[-1] == "authx/id"  # no rows are believed once the site knows us
    for request in site.log[1:]:
        assert PASSWORD.encode() not in request.body
        assert not {"x-civi-auth", "authorization"} & request.headers.keys()
        assert request.headers["x-requested-with"] == "XMLHttpRequest"
        assert request.headers["cookie"].startswith("SESSCIVISO=")
        assert "api_key" not in request.path + request.body.decode()


def test_a_password_and_the_site_key(site: Running) -> None:
    with SandboxApiV4(site.file) as api:  # no permission meets the guard
        api.Setting.set(values={"authx_guards": ["site_key"]})
    with pytest.raises(AccessDenied, match=r"Must satisfy guard \(site_key\).*: give site_key=$"):
        called(HttpApiV4, site.url, ADA, READ)
    (rows,) = called(HttpApiV4, site.url, ADA, READ, site_key=site.site_key)
    assert is_two(rows)


@pytest.mark.parametrize(
    ("version", "action", "params", "found"),
    [
        (4, "get", {"where": [["id", "=", 2]], "select": ["id"]}, [{"id": 2}]),
        (4, "get", {"where": [["id", "=", 2]], "select": ["COUNT(*) AS n"]}, [{"n": 1}]),
        (4, "getFields", {"where": [["name", "=", "id"]], "select": ["name"]}, [{"name": "id"}]),
        (3, "getcount", {"id": 2}, 1),
        (3, "getvalue", {"id": 2, "return": "contact_type"}, "Individual"),
    ],
)
@pytest.mark.parametrize("asynchronous", [False, True])
def test_a_dead_session_is_renewed(
    site: Running, version: int, action: str, params: Any, found: Any, asynchronous: bool
) -> None:
    kind = KINDS[2 * asynchronous + (version == 3)]
    call = ("Contact", action, params)
    first, _, second = called(kind, site.url, ADA, call, lambda: log_out(site), call)
    assert (first, second) == (found, found)
    assert paths(site).count("authx/login") == 2


def test_a_dead_session_is_renewed_for_a_write(site: Running, kind: Any) -> None:
    called(kind, site.url, ADA, READ, lambda: log_out(site), created(kind, "once"))
    assert paths(site).count("authx/login") == 2
    assert sum(call.done for call in site.log.calls("Tag", "create")) == 1


def test_a_dead_session_in_a_batch(site: Running) -> None:
    with HttpApiV4(site.url, auth=ADA, retries=0) as api:
        api.Contact.get(id=2)
        log_out(site)
        with api.batch() as batch:
            rows = batch.Contact.get(id=2, select=["id"])
            tag = batch.Tag.create(name="once", label="once")
            none = batch.Contact.get(id=987654)
        assert (rows.result(), none.result()) == ([{"id": 2}], [])
        assert tag.result().first()["name"] == "once"
    assert sum(call.done for call in site.log.calls("Tag", "create")) == 1


def test_who_may_not_is_not_logged_in_again(site: Running) -> None:
    with Site.open(site.file) as opened:
        from civiapi.sandbox.users import add_user

        add_user(opened, "bob", "none", password=PASSWORD)
    with pytest.raises(PermissionDenied):
        called(HttpApiV4, site.url, Password("bob", PASSWORD), created(None, "no"))
    assert paths(site).count("authx/login") == 1


@pytest.mark.parametrize(
    ("auth", "settings", "words"),
    [
        (Password("admin", "wrong"), {}, "the user's name or the password is wrong"),
        (Password("nobody", PASSWORD), {}, "the user's name or the password is wrong"),
        (
            ADA,
            {"authx_login_cred": ["jwt"]},
            "the site's setting authx_login_cred has no 'pass'; allow it there",
        ),
        (ADA, {"authx_guards": ["perm"]}, ""),
    ],
)
def test_a_log_in_that_is_refused(site: Running, kind: Any, auth: Any, settings: Any, words: str) -> None:
    if settings:
        setting(site.file, **settings)
    if not words:
        assert is_two(called(kind, site.url, auth, READ)[0])
        return
    with pytest.raises(AccessDenied, match=words) as caught:
        called(kind, site.url, auth, READ)
    assert caught.value.handled is False
    assert str(caught.value).startswith("Contact.get: log-in refused (HTTP 401): ")


def test_without_a_user_account(site: Running) -> None:
    with Site.open(site.file) as opened:
        from civiapi.sandbox.users import add_user

        key = add_user(opened, "carla", "nouser").api_key
    setting(site.file, authx_xheader_user="require")
    with HttpApiV4(site.url, key) as api, pytest.raises(AccessDenied, match="has no user account in the CMS"):
        api.Contact.get(limit=1)


def test_the_guard_says_what_would_meet_it(site: Running) -> None:
    with Site.open(site.file) as opened:
        from civiapi.sandbox.users import add_user

        key = add_user(opened, "dora", "nologin").api_key
    words = r"give site_key=, or give the user the permission 'authenticate with api key'"
    for api in (HttpApiV4(site.url, key), HttpApiV3(site.url, key)):
        with api, pytest.raises(AccessDenied, match=words):
            api.Contact.get({"limit": 1} if api.VERSION.NUMBER == 4 else {"id": 2})


def test_a_header_that_a_server_drops(site: Running) -> None:
    site.faults.add("stripped")
    words = "dropped the header X-Civi-Auth"
    with HttpApiV4(site.url, site.api_key) as api, pytest.raises(AccessDenied, match=words):
        api.Contact.get(limit=1)


# On a wire, so that each byte is ours


def who(contact: int | None = 7, cookie: str = "") -> bytes:
    headers = {"Set_Cookie": f"SESS={cookie}; path=/; HttpOnly"} if cookie else {}
    return answer(body=f'{{"contact_id":{contact or "null"},"user_id":1}}'.encode(), **headers)


EMPTY = answer(body=b'{"values":[],"count":0}')
DENIED = answer("401 Unauthorized", b"HTTP 401 Invalid credential")


def targets(server: Wire) -> list[str]:
    return [seen.target.split("?")[0].rpartition("/")[2] for seen in server.seen]


def test_a_401_renews(kind: Any) -> None:
    rows = answer(body=b'{"is_error":0,"values":[{"id":7}],"count":1}')
    with wire(who(cookie="a"), who(), DENIED, who(cookie="b"), who(), rows) as server:
        (found,) = called(kind, server.url, ADA, READ)
    assert found == [{"id": 7}]
    assert server.seen[2].headers["cookie"] == "SESS=a"
    assert server.seen[-1].headers["cookie"] == "SESS=b"
    assert server.seen[0].form == {"_authx": ADA.credential}


def test_a_401_twice_is_one() -> None:
    script = [who(cookie="a"), who(), DENIED, who(cookie="b"), who(), DENIED]
    with wire(*script) as server, pytest.raises(AccessDenied):
        called(HttpApiV4, server.url, ADA, READ)
    assert targets(server) == ["login", "id", "get", "login", "id", "get"]


@pytest.mark.parametrize(
    ("script", "error", "words"),
    [
        ([who(None)], AccessDenied, "the log-in did not arrive"),
        ([who(cookie="a"), who(None)], AccessDenied, "does not know its own session"),
        ([answer("404 Not Found", b"<html>no</html>")], InvalidResponse, "extension AuthX on"),
        ([answer(body=b"<html>Welcome</html>")], InvalidResponse, "extension AuthX on"),
        ([None], ConnectionFailed, "no answer"),
    ],
)
def test_a_log_in_that_fails_otherwise(kind: Any, script: Any, error: Any, words: str) -> None:
    with wire(*script) as server, pytest.raises(error, match=words) as caught:
        called(kind, server.url, ADA, created(kind, "x"))
    assert caught.value.handled is False


def test_no_identity_no_belief(kind: Any) -> None:
    """The site answers without rows, and then not any more."""
    with wire(who(cookie="a"), who(), EMPTY, None) as server:
        with pytest.raises(ConnectionFailed) as caught:
            called(kind, server.url, ADA, NONE)
        assert caught.value.call is not None


def test_a_write_of_a_dead_session_is_never_sent_again_blindly(kind: Any) -> None:
    """Some action that gives no rows: it may have been run, as an anonymous visitor's."""
    script = [who(cookie="a"), who(), EMPTY, who(None), who(cookie="b"), who(), EMPTY]
    words = "ran as an anonymous visitor's"
    with wire(*script) as server, pytest.raises(AccessDenied, match=words) as caught:
        called(kind, server.url, ADA, ("Job", "execute", {}), retries=2)
    assert caught.value.handled is None
    assert sum("ajax" in seen.target for seen in server.seen) == 1


def test_a_write_whose_session_is_unknown_is_never_sent_again() -> None:
    gone = ("Job", "execute", {})
    script = [who(cookie="a"), who(), EMPTY, None, None]
    with wire(*script) as server, pytest.raises(ConnectionFailed) as caught:
        called(HttpApiV4, server.url, ADA, gone, retries=2)
    assert caught.value.handled is None
    assert sum("ajax" in seen.target for seen in server.seen) == 1


def test_cookies_go_where_they_belong() -> None:
    cookies = [
        "HTTP/1.1 200 OK",
        "Content-Type: application/json",
        "Content-Length: 16",
        "Set-Cookie: A=1; path=/",
        "Set-Cookie: B=2; path=/wp-admin",
        "Set-Cookie: C=3; path=/; Domain=elsewhere.example.org",
        "Set-Cookie: D=4; path=/; secure",
        "",
        "",
    ]
    said = "\r\n".join(cookies).encode() + b'{"contact_id":7}'
    with wire(said, who(), answer()) as server:
        called(HttpApiV4, server.url, ADA, READ)
        called(AsyncHttpApiV4, server.url, lambda: "Bearer x", READ)
    assert server.seen[2].headers["cookie"] == "A=1"


@pytest.mark.parametrize(
    ("route", "url"),
    [
        ("", "/civicrm/authx/login"),
        ("wordpress", "/?civiwp=CiviCRM&q=civicrm/authx/login"),
        ("drupal7", "/?q=civicrm/authx/login"),
        ("joomla", "/index.php?option=com_civicrm&task=civicrm/authx/login"),
        ("{url}/de/civicrm/ajax/api4", "/de/civicrm/authx/login"),
    ],
)
def test_where_the_log_in_is(route: str, url: str) -> None:
    with wire(who(cookie="a"), who(), answer()) as server:
        called(HttpApiV4, server.url, ADA, READ, route=route.format(url=server.url))
    assert server.seen[0].target == url


def test_a_route_that_does_not_say_where() -> None:
    with pytest.raises(UsageError, match="cannot be found by it"):
        called(HttpApiV3, URL, ADA, READ, route=f"{URL}/wp-json/civicrm/v3/rest")


def test_one_renewal_for_many_threads() -> None:
    """All threads meet the dead session before the first may renew it."""
    barrier, threads = threading.Barrier(6), 6
    state = {"logins": 0}
    lock = threading.Lock()

    def site_of(seen: Seen) -> bytes:
        with lock:
            if "login" in seen.target:
                state["logins"] += 1
                return who(cookie=f"s{state['logins']}")
        if "authx/id" in seen.target:
            return who()
        if seen.headers["cookie"] == "SESS=s1":
            barrier.wait(DEADLINE)
            return DENIED
        return answer()

    with (
        wire(site_of) as server,
        HttpApiV4(server.url, auth=ADA, retries=0) as api,
        ThreadPoolExecutor(threads) as pool,
    ):
        found = list(pool.map(lambda _: api.Contact.get(id=7), range(threads)))
    assert found == [[{"id": 7}]] * threads
    assert state["logins"] == 2


class Gate:
    """A lock that opens when all who want it are there."""

    def __init__(self, number: int) -> None:
        self.barrier, self.lock = threading.Barrier(number), threading.Lock()

    def __enter__(self) -> None:
        self.barrier.wait(DEADLINE)
        self.lock.acquire()

    def __exit__(self, *error: object) -> None:
        self.lock.release()


def test_a_wrong_password_is_shown_once_by_many_threads() -> None:
    sessions, threads = Sessions(), 6
    sessions._lock = Gate(threads)  # type: ignore[assignment]
    shown: list[int] = []

    def log_in() -> Any:
        shown.append(1)
        raise AccessDenied("wrong")

    def renewed(_: int) -> None:
        with pytest.raises(AccessDenied, match="wrong"):
            sessions.renewed(None, log_in)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(renewed, range(threads)))
    assert shown == [1]
    sessions._lock = threading.Lock()
    renewed(0)  # who comes later tries again
    assert shown == [1, 1]


def test_a_fork_while_another_thread_logs_in() -> None:
    sessions, login = Sessions(), Login.of("Bearer x")
    sessions._lock.acquire()  # by a thread that the child does not have
    sessions._pid = -1
    found: list[Login] = []
    thread = threading.Thread(target=lambda: found.append(sessions.renewed(None, lambda: login)), daemon=True)
    thread.start()
    thread.join(60)
    assert found == [login]


def test_one_renewal_for_many_tasks() -> None:
    logins = [0]

    def site_of(seen: Seen) -> bytes:
        if "login" in seen.target:
            logins[0] += 1
            return who(cookie=f"s{logins[0]}")
        return who() if "authx/id" in seen.target else answer()

    async def run(url: str) -> list[Any]:
        async with AsyncHttpApiV4(url, auth=ADA) as api:
            return await asyncio.gather(*(api.Contact.get(id=7) for _ in range(8)))

    with wire(site_of) as server:
        assert asyncio.run(run(server.url)) == [[{"id": 7}]] * 8
    assert logins == [1]


def test_copies_share_the_session_and_pickles_do_not(site: Running) -> None:
    with HttpApiV4(site.url, auth=ADA, retries=0) as api:
        api.Contact.get(id=2)
        api.with_options(timeout=DEADLINE).Contact.get(id=2)
        assert paths(site).count("authx/login") == 1
        with pickle.loads(pickle.dumps(api)) as other:
            assert is_two(other.Contact.get(id=2))
        assert paths(site).count("authx/login") == 2


def test_another_password_is_another_one_who_asks() -> None:
    auths = [Jwt("a"), Jwt("b"), Password("a", "b"), Password("b", "b"), None]
    found = {HttpApiV4(URL, None if auth else "key", auth=auth)._backend.identity for auth in auths}  # type: ignore[union-attr]
    assert len(found) == len(auths)


@pytest.mark.parametrize("auth", [ADA, Jwt(f"x.{PASSWORD}.y")])
def test_nothing_is_told(kind: Any, auth: Any, caplog: pytest.LogCaptureFixture) -> None:
    def echo(seen: Seen) -> bytes:
        return answer("400 Bad Request", f"<html>{seen.head} {seen.body.decode()}".encode())

    told = [repr(auth), str(auth)]
    secrets = [PASSWORD, ADA.credential.removeprefix("Basic ")]
    with caplog.at_level(logging.DEBUG):
        for script in ([echo], [DENIED], [None], [who(cookie="a"), who(), echo]):
            with wire(*script) as server, pytest.raises(ApiCallError) as caught:
                called(kind, server.url, auth, READ)
            error = caught.value
            told += ["".join(traceback.format_exception(error)), repr(error), str(vars(error))]
            told.append(str(pickle.dumps(copy.copy(error.args))))
            if error.response is not None:
                told.append(str(getattr(error.response, "request", None) and vars(error.response.request)))
    told.append(caplog.text)
    assert [secret for secret in secrets for text in told if secret in text] == []
