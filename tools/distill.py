"""Make civiapi/sandbox/data/schema.json.gz from a folder with the facts v4.json and v3.json.

    python tools/distill.py FOLDER

The same facts give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import sys
from typing import Any

TARGET = pathlib.Path(__file__).parent.parent / "civiapi" / "sandbox" / "data" / "schema.json.gz"


def distill(folder: pathlib.Path) -> dict[str, Any]:
    """What the sandbox ships: {"civicrm", "options", "params", "v4": {name: entity}, "v3": {...}}."""
    v4 = json.loads((folder / "v4.json").read_text(encoding="utf-8"))
    v3 = json.loads((folder / "v3.json").read_text(encoding="utf-8"))
    return {
        "civicrm": v4["civicrm"],
        "options": v4["options"],
        "params": v4["params"],
        "v4": {entity["name"]: entity for entity in v4["entities"]},
        "v3": {entity["name"]: entity for entity in v3["entities"]},
        "v3_types": v3["types"],
        "v3_generic": v3["generic_actions"],
    }


def packed(facts: dict[str, Any]) -> bytes:
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def main() -> None:
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_bytes(packed(distill(pathlib.Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
