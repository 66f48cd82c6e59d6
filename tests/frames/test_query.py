"""The ends of a query against a site: real pages, real rows."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiError, HttpApiV3, HttpApiV4, SandboxApiV4, UsageError, files
from civiapi.files.writing import sink
from civiapi.sandbox.serve import Running


@pytest.fixture(params=[3, 4])
def api(request: pytest.FixtureRequest, served: Running) -> Iterator[Any]:
    if request.param == 4:
        made: Any = HttpApiV4(served.url, served.api_key, retries=0)
    else:
        made = HttpApiV3(served.url, served.api_key, served.site_key, retries=0)
    with made:
        yield made


@pytest.fixture
def query(api: Any) -> Any:
    return api.Contact.filter(contact_type="Individual").select("first_name", "last_name", "is_deceased")


@pytest.mark.parametrize("workers", [1, 2])
def test_frames_hold_what_the_query_gives(query: Any, workers: int) -> None:
    pytest.importorskip("polars")
    pytest.importorskip("pandas")
    rows = query.all()
    assert len(rows) > 10
    names = [row.get("first_name") for row in rows]
    assert query.to_polars(page_size=4, workers=workers)["first_name"].to_list() == names
    assert query.to_pandas(page_size=4, workers=workers)["first_name"].to_list() == names
    frames = list(query.frames(7, kind="polars", page_size=5, workers=workers))
    assert [name for frame in frames for name in frame["first_name"]] == names
    assert {len(frame) for frame in frames[:-1]} == {7}
    assert {str(frame.schema) for frame in frames} == {str(frames[0].schema)}


def test_columns_are_typed_by_the_schema(api: Any) -> None:
    pytest.importorskip("polars")
    joined = ["contact_id.birth_date"] if api.VERSION.NUMBER == 4 else []
    emails = api.Email.filter().select("email", "is_primary", "contact_id", *joined)
    types = {"id": "Int64", "email": "String", "is_primary": "Boolean", "contact_id": "Int64"}
    frame = emails.to_polars()
    assert {name: str(frame.schema[name]) for name in types} == types
    assert not joined or str(frame.schema["contact_id.birth_date"]) == "Date"
    people = api.Contact.filter(contact_type="Individual").select("birth_date", "created_date").to_polars()
    assert str(people.schema["birth_date"]) == "Date"
    money = api.Contribution.filter().select("total_amount", "receive_date").to_polars(decimals=True)
    assert str(money.schema["total_amount"]).startswith("Decimal")
    assert str(money.schema["receive_date"]).startswith("Datetime")


def test_files_hold_what_the_query_gives(query: Any, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = query.all()
    for name in ("csv", "jsonl", "parquet"):
        assert getattr(query, f"to_{name}")(tmp_path / name, page_size=4) == len(rows)
    names = [row.get("last_name") for row in rows]
    with open(tmp_path / "csv", encoding="utf-8", newline="") as file:
        assert [row["last_name"] for row in csv.DictReader(file)] == [name or "" for name in names]
    lines = (tmp_path / "jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line).get("last_name") for line in lines] == names
    assert parquet.read_table(tmp_path / "parquet")["last_name"].to_pylist() == names


def test_a_site_that_breaks_off(query: Any, served: Running, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    for name in ("to_csv", "to_jsonl", "to_parquet"):

        def told(progress: Any) -> None:
            if progress.rows > 5:
                raise RuntimeError("enough")

        with pytest.raises(RuntimeError, match="enough"):
            getattr(query, name)(tmp_path / "rows", page_size=4, progress=told)
        assert os.listdir(tmp_path) == []


def test_an_error_of_the_site(api: Any, tmp_path: Path) -> None:
    with pytest.raises((ApiError, UsageError)):
        api.Nonsense.filter().to_csv(tmp_path / "rows")
    assert os.listdir(tmp_path) == []


def test_no_rows(api: Any, tmp_path: Path) -> None:
    pytest.importorskip("polars")
    none = api.Contact.filter(first_name="Nobody").select("birth_date")
    assert none.to_polars().columns == ["id", "birth_date"]
    assert none.to_csv(tmp_path / "rows") == 0
    assert (tmp_path / "rows").read_text() == "id,birth_date\n"
    assert list(none.frames()) == []


@pytest.mark.parametrize("name", ["people.csv", "people.xlsx"])
def test_contacts_have_the_columns_of_all_types(tmp_path: Path, name: str) -> None:
    """Whichever the first page has: CiviCRM leaves the fields of other types out of a row."""
    if name.endswith("xlsx"):
        pytest.importorskip("openpyxl")
    with SandboxApiV4(tmp_path / "site.sqlite") as api:
        into = sink(tmp_path / name)
        api.Contact.filter()._into(into, page_size=1)
        rows = list(files.read(tmp_path / name))
        only = sink(tmp_path / name)
        api.Contact.filter(contact_type="Household").select("household_name")._into(only, page_size=1)
        households = list(files.read(tmp_path / name))
    assert any(row.get("household_name") for row in rows)
    assert any(row.get("first_name") for row in rows)
    assert households
    assert households[0].keys() == {"id", "household_name"}
