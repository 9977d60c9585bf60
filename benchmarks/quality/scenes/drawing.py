"""The drawing of scenes at a size: whole, by layers, as regions, and many on all cores."""

from __future__ import annotations

import itertools
import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality.scenes.pen import REGION_STEP, REGIONS
from benchmarks.quality.scenes.scene import Scene, make
from benchmarks.quality.scenes.stage import LAYERS, render

Picture = npt.NDArray[Any]


def draw(scene: Scene, width: int, height: int, time: float = 0.0, *,
         wide: bool = False, offset: tuple[float, float] = (0.0, 0.0)) -> Picture:
    """Return a frame: (height, width, 3), uint8, or uint16 where wide; RGB, row 0 on top.

    A size of another shape than 16:9 shows the middle of the stage. Time is in seconds, at 24
    frames a second. An offset moves all by pixels, or parts of them, to the right and down.
    """
    return render(
        scene.stage(time, notes=False), width, height, wide=wide, offset=offset
    )[..., :3].copy()


def draw_layers(
    scene: Scene, width: int, height: int, time: float = 0.0, *, wide: bool = False,
    offset: tuple[float, float] = (0.0, 0.0),
) -> dict[str, Picture]:
    """Return each layer alone, from the back to the front: (height, width, 4), RGBA, premultiplied.

    The background is opaque. What is laid over a layer later can be resampled apart from it.
    """
    stage = scene.stage(time, notes=False)
    return {
        name: render(stage, width, height, layers=(name,), wide=wide, offset=offset)
        for name in LAYERS
        if stage.pictures[name]
    }


def compose(layers: Mapping[str, Picture]) -> Picture:
    """Return the frame that layers make, in the order in which they come: uint8 or uint16, RGB."""
    pictures = list(layers.values())
    most = np.iinfo(pictures[0].dtype).max
    out = np.zeros((*pictures[0].shape[:2], 3))
    for picture in pictures:
        out = picture[..., :3] + out * (1 - picture[..., 3:] / most)
    whole: Picture = np.rint(np.clip(out, 0, most)).astype(pictures[0].dtype)
    return whole


def draw_regions(scene: Scene, width: int, height: int, time: float = 0.0) -> npt.NDArray[np.uint8]:
    """Return what is where: (height, width), uint8, indices of `REGIONS`."""
    grey = render(scene.stage(time, regions=True), width, height)[..., 0]
    index = np.rint(grey / REGION_STEP).clip(0, len(REGIONS) - 1)
    return index.astype(np.uint8)


def draw_many(
    seeds: Iterable[int], size: tuple[int, int], *, workers: int | None = None,
    kind: str | None = None, time: float = 0.0, wide: bool = False,
) -> Iterator[Picture]:
    """Yield the frames of seeds in their order, drawn by processes on all cores.

    Size is (width, height). No more is drawn ahead than two frames a worker, so that the memory
    does not grow with the number of seeds, which may be endless.
    """
    workers = workers or os.cpu_count() or 1
    # Forking a process that has threads (of an encoder, of JAX) may hang it.
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[Future[Picture]] = deque()
        rest = iter(seeds)
        try:
            for seed in itertools.islice(rest, 2 * workers):
                waiting.append(pool.submit(_draw_one, seed, kind, size, time, wide))
            while waiting:
                done = waiting.popleft().result()
                for seed in itertools.islice(rest, 1):
                    waiting.append(pool.submit(_draw_one, seed, kind, size, time, wide))
                yield done
        finally:
            for future in waiting:
                future.cancel()


def _draw_one(
    seed: int, kind: str | None, size: tuple[int, int], time: float, wide: bool
) -> Picture:
    return draw(make(seed, kind), *size, time, wide=wide)
