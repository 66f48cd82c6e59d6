"""That an error says what to type, and not what a program would say."""

from __future__ import annotations

import pytest

from civiapi import dataframes
from civiapi.cli.wording import spoken
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


def test_what_is_meant_for_a_program():
    assert spoken("move.db is the journal of another move (from a to b); give another name") == (
        "move.db is the journal of another move (from a to b); give another --journal"
    )
    assert spoken("add it there, or give missing='create' or 'skip'") == (
        "add it there, or give --missing create or skip"
    )
    assert (
        spoken("Contact 1: failed: no\n... and more; see .problems") == "Contact 1: failed: no\n... and more"
    )
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
