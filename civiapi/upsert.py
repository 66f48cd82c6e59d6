"""One record that may be there already: got, created or brought up to date.  Flows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .errors import InvalidCall, NotSingle, UsageError
from .flows import Flow
from .lookup import match_fields

if TYPE_CHECKING:
    from .base import BaseApi

Row = Mapping[str, Any]


def get_or_create(api: BaseApi, entity: str, values: Row, defaults: Row) -> Flow[Any]:
    """The row with these values, created with them and ``defaults`` where there is none."""
    _check_plain(values)
    row = yield from _only(api, entity, values)
    if row is not None:
        return row
    try:
        return (yield from _created(api, entity, {**values, **defaults}))
    except InvalidCall as error:
        if "already exists" not in error.message:
            raise
        row = yield from _only(api, entity, values)
        if row is None:  # another row has the key
            raise
        return row


def upserted(api: BaseApi, entity: str, values: Row, match: Sequence[str]) -> Flow[Any]:
    """The row after saving ``values`` to the one that has the same ``match`` fields, or to a new one."""
    try:
        return (yield from _upserted(api, entity, values, match))
    except InvalidCall as error:
        if "already exists" not in error.message:
            raise
    # made by another program just now, and found this time; or another row's key, which is said again
    return (yield from _upserted(api, entity, values, match))


def _upserted(api: BaseApi, entity: str, values: Row, match: Sequence[str]) -> Flow[Any]:
    fields = match_fields(match)
    missing = [name for name in fields if values.get(name) in (None, "")]
    if not fields or missing:
        raise UsageError(
            f"match is a list of fields that have values; without: {', '.join(missing) or match!r}"
        )
    if api.VERSION.NUMBER == 4:
        api._refuse_dropped(api._call(entity, "get", {name: values[name] for name in fields}, None, {}))
        saved = {"records": [dict(values)], "match": list(fields), "reload": True}
        return (yield from _one(api, entity, "save", saved))
    row = yield from _only(api, entity, {name: values[name] for name in fields})
    return (yield from _created(api, entity, {**values, **({"id": row["id"]} if row else {})}))


def _check_plain(values: Row) -> None:
    if not values:
        raise UsageError("no values to look for")
    for name, value in values.items():
        if isinstance(value, Mapping | list | tuple | set) or value is None:
            raise UsageError(f"{name}: a plain value, which a new row can have; not {value!r}")


def _only(api: BaseApi, entity: str, values: Row) -> Flow[Any]:
    if api.VERSION.NUMBER == 4:
        params: dict[str, Any] = {"where": [[name, "=", value] for name, value in values.items()], "limit": 2}
    else:
        params = {**values, "options": {"limit": 2}}
    call = api._call(entity, "get", params, None, {})
    api._refuse_dropped(call)  # it would find another row
    (answer,) = yield [call]
    rows = yield from api._read(answer)
    if len(rows) > 1:
        raise NotSingle("several rows have these values; nothing was written", count=len(rows), call=call)
    return rows[0] if rows else None


def _created(api: BaseApi, entity: str, values: Row) -> Flow[Any]:
    if api.VERSION.NUMBER == 4:
        return (yield from _one(api, entity, "save", {"records": [dict(values)], "reload": True}))
    return (yield from _one(api, entity, "create", values))


def _one(api: BaseApi, entity: str, action: str, params: Row) -> Flow[Any]:
    (answer,) = yield [api._call(entity, action, params, None, {})]
    rows = yield from api._read(answer)
    return rows[0]
