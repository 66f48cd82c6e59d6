"""APIv3's CustomValue: the custom fields of one record, a row for each field."""

from __future__ import annotations

from typing import Any

from .api3_request import Request, success
from .api3_spec import Spec, camel
from .api3_values import answered
from .api3_write import require

_KEY = "custom_"


def get(request: Request) -> dict[str, Any]:
    """The values of `entity_id`'s custom fields: those of `return.custom_N`, else all."""
    given = request.params
    require([] if given.get("entity_id") else ["entity_id"])
    table = str(given.get("entity_table") or "Contact")
    name = camel(request.site, table.removeprefix("civicrm_"))
    spec = Spec.of(request.site, name, "get")
    asked = {key.removeprefix("return.") for key in given if key.startswith(f"return.{_KEY}")}
    fields = {
        int(key.removeprefix(_KEY)): field
        for key, field in spec.for_get.items()
        if key.startswith(_KEY) and (not asked or key in asked)
    }
    where = [["id", "=", given["entity_id"]]]
    paths = [field.name for field in fields.values()]
    record = next(iter(request.v4_values("get", {"select": paths, "where": where}, spec.entity.name)), {})
    rows = {}
    for number, field in fields.items():
        value = answered(field, record[field.name]) if record.get(field.name) is not None else ""
        known = {"entity_id": str(given["entity_id"]), "entity_table": table}
        rows[number] = {**known, "latest": value, "id": str(number), "0": value}
    return success(request, rows)
