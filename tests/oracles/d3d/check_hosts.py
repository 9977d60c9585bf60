"""Microsoft's compiler on the HLSL for Magpie, Unity and ReShade; `make test-d3d` runs this, too.

What it gets are the passes as `hosts` makes whole shaders of them. Warnings are let through: those
hosts do, and integer divisions by 2 warn.
"""

from __future__ import annotations

import subprocess
from typing import Any

import numpy as np
import pytest
from check_d3d import HERE, Windows, windows
from oracles.hosts import magpie, reshade, toolchain, unity
from support.choice.covering import presets_and
from support.presets import AFTER_SCALING

from anime4k_gl.exporters import export

__all__ = ["windows"]

PROFILES = {"magpie": ["ps_5_0"], "unity": ["ps_4_0", "ps_5_0"], "reshade": ["ps_4_0", "ps_5_0"]}


def compile_list(windows: Windows) -> tuple[int, str, str]:
    """Compile what the file ``list`` lists; return how many did not, and what was said."""
    program = windows.folder / "compile.exe"
    if not program.exists():
        subprocess.run(
            ["x86_64-w64-mingw32-gcc", "-std=c99", "-O1", "-Wall", "-Wextra", "-Werror",
             "-o", program, HERE / "compile.c"],
            check=True,
        )  # fmt: skip
    return windows.wine("compile.exe", "list")


@pytest.mark.parametrize(("host", "preset"), presets_and(list(PROFILES)))
def test_it_compiles(
    context: Any, windows: Windows, monkeypatch: pytest.MonkeyPatch, host: str, preset: str
) -> None:
    if host == "reshade" and preset not in AFTER_SCALING:
        return  # which is refused, as tests/shaders/test_after_scaling.py sees
    shaders: list[str] = []
    compiled = toolchain.fragment

    def recorded(text: str, *, language: str) -> toolchain.Compiled:
        shaders.append(text)
        return compiled(text, language=language)

    monkeypatch.setattr(toolchain, "fragment", recorded)
    image, files = np.zeros((6, 8, 3), np.uint8), export(host, preset=preset)
    if host == "unity":
        unity.run(context, files, image, (16, 12))
    else:
        text = next(text for name, text in files.items() if name != "README.txt")
        if host == "magpie":
            magpie.run(context, text, image, (16, 12))
        else:
            reshade.run(context, text, image)
    names = windows.write({f"{i}.hlsl": text for i, text in enumerate(shaders)})
    lines = [f"{name} main {profile}\n" for name in names for profile in PROFILES[host]]
    windows.write({"list": "".join(lines)})
    code, said, errors = compile_list(windows)
    assert code == 0, said + errors
    assert said.count(": compiled") == len(lines)


def test_it_says_what_does_not_compile(windows: Windows) -> None:
    """A float4 of one number, which glslang takes."""
    windows.write({"bad.hlsl": "float4 main() : SV_Target { return float4(0.5); }\n"})
    windows.write({"list": "bad.hlsl main ps_5_0\n"})
    code, said, _ = compile_list(windows)
    assert code == 1 and "X3014" in said
