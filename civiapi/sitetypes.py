"""What modules made by ``civiapi generate`` build on: at run time little, to a type checker all the rest.

A generated module describes each entity of a site; here is what all sites share.  A name that the module
does not have is a NoSuchName, which nothing can be done with.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypedDict, TypeVar, Union, overload

from . import v3, v4
from .aio import AsyncApi
from .base import BaseApi, BaseEntity
from .errors import UsageError
from .query import Query
from .result import Result

if TYPE_CHECKING:
    from typing_extensions import Required as Required
    from typing_extensions import Self

    from .aentity import AsyncEntity
    from .query import AsyncQuery
    from .streams import AsyncRowStream, AsyncStream, RowStream, Stream
elif sys.version_info >= (3, 11):
    from typing import Required
else:  # typing has it from Python 3.11 on; before, no checker reads it at run time

    class Required:
        def __class_getitem__(cls, kind: Any) -> Any:
            return kind


T = TypeVar("T")
RowT = TypeVar("RowT")
#: What an entity's usual actions give, and what its other actions give: awaited or not.
Rows = TypeVar("Rows")
One = TypeVar("One")
Other = TypeVar("Other")

Awaited: TypeAlias = Coroutine[Any, Any, T]
#: A condition on a field: a value, several, None, or ``{"OPERATOR": value}``.
Cond: TypeAlias = Union[T, Sequence[T], Mapping[str, Any], None]  # noqa: UP007 - it is taken with a T
#: What is written to fields of these types.
Day: TypeAlias = str | dt.date
Time: TypeAlias = str | dt.date
Money: TypeAlias = str | float | Decimal
ContactId: TypeAlias = int | Literal["user_contact_id"]


class Options(TypedDict, total=False):
    """Params that every action of APIv4 takes."""

    chain: Mapping[str, Any]
    checkPermissions: bool
    debug: bool
    language: str | None


class GetParams(Options, total=False):
    """The params of get that are no fields."""

    select: Sequence[str]
    join: Sequence[Any]
    where: Sequence[Any]
    groupBy: Sequence[str]
    having: Sequence[Any]
    orderBy: Mapping[str, Any]
    limit: int
    offset: int
    translationMode: str


class WhereParams(Options, total=False):
    """The params of delete and update that are no fields."""

    where: Sequence[Any]
    orderBy: Mapping[str, Any]
    limit: int
    offset: int


class DeleteParams(WhereParams, total=False):
    """The params of delete that are no fields."""

    useTrash: bool


class UpdateParams(WhereParams, total=False):
    """The params of update that are no fields."""

    reload: bool | Sequence[str]


class SaveParams(Options, total=False):
    """The params of save that are no fields."""

    match: Sequence[str]
    reload: bool | Sequence[str]


class NoSuchName:
    """What the generated module has no entity, or no action, for."""


class SiteApi(BaseApi):
    """An api whose entities a generated module describes.

    ``Api.connect(site)`` and ``Api.of(api)`` give one, and ``class Ours(crm.Api, HttpApiV4)`` is one.
    """

    VERSION = v4

    @classmethod
    def connect(cls, site: str | None = None, **options: Any) -> Self:
        """As civiapi.connect."""
        from .sites import connect

        return cls.of(connect(site, version=cls.VERSION.NUMBER, **options))

    @classmethod
    def of(cls, api: BaseApi) -> Self:
        """The very same api, as the type checker sees it; UsageError if of the other version, or async."""
        return _as(cls, api, is_async=False)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoSuchName: ...  # type: ignore[override]


class SiteAsyncApi(AsyncApi):
    """As SiteApi, awaited: ``AsyncApi.of(api)``, or ``class Ours(crm.AsyncApi, AsyncHttpApiV4)``."""

    VERSION = v4

    @classmethod
    def of(cls, api: AsyncApi) -> Self:
        """The very same api, as the type checker sees it; UsageError if of the other version, or sync."""
        return _as(cls, api, is_async=True)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoSuchName: ...  # type: ignore[override]


class SiteApiV3(SiteApi):
    """An api of APIv3, whose entities and actions have names, and no types."""

    VERSION = v3


class SiteAsyncApiV3(SiteAsyncApi):
    """As SiteApiV3, awaited."""

    VERSION = v3


def _as(kind: type[T], api: Any, *, is_async: bool) -> T:
    if not isinstance(api, BaseApi) or isinstance(api, AsyncApi) is not is_async:
        wanted = "an async api" if is_async else "an api that is not async"
        raise UsageError(f"{kind.__name__}.of takes {wanted}, not a {type(api).__name__}")
    version: Any = kind.VERSION  # type: ignore[attr-defined]
    if api.VERSION.NUMBER != version.NUMBER:
        raise UsageError(
            f"these are the types of APIv{version.NUMBER}, and the api is one of APIv{api.VERSION.NUMBER}"
        )
    seen: Any = api
    return seen  # type: ignore[no-any-return]


def made_on_demand(module: dict[str, Any]) -> Callable[[str], Any]:
    """The ``__getattr__`` of a generated module, which makes its types of its own text.

    Python takes a second for those of a whole site, of which a program names a few.
    """
    made = _Made(module)

    def found(name: str) -> Any:
        try:
            return made[name]
        except KeyError:
            raise AttributeError(f"module {module['__name__']!r} has no attribute {name!r}") from None

    return found


class _Made(dict[str, Any]):
    """Types by name; one that is missing is read in the module's text."""

    def __init__(self, module: dict[str, Any]) -> None:
        super().__init__()
        self._module = module

    def __missing__(self, name: str) -> Any:
        if name not in self._lines:
            raise KeyError(name)
        kind, text = self._definition(name)
        if kind == "class":
            is_query = re.search(r"t\.(Async)?SiteQuery\[", text)
            text = f"{name} = t.{'Query' if is_query else 'BaseEntity'}"
        exec(text, self._module, self)  # noqa: S102 - a part of the module that asks
        return self[name]

    def _definition(self, name: str) -> tuple[str, str]:
        """Whether that is a class or a type, and its statement."""
        start = self._lines[name]
        end = start + 1
        while self._source[end].startswith(("     ", "    )", "    ]")):
            end += 1
        kind = "class" if self._source[start].startswith("    class ") else "type"
        return kind, dedent("\n".join(self._source[start:end]))

    @cached_property
    def _source(self) -> list[str]:
        text: str = self._module["__spec__"].loader.get_source(self._module["__name__"])
        return [*text.splitlines(), ""]

    @cached_property
    def _lines(self) -> dict[str, int]:
        """In which line of the block for checkers each name is made."""
        found = ((_NAMED.match(line), number) for number, line in enumerate(self._source))
        return {match[1]: number for match, number in found if match is not None}


_NAMED = re.compile(r"    (?:class )?(\w+)(?: = |\()")


if TYPE_CHECKING:

    class SiteEntity(BaseEntity):
        """An entity that a generated module describes; there, each action has its types."""

        get: Any
        create: Any
        update: Any
        save: Any
        replace: Any
        delete: Any
        filter: Any
        get_or_create: Any
        upsert: Any
        update_or_create: Any

        def __getattr__(self, name: str) -> NoSuchName: ...  # type: ignore[override]

    class AsyncSiteEntity(AsyncEntity):
        """As SiteEntity, awaited."""

        get: Any
        create: Any
        update: Any
        save: Any
        replace: Any
        delete: Any
        filter: Any
        get_or_create: Any
        upsert: Any
        update_or_create: Any

        def __getattr__(self, name: str) -> NoSuchName: ...  # type: ignore[override]

    class SiteAction:
        """An action that a generated module describes."""

        NAME: str
        entity: BaseEntity

    class SiteStream(Stream, Generic[RowT]):
        """Pages of rows."""

        def __next__(self) -> Result[RowT]: ...  # type: ignore[override]

    class SiteRowStream(RowStream, Generic[RowT]):
        """Rows."""

        def __next__(self) -> RowT: ...  # type: ignore[override]

    class SiteQuery(Query, Generic[RowT]):
        """A query whose rows are known."""

        filter: Any

        def __iter__(self) -> Iterator[RowT]: ...  # type: ignore[override]
        def iterate(self, page_size: int | None = None, **options: Any) -> SiteRowStream[RowT]: ...
        def pages(self, page_size: int | None = None, **options: Any) -> SiteStream[RowT]: ...
        def all(self, **options: Any) -> Result[RowT]: ...  # type: ignore[override]
        def first(self) -> RowT | None: ...  # type: ignore[override]
        def one(self) -> RowT: ...  # type: ignore[override]
        @overload  # type: ignore[override]
        def __getitem__(self, place: int) -> RowT: ...
        @overload
        def __getitem__(self, place: slice) -> Self: ...
        def __getitem__(self, place: Any) -> Any: ...

    class AsyncSiteStream(AsyncStream, Generic[RowT]):
        """Pages of rows."""

        async def __anext__(self) -> Result[RowT]: ...  # type: ignore[override]

    class AsyncSiteRowStream(AsyncRowStream, Generic[RowT]):
        """Rows."""

        async def __anext__(self) -> RowT: ...  # type: ignore[override]

    class AsyncSiteQuery(AsyncQuery, Generic[RowT]):
        """As SiteQuery, awaited."""

        filter: Any

        def __aiter__(self) -> AsyncIterator[RowT]: ...  # type: ignore[override]
        def iterate(self, page_size: int | None = None, **options: Any) -> AsyncSiteRowStream[RowT]: ...
        def pages(self, page_size: int | None = None, **options: Any) -> AsyncSiteStream[RowT]: ...
        async def all(self, **options: Any) -> Result[RowT]: ...  # type: ignore[override]
        async def first(self) -> RowT | None: ...  # type: ignore[override]
        async def one(self) -> RowT: ...  # type: ignore[override]
