"""Contexts: whatever starts a command somewhere else, its words arrive there as they are."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import plumbum
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civiapi import UsageError
from civiapi.context import argv, layers, words
from civiapi.cv import command

CV = ["cv", "pipe", "t"]


@pytest.mark.parametrize(
    ("given_", "got"),
    [
        (None, []),
        ("", []),
        ("cv", ["cv"]),
        ("  php   /opt/cv.phar ", ["php", "/opt/cv.phar"]),
        ("a 'b c' \\d", ["a", "'b", "c'", "\\d"]),
        (Path("/opt/my tools/cv"), ["/opt/my tools/cv"]),
        (["php", Path("/opt/my tools/cv")], ["php", "/opt/my tools/cv"]),
        (("a b", ""), ["a b", ""]),
        ([], []),
    ],
)
def test_words(given_: Any, got: list[str]) -> None:
    assert words(given_) == got


@pytest.mark.parametrize("given_", [5, {"a": 1}, [["a"]], ["a", 5], [None], b"cv"])
def test_what_are_no_words(given_: Any) -> None:
    with pytest.raises(UsageError, match="a command is"):
        words(given_)


def test_plumbum_commands_are_their_words() -> None:
    env = plumbum.local["env"]
    assert words(env) == [str(env.executable)]
    assert words(env["A=b c", "-i", "$x"]) == [str(env.executable), "A=b c", "-i", "$x"]
    stepped = [layer.words for layer in layers([env["A=1"], "nice -n 5"])]
    assert stepped == [(str(env.executable), "A=1"), ("nice", "-n", "5")]


@pytest.mark.parametrize(
    ("context", "started"),
    [
        (None, CV),
        ("", CV),
        ([], CV),
        ("sh -c", ["sh", "-c", "cv pipe t"]),
        (["bash", "-lc"], ["bash", "-lc", "cv pipe t"]),
        ("su - www -c", ["su", "-", "www", "-c", "cv pipe t"]),
        ("sudo -u www", ["sudo", "-u", "www", *CV]),
        ("nice -n 5", ["nice", "-n", "5", *CV]),
        (["env", "-C", "/my sites", "A=b c"], ["env", "-C", "/my sites", "A=b c", *CV]),
        ("wrapper --exec", ["wrapper", "--exec", *CV]),
        ("tool -v2c", ["tool", "-v2c", *CV]),
        ("ssh host", ["ssh", "host", *CV]),
        ("ssh -p 22 -i key.pem -C me@host", ["ssh", "-p", "22", "-i", "key.pem", "-C", "me@host", *CV]),
        ("ssh -p22 -4 host --", ["ssh", "-p22", "-4", "host", "--", *CV]),
        ("ssh -Cp 22 host nice", ["ssh", "-Cp", "22", "host", "nice", *CV]),
        (["ssh", "-o", "ProxyCommand nc %h %p", "host"], ["ssh", "-o", "ProxyCommand nc %h %p", "host", *CV]),
        ("ssh host sh -c", ["ssh", "host", "sh", "-c", "'cv pipe t'"]),
        (["ssh", "host", "env", "A=b c"], ["ssh", "host", "env", "'A=b c'", *CV]),
        ([["ssh", "host"], ["env", "A=b c"]], ["ssh", "host", "env", "'A=b c'", *CV]),
        ([["sh", "-c"], ["ssh", "host"]], ["sh", "-c", "ssh host cv pipe t"]),
        (["/usr/bin/ssh", "host"], ["/usr/bin/ssh", "host", *CV]),
        ([Path("/usr/bin/env"), "sudo"], ["/usr/bin/env", "sudo", *CV]),
        ([Path("/my env"), ["sudo"]], ["/my env", "sudo", *CV]),
        (Path("/my env"), ["/my env", *CV]),
        ("docker exec app", ["docker", "exec", "-i", "app", *CV]),
        ("docker exec -i app", ["docker", "exec", "-i", "app", *CV]),
        ("docker exec --interactive app", ["docker", "exec", "--interactive", "app", *CV]),
        ("docker exec app env -i", ["docker", "exec", "-i", "app", "env", "-i", *CV]),
        ("podman exec -u www app", ["podman", "exec", "-i", "-u", "www", "app", *CV]),
        ("docker compose exec app", ["docker", "compose", "exec", "-T", "app", *CV]),
        ("docker compose -f x.yml exec -T app", ["docker", "compose", "-f", "x.yml", "exec", "-T", "app", *CV]),
        ("docker-compose exec app", ["docker-compose", "exec", "-T", "app", *CV]),
        ("kubectl exec deploy/app --", ["kubectl", "exec", "-i", "deploy/app", "--", *CV]),
        ("kubectl -n x exec --stdin=true pod --", ["kubectl", "-n", "x", "exec", "--stdin=true", "pod", "--", *CV]),
        ("ssh host docker exec app", ["ssh", "host", "docker", "exec", "-i", "app", *CV]),
        (["ssh host", "docker exec app sh -c"], UsageError),
        ([["ssh", "host"], "docker exec app sh -c"], ["ssh", "host", "docker", "exec", "-i", "app", "sh", "-c", "'cv pipe t'"]),
        ("exec nice", ["exec", "nice", *CV]),
        ("lxc exec app --", ["lxc", "exec", "app", "--", *CV]),
    ],
)  # fmt: skip
def test_argv(context: Any, started: Any) -> None:
    if started is UsageError:  # a list of texts is one layer of words, and a word with a blank is one word
        assert argv(context, CV)[0] == context[0]
    else:
        assert argv(context, CV) == started


@pytest.mark.parametrize(
    "context",
    [
        "docker exec -it app",
        "docker exec -ti app",
        "docker exec -i -t app",
        "docker exec --tty app",
        "ssh -t host",
        "ssh -tt host",
        "ssh -At host",
        "ssh -tp 22 host",
        "kubectl exec -it pod --",
        [["ssh", "host"], "docker exec -it app"],
    ],
)
def test_terminals_are_refused(context: Any) -> None:
    with pytest.raises(UsageError, match="a terminal echoes"):
        argv(context, CV)


@pytest.mark.parametrize("context", ["ssh", "ssh -p 22", "ssh -v -p"])
def test_ssh_without_a_host(context: str) -> None:
    with pytest.raises(UsageError, match="no host"):
        argv(context, CV)


def test_command() -> None:
    assert command("cv", None, None) == CV
    assert command("php /opt/cv", Path("/var/my site"), None) == [
        "php",
        "/opt/cv",
        "--cwd=/var/my site",
        "pipe",
        "t",
    ]
    assert command(Path("/opt/my cv"), "/a b", "ssh host") == [
        "ssh",
        "host",
        "'/opt/my cv'",
        "'--cwd=/a b'",
        "pipe",
        "t",
    ]
    for nothing in ("", "  ", [], None):
        with pytest.raises(UsageError, match="cv is empty"):
            command(nothing, None, None)


# --- through real shells ---

SSH = """#!/bin/sh
while case "$1" in -p|-o) shift 2;; -*) shift;; *) false;; esac; do :; done
shift
[ "$1" = "--" ] && shift
exec /bin/sh -c "$*"
"""
#: Joins its words with blanks and hands them to a shell, as the real one does at the other end.
CONTEXTS: dict[str, Any] = {
    "nothing": None,
    "sh": "sh -c",
    "bash": ["bash", "-c"],
    "env": ["env", "A=b c"],
    "nice": "nice -n 1",
    "ssh": "{ssh} host",
    "ssh options": "{ssh} -p 22 -4 me@host",
    "ssh --": "{ssh} host --",
    "ssh sh": "{ssh} host sh -c",
    "ssh, sh": [["{ssh}", "host"], ["sh", "-c"]],
    "sh, ssh": [["sh", "-c"], ["{ssh}", "host"]],
    "sh, sh": ["sh -c".split(), "sh -c".split()],
    "ssh, ssh": [["{ssh}", "one"], ["{ssh}", "two"]],
    "ssh ssh": "{ssh} one {ssh} two",
    "ssh, sh, ssh, env": [["{ssh}", "a"], ["sh", "-c"], ["{ssh}", "b"], ["env", "A=b c"]],
    "env ssh": "env A=1 {ssh} host nice",
}


def _filled(context: Any, ssh: str) -> Any:
    if isinstance(context, list):
        return [_filled(one, ssh) for one in context]
    return context.replace("{ssh}", ssh) if isinstance(context, str) else context


@pytest.fixture(scope="module")
def ssh(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("bin") / "ssh"
    file.write_text(SSH)
    file.chmod(0o755)
    return str(file)


def arrived(context: Any, sent: list[str]) -> list[str]:
    """The words that a program gets when it is started in a context."""
    started = argv(context, ["printf", "%s\\0", *sent])
    told = subprocess.run(started, capture_output=True, timeout=30, env={"PATH": os.environ["PATH"]})
    assert (told.returncode, told.stderr) == (0, b"")
    return told.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


HARD = ["", " ", "a b", "a\nb", "\t", *r"""
    ' " '"' $HOME $(id) `id` \ \n * ~ # ! -c -- -t & ; | >x < ( {a,b} ü🎉 A=b [a] ? %s \0
""".split(), "\x01", "\x7f"]  # fmt: skip


@pytest.mark.parametrize("name", CONTEXTS)
def test_hard_words_arrive(name: str, ssh: str) -> None:
    assert arrived(_filled(CONTEXTS[name], ssh), HARD) == HARD


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
WORDS = st.lists(TEXTS | st.text("'\"\\ $`\n;&|*-", max_size=5), min_size=1, max_size=4)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(sent=WORDS, name=st.sampled_from(sorted(CONTEXTS)))
def test_any_words_arrive(sent: list[str], name: str, ssh: str) -> None:
    assert arrived(_filled(CONTEXTS[name], ssh), sent) == sent


@pytest.mark.parametrize("name", ["env", "ssh, sh, ssh, env"])
def test_words_of_the_context_arrive_too(name: str, ssh: str) -> None:
    started = argv(_filled(CONTEXTS[name], ssh), ["sh", "-c", 'printf %s "$A"'])
    assert subprocess.run(started, capture_output=True, timeout=30).stdout == b"b c"
