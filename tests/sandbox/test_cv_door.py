"""The cv door: recorded runs of a real cv, formats, and what its words mean."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from civiapi.sandbox import cv, cvargs, cvout, cvphp
from civiapi.sandbox.errors import NotSimulated, SiteError
from civiapi.sandbox.site import Site

DEADLINE = 120


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with Site.open(tmp_path_factory.mktemp("cv") / "sandbox.sqlite") as site:
        yield site


def run(site, *words, stdin="", **environment):
    command = [sys.executable, "-W", "error", "-m", "civiapi.sandbox.cv", *words]
    known = {**os.environ, "CIVIAPI_SANDBOX_FILE": os.fspath(site.file), **environment}
    return subprocess.run(
        command, input=stdin, capture_output=True, encoding="utf-8", timeout=DEADLINE, env=known
    )


def test_api4_formats(site):
    words = ("api4", "Contact.get", "+s", "id,contact_type,is_deleted,nick_name", "+w", "id = 2")
    row = {"id": 2, "contact_type": "Individual", "is_deleted": False, "nick_name": None}
    assert json.loads(run(site, *words).stdout) == [row]
    assert run(site, *words, "--out=json").stdout == json.dumps([row], separators=(",", ":")) + "\n"
    assert run(site, *words, "-I").stdout == "2\n"
    assert run(site, *words, "--out=none").stdout == "\n"
    assert (
        run(site, *words, CV_OUTPUT="csv").stdout == "id,contact_type,is_deleted,nick_name\n2,Individual,,\n"
    )
    assert run(site, *words, "-T").stdout.splitlines() == [
        "+----+--------------+------------+-----------+",
        "| id | contact_type | is_deleted | nick_name |",
        "+----+--------------+------------+-----------+",
        "| 2  | Individual   |            |           |",
        "+----+--------------+------------+-----------+",
    ]


def test_api4_envelope(site):
    words = ("api4", "Contact.get", "--out=json", "+s", "id", "+w", "id = 2")
    whole = '{"entity":"Contact","action":"get","version":4,"values":[{"id":2}],"count":1,"countFetched":1}\n'
    assert run(site, *words, "-M").stdout == whole
    assert run(site, *words, "-m", "count,nosuch").stdout == '{"count":1,"nosuch":null}\n'


def test_api3_results(site):
    assert run(site, "api3", "Contact.getcount", "id=2").stdout == "1\n"
    single = run(site, "api3", "Contact.getsingle", "id=2", "return=contact_type", "--out=json").stdout
    assert single == '{"contact_id":"2","contact_type":"Individual","id":"2"}\n'
    failed = run(site, "api3", "Contact.getsingle", "id=999999", "--out=json")
    error = '{"count":0,"is_error":1,"error_message":"Expected one Contact but found 0"}\n'
    assert (failed.returncode, failed.stdout) == (1, error)


def test_api3_tables(site):
    words = ("api3", "Contact.get", "id=2", "return=id,contact_type")
    assert run(site, *words, "--out=csv").stdout == "id,contact_type\n2,Individual\n"
    scalar = run(site, "api3", "Contact.getcount", "id=2", "-T")
    assert scalar.stdout == "1\n"
    assert 'Forcing format to "json-pretty"' in scalar.stderr


def test_quiet_and_verbose(site):
    assert run(site, "api4", "Tag.get", "-q").stdout == ""
    told = run(site, "api3", "Tag.getcount", "id=0", "-vv").stdout
    assert (
        told
        == 'Entity: Tag\nAction: getcount\nParams: {\n    "version": 3,\n    "debug": 1,\n    "id": "0"\n}\n0\n'
    )


def test_other_words(site, tmp_path):
    assert "api4" in run(site).stdout
    unknown = run(site, "frobnicate")
    assert (unknown.returncode, 'Command "frobnicate" is not defined.' in unknown.stderr) == (1, True)
    assert run(site, f"--cwd={tmp_path}", "api3", "Contact.getcount", "id=2").stdout == "1\n"


def test_batch(site):
    lines = '[["Contact","getcount",{"id":2}]]\n{"a":["Nosuch","get",{}]}\n'
    first, second = run(site, "api:batch", stdin=lines).stdout.splitlines()
    assert first == "[1]"
    assert json.loads(second)["a"]["error_code"] == "not-found"
    both = run(site, "api:batch", "--defaults=v4", stdin='[["Contact","get",{"select":["id"],"limit":1}]]\n')
    assert isinstance(json.loads(both.stdout)[0][0]["id"], int)


@pytest.mark.parametrize(
    ("words", "params"),
    [
        (["+s", "a,b", "+select=c"], {"select": ["a", "b", "c"]}),
        (["+w", "a >= 7"], {"where": [["a", ">=", "7"]]}),
        (["+w", 'a like "x%"', "+where:b IN [7,8]"], {"where": [["a", "LIKE", "x%"], ["b", "IN", [7, 8]]]}),
        (["+w", "a is  null", "+w", "b = 0"], {"where": [["a", "IS NULL"], ["b", "="]]}),
        (["+o", "a DESC,b"], {"orderBy": {"a": "DESC", "b": "ASC"}}),
        (["+l", "2@1"], {"limit": 2, "offset": 1}),
        (
            ["+v", "label=Plus tag", "+v", 'used_for=["x"]'],
            {"values": {"label": "Plus tag", "used_for": ["x"]}},
        ),
        (['{"limit":1}', "offset=2"], {"limit": 1, "offset": "2"}),
    ],
)
def test_api4_words(words, params):
    assert cvargs.api4_params(words) == params


def test_options_stand_anywhere():
    words = ["--cwd=/x", "api4", "-vv", "Tag.get", "--out", "json", "+s", "id", "--", "--odd"]
    arguments, options = cvargs.split(words)
    assert arguments == ["api4", "Tag.get", "+s", "id", "--odd"]
    assert options == {"verbose": 2, "cwd": "/x", "out": "json"}


def test_errors_are_wrapped_inside_words(monkeypatch):
    monkeypatch.setenv("COLUMNS", "15")
    assert cvout.error_block("abcdefghijklm", "use", None) == (
        "\n              \n  abcdefghij  \n  klm         \n              \n\nuse\n\n"
    )


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("vars:show", "does not simulate cv vars:show; its site is a file: --file"),
        ("ev", "there is no PHP in it"),
        ("flush", "say System.flush over api4"),
        ("@prod", "does not simulate cv's aliases"),
        ("--site-alias=prod", "does not simulate cv's aliases"),
        ("nosuch", 'Command "nosuch" is not defined.'),
    ],
)
def test_other_commands_are_refused_with_a_way_around(capsys, monkeypatch, command, told):
    monkeypatch.setenv("COLUMNS", "200")
    assert cv.main([command, "api4", "Contact.get"]) == 1
    out, error = capsys.readouterr()
    assert out == ""
    assert told in error


def test_unknown_formats():
    with pytest.raises(SiteError, match="Unknown output format"):
        cvout.formatted([], "yaml")
    with pytest.raises(NotSimulated, match="say --out=json"):
        cvout.formatted([], "php-data")


def test_text_beyond_ascii(site):
    words = ("api4", "Tag.create", "--in=json", "--out=json")
    answer = run(site, *words, stdin='{"values":{"label":"Ü/ß 🎉","name":"cv_text"}}', LC_ALL="C").stdout
    assert '"label":"\\u00dc\\/\\u00df \\ud83c\\udf89"' in answer
    listed = ("api4", "Tag.get", "+w", "name = cv_text", "+s", "label", "--out=csv")
    assert run(site, *listed, LC_ALL="C").stdout.splitlines()[1].endswith('"Ü/ß 🎉"')


def test_main_in_process(capsys):
    assert cv.main(["--version"]) == 0
    assert capsys.readouterr().out == "cv 0.3.71.0\n"


def test_verbose_errors_have_the_class_and_a_trace(site):
    done = run(site, "api4", "Contact.get", "-v", "+w", "bogus = 1")
    block, _, rest = done.stderr.partition("\n\nException trace:\n")
    assert block.endswith("  [CRM_Core_Exception]   \n  Invalid field 'bogus'  \n" + 25 * " ")
    trace, _, usage = rest.partition("\n\n")
    assert re.fullmatch(
        r"  at civiapi/sandbox/\w+\.py:\d+(\n [<>\w]+\(\) at civiapi/sandbox/\w+\.py:\d+)+", trace
    )
    assert usage.startswith("api4 [--in IN]")
    assert "[Civi\\API\\Exception\\NotImplementedException]" in run(site, "api4", "No.get", "-vv").stderr
    duplicate = ("api4", "OptionGroup.create", "-v", 'values={"name":"gender","title":"x"}')
    told = run(site, *duplicate).stderr
    assert (
        told.index("[Civi\\Core\\Exception\\DBQueryException]")
        < told.index("Debug Info")
        < told.index("trace:")
    )
    assert "Exception trace" not in run(site, "api4", "Contact.get", "+w", "bogus = 1").stderr


def test_a_verbose_error_of_version_3_has_its_trace_beside_the_answer(site):
    done = run(site, "api3", "Nosuch.get", "-vv")
    assert "trace" not in done.stdout
    first, *calls, main, end, _ = done.stderr.split("\n")
    assert first == "Error: API (Nosuch, get) does not exist (join the API team and implement it!)"
    assert calls
    for number, line in enumerate(calls):
        assert re.fullmatch(rf"  #{number} civiapi/sandbox/\w+\.py\(\d+\): \w+\(\)", line)
    assert (main, end) == (f"  #{len(calls)} {{main}}", "")
    assert run(site, "api3", "Nosuch.get", "-v").stderr == ""


def test_a_call_imports_no_more_than_it_needs(site):
    """What costs the start of each run: imports of the standard library and of the engine's further parts."""
    script = "import sys; from civiapi.sandbox import cv; cv.main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    words = ["api4", "Contact.get", "+l", "1", f"--file={site.file}"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, *words],
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=True,
    )
    engine = {name.removeprefix("civiapi.sandbox.") for name in done.stderr.split()}
    assert "query" in engine
    assert not engine & {"where", "joins", "dates", "users", "permissions", "auth", "pipe", "api3", "meta"}
    assert not engine & {
        "platformdirs",
        "asyncio",
        "logging",
        "subprocess",
        "dataclasses",
        "inspect",
        "requests",
    }


def test_garbage_is_collected_where_a_process_lives_long(site):
    script = (
        "import gc, sys; from civiapi.sandbox import cv; sys.argv[1:] = [{!r}, '--file={}'];"
        " cv.program(); print(gc.isenabled(), file=sys.stderr)"
    )
    for command, enabled in (("pipe", "True"), ("api:batch", "True"), ("--version", "False")):
        done = subprocess.run(
            [sys.executable, "-c", script.format(command, site.file)],
            input="",
            capture_output=True,
            text=True,
            timeout=DEADLINE,
        )
        assert done.stderr.split()[-1] == enabled


def test_php_and_shell_forms():
    value = [{"id": 7, "name": "O'Neil", "list": ["a", None], "none": [], "is": True, "1": 1.5}]
    assert cvout.formatted(value, "php").splitlines() == [
        "array (",
        "  0 => ",
        "  array (",
        "    'id' => 7,",
        "    'name' => 'O\\'Neil',",
        "    'list' => ",
        "    array (",
        "      0 => 'a',",
        "      1 => NULL,",
        "    ),",
        "    'none' => ",
        "    array (",
        "    ),",
        "    'is' => true,",
        "    1 => 1.5,",
        "  ),",
        ")",
    ]
    assert cvout.formatted(value, "shell").splitlines() == [
        "0_id='7'",
        r"0_name='O'\''Neil'",
        "0_list_0='a'",
        "0_list_1=''",
        "0_is='1'",
        "0_1='1.5'",
    ]
    assert len(cvphp.complaints(value, "shell")) == 2
    assert len(cvphp.complaints(value, "csv")) == 2
    assert cvphp.complaints(value, "json") == []
