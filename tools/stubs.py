"""Make civiapi/stocktypes.pyi from what the sandbox, a stock site, says of itself.

    python tools/stubs.py

The same facts give the same bytes.
"""

from __future__ import annotations

import pathlib
import tempfile

from civiapi import SandboxApiV4
from civiapi.schema.stubs import stubs

TARGET = pathlib.Path(__file__).parent.parent / "civiapi" / "stocktypes.pyi"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, SandboxApiV4(pathlib.Path(folder) / "site.sqlite") as api:
        TARGET.write_text(stubs(api.schema.load()), encoding="utf-8")


if __name__ == "__main__":
    main()
