"""The name that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

#: The operators behind two underscores in Django and civipy.
_SUFFIXES = {
    "like": "LIKE",
    "icontains": "LIKE",
    "contains": "LIKE",
    "startswith": "LIKE",
    "in": "IN",
    "not_in": "NOT IN",
    "between": "BETWEEN",
    "gt": ">",
    "gte": ">=",
    "lt": "<",
    "lte": "<=",
    "ne": "!=",
    "isnull": "IS NULL",
}
_LIST = "; api.schema.fields("


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The one of ``words`` that is most like ``word``, in any case; None where none is.

    >>> nearest("frist_name", ["last_name", "first_name", "id"])
    'first_name'
    """
    by_key: dict[str, str] = {}
    for one in words:
        by_key.setdefault(one.lower(), one)
    found = get_close_matches(word.lower(), by_key, n=1)
    return by_key[found[0]] if found else None


def as_operator(word: str) -> str | None:
    """``last_name__like``, as Django has it, in our words; None where it is no such thing.

    >>> as_operator("last_name__like")
    "last_name={'LIKE': ...}"
    """
    field, double, suffix = word.partition("__")
    operator = _SUFFIXES.get(suffix.lower()) if double else None
    return f"{field}={{{operator!r}: ...}}" if operator is not None else None


def unknown(kind: str, word: str, words: Iterable[str], place: str = "") -> str:
    """The sentence that there is no such field (entity ...), with the name that was meant.

    Where none is near, it says of an entity's field where the list of them is.
    """
    meant = (as_operator(word) if kind == "field" else None) or nearest(word, words)
    said = f"no {kind} {word!r}{f' on {place}' if place else ''}"
    if meant:
        return f"{said}; did you mean {meant}?"
    return f"{said}{_LIST}{place!r}) lists them" if _is_listed(kind, place) else said


def as_one(faults: Sequence[str]) -> str:
    """Several faults in one text, which says once where a list is: with the last that needs it."""
    told: list[str] = []
    lists: set[str] = set()
    for fault in reversed(faults):
        said, _, which = fault.partition(_LIST)
        told.append(said if which in lists else fault)
        lists |= {which} - {""}
    return "; ".join(reversed(told))


def _is_listed(kind: str, place: str) -> bool:
    return kind == "field" and place.isidentifier()
