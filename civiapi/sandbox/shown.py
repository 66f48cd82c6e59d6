"""Values as CiviCRM shows them to people: dates in words, money with its symbol, Yes and No."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from .errors import NotSimulated
from .functions import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from .site import Site
    from .sqlfunctions import Moment

DATES = ("Date", "Timestamp")
TO_THE_SECOND = len("2025-01-31 12:00:00")
# currency => its symbol in en_US; all of these have two decimals
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$"}
DIGITS = {"Money": Decimal("0.01"), "Float": Decimal("0.001")}
MARK = re.compile(r"%([A-Za-z])")


def _suffix(day: int) -> str:
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th") if day not in (11, 12, 13) else "th"


def _marks(when: Moment) -> dict[str, str]:
    """What the marks of a date format stand for, by the letter behind the percent sign."""
    twelve = when.hour % 12 or 12
    month, weekday = MONTHS[when.month - 1], WEEKDAYS[(when.weekday() + 1) % 7]
    return {
        "A": weekday,
        "a": weekday[:3],
        "B": month,
        "b": month[:3],
        "m": f"{when.month:02}",
        "d": f"{when.day:02}",
        "e": f"{when.day:2}",
        "E": str(when.day),
        "f": _suffix(when.day),
        "H": f"{when.hour:02}",
        "k": f"{when.hour:2}",
        "Y": str(when.year),
        "y": str(when.year)[2:],
        "I": f"{twelve:02}",
        "h": f"{twelve:02}",
        "l": f"{twelve:2}",
        "Z": "UTC",
        "M": f"{when.minute:02}",
        "i": f"{when.minute:02}",
        "s": f"{when.second:02}",
        "S": f"{when.second:02}",
        "P": "AM" if when.hour < 12 else "PM",
        "p": "am" if when.hour < 12 else "pm",
    }


class Shown:
    """How one site shows values, by its settings as they are."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._settings: dict[str, Any] = {}

    def setting(self, name: str) -> Any:
        if name not in self._settings:
            self._settings[name] = self._site.setting(name)
        return self._settings[name]

    def value(
        self, value: Any, data_type: str | None, *, currency: Any = None, date_format: str | None = None
    ) -> Any:
        """One value of an API row; "" if there is none, as it is if nothing is done to its type.

        date_format: the name of a setting; None: the one that goes with the value.
        """
        if value is None or value == "":
            return ""
        if data_type in DATES:
            return self.date(str(value), date_format)
        if data_type == "Boolean" and isinstance(value, bool):
            return "Yes" if value else "No"
        if data_type == "Money":
            return self.money(value, currency)
        return self._number(value, "Float") if data_type == "Float" else value

    def date(self, stored: str, name: str | None = None) -> str:
        """A date `Y-m-d`, perhaps with a time."""
        import datetime

        usual = "dateformatDatetime" if len(stored) >= TO_THE_SECOND else "dateformatFull"
        text = self.setting(name or usual)
        if not isinstance(text, str):
            raise NotSimulated(f"the date format {name}")
        try:
            marks = _marks(datetime.datetime.fromisoformat(stored))
        except ValueError as error:
            raise NotSimulated(f"the date {stored} in words") from error
        return MARK.sub(lambda mark: marks.get(mark[1], mark[0]), text.replace("%D", "%m/%d/%y"))

    def money(self, amount: Any, currency: Any = None) -> str:
        """An amount in that currency (None: the site's own)."""
        code = currency or self.setting("defaultCurrency")
        if code not in SYMBOLS:
            raise NotSimulated(f"amounts in {code} as they are shown")
        number = self._number(abs(amount), "Money")
        return f"{'-' if amount < 0 else ''}{SYMBOLS[code]}{number}"

    def _number(self, value: Any, kind: str) -> str:
        """With marks between thousands; money always has its two decimals, and its own marks."""
        way = ROUND_HALF_UP if kind == "Money" else ROUND_HALF_EVEN
        text = f"{Decimal(repr(value)).quantize(DIGITS[kind], way):,}"
        if kind == "Float":
            return text.rstrip("0").rstrip(".")
        marks = {",": self.setting("monetaryThousandSeparator"), ".": self.setting("monetaryDecimalPoint")}
        return "".join(str(marks.get(char, char)) for char in text)
