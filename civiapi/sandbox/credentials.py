"""The entity AuthxCredential: tokens for contacts, and what a credential is worth."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from .auth import Keys, Rejected, admit, by_credential
from .errors import SiteError
from .jwt import encode, sign_key
from .result import Result

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity


def create(call: Call, entity: Entity, params: Params) -> Result:
    """A token for a contact (nobody looks whether there is one), good for `ttl` seconds."""
    claims = {
        "exp": int(time.time()) + int(params["ttl"]),
        "sub": f"cid:{params['contactId']}",
        "scope": "authx",
    }
    return Result([{"cred": f"Bearer {encode(claims, sign_key(call.site))}"}])


def validate(call: Call, entity: Entity, params: Params) -> Result:
    """Whom a credential lets in, and by what; raises SiteError where it lets nobody in."""
    keys, flow = Keys.of(call.site), str(params["flow"])
    try:
        principal = admit(call.site, keys, by_credential(call.site, keys, params["cred"]), flow, None)
    except Rejected as error:
        raise SiteError(error.message) from error
    row = {
        "flow": flow,
        "requestPath": "*",
        "credType": principal.cred,
        "jwt": principal.claims,
        "useSession": False,
        "userId": principal.user_id,
        "contactId": principal.told_contact,
    }
    return Result([row])
