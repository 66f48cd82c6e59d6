"""How quick the sandbox is with 100,000 contacts, beside a real CiviCRM; and what grows with the rows.

Run by hand: ``python benchmarks/sandbox.py``. The real site's times were measured on one: CiviCRM 6.15 with
100,000 contacts, over HTTP on the same machine, the median of many calls.
"""

from __future__ import annotations

import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

THOUSANDS = 100
SIZES = (1, 10, THOUSANDS)
CALLS, STARTS, COPIES = 200, 25, 20
MAKE_SECONDS, COPY_MS, START_RATIO = 30, 50, 4
# a hundred times the rows: B-trees are two levels deeper, and no more
GROWTH = 2
SERVE = "import sys; from civiapi.sandbox.serve import serve; sys.exit(serve(sys.argv[1]))"
# what is asked => (parameters of Contact.get, milliseconds of a real CiviCRM)
GETS: dict[str, tuple[dict[str, Any], int]] = {
    "by id": ({"where": [["id", "=", 54321]]}, 40),
    "25 by indexed name": ({"where": [["last_name", "=", "Rivera"]], "limit": 25}, 40),
    "1,000 rows": ({"limit": 1000, "offset": 2000}, 95),
}
PERSON = {"contact_type": "Individual", "first_name": "Bench"}
KNOWN = {**PERSON, "external_identifier": "bench"}
# what is done => version, entity, action, parameters: none of it may grow with the rows
STEADY: dict[str, tuple[int, str, str, dict[str, Any]]] = {
    "a get by id": (4, "Contact", "get", {"where": [["id", "=", 700]]}),
    "a get by indexed name": (4, "Contact", "get", {"where": [["last_name", "=", "Rivera"]], "limit": 5}),
    "a get by e-mail": (4, "Email", "get", {"where": [["email", "=", "admin@example.org"]]}),
    "a page by key": (
        4,
        "Contact",
        "get",
        {"where": [["id", ">", 500]], "orderBy": {"id": "ASC"}, "limit": 100},
    ),
    "such a page with a join": (
        4,
        "Contact",
        "get",
        {
            "select": ["display_name", "email_primary.email"],
            "where": [["id", ">", 500]],
            "orderBy": {"id": "ASC"},
            "limit": 100,
        },
    ),
    "a save with match": (4, "Contact", "save", {"records": [KNOWN], "match": ["external_identifier"]}),
    "a create": (4, "Contact", "create", {"values": PERSON}),
    "a contribution": (
        4,
        "Contribution",
        "create",
        {"values": {"contact_id": 700, "financial_type_id": 1, "total_amount": 5}},
    ),
    "APIv3's get by id": (3, "Contact", "get", {"id": 700}),
    "APIv3's activities of a contact": (3, "Activity", "get", {"target_contact_id": 700}),
}
# with what is compiled kept, as it is wherever nobody forbids it
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def told(title: str, value: float, unit: str, limit: float) -> None:
    """One line: a figure, what it must not exceed, and the ratio of the two."""
    verdict = "" if value <= limit else "   TOO SLOW"
    print(f"{title:36} {value:8.1f} {unit:3} of {limit:4} ({value / limit:4.0%}){verdict}")


def median_ms(work: Callable[[], object], times: int) -> float:
    """The median of so many runs, after one that does not count."""
    work()
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append((time.perf_counter() - started) * 1000)
    return statistics.median(taken)


@contextmanager
def served(file: Path) -> Iterator[dict[str, str]]:
    """The file behind HTTP, in a process of its own."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, os.fspath(file)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate()


def gets(file: Path) -> None:
    """Each get, over one connection that stays open."""
    with served(file) as site:
        connection = http.client.HTTPConnection(site["url"].removeprefix("http://"))
        headers = {
            "X-Civi-Auth": f"Bearer {site['api_key']}",
            "X-Civi-Key": site["site_key"],
            "Content-Type": "application/x-www-form-urlencoded",
        }

        def get(params: dict[str, Any]) -> list[Any]:
            body = urllib.parse.urlencode({"params": json.dumps(params)})
            connection.request("POST", "/civicrm/ajax/api4/Contact/get", body, headers)
            values: list[Any] = json.loads(connection.getresponse().read())["values"]
            return values

        for title, (params, limit) in GETS.items():
            assert len(get(params)) == params.get("limit", 1)
            told(f"get {title}", median_ms(lambda params=params: get(params), CALLS), "ms", limit)
        connection.close()


def growth(folder: Path) -> None:
    """Each of STEADY with a thousand, ten thousand and a hundred thousand contacts, and the ratio."""
    from civiapi.sandbox import Site

    taken: dict[str, list[float]] = {title: [] for title in STEADY}
    for size in SIZES:
        with Site.open(folder / f"{size}.sqlite", sample=size) as site:
            for title, (version, *call) in STEADY.items():
                run = site.api4 if version == 4 else site.api3
                taken[title].append(median_ms(partial(run, *call, user=2, check=True), CALLS))
    print(f"{'milliseconds with so many contacts':36} " + " ".join(f"{size:5},000" for size in SIZES))
    for title, times in taken.items():
        ratio = times[-1] / times[0]
        verdict = "" if ratio <= GROWTH else "   GROWS"
        print(f"{title:36} " + " ".join(f"{ms:9.2f}" for ms in times) + f"   x {ratio:.2f}{verdict}")


def fresh_sites(folder: Path) -> None:
    """A site for a test: a copy of a template, opened and asked once."""
    from civiapi.sandbox import Site

    template = folder / "template.sqlite"
    Site.open(template).close()

    def fresh() -> None:
        file = folder / "fresh.sqlite"
        shutil.copyfile(template, file)
        with Site.open(file) as site:
            site.api4("Contact", "get", {"limit": 1}, user=2, check=True)

    told("a fresh site, to its first answer", median_ms(fresh, COPIES), "ms", COPY_MS)


def start_of_cv(folder: Path) -> None:
    """One whole run of civiapi-cv beside a bare Python: the quickest of many, taken in turn."""
    call = [
        "-m",
        "civiapi.sandbox.cv",
        f"--file={folder / 'template.sqlite'}",
        "api4",
        "Contact.get",
        "+l",
        "1",
    ]
    commands = {"bare": [sys.executable, "-c", "pass"], "cv": [sys.executable, *call]}
    quickest = dict.fromkeys(commands, float("inf"))
    for _ in range(STARTS):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=ENVIRONMENT)
            quickest[name] = min(quickest[name], (time.perf_counter() - started) * 1000)
    print(f"{'bare Python':36} {quickest['bare']:8.1f} ms")
    told("civiapi-cv, start to end", quickest["cv"], "ms", round(START_RATIO * quickest["bare"], 1))


def main() -> None:
    from civiapi.sandbox import Site

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        started = time.perf_counter()
        Site.open(folder / "site.sqlite", sample=THOUSANDS).close()
        told(f"making {THOUSANDS},000 contacts", time.perf_counter() - started, "s", MAKE_SECONDS)
        gets(folder / "site.sqlite")
        growth(folder)
        fresh_sites(folder)
        start_of_cv(folder)


if __name__ == "__main__":
    main()
