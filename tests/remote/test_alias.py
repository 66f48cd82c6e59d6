"""cv with a site alias: it starts a cv somewhere else, and its own exit code is always 0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from civiapi import ApiCallError, CvApiV4, InvalidResponse, PipeApiV4
from civiapi.sandbox.serve import Running

#: Takes the alias as its first word alone, runs what {command} is with the other words, loses the exit code.
ALIASED = """#!/bin/sh
[ "$1" = @mysite ] || exit 64
shift
{command} "$@"
exit 0
"""


@pytest.fixture(params=[CvApiV4, PipeApiV4])
def make(request: pytest.FixtureRequest) -> Any:
    return request.param


def aliased(folder: Path, command: str) -> list[str | Path]:
    file = folder / "cv"
    file.write_text(ALIASED.format(command=command))
    file.chmod(0o755)
    return [file, "@mysite"]


def test_calls(served: Running, tmp_path: Path, make: Any) -> None:
    with make(aliased(tmp_path, served.cv), cwd="/") as api:
        assert api.Contact.get(id=2, select=["id"]) == [{"id": 2}]
        with pytest.raises(ApiCallError, match="Invalid field"):
            api.Contact.get(bogus=1)


def test_what_fails_there(tmp_path: Path, make: Any) -> None:
    with pytest.raises(InvalidResponse, match="give cv= with its full path") as caught:
        make(aliased(tmp_path, "no-such-cv")).Contact.delete(id=5)
    assert caught.value.handled is False


def test_a_connection_that_broke_is_not_taken_for_an_end_of_php(served: Running, tmp_path: Path) -> None:
    served.faults.clear()
    served.faults.add("kill", entity="Tag", action="create", nth=2)
    api = CvApiV4(aliased(tmp_path, served.cv), retries=0)
    outcomes = api.batch([("Tag", "create", {"name": f"alias {number}"}) for number in range(4)])
    assert outcomes[0].result()
    for pending in outcomes[1:]:
        with pytest.raises(InvalidResponse, match="without an answer") as caught:
            pending.result()
        assert caught.value.handled is None, "the other end may go on"
