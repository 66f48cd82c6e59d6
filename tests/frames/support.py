"""Rows with everything in them, what fields say of them, and a query over lists."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civiapi import Result, v4
from civiapi.building import BaseQuery
from civiapi.drive import arun, run
from civiapi.outputs import AsyncOutputs, Outputs

Row = dict[str, Any]


@dataclass(frozen=True)
class Described:
    """The description of a field, of which a schema tells more."""

    data_type: str | None
    serialize: int | None = None
    fk_entity: str | None = None


TYPES = "Array Boolean Date Float Integer Money String Text Timestamp".split()
FIELDS = {
    "id": Described("Integer"),
    "display_name": Described("String"),
    "birth_date": Described("Date"),
    "created_date": Described("Timestamp"),
    "is_deceased": Described("Boolean"),
    "employer_id": Described("Integer"),
    "total": Described("Money"),
    "score": Described("Float"),
    "gender_id": Described("Integer"),
    "languages": Described("String", serialize=1),
    "source": Described("Text"),
}
ROWS: list[Row] = [
    {
        "id": 1,
        "display_name": "Ana",
        "birth_date": "1990-02-28",
        "created_date": "2024-01-02 03:04:05",
        "is_deceased": False,
        "employer_id": None,
        "total": 12.5,
        "score": 1,
        "gender_id": 1,
        "languages": ["de", "fr"],
        "source": "=1+1",
        "gender_id:label": "Female",
        "languages:label": ["German", "French"],
        "email_primary.email": "ana@example.org",
    },
    {
        "id": 2,
        "display_name": None,
        "birth_date": None,
        "created_date": "2024-01-02 00:00:00",
        "is_deceased": None,
        "employer_id": 2**62 + 1,
        "total": None,
        "score": 0.25,
        "gender_id": None,
        "languages": None,
        "source": None,
        "gender_id:label": None,
        "languages:label": [],
        "email_primary.email": None,
    },
]
#: The same as APIv3 gives them: all texts, and what is empty "" or left out.
ROWS3: list[Row] = [
    {
        "id": "1",
        "display_name": "Ana",
        "birth_date": "1990-02-28",
        "created_date": "2024-01-02 03:04:05",
        "is_deceased": "0",
        "employer_id": "",
        "total": "12.50",
        "score": "1",
        "gender_id": "1",
    },
    {"id": "2", "birth_date": "", "created_date": "2024-01-02 00:00:00", "employer_id": str(2**62 + 1)},
]


class Stream:
    """Pages of lists, for both colours."""

    def __init__(self, pages: Sequence[Any]) -> None:
        self._pages = pages
        self.is_closed = False

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *error: object) -> None:
        self.is_closed = True

    async def __aenter__(self) -> Stream:
        return self

    async def __aexit__(self, *error: object) -> None:
        self.is_closed = True

    def __iter__(self) -> Iterator[Any]:
        for page in self._pages:
            if isinstance(page, BaseException):
                raise page
            yield page

    async def __aiter__(self) -> AsyncIterator[Any]:
        for page in self:
            yield page


class Schema:
    """A schema that knows the entities given, and counts how often it was asked."""

    def __init__(self, **entities: Any) -> None:
        self.entities = entities
        self.asked_for: list[str] = []

    def asked(self, name: str) -> Any:
        self.asked_for.append(name)
        yield from ()
        found = self.entities[name]
        if isinstance(found, Exception):
            raise found
        return Entity(found)


@dataclass
class Entity:
    fields: Mapping[str, Described]


class Api:
    """As much of an api as a query's ends need."""

    VERSION = v4

    def __init__(self, schema: Schema | None = None) -> None:
        if schema is not None:
            self.schema = schema

    def _run(self, flow: Any) -> Any:
        return run(flow, lambda calls: [])


class AsyncApi(Api):
    async def _run(self, flow: Any) -> Any:
        async def send(calls: Any) -> list[Any]:
            return []

        return await arun(flow, send)


class ListQuery(BaseQuery, Outputs):
    """A query whose rows are given."""

    def __init__(self, *pages: Any, schema: Schema | None = None) -> None:
        super().__init__(self.API(schema), "Contact")
        self._asked = self._asked.but(select=("id", "display_name"), where=(["id", ">", 1],))
        self._given = pages
        self.options: list[dict[str, Any]] = []
        self.streams: list[Stream] = []

    API = Api

    def pages(self, **options: Any) -> Stream:  # type: ignore[override]
        self.options.append(options)
        self.streams.append(Stream(self._given))
        return self.streams[-1]


class AsyncListQuery(AsyncOutputs, ListQuery):  # type: ignore[misc]
    API = AsyncApi


def result(rows: list[Row] | None = None, **known: Any) -> Result[Row]:
    return Result(ROWS if rows is None else rows, **known)
