"""The drawings by others: SVG figures of npm packages, a check on our own scenes.

They are fetched by `npm pack` when they are first asked for, with the machine's own settings, kept
in the user's cache and never committed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from benchmarks.quality.others import comicgen, dicebear
from benchmarks.quality.others.packages import cache
from benchmarks.quality.scenes import palette
from benchmarks.quality.scenes.curves import box
from benchmarks.quality.scenes.dice import Dice
from benchmarks.quality.scenes.pen import linear

_Figures = Callable[[Path], Iterator[tuple[str, tuple[Path, ...]]]]
SOURCES: dict[str, _Figures] = {"comicgen": comicgen.figures, "dicebear": dicebear.figures}


@dataclass(frozen=True)
class Drawing:
    """A figure: SVG files that share a view, from the back to the front."""

    name: str
    files: tuple[Path, ...]


def drawings(folder: Path | None = None, sources: tuple[str, ...] = tuple(SOURCES)
             ) -> list[Drawing]:
    """Return all figures in an order that mixes them; fetches them into a folder if they are not.

    Raises SystemExit where npm or node is missing or fails, or a licence is not MIT or CC0.
    """
    folder = folder or cache()
    found = [Drawing(*figure) for source in sources for figure in SOURCES[source](folder)]
    random.Random(1).shuffle(found)
    return found


def draw(drawing: Drawing, width: int, height: int) -> npt.NDArray[np.uint8]:
    """Return a figure before a plain ground: (height, width, 3), RGB, true at any size."""
    dice = Dice(drawing.name)
    script = palette.script(dice, palette.BRIGHT)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    paint = skia.Paint(AntiAlias=True)
    paint.setShader(linear((0, 0), (0, height), ((0, script.sky[1]), (1, script.sky[2]))).shader)
    canvas.drawPath(box(0, 0, width, height), paint)
    tall = height * dice.uniform(1.0, 2.6 if len(drawing.files) > 1 else 1.5)
    canvas.translate(width * dice.uniform(0.3, 0.7), height * dice.uniform(0.02, 0.08))
    for file in drawing.files:
        text = file.read_text("utf-8")
        left, top, wide, high = _view(text, file)
        dom = skia.SVGDOM.MakeFromStream(skia.MemoryStream.MakeCopy(text.encode()))
        if dom is None:
            raise ValueError(f"{file}: cannot be read as SVG")
        canvas.save()
        canvas.scale(tall / high, tall / high)
        canvas.translate(-wide / 2 - left, -top)
        dom.setContainerSize(skia.Size(wide, high))
        dom.render(canvas)
        canvas.restore()
    pixels: npt.NDArray[Any] = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels[..., :3].copy()


def _view(text: str, file: Path) -> tuple[float, float, float, float]:
    match = re.search(r'viewBox="([-\d.e\s,]+)"', text)
    if match is None:
        raise ValueError(f"{file}: has no viewBox")
    left, top, wide, high = (float(n) for n in re.split(r"[\s,]+", match[1].strip()))
    return left, top, wide, high
