"""Files of a site over HTTP: where they are, how to ask for one, what an answer means.  Pure: no socket."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

from . import codec
from .call import ApiCall
from .diagnosis import no_answer
from .errors import ApiCallError, ConnectionFailed, InvalidResponse, NotFound, PermissionDenied, UsageError
from .session import Log, Step

if TYPE_CHECKING:
    from .auth import Login
    from .posting import Posting

_PORTS = {"http": 80, "https": 443}


def place(site: codec.Site, row: Mapping[str, Any]) -> str:
    """The URL of an attachment; UsageError where our credentials would go to another server with it."""
    if not row.get("url"):
        raise InvalidResponse("the site did not tell where the file is")
    home = site.url("", "params")
    url = urljoin(home, str(row["url"]))
    try:
        is_home = _origin(urlsplit(url)) == _origin(urlsplit(home))
    except ValueError:
        is_home = False
    if not is_home:
        there, here = (urlsplit(one) for one in (url, home))
        raise UsageError(
            f"the site has its files at {there.scheme}://{there.netloc.rpartition('@')[2]}, and this api's "
            f"credentials go to {here.scheme}://{here.netloc} only; give the url that the site has itself"
        )
    return url


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)


def exchange(post: Posting, call: ApiCall, url: str) -> Generator[Step, Any, Any]:
    """What to send for a file, step by step; gives the response that has it, whose body is still to be read.

    Where no file came, the body has been read.  The file's page is not the API: a session that has ended
    shows as the page of a log-in.
    """
    headers = {"Accept-Encoding": "identity", **codec.credentials(post._site)}
    request = codec.HttpRequest(url, headers, b"", "GET")
    login: Login | None = None
    if post._login is not None:
        login = yield Log()
    response = yield login.on(request) if login else request
    if login and not is_file(response):
        renewed: Login = yield Log(login)
        if renewed != login:
            response = yield renewed.on(request)
    if not is_file(response):
        raise _refused(post, call, response)
    return response


def is_file(response: Any) -> bool:
    """Whether a file came: CiviCRM says so in a header that none of its pages has."""
    return response.status_code == 200 and "filename" in response.headers.get("Content-Disposition", "")


def _refused(post: Posting, call: ApiCall, response: Any) -> ApiCallError:
    """What an answer means that is no file."""
    status = response.status_code
    details: dict[str, Any] = {"call": call, "status": status, "response": response}
    if status in (301, 302, 303, 307, 308):
        text = f"the site has no such file, or only an empty one (it redirects, HTTP {status})"
        return NotFound(text, **details)
    if status == 403:
        text = (
            "the site gives no file to this log-in (HTTP 403): the user needs CiviCRM's permission 'access "
            "uploaded files', and AuthX has to take the log-in from a header"
        )
        return PermissionDenied(text, **details)
    if status == 404:
        return InvalidResponse("there is no page civicrm/file at the site (HTTP 404)", **details)
    text = response.content.decode("utf-8", "replace")
    if status == 200:
        return InvalidResponse("the site answered a page, and no file", **details)
    return no_answer(post._site, [call], status, response.headers, text, sent=0, response=response)


def check_whole(call: ApiCall, response: Any, received: int) -> None:
    """ConnectionFailed where fewer bytes came than the site had told of, if it had."""
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) != received:
        raise ConnectionFailed(f"the file was cut: {received} of {told} bytes came", call=call)
