"""Every transport to one site: the contract says that they are alike."""

from __future__ import annotations

from collections.abc import Iterator

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

V4 = {
    "inprocess": lambda site: SandboxApiV4(site.file),
    "http": lambda site: HttpApiV4(site.url, site.api_key),
    "cv": lambda site: CvApiV4(site.cv),
    "cv-shell": lambda site: CvApiV4(site.cv, context="sh -c"),
    "cv-words": lambda site: CvApiV4(site.cv.split(), context=["env", "A_VARIABLE=with blank"]),
    "pipe": lambda site: PipeApiV4(site.cv),
    "cv-checked": lambda site: CvApiV4(site.cv, user="admin", check_permissions=True),
}
V3 = {
    "inprocess": lambda site: SandboxApiV3(site.file),
    "http": lambda site: HttpApiV3(site.url, site.api_key, site.site_key),
    "cv": lambda site: CvApiV3(site.cv),
    "pipe": lambda site: PipeApiV3(site.cv, context="sh -c"),
    "cv-shell": lambda site: CvApiV3(site.cv, context=["bash", "-lc"]),
    "cv-words": lambda site: CvApiV3(
        site.cv.split(), context=[["env", "A_VARIABLE=with blank"], "nice -n 1"]
    ),
}


def _api(request: pytest.FixtureRequest, served: Running, makers: dict) -> Iterator[BaseApi]:
    with makers[request.param](served) as api:
        yield api


@pytest.fixture(params=V4)
def api4(request: pytest.FixtureRequest, served: Running) -> Iterator[BaseApi]:
    yield from _api(request, served, V4)


@pytest.fixture(params=V3)
def api3(request: pytest.FixtureRequest, served: Running) -> Iterator[BaseApi]:
    yield from _api(request, served, V3)


@pytest.fixture
def all4(served: Running) -> dict[str, BaseApi]:
    return {name: make(served) for name, make in V4.items()}


@pytest.fixture
def all3(served: Running) -> dict[str, BaseApi]:
    return {name: make(served) for name, make in V3.items()}
