"""Calls sent with a log-in of auth.py, and the session that a password opens.  Pure but for the lock.

A credential in X-Civi-Auth cannot be lost without CiviCRM saying so.  A cookie or an Authorization header
can: CiviCRM takes these from scripts only with X-Requested-With, and with that it answers whoever it does
not know as anonymous, with HTTP 200 and no rows.  So there an answer without rows, or a 403, is believed
only after /civicrm/authx/id has named a contact.
"""

from __future__ import annotations

import contextlib
import copy
import os
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from email.message import Message
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import requests
from requests.cookies import MockRequest, MockResponse, get_cookie_header

from . import codec
from .auth import SCRIPT, Login, Password
from .call import Answer, ApiCall
from .diagnosis import GATEWAYS, no_answer
from .errors import AccessDenied, ApiCallError, InvalidResponse, PermissionDenied, excerpt, refusal

if TYPE_CHECKING:
    from .posting import Posting

LOGIN, IDENTITY = "civicrm/authx/login", "civicrm/authx/id"


@dataclass(frozen=True)
class Log:
    """As a step: log in, or say the log-in that is known already; ``stale`` is one that is none any more."""

    stale: Login | None = None


#: What an exchange yields: a request, for its response, or Log, for a Login.  A step that fails is thrown in.
Step = codec.HttpRequest | Log
Steps = Generator[Step, Any, "list[Answer]"]


def exchange(post: Posting, calls: Sequence[ApiCall], request: codec.HttpRequest) -> Steps:
    """Calls sent with a log-in: their Answers, none of them an anonymous visitor's."""
    login: Login = yield Log()
    response = yield login.on(request)
    if response.status_code == 401:
        renewed: Login = yield Log(login)
        if renewed != login:
            login = renewed
            response = yield login.on(request)
    try:
        answers = post._decoded(calls, request, response)
    except ApiCallError as error:
        if login.is_sure or error.status != 403:
            raise
        answers = [Answer(call, error=error, status=403) for call in calls]
    # Asked after each such answer, not once in a while: a session that lives after an answer lived before it,
    # while one that was seen alive a second ago may have been ended since, by a log-out or a restart; and
    # rows that are taken for missing are created once more.  An api key costs no such request.
    if not login.is_sure and any(map(_is_doubtful, answers)):
        answers = yield from _settled(post, calls, answers, login)
    if len(answers) == 1 and answers[0].error is not None:
        raise answers[0].error
    return answers


def _is_doubtful(answer: Answer) -> bool:
    """Whether an anonymous visitor may have been answered so."""
    return _is_refused(answer) or (answer.error is None and _is_hollow(answer.payload))


def _is_refused(answer: Answer) -> bool:
    if answer.error is not None:
        return answer.error.status == 403
    payload = answer.payload
    if not isinstance(payload, Mapping) or payload.get("error_message") is None:
        return False
    return isinstance(refusal(payload, status=answer.status), PermissionDenied)


def _is_hollow(payload: Any) -> bool:
    """Whether an answer has no rows, or rows with nothing in them, as COUNT(*) of what nobody may see."""
    if isinstance(payload, Mapping) and payload.get("error_message") is not None:
        return False
    rows = payload
    if isinstance(payload, Mapping):
        rows = payload.get("values", payload.get("result", payload))
    found = rows.values() if isinstance(rows, Mapping) else rows if isinstance(rows, list) else [rows]
    return not any(any(row.values()) if isinstance(row, Mapping) else row for row in found)


def _settled(post: Posting, calls: Sequence[ApiCall], answers: list[Answer], login: Login) -> Steps:
    """The answers, those that a dead session gave asked for again where that is safe."""
    doubtful = [answer for answer in answers if _is_doubtful(answer)]
    again = doubtful
    try:
        if (yield from identity(post, calls, login)) is not None:
            return answers
        again = [answer for answer in answers if answer.call.is_read() or _is_refused(answer)]
        found = yield from _asked_again(post, [answer.call for answer in again], login)
    except ApiCallError as error:
        if not all(answer.call.is_read() for answer in again):
            error.handled = None
        found = [Answer(answer.call, error=copy.copy(error)) for answer in again]
    new = dict(zip(map(id, again), found, strict=True))
    lost = {id(answer) for answer in doubtful} - new.keys()
    return [_nobodys(answer) if id(answer) in lost else new.get(id(answer), answer) for answer in answers]


def _asked_again(post: Posting, calls: list[ApiCall], login: Login) -> Steps:
    renewed: Login = yield Log(login)
    if renewed == login:
        raise AccessDenied(
            "the site sees nobody: a web server or proxy before it dropped the log-in's header, or the site "
            "takes no such credential in it"
        )
    if not calls:
        return []
    request = post._encoded(calls)
    response = yield renewed.on(request)
    return post._decoded(calls, request, response)


def _nobodys(answer: Answer) -> Answer:
    text = "the session had ended, and the call ran as an anonymous visitor's; look what became of it"
    error: ApiCallError = AccessDenied(text, call=answer.call, status=answer.status, response=answer.response)
    error.handled = None
    return replace(answer, payload=None, error=error)


def identity(
    post: Posting, calls: Sequence[ApiCall], login: Login
) -> Generator[Step, Any, Mapping[str, Any] | None]:
    """Whom the site sees: {"contact_id", "user_id", "flow", "cred"}; None: nobody."""
    response = yield login.on(codec.HttpRequest(post._site.page(IDENTITY), {}, b""))
    return _identified(post, calls, response)


def _identified(post: Posting, calls: Sequence[ApiCall], response: Any) -> Mapping[str, Any] | None:
    text = response.content.decode("utf-8", "replace")
    found, _ = codec.document(text, lambda one: isinstance(one, dict) and "contact_id" in one)
    site, status = post._site, response.status_code
    if found is not None and status not in GATEWAYS:
        return found if found["contact_id"] is not None else None
    if status in (401, 503, *GATEWAYS):
        raise no_answer(site, calls, status, response.headers, text, sent=0, response=response)
    raise InvalidResponse(
        f"no log-in page of AuthX at {site.base} (HTTP {status}): is this CiviCRM, and its extension AuthX "
        f"on? {excerpt(text, site.secrets)}",
        status=status,
        response=response,
    )


def log_in(post: Posting, calls: Sequence[ApiCall], auth: Password) -> Generator[Step, Any, Login]:
    """A new session; AccessDenied where there is none."""
    url = post._site.page(LOGIN)
    form = {"_authx": auth.credential}
    if post._site.site_key:
        form["_authxSiteKey"] = post._site.site_key
    response = yield codec.HttpRequest(url, dict(codec.FORM), urlencode(form).encode())
    if _identified(post, calls, response) is None:
        raise AccessDenied("the log-in did not arrive: the site lost the request's body", response=response)
    login = Login({**SCRIPT, "Cookie": _cookies(url, response, post._site.page(IDENTITY))})
    if (yield from identity(post, calls, login)) is None:
        raise AccessDenied(
            "the site took the password and does not know its own session: it sets no cookie for this url "
            "(http for https, another host or path?)"
        )
    return login


def _cookies(url: str, response: Any, wanted: str) -> str:
    """The cookies that a response sets, as they are sent to another page of the site."""
    headers = Message()
    for value in _set_cookies(response):
        headers["Set-Cookie"] = value
    jar = CookieJar()
    first, second = (requests.Request("POST", place).prepare() for place in (url, wanted))
    given: Any = MockResponse(headers)
    asked: Any = MockRequest(first)
    jar.extract_cookies(given, asked)
    found: str | None = get_cookie_header(jar, second)  # type: ignore[no-untyped-call]
    return found or ""


def _set_cookies(response: Any) -> list[str]:
    if hasattr(response.headers, "get_list"):  # httpx's
        return list(response.headers.get_list("Set-Cookie"))
    return list(response.raw.headers.getlist("Set-Cookie"))


class Sessions:
    """The log-in that an api has now, shared by its copies; one renewal serves all who wait for it."""

    def __init__(self) -> None:
        self.rounds = 0
        self._login: Login | None = None
        self._error: ApiCallError | None = None
        self._lock = threading.Lock()
        self._pid = os.getpid()

    def current(self, stale: Login | None) -> Login | None:
        """The log-in, unless it is the stale one."""
        return None if self._login is stale else self._login

    def renewed(self, stale: Login | None, log_in: Callable[[], Login]) -> Login:
        """The log-in that is not the stale one, made here or by another thread meanwhile."""
        seen, found = self.rounds, self.current(stale)
        if found is not None:
            return found
        if self._pid != os.getpid():  # a fork; the lock may be held by a thread that only the parent has
            self._lock, self._pid = threading.Lock(), os.getpid()
        with self._lock:
            found = self.made_meanwhile(seen, stale)
            if found is None:
                with self.round():
                    found = self._login = log_in()
        return found

    def made_meanwhile(self, seen: int, stale: Login | None) -> Login | None:
        """What a renewal gave that ended since ``seen``; its error raised: a wrong password is shown once."""
        found = self.current(stale)
        if found is None and self.rounds != seen and self._error is not None:
            raise copy.copy(self._error)
        return found

    def take(self, login: Login) -> Login:
        """A new log-in, made in another way."""
        self._login = login
        return login

    @contextlib.contextmanager
    def round(self) -> Iterator[None]:
        """A renewal: its error is that of all who wait, and no call of theirs was sent."""
        try:
            yield
            self._error = None
        except ApiCallError as error:
            error.handled = False
            self._error = error
            raise
        finally:
            self.rounds += 1

    def __getstate__(self) -> dict[str, Any]:
        return {}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__()  # type: ignore[misc]
