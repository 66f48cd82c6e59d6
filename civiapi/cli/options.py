"""The options that commands share: which site, which version, how to print."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import sites
from .failures import tell

if TYPE_CHECKING:
    from ..base import BaseApi

_KEYS = ("--api-key", "--api_key", "--site-key", "--key", "--password", "--token")
_ENTITY = re.compile(r"[A-Za-z]\w*", re.ASCII)
FORMS = ("table", "json", "jsonl", "csv", "tsv")


class Count(click.IntRange):
    """A whole number in a range."""

    name = "whole number"


class NewFile(click.Path):
    """The path of a file that will be written: a folder that is not there is told before any call."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as it is."""
        path = os.fsdecode(super().convert(value, param, ctx))
        folder, name = os.path.dirname(path) or ".", os.path.basename(path)
        if not os.path.isdir(folder):
            self.fail(f"there is no folder {folder!r} for {name}; make it first", param, ctx)
        if not os.access(folder, os.W_OK):
            self.fail(f"nothing can be written into {folder!r}; give another folder", param, ctx)
        return path


F = TypeVar("F", bound=Callable[..., Any])


def _refuse_key(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        raise click.UsageError(
            f"there is no option {param.opts[0]}: everyone on this machine can read a command line; "
            "set CIVIAPI_API_KEY or CIVIAPI_SITE_KEY in the environment"
        )


def site_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
    """What --site, or an argument that is a site, may become."""
    from .completing import sites as known

    return known(ctx, param, incomplete)


def site_options() -> list[click.Parameter]:
    """The options that choose a site; they may stand before a command's name and after it."""
    return [
        click.Option(
            ["--site"],
            metavar="NAME",
            help='A site by its name: "sandbox", the embedded one.',
            shell_complete=site_names,
        ),
        click.Option(
            ["--url"], metavar="URL", help="A site by its address, such as https://crm.example.org."
        ),
        click.Option(["--cv"], metavar="WORDS", help="The cv command, if it is not just cv."),
        click.Option(["--cwd"], metavar="DIR", help="The directory of the site for cv."),
        click.Option(
            ["--context"], metavar="WORDS", help='Where cv runs: "ssh HOST", "docker exec -i NAME".'
        ),
        click.Option(["-3", "v3"], is_flag=True, help="Call APIv3."),
        click.Option(["-4", "v4"], is_flag=True, help="Call APIv4; the default."),
        click.Option(["--yes"], is_flag=True, help="Write to a protected site without being asked."),
        click.Option(["--debug"], is_flag=True, help="Show the traceback of an error."),
        *(
            click.Option([name], hidden=True, expose_value=False, is_eager=True, callback=_refuse_key)
            for name in _KEYS
        ),
    ]


def form_option() -> click.Option:
    """How rows are printed."""
    return click.Option(
        ["--out", "form"], type=click.Choice(FORMS), help="How to print: a table is the default."
    )


_OWN = ("site", "url", "cv", "cwd", "context", "v3", "v4", "yes", "debug", "source", "form")


def given(ctx: click.Context | None, name: str) -> Any:
    """The value of an option where it was given, after the command's name or before it; else None."""
    while ctx is not None:
        value = ctx.params.get(name)
        if value not in (None, False):
            return value
        ctx = ctx.parent
    return None


def chosen(ctx: click.Context) -> sites.Choice:
    """The site that the options name."""
    if given(ctx, "v3") and given(ctx, "v4"):
        raise click.UsageError("-3 and -4 are both given")
    version = 3 if given(ctx, "v3") else 4 if given(ctx, "v4") else None
    where = {name: given(ctx, name) for name in ("site", "url", "cv", "cwd", "context")}
    return sites.Choice(**where, version=version, yes=bool(given(ctx, "yes")))


class SiteCommand(click.Command):
    """A command on a site: its function gets a ``choice`` of that, and a ``form`` where it prints."""

    PRINTS = False

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.params += [*([form_option()] if self.PRINTS else []), *site_options()]

    def invoke(self, ctx: click.Context) -> Any:
        """Run it."""
        own = {"choice": chosen(ctx), **({"form": given(ctx, "form") or "table"} if self.PRINTS else {})}
        ctx.params = {name: value for name, value in ctx.params.items() if name not in _OWN} | own
        return super().invoke(ctx)


class PrintingCommand(SiteCommand):
    """A command that prints rows."""

    PRINTS = True


def reading_options(command: F) -> F:
    """Adds the options that say which rows are read."""
    for option in reversed(
        (
            click.option(
                "--where",
                "conditions",
                multiple=True,
                metavar="CONDITION",
                help="Only rows for which it holds, such as 'last_name LIKE S%'; may be given again.",
                shell_complete=complete_fields,
            ),
            click.option(
                "--select",
                "columns",
                multiple=True,
                metavar="FIELDS",
                help="The columns, with commas between them.",
                shell_complete=complete_fields,
            ),
            click.option(
                "--order",
                "orders",
                multiple=True,
                metavar="FIELDS",
                help="The order; -id is descending.",
                shell_complete=complete_fields,
            ),
        )
    ):
        command = option(command)
    return command


def complete_fields(ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
    """What a field may become."""
    from .completing import fields

    return fields(ctx, param, incomplete)


def _entities(ctx: click.Context, param: click.Parameter, incomplete: str) -> Any:
    from .completing import entities

    return entities(ctx, param, incomplete)


def _is_entity(ctx: click.Context, param: click.Parameter, value: str) -> str:
    from . import texts

    if value is not None and not _ENTITY.fullmatch(texts.readable(value)):
        raise click.UsageError(f"{texts.shown(value)} is no entity, as Contact is")
    return value


def entity_argument(*, required: bool = True) -> Callable[[F], F]:
    """Adds the entity that a command is about."""
    return click.argument("entity", required=required, callback=_is_entity, shell_complete=_entities)


@contextmanager
def opened(choice: sites.Choice) -> Iterator[BaseApi]:
    """The api of a site; of the sandbox it is said that it is one."""
    from ..errors import InvalidCall, UsageError
    from ..hints import explain_by_asking

    with sites.api(choice) as api:
        try:
            yield api
        except (UsageError, click.UsageError):
            raise
        except BaseException as error:
            _introduce(api)
            if isinstance(error, InvalidCall):
                explain_by_asking(error, api.schema)
            raise
        _introduce(api)


def _introduce(api: BaseApi) -> None:
    """If this is no real site, say so, and where it lies."""
    from ..inprocess import InProcessBackend

    if isinstance(api._backend, InProcessBackend):
        site = api._backend.embedded
        made = ", made now with sample data" if site.created else ""
        tell(f"this is the sandbox, {site.file}{made}")
