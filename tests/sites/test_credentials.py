"""Every kind of reference: what it gives, what it refuses, and that no text holds the secret."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from civiapi import UsageError
from civiapi.credentials import Reference, reference, secret

from ..support import PASSWORD

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")


def referred(**value: Any) -> Reference:
    return reference("api_key", value)


def refused(one: Reference, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        secret(one)
    assert PASSWORD not in str(caught.value) + repr(caught.value)
    assert caught.value.__cause__ is None or PASSWORD not in str(caught.value.__cause__)


def command(code: str) -> list[str]:
    return [sys.executable, "-c", code]


def test_env(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_KEY", f" {PASSWORD}\n")
    assert secret(referred(env="CRM_KEY")) == PASSWORD
    monkeypatch.setenv("CRM_KEY", "")
    refused(referred(env="CRM_KEY"), "set CRM_KEY in the environment")
    monkeypatch.delenv("CRM_KEY")
    refused(referred(env="CRM_KEY"), "set CRM_KEY in the environment")


def test_keyring(keyring: Any) -> None:
    keyring.kept["civiapi", "crm"] = PASSWORD
    assert secret(referred(keyring="crm")) == PASSWORD
    refused(referred(keyring="other"), "keyring set civiapi other")
    keyring.is_locked = True
    refused(referred(keyring="crm"), r"does not answer \(RuntimeError\)")


def test_no_keyring(mocker: Any) -> None:
    mocker.patch.dict("sys.modules", keyring=None)
    refused(referred(keyring="crm"), r"pip install 'civiapi\[keyring\]'")


def test_command() -> None:
    assert secret(referred(command=command(f"print('{PASSWORD}\\nuser: ada')"))) == PASSWORD


def test_a_commands_text_is_split_at_blanks_and_no_shell_sees_it(tmp_path: Path) -> None:
    script = tmp_path / "args"
    script.write_text(f"#!{sys.executable}\nimport sys\nprint('|'.join(sys.argv[1:]))\n")
    script.chmod(0o700)
    assert secret(referred(command=f"{script} show  $HOME; echo")) == "show|$HOME;|echo"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (f"print('{PASSWORD}'); raise SystemExit(3)", r"failed \(exit 3\)"),
        ("print()", "is empty"),
        ("", "is empty"),
    ],
)
def test_a_command_that_fails(code: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        secret(referred(command=["env", "CODE=1", *command(code)]))
    assert "api_key" in str(caught.value)


def test_no_such_command() -> None:
    refused(referred(command="no-such-command show"), "no command 'no-such-command'")


def test_a_command_that_hangs_is_ended(mocker: Any, tmp_path: Path) -> None:
    mocker.patch("civiapi.credentials.PATIENCE", 0.3)
    refused(referred(command=command("import time; time.sleep(60)")), "did not end within 0.3 s")


def test_a_command_reads_nothing_that_is_meant_for_us() -> None:
    assert secret(referred(command=command("import sys; print(len(sys.stdin.read()))"))) == "0"


def test_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "key"
    file.write_text(f"{PASSWORD}\n")
    file.chmod(0o600)
    assert secret(referred(file=str(file))) == PASSWORD
    assert secret(reference("api_key", {"file": "key"}, tmp_path)) == PASSWORD
    monkeypatch.setenv("HOME", str(tmp_path))
    assert secret(referred(file="~/key")) == PASSWORD


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601, 0o620])
def test_a_file_that_others_may_read(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    file.write_text(PASSWORD)
    file.chmod(mode)
    refused(referred(file=str(file)), rf"others may read .*/key \(mode {mode:04o}\): chmod 600")


@POSIX
@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_is_its_owners_alone(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "key"
    file.write_text(PASSWORD)
    file.chmod(mode)
    assert secret(referred(file=str(file))) == PASSWORD


@POSIX
def test_a_file_of_another_user(tmp_path: Path, mocker: Any) -> None:
    file = tmp_path / "key"
    file.write_text(PASSWORD)
    file.chmod(0o600)
    owner = os.geteuid()
    if owner == 0:
        os.chown(file, 12345, -1)
    mocker.patch("os.geteuid", return_value=owner + 1)
    refused(referred(file=str(file)), "belongs to another user")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (f"{PASSWORD}\n{PASSWORD}\n".encode(), "several lines"),
        (b"\xff\xfe\xff", "no text"),
    ],
)
def test_what_a_file_may_not_be(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "key"
    file.write_bytes(content)
    file.chmod(0o600)
    refused(referred(file=str(file)), words)


def test_no_such_file(tmp_path: Path) -> None:
    refused(referred(file=str(tmp_path / "none")), "none: No such file")


@pytest.mark.parametrize(
    "value",
    [
        PASSWORD,
        1,
        [PASSWORD],
        {},
        {"env": "A", "file": "b"},
        {"vault": PASSWORD},
        {"env": ""},
        {"env": 1},
        {"env": ["A"]},
        {"command": [1]},
        {"command": []},
    ],
)
def test_what_is_no_reference(value: Any) -> None:
    with pytest.raises(UsageError, match="api_key in the configuration") as caught:
        reference("api_key", value)
    assert PASSWORD not in str(caught.value)


def test_what_is_stored_in_a_keyring_is_found_and_forgotten(keyring: Any, config_home: Path) -> None:
    from civiapi.cli import sitefile

    kept = sitefile.stored("crm", "api_key", PASSWORD)
    assert kept == {"keyring": "crm.api_key"}
    assert secret(reference("api_key", kept)) == PASSWORD
    sitefile.put("crm", {"cv": "cv", "api_key": kept, "site_key": {"keyring": "shared"}})
    keyring.kept["civiapi", "shared"] = PASSWORD
    assert PASSWORD not in (config_home / "sites.toml").read_text()
    sitefile.take("crm")
    assert keyring.kept == {("civiapi", "shared"): PASSWORD}


def test_a_locked_keyring_is_no_place(keyring: Any, config_home: Path) -> None:
    from civiapi.cli import sitefile

    keyring.is_locked = True
    kept = sitefile.stored("crm", "api_key", PASSWORD)
    assert kept == {"file": "keys/crm.api_key"}
    assert secret(reference("api_key", kept, config_home)) == PASSWORD
