"""Anime4K with glfw and PyOpenGL, no engine: a core profile, shaders and textures of one's own."""

import glfw
from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from OpenGL import GL
from OpenGL.GL.shaders import compileProgram, compileShader

import anime4k_gl as a4k

VERTICES = """#version 330
uniform vec4 box; out vec2 uv;
void main() { uv = vec2(gl_VertexID & 1, gl_VertexID >> 1);
              gl_Position = vec4(box.xy + uv * box.zw, 0.0, 1.0); }"""
PIXELS = """#version 330
uniform sampler2D picture; uniform vec4 dot; in vec2 uv; out vec4 colour;
void main() { colour = dot.a == 0.0 ? texture(picture, uv)
                     : vec4(dot.rgb, length(uv - 0.5) < 0.5 ? dot.a : 0.0); }"""

glfw.init()
for hint, value in ((glfw.CONTEXT_VERSION_MAJOR, 3), (glfw.CONTEXT_VERSION_MINOR, 3),
                    (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE),
                    (glfw.OPENGL_FORWARD_COMPAT, True)):  # fmt: skip
    glfw.window_hint(hint, value)
window = glfw.create_window(*WINDOW, "Anime4K in glfw", None, None)
glfw.make_context_current(window)

GL.glBindVertexArray(GL.glGenVertexArrays(1))
program = compileProgram(compileShader(VERTICES, GL.GL_VERTEX_SHADER),
                         compileShader(PIXELS, GL.GL_FRAGMENT_SHADER))  # fmt: skip
box, dot = (GL.glGetUniformLocation(program, name) for name in ("box", "dot"))
GL.glUseProgram(program)
texture = GL.glGenTextures(1)
GL.glBindTexture(GL.GL_TEXTURE_2D, texture)
GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, *SOURCE, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE,
                picture()[::-1].tobytes())  # fmt: skip
GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR)
GL.glEnable(GL.GL_BLEND)
GL.glBlendFunc(GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA)
GL.glClearColor(*(c / 255 for c in GREY), 1.0)


def draw(x, y, width, height, colour=(0.0, 0.0, 0.0, 0.0)):
    GL.glUniform4f(box, x / 320 - 1, y / 120 - 1, width / 320, height / 120)
    GL.glUniform4f(dot, *colour)
    GL.glDrawArrays(GL.GL_TRIANGLE_STRIP, 0, 4)


frame, red = 0, (*(c / 255 for c in RED), 0.6)
with a4k.Upscaler(source_size=SOURCE, target_size=SHOWN) as upscaler:
    while not glfw.window_should_close(window):
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        draw(0, 0, *SHOWN)
        draw(DOTS[0][0] - 15, DOTS[0][1] - 15, 30, 30, red)
        upscaler.render_into(a4k.GLTexture(int(texture), SOURCE), 0, VIEWPORT)
        draw(DOTS[1][0] - 15, DOTS[1][1] - 15, 30, 30, red)  # program, texture, blending are there
        frame += 1
        if is_last(frame):
            break
        glfw.swap_buffers(window)
        glfw.poll_events()
glfw.terminate()
