"""``civiapi entities|fields|actions|options`` and ``schema save|diff``."""

from __future__ import annotations

import csv
import io
import json

import pytest

SANDBOX = ("--site", "sandbox")


def rows(out):
    return list(csv.DictReader(io.StringIO(out, newline="")))


@pytest.mark.parametrize("version", ["-3", "-4"])
def test_what_a_site_says_of_itself(civiapi, version):
    words = (*SANDBOX, version, "--out=csv")
    found = rows(civiapi(*words, "entities", "--search", "contacttype")[1])
    assert found[0]["name"] == "ContactType"
    found = rows(civiapi(*words, "fields", "Contact", "--search", "date birth")[1])
    assert ("birth_date", "Date") in [(row["name"], row["type"]) for row in found]
    found = rows(civiapi(*words, "fields", "Email", "--action", "create")[1])
    assert "email" in [row["name"] for row in found]
    found = rows(civiapi(*words, "actions", "Contact", "--search", "merge")[1])
    assert found
    assert rows(civiapi(*words, "options", "Contact", "gender_id")[1])[0]["label"] == "Female"


def test_tables_fit(civiapi, terminal):
    for words in (
        ("fields", "Contact"),
        ("actions", "Contact"),
        ("entities",),
        ("options", "Contact", "gender_id"),
    ):
        code, out, err = civiapi(*SANDBOX, *words)
        assert code == 0
        assert max(map(len, out.splitlines())) <= 80
        assert "+s" not in err
    code, screen = terminal(*SANDBOX, "options", "Contact", "gender_id")
    assert code == 0
    assert "Female" in screen


@pytest.mark.parametrize("entity", ["Contact", "Contribution"])
def test_a_table_shows_the_names_of_fields_whole(civiapi, entity):
    words = (*SANDBOX, "fields", entity)
    names = [row["name"] for row in rows(civiapi(*words, "--out", "csv")[1])]
    _, out, err = civiapi(*words)
    assert [line.split()[0] for line in out.splitlines()[2:]] == names
    assert "left out; --out=json shows all" in err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("fields", "Contcat"), 2, "did you mean Contact?"),
        (("actions", "Contcat"), 2, "did you mean Contact?"),
        (("options", "Contact", "gendre_id"), 2, "did you mean gender_id?"),
        (("fields", "x.y"), 2, "no entity"),
        (("entities", "--search", "qqqq"), 0, "no rows"),
        (("schema", "diff", "nowhere.json"), 2, "nowhere.json: there is no such file"),
        (("schema", "diff", "elsewhere"), 2, "elsewhere"),
    ],
)
def test_what_there_is_none_of(civiapi, words, code, said):
    given = civiapi(*words, *SANDBOX)
    assert given[0] == code
    assert said in given[2]


def test_a_wrong_key_and_no_network(civiapi, served, environment, mocker):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    assert civiapi("--url", served.url, "fields", "Contact")[0] == 1
    mocker.patch("time.sleep")
    assert civiapi("--url", "http://127.0.0.1:1", "fields", "Contact")[0] == 3


def test_save_and_diff(civiapi, environment, tmp_path):
    environment.chdir(tmp_path)
    code, out, err = civiapi(*SANDBOX, "schema", "save", "now.json")
    assert (code, out) == (0, "")
    assert "entities in now.json" in err
    assert civiapi("schema", "diff", "now.json", *SANDBOX)[:2] == (0, "no difference\n")
    assert civiapi("schema", "diff", "sandbox", "now.json", "--exit-code")[:2] == (0, "no difference\n")
    told = json.loads((tmp_path / "now.json").read_text())
    before = json.dumps(told).replace('"birth_date"', '"date_of_birth"')
    (tmp_path / "then.json").write_text(before)
    code, out, _ = civiapi("schema", "diff", "then.json", "now.json")
    assert code == 0
    assert "- field Contact.date_of_birth" in out
    assert "+ field Contact.birth_date" in out
    assert civiapi("schema", "diff", "then.json", "now.json", "--exit-code")[0] == 1
