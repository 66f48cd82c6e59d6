"""Functions of CiviCRM's database that SQLite has not, as Python functions of stored values."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from .collate import as_text, key

Moment = datetime.datetime
# more digits behind the point the database does not keep
MOST_DIGITS = 38
UNITS_IN_SECONDS = {"SECOND": 1, "MINUTE": 60, "HOUR": 3600, "DAY": 86400, "WEEK": 604800}
DAYS_IN_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
UNITS_IN_MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}


def utc_now() -> Moment:
    """The site's clock: UTC, whole seconds."""
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)


def moment(value: Any) -> Moment | None:
    """A stored date or time; None if it is none."""
    if value is None:
        return None
    text = str(value)
    try:
        return datetime.datetime.fromisoformat(text[:19])
    except ValueError:
        pass
    try:
        return datetime.datetime.strptime(text, "%Y%m%d%H%M%S"[: 6 if len(text) == 8 else 12])
    except ValueError:
        return None


def shifted(when: Moment, amount: float, unit: str) -> Moment:
    """A moment some units later; the day is cut to the month's last."""
    if unit in UNITS_IN_SECONDS:
        return when + datetime.timedelta(seconds=amount * UNITS_IN_SECONDS[unit])
    months = when.year * 12 + when.month - 1 + round(amount) * UNITS_IN_MONTHS[unit]
    year, month = divmod(months, 12)
    return when.replace(year=year, month=month + 1, day=min(when.day, days_in(year, month + 1)))


def days_in(year: int, month: int) -> int:
    """How many days a month has."""
    return 29 if month == 2 and is_leap(year) else DAYS_IN_MONTHS[month - 1]


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def date_add(value: Any, amount: Any, unit: str) -> str | None:
    """DATE_ADD; keeps a date a date unless hours or less are added; NULL beyond the calendar's ends."""
    when = moment(value)
    if when is None or amount is None:
        return None
    try:
        result = shifted(when, float(amount), unit)
    except (ValueError, OverflowError):
        return None
    is_date = len(str(value)) in (8, 10) and unit not in ("SECOND", "MINUTE", "HOUR")
    return str(result.date() if is_date else result)


def timestamp_diff(unit: str, start: Any, end: Any) -> int | None:
    """Whole units from start to end."""
    first, last = moment(start), moment(end)
    if first is None or last is None:
        return None
    if unit in UNITS_IN_SECONDS:
        return int((last - first).total_seconds() / UNITS_IN_SECONDS[unit])
    months = (last.year - first.year) * 12 + last.month - first.month
    rest = (last.day, last.time()) < (first.day, first.time())
    if last >= first and rest:
        months -= 1
    elif last < first and (last.day, last.time()) > (first.day, first.time()):
        months += 1
    return int(months / UNITS_IN_MONTHS[unit])


def extract(unit: str, value: Any) -> int | None:
    """EXTRACT(unit FROM value)."""
    when = moment(value)
    if when is None:
        return None
    parts = {
        "YEAR": when.year,
        "QUARTER": (when.month + 2) // 3,
        "MONTH": when.month,
        "WEEK": int(when.strftime("%U")),
        "DAY": when.day,
        "HOUR": when.hour,
        "MINUTE": when.minute,
        "SECOND": when.second,
        "DAYOFWEEK": when.isoweekday() % 7 + 1,
        "YEAR_MONTH": when.year * 100 + when.month,
    }
    return parts.get(unit)


def date_diff(one: Any, other: Any) -> int | None:
    first, last = moment(one), moment(other)
    return None if first is None or last is None else (first.date() - last.date()).days


def time_of(value: Any) -> str | None:
    """TIME(value): midnight for a date."""
    when = moment(value)
    return None if when is None else str(when.time())


def next_anniversary(value: Any) -> str | None:
    """The next day with the month and day of a date; 29 February falls on the 1 March of common years."""
    when = moment(value)
    if when is None:
        return None
    today = utc_now().date()
    for year in (today.year, today.year + 1):
        leap_day = (when.month, when.day) == (2, 29) and not is_leap(year)
        day = datetime.date(year, 3, 1) if leap_day else when.date().replace(year=year)
        if day >= today:
            return str(day)
    return None


def days_to_anniversary(value: Any) -> int | None:
    day = next_anniversary(value)
    return None if day is None else (datetime.date.fromisoformat(day) - utc_now().date()).days


def age(value: Any) -> int | None:
    """Whole years since a date."""
    return timestamp_diff("YEAR", value, str(utc_now().date()))


def concat(*values: Any) -> str | None:
    return None if None in values else "".join(map(as_text, values))


def concat_ws(separator: Any, *values: Any) -> str | None:
    return (
        None
        if separator is None
        else str(separator).join(as_text(value) for value in values if value is not None)
    )


def number(value: Any) -> float:
    """A value in a number's place: the number it begins with, else 0."""
    if isinstance(value, (int, float)):
        return value
    text = str(value).strip()
    for end in range(len(text), 0, -1):
        try:
            found = float(text[:end])
        except ValueError:
            continue
        return found if text[:end].strip("+-")[0] in "0123456789." else 0
    return 0


def truth(value: Any) -> int:
    """A value as a condition."""
    return 0 if value is None else int(number(value) != 0)


def extreme(values: tuple[Any, ...], pick: Callable[..., Any]) -> Any:
    if None in values:
        return None
    if all(isinstance(value, (int, float)) for value in values):
        return pick(values)
    return pick(values, key=lambda value: key(as_text(value)))


def rounded(value: Any, digits: Any = 0) -> Any:
    if value is None or digits is None:
        return None
    from decimal import ROUND_HALF_UP, Context, Decimal

    step = Decimal(1).scaleb(-max(-MOST_DIGITS, min(int(digits), MOST_DIGITS)))
    exact = Context(prec=400)  # any float, and as many digits behind its point
    return float(Decimal(repr(number(value))).quantize(step, rounding=ROUND_HALF_UP, context=exact))


def left(value: Any, length: Any) -> Any:
    return None if value is None else as_text(value)[: max(int(number(length)), 0)]


def right(value: Any, length: Any) -> Any:
    count = int(number(length))
    return None if value is None else as_text(value)[-count:] if count > 0 else ""


class GroupConcat:
    """GROUP_CONCAT(value ORDER BY order): steps get (value, order, descending, separator, distinct).

    Distinct values come in their own order where none is asked for, as MariaDB takes them out of a tree.
    """

    def __init__(self) -> None:
        self._items: list[tuple[Any, Any]] = []
        self._options: tuple[Any, Any, Any] = (0, ",", 0)

    def step(self, value: Any, order: Any, *options: Any) -> None:
        self._options = (options[0], options[1], options[2])
        if value is not None:
            self._items.append((order, value))

    def finalize(self) -> str | None:
        descending, separator, distinct = self._options
        if distinct and all(order is None for order, _ in self._items):
            self._items.sort(key=lambda item: _sort_key(item[1]))
        self._items.sort(key=lambda item: _sort_key(item[0]), reverse=bool(descending))
        texts = [as_text(value) for _, value in self._items]
        if distinct:
            first: dict[str, str] = {}
            for text in texts:
                first.setdefault(key(text), text)
            texts = [*first.values()]
        return str(separator).join(texts) if texts else None


class GroupNth:
    """GROUP_NTH(value N= place ORDER BY order): steps get (value, order, descending, place); -1 is the
    last.
    """

    def __init__(self) -> None:
        self._items: list[tuple[Any, Any]] = []
        self._options: tuple[Any, Any] = (0, 1)

    def step(self, value: Any, order: Any, *options: Any) -> None:
        self._options = (options[0], options[1])
        if value is not None:
            self._items.append((order, value))

    def finalize(self) -> Any:
        descending, place = self._options
        self._items.sort(key=lambda item: _sort_key(item[0]), reverse=bool(descending))
        at = int(place) - 1 if place > 0 else len(self._items) + int(place)
        return self._items[at][1] if 0 <= at < len(self._items) else None


def _sort_key(value: Any) -> tuple[int, Any]:
    """NULL first, then numbers, then texts."""
    if value is None:
        return (0, 0)
    return (1, value) if isinstance(value, (int, float)) else (2, key(value))


# name in SQL, number of arguments (-1: any), function
FUNCTIONS: tuple[tuple[str, int, Callable[..., Any]], ...] = (
    ("civi_concat", -1, concat),
    ("civi_concat_ws", -1, concat_ws),
    ("civi_left", 2, left),
    ("civi_right", 2, right),
    ("civi_round", -1, rounded),
    ("civi_greatest", -1, lambda *values: extreme(values, max)),
    ("civi_least", -1, lambda *values: extreme(values, min)),
    ("civi_truth", 1, truth),
    ("civi_number", 1, lambda value: None if value is None else number(value)),
    ("civi_extract", 2, extract),
    ("civi_datediff", 2, date_diff),
    ("civi_time", 1, time_of),
    ("civi_date_add", 3, date_add),
    ("civi_timestampdiff", 3, timestamp_diff),
    ("civi_nextanniv", 1, next_anniversary),
    ("civi_daystoanniv", 1, days_to_anniversary),
    ("civi_age", 1, age),
    ("civi_now", 0, lambda: str(utc_now())),
    ("civi_today", 0, lambda: str(utc_now().date())),
    ("civi_upper", 1, lambda value: None if value is None else as_text(value).upper()),
    ("civi_lower", 1, lambda value: None if value is None else as_text(value).lower()),
)
AGGREGATES: tuple[tuple[str, int, type], ...] = (
    ("civi_group_concat", 5, GroupConcat),
    ("civi_group_nth", 4, GroupNth),
)
