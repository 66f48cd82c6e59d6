"""A site is asked through cv, here or in a context; what came back as facts."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .. import context as contexts
from .. import processes
from ..config import SiteConfig
from ..errors import ApiCallError, ApiError
from ..sites import opened

#: Seconds for each question.
TIMEOUT = 60.0


@dataclass(frozen=True)
class Probe:
    """One question: what it gave, or its error, and how long it took."""

    value: Any = None
    error: ApiCallError | None = None
    seconds: float = 0.0


@dataclass
class Facts:
    """What is known of a site; ``calls`` are reads by name, in the order in which they were made.

    ``cv``: what ``cv --version`` gave, a CompletedProcess.
    """

    config: SiteConfig
    argv: list[str]
    cv: Probe = field(default_factory=Probe)
    calls: dict[str, Probe] = field(default_factory=dict)


def facts(config: SiteConfig) -> Facts:
    """Ask a site all that the checks need, as long as there are answers."""
    with opened(config, timeout=TIMEOUT, retries=0) as api:
        backend: Any = api._backend
        found = Facts(config, backend._argv)
    words = contexts.words(config.settings.get("cv", "cv"))
    asked = contexts.argv(config.settings.get("context"), [*words, "--version"])
    found.cv = _timed(lambda: processes.run(asked, b"", TIMEOUT))
    if found.cv.error is not None or found.cv.value.returncode:
        return found
    for version in (4, 3):
        with opened(config, version=version, timeout=TIMEOUT, retries=0) as api:
            if not _ask(found, _questions(api, version)):
                break
    return found


def _ask(found: Facts, questions: dict[str, Callable[[], Any]]) -> bool:
    """Ask as long as there are answers; whether the API itself still answered."""
    for name, ask in questions.items():
        found.calls[name] = probe = _timed(ask)
        if probe.error is not None:
            return isinstance(probe.error, ApiError)
    return True


def _questions(api: Any, version: int) -> dict[str, Callable[[], Any]]:
    if version == 3:
        return {"v3": lambda: api.Domain.get({"sequential": 1, "options": {"limit": 1}}).first()}
    several: list[Any] = [("Contact", "get", {"limit": 1, "select": ["id"]})] * 2
    return {
        "v4": lambda: api.Domain.get(limit=1, select=["version"]).first(),
        "batch": lambda: [pending.result() for pending in api.batch(several)],
        "again": lambda: api.Contact.get(limit=1, select=["id"]),
    }


def _timed(ask: Callable[[], Any]) -> Probe:
    started = time.perf_counter()
    try:
        return Probe(ask(), None, time.perf_counter() - started)
    except ApiCallError as error:
        return Probe(None, error, time.perf_counter() - started)
