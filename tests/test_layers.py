"""Imports go one way: from what talks to people and sites down to what only knows values."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import civiapi

ROOT = Path(civiapi.__file__).parent
#: A module imports of its own layer, and of those before it.
LAYERS = [
    "_version sandbox",
    "errors call content parts result params index stock jsonrpc log flows records outcomes journal audit logins "
    "columns table dataframes sinks framesinks notebook models",
    "clauses",
    "v3 v4 protocols",
    "asked",
    "dialogue codec diagnosis auth session address downloads posting retry drive schema checks typed hints manual keyboard",
    "lookup chunks header jobs",
    "base copies entity actions attachments batch query building pages keys course streams ends reading writing searchkit aentity progress "
    "bulk saving upsert guards described outputs whoami",
    "http connection aconnection processes copier cv worker pool pipe aio aclient inprocess context",
    "files moving credentials config sites frames sitetypes stocktypes",
    "doctor",
    "cli testing",
]
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def room(path: Path) -> str:
    """The module or package right under civiapi/."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path, *, lazy: bool = True) -> Iterator[str]:
    """The rooms that a file imports of, with those inside functions or without; those for types alone are not."""
    here = path.relative_to(ROOT).parent.parts

    def visit(node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            return
        if not lazy and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("civiapi."))
        elif isinstance(node, ast.ImportFrom):
            yield from _rooms(node, here)
        for child in ast.iter_child_nodes(node):
            yield from visit(child)

    yield from visit(ast.parse(path.read_text(encoding="utf-8")))


def _rooms(node: ast.ImportFrom, here: tuple[str, ...]) -> list[str]:
    words = node.module.split(".") if node.module else []
    if not node.level:
        if words[:1] != ["civiapi"]:
            return []
        words = words[1:]
    else:
        words = [*here[: len(here) - (node.level - 1)], *words]
    return words[:1] or [alias.name for alias in node.names]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    assert room(path) in LAYER, "a new module: give it a layer"
    for name in imports(path):
        if name in ("__version__", room(path)):
            continue
        assert LAYER[name] <= LAYER[room(path)], f"{room(path)} imports {name}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if room(path) == "sandbox"], ids=lambda path: path.stem
)
def test_sandbox_stands_alone(path: Path) -> None:
    assert set(imports(path)) <= {"sandbox", "jsonrpc"}


def test_no_circles() -> None:
    graph: dict[str, set[str]] = {}
    for path in MODULES:
        graph.setdefault(room(path), set()).update(
            name for name in imports(path, lazy=False) if name in LAYER
        )

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join([*above, name])
        for below in graph.get(name, set()) - {name}:
            walk(below, (*above, name))

    for name in graph:
        walk(name, ())


def test_the_rules_see_an_import() -> None:
    """That the checks above could fail."""
    assert "retry" in set(imports(ROOT / "base.py"))
    assert "errors" not in set(imports(ROOT / "call.py"))  # for types alone
    assert "sandbox" in set(imports(ROOT / "inprocess.py"))
    assert "sandbox" not in set(imports(ROOT / "inprocess.py", lazy=False))
    assert "errors" in set(imports(ROOT / "cli" / "options.py"))  # by two dots
