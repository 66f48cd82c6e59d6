"""The words of the command line: options, commands, help."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from typing import Any

import click

from .. import __version__
from . import failures, sites
from .calls import call
from .doctor import doctor
from .generate import generate
from .sandbox import sandbox
from .site import site

HELP = """Make an API call on a CiviCRM site.

\b
  civiapi Contact.get contact_type=Organization +s id,display_name +l 5
  civiapi Contact.get +w 'last_name LIKE A%' +w 'is_deleted = 0' +o 'last_name,id DESC'
  civiapi Contact.create contact_type=Individual +v first_name=Ada +v last_name=Lovelace
  civiapi --site sandbox Contact.get        on the embedded site, nothing else needed
  civiapi --context 'ssh crm' --cwd /var/www/civicrm Contact.get
  civiapi -3 Contact.getcount contact_type=Individual
  echo '{"limit": 3}' | civiapi Contact.get --in=json --out=json

Params are written as for cv:

\b
  key=value      a param, or a field; JSON where the value begins with { [ " or '
  {...}          several of them, as JSON
  +w 'f OP v'    a condition (where)          +s a,b       fields to show (select)
  +o 'a DESC,b'  the order (orderBy)          +l 10@20     ten after twenty (limit)
  +v f=v         a value to write (values)

Only if none of --site, --url, --cv, --cwd and --context is given, the environment says which site:
CIVIAPI_SITE, CIVIAPI_URL, or CIVIAPI_CV, CIVIAPI_CWD and CIVIAPI_CONTEXT.  Keys come from CIVIAPI_API_KEY and
CIVIAPI_SITE_KEY; on a terminal a missing API key is asked for.  Without all that it is your default site.

Exit codes: 1 the API refused, 2 wrong usage, 3 the site was not reached or did not answer as the API.
"""
_KEYS = ("--api-key", "--api_key", "--site-key", "--key", "--password", "--token")


def _refuse_key(ctx: click.Context, param: click.Parameter, value: str | None) -> None:
    if value is not None:
        raise click.UsageError(
            f"there is no option {param.opts[0]}: everyone on this machine can read a command line; "
            "set CIVIAPI_API_KEY or CIVIAPI_SITE_KEY in the environment"
        )


def _options() -> list[click.Parameter]:
    """The options of a call, which may stand before its name and after it."""
    return [
        click.Option(["--site"], metavar="NAME", help='A site by its name: "sandbox", the embedded one.'),
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
        click.Option(
            ["--in", "source"], type=click.Choice(["args", "json"]), help="json: params from standard input."
        ),
        click.Option(
            ["--out", "form"],
            type=click.Choice(["table", "json", "jsonl", "csv"]),
            help="How to print: a table is the default.",
        ),
        click.Option(["--yes"], is_flag=True, help="Write to a protected site without being asked."),
        click.Option(["--debug"], is_flag=True, help="Show the traceback of an error."),
        *(
            click.Option([name], hidden=True, expose_value=False, is_eager=True, callback=_refuse_key)
            for name in _KEYS
        ),
    ]


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
        if args[0] not in self.commands:
            raise click.UsageError(f"{args[0]!r} is no command; a call is written as Contact.get")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Other commands"):
            formatter.write_dl(
                [
                    ("generate", "Write a Python module with the types of a site."),
                    ("site", "Your sites by name: add, list, show, test, remove, default."),
                    ("doctor", "What is wrong between here and a site, and what to do."),
                    ("sandbox", "The embedded site: serve it, where it is, make it anew."),
                ]
            )


def run(args: Sequence[str]) -> int:
    """Run the command with these words; its exit code.  All errors end here."""
    debug = "--debug" in args
    logging.getLogger("civiapi").addHandler(logging.NullHandler())  # CIVIAPI_LOG says what is to be seen
    try:
        with COMMANDS.make_context("civiapi", list(args) or ["--help"]) as ctx:
            COMMANDS.invoke(ctx)
        if sys.stdout is not None:
            sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a person sees one line, whatever it is
        return failures.failed(error, debug)
    return 0


def _first(ctx: click.Context, **options: Any) -> None:
    ctx.obj = options


def _call(ctx: click.Context, words: Sequence[str], **options: Any) -> None:
    given = {name: ctx.obj[name] if value in (None, False) else value for name, value in options.items()}
    if given["v3"] and given["v4"]:
        raise click.UsageError("-3 and -4 are both given")
    version = 3 if given["v3"] else 4 if given["v4"] else None
    choice = sites.Choice(
        given["site"], given["url"], given["cv"], given["cwd"], given["context"], version, given["yes"]
    )
    call(words, choice, given["source"] or "args", given["form"] or "table")


CALL = Call(
    "Entity.action",
    callback=click.pass_context(_call),
    params=[click.Argument(["words"], nargs=-1, type=click.UNPROCESSED), *_options()],
)
COMMANDS = Commands(
    "civiapi",
    callback=click.pass_context(_first),
    help=HELP,
    params=_options(),
    commands={"generate": generate, "sandbox": sandbox, "site": site, "doctor": doctor},
    options_metavar="[OPTIONS]",
    subcommand_metavar="Entity.action [PARAMS]...",
)
click.version_option(__version__, message="civiapi %(version)s")(COMMANDS)
