"""A canvas in memory, for what is drawn over the picture: without a window or OpenGL."""

from __future__ import annotations

from typing import Any

import numpy as np

from anime4k_gl.formats import Size
from anime4k_gl.player.geometry import Rect


class Sprite:
    """What stands for a texture."""

    def __init__(self, pixels: Any) -> None:
        self.pixels = pixels
        self.height, self.width = pixels.shape[:2]
        self.size = (self.width, self.height)
        self.released = False

    def release(self) -> None:
        self.released = True


class MemoryCanvas:
    """Blends premultiplied colours over pixels, (H, W, 3) floats from 0 to 255."""

    def __init__(self, window: Size, background: tuple[int, int, int] = (120, 130, 140)) -> None:
        self.pixels = np.empty((window.height, window.width, 3), np.float32)
        self.pixels[:] = background
        self.drawn: list[Rect] = []
        self.made: list[Sprite] = []

    def fill(self, rect: Rect, colour: tuple[float, float, float, float]) -> None:
        self._blend(rect, np.asarray(colour, np.float32).reshape(1, 1, 4) * 255)

    def text(self, texture: Any, x: int, y: int) -> None:
        assert not texture.released
        self._blend(Rect(x, y, texture.width, texture.height), texture.pixels.astype(np.float32))

    def texture(self, pixels: Any) -> Sprite:
        assert pixels.dtype == np.uint8 and pixels.ndim == 3 and pixels.shape[2] == 4
        assert (pixels[..., :3] <= pixels[..., 3:]).all(), "not premultiplied"
        self.made.append(Sprite(pixels))
        return self.made[-1]

    def _blend(self, rect: Rect, colour: Any) -> None:
        self.drawn.append(rect)
        height, width = self.pixels.shape[:2]
        left, top = max(0, rect.x), max(0, rect.y)
        right, bottom = min(width, rect.x + rect.width), min(height, rect.y + rect.height)
        if right <= left or bottom <= top:
            return
        if colour.shape[:2] != (1, 1):
            colour = colour[top - rect.y : bottom - rect.y, left - rect.x : right - rect.x]
        place = self.pixels[top:bottom, left:right]
        place *= 1 - colour[..., 3:] / 255
        place += colour[..., :3]
