"""A cv whose pipe stays open, a small script: it keeps what it was asked, and fails as a call tells it to.

A call says what goes wrong in a value "do"; with "once " before it, the first time only.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from civiapi import PipeApiV3, PipeApiV4

#: Seconds that anything here may take.
DEADLINE = 60
FAKE = r"""
import json, os, pathlib, signal, sys, time
here = pathlib.Path(__file__).parent
def log(*said):
    with (here / "log").open("a") as file: file.write(json.dumps([os.getpid(), *said]) + "\n")
def say(data): sys.stdout.buffer.write(data); sys.stdout.buffer.flush()
def die(): os.kill(os.getpid(), signal.SIGKILL)
def told(params):
    where, values = params.get("where") or [], params.get("values") or {}
    do = next((clause[2] for clause in where if clause[0] == "do"), None) or values.get("do") or params.get("do") or ""
    if do.startswith("once "):
        if (here / "done").exists(): return ""
        (here / "done").touch(); return do[5:]
    return do
log("start", sys.argv[1:])
say(b'{"Civi::pipe":{"t":"trusted"}}\n')
prefix = b""
for raw in sys.stdin.buffer:
    request = json.loads(raw)
    method, params, do, body = request["method"], request["params"], "", {}
    if method == "options": prefix = params.get("responsePrefix", prefix.decode()).encode(); body["result"] = params
    elif method == "login":
        if params == {"user": "nobody"}: body["error"] = {"code": -32099, "message": "Must specify principal with valid user"}
        else: body["result"] = {"contactId": 2, "userId": 1}
    else:
        entity, action, given = params
        do = told(given)
        log(f"{entity}.{action}", do)
        row = {"asked": f"{entity}.{action}", "pid": os.getpid(), "params": {} if len(raw) > 100000 else given, "bytes": len(raw)}
        if do.startswith("answer "): row["text"] = "x" * int(do[7:])
        body["result"] = [row] if method == "api4" else {"is_error": 0, "values": [row]}
        if do == "error": body = {"error": {"code": -32099, "message": "Call to a member function x() on null"}}
        if do.startswith("DB Error"): body["result"] = {"error_code": 0, "is_error": 1, "error_message": do}
    answer = prefix + json.dumps({"jsonrpc": "2.0", **body, "id": request["id"]}, ensure_ascii=False).encode() + b"\n"
    if do == "kill": die()
    if do == "exit": sys.exit(0)
    if do == "half": say(answer[: len(answer) // 2]); die()
    if do == "garbage": say(b"\x00\xff{[\n" * 1000); sys.exit(3)
    if do == "wrong id": answer = answer.replace(b'"id": %d}' % request["id"], b'"id": 5}')
    if do == "other form": answer = prefix + b'{"jsonrpc": "2.0", "id": %d}\n' % request["id"]
    if do == "hang":
        if not os.fork(): log("child")
        time.sleep(300)
    if do == "keep open":
        if not os.fork(): os.setsid(); log("child"); time.sleep(300)
        die()
    if do == "wait":
        while not (here / "go on").exists(): time.sleep(0.005)
    if do.startswith("meet "):
        (here / f"here {os.getpid()}").touch()
        while len(list(here.glob("here *"))) < int(do[5:]): time.sleep(0.005)
    if do == "pieces":
        for at in range(0, len(answer), 7): say(answer[at:at + 7]); time.sleep(0.001)
        continue
    if do == "noise": answer = b"Notice: x\n\xff\xfe{" + answer + b"<pre>late</pre>\n"; sys.stderr.write("[PHP Warning] careless\n"); sys.stderr.flush()
    if do == "deaf": os.close(0)  # before the answer: what is written after it meets no reader
    say(answer)
    if do == "deaf": time.sleep(300)
    if do == "die later": time.sleep(0.3); die()
"""


def fake_in(folder: Path) -> Path:
    place = folder / "my tools"
    place.mkdir()
    file = place / "cv.py"
    file.write_text(FAKE, encoding="utf-8")
    return file


def api4(fake: Path, **options: Any) -> PipeApiV4:
    return PipeApiV4([sys.executable, fake], **{"timeout": DEADLINE, "retries": 0, **options})


def api3(fake: Path, **options: Any) -> PipeApiV3:
    return PipeApiV3([sys.executable, fake], **{"timeout": DEADLINE, "retries": 0, **options})


def log(fake: Path) -> list[list[Any]]:
    """What all processes were asked: [pid, call, fault] each, and how each was started."""
    file = fake.with_name("log")
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


def starts(fake: Path) -> int:
    return sum(entry[1] == "start" for entry in log(fake))


def asked(fake: Path, call: str) -> int:
    return sum(entry[1] == call for entry in log(fake))


def pid(api: PipeApiV4, **fields: Any) -> int:
    """The process that answers now."""
    return int(api.Fake.get(**fields).one()["pid"])


def end_all(fake: Path) -> None:
    """Kill what a fault left running: what the processes started themselves, and what is at the other end of an ssh."""
    for process in {entry[0] for entry in log(fake)}:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if os.fsencode(fake) in Path(f"/proc/{process}/cmdline").read_bytes():  # else a number used again
                os.kill(process, signal.SIGKILL)


def until(true: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end, f"waited in vain: {what}"
        time.sleep(0.01)


def is_alive(process: int) -> bool:
    """Whether a process still runs; a zombie does not."""
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


#: Processes that were there before a test: the tests' own sshd, multiprocessing's resource tracker.
others: set[int] = set()


def children() -> list[int]:
    """The processes that a test started, zombies too."""
    return sorted(all_children() - others)


def all_children() -> set[int]:
    """The processes started by this one."""
    found: set[int] = set()
    for file in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        with contextlib.suppress(FileNotFoundError):  # a thread that is just ending
            found |= {int(one) for one in file.read_text().split()}
    return found
