"""Bodies become text in pieces, and it is the same text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from civiapi import codec


@given(st.text(max_size=40), st.booleans(), st.integers(1, 9))
def test_pieces_make_the_same_text(text: str, has_mark: bool, size: int) -> None:
    body = text.encode("utf-8-sig" if has_mark else "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codec, "_PIECE", size)
        assert codec._text(body) == (body.decode("utf-8-sig"), [])


@given(st.binary(max_size=40), st.integers(1, 9))
@example(b"\xef", 1)
@example(b"\xef\xbb", 1)
def test_what_is_no_utf_8_is_told(body: bytes, size: int) -> None:
    try:
        expected: tuple[str, bool] = (body.decode("utf-8-sig"), False)
    except UnicodeDecodeError:
        expected = (body.decode("utf-8", "replace"), True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(codec, "_PIECE", size)
        text, warnings = codec._text(body)
    assert (text, bool(warnings)) == expected
