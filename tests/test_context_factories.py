"""ssh(), docker() and their like: the words that they start, alone and one inside the other."""

from __future__ import annotations

import os
import pickle
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civiapi import ApiCallError, CommandFailed, CvApiV4, InvalidResponse, PipeApiV4, UsageError
from civiapi.context import Context, argv, compose, docker, kubectl, local, plain, ssh, sudo
from civiapi.sandbox.serve import Running

from .remote.programs import put
from .support import API_KEY

CV = ["cv", "pipe", "t"]


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return put(tmp_path_factory.mktemp("bin"))


@pytest.fixture
def path(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")


def host(name: str = "host", **options: Any) -> Context:
    return ssh(name, **{"multiplex": False, **options})


SSH = [*"ssh -T -o BatchMode=yes -o ServerAliveInterval=15 -o ServerAliveCountMax=3".split()]


@pytest.mark.parametrize(
    ("context", "started"),
    [
        (local(), CV),
        (host(), [*SSH, "--", "host", *CV]),
        (
            host(user="me", port=2222, identity=Path("/my key")),
            [*SSH, "-l", "me", "-p", "2222", "-o", "IdentitiesOnly=yes", "-i", "/my key", "--", "host", *CV],
        ),
        (host(options=("-J", "bastion")), ["ssh", "-J", "bastion", *SSH[1:], "--", "host", *CV]),
        (docker("app"), ["docker", "exec", "-i", "app", *CV]),
        (docker("app", user="www"), ["docker", "exec", "-i", "--user", "www", "app", *CV]),
        (compose("app"), ["docker", "compose", "exec", "-T", "app", *CV]),
        (compose("app", "/a b"), ["docker", "compose", "--project-directory", "/a b", "exec", "-T", "app", *CV]),
        (kubectl("deploy/app"), ["kubectl", "exec", "-i", "deploy/app", "--", *CV]),
        (
            kubectl("pod", namespace="n", container="c"),
            ["kubectl", "--namespace", "n", "exec", "-i", "--container", "c", "pod", "--", *CV],
        ),
        (sudo("www-data"), ["sudo", "-n", "-u", "www-data", "--", *CV]),
        (sudo("a") | docker("b"), ["sudo", "-n", "-u", "a", "--", "docker", "exec", "-i", "b", *CV]),
        (local() | docker("b") | local(), ["docker", "exec", "-i", "b", *CV]),
        (docker("b") | "env A=1", ["docker", "exec", "-i", "b", "env", "A=1", *CV]),
        ("nice -n 5" | docker("b"), ["nice", "-n", "5", "docker", "exec", "-i", "b", *CV]),
        (host() | ["env", "A=b c"], [*SSH, "--", "host", "env", "'A=b c'", *CV]),
        (host() | docker("a b"), [*SSH, "--", "host", "docker", "exec", "-i", "'a b'", *CV]),
        (host() | "sh -c", [*SSH, "--", "host", "sh", "-c", "'cv pipe t'"]),
        ([host(), "docker exec b"], [*SSH, "--", "host", "docker", "exec", "-i", "b", *CV]),
    ],
)  # fmt: skip
def test_argv(context: Any, started: list[str]) -> None:
    assert argv(context, CV) == started


def test_a_shell_behind_a_shell() -> None:
    two = argv(host("one") | host("two"), ["cv", "a b"])
    assert two[-2:] == ["cv", "''\"'\"'a b'\"'\"''"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: ssh("-oProxyCommand=x"),
        lambda: ssh(""),
        lambda: ssh("host", user="-x"),
        lambda: ssh("host", options=("other",)),
        lambda: ssh("host", options=("-p",)),
        lambda: ssh("host", options=("-t",)),
        lambda: docker("-it"),
        lambda: docker("app", user="-x"),
        lambda: compose("--help"),
        lambda: kubectl("-n"),
        lambda: sudo("-s"),
    ],
)
def test_what_is_no_name(make: Any) -> None:
    with pytest.raises(UsageError):
        make()


def test_contexts_are_values() -> None:
    context = host() | sudo("www") | docker("app")
    assert context == host() | (sudo("www") | docker("app")) == pickle.loads(pickle.dumps(context))
    assert plain(context)[-11:] == ["--", "host", *"sudo -n -u www -- docker exec -i app".split()]


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home with a short name."""
    with tempfile.TemporaryDirectory(prefix="h", dir="/tmp") as folder:
        monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
        monkeypatch.setenv("HOME", folder)
        yield Path(folder)


def test_connections_are_shared_in_a_folder_of_ones_own(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = argv(ssh("host"), CV), argv(ssh("host", identity="/key"), CV)
    assert "ControlMaster=auto" in one
    sockets = [Path(words[words.index("-S") + 1]) for words in (one, other)]
    assert sockets[0] != sockets[1], "another key is another connection"
    assert argv(ssh("host"), CV) == one
    folder = sockets[0].parent
    assert folder.parent == home / ".ssh"
    assert {stat.S_IMODE(one.stat().st_mode) for one in (folder, folder.parent)} == {0o700}
    folder.chmod(0o755)
    assert "ControlMaster=auto" not in argv(ssh("host"), CV), "others could put a socket there"
    monkeypatch.setenv("HOME", str(home / ("long" * 20)))
    assert "ControlMaster=auto" not in argv(ssh("host"), CV), "a socket's name is short"
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/tmp")
    monkeypatch.setattr(Path, "lstat", lambda self: os.lstat("/etc/passwd"))
    assert "ControlMaster=auto" not in argv(ssh("host"), CV)


# --- through programs that take the same words ---

CONTEXTS: dict[str, Any] = {
    "local": local(),
    "ssh": host(),
    "ssh, ssh": host("one") | host("two"),
    "sudo": sudo("www-data"),
    "docker": docker("app", user="me"),
    "compose": compose("app", "/x y"),
    "kubectl": kubectl("app", "n", "c"),
    "ssh, sudo, docker": host(user="me", port=22) | sudo("www-data") | docker("app"),
    "ssh, sh": host() | "sh -c",
    "sh, ssh, kubectl": "sh -c" | host() | kubectl("app"),
    "sudo, ssh": sudo("me") | host(),
    "text: ssh": "ssh host",
    "text: ssh docker": "ssh -p 22 host docker exec app",
    "list: ssh, sudo": [["ssh", "host"], "sudo -n -u me --"],
    "list: sh": ["sh", "-c"],
}
#: Writes its own name and its words into a file.
RECORDER = '#!/bin/sh\nprintf "%s\\0" "$0" "$@" >"$RECORD"\n'
NAMES = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0/")
    | st.sampled_from("'\"\\ $`\n;&|*-<>(){}~#!"),
    min_size=1,
    max_size=12,
).filter(lambda name: name not in (".", "..") and len(name.encode()) < 200)
INJECTIONS = ["$(touch canary)", "`touch canary`", "; touch canary;", "\ntouch canary\n", "' ; touch canary ; '",
              '"; touch canary; "', "a b", "-x", "--", "~", "$HOME", "a'b\"c", "&& touch canary", "| touch canary"]  # fmt: skip


def started_in(context: Any, place: Path, name: str, folder: str, as_words: bool) -> list[str]:
    """The words that a program of that name gets, started by an api."""
    program = place / name / "cv"
    program.parent.mkdir(exist_ok=True)
    program.write_text(RECORDER)
    program.chmod(0o755)
    (place / "record").unlink(missing_ok=True)
    cv: Any = [program, "--level", folder] if as_words else program
    with pytest.raises((CommandFailed, InvalidResponse)):
        CvApiV4(cv, cwd=Path("/sites") / folder, context=context, timeout=120, retries=0).Note.create(
            note="canary-param", api_key=API_KEY
        )
    return (place / "record").read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1]


def check_started(context: Any, place: Path, name: str, folder: str, as_words: bool) -> None:
    found = started_in(context, place, name, folder, as_words)
    more = ["--level", folder] if as_words else []
    assert found == [str(place / name / "cv"), *more, f"--cwd=/sites/{folder}", "pipe", "t"]


@pytest.fixture
def place(tmp_path: Path, path: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RECORD", str(tmp_path / "record"))
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("name", CONTEXTS)
def test_hard_names(name: str, place: Path) -> None:
    for hard in INJECTIONS:
        check_started(CONTEXTS[name], place, hard, hard, as_words=hard != "--")
    assert not list(place.rglob("canary"))
    assert not Path("/canary").exists()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(sorted(CONTEXTS)), NAMES, NAMES, st.booleans())
def test_any_names(place: Path, context: str, name: str, folder: str, as_words: bool) -> None:
    check_started(CONTEXTS[context], place, f"x{name}", folder, as_words)


@pytest.mark.parametrize("name", CONTEXTS)
def test_no_command_line_shows_params_or_secrets(
    name: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    real = subprocess.Popen.__init__

    def watching(self: Any, args: Any, *rest: Any, **options: Any) -> None:
        shown.extend(map(str, args))
        real(self, args, *rest, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", watching)
    for make in (CvApiV4, PipeApiV4):
        api = make("no-such-cv", cwd="/x", context=CONTEXTS[name], user="canary-user", timeout=120, retries=0)
        with pytest.raises(ApiCallError):
            api.Note.create(note="canary-param", api_key=API_KEY)
    assert shown or name == "local"
    assert "canary" not in " ".join(shown)


@pytest.mark.parametrize("make", [CvApiV4, PipeApiV4])
@pytest.mark.parametrize("name", ["docker", "compose", "kubectl", "ssh, sudo, docker", "text: ssh docker"])
def test_calls_through_containers(served: Running, path: None, name: str, make: Any) -> None:
    hard = '\'; "$(id)" `ls` \\ * \n & | < > ü🎉'
    with make(served.cv, context=CONTEXTS[name]) as api:
        made = api.Tag.create(name="container", description=hard).one()["id"]
        assert api.Tag.get(id=made).one()["description"] == hard
        api.Tag.delete(id=made)


@pytest.mark.parametrize("make", [CvApiV4, PipeApiV4])
def test_a_container_without_standard_input(served: Running, path: None, make: Any) -> None:
    """What docker exec without -i does; the api itself always gives -i."""
    lost = Context((docker("app").layers[0].__class__(("docker", "exec", "app"), is_shell=False),))
    with pytest.raises(InvalidResponse, match="need -i") as caught:
        make(served.cv, context=lost, retries=0).Contact.delete(id=5)
    assert caught.value.handled is False


@pytest.mark.parametrize("make", [CvApiV4, PipeApiV4])
def test_what_is_not_there(served: Running, path: None, make: Any) -> None:
    with pytest.raises(CommandFailed, match="No such container: other"):
        make(served.cv, context=docker("other")).Contact.get()
    with pytest.raises(CommandFailed, match="give cv= with its full path") as caught:
        make("no-such-cv", context=docker("app")).Contact.get()
    assert (caught.value.returncode, caught.value.handled) == (127, False)
