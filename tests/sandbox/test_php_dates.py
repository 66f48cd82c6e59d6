"""Dates and other values where PHP counts otherwise than Python and the database do."""

from __future__ import annotations

import datetime

import pytest

from civiapi.sandbox import NotSimulated, Site
from civiapi.sandbox.dates import date_range, strtotime
from civiapi.sandbox.sqlfunctions import date_add, days_in, rounded

from .engine import ADMINISTRATOR, Caller

NOW = datetime.datetime(2025, 1, 31, 10, 20, 30)


@pytest.fixture(scope="module")
def call():
    with Site.temporary() as site:
        yield Caller(site)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-02-30", "2025-03-02 00:00:00"),
        ("2025-02-29 10:00:00", "2025-03-01 10:00:00"),
        ("2025-13-01", None),
        ("2025-02-32", None),
        ("+1 month", "2025-03-03 10:20:30"),
        ("next month", "2025-03-03 10:20:30"),
        ("-1 month", "2024-12-31 10:20:30"),
        ("2024-02-29 +1 year", "2025-03-01 00:00:00"),
        ("last day of next month", "2025-02-28 10:20:30"),
        ("2025-02-28 24:00", "2025-03-01 00:00:00"),
        ("2/1/25", "2025-02-01 00:00:00"),
        ("2/1/69", "2069-02-01 00:00:00"),
        ("2/1/70", "1970-02-01 00:00:00"),
    ],
)
def test_php_counts_days_beyond_the_end_of_a_month(text, expected):
    found = strtotime(text, NOW)
    assert (found and str(found)) == expected


def test_a_range_that_ends_today_begins_beyond_the_end_of_a_month():
    start, end = date_range("ending_1.month", datetime.datetime(2025, 3, 30, 5))
    assert (str(start), str(end)) == ("2025-03-03 00:00:00", "2025-03-30 23:59:59")


@pytest.mark.parametrize("text", ["+3 weekdays", "next weekday"])
def test_weekdays_are_not_counted(text):
    with pytest.raises(NotSimulated, match="weekdays"):
        strtotime(text, NOW)


def test_the_database_stays_inside_the_month_and_inside_the_calendar():
    assert date_add("2025-01-31", 1, "MONTH") == "2025-02-28"
    assert date_add("2025-01-31", 999_999, "YEAR") is None
    assert [days_in(year, 2) for year in (1900, 2000, 2023, 2024)] == [28, 29, 28, 29]
    assert rounded(1.005, 400) == 1.005


def test_a_membership_ends_the_day_before_its_month_is_over(call):
    kind = {"name": "Monthly", "duration_unit": "month", "duration_interval": 1, "period_type": "rolling"}
    values = {**kind, "member_of_contact_id": 1, "financial_type_id": 2}
    call("MembershipType", "create", {"values": values})
    values = {"contact_id": ADMINISTRATOR, "membership_type_id:name": "Monthly", "start_date": "2025-01-31"}
    member = call("Membership", "create", {"values": values})[0]["id"]
    assert call("Membership", "get", {"where": [["id", "=", member]]})[0]["end_date"] == "2025-03-02"


@pytest.mark.parametrize(("stored", "read"), [("text", None), ("[1,2]", [1, 2]), ("7", 7)])
def test_what_is_no_list_is_stored_as_it_is(call, stored, read):
    search = call(
        "SavedSearch", "create", {"values": {"name": f"s{read}", "label": "S", "api_params": stored}}
    )[0]
    row = call("SavedSearch", "get", {"where": [["id", "=", search["id"]]], "select": ["api_params"]})[0]
    assert row["api_params"] == read


def test_a_custom_table_keeps_its_name(call):
    group = call("CustomGroup", "create", {"values": {"title": "Kept", "extends": "Contact"}})[0]
    where = [["id", "=", group["id"]]]
    call("CustomGroup", "update", {"where": where, "values": {"table_name": "civicrm_contact"}})
    assert call("CustomGroup", "get", {"where": where})[0]["table_name"] == group["table_name"]
    call("CustomGroup", "delete", {"where": where})
    assert call("Contact", "get", {"limit": 1})
    values = {"title": "Odd", "extends": "Contact", "table_name": 'x" (y)'}
    with pytest.raises(NotSimulated, match="names"):
        call("CustomGroup", "create", {"values": values})


@pytest.mark.parametrize("params", [{"filters": {"is_current": 1}}, {"filter.date_high": "now"}])
@pytest.mark.parametrize("entity", ["Contact", "Relationship", "Activity"])
def test_legacy_filters_are_refused(call, entity, params):
    with pytest.raises(NotSimulated, match="legacy filter"):
        call.site.api3(entity, "get", params, user=ADMINISTRATOR, check=True)
