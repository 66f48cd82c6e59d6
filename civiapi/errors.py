"""Everything that can go wrong with a call.

::

    ApiCallError              a call that gave no result
    ├─ TransportError         not reached, or no answer of the API
    │  ├─ ConnectionFailed    also a requests.exceptions.RequestException
    │  ├─ CallTimeout         also a requests.exceptions.Timeout
    │  ├─ GatewayError        502, 504, a 503 that is not CiviCRM's
    │  └─ CommandFailed       also a subprocess.CalledProcessError
    ├─ InvalidResponse        something answered, but not the API
    ├─ ApiError               the API said no
    │  ├─ AccessDenied        credentials refused
    │  ├─ PermissionDenied    known, but not allowed
    │  ├─ InvalidCall         unknown entity, action, field or param; missing or wrong value
    │  ├─ NotFound            no such row
    │  ├─ RateLimited         asked to slow down
    │  └─ Unavailable         CiviCRM is in maintenance or without its database
    ├─ UsageError             refused here, before sending; also a ValueError
    └─ NotSingle              one() found none or several; also a LookupError

No error carries a key or a password in its text.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import requests

from .logins import explained

if TYPE_CHECKING:
    from .call import ApiCall

EXCERPT = 300


class ApiCallError(Exception):
    """A call that gave no result.

    ``call`` is the ApiCall (None where there is none), ``response`` what came back: a
    ``requests.Response``, a ``subprocess.CompletedProcess`` or None; ``status`` the HTTP status.
    ``handled`` says what became of the call on the site: False: it cannot have been run,
    True: it was run and answered, None: unknown.
    """

    handled: bool | None = None

    def __init__(
        self,
        message: str = "",
        *,
        call: ApiCall | None = None,
        response: Any = None,
        status: int | None = None,
        handled: bool | None = None,
    ) -> None:
        Exception.__init__(self, message)  # not super(): other bases of subclasses want other arguments
        self.message = message
        self.call = call
        self.response = response
        self.status = status
        self.data: Any = None
        if handled is not None:
            self.handled = handled

    def __str__(self) -> str:
        return f"{self.call.entity}.{self.call.action}: {self.message}" if self.call else self.message


class TransportError(ApiCallError):
    """The site was not reached, or no answer of the API came back."""


class ConnectionFailed(TransportError, requests.exceptions.RequestException):
    """No connection, or it broke; ``is_lasting`` where trying again is of no use, as the URL is none.

    What the library below said is its ``__context__``; a traceback leaves it out, as the text says it.
    """

    request = None
    is_lasting = False

    @classmethod
    def lasting(cls, message: str) -> ConnectionFailed:
        """The error of a URL that is none."""
        made = cls(message, handled=False)
        made.is_lasting = True
        return made


class CallTimeout(TransportError, requests.exceptions.Timeout):
    """No answer in the time allowed."""

    request = None


class GatewayError(TransportError):
    """A server in front of CiviCRM answered for it: 502, 503 or 504; ``retry_after`` as in RateLimited."""

    retry_after: float | None = None


class CommandFailed(TransportError, subprocess.CalledProcessError):
    """The cv command, or what should have started it, failed without an answer of the API."""

    def __init__(
        self,
        message: str = "",
        *,
        cmd: Any = (),
        returncode: int = 1,
        stdout: Any = None,
        stderr: Any = None,
        **details: Any,
    ) -> None:
        super().__init__(message, **details)
        self.cmd, self.returncode, self.output, self.stderr = cmd, returncode, stdout, stderr


class InvalidResponse(ApiCallError):
    """Something answered that is not the API; the text holds an excerpt."""


class ApiError(ApiCallError):
    """The API answered with an error.

    ``data`` is the answer (a dict, or a str where it was plain text), ``code`` its error code
    (APIv4: an int; APIv3: an int or a word), ``error_id`` names the entry in the site's log
    that holds the true message where the user may not see it.
    """

    handled: bool | None = True

    def __init__(self, message: str = "", *, data: Any = None, **details: Any) -> None:
        super().__init__(message, **details)
        self.data = data
        facts: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        self.code: Any = facts.get("error_code")
        self.error_id: str | None = facts.get("error_id") or _error_id(message)


class AccessDenied(ApiError):
    """The credentials were refused, or did not arrive."""

    handled = False


class PermissionDenied(ApiError):
    """The user is known but may not do this."""


class InvalidCall(ApiError):
    """An unknown entity, action, field or param, or a missing or wrong value; ``fields`` names them."""

    def __init__(self, message: str = "", **details: Any) -> None:
        super().__init__(message, **details)
        self.fields: list[str] = _fields(message, self.data)


class NotFound(ApiError):
    """There is no such row."""


class RateLimited(ApiError):
    """Too many requests; ``retry_after`` is the wait asked for, in seconds, or None."""

    handled = False
    retry_after: float | None = None


class Unavailable(ApiError):
    """CiviCRM is in maintenance, or its database does not answer; ``retry_after`` as in RateLimited."""

    retry_after: float | None = None


class UsageError(ApiCallError, ValueError):
    """The call was refused here and never sent."""

    handled = False


class NotSingle(ApiCallError, LookupError):
    """One row was asked for; there were none or several (``count``)."""

    handled = True

    def __init__(self, message: str = "", *, count: int = 0, **details: Any) -> None:
        super().__init__(message, **details)
        self.count = count


# What CiviCRM says when it refuses; the first that fits decides.  Without the permission
# "view debug output" APIv4 hides its words, and only the status tells (see refusal()).
WORDINGS: list[tuple[str, type[ApiError]]] = [
    (r"invalid credential|cannot login|login not permitted|expired token|malformed jwt", AccessDenied),
    (r"authentication type .* is not allowed|cannot authenticate|must specify principal", AccessDenied),
    (r"failed to authenticate|no cms user|contact id \d+ is invalid|session is not trusted", AccessDenied),
    (r"security alert: ajax requests", AccessDenied),
    (r"authorization failed|permission check failed|acl check failed|permission denied", PermissionDenied),
    (r"temporarily unavailable for maintenance|critical error\. please see server logs", Unavailable),
    (r"expected one \S+ but found 0|could not delete \S+( id \S+)?$|id \d+ not found", NotFound),
    (
        r"does not exist|invalid field|unknown (api parameter|field|settings)|illegal (operator|expression)",
        InvalidCall,
    ),
    (r"mandatory (values|key)|missing (mandatory )?param|is required|not of the correct type", InvalidCall),
    (
        r"is not (a )?valid|has a maxlength|cannot be resolved|unset or not existing",
        InvalidCall,
    ),
    (r"key .* not found in api results|index \S+ not found|cannot (pass id|update the id)", InvalidCall),
    (r"unable to (parse|decode)|must be uppercase|invalid (sort direction|expression|criteria)", InvalidCall),
    (r"aliasing field names|illegal value for join|does not match the contact type", InvalidCall),
    (r"db error: (constraint violation|already exists|syntax error)", InvalidCall),
]
_WORDINGS = [(re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in WORDINGS]
_CODES: dict[Any, type[ApiError]] = {
    "unauthorized": PermissionDenied,
    "not-found": InvalidCall,
    "mandatory_missing": InvalidCall,
    2000: InvalidCall,
    2001: InvalidCall,
    2100: InvalidCall,
}
_STATUSES: dict[Any, type[ApiError]] = {401: AccessDenied, 403: PermissionDenied, 429: RateLimited}


def refusal(
    data: Any, *, call: ApiCall | None = None, status: int | None = None, response: Any = None
) -> ApiError:
    """The error for what the API said: its JSON object, or the plain text of a refused log-in."""
    facts: Mapping[Any, Any] = data if isinstance(data, Mapping) else {"error_message": str(data)}
    text = (
        facts.get("error_message")
        or facts.get("status_message")
        or facts.get("1")
        or "the API gave no reason"
    )
    message = text if isinstance(text, str) else str(text)
    status = facts.get("status", facts.get("status_code", status))
    kind = _kind(message, facts, status)
    if kind is AccessDenied:
        message = explained(message)
    error = kind(message, data=data, call=call, status=status, response=response)
    if kind is Unavailable:  # CiviCRM tests for maintenance before it looks at the call
        error.handled = False if status == 503 else None
    return error


def _kind(message: str, facts: Mapping[Any, Any], status: Any) -> type[ApiError]:
    for pattern, kind in _WORDINGS:
        if pattern.search(message):
            return kind
    code = facts.get("error_code")
    by_code = _CODES.get(code) if isinstance(code, str | int) else None
    return by_code or (_STATUSES.get(status) if isinstance(status, int) else None) or ApiError


def _fields(message: str, data: Any) -> list[str]:
    facts = data if isinstance(data, Mapping) else {}
    named = facts.get("fields") or facts.get("error_field") or facts.get("field")
    if isinstance(named, str | list) and named:
        return [named] if isinstance(named, str) else [str(name) for name in named]
    listed = re.search(
        r"mandatory (?:values|key\(s\)) missing from [^:]*(?:::\w+)?: (.+)", message, re.IGNORECASE
    )
    if listed:
        return [name.strip() for name in listed[1].split(",")]
    quoted = re.search(r"(?:Invalid field|Parameter|Cannot order by) ['\"]([^'\"]+)['\"]", message)
    if quoted:
        return [quoted[1]]
    param = re.search(r"Unknown api parameter: set(\w+)", message)
    return [param[1][0].lower() + param[1][1:]] if param else []


def _error_id(message: str) -> str | None:
    found = re.search(r"\b[Ee]rror ?ID:? ?([0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4,6})", message)
    return found[1] if found else None


def excerpt(text: str, secrets: Iterable[str] = ()) -> str:
    """The beginning of an answer, on one line, without markup and without the secrets given."""
    plain = re.sub(r"(?is)<(script|style)\b.*?</\1>|<[^>]*>", " ", text[:20_000])
    plain = " ".join(plain.split())
    for secret in secrets:
        if secret:
            plain = plain.replace(secret, "***")
    plain = re.sub(r"\bfcs=[\w.%-]+", "fcs=***", plain)  # what opens a file
    return plain[:EXCERPT] + (" ..." if len(plain) > EXCERPT else "")
