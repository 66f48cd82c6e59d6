"""``civiapi transfer``: the records of one site to another, or to a folder and back."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import failures, sites
from .failures import masked
from .interrupt import stopping, tell_again
from .options import NewFile, SiteCommand, opened, site_names
from .wording import spoken

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..moving.report import TransferReport

#: How a folder is told from a site's name.
_PLACE = ("/", "\\", ".")


@click.command(cls=SiteCommand)
@click.argument("old", shell_complete=site_names)
@click.argument("new", required=False, shell_complete=site_names)
@click.option(
    "--entities",
    "named",
    metavar="NAMES",
    help="With commas between; else contacts and what belongs to them.",
)
@click.option(
    "--match",
    "pairs",
    multiple=True,
    metavar="ENTITY=FIELDS",
    help="The fields that tell a row which is there.",
)
@click.option(
    "--filter", "filters", multiple=True, metavar="ENTITY=JSON", help="Conditions on what moves, as in a get."
)
@click.option(
    "--missing",
    type=click.Choice(["error", "skip", "create"]),
    default="error",
    help="What becomes of options, types, custom fields and tags that NEW lacks.",
)
@click.option("--journal", type=NewFile(), metavar="FILE", help="Which record became which.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be done.")
@click.option(
    "--workers", type=click.IntRange(1), default=1, metavar="N", help="So many requests side by side."
)
def transfer(old: str, new: str | None, choice: sites.Choice, **options: Any) -> None:
    """Move the records of one site to another.

    \b
      civiapi transfer old new --dry-run
      civiapi transfer old new --match Contact=external_identifier --missing skip
      civiapi transfer sandbox --entities Contact,Email    to your default site
      civiapi transfer old ./backup                        into a new folder
      civiapi transfer ./backup new                        and from it

    OLD and NEW are sites by name, or folders: what has a / or a . in it.  The same command after a break, or
    later, goes on: it moves what is new or has changed.  Ctrl-C stops after what is under way.

    Exit code 1: a record failed, or nobody knows what became of it.
    """
    try:
        report = _moved(old, new, choice, options)
    except KeyboardInterrupt:
        _tell_again(new, options)
        raise
    finally:
        if sys.stderr is not None and sys.stderr.isatty():
            click.echo("\r\x1b[K", err=True, nl=False)
    if report is None:
        return
    click.echo(masked(spoken(str(report))))
    if report.stopped:
        _tell_again(new, options)
        raise KeyboardInterrupt
    if not report.ok:
        raise click.exceptions.Exit(failures.API)


def _tell_again(new: str | None, options: Mapping[str, Any]) -> None:
    if new is not None and _is_folder(new):
        tell_again(f"{new} was not written, and this begins anew:")
    else:
        tell_again("stopped; this begins anew:" if options["dry_run"] else "stopped; this goes on:")


def _moved(
    old: str, new: str | None, choice: sites.Choice, options: Mapping[str, Any]
) -> TransferReport | None:
    """Do it; None for a folder that was written."""
    if choice.version == 3:
        raise click.UsageError("records move by APIv4 alone; leave out -3")
    entities = _split(options["named"]) if options["named"] else None
    filters = {name: _json(name, text) for name, text in _pairs("--filter", options["filters"])}
    match = _matches(options["pairs"])
    told = {"match": match, **{name: options[name] for name in ("missing", "dry_run", "workers")}}
    told["progress"] = _progress if sys.stderr is not None and sys.stderr.isatty() else None
    with ExitStack() as stack:
        if new is not None and _is_folder(new):
            _refuse_given(options, "written to a folder", "pairs", "dry_run", "journal")
            _exported(stack.enter_context(_site(old, choice)), new, entities, filters, told["progress"])
            return None
        target = stack.enter_context(opened(choice) if new is None else _site(new, choice))
        if _is_folder(old):
            from ..moving.folder import import_site

            _refuse_given(options, "read from a folder", "filters")
            with stopping() as stop:
                told["stop"] = lambda: stop.asked
                return import_site(target, old, entities, journal=options["journal"], **told)
        from ..moving.folder import USUAL
        from ..moving.run import transfer as moved

        source = stack.enter_context(_site(old, choice))
        known = source.schema.entities()
        entities = entities or [name for name in USUAL if name in known]
        journal = options["journal"] or "move.db"
        with stopping() as stop:
            told["stop"] = lambda: stop.asked
            return moved(source, target, entities, filter=filters or None, journal=journal, **told)


def _exported(
    source: BaseApi, folder: str, entities: Sequence[str] | None, filters: Mapping[str, Any], progress: Any
) -> None:
    from ..moving.folder import export_site

    written = export_site(source, folder, entities, filter=filters or None, progress=progress)
    failures.tell(f"written to {written}")


def _is_folder(name: str) -> bool:
    return any(sign in name for sign in _PLACE) or Path(name).is_dir()


def _site(name: str, choice: sites.Choice) -> Any:
    if _is_folder(name):
        raise click.UsageError(f"{name} is a folder; one of OLD and NEW is a site")
    return opened(sites.Choice(site=name, version=choice.version, yes=choice.yes))


def _refuse_given(options: Mapping[str, Any], what: str, *names: str) -> None:
    for name in names:
        if options[name]:
            shown = {"pairs": "match", "filters": "filter"}.get(name, name).replace("_", "-")
            raise click.UsageError(f"--{shown} means nothing where it is {what}")


def _split(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _pairs(option: str, given: Sequence[str]) -> list[tuple[str, str]]:
    found = []
    for pair in given:
        entity, equals, text = pair.partition("=")
        if not equals or not entity:
            raise click.UsageError(f"{option} begins with an entity and =, as in Contact=..., not {pair!r}")
        found.append((entity, text))
    return found


def _matches(given: Sequence[str]) -> dict[str, list[list[str]]] | None:
    """The fields of each entity; an option for each way."""
    found: dict[str, list[list[str]]] = {}
    for entity, text in _pairs("--match", given):
        ways = found.setdefault(entity, [])
        if text:
            ways.append(_split(text))
    return found or None


def _json(entity: str, text: str) -> Any:
    from . import texts

    value = texts.parsed(text, f"--filter {entity}")
    if not isinstance(value, dict):
        raise click.UsageError(f'--filter {entity}= is a JSON object, such as {{"is_deleted": false}}')
    return value


def _progress(text: str) -> None:
    """A line on the terminal, which the next one replaces."""
    click.echo(f"\r\x1b[K{masked(text)[:70]}", err=True, nl=False)
