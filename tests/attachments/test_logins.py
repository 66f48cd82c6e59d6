"""Files with log-ins other than an api key, and by other routes."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from civiapi import AsyncHttpApiV4, HttpApiV3, HttpApiV4, Jwt, Password, codec
from civiapi.downloads import place
from civiapi.sandbox import Site
from civiapi.sandbox.serve import Running, running

from ..sites.test_login import log_out, paths, setting, token
from ..support import PASSWORD, URL

CONTENT = bytes(range(256))


@pytest.fixture(scope="module")
def site(new_site: Any) -> Iterator[Running]:
    file = new_site()
    setting(file, authx_login_cred=["jwt", "pass"])
    with Site.open(file) as opened, running(opened, password=PASSWORD) as served:
        yield served


@pytest.mark.parametrize("kind", [HttpApiV4, HttpApiV3])
def test_session_that_ends_is_renewed(kind: Any, site: Running, tmp_path: Path) -> None:
    with kind(site.url, auth=Password("admin", PASSWORD), retries=0) as api:
        made = api.Contact.attach(2, io.BytesIO(CONTENT), name="a.pdf")
        assert api.download(made, tmp_path / "a").read_bytes() == CONTENT
        log_out(site)
        again = api.Contact.attach(2, io.BytesIO(CONTENT), name="b.pdf")
        assert again["id"] == made["id"] + 1
        row = api.Contact.attachments(2)[-1]
        log_out(site)
        with (tmp_path / "b").open("wb") as out:
            api._backend.fetch(None, row, out)
        assert (tmp_path / "b").read_bytes() == CONTENT
    assert paths(site)[-4:] == ["file", "authx/login", "authx/id", "file"]


def test_awaited_session_that_ends_is_renewed(site: Running, tmp_path: Path) -> None:
    async def use() -> None:
        async with AsyncHttpApiV4(site.url, auth=Password("admin", PASSWORD), retries=0) as api:
            made = await api.Contact.attach(2, io.BytesIO(CONTENT), name="a.pdf")
            log_out(site)
            assert (await api.download(made, tmp_path / "a")).read_bytes() == CONTENT

    asyncio.run(use())


def test_token(site: Running, tmp_path: Path) -> None:
    with HttpApiV4(site.url, auth=Jwt(token(site))) as api:
        made = api.Contact.attach(2, io.BytesIO(CONTENT), name="a.pdf")
        assert api.download(made, tmp_path / "a").read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("route", "url"),
    [
        ("", f"{URL}/civicrm/ajax/rest?json=%7B!"),
        ("wordpress", f"{URL}/?civiwp=CiviCRM&q=civicrm/ajax/rest&json=%7B!"),
        ("https://other.example.org/x/civicrm/ajax/api4", "https://other.example.org/x/civicrm/ajax/rest?json=%7B!"),
    ],
)  # fmt: skip
def test_route_of_the_other_version(route: str, url: str) -> None:
    site = codec.Site(URL, 4, "key", "site key", route).speaking(3)
    assert site.url("", "json") == url
    assert site.speaking(3) is site


def test_credentials_go_where_the_route_leads() -> None:
    site = codec.Site(URL, 4, "key", route="https://other.example.org/x/civicrm/ajax/api4")
    url = "https://other.example.org/x/civicrm/file?id=7"
    assert place(site, {"url": url}) == url
    with pytest.raises(ValueError, match=r"go to https://other\.example\.org only"):
        place(site, {"url": f"{URL}/civicrm/file?id=7"})
