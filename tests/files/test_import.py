"""Files into a site: nothing is written where the file is not in order, and each bad row has its line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from civiapi import PermissionDenied, SandboxApiV3, SandboxApiV4, UsageError, files
from civiapi.bulk import BulkPlan, job_for
from civiapi.call import ApiCall
from civiapi.drive import astream

COLUMNS = {"Number": "external_identifier", "E-mail": "email_primary.email", "Remark": None}


class Counting(SandboxApiV4):
    """Notes the writes that leave."""

    writes: list[ApiCall]

    def send(self, calls: Any) -> Any:
        self.writes += (call for call in calls if not call.is_read())
        return super().send(calls)


@pytest.fixture
def site(civi_template: Path, tmp_path: Path) -> Path:
    file = tmp_path / "site.sqlite"
    file.write_bytes(civi_template.read_bytes())
    return file


@pytest.fixture
def api(site: Path) -> Iterator[Any]:
    with Counting(site) as api:
        api.writes = []
        yield api


def people(path: Path, count: int, **changed: str) -> Path:
    """A file of people as a spreadsheet program saves it; ``changed`` replaces whole lines by their number."""
    lines = ["Number;E-mail;first_name;last_name;gender_id:label;is_deceased;contact_sub_type:label;Remark"]
    for number in range(count):
        lines.append(
            f"f-{number};p{number}@example.org;P{number};File;{('Female', 'Male', '')[number % 3]};FALSE;;x"
        )
    for line, text in changed.items():
        lines[int(line[1:]) - 1] = text
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig", newline="")
    return path


def written(api: Any, select: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    rows = api.Contact.get(
        {
            "where": [["last_name", "=", "File"]],
            "select": ["external_identifier", *select],
            "orderBy": {"id": "ASC"},
        }
    )
    return list(rows)


def refused(api: Any, source: Any) -> str:
    """What is wrong, told by the check and by an import in the same words; and nothing was written."""
    with pytest.raises(UsageError) as error:
        api.Contact.save_all(source).report()
    with pytest.raises(UsageError) as checked:
        files.check(api, "Contact", source)
    assert str(checked.value) == str(error.value)
    assert "\n" not in str(error.value)
    assert not getattr(api, "writes", None)
    return str(error.value)


def test_a_spreadsheet_is_imported_and_again_changes_nothing(api: Any, tmp_path: Path) -> None:
    source = files.read(people(tmp_path / "people.csv", 120), columns=COLUMNS)
    files.check(api, "Contact", source)
    report = api.Contact.save_all(source, match=["external_identifier"], workers=3).report()
    assert report.counts["created"] == report.total == 120
    rows = written(api, ("email_primary.email", "gender_id:label", "is_deceased"))
    assert len(rows) == 120
    rows.sort(key=lambda row: int(row["external_identifier"][2:]))
    assert {name: rows[4][name] for name in ("email_primary.email", "gender_id:label", "is_deceased")} == {
        "email_primary.email": "p4@example.org",
        "gender_id:label": "Male",
        "is_deceased": False,
    }
    assert rows[5]["gender_id:label"] is None
    again = api.Contact.save_all(source, match=["external_identifier"], only_changes=True).report()
    assert again.counts["created"] == 0
    assert len(written(api)) == 120


def test_bad_rows_fail_with_their_line(api: Any, tmp_path: Path) -> None:
    bad = {
        "L5": ";e@example.org;No key;File;Female;FALSE;;",
        "L20": 'f-1000;e@example.org;"Two\r\nlines, and no such employer";File;;FALSE;;999999',
        "L60": "f-3;e@example.org;No truth value;File;Male;perhaps;;999998",
    }
    path = people(tmp_path / "people.csv", 80, **bad)
    path.write_text(path.read_text("utf-8-sig").replace(";x\n", ";\n").replace("Remark", "employer_id", 1))
    columns = {name: field for name, field in COLUMNS.items() if field is not None}
    outcomes = list(
        api.Contact.save_all(files.read(path, columns=columns), match=["external_identifier"], workers=2)
    )
    failed = [one for one in outcomes if not one.ok]
    assert [one.line for one in failed] == [5, 20, 61]  # a record of two lines is before the last
    assert [one.index for one in failed] == [3, 18, 58]
    assert all(str(one.error) for one in failed)
    assert len(written(api)) == 77


def test_the_failed_ones_come_back_corrected(api: Any, tmp_path: Path) -> None:
    lines = ["external_identifier,first_name,last_name,is_deceased,contact_sub_type,employer_id,job_title"]
    lines += [f'f-{number},P{number},File,true,"[""Student""]",,\\N' for number in range(10)]
    lines[4] = 'f-3,P3,File,true,"[""Student""]",999999,\\N'
    lines[8] = ",P7,File,true,,,"
    path = tmp_path / "people.csv"
    path.write_text("\n".join(lines))
    report = api.Contact.save_all(files.read(path, null="\\N"), match=["external_identifier"]).report()
    assert report.counts["failed"] == 2
    assert "line 5: failed: " in str(report)
    failed = tmp_path / "failed.csv"
    report.to_csv(failed, null="\\N")
    text = failed.read_text()
    assert "civiapi_line" in text
    failed.write_text(text.replace("999999", "").replace("\n,P7", "\nf-7,P7"))
    source = files.read(failed, null="\\N")
    assert not [name for name in source.columns if name.startswith("civiapi")]
    first, _ = source
    assert first["job_title"] is None
    again = api.Contact.save_all(source, match=["external_identifier"]).report()
    assert again.counts["created"] == again.total == 2
    rows = written(api, ("contact_sub_type", "is_deceased"))
    assert len(rows) == 10
    assert [row["contact_sub_type"] for row in rows if row["external_identifier"] == "f-3"] == [["Student"]]
    assert {row["is_deceased"] for row in rows} == {True}


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("frist_name", "no field 'frist_name' on Contact; did you mean first_name?"),
        ("email_primary.emial", "did you mean email_primary.email?"),
        ("display_name", "display_name is worked out by CiviCRM"),
        ("gender_id:lable", "not :lable"),
    ],
)
def test_unknown_columns(api: Any, tmp_path: Path, header: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"last_name,{header}\nFile,x\n")
    told = refused(api, files.read(path))
    assert told.startswith(f"{path}: ")
    assert said in told
    assert "None leaves it out" in told


@pytest.mark.parametrize(
    ("column", "label", "said"),
    [
        ("gender_id:label", "Femal", "line 402: gender_id:label: 'Femal' is no option; did you mean Female?"),
        (
            "address_primary.country_id:label",
            "Germny",
            "line 402: address_primary.country_id:label: 'Germny' is no option; did you mean Germany?",
        ),
        ("contact_sub_type:name", "Studnt", "did you mean Student?"),
    ],
)
def test_an_unknown_label_far_down(api: Any, tmp_path: Path, column: str, label: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(f"last_name,{column}\n" + "File,\n" * 400 + f"File,{label}\n")
    assert said in refused(api, files.read(path))


def test_a_file_that_breaks_off_far_down(api: Any, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("first_name,last_name\n" + "P,File\n" * 400 + "P\n")
    assert "line 402: it has 1 cells" in refused(api, files.read(path))


def test_labels_that_the_schema_does_not_know_yet(site: Path, api: Any, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("last_name,gender_id:label\nFile,Enby\n")
    assert "Enby" in refused(api, files.read(path))
    with SandboxApiV4(site) as other:
        other.OptionValue.create(
            {"option_group_id:name": "gender", "label": "Enby", "name": "Enby", "value": "7"}
        )
    assert api.Contact.save_all(files.read(path)).report().counts["created"] == 1
    assert written(api, ("gender_id:label",))[0]["gender_id:label"] == "Enby"


def test_a_workbook_is_imported(api: Any, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in [["last_name", "gender_id:label", "birth_date", "do_not_email"], ["File", "Male", None, True]]:
        book.active.append(row)
    book.active["C2"] = datetime(1990, 5, 17)
    book.save(tmp_path / "people.xlsx")
    assert api.Contact.save_all(files.read(tmp_path / "people.xlsx")).report().ok
    (row,) = written(api, ("gender_id:label", "birth_date", "do_not_email"))
    assert (row["gender_id:label"], row["birth_date"], row["do_not_email"]) == ("Male", "1990-05-17", True)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_is_looked_at_too(api: Any, library: str) -> None:
    make: Callable[..., Any] = pytest.importorskip(library).DataFrame
    assert "did you mean first_name?" in refused(api, make({"frist_name": ["P"], "last_name": ["File"]}))
    assert "'Femal' is no option" in refused(
        api, make({"gender_id:label": [None, "Femal"], "last_name": ["File"] * 2})
    )
    frame = make(
        {"last_name": ["File", "File"], "employer_id": [1.0, None], "gender_id:label": ["Male", None]}
    )
    report = api.Contact.save_all(frame).report()
    assert report.counts["created"] == 2
    assert [row["employer_id"] for row in written(api, ("employer_id",))] == [1, None]
    (outcome, _) = api.Contact.save_all(frame)
    assert outcome.line is None


def test_another_version(site: Path, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    with SandboxApiV3(site) as api:
        path.write_text("last_name,email,is_deceased,contact_type\nFile,p@example.org,true,Individual\n")
        assert api.Contact.save_all(files.read(path)).report().counts["created"] == 1
        assert (
            api.Contact.getsingle(last_name="File", select=["email", "is_deceased"])["email"]
            == "p@example.org"
        )
        path.write_text("last_name,frist_name\nFile,P\n")
        assert "did you mean first_name?" in refused(api, files.read(path))


def test_a_user_whom_the_site_tells_nothing(
    api: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What cannot be known does not stand in the way."""

    def untold(name: str) -> Any:
        raise PermissionDenied("no")
        yield

    monkeypatch.setattr(api.schema, "asked", untold)
    path = people(tmp_path / "people.csv", 3)
    assert api.Contact.save_all(files.read(path, columns=COLUMNS)).report().counts["created"] == 3


def test_what_cannot_be_checked(api: Any) -> None:
    with pytest.raises(UsageError, match=r"takes what files\.read gives"):
        files.check(api, "Contact", [{"first_name": "x"}])


def test_an_import_goes_on_where_it_broke(api: Any, tmp_path: Path) -> None:
    source = files.read(people(tmp_path / "people.csv", 90), columns=COLUMNS)
    journal = tmp_path / "import.jsonl"
    with api.Contact.save_all(source, match=["external_identifier"], journal=journal, chunk=20) as outcomes:
        for outcome in outcomes:
            if outcome.index == 30:
                break
    again = list(api.Contact.save_all(source, match=["external_identifier"], journal=journal, chunk=20))
    assert [one.line for one in again] == list(range(2, 92))
    assert {one.status for one in again} <= {"created", "updated"}
    assert len(written(api)) == 90


def test_async_apis_look_first_too(api: Any, tmp_path: Path) -> None:
    async def send(calls: Any) -> Any:
        return api.send(calls)

    async def imported(source: Any) -> list[Any]:
        plan = BulkPlan(api, job_for(4, "Contact", "create", None, ()), source)
        return [one.line async for chunk in astream(plan, send, 3) for one in chunk.outcomes]

    path = people(tmp_path / "people.csv", 120)
    with pytest.raises(UsageError, match="no field"):
        asyncio.run(imported(files.read(path)))
    assert not api.writes
    assert asyncio.run(imported(files.read(path, columns=COLUMNS))) == list(range(2, 122))
    assert len(written(api)) == 120


def test_columns_of_a_frame_are_renamed_or_dropped(api: Any) -> None:
    frame = pytest.importorskip("pandas").DataFrame({"last_name": ["File"], "display_name": ["x"]})
    assert refused(api, frame).endswith("(rename or drop columns of the frame)")


def born(path: Path, *days: str) -> Path:
    lines = [f"d-{number},Individual,{day},{day}" for number, day in enumerate(days)]
    path.write_text("\n".join(["external_identifier,contact_type,birth_date,source", *lines]) + "\n")
    return path


@pytest.mark.parametrize(("day", "said"), [("03/04/1990", "day or month first"), ("3.4.90", "two digits")])
def test_a_date_that_may_be_two_days_is_refused(api: Any, tmp_path: Path, day: str, said: str) -> None:
    file = born(tmp_path / "people.csv", "1990-04-03", day, "20/03/1990")
    with pytest.raises(UsageError, match=rf"people.csv: line 3: birth_date: '{day}': .*{said}"):
        api.Contact.save_all(files.read(file), match=["external_identifier"]).report()
    with pytest.raises(UsageError, match="line 3"):
        files.check(api, "Contact", files.read(file))
    assert api.writes == []


@pytest.mark.parametrize(("order", "stored"), [("dmy", "1990-04-03"), ("mdy", "1990-03-04")])
def test_dates_in_the_order_of_the_file(api: Any, tmp_path: Path, order: str, stored: str) -> None:
    impossible = {"dmy": "4/20/1990", "mdy": "20/4/1990"}[order]
    file = born(tmp_path / "people.csv", "3/4/1990", "03.04.1990", "1990-12-31", "2 May 1990", impossible)
    report = api.Contact.save_all(files.read(file, dates=order), match=["external_identifier"]).report()
    assert [(one.line, one.error.message) for one in report.errors] == [
        (6, "birth_date: '1990-20-04' is no date, such as 1990-12-31")
    ]
    where = {
        "external_identifier": {"LIKE": "d-%"},
        "select": ["birth_date", "source"],
        "orderBy": {"id": "ASC"},
    }
    rows = api.Contact.get(where)
    assert rows.column("birth_date") == [stored, stored, "1990-12-31", "1990-05-02"]
    assert rows[0]["source"] == "3/4/1990"  # a text is no date


def test_an_order_that_there_is_not(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="dates is one of dmy, mdy, not 'ymd'"):
        files.read(born(tmp_path / "people.csv"), dates="ymd")
