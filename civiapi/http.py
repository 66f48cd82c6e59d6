"""Over HTTP, with requests.

https://docs.civicrm.org/dev/en/latest/framework/authx/ ; POST only (but for files), one connection pool,
no cookies, no netrc, and no redirect that could lose the body or carry the key to another host.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from http.client import IncompleteRead
from typing import IO, TYPE_CHECKING, Any, TypeVar

import requests
import urllib3

from . import codec, downloads, v3, v4
from .address import HOPS, astray, redirected, site_of
from .auth import Auth, Login, Password
from .base import BaseApi
from .call import Answer, ApiCall
from .connection import Connection
from .content import PIECE
from .errors import ApiCallError, CallTimeout, ConnectionFailed
from .posting import MAX_BODY, Htaccess, Posting, Timeout, emptied, no_url, timed_out
from .session import Log, Step, log_in

if TYPE_CHECKING:
    from .schema.site import Given

T = TypeVar("T")


class HttpBackend(Posting):
    """Carries calls to a site by POST."""

    def __init__(self, site: codec.Site, *, session: requests.Session | None = None, **settings: Any) -> None:
        super().__init__(site, **settings)
        self._connection = Connection(session)

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Send calls in one request; an Answer for each."""
        if not calls:
            return []
        try:
            return self._driven(self._exchange(calls), calls)
        except ApiCallError as error:
            error.call = error.call or calls[0]
            raise

    def fetch(self, call: ApiCall, row: Mapping[str, Any], out: IO[bytes]) -> None:
        """Write the file of an attachment, the row that ``call`` gave, to ``out`` as it comes."""
        url = downloads.place(self._site, row)
        try:
            with self._driven(downloads.exchange(self, call, url), [call]) as response, self._told():
                for piece in response.raw.stream(PIECE, decode_content=True):
                    out.write(piece)
                downloads.check_whole(call, response, response.raw.tell())
        except ApiCallError as error:
            error.call = error.call or call
            raise error from None  # whose text may hold the url, and so the file's token

    def _driven(self, steps: Generator[Step, Any, T], calls: Sequence[ApiCall]) -> T:
        given, failure = None, None
        while True:
            try:
                step = steps.send(given) if failure is None else steps.throw(failure)
            except StopIteration as end:
                return end.value  # type: ignore[no-any-return]
            given, failure = None, None
            try:
                given = self._logged_in(step, calls) if isinstance(step, Log) else self._post(step)
            except ApiCallError as error:
                failure = error

    def _logged_in(self, step: Log, calls: Sequence[ApiCall]) -> Login:
        auth = self._login
        if not isinstance(auth, Password):
            return Login.of(auth() if auth is not None else None)
        return self._sessions.renewed(step.stale, lambda: self._driven(log_in(self, calls, auth), calls))

    def _post(self, request: codec.HttpRequest) -> requests.Response:
        url = request.url
        for _ in range(HOPS):
            response = self._post_once(url, request)
            if request.method == "GET" or not response.is_redirect:
                return response
            url = redirected(url, response)
        raise astray(f"redirected more than {HOPS} times", response)

    def _post_once(self, url: str, request: codec.HttpRequest) -> requests.Response:
        session = self._connection.session()
        prepared = self._prepared(url, request, session.headers, self._auth or session.auth)
        try:
            with self._told():
                settings = self._connection.settings(url, self._proxies, self._verify, self._cert)
                if request.method == "GET":
                    settings = {**settings, "stream": True}
                response = session.send(prepared, timeout=self._timeout, allow_redirects=False, **settings)
        finally:
            emptied(prepared)
        if request.method == "GET":
            response.url = prepared.url = url.partition("?")[0]  # a file's token is nobody else's
            if not downloads.is_file(response):
                with self._told():
                    _ = response.content
        response._next = None  # type: ignore[attr-defined]  # where a redirect leads, with our key
        return response

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """What goes wrong on the wire, as an error of ours."""
        try:
            yield
        except ApiCallError:
            raise
        except (requests.exceptions.Timeout, urllib3.exceptions.ReadTimeoutError) as error:
            raise _timed_out(error, self.site) from None
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            if isinstance(error.args[0] if error.args else None, urllib3.exceptions.ReadTimeoutError):
                raise _timed_out(error, self.site) from None  # in the middle of the body
            raise _broken(error, self.site) from None

    def close(self) -> None:
        self._connection.close()


def _timed_out(error: Exception, site: str) -> CallTimeout:
    return timed_out(site, is_connected=not isinstance(error, requests.exceptions.ConnectTimeout))


def _unsent(error: Exception) -> bool | None:
    """False where the request cannot have reached the site, None where it may have."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    never = (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.ProxyError,
    )
    broken = isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    return False if broken or isinstance(reason, never) else None


def _broken(error: Exception, site: str) -> ConnectionFailed:
    no_place = _no_place(error, site)
    if no_place is not None:
        return ConnectionFailed.lasting(no_place)
    failed = ConnectionFailed(_reason(error, site), handled=_unsent(error))
    failed.is_lasting = isinstance(error, ValueError)
    return failed


def _no_place(error: Exception, site: str) -> str | None:
    """What is wrong with a URL, of the site or of a proxy, for which no request was made."""
    if isinstance(error, urllib3.exceptions.LocationValueError | requests.exceptions.InvalidURL):
        return "the URL of a proxy cannot be read"  # its text may hold a password
    if isinstance(error, requests.exceptions.InvalidSchema) and "SOCKS" in str(error):
        return 'a SOCKS proxy needs PySocks: pip install "requests[socks]"'
    return no_url(site) if isinstance(error, requests.exceptions.InvalidSchema) else None


def _reason(error: Exception, site: str) -> str:
    first = error.args[0] if error.args else None
    reason: Any = getattr(first, "reason", None) or error
    way = ""
    if isinstance(reason, urllib3.exceptions.ProxyError):
        way, reason = "through the proxy: ", reason.original_error
    if isinstance(first, urllib3.exceptions.ProtocolError) and first.args:
        reason = first.args[-1]
        if isinstance(reason, IncompleteRead):
            reason = "the connection broke off amid the answer"
    detail = re.sub(r"^(<[^>]*>|HTTPS?Connection(Pool)?\([^)]*\)): ", "", str(reason))
    return f"no answer from {site}: {way}{detail}"


class HttpApi(BaseApi):
    """What HttpApiV3 and HttpApiV4 share."""

    def __init__(
        self,
        url: str,
        api_key: str | None,
        site_key: str | None,
        *,
        auth: Auth | None,
        htaccess: Htaccess,
        route: str | None,
        retries: Any,
        schema: Given,
        schema_ttl: float | None,
        **options: Any,
    ) -> None:
        site, user = site_of(self.VERSION.NUMBER, url, api_key, site_key, route, auth)
        backend = HttpBackend(site, auth=auth, htaccess=htaccess or user, **options)
        super().__init__(backend, retries=retries, schema=schema, schema_ttl=schema_ttl)


class HttpApiV4(HttpApi):
    """APIv4 of a site at ``url``, such as "https://crm.example.org".

    ``api_key`` is that of a contact with a user account, ``site_key`` the site's, where its AuthX guard
    asks for it.  For an api key there may be ``auth``: a Jwt, a Password, or a callable that gives a
    credential ("Bearer ...") or a mapping of headers.  ``htaccess`` is ("user", "password") for a web server
    that asks for them itself; ``verify_ssl`` a bool or the path of a CA file; ``timeout`` seconds, or a pair
    (connect, read);
    ``route`` is "wordpress", "drupal7", "joomla" or the full URL of the API where it is not at
    /civicrm/ajax/api4; ``max_body`` the site's post_max_size in bytes; ``retries`` how often a call may be
    sent again where that is safe, or a tenacity.Retrying.  ``schema`` and ``schema_ttl`` as in with_options.
    """

    VERSION = v4

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        *,
        site_key: str | None = None,
        auth: Auth | None = None,
        route: str | None = None,
        headers: Mapping[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
        session: requests.Session | None = None,
        max_body: int = MAX_BODY,
        check_permissions: bool | None = None,
        retries: Any = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        super().__init__(
            url,
            api_key,
            site_key,
            auth=auth,
            htaccess=htaccess,
            verify_ssl=verify_ssl,
            timeout=timeout,
            route=route,
            headers=headers,
            proxies=proxies,
            cert=cert,
            session=session,
            max_body=max_body,
            check_permissions=check_permissions,
            retries=retries,
            schema=schema,
            schema_ttl=schema_ttl,
        )


class HttpApiV3(HttpApi):
    """APIv3 of a site at ``url``; the arguments are those of HttpApiV4."""

    VERSION = v3

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        site_key: str | None = None,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        *,
        auth: Auth | None = None,
        route: str | None = None,
        headers: Mapping[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
        session: requests.Session | None = None,
        max_body: int = MAX_BODY,
        check_permissions: bool | None = None,
        retries: Any = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        super().__init__(
            url,
            api_key,
            site_key,
            auth=auth,
            htaccess=htaccess,
            verify_ssl=verify_ssl,
            timeout=timeout,
            route=route,
            headers=headers,
            proxies=proxies,
            cert=cert,
            session=session,
            max_body=max_body,
            check_permissions=check_permissions,
            retries=retries,
            schema=schema,
            schema_ttl=schema_ttl,
        )
