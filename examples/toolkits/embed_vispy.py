"""Anime4K in vispy: gloo's texture by name, into the canvas, with gloo's queue emptied before."""

import numpy as np
from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from vispy import app, gloo

import anime4k_gl as a4k

app.use_app("pyside6")
gloo.gl.use_gl("gl+")
VERTICES = """
uniform vec4 box; attribute vec2 corner; varying vec2 uv;
void main() { uv = corner; gl_Position = vec4(box.xy + corner * box.zw, 0.0, 1.0); }"""
PICTURE = """
uniform sampler2D picture; varying vec2 uv;
void main() { gl_FragColor = texture2D(picture, uv); }"""
DOT = """
uniform vec3 dot_colour; varying vec2 uv;
void main() { gl_FragColor = vec4(dot_colour, length(uv - 0.5) < 0.5 ? 0.6 : 0.0); }"""


class Canvas(app.Canvas):
    """The window, by vispy's programs and ours."""

    def __init__(self):
        super().__init__(size=WINDOW, title="Anime4K in vispy", resizable=False)
        self.texture = gloo.Texture2D(picture()[::-1].copy(), interpolation="linear")
        self.programs = [gloo.Program(VERTICES, text) for text in (PICTURE, DOT)]
        for program in self.programs:
            program["corner"] = np.float32([(0, 0), (1, 0), (0, 1), (1, 1)])
        self.programs[0]["picture"], self.programs[0]["box"] = self.texture, (-1, -1, 1, 1.5)
        self.programs[1]["dot_colour"] = [c / 255 for c in RED]
        self.upscaler, self.frame = None, 0
        self.timer = app.Timer(1 / 60, connect=lambda _: self.update(), start=True)
        self.show()

    def draw_dot(self, x, y):
        self.programs[1]["box"] = ((x - 15) / 320 - 1, (y - 15) / 120 - 1, 30 / 320, 30 / 120)
        self.programs[1].draw("triangle_strip")

    def on_draw(self, _):
        gloo.set_viewport(0, 0, *self.physical_size)
        gloo.set_state(blend=True, blend_func=("src_alpha", "one_minus_src_alpha"))
        gloo.clear([c / 255 for c in GREY])
        self.programs[0].draw("triangle_strip")
        self.draw_dot(*DOTS[0])
        self.upscale()
        self.draw_dot(*DOTS[1])
        self.context.flush_commands()
        self.frame += 1
        if is_last(self.frame, self.native.defaultFramebufferObject()):
            self.upscaler.release()
            self.timer.stop()
            app.Timer(0, connect=lambda _: app.quit(), iterations=1, start=True)

    def upscale(self):
        self.context.flush_commands()  # gloo draws later; what was asked for is to be there
        if self.upscaler is None:
            self.upscaler = a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)
            self.name = self.context.shared.parser.get_object(self.texture.id).handle
        framebuffer = self.native.defaultFramebufferObject()  # Qt's is not 0; glfw's and SDL2's are
        self.upscaler.render_into(a4k.GLTexture(self.name, SOURCE), framebuffer, VIEWPORT)


canvas = Canvas()
app.run()
