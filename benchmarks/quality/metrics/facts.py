"""The facts of a scene's frame that metrics look at, found once for all that is measured on it."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality.metrics.reading import Legible, legible
from benchmarks.quality.scenes import (
    LineSamples,
    Scene,
    draw,
    draw_regions,
    known,
    visible_lines,
)


class Facts:
    """What is known of a frame at a size, each found when it is first asked for."""

    def __init__(self, scene: Scene, width: int, height: int, time: float) -> None:
        self._frame = (scene, width, height, time)

    @functools.cached_property
    def lines(self) -> LineSamples:
        """Places on ink that shows."""
        return visible_lines(*self._frame)

    @functools.cached_property
    def regions(self) -> npt.NDArray[np.uint8]:
        """What is where: (height, width), indices of `scenes.REGIONS`."""
        return draw_regions(*self._frame)

    @functools.cached_property
    def captions(self) -> list[Legible]:
        """Captions that can be read in a drawing of the frame at this size."""
        scene, width, height, time = self._frame
        texts = known(scene, time).captions
        if not texts:
            return []
        # Drawn large and averaged, as truths are.
        large = draw(scene, 2 * width, 2 * height, time).astype(np.uint16)
        halves: Any = large[::2, ::2] + large[1::2, ::2] + large[::2, 1::2] + large[1::2, 1::2]
        return legible(((halves + 2) // 4).astype(np.uint8), texts)


@functools.lru_cache(maxsize=4)
def facts(scene: Scene, width: int, height: int, time: float) -> Facts:
    """Return the facts of a frame; those of the last few frames are kept."""
    return Facts(scene, width, height, time)
