"""Which texts are dates to CiviCRM."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civiapi.checks.dates import is_date, is_range
from civiapi.sandbox.dates import strtotime

DATES = (
    """
2026-01-02|2026-01-02 03:04|2026-01-02 03:04:05|2026-01-02T03:04:05Z|2026-01-02T03:04:05+02:00|2026-1-2|20260102
20260102030405|12/31/1999|31.12.1999|31-12-1999|2026/01/02|now|today|tomorrow noon|+1 day|-2 weeks|2 days ago|monday
first day of next month|last friday of january 2026|1 January 2020|Jan 5, 2021|5th of march 2020|@1700000000|10:30pm
2026-01-02 10:00 Europe/Berlin|2026-01-02 10:00 CET|Sat, 30 Apr 2016 17:52:13 GMT|2024-02-29|2026-01-02 03:04:05.123
saturday this week|yesterday 14:00|midnight
""".strip()
    .replace("\n", "|")
    .split("|")
)
NONE = (
    """
garbage|not a date|2026-13-01|2026-02-30|2023-02-29|2026-01-32|31.13.1999|13/31/1999|20261301|2026-01-02 25:00|2026-01-02 10:61
soon|tomorow|2026-01-02 13:00pm|in two days||   |€
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    assert is_date(text)


@pytest.mark.parametrize("text", [*NONE, True, None, 1.5, [], {}])
def test_what_is_none(text: object) -> None:
    assert not is_date(text)


def test_a_number_of_digits_is_one() -> None:
    assert is_date(20260102)
    assert not is_date(20261302)


@given(st.datetimes(dt.datetime(1000, 1, 1)))
def test_python_s_own(moment: dt.datetime) -> None:
    assert is_date(moment.isoformat(sep=" ", timespec="seconds"))
    assert is_date(moment.isoformat())
    assert is_date(moment.date().isoformat())


FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%d %B %Y", "%b %d, %Y", "%a, %d %b %Y"]


@given(
    st.dates(dt.date(1000, 1, 1)),
    st.sampled_from(FORMATS),
    st.sampled_from(["", " 10:30", " 10:30:05", " 10:30pm", " noon"]),
    st.sampled_from(["", " +1 day", " -3 months", " next monday", " 2 weeks ago", " UTC"]),
)
def test_what_php_reads_is_a_date(day: dt.date, form: str, time: str, shift: str) -> None:
    text = day.strftime(form) + time + shift
    assert is_date(text) or strtotime(text) is None


@pytest.mark.parametrize(
    "text", ["this.day", "previous.month", "ending_30.day", "this.fiscal_year", "less.week"]
)
def test_ranges(text: str) -> None:
    assert is_range(text)
    assert not is_range("2026-01-02")
    assert not is_range("garbage")
