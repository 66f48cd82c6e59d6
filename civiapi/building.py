"""BaseQuery: the steps that say what a query asks; each gives a new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from . import v4
from .asked import Asked
from .call import ApiCall
from .clauses import Clause, Q, flat, tree
from .described import described
from .errors import UsageError
from .pages import way
from .params import each_leaf, encode
from .result import Result
from .stock import AMBIGUOUS

if TYPE_CHECKING:
    from typing_extensions import Self

    from .flows import Flow

_ALIAS = re.compile(r"[-\w]+")
#: Names of fields with commas between them, as cv and SQL take them.
_SEVERAL = re.compile(r"\s*-?[\w.:]+(\s*,\s*-?[\w.:]+)+\s*")
_SIDES = {"left": "LEFT", "inner": "INNER", "exclude": "EXCLUDE"}
#: What has a step of its own.
_STEPS = {
    "where": "where",
    "select": "select",
    "return": "select",
    "join": "join",
    "groupBy": "group_by",
    "having": "having",
    "orderBy": "order_by",
    "sort": "order_by",
    "limit": "limit",
    "rowCount": "limit",
    "offset": "offset",
    "chain": "chain",
}


class BaseQuery:
    """What to read of an entity, not yet read: immutable, each step gives a new query.

    ``filter``, ``where``, ``join``, ``group_by`` and ``having`` add to what is there, ``select``,
    ``order_by``, ``limit`` and ``offset`` say it anew.  APIv3 says of it what it can; else UsageError.
    """

    def __init__(self, api: Any, entity: str) -> None:
        self._api = api
        self._asked = Asked(entity, api.VERSION.NUMBER)

    def _but(self, **changes: Any) -> Self:
        made = type(self).__new__(type(self))
        made.__dict__.update(self.__dict__, _asked=self._asked.but(**changes))
        if made._asked.limit != 0:
            made._asked.params()  # what cannot be said is refused at once
        return made

    @property
    def entity(self) -> str:
        """The name of its entity."""
        return self._asked.entity

    @property
    def params(self) -> dict[str, Any]:
        """The exact params of the call that would read it all at once."""
        return self._asked.params()

    def _known(self, is_typed: bool) -> Flow[Result[Any]]:
        """What is known of the columns: no rows, but the call, and the fields where types are asked for."""
        params = self._any_number().params()
        is_ragged = self.entity == "Contact" and "*" in (params.get("select") or "*")
        is_described = is_typed or (is_ragged and self._asked.version == 4)
        fields = (yield from described(self._api, self.entity, params)) if is_described else None
        return Result(call=ApiCall(self.entity, "get", params, self._asked.version), fields=fields)

    def _shown(self) -> Mapping[str, Any]:
        limit = {"limit": 0} if self._asked.limit == 0 else {}
        return {**self._any_number().params(), **limit}

    def _any_number(self) -> Asked:
        """What is asked, but for a limit of 0, which no call says."""
        return self._asked.but(limit=None) if self._asked.limit == 0 else self._asked

    @property
    def paging(self) -> str:
        """How it is read in pages, and why."""
        return way(self._asked).text

    def filter(self, params: Mapping[str, Any] | None = None, /, **fields: Any) -> Self:
        """Only rows whose fields have these values; see Q.  Without fields, all of them."""
        clauses = flat(params, fields)
        own = v4.own_params(self.entity, "get") - AMBIGUOUS.get(self.entity, frozenset())
        for name, *_ in clauses:
            if self._asked.version == 4 and name in own:
                step = f".{_STEPS[name]}(...)" if name in _STEPS else f".extra({name}=...)"
                raise UsageError(f"{name} is no field of {self.entity}, but a param of get; use {step}")
        return self._but(where=(*self._asked.where, *clauses))

    def where(self, *conditions: Q | list[Any]) -> Self:
        """Only rows for which these hold: ``Q(...)``, or clauses as APIv4 has them."""
        if not conditions:
            raise UsageError("where() says no condition; give Q(...) or a clause")
        return self._but(where=(*self._asked.where, *tree(conditions)))

    def select(self, *fields: str) -> Self:
        """These fields of each row, instead of those selected before; without fields CiviCRM's own choice."""
        _check_texts("select", fields)
        if "row_count" in fields:
            raise UsageError("row_count is no field; use .count()")
        return self._but(select=fields)

    def join(
        self,
        entity: str,
        on: Mapping[str, Any] | Q | Iterable[Any] | None = None,
        how: Literal["left", "inner", "exclude"] = "left",
        alias: str | None = None,
        bridge: str | None = None,
    ) -> Self:
        """Join another entity, whose fields are then called ``alias.field`` (alias: its name in lower case).

        ``on={"contact_id": "id"}`` joins where the other's contact_id is this one's id: the right side is
        an expression, a text is written ``"'text'"``.  A Q compares the other's fields with values.  Several
        of them go into a list, with APIv4's own clauses.  Without ``on`` CiviCRM takes the one foreign key
        between both.
        """
        alias = alias or entity.lower()
        if not _ALIAS.fullmatch(alias) or alias == "a" or alias in self._asked.aliases:
            raise UsageError(f"alias {alias!r}: letters, digits, _ and -, not 'a', and each join another")
        if how not in _SIDES:
            raise UsageError(f"how={how!r}: it is 'left', 'inner' or 'exclude'")
        words: list[Any] = [f"{entity} AS {alias}", _SIDES[how], *([bridge] if bridge else [])]
        return self._but(join=(*self._asked.join, [*words, *_on(on, alias)]))

    def group_by(self, *expressions: str) -> Self:
        """One row for each set of values of these."""
        _check_texts("group_by", expressions)
        return self._but(group_by=(*self._asked.group_by, *expressions))

    def having(self, *conditions: Q | list[Any]) -> Self:
        """Only rows for which these hold, which may name what was selected: aggregates, aliases."""
        if not conditions:
            raise UsageError("having() says no condition; give Q(...) or a clause")
        return self._but(having=(*self._asked.having, *tree(conditions, "having")))

    def order_by(self, *expressions: str) -> Self:
        """In this order, instead of that said before; ``"-id"`` is descending."""
        _check_texts("order_by", expressions)
        for one in expressions:
            name, _, way = one.rpartition(" ")
            if way.upper() in ("ASC", "DESC") and not name.strip():
                raise UsageError(f"order_by({one!r}): put - before the field's name to descend, as in '-id'")
            if way.upper() in ("ASC", "DESC"):
                raise UsageError(f"order_by({one!r}): write {'-' * (way.upper() == 'DESC') + name.strip()!r}")
        pairs = [(one[1:], "DESC") if one.startswith("-") else (one, "ASC") for one in expressions]
        if len({name for name, _ in pairs}) < len(pairs):
            raise UsageError("order_by: an expression is given twice")
        return self._but(order=tuple(pairs))

    def limit(self, rows: int | None) -> Self:
        """At most so many rows; None: all, 0: none."""
        return self._but(limit=None if rows is None else _whole("limit", rows))

    def offset(self, rows: int) -> Self:
        """Without the first so many rows."""
        return self._but(offset=_whole("offset", rows))

    def chain(self, **links: list[Any]) -> Self:
        """Calls that CiviCRM makes for each row; their results stand in the row under these names.

        ``emails=["Email", "get", {"where": [["contact_id", "=", "$id"]]}]``
        """
        for name, link in links.items():
            if not isinstance(link, list | tuple) or not 2 <= len(link) <= 4:
                raise UsageError(f"chain {name}: a list [entity, action, params, index]")
        return self._but(chain={**self._asked.chain, **encode(links, "chain")})

    def extra(self, **params: Any) -> Self:
        """Other params of get, such as ``language`` (APIv4), ``api.*`` or ``options`` (APIv3); no fields."""
        own = v4.own_params(self.entity, "get")
        for name in params:
            if name in _STEPS:
                raise UsageError(f"{name}: use .{_STEPS[name]}(...)")
            if name == "sequential" or (self._asked.version == 4 and name not in own):
                raise UsageError(f"{name} is no param of get that a query could take")
        for name in params.get("options") or {}:
            if name in _STEPS:
                raise UsageError(f"options.{name}: use .{_STEPS[name]}(...)")
        return self._but(extra={**self._asked.extra, **encode(params, "extra")})

    def _window(self, start: int | None, stop: int | None) -> Self:
        """The rows from start up to stop of those that it gives."""
        asked = self._asked
        first = _whole("a slice's start", start or 0)
        most = None if stop is None else max(0, _whole("a slice's end", stop) - first)
        if asked.limit is not None:
            left = max(0, asked.limit - first)
            most = left if most is None else min(most, left)
        return self._but(limit=most, offset=asked.offset + first)

    def __bool__(self) -> bool:
        raise UsageError("a query is neither true nor false; use .exists()")

    def __repr__(self) -> str:
        shown = "no rows" if self._asked.limit == 0 else repr(self.params)
        return f"<{type(self).__name__} {self.entity} {shown}>"


def _check_texts(step: str, given: Iterable[Any]) -> None:
    for one in given:
        if not isinstance(one, str) or not one.strip("-").strip():
            raise UsageError(f"{step} takes texts, such as 'last_name', not {one!r:.80}")
        if _SEVERAL.fullmatch(one):  # CiviCRM drops it where it is selected
            raise UsageError(
                f"{step}({one!r:.80}): each field is a text of its own, {step}('id', 'last_name')"
            )


def _whole(what: str, rows: Any) -> int:
    if isinstance(rows, bool) or not isinstance(rows, int) or rows < 0:
        raise UsageError(f"{what} is a number of rows, 0 or more, not {rows!r:.80}")
    return rows


def _on(on: Any, alias: str) -> list[Clause]:
    """The clauses of a join; fields of dicts and Q's are the joined entity's."""
    if on is None:
        return []
    if isinstance(on, Mapping):
        return [_expression(f"{alias}.{name}", value) for name, value in on.items()]
    if isinstance(on, Q):
        clause = on.clause
        for leaf in each_leaf([clause]):
            leaf[0] = f"{alias}.{leaf[0]}"
            leaf.extend([False] * (len(leaf) == 3))
        return [clause]
    if isinstance(on, str) or not isinstance(on, Iterable):
        raise UsageError("on is a dict such as {'contact_id': 'id'}, a Q, or a list of such and of clauses")
    found: list[Clause] = []
    for one in on:
        found += _on(one, alias) if isinstance(one, Mapping | Q) else tree([one], "on")
    return found


def _expression(name: str, value: Any) -> Clause:
    (clause,) = flat({name: value}, {})
    return clause
