"""User accounts and their roles: who may log in, and what a role permits.

An account is a row of `civicrm_uf_match`, as the entity User shows it; the permissions are those of its
roles (the entity Role), and its API key is its contact's.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .site import Site
    from .store import Store

ADMIN = 2
"""The contact of the administrator, to whom the served API key belongs."""
ADMIN_ROLE = 2
SUPREME = "all CiviCRM permissions and ACLs"
API_LOGIN = ("authenticate with api key", "authenticate with password")
_API_ONLY = ("access AJAX API", *API_LOGIN)
# role of an account => its permissions; an empty list: all but those of API_LOGIN
ROLES: dict[str, tuple[str, ...]] = {
    "all": (SUPREME,),
    "none": _API_ONLY,
    "debug": (*_API_ONLY, "view debug output"),
    "nologin": (),
}
NO_ACCOUNT = "nouser"
"""Instead of a role: a contact with an API key and without an account."""
ROLE_NAMES = (*ROLES, NO_ACCOUNT)
# permission => the permissions that include it
_INCLUDED_IN = {
    "view all contacts": ("edit all contacts",),
    "view my contact": ("edit my contact",),
    "edit own api keys": ("edit api keys",),
    "administer CiviCRM system": ("administer CiviCRM",),
    "administer CiviCRM data": ("administer CiviCRM",),
}
_SEPARATOR = "\x01"
_ALL_PERMISSIONS = "callback:CRM_Core_SelectValues::permissions"
_SOURCE = "civiapi sandbox"
_ROUNDS = 20_000


Key = Literal["id", "contact_id", "username"]
"""What an account is found by."""


class User(NamedTuple):
    """A contact that may prove who it is, and with what."""

    name: str
    role: str
    contact_id: int
    user_id: int | None
    """None: no account."""
    api_key: str


class Account(NamedTuple):
    """A user account as a login needs it."""

    user_id: int
    contact_id: int
    hashed_password: str
    is_active: bool


def permissions_of(store: Store, contact_id: int | None) -> frozenset[str]:
    """What a contact's roles permit; nothing without an account, and for anonymous callers (None)."""
    rows = store.rows(
        "SELECT r.permissions FROM civicrm_uf_match u"
        " JOIN civicrm_user_role ur ON ur.user_id = u.id"
        " JOIN civicrm_role r ON r.id = ur.role_id AND r.is_active = 1"
        " WHERE u.contact_id = ? AND u.is_active = 1",
        (contact_id,),
    )
    return frozenset(name for row in rows for name in str(row[0]).split(_SEPARATOR) if name)


def has(permissions: frozenset[str], permission: str) -> bool:
    """Whether permissions include one; one that begins with `*` nobody has."""
    if permission.startswith("*"):
        return False
    wanted = {permission, SUPREME, *_INCLUDED_IN.get(permission, ())}
    return not wanted.isdisjoint(permissions)


def account(store: Store, key: Key, value: Any) -> Account | None:
    """The account with that `id`, `contact_id` or `username`."""
    sql = f"SELECT id, contact_id, hashed_password, is_active FROM civicrm_uf_match WHERE {key} = ?"  # noqa: S608
    found = store.row(sql, (value,))
    if found is None or found[1] is None:
        return None
    return Account(found[0], found[1], found[2] or "", bool(found[3]))


def add_administrator(store: Store) -> None:
    """The account of a new site's administrator; it has no password yet."""
    role = {"id": ADMIN_ROLE, "name": "admin", "label": "Administrator", "permissions": _listed(ROLES["all"])}
    store.insert("civicrm_role", {**role, "is_active": 1})
    row = {"id": 1, "uf_id": 1, "uf_name": "admin@example.org", **_account_row("admin", ADMIN)}
    store.insert("civicrm_uf_match", row)
    store.insert("civicrm_user_role", {"user_id": 1, "role_id": ADMIN_ROLE})


def _account_row(name: str, contact_id: int) -> dict[str, Any]:
    return {
        "domain_id": 1,
        "contact_id": contact_id,
        "username": name,
        "hashed_password": "",
        "is_active": 1,
    }


def _listed(permissions: tuple[str, ...]) -> str:
    return _SEPARATOR + _SEPARATOR.join(permissions) + _SEPARATOR


def add_user(
    site: Site,
    name: str,
    role: str = "none",
    *,
    contact_id: int | None = None,
    api_key: str | None = None,
    password: str | None = None,
) -> User:
    """Give a site a user, or one that it has another role.

    role: one of ROLE_NAMES; contact_id: the user's contact, by default a new one; api_key: by default a
    random one, or the one there is.  Without a password the user cannot log in with one.
    Raises ValueError for a role that there is not.
    """
    if role not in ROLE_NAMES:
        raise ValueError(f"There is no role {role!r}; the sandbox knows {', '.join(ROLE_NAMES)}.")
    with site.store.transaction():
        contact = contact_id or _contact_of(site, name)
        key = _give_key(site.store, contact, api_key)
        user_id = None if role == NO_ACCOUNT else _give_account(site.store, name, contact, role)
        if password is not None:
            set_password(site.store, contact, password)
    return User(name, role, contact, user_id, key)


def add_users(site: Site, texts: Iterable[str]) -> dict[str, User]:
    """Users written as NAME:ROLE (without a role: none), by their names; raises ValueError."""
    made = {}
    for text in texts:
        name, _, role = text.partition(":")
        if not name:
            raise ValueError(f"A user is written NAME:ROLE, not {text!r}.")
        made[name] = add_user(site, name, role or "none")
    return made


def _contact_of(site: Site, name: str) -> int:
    known = account(site.store, "username", name)
    if known is not None:
        return known.contact_id
    found = site.store.value(
        "SELECT id FROM civicrm_contact WHERE source = ? AND nick_name = ?", (_SOURCE, name)
    )
    if found is not None:
        return int(found)
    values = {"contact_type": "Individual", "first_name": name, "nick_name": name, "source": _SOURCE}
    made = site.api4("Contact", "create", {"values": values}, user=None, check=False)
    return int(made["values"][0]["id"])


def _give_key(store: Store, contact: int, api_key: str | None) -> str:
    import secrets

    has_one = store.value("SELECT api_key FROM civicrm_contact WHERE id = ?", (contact,))
    key = api_key or has_one or secrets.token_hex(16)
    store.update("civicrm_contact", contact, {"api_key": key})
    return str(key)


def _give_account(store: Store, name: str, contact: int, role: str) -> int:
    from .sqlfunctions import utc_now

    known = account(store, "contact_id", contact)
    if known is None:
        row = {**_account_row(name, contact), "uf_id": 0, "uf_name": name, "when_created": str(utc_now())}
        user_id = store.insert("civicrm_uf_match", row)
        store.update("civicrm_uf_match", user_id, {"uf_id": user_id})
    else:
        user_id = known.user_id
    store.execute("DELETE FROM civicrm_user_role WHERE user_id = ?", (user_id,))
    store.insert("civicrm_user_role", {"user_id": user_id, "role_id": _role_id(store, role)})
    return user_id


def _role_id(store: Store, role: str) -> int:
    if role == "all":
        return ADMIN_ROLE
    found = store.value("SELECT id FROM civicrm_role WHERE name = ?", (role,))
    if found is not None:
        return int(found)
    permissions = ROLES[role] or _all_but(store, API_LOGIN)
    row = {"name": role, "label": role.capitalize(), "permissions": _listed(permissions), "is_active": 1}
    return store.insert("civicrm_role", row)


def _all_but(store: Store, without: tuple[str, ...]) -> tuple[str, ...]:
    """The permissions of a stock site but these, and but the one that includes all."""
    known = store.value("SELECT body FROM _schema WHERE kind = 'options' AND name = ?", (_ALL_PERMISSIONS,))
    names = [str(option[0]) for option in json.loads(known)]
    return tuple(name for name in names if name not in (*without, SUPREME))


def set_password(store: Store, contact_id: int, password: str) -> None:
    """Let a contact's account log in with this password."""
    import os

    hashed = _hashed(password, os.urandom(12).hex())
    store.execute(
        "UPDATE civicrm_uf_match SET hashed_password = ? WHERE contact_id = ?", (hashed, contact_id)
    )


def is_password(hashed: str, password: str) -> bool:
    """Whether that is the password behind a hash."""
    from hmac import compare_digest

    parts = hashed.split("$")
    return len(parts) == 3 and compare_digest(_hashed(password, parts[1]), hashed)


def _hashed(password: str, salt: str) -> str:
    import hashlib

    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), _ROUNDS)
    return f"pbkdf2-{_ROUNDS}${salt}${digest.hex()}"
