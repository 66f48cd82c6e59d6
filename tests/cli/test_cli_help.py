"""That every command has help with an example, and stands in the documentation."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from civiapi.cli.app import APP
from civiapi.cli.commands import COMMANDS, load

DOCUMENTED = (Path(__file__).parents[2] / "docs" / "command.rst").read_text(encoding="utf-8")


def each(command, *names):
    """All commands with their names, those of groups too."""
    yield names, command
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            yield from each(below, *names, name)


ALL = [found for name in COMMANDS for found in each(load(name), name)]


@pytest.mark.parametrize(("names", "command"), ALL, ids=[" ".join(names) for names, _ in ALL])
def test_help_has_an_example(civiapi, names, command):
    code, out, _ = civiapi(*names, "--help")
    assert code == 0
    lines = out.splitlines()
    assert max(map(len, lines)) <= 80
    text = " ".join(names)
    examples = [line for line in lines[1:] if "civiapi " in line and text in line]
    assert examples, f"civiapi {text} --help shows no example"
    for param in command.params:
        if isinstance(param, click.Option) and not param.hidden:
            assert param.help, f"{text}: {param.opts[0]} says nothing"


@pytest.mark.parametrize(("names", "command"), ALL, ids=[" ".join(names) for names, _ in ALL])
def test_it_is_documented(names, command):
    assert f"civiapi {' '.join(names)}" in DOCUMENTED or f"``{names[-1]}``" in DOCUMENTED


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_what_the_command_says(name):
    first, *_ = (load(name).help or "").split("\n")
    assert COMMANDS[name].help.rstrip(".") in first.rstrip(".") or name in ("sandbox", "site")


def test_no_command_is_called_as_another(civiapi):
    out = civiapi("--help")[1]
    for name, known in COMMANDS.items():
        assert any(line.split()[:1] == [name] and known.help.split()[0] in line for line in out.splitlines())
    assert list(COMMANDS) == APP.list_commands(click.Context(APP))


def test_the_first_page_fits_a_terminal(civiapi):
    assert max(map(len, civiapi("--help")[1].splitlines())) <= 80
