"""Drawing with tiny user shaders over a small picture whose pixels all differ."""

from __future__ import annotations

from typing import Any

import numpy as np

from anime4k_gl import UserShader, parse_user_shader
from anime4k_gl.formats import TEXTURE_FORMATS, Size
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

RGBA32F = TEXTURE_FORMATS["rgba32f"]
SOURCE = Size(8, 6)
BELOW_HALF = 2.0**-11  # what storing a number under 1 as a half float may cut off


def ramp(channels: int = 3) -> Any:
    """Return a picture all of whose pixels differ and whose values are half floats."""
    values = np.arange(SOURCE.height * SOURCE.width * channels) / 256
    return values.reshape(SOURCE.height, SOURCE.width, channels).astype(np.float32)


def run(
    context: Any,
    *shaders: str | UserShader,
    image: Any = None,
    target: Size = SOURCE,
    scaler: str = "nearest",
    frames: int = 1,
    **options: Any,
) -> Any:
    """Return the float32 R'G'B'A result of user shaders over a picture."""
    parsed = [s if isinstance(s, UserShader) else parse_user_shader(s) for s in shaders]
    renderer = Renderer(context, RenderOptions.for_shaders(parsed, scaler=scaler, **options))
    try:
        for _ in range(frames):
            renderer.render(ramp() if image is None else image, target=target, output=RGBA32F)
        return renderer.read()[0]
    finally:
        renderer.release()


def one_pass(header: str, value: str, before: str = "") -> str:
    """Return a pass that writes one value."""
    lines = "".join(f"//!{line}\n" for line in header.split("\n"))
    return f"{lines}{before}vec4 hook() {{ return vec4({value}); }}\n"
