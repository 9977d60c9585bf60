"""What README, CONTRIBUTING, ARCHITECTURE and the changelog say of the repository is so."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import PurePosixPath

import click
import pytest
from support.paths import ROOT

import anime4k_gl
from anime4k_gl.cli.group import cli
from anime4k_gl.exporters import TARGETS
from anime4k_gl.library import NO_PRESET, preset_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "ARCHITECTURE.md",
    "docs/README.md",
    "docs/stability.md",
)

QUESTIONS = 10
"""How many of a newcomer's questions CONTRIBUTING.md answers with a path, at least."""

# A user's own, in examples.
THEIRS = frozenset({
    "again.png", "common/noise.glsl", "cover-4k.png", "cover.png", "in.png", "mine.glsl",
    "mine.toml", "out.png", "shot.png",
})  # fmt: skip

_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
_SUFFIX = re.compile(r"\w\.(py|md|toml|sh|glsl|hlsl|txt|png|json|npz|yaml)$")


@cache
def tracked() -> frozenset[str]:
    """Return the repository's files and folders."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip
    folders = {str(folder) for name in listed for folder in PurePosixPath(name).parents}
    return frozenset({name for name in listed if name} | folders)


TOP = {name.split("/")[0] for name in tracked() if "/" in name}


def paths_in(document: str) -> list[str]:
    """Return what a document names as paths of the repository.

    In code marks: what begins with a folder at the top, or is a file at the top. In blocks of
    commands: the same. And links, which are from the document's folder.
    """
    text = (ROOT / document).read_text("utf-8")
    folder = PurePosixPath(document).parent
    found = [_normal(folder / link) for link in _LINK.findall(text)]
    words = [word for code in _CODE.findall(text) for word in code.split()]
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        words += block.split()
    for word in words:
        name = word.split("::")[0].rstrip("/,")
        top = name.split("/")[0]
        if name in THEIRS:
            continue
        if ("/" in name and top in TOP) or ("/" not in name and _SUFFIX.search(name)):
            found.append(name)
    return found


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_paths_exist(document: str) -> None:
    named = paths_in(document)
    assert named
    inside = {name.rpartition("/")[2] for name in tracked()}  # a file named by its name alone
    missing = [n for n in named if n not in tracked() and not ("/" not in n and n in inside)]
    assert missing == []


def test_paths_are_found() -> None:
    """The test of the test."""
    assert "anime4k_gl/defaults.py" in paths_in("CONTRIBUTING.md")
    assert "tests/media/test_chapters.py" in paths_in("CONTRIBUTING.md")
    assert "examples/run_manifest.py" in paths_in("README.md")
    assert "benchmarks/startup.py" in paths_in("README.md")
    assert "CHANGELOG.md" in paths_in("docs/stability.md")


def test_newcomers_questions_are_answered() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    table = re.search(r"^\| question \| path \|\n\|---\|---\|\n((?:\|.*\n)+)", text, re.MULTILINE)
    assert table is not None
    rows = table[1].splitlines()
    assert len(rows) >= QUESTIONS
    for row in rows:
        question, answer = row.strip("| ").split(" | ")
        assert question.endswith("?")
        assert _CODE.findall(answer), row


def test_make_targets_exist() -> None:
    rules = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for document in DOCUMENTS:
        text = (ROOT / document).read_text("utf-8")
        named = set(re.findall(r"(?:^|`)make ([\w-]+)", text, re.MULTILINE))
        assert named <= rules, document


def commands_in(document: str) -> list[str]:
    """Return the lines of a document's blocks of commands."""
    text = (ROOT / document).read_text("utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines() if line.strip()]
    code = [code for code in _CODE.findall(text) if code.startswith(("anime4k-gl ", "python "))]
    return lines + code


COMMAND_LINES = sorted({
    line
    for document in DOCUMENTS
    for line in commands_in(document)
    if line.startswith("anime4k-gl ") and not re.search(r"TARGET|FILE|WxH", line)
})  # fmt: skip


@pytest.mark.parametrize("line", COMMAND_LINES)
def test_commands_are_accepted(line: str) -> None:
    """Commands, options and their values exist; nothing is run."""
    own = re.sub(r"[<>]\(.*?\)", "pipe", line).partition(" | ")[0]
    _, name, *arguments = shlex.split(own, comments=True)
    command = cli.get_command(click.Context(cli), name)
    assert command is not None, name
    if not arguments:
        return  # its name alone, in a sentence
    command.make_context(name, arguments, parent=click.Context(cli))


def test_scripts_have_the_options_that_are_named() -> None:
    checked = 0
    for document in DOCUMENTS:
        for line in commands_in(document):
            words = shlex.split(line, comments=True)
            if words[0] == "python" and words[1].endswith(".py"):
                script = (ROOT / words[1]).read_text("utf-8")
                for option in (word for word in words if word.startswith("--")):
                    assert f'"{option}"' in script, line
                checked += 1
    assert checked


def test_the_version_has_a_section_in_the_changelog() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    heads = re.findall(r"^## (\d+\.\d+\.\d+) \((unreleased|\d{4}-\d\d-\d\d)\)$", text, re.MULTILINE)
    assert len(heads) == text.count("\n## "), "each section is a version and its date"
    numbers = [tuple(map(int, version.split("."))) for version, _ in heads]
    assert numbers == sorted(set(numbers), reverse=True)
    assert [date for _, date in heads[1:] if date == "unreleased"] == []
    assert project["version"] in dict(heads)


def test_what_is_stable_is_there() -> None:
    text = (ROOT / "docs" / "stability.md").read_text("utf-8")
    for name in (*preset_names(), NO_PRESET):
        assert f"`{name}`" in text
    assert "`anime4k_gl.__all__`" in text
    assert anime4k_gl.__all__


def test_the_readme_lists_every_target_and_preset() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    for name in (*TARGETS, *preset_names()):
        assert f"| `{name}` |" in text


def test_public_names_are_those_that_the_documents_name() -> None:
    listed = re.findall(r"^\| (`a4k\..*?) \|", (ROOT / "docs/python.md").read_text("utf-8"), re.M)
    names = [name for cell in listed for name in re.findall(r"`a4k\.(\w+)`", cell)]
    assert sorted(names) == sorted(anime4k_gl.__all__)
    for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        used = set(re.findall(r"\ba4k\.(\w+)", path.read_text("utf-8")))
        assert used <= {*anime4k_gl.__all__, "__version__"}, path
