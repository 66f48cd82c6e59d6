"""Where a site's API is, and whether a redirect may be followed.  Pure: no socket."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import SplitResult, unquote, urljoin, urlsplit, urlunsplit

import requests

from . import codec
from .auth import Auth, kind_of, secrets_of
from .errors import InvalidResponse, UsageError

User = tuple[str, str]
#: How many redirects of one call are followed.
HOPS = 3
#: What follows the address of a site in that of its API, or of one call.
_API = re.compile(r"/civicrm/ajax/(api4|rest)(/.*)?$")
#: An address without its scheme.
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*(:\d+)?(/[\w./-]*)?")


class NoUrl(UsageError, requests.exceptions.InvalidURL):
    """What was given as a site's address is none; to scripts of civicrmapi an exception of requests."""

    request = None


def site_of(
    version: int,
    url: str,
    api_key: str | None,
    site_key: str | None,
    route: str | None,
    auth: Auth | None = None,
) -> tuple[codec.Site, User | None]:
    """A site, and the user and password that were written into its URL; UsageError for what is none."""
    if (api_key is None) == (auth is None):
        raise UsageError("give one log-in: api_key=, or auth=" + (", not both" if auth else ""))
    base, user = _split(url)
    key = None if api_key is None else _key(api_key)
    hidden, cred = secrets_of(auth), kind_of(auth)
    return codec.Site(base, version, key, _key(site_key) or None, _route(route), hidden, cred), user


def refuse_no_url(url: str) -> None:
    """UsageError for what is no URL."""
    _parts(url)


def _split(url: str) -> tuple[str, User | None]:
    parts = _parts(url)
    user = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    base = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", "")).rstrip("/")
    return _API.sub("", base), user


def _parts(url: Any) -> SplitResult:
    """A URL in parts; UsageError, which tells no password, for what is none."""
    if not isinstance(url, str):
        raise NoUrl(f"url is a text such as 'https://crm.example.org', not a {type(url).__name__}")
    text = url.strip()
    shown = text.rpartition("@")[2]
    try:
        parts = urlsplit(text)
        _ = parts.port  # ValueError where it is none
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_one = False
    if not is_one or re.search(r"\s", parts.netloc):
        meant = shown if _HOST.fullmatch(shown) else "..."
        raise NoUrl(f"{shown!r:.200} is no URL; write https://{meant}")
    return parts


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


def redirected(url: str, response: Any) -> str:
    """Where to send the same body again; InvalidResponse where that would not be the same site.

    ``response`` is requests' or httpx's.
    """
    try:
        target = urljoin(url, str(response.headers["Location"]))
        old, new = urlsplit(url), urlsplit(target)
        old_port, new_port = old.port, new.port
    except ValueError:
        raise astray("the site redirects to what is no URL", response) from None
    same_host = old.hostname == new.hostname
    same_place = same_host and old.scheme == new.scheme and old_port == new_port
    upgraded = same_host and (old.scheme, new.scheme) == ("http", "https") and not (old_port or new_port)
    if response.status_code in (307, 308) and (same_place or upgraded) and old.query == new.query:
        return target
    place = urlunsplit((new.scheme, new.netloc.rpartition("@")[2], new.path, "", ""))
    is_elsewhere = old.path.rstrip("/").rpartition("/")[2] != new.path.rstrip("/").rpartition("/")[2]
    instead = (
        "is it the url of CiviCRM, and its route? civiapi doctor tries the known ones"
        if is_elsewhere
        else "give the url that it redirects to"
    )
    raise astray(f"the site redirects to {place} (HTTP {response.status_code}); {instead}", response)


def astray(message: str, response: Any) -> InvalidResponse:
    """The error of an answer that is not the API's, whatever its body says."""
    return InvalidResponse(message, response=response, status=response.status_code)
