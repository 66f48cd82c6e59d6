"""A value against its field.  Pure.

The functions give what is wrong, in words that follow the field's name; None where nothing is, or where
nobody can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from ..schema.model import Field, Option
from ..schema.nearest import nearest
from .dates import is_date, is_range

_DATES = ("Date", "Timestamp")
_NUMBERS = ("Integer", "Float", "Money")
#: Kinds of serialization that hold more than a list of texts: JSON, PHP, and keys with values.
_STRUCTURED = (3, 4, 6)
_CONTACTS = ("Contact", "Individual", "Household", "Organization")
_INTEGER = re.compile(r"\s*[+-]?\d+(\.0*)?\s*")
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
#: What may stand behind the name of a field that has options.
_SUFFIXES = ("name", "label", "description", "abbr", "icon", "color", "grouping", "url")
#: An amount as people write it, perhaps with its currency: 1.000,50 or $ 5.
_AMOUNT = re.compile(r"\s*(?:[A-Z]{3}\s*|[^\w\s]+\s*)?-?\.?\d[\d.,'\s]*(?:[A-Z]{3}|[^\w\s]+)?\s*")
_SHOWN = 60
_FEW = 12


def is_filled_in(value: Any) -> bool:
    """Whether a text stands for a value that CiviCRM puts in: ``$id`` of a chain, ``$value.id``."""
    return isinstance(value, str) and value.startswith("$")


def shown(value: Any) -> str:
    """A value for a message, cut if it is long."""
    text = repr(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 4] + " ..."


def written(field: Field, value: Any, version: int = 4) -> str | None:
    """What is wrong with a value that is to be stored."""
    if value is None or value == "" or is_filled_in(value):
        return None
    if not isinstance(value, list | dict):
        return _scalar(field, value, version)
    if field.type not in ("Field", "Custom") or field.data_type in ("Array", None):
        return None
    if not _takes_several(field, value, version):
        return f"takes one value, not a {type(value).__name__}"
    if field.serialize in _STRUCTURED or isinstance(value, dict):
        return None
    return _first(written(field, member, version) for member in value if not isinstance(member, list | dict))


def _takes_several(field: Field, value: Any, version: int) -> bool:
    """Whether a field that is stored takes such a list or dict."""
    if field.serialize:
        return version == 4 or field.serialize in _STRUCTURED or isinstance(value, list)
    # APIv3 does not say so of those with whom an activity is, and of custom fields with several values
    is_told = not (field.data_type == "Integer" and field.fk_entity) and not (field.custom and field.options)
    return version == 3 and not is_told and isinstance(value, list)


def _first(faults: Iterable[str | None]) -> str | None:
    return next((fault for fault in faults if fault), None)


def _scalar(field: Field, value: Any, version: int) -> str | None:
    if value in ("null", "NULL") and version == 3:
        return None  # clears the field
    if field.serialize in _STRUCTURED or is_special(field, value):
        return None
    if field.serialize and isinstance(value, str) and ("\x01" in value or "," in value):
        return None  # several values in the form in which they are stored
    if field.options is not None and field.data_type != "Boolean":
        return _option(field, field.options, value, version)
    if field.has_options and version == 3 and isinstance(value, str):
        return None  # may be a name
    return wrong_type(field, value, version) or _too_long(field, value)


def is_dated(field: Field) -> bool:
    return field.data_type in _DATES


def is_special(field: Field, value: Any) -> bool:
    """Whether a text is one that CiviCRM makes an id of."""
    if not isinstance(value, str):
        return False
    if value == "current_domain":
        return field.fk_entity == "Domain" or field.name in ("id", "domain_id")
    if value == "user_contact_id" or value.startswith("@user:"):
        return field.fk_entity in _CONTACTS or field.name == "id" or field.data_type == "Integer"
    return False


def _option(field: Field, options: tuple[Option, ...], value: Any, version: int) -> str | None:
    if any(one.id == value for one in options):  # the quick way, as lists may be long
        return None
    text = _as_text(value)
    if any(str(one.id) == text for one in options):
        return None
    if version == 3 and isinstance(value, str):
        lower = text.lower()
        if any(lower in (str(one.name).lower(), one.label.lower()) for one in options):
            return None
        if any(one.name is None for one in options) and not _INTEGER.fullmatch(value):
            return None  # may be a name, which APIv3 does not list
    return no_option(value, [one.id for one in options], _by_other_name(options, text, version))


def _by_other_name(options: tuple[Option, ...], text: str, version: int) -> str | None:
    """How to say it, where the value is a name or label."""
    if version == 4:
        for one in options:
            if text in (one.name, one.label):
                return f"{one.id!r} (or :{'name' if text == one.name else 'label'} behind the field's name)"
    return None


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def no_option(value: Any, known: list[Any], meant: str | None = None) -> str:
    """The sentence that a value is none of the options."""
    said = f"{shown(value)} is no option"
    meant = meant or nearest(str(value), [str(one) for one in known if isinstance(one, str)])
    if meant:
        return f"{said}; did you mean {meant}?"
    few = ", ".join(map(str, known[:_FEW])) + (", ..." if len(known) > _FEW else "")
    return f"{said}; there are: {few}" if known else f"{said}; there are none"


def wrong_type(field: Field, value: Any, version: int = 4) -> str | None:
    """What is wrong with the type of one value."""
    kind = field.data_type
    if kind in _DATES:
        return None if is_date(value) else f"{shown(value)} is no date, such as 1990-12-31"
    if kind in _NUMBERS:
        return _no_number(kind, value, version)
    if kind == "Boolean" and isinstance(value, str):
        is_wrong = value == "true" if version == 3 else not _NUMBER.fullmatch(value)
        return f"{shown(value)} is no truth value; give True or False" if is_wrong else None
    return None


def _no_number(kind: str, value: Any, version: int) -> str | None:
    if not isinstance(value, str):
        is_whole = not isinstance(value, float) or value.is_integer()
        return None if is_whole or kind != "Integer" else f"{value!r} is no whole number"
    if kind == "Integer":
        return None if _INTEGER.fullmatch(value) else f"{shown(value)} is no whole number"
    if version == 3:  # which reads amounts as they are written in the site's language
        return None if _AMOUNT.fullmatch(value) else f"{shown(value)} is no number"
    return None if _NUMBER.fullmatch(value) else f"{shown(value)} is no number"


def _too_long(field: Field, value: Any) -> str | None:
    if not field.maxlength or field.serialize or field.data_type != "String" or not isinstance(value, str):
        return None
    if len(value) <= field.maxlength:
        return None
    return f"the text has {len(value)} characters, the field takes {field.maxlength}"


def suffixed(field: Field, suffix: str) -> str | None:
    """What is wrong with a suffix behind a field's name."""
    if suffix not in _SUFFIXES:
        return f"there is no :{suffix}; there are {', '.join(f':{one}' for one in _SUFFIXES)}"
    has_options = field.has_options or field.options is not None or field.suffixes
    return None if has_options else "it has no options, and so no names or labels"


def written_by_name(field: Field, suffix: str, value: Any) -> str | None:
    """What is wrong with names (labels ...) of options that are to be stored."""
    if isinstance(value, list | dict) and not field.serialize and field.type in ("Field", "Custom"):
        return f"takes one value, not a {type(value).__name__}"
    return suffixed(field, suffix) or named(field, suffix, value)


def named(field: Field, suffix: str, value: Any) -> str | None:
    """What is wrong with names (labels ...) of options, given under ``field:suffix``."""
    if field.options is None or suffix not in ("name", "label"):
        return None
    known = [getattr(one, suffix) for one in field.options]
    if None in known:
        return None
    names = set(known)
    for one in value if isinstance(value, list) else [value]:
        if one in (None, "") or is_filled_in(one) or str(one) in names:
            continue
        if unescape(str(one)) not in map(unescape, known):  # CiviCRM keeps some labels as HTML
            return no_option(one, known)
    return None


def compared(field: Field, value: Any, version: int = 4) -> str | None:
    """What is wrong with a value that a field is compared with; its options may be switched off."""
    if not isinstance(value, list):
        return _compared(field, value, version)
    return _first(_compared(field, one, version) for one in value)


def _compared(field: Field, value: Any, version: int) -> str | None:
    if value is None or value == "" or is_filled_in(value) or is_special(field, value):
        return None
    if isinstance(value, list | dict):
        return f"is compared with single values, not a {type(value).__name__}"
    if field.data_type in _DATES and (is_range(value) or (isinstance(value, str) and "%" in value)):
        return None
    if version == 3 and (field.has_options or field.options is not None):
        return None if _INTEGER.fullmatch(str(value)) else _scalar(field, value, version)
    if field.serialize is not None and field.data_type in _NUMBERS:
        return None
    fault = wrong_type(field, value, version) or (_too_long(field, value) if version == 3 else None)
    meant = _by_other_name(field.options or (), str(value), version) if fault else None
    return f"{fault}; did you mean {meant}?" if meant else fault
