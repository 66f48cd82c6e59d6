"""The checks of a site over HTTP, in order: functions of the facts, None where they say nothing.  Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from urllib.parse import urlsplit

from ..errors import CallTimeout, excerpt
from ..logins import explained
from .lines import Line, fail, milliseconds, ok, version_of, warn
from .visit import Facts, Probe

#: Seconds that an answer may take, and that a clock may be off.
SLOW = 1.0
CLOCK = 30.0
#: The first CiviCRM with AuthX.
OLDEST = (5, 36)
#: What an error says of an answer that was cut short.
_BROKEN = re.compile("broke off amid the answer")
#: What CiviCRM answers when its database does not.
_NO_DATABASE = "Critical error. Please see server logs"
_LOCAL = ("localhost", "127.0.0.1", "::1")


def host(facts: Facts) -> Line | None:
    """Whether something answers at all."""
    error, host = facts.first.error, urlsplit(facts.url).netloc
    if facts.first.response is not None:
        return ok("host", f"{host} answers")
    if error is None or _is_tls(facts.first):
        return None
    if _BROKEN.search(error.message):
        text = f"{host} answers, and the connection breaks amid the answer"
        return fail("host", text, "look at the log of the web server, and of the proxies before it")
    if isinstance(error, CallTimeout):
        return fail("host", error.message, "is the site up, and may this machine reach it (firewall, VPN)?")
    return fail("host", error.message, "look at the url, the network, and whether the site is up")


def tls(facts: Facts) -> Line | None:
    """Whether what is said stays between us."""
    if _is_tls(facts.first) and facts.first.error is not None:
        text = facts.first.error.message
        if "WRONG_VERSION_NUMBER" in text:
            return fail("TLS", text, "what answers there speaks no TLS: is it http:// and not https://?")
        return fail("TLS", text, "renew the certificate, or name the file of its authority: verify_ssl")
    parts = urlsplit(facts.url)
    if parts.scheme == "https" or facts.first.response is None:
        return ok("TLS", "the certificate is good") if facts.first.response is not None else None
    if parts.hostname in _LOCAL:
        return None
    return warn("TLS", "the key travels where others can read it", "give the url with https://")


def _is_tls(probe: Probe) -> bool:
    return probe.response is None and bool(re.search("SSL|CERTIFICATE|certificate", str(probe.error or "")))


def redirect(facts: Facts) -> Line | None:
    """Whether we are sent elsewhere."""
    if facts.first.status is None or not 300 <= facts.first.status < 400:
        return None
    where = facts.first.response.headers.get("Location", "")
    place = where.partition("?")[0].partition("#")[0]
    place = re.sub("(?<=//)[^/@]*@", "", place).removesuffix("/civicrm/authx/id")
    text = f"the site redirects (HTTP {facts.first.status}) to {place or 'nowhere'}"
    if place.rstrip("/") == facts.url.rstrip("/"):
        advice = (
            "look at the web server's rules: an https:// proxy before it, a language, a log-in may be meant"
        )
        return fail("redirect", f"{text}, which is where it was asked", advice)
    return fail("redirect", text, "give the url that it redirects to: a POST is not carried along")


def maintenance(facts: Facts) -> Line | None:
    """Whether the site is closed."""
    for probe in facts.probes:
        if probe.status == 503 and "maintenance" in probe.text.lower():
            return fail(
                "maintenance",
                "the site is in maintenance (HTTP 503)",
                "wait for its end, or give the user the permission 'cms:bypass maintenance mode'",
            )
    if any(_NO_DATABASE in probe.text for probe in facts.probes):
        text = "CiviCRM says 'Critical error': mostly its database does not answer"
        return fail("maintenance", text, "look at the site's log, and whether the database is up")
    if facts.first.status in (500, 502, 503, 504):
        text = f"the web server answers HTTP {facts.first.status}"
        return fail("maintenance", text, "the site is down, or closed by its CMS; look at its own log")
    return None


def route(facts: Facts) -> Line | None:
    """Whether CiviCRM is where we look for it."""
    if facts.first.response is None or redirect(facts) or maintenance(facts):
        return None
    if facts.is_civicrm:
        return ok("route", "CiviCRM answers at this url")
    for name, probe in facts.pages.items():
        if probe.identity is not None:
            how = f'route = "{name}"' if name else "no route"
            return fail("route", "CiviCRM is at another route of this site", f"give the site {how}")
    title = re.search(r"(?is)<title[^>]*>(.*?)</title>", facts.first.text)
    page = f"an HTML page, {' '.join(title[1].split())!r}," if title else "something else"
    return fail(
        "route",
        f"{page} answers (HTTP {facts.first.status}) and not CiviCRM",
        "give the url of the CMS's front page, without /civicrm; or route, the API's full URL",
    )


def authx(facts: Facts) -> Line | None:
    """Whether anybody would look at a log-in."""
    if not facts.is_civicrm or maintenance(facts):
        return None
    if facts.first.identity is not None:
        return ok("AuthX", "the extension for log-ins is on")
    text = f"CiviCRM answers, and its log-in page does not (HTTP {facts.first.status})"
    return fail("AuthX", text, "enable the extension AuthX (since CiviCRM 5.36)")


def log_in(facts: Facts) -> Line | None:
    """Whether our log-in arrives, and is taken."""
    if facts.known is None or not _has_authx(facts):
        return None
    who = facts.known.identity
    if who is not None and who["contact_id"] is not None:
        return ok(
            "log-in", f"taken: {who.get('cred') or 'the credential'}, flow {who.get('flow') or 'login'}"
        )
    if who is not None:
        return _dropped(facts)
    reason = _reason(facts.known)
    if "guard" in reason:
        return ok("log-in", "the credential is known")
    said, _, advice = explained(reason, facts.cred).partition(": ")
    return fail("log-in", f"refused: {said}", advice or "look at the site's log")


def _has_authx(facts: Facts) -> bool:
    return facts.first.identity is not None and not maintenance(facts)


def _dropped(facts: Facts) -> Line:
    shown = facts.by_param
    if shown is not None and (shown.status == 401 or (shown.identity and shown.identity["contact_id"])):
        is_known = "" if shown.status == 401 else ", while the same key is taken in the request's body"
        return fail(
            "header",
            f"the header X-Civi-Auth is dropped before CiviCRM{is_known}",
            "let the web server, or the proxy before it, hand X-Civi-Auth and X-Civi-Key on to PHP",
        )
    return fail(
        "header",
        "the log-in arrives neither in a header nor in the body",
        "look whether a proxy or a firewall of web applications changes requests, and at authx settings",
    )


def _reason(probe: Probe) -> str:
    found = re.search(r"HTTP 401 (.+)", probe.text)
    if found:
        return found[1].strip()
    return probe.error.message if probe.error is not None else f"HTTP {probe.status}: {excerpt(probe.text)}"


def guard(facts: Facts) -> Line | None:
    """Whether AuthX's guard lets us pass."""
    if facts.known is None or not _has_authx(facts):
        return None
    if facts.known.identity is not None:
        return ok("guard", "met") if facts.contact else None
    reason = _reason(facts.known)
    if "guard" not in reason:
        return None
    said, _, advice = explained(reason, facts.cred).partition(": ")
    return fail("guard", f"not met: {said}", advice)


def who(facts: Facts) -> Line | None:
    """Who we are to the site."""
    contact, known = facts.contact, facts.known
    if contact is None or known is None or known.identity is None:
        return None
    rows = (facts.calls[name].value for name in ("v4", "v3") if name in facts.calls)
    name = next((row["display_name"] for row in rows if row and row.get("display_name")), None)
    text = f"contact {contact}{f', {name}' if name else ''}"
    if known.identity.get("user_id") is None:
        return warn("who", f"{text}, without a user account", "give the contact an account in the CMS")
    return ok("who", f"{text}, user {known.identity['user_id']}")


def permissions(facts: Facts) -> Line | None:
    """What the user lacks for work with the API."""
    if facts.contact is None or not facts.calls:
        return None
    missing = [name for name, is_missing in _MISSING.items() if is_missing(facts)]
    if not missing:
        return ok("permissions", "none of those that the API needs is missing")
    names = ", ".join(f"'{name}'" for name in missing)
    return warn("permissions", f"missing: {names}", "; ".join(_WHY[name] for name in missing))


def _is_masked(facts: Facts) -> bool:
    error = facts.calls["debug"].error if "debug" in facts.calls else None
    return error is not None and error.message.startswith("Sorry an error occurred")


def _is_alone(facts: Facts) -> bool:
    found = facts.calls["others"].value if "others" in facts.calls else None
    return found is not None and len(found) < 2


def _has_no_ajax(facts: Facts) -> bool:
    if _is_emptied(facts.calls.get("v4")):  # which answers the same page
        return False
    probe = facts.calls.get("v3")
    return probe is not None and probe.error is not None and probe.status == 403


_MISSING: dict[str, Callable[[Facts], bool]] = {
    "view debug output": _is_masked,
    "view all contacts": _is_alone,
    "access AJAX API": _has_no_ajax,
}
_WHY = {
    "view debug output": "without 'view debug output' CiviCRM hides what was wrong with a call",
    "view all contacts": "without 'view all contacts' reads leave out what the user may not see",
    "access AJAX API": "without 'access AJAX API' APIv3 answers a page",
}


def civicrm(facts: Facts) -> Line | None:
    """Which CiviCRM it is."""
    if facts.contact is None or not facts.calls:
        return None
    rows = [facts.calls[name].value for name in ("version", "version3") if name in facts.calls]
    found = next((str(row["version"]) for row in rows if row and row.get("version")), None)
    if found is None:
        return warn("CiviCRM", "it does not tell its version", "the user may not read Domain")
    if version_of(found) < OLDEST:
        return fail("CiviCRM", f"version {found}", "log-ins over HTTP take 5.36 or later")
    return ok("CiviCRM", f"version {found}")


_EMPTIED = "look what stands before CiviCRM: a proxy or rule that redirects, or PHP's post_max_size"


def _is_emptied(probe: Probe | None) -> bool:
    """Whether a call arrived, and what it had to say did not."""
    error = probe.error if probe is not None else None
    return error is not None and "body of the request" in error.message and "lost" in error.message


def _version(number: int) -> Callable[[Facts], Line | None]:
    """Whether a version of the API answers us."""
    name, other = f"v{number}", 7 - number

    def check(facts: Facts) -> Line | None:
        probe = facts.calls.get(name)
        if probe is None:
            return None
        if probe.error is None:
            return ok(f"APIv{number}", f"answers in {milliseconds(probe.seconds)}")
        text = f"APIv{number} does not answer: {excerpt(probe.error.message)}"
        rest = facts.calls.get(f"v{other}")
        if facts.version != number:
            return warn(f"APIv{number}", text, "this site is configured for the other version")
        if _is_emptied(probe):
            return fail(f"APIv{number}", "the body of requests is lost before CiviCRM", _EMPTIED)
        advice = (
            f"give the site version = {other}"
            if rest is not None and rest.error is None
            else "look at the user's permissions"
        )
        return fail(f"APIv{number}", text, advice)

    return check


def batch(facts: Facts) -> Line | None:
    """Whether many calls go in one request."""
    probe = facts.calls.get("batch")
    if probe is None:
        return None
    if probe.error is None:
        return ok("batch", "many calls go in one request")
    return fail("batch", excerpt(probe.error.message), "bulk work needs it: look what stands before CiviCRM")


def clock(facts: Facts) -> Line | None:
    """Whether both clocks agree: tokens are good for a time, and so is what is kept of a schema."""
    ahead = [probe.clock for probe in facts.probes if probe.clock is not None]
    if not ahead:
        return None
    off = median(ahead)
    if abs(off) <= CLOCK:
        return ok("clock", "agrees with ours")
    text = f"the site's clock is {abs(off):.0f} s {'ahead of' if off > 0 else 'behind'} ours"
    advice = "set the clock that is wrong (NTP): tokens expire early or late"
    return (fail if facts.cred == "jwt" else warn)("clock", text, advice)


def speed(facts: Facts) -> Line | None:
    """How long answers take."""
    times = [probe.seconds for probe in facts.probes if probe.response is not None or probe.error is None]
    if not times:
        return None
    text = f"{milliseconds(median(times))} in the middle of {len(times)}, {milliseconds(max(times))} at most"
    if median(times) <= SLOW:
        return ok("speed", text)
    return warn("speed", f"slow: {text}", "look at the site's load and PHP's opcache; send calls in batches")


#: The checks in the order in which they are told.
CHECKS: list[Callable[[Facts], Line | None]] = [
    *(host, tls, redirect, maintenance, route, authx, log_in, guard, who, permissions, civicrm),
    *(_version(4), _version(3), batch, clock, speed),
]
