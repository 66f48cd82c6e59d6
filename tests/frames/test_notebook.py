"""What a notebook shows."""

from __future__ import annotations

from typing import Any

from civiapi import Result
from civiapi.notebook import query_html

from .support import ROWS, result


def test_rows() -> None:
    html = result([{"id": 1, "name": "Ana"}, {"id": 2, "name": None, "late": ["x"]}])._repr_html_()
    assert html == (
        "<table><thead><tr><th>id</th><th>name</th><th>late</th></tr></thead><tbody>"
        "<tr><td>1</td><td>Ana</td><td></td></tr>"
        "<tr><td>2</td><td></td><td>[&quot;x&quot;]</td></tr></tbody></table><p>2 rows</p>"
    )


def test_what_is_there_is_escaped() -> None:
    html = result([{"<b>": "<script>alert(1)</script>", "&": "\"'"}])._repr_html_()
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<th>&lt;b&gt;</th><th>&amp;</th>" in html
    assert "<b>" not in query_html("<b>", {"select": ["<b>"]})


def test_much_is_cut() -> None:
    rows = [{**{f"c{column}": "x" * 100 for column in range(10)}, "row": row} for row in range(1234)]
    html = result(rows, matched=5000)._repr_html_()
    assert html.count("<tr>") == 1 + 10
    assert html.count("<th>") == 8
    assert "x" * 79 + "…" in html
    assert "x" * 80 not in html
    assert html.endswith(
        "<p>1,234 rows; 5,000 match; the first 10 are shown; 3 more columns: c8, c9, row</p>"
    )


def test_few() -> None:
    assert Result()._repr_html_() == "<p>0 rows</p>"
    assert result(ROWS[:1], matched=1)._repr_html_().endswith("<p>1 row; 6 more columns: gender_id, languages, "
        "source, gender_id:label, languages:label, email_primary.email</p>")  # fmt: skip


def test_rows_that_are_no_dicts() -> None:
    rows: Any = Result(["Ana", 5])
    assert "<tr><td>Ana</td></tr><tr><td>5</td></tr>" in rows._repr_html_()
