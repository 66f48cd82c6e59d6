"""Takes note of the transports that asyncio makes, so that a test can tell which were left open."""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from .support import transports


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
