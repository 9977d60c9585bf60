"""Textures of what is drawn over the picture, kept until something else is drawn in their place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from ..geometry import Rect
from ..text.layout import Pixels

Colour = tuple[float, float, float, float]
"""Red, green, blue and alpha from 0 to 1, premultiplied."""


class OverlayCanvas(Protocol):
    """What draws into the window."""

    def fill(self, rect: Rect, colour: Colour) -> None:
        """Blend a colour over a rectangle."""

    def text(self, texture: Any, x: int, y: int) -> None:
        """Blend a texture's pixels over the picture, its top left corner at a place."""

    def texture(self, pixels: Pixels) -> Any:
        """Return a new texture of RGBA pixels; the caller releases it."""


class Sprites:
    """Textures by slot, each made anew where its key is another.

    Parameters
    ----------
    canvas : makes the textures
    """

    def __init__(self, canvas: OverlayCanvas) -> None:
        self._canvas = canvas
        self._made: dict[str, tuple[object, Any]] = {}

    def get(self, slot: str, key: object, draw: Callable[[], Pixels]) -> Any:
        """Return a slot's texture, drawn where the key is not the one of before."""
        known = self._made.get(slot)
        if known is not None and known[0] == key:
            return known[1]
        texture = self._canvas.texture(draw())
        if known is not None:
            known[1].release()
        self._made[slot] = (key, texture)
        return texture

    def release(self) -> None:
        """Free all textures. May be called twice."""
        for _, texture in self._made.values():
            texture.release()
        self._made.clear()
