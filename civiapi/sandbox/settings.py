"""The Setting and System entities."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .errors import NotSimulated, SiteError
from .result import Result

if TYPE_CHECKING:
    from .call import Call
    from .params import Params
    from .schema import Entity
    from .store import Store

DOMAIN = 1
# settings of this very site that the facts give no default for
OWN = {"lcMessages": "en_US", "defaultCurrency": "USD", "civicrm_version": None}


def value_of(store: Store, entity: Entity, name: str) -> Any:
    """A setting's value: what was set, else its default."""
    text = store.value("SELECT value FROM _setting WHERE name = ? AND domain_id = ?", (name, DOMAIN))
    if text is not None:
        return json.loads(text)
    default = entity.fields[name].spec.get("default")
    return OWN.get(name) if default is None else default


def _row(call: Call, entity: Entity, name: str) -> dict[str, Any]:
    return {"name": name, "value": value_of(call.store, entity, name), "domain_id": DOMAIN}


def _check(entity: Entity, params: Params, names: list[str]) -> None:
    """Raise SiteError for domains and settings that are not there (AbstractSettingAction.php)."""
    if params.get("contactId"):
        raise NotSimulated("settings of contacts")
    given = params.get("domainId") or DOMAIN
    domains = given if isinstance(given, list) else [given]
    wrong = [str(domain) for domain in domains if str(domain) not in (str(DOMAIN), "all")]
    if wrong:
        raise SiteError(f"Invalid domain id: {', '.join(wrong)}")
    unknown = [name for name in names if name not in entity.fields]
    if unknown:
        raise SiteError(f"Unknown settings for domain {DOMAIN}: {', '.join(unknown)}")


def get_settings(call: Call, entity: Entity, params: Params) -> Result:
    names = [name for name in params.get("select") or [] if name != "*"] or list(entity.fields)
    _check(entity, params, names)
    return Result([_row(call, entity, name) for name in names])


def set_settings(call: Call, entity: Entity, params: Params) -> Result:
    values = params["values"]
    _check(entity, params, list(values))
    for name, value in values.items():
        call.store.execute(
            "INSERT OR REPLACE INTO _setting (name, domain_id, value) VALUES (?, ?, ?)",
            (name, DOMAIN, json.dumps(value, ensure_ascii=False)),
        )
    return Result([_row(call, entity, name) for name in values])


def revert_settings(call: Call, entity: Entity, params: Params) -> Result:
    _check(entity, params, params["select"])
    for name in params["select"]:
        call.store.execute("DELETE FROM _setting WHERE name = ? AND domain_id = ?", (name, DOMAIN))
    return Result([_row(call, entity, name) for name in params["select"]])


def flush(call: Call, entity: Entity, params: Params) -> Result:
    """System.flush: the sandbox keeps nothing that could be stale but its schema."""
    call.schema.changed()
    return Result([])
