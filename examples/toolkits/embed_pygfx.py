"""Anime4K behind pygfx, as a post effect: pygfx draws small, by WebGPU; what it drew goes through
memory to OpenGL and back, as pygfx's textures cannot be OpenGL's.
"""

import moderngl
import numpy as np
import pygfx as gfx
from common import DOTS, GREY, RED, SHOWN, SOURCE, WINDOW, options, picture, save
from rendercanvas.offscreen import RenderCanvas

import anime4k_gl as a4k


def image(pixels, x, y, width, height):
    """Return a picture as an object of a scene, at a place from the window's bottom left."""
    texture = gfx.Texture(np.ascontiguousarray(pixels), dim=2)
    made = gfx.Image(
        gfx.Geometry(grid=texture),
        gfx.ImageBasicMaterial(clim=(0, 255), interpolation="linear"),
    )
    scale = width / pixels.shape[1], -height / pixels.shape[0]
    made.local.scale = (*scale, 1)
    made.local.position = (x + scale[0] / 2, y + height + scale[1] / 2, 0)
    return made


def dot(x, y):
    place = gfx.Geometry(positions=np.array([(x, y, 1)], np.float32))
    return gfx.Points(place, gfx.PointsMaterial(size=30, color=(*(c / 255 for c in RED), 0.6)))


def draw(objects, canvas, size):
    """Return what pygfx draws, (height, width, 4), row 0 on top."""
    scene = gfx.Scene().add(gfx.Background.from_color([c / 255 for c in GREY]), *objects)
    camera = gfx.OrthographicCamera(*size, maintain_aspect=False)
    camera.local.position = (size[0] / 2, size[1] / 2, 0)
    canvas.renderer.render(scene, camera)
    return canvas.renderer.snapshot()


def canvas(size):
    made = RenderCanvas(size=size, pixel_ratio=1)
    made.renderer = gfx.renderers.WgpuRenderer(made, pixel_scale=1)
    made.renderer.ppaa = "none"
    return made


small, large = canvas(SOURCE), canvas(WINDOW)
libraries = {"libgl": "libGL.so.1", "libegl": "libEGL.so.1"}
context = moderngl.create_context(standalone=True, backend="egl", **libraries)
source = context.texture(SOURCE, 4)
with a4k.Upscaler(context, source_size=SOURCE, target_size=SHOWN) as upscaler:
    for _ in range(options.frames or 1):
        world = draw([image(picture(), 0, 0, *SOURCE)], small, SOURCE)
        source.write(world)
        upscaler.render(source)
        parts = image(world, 0, 0, *SHOWN), image(upscaler.read(), SHOWN[0], 0, *SHOWN)
        shown = draw([*parts, dot(*DOTS[0]), dot(*DOTS[1])], large, WINDOW)
if options.screenshot:
    save(shown[..., :3])
