"""The package's imports as a graph, read from its text: TYPE_CHECKING and late ones counted."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import anime4k_gl

PACKAGE = Path(anime4k_gl.__file__).parent
NAME = PACKAGE.name


def modules() -> list[Path]:
    """Return every module's file."""
    return sorted(PACKAGE.rglob("*.py"))


def dotted(path: Path) -> str:
    """Return a module's name; a package's for its ``__init__.py``."""
    parts = (NAME, *path.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[tuple[int, str], ...]:
    """Return (line, absolute dotted name) of everything a module imports, at any depth."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[int, str]]:
    package = dotted(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                yield node.lineno, ".".join([*base, alias.name])


@cache
def graph() -> Mapping[str, frozenset[str]]:
    """Return which of the package's modules each of them imports.

    A name that a package's ``__init__`` hands on counts as an import of the package.
    """
    known = {dotted(path) for path in modules()}

    def module_of(name: str) -> str | None:
        while name and name not in known:
            name = name.rpartition(".")[0]
        return name or None

    found = {}
    for path in modules():
        own = dotted(path)
        targets = {module_of(name) for _, name in imports(path)}
        found[own] = frozenset(t for t in targets if t is not None and t != own)
    return found


def rings(edges: Mapping[str, frozenset[str]]) -> list[list[str]]:
    """Return the groups of nodes that reach each other, by Tarjan's algorithm."""
    index: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(node: str) -> None:
        index[node] = lowest[node] = len(index)
        stack.append(node)
        for other in sorted(edges.get(node, ())):
            if other not in index:
                visit(other)
                lowest[node] = min(lowest[node], lowest[other])
            elif other in stack:
                lowest[node] = min(lowest[node], index[other])
        if lowest[node] == index[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            if len(group) > 1:
                groups.append(sorted(group))

    for node in sorted(edges):
        if node not in index:
            visit(node)
    return groups


def units(package: str) -> dict[str, frozenset[str]]:
    """Return the imports between the parts of a package: its modules and its folders.

    The package's own ``__init__`` is the part of the package's name.
    """

    def part(module: str) -> str | None:
        if module == package:
            return package
        if not module.startswith(f"{package}."):
            return None
        return ".".join(module.split(".")[: package.count(".") + 2])

    found: dict[str, set[str]] = {}
    for module, targets in graph().items():
        own = part(module)
        if own is not None:
            parts = {part(target) for target in targets}
            found.setdefault(own, set()).update(p for p in parts if p not in (None, own))  # type: ignore[misc]
    return {name: frozenset(targets) for name, targets in found.items()}


def parts() -> dict[str, frozenset[str]]:
    """Return the imports between the parts at the package's top, by their short names.

    The package's face and ``__main__``, which hand everything on, are left out.
    """
    handing_on = {NAME, f"{NAME}.__main__"}

    def short(name: str) -> str:
        return name.rpartition(".")[2]

    return {
        short(part): frozenset(map(short, targets - handing_on))
        for part, targets in units(NAME).items()
        if part not in handing_on
    }


def reached(edges: Mapping[str, frozenset[str]], node: str) -> set[str]:
    """Return the nodes that a node reaches, in any number of steps."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        new = edges.get(waiting.pop(), frozenset()) - found
        found |= new
        waiting += new
    return found


def reduction(edges: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return a graph without rings with only those edges that no longer way replaces."""
    return {
        node: frozenset(
            target
            for target in targets
            if not any(target in reached(edges, other) for other in targets - {target})
        )
        for node, targets in edges.items()
    }
