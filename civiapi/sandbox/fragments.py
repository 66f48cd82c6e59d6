"""Pieces of SQL that carry their bound values with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

PLACE = re.compile(r"\{(\d+|\*)\}")


class Sql:
    """A piece of SQL: its text, and the values for its question marks."""

    __slots__ = ("args", "text")

    def __init__(self, text: str, args: Sequence[Any] = ()) -> None:
        self.text = text
        self.args = list(args)

    def __bool__(self) -> bool:
        return bool(self.text)


def bound(value: Any) -> Sql:
    return Sql("?", [value])


def fill(template: str, *parts: Sql) -> Sql:
    """A template with its places filled: `{0}` the first part (any number of times), `{*}` all with
    commas.
    """
    texts, args = [], []
    for number, piece in enumerate(PLACE.split(template)):
        if number % 2 == 0:
            texts.append(piece)
            continue
        part = joined(", ", parts) if piece == "*" else parts[int(piece)]
        texts.append(part.text)
        args += part.args
    return Sql("".join(texts), args)


def joined(glue: str, parts: Iterable[Sql]) -> Sql:
    """The pieces that are not empty, with the glue between them."""
    full = [part for part in parts if part]
    return Sql(glue.join(part.text for part in full), [value for part in full for value in part.args])
