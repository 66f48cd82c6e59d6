"""A site is asked over HTTP; what came back as facts."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from .. import codec
from ..auth import Password
from ..call import ApiCall
from ..config import SiteConfig
from ..errors import ApiCallError
from ..session import IDENTITY
from ..sites import opened

#: Seconds to wait for a connection, and for an answer.
TIMEOUT = (10.0, 30.0)
_FORM = dict(codec.FORM)


@dataclass(frozen=True)
class Probe:
    """One question: what it gave, or its error; how long it took; by how much the site's clock is ahead."""

    value: Any = None
    error: ApiCallError | None = None
    seconds: float = 0.0
    response: Any = field(default=None, repr=False)
    clock: float | None = None

    @property
    def status(self) -> int | None:
        """The HTTP status, where there is one."""
        return getattr(self.response, "status_code", None)

    @property
    def text(self) -> str:
        """The body, as far as it is text."""
        found: str = getattr(self.response, "text", "") or ""
        return found

    @property
    def identity(self) -> Mapping[str, Any] | None:
        """AuthX's word on who asks; None where it is no such word."""
        found, _ = codec.document(self.text, lambda one: isinstance(one, dict) and "contact_id" in one)
        return found if self.status == 200 else None


@dataclass
class Facts:
    """What is known of a site; a probe that was not made is None.

    ``pages``: the identity page without a log-in, by route, the configured one first; ``bare``: the API
    without a log-in, by version; ``known``: who we are; ``by_param``: who we are where the key travels in
    the body; ``calls``: reads by name.
    """

    config: SiteConfig
    url: str
    version: int
    cred: str
    pages: dict[str, Probe] = field(default_factory=dict)
    bare: dict[int, Probe] = field(default_factory=dict)
    known: Probe | None = None
    by_param: Probe | None = None
    calls: dict[str, Probe] = field(default_factory=dict)

    @property
    def first(self) -> Probe:
        """The first question that was asked."""
        return next(iter(self.pages.values()))

    @property
    def probes(self) -> list[Probe]:
        """All questions that were asked."""
        last = [probe for probe in (self.known, self.by_param) if probe is not None]
        return [*self.pages.values(), *self.bare.values(), *last, *self.calls.values()]

    @property
    def contact(self) -> int | None:
        """The contact as whom the site knows us."""
        who = self.known.identity if self.known is not None else None
        return int(who["contact_id"]) if who and who["contact_id"] is not None else None

    @property
    def is_civicrm(self) -> bool:
        """Whether CiviCRM itself answered at the configured route."""
        return self.first.identity is not None or any(map(_is_civicrm, self.bare.values()))


def _is_civicrm(probe: Probe) -> bool:
    words = ("SECURITY ALERT", '"is_error"', '"error_code"', "under maintenance", '"status_code"')
    return any(word in probe.text for word in words)


def facts(config: SiteConfig, keep_secret: Callable[[str], object]) -> Facts:
    """Ask a site all that the checks need, as long as there are answers."""
    options: dict[str, Any] = {"transport": "http", "timeout": TIMEOUT, "retries": 0}
    with opened(config, **options) as api:
        backend: Any = api._backend
        for secret in backend.secrets:
            keep_secret(secret)
        options |= _log_in_of(backend)  # looked up once: a keyring or a command may ask its user
        site = backend._site
        found = Facts(config, site.base, site.version, site.cred)
        found.pages[site.route] = _page(backend, site)
        if found.first.response is None or found.first.response.is_redirect:
            return found
        _find(found, backend)
        if found.is_civicrm:
            _log_in(found, backend)
    if found.contact is not None:
        for version in (4, 3):
            with opened(config, version=version, **options) as api:
                _call(found, api, version, found.contact)
    return found


def _log_in_of(backend: Any) -> dict[str, Any]:
    """The log-in of an api, as options of another."""
    kept = {"site_key": backend._site.site_key}
    if backend._auth is not None:
        kept["htaccess"] = (backend._auth.username, backend._auth.password)
    if backend._login is not None:
        return {**kept, "auth": backend._login}
    return {**kept, "api_key": backend._site.api_key}


def _find(found: Facts, backend: Any) -> None:
    """The API without a log-in at the configured route; and where that is none, the other routes."""
    for version in (4, 3):
        site = replace(backend._site, version=version)
        tail, guard = ("/Contact/get", "params") if version == 4 else ("", "json")
        url = site.url(tail, guard) if "://" not in site.route else site.page(_API[version] + tail)
        found.bare[version] = _asked(backend, url)
    if not found.is_civicrm and "://" not in backend._site.route:
        for route in codec.ROUTES:
            if route not in found.pages:
                found.pages[route] = _page(backend, replace(backend._site, route=route))


_API = {4: "civicrm/ajax/api4", 3: "civicrm/ajax/rest"}


def _page(backend: Any, site: codec.Site) -> Probe:
    return _asked(backend, site.page(IDENTITY))


def _asked(backend: Any, url: str, headers: Mapping[str, str] = _FORM, body: bytes = b"") -> Probe:
    """A POST, whatever becomes of it."""
    return _timed(lambda: backend._post(codec.HttpRequest(url, {**_FORM, **headers}, body)))


def _timed(ask: Callable[[], Any]) -> Probe:
    started, began = time.perf_counter(), time.time()
    try:
        value, error = ask(), None
    except ApiCallError as failed:
        value, error = None, failed
    seconds = time.perf_counter() - started
    response = error.response if error is not None else value
    return Probe(value, error, seconds, response, _ahead(response, began + seconds / 2))


def _ahead(response: Any, now: float) -> float | None:
    """How many seconds a server's clock is ahead of ours."""
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(response.headers["Date"]).timestamp() - now
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def _log_in(found: Facts, backend: Any) -> None:
    """Who we are, by the log-in that is configured."""
    site, auth = backend._site, backend._login
    if isinstance(auth, Password):
        from ..session import Log

        probe = _timed(lambda: backend._logged_in(Log(), [ApiCall("Contact", "get", {}, site.version)]))
        if probe.error is not None:
            found.known = probe
            return
        found.known = _asked(backend, site.page(IDENTITY), probe.value.headers)
        return
    shown = {"X-Civi-Auth": auth()} if auth is not None else {}
    found.known = _asked(backend, site.page(IDENTITY), {**codec.credentials(site), **shown})
    if found.known.identity is not None and found.contact is None:
        credential = shown.get("X-Civi-Auth") or f"Bearer {site.api_key}"
        form = {"_authx": credential, "_authxSiteKey": site.site_key or ""}
        found.by_param = _asked(backend, site.page(IDENTITY), body=urlencode(form).encode())


def _call(found: Facts, api: Any, version: int, contact: int) -> None:
    """What the API gives us, in one of its versions."""
    one: dict[str, Any] = {"id": contact}
    if version == 4:
        one |= {"select": ["display_name"]}
        several: list[Any] = [("Contact", "get", {"limit": 1, "select": ["id"]})] * 2
        asked = {
            "v4": lambda: api.Contact.get(one).first(),
            "batch": lambda: [pending.result() for pending in api.batch(several)],
            "version": lambda: api.Domain.get(limit=1, select=["version"]).first(),
            "debug": lambda: api.Contact.get(where=[["civiapi_no_such_field", "=", 1]]),
            "others": lambda: api.Contact.get(limit=2, select=["id"]),
        }
    else:
        asked = {
            "v3": lambda: api.Contact.get({**one, "return": ["display_name"], "sequential": 1}).first(),
            "version3": lambda: api.Domain.get({"sequential": 1, "options": {"limit": 1}}).first(),
        }
    for name, ask in asked.items():
        found.calls[name] = _timed(ask)
        if found.calls[name].error is not None and name in ("v3", "v4"):
            break
