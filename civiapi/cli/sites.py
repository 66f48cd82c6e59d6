"""Which site a command line means."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from . import failures

if TYPE_CHECKING:
    from ..base import BaseApi

_ENVIRONMENT = "CIVIAPI_API_KEY"
_COMMANDS = ("CIVIAPI_CV", "CIVIAPI_CWD", "CIVIAPI_CONTEXT")


class Choice(NamedTuple):
    """The options that choose a site; all None: the environment decides."""

    site: str | None = None
    url: str | None = None
    cv: str | None = None
    cwd: str | None = None
    context: str | None = None
    version: int | None = None


def api(choice: Choice, *, asking: bool = True) -> BaseApi:
    """The api of the chosen site; with ``asking`` a missing key is asked for, where somebody sits there."""
    from ..sites import connect, cv_api, environment_version, http_api

    _check(choice)
    version = choice.version or environment_version(os.environ)
    command = {name: getattr(choice, name) for name in ("cv", "cwd", "context")}
    command = {name: words for name, words in command.items() if words is not None}
    if command:
        return cv_api(version, **command)
    if choice.site is not None:
        return connect(choice.site, version=version)
    url = choice.url
    if url is None and not any(os.environ.get(name) for name in _COMMANDS):
        url = os.environ.get("CIVIAPI_URL") or None
    if url is None:
        return connect(version=version)
    return http_api(url, version, _with_key(url) if asking else os.environ, {})


def _check(choice: Choice) -> None:
    given = {name: words for name, words in choice._asdict().items() if words is not None}
    empty = [name for name, words in given.items() if words == ""]
    if empty:
        # an unset variable of a script; the environment's site, or this machine, is not meant
        raise click.UsageError(f"--{empty[0]} is empty")
    kinds = [f"--{name}" for name in given if name != "version"]
    if len(kinds) > 1 and not {"site", "url"}.isdisjoint(given):
        raise click.UsageError(f"{' and '.join(kinds)} name different sites; give one")
    if choice.url is not None and "@" in choice.url:
        raise click.UsageError(
            "everyone on this machine can read a password on a command line; put the URL into CIVIAPI_URL"
        )


def _with_key(url: str) -> dict[str, str]:
    """The environment, with the key that is asked for where it has none and somebody sits there."""
    environ = dict(os.environ)
    if not environ.get(_ENVIRONMENT) and _somebody_there():
        place = url.rpartition("@")[2]
        environ[_ENVIRONMENT] = click.prompt(f"API key for {place}", hide_input=True, err=True)
        failures.keep_secret(environ[_ENVIRONMENT])
    return environ


def _somebody_there() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))
