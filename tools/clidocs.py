"""Make docs/cli.rst from the help of the commands.

    python tools/clidocs.py

The same commands give the same bytes.
"""

from __future__ import annotations

import pathlib
import textwrap
from collections.abc import Iterator

import click

from civiapi.cli.app import APP
from civiapi.cli.commands import COMMANDS, load

TARGET = pathlib.Path(__file__).parent.parent / "docs" / "cli.rst"
#: What click leaves of 80 columns.
WIDTH = 78
BEGIN = """\
..
   Made by tools/clidocs.py from the help of the commands; do not edit.

The command, as its help tells
=================================

What ``civiapi COMMAND --help`` prints, for all commands.  How they are used: :doc:`command`.
"""


def page() -> str:
    """The whole page."""
    context = _context(APP, "civiapi", None)
    parts = [BEGIN, *_section("civiapi", APP.get_help(context), "-")]
    for name in COMMANDS:
        parts += _told(load(name), name, context, "-")
    return "\n".join(parts)


def _told(command: click.Command, name: str, parent: click.Context, line: str) -> Iterator[str]:
    """A command, and below it those that it has."""
    context = _context(command, name, parent)
    yield from _section(context.command_path, command.get_help(context), line)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            inner = command.get_command(context, below)
            if inner is not None:
                yield from _told(inner, below, context, "~")


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    return click.Context(command, parent, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH)


def _section(title: str, text: str, line: str) -> Iterator[str]:
    yield f"{title}\n{line * len(title)}\n"
    yield "::\n"
    told = "\n".join(row.rstrip() for row in text.splitlines())
    yield textwrap.indent(told, "    ") + "\n"


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
