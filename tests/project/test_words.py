"""The form of docstrings and messages: modules name a thing, errors read as one plain clause."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.paths import ROOT

MODULES = sorted(
    path
    for folder in ("anime4k_gl", "benchmarks", "tools", "training")
    for path in (ROOT / folder).rglob("*.py")
)
QUESTION = re.compile(r"(What|Which|Where|How|Who|Whether|Why|When)\b")
CAPITALISED = re.compile(r"[A-Z][a-z]")
PROPER = ("Direct3D", "OpenGL", "PortAudio", "Python", "Vulkan")
"""Names that keep their capital at the start of a message."""

SCRIPTS = ("benchmarks", "tools", "training")
"""Their messages are for developers and may be sentences."""


def literal(node: ast.expr) -> str | None:
    """Return a message's text, ``{}`` for each value in it; None where it is not a literal."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return (literal(left) or "{}") + (literal(right) or "{}")
        case _:
            return None


def messages(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield line and text of each ``raise X("...")`` and of each report and notice."""
    calls: list[ast.Call] = []
    for node in ast.walk(tree):
        match node:
            case ast.Raise(exc=ast.Call() as call):
                calls.append(call)
            case ast.Call(func=ast.Attribute(attr="error" | "notify" | "_notify" | "show_error")):
                calls.append(node)
            case ast.Call(func=ast.Attribute(attr="_report") | ast.Name(id="report" | "_fail")):
                calls.append(node)
    for call in calls:
        text = literal(call.args[0]) if call.args else None
        if text and " " in text:
            yield call.lineno, text


def fault(text: str) -> str | None:
    """Return what is wrong with a message's form; None if nothing is."""
    if CAPITALISED.match(text) and not text.startswith(PROPER):
        return "starts with a capital letter"
    if text.endswith((".", "!")) and not text.endswith("..."):
        return "ends like a sentence"
    return None


def place(path: Path, line: int) -> str:
    return f"{path.relative_to(ROOT)}:{line}"


def test_module_docstrings_name_the_thing() -> None:
    first_lines = {
        place(path, 1): (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition(
            "\n"
        )[0]
        for path in MODULES
    }
    assert {at: line for at, line in first_lines.items() if QUESTION.match(line)} == {}
    assert [at for at, line in first_lines.items() if not line] == []


def test_messages_start_small_and_end_without_a_full_stop() -> None:
    found = 0
    wrong = {}
    for path in MODULES:
        if path.relative_to(ROOT).parts[0] in SCRIPTS:
            continue
        for line, text in messages(ast.parse(path.read_text("utf-8"))):
            found += 1
            if problem := fault(text):
                wrong[place(path, line)] = f"{problem}: {text}"
    assert wrong == {}
    assert found > 150, "messages are no longer recognised"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ('raise OptionError("the size must be 1x1 or more")', None),
        ('raise OptionError(f"{path}: not a picture; choose another file")', None),
        ('raise GLError("OpenGL 4.3 is needed")', None),
        ('raise OptionError("The size is wrong")', "starts with a capital letter"),
        ('raise MediaError(f"{path}: no video" + " in it.")', "ends like a sentence"),
        ('self._report(f"No sound: {why}")', "starts with a capital letter"),
    ],
)
def test_the_form_is_recognised(source: str, problem: str | None) -> None:
    ((_, text),) = messages(ast.parse(source))
    assert fault(text) == problem
