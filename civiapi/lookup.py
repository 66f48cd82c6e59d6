"""Which rows a site has for the keys of some records.  Pure, but for the asking, which is the caller's."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from .call import ApiCall
from .errors import UsageError
from .params import encode
from .stock import UNIQUE

#: The values of a record's key fields, made alike where a database would take them for the same.
Key = tuple[str, ...]
#: Rows by their key.
Rows = Mapping["Key | None", Sequence[Mapping[str, Any]]]

_NUMBER = re.compile(r"(-?)0*([0-9]+)(?:\.([0-9]*?)0*)?")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ t]00:00(?::00)?")


def match_fields(match: Any) -> tuple[str, ...]:
    """The fields to match by, each once; UsageError for what is no list of names."""
    is_list = isinstance(match, Iterable) and not isinstance(match, str | bytes | Mapping)
    names = tuple(match) if is_list else ()
    if not is_list or not all(isinstance(name, str) and name.strip() for name in names):
        raise UsageError(f'match is a list of fields such as ["id"], not {match!r:.80}')
    return tuple(dict.fromkeys(names))


def key_of(record: Mapping[str, Any], fields: Sequence[str]) -> Key | None:
    """A record's key; None where a field of it is missing or empty.

    MySQL's collations take no note of case, accents and blanks at the end; a site gives 10 for "10.00", and
    a date with a time.  Keys may be the same for values that a database tells apart: such records only
    wait for each other.
    """
    values = [encode(record.get(name), name) for name in fields]
    if any(value is None or isinstance(value, list | dict) or not str(value).strip() for value in values):
        return None
    return tuple(_alike(value) for value in values)


def _alike(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    text = unicodedata.normalize("NFKD", str(value)).casefold().rstrip()
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    if number := _NUMBER.fullmatch(text):
        sign, whole, rest = number.groups()
        return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
    date = _MIDNIGHT.fullmatch(text)
    return date[1] if date else text


def questions(
    version: int,
    entity: str,
    fields: Sequence[str],
    records: Sequence[Mapping[str, Any]],
    wanted: Sequence[str],
) -> list[ApiCall]:
    """The calls that ask for the rows with the keys of records, and for their ``wanted`` fields."""
    if version == 3:
        return _questions3(entity, fields, records, wanted)
    select = list(dict.fromkeys(["id", *fields, *wanted]))
    single = _telling(entity, fields)
    if len(records) == 1:
        where: list[Any] = [[name, "=", encode(records[0][name], name)] for name in fields]
    elif single is not None:
        where = [[single, "IN", [encode(record[single], single) for record in records]]]
    else:
        branches = [
            ["AND", [[name, "=", encode(record[name], name)] for name in fields]] for record in records
        ]
        where = [["OR", branches]]
    return [ApiCall(entity, "get", {"select": select, "where": where, "orderBy": {"id": "ASC"}}, 4)]


def _telling(entity: str, fields: Sequence[str]) -> str | None:
    """The one field that is enough to ask by; None where it takes them all.

    By a unique key CiviCRM finds contacts in the trash as well, also where it matches; inside OR it does not.
    """
    alone = [name for name in fields if frozenset({name}) in UNIQUE.get(entity, [])]
    return fields[0] if len(fields) == 1 else next(iter(alone), None)


def _questions3(
    entity: str, fields: Sequence[str], records: Sequence[Mapping[str, Any]], wanted: Sequence[str]
) -> list[ApiCall]:
    shared = {
        "sequential": 1,
        "return": list(dict.fromkeys(["id", *fields, *wanted])),
        "options": {"limit": 0, "sort": "id"},
    }
    if len(fields) == 1:
        values = [encode(record[fields[0]], fields[0]) for record in records]
        return [ApiCall(entity, "get", {**shared, fields[0]: {"IN": values}}, 3)]
    return [
        ApiCall(entity, "get", {**shared, **{name: encode(record[name], name) for name in fields}}, 3)
        for record in records
    ]


def found(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> Rows:
    """Rows by their key, each once."""
    by_key: dict[Key | None, list[Mapping[str, Any]]] = {}
    seen: set[str] = set()
    for row in rows:
        key = key_of(row, fields)
        if key is not None and str(row["id"]) not in seen:
            seen.add(str(row["id"]))
            by_key.setdefault(key, []).append(row)
    return by_key


def is_equal(record: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Whether a row already holds all that a record says; a field that the row lacks counts as another."""
    return all(name in row and _holds(row[name], value, name) for name, value in record.items())


def _holds(held: Any, value: Any, name: str) -> bool:
    """Whether a field already has a value.  Of a frame's dates, which are midnights, it keeps the day."""
    if isinstance(value, dt.datetime) and f"{held} 00:00:00" == encode(value, name):
        return True
    return _same(encode(value, name), held)


def _same(given: Any, held: Any) -> bool:
    if given is None or given == "" or held is None or held == "":
        return (given is None or given == "") and (held is None or held == "")
    if isinstance(given, list) or isinstance(held, list):
        ones = given if isinstance(given, list) else [given]
        others = held if isinstance(held, list) else [held]
        return [str(one) for one in ones] == [str(other) for other in others]
    if isinstance(given, bool) or isinstance(held, bool):
        return str(given).lower() in _TRUE if held in (True, "1", 1) else str(given).lower() in _FALSE
    if isinstance(held, int | float) or isinstance(given, int | float):
        return bool(_number(given) == _number(held))
    if str(given) == str(held):
        return True
    return len(str(held)) == 19 and str(held).endswith(" 00:00:00") and str(given) == str(held)[:10]


_TRUE = frozenset({"true", "1"})
_FALSE = frozenset({"false", "0"})


def _number(value: Any) -> Any:
    try:
        number = Decimal(str(value))  # a float would take long numbers for the same
        return number if number.is_finite() else value
    except InvalidOperation:
        return value
