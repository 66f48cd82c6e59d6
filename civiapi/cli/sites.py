"""Which site a command line means."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import click

from . import failures

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..call import ApiCall
    from ..config import SiteConfig
    from ..errors import ApiCallError
    from ..flows import Flow

_ENVIRONMENT = "CIVIAPI_API_KEY"


class Choice(NamedTuple):
    """The options that choose a site; all None: the environment decides.  ``yes``: nobody is to be asked."""

    site: str | None = None
    url: str | None = None
    cv: str | None = None
    cwd: str | None = None
    context: str | None = None
    version: int | None = None
    yes: bool = False


def api(choice: Choice) -> BaseApi:
    """The api of the chosen site."""
    from ..sites import opened

    _check(choice)
    config = _config(choice)
    options = _with_key(config)
    made = opened(config, version=choice.version, **options)
    for text in getattr(made._backend, "secrets", ()):
        failures.keep_secret(text)
    if config.settings.get("read_only"):
        made = made.read_only()
    if config.settings.get("protected") and not choice.yes:
        made = made._guarded(Asking(str(config)))
    return made


def known(choice: Choice) -> tuple[str, int]:
    """How a site is called where its schema is kept, and the version; no secret is looked up for it."""
    from ..config import SANDBOX
    from ..credentials import Reference
    from ..sites import opened

    config = _config(choice)
    plain = {name: value for name, value in config.settings.items() if not isinstance(value, Reference)}
    key = {"api_key": "-"} if config.name != SANDBOX and config.transport == "http" else {}
    with opened(replace(config, settings=plain), version=choice.version, **key) as api:
        return api._backend.site if api._backend is not None else "", api.VERSION.NUMBER


def config_of(choice: Choice) -> SiteConfig:
    """What is known of the chosen site, with the key of an address that somebody was asked for."""
    from ..sites import environment_version

    _check(choice)
    config = _config(choice)
    version = choice.version or environment_version(os.environ)
    own = {**_with_key(config), **({"version": version} if version else {})}
    return replace(config, settings={**config.settings, **own}) if own else config


def _config(choice: Choice) -> SiteConfig:
    from ..config import SiteConfig
    from ..sites import addressed, chosen

    commands = {name: getattr(choice, name) for name in ("cv", "cwd", "context")}
    commands = {name: words for name, words in commands.items() if words is not None}
    if commands:
        return SiteConfig(None, "the command line", commands)
    if choice.url is not None:
        return replace(addressed(choice.url, os.environ), source="the command line")
    return chosen(choice.site, os.environ)


def _check(choice: Choice) -> None:
    given = {name: words for name, words in choice._asdict().items() if words not in (None, False)}
    empty = [name for name, words in given.items() if words == ""]
    if empty:
        # an unset variable of a script; the environment's site, or this machine, is not meant
        raise click.UsageError(f"--{empty[0]} is empty")
    kinds = [f"--{name}" for name in given if name not in ("version", "yes")]
    if len(kinds) > 1 and not {"site", "url"}.isdisjoint(given):
        raise click.UsageError(f"{' and '.join(kinds)} name different sites; give one")
    if choice.url is not None and "@" in choice.url:
        raise click.UsageError(
            "everyone on this machine can read a password on a command line; put the URL into CIVIAPI_URL"
        )


def _with_key(config: SiteConfig) -> dict[str, Any]:
    """The key that is asked for, where the environment's site has none and somebody sits there."""
    is_keyless = config.name is None and "url" in config.settings and not os.environ.get(_ENVIRONMENT)
    if not is_keyless or not somebody_there():
        return {}
    place = str(config.settings["url"]).rpartition("@")[2]
    key = click.prompt(f"API key for {place}", hide_input=True, err=True)
    failures.keep_secret(key)
    return {"api_key": key}


def somebody_there() -> bool:
    """Whether a person can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


@dataclass
class Asking:
    """Asks before the first write to a protected site, once a command, however many its workers are."""

    #: See civiapi.guards.
    REFUSES_WRITES: ClassVar = True
    site: str
    allowed: bool | None = field(default=None, compare=False)
    lock: AbstractContextManager[Any] = field(default_factory=threading.Lock, compare=False, repr=False)

    def __call__(self, api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
        yield from ()
        return [None if call.is_read() or self._asked(call) else self._refusal(call) for call in calls]

    def _asked(self, call: ApiCall) -> bool:
        with self.lock:
            if self.allowed is None and somebody_there():
                self.allowed = False  # where Ctrl-C is the answer, the others do not ask again
                self.allowed = click.confirm(f"{self.site} is protected. {call}: go on?", err=True)
            return bool(self.allowed)

    def _refusal(self, call: ApiCall) -> ApiCallError:
        from ..errors import UsageError

        if self.allowed is False:
            return UsageError("not sent, as you said", call=call)
        return UsageError(f"{self.site} is protected, and nobody is there to be asked; say --yes", call=call)
