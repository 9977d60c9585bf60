"""From a host's shader text to one that OpenGL 3.3 draws: glslang, spirv-val, SPIRV-Cross."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TOOLS = ("glslangValidator", "spirv-val", "spirv-cross")


def missing_tools() -> list[str]:
    return [tool for tool in TOOLS if shutil.which(tool) is None]


@dataclass(frozen=True)
class Compiled:
    """A fragment shader as GLSL 3.30, and what it declares, as SPIRV-Cross tells it."""

    text: str
    reflection: Any


@cache
def fragment(text: str, *, language: str) -> Compiled:
    """Return a fragment shader, whose entry is ``main``.

    Parameters
    ----------
    language : ``hlsl``, or ``glsl`` for that of Vulkan
    """
    with TemporaryDirectory() as folder:
        source, binary = Path(folder) / "shader.frag", Path(folder) / "shader.spv"
        source.write_text(text)
        hlsl = ("-D", "-e", "main", "--auto-map-bindings", "--auto-map-locations")
        run("glslangValidator", *(hlsl if language == "hlsl" else ()), "-V", "-S", "frag",
            "-o", binary, source)  # fmt: skip
        return _read(binary)


@cache
def linked(vertex: str, fragment: str) -> Compiled:
    """Return the fragment shader of a program in Vulkan's GLSL; both are compiled, and linked.

    glslang takes a tenth of a second to begin, and next to none for another shader.
    """
    with TemporaryDirectory() as folder:
        sources = [Path(folder) / "shader.vert", Path(folder) / "shader.frag"]
        for source, text in zip(sources, (vertex, fragment), strict=True):
            source.write_text(text)
        run("glslangValidator", "-V", *sources, folder=folder)
        run("spirv-val", Path(folder) / "vert.spv")
        return _read(Path(folder) / "frag.spv")


def _read(binary: Path) -> Compiled:
    run("spirv-val", binary)
    made = run("spirv-cross", "--version", "330", "--no-es", "--no-420pack-extension", binary)
    return Compiled(made, json.loads(run("spirv-cross", binary, "--reflect")))


@cache
def vertex(text: str, *, language: str, entry: str = "main") -> None:
    """Compile a vertex shader; which ones hosts draw with is not for us to run."""
    with TemporaryDirectory() as folder:
        source, binary = Path(folder) / "shader.vert", Path(folder) / "shader.spv"
        source.write_text(text)
        hlsl = ("-D", "-e", entry, "--auto-map-bindings", "--auto-map-locations")
        run("glslangValidator", *(hlsl if language == "hlsl" else ()), "-V", "-S", "vert",
            "-o", binary, source)  # fmt: skip
        run("spirv-val", binary)


def run(*command: str | Path, folder: str | None = None) -> str:
    result = subprocess.run(list(map(str, command)), cwd=folder, capture_output=True, text=True)
    if result.returncode:
        raise AssertionError(f"{command[0]}:\n{result.stdout}{result.stderr}")
    return result.stdout
