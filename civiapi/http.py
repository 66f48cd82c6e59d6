"""Over HTTP, with requests.

https://docs.civicrm.org/dev/en/latest/framework/authx/ ; POST only, one connection pool, no cookies,
no netrc, and no redirect that could lose the body or carry the key to another host.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

import requests
import urllib3
from requests.auth import AuthBase, HTTPBasicAuth
from requests.structures import CaseInsensitiveDict

from . import codec, v3, v4
from ._version import __version__
from .base import BaseApi
from .call import Answer, ApiCall
from .connection import Connection
from .errors import ApiCallError, CallTimeout, ConnectionFailed, InvalidResponse, UsageError

if TYPE_CHECKING:
    from .schema.site import Given

Timeout = float | tuple[float, float] | None
Htaccess = Mapping[str, str] | tuple[str, str] | None

#: Seconds to wait for a connection, and for each part of an answer.
TIMEOUT = (10.0, 120.0)
#: PHP's default of post_max_size: what is larger arrives without its fields.
MAX_BODY = 8 * 1024 * 1024
_HOPS = 3


class HttpBackend:
    """Carries calls to a site by POST."""

    def __init__(
        self,
        site: codec.Site,
        *,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        headers: Mapping[str, str] | None = None,
        proxies: Mapping[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
        session: requests.Session | None = None,
        max_body: int = MAX_BODY,
        check_permissions: bool | None = None,
    ) -> None:
        self._site = site
        self._auth = _basic(htaccess)
        self._verify = verify_ssl
        self._timeout = TIMEOUT if timeout is None else timeout
        self._headers = dict(headers or {})
        self._proxies = dict(proxies or {})
        self._cert = cert
        self.max_body = max_body
        self._connection = Connection(session)
        _refuse_unchecked(check_permissions)

    @property
    def site(self) -> str:
        return self._site.base

    @property
    def identity(self) -> str:
        """A hash of who asks."""
        return codec.identity(self._site.base, *self._site.secrets, *sorted(map(str, self._headers.items())))

    def with_options(self, *, timeout: Timeout = None, check_permissions: bool | None = None) -> HttpBackend:
        """A copy with another timeout, on the same connections."""
        _refuse_unchecked(check_permissions)
        copied = copy.copy(self)
        if timeout is not None:
            copied._timeout = timeout
        return copied

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Send calls in one request; an Answer for each."""
        if not calls:
            return []
        request = codec.encode(self._site, calls)
        if len(request.body) > self.max_body:
            raise UsageError(
                f"the call is {len(request.body)} bytes, more than the {self.max_body} that PHP takes "
                "by default (post_max_size); send less at a time, or give max_body= if the site takes more",
                call=calls[0],
            )
        try:
            response = self._post(request)
        except ApiCallError as error:
            error.call = error.call or calls[0]
            raise
        return codec.decode(
            self._site,
            calls,
            response.status_code,
            response.headers,
            response.content,
            sent=len(request.body),
            response=response,
        )

    def _post(self, request: codec.HttpRequest) -> requests.Response:
        url = request.url
        for _ in range(_HOPS):
            response = self._post_once(url, request)
            if not response.is_redirect:
                return response
            url = _redirected(url, response)
        raise InvalidResponse(
            f"redirected more than {_HOPS} times", response=response, status=response.status_code
        )

    def _post_once(self, url: str, request: codec.HttpRequest) -> requests.Response:
        session = self._connection.session()
        headers = {
            **session.headers,
            "User-Agent": f"civiapi/{__version__}",
            **self._headers,
            **request.headers,
        }
        auth = self._auth or session.auth
        prepared = requests.PreparedRequest()
        try:
            # Prepared by itself and not by the session, which would add its cookies.
            prepared.prepare("POST", url, headers=headers, data=request.body, auth=auth)
            settings = self._connection.settings(url, self._proxies, self._verify, self._cert)
            return session.send(prepared, timeout=self._timeout, allow_redirects=False, **settings)
        except requests.exceptions.InvalidHeader:  # whose text holds the header's value
            raise UsageError("a header holds characters that no header may hold") from None
        except requests.exceptions.Timeout as error:
            raise _timed_out(error, self.site) from error
        except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            if isinstance(error.args[0] if error.args else None, urllib3.exceptions.ReadTimeoutError):
                raise _timed_out(error, self.site) from error  # in the middle of the body
            raise ConnectionFailed(_reason(error, self.site), handled=_unsent(error)) from error
        finally:
            # Errors keep the response, and it its request, which must hold no key.
            prepared.headers, prepared.body = CaseInsensitiveDict(), None

    def close(self) -> None:
        self._connection.close()


def _basic(htaccess: Htaccess) -> AuthBase | None:
    if htaccess is None:
        return None
    user, password = (htaccess["user"], htaccess["pass"]) if isinstance(htaccess, Mapping) else htaccess
    return HTTPBasicAuth(user, password)


def _refuse_unchecked(check_permissions: bool | None) -> None:
    if check_permissions is False:
        raise UsageError("over HTTP CiviCRM always checks permissions; use cv or pipe to go without")


def _redirected(url: str, response: requests.Response) -> str:
    """Where to send the same body again; InvalidResponse where that would not be the same site."""
    try:
        target = urljoin(url, response.headers["Location"])
        old, new = urlsplit(url), urlsplit(target)
        old_port, new_port = old.port, new.port
    except ValueError:
        raise InvalidResponse(
            "the site redirects to what is no URL", response=response, status=response.status_code
        ) from None
    same_host = old.hostname == new.hostname
    same_place = same_host and old.scheme == new.scheme and old_port == new_port
    upgraded = same_host and (old.scheme, new.scheme) == ("http", "https") and not (old_port or new_port)
    if response.status_code in (307, 308) and (same_place or upgraded) and old.query == new.query:
        return target
    place = urlunsplit((new.scheme, new.netloc.rpartition("@")[2], new.path, "", ""))
    raise InvalidResponse(
        f"the site redirects to {place} (HTTP {response.status_code}); give the url that it redirects to",
        response=response,
        status=response.status_code,
    )


def _timed_out(error: Exception, site: str) -> CallTimeout:
    if isinstance(error, requests.exceptions.ConnectTimeout):
        return CallTimeout(f"{site} did not accept a connection in time", handled=False)
    return CallTimeout(f"{site} did not answer in time; the call may still be running there")


_NO_URL = (
    requests.exceptions.MissingSchema,
    requests.exceptions.InvalidSchema,
    requests.exceptions.InvalidProxyURL,
)


def _unsent(error: Exception) -> bool | None:
    """False where the request cannot have reached the site, None where it may have."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    never = (
        urllib3.exceptions.NewConnectionError,
        urllib3.exceptions.ConnectTimeoutError,
        urllib3.exceptions.ProxyError,
    )
    broken = isinstance(error, requests.exceptions.SSLError) and "CERTIFICATE_VERIFY_FAILED" in str(error)
    return False if broken or isinstance(reason, never) or isinstance(error, _NO_URL) else None


def _reason(error: Exception, site: str) -> str:
    if isinstance(error, requests.exceptions.MissingSchema | requests.exceptions.InvalidSchema):
        return f"{site!r} is no URL; write https://..."
    reason = getattr(error.args[0], "reason", None) if error.args else None
    detail = re.sub(r"^(<[^>]*>|HTTPS?Connection(Pool)?\([^)]*\)): ", "", str(reason or error))
    return f"no answer from {site}: {detail}"


class HttpApi(BaseApi):
    """What HttpApiV3 and HttpApiV4 share."""

    def __init__(
        self,
        url: str,
        api_key: str,
        site_key: str | None,
        *,
        htaccess: Htaccess,
        route: str | None,
        retries: Any,
        schema: Given,
        schema_ttl: float | None,
        **options: Any,
    ) -> None:
        base, user = _split_url(url)
        site = codec.Site(base, self.VERSION.NUMBER, _key(api_key), _key(site_key) or None, _route(route))
        backend = HttpBackend(site, htaccess=htaccess or user, **options)
        super().__init__(backend, retries=retries, schema=schema, schema_ttl=schema_ttl)


class HttpApiV4(HttpApi):
    """APIv4 of a site at ``url``, such as "https://crm.example.org".

    ``api_key`` is that of a contact with a user account, ``site_key`` the site's, where its AuthX guard
    asks for it.  ``htaccess`` is ("user", "password") for a web server that asks for them itself;
    ``verify_ssl`` a bool or the path of a CA file; ``timeout`` seconds, or a pair (connect, read);
    ``route`` is "wordpress", "drupal7", "joomla" or the full URL of the API where it is not at
    /civicrm/ajax/api4; ``max_body`` the site's post_max_size in bytes; ``retries`` how often a call may be
    sent again where that is safe, or a tenacity.Retrying.  ``schema`` and ``schema_ttl`` as in with_options.
    """

    VERSION = v4

    def __init__(
        self,
        url: str,
        api_key: str,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        *,
        site_key: str | None = None,
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
        api_key: str,
        site_key: str | None = None,
        htaccess: Htaccess = None,
        verify_ssl: bool | str = True,
        timeout: Timeout = None,
        *,
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


def _split_url(url: str) -> tuple[str, tuple[str, str] | None]:
    """A site's base URL, and the user and password that were written into it."""
    parts = urlsplit(url)
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    base = urlunsplit((parts.scheme, parts.netloc, parts.path, "", "")).rstrip("/")
    if "@" in base:
        base = f"{parts.scheme}://{base.rpartition('@')[2]}"
    for path in ("/civicrm/ajax/api4", "/civicrm/ajax/rest"):
        base = base.removesuffix(path)
    return base, user


def _key(key: str | None) -> str:
    key = (key or "").strip()
    if not (key.isascii() and key.isprintable()):
        raise UsageError("a key holds a character that no HTTP header may hold")
    return key


def _route(route: str | None) -> str:
    if route and route not in codec.ROUTES and "://" not in route:
        raise UsageError(f"route is one of {', '.join(filter(None, codec.ROUTES))}, or a URL; not {route!r}")
    if route and "@" in urlsplit(route).netloc:
        raise UsageError("route holds a user and password; give them as htaccess=")
    return route or ""
