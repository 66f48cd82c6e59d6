"""The embedded site: ``civiapi sandbox serve``, ``path``, ``reset``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from .failures import tell


@click.group(no_args_is_help=False)
def sandbox() -> None:
    """The embedded site, one SQLite file in your data directory."""


@sandbox.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=0,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 is a free one.",
)
@click.option("--file", type=click.Path(dir_okay=False, path_type=Path), help="Another file than your own.")
def serve(host: str, port: int, file: Path | None) -> None:
    """Serve it over HTTP until it is stopped.

    When it listens, one line of JSON on standard output says where: url, api_key, site_key, cv, file.
    """
    try:
        from ..sandbox.serve import serve as serving
    except ModuleNotFoundError as error:
        raise click.UsageError(f'{error.name} is missing: pip install "civiapi[sandbox]"') from error
    raise click.exceptions.Exit(serving(file, host, port))


@sandbox.command()
def path() -> None:
    """Print where its file is, or will be."""
    from ..sandbox.site import default_file

    click.echo(default_file())


@sandbox.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(yes: bool) -> None:
    """Throw it away and make it anew, with sample data."""
    from ..sandbox.site import Site, default_file

    file = default_file()
    if file.exists() and not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise click.UsageError(f"nobody is there to ask whether {file} may go; say --yes")
        if not click.confirm(f"Throw away {file} and all that is in it?", err=True):
            raise click.ClickException("nothing was changed")
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    Site.open().close()
    tell(f"made anew: {file}")
