"""That an error says what to type, and not what a program would say."""

from __future__ import annotations

import pytest

from civiapi import UsageError, dataframes
from civiapi.cli.wording import spoken
from civiapi.journal import Journal
from civiapi.moving.ids import Ids
from civiapi.moving.report import TransferReport
from civiapi.moving.survey import Missing, refusal
from civiapi.schema import cache

SANDBOX = ("--site", "sandbox")


@pytest.fixture
def folder(tmp_path, environment):
    environment.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--where", "id"), "write --where 'field OPERATOR value', such as --where 'id >= 5'"),
        (("--where", "last_name LIEK S%"), "did you mean LIKE?"),
        (("--order", "a b c"), "write --order 'last_name DESC,id'"),
        (("--limit", "ten"), "'ten' is not a valid whole number"),
        (("--selct", "id"), "--select"),
        (("--where", "birth_date > 31/12/1990"), "'31/12/1990' is no date, such as 1990-12-31"),
        (("--select", "id,dispaly_name"), "no field 'dispaly_name' on Contact; did you mean display_name?"),
    ],
)
def test_get(civiapi, words, said):
    code, out, err = civiapi("get", "Contact", *SANDBOX, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert "+w" not in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("get",), "Missing argument 'ENTITY'. See civiapi get --help"),
        (("export", "Contact"), "Missing option '--out'. See civiapi export --help"),
        (("Contact.get", "-s", "id"), "No such option: -s. See civiapi --help"),
        (("schema",), "Missing command. See civiapi schema --help"),
        (("site",), "Missing command. See civiapi site --help"),
    ],
)
def test_where_it_stands_how_a_command_is_written(civiapi, words, said):
    code, _, err = civiapi(*words)
    assert code == 2
    assert err.replace(" '-s'", ": -s") == f"civiapi: {said}\n"  # as the click at hand writes it


def test_an_export_refuses_a_column_that_would_be_empty(civiapi, folder):
    code, _, err = civiapi("export", "Contact", *SANDBOX, "--out", "a.csv", "--select", "id,dispaly_name")
    assert code == 2
    assert "did you mean display_name?" in err
    assert list(folder.iterdir()) == []


def test_an_import(civiapi, folder):
    (folder / "a.csv").write_text("First\nAda\n")
    assert "--map COLUMN=FIELD gives another" in civiapi("import", "Contact", "a.csv", *SANDBOX)[2]
    (folder / "a.csv").write_bytes("first_name\nJosé\n".encode("cp1252"))
    assert "give --encoding cp1252" in civiapi("import", "Contact", "a.csv", *SANDBOX)[2]
    (folder / "a.csv").write_text("first_name,last_name\nAda,Byron\n")
    code, _, err = civiapi("import", "Contact", "a.csv", *SANDBOX, "--sheet", "One")
    assert code == 2
    assert "--sheet is not for .csv files" in err


def test_two_columns_of_one_field_and_letters_that_are_none(civiapi, folder):
    (folder / "a.csv").write_text("first_name,Vorname\nAda,Ada\n")
    err = civiapi("import", "Contact", "a.csv", *SANDBOX, "--map", "Vorname=first_name")[2]
    assert "leave one out with --map COLUMN=" in err
    (folder / "a.csv").write_text("first_name;nick|name\nAda;x|y\n")
    assert "give --delimiter" in civiapi("import", "Contact", "a.csv", *SANDBOX)[2]
    (folder / "a.csv").write_bytes("first_name\nAda\n".encode("utf-16-le"))
    assert "try --encoding utf-16-le" in civiapi("import", "Contact", "a.csv", *SANDBOX)[2]
    (folder / "a.csv").write_text("first_name,birth_date\nAda,3/4/1990\n")
    assert "give --dates dmy or mdy" in civiapi("import", "Contact", "a.csv", *SANDBOX)[2]


def test_what_is_meant_for_a_program(tmp_path):
    """As the errors themselves have it, so that they cannot change without the words of the command."""
    Ids(tmp_path / "move.db", {"source": "a", "target": "b"}).close()
    with pytest.raises(UsageError) as caught:
        Ids(tmp_path / "move.db", {"source": "a", "target": "c"})
    assert spoken(str(caught.value)).endswith(
        "move.db is the journal of another move (from a to b); give another --journal"
    )
    (tmp_path / "people.json").write_text("[]")
    with pytest.raises(UsageError) as caught:
        Journal(tmp_path / "people.json", {"site": "a"})
    assert spoken(str(caught.value)).endswith("is no journal, or a damaged one; give another --journal")
    Journal(tmp_path / "other.jsonl", {"site": "a"}).close()
    with pytest.raises(UsageError) as caught:
        Journal(tmp_path / "other.jsonl", {"site": "b"})
    assert spoken(str(caught.value)).endswith(
        "other.jsonl is the journal of another job or site; give another --journal"
    )
    told = str(refusal([Missing("Contact", "gender_id", "x")], "crm"))
    assert spoken(told).endswith("add it there, or give --missing create or skip")
    report = TransferReport()
    report.begin("Contact")
    for number in range(20):
        report.add("Contact", "failed", number, "no")
    assert str(report).endswith("... and more; see .problems")
    assert spoken(str(report)).endswith("... and more")
    assert spoken("Contact.get: Invalid field 'a'") == "Contact.get: Invalid field 'a'"


def test_an_extra_that_is_not_there(civiapi, folder, mocker):
    gone = ModuleNotFoundError("No module named 'openpyxl'", name="openpyxl")
    mocker.patch.object(dataframes, "import_module", side_effect=gone)
    code, _, err = civiapi("export", "Contact", *SANDBOX, "--out", "people.xlsx", "--select", "id")
    assert (code, err.splitlines()[-1]) == (2, 'civiapi: openpyxl is missing: pip install "civiapi[files]"')
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("Contact.get", "+w", "frist_name = x"), ("Contact.get", "+o", "frist_name")]
)
def test_a_field_of_an_entity_that_nobody_asked_about(civiapi, environment, tmp_path, words):
    environment.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environment.setattr(cache, "_shelves", {})  # as in a process of its own
    code, _, err = civiapi(*words, *SANDBOX)
    assert code == 1
    assert err.splitlines()[-1].endswith("Invalid field 'frist_name'; did you mean first_name?")


def test_a_journal_of_another_file(civiapi, folder):
    """As a nightly job meets it, whose file is another one each night."""
    words = ("import", "Contact", "a.csv", *SANDBOX, "--match", "external_identifier", "--journal", "j.jsonl")
    for night in ("Ada", "Ben"):
        (folder / "a.csv").write_text(
            f"external_identifier,contact_type,first_name\nn-1,Individual,{night}\n"
        )
        code, _, err = civiapi(*words)
    assert code == 2
    assert "the journal; give the same file, or another --journal" in err


def test_what_an_export_has_and_an_import_cannot_take_is_told_in_one_line(civiapi, folder):
    assert civiapi("export", "Contact", *SANDBOX, "--out", "people.csv")[0] == 0
    imported = ("import", "Contact", "people.csv", *SANDBOX, "--match", "id", "--dry-run")
    code, _, err = civiapi(*imported)
    assert code == 2
    assert "display_name, sort_name, " in err
    assert err.count("worked out by CiviCRM") == err.count("\n") == 1
    options = err.strip().removesuffix(")").partition("; here: ")[2].split()
    assert options[:2] == ["--map", "display_name="]
    assert civiapi(*imported, *options)[0] == 0


def test_a_column_that_cannot_be_taken_has_the_name_that_the_file_gives_it(civiapi, folder):
    (folder / "a.csv").write_text("Shown as,first_name\nAda,Ada\n")
    err = civiapi("import", "Contact", "a.csv", *SANDBOX, "--map", "Shown as=display_name")[2]
    assert err.endswith("; here: --map 'Shown as=')\n")


def test_where_no_name_is_near_it_says_where_the_list_is(civiapi, folder):
    for words in (
        ("get", "Contact", "--select", "zzqq"),
        ("get", "Contact", "--where", "zzqq = 1"),
        ("options", "Contact", "zzqq"),
    ):
        code, _, err = civiapi(*words, *SANDBOX)
        assert (code, "no field 'zzqq' on Contact; civiapi fields Contact lists them\n" in err) == (2, True)
    (folder / "a.csv").write_text("first_name,nick_name\nAda,A\n")
    err = civiapi("import", "Contact", "a.csv", *SANDBOX, "--map", "zzqq=source")[2]
    assert "no column 'zzqq'; it has 'first_name', 'nick_name'" in err
    (folder / "a.csv").write_text("zzqq,qqzz\n1,2\n")
    err = civiapi("import", "Contact", "a.csv", *SANDBOX)[2]
    assert "no field 'zzqq' on Contact; no field 'qqzz' on Contact; civiapi fields Contact lists them" in err
