"""The facts of a scene's frame that metrics look at, found once for all that is measured on it."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from benchmarks.quality.metrics.reading import Legible, legible
from benchmarks.quality.scenes import (
    LineSamples,
    Scene,
    draw_regions,
    known,
    visible_lines,
)


class Facts:
    """What is known of a frame at a size, each found when it is first asked for."""

    def __init__(self, scene: Scene, width: int, height: int, time: float) -> None:
        self._frame = (scene, width, height, time)
        self._captions: list[Legible] | None = None

    @functools.cached_property
    def lines(self) -> LineSamples:
        """Places on ink that shows."""
        return visible_lines(*self._frame)

    @functools.cached_property
    def regions(self) -> npt.NDArray[np.uint8]:
        """What is where: (height, width), indices of `scenes.REGIONS`."""
        return draw_regions(*self._frame)

    def captions(self, truth: Callable[[], npt.NDArray[np.uint8]]) -> list[Legible]:
        """Return the captions that can be read in the frame's truth, which is asked for once."""
        if self._captions is None:
            scene, _, _, time = self._frame
            texts = known(scene, time).captions
            self._captions = legible(truth(), texts) if texts else []
        return self._captions


@functools.lru_cache(maxsize=4)
def facts(scene: Scene, width: int, height: int, time: float) -> Facts:
    """Return the facts of a frame; those of the last few frames are kept."""
    return Facts(scene, width, height, time)
