"""Tables that fit, JSON that parses, CSV that comes back as it was."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from civiapi import ApiCall, Result
from civiapi.cli import output, table

PERSON = {
    "nick_name": None,
    "id": 7,
    "contact_type": "Individual",
    "is_deleted": False,
    "sort_name": "Lovelace, Ada",
    "display_name": "Ada Lovelace",
    "email": "ada@example.org",
    "tags": [1, 2],
}
TEXT = st.text(st.characters(codec="utf-8"))
VALUES = st.none() | st.booleans() | st.integers() | TEXT | st.lists(TEXT) | st.dictionaries(TEXT, TEXT)
ROWS = st.lists(st.dictionaries(TEXT, VALUES, min_size=1, max_size=5), max_size=4)


@pytest.fixture(autouse=True)
def _columns(monkeypatch):
    """Whatever terminal the tests run in."""
    monkeypatch.setenv("COLUMNS", "80")


def rendered(rows, width=80, asked=(), **options):
    made = table.table(rows, table.arranged(rows, asked), width, **options)
    return [made.head, made.rule, *made.lines], made.left_out


def written(capsys, value, form="table", asked=()):
    told = []
    output.write(value, form, asked, told.append)
    return capsys.readouterr().out, told


def test_the_telling_columns_come_first_and_the_empty_ones_last():
    assert table.arranged([PERSON]) == [
        *("id", "display_name", "contact_type", "email"),
        *("sort_name", "tags", "nick_name", "is_deleted"),
    ]


def test_columns_stand_as_they_were_asked_for():
    assert table.arranged([PERSON], ["email", "nick_name"])[:3] == ["id", "email", "nick_name"]
    row = {"n": 3, "contact_type": "Individual"}
    assert table.arranged([row], ["contact_type", "COUNT(*) AS n"]) == ["contact_type", "n"]
    assert table.arranged([PERSON], ["*", "sort_name"])[:5] == [
        *("id", "display_name", "contact_type", "email", "sort_name"),
    ]


def test_a_narrow_table_leaves_columns_out():
    lines, left_out = rendered([PERSON], 45, important=table.TELLING)
    assert lines == [
        "id  display_name  contact_type  email",
        "──  ────────────  ────────────  ─────────────",
        " 7  Ada Lovelace  Individual    ada@example.…",
    ]
    assert left_out == 4
    assert rendered([PERSON], 60, important=table.TELLING)[1] == 4
    assert rendered([PERSON], 60)[1] == 2
    assert rendered([PERSON], 200, important=table.TELLING)[1] == 0


def test_cells_are_one_line_and_steer_nothing():
    rows = [{"id": 1, "subject": "two\r\nlines\x1b[31m red \x9b31m \u202eevil\ud800" + "x" * 5000}]
    lines, _ = rendered(rows, 60)
    assert len(lines) == 3
    assert lines[2].startswith(" 1  two lines�[31m red �31m �evil�x")
    assert lines[2].endswith("x…")
    assert cell_len(lines[2]) == 60


def test_wide_letters_keep_the_columns_straight():
    rows = [{"id": 1, "name": "日本語の名前がとても長い", "value": "a"}, {"id": 2, "name": "é", "value": "b"}]
    lines, _ = rendered(rows, 24, ["id", "name", "value"])
    assert {cell_len(line.rpartition(" ")[0]) for line in lines[2:]} == {18}
    assert "…" in lines[2]


def test_a_terminal_without_unicode():
    lines, _ = rendered([{"id": 1, "name": "x" * 50}], 20, ascii_only=True)
    assert lines[1:] == ["--  " + "-" * 16, " 1  " + "x" * 13 + "..."]


@given(ROWS, st.integers(1, 100))
def test_a_table_always_fits(rows, width):
    lines, left_out = rendered(rows, width)
    assert all(cell_len(line) <= width for line in lines)
    assert all(line.isprintable() or "�" in line or not line.isascii() for line in lines)
    assert len(lines) == len(rows) + 2
    assert 0 <= left_out <= max(0, len(table.arranged(rows)) - 1)


def test_table(capsys):
    rows = Result([{"id": 1, "name": "a"}], warnings=["[PHP Warning] old"], matched=30)
    out, told = written(capsys, rows, asked=["id", "name", "row_count"])
    assert out == "id  name\n──  ────\n 1  a\n"
    assert told == ["warning: [PHP Warning] old", "30 matched"]
    assert written(capsys, Result(matched=30), asked=["row_count"]) == ("30\n", [])
    assert written(capsys, Result([])) == ("", ["no rows"])
    assert written(capsys, {}) == ("", ["no rows"])
    out, told = written(capsys, Result([{f"c{number}": "x" * 30 for number in range(9)}]))
    assert told == ["7 more columns left out; +s names the ones to show, --out=json shows all"]


def test_what_is_no_list_of_rows(capsys):
    assert written(capsys, 55)[0] == "55\n"
    assert written(capsys, "two\nlines")[0] == "two\nlines\n"
    assert written(capsys, None)[0] == "null\n"
    assert written(capsys, ["a", 1])[0] == "a\n1\n"
    assert written(capsys, {"id": "5", "name": None})[0].splitlines()[2:] == ["id     5", "name"]
    keyed = {"5": {"id": "5", "name": "x"}}
    assert written(capsys, keyed)[0].splitlines()[2:] == ["5   x"]
    assert written(capsys, {"x": {"a": 1}})[0].splitlines()[::2] == ["key  a", "x    1"]


def test_json(capsys):
    assert json.loads(written(capsys, Result([PERSON]), "json")[0]) == [PERSON]
    assert written(capsys, 5, "json")[0] == "5\n"
    assert written(capsys, Result([]), "json")[0] == "[]\n"
    out = written(capsys, ["ä\x9b\x7f\u2028"], "json")[0]
    assert json.loads(out) == ["ä\x9b\x7f\u2028"]
    assert "ä\\u009b\\u007f\\u2028" in out


def test_jsonl(capsys):
    out = written(capsys, Result([PERSON, PERSON]), "jsonl")[0]
    assert [json.loads(line) for line in out.splitlines()] == [PERSON, PERSON]
    assert written(capsys, {"id": "5", "name": None}, "jsonl")[0] == '{"id":"5","name":null}\n'
    assert written(capsys, "x", "jsonl")[0] == '"x"\n'


def test_csv(capsys, mocker):
    mocker.patch.object(output.sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    rows = Result([PERSON, {"id": 8, "email": '=1+1,"x"\r\ny'}], call=ApiCall("Contact", "get", {}))
    output.write(rows, "csv", [], print)
    assert output.sys.stdout.buffer.getvalue().decode() == (
        "nick_name,id,contact_type,is_deleted,sort_name,display_name,email,tags\r\n"
        ',7,Individual,false,"Lovelace, Ada",Ada Lovelace,ada@example.org,"[1,2]"\r\n'
        ',8,,,,,"=1+1,""x""\r\ny",\r\n'
    )


def test_csv_of_what_is_no_list_of_rows(capsys):
    assert written(capsys, 5, "csv")[0] == "5\r\n"
    assert written(capsys, ["a", None], "csv")[0] == 'a\r\n""\r\n'
    assert written(capsys, {"id": "5", "name": "x"}, "csv")[0] == "id,name\r\n5,x\r\n"
    assert written(capsys, Result([]), "csv", ["id", "name"])[0] == "id,name\r\n"


@given(ROWS)
def test_csv_comes_back(rows):
    rows = json.loads(json.dumps(rows).replace("\\u0000", " "))  # the reader of Python 3.10 refuses NUL
    names = table.ordered(rows)
    text = "".join(output._csv(rows, []))
    back = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert back[:1] == ([names] if rows else [])
    assert back[1:] == [[output._cell(row.get(name)) for name in names] for row in rows]


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_half_a_character_is_no_crash(form, mocker):
    mocker.patch.object(output.sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    output.write(Result([{"id": 1, "name": "\ud800"}]), form, [], print)
    text = output.sys.stdout.buffer.getvalue().decode()
    assert ("�" if form == "table" else "\\ud800") in text
