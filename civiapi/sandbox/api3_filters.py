"""APIv3's filters as conditions of APIv4."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .api3_request import Request, wanted
from .api3_spec import Field3
from .errors import NotSimulated, PhpError, SiteError
from .virtual import ASSIGNEES, SOURCE, TARGETS

COMPARISONS = ("=", "<=", ">=", ">", "<", "<>", "!=")
PATTERNS = ("LIKE", "NOT LIKE")
LISTS = ("IN", "NOT IN")
RANGES = ("BETWEEN", "NOT BETWEEN")
NULLS = ("IS NULL", "IS NOT NULL")
# filter of an entity => the kind of its contacts (record_type_id; None: any)
ACTIVITY_CONTACTS = {
    "contact_id": None,
    "target_contact_id": TARGETS,
    "source_contact_id": SOURCE,
    "assignee_contact_id": ASSIGNEES,
}
HIDDEN_BY_V4 = ("is_deleted", "is_test", "is_template")
"""Fields whose records APIv4 hides unless a condition names them; APIv3 hides nothing by itself."""

Clause = list[Any]
CONTROL = {"version", "sequential", "options", "return", "debug", "check_permissions", "rowCount", "filters"}


def conditions(request: Request) -> list[Clause]:
    """The `where` for the parameters of a get; names that are no fields do not filter."""
    refuse_legacy(request.params)
    clauses: dict[str, Clause] = {}
    given = {**defaults(request), **request.params}
    for name, value in given.items():
        if name not in CONTROL and value is not None:
            clause = _clause(request, name, value)
            clauses |= {name: clause} if clause else {}
    where = _grouped(request, clauses)
    named = {clause[0] for clause in clauses.values()}
    hidden = [name for name in HIDDEN_BY_V4 if name in request.spec.entity.fields and name not in named]
    return where + [[name, "IS NOT NULL"] for name in hidden]


def _clause(request: Request, name: str, value: Any) -> Clause | None:
    """The condition of one parameter; None if it does not filter."""
    if request.entity == "Activity" and name in ACTIVITY_CONTACTS:
        return _with_contact(request, name, value) if value else None
    path, field = resolved(request, name)
    return None if path is None else condition(request, path, field, value)


def _with_contact(request: Request, name: str, value: Any) -> Clause:
    """Activities that a contact is in, in the way that the filter's name says."""
    where = [condition(request, "contact_id", request.spec.for_get[name], value)]
    kind = ACTIVITY_CONTACTS[name]
    where += [["record_type_id", "=", kind]] if kind else []
    asked = {"select": ["activity_id"], "where": where, "groupBy": ["activity_id"]}
    found = request.v4_values("get", asked, "ActivityContact")
    return ["id", "IN", [row["activity_id"] for row in found]]


def refuse_legacy(params: dict[str, Any]) -> None:
    """Raise NotSimulated for `filters` and `filter.NAME`, which CiviCRM obeys."""
    for name, value in params.items():
        if name.startswith("filter.") or (name == "filters" and value):
            raise NotSimulated(f"the legacy filter {name}")


def defaults(request: Request) -> dict[str, Any]:
    """What a get filters by unless told otherwise."""
    spec = request.spec
    given = {field.name for name in request.params if (field := spec.find(spec.for_get, name))}
    fields = spec.for_get.values()
    return {f.key: f.spec["api.default"] for f in fields if "api.default" in f.spec and f.name not in given}


def resolved(request: Request, name: str) -> tuple[str | None, Field3 | None]:
    """The APIv4 path for a name (references may be gone through, `contact_id.city`), and a direct field."""
    head, dot, rest = name.partition(".")
    field = request.spec.find(request.spec.for_get, head)
    if field is None or field.v4 is None:
        return None, None
    if not dot:
        return field.v4.name, field
    if rest in ("label", "name") and "option_group" in (field.spec.get("pseudoconstant") or {}):
        return f"{field.v4.name}:{rest}", None
    return (f"{field.v4.name}.{rest}", None) if field.v4.fk_entity else (None, None)


def condition(request: Request, path: str, field: Field3 | None, value: Any) -> Clause:
    """One condition, for a plain value or {operator: operand}; of several operators the first counts."""

    def read(operand: Any) -> Any:
        return operand if field is None else request.reader.checked(field, operand)

    if isinstance(value, list):
        raise PhpError("CRM_Core_DAO::createSQLFilter(): a list needs an operator")
    if not isinstance(value, dict):
        return [path, "=", read(value)]
    if not value:
        raise PhpError("CRM_Core_DAO::createSQLFilter(): an operator is missing")
    operator, operand = next(iter(value.items()))
    return operation(path, str(operator), operand, read)


def operation(path: str, operator: str, operand: Any, read: Callable[[Any], Any]) -> Clause:
    """The condition of an operator; raises PhpError for one that APIv3 does not know."""
    if operator in COMPARISONS:
        return [path, operator, read(operand)]
    if operator in PATTERNS:
        return [path, operator, operand]
    if operator in NULLS:
        return [path, operator]
    if operator in LISTS:
        if not isinstance(operand, list) or not operand:
            raise SiteError(f"invalid criteria for {operator}")
        return [path, operator, read(operand)]
    if operator in RANGES:
        if not isinstance(operand, list) or len(operand) != 2:
            raise SiteError(f"invalid criteria for {operator}")
        return [path, operator, read(operand)]
    raise PhpError(f"CRM_Core_DAO::createSQLFilter(): unknown operator {operator}")


def _grouped(request: Request, clauses: dict[str, Clause]) -> list[Clause]:
    """All conditions, those of one group of `options.or` as alternatives."""
    rest = dict(clauses)
    where: list[Clause] = []
    for group in wanted(request.params).alternatives:
        parts = [rest.pop(name) for name in group if name in rest]
        where += [["OR", parts]] if len(parts) > 1 else parts
    return [*where, *rest.values()]


def order(request: Request, sort: list[str]) -> dict[str, str]:
    """`options.sort` as APIv4's orderBy."""
    ordered = {}
    for item in sort:
        name, _, direction = item.partition(" ")
        path, _field = resolved(request, name)
        if path is None:
            raise SiteError(f"Unknown field specified for sort. Cannot order by '{item}'")
        ordered[path] = "DESC" if direction.strip().upper() == "DESC" else "ASC"
    return ordered
