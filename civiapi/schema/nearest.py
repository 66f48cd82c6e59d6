"""The name that was meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


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


def unknown(kind: str, word: str, words: Iterable[str], place: str = "") -> str:
    """The sentence that there is no such field (entity ...), with the name that was meant."""
    meant = nearest(word, words)
    said = f"no {kind} {word!r}{f' on {place}' if place else ''}"
    return f"{said}; did you mean {meant}?" if meant else said
