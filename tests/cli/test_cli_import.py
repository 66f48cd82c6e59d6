"""``civiapi import``, also broken off and gone on with."""

from __future__ import annotations

import csv
import errno
import json
import shlex

import pytest

from civiapi.outcomes import Report

SANDBOX = ("--site", "sandbox")


@pytest.fixture
def keyed(served, environment):
    """A served site whose key and address are in the environment."""
    environment.setenv("CIVIAPI_API_KEY", served.api_key)
    environment.setenv("CIVIAPI_URL", served.url)
    yield served
    served.faults.clear()


@pytest.fixture
def folder(tmp_path, environment):
    environment.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def count(civiapi):
    """How many contacts have a nick name."""

    def counted(nick):
        return int(civiapi("Contact.get", "+w", f"nick_name = {nick}", "+s", "row_count")[1])

    return counted


def people(folder, nick, number, wrong=()):
    """A file of so many people; the wrong ones have a date that is none."""
    lines = ["Key,First name,contact_type,nick_name,birth_date,Notes"]
    for each in range(number):
        born = "yesterday or so" if each in wrong else "1980-01-02"
        lines.append(f"{nick}-{each},Name {each},Individual,{nick},{born},unused")
    (folder / "people.csv").write_text("\n".join(lines) + "\n")
    return ("import", "Contact", "people.csv", "--map", "Key=external_identifier", "--map",
            "First name=first_name", "--map", "Notes=")  # fmt: skip


def again(screen):
    (line,) = [line for line in screen.splitlines() if line.startswith("  civiapi ")]
    return shlex.split(line)[1:]


def test_from_trial_to_nothing_left(civiapi, folder, keyed, count):
    words = (*people(folder, "whole", 12), "--match", "external_identifier")
    code, out, err = civiapi(*words, "--dry-run")
    assert (code, out) == (0, "")
    assert "civiapi: nothing was written; this is what would be done: 12 created" in err
    assert count("whole") == 0
    code, _, err = civiapi(*words, "--workers", "2")
    assert code == 0
    assert err.startswith("civiapi: 12 created")
    assert count("whole") == 12
    assert "12 unchanged" in civiapi(*words, "--only-changes")[2]
    assert count("whole") == 12


@pytest.mark.parametrize("option", ["--failed", "--journal"])
def test_a_folder_that_is_not_there_is_told_before_the_first_record(civiapi, folder, keyed, count, option):
    words = people(folder, "early", 3, wrong=(1,))
    code, _, err = civiapi(*words, option, "nowhere/file.csv")
    assert code == 2
    assert "there is no folder 'nowhere' for file.csv" in err
    assert count("early") == 0


def test_the_summary_is_told_where_the_file_of_those_that_failed_cannot_be_written(
    civiapi, folder, keyed, environment
):
    full = OSError(errno.ENOSPC, "No space left on device", "failed.csv")
    environment.setattr(Report, "to_csv", lambda *words, **options: (_ for _ in ()).throw(full))
    words = people(folder, "full", 3, wrong=(1,))
    code, _, err = civiapi(*words, "--failed", "failed.csv")
    assert code == 3
    assert "2 created, 1 failed" in err
    assert "failed.csv: No space left on device" in err
    assert "to be corrected" not in err


def test_three_bad_records(civiapi, folder, keyed, count):
    words = (*people(folder, "bad", 10, wrong=(2, 5, 7)), "--match", "external_identifier")
    code, out, err = civiapi(*words, "--failed", "failed.csv")
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert lines[0].startswith("civiapi: 7 created, 3 failed")
    assert [line.split(":")[1] for line in lines[1:4]] == [" line 4", " line 7", " line 9"]
    assert count("bad") == 7
    with open("failed.csv", encoding="utf-8", newline="") as file:
        failed = list(csv.DictReader(file))
    assert [row["external_identifier"] for row in failed] == ["bad-2", "bad-5", "bad-7"]
    assert all("birth_date" in row["civiapi_error"] for row in failed)
    text = (folder / "failed.csv").read_text().replace("yesterday or so", "1980-01-02")
    (folder / "right.csv").write_text(text)
    assert civiapi("import", "Contact", "right.csv", "--match", "external_identifier")[0] == 0
    assert count("bad") == 10


def test_stop_after(civiapi, folder, keyed):
    words = (*people(folder, "stop", 30, wrong=range(30)), "--match", "external_identifier", "--chunk", "5")
    code, _, err = civiapi(*words, "--stop-after", "3")
    assert code == 1
    assert "skipped" in err
    code, _, err = civiapi(*words)
    assert code == 1
    assert err.splitlines()[-1] == "civiapi: and 20 more; --failed FILE writes all of them to a file"


def test_null(civiapi, folder, keyed):
    words = (*people(folder, "null", 1), "--match", "external_identifier")
    civiapi(*words)
    (folder / "null.csv").write_text("external_identifier,birth_date\nnull-0,\\N\n")
    assert civiapi("import", "Contact", "null.csv", "--match", "external_identifier", "--null", "\\N")[0] == 0
    out = civiapi(
        "get", "Contact", "--where", "nick_name = null", "--select", "birth_date", "--out", "jsonl"
    )[1]
    assert json.loads(out)["birth_date"] is None


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("Contact", "nobody.csv"), 2, "nobody.csv: there is no such file"),
        (("Contact", "people.csv", "--map", "Key"), 2, "--map is COLUMN=FIELD"),
        (("Contact", "people.csv", "--map", "Kye=x"), 2, "did you mean Key?"),
        (("Contact", "people.csv"), 2, "Key"),
        (("Contact", "people.csv", "--failed", "people.csv"), 2, "are different files"),
        (("Contcat", "people.csv"), 2, "Contact"),
        (("Contact", "people.csv", "--delimiter", ";"), 2, "people.csv"),
    ],
)
def test_refused(civiapi, folder, words, code, said):
    people(folder, "refused", 2)
    given = civiapi("import", *words, *SANDBOX)
    assert given[0] == code
    assert said in given[2]


def test_a_wrong_key_and_no_network(civiapi, folder, keyed, environment, mocker):
    words = people(folder, "key", 2)
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    code, _, err = civiapi(*words)
    assert code == 1
    assert "wrong-key-5f1" not in err
    mocker.patch("time.sleep")
    environment.setenv("CIVIAPI_URL", "http://127.0.0.1:1")
    code, _, err = civiapi(*words, "--debug")
    assert code == 3
    assert "wrong-key-5f1" not in err


@pytest.mark.parametrize("option", [("--journal", "journal.jsonl"), ("--match", "external_identifier")])
def test_ctrl_c_and_the_command_that_goes_on(terminal, civiapi, folder, keyed, count, option):
    nick = option[0].strip("-")
    words = (*people(folder, nick, 60), *option, "--chunk", "5")
    civiapi("fields", "Contact")  # so that the first request of the import is a known one
    keyed.faults.add(
        "slow",
        entity="Contact",
        action="save" if option[0] == "--match" else "create",
        nth=3,
        times=0,
        seconds=0.4,
    )
    code, screen = terminal(*words, typing=[(" 1/60", "\x03")])
    keyed.faults.clear()
    assert code == 130
    assert "stopping after what is under way" in screen
    done = count(nick)
    assert 5 <= done < 60
    assert f"{done} created" in screen
    assert f"stopped after line {done + 1}; this goes on:" in screen
    assert again(screen) == list(words)
    code, *_ = civiapi(*again(screen))
    assert code == 0
    assert count(nick) == 60


def test_ctrl_c_where_nothing_tells_what_was_written(terminal, civiapi, folder, keyed, count):
    words = (*people(folder, "untold", 60), "--chunk", "5")
    keyed.faults.add("slow", entity="Contact", action="create", nth=3, times=0, seconds=0.4)
    code, screen = terminal(*words, typing=[(" 1/60", "\x03")])
    keyed.faults.clear()
    assert code == 130
    assert f"stopped after line {count('untold') + 1}; go on with a file of what follows" in screen
    assert "  civiapi " not in screen
