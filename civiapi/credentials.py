"""Where a key or a password is kept, and the way to it.

A configuration holds no secret, it names a place: ``{keyring = "crm"}``, ``{env = "CRM_KEY"}``,
``{command = "pass show crm"}`` or ``{file = "~/.crm-key"}``.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from .errors import UsageError

#: Under this name a keyring holds our secrets.
SERVICE = "civiapi"
#: Seconds that a command may take: it may have to ask for a passphrase.
PATIENCE = 120.0
#: What else than its owner may do with a file: nothing.
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Reference:
    """Where a secret is: ``kind`` is one of KINDS, ``folder`` what a relative file is looked for in."""

    name: str
    kind: str
    value: Any
    folder: Path = Path()

    def __str__(self) -> str:
        shown = self.value if isinstance(self.value, str) else " ".join(self.value)
        return f"{self.kind} {shown}"


def reference(name: str, value: Any, folder: Path = Path(), place: str = "the configuration") -> Reference:
    """The reference that a configuration's value is; UsageError, without the value, for what is none."""
    if not isinstance(value, Mapping):
        raise UsageError(
            f"{name} in {place} is to say where the secret is, and not the secret itself: "
            f'{name} = {{keyring = "NAME"}}, or {{env = ...}}, {{command = ...}}, {{file = ...}}'
        )
    if len(value) != 1 or next(iter(value)) not in KINDS:
        raise UsageError(f"{name} in {place} has one of {', '.join(KINDS)}, and nothing else")
    ((kind, said),) = value.items()
    is_words = isinstance(said, list) and all(isinstance(word, str) for word in said)
    if not said or not (isinstance(said, str) or (kind == "command" and is_words)):
        raise UsageError(f"{name} in {place}: {kind} is a text{' or a list' if kind == 'command' else ''}")
    return Reference(name, kind, said, folder)


def secret(one: Reference) -> str:
    """The secret itself; UsageError where there is none, or where others could read it too."""
    found = KINDS[one.kind](one).strip()
    if not found:
        raise UsageError(f"no {one.name}: {one} is empty")
    if "\n" in found:
        raise UsageError(f"no {one.name}: {one} has several lines")
    return found


def _of_env(one: Reference) -> str:
    found = os.environ.get(one.value)
    if not found:
        raise UsageError(f"no {one.name}: set {one.value} in the environment")
    return found


def _of_keyring(one: Reference) -> str:
    keyring = keyring_module()
    try:
        found = keyring.get_password(SERVICE, one.value)
    except Exception as error:  # noqa: BLE001 - its own, and those of the desktop's service behind it
        raise UsageError(
            f"no {one.name}: the keyring does not answer ({type(error).__name__}); is it unlocked?"
        ) from None
    if found is None:
        raise UsageError(f"no {one.name}: the keyring has none; store it: keyring set {SERVICE} {one.value}")
    return str(found)


def keyring_module() -> Any:
    """The package keyring; UsageError where it is missing."""
    try:
        return import_module("keyring")
    except ModuleNotFoundError as error:
        raise UsageError("a keyring needs one more package: pip install 'civiapi[keyring]'") from error


def _of_file(one: Reference) -> str:
    path = one.folder / Path(one.value).expanduser()
    try:
        with path.open(encoding="utf-8") as stream:
            refuse_shared(os.fstat(stream.fileno()), path)
            return stream.read()
    except OSError as error:
        raise UsageError(f"no {one.name}: {path}: {error.strerror}") from error
    except UnicodeDecodeError:  # whose text may hold the secret
        raise UsageError(f"no {one.name}: {path} is no text") from None


def refuse_shared(found: os.stat_result, path: Path) -> None:
    """UsageError for a file with a secret that others can read; Windows has no such modes."""
    if os.name != "posix":
        return
    if found.st_mode & _OTHERS:
        mode = stat.S_IMODE(found.st_mode)
        raise UsageError(f"others may read {path} (mode {mode:04o}): chmod 600 {path}")
    if found.st_uid not in (os.geteuid(), 0):
        raise UsageError(f"{path} belongs to another user, who can read it")


def _of_command(one: Reference) -> str:
    words = one.value.split() if isinstance(one.value, str) else one.value
    found = shutil.which(words[0]) if words else None
    if found is None:
        raise UsageError(f"no {one.name}: there is no command {words[0] if words else ''!r}")
    try:
        output, code = _run(found, words[1:])
    except OSError as error:
        raise UsageError(f"no {one.name}: {words[0]}: {error.strerror}") from error
    except subprocess.TimeoutExpired:
        raise UsageError(f"no {one.name}: {words[0]} did not end within {PATIENCE:g} s") from None
    if code:
        raise UsageError(f"no {one.name}: {one} failed (exit {code})")
    first, *_ = output.decode("utf-8", "replace").splitlines() or [""]  # as with pass: notes may follow
    return first


def _run(program: str, words: list[str]) -> tuple[bytes, int]:
    """What a command writes, and how it ends; what it says to its user goes to the terminal."""
    from plumbum import local

    process: Any = local[os.path.abspath(program)].popen(
        words, stdin=subprocess.DEVNULL, stderr=None, env=dict(os.environ), cwd=os.getcwd()
    )
    try:
        output, _ = process.communicate(timeout=PATIENCE)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    return output, process.returncode


#: The kinds of references, each with the way to its secret.
KINDS: dict[str, Callable[[Reference], str]] = {
    "keyring": _of_keyring,
    "env": _of_env,
    "command": _of_command,
    "file": _of_file,
}
