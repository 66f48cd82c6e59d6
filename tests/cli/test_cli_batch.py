"""``civiapi batch``."""

from __future__ import annotations

import json

SANDBOX = ("--site", "sandbox")
ONE = '["Contact", "get", {"limit": 1, "select": ["id"]}]'


def answers(out):
    return [json.loads(line) for line in out.splitlines()]


def test_one_answer_a_line(civiapi):
    lines = [
        ONE,
        "",
        '{"entity": "Contact", "action": "get", "params": {"where": [["id", "=", 2]], "select": ["id"]}}',
        '["Contact", "get", {"where": [["id", "=", 2]], "select": ["display_name"]}, 0]',
        '["Contact", "get", {"select": ["id"], "limit": 1}, ["id"]]',
    ]
    code, out, _ = civiapi(*SANDBOX, "batch", stdin="\n".join(lines).encode())
    assert code == 0
    assert answers(out) == [[{"id": 1}], [{"id": 2}], {"id": 2, "display_name": "Ada Admin"}, [1]]


def test_errors_keep_their_place(civiapi):
    lines = [ONE, "nix", '["Contact", "gte"]', '["Contact"]', '["Contact", "get", 3]', '{"entitty": 1}', '"x"',
             '["Contact", "delete"]', ONE, "[1, 2]"]  # fmt: skip
    code, out, _ = civiapi(*SANDBOX, "batch", stdin="\n".join(lines).encode())
    assert code == 1
    found = answers(out)
    assert found[0] == found[8] == [{"id": 1}]
    assert [one["class"] for one in found if isinstance(one, dict)] == [
        "UsageError",
        "InvalidCall",
        *["UsageError"] * 6,
    ]
    assert [one["error"].partition(":")[0] for one in found if isinstance(one, dict)] == [
        "line 2", "Contact.gte", "line 4", "line 5", "line 6", "line 7", "Contact.delete", "line 10"]  # fmt: skip


def test_from_a_file_and_many(civiapi, tmp_path):
    file = tmp_path / "calls.jsonl"
    file.write_text(f"{ONE}\n" * 450)
    code, out, _ = civiapi(*SANDBOX, "batch", str(file))
    assert code == 0
    assert answers(out) == [[{"id": 1}]] * 450


def test_bytes_that_are_no_text(civiapi):
    code, out, _ = civiapi(*SANDBOX, "batch", stdin=b"\xff\xfe\n")
    assert code == 1
    assert "line 1" in answers(out)[0]["error"]


def test_a_site_out_of_reach(civiapi, environment, mocker):
    mocker.patch("time.sleep")
    environment.setenv("CIVIAPI_API_KEY", "secret-key-5f1")
    code, out, err = civiapi("--url", "http://127.0.0.1:1", "batch", stdin=(ONE + "\n").encode() * 201)
    assert code == 3
    assert len(answers(out)) == 200
    assert "stopped after line 200" in err
    assert "secret-key-5f1" not in out + err


def test_a_wrong_key(civiapi, served, environment):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    code, out, _ = civiapi("--url", served.url, "batch", stdin=ONE.encode())
    assert code == 1
    assert answers(out)[0]["class"] == "AccessDenied"


def test_in_a_terminal(terminal):
    code, screen = terminal(*SANDBOX, "batch", typing=[("Ctrl-D", ONE + "\n"), ('[{"id":1}]', "\x04")])
    assert code == 0
    assert ONE in screen
