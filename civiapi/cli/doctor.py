"""What is wrong between here and a site: ``civiapi doctor``, and ``civiapi site test`` in fewer words."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from . import failures, sites
from .options import SiteCommand, site_names
from .site import site

if TYPE_CHECKING:
    from ..doctor import Line

_COLOURS = {"ok": "green", "warn": "yellow", "fail": "red"}
_INDENT = 20


@click.command(cls=SiteCommand, epilog="Nothing is written.  Exit code 1 if anything fails.")
@click.argument("name", required=False, metavar="[SITE]", shell_complete=site_names)
def doctor(name: str | None, choice: sites.Choice) -> None:
    """Look what is wrong between here and a site, and say what to do.

    \b
      civiapi doctor
      civiapi doctor staging
      civiapi doctor --url https://crm.example.org

    Without SITE it is the one of the options, of the environment, or the default.
    """
    from ..doctor import examine

    config = sites.config_of(choice if name is None else _named(name, choice))
    click.echo(f"{config}, over {config.transport}" if config.settings else str(config))
    failed = False
    for line in examine(config, failures.keep_secret):
        failed = failed or line.level == "fail"
        _show(line)
    if failed:
        raise click.exceptions.Exit(failures.API)


def _named(name: str, choice: sites.Choice) -> sites.Choice:
    """The choice with the site of that name."""
    if choice.site not in (None, name):
        raise click.UsageError(f"{name} and --site {choice.site} are different sites; give one")
    return choice._replace(site=name)


@site.command()
@click.argument("name", shell_complete=site_names)
def test(name: str) -> None:
    """Try a site: one line if all is well.

    \b
      civiapi site test staging

    Else what is not, as civiapi doctor says it, and exit code 1.
    """
    from ..config import load
    from ..doctor import examine

    lines = list(examine(load().site(name), failures.keep_secret))
    bad = [line for line in lines if line.level == "fail"]
    for line in bad:
        _show(line)
    if bad:
        raise click.exceptions.Exit(failures.API)
    click.echo(f"{name}: ok" + "".join(f"; {line.text}" for line in lines if line.name in ("CiviCRM", "who")))


def _show(line: Line) -> None:
    colour = None if os.environ.get("NO_COLOR") else _COLOURS[line.level]
    head = f"{click.style(f'{line.level:<4}', fg=colour)}  {line.name:<{_INDENT - 7}} "
    click.echo(head + _wrapped(line.text))
    if line.advice:
        click.echo(" " * _INDENT + _wrapped(line.advice))


def _wrapped(text: str) -> str:
    """A text on lines that fit the terminal, as one line where it is none."""
    plain = "".join(letter if letter.isprintable() else " " for letter in failures.masked(text))
    if sys.stdout is None or not sys.stdout.isatty():
        return plain
    width = max(shutil.get_terminal_size().columns, _INDENT + 20)
    return click.wrap_text(plain, width, " " * _INDENT, " " * _INDENT).lstrip()
