"""A home of its own for each test: no sites, no project, no variables, a keyring in memory."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest


@pytest.fixture(autouse=True)
def config_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's config directory."""
    home = tmp_path / "config"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    project = tmp_path / "project"
    (project / "deep" / "down").mkdir(parents=True)
    (project / ".git").mkdir()
    monkeypatch.chdir(project / "deep" / "down")
    return home / "civiapi"


@pytest.fixture
def user_sites(config_home: Path) -> Callable[[str], Path]:
    """Writes the user's sites.toml."""

    def write(text: str) -> Path:
        config_home.mkdir(parents=True, exist_ok=True)
        file = config_home / "sites.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.fixture
def project_sites(tmp_path: Path) -> Callable[[str], Path]:
    """Writes the pyproject.toml at the root of the repository that the test runs in."""

    def write(text: str) -> Path:
        file = tmp_path / "project" / "pyproject.toml"
        file.write_text(text, encoding="utf-8")
        return file

    return write


class Keyring:
    """What civiapi asks of the package keyring."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def _open(self) -> None:
        if self.is_locked:
            raise RuntimeError("canary-of-the-keyring")

    def get_password(self, service: str, name: str) -> str | None:
        self._open()
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, secret: str) -> None:
        self._open()
        self.kept[service, name] = secret

    def delete_password(self, service: str, name: str) -> None:
        self._open()
        del self.kept[service, name]


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """The package keyring, keeping in memory."""
    made = Keyring()
    names = {name: getattr(made, name) for name in ("get_password", "set_password", "delete_password")}
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(**names))  # type: ignore[arg-type]
    return made
