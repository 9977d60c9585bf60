"""Anime4K in moderngl-window: the framework's own context, textures and framebuffer are given."""

import moderngl
import moderngl_window
from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from moderngl_window.geometry import quad_2d

import anime4k_gl as a4k

VERTICES = """#version 330
uniform vec4 box; in vec3 in_position; in vec2 in_texcoord_0; out vec2 uv;
void main() { uv = in_texcoord_0;
              gl_Position = vec4(box.xy + in_texcoord_0 * box.zw, 0.0, 1.0); }"""
PICTURE = """#version 330
uniform sampler2D picture; in vec2 uv; out vec4 colour;
void main() { colour = texture(picture, uv); }"""
DOT = """#version 330
uniform vec3 dot_colour; in vec2 uv; out vec4 colour;
void main() { colour = vec4(dot_colour, length(uv - 0.5) < 0.5 ? 0.6 : 0.0); }"""


class Example(moderngl_window.WindowConfig):
    """The window: it draws the picture itself, and upscaled beside it."""

    title, gl_version = "Anime4K in moderngl-window", (3, 3)
    window_size, aspect_ratio, resizable = WINDOW, None, False

    def __init__(self, **options):
        super().__init__(**options)
        self.picture = self.ctx.texture(SOURCE, 4, picture()[::-1].tobytes())
        self.quad = quad_2d()
        self.programs = [self.ctx.program(VERTICES, text) for text in (PICTURE, DOT)]
        self.upscaler = a4k.Upscaler(self.ctx, source_size=SOURCE, target_size=SHOWN)
        self.frame = 0

    def draw_dot(self, x, y):
        self.programs[1]["dot_colour"] = [c / 255 for c in RED]
        self.programs[1]["box"] = ((x - 15) / 320 - 1, (y - 15) / 120 - 1, 30 / 320, 30 / 120)
        self.quad.render(self.programs[1])

    def on_render(self, time, frame_time):
        self.ctx.clear(*(c / 255 for c in GREY))
        self.ctx.enable(moderngl.BLEND)
        self.picture.use(0)
        self.programs[0]["box"] = -1, -1, 1, 1.5
        self.quad.render(self.programs[0])
        self.draw_dot(*DOTS[0])
        self.upscaler.render_into(self.picture, self.wnd.fbo, VIEWPORT)
        self.draw_dot(*DOTS[1])  # blended as before
        self.frame += 1
        if is_last(self.frame):
            self.upscaler.release()  # on_close may come when the context has gone
            self.wnd.close()


moderngl_window.run_window_config(Example, args=["--vsync", "on"])
