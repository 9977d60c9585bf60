"""ARCHITECTURE.md is true: its drawing is the imports, and its walks are calls that go down."""

from __future__ import annotations

import ast
import re
import runpy
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest
from project.test_layers import RANK
from support.import_graph import NAME, PACKAGE, graph, parts, reached, reduction
from support.paths import ROOT

PAGE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
MOST_HOPS = 10
WALKS = (
    "A decoded frame to the screen",
    "`--param` to a uniform",
    "A shader file to a program",
    "A host's texture to its framebuffer",
)


class Hop(NamedTuple):
    """A function, and the number of the hop that calls it; None for a walk's first."""

    caller: int | None
    module: str
    function: str


def walks() -> dict[str, list[Hop]]:
    """Return the page's walks by title."""
    section = PAGE.split("\n## Three walks\n")[1].split("\n## ")[0]
    found = {}
    for part in section.split("\n### ")[1:]:
        rows = re.findall(
            r"^\| (\d+) \| (?:(\d+) )?\| `([\w.]+):([\w.]+)` \| .+ \|$", part, re.MULTILINE
        )
        assert [int(number) for number, *_ in rows] == [*range(1, len(rows) + 1)]
        assert len(rows) == part.count("\n| ") - 1, "each row has number, caller, function, words"
        hops = [Hop(int(by) if by else None, module, name) for _, by, module, name in rows]
        found[part.splitlines()[0]] = hops
    return found


@cache
def functions(module: str) -> dict[str, ast.AST]:
    """Return a module's functions and methods by name; a method's is ``Class.method``."""
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    found: dict[str, ast.AST] = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    found[f"{node.name}.{inner.name}"] = inner
    return found


def called(module: str, function: str) -> set[str]:
    """Return the names that a function calls, and those that its module's helpers call for it."""
    known, names, done = functions(module), set[str](), set[str]()
    owner = function.rpartition(".")[0]
    waiting = [function]
    while waiting:
        current = waiting.pop()
        done.add(current)
        for name, own in calls(known[current]):
            names.add(name)
            helper = f"{owner}.{name}" if own else name
            if helper in known and helper not in done:
                waiting.append(helper)
    return names


def calls(function: ast.AST) -> Iterator[tuple[str, bool]]:
    """Yield the names of what is called, and whether it is a method of the same object."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name):
                yield node.func.id, False
            elif isinstance(node.func, ast.Attribute):
                owner = node.func.value
                yield node.func.attr, isinstance(owner, ast.Name) and owner.id in ("self", "cls")


def test_the_drawing_is_the_imports() -> None:
    """`python tools/architecture.py` prints it anew."""
    blocks = re.findall(r"^```mermaid\n(.*?)\n```$", PAGE, re.MULTILINE | re.DOTALL)
    assert blocks == [runpy.run_path(str(ROOT / "tools" / "architecture.py"))["drawing"]()]


def test_the_drawing_says_all_imports_and_no_others() -> None:
    """Read from the drawing itself: following its arrows reaches just what imports reach."""
    drawn: dict[str, frozenset[str]] = {}
    for part, targets in re.findall(r"^    (\w+) --> (.+)$", PAGE, re.MULTILINE):
        drawn[part] = frozenset(targets.split(" & "))
    nodes = {*drawn, *(target for targets in drawn.values() for target in targets)}
    assert nodes == set(parts())
    for part, targets in parts().items():
        assert reached(drawn, part) == reached(parts(), part), part
        assert drawn.get(part, frozenset()) <= targets


def test_a_reduction_keeps_what_is_reached() -> None:
    edges = {"a": frozenset("bcd"), "b": frozenset("c"), "c": frozenset("d"), "d": frozenset()}
    assert reduction(edges) == {"a": {"b"}, "b": {"c"}, "c": {"d"}, "d": set()}


def test_the_walks_are_there() -> None:
    assert tuple(walks()) == WALKS


@pytest.mark.parametrize("title", WALKS)
def test_walks_are_short(title: str) -> None:
    assert 2 <= len(walks()[title]) <= MOST_HOPS


@pytest.mark.parametrize("title", WALKS)
def test_functions_of_walks_exist(title: str) -> None:
    for hop in walks()[title]:
        assert hop.function in functions(hop.module), f"{hop.module}:{hop.function}"


@pytest.mark.parametrize("title", WALKS)
def test_each_hop_is_called_by_the_one_it_names(title: str) -> None:
    hops = walks()[title]
    assert [number for number, hop in enumerate(hops) if hop.caller is None] == [0]
    for number, hop in enumerate(hops[1:], start=2):
        assert hop.caller is not None
        assert hop.caller < number
        caller = hops[hop.caller - 1]
        owner, _, name = hop.function.rpartition(".")
        wanted = owner if name == "__init__" else name
        assert wanted in called(caller.module, caller.function), f"{caller} does not call {hop}"


@pytest.mark.parametrize("title", WALKS)
def test_no_hop_goes_up(title: str) -> None:
    """A call goes to the same layer or a lower one, and not to a module that imports the caller."""
    hops = walks()[title]
    for hop in hops:
        if hop.caller is None:
            continue
        caller = hops[hop.caller - 1]
        assert RANK[hop.module.split(".")[0]] <= RANK[caller.module.split(".")[0]], hop
        assert f"{NAME}.{caller.module}" not in reached(graph(), f"{NAME}.{hop.module}"), hop
