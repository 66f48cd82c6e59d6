"""What the tab key gives: as the shells ask for it, and in a real bash."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from civiapi.inprocess import InProcessBackend
from civiapi.schema import cache

SANDBOX = ("--site", "sandbox")


@pytest.fixture
def tab(civiapi, environment, tmp_path):
    """What the last of the words may become."""
    environment.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    environment.setattr(cache, "_shelves", {})  # as in a process of its own

    def completed(*words):
        environment.setenv("_CIVIAPI_COMPLETE", "bash_complete")
        environment.setenv("COMP_WORDS", " ".join(("civiapi", *words)))
        environment.setenv("COMP_CWORD", str(len(words)))
        code, out, err = civiapi()
        environment.delenv("_CIVIAPI_COMPLETE")
        assert (code, err) == (0, "")
        return [line.partition(",")[2] for line in out.splitlines() if line]

    return completed


def test_commands_and_sites(tab):
    assert tab("ex") == ["export"]
    assert tab("doctor", "sa") == tab("site", "show", "sa") == tab("transfer", "sa") == ["sandbox"]
    assert {"get", "import", "fields", "sandbox"} <= set(tab(""))
    assert tab("--site", "") == ["sandbox"]
    assert tab("get", "Contact", "--site", "san") == ["sandbox"]
    assert set(tab("schema", "")) == {"save", "diff"}
    assert tab("completion", "z") == ["zsh"]


def test_of_a_site_that_nobody_asked(tab):
    assert tab("get", "ContactT") == ["ContactType"]
    assert tab("Contact") == ["Contact.", "ContactType."]
    assert "ContactType.autocomplete" in tab("ContactT")
    assert "Contact.get" in tab("Contact.g")
    assert tab("get", "Contact", "--select", "") == []
    assert tab("-3", "get", "ContactT") == ["ContactType"]


def test_of_a_site_that_has_described_itself(tab, civiapi, mocker):
    civiapi(*SANDBOX, "fields", "Contact")
    civiapi(*SANDBOX, "actions", "Group")
    asked = mocker.spy(InProcessBackend, "send")
    assert tab(*SANDBOX, "get", "Contact", "--select", "first") == ["first_name"]
    assert tab(*SANDBOX, "get", "Contact", "--select", "id,first") == ["id,first_name"]
    assert tab("export", "Contact", *SANDBOX, "--order", "id,-birth") == ["id,-birth_date"]
    assert tab("get", "Contact", *SANDBOX, "--where", "last_n") == ["last_name"]
    assert tab("options", *SANDBOX, "Contact", "gender") == ["gender_id"]
    assert tab("import", *SANDBOX, "Contact", "people.csv", "--match", "external") == ["external_identifier"]
    assert tab(*SANDBOX, "Contact.get", "+s", "id,last_n") == ["id,last_name"]
    assert tab(*SANDBOX, "Contact.create", "last_n") == ["last_name="]
    assert tab(*SANDBOX, "Group.ref") == ["Group.refresh"]
    assert tab(*SANDBOX, "get", "Nothing", "--select", "") == []
    assert asked.call_count == 0


def test_that_it_makes_no_sandbox_and_asks_for_no_key(tab, environment, tmp_path):
    environment.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tab(*SANDBOX, "get", "ContactT") == ["ContactType"]
    assert not (tmp_path / "civiapi").exists()
    assert tab("--url", "http://127.0.0.1:1", "get", "ContactT") == ["ContactType"]
    assert tab("--url", "http://127.0.0.1:1", "get", "Contact", "--select", "x") == []


def test_of_a_site_by_name_no_secret_is_looked_up(tab, civiapi, served, environment, tmp_path):
    """What is kept is found by the site alone: a keyring or a password manager may ask somebody."""
    mark = tmp_path / "asked"
    environment.setenv("XDG_CONFIG_HOME", str(tmp_path))
    environment.setenv("HERS", served.api_key)
    (tmp_path / "civiapi").mkdir()
    text = f"""
        [sites.hers]
        url = "{served.url}"
        api_key = {{ env = "HERS" }}
        [sites.same]
        url = "{served.url}"
        api_key = {{ command = "touch {mark}" }}
    """
    (tmp_path / "civiapi" / "sites.toml").write_text(text)
    (tmp_path / "civiapi" / "sites.toml").chmod(0o600)
    code, _, err = civiapi("--site", "hers", "fields", "Contact")
    assert code == 0, err
    assert tab("--site", "") == ["hers", "same", "sandbox"]
    assert tab("--site", "same", "get", "Contact", "--select", "first") == ["first_name"]
    assert not mark.exists()


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_scripts(civiapi, name):
    code, out, _ = civiapi("completion", name)
    assert code == 0
    assert f"_CIVIAPI_COMPLETE={name}_complete" in out
    if shutil.which(name):
        subprocess.run([name, "-n", "-c", out], check=True)


def test_in_bash(environment, tmp_path):
    """The script, its function called as the tab key calls it."""
    if not shutil.which("bash"):
        pytest.skip("there is no bash")
    command = tmp_path / "civiapi"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m civiapi.cli "$@"\n')
    command.chmod(0o755)
    text = (
        'eval "$(civiapi completion bash)"; COMP_WORDS=(civiapi --site sandbox exp); COMP_CWORD=3; '
        '_civiapi_completion civiapi; echo "${COMPREPLY[@]}"'
    )
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", text], env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.stdout == "export\n", done.stderr
