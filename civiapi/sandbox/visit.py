"""Who sends an HTTP request: AuthX's ways to show a credential, and log-ins by cookie."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from . import phpjson
from .auth import Keys, Rejected, accepted, admit, by_credential
from .web import HTML, Reply, Request, new_token, session_cookie

if TYPE_CHECKING:
    from .site import Site

_PROOF_OF_INTENT = ("param", "xheader", "legacyrest")
"""Flows whose credential no browser sends by itself."""


class Identity(NamedTuple):
    """Who asks, and how that was shown; all None: anonymous."""

    contact_id: int | None = None
    user_id: int | None = None
    flow: str | None = None
    cred: str | None = None


class Offer(NamedTuple):
    """A credential on show."""

    flow: str
    credential: str
    site_key: str | None


@dataclass
class Sessions:
    """Log-ins by cookie, kept in memory."""

    _known: dict[str, Identity] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, token: str | None) -> Identity | None:
        """The log-in behind a cookie."""
        with self._lock:
            return self._known.get(token or "")

    def start(self, identity: Identity) -> str:
        """Remember a log-in; the new cookie."""
        token = new_token(26)
        with self._lock:
            self._known[token] = identity
        return token

    def end(self, token: str | None) -> None:
        """Forget a log-in."""
        with self._lock:
            self._known.pop(token or "", None)


class Redirect(Exception):
    """The answer is a redirect, after an automatic log-in."""

    def __init__(self, location: str, token: str | None) -> None:
        super().__init__(location)
        cookies = (session_cookie(token),) if token else ()
        self.reply = Reply(302, HTML, "", (("Location", location), *cookies))


class Visit:
    """One request on its way: who asks, and the session it leaves behind."""

    def __init__(self, site: Site, keys: Keys, sessions: Sessions, request: Request) -> None:
        self.site, self.keys, self.sessions, self.request = site, keys, sessions, request
        self.identity = Identity()
        self.flow: str | None = None
        self.new_cookie: str | None = None if request.cookie else new_token(26)

    def authenticate(self) -> None:
        """Set the identity; raises Rejected, or Redirect after a log-in by GET."""
        session = self.sessions.get(self.request.cookie)
        offer = next((offer for offer in self._offers() if not self._is_ignored(offer)), None)
        if offer is None:
            self.identity = session or Identity()
            return
        self.flow = flow = offer.flow
        principal = by_credential(self.site, self.keys, offer.credential)
        principal = admit(self.site, self.keys, principal, flow, offer.site_key)
        if session is not None and session[:2] != principal[:2]:
            raise Rejected("Cannot login. A mismatched session is already active.")
        shown = "already-logged-in" if session is not None else flow
        self.identity = Identity(principal.contact_id, principal.user_id, shown, principal.cred)
        if session is None and flow in ("login", "auto"):
            self._log_in()
        if flow == "auto" and self.request.method == "GET":
            raise Redirect(self._without_credential(), self.new_cookie)

    def _offers(self) -> Iterator[Offer]:
        """What the request shows of itself, in the order in which AuthX looks."""
        request, sent = self.request, self.request.fields
        direct = request.query if request.method == "GET" else request.post
        site_key = request.headers.get("x-civi-key") or direct.get("_authxSiteKey")
        if request.headers.get("x-civi-auth"):
            yield Offer("xheader", request.headers["x-civi-auth"], site_key)
        if request.headers.get("authorization"):
            yield Offer("header", request.headers["authorization"], site_key)
        if direct.get("_authx"):
            flow = "auto" if direct.get("_authxSes") else "param"
            is_login = request.segments == ["civicrm", "authx", "login"]
            yield Offer("login" if is_login else flow, str(direct["_authx"]), site_key)
        if sent.get("api_key") and self.takes_legacy_key:
            yield Offer("legacyrest", f"Bearer {sent['api_key']}", sent.get("key") or site_key)

    def _is_ignored(self, offer: Offer) -> bool:
        """An Authorization header may be meant for the web server; one that is of no use is passed over."""
        if offer.flow != "header":
            return False
        accepts = accepted(self.site, "header")
        return not accepts or (offer.credential.startswith("Basic ") and "pass" not in accepts)

    @property
    def takes_legacy_key(self) -> bool:
        """Whether this is a route on which the fields api_key and key are read."""
        return self.request.segments[:3] in (["civicrm", "ajax", "rest"], ["civicrm", "ajax", "api4"])

    def _log_in(self) -> None:
        self.sessions.end(self.request.cookie)
        self.new_cookie = self.sessions.start(self.identity)

    def _without_credential(self) -> str:
        """The address of the request without the fields of AuthX."""
        rest = "&".join(p for p in self.request.query_text.split("&") if not p.startswith("_authx"))
        place = f"http://{self.request.headers.get('host', '')}{self.request.path}"
        return place + (f"?{rest}" if rest else "")

    def log_out(self) -> None:
        """End the session; the browser gets a fresh cookie."""
        self.sessions.end(self.request.cookie)
        self.new_cookie = new_token(26)

    def rejected(self, message: str) -> Reply:
        """The answer to a refused credential."""
        if self.flow == "legacyrest":
            text = phpjson.web({"error_message": f"FATAL: {message}", "is_error": 1})
            return Reply(200, "text/javascript;charset=UTF-8", text)
        return Reply(401, "text/plain;charset=UTF-8", f"HTTP 401 {message}")

    @property
    def is_web_service(self) -> bool:
        """CiviCRM's guard against forged requests: a script's header, or a credential no browser sends."""
        request = self.request
        by_script = request.method == "OPTIONS" or request.headers.get("x-requested-with") == "XMLHttpRequest"
        return by_script or self.identity.flow in _PROOF_OF_INTENT

    def permitted(self, permission: str) -> bool:
        """Whether who asks has a permission."""
        return self.site.permitted(self.identity.contact_id, permission)

    def finished(self, reply: Reply) -> Reply:
        """An answer with the headers that all of them have."""
        headers = [
            ("Cache-Control", "no-store, no-cache, must-revalidate"),
            ("Pragma", "no-cache"),
            *reply.headers,
        ]
        if self.new_cookie and not any(name == "Set-Cookie" for name, _ in headers):
            headers.append(session_cookie(self.new_cookie))
        return reply._replace(headers=tuple(headers))
