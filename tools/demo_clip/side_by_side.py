"""Draw the side-by-side picture: bilinear, v0.9, v1.0 RC and v1.1 of one frame, whole and zoomed.

python tools/demo_clip/side_by_side.py OUT.png [--frame N] [--source FILE]
"""

from __future__ import annotations

import argparse
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import anime4k_gl as a4k
from anime4k_gl.cli import demo_clip
from anime4k_gl.formats import RGBA8, Size
from anime4k_gl.gl.offscreen import OffscreenThread
from anime4k_gl.media.video.video_source import VideoSource
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

SCALE = 2
COLUMNS = (
    ("source, bilinear", "none", "bilinear"),
    ("Anime4K v0.9", "v0.9", "catmull_rom"),
    ("Anime4K v1.0 RC", "v1.0-rc", "catmull_rom"),
    ("v1.1", "v1.1", "catmull_rom"),
)
CROPS = ((392, 222, 96, 64), (690, 120, 96, 64))  # x, y, width, height in source pixels
ZOOM = 3
MARGIN, CAPTION = 16, 44
PAPER, INK, FRAME = (24, 22, 30), (240, 238, 245), (255, 170, 90)


def frame_pixels(path: Path, index: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return frame `index` of a video as (H, W, 3) uint8 R'G'B'."""
    with VideoSource(path) as source:
        frame = next(islice(source.frames(), index, None))

        def work(context: Any) -> Any:
            renderer = Renderer(context, RenderOptions.for_shaders(scaler="none"))
            renderer.render(frame, target=Size(*frame.size), output=RGBA8)
            pixels = renderer.read()[0][..., :3].copy()
            renderer.release()
            return pixels

        offscreen = OffscreenThread()
        try:
            return np.asarray(offscreen.call(work))
        finally:
            offscreen.close()


def side_by_side(pixels: np.ndarray[Any, np.dtype[np.uint8]]) -> Image.Image:
    """Return the labelled sheet for one frame, (H, W, 3) uint8 R'G'B'."""
    zoom = SCALE * ZOOM
    width = max(crop[2] for crop in CROPS) * zoom
    shrunk = Size(width, round(pixels.shape[0] * width / pixels.shape[1]))
    height = CAPTION + shrunk.height + sum(crop[3] * zoom + MARGIN for crop in CROPS)
    sheet = Image.new("RGB", (len(COLUMNS) * (width + MARGIN) + MARGIN, height + 2 * MARGIN), PAPER)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=28)
    for column, (label, preset, scaler) in enumerate(COLUMNS):
        x = MARGIN + column * (width + MARGIN)
        y = MARGIN
        pen.text((x, y), label, INK, font)
        y += CAPTION
        big = Image.fromarray(a4k.upscale(pixels, scale=SCALE, preset=preset, scaler=scaler))
        sheet.paste(big.resize(tuple(shrunk), Image.Resampling.LANCZOS), (x, y))
        ratio = shrunk.width / pixels.shape[1]
        for cx, cy, cw, ch in CROPS:
            box = (x + cx * ratio, y + cy * ratio, x + (cx + cw) * ratio, y + (cy + ch) * ratio)
            pen.rectangle(box, outline=FRAME, width=2)
        y += shrunk.height + MARGIN
        for cx, cy, cw, ch in CROPS:
            part = big.crop([v * SCALE for v in (cx, cy, cx + cw, cy + ch)])
            sheet.paste(part.resize((cw * zoom, ch * zoom), Image.Resampling.NEAREST), (x, y))
            y += ch * zoom + MARGIN
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--frame", type=int, default=112)
    parser.add_argument("--source", type=Path, default=demo_clip())
    options = parser.parse_args()
    side_by_side(frame_pixels(options.source, options.frame)).save(options.target, optimize=True)


if __name__ == "__main__":
    main()
