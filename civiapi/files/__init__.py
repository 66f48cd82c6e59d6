"""Spreadsheets in and out: CSV, TSV, JSONL, Excel and Parquet, by the end of the file's name.

::

    people = files.read("people.csv", columns={"E-mail": "email_primary.email", "Notes": None})
    report = api.Contact.save_all(people, match=["external_identifier"]).report()
    report.to_csv("failed.csv")

Text formats need nothing else; Excel needs openpyxl (``pip install civiapi[files]``), Parquet pyarrow
(``civiapi[frames]``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import UsageError
from ..header import prepared
from ..records import is_table
from .reading import File, read
from .writing import write

if TYPE_CHECKING:
    from ..base import BaseApi
    from ..flows import Flow

__all__ = ["File", "check", "read", "write"]


def check(api: BaseApi, entity: str, table: Any) -> None:
    """Read a file or DataFrame through, and refuse what ``save_all`` would refuse before its first write.

    UsageError names columns that the entity has no field for, labels that are no option, and what of the file
    cannot be read.  On an async api it is awaited.
    """
    if not is_table(table):
        raise UsageError(
            f"files.check takes what files.read gives, or a DataFrame, not a {type(table).__name__}"
        )
    return api._run(_checked(api, entity, table))


def _checked(api: BaseApi, entity: str, table: Any) -> Flow[None]:
    yield from prepared(api, entity, table)
