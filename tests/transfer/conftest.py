"""The two sites of the tests of moving."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from civiapi import SandboxApiV4
from civiapi.moving.folder import USUAL

from . import world

#: Entities that are asked for what stands behind a name.
DEFINING = """
    ContactType LocationType RelationshipType FinancialType OptionValue CustomGroup CustomField
""".split()


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


@pytest.fixture(scope="session")
def schemas(two_sites: tuple[Path, Path]) -> tuple[Any, Any]:
    """What the two sites say of themselves, as far as a move asks."""
    found = []
    for file in two_sites:
        with SandboxApiV4(file) as api:
            for entity in (*USUAL, *DEFINING):
                api.schema.entity(entity)
            found.append(api.schema.known)
    return found[0], found[1]


@pytest.fixture
def copies(two_sites: tuple[Path, Path], tmp_path: Path) -> tuple[Path, Path]:
    """Fresh copies of the files of both."""
    for file in two_sites:
        shutil.copyfile(file, tmp_path / file.name)
    return tmp_path / "old.sqlite", tmp_path / "new.sqlite"


@pytest.fixture
def sites(copies: tuple[Path, Path], schemas: tuple[Any, Any]) -> Iterator[Sites]:
    """Fresh sites whose schema is known already."""
    with SandboxApiV4(copies[0], schema=schemas[0]) as src, SandboxApiV4(copies[1], schema=schemas[1]) as dst:
        yield Sites(src, dst, copies[0].parent)


@pytest.fixture
def changing_sites(copies: tuple[Path, Path]) -> Iterator[Sites]:
    """Fresh sites, to have options and fields added."""
    with SandboxApiV4(copies[0]) as src, SandboxApiV4(copies[1]) as dst:
        yield Sites(src, dst, copies[0].parent)
