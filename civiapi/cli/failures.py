"""What went wrong as one line on standard error, and as an exit code."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import traceback
from collections.abc import Sequence
from urllib.parse import urlsplit

import click

#: Exit codes.
API, USAGE, TRANSPORT, BUG, INTERRUPTED, BROKEN_PIPE = 1, 2, 3, 70, 130, 141
_KEYS = ("CIVIAPI_API_KEY", "CIVIAPI_SITE_KEY", "CIVIAPI_PASSWORD")
_SHORTEST_SECRET = 4


def tell(text: str) -> None:
    """A line on standard error, whatever the text holds."""
    line = "".join(letter if letter.isprintable() else " " for letter in masked(text))
    click.echo("civiapi: " + " ".join(line.split()), err=True)


def failed(error: BaseException, debug: bool = False) -> int:
    """Tell an error; its exit code."""
    if debug and not isinstance(error, click.exceptions.Exit | BrokenPipeError):
        click.echo(masked("".join(traceback.format_exception(error))), err=True, nl=False)
    if isinstance(error, BrokenPipeError):
        _drop_output()
        return BROKEN_PIPE
    if isinstance(error, KeyboardInterrupt | click.Abort):
        if sys.stderr is not None and sys.stderr.isatty():
            click.echo(err=True)  # the terminal has written ^C there
        return INTERRUPTED
    text, code = _explained(error)
    with contextlib.suppress(OSError):  # nobody listens on standard error
        tell(text)
    if isinstance(error, OSError):
        _drop_output()  # a full disk would be told again at the end
    return code


def _explained(error: BaseException) -> tuple[str, int]:
    if isinstance(error, click.ClickException):
        more = _more(error)
        said = error.format_message()
        return (f"{said.removesuffix('.')}.{more}" if more else said), USAGE
    from ..errors import ApiCallError, InvalidResponse, TransportError, UsageError
    from ..sandbox.errors import SiteError
    from .wording import spoken

    if isinstance(error, UsageError):
        return spoken(str(error)), USAGE
    if isinstance(error, TransportError | InvalidResponse):
        return str(error), TRANSPORT
    if isinstance(error, ApiCallError):
        return str(error), API
    if isinstance(error, OSError | sqlite3.Error):
        return _system(error), TRANSPORT
    if isinstance(error, SiteError):  # of the sandbox commands, which make no call
        return error.message, TRANSPORT
    if isinstance(error, ImportError) and "pip install" in str(error):  # an extra that is not there
        return str(error), USAGE
    return f"unexpected {type(error).__name__}: {error} (--debug shows where)", BUG


def _more(error: click.ClickException) -> str:
    """Where it stands how the command is written, for errors that do not say what to do."""
    is_bare = isinstance(error, click.MissingParameter | click.NoSuchOption)
    if not isinstance(error, click.UsageError) or error.ctx is None:
        return ""
    if not is_bare and error.message != "Missing command.":
        return ""
    return f"  See {error.ctx.command_path.removesuffix(' Entity.action')} --help"


def _system(error: OSError | sqlite3.Error) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _drop_output() -> None:
    """Send what is left in the buffers nowhere, so that the end of the process says nothing about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (AttributeError, OSError, ValueError):
            continue
    os.close(nowhere)


_prompted: list[str] = []


def keep_secret(secret: str) -> None:
    """Never show this text again."""
    _prompted.append(secret)


def masked(text: str) -> str:
    """The text with stars for the keys and passwords that are known here."""
    for secret in _secrets():
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "***")
    return text


def _secrets() -> Sequence[str]:
    known = [os.environ.get(name, "") for name in _KEYS]
    with contextlib.suppress(ValueError):
        known.append(urlsplit(os.environ.get("CIVIAPI_URL", "")).password or "")
    return [*known, *_prompted]
