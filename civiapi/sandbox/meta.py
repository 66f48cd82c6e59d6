"""What a site says of itself: getFields, getActions, checkAccess."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .acl import may_edit
from .arrays import picked, title
from .errors import NotSimulated, SiteError
from .result import Result
from .schema import CONTACT_TYPES
from .sources import Sources
from .values import SEPARATOR

if TYPE_CHECKING:
    from .call import Call
    from .options import Option
    from .params import Params
    from .schema import Entity, Field
    from .store import Store

Row = dict[str, Any]
READ_ACTIONS = (
    "get",
    "delete",
    "getFields",
    "getActions",
    "checkAccess",
    "autocomplete",
    "export",
    "getLinks",
)
# members of a field that are not said to the outside
INTERNAL = (
    "create",
    "get",
    "column",
    "sql_type",
    "on_delete",
    "column_length",
    "maxlength",
    "multiple",
    "control_field",
    "filter",
    "step",
)
OPTION_MEMBERS = ("id", "name", "label", "abbr", "description", "color", "icon", "grouping", "url")
ABSENT: Row = {
    "required": False,
    "nullable": True,
    "readonly": False,
    "default_value": None,
    "fk_entity": None,
    "suffixes": None,
    "serialize": None,
    "operators": None,
    "permission": None,
    "required_if": None,
    "deprecated": False,
    "input_type": None,
    "data_type": None,
    "custom_group": None,
}


# entity => the field that says what kind of record one is, for the custom groups that are for some kinds
GROUPINGS = {
    "Activity": "activity_type_id",
    "Case": "case_type_id",
    "Contribution": "financial_type_id",
    "Event": "event_type_id",
    "Membership": "membership_type_id",
    "Relationship": "relationship_type_id",
}


def get_fields(call: Call, entity: Entity, params: Params) -> Result:
    """Entity.getFields, for the fields of get or (create, update, save, replace) of create."""
    if entity.name == "Setting":
        return picked([_setting(name, field) for name, field in entity.fields.items()], params)
    load = params.get("loadOptions")
    if "options" not in (params.get("select") or ["options"]):
        load = False
    values = params.get("values") or {}
    fields = {**_applying(call, entity, values), **_reached(call, entity, params.get("where") or [])}
    described = [_described(call, entity, name, field, params) for name, field in fields.items()]
    conditions = [clause for clause in params.get("where") or [] if not _asks_options(clause)]
    wanted = picked([row for row in described if row is not None], {"where": conditions})
    for row in wanted.rows:
        field = fields[row["name"]]
        row["options"] = _options(call, field, load, values)
    return picked(wanted.rows, params)


def _applying(call: Call, entity: Entity, values: Row) -> dict[str, Field]:
    """The fields that a record with these values has (Civi/Api4/Service/Spec/SpecGatherer.php): those of a
    contact's type, and the custom fields for what kind of record it is.
    """
    kind = str(values.get("contact_type"))
    own = call.schema.entity(kind) if entity.name == "Contact" and kind in CONTACT_TYPES else None
    others = _other_groups(call, entity, values)
    return {
        name: field
        for name, field in entity.fields.items()
        if (own is None or name in own.fields or name in own.fixed)
        and field.spec.get("custom_group") not in others
    }


def _other_groups(call: Call, entity: Entity, values: Row) -> set[str]:
    """The custom groups that are for records of another kind than the values say."""
    grouping = "contact_sub_type" if entity.is_contact else GROUPINGS.get(entity.name)
    if grouping not in values:
        return set()
    given = values[grouping]
    kinds = {str(kind) for kind in (given if isinstance(given, list) else [given])}
    sql = "SELECT name, extends_entity_column_value FROM civicrm_custom_group"
    found = [
        (name, set(filter(None, str(listed or "").split(SEPARATOR)))) for name, listed in call.store.rows(sql)
    ]
    return {name for name, wanted in found if wanted and not wanted & kinds}


def _asks_options(clause: list[Any]) -> bool:
    return "options" in str(clause)


def _setting(name: str, field: Field) -> Row:
    kept = {member: value for member, value in field.spec.items() if member not in ("options", "default")}
    shown = {"name": name, "title": title(name), "data_type": None, "options": bool(field.options)}
    return {**shown, **kept, "default": field.spec.get("default")}


def _reached(call: Call, entity: Entity, where: list[Any]) -> dict[str, Field]:
    """Fields of other entities that the conditions name by their path (`employer_id.display_name`)."""
    wanted = [item for clause in where if clause[0] == "name" for item in _texts(clause[-1]) if "." in item]
    if not wanted or not entity.table:
        return {}
    sources = Sources(call, entity)
    columns = {path: sources.column(path) for path in wanted if path not in entity.fields}
    return {path: column.field for path, column in columns.items() if column is not None}


def _texts(value: Any) -> list[str]:
    return [str(item) for item in (value if isinstance(value, list) else [value])]


def _described(call: Call, entity: Entity, name: str, field: Field, params: Params) -> Row | None:
    """A field's row without its options; None if the action has no such field."""
    action = params.get("action") or "get"
    reading = action in READ_ACTIONS
    if field.spec.get("get") is False and reading:
        return None
    spec: Row | None = dict(field.spec) if reading else field.create_spec()
    if spec is None or not call.may_see(field.spec.get("permission")):
        return None
    attributes = {
        name: field.spec[name]
        for name in ("maxlength", "multiple", "control_field", "filter", "step")
        if name in field.spec
    }
    row = {**ABSENT, **{member: value for member, value in spec.items() if member not in INTERNAL}}
    row.update(
        name=name,
        entity="Contact" if entity.is_contact else field.entity,
        type=field.type,
        title=spec.get("title") or _title(entity, field),
        label=spec.get("label") or _label(entity, field),
        input_attrs=attributes or None,
    )
    row["required"] = bool(spec.get("required")) and action != "update"
    target = str((params.get("values") or {}).get(field.spec.get("control_field")))
    if target in (spec.get("dfk_entities") or {}):
        row["fk_entity"] = spec["dfk_entities"][target]
    if entity.table and field.stored:
        row.setdefault("table_name", entity.table)
        row.setdefault("column_name", field.column)
    return row


def _title(entity: Entity, field: Field) -> str:
    if field.name == "id":
        return f"{title(entity.name)} ID"
    if field.fk_entity and field.name.endswith("_id"):
        return f"{title(field.name[:-3])} ID"
    return title(field.name.removesuffix("_id"))


def _label(entity: Entity, field: Field) -> str:
    return _title(entity, field) if field.name == "id" else title(field.name.removesuffix("_id"))


def _options(call: Call, field: Field, load: Any, values: Row) -> Any:
    """false or true without loadOptions; with true id => label; with a list of members a list of options."""
    if not load:
        return bool(field.options)
    try:
        options = call.options.of(field)
    except NotSimulated:
        return True  # there are options, and the sandbox does not know which
    if options is None:
        return False
    options = narrowed(call.store, field, options, values)
    if load is True:
        return _keyed({str(option["id"]): option["label"] for option in options})
    members = [member for member in OPTION_MEMBERS if member in load]
    return [{member: option.get(member) for member in members} for option in options]


def narrowed(store: Store, field: Field, options: list[Option], values: Row) -> list[Option]:
    """The states of the country that is given."""
    country = values.get("country_id")
    if field.name != "state_province_id" or not country:
        return options
    rows = store.rows("SELECT id FROM civicrm_state_province WHERE country_id = ?", (country,))
    known = {row[0] for row in rows}
    return [option for option in options if option["id"] in known]


def _keyed(found: dict[str, Any]) -> Any:
    """An object, or a list if its keys are 0, 1, 2 ... as PHP prints it."""
    return list(found.values()) if list(found) == [str(number) for number in range(len(found))] else found


def get_actions(call: Call, entity: Entity, params: Params) -> Result:
    """Entity.getActions: each with its parameters."""
    rows: list[Row] = []
    for name in entity.actions:
        if not call.may(entity, name):
            continue
        specs = call.schema.params(entity, name) or {}
        rows.append({"name": name, "params": {param: _param(spec) for param, spec in specs.items()}})
    return picked(rows, params)


def _param(spec: Row) -> Row:
    types = spec.get("type")
    return {
        "type": types if isinstance(types, list) else [types] if types else [],
        "default": spec.get("default"),
        "required": bool(spec.get("required")),
        **{name: spec[name] for name in ("deprecated",) if name in spec},
    }


def check_access(call: Call, entity: Entity, params: Params) -> Result:
    """Whether the user may; nobody looks whether the record exists."""
    if params["action"].lower() not in {name.lower() for name in entity.actions}:
        raise SiteError(f"Api {entity.name} {params['action']} version 4 does not exist.")
    values = params["values"]
    action = next(name for name in entity.actions if name.lower() == params["action"].lower())
    reads = action in READ_ACTIONS and action != "delete"
    allowed = call.may(entity, action) and (reads or may_edit(call, entity, values, values.get("id")))
    return Result([{"access": allowed, "id": values.get("id")}])
