"""What a query's update and delete do, as flows: the ids first, then writes by those ids.

CiviCRM drops a condition on a field that the user may not see, and answers success to an update of a row that
does not exist.  So every field of the conditions is read along with the ids, and must be there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .asked import Asked
from .batch import in_parts, request_limit
from .call import ApiCall
from .clauses import Clause, fields_of, names_in
from .course import Course
from .errors import ApiCallError, InvalidCall, UsageError
from .flows import Flow
from .pages import Row, unchained
from .params import EMPTY, each_leaf
from .result import Result

#: Rows that one call, or one request of APIv3, writes: PHP's time limit is 30 s.
CHUNK = 50
#: Fields of type Filter, which can be compared and not selected (getFields of CiviCRM 6.15).
_FILTERS = frozenset({"groups", "tags", "proximity"})
#: Not selected: APIv4 takes fields of other types out of rows that show these, and everybody may see them.
_PLAIN = frozenset({"contact_type", "contact_sub_type"})

#: Of a condition of APIv3 the field as its rows show it.
_SHOWN_AS = {("Contact", "is_deleted"): "contact_is_deleted"}


def updated(
    api: Any, asked: Asked, values: Mapping[str, Any], everything: bool, max_rows: int | None
) -> Flow[Result[Row]]:
    """The rows as CiviCRM gives them after an update."""
    if not values:
        raise UsageError("nothing to change; give values")
    if "id" in values:
        raise UsageError("id: a row keeps its id; it cannot be updated")
    ids = yield from ids_of(api, asked, "update", everything, max_rows)
    if asked.version == 3:
        calls = [api._call(asked.entity, "create", {"id": key, **values}, None, {}) for key in ids]
        return (yield from _written3(api, calls))
    params = {"values": dict(values)}
    return (yield from _written4(api, asked.entity, "update", ids, params))


def deleted(
    api: Any, asked: Asked, params: Mapping[str, Any], everything: bool, max_rows: int | None
) -> Flow[Result[Row]]:
    """The ids of the rows deleted, as rows."""
    ids = yield from ids_of(api, asked, "delete", everything, max_rows)
    if asked.version == 3:
        calls = [api._call(asked.entity, "delete", {"id": key, **params}, None, {}) for key in ids]
        return (yield from _written3(api, calls))
    return (yield from _written4(api, asked.entity, "delete", ids, params))


def _written4(
    api: Any, entity: str, action: str, ids: Sequence[int], params: Mapping[str, Any]
) -> Flow[Result[Row]]:
    written: Result[Row] = Result()
    for chunk in _chunks(ids):
        call = api._call(entity, action, {**params, "where": [["id", "IN", chunk]]}, None, {})
        try:
            (answer,) = yield [call]
            written += yield from api._read(answer)
        except ApiCallError as error:
            _note(error, f"{len(written)} of {len(ids)} rows were written before")
            raise
    return written


def _written3(api: Any, calls: Sequence[ApiCall]) -> Flow[Result[Row]]:
    written: Result[Row] = Result()
    for chunk in _chunks(calls):
        failed: ApiCallError | None = None
        for answer in (yield from in_parts(chunk, request_limit(api))):
            try:
                found = yield from api._read(answer)
            except ApiCallError as error:
                failed = failed or error
            else:
                written += found if isinstance(found, list) else [{"id": answer.call.params["id"]}]
        if failed is not None:
            _note(failed, f"{len(written)} of {len(calls)} rows were written")
            raise failed
    return written


def _note(error: ApiCallError, more: str) -> None:
    error.message = f"{error.message} ({more})"
    error.args = (error.message, *error.args[1:])


def _chunks(items: Sequence[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(items), CHUNK):
        yield list(items[start : start + CHUNK])


def ids_of(
    api: Any, asked: Asked, action: str, everything: bool, max_rows: int | None = None
) -> Flow[list[int]]:
    """The ids of the rows that a query gives, each once; raises where a condition may not have counted."""
    if asked.is_aggregate or asked.having:
        raise UsageError(f"{action} takes no groups, aggregates or having; filter rows by their fields")
    if not asked.is_table:
        raise UsageError(f"{asked.entity} has no id to {action} by; call api.{asked.entity}.{action}(...)")
    if not asked.where and everything is not True:
        raise UsageError(f"{action} of a query without a condition touches every row; say everything=True")
    if asked.version == 3:
        asked = asked.but(where=tuple(_shown(asked.entity, asked.where)))
    needed = _needed(asked)
    plain = asked.but(select=("id", *needed), chain={}, extra=unchained(asked.extra))
    course, ids = Course(api, plain), dict[int, None]()
    while (piece := course.plan.start()) is not None:
        page = yield from piece
        course.plan.done(page)
        rows = course.take(page)
        for row in rows:
            _check(row, plain, needed)
        ids.update(dict.fromkeys(int(row["id"]) for row in rows))
        if max_rows is not None and len(ids) > max_rows:
            raise UsageError(f"more than max_rows={max_rows} rows to {action}; nothing was written")
    return list(ids)


def _shown(entity: str, where: Sequence[Clause]) -> Iterator[Clause]:
    """The same conditions of APIv3, by names that its rows show."""
    for name, *rest in where:
        inner = [list(_shown(entity, rest[0]))] if name == "AND" else rest
        yield [_SHOWN_AS.get((entity, name), name), *inner]


def _needed(asked: Asked) -> list[str]:
    """What every row must show for the conditions to have counted: their fields, and an id of each join.

    Those of a join count as well: CiviCRM drops them likewise.
    """
    named = dict.fromkeys([*fields_of(asked.where), *_joining(asked)])
    names = [name for name in named if name not in _PLAIN and name != "id"]
    if asked.version == 4:
        names = [name for name in names if name.rpartition(".")[2] not in _FILTERS]
    return [*names, *(f"{alias}.id" for alias in asked.aliases)]


def _joining(asked: Asked) -> Iterator[str]:
    """The fields that joins are made by."""
    for join in asked.join:
        on = [clause for clause in join[2:] if isinstance(clause, list)]
        yield from fields_of(on)
        for clause in each_leaf(on):  # the right side is an expression unless it says otherwise
            if len(clause) == 3 and isinstance(clause[2], str):
                yield from names_in(clause[2])


def _check(row: Row, asked: Asked, needed: Sequence[str]) -> None:
    """InvalidCall where a row lacks a field of the conditions: CiviCRM then left out the condition."""
    lacking = [name for name in needed if name not in row]
    if asked.version == 3:
        # what is empty is left out of a row; every other condition asks for a value
        leaves = each_leaf(asked.where)
        empty = {leaf[0] for leaf in leaves if leaf[1] in EMPTY and "NOT" not in leaf[1]}
        lacking = [name for name in needed if (row.get(name) in (None, "")) != (name in empty)]
    if lacking:
        longer = ", or APIv3 shows it by a longer name, as participant_is_test" if asked.version == 3 else ""
        raise InvalidCall(
            f"{', '.join(lacking)}: a row came without what its condition asks for, so CiviCRM did not apply "
            f"it; the user may not see the field or join, or there is none{longer}; nothing was written"
        )
