"""That the reference of the commands is what their help says now."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def page():
    return runpy.run_path(str(ROOT / "tools" / "clidocs.py"))["page"]()


def test_it_is_up_to_date(page):
    shipped = (ROOT / "docs" / "cli.rst").read_text(encoding="utf-8")
    assert page == shipped, "run python tools/clidocs.py"


@pytest.mark.parametrize("words", [(), ("import",), ("site", "add"), ("sandbox", "serve")])
def test_it_is_what_the_command_prints(civiapi, page, words):
    code, out, _ = civiapi(*words, "--help")
    told = "".join(f"    {line}".rstrip() + "\n" for line in out.splitlines())
    assert code == 0
    assert f"::\n\n{told}" in page
