"""Calls as HTTP requests, HTTP answers as Answers.  Pure: no socket, no clock.

Params travel in the body, credentials in headers (APIv4) or in the body (APIv3), nothing of either in
the URL.  The URL ends in a guard: where a body was lost on its way, the site reads the guard as
params, cannot parse it and refuses, instead of running an unfiltered call.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from urllib3.filepost import encode_multipart_formdata

from .call import Answer, ApiCall, Upload
from .content import Form, upload_of
from .diagnosis import GATEWAYS, lost_body, no_answer, retry_after
from .errors import ApiCallError, RateLimited, Unavailable, UsageError, refusal

#: Where the CMSs put CiviCRM's routes.
ROUTES = {
    "": "{base}/{path}?{guard}",
    "drupal7": "{base}/?q={path}&{guard}",
    "wordpress": "{base}/?civiwp=CiviCRM&q={path}&{guard}",
    "joomla": "{base}/index.php?option=com_civicrm&task={path}&{guard}",
}
_PATHS = {3: "civicrm/ajax/rest", 4: "civicrm/ajax/api4"}
_GUARDS = {"params": "params=!", "calls": "calls=!", "json": "json=%7B!"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Site:
    """Where a site's API is, and how to log in.

    APIv3 has the ``api_key`` in the body, unless it is ``in_header`` as APIv4's.  Without an ``api_key`` a
    log-in of auth.py puts its own headers on each request; ``hidden`` are its secrets, and ``cred`` is
    AuthX's name for it.
    """

    base: str
    version: int
    api_key: str | None = field(repr=False)
    site_key: str | None = field(default=None, repr=False)
    route: str = ""
    hidden: tuple[str, ...] = field(default=(), repr=False)
    cred: str = "api_key"
    in_header: bool = False

    def speaking(self, version: int) -> Site:
        """The same site for calls of that version: APIv3 has entities that APIv4 has not."""
        if version == self.version:
            return self
        route = self.page(_PATHS[version]) if "://" in self.route else self.route
        return replace(self, version=version, route=route, in_header=True)

    @property
    def secrets(self) -> list[str]:
        return [secret for secret in (self.api_key, self.site_key, *self.hidden) if secret]

    def page(self, path: str) -> str:
        """The URL of another page of CiviCRM's; UsageError where the route does not say it."""
        if "://" not in self.route:
            return ROUTES[self.route].format(base=self.base, path=path, guard="").rstrip("?&")
        url, found = re.subn("civicrm/ajax/(api4|rest)", path, self.route.rstrip("/"))
        if not found:
            raise UsageError(f"route is not that of civicrm/ajax/..., so that {path} cannot be found by it")
        return url

    def url(self, tail: str, guard: str) -> str:
        """The URL of a call: ``tail`` is "/Entity/action" in APIv4, empty in APIv3 and for many calls."""
        if "://" in self.route:
            return f"{self.route.rstrip('/')}{tail}?{_GUARDS[guard]}"
        path = _PATHS[self.version] + tail
        return ROUTES[self.route].format(base=self.base, path=path, guard=_GUARDS[guard])


def identity(*words: str) -> str:
    """Who asks, by a hash that tells nothing of the words."""
    return hashlib.sha256("\0".join(("civiapi", *words)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class HttpRequest:
    """A POST: its URL, headers and body; or a GET of a file, whose body is empty."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes | Form = field(repr=False)
    method: str = "POST"


def encode(site: Site, calls: Sequence[ApiCall]) -> HttpRequest:
    """The request that carries these calls, one or many."""
    upload = upload_of(calls)
    if upload is not None:
        return _upload(site, upload)
    tail, guard, form = (_form4 if site.version == 4 else _form3)(calls)
    headers = FORM | _logged_in(site, form)
    return HttpRequest(site.url(tail, guard), headers, urlencode(form).encode())


def _logged_in(site: Site, form: dict[str, str]) -> dict[str, str]:
    """Put the credentials into the form, or give them as headers."""
    if site.version == 3 and site.api_key is not None and not site.in_header:
        form |= {"api_key": site.api_key, "key": site.site_key or ""}
        return {}
    return credentials(site)


def _upload(site: Site, call: Upload) -> HttpRequest:
    """The request that carries a file: a field of a multipart form, as JSON has no way to write bytes.

    What says what to do stands behind the file: PHP reads what it got of a body that was cut, and then does
    nothing.  CRM/Utils/REST.php merges the fields over the JSON.
    """
    _, guard, form = _form3([call])
    headers = _logged_in(site, form)
    boundary = secrets.token_hex(16)
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="content"\r\n\r\n'
    tail, kind = encode_multipart_formdata(form, boundary)
    body = Form(head.encode(), call.content, b"\r\n" + tail)
    return HttpRequest(site.url("", guard), {"Content-Type": kind, **headers}, body)


def credentials(site: Site) -> dict[str, str]:
    """The headers that log in; a log-in of auth.py adds its own."""
    named = {"X-Civi-Auth": f"Bearer {site.api_key}" if site.api_key is not None else None}
    named["X-Civi-Key"] = site.site_key
    return {name: value for name, value in named.items() if value}


def _form4(calls: Sequence[ApiCall]) -> tuple[str, str, dict[str, str]]:
    call = calls[0]
    if len(calls) == 1 and not isinstance(call.index, list | dict):
        form = {"params": dumps(call.params)}
        if call.index is not None:
            form["index"] = str(call.index)
        return f"/{call.entity}/{call.action}", "params", form
    listed: list[list[Any]] = [
        [call.entity, call.action, call.params] + ([] if call.index is None else [call.index])
        for call in calls
    ]
    return "", "calls", {"calls": dumps(listed)}


def _form3(calls: Sequence[ApiCall]) -> tuple[str, str, dict[str, str]]:
    if not _is_batch3(calls):
        call = calls[0]
        return "", "json", {"entity": call.entity, "action": call.action, "json": dumps(call.params)}
    listed = {f"c{number}": [call.entity, call.action, call.params] for number, call in enumerate(calls)}
    return "", "json", {"entity": "api3", "action": "call", "json": dumps(listed)}


def _is_batch3(calls: Sequence[ApiCall]) -> bool:
    # A lone getvalue too: by itself "", "0" and NULL all come back as the number 0.
    return len(calls) > 1 or calls[0].action.lower() == "getvalue"


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def decode(
    site: Site,
    calls: Sequence[ApiCall],
    status: int,
    headers: Mapping[str, str],
    body: bytes,
    *,
    sent: int = 0,
    response: Any = None,
) -> list[Answer]:
    """The Answers in an HTTP response; raises an ApiCallError where it holds none.

    Content types are not believed: an answer is a JSON document that ends the body, and what stands
    before it are warnings.  ``sent`` is the size of the request's body, ``response`` goes into errors.
    """
    if status == 200 and _is_file(calls, headers):
        return [Answer(calls[0], _file(calls[0], body), None, (), status, response)]
    text, warnings = _text(body)
    payload, noise = document(text, lambda found: _is_answer(found, calls, site.version))
    if payload is None or status in GATEWAYS:
        raise no_answer(site, calls, status, headers, text, sent=sent, response=response)
    warnings += [line for line in noise.splitlines() if line.strip()]
    if site.version == 3 and _lost_body3(payload):
        raise lost_body(calls[0], status, sent, response)
    payloads = _payloads(payload, calls, site.version)
    if payloads is None and not _REASONS & payload.keys():
        raise no_answer(site, calls, status, headers, text, sent=sent, response=response)
    if payloads is None:
        error = refusal(payload, call=calls[0], status=status, response=response)
        _note_retry_after(error, headers)
        raise error
    return [
        Answer(call, one, None, warnings, status, response) for call, one in zip(calls, payloads, strict=True)
    ]


def _is_file(calls: Sequence[ApiCall], headers: Mapping[str, str]) -> bool:
    """Whether a file was asked for and came: SearchKit's download prints one in the place of an answer."""
    call = calls[0]
    if len(calls) > 1 or call.entity != "SearchDisplay" or call.action != "download":
        return False
    if call.params.get("format", "array") == "array":
        return False
    kind = headers.get("Content-Type", "").lower()
    return "attachment" in headers.get("Content-Disposition", "") or not kind.startswith(_TALKING)


def _file(call: ApiCall, body: bytes) -> str | bytes:
    return _text(body)[0] if call.params["format"] == "csv" else body


#: The types of what a server says, be it an answer or an error.
_TALKING = ("application/json", "text/html", "text/plain", "text/javascript")


def _text(body: bytes) -> tuple[str, list[str]]:
    try:
        return "".join(_decoded(body)), []
    except UnicodeDecodeError:
        return body.decode("utf-8", "replace"), ["the answer holds bytes that are not UTF-8"]


#: Bytes decoded at a time.  Decoded at once, a large text is made too large and then cut; the memory that
#: this leaves in small pieces doubles what a long read with several workers takes.
_PIECE = 16 * 1024


def _decoded(body: bytes) -> Iterator[str]:
    # not utf-8-sig: its decoder in pieces takes half a byte order mark for nothing at all
    decode = codecs.getincrementaldecoder("utf-8")().decode
    for start in range(len(codecs.BOM_UTF8) * body.startswith(codecs.BOM_UTF8), len(body), _PIECE):
        yield decode(body[start : start + _PIECE])
    yield decode(b"", True)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decoder = json.JSONDecoder(parse_constant=_no_constant)
_CANDIDATES = 1000
#: What stands before a part of a document: an answer whose beginning or outside is missing is none.
_INSIDE = ('":', ",", "[")


def document(text: str, accepted: Any) -> tuple[Any, str]:
    """The JSON document that ends a text, and what stands before it; (None, text) where there is none."""
    text = text.strip()
    for count, start in enumerate(re.finditer(r"[\[{]", text)):
        if count >= _CANDIDATES:
            break
        try:
            found, end = _decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            continue
        noise = text[: start.start()]
        if end == len(text) and accepted(found) and not noise.rstrip().endswith(_INSIDE):
            return found, noise
    return None, text


_REASONS = frozenset({"error_message", "error_code", "status_code", "1"})
_MARKS = frozenset({"values", "is_error", "result"}) | _REASONS - {"1"}


def _is_answer(found: Any, calls: Sequence[ApiCall], version: int) -> bool:
    if isinstance(found, list):
        return (
            version == 4
            and len(found) == len(calls)
            and all(isinstance(one, dict) and _MARKS & one.keys() for one in found)
        )
    return isinstance(found, dict) and (bool(_MARKS & found.keys()) or "c0" in found)


def _payloads(payload: Any, calls: Sequence[ApiCall], version: int) -> list[Any] | None:
    """The payload of each call; None where the site answered the request as a whole with an error."""
    if isinstance(payload, list):
        return payload
    if "status_code" in payload or payload.get("error_code") in (400, 405):
        return None
    if version == 3 and _is_batch3(calls):
        keys = [f"c{number}" for number in range(len(calls))]
        return [payload[key] for key in keys] if all(key in payload for key in keys) else None
    return [payload] if len(calls) == 1 else None


def _lost_body3(payload: Any) -> bool:
    if not isinstance(payload, dict) or "values" in payload:
        return False
    said = str(payload.get("error_message") or payload.get("1", ""))
    return said.startswith(("missing mandatory params", "Unable to decode supplied JSON"))


def _note_retry_after(error: ApiCallError, headers: Mapping[str, str]) -> None:
    if isinstance(error, RateLimited | Unavailable):
        error.retry_after = retry_after(headers)
