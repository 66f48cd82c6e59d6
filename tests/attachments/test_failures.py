"""What goes wrong with files: nothing half is kept, nothing is attached twice, no secret is told."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import os
import socket
import sys
import threading
import traceback
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    AccessDenied,
    ApiCallError,
    AsyncApi,
    CallTimeout,
    CommandFailed,
    ConnectionFailed,
    CvApiV4,
    HttpApiV3,
    HttpApiV4,
    InvalidResponse,
    NotFound,
    PermissionDenied,
    UsageError,
    processes,
)
from civiapi.call import Upload
from civiapi.content import Content
from civiapi.sandbox import Site
from civiapi.sandbox.serve import Running
from civiapi.sandbox.users import add_users

from ..aio.support import aapi4, used
from ..support import API_KEY, EchoApi, secrets_in
from ..wire import DEADLINE, Seen, Wire, answer, api3, api4, closed, one_seen, wire

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 40
TOKEN = "canary-token"


def file() -> io.BytesIO:
    return io.BytesIO(CONTENT)


@pytest.fixture(params=[4, 3])
def api(request: pytest.FixtureRequest, served: Running) -> Iterator[Any]:
    keys = (served.api_key, served.site_key)
    made = (
        HttpApiV4(served.url, keys[0], site_key=keys[1])
        if request.param == 4
        else HttpApiV3(served.url, *keys)
    )
    with made as api:
        served.faults.clear()
        yield api


# up


def test_form_ends_with_what_says_what_to_do() -> None:
    """A body that is cut must not make a file that is cut."""
    row = {"id": "7", "entity_table": "civicrm_contact", "entity_id": "2"}
    for make in (api3, api4):
        with wire(answer(body=json.dumps({"values": [row]}).encode())) as server, make(server) as api:
            assert api.Contact.attach(2, file(), name="a.pdf")["id"] == 7
        seen = one_seen(server)
        assert seen.target == "/civicrm/ajax/rest?json=%7B!"
        kept, _, told = seen.body.partition(CONTENT)
        assert kept.count(b"\r\n") == 3
        assert b'name="content"' in kept
        assert b"entity" not in kept
        for name in (b"entity", b"action", b"json"):
            assert told.count(b'name="' + name + b'"') == 1
        assert (b'name="api_key"' in told) is (make is api3)
        assert secrets_in(seen.line) == []


def test_lost_body_is_no_success(api: Any, served: Running) -> None:
    before = len(api.Contact.attachments(2))
    served.faults.add("lost-body", times=0)
    with pytest.raises(InvalidResponse) as caught:
        api.Contact.attach(2, file(), name="a.pdf")
    if isinstance(api, HttpApiV4):
        assert "the site lost the body of the request" in str(caught.value)
        assert caught.value.handled is False
    else:  # with which the log-in went
        assert "Access denied" in str(caught.value)
    served.faults.clear()
    assert len(api.Contact.attachments(2)) == before


def test_too_large_is_refused_before_it_is_sent(served: Running, tmp_path: Path) -> None:
    large = tmp_path / "large.bin"
    with large.open("wb") as out:
        out.truncate(9 * 1024 * 1024)
    with HttpApiV4(served.url, served.api_key) as api:
        seen = len(served.log)
        with pytest.raises(UsageError, match=r"more than the 8388608 that PHP takes .*over cv"):
            api.Contact.attach(2, large)
        assert len(served.log) == seen


@pytest.mark.parametrize("fault", ["reset:done=0", "reset:done=1", "502:done=1", "cut"])
def test_lost_answer_sends_nothing_again(api: Any, served: Running, fault: str) -> None:
    before = len(api.Contact.attachments(2))
    served.faults.add(fault)
    with pytest.raises(ApiCallError) as caught:
        api.Contact.attach(2, file(), name="a.pdf")
    assert caught.value.handled is None
    assert len(api.Contact.attachments(2)) - before == (0 if fault == "reset:done=0" else 1)


def test_refused_connection_is_tried_again(mocker: Any) -> None:
    mocker.patch("tenacity.nap.time.sleep")
    with (
        closed() as server,
        api4(server, retries=1) as api,
        pytest.raises(ConnectionFailed) as caught,
    ):
        api.Contact.attach(2, file(), name="a.pdf")
    assert caught.value.handled is False


def test_asked_to_slow_down(api: Any, served: Running, mocker: Any, tmp_path: Path) -> None:
    """The site ran nothing, so the file goes again, from its beginning."""
    mocker.patch("tenacity.nap.time.sleep")
    served.faults.add("429")
    made = api.Contact.attach(2, file(), name="a.pdf")
    assert api.download(made, tmp_path / "x").read_bytes() == CONTENT


@pytest.mark.parametrize(
    "values", [[], [{"id": 7, "entity_table": "civicrm_contact", "entity_id": 3}], [{"id": 7}], [{}, {}]]
)
def test_answer_that_does_not_tell_of_the_file(values: Any) -> None:
    said = answer(body=json.dumps({"values": values}).encode())
    with (
        wire(said) as server,
        api4(server) as api,
        pytest.raises(InvalidResponse, match="no such attachment"),
    ):
        api.Contact.attach(2, file(), name="a.pdf")


@pytest.mark.parametrize("values", ["x", ["x"], {"7": {}}])
def test_answer_in_no_known_shape(values: Any) -> None:
    said = answer(body=json.dumps({"values": values}).encode())
    with wire(said) as server, api4(server) as api, pytest.raises(InvalidResponse, match="in no known way"):
        api.Contact.attachments(2)


def test_file_that_becomes_shorter(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(bytes(1_000_000))
    content = Content(path)
    path.write_bytes(b"x")
    with wire() as server, api4(server) as api:
        call = Upload("Attachment", "create", {}, 3, content=content)
        with pytest.raises(UsageError, match="became shorter while it was sent") as caught:
            api.send([call])
    assert caught.value.handled is False
    assert [seen for seen in server.seen if b"action" in seen.body] == []


@pytest.mark.parametrize(
    ("record", "given", "name", "said"),
    [
        (True, file(), "a", "told by its id"),
        ("2 or 1", file(), "a", "told by its id"),
        ({"id": None}, file(), "a", "told by its id"),
        (2, io.BytesIO(), "a", "is empty"),
        (2, io.StringIO("x"), "a", "open it in binary mode"),
        (2, 5, "a", "a path or a binary file object"),
        (2, CONTENT, "a", "a path or a binary file object"),
        (2, file(), None, "give name="),
        (2, file(), "../a", "no name of a file"),
        (2, file(), "a\\b", "no name of a file"),
        (2, file(), "a\nb", "no name of a file"),
        (2, "/no/such.pdf", None, "cannot be read: No such file"),
        (2, "/", None, "cannot be read: Is a directory"),
    ],
)
def test_what_is_no_file_or_no_record(record: Any, given: Any, name: Any, said: str) -> None:
    with wire() as server, api4(server) as api, pytest.raises(UsageError, match=said):
        api.Contact.attach(record, given, name=name)
    assert server.seen == []


def test_entities_that_take_no_files() -> None:
    with wire() as server, api4(server) as api:
        for use in (lambda: api.Note.attach(2, file(), name="a"), lambda: api.Note.attachments(2)):
            with pytest.raises(UsageError, match="activities, contacts, grants and mailings, not to Note"):
                use()
        with pytest.raises(UsageError, match="a batch takes single calls"), api.batch() as batch:
            batch.Contact.attach(2, file(), name="a")
    assert server.seen == []


def test_guards_look_at_files_too(served: Running, tmp_path: Path) -> None:
    audit = tmp_path / "audit"
    with HttpApiV4(served.url, served.api_key).with_options(audit=audit, typed=True) as api:
        with pytest.raises(UsageError, match="read-only"):
            api.read_only().Contact.attach(2, file(), name="a.pdf")
        made = api.checked().Contact.attach(2, file(), name="a.pdf")
        assert api.read_only().download(made, tmp_path / "a.pdf").read_bytes() == CONTENT
    (line,) = [json.loads(line) for line in audit.read_text().splitlines()]
    assert (line["entity"], line["action"], line["outcome"]) == ("Attachment", "create", "done")
    assert [int(one) for one in line["ids"]] == [made["id"]]
    assert "content" not in line["params"]
    with HttpApiV3(served.url, served.api_key, served.site_key).checked() as api:
        assert api.Contact.attach(2, file(), name="a.pdf")["id"] > made["id"]


def test_own_transports_say_that_they_take_no_files(tmp_path: Path) -> None:
    class Own(EchoApi):
        def _perform_api_call(self, entity: str, action: str, params: Any) -> Any:
            raise AssertionError

    with pytest.raises(UsageError, match="_perform_api_call takes no files"):
        Own().Contact.attach(2, file(), name="a")
    with pytest.raises(UsageError, match="no way to download files"):
        Own().download(2, tmp_path)


def test_permissions_are_the_sites(served: Running, tmp_path: Path) -> None:
    with Site.open(served.file) as site:
        user = add_users(site, ["nina:none"])["nina"]
    with HttpApiV4(served.url, served.api_key) as admin:
        made = admin.Contact.attach(2, file(), name="a.pdf")
        row = admin.Contact.attachments(2)[-1]
    with HttpApiV4(served.url, user.api_key, retries=0) as api:
        for use in (
            lambda: api.Contact.attach(2, file(), name="a.pdf"),
            lambda: api.download(made, tmp_path),
            lambda: api._backend.fetch(None, row, io.BytesIO()),
        ):
            with pytest.raises((PermissionDenied, AccessDenied)):
                use()
    assert os.listdir(tmp_path) == []


# down


def told(url: Any) -> bytes:
    row = {"id": "7", "name": "a.pdf", "entity_table": "civicrm_contact", "entity_id": "2", "url": url}
    return answer(body=json.dumps({"is_error": 0, "values": [row]}).encode())


def giving(server: Wire, *then: Any) -> None:
    server.script[:] = [told(f"{server.url}/civicrm/file?reset=1&id=7&fcs={TOKEN}"), *then]


FILE = answer(
    body=CONTENT, Content_Type="application/pdf", Content_Disposition='attachment; filename="a.pdf"'
)
CUT = (FILE[: len(FILE) - 5000],)
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Disposition: attachment; filename=a\r\n\r\n"
    b"1000\r\n" + CONTENT[:3000],
)
PAGE = answer(body=b"<html><title>Log in</title>", Content_Type="text/html")


def echoing(seen: Seen) -> bytes:
    """A page that shows the whole request, as a careless proxy's error page does."""
    return answer("400 Bad Request", f"<html><pre>{seen.head}".encode())


def download(api: Any, path: Path) -> Path:
    if isinstance(api, AsyncApi):
        given: Path = used(api, lambda api: api.download(7, path))
        return given
    with api:
        return api.download(7, path)


@pytest.mark.parametrize(
    ("said", "kind", "text"),
    [
        (CUT, ConnectionFailed, None),
        (CHUNKED, ConnectionFailed, None),
        (None, ConnectionFailed, None),
        (PAGE, InvalidResponse, "a page, and no file"),
        (
            answer("302 Found", b"", Location="/civicrm/dashboard"),
            NotFound,
            "no such file, or only an empty one",
        ),
        (answer("403 Forbidden", PAGE), PermissionDenied, "access uploaded files"),
        (answer("404 Not Found", PAGE), InvalidResponse, "no page civicrm/file"),
        (answer("401 Unauthorized", b"HTTP 401 Invalid credential"), AccessDenied, "log-in refused"),
        (answer("500 Error", b""), InvalidResponse, "HTTP 500"),
        (
            answer("206 Partial", CONTENT, Content_Disposition="attachment; filename=a"),
            InvalidResponse,
            "206",
        ),
        (echoing, InvalidResponse, "HTTP 400"),
    ],
)
def test_no_whole_file(
    said: Any, kind: type[Exception], text: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """No file then, the one that was there stays, and no text has the key or the file's token."""
    there = tmp_path / "a.pdf"
    there.write_bytes(b"old")
    for make in (api3, api4, aapi4):
        with caplog.at_level(logging.DEBUG, "civiapi"), wire() as server:
            giving(server, said)
            with pytest.raises(kind, match=text) as caught:
                download(make(server), there)
        error: Any = caught.value
        assert there.read_bytes() == b"old"
        assert os.listdir(tmp_path) == ["a.pdf"]
        shown = ["".join(traceback.format_exception(error)), repr(error), str(vars(error)), caplog.text]
        if error.response is not None:
            urls = [error.response.url, error.response.request.url]
            shown += [*map(str, urls), str(vars(error.response.request))]
        assert [one for one in shown if secrets_in(one) or TOKEN in one] == []


def test_refused_connection_does_not_tell_the_token(tmp_path: Path) -> None:
    with closed() as server, api4(server) as api:
        row = {"id": 7, "url": f"{server.url}/civicrm/file?reset=1&id=7&fcs={TOKEN}"}
        with pytest.raises(ConnectionFailed) as caught:
            api._backend.fetch(None, row, io.BytesIO())
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("make", [api4, aapi4])
def test_cut_file_is_asked_for_again(make: Any, tmp_path: Path, mocker: Any) -> None:
    mocker.patch("tenacity.wait_random_exponential.__call__", return_value=0)
    with wire() as server:
        giving(server, CUT, CHUNKED, FILE)
        assert download(make(server, retries=2), tmp_path / "a").read_bytes() == CONTENT
    assert [seen.line.split()[0] for seen in server.seen] == ["POST", "GET", "GET", "GET"]
    get = server.seen[-1]
    assert get.headers["x-civi-auth"] == f"Bearer {API_KEY}"
    assert get.body == b""
    assert secrets_in(get.line) == []


def test_cancelled_download_leaves_nothing(tmp_path: Path) -> None:
    """No file, and no connection or slot that is held."""

    async def use(api: Any) -> None:
        giving(server, FILE[: len(FILE) - 5000])
        task = asyncio.ensure_future(api.download(7, tmp_path / "a"))
        while len(server.seen) < 2:
            await asyncio.sleep(0.001)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        giving(server, FILE)
        assert (await api.download(7, tmp_path / "b")).read_bytes() == CONTENT

    with wire() as server:
        used(aapi4(server, limit=1), use)
    assert os.listdir(tmp_path) == ["b"]


@pytest.mark.parametrize(
    "place",
    [
        "https://{}",
        "http://other.example.org",
        "http://{}.example.org",
        "//other.example.org",
        "http://a@b:x",
        "ftp://{}",
    ],
)
@pytest.mark.parametrize("make", [api4, aapi4])
def test_credentials_never_leave_the_site(make: Any, place: str, tmp_path: Path) -> None:
    with wire() as server:
        host = server.url.removeprefix("http://")
        server.script[:] = [told(f"{place.format(host)}/civicrm/file?id=7&fcs={TOKEN}"), FILE]
        with pytest.raises(UsageError, match=r"credentials go to http://127\.0\.0\.1") as caught:
            download(make(server), tmp_path / "a")
        assert TOKEN not in str(caught.value)
        assert len(server.seen) == 1
    assert os.listdir(tmp_path) == []


def test_url_without_a_host_is_the_sites(tmp_path: Path) -> None:
    with wire(told("/civicrm/file?id=7"), FILE) as server, api4(server) as api:
        assert api.download(7, tmp_path / "a").read_bytes() == CONTENT


@pytest.mark.parametrize("name", ["../a.pdf", "..", "", "a/b", "a\\b"])
def test_a_site_cannot_choose_the_folder(name: str, tmp_path: Path) -> None:
    row = {"id": "7", "name": name, "url": "/civicrm/file?id=7"}
    folder = tmp_path / "in"
    folder.mkdir()
    said = answer(body=json.dumps({"values": [row]}).encode())
    with wire(said, FILE) as server, api4(server) as api, pytest.raises(UsageError, match="name"):
        api.download(7, folder)
    assert os.listdir(tmp_path) == ["in"]
    assert os.listdir(folder) == []


def test_what_is_no_place_for_a_file(tmp_path: Path) -> None:
    with wire() as server, api4(server) as api:
        giving(server, FILE)
        with pytest.raises(UsageError, match="no regular file"):
            api.download(7, "/dev/null")
        giving(server, FILE)
        with pytest.raises(FileNotFoundError, match="nowhere/a"):
            api.download(7, tmp_path / "nowhere" / "a")


@pytest.mark.parametrize("make", [api4, aapi4])
def test_full_disk_is_no_failure_of_the_wire(make: Any) -> None:
    """It is told as what it is, and nothing is asked for again."""
    with wire() as server, open("/dev/full", "wb", buffering=0) as out:
        row = {"id": 7, "url": "/civicrm/file?id=7"}
        server.script[:] = [FILE]

        def use(api: Any) -> Any:
            return api._backend.fetch(None, row, out)

        api = make(server, retries=2)
        with pytest.raises(OSError, match="No space left on device") as caught:
            used(api, use) if isinstance(api, AsyncApi) else use(api)
        assert not isinstance(caught.value, ApiCallError)
        if not isinstance(api, AsyncApi):
            api.close()


@pytest.mark.parametrize("url", ["", None])
def test_attachment_without_a_place(url: Any, tmp_path: Path) -> None:
    with wire() as server, api4(server) as api:
        server.script[:] = [told(url)]
        with pytest.raises(InvalidResponse, match="did not tell where the file is"):
            api.download(7, tmp_path / "a")


def test_no_such_attachment(api: Any, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no attachment 4711"):
        api.download(4711, tmp_path)


@contextlib.contextmanager
def forgetful(said: bytes) -> Iterator[str]:
    """The url of a server that reads one request, keeps nothing of it, and answers."""

    def serve() -> None:
        client, _ = listener.accept()
        with client, client.makefile("rb") as stream:
            size = 0
            while (line := stream.readline().lower().strip()) != b"":
                size = int(line[15:]) if line.startswith(b"content-length:") else size
            while size:
                size -= len(stream.read(min(size, 65536)))
            client.sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)  # a test that failed asks nothing
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        thread.join()


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Neither up nor down is a file held as a whole."""
    size = 6 * 1024 * 1024
    large, small = tmp_path / "large.bin", tmp_path / "small.bin"
    large.write_bytes(bytes(size))
    row = {"id": "7", "entity_table": "civicrm_contact", "entity_id": "2", "url": "/civicrm/file?id=7"}
    listed = answer(body=json.dumps({"values": [row]}).encode())
    coming = answer(body=bytes(size), Content_Disposition="attachment; filename=a")

    def peak(said: bytes, use: Callable[[Any], Any]) -> int:
        with forgetful(said) as url, HttpApiV4(url, API_KEY, timeout=DEADLINE, retries=0) as api:
            tracemalloc.start(1)
            use(api)
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    def download(api: Any) -> None:
        with small.open("wb") as out:
            api._backend.fetch(None, row, out)

    assert peak(listed, lambda api: api.Contact.attach(2, large)) < size / 3
    assert peak(coming, download) < size / 3
    assert small.stat().st_size == size


# over cv


FAKES = {
    "mktemp": "echo no place; exit 1",
    "dd": "cat >/dev/null; exit 1",
    "wc": "echo 5",
}


@pytest.mark.parametrize("broken", FAKES)
def test_copy_that_fails_calls_nothing(
    broken: str, served: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with HttpApiV4(served.url, served.api_key) as http, CvApiV4(served.cv) as api:
        made = http.Contact.attach(2, file(), name="a.pdf")
        before = len(http.Contact.attachments(2))
        tools, left = tmp_path / "tools", tmp_path / "left"
        tools.mkdir()
        left.mkdir()
        (tools / broken).write_text(f"#!/bin/sh\n{FAKES[broken]}\n")
        (tools / broken).chmod(0o700)
        monkeypatch.setenv("PATH", f"{tools}:{os.environ['PATH']}")
        monkeypatch.setenv("TMPDIR", str(left))
        with pytest.raises(CommandFailed) as caught:
            api.Contact.attach(2, file(), name="a.pdf")
        assert caught.value.handled is False
        assert str(caught.value).startswith("Attachment.create: ")
        assert len(http.Contact.attachments(2)) == before
        assert os.listdir(left) == []
        if broken == "wc":
            with pytest.raises(CommandFailed, match="bytes here and 5 there"):
                api.download(made, tmp_path / "x")
            assert not (tmp_path / "x").exists()


def test_place_that_talks(served: Running, tmp_path: Path) -> None:
    """A greeting is no part of a file."""
    noisy = tmp_path / "noisy"
    noisy.write_text('#!/bin/sh\necho Welcome\nexec "$@"\n')
    noisy.chmod(0o700)
    with CvApiV4(served.cv, context=[str(noisy)]) as api, HttpApiV4(served.url, served.api_key) as http:
        made = api.Contact.attach(2, file(), name="a.pdf")
        assert http.download(made, tmp_path / "a").read_bytes() == CONTENT
        with pytest.raises(CommandFailed, match="a shell on the way wrote something besides"):
            api.download(made, tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_copy_that_takes_too_long(served: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copying alone has no time here: the calls around it may take as long as this machine needs."""
    (tmp_path / "dd").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "dd").chmod(0o700)
    limits: dict[str, float] = {}

    def hurried(argv: Any, said: Any, timeout: float, **streams: Any) -> Any:
        limits[argv[0]] = timeout
        return processes.run(argv, said, 0.3 if argv[0] == "dd" else timeout, **streams)

    with CvApiV4(served.cv, retries=0) as api:
        before = len(api.Contact.attachments(2))
        with monkeypatch.context() as patch:
            patch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
            patch.setattr("civiapi.cv.run", hurried)
            with pytest.raises(CallTimeout, match=r"no file copied within 0\.3 s") as caught:
                api.with_options(timeout=77).Contact.attach(2, file(), name="a.pdf")
        assert limits["dd"] == 77
        assert caught.value.handled is False
        assert len(api.Contact.attachments(2)) == before


def test_refused_upload_leaves_nothing(
    served: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    with CvApiV4(served.cv) as api, pytest.raises(ApiCallError, match="SCRIPT"):
        api.Contact.attach(2, file(), name="a.pdf", description="<script>x</script>")
    assert os.listdir(tmp_path) == []


def test_alias_of_cv_is_no_way_for_files() -> None:
    words = [sys.executable, "-c", "raise SystemExit('called')", "@prod"]
    with CvApiV4(words) as api, pytest.raises(UsageError, match="say the way there with context="):
        api.Contact.attach(2, file(), name="a.pdf")


def test_path_that_a_command_would_take_for_an_option(tmp_path: Path) -> None:
    api: Any = CvApiV4()
    with open(tmp_path / "a", "wb") as out, pytest.raises(InvalidResponse, match="'--help' is no path"):
        api._backend.fetch(None, {"path": "--help"}, out)
