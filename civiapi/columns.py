"""What a column of values holds: what is wished of it, where all values fit, else what all of them are.

Nothing is lost on the way: values that do not fit the wish stay as they came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from itertools import chain
from typing import Any


@dataclass(frozen=True)
class Kind:
    """What a column holds, each of them or None: ``boolean integer float decimal date timestamp text list``.

    ``nested`` is dicts, or lists of unlike things; ``mixed`` unlike things; ``empty`` None alone.  ``item``
    is what lists hold, ``scale`` how many digits decimals have behind the point.
    """

    name: str
    item: str = ""
    scale: int = 0


_ITEMS = {bool: "boolean", int: "integer", float: "float", str: "text"}
_SIMPLE = {**_ITEMS, Decimal: "decimal", date: "date", datetime: "timestamp"}
_NONE = type(None)
_LONGEST, _EXACT, _DIGITS = 2**63, 2**53, 38
#: Which whole numbers a kind holds exactly.
_LIMITS = {"boolean": 2, "integer": _LONGEST, "float": _EXACT}
_NUMBER = re.compile(r"[-+]?\d+(\.\d*)?([eE][-+]?\d{1,3})?", re.ASCII)
_INTEGER = re.compile(r"-?\d{1,19}", re.ASCII)


def _number(pattern: re.Pattern[str], make: Callable[[str], Any]) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        if not pattern.fullmatch(text):
            raise ValueError(text)
        return make(text)

    return read


def _day(text: str) -> date:
    # Newer Pythons read other forms of dates as well; checked by hand it takes half of a pattern's time.
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        raise ValueError(text)
    return date.fromisoformat(text)


def _moment(text: str) -> datetime:
    if len(text) != 10 and (len(text) != 19 or text[13] != ":" or text[16] != ":"):
        raise ValueError(text)
    if text[4] != "-" or text[7] != "-":
        raise ValueError(text)
    return datetime.fromisoformat(text)


def _never(text: str) -> Any:
    raise ValueError(text)


#: How the texts of APIv3, and dates of both versions, become values.
_READERS: dict[str, Callable[[str], Any]] = {
    "boolean": _number(re.compile("[01]"), "1".__eq__),
    "integer": _number(_INTEGER, int),
    "float": _number(_NUMBER, float),
    "decimal": _number(_NUMBER, Decimal),
    "date": _day,
    "timestamp": _moment,
    "list": _never,
    "nested": _never,
}
#: Which types of values, other than text, each kind takes, and what is made of them.
_TAKEN: dict[str, dict[type, Callable[[Any], Any] | None]] = {
    "boolean": {bool: None, int: bool},
    "integer": {int: None},
    "float": {float: None, int: float, Decimal: float},
    "decimal": {Decimal: None, int: Decimal, float: lambda number: Decimal(repr(number))},
    "date": {date: None},
    "timestamp": {datetime: None, date: lambda day: datetime(day.year, day.month, day.day)},
    "text": dict.fromkeys((bool, int, float, Decimal, date, datetime), lambda value: as_text(value)),
    "list": {list: None},
}


def as_text(value: Any) -> str | None:
    """A value as a cell of text: true and false, JSON for lists and dicts, None for None."""
    if value is None or type(value) is str:
        return value
    if isinstance(value, date | Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False, default=str)


class _Known(dict[str, Any]):
    """Texts and what a kind reads in them, as texts come again; "" is what APIv3 gives for NULL."""

    SIZE = 20_000

    def __init__(self, name: str) -> None:
        self._read = _READERS[name]

    def __missing__(self, text: str) -> Any:
        if len(self) >= self.SIZE:
            self.clear()
        value = self[text] = self._read(text) if text else None
        return value


class Column:
    """What was seen of a column, page after page; what it holds only widens."""

    def __init__(self, wish: str | None = None) -> None:
        self._wish = wish
        self._known: dict[str, _Known] = {}
        self._types: set[type] = set()
        self._items: set[type] = set()
        self._largest = 0
        self._scale, self._whole = 2 if wish == "decimal" else 0, 0
        self._is_aware = False

    def see(self, values: Sequence[Any]) -> None:
        """Take note of values."""
        types = set(map(type, values))
        self._types |= types
        if int in types:
            self._largest = max(self._largest, max(abs(one) for one in values if type(one) is int))
        if list in types:
            self._see_items(list(chain.from_iterable(one for one in values if type(one) is list)))
        if datetime in types:
            self._is_aware |= any(type(one) is datetime and one.tzinfo is not None for one in values)
        if self._wish == "date" and not self._fits("date", values, types):
            self._wish = "timestamp"
        if self._wish and not self._fits(self._wish, values, types):
            self._wish = None
        if self._wish == "decimal" or Decimal in types:
            self._measure(values)

    def _see_items(self, items: Sequence[Any]) -> None:
        self._items.update(map(type, items))
        if any(type(one) is int and abs(one) >= _LONGEST for one in items):
            self._items.add(object)  # no simple thing

    def _fits(self, wish: str, values: Sequence[Any], types: set[type]) -> bool:
        """Whether a kind takes all of these values."""
        if types - _TAKEN[wish].keys() - {str, _NONE} or self._is_aware:
            return False
        if wish in _LIMITS and self._largest >= _LIMITS[wish]:
            return False
        if str not in types or wish == "text":
            return True
        try:
            read = list(map(self._texts_as(wish), (one for one in values if type(one) is str)))
        except ValueError:
            return False
        return wish != "integer" or max(abs(one or 0) for one in read) < _LONGEST

    def _texts_as(self, name: str) -> Callable[[str], Any]:
        return self._known.setdefault(name, _Known(name)).__getitem__

    def _measure(self, values: Sequence[Any]) -> None:
        """How many digits decimals have, before and behind the point."""
        for one in values if self._wish is None else self._converted(values, "decimal"):
            if type(one) is not Decimal:
                continue
            exponent = one.as_tuple().exponent
            if not isinstance(exponent, int):  # NaN and infinity
                self._whole = _DIGITS + 1
                continue
            self._scale = max(self._scale, -exponent)
            self._whole = max(self._whole, one.adjusted() + 1)

    def kind(self) -> Kind:
        """What all values seen so far are."""
        name = self._wish or self._inferred(self._types - {_NONE})
        if name == "decimal":
            return Kind(name, scale=self._scale) if self._scale + self._whole <= _DIGITS else Kind("mixed")
        if name == "list":
            item = _item(self._items - {_NONE})
            return Kind(name, item) if item else Kind("nested")
        return Kind(name)

    def _inferred(self, types: set[type]) -> str:
        if not types:
            return "empty"
        if types <= {list, dict}:
            return "nested" if dict in types else "list"
        if types <= {int, float}:
            name = "float" if float in types else "integer"
            return name if self._largest < (_EXACT if len(types) > 1 else _LONGEST) else "mixed"
        if len(types) > 1 or self._is_aware:
            return "mixed"
        return _SIMPLE.get(next(iter(types)), "mixed")

    def read(self, values: Sequence[Any], kind: Kind) -> list[Any]:
        """Values as a kind has them that kind() gave: of one Python type, or None."""
        if kind.name == "decimal":  # of one scale, which older polars need
            unit, context = Decimal(1).scaleb(-kind.scale), Context(prec=_DIGITS)
            exact = self._converted(values, kind.name)
            return [None if one is None else one.quantize(unit, context=context) for one in exact]
        if self._wish or kind.name == "float":
            return self._converted(values, kind.name)
        return values if isinstance(values, list) else list(values)

    def _converted(self, values: Sequence[Any], name: str) -> list[Any]:
        """Values that fit a kind, as its Python type."""
        types = set(map(type, values)) - {_NONE}
        made = {kind: make for kind, make in _TAKEN.get(name, {}).items() if make and kind in types}
        if str in types and name in _READERS:
            read = self._texts_as(name)
            if types == {str}:
                return [None if one is None else read(one) for one in values]
            made[str] = read
        if not made:
            return values if isinstance(values, list) else list(values)
        return [made[type(one)](one) if type(one) in made else one for one in values]


def _item(types: set[type]) -> str | None:
    """What lists hold; None where it is not one simple thing."""
    if not types:
        return "text"
    return _ITEMS.get(next(iter(types))) if len(types) == 1 else None
