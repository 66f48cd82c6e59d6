"""Reading everything: time and memory beside civicrmapi 0.5, which asks for all rows in one call.

Run by hand: ``python benchmarks/read.py`` (with civiapi[async,frames] and civicrmapi 0.5).  Each case runs in
a process of its own against one served sandbox, where each request waits 40 ms first, as PHP does; the best
of three counts.
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

BOOT, ROUNDS = 40, 3
FIELDS = ["id", "display_name", "first_name", "last_name", "contact_type", "email_primary.email"]
CASES = ("civicrmapi", "one worker", "two workers", "four workers", "async", "to_polars", "by hand to polars")
SIZES = (10, 100, 300)


#: How many pages a case read.
PAGES: list[int] = []


def query(api: Any) -> Any:
    return api.Contact.filter().select(*FIELDS)


def civicrmapi(site: dict[str, str]) -> int:
    from civicrmapi.http import HttpApiV4

    api = HttpApiV4(site["url"], site["api_key"])
    return len(api.Contact.get({"where": [["id", ">", 0]], "select": FIELDS, "limit": 0}))


def workers(count: int) -> Callable[[dict[str, str]], int]:
    def read(site: dict[str, str]) -> int:
        from civiapi import HttpApiV4

        with HttpApiV4(site["url"], site["api_key"]) as api:
            pages = [len(page) for page in query(api).pages(workers=count)]
            PAGES.append(len(pages))
            return sum(pages)

    return read


def in_async(site: dict[str, str]) -> int:
    from civiapi import AsyncHttpApiV4

    async def read() -> int:
        async with AsyncHttpApiV4(site["url"], site["api_key"]) as api:
            return sum([len(page) async for page in query(api).pages(workers=2)])

    return asyncio.run(read())


def to_polars(site: dict[str, str]) -> int:
    from civiapi import HttpApiV4

    with HttpApiV4(site["url"], site["api_key"]) as api:
        return len(query(api).to_polars())


def by_hand(site: dict[str, str]) -> int:
    """A loop over pages of fixed size, by key, into one frame."""
    import polars
    import requests

    rows: list[dict[str, Any]] = []
    last, size = 0, 6000  # about 1 MB, as a query reads
    with requests.Session() as session:
        while True:
            params = {"select": FIELDS, "where": [["id", ">", last]], "orderBy": {"id": "ASC"}, "limit": size}
            page = session.post(
                f"{site['url']}/civicrm/ajax/api4/Contact/get",
                data={"params": json.dumps(params)},
                headers={"X-Civi-Auth": f"Bearer {site['api_key']}"},
            ).json()["values"]
            rows += page
            if len(page) < size:
                return len(polars.DataFrame(rows, infer_schema_length=None))
            last = page[-1]["id"]


RUN: dict[str, Callable[[dict[str, str]], int]] = {
    "civicrmapi": civicrmapi,
    "one worker": workers(1),
    "two workers": workers(2),
    "four workers": workers(4),
    "async": in_async,
    "to_polars": to_polars,
    "by hand to polars": by_hand,
}


def most_memory() -> float:
    """The most memory that this process has had, in MB (Linux; getrusage also counts what the parent had)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (line,) = [line for line in lines if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def child(case: str, site: dict[str, str]) -> None:
    """Run a case and print its rows, seconds and MB above the start."""
    import requests  # noqa: F401 (what all cases but async need is there at the start)

    if "polars" in case:
        import polars  # noqa: F401
    else:
        import civiapi.http
        import civiapi.pages
        import civiapi.query
    if case == "async":
        import civiapi.aio  # noqa: F401
    start = most_memory()
    began = time.perf_counter()
    rows = RUN[case](site)
    seconds = time.perf_counter() - began
    peak = most_memory()
    print(json.dumps({"rows": rows, "pages": sum(PAGES), "seconds": seconds, "mb": peak - start}))


def measured(case: str, site: dict[str, str], rounds: int = ROUNDS) -> dict[str, float]:
    """The quickest of several runs, with the least memory of them."""
    runs = []
    for _ in range(rounds):
        command = [sys.executable, __file__, case, json.dumps(site)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(done.stdout))
    return {key: runs[0][key] for key in ("rows", "pages")} | {
        key: min(run[key] for run in runs) for key in ("seconds", "mb")
    }


@contextmanager
def served(file: Path) -> Iterator[dict[str, str]]:
    """A file behind HTTP, in a process of its own."""
    words = ["-m", "civiapi.cli", "sandbox", "serve", "--file", os.fspath(file), "--boot", str(BOOT)]
    process = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate()


def told(title: str, ratio: float, limit: float) -> None:
    print(f"    {title:48} {ratio:6.2f} of {limit:5} {'' if ratio <= limit else '  TOO MUCH'}")


def compare(thousands: int, site: dict[str, str]) -> None:
    cases = CASES if thousands == 100 else ("one worker", "two workers")
    found = {case: measured(case, site, ROUNDS if thousands == 100 else 1) for case in cases}
    print(f"{thousands},000 contacts, six columns")
    for case, figures in found.items():
        print(f"  {case:20} {figures['rows']:8.0f} rows {figures['seconds']:7.2f} s {figures['mb']:7.1f} MB")
    for case in ("one worker", "two workers"):
        told(f"{case}: MB above start", found[case]["mb"], 25)
    if thousands != 100:
        return
    pages = int(found["one worker"]["pages"])
    whole = found["civicrmapi"]["seconds"] + pages * BOOT / 1000
    told(f"one worker / (one call + {pages} pages' boot)", found["one worker"]["seconds"] / whole, 1.15)
    told("two workers / one worker", found["two workers"]["seconds"] / found["one worker"]["seconds"], 1)
    told("to_polars / by hand", found["to_polars"]["seconds"] / found["by hand to polars"]["seconds"], 1.3)


def main() -> None:
    from civiapi.sandbox import Site

    with tempfile.TemporaryDirectory() as name:
        for thousands in SIZES:
            file = Path(name) / f"{thousands}.sqlite"
            Site.open(file, sample=thousands).close()
            with served(file) as site:
                compare(thousands, site)
            file.unlink()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        child(sys.argv[1], json.loads(sys.argv[2]))
    else:
        main()
