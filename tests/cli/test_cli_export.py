"""``civiapi export``, also broken off and gone on with."""

from __future__ import annotations

import csv
import functools
import json
import shlex
import signal

import pytest

from civiapi.sinks import FileSink

from ..interrupting import interrupted

SANDBOX = ("--site", "sandbox")
SLOW = {"nth": 4, "times": 0, "seconds": 0.4}


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


def test_a_folder_that_is_not_there_is_told_before_the_first_page(civiapi, folder, keyed):
    before = len(keyed.log)
    code, _, err = civiapi("export", "Contact", "--out", "nowhere/people.csv")
    assert code == 2
    assert "there is no folder 'nowhere' for people.csv" in err
    assert len(keyed.log) == before


def again(screen):
    """The command that a text says goes on."""
    (line,) = [line for line in screen.splitlines() if line.startswith("  civiapi ")]
    return shlex.split(line)[1:]


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_formats(civiapi, folder):
    words = ("export", "Contact", *SANDBOX, "--select", "id,display_name,is_deleted", "--where", "id <= 3")
    code, out, err = civiapi(*words, "--out", "people.csv")
    assert (code, out) == (0, "")
    assert "civiapi: 3 rows in people.csv\n" in err
    with open("people.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == {"id": "1", "display_name": "Default Organization", "is_deleted": "false"}
    civiapi(*words, "--out", "people.tsv")
    assert (folder / "people.tsv").read_text().splitlines()[0] == "id\tdisplay_name\tis_deleted"
    civiapi(*words, "--out", "people.jsonl")
    assert [json.loads(line)["id"] for line in (folder / "people.jsonl").read_text().splitlines()] == [
        1,
        2,
        3,
    ]
    assert names(folder) == ["people.csv", "people.jsonl", "people.tsv"]


def test_all_columns_of_people_are_those_that_harm_nobody(civiapi, folder):
    words = ("export", "Contact", *SANDBOX, "--limit", "2", "--out", "people.csv")
    assert "without api_key and hash" in civiapi(*words)[2]
    without = (folder / "people.csv").read_text().splitlines()[0].split(",")
    assert not {"api_key", "hash"} & set(without)
    assert "without" not in civiapi(*words, "--select", "*")[2]
    with_all = (folder / "people.csv").read_text().splitlines()[0].split(",")
    assert [name for name in with_all if name not in ("api_key", "hash")] == without
    assert len(with_all) == len(without) + 2
    civiapi("export", "Email", *SANDBOX, "--limit", "1", "--out", "mail.csv")
    assert (folder / "mail.csv").read_text().startswith("id,contact_id,")


@pytest.mark.parametrize(("name", "needs"), [("people.parquet", "pyarrow"), ("people.xlsx", "openpyxl")])
def test_binary_formats(civiapi, folder, name, needs):
    pytest.importorskip(needs)
    from civiapi import files

    words = (
        "export",
        "Contact",
        *SANDBOX,
        "--select",
        "id,display_name",
        "--where",
        "id <= 3",
        "--out",
        name,
    )
    assert civiapi(*words)[0] == 0
    assert [row["display_name"] for row in files.read(name)][:2] == ["Default Organization", "Ada Admin"]


def test_of_no_rows_and_with_workers(civiapi, folder):
    words = ("export", "Contact", *SANDBOX, "--select", "id", "--out", "all.csv")
    assert "0 rows" in civiapi(*words, "--where", "id = 999999")[2]
    assert (folder / "all.csv").read_text() == "id\n"
    civiapi(*words, "--workers", "3", "--page-size", "7")
    side_by_side = (folder / "all.csv").read_text()
    civiapi(*words)
    assert (folder / "all.csv").read_text() == side_by_side
    assert civiapi(*words, "--limit", "2")[0] == 0
    assert (folder / "all.csv").read_text() == "id\n1\n2\n"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--out", "people.ods"), 2, ".ods is not known"),
        ((), 2, "Missing option '--out'"),
        (("--out", "nowhere/people.csv"), 2, "there is no folder 'nowhere'"),
        (("--out", "people.csv", "--where", "frist_name = x"), 2, "did you mean first_name?"),
        (("--out", "people.csv", "--workers", "0"), 2, "--workers"),
    ],
)
def test_refused(civiapi, folder, words, code, said):
    (folder / "people.csv").write_text("as it was")
    given = civiapi("export", "Contact", *SANDBOX, *words)
    assert given[0] == code
    assert said in given[2]
    assert "  civiapi " not in given[2]
    assert names(folder) == ["people.csv"]
    assert (folder / "people.csv").read_text() == "as it was"


def test_an_unknown_entity(civiapi, folder, keyed):
    code, _, err = civiapi("export", "Contcat", "--out", "people.csv")
    assert code == 1
    assert "Contcat" in err
    assert names(folder) == []


def test_a_wrong_key_and_no_network(civiapi, folder, keyed, environment, mocker):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    code, _, err = civiapi("export", "Contact", "--out", "people.csv")
    assert code == 1
    assert "Invalid credential" in err
    assert "wrong-key-5f1" not in err
    mocker.patch("time.sleep")
    environment.setenv("CIVIAPI_URL", "http://127.0.0.1:1")
    code, _, err = civiapi("export", "Contact", "--out", "people.csv", "--debug")
    assert code == 3
    assert "wrong-key-5f1" not in err
    assert names(folder) == []


@pytest.mark.parametrize("name", ["people.csv", "people.tsv", "people.jsonl"])
def test_ctrl_c_and_the_command_that_goes_on(terminal, civiapi, folder, keyed, name):
    words = ("export", "Contact", "--select", "id,display_name", "--where", "id > 0", "--page-size", "5")
    keyed.faults.add("slow", **SLOW)
    code, screen = terminal(*words, "--out", name, typing=[(" 5/", "\x03")])
    keyed.faults.clear()
    assert code == 130
    assert "stopping after what is under way" in screen
    assert names(folder) == [f"{name}.cursor", f"{name}.part"]
    told = json.loads((folder / f"{name}.cursor").read_text())
    assert f"civiapi: {told['rows']} rows are in {name}.part" in screen
    assert 5 <= told["rows"] < 50
    assert again(screen) == [*words, "--out", name, "--resume"]
    code, _, err = civiapi(*again(screen))
    assert code == 0
    assert f"going on after {told['rows']} rows" in err
    assert names(folder) == [name]
    whole = (folder / name).read_bytes()
    civiapi(*words, "--out", name)
    assert whole == (folder / name).read_bytes()
    assert whole.count(b"\n") > 50


def test_ctrl_c_where_it_begins_anew(terminal, civiapi, folder, keyed):
    words = (
        "export",
        "Contact",
        "--select",
        "id",
        "--order",
        "last_name",
        "--page-size",
        "5",
        "--out",
        "a.csv",
    )
    keyed.faults.add("slow", **SLOW)
    code, screen = terminal(*words, typing=[(" 0/", "\x03")])
    keyed.faults.clear()
    assert code == 130
    assert "a.csv was not written, and this begins anew:" in screen
    assert again(screen) == list(words)
    assert names(folder) == []
    assert civiapi(*again(screen))[0] == 0


def test_ctrl_c_twice(terminal, folder, keyed):
    keyed.faults.add("slow", **{**SLOW, "seconds": 2})
    typing = [(" 5/", "\x03"), ("stops at once", "\x03")]
    code, screen = terminal("export", "Contact", "--page-size", "5", "--out", "a.csv", typing=typing)
    assert code in (130, -signal.SIGINT)  # the second may come when all is said
    assert "Traceback" not in screen
    # the second may come before the first page has been written
    is_kept = "rows are in a.csv.part" in screen
    assert is_kept or "a.csv was not written, and this begins anew" in screen
    assert names(folder) == (["a.csv.cursor", "a.csv.part"] if is_kept else [])


def test_a_connection_that_breaks(civiapi, folder, keyed, mocker):
    mocker.patch("time.sleep")
    words = ("export", "Contact", "--page-size", "5", "--out", "a.csv")
    assert civiapi(*words)[0] == 0  # so that nothing but pages is asked for by the next
    (folder / "a.csv").unlink()
    keyed.faults.add("reset", entity="Contact", action="get", nth=3, times=0)
    code, _, err = civiapi(*words)
    keyed.faults.clear()
    assert code == 3
    assert again(err) == [*words, "--resume"]
    rows = json.loads((folder / "a.csv.cursor").read_text())["rows"]
    assert rows == 10
    # what is there stays there where going on fails as well
    keyed.faults.add("reset", entity="Contact", action="get", times=0)
    assert civiapi(*again(err))[0] == 3
    keyed.faults.clear()
    assert json.loads((folder / "a.csv.cursor").read_text())["rows"] == rows
    assert civiapi(*again(err))[0] == 0
    resumed = (folder / "a.csv").read_bytes()
    civiapi(*words)
    assert (folder / "a.csv").read_bytes() == resumed


def test_a_full_disk_leaves_the_part_that_was_gone_on_with(civiapi, folder, keyed, mocker):
    mocker.patch("time.sleep")
    left(folder, civiapi, keyed)
    before = (folder / "a.csv.part").read_bytes()
    mocker.patch("civiapi.sinks.CsvSink._write", side_effect=OSError(28, "No space left on device"))
    code, _, err = civiapi("export", "Contact", "--page-size", "5", "--out", "a.csv", "--resume")
    assert code == 3
    assert "No space left" in err
    assert names(folder) == ["a.csv.cursor", "a.csv.part"]
    assert (folder / "a.csv.part").read_bytes() == before


def test_ctrl_c_while_it_is_left_comes_too_late(civiapi, folder, keyed, mocker):
    """However often: both files are there, and what they are for is told."""
    mocker.patch("time.sleep")
    leave, told = FileSink.leave, []

    def hit(sink, path, size):
        for _ in range(2):
            signal.raise_signal(signal.SIGINT)
        leave(sink, path, size)
        signal.raise_signal(signal.SIGINT)
        told.append(path)

    mocker.patch.object(FileSink, "leave", hit)
    left(folder, civiapi, keyed)
    assert told
    assert civiapi("export", "Contact", "--page-size", "5", "--out", "a.csv", "--resume")[0] == 0
    assert names(folder) == ["a.csv"]


def test_nothing_to_go_on_with(civiapi, folder):
    code, _, err = civiapi("export", "Contact", *SANDBOX, "--where", "id = 1", "--out", "a.csv", "--resume")
    assert code == 0
    assert "a.csv.part is not there; beginning with the first row" in err
    assert "1 row in a.csv" in err


def left(folder, civiapi, keyed):
    keyed.faults.add("502", nth=3, times=0)
    civiapi("export", "Contact", "--page-size", "5", "--out", "a.csv")
    keyed.faults.clear()
    assert names(folder) == ["a.csv.cursor", "a.csv.part"]


def test_what_cannot_be_gone_on_with(civiapi, folder, keyed, mocker):
    mocker.patch("time.sleep")
    words = ("export", "Contact", "--page-size", "5", "--out", "a.csv", "--resume")
    left(folder, civiapi, keyed)
    assert "another query" in civiapi(*words, "--where", "id > 3")[2]
    assert "of another site" in civiapi(*words, *SANDBOX)[2]
    assert "of another site or version" in civiapi(*words, "-3")[2]
    with open("a.csv.part", "a") as file:
        file.write("more")
    code, _, err = civiapi(*words)
    assert code == 2
    assert "a.csv.part has been changed; without --resume it begins anew" in err
    (folder / "a.csv.cursor").write_text("{")
    assert "cannot be read" in civiapi(*words)[2]
    assert names(folder) == ["a.csv.cursor", "a.csv.part"]
    assert civiapi(*words[:-1])[0] == 0
    assert names(folder) == ["a.csv"]


#: What fills the file and takes note of it.
FILES = ("civiapi/sinks.py", "civiapi/cli/partial.py")
FUNCTIONS = {"add", "_write", "_open", "_begin", "note", "written", "go_on", "take_over", "finish"}


def test_ctrl_c_at_any_line_of_the_writing(civiapi, folder):
    words = ("export", "Contact", *SANDBOX, "--select", "id", "--where", "id <= 12", "--page-size", "5")
    codes = []

    def run(*more):
        codes.append(civiapi(*words, "--out", "a.csv", *more)[0])

    lines = len(interrupted(run, -1, FILES, FUNCTIONS))
    whole = (folder / "a.csv").read_bytes()
    assert codes == [0]
    assert whole.count(b"\n") > 10
    assert lines > 50
    for line in range(lines):
        (folder / "a.csv").unlink()
        interrupted(run, line, FILES, FUNCTIONS)
        assert codes[-1] == 130
        assert names(folder) in ([], ["a.csv.cursor", "a.csv.part"], ["a.csv"])
        if names(folder) == ["a.csv"]:  # it came when all was done
            assert (folder / "a.csv").read_bytes() == whole
            (folder / "a.csv").unlink()
        interrupted(functools.partial(run, "--resume"), 4, FILES, FUNCTIONS)  # amid taking over what is there
        assert codes[-1] == 130
        assert names(folder) in ([], ["a.csv.cursor", "a.csv.part"])
        run("--resume")
        assert codes[-1] == 0
        assert names(folder) == ["a.csv"]
        assert (folder / "a.csv").read_bytes() == whole
