"""Commands that cv has and civiapi-cv has not, with the way around each."""

from __future__ import annotations

from .errors import NotSimulated, SiteError

_PHP = "there is no PHP in it; say it as API calls"
_SETTINGS = "say it as Setting.get, Setting.set or Setting.revert over api4"
_SITE = "its site is a file: --file or CIVIAPI_SANDBOX_FILE"
_EXTENSIONS = "it is a stock site with the extensions it has"
_WEB = "`civiapi sandbox serve` gives it an address"
# commands => what to do instead
WAYS: dict[tuple[str, ...], str] = {
    ("ev", "eval", "php:eval", "scr", "php:script", "cli"): _PHP,
    ("vget", "vset", "vdel", "setting:get", "setting:set", "setting:revert"): _SETTINGS,
    ("vars:show", "vars:fill", "site:list", "path", "status"): _SITE,
    ("ext:list", "ext:enable", "ext:disable", "ext:install", "ext:uninstall", "ext:download"): _EXTENSIONS,
    ("en", "dis", "dl", "dl-only", "ls"): _EXTENSIONS,
    ("flush", "cc", "cache:clear"): "say System.flush over api4",
    ("url", "http", "open"): _WEB,
    ("cron", "updb", "upgrade:db", "upgrade:dl", "core:install", "core:uninstall", "sql", "sql-cli"): (
        "it has nothing of the kind"
    ),
}


def refuse(command: str) -> SiteError:
    """The error of a command that civiapi-cv does not run: one that cv has, an alias, or none at all."""
    if command.startswith("@"):
        return NotSimulated(f"cv's aliases; {_SITE}")
    ways = (way for names, way in WAYS.items() if command in names)
    way = next(ways, None)
    return NotSimulated(f"cv {command}; {way}") if way else SiteError(f'Command "{command}" is not defined.')
