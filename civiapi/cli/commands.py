"""Which commands there are; each is imported when it is run or asked for its help."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    import click

#: The variable with which a shell asks what a word may become.
COMPLETE = "_CIVIAPI_COMPLETE"
#: Where a context keeps the words of the command line.
ARGUMENTS = "civiapi.cli.arguments"


class Known(NamedTuple):
    """A command: where it is, and its help in one line."""

    module: str
    name: str
    help: str


COMMANDS = {
    "get": Known("reads", "get", "Print rows of an entity."),
    "export": Known("exports", "export", "Write rows of an entity to a file."),
    "import": Known("imports", "import_", "Write the records of a file to a site."),
    "transfer": Known("moves", "transfer", "Move the records of one site to another."),
    "batch": Known("batches", "batch", "Make many calls, one a line of FILE or standard input."),
    "entities": Known("described", "entities", "Print the entities of a site."),
    "fields": Known("described", "fields", "Print the fields of an entity."),
    "actions": Known("described", "actions", "Print the actions of an entity, and their params."),
    "options": Known("described", "options", "Print the options of a field."),
    "schema": Known("schemas", "schema", "Keep what a site says of itself in a file, and compare it."),
    "whoami": Known("who", "whoami", "Print who calls are made as."),
    "generate": Known("generate", "generate", "Write a Python module that knows the site."),
    "shell": Known("shells", "shell", "Python with an api of the site in it."),
    "completion": Known("shells", "completion", "Print what makes a shell complete civiapi's words."),
    "site": Known("doctor", "site", "Your sites by name: add, list, show, test, remove, default."),
    "doctor": Known("doctor", "doctor", "Look what is wrong between here and a site."),
    "sandbox": Known("sandbox", "sandbox", "The embedded site: serve it, where it is, make it anew."),
}


def load(name: str) -> click.Command:
    """A command, imported."""
    known = COMMANDS[name]
    return cast("click.Command", getattr(import_module(f".{known.module}", __package__), known.name))
