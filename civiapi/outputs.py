"""How a query's rows come out: as frames and as files, page by page."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from .framesinks import FrameSink, FramesSink, ParquetSink, TypedSink
from .notebook import query_html
from .parts import PathLike
from .result import Result
from .sinks import ColumnSink, CsvSink, JsonlSink, Sink

if TYPE_CHECKING:
    import pandas
    import polars

    from .flows import Flow


T = TypeVar("T")


class Outputs:
    """What a query can become.  ``page_options`` are those of ``pages``: ``workers``, ``progress`` ..."""

    if TYPE_CHECKING:
        _api: Any
        pages: Callable[..., Any]

        @property
        def entity(self) -> str: ...

        @property
        def params(self) -> dict[str, Any]: ...

    def _known(self, is_typed: bool) -> Flow[Result[Any]]:
        """What is known of the columns before anything is read: no rows, but perhaps a call and fields."""
        yield from ()
        return Result()

    def _shown(self) -> Mapping[str, Any]:
        """The params, for people."""
        return self.params

    def to_pandas(self, *, decimals: bool = False, **page_options: Any) -> pandas.DataFrame:
        """All rows as one pandas frame; ``decimals`` keeps money exact, as Decimal."""
        frame: pandas.DataFrame = self._into(FrameSink("pandas", decimals=decimals), **page_options)
        return frame

    def to_polars(self, *, decimals: bool = False, **page_options: Any) -> polars.DataFrame:
        """All rows as one polars frame; ``decimals`` keeps money exact, as Decimal."""
        frame: polars.DataFrame = self._into(FrameSink("polars", decimals=decimals), **page_options)
        return frame

    def to_csv(
        self,
        path: PathLike,
        columns: Iterable[str] | None = None,
        *,
        delimiter: str = ",",
        encoding: str = "utf-8",
        safe: bool = False,
        **page_options: Any,
    ) -> int:
        """Write all rows to a CSV file, which gets its name when it is whole; gives how many there were.

        NULL is an empty cell, booleans are ``true`` and ``false``, lists and dicts JSON.  ``columns`` are the
        columns and their order, else they are those of the first page.  ``safe`` puts a ``'`` before texts
        that a spreadsheet would take for formulas.
        """
        sink = CsvSink(path, columns, delimiter=delimiter, encoding=encoding, safe=safe)
        count: int = self._into(sink, **page_options)
        return count

    def to_jsonl(self, path: PathLike, **page_options: Any) -> int:
        """Write all rows to a file, a line of JSON for each, which gets its name when it is whole."""
        count: int = self._into(JsonlSink(path), **page_options)
        return count

    def to_parquet(self, path: PathLike, *, decimals: bool = False, **page_options: Any) -> int:
        """Write all rows to a Parquet file, its columns typed as a frame's, in little memory."""
        count: int = self._into(ParquetSink(path, decimals=decimals), **page_options)
        return count

    def frames(
        self, rows: int = 10_000, *, kind: str = "pandas", decimals: bool = False, **page_options: Any
    ) -> Iterator[Any]:
        """All rows as frames of ``pandas`` or ``polars``, of so many rows each; no row, no frame."""
        frames: Iterator[Any] = self._frames(FramesSink(rows, kind, decimals=decimals), page_options)
        return frames

    def _into(self, sink: Sink[T], **page_options: Any) -> T:
        """Drive all pages into a sink; whatever breaks it off, the sink leaves nothing behind."""
        try:
            if isinstance(sink, ColumnSink):
                sink.begin(self._api._run(self._known(isinstance(sink, TypedSink))))
            with self.pages(**page_options) as pages:
                for page in pages:
                    sink.add(page)
            return sink.finish()
        except BaseException:
            sink.abort()
            raise

    def _frames(self, sink: FramesSink, page_options: Mapping[str, Any]) -> Any:
        sink.begin(self._api._run(self._known(True)))
        with self.pages(**page_options) as pages:
            for page in pages:
                yield from sink.add(page)
        yield from sink.finish()

    def _repr_html_(self) -> str:
        """The query's params; nothing is read."""
        return query_html(self.entity, self._shown())


class AsyncOutputs(Outputs):
    """As Outputs, each to be awaited; ``frames`` is for ``async for``."""

    if TYPE_CHECKING:

        def to_pandas(
            self, *, decimals: bool = False, **page_options: Any
        ) -> Awaitable[pandas.DataFrame]: ...

        def to_polars(  # type: ignore[override]
            self, *, decimals: bool = False, **page_options: Any
        ) -> Awaitable[polars.DataFrame]: ...

        def to_csv(  # type: ignore[override]
            self,
            path: PathLike,
            columns: Iterable[str] | None = None,
            *,
            delimiter: str = ",",
            encoding: str = "utf-8",
            safe: bool = False,
            **page_options: Any,
        ) -> Awaitable[int]: ...

        def to_jsonl(  # type: ignore[override]
            self, path: PathLike, **page_options: Any
        ) -> Awaitable[int]: ...

        def to_parquet(  # type: ignore[override]
            self, path: PathLike, *, decimals: bool = False, **page_options: Any
        ) -> Awaitable[int]: ...

        def frames(  # type: ignore[override]
            self, rows: int = 10_000, *, kind: str = "pandas", decimals: bool = False, **page_options: Any
        ) -> AsyncIterator[Any]: ...

    async def _into(self, sink: Sink[T], **page_options: Any) -> T:  # type: ignore[override]
        """As Outputs."""
        try:
            if isinstance(sink, ColumnSink):
                sink.begin(await self._api._run(self._known(isinstance(sink, TypedSink))))
            async with self.pages(**page_options) as pages:
                async for page in pages:
                    sink.add(page)
            return sink.finish()
        except BaseException:
            sink.abort()
            raise

    async def _frames(self, sink: FramesSink, page_options: Mapping[str, Any]) -> Any:
        sink.begin(await self._api._run(self._known(True)))
        async with self.pages(**page_options) as pages:
            async for page in pages:
                for frame in sink.add(page):
                    yield frame
        for frame in sink.finish():
            yield frame
