"""Anime4K in pyglet: its texture by name, into its window; pyglet's shapes go on around it."""

import pyglet
from common import DOTS, GREY, RED, SHOWN, SOURCE, VIEWPORT, WINDOW, is_last, picture

import anime4k_gl as a4k

window = pyglet.window.Window(*WINDOW, caption="Anime4K in pyglet", vsync=False)
pyglet.gl.glClearColor(*(c / 255 for c in GREY), 1.0)
# pyglet counts rows from the bottom, as OpenGL does; a negative pitch is for images that do not.
image = pyglet.image.ImageData(*SOURCE, "RGBA", picture().tobytes(), -4 * SOURCE[0]).get_texture()
sprite = pyglet.sprite.Sprite(image, 0, 0)
sprite.scale = SHOWN[0] / SOURCE[0]
before, after = (pyglet.shapes.Circle(*dot, 15, color=(*RED, 153)) for dot in DOTS)

# The window's context is current from here on; the upscaler takes it.
upscaler = a4k.Upscaler(source_size=SOURCE, target_size=SHOWN)
texture = a4k.GLTexture(image.id, SOURCE)
frames = 0


@window.event
def on_draw():
    global frames
    window.clear()
    sprite.draw()
    before.draw()
    upscaler.render_into(texture, 0, VIEWPORT)
    after.draw()
    frames += 1
    if is_last(frames):
        pyglet.app.exit()


pyglet.app.run(1 / 60)
upscaler.release()
window.close()
