"""Checksums: what a link carries so that a contact need not log in."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import TYPE_CHECKING, Any

from .acl import CONTACT_TABLE
from .result import Result
from .settings import value_of

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity

FOREVER = "inf"
SECONDS_OF_HOUR, HOURS_OF_DAY = 3600, 24


def get_checksum(call: Call, entity: Entity, params: Params) -> Result:
    """A checksum of a contact, good for `ttl` hours: None is as the setting says, 0 for ever."""
    contact, ttl = params["contactId"], params.get("ttl")
    hours = str(ttl) if ttl else FOREVER if ttl is not None else str(_usual(call))
    return Result([{"id": contact, "checksum": _checksum(call, contact, str(int(time.time())), hours)}])


def validate_checksum(call: Call, entity: Entity, params: Params) -> Result:
    """Whether a checksum is this contact's, and still good."""
    given = str(params["checksum"])
    _, made, hours = [*given.split("_", 2), "", ""][:3]
    right = hmac.compare_digest(_checksum(call, params["contactId"], made, hours).encode(), given.encode())
    return Result([{"valid": right and _is_good(made, hours)}])


def _usual(call: Call) -> int:
    settings = call.schema.entity("Setting")
    days = value_of(call.store, settings, "checksum_timeout") if settings else None
    return HOURS_OF_DAY * int(days or 0)


def _checksum(call: Call, contact: Any, made: str, hours: str) -> str:
    """The digest of a contact's own secret and of the limits, and the limits."""
    row = call.store.record(CONTACT_TABLE, contact) or {}
    secret = row.get("hash") or secrets.token_hex(16)
    text = f"{secret}_{contact}_{made}_{hours}"
    return f"{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}_{made}_{hours}"


def _is_good(made: str, hours: str) -> bool:
    if hours == FOREVER:
        return True
    return made.isdigit() and hours.isdigit() and int(made) + int(hours) * SECONDS_OF_HOUR >= time.time()
