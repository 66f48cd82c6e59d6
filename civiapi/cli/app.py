"""The words of the command line: options, commands, help."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import click
from click.shell_completion import CompletionItem, shell_complete

from .. import __version__
from . import failures
from .calls import call
from .commands import ARGUMENTS, COMMANDS, COMPLETE, load
from .options import chosen, form_option, given, site_options

HELP = """Make an API call on a CiviCRM site, or run a command.

\b
  civiapi get Contact --where 'last_name LIKE S%' --select id,display_name
  civiapi export Contact --out people.csv
  civiapi Contact.get contact_type=Organization +s id,display_name +l 5
  civiapi Contact.get +w 'last_name LIKE A%' +w 'id > 7' +o 'id DESC'
  civiapi Contact.create contact_type=Individual +v first_name=Ada
  civiapi --site sandbox Contact.get      on the embedded site, made at once
  civiapi --context 'ssh crm' --cwd /var/www/civicrm Contact.get
  civiapi -3 Contact.getcount contact_type=Individual
  echo '{"limit": 3}' | civiapi Contact.get --in=json --out=json

Params are written as for cv:

\b
  key=value      a param or field; JSON where the value begins with { [ " or '
  {...}          several of them, as JSON
  +w 'f OP v'    a condition (where)      +s a,b      fields to show (select)
  +o 'a DESC,b'  the order (orderBy)      +l 10@20    ten after twenty (limit)
  +v f=v         a value to write (values)

Only if none of --site, --url, --cv, --cwd and --context is given, the environment says which site:
CIVIAPI_SITE, CIVIAPI_URL, or CIVIAPI_CV, CIVIAPI_CWD and CIVIAPI_CONTEXT.  Keys come from CIVIAPI_API_KEY and
CIVIAPI_SITE_KEY; on a terminal a missing API key is asked for.  Without all that it is your default site.

Exit codes: 1 the API refused, 2 wrong usage, 3 the site was not reached or did not answer as the API.
"""


def _options() -> list[click.Parameter]:
    """The options of a call, which may stand before its name and after it."""
    source = click.Option(
        ["--in", "source"], type=click.Choice(["args", "json"]), help="json: params from standard input."
    )
    return [source, form_option(), *site_options()]


class Call(click.Command):
    """``Entity.action``, whichever it is."""

    def get_help(self, ctx: click.Context) -> str:
        return ctx.parent.get_help() if ctx.parent else super().get_help(ctx)


class Commands(click.Group):
    """The command; a word with a dot in it is a call."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if "." in args[0]:
            return CALL.name, CALL, args
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise click.UsageError(_no_command(args[0]))
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, imported now."""
        return load(cmd_name) if cmd_name in COMMANDS else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands (civiapi COMMAND --help tells all of one)"):
            formatter.write_dl([(name, known.help) for name, known in COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, none of them imported; behind a capital letter Entity.action."""
        if incomplete[:1].isupper():
            from .completing import calls

            return calls(ctx, incomplete)
        begun = [name for name in COMMANDS if name.startswith(incomplete)]
        commands = [CompletionItem(name, help=COMMANDS[name].help) for name in begun]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]


def _no_command(word: str) -> str:
    from ..schema.nearest import unknown

    said = unknown("command", word, COMMANDS)
    return said if "mean" in said else f"{word!r} is no command; a call is written as Contact.get"


def run(args: Sequence[str]) -> int:
    """Run the command with these words; its exit code.  All errors end here."""
    debug = "--debug" in args
    logging.getLogger("civiapi").addHandler(logging.NullHandler())  # CIVIAPI_LOG says what is to be seen
    try:
        if COMPLETE in os.environ:
            return shell_complete(APP, {}, "civiapi", COMPLETE, os.environ[COMPLETE])
        with APP.make_context("civiapi", list(args) or ["--help"]) as ctx:
            ctx.meta[ARGUMENTS] = list(args)
            APP.invoke(ctx)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a person sees one line, whatever it is
        return failures.failed(error, debug)
    return 0


def _first(**options: Any) -> None:
    """Nothing: the commands look at the options themselves."""


def _call(ctx: click.Context, words: Sequence[str], **options: Any) -> None:
    call(words, chosen(ctx), given(ctx, "source") or "args", given(ctx, "form") or "table")


def _words(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from .completing import words

    return words(ctx, param, incomplete)


CALL = Call(
    "Entity.action",
    callback=click.pass_context(_call),
    params=[
        click.Argument(["words"], nargs=-1, type=click.UNPROCESSED, shell_complete=_words),
        *_options(),
    ],
)
APP = Commands(
    "civiapi",
    callback=_first,
    help=HELP,
    params=_options(),
    options_metavar="[OPTIONS]",
    subcommand_metavar="Entity.action [PARAMS]... | COMMAND",
)
click.version_option(__version__, message="civiapi %(version)s")(APP)
