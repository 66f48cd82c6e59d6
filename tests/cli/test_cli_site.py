"""civiapi site, and what a protected site asks, in this process, as a process and in a terminal."""

from __future__ import annotations

import os
import re
import stat
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import click
import pytest

from civiapi import ApiCall, HttpApiV4, connect, drive
from civiapi.cli.sites import Asking

from .conftest import DEADLINE

CANARY = "canary-4f1c"
PROTECTED = '\n[sites.{name}]\nurl = "{url}"\napi_key = {{env = "CRM_KEY"}}\nprotected = true\n'


@pytest.fixture
def config_home(environment, tmp_path):
    home = tmp_path / "config"
    environment.setenv("XDG_CONFIG_HOME", str(home))
    environment.chdir(tmp_path)
    return home / "civiapi"


@pytest.fixture
def protected(config_home, served, environment):
    """A served site that is configured as protected."""
    environment.setenv("CRM_KEY", served.api_key)
    config_home.mkdir(parents=True)
    (config_home / "sites.toml").write_text(PROTECTED.format(name="crm", url=served.url))
    return served


def text_of(folder):
    return "".join(
        file.read_text() for file in folder.rglob("*") if file.is_file() and file.parent.name != "keys"
    )


def test_add_by_options(civiapi, config_home, environment):
    environment.setenv("CRM_KEY", CANARY)
    code, out, err = civiapi(
        *("site", "add", "crm", "--url", "https://crm.example.org", "--key-from", "env:CRM_KEY"),
        *("--site-key-from", "command:pass show crm", "--timeout", "30", "--protected", "-3"),
    )
    assert (code, out) == (0, "")
    assert "your default site" in err
    assert civiapi("site", "list")[1].splitlines() == [
        "crm\thttp\thttps://crm.example.org\tdefault, protected",
        "sandbox\tembedded\there",
    ]
    shown = civiapi("site", "show", "crm")[1]
    assert "api_key = (env CRM_KEY)" in shown
    assert "site_key = (command pass show crm)" in shown
    assert "timeout = 30" in shown
    assert stat.S_IMODE((config_home / "sites.toml").stat().st_mode) == 0o600
    assert CANARY not in text_of(config_home) + shown
    civiapi("site", "add", "other", "--cwd", "/srv", "--transport", "pipe")
    assert civiapi("site", "list")[1].splitlines()[1] == "other\tpipe\there"
    assert civiapi("site", "default", "other")[0] == 0
    assert civiapi("site", "list")[1].splitlines()[0].endswith("\tprotected")
    assert civiapi("site", "remove", "crm")[0] == 0
    assert "crm" not in text_of(config_home)


def test_a_key_from_standard_input_is_kept_in_a_file_of_its_own(civiapi, config_home, environment):
    environment.setitem(sys.modules, "keyring", None)
    words = ("site", "add", "crm", "--url", "https://crm.example.org", "--key-from", "-")
    code, _, err = civiapi(*words, stdin=f"{CANARY}\n".encode())
    assert code == 0
    assert CANARY not in err + text_of(config_home)
    kept = config_home / "keys" / "crm.api_key"
    assert kept.read_text() == f"{CANARY}\n"
    assert (stat.S_IMODE(kept.stat().st_mode), stat.S_IMODE(kept.parent.stat().st_mode)) == (0o600, 0o700)
    api = connect("crm")
    assert isinstance(api, HttpApiV4)
    assert api._backend._site.api_key == CANARY
    assert civiapi("site", "remove", "crm")[0] == 0
    assert not kept.exists()


def test_a_file_of_your_own_is_left_alone(civiapi, config_home, tmp_path):
    mine = tmp_path / "mine"
    mine.write_text(CANARY)
    mine.chmod(0o600)
    civiapi("site", "add", "crm", "--url", "https://crm.example.org", "--key-from", "file:mine")
    assert connect("crm")._backend._site.api_key == CANARY
    civiapi("site", "remove", "crm")
    assert mine.read_text() == CANARY


def test_what_a_person_wrote_stays(civiapi, config_home):
    config_home.mkdir(parents=True)
    file = config_home / "sites.toml"
    file.write_text('# mine\n[sites.a]  # the first\ncv = "cv"\n')
    civiapi("site", "add", "b", "--cwd", "/srv", "--default")
    text = file.read_text()
    assert text.index('default = "b"\n') < text.index("[sites.a]")
    assert "# mine\n" in text
    assert '[sites.a]  # the first\ncv = "cv"\n' in text
    civiapi("site", "remove", "b")
    assert "# mine\n" in file.read_text()
    assert '[sites.a]  # the first\ncv = "cv"\n' in file.read_text()
    assert "default" not in file.read_text()


def test_a_link_stays_a_link(civiapi, config_home, tmp_path):
    config_home.mkdir(parents=True)
    (tmp_path / "dotfiles.toml").write_text("")
    (config_home / "sites.toml").symlink_to(tmp_path / "dotfiles.toml")
    civiapi("site", "add", "b", "--cwd", "/srv")
    assert (config_home / "sites.toml").is_symlink()
    assert "/srv" in (tmp_path / "dotfiles.toml").read_text()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "a b", "--cwd", "/srv"), "is no site's name"),
        (("add", "sandbox", "--cwd", "/srv"), "no name for another"),
        (("add", "crm"), "say where the site is"),
        (("add", "crm", "--url", "https://crm.example.org"), "say where the key is"),
        (("add", "crm", "--url", "crm.example.org", "--key-from", "env:A"), "write https://crm.example.org"),
        (("add", "crm", "--url", "https://a:b@crm.example.org", "--key-from", "env:A"), "holds a user"),
        (("add", "crm", "--url", "https://c.org", "--password-from", "env:A"), "needs --user"),
        (("add", "crm", "--url", "https://c.org", "--key-from", CANARY), "--key-from is env:NAME"),
        (("add", "crm", "--url", "https://c.org", "--key-from", "-"), "standard input is empty"),
        (("remove", "crm"), "no site 'crm'"),
        (("show", "crm"), "no site 'crm'"),
        (("default", "crm"), "no site 'crm'"),
        (("add", "crm", "--api-key", CANARY), "No such option"),
    ],
)
def test_what_is_refused(civiapi, config_home, words, said):
    code, out, err = civiapi("site", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert CANARY not in err
    assert not config_home.exists() or CANARY not in text_of(config_home)


def test_a_name_that_is_taken(civiapi, config_home):
    civiapi("site", "add", "crm", "--cwd", "/one")
    code, _, err = civiapi("site", "add", "crm", "--cwd", "/two")
    assert code == 2
    assert "--force" in err
    assert civiapi("site", "add", "crm", "--cwd", "/two", "--force")[0] == 0
    assert "/two" in civiapi("site", "show", "crm")[1]


def test_a_broken_site_is_listed_with_what_is_wrong(civiapi, config_home):
    config_home.mkdir(parents=True)
    (config_home / "sites.toml").write_text('[sites.a]\nurll = "x"\n[sites.b]\ncv = "cv"\n')
    code, out, _ = civiapi("site", "list")
    assert code == 0
    assert "did you mean url?" in out.splitlines()[0]
    assert out.splitlines()[1] == "b\tcv\there"


def test_add_asks_on_a_terminal(terminal, config_home, served, environment):
    environment.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    code, screen = terminal(
        *("site", "add", "crm"),
        typing=[("URL", f"{served.url}\n"), ("API key", f"{served.api_key}\n", "hidden")],
    )
    assert code == 0
    assert served.api_key not in screen + text_of(config_home)
    with connect("crm") as api:
        assert api.Contact.get(id=2, select=["id"]) == [{"id": 2}]


def test_reads_of_a_protected_site_are_as_ever(civiapi, protected):
    assert civiapi("--site", "crm", "Contact.get", "id=2", "--out=json")[0] == 0


def test_a_write_to_a_protected_site_is_refused_where_nobody_is(civiapi, protected):
    before = len(protected.log.calls("Tag", "create"))
    code, _, err = civiapi("--site", "crm", "Tag.create", "name=a", "label=a")
    assert code == 2
    assert "crm is protected, and nobody is there to be asked; say --yes" in err
    assert len(protected.log.calls("Tag", "create")) == before
    assert civiapi("--site", "crm", "--yes", "Tag.create", "name=a", "label=a", "--out=json")[0] == 0
    assert len(protected.log.calls("Tag", "create")) == before + 1


@pytest.mark.parametrize(("answer", "code"), [("n", 2), ("y", 0)])
def test_a_write_to_a_protected_site_is_asked_for(terminal, protected, answer, code):
    before = len(protected.log.calls("Tag", "create"))
    ended, screen = terminal(
        *("--site", "crm", "Tag.create", f"name=b{answer}", f"label=b{answer}"),
        typing=[("go on?", f"{answer}\n")],
    )
    assert "crm is protected. Tag.create: go on? [y/N]" in screen
    assert ended == code
    assert len(protected.log.calls("Tag", "create")) == before + (code == 0)


def test_no_secret_in_debug_log_or_process_list(config_home, start, served, environment, tmp_path):
    """A key that is refused goes through errors, tracebacks and logs; ps shows none of it meanwhile."""
    key = tmp_path / "key"
    key.write_text(CANARY)
    key.chmod(0o600)
    config_home.mkdir(parents=True)
    (config_home / "sites.toml").write_text(
        f'[sites.crm]\nurl = "{served.url}"\napi_key = {{file = "{key}"}}\n'
    )
    environment.setenv("CIVIAPI_LOG", "debug")
    served.faults.add("slow", seconds=0.5)
    with (tmp_path / "out").open("wb") as out:
        process = start("--debug", "--site", "crm", "Contact.get", stdout=out, stderr=out)
        seen = ""
        while process.poll() is None:
            seen += _command_lines()
        process.wait(30)
    said = (tmp_path / "out").read_text()
    assert process.returncode == 1
    assert "no contact has this key" in said
    assert "civiapi DEBUG Contact.get" in said
    assert "Contact.get" in seen or not os.path.isdir("/proc")
    assert CANARY not in said + seen + text_of(config_home)


def _command_lines():
    lines = []
    for name in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else []):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as stream:
                lines.append(stream.read().replace(b"\0", b" ").decode("utf-8", "replace"))
        except OSError:  # it is over
            continue
    return "\n".join(lines)


def test_many_records_to_a_protected_site(civiapi, protected, tmp_path):
    (tmp_path / "tags.csv").write_text("name,label\n" + "".join(f"bulk{n},Bulk {n}\n" for n in range(3)))
    told = "civiapi: crm is protected, and nobody is there to be asked; say --yes\n"
    words = ("import", "Tag", "tags.csv", "--match", "name", "--site", "crm")
    assert civiapi(*words)[::2] == (2, told)
    assert "3 created" in civiapi(*words, "--dry-run")[2]
    assert civiapi(*words, "--yes")[0] == 0
    move = ("transfer", "sandbox", "crm", "--entities", "Tag")
    code, out, err = civiapi(*move)
    assert (code, out) == (2, "")
    assert err.endswith(told)
    assert not (tmp_path / "move.db").exists()
    assert civiapi(*move, "--dry-run")[0] == civiapi(*move, "--yes")[0] == 0


def test_the_doctor_takes_the_options_of_other_commands(civiapi, protected, environment):
    by_name = civiapi("doctor", "crm")
    assert by_name[0] == 0
    for words in (
        ("doctor", "--site", "crm"),
        ("--site", "crm", "doctor"),
        ("doctor", "crm", "--site", "crm"),
    ):
        code, out, _ = civiapi(*words)
        assert (code, out.splitlines()[:5]) == (0, by_name[1].splitlines()[:5])
    assert "different sites" in civiapi("doctor", "crm", "--site", "sandbox")[2]
    environment.setenv("CIVIAPI_API_KEY", protected.api_key)
    code, out, _ = civiapi("doctor", "--url", protected.url)
    assert out.startswith("the command line, over http")
    assert code == 0
    assert f"{protected.url.removeprefix('http://')} answers" in out
    code, out, _ = civiapi("--cv", "nosuch-cv", "doctor")
    assert code == 1
    assert "nosuch-cv" in out


def test_the_doctor_on_a_terminal(terminal, protected):
    protected.faults.add("stripped", times=0)
    try:
        code, screen = terminal("doctor", "crm")
    finally:
        protected.faults.clear()
    plain = re.sub("\x1b\\[[0-9;]*m", "", screen)
    assert code == 1
    assert plain != screen  # colours
    assert "fail  header        the header X-Civi-Auth is dropped before CiviCRM" in plain
    assert all(len(line) <= 80 for line in plain.splitlines())


class Crowded:
    """A lock that knows how many have come to it."""

    def __init__(self, wanted):
        self._lock, self._come, self.all_came = (
            threading.Lock(),
            threading.Semaphore(wanted - 1),
            threading.Event(),
        )

    def __enter__(self):
        if not self._come.acquire(blocking=False):
            self.all_came.set()
        return self._lock.__enter__()

    def __exit__(self, *error):
        return self._lock.__exit__(*error)


@pytest.mark.parametrize("answer", [True, False, click.Abort()])
def test_several_workers_ask_once(mocker, answer):
    asking = Asking("crm", lock=Crowded(3))
    mocker.patch("civiapi.cli.sites.somebody_there", return_value=True)

    def confirmed(*args, **options):
        assert asking.lock.all_came.wait(DEADLINE)
        if isinstance(answer, Exception):
            raise answer
        return answer

    confirm = mocker.patch("click.confirm", side_effect=confirmed)

    def looked():
        try:
            return drive.run(asking(None, [ApiCall("Tag", "create", {})]), None)
        except click.Abort:
            return ["aborted"]

    with ThreadPoolExecutor(3) as pool:
        given = [one.result()[0] for one in [pool.submit(looked) for _ in range(3)]]
    assert confirm.call_count == 1
    if answer is True:
        assert given == [None, None, None]
    else:
        refused = [str(one) for one in given if one != "aborted"]
        assert set(refused) == {"Tag.create: not sent, as you said"}
        assert len(refused) == 3 - isinstance(answer, Exception)
