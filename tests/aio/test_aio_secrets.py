"""No key and no password in what is told of awaited calls: as test_http_secrets."""

from __future__ import annotations

import logging
import pickle
import traceback
from typing import Any

import httpx
import pytest

from civiapi import ApiCallError, AsyncHttpApiV3, AsyncHttpApiV4

from ..support import API_KEY, PASSWORD, SITE_KEY, secrets_in
from ..test_http_secrets import FAILURES
from ..wire import DEADLINE, Wire, answer, wire
from .support import used


def apis(server: Wire) -> list[Any]:
    url = server.url.replace("//", f"//front:{PASSWORD}@")
    options: dict[str, Any] = {"timeout": DEADLINE, "retries": 1}
    return [
        AsyncHttpApiV4(url, API_KEY, site_key=SITE_KEY, **options),
        AsyncHttpApiV3(url, API_KEY, SITE_KEY, **options),
    ]


def failed(api: Any) -> ApiCallError:
    with pytest.raises(ApiCallError) as caught:
        used(api, lambda api: api.Contact.get(api_key=SITE_KEY, limit=1))
    return caught.value


def of_requests(error: BaseException | None) -> list[str]:
    """All that the requests say that can be reached from an error."""
    told = []
    while error is not None:
        response = getattr(error, "response", None)
        kept = [getattr(error, "_request", None)]
        if response is not None:
            kept += [response.request, response.next_request]
            kept += [one.request for one in response.history]
        for request in filter(None, kept):
            told += [repr(request), repr(request.headers), repr(request.headers.raw), repr(vars(request))]
            told.append(request.read().decode())
        error = error.__cause__ or error.__context__
    return told


@pytest.mark.parametrize("name", FAILURES)
def test_nothing_is_told(name: str, caplog: pytest.LogCaptureFixture, mocker: Any) -> None:
    mocker.patch("tenacity.wait_random_exponential.__call__", return_value=0)
    told: list[str] = []
    with caplog.at_level(logging.DEBUG), wire(FAILURES[name]) as server:
        for api in apis(server):
            error = failed(api)
            told += ["".join(traceback.format_exception(error)), repr(error), str(vars(error))]
            told += [str(error.args), repr(error.call), repr(api), repr(vars(api)), repr(api._backend)]
            told += of_requests(error)
            error.call = None  # its params are the caller's own
            if name != "echo":
                told.append(repr(pickle.dumps(error)))
        told += [seen.line for seen in server.seen]
    told += [record.getMessage() for record in caplog.records]
    assert len(caplog.records) > 2
    assert [text for text in told if secrets_in(text)] == []


def test_calls_that_succeed_are_logged_without_secrets(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), wire(answer(body=b'{"is_error":0,"values":[]}')) as server:
        for api in apis(server):
            used(api, lambda api: api.Contact.get(api_key=SITE_KEY))
    assert "Contact.get" in caplog.text
    assert "httpx" in {record.name for record in caplog.records}
    assert secrets_in(caplog.text) == []


def test_request_kept_with_an_error_still_says_where_it_went() -> None:
    with wire(FAILURES["500"]) as server:
        error = failed(apis(server)[0])
    assert str(error.response.request.url) == f"{server.url}/civicrm/ajax/api4/Contact/get?params=!"
    assert error.response.request.method == "POST"


def test_hook_of_the_users_that_raises() -> None:
    async def check(response: httpx.Response) -> None:
        response.raise_for_status()

    async def use(api: Any) -> None:
        async with client:
            await api.Contact.get()

    client = httpx.AsyncClient(event_hooks={"response": [check]}, auth=("front", PASSWORD))
    with wire(answer("500 Error", b"no")) as server, pytest.raises(ApiCallError) as caught:
        used(AsyncHttpApiV4(server.url, API_KEY, client=client, retries=0), use)
    told = [*of_requests(caught.value), "".join(traceback.format_exception(caught.value))]
    assert len(told) > 5
    assert [text for text in told if secrets_in(text)] == []
