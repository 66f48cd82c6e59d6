"""One call: ``civiapi Entity.action ...``."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from . import sites
from .failures import tell
from .options import opened

_NAME = re.compile(r"[A-Za-z]\w*", re.ASCII)


def call(words: Sequence[str], choice: sites.Choice, source: str, form: str) -> None:
    """Make the call that the words say, and print what it gave."""
    from . import notation, output, texts

    name, *said = words
    entity, _, action = texts.readable(name).partition(".")
    if not (_NAME.fullmatch(entity) and _NAME.fullmatch(action)):
        raise click.UsageError(f"{texts.shown(name)} is no Entity.action, as Contact.get is")
    if sys.stdout is None:
        raise click.UsageError("standard output is closed; there is nowhere to print to")
    if source == "json":
        if said:
            raise click.UsageError(
                f"with --in=json all params come from standard input; leave out {texts.shown(said[0])}"
            )
        given = texts.document(_stdin())
    with opened(choice) as api:
        if source != "json":
            given = notation.params(said, entity, action, api.VERSION.NUMBER)
        if form == "table":
            given = with_email(given, entity, action, api)
        value = api(entity, action, given)
    output.write(value, form, _asked(given), tell)


def _stdin() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def with_email(given: dict[str, Any], entity: str, action: str, api: Any) -> dict[str, Any]:
    """The params of a call whose contacts show their email address as well, unless columns are named."""
    if api.VERSION.NUMBER == 4 and action == "get" and entity in PEOPLE and not _SHAPING & given.keys():
        return {**given, "select": ["*", "email_primary.email"]}
    return given


PEOPLE = frozenset({"Contact", "Individual", "Household", "Organization"})
_SHAPING = frozenset({"select", "groupBy", "join"})


def _asked(given: dict[str, Any]) -> list[str]:
    """The fields that the call selects, in both versions' ways of saying so."""
    select = given.get("select", given.get("return"))
    if isinstance(select, str):
        select = [name.strip() for name in select.split(",")]
    return [name for name in select if isinstance(name, str)] if isinstance(select, list) else []
