"""What a site answers that is no JSON: HTML pages and APIv3's XML."""

from __future__ import annotations

from html import escape
from typing import Any

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <title>{title}</title>
  <meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
</head>
<body>
<div id="crm-container" class="crm-container">
  <h1>{title}</h1>
  {content}
</div>
</body>
</html>
"""


def page(title: str, content: str = "") -> str:
    """A page with a title and a line of text."""
    return _PAGE.format(title=escape(title), content=f"<p>{escape(content)}</p>" if content else "")


def fatal(message: str) -> str:
    """The page of an uncaught PHP error."""
    return page("Error", message)


def xml(result: dict[str, Any]) -> str:
    """An APIv3 result as XML: a Result for each record, or one with the members of a plain answer."""
    rows = result.get("values")
    if isinstance(rows, (dict, list)):
        records = list(rows.values()) if isinstance(rows, dict) else rows
        count = f' count="{len(records)}" '
    else:
        records, count = [result], ""
    body = "".join(f"      <Result>\n{_members(record, 1)}</Result>\n" for record in records)
    head = f'<ResultSet xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {count}>'
    return f'<?xml version="1.0"?>\n      {head}\n{body}</ResultSet>\n'


def _members(record: Any, depth: int) -> str:
    if isinstance(record, list):
        record = {str(position): item for position, item in enumerate(record)}
    if not isinstance(record, dict):
        return escape(str(record), quote=False)
    return "".join(_element(str(name), value, depth) for name, value in record.items())


def _element(name: str, value: Any, depth: int) -> str:
    tag = f"_{name}" if name[:1].isdigit() else name
    indent = "    " * depth
    if isinstance(value, (dict, list)):
        return f"{indent}<{tag}>\n{_members(value, depth + 1)}{indent}</{tag}>\n"
    return f"{indent}<{tag}>{escape(_text(value), quote=False)}</{tag}>\n"


def _text(value: Any) -> str:
    if value is None or value is False:
        return ""
    return "1" if value is True else str(value)
