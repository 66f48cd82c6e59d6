"""What an HTTP answer without the API's JSON means, and what to do about it.  Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from .call import ApiCall
from .errors import (
    AccessDenied,
    ApiCallError,
    GatewayError,
    InvalidResponse,
    RateLimited,
    excerpt,
    refusal,
)
from .logins import explained

if TYPE_CHECKING:
    from .codec import Site

#: What CiviCRM itself never answers.
GATEWAYS = frozenset({429, 502, 504})


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Retry-After (RFC 9110, 10.2.3) in seconds; a date is taken relative to the answer's own Date."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    try:
        wait = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())


def lost_body(call: ApiCall, status: int, sent: int, response: Any) -> InvalidResponse:
    return InvalidResponse(
        f"the site lost the body of the request ({sent} bytes) and ran nothing; "
        "look for a redirect, a proxy, or PHP's post_max_size",
        call=call,
        status=status,
        response=response,
        handled=False,
    )


def no_answer(
    site: Site,
    calls: Sequence[ApiCall],
    status: int,
    headers: Mapping[str, str],
    text: str,
    *,
    sent: int,
    response: Any,
) -> ApiCallError:
    """What an answer without the API's JSON means, and what to do about it."""
    call = calls[0]
    details: dict[str, Any] = {"call": call, "status": status, "response": response}
    shown = excerpt(text, site.secrets)
    login = re.search(r"HTTP 401 (.+)", text)
    if status == 401 or login:
        return _denied(site, login[1].strip() if login else shown, headers, details)
    if status == 429:
        limited = RateLimited("too many requests (HTTP 429)", data=shown, **details)
        limited.retry_after = retry_after(headers)
        return limited
    if status in (502, 503, 504):
        gateway = GatewayError(f"a server before CiviCRM answered HTTP {status}: {shown}", **details)
        gateway.retry_after = retry_after(headers)
        return gateway
    if site.version == 3 and "missing mandatory params" in text:  # as XML, without the guard
        return lost_body(call, status, sent, response)
    if "Critical error. Please see server logs" in text:
        return refusal(text.strip(), **details)
    is_open = len(calls) == 1 and call.is_read() and not call.params.get("limit")
    return InvalidResponse(_diagnosis(status, text, shown, sent, is_open=is_open), **details)


def _denied(site: Site, reason: str, headers: Mapping[str, str], details: dict[str, Any]) -> AccessDenied:
    said, hint = explained(reason, site.cred), ""
    if said == reason and "basic" in headers.get("WWW-Authenticate", "").lower():
        hint = ": the web server itself asks for a user and password, give htaccess="
    return AccessDenied(f"log-in refused (HTTP 401): {said}{hint}", data=reason, **details)


def _diagnosis(status: int, text: str, shown: str, sent: int, *, is_open: bool) -> str:
    """What went wrong, and what to do; open: a read without a limit."""
    exhausted = re.search("Allowed memory size|Maximum execution time", text)
    if exhausted or not text.strip():
        if (exhausted or status == 500) and is_open:
            return (
                f"{shown or 'an empty answer'} (HTTP {status}): PHP ran out of memory or time, as it does "
                "with many rows; give limit= and read in pages, or select fewer fields"
            )
        return f"{shown or 'an empty answer'} (HTTP {status}): PHP ran out of memory or time, see its log"
    if status == 413:
        return f"the web server takes no body of {sent} bytes (HTTP 413); send less at a time"
    title = re.search(r"(?is)<title[^>]*>(.*?)</title>", text)
    if title or text.lstrip().startswith("<"):
        page = " ".join(title[1].split()) if title else "no title"
        if status == 500:
            return (
                f"an HTML page ({page!r}, HTTP 500): a PHP error, see the site's log; "
                f"or the body of the request ({sent} bytes) was lost: {shown}"
            )
        body = shown.removeprefix(page).strip()
        more = f" {body}" if body not in ("", page) else ""
        return f"an HTML page ({page!r}, HTTP {status}) for an answer; is this the url of CiviCRM?{more}"
    return f"no answer of the API (HTTP {status}): {shown}"
