"""The two sites of the tests of moving."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from civiapi import SandboxApiV4

from . import world


@dataclass
class Sites:
    """An api on either site, and where their files and the journal are."""

    src: Any
    dst: Any
    folder: Path

    @property
    def journal(self) -> Path:
        return self.folder / "move.db"


@pytest.fixture(scope="session")
def two_sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The files of an old and a new site, to be copied."""
    return world.make(tmp_path_factory.mktemp("sites"))


@pytest.fixture
def sites(two_sites: tuple[Path, Path], tmp_path: Path) -> Iterator[Sites]:
    """Fresh copies of both."""
    for file in two_sites:
        shutil.copyfile(file, tmp_path / file.name)
    with SandboxApiV4(tmp_path / "old.sqlite") as src, SandboxApiV4(tmp_path / "new.sqlite") as dst:
        yield Sites(src, dst, tmp_path)
