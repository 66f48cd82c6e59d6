"""Calls that are looked at before they leave: what CiviCRM would refuse, drop or garble is refused here.

CiviCRM itself refuses little: an unknown option becomes null, a date that is none the 1st of January 1970,
an unknown field is dropped.  Nothing is refused that it takes rightly; what cannot be told passes.
"""

from __future__ import annotations

from ..call import ApiCall
from ..schema.model import Entity, Schema
from . import calls3, calls4
from .guard import checked
from .look import Look

__all__ = ["checked", "faults"]


def faults(entity: Entity, call: ApiCall, schema: Schema) -> list[str]:
    """All that is wrong with a call of this entity, each fault a line; of other entities ``schema`` tells."""
    look = Look(schema)
    check = calls4.check if call.version == 4 else calls3.check
    check(look, entity, call.entity, call.action, call.params)
    return look.faults
