"""What the command costs to start: against a Python that imports what it is made with, click and rich.

Run by hand: ``python benchmarks/command.py``.  The medians of processes started in turns; the aim is a ratio
under 2 for ``civiapi --help``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 15
COMMAND = [sys.executable, "-m", "civiapi.cli"]
STARTS = {
    "python -c 'import click, rich'": [sys.executable, "-c", "import click, rich"],
    "civiapi --help": [*COMMAND, "--help"],
    "civiapi export --help": [*COMMAND, "export", "--help"],
    "completion of a command": [*COMMAND],
    "completion of a field": [*COMMAND],
    "civiapi get Contact --limit 1": [*COMMAND, "--site", "sandbox", "get", "Contact", "--limit", "1"],
}
TABS = {
    "completion of a command": ("civiapi ex", "1"),
    "completion of a field": ("civiapi --site sandbox get Contact --select first", "6"),
}


def seconds(name: str, environment: dict[str, str]) -> float:
    """How long one start takes."""
    if name in TABS:
        words, place = TABS[name]
        asked = {"_CIVIAPI_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": place}
        environment = {**environment, **asked}
    started = time.perf_counter()
    subprocess.run(STARTS[name], env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_DATA_HOME": folder, "XDG_CACHE_HOME": folder}
        subprocess.run(
            [*COMMAND, "--site", "sandbox", "fields", "Contact"],
            env=environment,
            check=True,
            capture_output=True,
        )
        times: dict[str, list[float]] = {name: [] for name in STARTS}
        for _ in range(ROUNDS):
            for name, taken in times.items():
                taken.append(seconds(name, environment))
    base = statistics.median(times[next(iter(STARTS))])
    for name, taken in times.items():
        middle = statistics.median(taken)
        print(f"{name:32} {middle * 1000:7.0f} ms {middle / base:6.2f}")


if __name__ == "__main__":
    main()
