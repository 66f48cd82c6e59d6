"""Values of conditions as they are compared: options looked up, contacts resolved, dates made absolute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .dates import date_range, is_relative, stored_date, strtotime
from .errors import SiteError
from .schema import CONTACT_TYPES, Field
from .values import DATE_TYPES

if TYPE_CHECKING:
    from .call import Call

EXACT = ("=", "!=", "<>", "IN", "NOT IN", "CONTAINS", "NOT CONTAINS")
UNARY = ("IS NULL", "IS NOT NULL", "IS EMPTY", "IS NOT EMPTY")
DOMAIN = 1
LOGIN = "@user:"
UNRESOLVABLE, UNKNOWN = 2002, "unknown-user"


def formatted(
    call: Call, field: Field | None, suffix: str, data_type: str | None, value: Any, operator: str
) -> tuple[Any, str]:
    """(value, operator) of a condition in stored terms; a range of dates changes the operator."""
    if operator in UNARY:
        return value, operator
    if field is not None and _is_domain(field):
        value = _replaced(value, "current_domain", DOMAIN)
    if suffix and field is not None:
        return _looked_up(call, field, suffix, value, operator), operator
    if field is not None and refers_to_contact(field) and operator in EXACT:
        value = (
            [contact_id(call, field, item) for item in value]
            if isinstance(value, list)
            else contact_id(call, field, value)
        )
    if data_type in DATE_TYPES:
        return _dated(data_type or "", value, operator)
    return value, operator


def _is_domain(field: Field) -> bool:
    return field.fk_entity == "Domain" or (field.name == "id" and field.entity == "Domain")


def _replaced(value: Any, old: str, new: Any) -> Any:
    if isinstance(value, list):
        return [new if item == old else item for item in value]
    return new if value == old else value


def _looked_up(call: Call, field: Field, suffix: str, value: Any, operator: str) -> Any:
    """The options' ids; a name that is none matches nothing."""
    if isinstance(value, list):
        return call.options.ids(field, suffix, value)
    found = call.options.ids(field, suffix, [value])
    return found[0] if found else None


def refers_to_contact(field: Field) -> bool:
    return field.fk_entity in ("Contact", *CONTACT_TYPES) or (
        field.name == "id" and field.entity in ("Contact", *CONTACT_TYPES)
    )


def contact_id(call: Call, field: Field, value: Any) -> Any:
    """A contact's id for `user_contact_id` and `@user:NAME`; other values are left as they are."""
    if value == "user_contact_id":
        return call.user
    if isinstance(value, str) and value.startswith(LOGIN):
        sql = "SELECT contact_id FROM civicrm_uf_match WHERE username = ?"
        found = call.store.value(sql, (value.removeprefix(LOGIN),))
        if found is None:
            raise SiteError(f'"{field.name}" "{UNKNOWN}" cannot be resolved to a contact ID', UNRESOLVABLE)
        return found
    return value


def _dated(data_type: str, value: Any, operator: str) -> tuple[Any, str]:
    """A date condition; a day compared to a Timestamp and a relative range become BETWEEN."""
    if isinstance(value, list):
        return [_member(data_type, item, number, operator) for number, item in enumerate(value)], operator
    if is_relative(value):
        return _ranged(data_type, value, operator)
    text = "" if value is None else str(value)
    if data_type == "Timestamp" and operator in ("=", "!=", "<>") and _is_day(text):
        between = "BETWEEN" if operator == "=" else "NOT BETWEEN"
        return [
            stored_date(f"{text} 00:00:00", data_type),
            stored_date(f"{text} 23:59:59", data_type),
        ], between
    return stored_date(text, data_type), operator


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == "-" and strtotime(text) is not None


def _member(data_type: str, value: Any, number: int, operator: str) -> str:
    if is_relative(value):
        if "BETWEEN" not in operator:
            raise SiteError(f"Relative dates cannot be in an array using the {operator} operator.")
        start, end = date_range(value)
        return stored_date(end if number else start, data_type)
    return stored_date("" if value is None else value, data_type)


def _ranged(data_type: str, name: str, operator: str) -> tuple[Any, str]:
    start, end = date_range(name)
    if operator in ("<", ">="):
        return stored_date(start, data_type), operator
    if operator in (">", "<="):
        return stored_date(end, data_type), operator
    if operator not in ("=", "!=", "<>", "LIKE", "NOT LIKE"):
        raise SiteError(f"Relative dates cannot be used with the {operator} operator.")
    inside = operator in ("=", "LIKE")
    if start is None:
        return stored_date(end, data_type), "<=" if inside else ">="
    if end is None:
        return stored_date(start, data_type), ">=" if inside else "<="
    return [
        stored_date(start, data_type),
        stored_date(end, data_type),
    ], "BETWEEN" if inside else "NOT BETWEEN"
