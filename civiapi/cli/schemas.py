"""``civiapi schema save|diff``: what a site says of itself, as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import failures, sites
from .failures import tell
from .options import NewFile, SiteCommand, opened

if TYPE_CHECKING:
    from ..schema.model import Schema


@click.group(no_args_is_help=False)
def schema() -> None:
    """Keep what a site says of itself in a file, and compare it.

    \b
      civiapi schema save live.json
      civiapi schema diff live.json
    """


@schema.command(cls=SiteCommand)
@click.argument("file", type=NewFile())
def save(file: str, choice: sites.Choice) -> None:
    """Write all entities, fields, actions and options to a file.

    \b
      civiapi schema save live.json
      civiapi --site sandbox schema save sandbox.json

    Python takes it as api.with_options(schema="live.json").
    """
    with opened(choice) as api:
        api.schema.save(file)
        known = api.schema.load()
    tell(f"{len(known.entities)} entities in {file}")


@schema.command(cls=SiteCommand)
@click.argument("old")
@click.argument("new", required=False)
@click.option("--exit-code", is_flag=True, help="End with 1 if there are differences.")
def diff(old: str, new: str | None, exit_code: bool, choice: sites.Choice) -> None:
    """Print what differs between two files or sites.

    \b
      civiapi schema diff live.json               the file, and the site now
      civiapi schema diff january.json june.json
      civiapi schema diff sandbox --exit-code

    Without NEW the other is the site of the options, the environment, or the default.
    """
    from ..schema import diff as compared

    before = _read(old, choice)
    with_site = None if new is None else _read(new, choice)
    found = compared(before, with_site if with_site is not None else _of(choice))
    click.echo(str(found))
    if exit_code and found:
        raise click.exceptions.Exit(failures.API)


def _read(name: str, choice: sites.Choice) -> Schema:
    """The schema in a file, or of the site of that name."""
    from ..schema.model import Schema

    if Path(name).is_file():
        return Schema.from_json(Path(name).read_bytes())
    if "." in name or "/" in name:
        raise click.UsageError(f"{name}: there is no such file")
    return _of(sites.Choice(site=name, version=choice.version))


def _of(choice: sites.Choice) -> Schema:
    with opened(choice) as api:
        return api.schema.load()
