"""``civiapi transfer`` and ``civiapi whoami``."""

from __future__ import annotations

import json
import shlex
import signal

import pytest

from civiapi.moving.passes import RowsPass

SANDBOX = ("--site", "sandbox")


@pytest.fixture
def keyed(served, environment):
    """Another site, that of the environment."""
    environment.setenv("CIVIAPI_API_KEY", served.api_key)
    environment.setenv("CIVIAPI_URL", served.url)
    yield served
    served.faults.clear()


@pytest.fixture
def folder(tmp_path, environment):
    environment.chdir(tmp_path)
    return tmp_path


def test_who_somebody_is(civiapi, keyed, terminal):
    code, out, _ = civiapi("whoami", "--out", "json")
    told = json.loads(out)
    assert code == 0
    assert (told["site"], told["contact_id"], told["display_name"]) == (keyed.url, 2, "Ada Admin")
    assert told["may"]["Contact.create"] is True
    code, screen = terminal("whoami")
    assert code == 0
    assert "Ada Admin" in screen
    assert civiapi("whoami", "-3")[0] == 0


def test_who_with_a_wrong_key(civiapi, keyed, environment):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    assert civiapi("whoami")[0] == 1


def test_site_to_site(civiapi, folder, keyed):
    words = ("transfer", "sandbox", "--entities", "Contact,Email", "--filter", 'Contact={"id": [20, 21]}')
    code, out, err = civiapi(*words, "--dry-run")
    assert code == 0
    assert "nothing was written; this is what would be done:" in out
    assert "this is the sandbox" in err
    assert not (folder / "move.db").exists()
    civiapi("Contact.update", "+w", "id IN [20,21]", "+v", "first_name=Other")
    code, out, _ = civiapi(*words)
    assert code == 0
    assert out.splitlines()[1].split()[:4] == ["Contact", "0", "2", "0"]
    assert (folder / "move.db").exists()
    assert civiapi(*words)[1].splitlines()[1].split()[:4] == ["Contact", "0", "0", "2"]


def test_records_that_cannot_be_there_twice(civiapi, folder, keyed):
    words = ("transfer", "sandbox", "--entities", "Contact", "--filter", 'Contact={"id": [20]}')
    code, out, _ = civiapi(*words, "--match", "Contact=")
    assert code == 1
    assert "Contact 20: failed: " in out


def test_to_a_folder_and_from_it(civiapi, folder, keyed):
    code, _, err = civiapi("transfer", "sandbox", "./copy", "--entities", "Tag")
    assert code == 0
    assert "written to copy" in err
    code, out, _ = civiapi("transfer", "./copy", "--dry-run")
    assert code == 0
    assert "Tag" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("./a", "./b"), "./a is a folder; one of OLD and NEW is a site"),
        (("sandbox", "./b", "--dry-run"), "--dry-run means nothing"),
        (("sandbox", "./b", "--match", "Contact=id"), "--match means nothing"),
        (("sandbox", "--match", "id"), "--match begins with an entity"),
        (("sandbox", "--filter", "Contact=3"), "is a JSON object"),
        (("sandbox", "--filter", "Contact={"), "bad JSON"),
        (("elsewhere",), "elsewhere"),
        (("sandbox", "-3"), "APIv4"),
    ],
)
def test_wrong_usage(civiapi, folder, keyed, words, said):
    code, _, err = civiapi("transfer", *words)
    assert code == 2
    assert said in err


def test_ctrl_c_and_the_command_that_goes_on(terminal, civiapi, folder, keyed):
    words = ("transfer", "sandbox", "--entities", "Contact", "--journal", "b.db")
    keyed.faults.add("slow", entity="Contact", nth=2, times=0, seconds=0.5)
    code, screen = terminal(*words, typing=[("from sandbox to", "\x03")])
    keyed.faults.clear()
    assert code == 130
    assert "stopping after what is under way" in screen
    assert again(screen) == list(words)
    code, out, _ = civiapi(*words)
    assert code == 0
    count = int(civiapi(*SANDBOX, "Contact.get", "+s", "row_count")[1])
    assert sum(map(int, out.splitlines()[1].split()[1:])) == count


def again(said):
    """The words of the command that goes on."""
    assert "stopped; this goes on:" in said
    (line,) = [line for line in said.splitlines() if line.startswith("  civiapi ")]
    return shlex.split(line)[1:]


@pytest.fixture
def ctrl_c_at(mocker):
    """Lets Ctrl-C come so many times when the first chunk is back."""

    def patch(times):
        done = RowsPass.done
        left = [signal.SIGINT] * times

        def hit(rows, written):
            done(rows, written)
            while left:
                signal.raise_signal(left.pop())

        mocker.patch.object(RowsPass, "done", hit)

    return patch


def test_the_first_ctrl_c_waits_for_what_is_under_way(civiapi, folder, keyed, ctrl_c_at):
    words = ("transfer", "sandbox", "--entities", "Tag,Contact", "--match", "Contact=id", "--journal", "b.db")
    ctrl_c_at(1)
    code, out, err = civiapi(*words, "--dry-run")
    assert code == 130
    assert "stopped before all was looked at; so far:" in out
    assert "stopped; this begins anew:" in err
    ctrl_c_at(1)
    code, out, err = civiapi(*words)
    assert code == 130
    first = sum(map(int, out.splitlines()[2].split()[1:]))
    assert again(err) == list(words)
    code, out, _ = civiapi(*words)
    assert code == 0
    contacts, tags = (list(map(int, line.split()[1:])) for line in out.splitlines()[1:3])
    assert sum(contacts) > first > 0
    assert sum(tags) > 0


def test_the_second_ctrl_c_stops_at_once(civiapi, folder, keyed, ctrl_c_at):
    words = ("transfer", "sandbox", "--entities", "Tag", "--journal", "b.db")
    ctrl_c_at(2)
    code, out, err = civiapi(*words)
    assert (code, out) == (130, "")
    assert again(err) == list(words)


def test_ctrl_c_at_a_folder_leaves_none(civiapi, folder, keyed, mocker):
    mocker.patch("civiapi.moving.folder._lines", side_effect=KeyboardInterrupt)
    code, _, err = civiapi("transfer", "sandbox", "./copy", "--entities", "Tag")
    assert code == 130
    assert "./copy was not written, and this begins anew:" in err
    assert list(folder.iterdir()) == []
