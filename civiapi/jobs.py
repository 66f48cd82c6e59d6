"""What a bulk write does to each record, and the call that does it.  Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import v3, v4
from .call import ApiCall
from .errors import ApiCallError
from .lookup import Key
from .outcomes import Outcome


@dataclass(frozen=True)
class Job:
    """What a bulk write does to each record.

    ``action`` is create, save, update or delete; ``match`` the fields that tell a record's row (("id",) where
    it is told by its id); ``is_unique`` whether a unique index covers them, so that saving twice cannot
    double.
    """

    version: int
    entity: str
    action: str
    match: tuple[str, ...] = ()
    is_unique: bool = False
    dry_run: bool = False
    only_changes: bool = False

    @property
    def asks_first(self) -> bool:
        """Whether the rows are asked for in a request of their own, before anything is written.

        APIv4 tells an id or a unique key itself, and the asking goes along in the same request.
        """
        by_id = self.match == ("id",)
        native = self.version == 4 and (by_id or (self.is_unique and not self.needs_row))
        return bool(self.match) and (not native or self.dry_run or self.only_changes)

    @property
    def needs_row(self) -> bool:
        """Whether a record without a row has nothing to be written to."""
        return self.action in ("update", "delete") or self.match == ("id",)

    def of(self, record: Mapping[str, Any]) -> Job:
        """The job of one record: one with an id that is saved without ``match`` goes to that row."""
        if self.action == "save" and not self.match and record.get("id") not in (None, ""):
            return replace(self, match=("id",), is_unique=True)
        return self

    @property
    def rules(self) -> Any:
        """The version's module."""
        return v4 if self.version == 4 else v3


@dataclass(frozen=True)
class Item:
    """A record under way: its call, or the error that it has without one; its row, once that is known.

    In a dry run the row is empty where a record before it would have made it.
    """

    index: int
    record: Mapping[str, Any]
    key: Key | None = None
    call: ApiCall | None = None
    error: ApiCallError | None = None
    row: Mapping[str, Any] | None = None
    is_new: bool = False

    def outcome(self, status: str, identity: Any = None, error: ApiCallError | None = None) -> Outcome:
        known = str(identity if identity is not None else (self.row or {}).get("id"))
        number = int(known) if known.isdecimal() else None
        return Outcome(self.index, status, number, error, self.record)


def call_for(job: Job, record: Mapping[str, Any], identity: Any = None) -> ApiCall:
    """The call that writes one record, to the row with an id where one is given; UsageError for none."""
    if identity is None and job.needs_row:
        identity = record.get("id")
    values = {name: value for name, value in record.items() if name != "id"}
    if job.action == "delete":
        return _shaped(job, "delete", {"id": identity})
    if job.version == 3:
        return _shaped(job, "create", values if identity is None else {**values, "id": identity})
    if identity is not None:
        if job.only_changes and not values:  # a row that is there is as it says; of no use but for its size
            return _shaped(job, "get", {"where": [["id", "=", identity]]})
        return _shaped(job, "update", {"where": [["id", "=", identity]], "values": values})
    if job.needs_row:  # of no use but for its size; it is asked first which row that is
        where = [[name, "=", record[name]] for name in job.match]
        return _shaped(job, "update", {"where": where, "values": values})
    if job.match and job.is_unique:
        return _shaped(job, "save", {"records": [record], "match": list(job.match)})
    return _shaped(job, "create", {"values": record})


def _shaped(job: Job, action: str, params: Mapping[str, Any]) -> ApiCall:
    return ApiCall(job.entity, action, job.rules.shape(job.entity, action, params), job.version)
