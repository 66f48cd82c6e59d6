"""``civiapi generate``: a typed module for a site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from . import sites
from .failures import tell
from .options import SiteCommand

#: What a file begins with that may be written anew.
MADE = "Made by ``civiapi generate``"


@click.command(cls=SiteCommand)
@click.option("--out", required=True, metavar="FILE", help='The module, such as crm.py; "-" prints it.')
@click.option("--entities", metavar="A,B", help="Only these with types; the others by name.")
def generate(out: str, entities: str | None, choice: sites.Choice) -> None:
    """Write a Python module that knows the site: rows, values and actions of its entities, with types.

    \b
      civiapi generate --out crm.py
      civiapi --site sandbox generate --out - --entities Contact,Email

    For APIv3 (-3) it has names without types.
    """
    module = "crm" if out == "-" else _checked(Path(out))
    wanted = None if entities is None else [name.strip() for name in entities.split(",") if name.strip()]
    with sites.api(choice) as api:
        from ..schema import generate as generated

        text = generated(api.schema.load(), wanted, module=module)
    if out == "-":
        sys.stdout.write(text)
        return
    _write(Path(out), text)
    tell(f"{out} is written; import {module}")


def _checked(file: Path) -> str:
    """The name of the module; UsageError for what is none, or a file that somebody wrote himself."""
    if file.suffix != ".py" or not file.stem.isidentifier():
        raise click.UsageError(f"--out is a Python module, such as crm.py, not {file.name}")
    if not file.parent.is_dir():
        raise click.UsageError(f"there is no folder {file.parent}")
    if file.exists() and MADE not in file.read_text(encoding="utf-8", errors="replace")[:1000]:
        raise click.UsageError(f"{file} is no module that civiapi generate made; it is left as it is")
    return file.stem


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}") from error
