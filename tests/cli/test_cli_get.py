"""``civiapi get``."""

from __future__ import annotations

import json

import pytest

SANDBOX = ("--site", "sandbox")


def test_conditions_columns_and_order(civiapi):
    words = (
        "get",
        "Contact",
        *SANDBOX,
        "--where",
        "last_name LIKE S%",
        "--where",
        "contact_type = Individual",
    )
    code, out, _ = civiapi(*words, "--select", "id, last_name", "--order", "-last_name,id", "--out=jsonl")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(rows) > 2
    assert all(row.keys() == {"id", "last_name"} and row["last_name"].startswith("S") for row in rows)
    assert rows == sorted(rows, key=lambda row: (row["last_name"], -row["id"]), reverse=True)
    cvs = ("Contact.get", *SANDBOX, "+w", "last_name LIKE S%", "+w", "contact_type = Individual",
           "+s", "id,last_name", "+o", "last_name DESC,id", "--out=jsonl")  # fmt: skip
    assert civiapi(*cvs)[1] == out
    assert civiapi(*words, "--select", "id", "--select", "last_name", "--order", "last_name DESC", "--order",
                   "id", "--out=jsonl")[1] == out  # fmt: skip


def test_a_table_is_short_where_no_limit_says_otherwise(civiapi):
    count = int(civiapi(*SANDBOX, "Contact.get", "+s", "row_count")[1])
    assert count > 25
    code, out, err = civiapi("get", "Contact", *SANDBOX)
    assert code == 0
    assert len(out.splitlines()) == 2 + 25
    assert "the first 25 rows; --limit" in err
    assert out.splitlines()[0].split() == ["id", "display_name", "contact_type", "email_primary.email"]
    _, out, err = civiapi("get", "Contact", *SANDBOX, "--limit", "0")
    assert len(out.splitlines()) == 2 + count
    assert "the first" not in err
    assert len(civiapi("get", "Contact", *SANDBOX, "--out", "jsonl")[1].splitlines()) == count
    assert (
        len(json.loads(civiapi("get", "Contact", *SANDBOX, "--out", "json", "--limit=3", "--offset=2")[1]))
        == 3
    )


def test_tsv(civiapi):
    words = (
        "get",
        "Contact",
        *SANDBOX,
        "--where",
        "id IN [1,2]",
        "--select",
        "id,display_name",
        "--out",
        "tsv",
    )
    assert civiapi(*words)[1] == "id\tdisplay_name\n1\tDefault Organization\n2\tAda Admin\n"
    assert civiapi("--out=tsv", *words[:-2])[1] == civiapi(*words)[1]


def test_apiv3(civiapi):
    words = (
        "get",
        "Contact",
        "-3",
        *SANDBOX,
        "--where",
        "id <= 2",
        "--order=-id",
        "--select=id",
        "--out=jsonl",
    )
    assert [json.loads(line)["id"] for line in civiapi(*words)[1].splitlines()] == ["2", "1"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Missing argument 'ENTITY'"),
        (("Contact.get.x!",), "'Contact.get.x!' is no entity, as Contact is"),
        (("Contact", "--where", "id"), "--where: 'id' is no condition"),
        (("Contact", "--where", "id IN 1"), "id IN takes a list such as [1,2]"),
        (("Contact", "--order", "a b c"), "'a b c' is no order"),
        (("Contact", "--select", " "), "--select names no field"),
        (("Contact", "--limit", "-1"), "--limit"),
        (("Contact", "--api-key=x"), "no option --api-key"),
        (("Contact", "-3", "-4"), "-3 and -4 are both given"),
    ],
)
def test_wrong_usage(civiapi, words, said):
    code, out, err = civiapi("get", *words, *SANDBOX)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_in_a_terminal(terminal):
    code, screen = terminal("get", "Contact", *SANDBOX, "--where", "id = 1", columns=80)
    assert code == 0
    assert "Default Organization" in screen
    assert max(len(line) for line in screen.splitlines() if not line.startswith("civiapi: ")) <= 80


def test_no_color(terminal, environment):
    assert "\x1b[1m" in terminal("get", "Contact", *SANDBOX, "--limit=1")[1]
    environment.setenv("NO_COLOR", "1")
    assert "\x1b[3" not in terminal("get", "Contact", *SANDBOX, "--limit=1")[1]


def test_a_word_that_is_no_command(civiapi):
    assert "no command 'exprot'; did you mean export?" in civiapi("exprot", "Contact")[2]
    assert "a call is written as Contact.get" in civiapi("Zzz")[2]
