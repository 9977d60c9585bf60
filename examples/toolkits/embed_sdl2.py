"""Anime4K in SDL2, in an old program: fixed functions in a context of compatibility."""

import ctypes
import math

import sdl2
from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture
from OpenGL import GL

import anime4k_gl as a4k

sdl2.SDL_Init(sdl2.SDL_INIT_VIDEO)
window = sdl2.SDL_CreateWindow(b"Anime4K in SDL2", 0, 0, *WINDOW, sdl2.SDL_WINDOW_OPENGL)
context = sdl2.SDL_GL_CreateContext(window)  # current on this thread from here on

GL.glMatrixMode(GL.GL_PROJECTION)
GL.glOrtho(0, WINDOW[0], 0, WINDOW[1], -1, 1)
GL.glClearColor(*(c / 255 for c in GREY), 1.0)
texture = int(GL.glGenTextures(1))
GL.glBindTexture(GL.GL_TEXTURE_2D, texture)
GL.glTexImage2D(GL.GL_TEXTURE_2D, 0, GL.GL_RGBA8, *SOURCE, 0, GL.GL_RGBA, GL.GL_UNSIGNED_BYTE,
                picture()[::-1].tobytes())  # fmt: skip
GL.glTexParameteri(GL.GL_TEXTURE_2D, GL.GL_TEXTURE_MIN_FILTER, GL.GL_LINEAR)
GL.glTexEnvi(GL.GL_TEXTURE_ENV, GL.GL_TEXTURE_ENV_MODE, GL.GL_REPLACE)
GL.glEnable(GL.GL_BLEND)
GL.glBlendFunc(GL.GL_SRC_ALPHA, GL.GL_ONE_MINUS_SRC_ALPHA)
GL.glEnable(GL.GL_ALPHA_TEST)  # would throw away most of what passes draw; they see to it
GL.glAlphaFunc(GL.GL_LESS, 0.9)


def draw_dot(x, y):
    GL.glColor4f(*(c / 255 for c in RED), 0.6)
    GL.glBegin(GL.GL_TRIANGLE_FAN)
    for i in range(48):
        GL.glVertex2f(x + 15 * math.cos(i * math.tau / 48), y + 15 * math.sin(i * math.tau / 48))
    GL.glEnd()


def draw_picture():
    GL.glPushAttrib(GL.GL_ENABLE_BIT)
    GL.glDisable(GL.GL_ALPHA_TEST)
    GL.glEnable(GL.GL_TEXTURE_2D)
    GL.glBegin(GL.GL_TRIANGLE_STRIP)
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        GL.glTexCoord2f(x, y)
        GL.glVertex2f(x * SHOWN[0], y * SHOWN[1])
    GL.glEnd()
    GL.glPopAttrib()


frame, event, source = 0, sdl2.SDL_Event(), a4k.GLTexture(texture, SOURCE)
with a4k.Upscaler(source_size=SOURCE, target_size=SHOWN) as upscaler:
    while event.type != sdl2.SDL_QUIT:
        GL.glClear(GL.GL_COLOR_BUFFER_BIT)
        draw_picture()
        draw_dot(*DOTS[0])
        upscaler.render_into(source, 0, VIEWPORT)
        draw_dot(*DOTS[1])
        frame += 1
        if is_last(frame):
            break
        sdl2.SDL_GL_SwapWindow(window)
        sdl2.SDL_PollEvent(ctypes.byref(event))
sdl2.SDL_GL_DeleteContext(context)
sdl2.SDL_Quit()
