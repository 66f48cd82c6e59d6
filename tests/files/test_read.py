"""Files as records: every format, encoding and delimiter; and what is wrong with bad ones."""

from __future__ import annotations

import copy
import importlib.abc
import io
import json
import pickle
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from civiapi import UsageError, files
from civiapi.records import Record

TEXT = "first_name,last_name,notes\nAda,Ångström,\nBo,Żółw,x\n"
PEOPLE = [
    {"first_name": "Ada", "last_name": "Ångström"},
    {"first_name": "Bo", "last_name": "Żółw", "notes": "x"},
]


def text(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def workbook(path: Path, *rows: list[Any], title: str = "Sheet", **more: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for name, sheet_rows in {title: list(rows), **more}.items():
        sheet = book.create_sheet(name)
        for row in sheet_rows:
            sheet.append(row)
    del book["Sheet"]  # which is there from the beginning
    book.save(path)
    return path


def refused(path: Path, **options: Any) -> str:
    with pytest.raises(UsageError) as error:
        list(files.read(path, **options))
    said = str(error.value)
    assert "\n" not in said
    assert said.startswith(f"{path}: ")
    return said.removeprefix(f"{path}: ")


# ---- encodings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_an_encoding_that_the_file_tells(tmp_path: Path, encoding: str) -> None:
    assert list(files.read(text(tmp_path / "people.csv", TEXT, encoding))) == PEOPLE


@pytest.mark.parametrize("encoding", ["cp1250", "utf-16-le", "iso8859-2"])
def test_an_encoding_that_is_given(tmp_path: Path, encoding: str) -> None:
    path = text(tmp_path / "people.csv", TEXT.replace("Å", "A"), encoding)
    assert [one["last_name"] for one in files.read(path, encoding=encoding)] == ["Angström", "Żółw"]


def test_a_byte_order_mark_weighs_more_than_what_is_given(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", TEXT, "utf-8-sig")
    assert list(files.read(path, encoding="cp1252")) == PEOPLE


def test_what_is_no_utf_8_is_never_guessed(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", "first_name;last_name\r\nAda;Jones\r\nRené;Noël\r\n", "cp1252")
    said = refused(path)
    assert said.startswith("line 3: byte 0xe9 is not utf-8; where 'René;Noël' reads right")
    assert 'encoding="cp1252"' in said
    assert list(files.read(path, encoding="cp1252"))[1] == {"first_name": "René", "last_name": "Noël"}


def test_a_bad_byte_far_inside(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", b"first_name\n" + b"Ada\n" * 50_000 + b"Ren\xe9\n")
    assert refused(path).startswith("line 50002: byte 0xe9")


def test_a_character_that_is_cut(tmp_path: Path) -> None:
    assert refused(text(tmp_path / "a.csv", "first_name\nRenée".encode()[:-1] + b"\xc3")).startswith(
        "line 2: byte 0xc3"
    )
    cut = text(tmp_path / "b.csv", "first_name\nRené\n".encode("utf-16")[:-1])
    assert "ends within a character" in refused(cut)


def test_a_wrong_encoding(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", "first_name\nRené\n", "cp1252")
    assert (
        refused(path, encoding="ascii")
        == "line 2: byte 0xe9 is not ascii; give the encoding that the file is in"
    )
    assert refused(path, encoding="utf-9") == "there is no encoding 'utf-9'"


def test_utf_16_without_a_mark(tmp_path: Path) -> None:
    said = refused(text(tmp_path / "people.csv", TEXT.replace("\n", "\r\n"), "utf-16-le"))
    assert "UTF-16" in said or "utf-8" in said
    (tmp_path / "plain.csv").write_bytes("first_name\nAda\n".encode("utf-16-le"))
    assert 'UTF-16; try encoding="utf-16-le"' in refused(tmp_path / "plain.csv")


# ---- CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".CSV"])
def test_the_delimiter_is_found_in_the_header(tmp_path: Path, delimiter: str, suffix: str) -> None:
    rows = 'first_name;last_name;notes\nAda;Jones;"one, two, three; four"\nBo;Żółw;a, b | c\n'
    if delimiter != ";":
        rows = rows.replace(";", delimiter).replace("a, b | c", '"a, b | c"')
    records = list(files.read(text(tmp_path / f"people{suffix}", rows)))
    assert [one["last_name"] for one in records] == ["Jones", "Żółw"]
    assert records[1]["notes"] == "a, b | c"


def test_one_column_has_the_delimiter_of_the_files_name(tmp_path: Path) -> None:
    assert list(files.read(text(tmp_path / "a.csv", 'notes\n"a,b"\n'))) == [{"notes": "a,b"}]
    assert list(files.read(text(tmp_path / "a.tsv", "notes\na,b;c\n"))) == [{"notes": "a,b;c"}]


def test_a_delimiter_that_is_not_clear(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", "a;b|c\n1;2|3\n")
    assert "give delimiter=" in refused(path)
    assert list(files.read(path, delimiter=";")) == [{"a": "1", "b|c": "2|3"}]
    assert "one character" in refused(path, delimiter=";;")


def test_excels_mark_of_the_delimiter(tmp_path: Path) -> None:
    (record,) = files.read(text(tmp_path / "people.csv", "sep=|\r\nfirst,name|x\r\na|b\r\n"))
    assert record == {"first,name": "a", "x": "b"}
    assert record.line == 3


def test_lines_are_those_where_a_record_begins(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", 'a,b\n1,"x\ny"\n\n,\n2,z\r\n')
    records = list(files.read(path))
    assert [(one.line, dict(one)) for one in records] == [
        (2, {"a": "1", "b": "x\ny"}),
        (6, {"a": "2", "b": "z"}),
    ]


def test_a_file_is_read_again_each_time(tmp_path: Path) -> None:
    people = files.read(text(tmp_path / "people.csv", TEXT))
    assert list(people) == list(people) == PEOPLE
    first = iter(people)
    assert next(first) == PEOPLE[0]
    assert list(people.columns) == ["first_name", "last_name", "notes"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n3\n", "line 3: it has 1 cells, and the header 2"),
        ("a,b\n1,2,3\n", "line 2: it has 3 cells, and the header 2"),
        ("a,b,a\n1,2,3\n", "line 1: several columns are named 'a'; rename them"),
        ("", "it is empty; its first line names the columns"),
        ("\n , \n", "it is empty; its first line names the columns"),
        ('a,b\n1,"2\n3,4\n', "line 2: a quotation mark opens a cell there that none closes"),
        ('a,b\n1,"2"x\n', 'line 2: a quotation mark within a cell; write it twice ("")'),
        ("a,,b\n1,2,3\n", "line 2: there is a cell in a column without a name"),
    ],
)
def test_bad_csv(tmp_path: Path, content: str, said: str) -> None:
    assert refused(text(tmp_path / "people.csv", content)) == said


def test_a_quotation_mark_that_takes_all_the_rest(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", 'a,b\n1,"2\n' + "3,4\n" * 60_000)
    assert refused(path) == "line 2: a quotation mark opens a cell there that none closes"


def test_empty_columns_at_the_end_are_no_columns(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", "a;b;;\n1;2;;\n3;4; ;\n5;6\n")
    assert list(files.read(path)) == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}, {"a": "5", "b": "6"}]


def test_lines_above_the_header(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", "Our people\n\na,b\n1,2\n")
    (record,) = files.read(path, skip=2)
    assert record == {"a": "1", "b": "2"}
    assert record.line == 4
    assert refused(path) == "line 3: it has 2 cells, and the header 1"


# ---- columns and nothing


def test_columns_are_fields_or_left_out(tmp_path: Path) -> None:
    path = text(
        tmp_path / "people.csv", "E-mail, Notes ,first_name,civiapi_error,civiapi_line\na@b.org,x,Ada,bad,2\n"
    )
    people = files.read(path, columns={"E-mail": "email_primary.email", "Notes": None})
    assert list(people) == [{"email_primary.email": "a@b.org", "first_name": "Ada"}]
    assert list(people.columns) == ["email_primary.email", "first_name"]


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    path = text(tmp_path / "people.csv", "E-mail,first_name\n")
    assert "did you mean E-mail?" in refused(path, columns={"Email": "email_primary.email"})
    assert refused(path, columns={"E-mail": "first_name"}).startswith("several columns for first_name")


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".xlsx", ".parquet"])
def test_an_empty_cell_leaves_out_and_the_mark_clears(tmp_path: Path, suffix: str) -> None:
    if suffix == ".parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"people{suffix}"
    files.write(path, [{"a": "1", "b": "", "c": "\\N"}, {"a": "2", "b": "  ", "c": None}])
    assert list(files.read(path)) == [{"a": "1", "c": "\\N"}, {"a": "2"}]
    assert list(files.read(path, null="\\N")) == [{"a": "1", "c": None}, {"a": "2"}]


# ---- JSONL


def test_jsonl(tmp_path: Path) -> None:
    rows = [{"a": 1, "b": [1, 2]}, {"a": None, "c": {"d": False}, "e": False}]
    path = text(tmp_path / "people.jsonl", "\n".join(map(json.dumps, rows)) + "\n\n")
    people = files.read(path)
    assert list(people) == [{"a": 1, "b": [1, 2]}, {"c": {"d": False}, "e": False}]
    assert [one.line for one in people] == [1, 2]
    assert list(people.columns) == ["a", "b", "c", "e"]
    with pytest.raises(UsageError, match="no column 'z'"):
        files.read(path, columns={"z": "a"}).columns  # noqa: B018


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"a": 1}\n{"a": \n', "line 2: it is no JSON: "),
        ("[1]\n", "line 1: a record is an object"),
        (b"\xe9\n", "line 1: byte"),
    ],
)
def test_bad_jsonl(tmp_path: Path, content: str | bytes, said: str) -> None:
    assert refused(text(tmp_path / "people.jsonl", content)).startswith(said)


# ---- workbooks


def test_a_workbook(tmp_path: Path) -> None:
    born, seen = datetime(1990, 5, 17), datetime(2024, 2, 3, 4, 5, 6)
    path = workbook(
        tmp_path / "people.xlsx",
        ["name", "born", "seen", "age", "rate", "is_deceased", None],
        ["Ada", born, seen, 33.0, 1.5, True, None],
        [None, None, None, None, None, None, None],
        ["Bo"],
    )
    records = list(files.read(path))
    assert records == [
        {"name": "Ada", "born": date(1990, 5, 17), "seen": seen, "age": 33, "rate": 1.5, "is_deceased": True},
        {"name": "Bo"},
    ]
    assert [one.line for one in records] == [2, 4]
    assert type(records[0]["age"]) is int
    assert type(records[0]["born"]) is date


def test_a_sheet_by_name_or_number(tmp_path: Path) -> None:
    path = workbook(tmp_path / "people.xlsx", ["a"], [1], title="One", Two=[["Title"], ["b"], [2]])
    assert list(files.read(path)) == list(files.read(path, sheet="One")) == [{"a": 1}]
    assert (
        list(files.read(path, sheet=1, skip=1)) == list(files.read(path, sheet="Two", skip=1)) == [{"b": 2}]
    )
    assert refused(path, sheet="Three") == "there is no sheet 'Three'; there are: One, Two"
    assert refused(path, sheet=2).startswith("there is no sheet 2")


def with_values(path: Path, values: dict[str, str]) -> Path:
    """Give the cells of formulas the values that Excel would have worked out."""
    whole = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(whole, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                for cell, value in values.items():
                    head, _, rest = content.partition(f'r="{cell}"'.encode())
                    content = (
                        head
                        + f'r="{cell}"'.encode()
                        + rest.replace(b"<v></v>", f"<v>{value}</v>".encode(), 1).replace(
                            b"<v />", f"<v>{value}</v>".encode(), 1
                        )
                    )
            target.writestr(name, content)
    path.write_bytes(whole.getvalue())
    return path


def test_of_a_formula_the_value(tmp_path: Path) -> None:
    path = workbook(tmp_path / "people.xlsx", ["a", "b"], [1, "=A2+1"])
    assert refused(path).startswith("line 2: a formula has no value yet")
    assert list(files.read(with_values(path, {"B2": "2"}))) == [{"a": 1, "b": 2}]


def test_a_formula_that_failed(tmp_path: Path) -> None:
    path = workbook(tmp_path / "people.xlsx", ["a"], [1], ["#REF!"])
    assert refused(path) == "line 3: a cell says #REF!"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0 an old one"])
def test_no_workbook(tmp_path: Path, content: bytes) -> None:
    path = text(tmp_path / "people.xlsx", content)
    assert refused(path) == "it is no Excel workbook, or a damaged one; save it as .xlsx or .csv"


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "a")
    assert "no Excel workbook" in refused(path)


def test_bad_sheets(tmp_path: Path) -> None:
    assert refused(workbook(tmp_path / "a.xlsx")) == "it is empty; its first line names the columns"
    path = workbook(tmp_path / "b.xlsx", ["a", "a"])
    assert refused(path) == "line 1: several columns are named 'a'; rename them"
    path = workbook(tmp_path / "c.xlsx", ["a"], [1, 2])
    assert refused(path) == "line 2: it has 2 cells, and the header 1"


# ---- which files


def test_files_that_are_not_there_or_not_known(tmp_path: Path) -> None:
    assert refused(tmp_path / "people.csv") == "there is no such file"
    assert refused(text(tmp_path / "people.xls", "")) == ".xls is not known; save it as .xlsx or .csv"
    assert "not '.pdf'" in refused(text(tmp_path / "people.pdf", ""))
    assert "no such end" in refused(text(tmp_path / "people", ""))
    said = refused(text(tmp_path / "people.jsonl", "{}"), delimiter=";")
    assert said == "delimiter= is not for .jsonl files"


class Missing(importlib.abc.MetaPathFinder):
    """Finds that a library is not installed."""

    def __init__(self, library: str) -> None:
        self.library = library

    def find_spec(self, name: str, *_: Any) -> None:
        if name.partition(".")[0] == self.library:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.mark.parametrize(
    ("library", "suffix", "extra"), [("openpyxl", "xlsx", "files"), ("pyarrow", "parquet", "frames")]
)
def test_a_library_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, suffix: str, extra: str
) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(library), *sys.meta_path])
    with pytest.raises(ImportError, match=rf'{library} is missing: pip install "civiapi\[{extra}\]"'):
        files.read(text(tmp_path / f"people.{suffix}", "x"))


def test_no_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    assert "no Parquet file" in refused(text(tmp_path / "people.parquet", "a,b"))


def test_a_record_is_a_dict_with_a_line() -> None:
    record = Record({"a": 1}, 7)
    assert record == {"a": 1}
    for other in (copy.copy(record), copy.deepcopy(record), pickle.loads(pickle.dumps(record))):
        assert other == record
        assert other.line == 7
