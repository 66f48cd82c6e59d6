"""Frames of rows that are at hand, and a Dask frame of rows that no one machine holds.

Of a Result or a Query, ``to_pandas()`` and ``to_polars()`` are nearer.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .base import BaseApi
from .dataframes import library, to_pandas, to_polars
from .errors import UsageError
from .pages import way
from .query import Query

if TYPE_CHECKING:
    import dask.dataframe
    import pandas

__all__ = ["read_dask", "to_pandas", "to_polars"]

Site = str | Callable[[], BaseApi]

#: Rows that show the types of columns which no field describes.
SAMPLE = 1000


def read_dask(
    query: Query, partitions: int, *, site: Site, decimals: bool = False
) -> dask.dataframe.DataFrame:
    """A query as a Dask frame, whose partitions are ranges of ids, as wide as each other.

    Each is read, in pages, by the worker that needs it, as often as it is computed.  ``site`` is how the
    worker gets its api: a site's name for ``connect``, or a function that gives an api and holds no key
    itself.  The query's own api reads the first and the last id and the types of columns now, and does not
    travel.  UsageError for a query that is not read by id, or has a limit, an offset or another order.
    """
    frame = library("dask.dataframe", "dask")
    _check(query, partitions, site)
    spans = _spans(query, partitions)
    meta = query.limit(SAMPLE).to_pandas(decimals=decimals).iloc[:0]
    part = _Part(_moved(query, None), site, meta, decimals)
    made: dask.dataframe.DataFrame = (
        frame.from_map(part, spans, meta=meta, enforce_metadata=False)
        if spans
        else frame.from_pandas(meta, npartitions=1)
    )
    return made


def _check(query: Query, partitions: int, site: Site) -> None:
    if not isinstance(query, Query):
        raise UsageError(f"read_dask takes a Query of a sync api, not a {type(query).__name__}")
    if not isinstance(site, str) and not callable(site):
        raise UsageError("site is a site's name for connect(), or a function that gives an api")
    if isinstance(partitions, bool) or not isinstance(partitions, int) or partitions < 1:
        raise UsageError(f"partitions is a number, 1 or more, not {partitions!r:.80}")
    asked, found = query._asked, way(query._asked)
    if asked.limit is not None or asked.offset or asked.descends:
        raise UsageError("partitions are ranges of ids: the query can have no limit, offset or other order")
    if found.kind != "id":
        raise UsageError(f"partitions are ranges of ids, and this query is read {found.text}")


def _spans(query: Query, partitions: int) -> list[tuple[int, int]]:
    """The first and last id of each partition; none where the query gives no row."""
    ids = query.select("id")
    first, last = ids.order_by("id").first(), ids.order_by("-id").first()
    if first is None or last is None:
        return []
    low, high = int(first["id"]), int(last["id"])
    width = -(-(high - low + 1) // partitions)
    return [(start, min(start + width - 1, high)) for start in range(low, high + 1, width)]


def _moved(query: Query, api: BaseApi | None) -> Query:
    """The same query on another api."""
    moved = copy.copy(query)
    moved._api = api
    return moved


@dataclass(frozen=True)
class _Part:
    """Reads a partition, on the worker; ``query`` is without its api."""

    query: Query
    site: Site
    meta: pandas.DataFrame
    decimals: bool

    def __call__(self, span: tuple[int, int]) -> pandas.DataFrame:
        from .sites import connect

        version = self.query._asked.version
        api = connect(self.site, version=version) if isinstance(self.site, str) else self.site()
        with api:
            if version != api.VERSION.NUMBER:
                raise UsageError(
                    f"the query is one of APIv{version}, and the site's api of APIv{api.VERSION.NUMBER}"
                )
            query = _moved(self.query, api).filter(id={"BETWEEN": list(span)})
            return _as(self.meta, query.to_pandas(decimals=self.decimals))


def _as(meta: pandas.DataFrame, frame: pandas.DataFrame) -> pandas.DataFrame:
    """A frame with the columns and types of another; UsageError where it has more or unlike ones."""
    more = [name for name in frame if name not in meta]
    if more:
        raise UsageError(f"columns that the first rows had not: {', '.join(more)}; select all by name")
    made = frame.reindex(columns=meta.columns)
    for name, kind in meta.dtypes.items():
        try:
            made[name] = made[name].astype(kind)
        except (TypeError, ValueError) as error:
            raise UsageError(f"{name}: {kind} in the first rows, but {made[name].dtype} in others") from error
    return made
