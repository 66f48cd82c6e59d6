"""What an entity offers for writing beyond its site's own actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import UsageError
from .upsert import get_or_create, upserted

if TYPE_CHECKING:
    from .asked import Asked
    from .base import BaseApi
    from .flows import Flow
    from .outcomes import Outcomes


class Saving:
    """The part of BaseEntity that writes many records, or one that may be there already."""

    NAME: str
    api: Any

    def save_all(
        self,
        records: Any,
        *,
        match: Sequence[str] | None = None,
        workers: int = 1,
        journal: str | Path | None = None,
        dry_run: bool = False,
        only_changes: bool = False,
        stop_after: int | None = None,
        chunk: int = 50,
        check: bool = True,
    ) -> Outcomes:
        """Write records, new ones or changes, and give an Outcome for each, in order, as they come.

        ``records`` is any iterable of dicts, or a DataFrame; it is read as it is needed.  With ``match``, the
        fields that tell a record's row, a record goes to the one row with the same values, else to a new
        one; a record without a value there fails, and so does one that several rows match, or that has an id
        besides.  Without it a record with an id goes to that row.  ``workers`` is how many requests are under
        way at a time, each of at most ``chunk`` records.

        ``journal`` is the path of a file that lets the same call go on after a break, nothing lost and, with
        ``match``, nothing doubled.  ``dry_run`` asks what there is and writes nothing.  ``only_changes``
        leaves rows alone that already are as the record says.  After ``stop_after`` records that failed or
        are unknown in this run the rest is skipped; what a journal tells of an earlier run does not count.
        Records are checked with the site's schema before they are sent (see
        BaseApi.checked), as one wrong value can end a whole request; ``check=False`` leaves that out.

        Where ``records`` raises, what it gave before is written and has its outcomes; then that error comes.
        Where an answer was lost, the site is asked what became of the records; what nobody can tell is
        "unknown".  A record that was sent twice for that may be told "updated" although it was created.
        Without a unique index in ``match``, two programs that write the same key at once may both create
        a row.
        """
        return self._bulk(
            "save",
            records,
            match=match,
            workers=workers,
            journal=journal,
            dry_run=dry_run,
            only_changes=only_changes,
            stop_after=stop_after,
            chunk=chunk,
            check=check,
        )

    def create_all(
        self,
        records: Any,
        *,
        workers: int = 1,
        journal: str | Path | None = None,
        dry_run: bool = False,
        stop_after: int | None = None,
        chunk: int = 50,
        check: bool = True,
    ) -> Outcomes:
        """Create a row for each record; see save_all.

        Nothing tells such rows apart, so that records are "unknown" where their answer was lost.
        """
        return self._bulk(
            "create",
            records,
            workers=workers,
            journal=journal,
            dry_run=dry_run,
            stop_after=stop_after,
            chunk=chunk,
            check=check,
        )

    def update_all(
        self,
        records: Any,
        *,
        match: Sequence[str] | None = None,
        workers: int = 1,
        journal: str | Path | None = None,
        dry_run: bool = False,
        only_changes: bool = False,
        stop_after: int | None = None,
        chunk: int = 50,
        check: bool = True,
    ) -> Outcomes:
        """Change the row of each record, told by its id or by ``match``; see save_all.

        A record that has no row fails; CiviCRM itself would call it a success.
        """
        return self._bulk(
            "update",
            records,
            match=match,
            workers=workers,
            journal=journal,
            dry_run=dry_run,
            only_changes=only_changes,
            stop_after=stop_after,
            chunk=chunk,
            check=check,
        )

    def delete_all(
        self,
        ids: Any,
        *,
        workers: int = 1,
        journal: str | Path | None = None,
        dry_run: bool = False,
        stop_after: int | None = None,
        chunk: int = 50,
        everything: bool = False,
    ) -> Outcomes:
        """Delete the rows with these ids, an Outcome for each; see save_all.

        Contacts go to the trash.  ``ids`` are numbers, or rows with an id, or a query of this entity, whose
        ids are read first, as its ``delete`` does; one without a condition needs ``everything=True``,
        and none has a journal: the same call again deletes what is left.
        """
        from .building import BaseQuery
        from .records import is_frame
        from .records import records as rows_of

        options: dict[str, Any] = {
            "workers": workers,
            "journal": journal,
            "dry_run": dry_run,
            "stop_after": stop_after,
            "chunk": chunk,
        }
        if isinstance(ids, BaseQuery):
            if journal is not None:
                raise UsageError(
                    "a query gives other rows once some are deleted, so no journal could go on with it; "
                    "without one the same call deletes what is left; or give a list of the ids"
                )
            return self._bulk("delete", (), ids=self._ids_of(ids._asked, everything), **options)
        if isinstance(ids, str | bytes | Mapping) or not (is_frame(ids) or isinstance(ids, Iterable)):
            raise UsageError(f"ids is a list (or any iterable) of ids or rows, not a {type(ids).__name__}")
        given = rows_of(ids) if is_frame(ids) else ids
        rows = (each if isinstance(each, Mapping) else {"id": each} for each in given)
        return self._bulk("delete", ({"id": row.get("id")} for row in rows), **options)

    def _ids_of(self, asked: Asked, everything: bool) -> Flow[list[int]]:
        from .writing import ids_of

        if asked.entity != self.NAME:
            raise UsageError(f"a query of {asked.entity} gives no ids of {self.NAME}; give a list of the ids")
        return ids_of(self._api, asked, "delete", everything)

    def get_or_create(self, values: Mapping[str, Any], defaults: Mapping[str, Any] | None = None) -> Any:
        """The row that has these values; where there is none, a new one with them and ``defaults``.

        A row that is there is left as it is; several raise NotSingle.  Without a unique index on the values
        two programs at once may both create one.
        """
        return self._api._run(get_or_create(self._api, self.NAME, values, defaults or {}))

    def upsert(self, values: Mapping[str, Any], match: Sequence[str]) -> Any:
        """Save values to the row with the same ``match`` fields, or to a new one; gives the row.

        CiviCRM creates another row where several match.  Without a unique index on them two programs at
        once may both create one.
        """
        return self._api._run(upserted(self._api, self.NAME, values, match))

    def update_or_create(self, lookup: Mapping[str, Any], values: Mapping[str, Any] | None = None) -> Any:
        """Save ``lookup`` and ``values`` to the row that has the values of ``lookup``, or to a new one."""
        return self.upsert({**lookup, **(values or {})}, list(lookup))

    def _bulk(self, action: str, source: Any, **options: Any) -> Outcomes:
        from .bulk import bulk

        given: Any = bulk(self._api, self.NAME, action, source, **options)
        outcomes: Outcomes = given  # on an async api AsyncOutcomes
        return outcomes

    @property
    def _api(self) -> BaseApi:
        """The api itself; UsageError where the entity belongs to a batch."""
        if not hasattr(self.api, "_stream"):
            raise UsageError("a batch takes single calls; this makes several")
        api: BaseApi = self.api
        return api
