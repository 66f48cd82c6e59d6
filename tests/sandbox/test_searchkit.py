"""SearchKit: saved searches run, and downloaded over every door."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
import urllib.parse
import urllib.request

import pytest

from civiapi.sandbox import NotSimulated, Site, SiteError
from civiapi.sandbox.errors import Printed, Unauthorized
from civiapi.sandbox.serve import running
from civiapi.sandbox.shown import Shown
from civiapi.sandbox.users import add_user

from .engine import ADMINISTRATOR, Caller, token

DEADLINE = 120
MONEY = ["id", "contact_id.sort_name", "total_amount", "receive_date", "is_test"]
COLUMNS = [
    {"type": "field", "key": "contact_id.sort_name", "label": "Who", "sortable": True},
    {"type": "field", "key": "total_amount", "label": "How much", "sortable": True},
    {"type": "field", "key": "receive_date", "label": "", "format": "dateformatshortdate"},
    {"type": "field", "key": "is_test", "sortable": False},
]
SETTINGS = {
    "actions": True,
    "limit": 2,
    "pager": {"expose_limit": True},
    "sort": [["total_amount", "ASC"]],
    "columns": COLUMNS,
}
AMOUNTS = (1234.5, 7, 20.25)


@pytest.fixture(scope="module")
def call(new_site):
    with Site.open(new_site()) as site:
        call = Caller(site)
        call.contact = call.person(first_name="Žofia", last_name="Adams")
        for day, amount in enumerate(AMOUNTS, 1):
            values = {
                "contact_id": call.contact,
                "financial_type_id": 1,
                "total_amount": amount,
                "source": "kit",
            }
            call("Contribution", "create", {"values": {**values, "receive_date": f"2025-03-0{day} 13:05"}})
        search = {
            "name": "gifts",
            "label": "Gifts",
            "api_entity": "Contribution",
            "api_params": {"version": 4, "select": MONEY, "where": [["source", "=", "kit"]]},
        }
        call.search = call("SavedSearch", "create", {"values": search})[0]["id"]
        store(call, "table", SETTINGS)
        yield call


def store(call, name, settings, **more):
    display = {"name": name, "label": f"The {name}, café", "type": "table", "settings": settings, **more}
    call("SearchDisplay", "create", {"values": {**display, "saved_search_id": call.search}})


def ran(call, name="table", **params):
    return call.answer("SearchDisplay", "run", {"savedSearch": "gifts", "display": name, **params})


def shown(answer):
    return [[column and column.get("val") for column in row["columns"]] for row in answer["values"]]


def test_a_row_has_its_data_its_columns_and_its_key(call):
    answer = ran(call)
    first = answer["values"][0]
    assert first == {
        "data": {
            "id": first["key"],
            "contact_id.sort_name": "Adams, Žofia",
            "total_amount": 7,
            "receive_date": "2025-03-02 13:05:00",
            "is_test": False,
            "currency": "USD",
        },
        "columns": [
            {"dataType": "String", "val": "Adams, Žofia", "label": "Who"},
            {"dataType": "Money", "val": "$7.00", "label": "How much"},
            {"dataType": "Timestamp", "val": "03/02/2025"},
            {"dataType": "Boolean", "val": "No"},
        ],
        "key": first["key"],
    }
    assert list(first) == ["data", "columns", "key"]
    told = [
        "values",
        "editable",
        "labels",
        "toolbar",
        "entity",
        "action",
        "debug",
        "version",
        "count",
        "countFetched",
    ]
    assert list(answer) == told
    assert (answer["editable"], answer["labels"], answer["toolbar"]) == ([], [], [])


def test_pages(call):
    assert [row[1] for row in shown(ran(call, **{"return": "page:1"}))] == ["$7.00", "$20.25"]
    assert [row[1] for row in shown(ran(call, **{"return": "page:2"}))] == ["$1,234.50"]
    assert [row[1] for row in shown(ran(call, **{"return": "page:3", "limit": 1}))] == ["$1,234.50"]
    assert ran(call, **{"return": "page:9"})["values"] == []
    assert len(ran(call, limit=1)["values"]) == 2, "a limit is the pager's affair"
    assert "countMatched" not in ran(call, **{"return": "page:1"})
    ahead = ran(call, **{"return": "scroll:1"})
    assert (ahead["countFetched"], ahead["countMatched"], ahead["toolbar"]) == (2, 3, None)


def test_without_a_pager_there_are_no_pages(call):
    store(call, "all", {**SETTINGS, "pager": False, "limit": None})
    assert len(ran(call, "all", limit=1, **{"return": "page:2"})["values"]) == 3


def test_counts_and_ids(call):
    ids = [
        row["id"]
        for row in call("Contribution", "get", {"where": [["source", "=", "kit"]], "select": ["id"]})
    ]
    for display in ("table", None):
        assert ran(call, display, **{"return": "id"})["values"] == ids
        counted = ran(call, display, **{"return": "row_count"})
        assert (counted["values"], counted["count"], counted["countFetched"]) == ([], 3, 0)
    filtered = {"filters": {"total_amount": 7}, "return": "row_count"}
    assert ran(call, **filtered)["count"] == 1


def test_sorting_by_columns_that_can_be_sorted(call):
    params = {"return": "page:1", "limit": 9}
    assert shown(ran(call, sort=[["total_amount", "DESC"]], **params))[0][1] == "$1,234.50"
    for sort in ([["is_test", "DESC"]], [["source", "DESC"]]):
        assert shown(ran(call, sort=sort, **params))[0][1] == "$7.00"


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"contact_id.sort_name": "adam"}, 3),
        ({"contact_id.sort_name": "nobody"}, 0),
        ({"receive_date": {">=": "2025-03-02", "<": "2025-03-03"}}, 1),
        ({"total_amount": [7, 20.25, ""]}, 2),
        ({"id,contact_id.sort_name": "Žofia"}, 3),
        ({"total_amount": "", "receive_date": [], "id": {"IN": [None]}}, 3),
        ({"source": "nothing", "is_test": None}, 3),
        ({"is_test": True}, 0),
        ([], 3),
    ],
)
def test_filters_of_what_is_selected(call, filters, count):
    assert ran(call, filters=filters, **{"return": "row_count"})["count"] == count


def test_columns_that_are_switched_off(call):
    row = ran(call, toggleColumns=[1, "3"])["values"][0]
    assert [column and column["val"] for column in row["columns"]] == [None, "$7.00", None, "No"]


def test_texts_made_of_others(call):
    columns = [
        {
            "type": "field",
            "key": "total_amount",
            "rewrite": "[contact_id.sort_name]: [total_amount]",
            "title": "[id]",
        },
        {
            "type": "field",
            "key": "cancel_reason",
            "empty_value": "none by [receive_date]",
            "alignment": "text-right",
        },
        {"type": "field", "key": "cancel_reason", "label": "Why", "forceLabel": True, "nowrap": True},
        {"type": "field", "key": "result_row_num"},
        {"type": "field", "key": "financial_type_id:label"},
    ]
    store(call, "texts", {"columns": columns, "sort": [["id", "ASC"]]})
    row = ran(call, "texts")["values"][1]
    assert row["columns"] == [
        {"dataType": "String", "val": "Adams, Žofia: $7.00", "title": str(row["key"])},
        {"dataType": "String", "val": "none by March 2nd, 2025  1:05 PM", "cssClass": "text-right"},
        {"dataType": "Text", "val": "", "label": "Why", "cssClass": "nowrap"},
        {"dataType": None, "val": 2},
        {"dataType": "Integer", "val": "Donation"},
    ]


def test_grouped_searches(call):
    params = {
        "select": ["contact_id", "SUM(total_amount) AS total", "COUNT(id) AS gifts"],
        "where": [["source", "=", "kit"]],
        "groupBy": ["contact_id"],
    }
    columns = [{"type": "field", "key": key} for key in ("total", "gifts")]
    display = {"settings": {"columns": columns, "sort": [["receive_date", "ASC"], ["total", "DESC"]]}}
    saved = {"api_entity": "Contribution", "api_params": params}
    answer = call.answer(
        "SearchDisplay", "run", {"savedSearch": saved, "display": display, "filters": {"gifts": 3}}
    )
    assert shown(answer) == [["$1,261.75", 3]]
    assert answer["values"][0]["data"] == {"contact_id": call.contact, "total": 1261.75, "gifts": 3}
    none = {"savedSearch": saved, "display": display, "filters": {"gifts": {">": 3}}}
    assert call("SearchDisplay", "run", none) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"columns": [{"type": "menu", "links": []}]},
        {"columns": [{"type": "field", "key": "id", "link": {"path": "civicrm"}}]},
        {"columns": [{"type": "field", "key": "id", "rewrite": "{if 1}x{/if}"}]},
        {"draggable": "weight"},
        {"columnMode": "auto"},
        {"addButton": {"path": "civicrm/x"}},
    ],
)
def test_displays_that_are_refused(call, changed):
    display = {"settings": {**SETTINGS, **changed}}
    with pytest.raises(NotSimulated, match="does not simulate"):
        call("SearchDisplay", "run", {"savedSearch": "gifts", "display": display})


def test_refusals(call):
    for name, params in (("SavedSearch", {"savedSearch": "no"}), ("SearchDisplay", {"display": "no"})):
        with pytest.raises(SiteError, match=f"Expected to find one {name} record, but there were zero"):
            call("SearchDisplay", "run", {"savedSearch": "gifts", "display": "table", **params})
    for params in ({"return": "tally"}, {"display": None}, {"afform": "x"}, {"seed": 1}):
        with pytest.raises(NotSimulated):
            ran(call, **{"display": "table", **params} if "display" not in params else {"name": None})


def test_who_may_run_which_search(call):
    user = add_user(call.site, token(), "none").contact_id
    run_as = {"user": user, "check": True}
    by_name = {"savedSearch": "gifts", "display": "table"}
    with pytest.raises(Unauthorized, match=r"Contribution::get"):
        call.site.api4("SearchDisplay", "run", by_name, **run_as)
    for given in ({"display": {"settings": SETTINGS}}, {"savedSearch": {"api_entity": "Contact"}}):
        with pytest.raises(Unauthorized, match="Access denied"):
            call.site.api4("SearchDisplay", "run", {**by_name, **given}, **run_as)
    store(call, "open", SETTINGS, acl_bypass=True)
    with pytest.raises(Unauthorized, match="Access denied"):
        call.site.api4("SearchDisplay", "run", {**by_name, "display": "open"}, **run_as)
    assert len(
        call.site.api4("SearchDisplay", "run", {**by_name, "display": "open"}, user=None, check=False)[
            "values"
        ]
    )
    with pytest.raises(Unauthorized):  # nobody checks the action, but the display's own get is checked
        call.site.api4("SearchDisplay", "run", by_name, user=None, check=False)


def download(call, **params):
    asked = {"savedSearch": "gifts", "display": "table", "format": "array", **params}
    return call("SearchDisplay", "download", asked)


def test_download_as_rows(call):
    assert download(call) == [
        ["Who", "How much", "", ""],
        ["Adams, Žofia", "$7.00", "03/02/2025", "No"],
        ["Adams, Žofia", "$20.25", "03/03/2025", "No"],
        ["Adams, Žofia", "$1,234.50", "03/01/2025", "No"],
    ]
    assert download(call, toggleColumns=[1], filters={"total_amount": 7}) == [["How much"], ["$7.00"]]


def test_download_leaves_out_what_no_file_can_hold(call):
    linked = [{**COLUMNS[0], "link": {"path": "civicrm"}, "editable": True}, {"type": "buttons", "links": []}]
    settings = {"actions": True, "columns": linked, "limit": 1}
    rows = download(call, display={"label": "x", "settings": settings})
    assert rows == [["Who"], ["Adams, Žofia"]]
    with pytest.raises(NotSimulated, match="actions are off"):
        download(call, display={"settings": {**settings, "actions": False}})
    with pytest.raises(NotSimulated, match="xlsx"):
        download(call, format="xlsx")


CSV = (
    '\ufeffWho,"How much",,\n'
    '"Adams, Žofia",$7.00,"2025-03-02 13:05:00",No\n'
    '"Adams, Žofia",$20.25,"2025-03-03 13:05:00",No\n'
    '"Adams, Žofia","$1,234.50","2025-03-01 13:05:00",No\n'
)
FILE = {"savedSearch": "gifts", "display": "table", "format": "csv"}


def test_a_file_in_process_is_an_error_that_names_the_way_around(call):
    with pytest.raises(Printed, match="ask for the format array") as caught:
        download(call, format="csv")
    assert (caught.value.text, caught.value.status) == (CSV, 501)


def test_a_file_over_http(call):
    with running(call.site) as server:
        headers = {"X-Civi-Auth": f"Bearer {server.api_key}", "X-Civi-Key": server.site_key}
        several = {"a": ["Contact", "get", {"limit": 1}], "b": ["SearchDisplay", "download", FILE]}
        for path, form in (("/SearchDisplay/download", {"params": FILE}), ("", {"calls": several})):
            body = urllib.parse.urlencode({name: json.dumps(value) for name, value in form.items()}).encode()
            request = urllib.request.Request(f"{server.url}/civicrm/ajax/api4{path}", body, headers)
            with urllib.request.urlopen(request, timeout=DEADLINE) as answer:
                assert answer.read().decode() == CSV
                assert answer.headers["Content-Type"] == "text/csv;charset=UTF-8"
                told = "attachment;filename=\"The_table__caf.csv\";filename*=UTF-8''The_table__caf%c3%a9.csv"
                assert answer.headers["Content-Disposition"] == told


def cv(call, *words, stdin=""):
    command = [sys.executable, "-m", "civiapi.sandbox.cv", f"--file={os.fspath(call.site.file)}", *words]
    done = subprocess.run(command, input=stdin.encode(), capture_output=True, timeout=DEADLINE)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def test_a_file_over_cv_is_all_that_is_printed(call):
    words = ("--user=admin", "api4", "SearchDisplay.download", "--in=json")
    assert cv(call, *words, stdin=json.dumps(FILE)) == CSV
    line = json.dumps([["Contact", "get", {"limit": 1}], ["SearchDisplay", "download", FILE]])
    assert cv(call, "--user=admin", "api:batch", "--defaults=v4", stdin=f"{line}\n{line}\n") == CSV


def test_a_file_ends_a_pipe(call):
    requests = (["login", {"user": "admin"}], ["api4", ["SearchDisplay", "download", FILE]], ["echo", [1]])
    lines = (json.dumps({"jsonrpc": "2.0", "id": 1, "method": name, "params": p}) for name, p in requests)
    printed = cv(call, "pipe", "t", stdin="".join(f"{line}\n" for line in lines))
    assert printed.endswith("\n" + CSV)
    assert printed.count("\n") == 2 + CSV.count("\n")


def test_a_search_leaves_what_it_is_given_alone(call):
    saved = {
        "api_entity": "Contribution",
        "api_params": {"select": ["id"], "where": [["source", "=", "kit"]]},
    }
    params = {
        "savedSearch": saved,
        "display": {"settings": copy.deepcopy(SETTINGS)},
        "filters": {"id": {">": 0}},
    }
    before = copy.deepcopy(params)
    call("SearchDisplay", "run", params)
    call("SearchDisplay", "run", {**params, "return": "id"})
    assert params == before


@pytest.mark.parametrize(
    ("value", "data_type", "text"),
    [
        ("1999-12-01", "Date", "December 1st, 1999"),
        ("1999-12-11", "Date", "December 11th, 1999"),
        ("1999-12-23 00:00:00", "Timestamp", "December 23rd, 1999 12:00 AM"),
        (-1234567.5, "Money", "-$1,234,567.50"),
        (1234.56789, "Float", "1,234.568"),
        (3, "Float", "3"),
        (True, "Boolean", "Yes"),
        (None, "Money", ""),
        ("x", "String", "x"),
    ],
)
def test_values_as_people_see_them(call, value, data_type, text):
    assert Shown(call.site).value(value, data_type) == text


def test_money_by_currency(call):
    site_shows = Shown(call.site)
    assert site_shows.money(5, "EUR") == "€5.00"
    with pytest.raises(NotSimulated, match="XTS"):
        site_shows.money(5, "XTS")


def test_dates_in_a_format_of_the_site(call):
    call("Setting", "set", {"values": {"dateformatFull": "%a %e. %b %y (%A) %q"}})
    assert Shown(call.site).date("2024-02-29") == "Thu 29. Feb 24 (Thursday) %q"
    call("Setting", "revert", {"select": ["dateformatFull"]})


def test_the_administrator_is_who_calls(call):
    columns = [{"type": "field", "key": "user_contact_id"}]
    store(call, "me", {"columns": columns, "limit": 1})
    assert shown(ran(call, "me")) == [[ADMINISTRATOR]]
