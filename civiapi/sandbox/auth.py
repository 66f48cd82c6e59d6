"""Who asks: AuthX credentials, guards and principals, for the HTTP door and the pipe."""

from __future__ import annotations

import base64
import os
from typing import TYPE_CHECKING, Any, NamedTuple

from .errors import SiteError

if TYPE_CHECKING:
    from .site import Site

ADMIN = 2
"""The contact to whom the served API key belongs."""

_GUARD_PERMISSIONS = {"api_key": "authenticate with api key", "pass": "authenticate with password"}
_BY_LOGIN = "SELECT contact_id FROM _user WHERE name = ?"


class Rejected(SiteError):
    """A credential that AuthX refuses; over HTTP a 401."""

    def __init__(self, message: str) -> None:
        super().__init__(message, 0, 401)


class Keys(NamedTuple):
    """The secrets a door accepts besides the API keys of contacts."""

    api_key: str
    site_key: str
    password: str | None = None
    """The administrator's password; None: nobody can log in with one."""

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
    """`api_key`, `pass`, or an empty text where no credential was needed."""


def by_credential(site: Site, keys: Keys, credential: str) -> Principal:
    """The owner of `Bearer <api key>` or `Basic <base64 of user:password>`; raises Rejected."""
    scheme, _, secret = credential.partition(" ")
    if scheme == "Bearer" and secret:
        contact = (
            ADMIN
            if secret == keys.api_key
            else _number(site, "SELECT id FROM civicrm_contact WHERE api_key = ?", secret)
        )
        if contact is not None:
            return Principal(contact, user_id(site, contact), "api_key")
    if scheme == "Basic":
        name, _, password = _basic(secret).partition(":")
        contact = _number(site, _BY_LOGIN, name)
        if contact == ADMIN and keys.password is not None and password == keys.password:
            return Principal(contact, user_id(site, contact), "pass")
    raise Rejected("Invalid credential")


def _basic(secret: str) -> str:
    try:
        return base64.b64decode(secret, validate=True).decode()
    except ValueError as error:
        raise Rejected("Invalid credential") from error


def by_name(site: Site, principal: dict[str, Any]) -> Principal:
    """The contact named by {"contactId"}, {"userId"} or {"user"} (a login name), as trusted callers may."""
    contact: Any = None
    if principal.get("contactId") is not None:
        contact = _number(site, "SELECT id FROM civicrm_contact WHERE id = ?", principal["contactId"])
        if contact is None:
            raise Rejected(f"Contact ID {principal['contactId']} is invalid")
    elif principal.get("userId") is not None:
        contact = _number(site, "SELECT contact_id FROM _user WHERE id = ?", principal["userId"])
    elif principal.get("user") is not None:
        contact = _number(site, _BY_LOGIN, principal["user"])
    if contact is None:
        raise Rejected("Must specify principal with valid user, userId, or contactId")
    return Principal(contact, user_id(site, contact), "")


def check_guards(site: Site, keys: Keys, principal: Principal, site_key: str | None) -> None:
    """Either the site key is shown, or the user has the permission to log in this way; raises Rejected."""
    permission = _GUARD_PERMISSIONS[principal.cred]
    if site_key != keys.site_key and not site.permitted(principal.contact_id, permission):
        raise Rejected("Login not permitted. Must satisfy guard (site_key, perm).")


def user_id(site: Site, contact: int) -> int | None:
    """The user account of a contact."""
    return _number(site, "SELECT id FROM _user WHERE contact_id = ?", contact)


def _number(site: Site, sql: str, value: Any) -> int | None:
    found = site.store.value(sql, (value,))
    return None if found is None else int(found)
