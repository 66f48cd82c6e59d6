"""Parameters of an APIv4 action: known, of the right type, given where required; `index` and `chain`."""

from __future__ import annotations

import re
from typing import Any

from .errors import PhpError, SiteError
from .schema import Entity, Schema
from .shapes import shaped

Params = dict[str, Any]
IGNORED = ("version",)
# accepted by every site though getActions does not list them
UNLISTED = {
    "autocomplete": {
        "filters": {"type": "array"},
        "exclude": {"type": "array"},
        "quickEdit": {"type": "bool"},
    }
}
EMPTY: tuple[Any, ...] = (None, "", [], {}, False)
# from here on a whole number in JSON is a float to PHP
TOO_LARGE = 2**63
WHOLE = re.compile(r"-?[0-9]+")


def checked(schema: Schema, entity: Entity, action: str, params: Params) -> Params:
    """The parameters with soft casts and defaults; raises SiteError in CiviCRM's words."""
    specs = {**(schema.params(entity, action) or {}), **UNLISTED.get(action, {})}
    found: Params = {name: spec.get("default") for name, spec in specs.items()}
    for name, value in params.items():
        if name in IGNORED:
            continue
        if name not in specs:
            raise SiteError(f"Unknown api parameter: set{name[:1].upper()}{name[1:]}")
        found[name] = cast(name, value, specs[name].get("type"))
    for name, spec in specs.items():
        if spec.get("required") and found[name] in EMPTY:
            raise SiteError(f'Parameter "{name}" is required.')
    return shaped(found)


def cast(name: str, value: Any, types: str | list[str] | None) -> Any:
    """A value as one of the types; texts of numbers and 0/1 are taken for what they look like."""
    allowed = [types] if isinstance(types, str) else types or ["mixed"]
    if value is None or "mixed" in allowed or any(_is(value, kind) for kind in allowed):
        return value
    for kind in allowed:
        soft = _soft(value, kind)
        if soft is not None:
            return soft
    raise SiteError(f'Parameter "{name}" is not of the correct type. Expecting {" or ".join(allowed)}.')


def _is(value: Any, kind: str) -> bool:
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < TOO_LARGE
    if kind == "float":
        return isinstance(value, float)
    if kind == "string":
        return isinstance(value, str)
    return kind == "array" and isinstance(value, (list, dict))


def _soft(value: Any, kind: str) -> Any:
    if kind == "bool" and value in ("0", "1", 0, 1) and not isinstance(value, (list, dict)):
        return bool(int(value))
    if kind in ("int", "float") and isinstance(value, str):
        try:
            return int(value) if kind == "int" else float(value)
        except ValueError:
            return None
    return float(value) if kind == "float" and isinstance(value, int) else None


def index_of(index: Any) -> Any:
    """An index as it is meant: a text of a whole number is one.  Raises PhpError for what is no index."""
    if isinstance(index, (bool, float)) or (isinstance(index, str) and WHOLE.fullmatch(index)):
        return int(index)
    names = index[:1] if isinstance(index, list) else [*index.values()][:1] if isinstance(index, dict) else []
    if any(not isinstance(name, (str, int)) for name in names):
        raise PhpError("Cannot access offset of type array on array")
    return None if index in ("", [], {}) else index


def indexed(rows: list[Any], index: Any) -> Any:
    """Rows in the form the index asks for; raises SiteError if no row has the key."""
    if index is None:
        return rows
    if isinstance(index, int):
        return rows[index] if -len(rows) <= index < len(rows) else None
    if isinstance(index, str):
        return by_key(rows, index)
    if isinstance(index, list):
        return [row[index[0]] for row in rows if index[0] in row]
    name, value = next(iter(index.items()))
    return {key_text(row[name]): row.get(value) for row in rows if row.get(name) is not None}


def by_key(rows: list[Any], name: str) -> Any:
    found = {key_text(row[name]): row for row in rows if isinstance(row, dict) and row.get(name) is not None}
    if rows and not any(isinstance(row, dict) and name in row for row in rows):
        raise SiteError(f"Key {name} not found in api results")
    return found or []


def key_text(value: Any) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


def needed_by(index: Any) -> list[str]:
    """The fields an index needs in the rows."""
    if isinstance(index, str):
        return [index]
    if isinstance(index, dict):
        name, value = next(iter(index.items()))
        return [name, value]
    return [index[0]] if isinstance(index, list) else []


def replaced(value: Any, row: Any) -> Any:
    """A chained call's parts with `$field` and `$a.b` replaced from the row; what is not in the row stays."""
    if isinstance(value, dict):
        return {key: replaced(inner, row) for key, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, row) for inner in value]
    if not isinstance(value, str) or not value.startswith("$"):
        return value
    path = value[1:]
    if isinstance(row, dict) and path in row:
        return row[path]
    found: Any = row
    for name in path.split("."):
        if isinstance(found, dict) and name in found:
            found = found[name]
        elif isinstance(found, list) and name.isdigit() and int(name) < len(found):
            found = found[int(name)]
        else:
            return value
    return found
