"""Who asks: AuthX credentials, what a flow accepts, and guards, for the HTTP door and the pipe."""

from __future__ import annotations

import os
from hmac import compare_digest
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import SiteError
from .users import ADMIN, account, has, is_password, permissions_of

if TYPE_CHECKING:
    from .site import Site

_GUARD_PERMISSIONS = {"api_key": "authenticate with api key", "pass": "authenticate with password"}
_UNGUARDED = ("jwt", "")
"""Types of credentials that the site itself has made, or that a trusted caller stands for."""
_CONTACT = "cid:"
_NO_PRINCIPAL = "Must specify principal with valid user, userId, or contactId"


class Rejected(SiteError):
    """A credential that AuthX refuses; over HTTP a 401."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 0, 401)


class Keys(NamedTuple):
    """The secrets a door accepts besides the API keys of contacts."""

    api_key: str
    site_key: str
    password: str | None = None
    """A password of the administrator besides the account's own."""

    @classmethod
    def of(cls, site: Site) -> Keys:
        """From the environment (CIVIAPI_API_KEY, CIVIAPI_SITE_KEY, CIVIAPI_PASSWORD), else the site's own."""
        env = os.environ
        return cls(
            env.get("CIVIAPI_API_KEY") or site.api_key,
            env.get("CIVIAPI_SITE_KEY") or site.site_key,
            env.get("CIVIAPI_PASSWORD") or None,
        )


class Principal(NamedTuple):
    """A contact that proved who it is."""

    contact_id: int
    user_id: int | None
    cred: str
    """`api_key`, `pass`, `jwt`, or an empty text where no credential was needed."""
    claims: dict[str, Any] | None = None
    """What a token says."""

    @property
    def told_contact(self) -> int | str:
        """The contact's id as AuthX tells it: what it reads as text stays one."""
        return str(self.contact_id) if self.cred in ("api_key", "jwt") else self.contact_id


def by_credential(site: Site, keys: Keys, credential: str) -> Principal:
    """The owner of `Bearer <api key or token>` or `Basic <base64 of user:password>`; raises Rejected."""
    scheme, _, secret = credential.partition(" ")
    found = None
    if scheme == "Bearer" and secret:
        found = _by_api_key(site, keys, secret) or _by_token(site, secret)
    elif scheme == "Basic":
        found = _by_password(site, keys, secret)
    if found is None:
        raise Rejected("Invalid credential")
    return found


def by_api_key(site: Site, keys: Keys, secret: str) -> int | None:
    """The contact that has that API key."""
    if compare_digest(secret.encode(), keys.api_key.encode()):
        return ADMIN
    return _number(site, "SELECT id FROM civicrm_contact WHERE api_key = ?", secret)


def _by_api_key(site: Site, keys: Keys, secret: str) -> Principal | None:
    contact = by_api_key(site, keys, secret)
    return None if contact is None else Principal(contact, user_id(site, contact), "api_key")


def _by_token(site: Site, token: str) -> Principal | None:
    from .jwt import Expired, decode, sign_key

    if token.count(".") != 2:
        return None
    try:
        claims = decode(token, sign_key(site))
    except Expired as error:
        raise Rejected("Expired token") from error
    if claims is None or "authx" not in str(claims.get("scope", "")).split(" "):
        return None
    subject = str(claims.get("sub", ""))
    if not subject.startswith(_CONTACT):
        raise Rejected("Malformed JWT. Must specify the contact ID.")
    contact = subject.removeprefix(_CONTACT)
    if not contact.isdecimal():
        raise Rejected(f"Contact ID {contact} is invalid")
    return Principal(int(contact), user_id(site, int(contact)), "jwt", claims)


def _by_password(site: Site, keys: Keys, secret: str) -> Principal | None:
    import base64

    try:
        name, _, password = base64.b64decode(secret, validate=True).decode().partition(":")
    except ValueError:
        return None
    known = account(site.store, "username", name)
    if known is None:
        return None
    for_all = keys.password if known.contact_id == ADMIN else None
    if not is_password(known.hashed_password, password) and (for_all is None or for_all != password):
        return None
    return Principal(known.contact_id, known.user_id, "pass")


def by_name(site: Site, principal: dict[str, Any]) -> Principal:
    """The contact named by {"contactId"}, {"userId"} or {"user"} (a login name), as trusted callers may."""
    contact: Any = None
    if principal.get("contactId") is not None:
        contact = _number(site, "SELECT id FROM civicrm_contact WHERE id = ?", principal["contactId"])
        if contact is None:
            raise Rejected(f"Contact ID {principal['contactId']} is invalid")
        return Principal(contact, user_id(site, contact), "")
    if principal.get("userId") is not None:
        known = account(site.store, "id", principal["userId"])
    else:
        known = account(site.store, "username", principal.get("user"))
    if known is None:
        raise Rejected(_NO_PRINCIPAL)
    return Principal(known.contact_id, known.user_id, "")


def admit(site: Site, keys: Keys, principal: Principal, flow: str, site_key: str | None) -> Principal:
    """The principal as a flow lets it in: by its settings, the guards and the account; raises Rejected."""
    if _number(site, "SELECT id FROM civicrm_contact WHERE id = ?", principal.contact_id) is None:
        raise Rejected(f"Contact ID {principal.contact_id} is invalid")
    if principal.cred and principal.cred not in accepted(site, flow):
        refused = f'Authentication type "{principal.cred}" with flow "{flow}"'
        raise Rejected(f"{refused} is not allowed for this principal.")
    mode = site.setting(f"authx_{flow}_user")
    if mode == "ignore":
        principal = principal._replace(user_id=None)
    elif mode == "require" and principal.user_id is None:
        raise Rejected("Cannot login. No matching user is available.")
    _check_guards(site, keys, principal, site_key)
    known = account(site.store, "id", principal.user_id) if principal.user_id is not None else None
    if known is not None and not known.is_active:
        raise Rejected("Cannot login. User is blocked.")
    return principal


def accepted(site: Site, flow: str) -> list[str]:
    """The types of credentials that a flow takes."""
    return site.setting(f"authx_{flow}_cred") or []


def _check_guards(site: Site, keys: Keys, principal: Principal, site_key: str | None) -> None:
    """One of the guards must let the credential pass: the site key, or the user's permission."""
    guards = site.setting("authx_guards") or []
    if not guards or principal.cred in _UNGUARDED:
        return
    if "site_key" in guards and compare_digest(str(site_key or "").encode(), keys.site_key.encode()):
        return
    permitted = permissions_of(site.store, principal.contact_id)
    if "perm" in guards and has(permitted, _GUARD_PERMISSIONS[principal.cred]):
        return
    raise Rejected(f"Login not permitted. Must satisfy guard ({', '.join(guards)}).")


def user_id(site: Site, contact: int) -> int | None:
    """The user account of a contact."""
    known = account(site.store, "contact_id", contact)
    return known.user_id if known else None


def _number(site: Site, sql: str, value: Any) -> int | None:
    found = site.store.value(sql, (value,))
    return None if found is None else int(found)
