"""``civiapi shell`` and ``civiapi completion``."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from . import sites
from .commands import COMPLETE
from .failures import tell
from .options import SiteCommand, opened

if TYPE_CHECKING:
    from ..base import BaseApi


@click.command(cls=SiteCommand)
@click.option("--plain", is_flag=True, help="Python's own, also where IPython is there.")
def shell(plain: bool, choice: sites.Choice) -> None:
    """Python with an api of the site in it: api, Q, files.

    \b
      civiapi shell
      civiapi --site sandbox shell --plain
      echo 'print(api.Contact.filter().count())' | civiapi shell

    IPython is used where it is installed and somebody types.
    """
    with opened(choice) as api:
        names = _names(api)
        somebody = sys.stdin is not None and sys.stdin.isatty()
        if somebody and not plain and find_spec("IPython") is not None:
            tell(_banner(api))
            ipython: Any = import_module("IPython")
            ipython.start_ipython(argv=["--no-banner", "--no-confirm-exit"], user_ns=names)
        else:
            _python(names, f"civiapi: {_banner(api)}", somebody)


def _names(api: BaseApi) -> dict[str, Any]:
    import civiapi

    from .. import files
    from ..query import Q

    return {"api": api, "Q": Q, "files": files, "civiapi": civiapi}


def _banner(api: BaseApi) -> str:
    site = api._backend.site if api._backend is not None else "a site"
    return f"api is {site}, APIv{api.VERSION.NUMBER}; for example api.Contact.filter().first()"


def _python(names: dict[str, Any], banner: str, somebody: bool) -> None:
    import code

    if not somebody:
        text = sys.stdin.read() if sys.stdin is not None else ""
        exec(compile(text, "<standard input>", "exec"), {"__name__": "__main__", **names})  # noqa: S102
        return
    if find_spec("readline") is not None:
        import readline
        import rlcompleter

        readline.set_completer(rlcompleter.Completer(names).complete)
        readline.parse_and_bind("tab: complete")
    try:
        code.interact(banner, local=names, exitmsg="")
    except SystemExit as end:
        raise click.exceptions.Exit(end.code if isinstance(end.code, int) else 0) from None


@click.command()
@click.argument("name", metavar="bash|zsh|fish", type=click.Choice(["bash", "zsh", "fish"]))
def completion(name: str) -> None:
    """Print what makes a shell complete civiapi's words.

    \b
      eval "$(civiapi completion bash)"          in ~/.bashrc
      eval "$(civiapi completion zsh)"           in ~/.zshrc
      civiapi completion fish > ~/.config/fish/completions/civiapi.fish

    It knows sites, and the entities, actions and fields of a site that has described itself already
    (civiapi fields Contact, civiapi schema save); it never makes a request.
    """
    from click.shell_completion import get_completion_class

    from .app import APP

    kind = get_completion_class(name)
    assert kind is not None
    click.echo(kind(APP, {}, "civiapi", COMPLETE).source())
