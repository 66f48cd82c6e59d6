"""Python's words in an error, as the command line has them.  Pure."""

from __future__ import annotations

import re

#: What a program is told, and what is said instead to who types.
_WORDS = [
    (re.compile(pattern), said)
    for pattern, said in (
        (
            r'columns=\{"column": "field"\} gives another, None leaves it out',
            "--map COLUMN=FIELD gives another, --map COLUMN= leaves it out",
        ),
        (r"map one of them to None", "leave one out with --map COLUMN="),
        (r'(give|try) encoding="([^"]+)"', r"\1 --encoding \2"),
        (r"give delimiter=", "give --delimiter"),
        (r": (encoding|delimiter|sheet)= is not for", r": --\1 is not for"),
        (r'(, or )?give dates="dmy" or "mdy"', r"\1give --dates dmy or mdy"),
        (r"give missing='create' or 'skip'", "give --missing create or skip"),
        (r"(is (?:the|no) journal\b.+); give another name", r"\1; give another --journal"),
        (r"; see \.problems$", ""),
    )
]


def spoken(text: str) -> str:
    """The text with options where it names arguments of Python."""
    for pattern, said in _WORDS:
        text = pattern.sub(said, text)
    return text
