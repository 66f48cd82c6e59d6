"""The command on the sandbox: what it prints, what it says, how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from civiapi import __version__
from civiapi.cli import failures

DEADLINE = 30
SANDBOX = ("--site", "sandbox")


@pytest.fixture
def keyed(served, environment):
    """A served site whose key is in the environment."""
    environment.setenv("CIVIAPI_API_KEY", served.api_key)
    return served


@pytest.fixture
def closed_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def one_line(err):
    assert err.startswith("civiapi: ")
    assert err.count("\n") == 1
    return err.removeprefix("civiapi: ").rstrip("\n")


def test_a_newcomers_first_command(civiapi, data_home):
    code, out, err = civiapi(*SANDBOX, "Contact.get", "contact_type=Organization")
    lines = out.splitlines()
    assert code == 0
    assert lines[0].split() == ["id", "display_name", "contact_type", "email_primary.email"]
    assert lines[2].split()[:3] == ["1", "Default", "Organization"]
    assert len(lines) > 5
    assert all(len(line) <= 80 for line in lines)
    said = err.splitlines()
    assert said[0] == f"civiapi: this is the sandbox, {data_home / 'civiapi' / 'sandbox.sqlite'}"
    assert "left out" in said[1]


def test_the_sandbox_is_made_on_first_use(civiapi, environment, tmp_path):
    environment.setenv("XDG_DATA_HOME", str(tmp_path))
    code, out, err = civiapi(*SANDBOX, "Contact.get", "id=1", "+s", "display_name")
    assert code == 0
    assert out.splitlines()[2].split() == ["1", "Default", "Organization"]
    file = tmp_path / "civiapi" / "sandbox.sqlite"
    assert err == f"civiapi: this is the sandbox, {file}, made now with sample data\n"


def test_options_stand_anywhere(civiapi):
    for words in (
        [*SANDBOX, "--out=json", "-3", "Contact.getcount", "id=1"],
        ["Contact.getcount", "-3", "id=1", "--out", "json", *SANDBOX],
    ):
        assert civiapi(*words)[:2] == (0, "1\n")


def test_notation_reaches_the_site(civiapi):
    words = [
        *SANDBOX,
        "Contact.get",
        "+w",
        "id IN [1,2]",
        "+s",
        "id,contact_type",
        "+o",
        "id DESC",
        "--out=jsonl",
    ]
    assert civiapi(*words)[1].splitlines() == [
        '{"id":2,"contact_type":"Individual"}',
        '{"id":1,"contact_type":"Organization"}',
    ]
    assert civiapi(*words, "+l", "1@1")[1].splitlines() == ['{"id":1,"contact_type":"Organization"}']
    assert civiapi(*SANDBOX, "Contact.get", "+w", "id IN [1,2]", "+s", "row_count")[1] == "2\n"


@pytest.mark.parametrize("version", ["-3", "-4"])
def test_create_and_delete(civiapi, version):
    name = "Zoë \u2028 \"'$(x)` null"
    values = ["contact_type=Individual", f"first_name={json.dumps(name)}"]
    code, out, _ = civiapi(*SANDBOX, version, "Contact.create", *values, "--out=json")
    assert code == 0
    (made,) = json.loads(out)
    assert made["first_name"] == name
    out = civiapi(*SANDBOX, version, "Contact.get", f"id={made['id']}", "--out=csv")[1]
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert row["first_name"] == name
    assert civiapi(*SANDBOX, version, "Contact.delete", f"id={made['id']}")[0] == 0


def test_apiv3(civiapi):
    words = ["contact_type=Organization", "+s", "id,display_name", "+o", "id DESC", "+l", "2", "--out=json"]
    rows = json.loads(civiapi(*SANDBOX, "-3", "Contact.get", *words)[1])
    assert [int(row["id"]) for row in rows] == sorted((int(row["id"]) for row in rows), reverse=True)
    assert len(rows) == 2
    assert (
        civiapi(*SANDBOX, "-3", "Contact.getvalue", "id=1", "return=display_name")[1]
        == "Default Organization\n"
    )
    single = civiapi(*SANDBOX, "-3", "Contact.getsingle", "id=1")[1].splitlines()
    assert ["contact_type", "Organization"] in [line.split() for line in single]


def test_version_from_the_environment(civiapi, environment):
    environment.setenv("CIVIAPI_VERSION", "3")
    assert civiapi(*SANDBOX, "Contact.getcount", "id=1")[:2] == (0, "1\n")
    environment.setenv("CIVIAPI_VERSION", "5")
    assert civiapi(*SANDBOX, "Contact.getcount", "id=1")[0] == 2


def test_params_from_standard_input(civiapi):
    words = [*SANDBOX, "Contact.get", "--in=json", "--out=json"]
    assert json.loads(civiapi(*words, stdin=b'{"where":[["id","=",1]],"select":["id"]}')[1]) == [{"id": 1}]
    assert "leave out 'id=1'" in one_line(civiapi(*words, "id=1", stdin=b"{}")[2])


@pytest.mark.parametrize("stdin", [b"", b"\n", b"[]", b'{"limit":1', b"\xff"])
def test_a_lost_standard_input_reads_nothing(civiapi, stdin):
    code, out, err = civiapi(*SANDBOX, "Contact.get", "--in=json", stdin=stdin)
    assert (code, out) == (2, "")
    assert "standard input" in one_line(err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Contact.get"], "no site"),
        (["--site", "nowhere", "Contact.get"], "no site 'nowhere'"),
        (["Contact"], "'Contact' is no command"),
        (["--out=xml", "Contact.get"], "xml"),
        (["--nonsense", "Contact.get"], "--nonsense"),
        (["--api-key", "s3cret-key", "Contact.get"], "there is no option --api-key"),
        (["Contact.get", "--api-key=s3cret-key"], "there is no option --api-key"),
        (["Contact.get", "--site-key=s3cret-key"], "there is no option --site-key"),
        (["--url", "https://me:s3cret-key@example.org", "Contact.get"], "CIVIAPI_URL"),
        (["--url", "https://example.org", "Contact.get"], "set CIVIAPI_API_KEY"),
        ([*SANDBOX, "--url", "https://example.org", "Contact.get"], "give one"),
        ([*SANDBOX, "--context", "ssh x", "Contact.get"], "give one"),
        ([*SANDBOX, "-3", "-4", "Contact.get"], "-3 and -4"),
        (["--url", "", "Contact.get"], "--url is empty"),
        (["Contact.get", "--context", ""], "--context is empty"),
        ([*SANDBOX, "Contact.get", "{"], "bad JSON"),
        ([*SANDBOX, "contact..get"], "is no Entity.action"),
        ([*SANDBOX, ".get"], "is no Entity.action"),
        ([*SANDBOX, "-3", "Contact.get", "+w", "id = 1"], "APIv4"),
        (["sandbox"], "Missing command"),
        (["sandbox", "serve", "--port=70000"], "70000"),
    ],
)
def test_wrong_usage(civiapi, words, said):
    code, out, err = civiapi(*words)
    assert (code, out) == (2, "")
    assert said in one_line(err)
    assert "s3cret" not in err


def test_a_delete_of_everything_is_refused(civiapi):
    code, _, err = civiapi(*SANDBOX, "Contact.delete")
    assert code == 2
    assert "without a condition" in err


@pytest.mark.parametrize("version", ["-3", "-4"])
@pytest.mark.parametrize("call", ["Nonsense.get", "Contact.nonsense"])
def test_what_the_site_does_not_know(civiapi, keyed, version, call):
    code, out, err = civiapi("--url", keyed.url, version, call)
    assert (code, out) == (1, "")
    assert "exist" in one_line(err)


@pytest.mark.parametrize("version", ["-3", "-4"])
def test_a_wrong_key(civiapi, served, environment, version):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    code, out, err = civiapi("--url", served.url, version, "Contact.get")
    assert (code, out) == (1, "")
    assert "Invalid credential" in one_line(err)
    assert "wrong-key-5f1" not in err


def test_the_environment_decides(civiapi, keyed, environment):
    environment.setenv("CIVIAPI_URL", keyed.url)
    assert civiapi("Contact.get", "id=1", "+s", "id", "--out=jsonl") == (0, '{"id":1}\n', "")
    environment.setenv("CIVIAPI_CV", keyed.cv)
    assert "both set" in one_line(civiapi("Contact.get")[2])
    environment.delenv("CIVIAPI_URL")
    assert civiapi("Contact.get", "id=1", "+s", "id", "--out=jsonl") == (0, '{"id":1}\n', "")


def test_through_cv(civiapi, served, tmp_path):
    words = ("--cv", served.cv, "--cwd", str(tmp_path), "--context", "sh -c")
    assert civiapi(*words, "Contact.get", "id=1", "+s", "id", "--out=jsonl") == (0, '{"id":1}\n', "")
    assert civiapi(*words, "-3", "Contact.getcount", "id=1") == (0, "1\n", "")
    assert "exist" in one_line(civiapi(*words, "Nonsense.get")[2])


def test_warnings_of_the_site(civiapi, served, tmp_path):
    noisy = tmp_path / "cv"
    noisy.write_text(f"#!/bin/sh\necho '[PHP Warning] old' >&2\nexec {served.cv} \"$@\"\n")
    noisy.chmod(0o700)
    code, out, err = civiapi("--cv", str(noisy), "Contact.get", "id=1", "+s", "id", "--out=jsonl")
    assert (code, out, err) == (0, '{"id":1}\n', "civiapi: warning: [PHP Warning] old\n")


@pytest.mark.parametrize("words", [["--cv", "/nonexistent/cv"], ["--cv", "echo"], ["--context", "false"]])
def test_no_cv(civiapi, words):
    code, out, err = civiapi(*words, "Contact.get")
    assert (code, out) == (3, "")
    one_line(err)


@pytest.mark.parametrize("call", ["Contact.create", "-3 Contact.create"])
def test_a_closed_port(civiapi, environment, closed_port, call, mocker):
    mocker.patch("tenacity.nap.time.sleep")
    environment.setenv("CIVIAPI_API_KEY", "secret-key-77")
    code, out, err = civiapi("--url", f"http://127.0.0.1:{closed_port}", *call.split(), "first_name=x")
    assert (code, out) == (3, "")
    assert "Connection refused" in one_line(err)


def test_what_is_no_site(civiapi, keyed):
    code, _, err = civiapi("--url", f"{keyed.url}/elsewhere", "Contact.get")
    assert code == 3
    assert "404" in one_line(err)


def test_debug_shows_where_but_no_key(civiapi, keyed, environment):
    environment.setenv("CIVIAPI_API_KEY", "wrong-key-5f1")
    code, _, err = civiapi("--debug", "--url", keyed.url, "Contact.get")
    assert code == 1
    assert err.startswith("Traceback (most recent call last):")
    assert err.splitlines()[-1].startswith("civiapi: Contact.get: ")
    assert "wrong-key-5f1" not in err


def test_what_nobody_expected(civiapi, mocker):
    mocker.patch("civiapi.sites.opened", side_effect=RuntimeError("two\nlines \x1b[31m"))
    code, _, err = civiapi(*SANDBOX, "Contact.get")
    assert code == failures.BUG
    assert one_line(err) == "unexpected RuntimeError: two lines [31m (--debug shows where)"


def test_a_broken_sandbox_file(civiapi, environment, tmp_path):
    environment.setenv("XDG_DATA_HOME", str(tmp_path))
    (tmp_path / "civiapi").mkdir()
    (tmp_path / "civiapi" / "sandbox.sqlite").write_text("no database, " * 1000)
    for words in ([*SANDBOX, "Contact.get"], [*SANDBOX, "-3", "Contact.get"], ["sandbox", "serve"]):
        code, out, err = civiapi(*words)
        assert (code, out) == (3, "")
        assert "sandbox.sqlite" in one_line(err)
    assert civiapi("sandbox", "reset", "--yes")[0] == 0
    assert civiapi(*SANDBOX, "-3", "Contact.getcount", "id=1")[1] == "1\n"


def test_secrets_are_masked(environment):
    environment.setenv("CIVIAPI_API_KEY", "key-1234")
    environment.setenv("CIVIAPI_URL", "https://me:pass-9876@example.org")
    assert failures.masked("key-1234 and pass-9876") == "*** and ***"


def test_help_and_version(civiapi):
    code, out, err = civiapi("--help")
    assert (code, err) == (0, "")
    assert "+w 'f OP v'" in out
    assert "--api-key" not in out
    assert civiapi("Contact.get", "--help")[1] == out
    assert civiapi()[:2] == (0, out)
    assert "reset" in civiapi("sandbox", "--help")[1]
    assert civiapi("--version") == (0, f"civiapi {__version__}\n", "")


def test_help_imports_little(environment):
    program = (
        "import sys; from civiapi.cli import main; code = main(['--help']); "
        "sys.exit(', '.join({'requests', 'starlette', 'uvicorn', 'plumbum', 'rich', 'tenacity'}"
        "& set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=DEADLINE)
    assert done.stdout.startswith("Usage: civiapi ")
    assert done.stderr == "\n"


@pytest.mark.parametrize("missing", ["click", "rich", "platformdirs"])
def test_without_the_extra(environment, missing):
    program = f"import sys; sys.modules[{missing!r}] = None; from civiapi.cli import main; sys.exit(main(['--help']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=DEADLINE)
    assert done.returncode == 2
    assert 'pip install "civiapi[cli]"' in one_line(done.stderr)


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_serving_without_the_extra(environment, missing):
    program = f"import sys; sys.modules[{missing!r}] = None; from civiapi.cli import main; sys.exit(main(['sandbox', 'serve']))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=DEADLINE)
    assert done.returncode == 2
    assert 'pip install "civiapi[sandbox]"' in one_line(done.stderr)


def test_sandbox_path(civiapi, data_home):
    assert civiapi("sandbox", "path") == (0, f"{data_home / 'civiapi' / 'sandbox.sqlite'}\n", "")


def test_sandbox_reset(civiapi, environment, tmp_path):
    environment.setenv("XDG_DATA_HOME", str(tmp_path))
    assert civiapi(*SANDBOX, "Contact.update", "id=1", "+v", "nick_name=Changed")[0] == 0
    code, _, err = civiapi("sandbox", "reset")
    assert code == 2
    assert "--yes" in one_line(err)
    words = (*SANDBOX, "Contact.get", "id=1", "+s", "nick_name", "--out=jsonl")
    assert civiapi(*words)[1] == '{"id":1,"nick_name":"Changed"}\n'
    file = Path(civiapi("sandbox", "path")[1].strip())
    attached = file.with_name(f"{file.name}.files")
    attached.mkdir()
    (attached / "a.pdf").touch()
    assert civiapi("sandbox", "reset", "--yes")[0] == 0
    assert civiapi(*words)[1] == '{"id":1,"nick_name":null}\n'
    assert not attached.exists()


def test_sandbox_serve(start, civiapi, environment, tmp_path):
    process = start(
        "sandbox", "serve", "--file", str(tmp_path / "s.sqlite"), stdout=subprocess.PIPE, text=True
    )
    described = json.loads(process.stdout.readline())
    assert described["file"] == str(tmp_path / "s.sqlite")
    environment.setenv("CIVIAPI_API_KEY", described["api_key"])
    words = ("--url", described["url"], "Contact.get", "id=1", "+s", "id", "--out=jsonl")
    assert civiapi(*words) == (0, '{"id":1}\n', "")
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=DEADLINE)[0] == ""
    assert process.returncode == 0


def test_sandbox_serve_on_a_taken_port(civiapi, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, out, err = civiapi("sandbox", "serve", "--port", port, "--file", str(tmp_path / "s.sqlite"))
    assert (code, out) == (3, "")
    assert "in use" in one_line(err)


def test_a_reader_that_leaves(start):
    process = start(
        *SANDBOX, "OptionValue.get", "--out=json", stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0
    )
    assert process.stdout.read(2) == b"[\n"
    process.stdout.close()
    err = process.stderr.read()
    assert process.wait(DEADLINE) == failures.BROKEN_PIPE
    assert err.count(b"\n") == 1
    assert b"this is the sandbox" in err


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_a_full_disk(start):
    with open("/dev/full", "wb") as full:
        process = start(*SANDBOX, "Contact.get", stdout=full, stderr=subprocess.PIPE)
        err = process.communicate(timeout=DEADLINE)[1]
    assert process.returncode == 3
    assert err.splitlines()[1:] == [b"civiapi: No space left on device"]


def test_output_is_utf8_whatever_the_locale(start, environment):
    environment.setenv("PYTHONIOENCODING", "ascii")
    made = start(
        *SANDBOX, "Contact.create", "contact_type=Organization", "organization_name=Über", stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    table = made.communicate(timeout=DEADLINE)[0].decode("ascii")
    assert "---" in table
    assert "?ber" in table
    read = start(
        *SANDBOX, "Contact.get", "organization_name=Über", "--out=csv", "+s", "organization_name",
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert "Über\r\n" in read.communicate(timeout=DEADLINE)[0].decode()


def test_ctrl_c(start, environment):
    environment.setenv("CIVIAPI_API_KEY", "secret-key-77")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(DEADLINE)
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        process = start("--url", url, "Contact.get", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        with silent.accept()[0] as connection:
            connection.settimeout(DEADLINE)
            assert connection.recv(4) == b"POST"
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=DEADLINE)
    assert (process.returncode, out, err) == (130, b"", b"")
