"""A move that is killed at any moment and started again ends as one that was not.

CIVIAPI_KILLS=20 in the environment kills at more moments than usual; CIVIAPI_SEED=n at others, chosen at random
where n is "random".
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from civiapi import SandboxApiV4, transfer

from . import world
from .checker import canonical, differences, ids_in

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("CIVIAPI_KILLS", "3"))
SEED = random.randrange(10**6) if (given := os.environ.get("CIVIAPI_SEED", "1")) == "random" else int(given)


def run(folder: Path, at: int, workers: int) -> subprocess.CompletedProcess[str]:
    names = [str(folder / name) for name in ("old.sqlite", "new.sqlite", "move.db")]
    command = [sys.executable, "-m", "tests.transfer.killed", *names, str(at), str(workers)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)


def fresh(two_sites: tuple[Path, Path], folder: Path) -> Path:
    folder.mkdir()
    for file in two_sites:
        shutil.copyfile(file, folder / file.name)
    return folder


@pytest.mark.parametrize("workers", [1, 3])
def test_killed_and_started_again(two_sites: tuple[Path, Path], tmp_path: Path, workers: int) -> None:
    whole = fresh(two_sites, tmp_path / "whole")
    told = run(whole, 0, workers)
    assert told.returncode == 0, told.stderr
    with SandboxApiV4(whole / "new.sqlite") as api:
        wanted = canonical(api)
    moments = random.Random(SEED)
    kills = KILLS if workers == 1 else max(1, KILLS // 3)
    for kill in range(kills):
        folder = fresh(two_sites, tmp_path / f"killed-{kill}")
        at = 1 + int((int(told.stdout) - 1) * (kill + moments.random()) / kills)  # one in each part of it
        said = f"killed at moment {at} of {told.stdout.strip()}, CIVIAPI_SEED={SEED}"
        killed = run(folder, at, workers)
        assert killed.returncode in (-9, 0 if workers > 1 else -9), killed.stderr
        old, new, journal = folder / "old.sqlite", folder / "new.sqlite", folder / "move.db"
        with SandboxApiV4(old) as src, SandboxApiV4(new) as dst:
            report = transfer(src, dst, world.ENTITIES, journal=journal, workers=workers)
            assert report.ok, f"{said}\n{report}"
            assert not report.problems, f"{said}\n{report}"
            assert differences(src, dst, ids_in(journal)) == [], said
            assert canonical(dst) == wanted, said
            again = transfer(src, dst, world.ENTITIES, journal=journal)
            assert set(again.totals.values()) == {0, again.totals["unchanged"]}, f"{said}\n{again}"
