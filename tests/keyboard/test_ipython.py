"""IPython itself is asked what it completes and shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from civiapi.schema import Schema

pytest.importorskip("IPython")

#: Asks the completer of a shell, as Tab does; and the inspector, as ``?`` does.
PROGRAM = """
import sys
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from civiapi import SandboxApiV4

class Told(SandboxApiV4):
    def send(self, calls):
        print("CALL", *calls)
        return super().send(calls)

shell = InteractiveShell.instance()
shell.user_ns["api"] = Told(sys.argv[1], schema=sys.argv[2])

def completed(text):
    with provisionalcompleter():
        found = [one.text for one in shell.Completer.completions(text, len(text))]
    print(text, *(name.lstrip(".") for name in found))

for text in sys.argv[3:]:
    completed(text)
print(shell.object_inspect_text("api.Contact"))
print(shell.object_inspect_text("api.Activity.create"))
print(shell.object_inspect_text("api.Eck_Pet"))
"""
ASKED = [
    "api.Custom_",
    "api.Eck_P",
    "api.Eck_Pet.create(sub",
    "api.Contact.merge",
    "api.Contact.get(first_",
    "api.Activity.create(source_c",
]


@pytest.fixture(scope="module")
def shown(custom_file: Path, whole: Schema, tmp_path_factory: pytest.TempPathFactory) -> str:
    home = tmp_path_factory.mktemp("ipython")
    schema = home / "schema.json"
    schema.write_text(whole.to_json())
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(custom_file), str(schema), *ASKED],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | {"IPYTHONDIR": str(home), "HOME": str(home)},
    )
    assert told.returncode == 0, told.stderr
    return re.sub(r"\x1b\[[0-9;]*m", "", told.stdout)


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("api.Custom_", {"Custom_Degrees"}),
        ("api.Eck_P", {"Eck_Pet"}),
        ("api.Eck_Pet.create(sub", {"subtype="}),
        ("api.Contact.merge", {"mergeDuplicates"}),
        ("api.Contact.get(first_", {"first_name="}),
        ("api.Activity.create(source_c", {"source_contact_id="}),
    ],
)
def test_completion(shown: str, asked: str, names: set[str]) -> None:
    (line,) = (line for line in shown.splitlines() if line.startswith(f"{asked} "))
    assert set(line.split()[1:]) == names


def test_question_mark(shown: str) -> None:
    assert "Facts.Colour" in shown
    assert "activity_type_id: int" in shown
    assert "Care.Food" in shown
    assert "CALL" not in shown  # IPython asks objects for getdoc(), which is no action
