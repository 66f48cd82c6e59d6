"""Every transport to one site: the contract says that they are alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from civiapi import (
    BaseApi,
    CvApiV3,
    CvApiV4,
    HttpApiV3,
    HttpApiV4,
    PipeApiV3,
    PipeApiV4,
    SandboxApiV3,
    SandboxApiV4,
)
from civiapi.sandbox.serve import Running

from ..aio.support import BlockingV3, BlockingV4
from ..remote.server import has_sshd

V4 = {
    "inprocess": lambda site: SandboxApiV4(site.file),
    "http": lambda site: HttpApiV4(site.url, site.api_key),
    "http-async": lambda site: BlockingV4(site.url, site.api_key),
    "cv": lambda site: CvApiV4(site.cv),
    "cv-shell": lambda site: CvApiV4(site.cv, context="sh -c"),
    "cv-words": lambda site: CvApiV4(site.cv.split(), context=["env", "A_VARIABLE=with blank"]),
    "pipe": lambda site: PipeApiV4(site.cv),
    "cv-checked": lambda site: CvApiV4(site.cv, user="admin", check_permissions=True),
    "pipe-checked": lambda site: PipeApiV4(site.cv, user="admin", check_permissions=True),
}
V3 = {
    "inprocess": lambda site: SandboxApiV3(site.file),
    "http": lambda site: HttpApiV3(site.url, site.api_key, site.site_key),
    "http-async": lambda site: BlockingV3(site.url, site.api_key, site.site_key),
    "cv": lambda site: CvApiV3(site.cv),
    "pipe": lambda site: PipeApiV3(site.cv, context="sh -c"),
    "cv-shell": lambda site: CvApiV3(site.cv, context=["bash", "-lc"]),
    "cv-words": lambda site: CvApiV3(
        site.cv.split(), context=[["env", "A_VARIABLE=with blank"], "nice -n 1"]
    ),
}


#: The same on another host; what ssh_context is, see tests/conftest.py.
SSH4 = {
    "ssh": lambda site, context: CvApiV4(site.cv, context=context),
    "ssh-pipe": lambda site, context: PipeApiV4(site.cv, context=context),
}
SSH3 = {
    "ssh": lambda site, context: CvApiV3(site.cv, context=context),
    "ssh-pipe": lambda site, context: PipeApiV3(site.cv, context=context),
}


def _made(request: pytest.FixtureRequest, served: Running, name: str, near: dict, far: dict) -> Any:
    if name in near:
        return near[name](served)
    return far[name](served, request.getfixturevalue("ssh_context"))


@pytest.fixture(params=[*V4, *SSH4])
def api4(request: pytest.FixtureRequest, served: Running) -> Iterator[BaseApi]:
    with _made(request, served, request.param, V4, SSH4) as api:
        yield api


@pytest.fixture(params=[*V3, *SSH3])
def api3(request: pytest.FixtureRequest, served: Running) -> Iterator[BaseApi]:
    with _made(request, served, request.param, V3, SSH3) as api:
        yield api


@pytest.fixture
def all4(request: pytest.FixtureRequest, served: Running) -> Iterator[dict[str, BaseApi]]:
    yield from _all(request, served, V4, SSH4)


@pytest.fixture
def all3(request: pytest.FixtureRequest, served: Running) -> Iterator[dict[str, BaseApi]]:
    yield from _all(request, served, V3, SSH3)


def _all(
    request: pytest.FixtureRequest, served: Running, near: dict, far: dict
) -> Iterator[dict[str, BaseApi]]:
    apis = {name: _made(request, served, name, near, far) for name in [*near, *(far if has_sshd() else ())]}
    yield apis
    for api in apis.values():
        api.close()
