"""The examples of the README, the documentation and the docstrings run, and give what they say."""

from __future__ import annotations

import doctest
import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import civiapi
from civiapi.log import logger
from civiapi.sandbox.rules import RULES

ROOT = Path(__file__).parent.parent
TEXTS = sorted([ROOT / "README.rst", *(ROOT / "docs").glob("*.rst")])
MODULES = ["civiapi", *(module.name for module in pkgutil.walk_packages(civiapi.__path__, "civiapi."))]


@pytest.fixture(autouse=True)
def _own_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A sandbox of its own; what an example sets for all of a process is over with it."""
    handlers, rules = [*logger.handlers], {**RULES}
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield
    monkeypatch.undo()
    logger.handlers[:] = handlers
    assert [name for name in os.environ if name.startswith("CIVIAPI_")] == []
    assert rules == RULES


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.name)
def test_text(text: Path) -> None:
    result = doctest.testfile(str(text), module_relative=False)
    assert not result.failed


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("__main__")])
def test_docstrings(name: str) -> None:
    assert not doctest.testmod(importlib.import_module(name)).failed


def test_there_are_examples() -> None:
    assert sum(text.read_text().count(">>>") for text in TEXTS) > 50


def test_every_public_name_is_in_the_reference() -> None:
    reference = (ROOT / "docs" / "api.rst").read_text()
    missing = [
        name for name in civiapi.__all__ if f"civiapi.{name}" not in reference and name != "__version__"
    ]
    assert missing == []
