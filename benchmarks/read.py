"""Reading all contacts with six columns: one call, against a query in pages; time, and memory above start.

Run by hand: ``python benchmarks/read.py [thousands of contacts, 100 by default ...]``, with civicrmapi 0.5
installed for the comparison (else a bare requests call stands in).  Each reading is a process of its own, the
best of three; the site is the sandbox, which waits 40 ms with each answer as PHP does to boot.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import threading
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BOOT = 0.040
ROUNDS = 3
FIELDS = ["id", "display_name", "first_name", "last_name", "birth_date", "email_primary.email"]
READINGS = ["one call", "1 worker", "2 workers", "4 workers", "async"]


def memory() -> float:
    """Resident megabytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6


def in_one_call(url: str, key: str) -> tuple[int, int]:
    if find_spec("civicrmapi"):
        from civicrmapi.http import HttpApiV4 as Peer

        return len(Peer(url, key).Contact.get({"where": [], "select": FIELDS, "limit": 0})), 1
    import requests

    form = {"params": json.dumps({"select": FIELDS, "limit": 0})}
    answer = requests.post(
        f"{url}/civicrm/ajax/api4/Contact/get",
        data=form,
        headers={"X-Civi-Auth": f"Bearer {key}"},
        timeout=120,
    )
    return len(answer.json()["values"]), 1


def in_pages(url: str, key: str, workers: int) -> tuple[int, int]:
    from civiapi import HttpApiV4

    rows = pages = 0
    with HttpApiV4(url, key) as api:
        for page in api.Contact.filter().select(*FIELDS).pages(workers=workers):
            rows, pages = rows + len(page), pages + 1
    return rows, pages


async def in_async_pages(url: str, key: str) -> tuple[int, int]:
    import civiapi

    rows = pages = 0
    async with civiapi.AsyncHttpApiV4(url, key) as api:  # type: ignore[attr-defined]
        async for page in api.Contact.filter().select(*FIELDS).pages():
            rows, pages = rows + len(page), pages + 1
    return rows, pages


def measure(name: str, url: str, key: str) -> None:
    """One reading, told as JSON: rows, pages, seconds, megabytes above start."""
    from civiapi import HttpApiV4

    with HttpApiV4(url, key) as api:
        api.Contact.filter(id=1).all()  # what is imported on first use
    start, peak, over = memory(), [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.005):
            peak[0] = max(peak[0], memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    began = time.perf_counter()
    if name == "one call":
        rows, pages = in_one_call(url, key)
    elif name == "async":
        rows, pages = asyncio.run(in_async_pages(url, key))
    else:
        rows, pages = in_pages(url, key, int(name.split()[0]))
    seconds = time.perf_counter() - began
    over.set()
    watcher.join()
    print(json.dumps([rows, pages, seconds, peak[0] - start]))


def best(name: str, told: dict[str, Any]) -> list[float]:
    command = [sys.executable, __file__, "--measure", name, told["url"], told["api_key"]]
    runs = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(ROUNDS)
    ]
    return min(runs, key=lambda run: run[2])


def compare(thousands: int) -> None:
    """All readings of one site, as a table."""
    import civiapi

    readings = [name for name in READINGS if name != "async" or hasattr(civiapi, "AsyncHttpApiV4")]
    with tempfile.TemporaryDirectory() as folder:
        serve = ["sandbox", "serve", "--file", f"{folder}/site.sqlite"]
        options = ["--sample", str(thousands), "--boot", str(round(BOOT * 1000))]
        command = [sys.executable, "-m", "civiapi.cli", *serve, *options]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                told = json.loads(server.stdout.readline())
                found = {name: best(name, told) for name in readings}
            finally:
                server.terminate()
    once = found["one call"][2]
    print(f"{'':12} {'rows':>8} {'pages':>6} {'seconds':>8} {'MB':>6}  times (one call + pages x boot)")
    for name, (rows, pages, seconds, megabytes) in found.items():
        share = seconds / (once + (pages - 1) * BOOT)
        print(f"{name:12} {rows:8} {pages:6} {seconds:8.2f} {megabytes:6.1f}  {share:.2f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        for number in [int(argument) for argument in sys.argv[1:]] or [100]:
            compare(number)
