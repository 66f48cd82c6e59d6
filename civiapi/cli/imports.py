"""``civiapi import``: the records of a file to a site."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from . import failures, sites
from .failures import tell
from .interrupt import stopping, tell_again
from .options import Count, NewFile, SiteCommand, complete_fields, entity_argument, opened

if TYPE_CHECKING:
    from ..files import File
    from ..outcomes import Outcome, Outcomes, Report


@click.command("import", cls=SiteCommand)
@entity_argument()
@click.argument("path", metavar="FILE", type=click.Path(dir_okay=False))
@click.option(
    "--match",
    metavar="FIELDS",
    help="The fields that tell a record's row, with commas between.",
    shell_complete=complete_fields,
)
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="COLUMN=FIELD",
    help="The field that a column is for, if it is not named so; COLUMN= leaves it out.",
)
@click.option("--null", metavar="TEXT", help="A cell with this text clears its field; an empty one does not.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be done.")
@click.option("--only-changes", is_flag=True, help="Leave rows alone that already are as the record says.")
@click.option("--journal", type=NewFile(), metavar="FILE", help="Lets the same command go on after a break.")
@click.option("--failed", type=NewFile(), metavar="FILE", help="A CSV file for the records that went wrong.")
@click.option("--stop-after", type=Count(1), metavar="N", help="Skip the rest after N that failed.")
@click.option("--workers", type=Count(1), default=1, metavar="N", help="So many requests side by side.")
@click.option(
    "--chunk", type=Count(1), default=50, metavar="N", help="So many records a request at most; 50."
)
@click.option("--encoding", metavar="NAME", help="Of a text that is not UTF-8, such as cp1252.")
@click.option("--delimiter", metavar="LETTER", help="Of a CSV file, if its header does not tell.")
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    help="How dates are written: day/month/year, or month/day/year; 1990-12-31 needs no word.",
)
@click.option("--sheet", metavar="NAME", help="Of a workbook, if it is not the first.")
def import_(
    entity: str,
    path: str,
    match: str | None,
    pairs: Sequence[str],
    null: str | None,
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    dates: str | None,
    failed: str | None,
    choice: sites.Choice,
    **written: Any,
) -> None:
    """Write the records of a file to a site.

    \b
      civiapi import Contact people.csv --match external_identifier --dry-run
      civiapi import Contact people.xlsx --match id --map Mail=email_primary.email
      civiapi import Contact people.csv --journal import.jsonl --failed failed.csv

    FILE is .csv, .tsv, .jsonl, .xlsx or .parquet; its first line names the fields.  It is read through before
    the first record is written.  With --match a record changes the one row with the same values, else it
    makes a new one; without, a record with an id changes that row, and any other makes a new one.

    Exit code 1: a record failed, or nobody knows what became of it.
    """
    from .. import files

    _refuse_own(path, failed, written["journal"])
    fields = [name.strip() for name in match.split(",") if name.strip()] if match else None
    file = files.read(
        path,
        encoding=encoding,
        delimiter=delimiter,
        columns=_columns(pairs),
        null=null,
        sheet=sheet,
        dates=dates,
    )
    with opened(choice) as api:
        running = Import(file)
        is_whole = running.run(getattr(api, entity), match=fields, **written)
        report = running.report()
    _tell_report(report, failed, null or "")
    if not is_whole:
        running.tell_rest(again=bool(fields or written["journal"]), dry_run=written["dry_run"])
        raise KeyboardInterrupt
    if not report.ok:
        raise click.exceptions.Exit(failures.API)


class Import:
    """The records of a file on their way to a site."""

    def __init__(self, file: File) -> None:
        from ..files.counted import Counted

        self._file = Counted(file)
        self._outcomes: Outcomes | None = None
        self._last: Outcome | None = None

    def run(self, entity: Any, **options: Any) -> bool:
        """Write them; False where somebody asked for the end before."""
        from ..progress import reporter

        outcomes: Outcomes = entity.save_all(self._file, **options)
        self._outcomes = outcomes
        bar = reporter(sys.stderr is not None and sys.stderr.isatty())
        with stopping(outcomes.stop) as stop, outcomes:
            try:
                for count, self._last in enumerate(outcomes, 1):
                    bar.update(count, self._file.total)
            except KeyboardInterrupt:  # the second one
                return False
            finally:
                bar.close()
        return not stop.asked

    def report(self) -> Report:
        """What became of those that were looked at."""
        assert self._outcomes is not None
        return self._outcomes.report()

    def tell_rest(self, *, again: bool, dry_run: bool) -> None:
        """Tell how to go on after a break."""
        line = 0 if self._last is None else self._last.line
        if again or dry_run or not line:
            tell_again(f"stopped after line {line}; this goes on:" if line else "stopped; this goes on:")
        else:
            tell(
                f"stopped after line {line}; go on with a file of what follows: without --match or --journal "
                "the same command would write what is written once more"
            )


def _tell_report(report: Report, failed: str | None, null: str) -> None:
    """Tell what became of the records, before the file of those that failed, which a full disk may refuse."""
    for line in str(report).splitlines():
        tell(line)
    if failed is not None:
        report.to_csv(failed, null=null)
    wrong = report.counts["failed"] + report.counts["unknown"]
    if wrong and failed is not None:
        tell(f"what went wrong is in {failed}, to be corrected and imported by itself")
    elif wrong > len(report.errors):
        tell(f"and {wrong - len(report.errors)} more; --failed FILE writes all of them to a file")


def _refuse_own(path: str, failed: str | None, journal: str | None) -> None:
    """Refuse to write over what is read."""
    given = [os.path.realpath(name) for name in (path, failed, journal) if name is not None]
    if len(set(given)) < len(given):
        raise click.UsageError("FILE, --failed and --journal are different files")


def _columns(pairs: Sequence[str]) -> dict[str, str | None]:
    """What --map says."""
    found: dict[str, str | None] = {}
    for pair in pairs:
        column, equals, field = pair.rpartition("=")
        if not equals or not column:
            raise click.UsageError(f"--map is COLUMN=FIELD, or COLUMN= to leave it out, not {pair!r}")
        found[column] = field or None
    return found
