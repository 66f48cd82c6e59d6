"""A look at a table before its first record is written: its columns, its labels, and that it can be read.

CiviCRM drops a field that it does not know, and of a label that it does not know it makes NULL.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from .call import ApiCall
from .checks.calls4 import is_computed
from .checks.dates import doubt, in_order
from .checks.guard import checked
from .checks.values import no_option
from .errors import ApiError, InvalidResponse, UsageError
from .flows import Flow
from .records import Record, Table, line_of, records
from .schema.model import Entity, Field

if TYPE_CHECKING:
    from .base import BaseApi

#: Makes of a record what its fields take.
Prepare = Callable[[Mapping[str, Any]], Mapping[str, Any]]
#: A column's labels, with the line where each stands first.
Labels = dict[str, dict[Any, int | None]]

_TRUTH = {"true": True, "false": False}
_FAULTS = 5


def prepared(api: BaseApi, entity: str, table: Any) -> Flow[Prepare]:
    """What makes records of a table's rows, after it was read through once.

    UsageError names unknown columns and labels, dates that may be two days, and what of a file cannot be
    read.  The function makes True and False of the texts ``true`` and ``false`` in columns that hold truth
    values, lists of the texts of JSON lists in those that hold several values, and year-month-day of dates
    whose order is known.  What a site does not describe to this user passes.
    """
    columns = [str(name) for name in table.columns]
    found = yield from _fields(api, entity, columns)
    if found is not None:
        called = table.called if isinstance(table, Table) else str
        computed = [called(name) for name, (_, field) in found.items() if is_computed(field)]
        yield from _known(api, entity, columns, computed, _place(table))
    asked = {name: field for name, field in (found or {}).items() if ":" in name}
    order = table.dates if isinstance(table, Table) else None
    if asked or isinstance(table, Table):
        labels = _labels(table, asked)
        yield from _options(api, asked, labels, _place(table))
    fields = {name: field for name, (_, field) in (found or {}).items()}
    if isinstance(table, Table):
        _days(table, [name for name, field in fields.items() if _is_day(name, field)])
    return _preparing(fields, order)


def _fields(api: BaseApi, entity: str, columns: Iterable[str]) -> Flow[dict[str, tuple[str, Field]] | None]:
    """The entity and the field of each column that has one; None where the site does not tell."""
    try:
        described = yield from api.schema.asked(entity)
    except (ApiError, InvalidResponse):
        return None
    found: dict[str, tuple[str, Field]] = {}
    for column in columns:
        path = column.partition(":")[0]
        owner, name = described, path
        head, dot, rest = path.partition(".")
        joined = described.writable.get(head)
        if dot and path not in described.writable and joined is not None and joined.type == "Extra":
            other = yield from _described(api, joined.fk_entity)
            owner, name = other or described, rest
        field = owner.writable.get(name)
        if field is not None:
            found[column] = owner.name, field
    return found


def _described(api: BaseApi, entity: str | None) -> Flow[Entity | None]:
    if entity is None:
        return None
    try:
        return (yield from api.schema.asked(entity))
    except (ApiError, InvalidResponse, UsageError):
        return None


def _known(
    api: BaseApi, entity: str, columns: Iterable[str], computed: Sequence[str], place: str
) -> Flow[None]:
    """Refuse columns that could not be written: they are looked at as those of an update would be.

    An export has those that are ``computed``; how to leave them out is told so that it can be copied.
    """
    values = dict.fromkeys((name for name in columns if name != "id"), "")
    is_new = api.VERSION.NUMBER == 4
    params = {"where": [["id", "=", 0]], "values": values} if is_new else {"id": 0, **values}
    (fault,) = yield from checked(api, [ApiCall(entity, "update", params, api.VERSION.NUMBER)])
    if fault is not None:
        how = 'columns={"column": "field"} gives another, None leaves it out'
        if computed:
            how += f"; here: columns={dict.fromkeys(computed)!r}"
        raise UsageError(
            f"{place}{fault.message} ({how if place else 'rename or drop columns of the frame'})"
        )


def _labels(table: Any, columns: Mapping[str, Any]) -> Labels:
    """All labels in some columns.  It reads the whole table, and so raises where that cannot be read."""
    labels: Labels = {name: {} for name in columns}
    for record in records(table):
        for name, seen in labels.items():
            for label in _items(record.get(name)):
                if label not in seen:
                    seen[label] = line_of(record)
    return labels


def _is_day(name: str, field: Field) -> bool:
    return field.data_type in ("Date", "Timestamp") and ":" not in name


def _days(table: Table, columns: Sequence[str]) -> None:
    """Refuse dates of which nobody can tell which day is meant; the first of each column is told."""
    faults: dict[str, str] = {}
    for record in table if columns else ():
        for name in columns:
            said = doubt(record.get(name), table.dates) if name not in faults else None
            if said is not None:
                faults[name] = f"line {record.line}: {name}: {record[name]!r}: {said}"
    if faults:
        raise UsageError(f"{_place(table)}{'; '.join(faults.values())}")


def _items(value: Any) -> list[Any]:
    value = _listed(value)
    return (
        [one for one in value if one is not None]
        if isinstance(value, list)
        else []
        if value is None
        else [value]
    )


def _options(
    api: BaseApi, columns: Mapping[str, tuple[str, Field]], labels: Labels, place: str
) -> Flow[None]:
    """Refuse labels (names) that are none of the options; those are asked for again before."""
    for attempt in (1, 2):
        faults: list[str] = []
        for column, (entity, field) in columns.items():
            suffix = column.partition(":")[2]
            if suffix in ("name", "label") and labels[column]:
                options = yield from api.schema._options(entity, field.name)
                faults += _unknown(column, labels[column], [getattr(one, suffix) for one in options])
        if not faults:
            return
        if attempt == 1 and not api.schema.is_given:
            for entity in {entity for entity, _ in columns.values()}:
                yield from api.schema.again(entity)
    more = f"; and {len(faults) - _FAULTS} more" if len(faults) > _FAULTS else ""
    raise UsageError(f"{place}{'; '.join(faults[:_FAULTS])}{more}")


def _unknown(column: str, labels: Mapping[Any, int | None], known: list[Any]) -> Iterator[str]:
    if not known or None in known:  # the site does not tell
        return
    for label, line in labels.items():
        if str(label) not in known:
            where = f"line {line}: " if line is not None else ""
            yield f"{where}{column}: {no_option(label, known)}"


def _preparing(fields: Mapping[str, Field], order: str | None) -> Prepare:
    makers: dict[str, Callable[[Any], Any]] = {}
    for name, field in fields.items():
        if field.serialize:
            makers[name] = _listed
        elif field.data_type == "Boolean" and ":" not in name:
            makers[name] = _truth
        elif order is not None and _is_day(name, field):
            makers[name] = partial(in_order, order=order)
    if not makers:
        return lambda record: record

    def prepare(record: Mapping[str, Any]) -> Mapping[str, Any]:
        values = {name: makers[name](value) if name in makers else value for name, value in record.items()}
        line = line_of(record)
        return values if line is None else Record(values, line)

    return prepare


def _truth(value: Any) -> Any:
    return _TRUTH.get(value.strip().lower(), value) if isinstance(value, str) else value


def _listed(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith("["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _place(table: Any) -> str:
    return f"{table.name}: " if isinstance(table, Table) else ""
