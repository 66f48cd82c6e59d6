"""Conditions that CiviCRM would drop without a word, as far as that is known without a request.

APIv4 drops one on a field that the user may not see, APIv3 one on a field that it does not know; the answer,
or the write, is then of more rows than were asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..call import ApiCall
from ..clauses import names_in
from ..errors import UsageError
from ..log import logger
from ..result import Result
from ..v3 import is_field
from . import calls3
from .look import Look, Scope, plain
from .reads4 import branch

if TYPE_CHECKING:
    from ..schema.site import SiteSchema

_BRANCHES = ("AND", "OR", "NOT")


def refuse(call: ApiCall, site: SiteSchema) -> None:
    """UsageError for an update, delete or replace by a condition that would be dropped."""
    if call.version == 3 and call.action.lower() != "replace":  # which write by id
        return
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
    names = list(_named3(call) if call.version == 3 else _named4(call.params.get("where")))
    entity = site.loaded(call.entity) if names else None
    known = site.known
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
        yield from (
            key for key, value in call.params.items() if key not in ("id", records) and is_field(key, value)
        )


def _named4(clauses: Any) -> Iterator[str]:
    for clause in clauses or ():
        if clause[0] in _BRANCHES:
            yield from _named4(branch(clause))
            continue
        sides = [clause[0], clause[2]] if len(clause) > 3 and clause[3] else [clause[0]]
        for side in sides:
            yield from (name for name in names_in(str(side)) if name != "id")
