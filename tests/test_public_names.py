"""What `civiapi` offers, and where the package that it is drop-in for has it."""

from __future__ import annotations

import importlib
import inspect
import os
import subprocess
import sys
from typing import Any

import pytest

import civiapi

NAMES = """
    AccessDenied Answer ApiCall ApiCallError ApiError AsyncApi AsyncHttpApiV3 AsyncHttpApiV4 AsyncPage AsyncQuery AsyncStream BaseAction BaseApi BaseEntity CallTimeout CommandFailed
    ConnectionFailed CvApiV3 CvApiV4 GatewayError HttpApiV3 HttpApiV4 InvalidCall InvalidResponse NotFound NotSingle Page
    PermissionDenied Q Query RateLimited Result SandboxApiV3 SandboxApiV4 Stream TransportError Unavailable UsageError __version__
    connect export_site import_site transfer v3 v4
""".split()
#: The package followed has these modules and names.
HOMES = {
    "base": ["BaseApi", "BaseEntity", "BaseAction"],
    "http": ["HttpApiV3", "HttpApiV4"],
    "cv": ["CvApiV3", "CvApiV4"],
    "v3": ["ENTITIES", "ACTIONS"],
    "v4": ["ENTITIES", "ACTIONS"],
    "errors": ["ApiCallError", "ApiError", "AccessDenied", "InvalidResponse"],
}


def test_names() -> None:
    assert set(NAMES) <= set(civiapi.__all__)
    assert civiapi.__all__ == sorted(civiapi.__all__)
    assert set(civiapi.__all__) <= set(dir(civiapi))
    for name in civiapi.__all__:
        found = getattr(civiapi, name)
        assert found is getattr(civiapi, name)
        assert inspect.ismodule(found) or name == "__version__" or found.__name__ == name


def test_star() -> None:
    names: dict[str, Any] = {}
    exec("from civiapi import *", names)
    assert set(civiapi.__all__) <= set(names)


def test_what_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'civiapi' has no attribute 'HttpApi5'"):
        civiapi.HttpApi5  # noqa: B018
    with pytest.raises(ImportError):
        exec("from civiapi import nothing")


@pytest.mark.parametrize(("module", "names"), HOMES.items())
def test_homes(module: str, names: list[str]) -> None:
    found = importlib.import_module(f"civiapi.{module}")
    for name in names:
        assert hasattr(found, name)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("HttpApiV3", ["url", "api_key", "site_key", "htaccess", "verify_ssl", "timeout"]),
        ("HttpApiV4", ["url", "api_key", "htaccess", "verify_ssl", "timeout"]),
        ("AsyncHttpApiV3", ["url", "api_key", "site_key", "htaccess", "verify_ssl", "timeout"]),
        ("AsyncHttpApiV4", ["url", "api_key", "htaccess", "verify_ssl", "timeout"]),
        ("CvApiV3", ["cv", "cwd", "context"]),
        ("CvApiV4", ["cv", "cwd", "context"]),
    ],
)
def test_positional_arguments_are_those_of_the_package_followed(name: str, arguments: list[str]) -> None:
    kinds = inspect.signature(getattr(civiapi, name)).parameters.values()
    assert [one.name for one in kinds if one.kind is one.POSITIONAL_OR_KEYWORD] == arguments


def test_lists_of_names() -> None:
    for version in (civiapi.v3, civiapi.v4):
        for names in (version.ENTITIES, version.ACTIONS):
            assert type(names) is list
            assert {type(name) for name in names} == {str}


def test_docstrings() -> None:
    for name in civiapi.__all__:
        if name != "__version__":
            assert getattr(civiapi, name).__doc__, name


IDLE = """
    requests urllib3 plumbum tenacity sqlite3 starlette uvicorn click rich platformdirs httpx anyio pandas polars openpyxl
    typing_extensions pyarrow dask numpy
""".split()


def _imported_by(code: str) -> set[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("COV")}  # it imports much
    told = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=300,
        env=env,
    )
    assert told.returncode == 0, told.stderr
    return {name.partition(".")[0] for name in told.stdout.split()} | set(told.stdout.split())


def test_import_is_cheap() -> None:
    imported = _imported_by("import civiapi")
    assert not imported & set(IDLE)
    assert {name for name in imported if name.startswith("civiapi.")} == {"civiapi._version"}


@pytest.mark.parametrize(
    ("code", "idle"),
    [
        ("from civiapi import v3, v4, Result, ApiError", {"plumbum", "tenacity", "sqlite3", "civiapi.http"}),
        (
            "from civiapi import HttpApiV4; HttpApiV4('https://crm.example.org', 'key').Contact.get",
            {"plumbum", "tenacity", "sqlite3", "click", "civiapi.cv", "civiapi.sandbox"},
        ),
        (
            "from civiapi import CvApiV4; CvApiV4('cv', context='ssh host')._backend.site",
            {"tenacity", "sqlite3", "click", "civiapi.http", "civiapi.sandbox"},
        ),
        (
            "from civiapi import AsyncApi, AsyncHttpApiV4",
            {"httpx", "plumbum", "tenacity", "sqlite3", "civiapi.aclient", "civiapi.http", "civiapi.cv"},
        ),
        ("from civiapi import connect", {"plumbum", "tenacity", "sqlite3", "civiapi.http", "civiapi.cv"}),
    ],
)
def test_nothing_is_imported_that_is_not_used(code: str, idle: set[str]) -> None:
    assert not _imported_by(code) & idle
