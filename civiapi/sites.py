"""From a site's name, or the environment, to an api."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from .base import BaseApi
from .errors import UsageError

if TYPE_CHECKING:
    from . import stocktypes

SANDBOX = "sandbox"


@overload
def connect(
    site: str | None = None, *, version: Literal[4] | None = None, **options: Any
) -> stocktypes.Api: ...


@overload
def connect(site: str | None = None, *, version: int | None, **options: Any) -> BaseApi: ...


def connect(site: str | None = None, *, version: int | None = None, **options: Any) -> BaseApi:
    """An api for a site.

    ``"sandbox"`` is the embedded site.  Without a name the environment says where: ``CIVIAPI_URL`` with
    ``CIVIAPI_API_KEY`` and perhaps ``CIVIAPI_SITE_KEY``; or ``CIVIAPI_CV``, ``CIVIAPI_CWD`` and
    ``CIVIAPI_CONTEXT``, any of them, for the cv command; ``CIVIAPI_VERSION`` is 4 unless it says 3.
    ``options`` are those of the api, such as ``timeout`` or ``retries``.
    """
    version = version or environment_version(os.environ)
    if version not in (3, 4):
        raise UsageError(f"CiviCRM has APIv3 and APIv4, no version {version}")
    if site == SANDBOX:
        from . import inprocess

        return (inprocess.SandboxApiV4 if version == 4 else inprocess.SandboxApiV3)(**options)
    if site is not None:
        raise UsageError(f"no site {site!r}; there is {SANDBOX!r}, and the environment's without a name")
    return _from_environment(os.environ, version, options)


def environment_version(environ: Mapping[str, str]) -> int:
    """The API's version that CIVIAPI_VERSION names, 4 unless it is set."""
    text = environ.get("CIVIAPI_VERSION", "4")
    if text not in ("3", "4"):
        raise UsageError(f"CIVIAPI_VERSION is 3 or 4, not {text!r}")
    return int(text)


def _from_environment(environ: Mapping[str, str], version: int, options: dict[str, Any]) -> BaseApi:
    url = environ.get("CIVIAPI_URL")
    commanded = {name: environ[key] for name, key in _COMMANDS.items() if environ.get(key)}
    if url and commanded:
        raise UsageError(
            f"CIVIAPI_URL and {_COMMANDS[next(iter(commanded))]} are both set; unset one of them"
        )
    if url:
        return http_api(url, version, environ, options)
    if commanded:
        return cv_api(version, **commanded, **options)
    raise UsageError(
        "no site: name one, or set CIVIAPI_URL and CIVIAPI_API_KEY, or CIVIAPI_CV or CIVIAPI_CONTEXT"
    )


_COMMANDS = {"cv": "CIVIAPI_CV", "cwd": "CIVIAPI_CWD", "context": "CIVIAPI_CONTEXT"}


def http_api(url: str, version: int, environ: Mapping[str, str], options: dict[str, Any]) -> BaseApi:
    """An api over HTTP, its keys from the environment."""
    from . import http

    key = environ.get("CIVIAPI_API_KEY")
    if not key:
        raise UsageError(f"no key for {url}: set CIVIAPI_API_KEY")
    api = http.HttpApiV4 if version == 4 else http.HttpApiV3
    return api(url, key, site_key=environ.get("CIVIAPI_SITE_KEY"), **options)


def cv_api(version: int, **options: Any) -> BaseApi:
    """An api through the cv command."""
    from . import cv

    return (cv.CvApiV4 if version == 4 else cv.CvApiV3)(**options)
