"""A spreadsheet with bad rows: exactly those fail, with their line; corrected, they are imported by themselves."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from civiapi import files
from civiapi.testing import api_on

BAD = {
    "employer_id": ("999999", "constraint"),  # a row that does not exist
    "external_identifier": ("", "external_identifier"),  # the key is missing
    "birth_date": ("1990-31-12", "1990-31-12"),  # a date that is none
}


def rows() -> list[dict[str, str]]:
    return [
        {
            "external_identifier": f"sheet-{number}",
            "contact_type": "Individual",
            "first_name": f"First {number}",
            "last_name": "Sheet",
            "employer_id": "",
            "birth_date": "1990-12-31",
        }
        for number in range(600)
    ]


def write(path: Path, records: list[dict[str, str]]) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(records[0]))
        writer.writeheader()
        writer.writerows(records)


@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_row_in_each_hundred(civi_site: Any, tmp_path: Path, workers: int) -> None:
    records = rows()
    bad = {}
    for place, number in enumerate(range(37, 600, 100)):
        field = list(BAD)[place % 3]
        records[number][field] = BAD[field][0]
        bad[number + 2] = BAD[field][1]  # line 1 is the header
    write(tmp_path / "people.csv", records)
    with api_on(civi_site) as api:
        people = files.read(tmp_path / "people.csv")
        report = api.Contact.save_all(people, match=["external_identifier"], workers=workers).report()
        assert {status: count for status, count in report.counts.items() if count} == {
            "created": 594,
            "failed": 6,
        }
        failed = {outcome.line: str(outcome.error) for outcome in report.errors}
        assert failed.keys() == bad.keys()
        assert all(said in failed[line] for line, said in bad.items())

        report.to_csv(tmp_path / "failed.csv")
        with open(tmp_path / "failed.csv", newline="", encoding="utf-8") as file:
            again = list(csv.DictReader(file))
        for record in again:
            number = record["first_name"].removeprefix("First ")
            record |= {
                "employer_id": "",
                "birth_date": "1990-12-31",
                "external_identifier": f"sheet-{number}",
            }
        write(tmp_path / "failed.csv", again)
        corrected = files.read(tmp_path / "failed.csv")
        assert api.Contact.save_all(corrected, match=["external_identifier"]).report().counts["created"] == 6
        found = api.Contact.filter(last_name="Sheet").values("external_identifier")
        assert sorted(found) == sorted(f"sheet-{number}" for number in range(600))
