"""Calls a second by cv, by a warm pipe and by HTTP, one by one and in batches, here and through a real sshd.

Run by hand: ``python benchmarks/remote.py``.  The sandbox waits as a real site does (40 ms for an HTTP request,
200 ms for a cv) unless ``--boot 0`` says otherwise.  Without an sshd the lines with ssh are left out.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from civiapi import CvApiV4, HttpApiV4, PipeApiV4, SandboxApiV4
from tests.remote import server

ROUNDS, BATCH = 7, 200
CALL: tuple[str, str, dict[str, Any]] = ("Contact", "get", {"id": 2, "select": ["display_name"]})
#: Of the command line, its milliseconds for an HTTP request filled in.
SERVE = "import sys; from civiapi.sandbox.serve import serve; sys.exit(serve(sys.argv[1], boot=float(sys.argv[2])))"


@contextmanager
def served(file: Path, boot: float) -> Iterator[dict[str, str]]:
    """The file behind HTTP, in a process of its own."""
    words = [sys.executable, "-c", SERVE, os.fspath(file), str(boot)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate()


def one_by_one(api: Any, count: int) -> Callable[[], float]:
    """Seconds a call."""

    def work() -> float:
        started = time.perf_counter()
        for _ in range(count):
            assert api(*CALL)
        return (time.perf_counter() - started) / count

    return work


def together(api: Any, count: int) -> Callable[[], float]:
    def work() -> float:
        started = time.perf_counter()
        assert all(one.result() for one in api.batch([CALL] * count))
        return (time.perf_counter() - started) / count

    return work


def measured(works: dict[str, Callable[[], float]]) -> dict[str, float]:
    """The medians of many rounds, all works in turn, so that a busy machine hits all alike."""
    for work in works.values():
        work()
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            times[name].append(work())
    return {name: statistics.median(series) for name, series in times.items()}


def told(title: str, value: float, limit: float, *, at_most: bool = False) -> bool:
    held = value <= limit if at_most else value >= limit
    print(
        f"  {title:46} {value:8.2f}  ({'at most' if at_most else 'at least'} {limit:g}){'' if held else '   MISSED'}"
    )
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boot", type=float, default=40, help="milliseconds of an HTTP request")
    boot = parser.parse_args().boot
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file = folder / "site.sqlite"
        SandboxApiV4(file).Contact.get(limit=1)
        site = stack.enter_context(served(file, boot))
        cv, pipe = CvApiV4(site["cv"]), stack.enter_context(PipeApiV4(site["cv"]))
        http = stack.enter_context(HttpApiV4(site["url"], site["api_key"]))
        works = {
            "in process": one_by_one(stack.enter_context(SandboxApiV4(file)), 200),
            "cv": one_by_one(cv, 2),
            "cv, batch": together(cv, BATCH),
            "pipe": one_by_one(pipe, 200),
            "http": one_by_one(http, 10),
            f"http, batch of {BATCH}": together(http, BATCH),
        }
        if server.sshd():
            context = stack.enter_context(server.running(folder)).context()
            far = stack.enter_context(PipeApiV4(site["cv"], context=context))
            works["cv over ssh"] = one_by_one(CvApiV4(site["cv"], context=context), 2)
            works["cv over ssh, batch"] = together(CvApiV4(site["cv"], context=context), BATCH)
            works["pipe over ssh"] = one_by_one(far, 200)
        seconds = measured(works)
    print(f"one small APIv4 get, boot {boot:g} ms     calls/s      ms a call")
    for name, one in seconds.items():
        print(f"  {name:28} {1 / one:12.1f} {1000 * one:14.3f}")
    return 0 if verdicts(seconds, boot) else 1


def verdicts(seconds: dict[str, float], boot: float) -> bool:
    """Whether all holds that is promised."""
    batch = seconds[f"http, batch of {BATCH}"]
    print("ratios")
    held = [
        told("pipe / cv", seconds["cv"] / seconds["pipe"], 60 if boot else 1),
        told(
            "ms of a pipe above in process",
            1000 * (seconds["pipe"] - seconds["in process"]),
            0.5,
            at_most=True,
        ),
        told("http batch / http one by one", seconds["http"] / batch, 25 if boot else 1),
    ]
    if "cv over ssh" in seconds:
        ratio = seconds["cv over ssh"] / seconds["cv over ssh, batch"]
        held.append(told("cv over ssh: batch / one by one", ratio, 15))
    return all(held)


if __name__ == "__main__":
    sys.exit(main())
