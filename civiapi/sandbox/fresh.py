"""Fresh sites for tests: each a copy of a template, served, and gone without a trace at the end."""

from __future__ import annotations

import contextlib
import secrets
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


def copy_site(template: str | Path, file: str | Path) -> None:
    """Make another site of a template: all that it holds, but keys of its own.

    A port may be that of a site before, and what is kept of a site (its schema) is told by URL and key.
    """
    shutil.copyfile(template, file)
    with Site.open(file) as site:
        for name in ("api_key", "site_key"):
            site.store.set_meta(name, secrets.token_hex(16))


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
            copy_site(template, file)
        with Site.open(file) as site, running(site, boot=boot, log_limit=log_limit) as served:
            yield served
