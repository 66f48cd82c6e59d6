"""Records as files: what is written is what is read."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from civiapi import UsageError, files

#: Texts of anything that UTF-8 can say; of a CSV file Python 3.10 takes no NUL.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
NAMES = st.lists(
    st.text("abcXYZ_.:é ", min_size=1, max_size=6).map(str.strip).filter(bool),
    min_size=1,
    max_size=4,
    unique=True,
)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[Any]) -> list[dict[str, Any]]:
    names = draw(NAMES)
    return draw(st.lists(st.fixed_dictionaries(dict.fromkeys(names, cells)), max_size=5))


def kept(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is left of rows, as empty cells leave their fields out, and empty rows are passed over."""
    left = [
        {
            name: cell
            for name, cell in row.items()
            if cell is not None and not (isinstance(cell, str) and not cell.strip())
        }
        for row in rows
    ]
    return [row for row in left if row]


def there_and_back(suffix: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"rows{suffix}"
        assert files.write(path, rows) == len(rows)
        return list(files.read(path)) if rows or suffix == ".jsonl" else []


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
@given(rows=tables(TEXTS))
@example(rows=[{"a": "\r", "b": 'x"y\n'}, {"a": "\ufeff", "b": "=1+1"}])
@settings(max_examples=40)
def test_text_comes_back(suffix: str, rows: list[dict[str, Any]]) -> None:
    assert there_and_back(suffix, rows) == kept(rows)


@given(
    rows=tables(
        TEXTS
        | st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.lists(TEXTS, max_size=3)
    )
)
@settings(max_examples=40)
def test_json_comes_back_with_its_types(rows: list[dict[str, Any]]) -> None:
    assert there_and_back(".jsonl", rows) == kept(rows)


MIXED: list[dict[str, Any]] = [
    {"text": "=1+1", "number": 3, "part": 1.5, "flag": True, "day": date(2024, 2, 29), "list": ["1", "2"]},
    {
        "text": "00123",
        "number": -(10**12),
        "flag": False,
        "time": datetime(2024, 2, 29, 12, 30),
        "money": Decimal("2.50"),
    },
]


def test_a_workbook_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    assert files.write(path, MIXED) == 2
    assert list(files.read(path)) == [{**MIXED[0], "list": '["1", "2"]'}, {**MIXED[1], "money": 2.5}]
    assert openpyxl.load_workbook(path).active["A2"].data_type == "s"  # and no formula


def test_what_excel_cannot_hold_is_a_text(tmp_path: Path) -> None:
    row = {
        "id": 12345678901234567890,
        "born": date(1850, 1, 1),
        "seen": datetime(2024, 1, 1, tzinfo=timezone.utc),
    }
    files.write(tmp_path / "rows.xlsx", [row])
    assert list(files.read(tmp_path / "rows.xlsx")) == [
        {"id": "12345678901234567890", "born": "1850-01-01", "seen": "2024-01-01 00:00:00+00:00"}
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [({"a": "x" * 32_768}, "32767 characters"), ({"a": "\x01"}, "control characters")],
)
def test_what_excel_cannot_hold_at_all(tmp_path: Path, row: dict[str, Any], said: str) -> None:
    path = tmp_path / "rows.xlsx"
    path.write_bytes(b"as it was")
    with pytest.raises(UsageError, match=said):
        files.write(path, [row])
    assert path.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_parquet_comes_back(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    rows = [{"id": 1, "name": "Ada", "born": datetime(2024, 1, 2, 3), "tags": ["a"]}, {"id": 2, "name": None}]
    assert files.write(tmp_path / "rows.parquet", rows) == 2
    records = list(files.read(tmp_path / "rows.parquet"))
    assert records == [{"id": 1, "name": "Ada", "born": datetime(2024, 1, 2, 3), "tags": ["a"]}, {"id": 2}]
    assert [record.line for record in records] == [1, 2]


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".xlsx"])
def test_many_rows_and_chosen_columns(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"rows{suffix}"
    rows = ({"a": str(number), "b": "b", "c": "c"} for number in range(2500))
    assert files.write(path, rows, columns=["c", "a"]) == 2500
    records = list(files.read(path))
    assert list(records[0]) == ["c", "a"]
    assert records[-1] == {"c": "c", "a": "2499"}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_columns_that_come_late(tmp_path: Path, suffix: str) -> None:
    rows = [{"a": "1"}] * 1000 + [{"b": "2"}]
    with pytest.raises(UsageError, match="columns="):
        files.write(tmp_path / f"rows{suffix}", rows)
    assert list(tmp_path.iterdir()) == []
    assert files.write(tmp_path / f"rows{suffix}", rows, columns=["a", "b"]) == 1001


def test_a_file_into_another(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a,b,c\n1,,\n2,3,\n")
    files.write(tmp_path / "b.tsv", files.read(tmp_path / "a.csv"))
    assert (tmp_path / "b.tsv").read_text() == "a\tb\tc\n1\t\t\n2\t3\t\n"


def test_a_name_that_says_no_format(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="files end in"):
        files.write(tmp_path / "rows.txt", [])
