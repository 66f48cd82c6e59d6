"""The actions that nearly every entity has, as types: what they take and what they give.

At run time an entity makes its actions on first use, whatever their names; this is what type checkers see.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from .query import Query
    from .result import Result
    from .searchkit import Display

    Row = dict[str, Any]
    Params = Mapping[str, Any] | None


class Actions:
    """What an entity's usual actions take and give."""

    if TYPE_CHECKING:

        @overload
        def get(self, params: Params = None, index: None = None, /, **fields: Any) -> Result[Row]: ...
        @overload
        def get(self, params: Params, index: Any, /, **fields: Any) -> Any: ...
        def get(self, params: Params = None, index: Any = None, /, **fields: Any) -> Any: ...

        @overload
        def create(self, params: Params = None, index: None = None, /, **fields: Any) -> Result[Row]: ...
        @overload
        def create(self, params: Params, index: Any, /, **fields: Any) -> Any: ...
        def create(self, params: Params = None, index: Any = None, /, **fields: Any) -> Any: ...

        def update(self, params: Params = None, /, **fields: Any) -> Result[Row]: ...
        def save(self, params: Params = None, /, **fields: Any) -> Result[Row]: ...
        def replace(self, params: Params = None, /, **fields: Any) -> Result[Row]: ...


class SavedSearches:
    """An api's ways to what SearchKit keeps."""

    if TYPE_CHECKING:

        def _run(self, flow: Any) -> Any: ...

    def saved_search(self, name: str) -> Query:
        """A saved search of SearchKit's as a query, which may be said further; awaited on an async api."""
        from .searchkit import saved_search

        found: Query = self._run(saved_search(self, name))
        return found

    def search_display(
        self, search: str, display: str, filters: Mapping[str, Any] | None = None, *, raw: bool = False
    ) -> Display:
        """The rows of a saved search as one of its displays shows them; awaited on an async api.

        ``filters`` are the display's own, ``{field: value}``; ``raw``: the values as the API gives them.
        """
        from .searchkit import search_display

        found: Display = self._run(search_display(self, search, display, filters, raw))
        return found
