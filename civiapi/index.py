"""The ``index`` of an APIv4 call: how the rows are to be arranged.  Pure.

Over HTTP the site arranges them; cv and pipe answer bare rows, and the same is done here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from .call import ApiCall, Index
from .errors import UsageError

_INTEGER = re.compile(r"-?\d+")


class MissingKey(LookupError):
    """No row has the field to index by; the text is CiviCRM's."""


def normal(index: Any) -> Index:
    """An index in its canonical form; UsageError for what is none."""
    if index is None or (isinstance(index, int) and not isinstance(index, bool)):
        return index
    if isinstance(index, str) and index:
        return int(index) if _INTEGER.fullmatch(index) else index
    if isinstance(index, list | tuple) and len(index) == 1 and isinstance(index[0], str):
        return [index[0]]
    if isinstance(index, Mapping) and len(index) == 1:
        ((key, value),) = index.items()
        if isinstance(key, str) and isinstance(value, str):
            return {key: value}
    raise UsageError(
        "index is a row's number, a field to key the rows by, ['field'] for a column or {'key': 'value'}"
    )


def hidden_fields(index: Index, select: Sequence[str]) -> list[str]:
    """The fields that the index needs and the select (not empty) does not give."""
    needed = [index] if isinstance(index, str) else []
    if isinstance(index, list):
        needed = index
    elif isinstance(index, dict):
        needed = [name for pair in index.items() for name in pair]
    return [name for name in needed if not any(_covers(item, name) for item in select)]


def _covers(item: str, name: str) -> bool:
    return item == name or ("*" in item and "." not in name and fnmatchcase(name, item))


def arrange(rows: list[Any], index: Index, hidden: Sequence[str] = ()) -> Any:
    """Bare rows as the index wants them, the hidden fields taken out again."""
    if index is None:
        return rows
    if isinstance(index, int):
        return rows[index] if -len(rows) <= index < len(rows) else None
    if isinstance(index, list):
        return [row.get(index[0]) for row in _checked(rows, index[0])]
    if isinstance(index, dict):
        ((key, value),) = index.items()
        return {_key(row[key]): row.get(value) for row in _checked(rows, key) if row.get(key) is not None}
    keyed = {_key(row[index]): row for row in _checked(rows, index) if row.get(index) is not None}
    return {k: {n: v for n, v in row.items() if n not in hidden} for k, row in keyed.items()}


def arranged(values: Any, index: Index) -> Any:
    """What a site arranged, with PHP's lists that stand for objects made objects again.

    PHP writes an empty object as ``[]``, and one whose keys happen to be 0, 1, 2 ... as a list.
    """
    if isinstance(index, str | dict) and isinstance(values, list):
        return {str(number): value for number, value in enumerate(values)}
    return values


def applied(payload: Any, call: ApiCall) -> Any:
    """An answer, bare or whole, whose rows were not yet arranged, with its rows as the call's index wants."""
    bare = not isinstance(payload, Mapping)
    rows = payload if bare else payload.get("values")
    if call.index is None or not isinstance(rows, list):
        return payload
    try:
        values = arrange(rows, call.index, hidden_fields(call.index, call.params.get("select") or ["*"]))
    except MissingKey as missing:
        return {"error_code": 0, "is_error": 1, "error_message": str(missing)}
    return {"values": values} if bare else {**payload, "values": values}


def _checked(rows: list[Any], name: str) -> list[Any]:
    named = any(isinstance(row, Mapping) and name in row for row in rows)
    if rows and not (named and all(isinstance(row, Mapping) for row in rows)):
        raise MissingKey(f"Key {name} not found in api results")
    return rows


def _key(value: Any) -> str:
    if isinstance(value, bool):  # a PHP array key
        return str(int(value))
    return str(value)
