"""HTTP answers, and requests, as they look when something went wrong on the way."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus
from typing import Any, NamedTuple

from . import pages, phpjson
from .faults import Fault
from .web import HTML, JSON, error_id
from .web_api4 import MAINTENANCE

SERVER = "nginx/1.22.1"
REASONS = {429: "Too Many Requests", 504: "Gateway Time-out", 301: "Moved Permanently", 302: "Found"}
WARNING = (
    '<br />\n<b>Warning</b>:  Undefined array key "title" in'
    " <b>/var/www/civicrm/ext/example/example.php</b> on line <b>4</b><br />\n"
)


class Answer(NamedTuple):
    """An HTTP answer, header names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def with_header(self, name: str, value: str) -> Answer:
        """The same with one header set."""
        kept = tuple(pair for pair in self.headers if pair[0] != name)
        return self._replace(headers=(*kept, (name, value)))

    def with_body(self, body: bytes) -> Answer:
        return self._replace(body=body).with_header("content-length", str(len(body)))


def answer(status: int, content_type: str, text: str, **headers: str) -> Answer:
    pairs = (
        ("content-type", content_type),
        *((name.replace("_", "-"), value) for name, value in headers.items()),
    )
    return Answer(status, pairs, b"").with_body(text.encode())


def nginx(status: int, **headers: str) -> Answer:
    """A page of the web server before PHP."""
    title = f"{status} {REASONS.get(status) or HTTPStatus(status).phrase}"
    page = (
        f"<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1></center>\r\n"
        f"<hr><center>{SERVER}</center>\r\n</body>\r\n</html>\r\n"
    )
    return answer(status, "text/html", page, **headers)


def fatal() -> Answer:
    """PHP's time or memory ran out: it says nothing."""
    return answer(500, HTML, "")


def _proxy(fault: Fault, url: str) -> Answer:
    wait = fault.options["retry_after"]
    return nginx(int(fault.kind), **({"retry_after": wait} if wait else {}))


def _redirect(fault: Fault, url: str) -> Answer:
    return nginx(fault.options["status"], location=fault.options["location"] or url)


def _critical() -> str:
    return f"Critical error. Please see server logs for errorID:{error_id()}<br/>\n"


INSTEAD: dict[str, Callable[[Fault, str], Answer]] = {
    "429": _proxy,
    "502": _proxy,
    "503": _proxy,
    "504": _proxy,
    "maintenance": lambda fault, url: answer(503, JSON, phpjson.web(MAINTENANCE)),
    "redirect": _redirect,
    "database-down": lambda fault, url: answer(200, HTML, _critical()),
    "html": lambda fault, url: answer(200, HTML, pages.page("Log in")),
}
"""What is answered in place of the site's own answer."""


def _notice(fault: Fault, own: Answer) -> Answer:
    # what was printed has sent the headers off: PHP can set neither status nor content type any more
    early = own._replace(status=200).with_header("content-type", HTML)
    return early.with_body(WARNING.encode() + own.body)


def _cut(fault: Fault, own: Answer) -> Answer:
    half = own.body[: len(own.body) // 2]
    return own.with_body(half) if fault.options["clean"] else own._replace(body=half)


def _clock(fault: Fault, own: Answer) -> Answer:
    return own.with_header("date", formatdate(time.time() + fault.options["offset"], usegmt=True))


CHANGED: dict[str, Callable[[Fault, Answer], Answer]] = {
    "notice": _notice,
    "bom": lambda fault, own: own.with_body("\ufeff".encode() + own.body),
    "cut": _cut,
    "clock": _clock,
}
"""What becomes of the site's own answer."""


def _stripped(fault: Fault, scope: dict[str, Any]) -> dict[str, Any]:
    dropped = fault.options["header"].lower().encode()
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0].lower() != dropped]}


def _no_api4(fault: Fault, scope: dict[str, Any]) -> dict[str, Any]:
    if not scope["path"].startswith("/civicrm/ajax/api4"):
        return scope
    return {**scope, "path": "/civicrm/ajax/unknown", "raw_path": b"/civicrm/ajax/unknown"}


ON_THE_WAY: dict[str, Callable[[Fault, dict[str, Any]], dict[str, Any]]] = {
    "stripped": _stripped,
    "no-api4": _no_api4,
}
"""What becomes of a request (an ASGI scope) before it reaches the site."""


def broken(fault: Fault | None, own: Any, url: str) -> Any:
    """What the client is sent: the site's own answer (None: not asked for), or what a fault makes of it."""
    if fault is None:
        return own
    if fault.kind in INSTEAD:
        return INSTEAD[fault.kind](fault, url)
    return CHANGED[fault.kind](fault, own) if fault.kind in CHANGED else own
