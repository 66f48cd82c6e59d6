"""Which sites there are: sites.toml, a project's ``[tool.civiapi]``, the variables of the environment.

A site is a table of SETTINGS.  Of two with the same name the project's counts, as a whole: a key of one
file never goes to the address of another.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .credentials import Reference, reference
from .errors import UsageError
from .schema.nearest import unknown

SANDBOX = "sandbox"
FILE = "sites.toml"
TRANSPORTS = ("http", "cv", "pipe")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ROOTS = (".git", ".hg")


def _text(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def _words(value: Any) -> bool:
    return _text(value) or (isinstance(value, list) and bool(value) and all(map(_words, value)))


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _user(value: Any) -> bool:
    return _text(value) or (_count(value) and value > 0)


Check = tuple[Callable[[Any], bool], str]
_FLAG: Check = (_flag, "true or false")
_TEXT: Check = (_text, "a text")
_COMMAND: Check = (_words, "a text, or a list of words")
CREDENTIALS = ("api_key", "site_key", "jwt", "password", "htaccess_password")
#: What a site may have besides CREDENTIALS, which are references.
SETTINGS: dict[str, Check] = {
    "transport": (lambda value: value in TRANSPORTS, f"one of {', '.join(TRANSPORTS)}"),
    "version": (lambda value: value in (3, 4) and not isinstance(value, bool), "3 or 4"),
    "url": _TEXT,
    "route": _TEXT,
    "verify_ssl": (lambda value: _flag(value) or _text(value), "true, false or a file of certificates"),
    "htaccess_user": _TEXT,
    "cv": _COMMAND,
    "cwd": _TEXT,
    "context": _COMMAND,
    "user": (_user, "a user's name, or a contact's id"),
    "timeout": (_number, "a number of seconds"),
    "retries": (_count, "a whole number, 0 or more"),
    "check_permissions": _FLAG,
    "read_only": _FLAG,
    "protected": _FLAG,
}


@dataclass(frozen=True)
class SiteConfig:
    """A site as it is configured; ``name`` is None for that of the environment's variables."""

    name: str | None
    source: str
    settings: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name or self.source

    @property
    def transport(self) -> str:
        """The transport it says, or that its address asks for."""
        return str(self.settings.get("transport") or ("http" if "url" in self.settings else "cv"))


@dataclass(frozen=True)
class File:
    """A file with sites: ``sites`` are tables by name, unchecked, ``default`` is the name of one."""

    path: Path
    sites: Mapping[str, Any]
    default: str | None = None

    def site(self, name: str) -> SiteConfig:
        """One of its sites; UsageError where that is none."""
        place = f"site {name} in {self.path}"
        return SiteConfig(name, str(self.path), checked(self.sites[name], place, self.path.parent))


@dataclass(frozen=True)
class Sites:
    """The files that are read, the first one counts."""

    files: tuple[File, ...]

    @property
    def default(self) -> str | None:
        return next((file.default for file in self.files if file.default), None)

    @property
    def names(self) -> list[str]:
        """All names, the sandbox's last."""
        return [*dict.fromkeys(name for file in self.files for name in file.sites), SANDBOX]

    def site(self, name: str) -> SiteConfig:
        """The site of that name; UsageError where there is none."""
        if name == SANDBOX:
            return SiteConfig(SANDBOX, "always there")
        for file in self.files:
            if name in file.sites:
                return file.site(name)
        if user_file() is None:
            raise UsageError(f"no site {name!r}; {FILE} takes more packages: pip install 'civiapi[cli]'")
        raise UsageError(
            f"{unknown('site', name, self.names)}; there are {', '.join(self.names)}; "
            f"add one with: civiapi site add {name if NAME.fullmatch(name) else 'NAME'}"
        )


def load(environ: Mapping[str, str] = os.environ, start: Path | None = None) -> Sites:
    """The sites of the project around ``start`` (the working directory), and the user's own."""
    project, own = project_file(start), user_file()
    found = [_read(project, ("tool", "civiapi"))] if project else []
    found += [_read(own, ())] if own and own.exists() else []
    return Sites(tuple(file for file in found if file is not None))


def user_file() -> Path | None:
    """Where the user's own sites are, whether there are any; None without platformdirs."""
    try:
        from platformdirs import user_config_path
    except ModuleNotFoundError:
        return None
    return user_config_path("civiapi", appauthor=False) / FILE


def project_file(start: Path | None = None) -> Path | None:
    """The nearest pyproject.toml with ``[tool.civiapi]``, from ``start`` up to the repository's root.

    Outside of a repository only ``start`` itself is looked at: what lies above it is nobody's project.
    """
    here = (start or Path.cwd()).resolve()
    upward = [here, *here.parents]
    root = next((n for n, folder in enumerate(upward) if any((folder / mark).exists() for mark in _ROOTS)), 0)
    for folder in upward[: root + 1]:
        path = folder / "pyproject.toml"
        if path.is_file() and b"tool.civiapi" in path.read_bytes():
            return path
    return None


def _read(path: Path, table: tuple[str, ...]) -> File | None:
    """A file's sites; None where it has no such table."""
    found: Any = parsed(path)
    for name in table:
        if not isinstance(found, dict) or name not in found:
            return None
        found = found[name]
    if table:
        _refuse_strangers(path)
    if not isinstance(found, dict):
        raise UsageError(f"{'.'.join(table)} in {path} is no table")
    return _file(path, found)


def _file(path: Path, found: dict[str, Any]) -> File:
    for key in found:
        if key not in ("default", "sites"):
            raise UsageError(f"{unknown('setting', key, ('default', 'sites'))}, in {path}")
    sites, default = found.get("sites", {}), found.get("default")
    if not isinstance(sites, dict) or not all(isinstance(site, dict) for site in sites.values()):
        raise UsageError(f"sites in {path} are tables: [sites.NAME]")
    for name in sites:
        refuse_name(name, f", in {path}")
    if default is not None and not isinstance(default, str):
        raise UsageError(f"default in {path} is the name of a site")
    return File(path, sites, default)


def parsed(path: Path) -> dict[str, Any]:
    """A TOML file; UsageError where it is none."""
    try:
        if sys.version_info >= (3, 11):
            import tomllib
        else:
            import tomli as tomllib
    except ModuleNotFoundError as error:
        raise UsageError(f"to read {path} takes more packages: pip install 'civiapi[cli]'") from error
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = str(error) if isinstance(error, tomllib.TOMLDecodeError) else "it is not UTF-8"
        raise UsageError(f"{path} is no TOML: {where}") from None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error


def _refuse_strangers(path: Path) -> None:
    """UsageError for a project of another user: a site may name commands, which would run as us."""
    if os.name == "posix" and path.stat().st_uid not in (os.geteuid(), 0):
        raise UsageError(f"{path} belongs to another user; copy its sites into your own {FILE}")


def refuse_name(name: str, place: str = "") -> None:
    """UsageError for what can be no site's name."""
    if name == SANDBOX:
        raise UsageError(f"{SANDBOX} is the embedded site, no name for another{place}")
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} is no site's name{place}; it has letters, digits, - and _")


def checked(table: Mapping[str, Any], place: str, folder: Path = Path()) -> dict[str, Any]:
    """A site's settings, its credentials as References; UsageError for what is wrong or unknown."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if name in CREDENTIALS:
            found[name] = reference(name, value, folder, place)
            continue
        if name not in SETTINGS:
            raise UsageError(f"{unknown('setting', name, (*SETTINGS, *CREDENTIALS))}, in {place}")
        is_right, kind = SETTINGS[name]
        if not is_right(value):
            raise UsageError(f"{name} in {place} is {kind}, not {value!r}")
        found[name] = value
    if "@" in str(found.get("url", "")).partition("://")[2].partition("/")[0]:
        raise UsageError(f"url in {place} holds a user or a password; give htaccess_user, htaccess_password")
    return found


def shown(settings: Mapping[str, Any]) -> dict[str, str]:
    """A site's settings as a person reads them; of a secret the place where it is."""
    return {name: _shown(value) for name, value in settings.items()}


def _shown(value: Any) -> str:
    if isinstance(value, Reference):
        return f"({value})"
    return str(value).lower() if isinstance(value, bool) else str(value)
