"""Shader files that mean harm, or were no shaders to begin with, through the whole command.

Whatever a file holds, the command ends by itself: with exit code 0, or with 1, a message that
starts with the file's name and place, no traceback and no output. (A body that never ends is the
driver's to stop; see `anime4k_gl.glsl.assemble`.)
"""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from support.process.forked import run

PASS = "//!HOOK MAIN\n//!BIND HOOKED\n"
BODY = "vec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
TABLE = "//!TEXTURE T\n//!SIZE {}\n//!FORMAT {}\n{}\n"
USE_TABLE = PASS + "//!BIND T\nvec4 hook() { return vec4(texture(T, vec2(0.3)).r); }\n"
STORED = PASS + "//!BIND T\nvec4 hook() { return imageLoad(T, ivec2(0)); }\n"

# By name: the file, and how the command ends for check, plan and upscale.
GOOD, BAD, DRIVER, WARNED = (0, 0, 0), (1, 1, 1), (0, 0, 1), (1, 0, 1)
CASES: dict[str, tuple[str | bytes, tuple[int, int, int]]] = {
    # Much of it.
    "directives": ("//!HOOK MAIN\n" + "//!DESC x\n" * 50_000 + BODY, WARNED),
    "binds": ("//!HOOK MAIN\n" + "//!BIND HOOKED\n" * 70_000 + BODY, BAD),
    "hooks": ("//!HOOK MAIN\n" * 70_000 + BODY, BAD),
    "blocks": ("//!HOOK NOWHERE\n\n" * 10_000, GOOD),
    "passes": ((PASS + BODY) * 5_000, GOOD),
    "passes-skipped": ((PASS + "//!WHEN 0\n" + BODY) * 5_000, GOOD),
    "parameters": (
        "".join(f"//!PARAM p{n}\n//!TYPE float\n0.5\n" for n in range(5000)) + PASS + BODY, GOOD),
    "members": (
        "//!PARAM p\n//!TYPE ENUM int\n" + "".join(f"e{n}\n" for n in range(50_000)) + "\n"
        + PASS + BODY, GOOD),
    "long-comment": (PASS + "//" + "x" * 10_000_000 + "\n" + BODY, GOOD),
    "long-directive": (PASS + "//!DESC " + "x" * 10_000_000 + "\n" + BODY, GOOD),
    "long-name": ("//!HOOK MAIN\n//!BIND " + "x" * 10_000_000 + "\n" + BODY, (1, 0, 0)),
    "long-number": (PASS + "//!COMPONENTS " + "9" * 1_000_000 + "\n" + BODY, BAD),
    "long-hex": (TABLE.format("2 1", "r8", "ff" * 5_000_000) + USE_TABLE, BAD),
    # Expressions.
    "tokens": (PASS + "//!WHEN 1" + " 1 +" * 50_000 + "\n" + BODY, BAD),
    "width-zero": (PASS + "//!WIDTH 0\n" + BODY, GOOD),
    "width-negative": (PASS + "//!WIDTH 0 HOOKED.w -\n" + BODY, GOOD),
    "width-infinite": (PASS + "//!WIDTH 1e30 1e30 *\n" + BODY, GOOD),
    "width-no-number": (PASS + "//!WIDTH 0 0 /\n" + BODY, GOOD),
    "width-beyond-floats": (PASS + "//!WIDTH 1" + "0" * 400_000 + "\n" + BODY, GOOD),
    "width-beyond-the-driver": (PASS + "//!WIDTH 16000000\n" + BODY, DRIVER),
    "offset-no-number": (PASS + "//!OFFSET nan inf\n" + BODY, BAD),
    "offset-far": (PASS + "//!OFFSET 1e38 -1e38\n" + BODY, GOOD),
    "work-group": (PASS + "//!COMPUTE 2000000000 2000000000\nvoid hook() {}\n", DRIVER),
    # Tables, buffers, parameters.
    "table-without-data": (TABLE.format("100000 10000", "r8", "ff") + USE_TABLE, BAD),
    "table-of-much": (TABLE.format("100000 10000", "r8", "//!STORAGE\n") + STORED, DRIVER),
    "table-negative": (TABLE.format("-4 4", "r8", "ff") + USE_TABLE, BAD),
    "table-of-nothing": (TABLE.format("0 4", "r8", "") + USE_TABLE, BAD),
    "table-of-no-numbers": (TABLE.format("2 1", "r32f", "0000c07f0000807f") + USE_TABLE, GOOD),
    "table-of-odd-digits": (TABLE.format("2 1", "r8", "fff") + USE_TABLE, BAD),
    "buffer-of-much": (
        "//!BUFFER b\n//!VAR float x[1000000000]\n//!STORAGE\n\n" + PASS + "//!BIND b\n" + BODY,
        DRIVER),
    "buffer-negative": (
        "//!BUFFER b\n//!VAR float x[-1]\n//!STORAGE\n\n" + PASS + "//!BIND b\n" + BODY, BAD),
    "parameter-no-number": ("//!PARAM p\n//!TYPE float\nnan\n" + PASS + BODY, BAD),
    # Who reads whom.
    "circle": (
        "//!HOOK MAIN\n//!BIND Y\n//!SAVE X\nvec4 hook() { return Y_tex(Y_pos); }\n"
        "//!HOOK MAIN\n//!BIND X\n//!SAVE Y\nvec4 hook() { return X_tex(X_pos); }\n"
        "//!HOOK MAIN\n//!BIND Z\n//!SAVE Z\nvec4 hook() { return Z_tex(Z_pos); }\n", GOOD),
    # Bodies.
    "unclosed": (PASS + "vec4 hook() { return vec4(1.0);\n", DRIVER),
    "unclosed-comment": (PASS + "/*" + BODY, WARNED),
    "unclosed-if": (PASS + "#if 1\n" + BODY, DRIVER),
    "recursion": (PASS + "float f(float x) { return f(x); }\n" + BODY, DRIVER),
    "sum": (PASS + "vec4 hook() { return vec4(" + "2.0 + " * 100_000 + "1.0); }\n", DRIVER),
    "parentheses": (
        PASS + "vec4 hook() { return vec4" + "(" * 50_000 + "1.0" + ")" * 50_000 + "; }\n", DRIVER),
    "braces": (PASS + "vec4 hook() {" + "{" * 50_000 + "}" * 50_000 + "}\n", DRIVER),
    "conditions": (PASS + "#if 1\n" * 20_000 + "#endif\n" * 20_000 + BODY, GOOD),
    "macro-doubling": (
        PASS + "#define A0 1.0\n"
        + "".join(f"#define A{n} A{n - 1} + A{n - 1}\n" for n in range(1, 64))
        + "vec4 hook() { return vec4(A63); }\n", DRIVER),
    "macro-chain": (
        PASS + "#define A0 1.0\n" + "".join(f"#define A{n} A{n - 1}\n" for n in range(1, 10_000))
        + "vec4 hook() { return vec4(A9999); }\n", GOOD),
    "macro-of-itself": (PASS + "#define A A\nvec4 hook() { float A = 1.0; return vec4(A); }\n",
                        GOOD),
    "macro-long": (PASS + "#define A " + "x " * 1_000_000 + "\n" + BODY, GOOD),
    "nul": (PASS + "vec4 hook() { return\0 vec4(1.0); }\n", DRIVER),
    # No shaders.
    "empty": ("", BAD),
    "blank": (" \n" * 1000, BAD),
    "nearly-empty": ("//!", BAD),
    "binary": (random.Random(1).randbytes(100_000), BAD),
    "utf-16": ("//!HOOK MAIN\n".encode("utf-16"), BAD),
    "escapes": ("//!HOOK MAIN\n//!\x1b[31mNOPE\x1b[0m x\n" + BODY, BAD),
}  # fmt: skip

PLACE = re.compile(r"anime4k-gl: hostile\.glsl(:\d+:\d+)?: ")


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "in.png"
    pixels = np.random.default_rng(3).integers(0, 256, (16, 16, 3), np.uint8)
    Image.fromarray(pixels).save(path)
    return path


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_ends_well(name: str, tmp_path: Path, picture: Path) -> None:
    content, codes = CASES[name]
    shader = tmp_path / "hostile.glsl"
    shader.write_bytes(content.encode() if isinstance(content, str) else content)
    commands = (
        ["check", shader.name],
        ["plan", "--shader", shader.name, "--source", "16x16", "--target", "32x32"],
        ["upscale", str(picture), "out.png", "--shader", shader.name],
    )
    for arguments, code in zip(commands, codes, strict=True):
        # Time is linear: the longest takes ten seconds.
        ended = run(arguments, tmp_path, timeout=150)
        said = f"{arguments[0]}: {ended.code}\n{ended.err[:2000]}"
        assert ended.code == code, said
        assert "Traceback" not in ended.err, said
        if code and arguments[0] != "check":  # which prints what it finds
            assert PLACE.match(ended.err), said
        made = {"out.png"} if arguments[0] == "upscale" and code == 0 else set()
        assert {path.name for path in tmp_path.iterdir()} == {shader.name} | made, said
