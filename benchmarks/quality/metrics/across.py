"""The profiles across lines: luma from a line's middle outwards, on both of its sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from benchmarks.quality.scenes import LineSamples

Floats = npt.NDArray[np.float64]
Plane = npt.NDArray[np.float32]

STEP = 0.25
"""Pixels between two values of a profile."""
REACH = 5.0
"""Pixels beyond a line's edge that are looked at."""
INSIDE = 4.0
"""Pixels within a line's edge that are looked at, where it is so wide."""
OFFSETS: Floats = np.arange(-INSIDE, REACH + STEP / 2, STEP)
"""Where a profile's values are: pixels from the line's edge, outwards."""

_PLATEAU = OFFSETS >= 3.0
"""Where a profile is level: no blur of the edge reaches there."""
_EVEN = 0.02
_CONTRAST = 0.15
_MOST = 6000
"""Samples of a picture; more say the same."""


@dataclass(frozen=True)
class Profiles:
    """Luma across lines where the truth is plain beside them: N sides, M offsets, in [0, 1].

    What is lighter than what is beside it is turned over, so that lines are always dark.
    """

    truth: Floats
    """(N, M): interpolated linearly, so that sums across lines are right."""
    result: Floats
    """(N, M): the same."""
    half_widths: Floats
    """(N,): pixels from a line's middle to its edge."""
    inside: npt.NDArray[np.bool_]
    """(N, M): what lies on this side of the line's middle."""
    smooth: Floats
    """(N, M): the result on cubic splines, which make edges no wider."""
    pixels: tuple[Floats, Floats]
    """(N, M) each: the nearest pixels of result and truth; between them splines would ring."""

    def level(self, values: Floats) -> Floats:
        """Return the luma beside lines: (N,)."""
        level: Floats = values[:, _PLATEAU].mean(1)
        return level

    def core(self, values: Floats) -> Floats:
        """Return the darkest luma of each line, of its middle or near it: (N,)."""
        core: Floats = np.where(self.inside & (OFFSETS <= 0.5), values, np.inf).min(1)
        return core

    @property
    def contrast(self) -> Floats:
        """How much darker than what is beside it a line of the truth is: (N,)."""
        return self.level(self.truth) - self.core(self.truth)


def profiles(result: Plane, truth: Plane, lines: LineSamples) -> Profiles:
    """Return the profiles of both pictures' luma across lines.

    Left out are sides on which the truth is not plain from 3 to 5 pixels beyond the edge, those
    without contrast, and those that leave the picture.
    """
    every = max(1, -(-len(lines.widths) // _MOST))
    centres, normals = lines.centres[::every], lines.normals[::every]
    half = lines.widths[::every] / 2
    # Both sides of each sample, one after the other.
    centres, half = np.repeat(centres, 2, 0), np.repeat(half, 2)
    outwards = np.stack([normals, -normals], 1).reshape(-1, 2)
    height, width = truth.shape
    furthest = centres + outwards * (half + REACH)[:, None]
    kept = ((furthest >= 1) & (furthest <= [width - 1, height - 1])).all(1)
    centres, outwards, half = centres[kept], outwards[kept], half[kept]
    places = places_across(centres, outwards, half, OFFSETS)
    dark = _sampled(truth, places, 1)
    inside = (OFFSETS + half[:, None]) >= -1e-6
    middle = np.take_along_axis(dark, inside.argmax(1)[:, None], 1)[:, 0]
    level = dark[:, _PLATEAU].mean(1)
    plain = (np.ptp(dark[:, _PLATEAU], axis=1) < 2 * _EVEN) & (np.abs(level - middle) > _CONTRAST)
    sign = np.where(level >= middle, 1.0, -1.0)[plain, None]
    places = places[:, plain]
    return Profiles(
        sign * dark[plain],
        sign * _sampled(result, places, 1),
        half[plain],
        inside[plain],
        sign * _sampled(result, places, 3),
        (sign * _sampled(result, places, 0), sign * _sampled(truth, places, 0)),
    )


def places_across(
    centres: Floats, outwards: Floats, half_widths: Floats, offsets: Floats
) -> Floats:
    """Return rows and columns of offsets from edges: (2, N, M), a pixel's middle being whole."""
    steps = half_widths[:, None] + offsets
    x, y = (centres[:, i, None] + outwards[:, i, None] * steps - 0.5 for i in (0, 1))
    return np.stack([y, x])


def _sampled(plane: Plane, places: Floats, order: int) -> Floats:
    """Return a plane's values between pixels: the nearest's, on a line or on a cubic spline."""
    values: Floats = ndimage.map_coordinates(
        plane, places, output=np.float64, order=order, mode="mirror"
    )
    return values
