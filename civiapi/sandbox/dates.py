"""Dates as PHP's strtotime reads them, and CiviCRM's relative date ranges."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from .errors import NotSimulated
from .functions import MONTHS as MONTH_NAMES
from .functions import WEEKDAYS
from .sqlfunctions import UNITS_IN_MONTHS, Moment, days_in, shifted, utc_now

EPOCH = datetime.datetime(1970, 1, 1)
MONTHS = {name.lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
MONTHS.update({name[:3]: number for name, number in [*MONTHS.items()]}, sept=9)
# Monday is 0
DAYS = {name.lower(): (number - 1) % 7 for number, name in enumerate(WEEKDAYS)}
DAYS.update({name[:3]: number for name, number in [*DAYS.items()]})
UNITS = {
    "sec": "SECOND",
    "second": "SECOND",
    "min": "MINUTE",
    "minute": "MINUTE",
    "hour": "HOUR",
    "day": "DAY",
}
UNITS.update({"week": "WEEK", "fortnight": "WEEK", "month": "MONTH", "year": "YEAR", "weekday": "DAY"})
ORDINALS = {"next": 1, "last": -1, "previous": -1, "this": 0}
NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY_NAME = "|".join(sorted(DAYS, key=len, reverse=True))
UNIT = r"(sec|second|min|minute|hour|day|week|fortnight|month|year|weekday)s?"
TIME = r"(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?m\.?)?"

Read = Callable[[Moment, "re.Match[str]"], Moment]


def _at_midnight(when: Moment) -> Moment:
    return when.replace(hour=0, minute=0, second=0)


def moved(when: Moment, amount: float, unit: str) -> Moment:
    """A moment some units later as PHP counts: a month after the 31st of January is the 3rd of March."""
    if unit not in UNITS_IN_MONTHS:
        return shifted(when, amount, unit)
    return shifted(when.replace(day=1), amount, unit) + datetime.timedelta(days=when.day - 1)


def _day(year: str, month: str | int, day: str) -> Callable[[Moment], Moment]:
    """A day of a year (of two digits: 1970 to 2069); the 30th of February is the 2nd of March."""
    full = int(year) + (0 if len(year) > 2 else 2000 if int(year) < 70 else 1900)
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        raise ValueError(day)
    days = datetime.timedelta(days=int(day) - 1)
    return lambda when: _at_midnight(when).replace(year=full, month=int(month), day=1) + days


def _with_time(when: Moment, found: re.Match[str], first: int = 1) -> Moment:
    hour, minute, second, half = (found[first + number] for number in range(4))
    hours = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
    if hours == 24:
        when, hours = when + datetime.timedelta(days=1), 0
    return when.replace(hour=hours, minute=int(minute), second=int(second or 0))


def _month_name(when: Moment, found: re.Match[str]) -> Moment:
    month, day, year = MONTHS[found[1]], found[2], found[3]
    return _day(year or str(when.year), month, day or "1")(when)


def _day_month_name(when: Moment, found: re.Match[str]) -> Moment:
    return _day(found[3] or str(when.year), MONTHS[found[2]], found[1])(when)


def _american(when: Moment, found: re.Match[str]) -> Moment:
    return _day(found[3] or str(when.year), found[1], found[2])(when)


def _shift(when: Moment, found: re.Match[str]) -> Moment:
    amount = int(found[1].replace(" ", "")) * (-1 if found[3] else 1)
    if found[2] == "weekday":
        raise NotSimulated("dates counted in weekdays")
    return moved(when, amount * (2 if found[2] == "fortnight" else 1), UNITS[found[2]])


def _shift_named(when: Moment, found: re.Match[str]) -> Moment:
    if found[2] == "weekday":
        raise NotSimulated("dates counted in weekdays")
    return moved(when, ORDINALS[found[1]], UNITS[found[2]])


def _weekday(when: Moment, found: re.Match[str]) -> Moment:
    midnight = _at_midnight(when)
    ahead = (DAYS[found[2]] - midnight.weekday()) % 7
    if found[1] == "next" and ahead == 0:
        ahead = 7
    if found[1] in ("last", "previous"):
        ahead = ahead - 7
    return midnight + datetime.timedelta(days=ahead)


def _edge_of_month(when: Moment, found: re.Match[str]) -> Moment:
    if found[2]:
        when = shifted(when.replace(day=1), ORDINALS[found[2]], "MONTH")
    return when.replace(day=1 if found[1] == "first" else days_in(when.year, when.month))


def _zone(when: Moment, found: re.Match[str]) -> Moment:
    if not found[1]:
        return when
    offset = datetime.timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return when - offset if found[1] == "+" else when + offset


# what may stand next in a date, and what it makes of the moment so far
GRAMMAR: tuple[tuple[str, Read], ...] = (
    (r"@(-?\d+)", lambda when, found: EPOCH + datetime.timedelta(seconds=int(found[1]))),
    (r"(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", lambda when, found: _day(found[1], found[2], found[3])(when)),
    (r"(\d{4})/(\d{1,2})/(\d{1,2})", lambda when, found: _day(found[1], found[2], found[3])(when)),
    (r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})", lambda when, found: _day(found[3], found[2], found[1])(when)),
    (r"(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d{2}))?", _american),
    (
        r"(\d{4})(\d{2})(\d{2})t?(\d{2})(\d{2})(\d{2})(?!\d)",
        lambda when, found: datetime.datetime(*map(int, found.groups())),  # type: ignore[arg-type]
    ),
    (r"(\d{4})(\d{2})(\d{2})(?!\d)", lambda when, found: _day(found[1], found[2], found[3])(when)),
    (r"t?" + TIME, _with_time),
    (r"(\d{4})-(\d{2})(?![\d-])", lambda when, found: _day(found[1], found[2], "1")(when)),
    (
        rf"({NAME})\.?(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]))?(?:\s*,?\s*(\d{{4}}))?(?![a-z:])",
        _month_name,
    ),
    (rf"(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+({NAME})\.?(?:[\s,-]+(\d{{4}}))?(?![a-z:])", _day_month_name),
    (r"now\b", lambda when, found: when),
    (r"(?:today|midnight)\b", lambda when, found: _at_midnight(when)),
    (r"noon\b", lambda when, found: _at_midnight(when).replace(hour=12)),
    (r"tomorrow\b", lambda when, found: _at_midnight(when) + datetime.timedelta(days=1)),
    (r"yesterday\b", lambda when, found: _at_midnight(when) - datetime.timedelta(days=1)),
    (r"(first|last) day of(?: (next|last|previous|this) month)?", _edge_of_month),
    (rf"([+-]?\s*\d+)\s*{UNIT}\b(\s+ago\b)?", _shift),
    (rf"(next|last|previous|this) {UNIT}\b", _shift_named),
    (rf"(?:(next|last|previous|this) )?({DAY_NAME})\b", _weekday),
    (r"(?:z|utc|gmt)\b", lambda when, found: when),
    (r"([+-])(\d{2}):?(\d{2})?(?!\d)", _zone),
)
PLAIN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?")


def strtotime(text: str, now: Moment | None = None) -> Moment | None:
    """The moment a text names, in the site's time (UTC); None if PHP would not understand it."""
    if PLAIN.fullmatch(text):
        with suppress(ValueError):
            return datetime.datetime.fromisoformat(text)
    rest, when = text.strip().lower(), now or utc_now()
    if not rest:
        return None
    try:
        while rest:
            when, rest = _read_next(when, rest)
    except (ValueError, OverflowError):
        return None
    return when


def _read_next(when: Moment, rest: str) -> tuple[Moment, str]:
    for pattern, read in GRAMMAR:
        found = re.match(pattern, rest)
        if found:
            return read(when, found), rest[found.end() :].lstrip(" ,")
    raise ValueError(rest)


def stored_date(value: Any, data_type: str) -> str:
    """A date as it is stored: `Y-m-d`, or `Y-m-d H:i:s` for a Timestamp; what is no date is the 1st of
    1970.
    """
    when = strtotime(str(value)) or EPOCH
    return str(when.date()) if data_type == "Date" else str(when.replace(microsecond=0))


LONGEST_COUNT = 3
RELATIVE = (
    r"(this|previous|next|current|earlier|greater|less|ending|starting)(?:_(\d+|before))?"
    r"\.(day|week|month|quarter|year|fiscal_year)"
)


def is_relative(value: Any) -> bool:
    """Whether a value is the name of one of CiviCRM's relative date ranges."""
    return isinstance(value, str) and re.fullmatch(RELATIVE, value) is not None


def _start(when: Moment, unit: str) -> Moment:
    """The beginning of the day, week (Sunday), month ... that a moment is in."""
    midnight = _at_midnight(when)
    starts = {
        "day": lambda: midnight,
        "week": lambda: midnight - datetime.timedelta(days=midnight.isoweekday() % 7),
        "month": lambda: midnight.replace(day=1),
        "quarter": lambda: midnight.replace(month=(midnight.month - 1) // 3 * 3 + 1, day=1),
        "year": lambda: midnight.replace(month=1, day=1),
    }
    return starts[unit]()


def date_range(name: str, now: Moment | None = None) -> tuple[Moment | None, Moment | None]:
    """(from, to) of a relative date range, both inclusive; None: no limit on that side."""
    found = re.fullmatch(RELATIVE, name)
    if not found:
        raise ValueError(name)
    term, count, unit = found[1], found[2], found[3].replace("fiscal_", "")
    now = now or utc_now()
    if count and len(count) > LONGEST_COUNT and count != "before":
        raise NotSimulated(f"the date range {name}")
    start = _start(now, unit)
    number = int(count) if count and count != "before" else 1

    def move(when: Moment, amount: int) -> Moment:
        return moved(when, amount, unit.upper())

    second = datetime.timedelta(seconds=1)
    tomorrow = _start(now, "day") + datetime.timedelta(days=1)
    ranges: dict[str, tuple[Moment | None, Moment | None]] = {
        "this": (move(start, 1 - number), move(start, 1) - second),
        "previous": (move(start, -number), start - second),
        "next": (move(start, 1), move(start, 1 + number) - second),
        "current": (start, tomorrow - second),
        "earlier": (None, start - second),
        "greater": (start, None),
        "less": (None, move(start, 1) - second),
        "ending": (_back(tomorrow, number, unit), tomorrow - second),
        "starting": (_start(now, "day"), move(_start(now, "day"), number) - second),
    }
    if count == "before":
        return move(start, -2), move(start, -1) - second
    return ranges[term]


def _back(when: Moment, number: int, unit: str) -> Moment:
    if unit == "quarter":
        return when - datetime.timedelta(days=90 * number)
    return moved(when, -number, unit.upper())
