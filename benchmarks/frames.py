"""What frames and files cost over the loop that one would write by hand, and how much memory they take.

Run by hand: ``python benchmarks/frames.py [thousands]`` (100 unless said).  All works run in turn against one served
sandbox, in pages of 5,000 rows, and the best of three counts.  The memory is that at the peak of a process of its own,
above what it had with everything imported.
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


def timed(url: str, key: str, folder: str, told: Any) -> None:
    """Tell the least seconds that each work took, all of them in turn."""
    from civiapi import HttpApiV4

    best = {work.__name__: float("inf") for work in WORKS}
    with HttpApiV4(url, key) as api:
        for _ in range(ROUNDS):
            for work in WORKS:
                started = time.perf_counter()
                work(api, Path(folder))
                best[work.__name__] = min(best[work.__name__], time.perf_counter() - started)
    told.put(best)


def grown(name: str, url: str, key: str, folder: str, told: Any) -> None:
    """Tell by how many megabytes this process grew at its peak."""
    import pandas  # noqa: F401
    import polars
    import pyarrow.parquet  # noqa: F401

    from civiapi import HttpApiV4

    with HttpApiV4(url, key) as api:
        query(api).limit(10).to_polars()
        polars.DataFrame([{"a": 1}])
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        globals()[name](api, Path(folder))
        told.put((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def apart(work: Callable[..., None], *arguments: str) -> Any:
    """What a function tells that runs in a process of its own."""
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    process = context.Process(target=work, args=(*arguments, told))
    process.start()
    found = told.get(timeout=900)
    process.join()
    return found


def main(thousands: int) -> None:
    from civiapi.sandbox import Site
    from civiapi.sandbox.serve import running

    folder = tempfile.TemporaryDirectory()
    with folder, Site.open(f"{folder.name}/site.sqlite", sample=thousands) as site, running(site) as served:
        place = (served.url, served.api_key, folder.name)
        best = apart(timed, *place)
        print(f"{thousands},000 people       seconds   times by hand   MB above start")
        for name, seconds in best.items():
            size = apart(grown, name, *place)
            print(f"{name:20} {seconds:11.2f} {seconds / best['by_hand']:15.2f} {size:16.0f}", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
