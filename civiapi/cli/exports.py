"""``civiapi export``: rows into a file, page by page."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from . import sites
from .failures import tell
from .interrupt import Stop, stopping, tell_again, undisturbed
from .options import Count, NewFile, SiteCommand, entity_argument, opened, reading_options

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..query import Query
    from ..sinks import FileSink
    from .partial import Partial

SECRET = ("api_key", "hash")
ENDS = (".csv", ".tsv", ".jsonl", ".parquet", ".xlsx")


@click.command(cls=SiteCommand)
@entity_argument()
@click.option(
    "--out",
    "path",
    required=True,
    type=NewFile(),
    metavar="FILE",
    help=f"The file; its end says what it is: {' '.join(ENDS)}.",
)
@reading_options
@click.option("--limit", type=Count(1), metavar="N", help="So many rows; else all.")
@click.option("--workers", type=Count(1), default=1, metavar="N", help="So many requests side by side.")
@click.option("--page-size", type=Count(1), metavar="N", help="Rows of a page; else as it fits.")
@click.option("--resume", is_flag=True, help="Go on where an export of the same rows was broken off.")
def export(
    entity: str,
    path: str,
    conditions: Sequence[str],
    columns: Sequence[str],
    orders: Sequence[str],
    limit: int | None,
    resume: bool,
    choice: sites.Choice,
    **paging: Any,
) -> None:
    """Write rows of an entity to a file.

    \b
      civiapi export Contact --out people.csv
      civiapi export Contact --select id,display_name --out people.xlsx
      civiapi export Contribution --out gifts.parquet --workers 4
      civiapi export Activity --out activities.jsonl --resume

    The file gets its name when it is whole; one that was there before stays until then.  Ctrl-C, or a
    connection that breaks, leaves FILE.part and FILE.cursor for --resume, if the file is .csv, .tsv or
    .jsonl and the rows are read by id (no order, or that of the id).
    """
    from .reads import asked

    with opened(choice) as api:
        query = asked(api, entity, conditions, columns, orders).limit(limit)
        harmless = [] if columns else without_secrets(api, entity)
        query = query.select(*harmless) if harmless else query
        Export(api, query, path).run(resume, paging)


def without_secrets(api: BaseApi, entity: str) -> list[str]:
    """All columns of people but those with which somebody could act as them; of others none: all columns.

    The key of the API is one; with the hash CiviCRM makes the links by which people change their own data.
    """
    from ..errors import ApiError, InvalidResponse
    from .calls import PEOPLE

    if entity not in PEOPLE or api.VERSION.NUMBER != 4:
        return []
    try:
        fields = api.schema.fields(entity)
    except (ApiError, InvalidResponse):  # the site does not tell this user
        return []
    left_out = [name for name in SECRET if name in fields]
    if not left_out:
        return []
    tell(f"without {' and '.join(left_out)}, which let others act as these people; --select '*' has them")
    return [name for name, field in fields.items() if field.type == "Field" and name not in SECRET]


class Export:
    """A query on its way into a file."""

    def __init__(self, api: BaseApi, query: Query, path: str) -> None:
        from ..files.writing import sink
        from .partial import Partial

        self._api, self._query, self._path = api, query, path
        self._sink: FileSink = sink(path)
        self._partial: Partial = Partial(path, api)
        self._resumes = False

    def run(self, resume: bool, paging: Mapping[str, Any]) -> None:
        """Do it, and say what was done."""
        from ..errors import ApiCallError, UsageError

        with stopping() as stop:
            try:
                self._read(resume, paging, stop)
                count = self._sink.finish()
            except UsageError:  # which would come again
                self._sink.abort()
                raise
            except (ApiCallError, OSError):
                self._leave()
                raise
            except KeyboardInterrupt:
                if not self._leave():
                    tell_again(f"{self._path} was not written, and this begins anew:")
                raise
            except BaseException:
                self._sink.abort()
                raise
        self._partial.forget()
        tell(f"{count} {'row' if count == 1 else 'rows'} in {self._path}")

    def _read(self, resume: bool, paging: Mapping[str, Any], stop: Stop) -> None:
        """Read all pages into the sink; KeyboardInterrupt where somebody asked for the end before."""
        from ..framesinks import TypedSink
        from ..sinks import ColumnSink
        from .partial import may_go_on

        told = self._left() if resume else None
        bar = sys.stderr is not None and sys.stderr.isatty()
        cursor = told["cursor"] if told else None
        with self._query.pages(**paging, resume=cursor, progress=bar) as pages:
            self._resumes = may_go_on(self._sink, pages)
            if told is not None:
                self._partial.go_on(self._sink, told)
            if isinstance(self._sink, ColumnSink):
                self._sink.begin(self._api._run(self._query._known(isinstance(self._sink, TypedSink))))
            for page in pages:
                self._sink.add(page)
                if self._resumes:
                    self._partial.note(self._sink, pages)
                if stop.asked:
                    break
        if stop.asked:
            raise KeyboardInterrupt

    def _left(self) -> dict[str, Any] | None:
        """What there is to go on with."""
        told = self._partial.found()
        if told is None:
            tell(f"{self._path}.part is not there; beginning with the first row")
        else:
            tell(f"going on after {told['rows']} rows")
        return told

    def _leave(self) -> bool:
        """Leave what can be gone on with, and say how; False where there is nothing."""
        with undisturbed():  # one more Ctrl-C would leave one file of the two, or neither
            rows = self._partial.leave(self._sink) if self._resumes else None
            if rows is None:
                self._sink.abort()
                return False
            tell(f"{rows} rows are in {self._path}.part")
            tell_again("this goes on:", ["--resume"])
            return True
