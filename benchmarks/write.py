"""Importing contacts, each with an email and a phone: beside civicrmapi 0.5, which writes one by one.

Run by hand: ``python benchmarks/write.py`` (with civiapi[async] and civicrmapi 0.5), Linux.  Each case runs in a
process of its own against a sandbox where each request waits 40 ms first, as PHP does.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

BOOT, COUNT, SAMPLE, LARGE = 40, 10_000, 300, 200_000


def people(count: int) -> Iterator[dict[str, Any]]:
    for number in range(count):
        yield {
            "contact_type": "Individual",
            "first_name": f"First {number}",
            "last_name": f"Last {number % 977}",
            "external_identifier": f"import-{number}",
            "email_primary.email": f"person{number}@example.org",
            "phone_primary.phone": f"555-{number:06}",
        }


def one_by_one(site: dict[str, str], count: int) -> int:
    from civicrmapi.http import HttpApiV4

    api = HttpApiV4(site["url"], site["api_key"])
    for record in people(SAMPLE):
        api.Contact.create(record)
    return SAMPLE


def bulk(workers: int) -> Callable[[dict[str, str], int], int]:
    def write(site: dict[str, str], count: int) -> int:
        from civiapi import HttpApiV4

        with HttpApiV4(site["url"], site["api_key"]) as api:
            outcomes = api.Contact.save_all(people(count), match=["external_identifier"], workers=workers)
            return outcomes.report().counts["created"]

    return write


def in_async(site: dict[str, str], count: int) -> int:
    from civiapi import AsyncHttpApiV4

    async def write() -> int:
        async with AsyncHttpApiV4(site["url"], site["api_key"]) as api:
            outcomes: Any = api.Contact.save_all(people(count), match=["external_identifier"], workers=4)
            report = await outcomes.report()
            return int(report.counts["created"])

    return asyncio.run(write())


RUN: dict[str, Callable[[dict[str, str], int], int]] = {
    "civicrmapi, one by one": one_by_one,
    "one worker": bulk(1),
    "two workers": bulk(2),
    "four workers": bulk(4),
    "async, four": in_async,
}


def most_memory() -> float:
    """The most memory that this process has had, in MB (Linux; getrusage also counts what the parent had)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def child(case: str, site: dict[str, str], count: int) -> None:
    """Run a case and print its records, seconds and MB above the start."""
    import civiapi.bulk
    import civiapi.http

    if case.startswith("async"):
        import civiapi.aio  # noqa: F401
    start = most_memory()
    began = time.perf_counter()
    written = RUN[case](site, count)
    seconds = time.perf_counter() - began
    peak = most_memory()
    print(json.dumps({"rate": written / seconds, "written": written, "mb": peak - start}))


@contextmanager
def served(folder: Path) -> Iterator[dict[str, str]]:
    """A fresh site behind HTTP, in a process of its own."""
    file = os.fspath(folder / "site.sqlite")
    words = ["-m", "civiapi.cli", "sandbox", "serve", "--file", file, "--boot", str(BOOT)]
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate()


def measured(case: str, count: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as site:
        command = [sys.executable, __file__, case, json.dumps(site), str(count)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, float] = json.loads(done.stdout)
    print(
        f"  {case:24} {figures['written']:8.0f} records {figures['rate']:8.1f} a second {figures['mb']:7.1f} MB"
    )
    return figures


def told(title: str, value: float, limit: float, *, at_least: bool = False) -> None:
    fits = value >= limit if at_least else value <= limit
    print(f"    {title:48} {value:6.1f} of {limit:5} {'' if fits else '  MISSED'}")


def main() -> None:
    print(f"{COUNT:,} contacts with email and phone ({SAMPLE} one by one)")
    found = {case: measured(case, COUNT) for case in RUN}
    alone = found["civicrmapi, one by one"]["rate"]
    told("one worker / one by one", found["one worker"]["rate"] / alone, 6, at_least=True)
    told("two workers / one by one", found["two workers"]["rate"] / alone, 10, at_least=True)
    told("MB above start", found["two workers"]["mb"], 30)
    print(f"{LARGE:,} contacts")
    told("MB above start", measured("four workers", LARGE)["mb"], 30)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
