"""APIv4 get, and how many rows it says there are."""

from __future__ import annotations

from .call import Call
from .errors import NotSimulated
from .params import Params
from .query import ROW_COUNT, Query
from .result import Result
from .schema import Entity


def get(call: Call, entity: Entity, params: Params) -> Result:
    """Entity.get: rows of a table, or of what is worked out."""
    if not entity.table:
        from .arrays import ARRAY_ENTITIES, get_array

        if entity.name not in ARRAY_ENTITIES:
            raise NotSimulated(f"{entity.name}.get")
        return get_array(call, entity, params)
    query = Query(call, entity, params)
    select = params.get("select") or []
    rows = [] if select == [ROW_COUNT] else query.run()
    result = Result(rows)
    limit, offset = params.get("limit") or 0, params.get("offset") or 0
    if ROW_COUNT in select:
        result.matched = result.count = query.count()
    else:
        result.count = len(rows) + offset if not limit or len(rows) < limit else len(rows)
    result.sql.append(query.sql().text)
    return result
