"""Files copied to and from where cv runs, through the same context, with mktemp, dd, cat, wc and rm.

Every word is an argument of its own, which ``context.argv`` quotes for each shell between here and there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO, Any

from . import context as contexts
from . import v4
from .call import Answer, ApiCall, Upload
from .errors import ApiCallError, CommandFailed, InvalidResponse, NotFound, UsageError, excerpt

#: Why there is no way for files where permissions are checked.
UNTRUSTED = (
    "over cv files go by their paths, which CiviCRM tells and takes only where permissions are not checked; "
    "use check_permissions=False, or HTTP"
)
#: Runs a command to its end: words, standard input, standard output; gives what it wrote and its exit code.
Run = Callable[..., Any]


@contextlib.contextmanager
def _calling_nothing(call: ApiCall) -> Iterator[None]:
    """What goes wrong here does so while no call is under way."""
    try:
        yield
    except ApiCallError as error:
        error.call, error.handled = call, False
        raise


def _absolute(path: str) -> str:
    """A path that no command takes for anything else."""
    if not path.startswith("/"):
        raise InvalidResponse(f"{excerpt(path)!r} is no path of a file that could be copied")
    return path


def _refuse_ownerless(call: Upload, send: Callable[[Sequence[ApiCall]], list[Answer]]) -> None:
    """NotFound where there is no such record: CiviCRM looks for it only where permissions are checked."""
    entity = str(call.params.get("entity_table")).removeprefix("civicrm_").capitalize()
    owner = call.params.get("entity_id")
    wanted = {"select": ["id"], "where": [["id", "=", owner]]}  # also of the trash
    (answer,) = send([ApiCall(entity, "get", wanted, v4.NUMBER)])
    if not v4.read(answer):
        raise NotFound(f"there is no {entity} {owner}; nothing was attached")


class Copier:
    """What copies files between here and the place of a cv command."""

    def __init__(self, cv: contexts.Words, context: contexts.Words, run: Run) -> None:
        self._context, self._run = context, run
        self._is_alias = any(word.startswith("@") for word in contexts.words(cv))

    def sent(self, call: Upload, send: Callable[[Sequence[ApiCall]], list[Answer]]) -> list[Answer]:
        """Send an upload: its file is copied to a temporary one there, which CiviCRM moves to its own."""
        with _calling_nothing(call):
            self._refuse_alias()
            _refuse_ownerless(call, send)
            path = _absolute(" ".join(self._said(["mktemp"])[-1:]))
        is_taken = False
        try:
            with _calling_nothing(call), call.content.opened_on_disk() as file:
                self._done(["dd", f"of={path}"], stdin=file)
                self._check_size(path, call.content.size)
            options = {**(call.params.get("options") or {}), "move-file": path}
            moving = ApiCall(call.entity, call.action, {**call.params, "options": options}, call.version)
            (answer,) = send([moving])
            is_taken = isinstance(answer.payload, Mapping) and not answer.payload.get("is_error")
        finally:
            if not is_taken:
                with contextlib.suppress(ApiCallError):  # what went wrong first is what is told
                    self._done(["rm", "-f", path])
        return [replace(answer, call=call)]

    def fetch(self, call: ApiCall, row: Mapping[str, Any], out: IO[bytes]) -> None:
        """Copy the file of an attachment, the row that ``call`` gave, to ``out``, a file of the system's."""
        with _calling_nothing(call):
            self._refuse_alias()
            path = _absolute(str(row.get("path")))
            self._done(["cat", path], stdout=out)
            self._check_size(path, out.seek(0, os.SEEK_END))

    def _refuse_alias(self) -> None:
        """UsageError where only cv itself knows the way to its machine."""
        if self._is_alias:
            raise UsageError("files cannot go through an alias of cv; say the way there with context=")

    def _check_size(self, path: str, size: int) -> None:
        told = " ".join(self._said(["wc", "-c", path])[-1:]).split()[:1]
        if told != [str(size)]:
            raise CommandFailed(
                f"the file has {size} bytes here and {' '.join(told)} there: it was cut, or a shell on the "
                "way wrote something besides"
            )

    def _said(self, words: Sequence[str]) -> list[str]:
        """The lines that a command wrote."""
        return [str(line) for line in self._done(words).stdout.decode("utf-8", "replace").splitlines()]

    def _done(self, words: Sequence[str], **streams: Any) -> Any:
        done = self._run(contexts.argv(self._context, words), **streams)
        if done.returncode:
            said = excerpt(done.stderr.decode("utf-8", "replace")) or "it said nothing"
            raise CommandFailed(
                f"{words[0]} failed there (exit {done.returncode}): {said}",
                cmd=done.args,
                returncode=done.returncode,
                response=done,
            )
        return done
