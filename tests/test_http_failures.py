"""The ways in which an HTTP call can fail, and what is known of the call then."""

from __future__ import annotations

import os
import socket
import threading
import traceback
from typing import Any

import pytest
import requests

from civiapi import (
    AccessDenied,
    ApiCallError,
    AsyncHttpApiV4,
    BaseApi,
    CallTimeout,
    ConnectionFailed,
    GatewayError,
    HttpApiV3,
    HttpApiV4,
    InvalidResponse,
    UsageError,
)
from civiapi.connection import Connection

from .support import API_KEY, PASSWORD
from .wire import DEADLINE, ROWS, Seen, answer, api3, api4, closed, wire


def failure(api: BaseApi, action: str = "create") -> ApiCallError:
    with pytest.raises(ApiCallError) as caught:
        api("Tag", action, {"id": 5} if action == "delete" else {})
    assert str(caught.value).startswith(f"Tag.{action}: ")
    return caught.value


def test_refused_connection() -> None:
    with closed() as server:
        error = failure(api4(server))
    assert type(error) is ConnectionFailed
    assert isinstance(error, requests.exceptions.RequestException)
    assert error.handled is False
    assert server.url in str(error)


def test_what_broke_is_told_in_words_and_not_as_python_has_it() -> None:
    with wire((answer(body=ROWS)[:-3],)) as server:
        error = failure(HttpApiV4(server.url, API_KEY, retries=0), "get")
        assert error.message == f"no answer from {server.url}: the connection broke off amid the answer"
    with wire(None) as server:
        error = failure(HttpApiV4(server.url, API_KEY, retries=0), "get")
        assert error.message == f"no answer from {server.url}: Remote end closed connection without response"
    for scheme in ("http", "https"):
        with closed() as gone:
            api = HttpApiV4(f"{scheme}://crm.example.org", API_KEY, proxies={scheme: gone.url}, retries=0)
            error = failure(api, "get")
        assert "crm.example.org: through the proxy: " in error.message
        assert "refused" in error.message
        assert "(" not in error.message


@pytest.mark.parametrize("retries", [0, 1])
def test_it_is_told_in_one_traceback(retries: int, mocker: Any) -> None:
    mocker.patch("tenacity.nap.time.sleep")
    with closed() as server:
        error = failure(HttpApiV4(server.url, API_KEY, retries=retries))
    told = "".join(traceback.format_exception(error))
    assert told.count("Traceback") == 1
    assert "urllib3" not in told
    assert isinstance(error.__context__, requests.exceptions.ConnectionError)


def test_a_value_that_is_wrong_on_the_way_leaves_the_call_unknown(mocker: Any) -> None:
    mocker.patch("requests.Session.send", side_effect=ValueError("read of closed file"))
    error = failure(HttpApiV4("http://crm.example.org", API_KEY))
    assert (type(error), error.handled) == (ConnectionFailed, None)


def test_unknown_host(mocker: Any) -> None:
    """As the resolver says at once; that of a machine without a network may take longer than any timeout."""
    mocker.patch("socket.getaddrinfo", side_effect=socket.gaierror(socket.EAI_NONAME, "Name not known"))
    error = failure(HttpApiV4("http://nowhere.invalid", API_KEY, timeout=10, retries=0))
    assert (type(error), error.handled) == (ConnectionFailed, False)
    assert "nowhere.invalid" in str(error)


#: What is no URL of a site.
NO_URLS = """
    crm.example.org //crm.example.org crm:80 localhost:8080 ftp://crm.example.org http:crm.example.org http:///crm
    http:// http://[x http://crm:port http://crm:99999
""".split()


@pytest.mark.parametrize("url", [*NO_URLS, "", "https://crm example.org"])
@pytest.mark.parametrize("make", [HttpApiV3, HttpApiV4, AsyncHttpApiV4])
def test_what_is_no_url_is_refused_at_once(make: Any, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        make(url, API_KEY)
    assert caught.value.message.startswith(f"{url!r} is no URL; write https://")
    assert isinstance(caught.value, requests.exceptions.RequestException)  # as scripts of civicrmapi expect
    assert str(caught.value) == caught.value.message


@pytest.mark.parametrize("wrong", [{"verify_ssl": "/no/such.pem"}, {"cert": ("/no/such.pem", "/no/key")}])
def test_certificates_that_are_not_there_are_told(wrong: Any) -> None:
    api = HttpApiV4("https://crm.example.org", API_KEY, **wrong)
    with pytest.raises(
        UsageError, match=r"verify_ssl or cert is no file of certificates: there is no /no/such"
    ):
        api.Tag.get()


@pytest.mark.parametrize("url", [None, 5, b"https://crm.example.org"])
def test_what_is_no_text_is_no_url(url: Any) -> None:
    with pytest.raises(UsageError, match=r"url is a text such as 'https://crm.example.org', not a"):
        HttpApiV4(url, API_KEY)


def test_the_url_that_was_meant() -> None:
    with pytest.raises(UsageError, match=r"write https://crm\.example\.org/sub$"):
        HttpApiV4("crm.example.org/sub", API_KEY)


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "/",
        "\n",
        "/civicrm/ajax/api4",
        "/civicrm/ajax/api4/",
        "/civicrm/ajax/api4/Contact/get",
        "/civicrm/ajax/rest",
    ],
)
def test_urls_of_the_api_itself(tail: str) -> None:
    for head in ("https://crm.example.org", "https://crm.example.org:8443/sub", "http://[::1]:80"):
        assert HttpApiV4(f" {head}{tail}", API_KEY)._site == head


@pytest.mark.parametrize(
    "url", ["front:{}@crm.example.org", "https://front:{}@", "https://front:{}/x@crm", "x://{}@crm"]
)
def test_password_of_what_is_no_url_is_not_told(url: str) -> None:
    with pytest.raises(UsageError, match="is no URL") as caught:
        HttpApiV4(url.format(PASSWORD), API_KEY)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "said",
    [
        None,
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1f\r\n" + ROWS + b"\r\n",),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",),
        (b"\x00\xff no http\r\n\r\n",),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope",),
    ],
)
def test_answer_that_breaks_leaves_the_call_unknown(said: Any) -> None:
    with wire(said) as server, api4(server) as api:
        error = failure(api)
        assert type(error) is ConnectionFailed
        assert error.handled is None
        assert len(server.seen) == 1


def test_broken_answer_to_a_read_is_asked_for_again(mocker: Any) -> None:
    mocker.patch("tenacity.nap.time.sleep")
    with wire(
        None, (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",), answer("502 Bad Gateway"), answer()
    ) as server:
        assert api4(server, retries=3).Tag.get() == [{"id": 7}]
        assert len(server.seen) == 4
    with wire(None, answer()) as server, pytest.raises(ConnectionFailed):
        api4(server, retries=3).Tag.create(name="x")
    assert len(server.seen) == 1


def test_answer_after_the_time() -> None:
    with wire() as server:
        server.script = [server.hang]
        error = failure(api4(server, timeout=(10, 0.1)))
        assert type(error) is CallTimeout
        assert isinstance(error, requests.exceptions.Timeout)
        assert error.handled is None
        assert "may still be running" in str(error)
        assert type(failure(api4(server).with_options(timeout=0.1))) is CallTimeout


def test_time_over_in_the_middle_of_the_body() -> None:
    with wire(answer()[:-5]) as server:
        assert type(failure(api4(server, timeout=0.2))) is CallTimeout


def test_connection_not_accepted_in_time(mocker: Any) -> None:
    mocker.patch("requests.Session.send", side_effect=requests.exceptions.ConnectTimeout("no"))
    error = failure(HttpApiV4("http://crm.example.org", API_KEY, retries=0))
    assert (type(error), error.handled) == (CallTimeout, False)


def test_certificate_of_another(mocker: Any) -> None:
    text = "HTTPSConnectionPool(host='x', port=443): ... CERTIFICATE_VERIFY_FAILED ..."
    mocker.patch("requests.Session.send", side_effect=requests.exceptions.SSLError(text))
    error = failure(HttpApiV4("https://crm.example.org", API_KEY, retries=0))
    assert (type(error), error.handled) == (ConnectionFailed, False)


@pytest.mark.parametrize("times", [1, 3])
def test_timeouts_are_always_finite(times: int, mocker: Any) -> None:
    send = mocker.patch("requests.Session.send", side_effect=requests.exceptions.ConnectionError("no"))
    failure(HttpApiV4("https://crm.example.org", API_KEY, retries=0))
    assert send.call_args.kwargs["timeout"] == (10.0, 120.0)
    assert send.call_args.kwargs["allow_redirects"] is False


def test_body_that_the_site_would_lose_is_not_sent() -> None:
    with wire() as server:
        error = failure_of_size(api4(server), 9_000_000)
        assert isinstance(error, UsageError)
        assert "post_max_size" in str(error)
        assert "8388608" in str(error)
        assert isinstance(failure_of_size(api3(server, max_body=1000), 1000), UsageError)
        assert server.seen == []
        api4(server, max_body=20_000_000).Note.create(note="x" * 9_000_000)
        assert len(server.seen[0].body) > 9_000_000


def failure_of_size(api: BaseApi, size: int) -> ApiCallError:
    with pytest.raises(ApiCallError) as caught:
        api.Note.create(note="x" * size)
    return caught.value


def losing_site(seen: Seen) -> bytes:
    """A site that lost the body: it has what stands in the URL, and can make nothing of it."""
    if "params=!" in seen.target or "calls=!" in seen.target:
        return answer(
            "500 Internal Server Error", b"<html><head><title>Error</title></head>array_diff_key()</html>"
        )
    if "json=%7B!" in seen.target:
        return answer(body=b'{"is_error":1,"0":"error_message","1":"Unable to decode supplied JSON."}')
    return answer()


def test_a_page_is_told_once() -> None:
    page = b"<html><head><title>Not here</title></head><body><h1>Not here</h1></body></html>"
    with wire(answer("404 Not Found", page)) as server:
        error = failure(api4(server), "get")
    assert error.message == "an HTML page ('Not here', HTTP 404) for an answer; is this the url of CiviCRM?"


def test_lost_body_is_an_error_and_no_rows() -> None:
    with wire(losing_site) as server:
        new = failure(api4(server), "get")
        assert type(new) is InvalidResponse
        assert "body of the request" in str(new)
        with pytest.raises(InvalidResponse):
            api4(server).Tag.get({}, ["name"])
        old = failure(api3(server), "get")
        assert type(old) is InvalidResponse
        assert "lost the body" in str(old)
        assert old.handled is False
    with wire(
        answer(
            body=b'{"error_message":"missing mandatory params \\"entity=\\" or \\"action=\\"","is_error":1}'
        )
    ) as server:
        assert "lost the body" in str(failure(api3(server), "getvalue"))


def test_responses_are_kept_with_errors() -> None:
    with wire(
        answer("401 Unauthorized", b"HTTP 401 Invalid credential"), answer("502 Bad Gateway", b"<html>")
    ) as server:
        denied, gateway = failure(api4(server)), failure(api4(server))
    assert (type(denied), denied.status, denied.data) == (AccessDenied, 401, "Invalid credential")
    assert (type(gateway), gateway.status) == (GatewayError, 502)
    assert isinstance(denied.response, requests.Response)
    assert denied.response.text == "HTTP 401 Invalid credential"


def test_check_permissions_cannot_be_switched_off() -> None:
    with pytest.raises(UsageError, match="always checks permissions"):
        HttpApiV4("https://x.org", API_KEY, check_permissions=False)
    api = HttpApiV4("https://x.org", API_KEY, check_permissions=True)
    with pytest.raises(UsageError, match="always checks permissions"):
        api.with_options(check_permissions=False)


def test_unknown_route() -> None:
    with pytest.raises(UsageError, match="wordpress"):
        HttpApiV4("https://x.org", API_KEY, route="typo3")
    with pytest.raises(UsageError, match="htaccess=") as caught:
        HttpApiV4("https://x.org", API_KEY, route=f"https://front:{PASSWORD}@x.org/api4")
    assert PASSWORD not in str(caught.value)


def test_nothing_is_sent_for_no_calls() -> None:
    with wire() as server:
        assert api4(server).send([]) == []
        assert server.seen == []


def test_head_that_breaks_is_no_answer_either() -> None:
    with wire((b"HTTP/1.1 200 OK\r\n",)) as server:
        error = failure(api4(server))
    assert (type(error), error.handled) == (InvalidResponse, None)


def test_nobody_below_sends_again() -> None:
    """Whether a call may go twice is decided by what it does, not by the connection pool."""
    session = Connection().session()
    for url in ("http://x.org", "https://x.org"):
        retries = session.get_adapter(url).max_retries  # type: ignore[attr-defined]
        assert (retries.total, retries.read) == (0, False)


@pytest.mark.parametrize("is_first", [True, False])
def test_a_session_that_another_thread_closes_is_one_all_the_same(is_first: bool, mocker: Any) -> None:
    connection = Connection()
    if not is_first:
        connection.session()
    number = os.getpid()

    def closed_then() -> int:
        connection.close()
        return number

    mocker.patch("os.getpid", closed_then)
    assert isinstance(connection.session(), requests.Session)


def test_a_fork_while_another_thread_makes_the_session() -> None:
    connection = Connection()
    connection._lock.acquire()  # by a thread that the child does not have
    connection._pid = -1
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(connection.session()), daemon=True)
    thread.start()
    thread.join(DEADLINE)
    assert [type(one) for one in found] == [requests.Session]


def test_what_is_no_url_is_not_tried_again(mocker: Any) -> None:
    nap = mocker.patch("tenacity.nap.time.sleep")
    error = failure(
        HttpApiV4("http://crm.example.org", API_KEY, route="gopher://crm.example.org/x", retries=5)
    )
    assert (type(error), error.handled) == (ConnectionFailed, False)
    assert not nap.called


@pytest.mark.parametrize("timeout", [0, -1, "3", True, (3,), (1, 0)])
def test_a_timeout_that_is_none(timeout: Any) -> None:
    with pytest.raises(UsageError, match="timeout is a number of seconds"):
        HttpApiV4("http://nowhere.invalid", API_KEY, timeout=timeout)
    with HttpApiV4("http://nowhere.invalid", API_KEY) as api, pytest.raises(UsageError):
        api.with_options(timeout=timeout)
