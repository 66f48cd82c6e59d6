"""Files that get their name when they are whole."""

from __future__ import annotations

import csv
import json
import os
import stat
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from civiapi import UsageError
from civiapi.framesinks import FrameSink, FramesSink, ParquetSink
from civiapi.sinks import CsvSink, FileSink, JsonlSink

from ..support import call_of
from .support import FIELDS, ROWS, Row, result

PAGES: list[list[Row]] = [[{"id": 1, "name": "Ana"}, {"id": 2, "name": None}], [], [{"id": 3, "name": "Cem"}]]


def write(sink: Any, pages: list[Any]) -> Any:
    for page in pages:
        sink.add(page)
    return sink.finish()


def test_csv(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    assert write(CsvSink(path), PAGES) == 3
    assert path.read_bytes() == b"id,name\n1,Ana\n2,\n3,Cem\n"
    assert os.listdir(tmp_path) == ["rows.csv"]


def test_csv_cells(tmp_path: Path) -> None:
    row = {
        "quoted": 'a "b", c\nd',
        "true": True,
        "false": False,
        "float": 2.5,
        "list": ["ü", 1],
        "dict": {"a": None},
        "day": date(2024, 1, 2),
        "moment": datetime(2024, 1, 2, 3, 4, 5),
        "exact": Decimal("1.50"),
        "formula": "=1+1",
        "negative": "-5",
        "at": "@SUM(A1)",
    }
    write(CsvSink(tmp_path / "rows.csv"), [[row]])
    with open(tmp_path / "rows.csv", newline="", encoding="utf-8") as file:
        head, cells = csv.reader(file)
    assert head == list(row)
    assert dict(zip(head, cells, strict=True)) == {
        "quoted": 'a "b", c\nd',
        "true": "true",
        "false": "false",
        "float": "2.5",
        "list": '["ü", 1]',
        "dict": '{"a": null}',
        "day": "2024-01-02",
        "moment": "2024-01-02 03:04:05",
        "exact": "1.50",
        "formula": "=1+1",
        "negative": "-5",
        "at": "@SUM(A1)",
    }


def test_csv_safe(tmp_path: Path) -> None:
    row = {"a": "=1+1", "b": "-5", "c": "@SUM(A1)", "d": -5, "e": "+49 30", "f": "a=b"}
    write(CsvSink(tmp_path / "rows.csv", safe=True), [[row]])
    assert (tmp_path / "rows.csv").read_text().splitlines()[1] == "'=1+1,-5,'@SUM(A1),-5,'+49 30,a=b"


def test_csv_options(tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "rows.csv", ["name", "none", "id"], delimiter=";", encoding="utf-8-sig")
    write(sink, [[{"id": 1, "name": "ü", "more": 1}], [{"id": 2, "other": 1}]])
    assert (tmp_path / "rows.csv").read_bytes() == b"\xef\xbb\xbf" + "name;none;id\nü;;1\n;;2\n".encode()


def test_csv_whose_later_rows_have_more(tmp_path: Path) -> None:
    sink = CsvSink(tmp_path / "rows.csv")
    sink.add([{"id": 1}, {"id": 2, "name": "Ana"}])
    sink.add([{"id": 3}])
    with pytest.raises(
        UsageError, match=r"^columns that the first page of rows had not: b, c; name all with columns=$"
    ):
        sink.add([{"id": 4, "b": 1, "c": 2}])
    sink.abort()
    assert os.listdir(tmp_path) == []


def test_csv_of_what_was_selected(tmp_path: Path) -> None:
    call = call_of("Contact", "get", {"return": ["birth_date"]}, version=3)
    page = result([{"id": "1"}], call=call)  # APIv3 leaves out what is empty
    write(CsvSink(tmp_path / "rows.csv"), [page, [{"id": "2", "birth_date": "2024-01-02"}]])
    assert (tmp_path / "rows.csv").read_text() == "id,birth_date\n1,\n2,2024-01-02\n"


@pytest.mark.parametrize(
    ("sink", "pages", "text"),
    [
        (CsvSink, [], ""),
        (
            CsvSink,
            [result([], call=call_of("Contact", "get", {"select": ["first_name"]}))],
            "id,first_name\n",
        ),
        (lambda path: CsvSink(path, ["a", "b"]), [[]], "a,b\n"),
        (JsonlSink, [], ""),
    ],
)
def test_no_rows(tmp_path: Path, sink: Any, pages: list[Any], text: str) -> None:
    assert write(sink(tmp_path / "rows"), pages) == 0
    assert (tmp_path / "rows").read_text() == text


def test_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    rows = [
        {"id": 1, "name": "ü\n", "day": date(2024, 1, 2), "list": [None]},
        {"id": 2, "exact": Decimal("1.50")},
    ]
    assert write(JsonlSink(path), [rows[:1], rows[1:]]) == 2
    assert path.read_text(encoding="utf-8").splitlines() == [
        '{"id":1,"name":"ü\\n","day":"2024-01-02","list":[null]}',
        '{"id":2,"exact":"1.50"}',
    ]


@pytest.mark.parametrize("sink", [CsvSink, JsonlSink, ParquetSink])
def test_a_file_that_was_there(tmp_path: Path, sink: Any) -> None:
    pytest.importorskip("pyarrow")
    path = tmp_path / "rows"
    path.write_text("old")
    broken = sink(path)
    broken.add(PAGES[0])
    assert path.read_text() == "old"
    broken.abort()
    broken.abort()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["rows"]
    write(sink(path), PAGES)
    assert path.read_bytes() != b"old"
    assert os.listdir(tmp_path) == ["rows"]


def test_a_finish_that_fails(tmp_path: Path, mocker: Any) -> None:
    sink = JsonlSink(tmp_path / "rows")
    sink.add(PAGES[0])
    mocker.patch("os.replace", side_effect=OSError("disk"))
    with pytest.raises(OSError, match="disk"):
        sink.finish()
    sink.abort()
    assert os.listdir(tmp_path) == []


def test_nothing_is_made_before_the_first_row(tmp_path: Path) -> None:
    JsonlSink(tmp_path / "rows").abort()
    assert os.listdir(tmp_path) == []


def test_where_no_file_can_be(tmp_path: Path) -> None:
    path = tmp_path / "none" / "rows.csv"
    sink = CsvSink(path)
    with pytest.raises(FileNotFoundError) as caught:
        sink.add(PAGES[0])
    assert caught.value.filename == os.path.realpath(path)
    sink.abort()


@pytest.mark.parametrize("path", ["/dev/null", "/"])
def test_what_is_no_regular_file(path: str) -> None:
    with pytest.raises(UsageError, match=f"^{path}: exists and is no regular file$"):
        CsvSink(path)


def test_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "rows").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "there" / "rows")
    write(JsonlSink(tmp_path / "link"), PAGES)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "there" / "rows").read_text().count("\n") == 3


def test_as_open_to_others_as_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    write(JsonlSink(tmp_path / "rows"), PAGES)
    modes = {stat.S_IMODE(os.stat(tmp_path / name).st_mode) for name in ("other", "rows")}
    assert len(modes) == 1


def test_a_file_sink_of_your_own(tmp_path: Path) -> None:
    class Ids(FileSink):
        def _write(self, rows: Any) -> None:
            self._open().write(" ".join(str(row["id"]) for row in rows) + "\n")

    assert write(Ids(tmp_path / "ids"), PAGES) == 3
    assert (tmp_path / "ids").read_text() == "1 2\n3\n"


# ---- Parquet


def read_parquet(path: Path) -> Any:
    return pytest.importorskip("pyarrow.parquet").read_table(path)


def parquet(path: Path, **options: Any) -> ParquetSink:
    pytest.importorskip("pyarrow")
    return ParquetSink(path, **options)


def test_parquet(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    assert write(parquet(path, fields=FIELDS), [ROWS[:1], ROWS[1:]]) == 2
    table = read_parquet(path)
    assert {name: str(table.schema.field(name).type) for name in table.column_names} == {
        "id": "int64",
        "display_name": "string",
        "birth_date": "date32[day]",
        "created_date": "timestamp[us]",
        "is_deceased": "bool",
        "employer_id": "int64",
        "total": "double",
        "score": "double",
        "gender_id": "int64",
        "languages": table.schema.field("languages").type.__str__(),
        "source": "string",
        "gender_id:label": "string",
        "languages:label": table.schema.field("languages:label").type.__str__(),
        "email_primary.email": "string",
    }
    found = table.to_pylist()
    assert [one["languages"] for one in found] == [["de", "fr"], None]
    assert found[1] == {**ROWS[1], "created_date": datetime(2024, 1, 2)}
    assert os.listdir(tmp_path) == ["rows.parquet"]


def test_parquet_is_typed_by_all_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In groups that fill over pages, of columns that come late and turn out to be another thing."""
    monkeypatch.setattr(ParquetSink, "GROUP", 4)
    rows: list[Row] = [{"id": number, "x": None, "y": number, "z": 1} for number in range(10)]
    rows += [{"id": 10, "x": True, "y": "ten", "z": 0.5, "late": {"a": 1}}]
    write(parquet(tmp_path / "rows"), [rows[start : start + 3] for start in range(0, 11, 3)])
    table = read_parquet(tmp_path / "rows")
    assert table.to_pydict() == {
        "id": list(range(11)),
        "x": [None] * 10 + [True],
        "y": [*map(str, range(10)), "ten"],
        "z": [1.0] * 10 + [0.5],
        "late": [None] * 10 + ['{"a": 1}'],
    }
    metadata = pytest.importorskip("pyarrow.parquet").read_metadata(tmp_path / "rows")
    assert [metadata.row_group(number).num_rows for number in range(metadata.num_row_groups)] == [6, 5]


def test_parquet_decimals(tmp_path: Path) -> None:
    write(parquet(tmp_path / "rows", fields=FIELDS, decimals=True), [ROWS])
    assert read_parquet(tmp_path / "rows")["total"].to_pylist() == [Decimal("12.50"), None]


def test_parquet_without_rows(tmp_path: Path) -> None:
    page = result([], call=call_of("Contact", "get", {"select": ["birth_date"]}), fields=FIELDS)
    assert write(parquet(tmp_path / "rows"), [page]) == 0
    assert str(read_parquet(tmp_path / "rows").schema.field("birth_date").type) == "date32[day]"
    assert write(parquet(tmp_path / "none"), []) == 0
    assert read_parquet(tmp_path / "none").num_columns == 0


# ---- frames


def test_frame() -> None:
    pytest.importorskip("polars")
    frame = write(FrameSink("polars", fields=FIELDS), [ROWS[:1], [], ROWS[1:]])
    assert frame["id"].to_list() == [1, 2]
    assert str(frame.schema["birth_date"]) == "Date"


def test_frame_aborted() -> None:
    pytest.importorskip("polars")
    sink = FrameSink("polars")
    sink.add(ROWS)
    sink.abort()
    assert sink.finish().height == 0


@pytest.mark.parametrize("size", [1, 2, 3, 7, 10, 11])
@pytest.mark.parametrize("kind", ["pandas", "polars"])
def test_frames(size: int, kind: str) -> None:
    pytest.importorskip(kind)
    rows = [{"id": number} for number in range(10)]
    sink = FramesSink(size, kind)
    frames = [*sink.add(rows[:4]), *sink.add([]), *sink.add(rows[4:]), *sink.finish()]
    assert [len(frame) for frame in frames] == [size] * (10 // size) + ([10 % size] if 10 % size else [])
    assert [one for frame in frames for one in frame["id"].to_list()] == list(range(10))


def test_frames_have_what_earlier_ones_had() -> None:
    pytest.importorskip("polars")
    sink = FramesSink(2, "polars", fields=FIELDS)
    first, second = sink.add(result([*ROWS, {"id": 3}, {"id": 4}]))
    assert first.schema == second.schema
    assert second["birth_date"].to_list() == [None, None]


def test_frames_of_no_size() -> None:
    with pytest.raises(UsageError, match="a frame has one row or more, not '5'"):
        FramesSink("5")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="a frame has one row or more, not 0"):
        FramesSink(0)


def test_json_is_what_it_was(tmp_path: Path) -> None:
    write(JsonlSink(tmp_path / "rows"), [ROWS])
    assert [json.loads(line) for line in (tmp_path / "rows").read_text(encoding="utf-8").splitlines()] == ROWS
