"""Your sites: ``civiapi site add``, ``list``, ``show``, ``test``, ``remove``, ``default``."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from . import failures
from .failures import tell
from .options import site_names
from .sites import somebody_there

_FROM = "env:NAME, keyring:NAME, file:PATH, 'command:WORDS', or - for standard input"


@click.group(no_args_is_help=False)
def site() -> None:
    """Your sites, by name: where they are, and how to log in.

    \b
      civiapi site add staging --url https://staging.example.org
      civiapi site list
    """


def _secret_option(name: str, what: str, more: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(name, metavar="FROM", help=f"Where {what} is: {_FROM}.{more}")


@site.command(epilog="A key is never an option: a command line can be read by everyone on a machine.")
@click.argument("name")
@click.option("--url", metavar="URL", help="Its address, such as https://crm.example.org.")
@click.option("--route", metavar="ROUTE", help="wordpress, drupal7, joomla, or the full URL of the API.")
@click.option("--cv", metavar="WORDS", help="The cv command, if it is not just cv.")
@click.option("--cwd", metavar="DIR", help="The directory of the site for cv.")
@click.option("--context", metavar="WORDS", help='Where cv runs: "ssh HOST", "docker exec -i NAME".')
@click.option("--transport", type=click.Choice(["http", "cv", "pipe"]), help="If not http, or cv.")
@click.option("-3", "v3", is_flag=True, help="APIv3, unless a call says otherwise.")
@click.option("--user", metavar="NAME", help="The user: of a password, or whose permissions cv checks.")
@_secret_option("--key-from", "the API key", "  Else it is asked for.")
@_secret_option("--password-from", "the password of --user", "  With --user it is asked for, and no key.")
@_secret_option("--site-key-from", "the site key, if the site's guard wants it,", "")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), metavar="SECONDS", help="The wait for an answer."
)
@click.option("--check-permissions", is_flag=True, help="Through cv too, as the user may.")
@click.option("--read-only", is_flag=True, help="Refuse all calls that could write.")
@click.option("--protected", is_flag=True, help="Ask before the first write.")
@click.option("--default", "is_default", is_flag=True, help="Make it the default.")
@click.option("--force", is_flag=True, help="In the place of the site of this name.")
def add(name: str, is_default: bool, force: bool, **given: Any) -> None:
    """Add a site; what is not said is asked for on a terminal.

    \b
      civiapi site add crm --url https://crm.example.org --key-from env:CRM_KEY
      civiapi site add live --context 'ssh live' --cwd /srv/civicrm --protected
    """
    from ..address import refuse_no_url
    from ..config import checked, load, refuse_name
    from . import sitefile

    refuse_name(name)
    own = next((file for file in load().files if file.path == sitefile.own_file()), None)
    if own is not None and name in own.sites and not force:
        raise click.UsageError(f"there is a site {name} already; --force puts this one in its place")
    settings = _said(given)
    if not settings.keys() & {"url", "cv", "cwd", "context", "transport"}:
        settings |= _where()
    checked(settings, f"site {name}")
    if "url" in settings:
        refuse_no_url(settings["url"])
    settings |= _secrets(name, settings, given)
    is_first = own is None or not own.sites
    path = sitefile.put(name, settings, default=is_default or is_first)
    tell(f"{name} is in {path}{', your default site' if is_default or is_first else ''}")
    tell(f"civiapi doctor {name} tries it")


def _said(given: dict[str, Any]) -> dict[str, Any]:
    """The settings of the options; what was not said is left out."""
    names = ("transport", "url", "route", "cv", "cwd", "context", "user", "timeout")
    flags = ("check_permissions", "read_only", "protected")
    found = {name: given[name] for name in names if given[name] is not None}
    found |= {name: True for name in flags if given[name]}
    return {**found, "version": 3} if given["v3"] else found


def _where() -> dict[str, Any]:
    """Where the site is, as the person on the terminal says."""
    if not somebody_there():
        raise click.UsageError("say where the site is: --url, or --cv, --cwd and --context")
    url = click.prompt("URL (empty: through cv)", default="", show_default=False, err=True)
    if url:
        return {"url": url}
    context = click.prompt("Where cv runs (empty: here)", default="", show_default=False, err=True)
    cwd = click.prompt("Directory of the site (empty: cv finds it)", default="", show_default=False, err=True)
    told = {name: text for name, text in (("context", context), ("cwd", cwd)) if text}
    return told or {"transport": "cv"}


def _secrets(name: str, settings: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The references to a site's secrets; those that were asked for are stored first."""
    found = {}
    for what, option in (("api_key", "key"), ("password", "password"), ("site_key", "site_key")):
        source = given[f"{option}_from"]
        if source is not None:
            found[what] = _referred(name, what, f"--{option.replace('_', '-')}-from", source)
    if "url" in settings and not found.keys() & {"api_key", "password"}:
        if not somebody_there():
            raise click.UsageError("say where the key is: --key-from, or --password-from with --user")
        what = "password" if "user" in settings else "api_key"
        shown = "Password" if what == "password" else "API key"
        found[what] = _kept(name, what, click.prompt(shown, hide_input=True, err=True))
    if "password" in found and "user" not in settings:
        raise click.UsageError("a password needs --user")
    return found


def _referred(name: str, what: str, option: str, source: str) -> dict[str, Any]:
    from ..credentials import KINDS

    kind, _, value = source.partition(":")
    if source == "-":
        secret = sys.stdin.readline().strip() if sys.stdin is not None else ""
        if not secret:
            raise click.UsageError("standard input is empty")
        return _kept(name, what, secret)
    if kind not in KINDS or not value:
        failures.keep_secret(source)  # perhaps the secret itself
        raise click.UsageError(f"{option} is {_FROM}; a key itself is to stand on no command line")
    if kind == "file":
        from pathlib import Path

        value = str(Path(value).expanduser().absolute())
    return {kind: value}


def _kept(name: str, what: str, secret: str) -> dict[str, str]:
    from ..credentials import Reference
    from . import sitefile

    failures.keep_secret(secret)
    kept = sitefile.stored(name, what, secret.strip())
    ((kind, value),) = kept.items()
    tell(f"the {what} is kept in {Reference(what, kind, value)}")
    return kept


@site.command("list")
def list_() -> None:
    """All sites, one a line: name, transport, where, what is special.

    \b
      civiapi site list
    """
    from ..config import load
    from ..errors import UsageError

    sites = load()
    for name in sites.names:
        try:
            config = sites.site(name)
        except UsageError as error:
            click.echo(f"{name}\t-\t{error.message}")
            continue
        settings = config.settings
        where = settings.get("url") if config.transport == "http" else settings.get("context") or "here"
        transport = "embedded" if not settings else config.transport
        marks = ["default"] if name == sites.default else []
        marks += [mark.replace("_", "-") for mark in ("protected", "read_only") if settings.get(mark)]
        words = " ".join(map(str, where)) if isinstance(where, list) else where
        click.echo("\t".join([name, transport, str(words), ", ".join(marks)]).rstrip())


@site.command()
@click.argument("name", shell_complete=site_names)
def show(name: str) -> None:
    """A site's settings; of its secrets the places where they are.

    \b
      civiapi site show staging
    """
    from ..config import load, shown

    config = load().site(name)
    click.echo(f"# {config.source}")
    for key, value in shown(config.settings).items():
        click.echo(f"{key} = {value}")


@site.command()
@click.argument("name", shell_complete=site_names)
def remove(name: str) -> None:
    """Remove a site, and its key where civiapi keeps it.

    \b
      civiapi site remove staging
    """
    from . import sitefile

    sitefile.take(name)
    tell(f"{name} is removed")


@site.command()
@click.argument("name", shell_complete=site_names)
def default(name: str) -> None:
    """Make a site the one that is meant when none is named.

    \b
      civiapi site default staging
    """
    from ..config import load
    from . import sitefile

    load().site(name)
    tell(f"{name} is the default in {sitefile.set_default(name)}")
