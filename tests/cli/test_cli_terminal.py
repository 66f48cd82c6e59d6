"""The command in a terminal: widths, prompts, colours."""

from __future__ import annotations

import json

import pytest

SANDBOX = ("--site", "sandbox")
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def rows_of(screen):
    return [line for line in screen.splitlines() if not line.startswith("civiapi: ")]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_table_fits_its_terminal(terminal, columns):
    code, screen = terminal(*SANDBOX, "Contact.get", "contact_type=Organization", columns=columns)
    lines = rows_of(screen)
    assert code == 0
    assert lines[0].startswith(BOLD + "id  display_name")
    lines[0] = lines[0].replace(BOLD, "").replace(PLAIN, "")
    assert [name[:n] for name, n in zip(lines[0].split()[2:4], (9, 6), strict=True)] == [
        "contact_t",
        "email_",
    ]
    assert max(map(len, lines)) <= columns
    assert max(map(len, lines)) > columns // 2
    assert all(line[:2].strip().isdigit() for line in lines[2:])


def test_json_is_plain_in_a_terminal(terminal):
    _, screen = terminal(*SANDBOX, "Contact.get", "id=1", "+s", "id", "--out=json")
    assert json.loads("\n".join(rows_of(screen))) == [{"id": 1}]


def test_the_key_is_asked_for_and_not_shown(terminal, served):
    words = ("--url", served.url, "Contact.get", "id=1", "+s", "id", "--out=jsonl")
    code, screen = terminal(*words, typing=[(f"{served.url}: ", served.api_key + "\n", "hidden")])
    assert code == 0
    assert screen.splitlines() == [f"API key for {served.url}: ", '{"id":1}']
    code, screen = terminal(*words, typing=[(f"{served.url}: ", "wrong-key-5f1\n", "hidden")])
    assert code == 1
    assert "Invalid credential" in screen.splitlines()[-1]
    assert "wrong-key-5f1" not in screen


def test_ctrl_c_at_the_prompt(terminal):
    code, screen = terminal(
        "--url", "http://127.0.0.1:1", "Contact.get", typing=[("API key", "\x03", "hidden")]
    )
    assert code == 130
    assert "Traceback" not in screen


@pytest.mark.parametrize(
    ("answer", "code", "name"), [("y\n", 0, None), ("n\n", 2, "Changed"), ("\n", 2, "Changed")]
)
def test_reset_asks(terminal, civiapi, environment, tmp_path, answer, code, name):
    environment.setenv("XDG_DATA_HOME", str(tmp_path))
    civiapi(*SANDBOX, "Contact.update", "id=1", "+v", "nick_name=Changed")
    assert terminal("sandbox", "reset", typing=[("Throw away", answer)])[0] == code
    out = civiapi(*SANDBOX, "Contact.get", "id=1", "+s", "nick_name", "--out=jsonl")[1]
    assert json.loads(out)["nick_name"] == name


def test_a_value_does_not_steer_the_terminal(terminal, civiapi):
    value = json.dumps("evil \x1b[31m\x9b")
    code, out, _ = civiapi(*SANDBOX, "Contact.create", f"organization_name={value}", "contact_type=Organization",
                           "--out=json")  # fmt: skip
    assert code == 0
    number = json.loads(out)[0]["id"]
    _, screen = terminal(*SANDBOX, "-3", "Contact.getvalue", f"id={number}", "return=organization_name")
    assert rows_of(screen) == ["evil �[31m�"]
    _, screen = terminal(*SANDBOX, "Contact.get", f"id={number}", "+s", "organization_name")
    assert rows_of(screen)[2].endswith("evil �[31m�")
