"""connect(): an api from a name or the environment."""

from __future__ import annotations

from typing import Any

import pytest

from civiapi import CvApiV3, CvApiV4, HttpApiV3, HttpApiV4, SandboxApiV3, SandboxApiV4, UsageError, connect

from .support import API_KEY, SITE_KEY, URL, secrets_in

HTTP = {"CIVIAPI_URL": URL, "CIVIAPI_API_KEY": API_KEY, "CIVIAPI_SITE_KEY": SITE_KEY}


@pytest.mark.parametrize(
    ("environment", "version", "kind"),
    [
        (HTTP, None, HttpApiV4),
        (HTTP, 3, HttpApiV3),
        ({**HTTP, "CIVIAPI_VERSION": "3"}, None, HttpApiV3),
        ({**HTTP, "CIVIAPI_VERSION": "3"}, 4, HttpApiV4),
        ({"CIVIAPI_CV": "/opt/cv"}, None, CvApiV4),
        ({"CIVIAPI_CONTEXT": "ssh host", "CIVIAPI_CWD": "/srv"}, 3, CvApiV3),
    ],
)
def test_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], version: int | None, kind: type
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    api = connect(version=version, timeout=7, retries=0)
    assert type(api) is kind
    assert api._retries == 0
    backend: Any = api._backend
    assert backend._timeout == 7
    if "CIVIAPI_URL" in environment:
        assert (backend._site.base, backend._site.api_key, backend._site.site_key) == (URL, API_KEY, SITE_KEY)
    elif "CIVIAPI_CV" in environment:
        assert backend._argv == ["/opt/cv", "pipe", "t"]
    else:
        assert backend._argv == ["ssh", "host", "cv", "--cwd=/srv", "pipe", "t"]


@pytest.mark.parametrize(("version", "kind"), [(None, SandboxApiV4), (4, SandboxApiV4), (3, SandboxApiV3)])
def test_sandbox(version: int | None, kind: type) -> None:
    assert type(connect("sandbox", version=version)) is kind
    assert type(connect("sandbox", version=version, timeout=5)) is kind  # as any site


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "CIVIAPI_URL"),
        ({"CIVIAPI_URL": URL}, "CIVIAPI_API_KEY"),
        ({**HTTP, "CIVIAPI_CV": "cv"}, "both set"),
        ({**HTTP, "CIVIAPI_VERSION": "5"}, "CIVIAPI_VERSION is 3 or 4"),
    ],
)
def test_what_is_not_said(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], words: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=words) as caught:
        connect()
    assert not secrets_in(str(caught.value))


def test_no_such_site_or_version() -> None:
    with pytest.raises(UsageError, match="nowhere"):
        connect("nowhere")
    with pytest.raises(UsageError, match="version 5"):
        connect("sandbox", version=5)


def test_an_address_is_no_name() -> None:
    with pytest.raises(UsageError, match=r"HttpApiV4\(url"):
        connect("https://crm.example.org")
