"""Sites with custom data, whose schema is at hand or is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiCall, SandboxApiV3, SandboxApiV4
from civiapi.schema import Schema, cache

from ..schema.conftest import add_custom_data, forget


class Told(SandboxApiV4):
    """Notes what leaves."""

    def send(self, calls: Sequence[ApiCall]) -> Any:
        self.__dict__.setdefault("sent", []).extend(calls)
        return super().send(calls)


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing known of any site, and nobody at the keyboard."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(cache, "is_interactive", lambda: False)
    forget()


@pytest.fixture(scope="session")
def custom_file(new_site: Callable[[], Path]) -> Path:
    """A site with custom fields, a group of which a contact may have many records, and an entity of its own."""
    file = new_site()
    add_custom_data(file)
    return file


@pytest.fixture(scope="session")
def whole(custom_file: Path) -> Schema:
    with SandboxApiV4(custom_file) as api:
        return api.schema.load()


@pytest.fixture(scope="session")
def whole3(custom_file: Path) -> Schema:
    with SandboxApiV3(custom_file) as api:
        return api.schema.load()


@pytest.fixture
def api(custom_file: Path) -> Iterator[Told]:
    """An api that knows nothing of its site."""
    with Told(custom_file) as made:
        yield made


@pytest.fixture
def known(custom_file: Path, whole: Schema) -> Iterator[Told]:
    """An api that knows all of its site."""
    with Told(custom_file, schema=whole) as made:
        yield made


@pytest.fixture
def api3(custom_file: Path, whole3: Schema) -> Iterator[SandboxApiV3]:
    with SandboxApiV3(custom_file, schema=whole3) as made:
        yield made
