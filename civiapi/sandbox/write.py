"""APIv4 create, update, save, replace and delete.

Nothing is undone when a later record fails: each record's own write is whole, and that is all, as in CiviCRM.
"""

from __future__ import annotations

from typing import Any

from .acl import check_edit
from .call import Call
from .errors import NotSimulated, SiteError
from .lookups import Values, resolve
from .params import Params
from .query import Query, Row
from .record import Record, whole_number
from .required import check_required
from .result import Result
from .rules import delete_record, rule_of
from .schema import Entity
from .values import unserialized

DEFAULT_TYPE = "Individual"
# entity => parameters of its writes that are meant for each record
SAID = {"GroupContact": ("method", "tracking")}


def create(call: Call, entity: Entity, params: Params) -> Result:
    _refuse_readonly(entity)
    values = dict(params.get("values") or {})
    if values.get("id"):
        raise SiteError("Cannot pass id to Create action. Use Update action instead.")
    values = _with_custom_defaults(call, entity, values)
    check_required(entity, "create", [resolved(call, entity, values)])
    return Result(_write(call, entity, [values], params))


def _with_custom_defaults(call: Call, entity: Entity, values: Values) -> Values:
    """The values of a new record with the default values of the custom fields that it has and that are not
    given, as CiviCRM's Civi/Api4/Generic/Traits/DAOActionTrait.php fills them in.
    """
    if entity.is_contact:
        kind = values.get("contact_type") or entity.fixed.get("contact_type", DEFAULT_TYPE)
        entity = call.schema.entity(str(kind)) or entity
    given = {name.partition(":")[0] for name, value in values.items() if value is not None}
    defaults = {
        name: unserialized(field.serialize, text) if field.serialize else text
        for name, field in entity.fields.items()
        if field.type == "Custom" and name not in given and (text := field.spec.get("default_value"))
    }
    return {**values, **defaults}


def update(call: Call, entity: Entity, params: Params) -> Result:
    _refuse_readonly(entity)
    values = dict(params["values"])
    where = _with_key(entity, values.get("id"), params.get("where") or [])
    if (only := _only_id(where)) is not None:
        records = [{**values, "id": only}]
    else:
        found = Query(call, entity, {**params, "where": where, "select": ["id"]}).run()
        records = [{**values, "id": row["id"]} for row in found]
    rows = _write(call, entity, records, params)
    return Result(_reloaded(call, entity, rows, params.get("reload")))


def _with_key(entity: Entity, key: Any, where: list[Any]) -> list[Any]:
    """The conditions of an update with the id that its values have; raises SiteError for another id in them.

    As in CiviCRM's Civi/Api4/Generic/DAOUpdateAction.php.
    """
    if key not in (None, "", 0, "0", False):
        given = {clause[0]: clause[1:] for clause in where if isinstance(clause[0], str)}.get("id")
        if given is None:
            return [*where, ["id", "=", key]]
        if given[:1] != ["="] or str(given[1]) != str(key):
            raise SiteError(f"Cannot update the id of an existing {entity.name}.")
    if not where:
        raise SiteError('Parameter "where" is required unless primary keys are supplied in values.')
    return where


def _only_id(where: list[Any]) -> Any:
    """The id, if the only condition is that it is equal to one."""
    if len(where) != 1 or len(where[0]) != 3 or where[0][:2] != ["id", "="]:
        return None
    return where[0][2] if isinstance(where[0][2], (int, str)) else None


def save(call: Call, entity: Entity, params: Params) -> Result:
    _refuse_readonly(entity)
    records = [_with_defaults(record, params.get("defaults") or {}) for record in _listed(params["records"])]
    for record in records:
        if not record.get("id"):
            record.pop("id", None)
            _match(call, entity, record, params.get("match") or [])
    new = [record for record in records if "id" not in record]
    for record in new:
        record.update(_with_custom_defaults(call, entity, record))
    check_required(entity, "save", [resolved(call, entity, record) for record in new])
    rows = _write(call, entity, records, params)
    return Result(_reloaded(call, entity, rows, params.get("reload")), matched=len(records) - len(new))


def _listed(records: Any) -> list[Values]:
    return list(records.values()) if isinstance(records, dict) else list(records)


def _with_defaults(record: Values, defaults: Values) -> Values:
    return {**{name: value for name, value in defaults.items() if name not in record}, **record}


def _match(call: Call, entity: Entity, record: Values, match: list[str]) -> None:
    """Give a record the id of the one row that has its values in the match fields."""
    if not match:
        return
    values = resolved(call, entity, record)
    keys = [values.get(name, record.get(name)) for name in match]
    if None in keys or any(name not in entity.fields for name in match):
        return
    where = [[name, "=", value] for name, value in zip(match, keys, strict=True)]
    found = Query(call, entity, {"select": ["id"], "where": where, "limit": 2}).run()
    if len(found) == 1:
        record["id"] = found[0]["id"]


def replace(call: Call, entity: Entity, params: Params) -> Result:
    _refuse_readonly(entity)
    old = [row["id"] for row in Query(call, entity, {**params, "select": ["id"]}).run()]
    defaults = dict(params.get("defaults") or {})
    for clause in params["where"]:
        if len(clause) > 2 and clause[1] == "=" and "(" not in str(clause[0]):
            defaults.setdefault(clause[0], clause[2])
    saved = save(call, entity, {**params, "defaults": defaults})
    kept = {int(row["id"]) for row in saved.rows}
    deleted = [_delete(call, entity, record_id) for record_id in old if record_id not in kept]
    return Result(saved.rows, saved.matched, deleted=deleted)


def delete(call: Call, entity: Entity, params: Params) -> Result:
    _refuse_readonly(entity)
    rows = Query(call, entity, {**params, "select": ["id"]}).run()
    if params.get("deleteFile") is False:
        raise NotSimulated("File.delete that leaves the file")
    trash = bool(params.get("useTrash"))
    return Result([_delete(call, entity, row["id"], trash) for row in rows])


def _delete(call: Call, entity: Entity, record_id: Any, trash: bool = False) -> Any:
    check_edit(call, entity, {}, record_id)
    return delete_record(call, entity, record_id, trash)


def _refuse_readonly(entity: Entity) -> None:
    if not entity.table:
        raise NotSimulated(f"writing {entity.name}")


def resolved(call: Call, entity: Entity, values: Values) -> Values:
    """The values by field, and locations under the name of the contact's field."""
    given = resolve(call, entity, values)
    return {**given.fields, **given.locations}


def _write(call: Call, entity: Entity, records: list[Values], params: Params) -> list[Row]:
    """Write records one after another; returns their rows as CiviCRM answers them."""
    rule = rule_of(entity)
    said = {name: params[name] for name in SAID.get(entity.name, ()) if name in params}
    rows = []
    for number, given in enumerate(records, 1):
        values = {**given, **said}
        record_id = values.get("id")
        check_edit(call, entity, values, record_id)
        record = Record(call, entity, values, None if record_id is None else whole_number(record_id))
        with call.store.transaction():
            rows.append(rule.write(record, number == len(records)))
    return rows


def _reloaded(call: Call, entity: Entity, rows: list[Row], reload: Any) -> list[Row]:
    """The rows read again with the fields asked for."""
    if not reload or not rows:
        return rows
    select = reload if isinstance(reload, list) else ["*"]
    ids = [row["id"] for row in rows]
    return Query(call, entity, {"select": select, "where": [["id", "IN", ids]]}).run()
