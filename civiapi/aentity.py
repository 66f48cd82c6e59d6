"""What the entities of an async api are to a type checker: those of base.py, their results awaited."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar, overload

if TYPE_CHECKING:
    from .call import Index
    from .outcomes import AsyncOutcomes
    from .query import AsyncQuery
    from .result import Result

T = TypeVar("T")
Awaited: TypeAlias = Coroutine[Any, Any, T]
Row: TypeAlias = dict[str, Any]
Params: TypeAlias = "Mapping[str, Any] | None"


class AsyncAction(Protocol):
    """An action of an entity; see entity.BaseAction."""

    NAME: str

    def __call__(self, params: Params = None, index: Index = None, /, **fields: Any) -> Awaited[Any]: ...


class AsyncEntity(Protocol):
    """An entity of an async api; see entity.BaseEntity."""

    NAME: str

    def __call__(
        self, action: str, params: Params = None, index: Index = None, /, **fields: Any
    ) -> Awaited[Any]: ...

    @overload
    def get(self, params: Params = None, index: None = None, /, **fields: Any) -> Awaited[Result[Row]]: ...

    @overload
    def get(self, params: Params, index: Index, /, **fields: Any) -> Awaited[Any]: ...

    @overload
    def create(self, params: Params = None, index: None = None, /, **fields: Any) -> Awaited[Result[Row]]: ...

    @overload
    def create(self, params: Params, index: Index, /, **fields: Any) -> Awaited[Any]: ...

    def update(self, params: Params = None, /, **fields: Any) -> Awaited[Result[Row]]: ...

    def save(self, params: Params = None, /, **fields: Any) -> Awaited[Result[Row]]: ...

    def replace(self, params: Params = None, /, **fields: Any) -> Awaited[Result[Row]]: ...

    def filter(self, params: Params = None, /, **fields: Any) -> AsyncQuery: ...

    def save_all(self, records: Any, **options: Any) -> AsyncOutcomes: ...

    def create_all(self, records: Any, **options: Any) -> AsyncOutcomes: ...

    def update_all(self, records: Any, **options: Any) -> AsyncOutcomes: ...

    def delete_all(self, ids: Any, **options: Any) -> AsyncOutcomes: ...

    def attach(
        self,
        record: Any,
        file: Any,
        *,
        name: str | None = None,
        description: str | None = None,
        mime_type: str | None = None,
    ) -> Awaited[Row]: ...

    def attachments(self, record: Any) -> Awaited[Result[Row]]: ...

    def get_or_create(self, values: Mapping[str, Any], defaults: Params = None) -> Awaited[Any]: ...

    def upsert(self, values: Mapping[str, Any], match: Sequence[str]) -> Awaited[Any]: ...

    def update_or_create(self, lookup: Mapping[str, Any], values: Params = None) -> Awaited[Any]: ...

    def __getattr__(self, name: str) -> AsyncAction: ...
