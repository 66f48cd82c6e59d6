"""Rows in Python's own types, the same for both versions of the API.  One table of rules, by data type.

What cannot be read as its type says stays as CiviCRM gave it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from .call import Answer, ApiCall
from .checks.calls3 import field as field3
from .checks.guard import described, is_metadata
from .checks.look import Look, Scope
from .checks.reads4 import joined
from .errors import ApiCallError, UsageError
from .flows import Flow
from .result import Result
from .schema.lookup import entity_name
from .schema.model import Entity, Field

if TYPE_CHECKING:
    from .base import BaseApi

Read = Callable[[Any], Any]

#: Actions whose rows are records.
_V4 = frozenset({"get", "create", "update", "save", "replace", "delete"})
_V3 = frozenset({"get", "getsingle", "getvalue", "create", "update", "replace"})
_DIGITS = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[ T]?(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?)?")
_SEPARATORS = {1: "\x01", 2: "\x01", 5: ","}
_JSON = 3
#: Texts stay as they are: an empty one is no None.
_TEXTS = ("String", "Text")


@dataclass(frozen=True)
class Rules:
    """How values are read: ``is_decimal`` makes Money a Decimal, ``timezone`` makes datetimes aware."""

    is_decimal: bool = False
    timezone: ZoneInfo | None = None

    @classmethod
    def of(cls, typed: bool | Mapping[str, Any] | Rules | None) -> Rules | None:
        """The rules that ``with_options(typed=...)`` asks for; UsageError for what it does not take."""
        if isinstance(typed, Rules):
            return typed
        if isinstance(typed, bool) or typed is None:
            return cls() if typed else None
        if not isinstance(typed, Mapping) or typed.keys() - {"money", "timezone"}:
            raise UsageError('typed is True, False or a dict such as {"money": "decimal", "timezone": "UTC"}')
        money, zone = typed.get("money", "float"), typed.get("timezone")
        if money not in ("float", "decimal"):
            raise UsageError(f'money is read as "float" or "decimal", not {money!r}')
        if zone is None or isinstance(zone, ZoneInfo):
            return cls(money == "decimal", zone)
        try:
            return cls(money == "decimal", ZoneInfo(zone))
        except (ValueError, LookupError, OSError, TypeError) as error:
            raise UsageError(f"{zone!r} is no time zone such as Europe/Berlin") from error

    def read(self, api: BaseApi, answer: Answer, given: Any) -> Flow[Any]:
        """What a call gave, its values in Python's types."""
        if not _is_typed(answer.call):
            return given
        readers = _Readers(api, self, answer.call)
        yield from readers.prepare(_keys(answer.call, _rows(answer.call, given)))
        return _told(answer.call, given, readers)

    def reader(self, field: Field) -> Read | None:
        """What reads a field's values; None where they stay as they are."""
        single = self._single(field)
        if not field.serialize:
            return None if single is None else lambda value: _each(single, value)
        how = field.serialize
        return lambda value: _each(single or _same, _members(how, value))

    def _single(self, field: Field) -> Read | None:
        kind = field.data_type
        if kind == "Timestamp":
            return lambda value: _moment(value, self.timezone)
        if kind == "Money" and self.is_decimal:
            return _decimal
        return _READERS.get(kind or "")


def _same(value: Any) -> Any:
    return value


def _each(read: Read, value: Any) -> Any:
    """A value read; of a list each member.  What is empty is None."""
    if isinstance(value, list):
        return [read(member) for member in value]
    if value is None or isinstance(value, Mapping) or value == "":
        return value or None
    return read(value)


def _members(how: int, value: Any) -> Any:
    """The list that a text of APIv3 holds."""
    if not isinstance(value, str) or not value:
        return value
    if how == _JSON:
        with suppress(ValueError):
            return json.loads(value)
        return value
    separator = _SEPARATORS.get(how)
    return value.strip(separator).split(separator) if separator else value


def _parts(value: Any) -> list[int] | None:
    found = _DIGITS.fullmatch(str(value))
    return [int(part or 0) for part in found.groups()] if found else None


def _date(value: Any) -> Any:
    parts = _parts(value)
    with suppress(ValueError):
        return dt.date(*parts[:3]) if parts else _unset(value)
    return value


def _moment(value: Any, zone: dt.tzinfo | None) -> Any:
    parts = _parts(value)
    with suppress(ValueError):
        return dt.datetime(*parts, tzinfo=zone) if parts else _unset(value)  # type: ignore[arg-type,misc]
    return value


def _unset(value: Any) -> Any:
    """After a write CiviCRM may tell an emptied date as ``NULL``."""
    return None if str(value).lower() == "null" else value


def _boolean(value: Any) -> Any:
    return value if isinstance(value, bool) else {"0": False, "1": True}.get(str(value), value)


def _integer(value: Any) -> Any:
    with suppress(ValueError):
        return value if isinstance(value, bool | float) else int(value)
    return value


def _float(value: Any) -> Any:
    with suppress(ValueError):
        return value if isinstance(value, bool) else float(value)
    return value


def _decimal(value: Any) -> Any:
    with suppress(InvalidOperation):
        return value if isinstance(value, bool) else Decimal(str(value))
    return value


_READERS: dict[str, Read] = {
    "Date": _date,
    "Boolean": _boolean,
    "Integer": _integer,
    "Float": _float,
    "Money": _float,
}


def prepared(api: BaseApi, calls: Sequence[ApiCall]) -> Flow[list[ApiCallError | None]]:
    """A guard that refuses nothing: what reading the answers needs is asked for before a write is sent."""
    names = [call.entity for call in calls if call.version == api.VERSION.NUMBER and _is_typed(call)]
    if names:
        yield from described(api.schema, dict.fromkeys(names))
    return [None] * len(calls)


def _is_typed(call: ApiCall) -> bool:
    return not is_metadata(call) and (call.action in _V4 if call.version == 4 else call.action.lower() in _V3)


def _rows(call: ApiCall, given: Any) -> Iterable[Any]:
    """All rows in what a call gave."""
    if isinstance(given, list):
        return given
    if not isinstance(given, Mapping):
        return ()
    return given.values() if _is_keyed(call, given) else [given]


def _is_keyed(call: ApiCall, given: Mapping[str, Any]) -> bool:
    """Whether rows come keyed, and not as one row."""
    if call.version == 4:
        return isinstance(call.index, str)
    return call.action.lower() != "getsingle" and all(isinstance(row, Mapping) for row in given.values())


def _keys(call: ApiCall, rows: Iterable[Any]) -> set[str]:
    keys: set[str] = set().union(*(row for row in rows if isinstance(row, Mapping)))
    return keys | {name for name in (_column(call),) if name}


def _column(call: ApiCall) -> str | None:
    """The field whose values a call gives by themselves."""
    if isinstance(call.index, list):
        return call.index[0]
    if isinstance(call.index, dict):
        return next(iter(call.index.values()))
    if call.version == 3 and call.action.lower() == "getvalue":
        wanted = call.params.get("return")
        return (
            wanted[0] if isinstance(wanted, list) and wanted else wanted if isinstance(wanted, str) else None
        )
    return None


def _told(call: ApiCall, given: Any, readers: _Readers) -> Any:
    column = _column(call)
    if column is not None:
        return readers.values(column, given)
    if isinstance(given, Result):
        rows = map(readers.row, given)
        return Result(rows, call=given.call, matched=given.matched, warnings=given.warnings)
    if isinstance(given, Mapping) and _is_keyed(call, given):
        return {key: readers.row(row) for key, row in given.items()}
    return readers.row(given)


class _Readers:
    """What reads each key of a call's rows."""

    def __init__(self, api: BaseApi, rules: Rules, call: ApiCall) -> None:
        self._schema, self._rules, self._call = api.schema, rules, call
        self._by_key: dict[str, Read] = {}

    def prepare(self, keys: Iterable[str]) -> Flow[None]:
        """Find out about all keys; the entities that dotted ones lead to are asked for."""
        asked: set[str] = set()
        missing: dict[str, None] = {self._call.entity: None}
        while missing:
            yield from described(self._schema, missing)
            asked.update(missing)
            known = self._schema.known
            if known is None:
                return
            look = Look(known)
            entity = look.entity(entity_name(known, self._call.entity))
            if entity is not None:
                self._find(look, entity, keys)
            missing = {name: None for name in look.missing if name not in asked}

    def _find(self, look: Look, entity: Entity, keys: Iterable[str]) -> None:
        scope = Scope(look, entity, dict(joined(self._call.params.get("join"))))
        for key in keys:
            field = self._field(scope, entity, key)
            found = self._rules.reader(field) if field is not None else None
            if found is not None:
                self._by_key[key] = found

    def _field(self, scope: Scope, entity: Entity, key: str) -> Field | None:
        if ":" in key or "(" in key:
            return None
        if self._call.version == 3 and (own := field3(entity, key, entity.fields)) is not None:
            return own
        found = scope.find(key)
        return found if isinstance(found, Field) else None

    def row(self, row: Any) -> Any:
        """A row with its values read."""
        if not isinstance(row, Mapping):
            return row
        by_key = self._by_key
        return {key: by_key[key](value) if key in by_key else value for key, value in row.items()}

    def values(self, column: str, given: Any) -> Any:
        """One field's values: a list of them, a map of them, or one."""
        reader = self._by_key.get(column, _same)
        if isinstance(given, Mapping):
            return {key: reader(value) for key, value in given.items()}
        is_column = isinstance(given, list) and self._call.index is not None
        return [reader(value) for value in given] if is_column else reader(given)
