"""docs/fidelity.rst says of all recordings that differ that they do, and why; none is left out silently."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from . import test_conformance, unlike
from .recorded_site import load

ROOT = Path(__file__).parents[2]
WIRE = ROOT.parent / "shared" / "wire"
PAGE = ROOT / "docs" / "fidelity.rst"


def told(differing: Mapping[str, tuple[str, str]]) -> str:
    """What the page says of the recordings of one kind: names that share a reason together."""
    names: dict[tuple[str, str], list[str]] = {}
    for name, reason in differing.items():
        names.setdefault(reason, []).append(f"``{name}``")
    return "".join(f"{', '.join(known)}\n    {how}: {why}\n" for (how, why), known in names.items())


@pytest.mark.parametrize("kind", ["HTTP", "CV", "PIPE"])
def test_the_page_lists_what_differs(kind):
    assert told(getattr(unlike, kind)) in PAGE.read_text(encoding="utf-8")


def test_the_page_lists_nothing_else():
    listed = PAGE.read_text(encoding="utf-8").partition("Recordings that differ")[2].count("``") // 2
    assert listed == len(unlike.HTTP) + len(unlike.CV) + len(unlike.PIPE)


def test_the_page_has_the_score():
    score = f"{test_conformance.STEPS} calls in 37 stories"
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    assert score in page
    assert f"{test_conformance.REACHED} answers are the same" in page


@pytest.mark.skipif(not WIRE.is_dir(), reason="there is no folder ../shared/wire")
@pytest.mark.parametrize("file", ["http.json", "cv.json", "pipe.json"])
def test_every_recording_of_a_stock_site_is_replayed(file):
    recorded = json.loads((WIRE / file).read_text(encoding="utf-8"))
    known = {one["name"] for one in load(file)}
    assert [one["name"] for one in recorded if not one.get("constructed") and one["name"] not in known] == []
