"""A value as the API takes and gives it, and as it is stored."""

from __future__ import annotations

import json
from typing import Any

from .errors import NotSimulated, PhpError, SiteError, database_error
from .schema import Field
from .sqlfunctions import number, rounded

SEPARATOR = "\x01"
BOOKEND, TRIMMED, JSON, PHP, COMMA, KEY_VALUE = 1, 2, 3, 4, 5, 6
NUMERIC_TYPES = ("Integer", "Boolean", "Money", "Float")
DATE_TYPES = ("Date", "Timestamp")
ELLIPSIS = "..."
LONGEST_TEXT = 65_535
"""How many bytes a column of type text takes."""
MONEY_DIGITS = 9


def decoded(text: str) -> str:
    """A text as it comes out of CiviCRM, which keeps `<` and `>` as `&lt;` and `&gt;`."""
    return text.replace("&lt;", "<").replace("&gt;", ">") if "&" in text else text


def whole(value: float) -> int | float:
    """A number as PHP prints it: 21, not 21.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def as_number(value: Any, data_type: str | None) -> int | float:
    """A value in the place of a number: the number it begins with, else 0."""
    if value is None or value == "":
        return 0
    if isinstance(value, bool):
        return int(value)
    found = number(value)
    return int(found) if data_type in ("Integer", "Boolean") else found


def to_text(value: Any) -> str:
    """A scalar as PHP makes a text of it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    return str(whole(value)) if isinstance(value, float) else str(value)


def to_stored(field: Field, value: Any) -> Any:
    """What is stored for a value that is written; None and "" are NULL.  Raises PhpError for a list in a
    text.
    """
    if value is None or value == "" or (value == [] and field.serialize):
        return None
    if field.serialize:
        return serialized(field.serialize, value)
    if isinstance(value, (list, dict)):
        raise PhpError(
            "mysqli_real_escape_string(): Argument #2 ($string) must be of type string, array given"
        )
    if field.data_type in DATE_TYPES:
        from .dates import stored_date

        return stored_date(value, field.data_type or "")
    if field.data_type in NUMERIC_TYPES:
        return _stored_number(field, value)
    return _stored_text(field, to_text(value))


def _stored_number(field: Field, value: Any) -> int | float | None:
    if field.type == "Custom" and isinstance(value, str) and not _is_numeric(value):
        raise SiteError(f"One of the parameters  (value: {value}) is not of the type Timestamp")
    found = as_number(value, field.data_type)
    if field.data_type == "Boolean":
        return int(found != 0)
    return rounded(found, 2) if field.data_type == "Money" else found


def _is_numeric(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _stored_text(field: Field, text: str) -> str | None:
    """CiviCRM keeps the text `null` as `Null`; written otherwise it is NULL."""
    if text.lower() == "null":
        return "Null" if text in ("null", "Null") else None
    text = decoded(text)
    if field.spec.get("sql_type") == "text" and len(text.encode()) > LONGEST_TEXT:
        raise database_error("unknown error")
    room = field.spec.get("column_length")
    if room and len(text) > room:  # nothing cuts the texts of custom fields before the database refuses them
        raise database_error("unknown error")
    longest = field.spec.get("maxlength")
    if longest and field.data_type == "String" and len(text) > longest:
        return text[: longest - len(ELLIPSIS)] + ELLIPSIS
    return text


def serialized(how: int, value: Any) -> str:
    """A list or an object as one text; what is neither is stored as it is, but for BOOKEND."""
    if not isinstance(value, (list, dict)) and how != BOOKEND:
        return to_text(value)
    if how in (JSON, PHP):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if how == KEY_VALUE:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        return ",".join(f"{key}={to_text(member)}" for key, member in pairs)
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    texts = [to_text(member) for member in members]
    if how == BOOKEND:
        return SEPARATOR + SEPARATOR.join(texts) + SEPARATOR
    if how not in (TRIMMED, COMMA):
        raise NotSimulated(f"serialization {how}")
    return (SEPARATOR if how == TRIMMED else ",").join(texts)


def unserialized(how: int, text: str) -> Any:
    """The list (or for JSON the value) that a text holds; None for a text that is no JSON."""
    if how in (JSON, PHP):
        try:
            return json.loads(text)
        except ValueError:
            return None
    if how == KEY_VALUE:
        return dict(pair.split("=", 1) for pair in text.split(",") if "=" in pair)
    separator = "," if how == COMMA else SEPARATOR
    return [member.strip() for member in text.strip(separator).split(separator)] if text else []


def from_stored(data_type: str | None, serialize: int, value: Any) -> Any:
    """What the API gives for a stored value."""
    if value is None:
        return None
    if serialize:
        found = unserialized(serialize, str(value))
        if serialize in (JSON, PHP) or not isinstance(found, list):
            return found
        return [converted(member, data_type) for member in found]
    return converted(value, data_type)


def converted(value: Any, data_type: str | None) -> Any:
    """A value in the type of the API."""
    if value is None:
        return None
    if data_type == "Boolean":
        return value not in ("", "0") if isinstance(value, str) else bool(value)
    if data_type == "Integer":
        return int(number(value))
    if data_type == "Date":
        return str(value)[:10]
    if data_type in ("Money", "Float"):
        return whole(round(float(number(value)), MONEY_DIGITS))
    if data_type is None and isinstance(value, (int, float)):
        return to_text(value)
    return to_text(value) if isinstance(value, (int, float)) else value
