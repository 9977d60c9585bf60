"""Dithering to a surface's depth, and asking for that depth."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from anime4k_gl.formats import Size
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.resources.surface import channel_bits
from anime4k_gl.player.display.dither import highest_code
from anime4k_gl.player.display.presenter import Presenter
from anime4k_gl.player.geometry import Rect

WINDOW = Size(64, 32)


def shown(context: Any, image: Any, surface: str = "f1", bits: int = 8) -> Any:
    """Return the codes that a presenter leaves of an RGBA image on a surface."""
    texture = context.texture(tuple(WINDOW), 4, image.tobytes(), dtype=DTYPES[image.dtype.name])
    target = context.texture(tuple(WINDOW), 4, dtype=surface)
    screen = context.framebuffer(target)
    presenter = Presenter(context, screen, surface_bits=bits)
    presenter.begin(WINDOW)
    presenter.picture(texture, Rect(0, 0, *WINDOW), 0)
    dtype = {"f1": np.uint8, "nu2": np.uint16}[surface]
    seen = presenter.read()
    codes = np.frombuffer(target.read(), dtype).reshape(WINDOW.height, WINDOW.width, 4)[::-1]
    assert seen.dtype == dtype
    np.testing.assert_array_equal(seen[..., :3], codes[..., :3])
    presenter.release()
    # Not the framebuffer: moderngl would bind it again after it has gone.
    for resource in (target, texture):
        resource.release()
    return codes[..., :3]


DTYPES = {"uint8": "f1", "uint16": "nu2", "float16": "f2", "float32": "f4"}


def flat(value: float) -> Any:
    """Return a picture of one gray."""
    image = np.full((WINDOW.height, WINDOW.width, 4), value, np.float32)
    image[..., 3] = 1
    return image


@pytest.mark.parametrize("code", [0.0, 0.25, 17.5, 100.125, 254.75, 255.0])
def test_the_mean_is_what_the_surface_cannot_say(context: Any, code: float) -> None:
    codes = shown(context, flat(code / 255)).astype(float)
    assert set(np.unique(codes)) <= {np.floor(code), np.ceil(code)}
    # Every 8x8 pixels, wherever they begin.
    for y, x in ((0, 0), (3, 5), (24, 56)):
        block = codes[y : y + 8, x : x + 8]
        assert abs(block.mean() - code) <= 1 / 64
    assert (codes[:-8] == codes[8:]).all()


def test_the_pattern_is_as_fine_as_it_can_be(context: Any) -> None:
    """Half a code is a chequerboard; a quarter has no neighbours across an edge."""
    half = shown(context, flat(100.5 / 255))[..., 0].astype(int)
    assert (np.abs(np.diff(half, axis=0)) == 1).all()
    assert (np.abs(np.diff(half, axis=1)) == 1).all()
    quarter = shown(context, flat(100.25 / 255))[..., 0] == 101
    assert quarter.mean() == 0.25
    assert not (quarter[:, :-1] & quarter[:, 1:]).any()
    assert not (quarter[:-1] & quarter[1:]).any()


def test_what_the_surface_holds_is_left_alone(context: Any) -> None:
    rng = np.random.default_rng(2)
    image = rng.integers(0, 256, (WINDOW.height, WINDOW.width, 4), dtype=np.uint8)
    image[..., 3] = 255
    np.testing.assert_array_equal(shown(context, image), image[..., :3])
    deep = image.astype(np.uint16) * 257
    np.testing.assert_array_equal(shown(context, deep), image[..., :3])
    np.testing.assert_array_equal(shown(context, deep, "nu2", 16), deep[..., :3])


def test_a_ten_bit_surface_gets_ten_bits(context: Any) -> None:
    codes = shown(context, flat(700.5 / 1023), "nu2", 10) / 65535 * 1023
    assert set(np.rint(np.unique(codes))) == {700, 701}
    assert abs(codes.mean() - 700.5) < 0.02


def test_highest_code() -> None:
    assert highest_code("f1", 8) == 0
    assert highest_code("f2", 8) == highest_code("nu2", 8) == 255
    assert highest_code("f2", 10) == 1023
    assert highest_code("f1", 10) == highest_code("nu2", 16) == 0


@pytest.mark.parametrize(("dtype", "bits"), [("f1", 8), ("nu2", 16), ("f2", 16), ("f4", 32)])
def test_channel_bits(context: Any, dtype: str, bits: int) -> None:
    gl = GLFunctions(context)
    framebuffer = context.framebuffer(context.texture((4, 4), 4, dtype=dtype))
    other = context.framebuffer(context.texture((4, 4), 4))
    other.use()
    assert channel_bits(gl, framebuffer.glo) == bits
    assert gl.integer(0x8CA6) == other.glo, "the binding was not put back"
    assert channel_bits(gl) >= 8


_ASK = """
import glfw, moderngl, sys
from anime4k_gl.gl.functions import GLFunctions
from anime4k_gl.gl.resources.surface import channel_bits
from anime4k_gl.player.window.glfw_library import GLFWLoader
assert glfw.init()
for hint in (glfw.RED_BITS, glfw.GREEN_BITS, glfw.BLUE_BITS):
    glfw.window_hint(hint, int(sys.argv[1]))
glfw.window_hint(glfw.ALPHA_BITS, 2)
glfw.window_hint(glfw.VISIBLE, False)
window = glfw.create_window(64, 64, "test", None, None)
glfw.make_context_current(window)
gl = GLFunctions(moderngl.create_context(require=330, context=GLFWLoader(glfw)))
print(channel_bits(gl), gl.glGetError())
"""


@pytest.mark.slow
@pytest.mark.skipif(
    shutil.which("Xvfb") is None and not os.environ.get("CI"), reason="Xvfb is not installed"
)
@pytest.mark.parametrize(
    ("screen", "wanted", "got"), [(24, 8, "8"), (24, 10, "8"), (30, 10, "10"), (30, 8, "8")]
)
def test_a_windows_channel_bits(screen: int, wanted: int, got: str) -> None:
    """Ten bits are asked for and had where the screen has them."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"320x240x{screen}",
         "-nolisten", "tcp"],
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb does not start"
        done = subprocess.run(
            [sys.executable, "-c", _ASK, str(wanted)],
            env={**os.environ, "DISPLAY": f":{number}"}, capture_output=True, text=True,
            timeout=120,
        )  # fmt: skip
        assert done.stdout.split() == [got, "0"], done.stderr
    finally:
        server.terminate()
        server.wait(10)
