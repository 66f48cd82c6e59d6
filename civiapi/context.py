"""Where a command runs: the words of a context and of a command made one argv.  Pure, but for ssh()'s folder.

>>> plain(ssh("crm.example.org", multiplex=False) | sudo("www-data") | docker("app"))[-11:]
['--', 'crm.example.org', 'sudo', '-n', '-u', 'www-data', '--', 'docker', 'exec', '-i', 'app']

A context is one of these, joined with ``|``, outermost first; or a str (split at blanks, without any
quoting), a list of words, a Path (one word), a plumbum command, or a list of such: layers, outermost
first.  Words that hold blanks need the list.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from .errors import UsageError

Words = Any  # str | PathLike | list[str | PathLike] | a plumbum command | a Context | a list of such

#: ssh's options that take a word of their own (OpenSSH, ssh(1)).
_SSH_VALUED = frozenset("BbcDEeFIiJLlmOoPpQRSWw")
_SSH = frozenset({"ssh", "autossh"})
_TERMINAL = frozenset({"-t", "-tt", "-it", "-ti", "--tty", "--tty=true"})
_ECHOES = "a terminal echoes the calls and hangs; leave it out"
_STDIN = frozenset({"-i", "--interactive", "--stdin", "--stdin=true", "--interactive=true"})


@dataclass(frozen=True)
class Layer:
    """The words of one step; ``is_shell``: whether a shell reads what follows, None: as the words say."""

    words: tuple[str, ...]
    is_shell: bool | None = None


@dataclass(frozen=True)
class Context:
    """Steps into another place, outermost first; ``a | b`` is b inside a."""

    layers: tuple[Layer, ...]

    def __or__(self, inner: Words) -> Context:
        return Context((*self.layers, *layers(inner)))

    def __ror__(self, outer: Words) -> Context:
        return Context((*layers(outer), *self.layers))

    def __bool__(self) -> bool:
        return bool(self.layers)


def words(given: Words) -> list[str]:
    """One command or context as its words."""
    if given is None:
        return []
    if isinstance(given, str):
        return given.split()
    if isinstance(given, os.PathLike):
        return [os.fspath(given)]
    if hasattr(given, "formulate"):  # a plumbum command
        return [str(word) for word in given.formulate()]
    if isinstance(given, list | tuple) and all(isinstance(word, str | os.PathLike) for word in given):
        return [os.fspath(word) for word in given]
    raise UsageError(f"a command is a str, a list of words, a Path or a plumbum command, not {given!r}")


def layers(context: Words) -> list[Layer]:
    """A context as its layers, outermost first."""
    if not context:
        return []
    if isinstance(context, Context):
        return list(context.layers)
    if isinstance(context, list | tuple) and not all(isinstance(item, str | os.PathLike) for item in context):
        return [layer for item in context for layer in layers(item)]
    return [Layer(tuple(words(context)))]


def plain(context: Words) -> list[str]:
    """A context's words, layers and all, to be shown."""
    return [word for layer in layers(context) for word in layer.words]


def argv(context: Words, command: Sequence[str]) -> list[str]:
    """The words to start so that ``command`` runs in the context, quoted once for each shell between.

    An ssh joins its words with blanks for a remote shell, and ``sh -c`` (any last word that is a flag
    ending in c) takes the command as one word; everything else hands the words on as they are.
    """
    wrapped = list(command)
    for layer in reversed(layers(context)):
        if layer.is_shell is None:
            wrapped = _wrap(_with_stdin(list(layer.words)), wrapped)
        else:
            wrapped = [*layer.words, *(_quoted(wrapped) if layer.is_shell else wrapped)]
    return wrapped


def _wrap(outer: list[str], command: list[str]) -> list[str]:
    remote = _after_host(outer)
    if remote is not None:
        return outer[:remote] + _quoted(_wrap(outer[remote:], command))
    if outer and re.fullmatch(r"-[a-zA-Z]*c", outer[-1]):
        return [*outer, " ".join(_quoted(command))]
    return outer + command


def _quoted(command: list[str]) -> list[str]:
    from plumbum.commands.base import shquote_list

    first, *rest = shquote_list(command)
    return [f"'{first}'" if first.startswith("-") else first, *rest]  # ssh would take it for its own option


def _after_host(outer: list[str]) -> int | None:
    """Where the remote words begin in a context that holds an ssh; None in one that does not."""
    start = next((n for n, word in enumerate(outer) if os.path.basename(word) in _SSH), None)
    if start is None:
        return None
    number = start + 1
    while number < len(outer) and outer[number].startswith("-"):
        flag = outer[number]
        valued = next((n for n, letter in enumerate(flag[1:], 1) if letter in _SSH_VALUED), None)
        if "t" in flag[1:valued]:
            raise UsageError(f"the context has {flag}: {_ECHOES}")
        number += 2 if valued is not None and valued == len(flag) - 1 else 1
    if number >= len(outer):
        raise UsageError(f"the context names no host after {outer[start]}")
    number += 1
    return number + 1 if outer[number : number + 1] == ["--"] else number


def _with_stdin(layer: list[str]) -> list[str]:
    """The layer with what docker and kubectl need to hand on standard input; refuses a terminal."""
    terminal = set(layer) & _TERMINAL
    if terminal:
        raise UsageError(f"the context has {terminal.pop()}: {_ECHOES}")
    for number, word in enumerate(layer):
        if word == "exec" and number:
            before = [os.path.basename(one) for one in layer[:number]]
            flags = takewhile(lambda one: one.startswith("-"), layer[number + 1 :])
            flag = _exec_flag(before, set(flags))
            return [*layer[: number + 1], flag, *layer[number + 1 :]] if flag else layer
    return layer


def _exec_flag(before: list[str], after: set[str]) -> str | None:
    if "compose" in before or "docker-compose" in before:
        return None if {"-T", "--no-tty", "--no-TTY"} & after else "-T"
    if {"docker", "podman", "nerdctl", "kubectl", "oc"} & set(before):
        return None if _STDIN & after else "-i"
    return None


def local() -> Context:
    """Here: no step at all."""
    return Context(())


def ssh(
    host: str,
    user: str | None = None,
    port: int | None = None,
    identity: str | os.PathLike[str] | None = None,
    options: Sequence[str] = (),
    multiplex: bool = True,
) -> Context:
    """On another host, logged in by a key and never with a question.

    ``identity`` is the file of the key, ``options`` more words for ssh, such as ("-J", "bastion"); they win
    over what is set here.  With ``multiplex`` the connection is kept for a minute and shared by later
    calls, by a socket in a folder that is the user's alone.
    """
    if _after_host(["ssh", *options, "host"]) != len(options) + 2:
        raise UsageError("options holds a word that ssh would take for the host")
    given = [*options, *_SSH_ALWAYS]
    given += ["-l", _name(user)] if user is not None else []
    given += ["-p", str(int(port))] if port is not None else []
    given += ["-o", "IdentitiesOnly=yes", "-i", os.fspath(identity)] if identity is not None else []
    target = ["--", _name(host)]
    socket = _socket([*given, *target]) if multiplex else None
    if socket:
        given += ["-o", "ControlMaster=auto", "-o", "ControlPersist=60", "-S", socket.replace("%", "%%")]
    return Context((Layer(("ssh", *given, *target), is_shell=True),))


_SSH_ALWAYS = ("-T", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=3")
#: What the name of a socket may take (sun_path of macOS, less what ssh appends while it makes one).
_LONGEST = 104 - 18


def _socket(target: Sequence[str]) -> str | None:
    """Where the connection to a target is shared; None where no place is safe and short enough."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    folder = Path(runtime or "~/.ssh").expanduser() / "civiapi"
    try:
        for one in (folder.parent, folder):
            one.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except (OSError, RuntimeError):
        return None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        return None
    name = hashlib.sha256("\0".join(target).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    socket = str(folder / name)
    return socket if len(os.fsencode(socket)) <= _LONGEST else None


def docker(container: str, user: str | None = None) -> Context:
    """In a running container."""
    given = ["--user", _name(user)] if user is not None else []
    return _step("docker", "exec", "-i", *given, _name(container))


def compose(service: str, project_directory: str | os.PathLike[str] | None = None) -> Context:
    """In the container of a service of docker compose."""
    given = [] if project_directory is None else ["--project-directory", os.fspath(project_directory)]
    return _step("docker", "compose", *given, "exec", "-T", _name(service))


def kubectl(pod: str, namespace: str | None = None, container: str | None = None) -> Context:
    """In a pod of Kubernetes; ``pod`` may be "deploy/app"."""
    place = ["--namespace", _name(namespace)] if namespace is not None else []
    part = ["--container", _name(container)] if container is not None else []
    return _step("kubectl", *place, "exec", "-i", *part, _name(pod), "--")


def sudo(user: str) -> Context:
    """As another user, without a question."""
    return _step("sudo", "-n", "-u", _name(user), "--")


def _step(*given: str) -> Context:
    return Context((Layer(given, is_shell=False),))


def _name(name: str) -> str:
    if not name or name.startswith("-"):
        raise UsageError(f"{name!r} can be no name; it would be taken for an option")
    return name
