"""The processes behind CvApi: their command line, their input, their end; with a cv that is a small script."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from civiapi import (
    AccessDenied,
    CommandFailed,
    CvApiV3,
    CvApiV4,
    InvalidResponse,
    UsageError,
)

from .fakecv import api4, argv_of, fake_in, written
from .support import API_KEY


@pytest.fixture
def fake(tmp_path: Path) -> Path:
    return fake_in(tmp_path)


def test_command_line_holds_fixed_words_only(fake: Path) -> None:
    hard = '\'; touch x; "$(id)" `ls` \\n -t --help null ü🎉\n\x00'
    row = api4(fake, user="canary-user").Contact.update(id=5, nick_name=hard, api_key=API_KEY).one()
    assert row["params"] == {"where": [["id", "=", 5]], "values": {"nick_name": hard, "api_key": API_KEY}}
    assert argv_of(fake) == ["pipe", "t"]
    assert "canary" not in fake.with_name("argv").read_text()


def test_arguments_and_directory(fake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "my site"
    site.mkdir()
    monkeypatch.chdir(site)
    api4(fake, cwd=Path("/var/my site"), context=["env", "A=b c"]).Contact.get()
    words, directory, _ = json.loads(fake.with_name("argv").read_text())
    assert words == ["--cwd=/var/my site", "pipe", "t"]
    assert directory == str(site)


def test_environment_is_that_of_now(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """plumbum remembers the one that it was imported in."""
    monkeypatch.setenv("FAULT", "login")
    with pytest.raises(AccessDenied):
        api4(fake, user="nobody").Contact.get()


@pytest.mark.parametrize("context", [None, "sh -c", ["bash", "-c"], "env A=1", [["sh", "-c"], "nice -n 1"]])
def test_through_contexts(fake: Path, context: Any) -> None:
    assert api4(fake, context=context).Contact.get(id=5).one()["asked"] == "Contact.get"
    assert CvApiV3([sys.executable, fake], context=context).Contact.getcount(id=5) == 35


def test_one_process_for_many_calls(fake: Path) -> None:
    api = api4(fake)
    calls = [api._call("Contact", "get", {"id": number}, None, {}) for number in range(5)]
    answers = api.send(calls)
    assert [answer.payload["values"][0]["params"]["where"][0][2] for answer in answers] == [0, 1, 2, 3, 4]
    assert len(written(fake)) == 1
    assert api.send([]) == []
    assert len(written(fake)) == 1


def test_permissions_are_said_explicitly(fake: Path) -> None:
    api4(fake).Contact.get()
    api4(fake, user=2, check_permissions=True).Contact.get()
    checked = [one[0]["params"]["apiCheckPermissions"] for one in written(fake)]
    assert checked == [False, True, True]
    with pytest.raises(UsageError, match="needs user="):
        api4(fake, check_permissions=True)
    with pytest.raises(UsageError, match="with user="):
        api4(fake).with_options(check_permissions=True)
    api4(fake, user=2, check_permissions=True).with_options(check_permissions=False).Contact.get()
    assert written(fake)[-1][0]["params"]["apiCheckPermissions"] is False


def test_refused_login_runs_no_call(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "login")
    with pytest.raises(AccessDenied, match="valid user") as caught:
        api4(fake, user="nobody").Contact.delete(id=5)
    assert caught.value.handled is False
    assert str(caught.value).startswith("Contact.delete: ")
    assert [[request["method"] for request in one] for one in written(fake)] == [["options", "login"]]


def test_login_that_worked_is_tried_once(fake: Path) -> None:
    api = api4(fake, user="admin")
    api.Contact.get()
    api.Contact.get()
    methods = [[request["method"] for request in one] for one in written(fake)]
    assert methods == [["options", "login"], ["options", "login", "api4"], ["options", "login", "api4"]]


def test_noise(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "noise")
    got = api4(fake).Contact.get()
    assert got.one()["asked"] == "Contact.get"
    assert got.warnings == ["a notice", "[PHP Warning] careless"]
    monkeypatch.setenv("FAULT", "banner")
    assert api4(fake).Contact.get().warnings == ["Welcome"]


@pytest.mark.parametrize(("fault", "known"), [("fatal", False), ("lost", None)])
def test_end_in_the_middle(
    fake: Path, monkeypatch: pytest.MonkeyPatch, fault: str, known: bool | None
) -> None:
    """What PHP itself ended is over; behind a connection that broke (ssh ends with 255) it may go on."""
    monkeypatch.setenv("FAULT", fault)
    api = api4(fake)
    answers = api.send([api._call("Tag", "create", {"name": "x"}, None, {})] * 3)
    assert answers[0].payload["values"]
    second, third = answers[1].error, answers[2].error
    for error in (second, third):
        assert isinstance(error, CommandFailed)
        assert isinstance(error, subprocess.CalledProcessError)
        assert error.returncode == 255
        assert str(error).startswith("Tag.create: PHP ended in the middle (exit 255)")
    assert (second.handled, third.handled) == (None, known)
    assert ("Allowed memory" in str(second)) is (fault == "fatal")


def test_lost_input(fake: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAULT", "stdin lost")
    with pytest.raises(InvalidResponse, match="docker exec and kubectl exec need -i") as caught:
        api4(fake).Contact.delete(id=5)
    assert caught.value.handled is False
    with pytest.raises(InvalidResponse, match=" -i"):
        CvApiV4([sys.executable, fake], context=["sh", "-c"], retries=0).Contact.get()


@pytest.mark.parametrize("size", [400, 450])
def test_cut_input(fake: Path, size: int) -> None:
    """A context that hands on a part of the input: the rest of the call is no JSON, and nothing runs."""
    script = f'head -c {size} | "$0" "$@"'
    with pytest.raises(InvalidResponse, match="standard input was cut"):
        api4(fake, context=["sh", "-c", script]).Note.create(note="x" * 1000)
    assert (
        api4(fake, context=["sh", "-c", 'cat | "$0" "$@"']).Note.create(note="x").one()["asked"]
        == "Note.create"
    )
