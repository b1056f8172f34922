"""Who imports whom: no circle of files, and nothing of a case where a server will run.

import-linter checks the order of folders; what it does not say is here. Every import counts: at the top of a
file, inside a function, and for types only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("app", "engine", "gpu_backends", "resources", "ui")
EXCUSED: frozenset[frozenset[str]] = frozenset()
"""Circles that may stand, each as the names of its modules, with the reason beside it."""
SERVER_SIDE = ("app.operations", "app.central", "app.gateway")
HOLDS_CLEAR_TEXT = ("app.cases", "app.keys", "app.review", "app.store", "engine.models", "engine.stages")

Graph = Mapping[str, frozenset[str]]


def module_files(root: Path = ROOT) -> dict[str, Path]:
    """Every module of the program by its dotted name; a package by the name of its folder."""
    found = {}
    for folder in FOLDERS:
        for path in (root / folder).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if is_package(path) else parts)] = path
    return found


def imported(path: Path) -> Iterator[str]:
    """Dotted names a file imports; of `from a import b` both `a.b` and, after it, `a`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
                yield node.module


@cache
def imports() -> Graph:
    files = module_files()
    graph = {name: frozenset(set(imported(path)) & files.keys() - {name}) for name, path in files.items()}
    # a package that imports nothing joins nothing, and every import of one of its files would name it
    return {
        name: frozenset(n for n in below if graph[n] or not is_package(files[n]))
        for name, below in graph.items()
    }


def is_package(path: Path) -> bool:
    return path.name == "__init__.py"


def reached(graph: Graph, start: str) -> set[str]:
    """All that is imported from a module on, itself only where a circle leads back."""
    found: set[str] = set()
    waiting = list(graph[start])
    while waiting:
        if (name := waiting.pop()) not in found:
            found.add(name)
            waiting.extend(graph[name])
    return found


def circles(graph: Graph) -> set[frozenset[str]]:
    """Sets of modules of which each leads to all others of the set."""
    ways = {name: reached(graph, name) for name in graph}
    return {
        frozenset(other for other in ways[name] if name in ways[other])
        for name in graph
        if name in ways[name]
    }


def within(name: str, folders: tuple[str, ...]) -> bool:
    return any(name == folder or name.startswith(f"{folder}.") for folder in folders)


def test_a_circle_is_found_wherever_its_imports_stand(tmp_path: Path) -> None:
    ends = {
        "one": "from app.two import x",
        "two": "def late():\n    import app.three",
        "three": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from app.one import y",
        "four": "from app import one",
    }
    (tmp_path / "app").mkdir()
    for name, text in ends.items():
        (tmp_path / "app" / f"{name}.py").write_text(text, encoding="utf-8")
    files = module_files(tmp_path)
    graph = {name: frozenset(set(imported(path)) & files.keys()) for name, path in files.items()}
    assert circles(graph) == {frozenset({"app.one", "app.two", "app.three"})}


def test_no_files_import_each_other_in_a_circle() -> None:
    assert {tuple(sorted(c)) for c in circles(imports()) - EXCUSED} == set()
    assert circles(imports()) >= EXCUSED, "an excuse that nothing needs any more"


def test_what_runs_on_a_server_reaches_no_case_no_key_and_no_model() -> None:
    graph = imports()
    reach = {name: reached(graph, name) for name in graph if within(name, SERVER_SIDE)}
    clear = {(name, below) for name, far in reach.items() for below in far if within(below, HOLDS_CLEAR_TEXT)}
    assert len(reach) > 3
    assert clear == set()
