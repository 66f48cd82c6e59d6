"""The command ``civiapi``; it needs the extra ``cli``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec

NEEDED = ("click", "rich", "platformdirs", "tomlkit")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command with these words (without its own name); its exit code."""
    if any(find_spec(name) is None for name in NEEDED):
        sys.stderr.write('civiapi: the command needs some more packages: pip install "civiapi[cli]"\n')
        return 2
    try:
        from .app import run
    except KeyboardInterrupt:
        return 130
    return run(sys.argv[1:] if argv is None else argv)
