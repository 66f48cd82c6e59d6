"""Whether a text is a date to PHP's strtotime, which CiviCRM reads dates with.  Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

_MONTHS = "jan feb mar apr may jun jul aug sep sept oct nov dec"
_MONTHS += " january february march april june july august september october november december"
_DAYS = "mon tue tues wed thu thur thurs fri sat sun"
_DAYS += " monday tuesday wednesday thursday friday saturday sunday"
_UNITS = "sec second min minute hour day week fortnight forthnight month year weekday weekdays"
_WORDS = """
    now today midnight noon tomorrow yesterday ago of next last previous this
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth am pm t z utc gmt at
    est edt cst cdt mst mdt pst pdt cet cest bst wet west eet eest msk jst ist hst akst akdt sast
    aest aedt acst acdt awst nzst nzdt
"""
_KNOWN = frozenset(f"{_MONTHS} {_DAYS} {_UNITS} {_WORDS}".split())
_KNOWN |= frozenset(f"{unit}s" for unit in _UNITS.split())

_PLAIN = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?")
#: Two numbers that may be a day and a month, in either order, and a year.
_SPELLED = re.compile(r"\s*(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?!\d)(.*)")
#: The orders in which a file may write them, told by whoever knows.
ORDERS = ("dmy", "mdy")
#: The names of CiviCRM's ranges of dates, such as this.day and ending_30.day.
_RANGE = re.compile(r"[a-z]+(_\w+)?\.[a-z_]+")


def _is_day(year: str, month: str, day: str) -> bool:
    try:
        dt.date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True


def _is_time(hour: str, minute: str, second: str | None) -> bool:
    return int(hour) <= 24 and int(minute) <= 59 and int(second or 0) <= 60


def _no_half(found: re.Match[str]) -> bool:
    return 1 <= int(found[1]) <= 12 if found[4] else _is_time(found[1], found[2], found[3])


#: What may stand next in a date, and whether it makes sense there.
_PARTS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], bool]]] = [
    (re.compile(pattern), test)
    for pattern, test in (
        (r"@-?\d+", lambda found: True),
        (r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", lambda found: _is_day(*found.group(1, 2, 3))),
        (r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})(?!\d)", lambda found: _is_day(*found.group(3, 2, 1))),
        (r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)", lambda found: _is_day(*found.group(3, 1, 2))),
        (r"(\d{4})(\d\d)(\d\d)(?:t?\d{6}|t?\d{4})?(?!\d)", lambda found: _is_day(*found.group(1, 2, 3))),
        (r"t?(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,:]\d+)?)?(?:\s*([ap])\.?m\.?\b)?", _no_half),
        (r"[a-z]+/[a-z_]+(?:/[a-z_]+)?", lambda found: True),  # Europe/Berlin
        (r"[a-z]+", lambda found: found[0] in _KNOWN),
        # parts of a date that PHP has many rules for
        (r"[+-]?\s*\d+(?:st|nd|rd|th)?|[-+/.:()]", lambda found: True),
    )
]


def is_date(value: object) -> bool:
    """Whether a value is a date, as far as can be told: what has no meaning to PHP is none.

    The 30th of February is none here, though PHP makes the 2nd of March of it.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    text = str(value).strip()
    plain = _PLAIN.fullmatch(text)
    if plain:
        year, month, day, hour, minute, second = plain.groups()
        return _is_day(year, month, day) and (hour is None or _is_time(hour, minute, second))
    rest: str | None = text.lower()
    while rest:
        rest = _behind_the_first_part(rest)
    return rest is not None and bool(text)


def _behind_the_first_part(text: str) -> str | None:
    """What is left when the first part is taken off; None where that is none, or makes no sense."""
    for pattern, is_sound in _PARTS:
        found = pattern.match(text)
        if found:
            return text[found.end() :].lstrip(" ,\t") if is_sound(found) else None
    return None


def doubt(value: object, order: str | None) -> str | None:
    """Why nobody can tell which day is meant, although PHP takes one; None where that is plain.

    PHP reads 3/4/1990 as the 4th of March, 3.4.1990 as the 3rd of April, and guesses the century of 3/4/90.
    """
    found = _SPELLED.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    if len(found[4]) == 2:
        return "the year has two digits; write it as in 1990-12-31"
    if order is None and found[2] == "/":
        return 'day or month first? give dates="dmy" or "mdy", or write it as in 1990-12-31'
    return None


def in_order(value: object, order: str) -> object:
    """A day that is written in that order, as year-month-day, read one way alone; else the value."""
    found = _SPELLED.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return value
    day, month = (found[1], found[3]) if order == "dmy" else (found[3], found[1])
    return f"{found[4]}-{month:0>2}-{day:0>2}{found[5].rstrip()}"


def is_range(value: object) -> bool:
    """Whether a value has the form of the name of a range of dates, which conditions may have."""
    return isinstance(value, str) and _RANGE.fullmatch(value) is not None
