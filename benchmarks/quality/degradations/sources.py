"""The drawings that are degraded: scenes drawn large, by layers, and moved by parts of a pixel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy.typing as npt

from benchmarks.quality import scenes
from benchmarks.quality.scenes import Scene

Pixels = npt.NDArray[Any]
Size = tuple[int, int]
"""(width, height)."""

_MOST = 3840 * 2160
"""No drawing has more pixels, unless it would be smaller than twice the source."""

_LARGEST = 4


@dataclass(frozen=True)
class Shot:
    """A frame of a scene to be drawn: its time in seconds, moved by the source's pixels."""

    scene: Scene
    time: float
    moved: tuple[float, float] = (0.0, 0.0)

    def picture(self, size: Size, times: int, *, fine: bool) -> Pixels:
        """Return it drawn at so many times the source's size: (H, W, 3), uint8, uint16 if fine.

        It is kept for the next chain, so it cannot be written to.
        """
        return _drawn(self.scene, *self._drawing(size, times), fine)

    def layers(self, size: Size, times: int, *, fine: bool) -> Mapping[str, Pixels]:
        """Return its layers, RGBA, premultiplied, from the back to the front."""
        (width, height), time, offset = self._drawing(size, times)
        return scenes.draw_layers(self.scene, width, height, time, wide=fine, offset=offset)

    def _drawing(self, size: Size, times: int) -> tuple[Size, float, tuple[float, float]]:
        offset = self.moved[0] * times, self.moved[1] * times
        return (size[0] * times, size[1] * times), self.time, offset


def oversampling(size: Size) -> int:
    """Return how many times larger than the source it is drawn: 2 to 4, as memory allows."""
    return next(
        (n for n in range(_LARGEST, 2, -1) if size[0] * size[1] * n * n <= _MOST),
        2,
    )


# As many as a codec sees: the next chain with one draws none of them again. 25 MB each at most.
@lru_cache(maxsize=8)
def _drawn(
    scene: Scene, size: Size, time: float, offset: tuple[float, float], fine: bool
) -> Pixels:
    picture = scenes.draw(scene, *size, time, wide=fine, offset=offset)
    picture.flags.writeable = False
    return picture
