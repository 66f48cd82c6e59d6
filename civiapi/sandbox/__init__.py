"""The sandbox: an embedded stand-in for one CiviCRM site, in one SQLite file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .errors import NotSimulated as NotSimulated
    from .errors import SiteError as SiteError
    from .site import Site as Site

__all__ = ["NotSimulated", "Site", "SiteError"]
HOMES = {"Site": "site", "SiteError": "errors", "NotSimulated": "errors"}


def __getattr__(name: str) -> Any:
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{HOMES[name]}", __name__), name)
