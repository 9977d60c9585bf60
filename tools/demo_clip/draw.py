"""Draw the demo clip: six seconds of animation, wholly by this code, as one Matroska file.

    python tools/demo_clip/draw.py anime4k_gl/assets/demo.mkv    # the whole clip
    python tools/demo_clip/draw.py --frame 90 still.png          # one frame to look at
    python tools/demo_clip/draw.py --frame 90 still.png --size 1708x960

A girl at a railing looks out over a town at sunset; then, close up, she turns to us and blinks.
The drawing is flat colour under tapering ink lines, with the things an upscaler meets in real
television animation: a pan, fades, gradients, soft clouds, lights out of focus, thin wires, and
a caption burnt in. It needs skia-python, numpy, and PyAV; every number in it is fixed, so that
each frame is the same drawing on every run. With this folder on ``sys.path``, other code can
``from draw import draw_frame`` for a frame at any size, drawn sharp at that size.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
import skia
from city import (
    SHARE,
    draw_far_town,
    draw_grass,
    draw_hills,
    draw_mid_town,
    draw_railing,
)
from face import Mood
from face import draw_girl as draw_close_girl
from girl import draw_girl as draw_far_girl
from ink import Breeze, Canvas, colour, ease, layer, linear, mix, saved, shaded
from letters import draw_text, text_width
from numpy.typing import NDArray
from sky import (
    HEIGHT,
    WIDTH,
    draw_bokeh,
    draw_clouds,
    draw_evening_blur,
    draw_petals,
    draw_sky,
    draw_sun_veil,
)

FPS = 24
FRAMES = 144
HOLD = 2  # Figures are animated "on twos", the camera on every frame, as on television.

WHITE_IN = (0.0, 0.5)
TITLE = (0.55, 2.35)
CROSS_FADE = (2.4, 2.85)
BLINK = (3.62, 3.71, 3.79, 3.88, 4.04)  # Closing, shut, still shut, opening, open.
SMILE = (4.3, 4.75)
BLACK_OUT = (5.5, 5.92)

TITLE_SHADOW = ("#3a1d56", 7.0, 0.55, 4.0)  # Colour, weight, opacity and softness.
TITLE_FACE = ("#ffffff", 4.2, 1.0, 0.0)


def blink(time: float) -> float:
    """Return how far the eyes are open at *time*."""
    closing, shut, still, opening, opened = BLINK
    if time < still:
        return 1.0 - ease(closing, shut, time)
    return 0.5 * ease(still, opening, time) + 0.5 * ease(opening, opened, time)


def draw_terrace(canvas: Canvas, time: float, held: float) -> None:
    """Draw the first shot: the girl at the railing and the town, panning."""
    pan = 84.0 * ease(-0.8, 3.4, time)
    draw_sky(canvas)
    draw_clouds(canvas, pan, time)
    draw_hills(canvas, pan)
    draw_far_town(canvas, pan, time)
    draw_mid_town(canvas, pan, time)
    with saved(canvas):
        canvas.translate(-SHARE["mid"] * pan, 0)
        draw_bokeh(canvas, 31, 34, (-20, 322, 920, 392), (4, 13), 0.8, time, (0.2, 2.0))
    draw_railing(canvas, pan, 382.0)
    with saved(canvas):
        canvas.translate(664.0 - SHARE["near"] * pan, 146.0)
        draw_far_girl(canvas, Breeze(held))
    draw_petals(canvas, 51, 9, time, 0.9)
    draw_grass(canvas, pan, held)
    with saved(canvas):
        canvas.translate(-1.2 * pan, 0)
        draw_bokeh(canvas, 33, 7, (0, 380, 1000, 500), (26, 52), 0.2, time)
    draw_title(canvas, time)


def draw_title(canvas: Canvas, time: float) -> None:
    """Write the caption into the picture, stroke by stroke, and let it go again."""
    alpha = ease(TITLE[0], TITLE[0] + 0.15, time) * (1.0 - ease(TITLE[1] - 0.3, TITLE[1], time))
    if alpha <= 0.0:
        return
    progress = ease(TITLE[0], TITLE[0] + 0.85, time)
    left, top, height, spacing = 56.0, 44.0, 44.0, 0.36
    width = text_width("AFTERGLOW", height, spacing)
    with layer(canvas, alpha):
        for code, weight, opacity, blur in (TITLE_SHADOW, TITLE_FACE):
            draw_text(canvas, "AFTERGLOW", (left, top), height, weight, code, spacing, opacity,
                      progress, blur)
        rule = skia.Rect.MakeXYWH(left, top + height + 15, width * progress, 1.6)
        canvas.drawRect(rule, shaded(linear((left, 0), (left + width, 0), (
            (0.0, "#ffffff", 1.0), (0.7, "#ffe2b8", 0.9), (1.0, "#ffe2b8", 0.0)))))
        draw_text(canvas, "DRAWN BY CODE FOR ANIME4K GL", (left + 1, top + height + 27), 9.0, 1.4,
                  "#fff3e2", 0.55, ease(0.5, 1.0, progress))


def draw_close_up(canvas: Canvas, time: float, held: float) -> None:
    """Draw the second shot: her face, as the camera drifts in."""
    drift = ease(2.2, 6.4, time)
    with saved(canvas):
        canvas.translate(mix(10, -22, drift), 0)
        draw_evening_blur(canvas, time)
    draw_petals(canvas, 52, 9, time, 1.5)
    smile = ease(*SMILE, held)
    mood = Mood(openness=blink(held) * mix(0.94, 0.88, smile), smile=smile,
                look=(mix(-3.0, 0.5, ease(2.9, 3.3, held)), 0.0))
    with saved(canvas):
        zoom = mix(1.16, 1.26, drift)
        canvas.translate(mix(402, 384, drift), mix(240, 234, drift))
        canvas.rotate(mix(-4.5, -2.5, drift))
        canvas.scale(zoom, zoom)
        draw_close_girl(canvas, Breeze(held + 0.7), mood)
    draw_sun_veil(canvas)
    draw_bokeh(canvas, 93, 8, (-20, 300, 870, 500), (34, 64), 0.17, time)


def draw_scene(canvas: Canvas, index: int) -> None:
    """Draw frame *index* of the clip in design units."""
    time = index / FPS
    held = (index // HOLD * HOLD) / FPS
    change = ease(*CROSS_FADE, time)
    if change < 1.0:
        draw_terrace(canvas, time, held)
    if change > 0.0:
        with layer(canvas, change):
            draw_close_up(canvas, time, held)
    white = 1.0 - ease(*WHITE_IN, time)
    if white > 0.0:
        canvas.drawColor(colour("#fff6ea", white))
    black = ease(*BLACK_OUT, time)
    if black > 0.0:
        canvas.drawColor(colour("#000000", black))


def draw_frame(index: int, width: int = 854, height: int = 480) -> NDArray[np.uint8]:
    """Return frame *index* as (height, width, 3) RGB, drawn at that size from the vectors.

    A picture of another shape than the clip's is filled, and what sticks out is cut off.
    """
    if not 0 <= index < FRAMES:
        raise ValueError(f"frame {index} is not within 0..{FRAMES - 1}")
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    scale = max(width / WIDTH, height / HEIGHT)
    canvas.translate(0.5 * (width - WIDTH * scale), 0.5 * (height - HEIGHT * scale))
    canvas.scale(scale, scale)
    draw_scene(canvas, index)
    pixels = surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType)
    return np.ascontiguousarray(pixels[:, :, :3])


def parse_size(text: str) -> tuple[int, int]:
    """Read ``WIDTHxHEIGHT``."""
    width, _, height = text.partition("x")
    return int(width), int(height)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description="Draw the demo clip of anime4k_gl.")
    parser.add_argument("output", type=Path, help="the clip (.mkv), or with --frame a picture")
    parser.add_argument("--frame", type=int, metavar="N", help="draw only this frame, to a picture")
    parser.add_argument("--size", type=parse_size, default=(854, 480), metavar="WxH",
                        help="size of the picture that --frame draws (854x480)")
    options = parser.parse_args(arguments)
    if options.frame is not None:
        picture = skia.Image.fromarray(
            np.dstack([draw_frame(options.frame, *options.size),
                       np.full(options.size[::-1], 255, np.uint8)]),
            colorType=skia.kRGBA_8888_ColorType,
        )
        picture.save(str(options.output), skia.kPNG)
        return 0
    from film import write_clip

    write_clip(options.output, draw_frame, FRAMES, FPS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
