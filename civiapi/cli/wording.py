"""Python's words in an error, as the command line has them.  Pure."""

from __future__ import annotations

import ast
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
        (
            r"(those of the journal); give the same source, or another name",
            r"\1; give the same file, or another --journal",
        ),
        (r"give missing='create' or 'skip'", "give --missing create or skip"),
        (r"(is (?:the|no) journal\b.+); give another name", r"\1; give another --journal"),
        (r"api\.schema\.fields\('(\w+)'\) lists them", r"civiapi fields \1 lists them"),
        (r"; see \.problems$", ""),
    )
]


#: Columns to be left out, as Python has them.
_LEFT_OUT = re.compile(r"columns=(\{(?:(?:'[^']*'|\"[^\"]*\"): None(?:, )?)+\})")


def spoken(text: str) -> str:
    """The text with options where it names arguments of Python."""
    text = _LEFT_OUT.sub(lambda found: _left_out(found[1]), text)
    for pattern, said in _WORDS:
        text = pattern.sub(said, text)
    return text


def _left_out(columns: str) -> str:
    from plumbum.commands.base import shquote

    return " ".join(f"--map {shquote(f'{name}=')}" for name in ast.literal_eval(columns))
