"""What an api is made of: a version of CiviCRM's API, and a backend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from .call import Answer, ApiCall


class Version(Protocol):
    """What an api needs of a version of the API; the modules v3 and v4 are such."""

    NUMBER: int
    ENTITIES: list[str]
    ACTIONS: list[str]

    def shape(self, entity: str, action: str, params: Mapping[str, Any]) -> dict[str, Any]: ...

    def read(self, answer: Answer) -> Any: ...


class Backend(Protocol):
    """What carries calls to a site.

    ``send`` gives an Answer for each call, in order, or raises an ApiCallError where there was no
    answer at all.  ``with_options`` gives a copy that shares the connection.  A backend may have an
    ``identity``: a hash of who asks, by which what the site tells this user is kept on disk; and, if it
    carries the files of calls that are an Upload, a ``fetch(call, row, out)``, which writes the file of the
    attachment ``row`` to ``out``.
    """

    @property
    def site(self) -> str: ...

    def send(self, calls: Sequence[ApiCall]) -> list[Answer]: ...

    def with_options(self, *args: Any, **options: Any) -> Backend: ...

    def close(self) -> None: ...
