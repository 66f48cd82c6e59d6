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
COUNTED = {"last": -1, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
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


def _day_of_week(when: Moment, found: re.Match[str]) -> Moment:
    """`monday next week`: weeks begin on Monday here."""
    day, week = DAYS[found["day"]], ORDINALS[found["week"]]
    return _at_midnight(when) + datetime.timedelta(days=7 * week + day - when.weekday())


def _of_month(when: Moment, found: re.Match[str]) -> Moment:
    """`first day of`, `last friday of`: what the rest of a text names is their month."""
    if found[2] == "day":
        return when.replace(day=1 if found[1] == "first" else days_in(when.year, when.month))
    midnight = _at_midnight(when.replace(day=1))
    weeks = COUNTED[found[1]]
    ahead = (DAYS[found[2]] - midnight.weekday()) % 7
    if weeks > 0:
        return midnight + datetime.timedelta(days=ahead + 7 * weeks - 7)
    last = midnight.replace(day=days_in(when.year, when.month))
    return last - datetime.timedelta(days=(last.weekday() - DAYS[found[2]]) % 7)


def _hour(when: Moment, found: re.Match[str]) -> Moment:
    return _at_midnight(when).replace(hour=int(found[1]) % 12 + (12 if found[2] == "p" else 0))


def _clock(when: Moment, hour: str, minute: str) -> Moment:
    return _at_midnight(when).replace(hour=int(hour), minute=int(minute))


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
    (r"(\d{1,2})\s*([ap])\.?m\b\.?", _hour),
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
    (rf"(?P<day>{DAY_NAME}) (?P<week>next|last|previous|this) week\b", _day_of_week),
    (rf"(?P<week>next|last|previous|this) week (?P<day>{DAY_NAME})\b", _day_of_week),
    (rf"([+-]?\s*\d+)\s*{UNIT}\b(\s+ago\b)?", _shift),
    (rf"(next|last|previous|this) {UNIT}\b", _shift_named),
    (rf"(?:(next|last|previous|this) )?({DAY_NAME})\b", _weekday),
    (r"(?:z|utc|gmt)\b", lambda when, found: when),
    (r"([01]\d|2[0-3])([0-5]\d)(?!\d)", lambda when, found: _clock(when, found[1], found[2])),
    (r"(\d{4})(?!\d)", lambda when, found: when.replace(year=int(found[1]))),
    (r"([+-])(\d{2}):?(\d{2})?(?!\d)", _zone),
)
OF_MONTH = re.compile(rf"({'|'.join(COUNTED)}) (day|{DAY_NAME}) of\b")
PLAIN = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2}))?")


def strtotime(text: str, now: Moment | None = None) -> Moment | None:
    """The moment a text names, in the site's time (UTC); None if PHP would not understand it."""
    if PLAIN.fullmatch(text):
        with suppress(ValueError):
            return datetime.datetime.fromisoformat(text)
    rest, when = text.strip().lower(), now or utc_now()
    if not rest:
        return None
    in_month = OF_MONTH.search(rest)
    if in_month:
        rest, when = rest.replace(in_month[0], "", 1).strip(), when.replace(day=1)
        if in_month[2] == "day" and in_month[1] not in ("first", "last"):
            return None
    try:
        while rest:
            when, rest = _read_next(when, rest)
    except (ValueError, OverflowError):
        return None
    return _of_month(when, in_month) if in_month else when


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


# term => units: the ranges that CiviCRM's option group relative_date_filters names
RANGES = {
    "this": "day week month quarter fiscal_year year",
    "previous": "day week month quarter fiscal_year year",
    "previous_2": "day week month quarter fiscal_year year",
    "previous_before": "day week month quarter fiscal_year year",
    "next": "week month quarter fiscal_year year",
    "current": "week month quarter year",
    "earlier": "day week month quarter year",
    "greater": "day week month quarter year",
    "greater_previous": "week month quarter year",
    "less": "week month quarter year",
    "ending": "week year",
    **dict.fromkeys(("ending_30", "ending_60", "ending_90"), "day"),
    "ending_6": "month",
    **dict.fromkeys(("ending_2", "ending_3"), "year"),
    "starting": "day week month quarter year",
    "starting_2": "month",
}
RELATIVE = frozenset(f"{term}.{unit}" for term, units in RANGES.items() for unit in units.split())
# how many days from today on the ranges that start today have
STARTING_DAYS = {"week": 7, "month": 30, "quarter": 90}


def is_relative(value: Any) -> bool:
    """Whether a value is the name of one of CiviCRM's relative date ranges."""
    return isinstance(value, str) and value in RELATIVE


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
    term, _, unit = name.replace("fiscal_", "").partition(".")
    term, _, count = term.partition("_")
    number = int(count) if count.isdigit() else 1
    now = now or utc_now()
    start = _start(now, unit)
    second, day = datetime.timedelta(seconds=1), datetime.timedelta(days=1)
    today = _start(now, "day")

    def move(amount: int) -> Moment:
        return moved(start, amount, unit.upper())

    if count == "before":
        return move(-2), move(-1) - second
    ranges: dict[str, Callable[[], tuple[Moment | None, Moment | None]]] = {
        "this": lambda: (start, move(1) - second),
        "previous": lambda: (move(-number), start - second),
        "next": lambda: (move(1), move(2) - second),
        "current": lambda: (start, today + day - second),
        "earlier": lambda: (None, start - second),
        "greater": lambda: (start - day if count else start, None),
        "less": lambda: (None, move(1) - second),
        "ending": lambda: (moved(today + day, -number, unit.upper()), today + day - second),
        "starting": lambda: _starting(today, number, unit),
    }
    return ranges[term]()


def _starting(today: Moment, number: int, unit: str) -> tuple[Moment, Moment]:
    """A range that begins today; `starting.day` is tomorrow."""
    day, second = datetime.timedelta(days=1), datetime.timedelta(seconds=1)
    if unit == "day":
        return today + day, today + 2 * day - second
    days = STARTING_DAYS.get(unit)
    end = today + number * days * day if days else moved(today, number, unit.upper())
    return today, end - second
