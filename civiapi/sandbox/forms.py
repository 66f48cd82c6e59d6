"""Query strings and form bodies as PHP reads them into $_GET and $_POST."""

from __future__ import annotations

import email.message
import email.parser
import email.policy
import re
from typing import Any
from urllib.parse import parse_qsl

_BRACKETS = re.compile(r"\[([^\[\]]*)\]")


def query_fields(text: str) -> dict[str, Any]:
    """The fields of `a=1&b[]=2&c[d]=3`: {"a": "1", "b": ["2"], "c": {"d": "3"}}, the last of a name."""
    return _tree(parse_qsl(text, keep_blank_values=True, errors="replace"))


def body_fields(content_type: str, body: bytes) -> dict[str, Any]:
    """The fields of a POST body; none where it is no form (a JSON body is lost, as in PHP)."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        return query_fields(body.decode("utf-8", "replace"))
    if kind == "multipart/form-data":
        return _tree(_multipart(content_type, body))
    return {}


def _multipart(content_type: str, body: bytes) -> list[tuple[str, str]]:
    """The fields of a multipart body.

    PHP's texts are bytes, of any kind; here those of `content`, a file's, are kept in lone surrogates where
    they are no UTF-8.
    """
    boundary = _headers(f"Content-Type: {content_type}".encode()).get_param("boundary")
    if not isinstance(boundary, str):
        return []
    fields = []
    for part in (b"\r\n" + body).split(f"\r\n--{boundary}".encode())[1:]:
        head, _, content = part.partition(b"\r\n\r\n")
        if not head.startswith(b"\r\n"):  # what ends the body
            continue
        told = _headers(head[2:])
        name = told.get_param("name", header="content-disposition")
        if isinstance(name, str) and told.get_filename() is None:  # a file goes to $_FILES
            fields.append((name, content.decode("utf-8", _ERRORS.get(name, "replace"))))
    return fields


_ERRORS = {"content": "surrogateescape"}


def _headers(head: bytes) -> email.message.Message:
    return email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + b"\r\n\r\n")


def _tree(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in pairs:
        if name.strip(" ") and not name.startswith("["):
            _put(tree, name, value)
    return {key: _listed(inner) for key, inner in tree.items()}


def _put(tree: dict[str, Any], name: str, value: str) -> None:
    head, bracket, rest = name.lstrip(" ").partition("[")
    path = [head.replace(" ", "_").replace(".", "_"), *_BRACKETS.findall(bracket + rest)]
    for key in path[:-1]:
        inner = tree.setdefault(key or _next_key(tree), {})
        if not isinstance(inner, dict):
            inner = tree[key] = {}
        tree = inner
    tree[path[-1] or _next_key(tree)] = value


def _next_key(tree: dict[str, Any]) -> str:
    return str(1 + max((int(key) for key in tree if key.isdigit()), default=-1))


def _listed(value: Any) -> Any:
    """A PHP array whose keys are 0, 1, 2 ... is a list."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(item) for key, item in value.items()}
    return list(inner.values()) if [*inner] == [str(n) for n in range(len(inner))] else inner
