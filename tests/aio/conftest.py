"""Takes note of the transports that asyncio makes, so that a test can tell which were left open."""

from __future__ import annotations

import asyncio
import functools
import weakref
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from ..wire import DEADLINE
from .support import transports


@pytest.fixture(autouse=True)
def _kept_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """For longer than httpx keeps them: 5 seconds may pass between two calls on a busy machine."""
    monkeypatch.setattr(httpx, "Limits", functools.partial(httpx.Limits, keepalive_expiry=DEADLINE))


@pytest.fixture(scope="package", autouse=True)
def _noted_transports() -> Iterator[None]:
    made = asyncio.BaseTransport.__init__

    def noted(self: asyncio.BaseTransport, *args: Any, **options: Any) -> None:
        made(self, *args, **options)
        transports.append(weakref.ref(self))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.BaseTransport, "__init__", noted)
        yield
    transports.clear()
