"""Anime4K in a program with its own OpenGL window: glfw, no engine.

The source is on the left, bilinear; upscaled, it is on the right. The ring of glass turns around
them, blended and depth-tested: it is there to show that the upscaler leaves such state alone.
"""

import argparse

import glfw
import moderngl
import numpy as np
from PIL import Image

import anime4k_gl as a4k

SOURCE, TARGET = (150, 150), (450, 450)
PICTURE_SHADER = (
    """#version 330
uniform float left; out vec2 uv;
void main() { uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
              gl_Position = vec4(left + uv.x * 0.9, 0.9 - uv.y * 1.8, 0.0, 1.0); }""",
    """#version 330
uniform sampler2D picture; in vec2 uv; out vec4 colour;
void main() { colour = vec4(texture(picture, uv).rgb, 1.0); }""",
)
GLASS_SHADER = (
    """#version 330
uniform float turn; out float hue;
void main() { float a = turn + 6.2832 / 48.0 * float(gl_VertexID >> 1); hue = a;
              gl_Position = vec4(cos(a) * 0.98, sin(a) * 0.35 + float(gl_VertexID & 1) * 0.3 - 0.15,
                                 sin(a) * 0.9, 1.0); }""",
    """#version 330
in float hue; out vec4 colour;
void main() { colour = vec4(0.55 + 0.45 * cos(hue + vec3(0.0, 2.1, 4.2)), 0.45); }""",
)


def draw_picture(width: int, height: int) -> np.ndarray:
    """Return a cartoon, (height, width, 3) uint8, row 0 on top."""
    y, x = np.mgrid[0 : height * 4, 0 : width * 4] / (height * 4)
    rgb = np.stack([0.35 + 0.5 * y, 0.55 + 0.3 * y, 0.9 - 0.1 * y], axis=2)
    for inside, colour in (
        (0.24 - np.hypot(x - 0.72, y - 0.28), (1.0, 0.85, 0.4)),
        (y - 0.62 - 0.08 * np.sin(9 * x), (0.35, 0.65, 0.4)),
        (y - 0.8 - 0.05 * np.cos(13 * x), (0.2, 0.45, 0.35)),
        (0.16 - np.maximum(abs(x - 0.33), abs(y - 0.68)), (0.95, 0.9, 0.85)),
        (np.minimum(y - 0.28 - abs(x - 0.33), 0.53 - y), (0.8, 0.3, 0.25)),
        (0.07 - np.hypot(x - 0.33, y - 0.68), (0.5, 0.75, 0.95)),
    ):
        rgb[inside > -0.012] = (0.12, 0.08, 0.15)  # the ink around it
        rgb[inside > 0] = colour
    return (rgb.reshape(height, 4, width, 4, 3).mean((1, 3)) * 255).astype(np.uint8)


class Loader:
    """How moderngl finds OpenGL's functions: through glfw, on whatever system it runs."""

    load_opengl_function = staticmethod(glfw.get_proc_address)


parser = argparse.ArgumentParser()
parser.add_argument("--frames", type=int, help="end after so many")
parser.add_argument("--screenshot", help="PNG to write at the end")
options = parser.parse_args()

glfw.init()
for hint, value in ((glfw.CONTEXT_VERSION_MAJOR, 3), (glfw.CONTEXT_VERSION_MINOR, 3),
                    (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE),
                    (glfw.OPENGL_FORWARD_COMPAT, True)):  # fmt: skip
    glfw.window_hint(hint, value)
window = glfw.create_window(1000, 500, "Anime4K in glfw", None, None)
glfw.make_context_current(window)
context = moderngl.create_context(context=Loader())  # wraps the window's context
source = context.texture(SOURCE, 3, draw_picture(*SOURCE).tobytes(), alignment=1)
quad = context.vertex_array(context.program(*PICTURE_SHADER), [])
glass = context.vertex_array(context.program(*GLASS_SHADER), [])
context.enable(moderngl.BLEND | moderngl.DEPTH_TEST)

frame = 0
with a4k.Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
    while not glfw.window_should_close(window) and frame != options.frames:
        context.clear(0.13, 0.12, 0.16)
        upscaled = upscaler.render(source)  # in the middle of the frame; all state survives it
        for left, texture in ((-0.95, source), (0.05, upscaled)):
            texture.use(0)
            quad.program["left"] = left
            quad.render(moderngl.TRIANGLE_STRIP, vertices=4)
        glass.program["turn"] = frame * 0.02
        glass.render(moderngl.TRIANGLE_STRIP, vertices=98)
        frame += 1
        if options.screenshot and frame == options.frames:
            pixels = context.screen.read(components=3, alignment=1)
            picture = Image.frombytes("RGB", context.screen.size, pixels)
            picture.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(options.screenshot)
        glfw.swap_buffers(window)
        glfw.poll_events()
glfw.terminate()
