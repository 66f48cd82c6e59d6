"""A CiviCRM for your tests, as pytest fixtures; pytest finds them by itself once civiapi is installed.

`civi_site` is a fresh site on a free port, `civi_api` an api on it.  Nothing but this file is imported
before a test asks for one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from .base import BaseApi
    from .sandbox.serve import Running
    from .sandbox.users import User

MARKER = (
    'civi(transport="http", version=4, **options): how the fixture civi_api reaches its site: '
    '"http", "cv" or "inprocess"; options are those of the api.'
)
USERS = (
    'civi_users("NAME:ROLE", ...): users of civi_site besides the administrator, as those of civiapi sandbox '
    "serve --user; civi_site.users[NAME] has their keys."
)
_APIS = {"http": "HttpApi", "cv": "CvApi", "pipe": "PipeApi", "inprocess": "SandboxApi"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", MARKER)
    config.addinivalue_line("markers", USERS)


@pytest.fixture(scope="session")
def civi_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of which each site is a copy, made once a session; override it to add to it."""
    from .sandbox.fresh import make_template

    return make_template(tmp_path_factory.mktemp("civiapi") / "template.sqlite")


@pytest.fixture
def civi_site(request: pytest.FixtureRequest, civi_template: Path) -> Iterator[Running]:
    """A fresh CiviCRM for one test: .url .api_key .site_key .cv .file .faults .log .users"""
    from .sandbox.fresh import fresh_site

    with fresh_site(civi_template) as site:
        wanted = [text for marker in request.node.iter_markers("civi_users") for text in marker.args]
        if wanted:
            site.users.update(_made(site.file, wanted))
        yield site


def _made(file: str, wanted: list[str]) -> dict[str, User]:
    from .sandbox import Site
    from .sandbox.users import add_users

    with Site.open(file) as site:
        return add_users(site, wanted)


@pytest.fixture
def civi_api(request: pytest.FixtureRequest, civi_site: Running) -> Iterator[BaseApi]:
    """An api on civi_site: over HTTP, APIv4, unless the marker civi or a parameter says otherwise."""
    marker = request.node.get_closest_marker("civi")
    options: dict[str, Any] = {}
    if marker is not None:
        options |= dict(zip(("transport", "version"), marker.args, strict=False)) | marker.kwargs
    with api_on(civi_site, **{**options, **_wanted(getattr(request, "param", {}))}) as api:
        yield api


def _wanted(param: Any) -> dict[str, Any]:
    """What a parameter of civi_api says: a transport, (transport, version), or options by name."""
    if isinstance(param, Mapping):
        return {**param}
    given = [param] if isinstance(param, str) else [*param]
    return dict(zip(("transport", "version"), given, strict=False))


def api_on(
    site: Running, transport: str = "http", version: int = 4, *, as_user: str | None = None, **options: Any
) -> BaseApi:
    """An api on a site: "http", "cv", "pipe" or "inprocess"; version 3 or 4; options are those of the api.

    ``as_user`` is one of ``site.users``, by name, whose permissions then count, through cv too.
    """
    import civiapi

    if transport not in _APIS or version not in (3, 4):
        raise ValueError(
            f"no api for transport {transport!r} and version {version!r}; "
            f"there are {', '.join(map(repr, _APIS))}, and versions 3 and 4"
        )
    kind = getattr(civiapi, f"{_APIS[transport]}V{version}")
    if as_user is not None:
        if as_user not in site.users or transport == "inprocess":
            known = ", ".join(site.users) or "none"
            raise ValueError(f"no user {as_user!r} over {transport}; the site has {known}")
        if transport != "http":
            options = {"user": as_user, "check_permissions": True, **options}
    if transport == "http":
        key = site.api_key if as_user is None else site.users[as_user].api_key
        keys = {"site_key": site.site_key} if version == 3 else {}
        api: BaseApi = kind(site.url, key, **{**keys, **options})
    else:
        api = kind(site.file if transport == "inprocess" else site.cv, **options)
    return api
