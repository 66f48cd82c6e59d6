"""What APIv3 says of itself: fields, options, actions, entities."""

from __future__ import annotations

from typing import Any

from .api3_request import Request, success
from .api3_spec import INT, Field3
from .calls import PlainError
from .errors import NotSimulated, SiteError
from .meta import narrowed
from .options import Options
from .schema import CONTACT_TYPES, Field

CONTEXTS = ("get", "create", "search", "validate", "abbreviate", "match")
_LABELS = {"validate": "name", "match": "name", "abbreviate": "abbr"}
DEPRECATED = {
    "setvalue": 'The "setvalue" action is deprecated. Use "create" with an id instead.',
    "update": 'The "update" action is deprecated. Use "create" with an id instead.',
}
TEXTS = (2, 32, 64)
"""Types of texts: short, long, binary."""
INT_SIZE = {"size": 6, "maxlength": 14}


def getoptions(request: Request) -> dict[str, Any]:
    """A field's options, key => label (with sequential as a list of pairs)."""
    spec, name = request.spec, str(request.params["field"])
    context = request.params.get("context")
    if context is not None and context not in CONTEXTS:
        raise SiteError(f"'{context}' is not a valid option for field context", 2001, error_field="context")
    field = spec.find(spec.for_create, name) or spec.find(spec.for_get, name)
    if field is None:
        raise PlainError(f"The field '{name}' doesn't exist.")
    return _keyed(request, _option_map(request, field, context))


def _keyed(request: Request, options: dict[Any, Any] | None) -> dict[str, Any]:
    if options is None:
        return success(request, None)
    if request.sequential:
        return {**success(request, [{"key": key, "value": value} for key, value in options.items()])}
    return success(request, options)


def _option_map(request: Request, field: Field3, context: str | None) -> dict[Any, Any] | None:
    if field.v4 is None:
        return None
    shown = _LABELS.get(context or "", "label")
    options = Options(request.site.store, request.site.schema).of(field.v4)
    if options is None and field.v4.data_type == "Boolean":
        return {1: "Yes", 0: "No"}
    if options is None:
        return None
    options = narrowed(request.site.store, field.v4, options, request.params)
    key = "name" if context == "match" else "id"
    return {option[key]: option.get(shown) for option in options}


def getfields(request: Request) -> dict[str, Any]:
    """The fields of an action (`api_action` or `action`), with the options that are asked for."""
    action = str(request.params.get("api_action") or request.params.get("action") or "get").lower()
    described = _described(request, action)
    asked = _asked_options(request)
    for key, field in _fields(request, action).items() if asked else ():
        if key in described and not field.spec.get("options") and asked & {"all", key, field.name}:
            options = _known_options(request, field)
            described[key] |= {"options": options} if options else {}
    return success(request, described)


def _asked_options(request: Request) -> set[str]:
    options = request.params.get("options")
    asked = options.get("get_options") if isinstance(options, dict) else None
    return {str(name) for name in (asked if isinstance(asked, list) else [asked]) if name}


def _known_options(request: Request, field: Field3) -> dict[Any, Any] | None:
    try:
        return _option_map(request, field, None) if field.has_options else None
    except NotSimulated:
        return None


def getfield(request: Request) -> dict[str, Any]:
    """One field."""
    name, action = str(request.params["name"]), str(request.params["action"]).lower()
    found = _described(request, action).get(name)
    field = request.spec.find(_fields(request, action), name)
    if found is None and field is not None:
        found = _described(request, action)[field.key]
    if found is None:
        raise PlainError(f"The field '{name}' doesn't exist.")
    return {**success(request, None), "count": len(found), "values": found}


def _fields(request: Request, action: str) -> dict[str, Field3]:
    return request.spec.for_create if action in ("create", "replace", "update") else request.spec.for_get


def _described(request: Request, action: str) -> dict[str, dict[str, Any]]:
    own = request.spec.facts.get("action_params", {}).get(action)
    if action == "delete":
        own = request.spec.facts.get("delete", {})
    if own is not None and action not in ("create", "get"):
        return {name: {"name": name, **spec} for name, spec in own.items()}
    fields = _fields(request, action)
    return {key: _description(request, field) for key, field in fields.items()}


def _description(request: Request, field: Field3) -> dict[str, Any]:
    hidden = ("create", "get", "name", "pseudoconstant")
    title = field.v4.spec.get("title") if field.v4 else None
    facts = {name: value for name, value in field.spec.items() if name not in hidden}
    told = {"name": field.name, "type": field.type, **({"title": title} if title else {}), **facts}
    if field.v4 is None or field.v4.type != "Field":
        return told
    return {**told, **_stored(request, field, field.v4)}


def _stored(request: Request, field: Field3, v4: Field) -> dict[str, Any]:
    """What is known of a column: where it is, how it is edited, where its options come from."""
    table = request.spec.entity.table
    told: dict[str, Any] = {"where": f"{table}.{v4.column}", "table_name": table, "entity": request.entity}
    if request.spec.entity.is_contact and (owner := _contact_type(request, v4.name)):
        told["contactType"] = owner
    if field.type not in TEXTS:  # which texts have translations is not among the facts
        told["localizable"] = 0
    if field.type == INT:
        kind = v4.create_spec() or v4.spec
        html = {"type": v4.spec.get("input_type", kind.get("input_type"))}
        told["html"] = {**html, **INT_SIZE} if html["type"] else INT_SIZE
    if "FKClassName" in field.spec:
        told["FKColumnName"] = field.spec.get("FKColumnName", "id")
    group = (field.spec.get("pseudoconstant") or {}).get("option_group")
    if group:
        told["pseudoconstant"] = {
            "optionGroupName": group,
            "optionEditPath": f"civicrm/admin/options/{group}",
        }
    return {**told, "is_core_field": True}


def _contact_type(request: Request, name: str) -> str | None:
    """The one type of contacts that have a field; None if more than one has it."""
    kinds = [(kind, request.site.schema.entity(kind)) for kind in CONTACT_TYPES]
    owners = [kind for kind, entity in kinds if entity is not None and name in entity.fields]
    return owners[0] if len(owners) == 1 else None


def getactions(request: Request) -> dict[str, Any]:
    """The names of an entity's actions."""
    generic = request.site.schema.v3_generic()
    names = sorted({*request.spec.facts.get("actions", ()), *generic})
    own = [name for name in names if "_" not in name or name in _OWN_WITH_UNDERSCORE]
    return {**success(request, own), "deprecated": DEPRECATED} if own else success(request, own)


_OWN_WITH_UNDERSCORE = ("get_merge_conflicts",)


def entities(request: Request) -> dict[str, Any]:
    """The names of all entities."""
    known = request.site.schema.v3_names()
    return success(request, [name for name in known if (request.site.schema.v3(name) or {}).get("name")])
