"""Anime4K in a thread with a context of its own that shares textures with the window's.

Fences keep the two in step on the GPU: whoever hands over a texture makes one, whoever takes it
waits for it. A result is the upscaler's until the next `render`, so the window's fence for "drawn"
is what the thread waits for before that.
"""

from concurrent.futures import ThreadPoolExecutor

import glfw
from common import SHOWN, SOURCE, WINDOW, is_last, picture
from OpenGL import GL
from scene import Scene, wrap_current

import anime4k_gl as a4k


def fence():
    made = GL.glFenceSync(GL.GL_SYNC_GPU_COMMANDS_COMPLETE, 0)
    GL.glFlush()  # or the other context might wait for ever
    return made


def wait(made):
    GL.glWaitSync(made, 0, 2**64 - 1)  # the GPU waits, not this thread
    GL.glDeleteSync(made)


def start():
    glfw.make_context_current(hidden)
    return a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)


def upscale(name, filled):
    wait(filled)
    upscaler.render(a4k.GLTexture(name, SOURCE))
    return upscaler.result.name, fence()


def end():
    upscaler.release()
    glfw.make_context_current(None)


glfw.init()
for hint, value in ((glfw.CONTEXT_VERSION_MAJOR, 3), (glfw.CONTEXT_VERSION_MINOR, 3),
                    (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE)):  # fmt: skip
    glfw.window_hint(hint, value)
window = glfw.create_window(*WINDOW, "Anime4K in a thread", None, None)
glfw.window_hint(glfw.VISIBLE, False)
hidden = glfw.create_window(1, 1, "", None, window)  # shares with the window
thread = ThreadPoolExecutor(1)
upscaler = thread.submit(start).result()
glfw.make_context_current(window)
context = wrap_current()
scene, source = Scene(context), context.texture(SOURCE, 4, picture()[::-1].tobytes())

frame = 0
while not glfw.window_should_close(window):
    # This fence also says that the last result has been drawn.
    job = thread.submit(upscale, source.glo, fence())
    scene.before(source)
    name, upscaled = job.result()
    wait(upscaled)
    scene.show(context.external_texture(name, SHOWN, 4, 0, "f1"), SHOWN[0])
    scene.after()
    frame += 1
    if is_last(frame):
        break
    glfw.swap_buffers(window)
    glfw.poll_events()
thread.submit(end).result()
glfw.terminate()
