"""Logging: the logger ``civiapi``.

DEBUG shows each call with its params and its time, WARNING each wait before a call is sent again.
Nothing above DEBUG shows params; nothing shows credentials.  ``CIVIAPI_LOG=debug`` in the
environment switches it on without a line of code.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .call import ApiCall

logger = logging.getLogger("civiapi")

_SECRET = frozenset(
    {"api_key", "site_key", "key", "password", "pass", "secret", "token", "cred", "signature"}
)
_switched = False


def switch_on() -> None:
    """Obey CIVIAPI_LOG, once a process: a level's name writes to stderr from that level on."""
    global _switched
    if _switched:
        return
    _switched = True
    level = os.environ.get("CIVIAPI_LOG", "").upper()
    if level:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logger.addHandler(handler)
        logger.setLevel(level if level in ("DEBUG", "INFO", "WARNING", "ERROR") else "INFO")


def redacted(value: Any) -> Any:
    """Params to be shown: the values of fields that hold credentials are starred."""
    if isinstance(value, Mapping):
        return {k: "***" if str(k).lower() in _SECRET else redacted(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        if len(value) > 2 and isinstance(value[0], str) and value[0].lower() in _SECRET:
            return [value[0], value[1], "***"]
        return [redacted(item) for item in value]
    return value


@contextlib.contextmanager
def logged(calls: Sequence[ApiCall]) -> Iterator[None]:
    """Say at DEBUG what was called, and how long the request with it took."""
    if not calls or not logger.isEnabledFor(logging.DEBUG):
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds = time.perf_counter() - started
        for call in calls:
            logger.debug("%s %s in %.1f ms", call, redacted(call.params), 1000 * seconds)
