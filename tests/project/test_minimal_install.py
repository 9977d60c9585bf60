"""Whoever embeds needs moderngl and NumPy alone; what else is missing is named when needed."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.paths import ROOT
from support.presets import listed

NEEDED = ("moderngl", "_moderngl", "glcontext", "numpy", "anime4k_gl")

BLOCKED = f"""\
import sys

class Nothing:
    '''Finds nothing but the standard library and what is needed.'''

    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top not in {NEEDED!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

if sys.version_info < (3, 11):
    import tomli  # which is in the standard library since
sys.meta_path.insert(0, Nothing())

import numpy as np
import anime4k_gl as a4k

small = np.zeros((4, 5, 3), np.uint8)
"""


def run(code: str) -> str:
    """Run code where nothing else can be imported; return its last line, of output or error."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED + code], cwd=ROOT, capture_output=True, text=True
    )
    return (done.stderr or done.stdout).splitlines()[-1]


def test_the_embedding_face_works_with_moderngl_and_numpy() -> None:
    code = """
from anime4k_gl.gl.context import create_headless_context
with a4k.ArrayUpscaler(scale=3) as upscaler:
    shapes = [a4k.upscale(small).shape, upscaler(small[None]).shape]
context = create_headless_context()
with a4k.Upscaler(context, source_size=(4, 4), target_size=(8, 8)) as up:
    up.render(context.texture((4, 4), 4, bytes(64)))
    shapes.append(up.read().shape)
files = [len(a4k.export(target)) for target in ("glsl", "mpv", "obs", "mpc", "unity", "retroarch")]
assert min(files) > 1 and a4k.presets() and a4k.parameters() and a4k.scalers()
shader = a4k.parse_user_shader("//!HOOK MAIN\\nvec4 hook() { return vec4(1.0); }")
shapes.append(int(a4k.upscale(small, shaders=[shader]).min()))
print(shapes)
"""
    assert run(code) == "[(8, 10, 3), (1, 12, 15, 3), (8, 8, 4), 255]"


NOT_PLATFORMDIRS = "platformdirs is not installed; run pip install platformdirs"


@pytest.mark.parametrize(
    ("code", "last"),
    [
        ("a4k.upscale(small, preset='mine')",
         f"anime4k_gl.errors.OptionError: unknown preset 'mine'; valid are: {listed()};"
         f" for presets of your own: {NOT_PLATFORMDIRS}"),
        ("a4k.transcode", "anime4k_gl.dependencies.DependencyError: PyAV is not installed;"
         " run pip install av"),
        ("a4k.export('web')", "anime4k_gl.dependencies.DependencyError: PyAV is not installed;"
         " run pip install av"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_when_it_is_needed(code: str, last: str) -> None:
    assert run(code) == last
