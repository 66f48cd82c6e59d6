"""Where a command runs: the words of a context and of a command made one argv.  Pure.

A context is given as a str (split at blanks, without any quoting), a list of words, a Path (one
word), a plumbum command, or a list of such: layers, outermost first.  Words that hold blanks need
the list.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from .errors import UsageError

Words = Any  # str | PathLike | list[str | PathLike] | a plumbum command | a list of such

#: ssh's options that take a word of their own (OpenSSH, ssh(1)).
_SSH_VALUED = frozenset("BbcDEeFIiJLlmOoPpQRSWw")
_SSH = frozenset({"ssh", "autossh"})
_TERMINAL = frozenset({"-t", "-tt", "-it", "-ti", "--tty", "--tty=true"})
_ECHOES = "a terminal echoes the calls and hangs; leave it out"
_STDIN = frozenset({"-i", "--interactive", "--stdin", "--stdin=true", "--interactive=true"})


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


def layers(context: Words) -> list[list[str]]:
    """A context as layers of words, outermost first."""
    if isinstance(context, list | tuple) and not all(isinstance(item, str | os.PathLike) for item in context):
        return [words(item) for item in context]
    return [words(context)] if context else []


def plain(context: Words) -> list[str]:
    """A context's words, layers and all, to be shown."""
    return [word for layer in layers(context) for word in layer]


def argv(context: Words, command: Sequence[str]) -> list[str]:
    """The words to start so that ``command`` runs in the context, quoted once for each shell between.

    An ssh joins its words with blanks for a remote shell, and ``sh -c`` (any last word that is a flag
    ending in c) takes the command as one word; everything else hands the words on as they are.
    """
    wrapped = list(command)
    for layer in reversed(layers(context)):
        wrapped = _wrap(_with_stdin(layer), wrapped)
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

    return list(shquote_list(command))


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
