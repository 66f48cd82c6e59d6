"""What a real site answered over HTTP, and what it was asked: the exchanges of recorded/http.json.

Each exchange tells what the caller is to get: ``expect``, one for each of its calls.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from civiapi import ApiCall, ApiCallError, ApiError, InvalidResponse, Result, codec

from .support import API_KEY, SITE_KEY, URL, call_of, decoded, recorded, site_of

EXCHANGES: dict[str, dict[str, Any]] = {one["name"]: one for one in recorded("http.json")}
#: Requests that show a mistake, or another way to log in, and are not of the form that we send.
FOREIGN = {"v4-calls-empty", "v4-calls-missing", "v4-calls-bad-json", "v4-error-malformed-json"} | {
    *(
        "v4-error-params-scalar",
        "v3-error-malformed-json",
        "v3-error-missing-action",
        "v3-error-missing-entity",
    ),
    *("v4-unknown-route", "php-post-max-size-param-auth", "php-post-max-size-v3", "web-413", "v4-big-value"),
    *("v4-error-unknown-action", "v4-big-value-refused", "v4-big-in-list"),
}
SENT = [
    name
    for name, one in EXCHANGES.items()
    if "form" in one and not name.startswith("auth-") and name not in FOREIGN
]


def calls_of(exchange: dict[str, Any]) -> list[ApiCall]:
    """The calls that the recorded request made."""
    form, version = exchange.get("form", {}), exchange["version"]
    if version == 3:
        params = _json(form.get("json"))
        return [call_of(form.get("entity", "Contact"), form.get("action", "get"), params, version=3)]
    tail = urlsplit(exchange["path"]).path.split("/")[4:]
    if len(tail) == 2:
        index = form.get("index")
        number = int(index) if index and index.lstrip("-").isdigit() else index
        return [call_of(tail[0], tail[1], _json(form.get("params")), number)]
    listed = _json(form.get("calls"))
    return (
        [call_of(*one) for one in listed]
        if isinstance(listed, list) and listed
        else [call_of("Contact", "get")]
    )


def _json(text: str | None) -> Any:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict | list) else {}


def facts(got: Any) -> dict[str, Any]:
    """What the recording says of a result or an error."""
    if isinstance(got, ApiCallError):
        said = {"error": type(got).__name__, "handled": got.handled, "status": got.status}
        if isinstance(got, ApiError):
            said |= {"code": got.code, "error_id": got.error_id}
        return said | {"fields": getattr(got, "fields", None)}
    said = {"type": type(got).__name__, "matched": getattr(got, "matched", None)}
    return said | ({"size": len(got)} if isinstance(got, list | dict) else {"value": got})


def _matches(got: Any, expected: dict[str, Any]) -> bool:
    wanted = {key: value for key, value in expected.items() if key not in ("whole", "warnings")}
    said = facts(got)
    return all(not said[key] for key in said.keys() - wanted.keys()) and wanted.items() <= said.items()


@pytest.mark.parametrize("name", EXCHANGES)
def test_answer_is_read(name: str) -> None:
    exchange = EXCHANGES[name]
    results = decoded(calls_of(exchange), exchange["status"], exchange["body"])
    wanted = exchange["expect"]
    if "whole" in wanted[0]:
        wanted = wanted[:1] * len(results)
    assert len(results) == len(wanted)
    for got, expected in zip(results, wanted, strict=True):
        assert _matches(got, expected), (facts(got), expected)


@pytest.mark.parametrize("name", EXCHANGES)
def test_rows_are_those_of_the_site(name: str) -> None:
    """Nothing is added, dropped or turned: the values are those of the JSON document."""
    exchange = EXCHANGES[name]
    results = decoded(calls_of(exchange), exchange["status"], exchange["body"])
    if any(isinstance(got, ApiCallError) for got in results):
        assert "error" in exchange["expect"][0]
        return
    text = exchange["body"]
    document = json.loads(text[text.index("\n{") :] if text.startswith("<br") else text)
    for got, said in zip(results, document if isinstance(document, list) else [document], strict=True):
        if "result" in said:
            assert got == said["result"]
        elif "values" not in said:  # APIv3 getsingle
            assert got == {key: value for key, value in said.items() if key != "is_error"}
        elif exchange["version"] == 4 or not isinstance(got, int):
            assert got == (said["values"] or ({} if got == {} else said["values"]))
        else:
            assert got == said["count"]
        if isinstance(got, Result):
            assert got.matched == said.get("countMatched")


@pytest.mark.parametrize("name", [name for name, one in EXCHANGES.items() if "warnings" in one["expect"][0]])
def test_noise_before_the_answer_becomes_warnings(name: str) -> None:
    exchange = EXCHANGES[name]
    calls = calls_of(exchange)
    (answer,) = codec.decode(
        site_of(calls[0].version), calls, exchange["status"], {}, exchange["body"].encode()
    )
    assert len(answer.warnings) == exchange["expect"][0]["warnings"]
    assert any("Undefined array key" in text for text in answer.warnings)
    (got,) = decoded(calls, exchange["status"], exchange["body"])
    assert got == 1 or got.warnings == answer.warnings


@pytest.mark.parametrize("name", [name for name, one in EXCHANGES.items() if "error" not in one["expect"][0]])
def test_cut_answer_gives_no_rows(name: str) -> None:
    """Wherever an answer is cut, no part of it is taken for the whole."""
    exchange = EXCHANGES[name]
    calls, body = calls_of(exchange), exchange["body"].encode()
    step = max(1, len(body) // 400)
    ends = {*range(1, len(body), step), *(n + 1 for n, byte in enumerate(body[:-1]) if byte in b"]}")}
    for end in ends:
        for got in decoded(calls, exchange["status"], body[:end]):
            assert isinstance(got, InvalidResponse), body[:end]


@pytest.mark.parametrize("name", SENT)
def test_request_has_the_form_that_worked(name: str) -> None:
    exchange = EXCHANGES[name]
    calls = calls_of(exchange)
    version, form = exchange["version"], exchange["form"]
    sent = codec.encode(site_of(version), calls)
    parts = urlsplit(sent.url)
    assert f"{parts.scheme}://{parts.netloc}" == URL
    assert parts.path == exchange["path"]
    fields = {key: one for key, (one,) in parse_qs(sent.body.decode(), strict_parsing=True).items()}
    assert sent.headers["Content-Type"] == "application/x-www-form-urlencoded"
    texts = ("index", "entity", "action")
    for key in form.keys() - {"api_key", "key"}:
        assert fields[key] == form[key] if key in texts else json.loads(fields[key]) == json.loads(form[key])
    if version == 4:
        assert fields.keys() == form.keys()
        assert parts.query == ("params=!" if "params" in form else "calls=!")
        assert sent.headers["X-Civi-Auth"] == f"Bearer {API_KEY}"
        assert sent.headers["X-Civi-Key"] == SITE_KEY
    else:
        assert parts.query == "json=%7B!"
        assert (fields["api_key"], fields["key"]) == (API_KEY, SITE_KEY)
        assert sent.headers.keys() == {"Content-Type"}


def test_getvalue_is_asked_so_that_empty_is_not_zero() -> None:
    """By itself a getvalue of "", "0" and NULL answers the number 0; as one of several it answers the value."""
    call = call_of("Contact", "getvalue", {"id": 7, "return": "display_name"}, version=3)
    fields = parse_qs(codec.encode(site_of(3), [call]).body.decode())
    assert (fields["entity"], fields["action"]) == (["api3"], ["call"])
    assert json.loads(fields["json"][0]) == {"c0": ["Contact", "getvalue", dict(call.params)]}
    assert decoded([call], 200, '{"c0":"Alpha Example"}') == ["Alpha Example"]
    assert decoded([call], 200, '{"c0":"","is_error":0}') == [""]
    (error,) = decoded(
        [call], 200, '{"c0":{"is_error":1,"error_message":"Expected one Contact but found 0"}}'
    )
    assert type(error).__name__ == "NotFound"
    (denied,) = decoded([call], 200, '{"error_message":"FATAL: Invalid credential","is_error":1}')
    assert type(denied).__name__ == "AccessDenied"
    (strange,) = decoded([call], 200, '{"is_error":0,"result":"Alpha Example"}')
    assert type(strange) is InvalidResponse


def test_many_calls_of_v3() -> None:
    calls = [
        call_of("Contact", "getcount", {}, version=3),
        call_of("Nosuch", "get", {}, version=3),
        call_of("Contact", "getsingle", {"id": 7}, version=3),
    ]
    fields = parse_qs(codec.encode(site_of(3), calls).body.decode())
    assert list(json.loads(fields["json"][0])) == ["c0", "c1", "c2"]
    count, error, row = decoded(
        calls,
        200,
        '{"c0":18,"c1":{"error_code":"not-found","entity":"Nosuch","action":"get","is_error":1,"error_message":'
        '"API (Nosuch, get) does not exist (join the API team and implement it!)"},"c2":{"id":"7"}}',
    )
    assert (count, row) == (18, {"id": "7"})
    assert type(error).__name__ == "InvalidCall"
    assert str(error).startswith("Nosuch.get: ")


def test_field_index_of_many_calls_goes_into_calls() -> None:
    call = call_of("Contact", "get", {}, {"id": "display_name"})
    sent = codec.encode(site_of(4), [call])
    assert urlsplit(sent.url).path == "/civicrm/ajax/api4"
    assert json.loads(parse_qs(sent.body.decode())["calls"][0]) == [
        ["Contact", "get", {}, {"id": "display_name"}]
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("php-memory", "limit="),
        ("php-memory-displayed", "limit="),
        ("web-413", "send less"),
        ("php-post-max-size-v3", "post_max_size"),
        ("v4-error-malformed-json", "log"),
        ("html-anonymous-home", "url of CiviCRM"),
        ("auth-no-login-permission", "site_key="),
        ("web-502", "502 Bad Gateway"),
        ("db-down", "errorID:GCq3-OQ8o-EDlt"),
    ],
)
def test_answer_that_is_none_says_what_to_do(name: str, hint: str) -> None:
    exchange = EXCHANGES[name]
    (error,) = decoded(calls_of(exchange)[:1], exchange["status"], exchange["body"])
    assert hint in str(error)
    assert error.call is not None


def test_web_server_that_asks_for_a_password_is_told_from_civicrm() -> None:
    (error,) = decoded(
        [call_of("Contact", "get")],
        401,
        "<h1>401 Authorization Required</h1>",
        WWW_Authenticate="Basic realm=x",
    )
    assert "htaccess=" in str(error)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry_After": "7"}, 7.0),
        ({"Retry_After": "²"}, None),
        ({"Retry_After": "Sun, 22 Nov 2026 08:00:30 GMT", "Date": "Sun, 22 Nov 2026 08:00:00 GMT"}, 30.0),
        ({"Retry_After": "Sun, 22 Nov 2026 07:00:00 GMT", "Date": "Sun, 22 Nov 2026 08:00:00 GMT"}, 0.0),
        ({"Retry_After": "Sun, 22 Nov 2026 08:00:30 GMT"}, None),
    ],
)
@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, "slow down", "RateLimited"),
        (429, '{"error_message":"slow down"}', "RateLimited"),
        (503, "<html>", "GatewayError"),
        (
            503,
            '{"status_code":503,"status_message":"Temporarily unavailable for maintenance."}',
            "Unavailable",
        ),
    ],
)
def test_retry_after(headers: dict[str, str], wait: float | None, status: int, body: str, kind: str) -> None:
    (error,) = decoded([call_of("Contact", "get")], status, body, **headers)
    assert type(error).__name__ == kind
    assert error.retry_after == wait


@pytest.mark.parametrize(
    "body",
    ["\ufeff{}", "notice\n{}", "notice {}", "<br />\n<b>Warning</b>: x in <b>y</b>\n\n{}\n\n", "[1] {{}} {}"],
)
def test_noise(body: str) -> None:
    answer = '{"values":[{"id":1}],"count":1}'
    (got,) = decoded(
        [call_of("Contact", "get")], 200, body.replace("{}", answer) if body[0] != "[" else body[:-2] + answer
    )
    assert got == [{"id": 1}]


def test_bytes_that_are_not_utf8_are_warned_of() -> None:
    (got,) = decoded([call_of("Contact", "get")], 200, b'{"values":[{"name":"\xff"}]}')
    assert got == [{"name": "\ufffd"}]
    assert "UTF-8" in got.warnings[0]


@pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_json_is_no_answer(constant: str) -> None:
    (got,) = decoded([call_of("Contact", "get")], 200, f'{{"values":[{{"n":{constant}}}]}}')
    assert isinstance(got, InvalidResponse)


def test_many_brackets_end_in_time() -> None:
    """Each bracket may begin the document; looking at all of them would take for ever."""
    (got,) = decoded([call_of("Contact", "get")], 200, "{[" * 200_000)
    assert isinstance(got, InvalidResponse)
