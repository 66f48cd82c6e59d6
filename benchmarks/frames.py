"""What frames and files cost over the loop that one would write by hand, and how much memory they take.

Run by hand: ``python benchmarks/frames.py [thousands]`` (100 unless said).  Each work runs in a process of its own against
one served sandbox, in pages of 5,000 rows; the best of three counts, and the memory is that at the peak above what
the process had with everything imported.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS, PAGE = 3, 5_000
FIELDS = ("id", "display_name", "first_name", "birth_date", "created_date", "is_deceased")


def query(api: Any) -> Any:
    return api.Contact.filter(contact_type="Individual").select(*FIELDS)


def by_hand(api: Any, folder: Path) -> None:
    import polars

    rows = []
    with query(api).pages(PAGE) as pages:
        for page in pages:
            rows.extend(page)
    polars.DataFrame(rows)


def by_hand_typed(api: Any, folder: Path) -> None:
    import polars

    rows = []
    with query(api).pages(PAGE) as pages:
        for page in pages:
            rows.extend(page)
    polars.DataFrame(rows).with_columns(
        polars.col("birth_date").str.to_date(), polars.col("created_date").str.to_datetime()
    )


def to_polars(api: Any, folder: Path) -> None:
    query(api).to_polars(page_size=PAGE)


def to_pandas(api: Any, folder: Path) -> None:
    query(api).to_pandas(page_size=PAGE)


def to_csv(api: Any, folder: Path) -> None:
    query(api).to_csv(folder / "rows.csv", page_size=PAGE)


def to_jsonl(api: Any, folder: Path) -> None:
    query(api).to_jsonl(folder / "rows.jsonl", page_size=PAGE)


def to_parquet(api: Any, folder: Path) -> None:
    query(api).to_parquet(folder / "rows.parquet", page_size=PAGE)


def reading_alone(api: Any, folder: Path) -> None:
    with query(api).pages(PAGE) as pages:
        for _ in pages:
            pass


WORKS: list[Callable[[Any, Path], None]] = [
    by_hand,
    by_hand_typed,
    to_polars,
    to_pandas,
    reading_alone,
    to_csv,
    to_jsonl,
    to_parquet,
]


def measured(name: str, url: str, key: str, folder: str, told: Any) -> None:
    """Tell how many seconds a work took, and by how many megabytes this process grew."""
    import pandas  # noqa: F401
    import polars
    import pyarrow.parquet  # noqa: F401

    from civiapi import HttpApiV4

    with HttpApiV4(url, key) as api:
        query(api).limit(10).to_polars()
        polars.DataFrame([{"a": 1}])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            globals()[name](api, Path(folder))
            times.append(time.perf_counter() - started)
        told.put((min(times), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def main(thousands: int) -> None:
    from civiapi.sandbox import Site
    from civiapi.sandbox.serve import running

    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        with Site.open(f"{folder}/site.sqlite", sample=thousands) as site, running(site) as served:
            print(f"{thousands},000 people       seconds   times by hand   MB above start", flush=True)
            least = None
            for work in WORKS:
                told = context.Queue()
                arguments = (work.__name__, served.url, served.api_key, folder, told)
                process = context.Process(target=measured, args=arguments)
                process.start()
                seconds, size = told.get(timeout=600)
                process.join()
                least = least or seconds
                print(f"{work.__name__:20} {seconds:11.2f} {seconds / least:15.2f} {size:16.0f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
