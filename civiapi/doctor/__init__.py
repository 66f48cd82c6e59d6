"""What is wrong between here and a site: it is asked a few harmless things, and the answers are judged.

Nothing is written.  ``visit.py`` and ``local.py`` ask and keep what came back as facts; ``checks.py`` and
``cvchecks.py`` are tables of checks, each a function of the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ..config import SANDBOX, SiteConfig
from ..errors import UsageError
from .lines import Line, fail, ok

Facts = TypeVar("Facts")


Keep = Callable[[str], object]


def examine(config: SiteConfig, keep_secret: Keep = lambda secret: None) -> Iterator[Line]:
    """The lines about a site, in the order of the checks.

    ``keep_secret`` is told each secret that is used, so that no line of an answer shows it.
    """
    try:
        yield from _examined(config, keep_secret)
    except UsageError as error:
        yield fail("settings", error.message, "see civiapi site show, and the documentation of sites")


def _examined(config: SiteConfig, keep_secret: Keep) -> Iterator[Line]:
    if config.name == SANDBOX:
        yield from _sandbox(config)
    elif config.transport == "http":
        from . import checks, visit

        yield from _judged(checks.CHECKS, visit.facts(config, keep_secret))
    else:
        from . import cvchecks, local

        yield from _judged(cvchecks.CHECKS, local.facts(config))


def _judged(checks: Iterable[Callable[[Facts], Line | None]], facts: Facts) -> Iterator[Line]:
    for check in checks:
        line = check(facts)
        if line is not None:
            yield line


def _sandbox(config: SiteConfig) -> Iterator[Line]:
    from ..sites import opened

    with opened(config, version=4) as api:
        domain = api.Domain.get(limit=1, select=["version"]).one()
        yield ok("sandbox", f"the embedded site answers as CiviCRM {domain['version']}; it needs no log-in")


__all__ = ["Line", "examine"]
