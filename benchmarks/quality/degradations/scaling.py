"""The steps that resample: down to the source's size or a master's, sprites apart, moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt

from benchmarks.quality.degradations.light import LIGHTS, codes_of, from_linear, plane_in, to_linear
from benchmarks.quality.degradations.resampling import Plane, resample
from benchmarks.quality.degradations.signal import SITINGS, Signal
from benchmarks.quality.degradations.step import (
    Setting,
    Step,
    number,
    one_of,
    single,
    written,
)

Pixels = npt.NDArray[Any]
UP = ("bilinear", "bicubic", "catmull", "lanczos")
"""The kernels that scale up, or move."""

_FULL_HEIGHT = 1080
"""The height of the source that a master's height is said for."""

FIGURES = "characters"
"""The layer that is drawn as sprites."""


@dataclass(frozen=True)
class Downscale:
    """The way from the drawing to the source's size: a kernel, in a light."""

    kernel: str
    light: str

    @property
    def name(self) -> str:
        """Kernel and light."""
        return f"{self.kernel}:{self.light}"

    @classmethod
    def read(cls, kernel: str, arguments: Sequence[str]) -> Downscale:
        """Return it of a kernel and what stands after it; raises ValueError."""
        return cls(kernel, one_of(single(arguments), LIGHTS))

    def picture(self, pixels: Pixels, size: tuple[int, int]) -> Signal:
        """Return R'G'B' of a picture, (H, W, 3), uint8 or uint16."""
        r, g, b = (
            codes_of(self.light, resample(plane_in(self.light, pixels[..., n]), size, self.kernel))
            for n in range(3)
        )
        return Signal((r, g, b))

    def signal(self, signal: Signal, size: tuple[int, int]) -> Signal:
        """Return a signal of R'G'B' at a size."""
        r, g, b = (
            codes_of(self.light, resample(self._light(plane), size, self.kernel))
            for plane in signal.rgb().planes
        )
        return Signal((r, g, b))

    def _light(self, plane: Plane) -> Plane:
        return to_linear(plane) if self.light == "linear" else plane

    def layer(self, pixels: Pixels, size: tuple[int, int]) -> tuple[Signal, Plane]:
        """Return R'G'B' and alpha of a layer, both premultiplied in codes.

        Its colours are averaged in the step's light, weighted by their cover.
        """
        top = np.iinfo(pixels.dtype).max
        alpha = pixels[..., 3] / top
        small = np.clip(resample(alpha, size, self.kernel), 0, 1)
        planes = []
        for n in range(3):
            plane = pixels[..., n] / top
            if self.light == "gamma":
                planes.append(np.clip(resample(plane, size, self.kernel), 0, small))
                continue
            straight = to_linear(plane / np.maximum(alpha, 1 / top))
            mean = resample(straight * alpha, size, self.kernel)
            planes.append(from_linear(mean / np.maximum(small, (1e-4))) * small)
        r, g, b = planes
        return Signal((r, g, b)), small


@dataclass(frozen=True)
class Master:
    """The master's height, and the kernel that scales it up to the source's size, on codes."""

    usage: ClassVar[str] = f"masterHEIGHT:KERNEL, of 270 to 1079 lines and {', '.join(UP)}"
    height: int
    kernel: str

    @property
    def name(self) -> str:
        """Height and kernel."""
        return f"master{self.height}:{self.kernel}"

    @classmethod
    def read(cls, height: str, arguments: Sequence[str]) -> Master:
        """Return it of a height as text and what stands after it; raises ValueError."""
        return cls(int(number(height, 270, _FULL_HEIGHT - 1)), one_of(single(arguments), UP))

    def size(self, source: tuple[int, int]) -> tuple[int, int]:
        """Return the master's size, where a source of 1080 lines has this step's height."""
        width, height = (
            max(1, (2 * side * self.height + _FULL_HEIGHT) // (2 * _FULL_HEIGHT)) for side in source
        )
        return width, height

    def signal(self, signal: Signal, size: tuple[int, int]) -> Signal:
        """Return a master's signal at the source's size."""
        r, g, b = (
            np.clip(resample(plane, size, self.kernel), 0, 1) for plane in signal.rgb().planes
        )
        return Signal((r, g, b))


@dataclass(frozen=True)
class Sprites:
    """Figures that were drawn at a size of their own, and resampled into their place."""

    usage: ClassVar[str] = f"sprites[:KERNEL], of {', '.join(UP)}; bilinear without one"
    kernel: str

    @property
    def name(self) -> str:
        """The kernel."""
        return f"sprites:{self.kernel}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Sprites:
        """Return it of what stands after its word; raises ValueError."""
        return cls(one_of(single(arguments, "bilinear"), UP))

    def compose(
        self, layers: Mapping[str, Pixels], down: Downscale, size: tuple[int, int], setting: Setting
    ) -> Signal:
        """Return layers brought down to a size and laid over one another, the figures apart.

        They are drawn at 0.7 to 1.3 times their size, by the seed, and scaled into place.
        """
        ratio = setting.dice().uniform(0.7, 1.3)
        own = max(1, round(size[0] * ratio)), max(1, round(size[1] * ratio))
        out: list[Plane] = []
        for name, pixels in _grouped(layers).items():
            signal, alpha = down.layer(pixels, own if name == FIGURES else size)
            planes = signal.planes
            if name == FIGURES:
                alpha = np.clip(resample(alpha, size, self.kernel), 0, 1)
                a, b, c = (np.clip(resample(p, size, self.kernel), 0, alpha) for p in planes)
                planes = (a, b, c)
            below = out or [np.zeros_like(alpha)] * 3
            out = [p + o * (1 - alpha) for p, o in zip(planes, below, strict=True)]
        r, g, b = out
        return Signal((r, g, b))


def _grouped(layers: Mapping[str, Pixels]) -> dict[str, Pixels]:
    """Return what lies below the figures, the figures, and what lies above, each as one layer."""
    groups: dict[str, Pixels] = {}
    group = "below"
    for name, pixels in layers.items():
        group = FIGURES if name == FIGURES else "above" if group == FIGURES else group
        under = groups.get(group)
        groups[group] = pixels if under is None else _over(pixels, under)
    return groups


def _over(pixels: Pixels, under: Pixels) -> Pixels:
    """Return a layer over another one, both premultiplied."""
    share = 1 - pixels[..., 3:] / (np.iinfo(pixels.dtype).max)
    mixed: Pixels = np.rint(pixels + under * share).astype(pixels.dtype)
    return mixed


@dataclass(frozen=True)
class Shift(Step):
    """A move by a fraction of the source's pixels, to the right and down.

    Catmull-Rom and the bilinear kernel move by exactly that; Lanczos, whose weights are not
    balanced, by up to 0.02 pixels more or less.
    """

    usage: ClassVar[str] = (
        f"shift:DX,DY[:KERNEL], in source pixels to the right and down, -64 to 64, of "
        f"{', '.join(UP)}; catmull without one"
    )
    dx: float
    dy: float
    kernel: str = "catmull"

    @property
    def name(self) -> str:
        """The move, and the kernel where it is not Catmull-Rom."""
        end = "" if self.kernel == "catmull" else f":{self.kernel}"
        return f"shift:{written(self.dx)},{written(self.dy)}{end}"

    @classmethod
    def read(cls, arguments: Sequence[str]) -> Shift:
        """Return it of what stands after its word; raises ValueError."""
        move, *kernel = arguments
        dx, dy = (number(part, -64, 64) for part in move.split(","))
        return cls(dx, dy, one_of(single(kernel, "catmull"), UP))

    def frame(self, signal: Signal, setting: Setting, number: int) -> Signal:
        """Return the frame moved."""
        scale = setting.scale(signal)
        return moved(signal, self.dx * scale, self.dy * scale, self.kernel)


def moved(signal: Signal, dx: float, dy: float, kernel: str = "catmull") -> Signal:
    """Return a signal moved by its own pixels, to the right and down; its edges go on."""
    if not dx and not dy:
        return signal
    planes = []
    for index, plane in enumerate(signal.planes):
        half = 0.5 if index and signal.siting in SITINGS else 1.0
        size = plane.shape[1], plane.shape[0]
        out = resample(plane, size, kernel, start=(-dx * half, -dy * half))
        planes.append(out if index and signal.luma else np.clip(out, 0, 1))
    a, b, c = planes
    return Signal((a, b, c), signal.luma, signal.siting)
