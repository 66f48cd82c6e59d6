"""Writing sites.toml, and secrets to where it refers to; what a person wrote into the file stays."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import tomlkit

from ..config import FILE, parsed, user_file
from ..credentials import SERVICE, keyring_module
from ..errors import UsageError
from ..log import logger

_KEYS = "keys"


def own_file() -> Path:
    """The user's sites.toml, whether it is there or not."""
    path = user_file()
    if path is None:
        raise UsageError(f"{FILE} needs some more packages: pip install 'civiapi[cli]'")
    return path


def put(name: str, settings: Mapping[str, Any], *, default: bool = False) -> Path:
    """Write a site into sites.toml, in the place of one of that name; the file."""
    with _edited() as (path, document):
        table = tomlkit.table()
        for key, value in settings.items():
            table[key] = _inline(value) if isinstance(value, Mapping) else value
        sites = document.setdefault("sites", tomlkit.table(is_super_table=True))
        sites[name] = table
        if default:
            _set_default(document, name)
    return path


def take(name: str) -> None:
    """Remove a site, and the secrets that were stored for it here."""
    with _edited() as (path, document):
        found = document.get("sites", {})
        if name not in found:
            raise UsageError(f"no site {name!r} in {path}")
        references = [value for value in found[name].values() if isinstance(value, Mapping)]
        del found[name]
        if document.get("default") == name:
            del document["default"]
    for one in references:
        _forget(path, name, dict(one))


def set_default(name: str) -> Path:
    """Make a site the default."""
    with _edited() as (path, document):
        _set_default(document, name)
    return path


def _set_default(document: tomlkit.TOMLDocument, name: str) -> None:
    document["default"] = name


def _inline(value: Mapping[str, Any]) -> Any:
    table = tomlkit.inline_table()
    table.update(value)
    return table


@contextlib.contextmanager
def _edited() -> Iterator[tuple[Path, tomlkit.TOMLDocument]]:
    """The file's document; what became of it is written at the end, whole or not at all."""
    path = own_file()
    path = path.resolve() if path.is_symlink() else path
    if path.exists():
        parsed(path)  # its errors are told better
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    document = tomlkit.parse(text)
    yield path, document
    _write(path, tomlkit.dumps(document))


def _write(path: Path, text: str) -> None:
    """Write a file that is its owner's alone, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # for its owner alone
    try:
        with open(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        raise


def stored(site: str, what: str, secret: str) -> dict[str, str]:
    """Keep a secret in the keyring, or where there is none in a file of its own; the reference to it."""
    entry = f"{site}.{what}"
    try:
        keyring_module().set_password(SERVICE, entry, secret)
    except Exception as error:  # noqa: BLE001 - not installed, no desktop, locked: whatever it is
        logger.info("no keyring (%s); the secret goes into a file", type(error).__name__)
    else:
        return {"keyring": entry}
    file = Path(_KEYS, entry)
    _write(own_file().parent / file, secret + "\n")
    return {"file": file.as_posix()}


def _forget(path: Path, site: str, reference: Mapping[str, Any]) -> None:
    """Delete a secret that stored() has kept for this site; others are their owner's."""
    ((kind, value),) = reference.items()
    own = str(value).removeprefix(f"{_KEYS}/").startswith(f"{site}.")
    if kind == "file" and own and str(value).startswith(f"{_KEYS}/"):
        (path.parent / str(value)).unlink(missing_ok=True)
    if kind == "keyring" and own:
        keyring = keyring_module()
        try:
            keyring.delete_password(SERVICE, str(value))
        except Exception as error:  # noqa: BLE001 - as in stored(); the site is gone all the same
            raise UsageError(
                f"{site} is removed; its entry {value} is left in the keyring ({type(error).__name__})"
            ) from None
