"""Through the cv command, here or behind a context, with plumbum.

Each send is one short dialogue with ``cv pipe``: the calls go in on standard input, the answers come
back with machine-readable errors.  The command line holds fixed words only.  cv: https://github.com/civicrm/cv
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import IO, TYPE_CHECKING, Any

from . import context as contexts
from . import jsonrpc, v3, v4
from .base import BaseApi
from .call import Answer, ApiCall
from .codec import identity
from .content import upload_of
from .copier import UNTRUSTED, Copier
from .dialogue import Dialogue
from .errors import (
    AccessDenied,
    ApiCallError,
    CommandFailed,
    InvalidResponse,
    UsageError,
    excerpt,
    refusal,
)
from .processes import Completed, lines, run

if TYPE_CHECKING:
    from typing_extensions import Self

    from .schema.site import Given

#: Seconds for a whole dialogue.
TIMEOUT = 120.0


class CvBackend:
    """Carries calls to a site by one ``cv pipe`` process for each send."""

    def __init__(
        self,
        cv: contexts.Words = "cv",
        cwd: Any = None,
        context: contexts.Words = None,
        *,
        user: str | int | None = None,
        check_permissions: bool | None = None,
        timeout: float | None = None,
    ) -> None:
        if check_permissions and user is None:
            raise UsageError("check_permissions=True needs user=, whose permissions are checked")
        self._argv = command(cv, cwd, context)
        place = [] if cwd is None else [f"in {cwd}"]  # several sites may have the same command
        self._site = " ".join([*contexts.plain(context), *contexts.words(cv), *place])
        self._user = user
        self._check = bool(check_permissions)
        self._timeout = TIMEOUT if timeout is None else timeout
        self._known_user = user is None
        self._ways = contexts.words(cv), contexts.Context(tuple(contexts.layers(context)))

    @property
    def site(self) -> str:
        return self._site

    @property
    def identity(self) -> str:
        """A hash of who asks, and of where: cv looks for the site from the directory that it starts in."""
        place = (os.getcwd(), os.environ.get("CIVICRM_SETTINGS", ""))
        return identity(*place, *self._argv, str(self._user), str(self._check))

    def with_options(self, *, timeout: float | None = None, check_permissions: bool | None = None) -> Self:
        """A copy with another timeout or permission check."""
        copied = copy.copy(self)
        if timeout is not None:
            copied._timeout = timeout
        if check_permissions is not None:
            if check_permissions and self._user is None:
                raise UsageError("check_permissions=True needs an api with user=")
            copied._check = check_permissions
        return copied

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]:
        """Send calls in one dialogue; an Answer for each."""
        if not calls:
            return []
        upload = upload_of(calls)
        if upload is not None:
            return self._copier().sent(upload, self.send)
        if not self._known_user:
            self._hold([], calls[0])  # a log-in that fails must not leave the calls to run as nobody
            self._known_user = True
        return self._hold(calls, calls[0])

    def fetch(self, call: ApiCall, row: Mapping[str, Any], out: IO[bytes]) -> None:
        """Write the file of an attachment, the row that ``call`` gave, to ``out``."""
        self._copier().fetch(call, row, out)

    def _copier(self) -> Copier:
        if self._check:
            raise UsageError(UNTRUSTED)
        return Copier(*self._ways, lambda argv, **streams: run(argv, None, self._timeout, **streams))

    def _hold(self, calls: Sequence[ApiCall], first: ApiCall) -> list[Answer]:
        dialogue = Dialogue(calls, user=self._user, check_permissions=self._check)
        try:
            done = run(self._argv, dialogue.lines, self._timeout)
            return read(dialogue, done)
        except ApiCallError as error:
            error.call = error.call or first
            raise

    def close(self) -> None:
        """Nothing stays open between sends."""


def command(cv: contexts.Words, cwd: Any, context: contexts.Words) -> list[str]:
    """The argv that starts ``cv pipe``; the working directory is one of its words."""
    words = contexts.words(cv)
    if not words:
        raise UsageError("cv is empty; give the cv command")
    place = [] if cwd is None else [f"--cwd={os.fspath(cwd)}"]
    return contexts.argv(context, [*words, *place, "pipe", "t"])


def read(dialogue: Dialogue, done: Completed[bytes]) -> list[Answer]:
    """The Answers in what cv wrote; raises where it never came to the calls."""
    heard = jsonrpc.hear(done.stdout, dialogue.prefix)
    if heard.header is None or not dialogue.begun(heard):
        raise not_begun(heard, done)
    refused = dialogue.refused(heard)
    if refused:
        raise AccessDenied(f"log-in refused: {refused}", data=refused, response=done)
    warnings = [*heard.noise, *lines(done.stderr)]
    settled: list[Answer] = []
    cut = False
    for call, answer in zip(dialogue.calls, dialogue.answers(heard), strict=True):
        if answer is not None:
            settled.append(replace(answer, warnings=warnings, response=done))
            continue
        error = _unanswered(call, heard, done)
        if cut and _php_ended(done):  # calls run in order: after the first without an answer none was begun
            error.handled = False
        cut = True
        settled.append(Answer(call, None, error, warnings, None, done))
    return settled


def not_begun(heard: jsonrpc.Heard, done: Completed[bytes]) -> ApiCallError:
    """Why cv never came to the calls."""
    if heard.header is None:
        return _not_started(done)
    return InvalidResponse(
        "cv started but read none of the calls: its standard input was lost or cut "
        "(docker exec and kubectl exec need -i)",
        response=done,
        handled=False,
    )


def _not_started(done: Completed[bytes]) -> ApiCallError:
    """Why there is not even a greeting."""
    said = "\n".join(lines(done.stdout) + lines(done.stderr))
    if "Critical error. Please see server logs" in said:
        error = refusal(said.splitlines()[0], response=done)
        error.handled = False
        return error
    if done.returncode == 0:  # as with an alias of cv, whatever went wrong behind it
        found = _explained(said) or "nothing at all"
        return InvalidResponse(f"no answer of cv: {found}", response=done, handled=False)
    return CommandFailed(
        f"cv failed (exit {done.returncode}): {_explained(said) or 'it said nothing'}",
        cmd=done.args,
        returncode=done.returncode,
        stdout=done.stdout,
        stderr=done.stderr,
        response=done,
        handled=False,
    )


_HINTS = [
    (r'ommand "pipe" is not defined', "this cv has no pipe; it takes cv 0.3.15 or later"),
    (r"(?s)undefined method.*Civi::pipe|Civi::pipe.*undefined method",
     "this CiviCRM has no pipe; it takes CiviCRM 5.47 or later"),
    (r"Failed to locate civicrm.settings.php", "it found no site here; give cwd=, a directory of the site"),
    (r"Invalid working directory", "there is no such directory there; give cwd=, a directory of the site"),
    (r"(?i)host key verification failed",
     "the host is not known, or not the one that is known by this name; log in by hand once to see"),
    (r"(?i)permission denied \([a-z,-]+\)", "ssh was refused; it must log in by a key, without a question"),
    (r"(?im)command not found|executable file not found|^env: .*no such file"
     r"|^\S+: (?:line )?\d+: .*: (?:not found|no such file or directory)$",
     "there is no such command there; give cv= with its full path"),
]  # fmt: skip


def _explained(said: str) -> str:
    """What was said, and what it means where that is known."""
    text = excerpt(said)
    hint = next((hint for pattern, hint in _HINTS if re.search(pattern, said)), None)
    return f"{hint}: {text}" if hint else text


#: What ends with a code of its own making: an alias of cv (always 0), kubectl (1 where a connection broke).
_CODE_IS_LOST = re.compile(r"(?:^|[\s'])@|(?:^|[\s'/])(?:kubectl|oc)\b")


def _php_ended(done: Completed[bytes]) -> bool:
    """Whether PHP itself is known to be over; behind a connection that broke (ssh: 255) it may go on."""
    if b"Fatal error" in done.stderr:
        return True
    return 0 <= done.returncode < 125 and not _CODE_IS_LOST.search(" ".join(done.args))


def _unanswered(call: ApiCall, heard: jsonrpc.Heard, done: Completed[bytes]) -> ApiCallError:
    """What it means that a call got no answer although the dialogue had begun."""
    details: dict[str, Any] = {"call": call, "response": done}
    said = excerpt("\n".join(lines(done.stderr) + heard.noise))
    errors = [one["error"] for one in heard.unpaired if isinstance(one.get("error"), dict)]
    if any(error.get("code") == jsonrpc.PARSE_ERROR for error in errors):
        return InvalidResponse("the call arrived damaged and was not run: standard input was cut", **details)
    if done.returncode:
        return CommandFailed(
            f"PHP ended in the middle (exit {done.returncode}): {said}",
            cmd=done.args,
            returncode=done.returncode,
            stdout=done.stdout,
            stderr=done.stderr,
            **details,
        )
    return InvalidResponse(f"cv ended without an answer to this call: {said or 'it said nothing'}", **details)


class CvApi(BaseApi):
    """What CvApiV3 and CvApiV4 share."""

    def __init__(
        self,
        cv: contexts.Words = "cv",
        cwd: Any = None,
        context: contexts.Words = None,
        *,
        user: str | int | None = None,
        check_permissions: bool | None = None,
        timeout: float | None = None,
        retries: Any = 2,
        schema: Given = None,
        schema_ttl: float | None = None,
    ) -> None:
        backend = CvBackend(cv, cwd, context, user=user, check_permissions=check_permissions, timeout=timeout)
        super().__init__(backend, retries=retries, schema=schema, schema_ttl=schema_ttl)


class CvApiV4(CvApi):
    """APIv4 through ``cv``, the command's path or words.

    ``cwd`` is a directory of the site, ``context`` what starts commands there: "ssh host", "docker exec
    -i app", a list of words, a plumbum command, or a list of such, outermost first.  Permissions are
    not checked, unless ``user`` (a name, or a contact's id) and ``check_permissions=True`` are given.
    ``timeout`` is in seconds, for a call altogether; ``retries`` as in HttpApiV4.
    """

    VERSION = v4


class CvApiV3(CvApi):
    """APIv3 through ``cv``; the arguments are those of CvApiV4."""

    VERSION = v3
