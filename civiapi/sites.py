"""From a site's name, or the environment, to an api."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

from .base import BaseApi
from .config import SANDBOX, TRANSPORTS, SiteConfig, load
from .credentials import Reference, reference, secret
from .errors import UsageError
from .guards import Protected

if TYPE_CHECKING:
    from . import stocktypes

_COMMANDS = {"cv": "CIVIAPI_CV", "cwd": "CIVIAPI_CWD", "context": "CIVIAPI_CONTEXT"}
_OPTIONS = ("timeout", "retries", "check_permissions")


@overload
def connect(
    site: str | None = None, *, version: Literal[4] | None = None, **options: Any
) -> stocktypes.Api: ...


@overload
def connect(site: str | None = None, *, version: int | None, **options: Any) -> BaseApi: ...


def connect(
    site: str | None = None,
    *,
    version: int | None = None,
    transport: str | None = None,
    read_only: bool | None = None,
    protected: bool | None = None,
    **options: Any,
) -> BaseApi:
    """An api for a site.

    ``"sandbox"`` is the embedded site, other names are those of a project's ``[tool.civiapi]`` and of the
    user's sites.toml.  Without a name ``CIVIAPI_SITE`` says it; or the variables do: ``CIVIAPI_URL`` with
    ``CIVIAPI_API_KEY`` and perhaps ``CIVIAPI_SITE_KEY``; or ``CIVIAPI_CV``, ``CIVIAPI_CWD`` and
    ``CIVIAPI_CONTEXT``, any of them; or it is the default site of the files.

    ``version`` (3 or 4), ``transport`` ("http", "cv", "pipe") and ``options``, those of the api such as
    ``timeout``, overrule the site's own.  A ``read_only`` site's api refuses what could write.  That of a
    ``protected`` one does so too, as nobody is there to be asked: ``protected=False`` is the answer.
    """
    if site is not None and "://" in site:
        raise UsageError("connect takes a site's name; HttpApiV4(url, api_key=...) takes an address")
    config = chosen(site, os.environ)
    api = opened(config, version=version, transport=transport, **options)
    if config.settings.get("read_only", False) if read_only is None else read_only:
        api = api.read_only()
    if config.settings.get("protected", False) if protected is None else protected:
        api = api._guarded(Protected(str(config)))
    return api


def chosen(site: str | None, environ: Mapping[str, str]) -> SiteConfig:
    """The site that is meant: by its name, by the environment, or as the default."""
    if site is not None:
        return load().site(site)
    named, described = environ.get("CIVIAPI_SITE"), _described(environ)
    if named and described:
        raise UsageError(
            "CIVIAPI_SITE and variables of another site are both set; unset CIVIAPI_SITE or them"
        )
    if described:
        return described
    sites = load()
    if named or sites.default:
        return sites.site(named or sites.default or "")
    raise UsageError(
        "no site: name one, or set CIVIAPI_SITE, or CIVIAPI_URL and CIVIAPI_API_KEY, or CIVIAPI_CV or "
        "CIVIAPI_CONTEXT; civiapi site add makes one"
    )


def _described(environ: Mapping[str, str]) -> SiteConfig | None:
    """The site that the variables describe."""
    url = environ.get("CIVIAPI_URL")
    commanded = {name: environ[key] for name, key in _COMMANDS.items() if environ.get(key)}
    if url and commanded:
        raise UsageError(
            f"CIVIAPI_URL and {_COMMANDS[next(iter(commanded))]} are both set; unset one of them"
        )
    if url:
        return addressed(url, environ)
    return SiteConfig(None, "the environment", commanded) if commanded else None


def addressed(url: str, environ: Mapping[str, str]) -> SiteConfig:
    """A site by its address, its keys in the environment."""
    keys = {"api_key": "CIVIAPI_API_KEY", "site_key": "CIVIAPI_SITE_KEY"}
    wanted = [name for name, key in keys.items() if name == "api_key" or environ.get(key)]
    found = {name: reference(name, {"env": keys[name]}) for name in wanted}
    return SiteConfig(None, "the environment", {"url": url, **found})


def environment_version(environ: Mapping[str, str]) -> int | None:
    """The API's version that CIVIAPI_VERSION names, None where it is not set."""
    text = environ.get("CIVIAPI_VERSION")
    if text and text not in ("3", "4"):
        raise UsageError(f"CIVIAPI_VERSION is 3 or 4, not {text!r}")
    return int(text) if text else None


def opened(
    config: SiteConfig, *, version: int | None = None, transport: str | None = None, **options: Any
) -> BaseApi:
    """An api for a configured site, without regard to ``read_only`` and ``protected``."""
    version = version or environment_version(os.environ) or config.settings.get("version", 4)
    if version not in (3, 4):
        raise UsageError(f"CiviCRM has APIv3 and APIv4, no version {version}")
    if config.name == SANDBOX:
        return _sandbox(version, transport, options)
    transport = transport or config.transport
    if transport not in TRANSPORTS:
        raise UsageError(f"there is no transport {transport!r}; there are {', '.join(TRANSPORTS)}")
    set_there = {name: config.settings[name] for name in _OPTIONS if name in config.settings}
    make = _http if transport == "http" else _command
    return make(config, transport, version, {**set_there, **options})


def _sandbox(version: int, transport: str | None, options: dict[str, Any]) -> BaseApi:
    if transport is not None:
        raise UsageError(
            "the sandbox is called in this process, without a transport; see civiapi sandbox serve"
        )
    from . import inprocess

    return (inprocess.SandboxApiV4 if version == 4 else inprocess.SandboxApiV3)(**options)


def _http(config: SiteConfig, transport: str, version: int, options: dict[str, Any]) -> BaseApi:
    from . import http

    settings = config.settings
    if "url" not in settings:
        raise UsageError(f"{config} has no url, which transport http needs")
    kept = {name: settings[name] for name in ("route", "verify_ssl") if name in settings}
    api = http.HttpApiV4 if version == 4 else http.HttpApiV3
    return api(settings["url"], **{**kept, **_log_in(config, options), **options})


def _log_in(config: SiteConfig, options: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a log-in over HTTP; secrets are looked up only where no option overrules them."""
    from .auth import Jwt, Password

    settings, found = config.settings, dict[str, Any]()
    if "site_key" in settings and "site_key" not in options:
        found["site_key"] = secret(settings["site_key"])
    if "htaccess_password" in settings and "htaccess" not in options:
        found["htaccess"] = (settings.get("htaccess_user", ""), secret(settings["htaccess_password"]))
    if options.keys() & {"api_key", "auth"}:
        return found
    ways = [name for name in ("api_key", "jwt", "password") if name in settings]
    if len(ways) != 1:
        what = f"has {' and '.join(ways)}, of which one is enough" if ways else "has no api_key"
        raise UsageError(f"{config} {what}; a log-in is an api_key, a jwt, or a user and password")
    shown = secret(settings[ways[0]])
    if ways == ["api_key"]:
        found["api_key"] = shown
    elif ways == ["jwt"]:
        found["auth"] = Jwt(shown)
    elif isinstance(settings.get("user"), str):
        found["auth"] = Password(settings["user"], shown)
    else:
        raise UsageError(f"{config} has a password and no user")
    return found


def _command(config: SiteConfig, transport: str, version: int, options: dict[str, Any]) -> BaseApi:
    from . import cv, pipe

    kept = {name: config.settings[name] for name in ("cv", "cwd", "context") if name in config.settings}
    if not kept and "transport" not in config.settings:
        raise UsageError(f"{config} has no cv, cwd or context, which transport {transport} needs")
    if "user" in config.settings:
        kept["user"] = config.settings["user"]
    kinds = {"cv": (cv.CvApiV3, cv.CvApiV4), "pipe": (pipe.PipeApiV3, pipe.PipeApiV4)}[transport]
    api: BaseApi = kinds[version - 3](**{**kept, **options})
    return api


def secrets_of(config: SiteConfig) -> list[Reference]:
    """Where a site's secrets are."""
    return [value for value in config.settings.values() if isinstance(value, Reference)]
