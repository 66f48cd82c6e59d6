"""Fresh sites for tests: each a copy of a template, served, and gone without a trace at the end."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .bench import LOG_LIMIT
from .serve import Running, running
from .site import Site


def make_template(file: str | Path, *, sample: bool | int = True) -> Path:
    """Make a site to be copied, if there is none yet; some half a second.  Returns the file.

    sample: as for Site.open.
    """
    with Site.open(file, sample=sample) as site:
        return site.file


@contextlib.contextmanager
def fresh_site(
    template: str | Path | None = None, *, boot: float = 0, log_limit: int = LOG_LIMIT
) -> Iterator[Running]:
    """A site of its own on a free port: a copy of `template` (None: a new one with sample data).

    boot: milliseconds that each request waits, as it would for PHP; log_limit: how many requests the log
    keeps.
    """
    with tempfile.TemporaryDirectory(prefix="civiapi-") as folder:
        file = Path(folder, "site.sqlite")
        if template is not None:
            shutil.copyfile(template, file)
        with Site.open(file) as site, running(site, boot=boot, log_limit=log_limit) as served:
            yield served
