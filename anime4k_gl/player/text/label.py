"""A single line of text without a box, as wide as it is."""

from __future__ import annotations

import math
from functools import lru_cache

from ...dependencies import np
from .fonts import font_for
from .layout import Pixels

_ELLIPSIS = "..."
_LINE = 1.25  # of the font's height: the label's


@lru_cache(maxsize=512)
def text_width(text: str, font_px: int) -> int:
    """Return the width of a text in pixels, in a font of some height."""
    width: float = font_for(text, font_px).getlength(text)
    return math.ceil(width)


@lru_cache(maxsize=512)
def cut_text(text: str, font_px: int, width: int) -> str:
    """Return a text, its end replaced by dots where it is wider; empty where not even they fit."""
    if text_width(text, font_px) <= width:
        return text
    font = font_for(text, font_px)
    low, high = 0, len(text)  # letters that fit, and that do not
    while high - low > 1:
        middle = (low + high) // 2
        fits = font.getlength(text[:middle].rstrip() + _ELLIPSIS) <= width
        low, high = (middle, high) if fits else (low, middle)
    return text[:low].rstrip() + _ELLIPSIS if low else ""


def label_height(font_px: int) -> int:
    """Return the height of a label in pixels."""
    return round(font_px * _LINE)


def draw_label(text: str, font_px: int, *, light: float = 1.0) -> Pixels:
    """Return a line of text in white, or in gray where `light` is below 1."""
    from PIL import Image, ImageDraw

    size = (max(1, text_width(text, font_px)), label_height(font_px))
    ink = Image.new("L", size, 0)
    ImageDraw.Draw(ink).text((0, size[1] / 2), text, 255, font_for(text, font_px), "lm")
    coverage = np.asarray(ink)
    pixels = np.empty((*coverage.shape, 4), np.uint8)
    pixels[..., :3] = (coverage * light).astype(np.uint8)[..., np.newaxis]
    pixels[..., 3] = coverage
    return pixels
