"""Who sends an HTTP request: AuthX's ways to show a credential, and log-ins by cookie."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from . import phpjson
from .auth import Keys, Rejected, by_credential, check_guards
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

    def __init__(self, location: str, token: str) -> None:
        super().__init__(location)
        self.reply = Reply(302, HTML, "", (("Location", location), session_cookie(token)))


class Visit:
    """One request on its way: who asks, and the session it leaves behind."""

    def __init__(self, site: Site, keys: Keys, sessions: Sessions, request: Request) -> None:
        self.site, self.keys, self.sessions, self.request = site, keys, sessions, request
        self.identity = Identity()
        self.new_cookie: str | None = None if request.cookie else new_token(26)

    def authenticate(self) -> None:
        """Set the identity; raises Rejected, or Redirect after a log-in by GET."""
        session = self.sessions.get(self.request.cookie)
        flow, credential, site_key = self._offered()
        if credential is None:
            self.identity = session or Identity()
            return
        principal = by_credential(self.site, self.keys, credential)
        check_guards(self.site, self.keys, principal, site_key)
        if flow == "legacyrest" and principal.user_id is None:
            raise Rejected("Cannot login. No matching user is available.")
        if session is not None and session.contact_id != principal.contact_id:
            raise Rejected("Cannot login. A mismatched session is already active.")
        if session is not None:
            flow = "already-logged-in"
        self.identity = Identity(principal.contact_id, principal.user_id, flow, principal.cred)
        if flow in ("login", "auto"):
            self._log_in(flow)

    def _offered(self) -> tuple[str, str | None, str | None]:
        """The flow, the credential and the site key of the request."""
        request, sent = self.request, self.request.fields
        site_key = request.headers.get("x-civi-key") or sent.get("_authxSiteKey")
        direct = request.query if request.method == "GET" else request.post
        if "x-civi-auth" in request.headers:
            return "xheader", request.headers["x-civi-auth"], site_key
        if "authorization" in request.headers:
            return "header", request.headers["authorization"], site_key
        if direct.get("_authx"):
            flow = "login" if request.segments[-2:] == ["authx", "login"] else "param"
            return "auto" if direct.get("_authxSes") else flow, str(direct["_authx"]), site_key
        if sent.get("api_key") and self.takes_legacy_key:
            return "legacyrest", f"Bearer {sent['api_key']}", sent.get("key") or site_key
        return "", None, None

    @property
    def takes_legacy_key(self) -> bool:
        """Whether this is a route on which the fields api_key and key are read."""
        return self.request.segments[:3] in (["civicrm", "ajax", "rest"], ["civicrm", "ajax", "api4"])

    def _log_in(self, flow: str) -> None:
        self.sessions.end(self.request.cookie)
        self.new_cookie = self.sessions.start(self.identity)
        if flow == "auto" and self.request.method == "GET":
            rest = "&".join(p for p in self.request.query_text.split("&") if not p.startswith("_authx"))
            raise Redirect(self.request.path + (f"?{rest}" if rest else ""), self.new_cookie)

    def log_out(self) -> None:
        """End the session; the browser gets a fresh cookie."""
        self.sessions.end(self.request.cookie)
        self.new_cookie = new_token(26)

    def rejected(self, message: str) -> Reply:
        """The answer to a refused credential."""
        if self._offered()[0] == "legacyrest":
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
