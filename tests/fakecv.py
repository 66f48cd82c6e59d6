"""A cv that is a small script: it keeps what it was started with and told, and fails as FAULT says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from civiapi import CvApiV4

#: Answers each call with one row; ``FAULT`` says what goes wrong, and where.
FAKE = """
import json, os, pathlib, sys, time
here = pathlib.Path(__file__).parent
fault = os.environ.get("FAULT", "")
(here / "argv").write_text(json.dumps([sys.argv[1:], os.getcwd(), os.getpid()]))
out = sys.stdout
def say(text): out.write(text); out.flush()
if fault == "banner": say("Welcome\\n")
say('{"Civi::pipe":{"t":"trusted"}}\\n')
if fault == "hang":
    if not os.fork():
        (here / "child").write_text(str(os.getpid()))
        time.sleep(300)
    time.sleep(300)
if fault == "daemon":
    if not os.fork():
        os.setsid()
        (here / "child").write_text(str(os.getpid()))
        time.sleep(300)
    time.sleep(300)
if fault == "stdin lost": sys.exit(0)
data = sys.stdin.buffer.read()
with (here / "stdin").open("ab") as file: file.write(data + b"\\x00")
prefix, number = "", 0
for line in data.decode().splitlines():
    try: request = json.loads(line)
    except ValueError:
        say(prefix + '{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error","data":null}}\\n'); continue
    method, body = request["method"], {}
    if method == "options": prefix = request["params"]["responsePrefix"]; body["result"] = request["params"]
    elif method == "login":
        if fault == "login": body["error"] = {"code": -32099, "message": "Must specify principal with valid user, userId, or contactId"}
        else: body["result"] = {"contactId": 2, "userId": 1}
    else:
        number += 1
        if fault == "fatal" and number == 2:
            sys.stderr.write("PHP Fatal error:  Allowed memory size exhausted\\n"); sys.exit(255)
        if fault == "lost" and number == 2: os._exit(255)
        if fault == "noise": say("a notice"); sys.stderr.write("[PHP Warning] careless\\n")
        entity, action, params = request["params"]
        body["result"] = [{"asked": f"{entity}.{action}", "params": params}] if method == "api4" else 35
    say(prefix + json.dumps({"jsonrpc": "2.0", **body, "id": request["id"]}) + "\\n")
"""


def fake_in(tmp_path: Path) -> Path:
    """A cv, its words separate so that its directory may hold a blank."""
    place = tmp_path / "my tools"
    place.mkdir()
    file = place / "cv.py"
    file.write_text(FAKE, encoding="utf-8")
    return file


def api4(fake: Path, **options: Any) -> CvApiV4:
    return CvApiV4([sys.executable, fake], **{"timeout": 120, "retries": 0, **options})


def argv_of(fake: Path) -> Any:
    return json.loads(fake.with_name("argv").read_text())[0]


def written(fake: Path) -> list[list[dict[str, Any]]]:
    """The requests of each process."""
    inputs = fake.with_name("stdin").read_bytes().split(b"\0")[:-1]
    return [[json.loads(line) for line in one.splitlines()] for one in inputs]
