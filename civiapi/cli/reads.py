"""``civiapi get``: rows for people who do not know cv's notation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from . import sites
from .failures import tell
from .options import Count, PrintingCommand, entity_argument, opened, reading_options

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..query import Query

#: Rows of a table where no limit is given.
FEW = 25


@click.command(cls=PrintingCommand)
@entity_argument()
@reading_options
@click.option("--limit", type=Count(0), metavar="N", help=f"So many rows, 0: all; of a table else {FEW}.")
@click.option("--offset", type=Count(0), default=0, metavar="N", help="Without the first N rows.")
def get(
    entity: str,
    conditions: Sequence[str],
    columns: Sequence[str],
    orders: Sequence[str],
    limit: int | None,
    offset: int,
    choice: sites.Choice,
    form: str,
) -> None:
    """Print rows of an entity.

    \b
      civiapi get Contact --where 'last_name LIKE S%' --select id,display_name
      civiapi get Contribution --where 'total_amount > 100' --order -receive_date
      civiapi get Email --where 'contact_id IN [1,2]' --out csv > emails.csv

    A condition is 'FIELD OPERATOR VALUE', or 'FIELD IS NULL'; IN and BETWEEN take a list, [1,2].  Several
    are all to hold.  civiapi fields ENTITY tells the fields.
    """
    from . import output
    from .calls import PEOPLE

    is_few = form == "table" and limit is None
    with opened(choice) as api:
        query = asked(api, entity, conditions, columns, orders).offset(offset)
        if form == "table" and not columns and entity in PEOPLE and api.VERSION.NUMBER == 4:
            query = query.select("*", "email_primary.email")
        rows = query.limit(FEW + 1 if is_few else limit or None).all()
    if is_few and len(rows) > FEW:
        del rows[FEW:]
        tell(f"the first {FEW} rows; --limit says how many, 0 for all, and civiapi export writes a file")
    output.write(rows, form, names(columns), tell, "--select")


def asked(
    api: BaseApi, entity: str, conditions: Sequence[str], columns: Sequence[str], orders: Sequence[str]
) -> Query:
    """The query that the options say."""
    from . import notation

    # CiviCRM leaves out a name in select that is no field, and reads any text as a date, without a word
    looked_at = api.checked() if conditions or columns or orders else api
    query: Query = looked_at._query(entity)
    if conditions:
        query = query.where(*(notation.condition("--where", text) for text in conditions))
    if columns:
        query = query.select(*names(columns))
    if orders:
        query = query.order_by(*(one for text in orders for one in notation.order("--order", text)))
    return query


def names(columns: Sequence[str]) -> list[str]:
    """The fields that --select names."""
    from . import notation

    found = [name for text in columns for name in notation.split(text)]
    if columns and not found:
        raise click.UsageError("--select names no field")
    return list(dict.fromkeys(found))
