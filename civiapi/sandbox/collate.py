"""Text compared the way CiviCRM's database compares it.

MariaDB's utf8mb4_unicode_ci: case and accents do not count, trailing blanks do not count in `=`, punctuation
sorts before digits before letters, and all characters beyond the basic plane are equal.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any

# ASCII in the order of the Unicode collation algorithm; what is missing are control characters, which
# weigh nothing
ORDER = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
WEIGHTS = {ord(char): weight + 1 for weight, char in enumerate(ORDER)}
WEIGHTS.update({ord(char.upper()): WEIGHTS[ord(char)] for char in ORDER[-26:]})
CONTROLS = {code: None for code in range(128) if code not in WEIGHTS}
TRANSLATION: dict[int, int | None] = {**WEIGHTS, **CONTROLS}
LIKE_TOKEN = re.compile(r"\\(.)|(%)|(_)|([^\\%_]+)|(\\)", re.DOTALL)


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """The text with what does not count taken away: equal texts have equal folds, and they sort like the
    texts.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(
            char if char < "\U00010000" else "\ufffd"
            for char in decomposed
            if not unicodedata.combining(char)
        )
    return text.translate(TRANSLATION)


BLANK = chr(WEIGHTS[ord(" ")])


@lru_cache(maxsize=65536)
def key(text: str) -> str:
    """What two texts are compared by."""
    return folded(text).rstrip(BLANK)


def compare(one: str, other: str) -> int:
    """-1, 0 or 1: the collation function."""
    if one == other:
        return 0
    one_key, other_key = key(one), key(other)
    return (one_key > other_key) - (one_key < other_key)


@lru_cache(maxsize=512)
def like_pattern(pattern: str) -> re.Pattern[str]:
    """A LIKE pattern (`%`, `_`, `\\` before one of them) as a regular expression over folded text."""
    parts = []
    for escaped, percent, underscore, plain, backslash in LIKE_TOKEN.findall(pattern):
        literal = escaped or plain or backslash
        parts.append(".*" if percent else "." if underscore else re.escape(folded(literal)))
    return re.compile("".join(parts), re.DOTALL)


def like(value: Any, pattern: Any) -> int | None:
    """`value LIKE pattern`; NULL if one of them is."""
    if value is None or pattern is None:
        return None
    return int(like_pattern(str(pattern)).fullmatch(folded(as_text(value))) is not None)


@lru_cache(maxsize=512)
def _regexp_pattern(pattern: str, binary: bool) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL if binary else re.DOTALL | re.IGNORECASE)


def regexp(value: Any, pattern: Any) -> int | None:
    """`value REGEXP pattern`, without regard to case."""
    if value is None or pattern is None:
        return None
    return int(_regexp_pattern(str(pattern), False).search(as_text(value)) is not None)


def regexp_binary(value: Any, pattern: Any) -> int | None:
    """`value REGEXP BINARY pattern`."""
    if value is None or pattern is None:
        return None
    return int(_regexp_pattern(str(pattern), True).search(as_text(value)) is not None)


def as_text(value: Any) -> str:
    """A stored value as the database writes it: whole numbers without a fraction."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
