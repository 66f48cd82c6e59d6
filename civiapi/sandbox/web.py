"""The HTTP door without the sockets: a request of plain values in, a reply of plain values out."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from . import forms, pages, phpjson

COOKIE = "SESSCIVISO"
HTML = "text/html; charset=UTF-8"
JSON = "application/json"


@dataclass(frozen=True)
class Request:
    """One HTTP request, header names in lower case; only a POST's body is read as a form, as PHP does."""

    method: str
    path: str
    headers: dict[str, str]
    query_text: str = ""
    body: bytes = b""
    client: str = "127.0.0.1"
    query: dict[str, Any] = field(init=False)
    post: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        post = (
            forms.body_fields(self.headers.get("content-type", ""), self.body)
            if self.method == "POST"
            else {}
        )
        object.__setattr__(self, "query", forms.query_fields(self.query_text))
        object.__setattr__(self, "post", post)

    @property
    def fields(self) -> dict[str, Any]:
        """PHP's $_REQUEST: query string and form, where both have a field the form's."""
        return {**self.query, **self.post}

    @property
    def segments(self) -> list[str]:
        """The parts of the path; empty ones are dropped, so that doubled slashes do not matter."""
        return [part for part in unquote(self.path).split("/") if part]

    @property
    def cookie(self) -> str | None:
        """The session id sent along."""
        for pair in self.headers.get("cookie", "").split(";"):
            name, _, value = pair.strip().partition("=")
            if name == COOKIE:
                return value
        return None


class Reply(NamedTuple):
    """One HTTP answer."""

    status: int
    content_type: str
    body: str | bytes
    headers: tuple[tuple[str, str], ...] = ()


def new_token(length: int) -> str:
    """A text that nobody can guess, of letters and digits."""
    return "".join(random.SystemRandom().choices(string.ascii_letters + string.digits, k=length))


def error_id() -> str:
    """What names an error in the site's log: letters and digits, 4-4-4."""
    return "-".join(new_token(length) for length in (4, 4, 4))


def session_cookie(token: str) -> tuple[str, str]:
    """The header that sets the session cookie."""
    return "Set-Cookie", f"{COOKIE}={token}; path=/; HttpOnly"


def json_reply(value: Any, status: int = 200) -> Reply:
    """A JSON answer."""
    return Reply(status, JSON, phpjson.web(value))


def page_reply(title: str, content: str = "", status: int = 200) -> Reply:
    """An HTML page, where CiviCRM shows one to people."""
    return Reply(status, HTML, pages.page(title, content))
