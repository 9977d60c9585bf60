"""The chain of steps that makes a source of a drawing: one frame, a picture's, or a short shot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.quality.degradations.scaling import Downscale, Master, Shift, Sprites
from benchmarks.quality.degradations.signal import Signal
from benchmarks.quality.degradations.sources import Pixels, Shot, Size, oversampling
from benchmarks.quality.degradations.step import RATE, Setting, Step
from benchmarks.quality.scenes import Scene

Source = npt.NDArray[np.uint8]
"""(h, w, 3), R'G'B' coded as sRGB, row 0 on top."""

BEFORE, AFTER = 2, 1
"""The frames that a codec sees around the one that is wanted, which so is no first frame."""

_TRUTH = Downscale("area", "gamma")
"""What a rasteriser does: the cover of each pixel, mixed in codes."""


@dataclass(frozen=True)
class Chain:
    """A degradation: steps in the order in which they are done, each with its index as its place.

    Attributes
    ----------
    name : its text, from which `parse` makes the same chain
    down : the way to the source's size, or to a master's
    sprites : figures apart from the rest, if any
    early, late : the steps before it and after it; a master among the late ones scales up
    """

    name: str
    down: Downscale
    sprites: Sprites | None = None
    early: tuple[Step, ...] = ()
    late: tuple[Step | Master, ...] = ()

    @property
    def shift(self) -> tuple[float, float]:
        """The move of the whole frame in source pixels, to the right and down: the truth's too."""
        moves = [step for step in (*self.early, *self.late) if isinstance(step, Shift)]
        return sum(move.dx for move in moves), sum(move.dy for move in moves)

    def apply(self, scene: Scene, *, source_size: Size, seed: int = 0, time: float = 0.0) -> Source:
        """Return the source that the chain makes of a scene at a time in seconds.

        It is drawn two to four times larger. Codecs see the frames before and after as well.
        """
        numbers = range(-BEFORE, AFTER + 1) if self._sees_others else range(1)
        shots = [Shot(scene, time + number / RATE) for number in numbers]
        frames = self._of_shots(shots, source_size, seed)
        return frames[-min(numbers)]

    def apply_picture(self, truth: Pixels, *, source_size: Size, seed: int = 0) -> Source:
        """Return the source that the chain makes of a picture, (H, W, 3), uint8 or uint16.

        To codecs it is a shot in which nothing moves. Raises ValueError where the picture is of
        another kind or smaller than the source, or where the chain needs layers.
        """
        count = BEFORE + AFTER + 1 if self._sees_others else 1
        return self.apply_frames([truth] * count, source_size=source_size, seed=seed)[
            BEFORE if count > 1 else 0
        ]

    def apply_frames(
        self,
        shot: Scene | Sequence[Pixels],
        *,
        source_size: Size,
        seed: int = 0,
        time: float = 0.0,
        count: int = 8,
        pan: tuple[float, float] | None = None,
    ) -> list[Source]:
        """Return the sources of a short shot, at 24 frames a second.

        Parameters
        ----------
        shot : a scene, or the pictures of a shot, as in `apply_picture`
        time, count : of a scene, the first frame's seconds, and how many frames
        pan : the scene stands still and moves by so many source pixels a frame, to the right and
            down, exactly: it is drawn there. None is its own movement.
        """
        if not isinstance(shot, Scene):
            return self._of_pictures(list(shot), source_size, seed)
        return self._of_shots(_shots(shot, time, count, pan), source_size, seed)

    def truth(self, scene: Scene, *, size: Size, source_size: Size, time: float = 0.0) -> Source:
        """Return what a perfect upscaler would make of `apply`'s source, at a size.

        It is of the same drawing, brought down by area:gamma, where the chain's shifts move it to.
        """
        return self.truth_frames(
            scene, size=size, source_size=source_size, time=time, count=1, pan=(0.0, 0.0)
        )[0]

    def truth_frames(
        self,
        scene: Scene,
        *,
        size: Size,
        source_size: Size,
        time: float = 0.0,
        count: int = 8,
        pan: tuple[float, float] | None = None,
    ) -> list[Source]:
        """Return what a perfect upscaler would make of `apply_frames`."""
        dx, dy = self.shift
        shots = [
            Shot(shot.scene, shot.time, (shot.moved[0] + dx, shot.moved[1] + dy))
            for shot in _shots(scene, time, count, pan)
        ]
        return [_truth(shot, size, source_size) for shot in shots]

    @property
    def _sees_others(self) -> bool:
        return any(isinstance(step, Step) and step.frames for step in self.late)

    @property
    def _small(self) -> Master | None:
        return next((step for step in self.late if isinstance(step, Master)), None)

    def _of_shots(self, shots: list[Shot], size: Size, seed: int) -> list[Source]:
        times = oversampling(size)
        fine = any(isinstance(step, Step) and step.fine for step in self.late)
        sprites = self.sprites
        setting = Setting(size, seed, 0, round(shots[0].time * RATE) if shots else 0)
        goal = self._small.size(size) if self._small else size

        def first(number: int) -> Signal:
            shot = shots[number]
            if sprites:
                layers = shot.layers(size, times, fine=fine)
                return sprites.compose(layers, self.down, goal, setting)
            return self._brought_down(shot.picture(size, times, fine=fine), goal, setting, number)

        return self._finished(first, len(shots), setting)

    def _of_pictures(self, pictures: list[Pixels], size: Size, seed: int) -> list[Source]:
        setting = Setting(size, seed)
        goal = self._small.size(size) if self._small else size
        if self.sprites:
            raise ValueError(f"{self.sprites.name}: a picture has no layers; give a scene")
        for picture in pictures:
            _check(picture, size)

        def first(number: int) -> Signal:
            return self._brought_down(pictures[number], goal, setting, number)

        return self._finished(first, len(pictures), setting)

    def _brought_down(self, picture: Pixels, goal: Size, setting: Setting, number: int) -> Signal:
        if not self.early:
            return self.down.picture(picture, goal)
        scale = np.iinfo(picture.dtype).max
        r, g, b = (picture[..., n] / scale for n in range(3))
        signal = Signal((r, g, b))
        for place, step in enumerate(self.early):
            signal = step.frame(signal, _at(setting, place), number)
        return self.down.signal(signal, goal)

    def _finished(
        self, first: Callable[[int], Signal], count: int, setting: Setting
    ) -> list[Source]:
        if count < 1:
            raise ValueError("a shot has one frame or more")
        signals = [first(number) for number in range(count)]
        for place, step in enumerate(self.late, len(self.early) + 1):
            if isinstance(step, Master):
                signals = [step.signal(signal, setting.size) for signal in signals]
            else:
                signals = step.shot(signals, _at(setting, place))
        return [np.stack(signal.rgb().codes(), -1) for signal in signals]


def _at(setting: Setting, place: int) -> Setting:
    return Setting(setting.size, setting.seed, place, setting.first)


def _shots(scene: Scene, time: float, count: int, pan: tuple[float, float] | None) -> list[Shot]:
    if pan is None:
        return [Shot(scene, time + n / RATE) for n in range(count)]
    return [Shot(scene, time, (pan[0] * n, pan[1] * n)) for n in range(count)]


def _truth(shot: Shot, size: Size, source_size: Size) -> Source:
    """Return a frame at a size: the drawing that sources are made of, averaged where it is larger.

    A size that is larger still is drawn as it is.
    """
    times = oversampling(source_size)
    if size[0] > source_size[0] * times or size[1] > source_size[1] * times:
        scale = size[0] / source_size[0], size[1] / source_size[1]
        moved = shot.moved[0] * scale[0], shot.moved[1] * scale[1]
        return Shot(shot.scene, shot.time, moved).picture(size, 1, fine=False).copy()
    drawn = shot.picture(source_size, times, fine=False)
    if drawn.shape[1::-1] == size:
        return drawn.copy()
    return np.stack(_TRUTH.picture(drawn, size).codes(), -1)


def _check(picture: Any, size: Size) -> None:
    """Raise ValueError where a picture cannot be degraded."""
    shape: tuple[int, ...] = getattr(picture, "shape", ())
    kind = getattr(picture, "dtype", None)
    if len(shape) != 3 or shape[2] != 3 or kind not in (np.uint8, np.uint16):
        raise ValueError(f"a picture is (H, W, 3), uint8 or uint16, not {shape} {kind}")
    if shape[0] < size[1] or shape[1] < size[0]:
        raise ValueError(
            f"the picture, {shape[1]}x{shape[0]}, is smaller than its source, {size[0]}x{size[1]}"
        )
