"""``civiapi entities|fields|actions|options``: what a site says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from . import sites
from .failures import tell
from .options import PrintingCommand, complete_fields, entity_argument, opened

if TYPE_CHECKING:
    from ..schema.model import Field

Rows = list[dict[str, Any]]

_search = click.option("--search", metavar="TEXT", help="Only what has all these words in it.")


@click.command(cls=PrintingCommand)
@_search
def entities(search: str | None, choice: sites.Choice, form: str) -> None:
    """Print the entities of a site.

    \b
      civiapi entities
      civiapi entities --search contact --out json
    """
    with opened(choice) as api:
        found = api.schema.entities().values()
    rows = [{"name": one.name, "label": one.label, "type": ", ".join(one.type)} for one in found]
    _show(rows, search, form)


@click.command(cls=PrintingCommand)
@entity_argument()
@click.option(
    "--action", default="get", metavar="NAME", help="Of this action; create tells what is required."
)
@_search
def fields(entity: str, action: str, search: str | None, choice: sites.Choice, form: str) -> None:
    """Print the fields of an entity.

    \b
      civiapi fields Contact --search mail
      civiapi fields Contribution --action create
    """
    with opened(choice) as api:
        found = api.schema.fields(entity, action)
    _show([_field(one) for one in found.values()], search, form)


def _field(field: Field) -> dict[str, Any]:
    options = field.options or ()
    return {
        "name": field.name,
        "type": field.data_type,
        "label": field.label,
        "required": "yes" if field.required else "if" if field.required_if else "",
        "default": field.default,
        "to": field.fk_entity or ", ".join(field.fk_entities),
        "options": ", ".join(str(one.id) for one in options) or ("many" if field.has_options else ""),
    }


@click.command(cls=PrintingCommand)
@entity_argument()
@_search
def actions(entity: str, search: str | None, choice: sites.Choice, form: str) -> None:
    """Print the actions of an entity, and their params.

    \b
      civiapi actions Contact
      civiapi actions Group --search refresh
    """
    with opened(choice) as api:
        found = api.schema.actions(entity)
    rows = [
        {
            "name": name,
            "required": ", ".join(one.name for one in action.params.values() if one.required),
            "params": ", ".join(action.params),
        }
        for name, action in found.items()
    ]
    _show(rows, search, form)


@click.command(cls=PrintingCommand)
@entity_argument()
@click.argument("field", shell_complete=complete_fields)
@_search
def options(entity: str, field: str, search: str | None, choice: sites.Choice, form: str) -> None:
    """Print the options of a field.

    \b
      civiapi options Contact gender_id
      civiapi options Address country_id --search land
    """
    with opened(choice) as api:
        found = api.schema.options(entity, field)
    _show([{"id": one.id, "name": one.name, "label": one.label} for one in found], search, form)


def _show(rows: Rows, search: str | None, form: str) -> None:
    """Print the rows that have all words of a text."""
    from . import output

    words = (search or "").casefold().split()
    found = [row for row in rows if all(word in _text(row) for word in words)]
    # a name, or a number, is there to be typed: it is not cut
    output.write(found, form, list(found[0]) if found else (), tell, "", whole=1)


def _text(row: Mapping[str, Any]) -> str:
    return " ".join(str(value) for value in row.values() if value is not None).casefold()
