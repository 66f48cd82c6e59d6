"""The ends that everything has which is read in pages: rows, all of them, frames and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from .outputs import AsyncOutputs, Outputs
from .pages import Row
from .result import Result
from .streams import AsyncRowStream, AsyncStream, RowStream, Stream

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from .flows import Flow

T = TypeVar("T")


class Ends(Outputs):
    """What ``pages()`` makes possible, on a sync api."""

    _api: Any

    if TYPE_CHECKING:
        pages: Callable[..., Stream]

    def __iter__(self) -> Iterator[Row]:
        return self.iterate()

    def iterate(self, page_size: int | None = None, **options: Any) -> RowStream:
        """Its rows, read in pages; the options are those of pages(), and ``cursor`` is behind each row."""
        return RowStream(self.pages(page_size, **options))

    def all(self, **options: Any) -> Result[Row]:
        """All rows; ``options`` are those of pages()."""
        found: Result[Row] = Result()
        with self.pages(**options) as pages:
            for page in pages:
                _gather(found, page)
        return found

    def _run(self, flow: Flow[T]) -> T:
        found: T = self._api._run(flow)
        return found


class AsyncEnds(AsyncOutputs):
    """What ``pages()`` makes possible, on an async api."""

    _api: Any

    if TYPE_CHECKING:
        pages: Callable[..., AsyncStream]

    def __aiter__(self) -> AsyncIterator[Row]:
        return self.iterate()

    def iterate(self, page_size: int | None = None, **options: Any) -> AsyncRowStream:
        """Its rows, read in pages; the options are those of pages(), and ``cursor`` is behind each row."""
        return AsyncRowStream(self.pages(page_size, **options))

    async def all(self, **options: Any) -> Result[Row]:
        """All rows; ``options`` are those of pages()."""
        found: Result[Row] = Result()
        async with self.pages(**options) as pages:
            async for page in pages:
                _gather(found, page)
        return found

    async def _run(self, flow: Flow[T]) -> T:
        found: T = await self._api._run(flow)
        return found


def _gather(found: Result[Row], page: Result[Row]) -> None:
    found.extend(page)
    found.call = found.call or page.call
    found.warnings += [one for one in page.warnings if one not in found.warnings]
