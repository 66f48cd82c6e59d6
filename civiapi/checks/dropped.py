"""Conditions that CiviCRM would drop without a word, as far as that is known without a request.

APIv4 drops one on a field that the user may not see, APIv3 one on a field that it does not know; the answer,
or the write, is then of more rows than were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..call import ApiCall
from ..clauses import fields_of
from ..errors import UsageError
from ..log import logger
from ..result import Result
from ..v3 import is_field
from . import calls3
from .look import Look, Scope, plain

if TYPE_CHECKING:
    from ..schema.site import SiteSchema


def refuse(call: ApiCall, site: SiteSchema) -> None:
    """UsageError for a condition that would be dropped, in a call that writes or that a write follows."""
    faults = dropped(call, site)
    if faults:
        new = "" if site.is_given else " (if it is new: api.schema.refresh())"
        raise UsageError(
            f"CiviCRM may drop a condition, and write more rows: {'; '.join(faults)}{new}", call=call
        )


def warn(call: ApiCall, given: Any, site: SiteSchema) -> None:
    """Say of what a read of APIv3 gave that a condition was dropped: with the rows, else in the log."""
    if call.action.lower() not in calls3.READS:
        return
    for fault in dropped(call, site):
        said = f"APIv3 ignores a condition, and may have given more rows: {fault}"
        if isinstance(given, Result):
            given.warnings.append(said)
        else:
            logger.warning("%s: %s", call, said)


def dropped(call: ApiCall, site: SiteSchema) -> list[str]:
    """A fault for each condition on a field that the entity is not described to have.

    None where its description is not at hand.
    """
    named = _named3(call) if call.version == 3 else fields_of(call.params.get("where") or ())
    names = [name for name in named if name != "id"]
    if not names:
        return []
    entity, known = site.loaded(call.entity), site.known
    if entity is None or known is None or not entity.fields:
        return []
    if call.version == 4 and entity.table is None:  # compared in PHP, by whatever the rows have
        return []
    look = Look(known)
    for name in names:
        if call.version == 3:
            calls3.named(look, entity, name)
        elif (found := plain(name)) is not None:
            Scope(look, entity).field(found[0])
    return look.faults


def _named3(call: ApiCall) -> Iterator[str]:
    """The fields that the conditions of a call name."""
    if not calls3.is_metadata(call.entity, call.action):
        records = "values" if call.action.lower() == "replace" else ""
        yield from (key for key, value in call.params.items() if key != records and is_field(key, value))
