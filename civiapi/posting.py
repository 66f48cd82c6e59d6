"""All of a POST to a site but its sending, for the HTTP backends, sync and async.  Pure: no socket."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import requests
from requests.auth import HTTPBasicAuth
from requests.structures import CaseInsensitiveDict

from . import codec
from ._version import __version__
from .auth import Auth
from .call import Answer, ApiCall
from .content import Form
from .errors import CallTimeout, ConnectionFailed, UsageError
from .session import Sessions, Steps, exchange

if TYPE_CHECKING:
    from typing_extensions import Self

Timeout = float | tuple[float, float] | None
Htaccess = Mapping[str, str] | tuple[str, str] | None

#: Seconds to wait for a connection, and for each part of an answer.
TIMEOUT = (10.0, 120.0)
#: PHP's default of post_max_size: what is larger arrives without its fields.
MAX_BODY = 8 * 1024 * 1024


class Posting:
    """The settings of an HTTP backend, and what it makes of calls and of responses."""

    def __init__(
        self,
        site: codec.Site,
        *,
        auth: Auth | None = None,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        headers: Mapping[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
        max_body: int = MAX_BODY,
        check_permissions: bool | None = None,
    ) -> None:
        self._site = site
        self._login = auth
        self._sessions = Sessions()
        self._auth = _basic(htaccess)
        self._verify = verify_ssl
        self._timeout = TIMEOUT if timeout is None else patience(timeout)
        self._headers = dict(headers or {})
        self._proxies = dict(proxies or {})
        self._cert = cert
        self.max_body = max_body
        _refuse_unchecked(check_permissions)

    @property
    def site(self) -> str:
        return self._site.base

    @property
    def identity(self) -> str:
        """A hash of who asks."""
        who = [*self._site.secrets, *([repr(self._login)] if self._login is not None else [])]
        return codec.identity(self._site.base, *who, *sorted(map(str, self._headers.items())))

    @property
    def secrets(self) -> list[str]:
        """What no text may show."""
        return [*self._site.secrets, *([str(self._auth.password)] if self._auth is not None else [])]

    def with_options(self, *, timeout: Timeout = None, check_permissions: bool | None = None) -> Self:
        """A copy with another timeout, on the same connections."""
        _refuse_unchecked(check_permissions)
        copied = copy.copy(self)
        if timeout is not None:
            copied._timeout = patience(timeout)
        return copied

    def _exchange(self, calls: Sequence[ApiCall]) -> Steps:
        """What to send for calls, step by step, and what their Answers are in the end."""
        request = self._encoded(calls)
        if self._login is not None:
            return (yield from exchange(self, calls, request))
        response = yield request
        return self._decoded(calls, request, response)

    def _encoded(self, calls: Sequence[ApiCall]) -> codec.HttpRequest:
        """The request that carries calls; UsageError where the site would lose its body."""
        request = codec.encode(self._site.speaking(calls[0].version), calls)
        if len(request.body) > self.max_body:
            instead = "send less at a time" if isinstance(request.body, bytes) else "attach the file over cv"
            raise UsageError(
                f"the call is {len(request.body)} bytes, more than the {self.max_body} that PHP takes "
                f"by default (post_max_size); {instead}, or give max_body= if the site takes more",
                call=calls[0],
            )
        return request

    def _prepared(
        self, url: str, request: codec.HttpRequest, headers: Mapping[str, Any], auth: Any
    ) -> requests.PreparedRequest:
        """The POST itself; ``headers`` are the client's own, which all others overrule.

        It is prepared by itself and not by a session, which would add its cookies.
        """
        named = {
            **headers,
            "User-Agent": f"civiapi/{__version__}",
            **self._headers,
            **request.headers,
        }
        prepared = requests.PreparedRequest()
        try:
            body: Any = request.body.started() if isinstance(request.body, Form) else request.body
            prepared.prepare(request.method, url, headers=named, data=body, auth=auth)
            for value in prepared.headers.values():
                _ = value if isinstance(value, bytes) else value.encode("latin-1")
        except (requests.exceptions.InvalidHeader, UnicodeEncodeError):  # which hold the header's value
            raise bad_header() from None
        except (requests.exceptions.RequestException, ValueError) as error:
            raise unprepared(error, self.site) from None
        return prepared

    def _decoded(self, calls: Sequence[ApiCall], request: codec.HttpRequest, response: Any) -> list[Answer]:
        """The Answers in a response, requests' or httpx's."""
        return codec.decode(
            self._site.speaking(calls[0].version),
            calls,
            response.status_code,
            response.headers,
            response.content,
            sent=len(request.body),
            response=response,
        )


def _basic(htaccess: Htaccess) -> HTTPBasicAuth | None:
    if htaccess is None:
        return None
    user, password = (htaccess["user"], htaccess["pass"]) if isinstance(htaccess, Mapping) else htaccess
    return HTTPBasicAuth(user, password)


def _refuse_unchecked(check_permissions: bool | None) -> None:
    if check_permissions is False:
        raise UsageError("over HTTP CiviCRM always checks permissions; use cv or pipe to go without")


def patience(timeout: Any) -> Any:
    """A timeout, where it is one: seconds, or a pair of them, of which None is without end."""
    parts = timeout if isinstance(timeout, tuple) and len(timeout) == 2 else (timeout,)
    for seconds in parts:
        is_number = isinstance(seconds, int | float) and not isinstance(seconds, bool)
        if not (is_number and seconds > 0) and not (seconds is None and len(parts) == 2):
            raise UsageError(f"timeout is a number of seconds, or a pair of them, and not {timeout!r:.60}")
    return timeout


def emptied(prepared: requests.PreparedRequest) -> None:
    """Take from a request what no error may hold: errors keep the response, and it its request."""
    if isinstance(prepared.body, Form):
        prepared.body.close()
    prepared.headers, prepared.body = CaseInsensitiveDict(), None


def bad_header() -> UsageError:
    """The error of a header that cannot be sent, without its value."""
    return UsageError("a header holds characters that no header may hold")


def unprepared(error: Exception, site: str) -> ConnectionFailed:
    """The error of a URL that no request can be made for."""
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.MissingSchema):
        return ConnectionFailed.lasting(no_url(site))
    return ConnectionFailed.lasting(f"no answer from {site}: {error}")


def no_url(site: str) -> str:
    """What is said of a site whose URL is none."""
    return f"{site!r} is no URL; write https://..."


def timed_out(site: str, *, is_connected: bool) -> CallTimeout:
    """The error of a call whose time is over."""
    if not is_connected:
        return CallTimeout(f"{site} did not accept a connection in time", handled=False)
    return CallTimeout(f"{site} did not answer in time; the call may still be running there")
