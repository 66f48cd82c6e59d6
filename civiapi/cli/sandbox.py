"""The embedded site: ``civiapi sandbox serve``, ``path``, ``reset``."""

from __future__ import annotations

import errno
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import click

from .failures import tell


@click.group(no_args_is_help=False)
def sandbox() -> None:
    """The embedded site, one SQLite file in your data directory.

    \b
      civiapi --site sandbox get Contact
      civiapi sandbox serve --memory
    """


NEW_SITE = (
    click.option("--empty", is_flag=True, help="Without sample data: a new site as it is installed."),
    click.option(
        "--sample",
        type=click.IntRange(1, 1000),
        metavar="N",
        help="With N thousand people more, the same ones each time.",
    ),
)


def _new_site(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say what a new site gets."""
    for option in reversed(NEW_SITE):
        command = option(command)
    return command


def _sample(empty: bool, sample: int | None) -> bool | int:
    """What Site.open() is told."""
    if empty and sample:
        raise click.UsageError("--empty and --sample exclude each other")
    return sample or not empty


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
@click.option("--memory", is_flag=True, help="A new site instead, which leaves no file behind.")
@click.option(
    "--user",
    "users",
    multiple=True,
    metavar="NAME:ROLE",
    help="A user besides the administrator: all, none, debug, nologin or nouser.",
)
@click.option("--boot", default=0.0, metavar="MS", help="Wait so long with each answer, as PHP does.")
@click.option("--fault", "faults", multiple=True, metavar="SPEC", help="Let something go wrong: 503:nth=3.")
@_new_site
def serve(
    host: str,
    port: int,
    file: Path | None,
    memory: bool,
    empty: bool,
    sample: int | None,
    users: tuple[str, ...],
    boot: float,
    faults: tuple[str, ...],
) -> None:
    """Serve it over HTTP until it is stopped.

    \b
      civiapi sandbox serve --port 8080
      civiapi sandbox serve --memory --sample 10 --fault 503:nth=3

    When it listens, one line of JSON on standard output says where: url, api_key, site_key, cv, file.
    """
    try:
        from ..sandbox.serve import serve as serving
        from ..sandbox.site import default_file
    except ModuleNotFoundError as error:
        raise click.UsageError(f'{error.name} is missing: pip install "civiapi[sandbox]"') from error
    if memory and file:
        raise click.UsageError("--memory and --file exclude each other")
    content = _sample(empty, sample)
    if not memory and content is not True and (file or default_file()).exists():
        raise click.UsageError("this site is there already; civiapi sandbox reset makes yours anew")
    try:
        if sys.stderr is not None and sys.stderr.isatty():
            tell("Ctrl-C stops it")
        code = serving(file, host, port, sample=content, memory=memory, users=users, boot=boot, faults=faults)
    except ValueError as error:  # a role or a fault that there is not
        raise click.UsageError(str(error)) from error
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES) or error.filename:
            raise
        how = f"{error.strerror}; give another --port (0: a free one)"
        raise OSError(error.errno, how, f"{host}:{port}") from error
    raise click.exceptions.Exit(code)


@sandbox.command()
def path() -> None:
    """Print where its file is, or will be.

    \b
      cp "$(civiapi sandbox path)" before.sqlite
    """
    from ..sandbox.site import default_file

    click.echo(default_file())


@sandbox.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
@_new_site
def reset(yes: bool, empty: bool, sample: int | None) -> None:
    """Throw it away and make it anew, with sample data.

    \b
      civiapi sandbox reset --yes
      civiapi sandbox reset --sample 10
    """
    content = _sample(empty, sample)
    from ..sandbox.attachments import folder_of
    from ..sandbox.site import Site, default_file

    file = default_file()
    if file.exists() and not yes:
        if sys.stdin is None or not sys.stdin.isatty():
            raise click.UsageError(f"nobody is there to ask whether {file} may go; say --yes")
        if not click.confirm(f"Throw away {file} and all that is in it?", err=True):
            raise click.ClickException("nothing was changed")
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    shutil.rmtree(folder_of(file), ignore_errors=True)
    Site.open(sample=content).close()
    tell(f"made anew: {file}")
