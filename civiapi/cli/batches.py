"""``civiapi batch``: many calls in, an answer for each."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from . import failures, sites
from .failures import masked, tell
from .options import SiteCommand, opened

if TYPE_CHECKING:
    from ..base import BaseApi

#: So many lines are read, sent together and answered.
TOGETHER = 200
_MEMBERS = ("entity", "action", "params", "index")


@click.command(cls=SiteCommand)
@click.argument("file", type=click.File("rb"), default="-")
def batch(file: Iterable[bytes], choice: sites.Choice) -> None:
    """Make many calls, one a line of FILE or standard input, and print an answer a line.

    \b
      civiapi batch < calls.jsonl > answers.jsonl
      echo '["Contact", "get", {"limit": 1}]' | civiapi --site sandbox batch

    A line is JSON: ["Contact", "get", {"limit": 1}], or {"entity": "Contact", "action": "get", "params":
    {"limit": 1}}.  The answer is what the call gave, or {"error": "...", "class": "InvalidCall"}.  The calls
    run in order, and one that fails does not stop the others.

    Exit code 1: a call failed; 3: the site was not reached, and what follows was not sent.
    """
    from . import output

    stream = output.utf8_stdout()
    lines = enumerate(file, 1)
    together = TOGETHER
    if sys.stdin is not None and file is sys.stdin.buffer and sys.stdin.isatty():
        together = 1  # who types wants to see the answer
        tell('one call a line, such as ["Contact", "get", {"limit": 1}]; Ctrl-D ends it')
    failed = is_lost = False
    with opened(choice) as api:
        while not is_lost and (part := list(islice(lines, together))):
            for answer, error in _answers(api, part):
                stream.write(output.json_line(answer))
                failed = failed or error is not None
                is_lost = is_lost or _is_lost(error)
            stream.flush()
    if is_lost:
        tell(f"stopped after line {part[-1][0]}: the site is not reached")
    if failed:
        raise click.exceptions.Exit(failures.TRANSPORT if is_lost else failures.API)


def _answers(api: BaseApi, part: Sequence[tuple[int, bytes]]) -> Iterator[tuple[Any, Exception | None]]:
    """For each line that is not empty what to print, and the error that it tells."""
    from ..errors import ApiCallError

    batch = api.batch()
    pending: list[Any] = []
    for number, text in part:
        if not text.strip():
            continue
        try:
            pending.append(batch(*_call(number, text)))
        except (ApiCallError, TypeError) as error:
            pending.append(error)
    batch.send()
    for one in pending:
        try:
            if isinstance(one, Exception):
                raise one
            yield one.result(), None
        except (ApiCallError, TypeError) as error:
            yield {"error": masked(str(error)), "class": type(error).__name__}, error


def _call(number: int, text: bytes) -> list[Any]:
    """The entity, action, params and index in a line; UsageError where it has no such."""
    from ..errors import UsageError
    from . import texts

    try:
        said = texts.parsed(text.decode("utf-8-sig"), f"line {number}")
    except UnicodeDecodeError as error:
        raise UsageError(f"line {number} is not UTF-8 (byte {error.start + 1})") from None
    if isinstance(said, dict):
        strange = next((name for name in said if name not in _MEMBERS), None)
        if strange is not None:
            raise UsageError(f"line {number}: {strange!r} is none of {', '.join(_MEMBERS)}")
        said = [said.get("entity"), said.get("action"), said.get("params"), said.get("index")]
    if (
        not isinstance(said, list)
        or not 2 <= len(said) <= 4
        or not all(isinstance(one, str) for one in said[:2])
    ):
        raise UsageError(f'line {number}: a call is ["Entity", "action", {{...}}]')
    if len(said) > 2 and not isinstance(said[2], dict | None):
        raise UsageError(f"line {number}: params are an object, {{...}}")
    return said


def _is_lost(error: BaseException | None) -> bool:
    from ..errors import TransportError

    return isinstance(error, TransportError)
