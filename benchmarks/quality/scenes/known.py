"""The vectors behind a drawing: ink strokes, captions, and the lines that can be seen of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.quality.scenes.pen import Caption, InkStroke
from benchmarks.quality.scenes.scene import Scene
from benchmarks.quality.scenes.stage import HEIGHT, WIDTH, render

_Floats = npt.NDArray[np.float64]

SPACING = 4.0
"""Units of the scene between two samples of a line."""
_TOLERANCE = 12.0 / 255
_TRUTH_HEIGHT = 1440
"""Lines are looked for in a drawing of this height."""


@dataclass(frozen=True)
class Known:
    """What a frame is made of, in units of the scene: its middle is the origin, its height 1000."""

    strokes: tuple[InkStroke, ...]
    captions: tuple[Caption, ...]


@dataclass(frozen=True)
class LineSamples:
    """Places on lines of ink that nothing covers, in pixels of a size; N of them.

    A pixel's middle is at half a pixel, so that (0, 0) is the picture's corner.
    """

    centres: _Floats
    """(N, 2): x, y on the middle of the line."""
    normals: _Floats
    """(N, 2): unit vectors across the line."""
    widths: _Floats
    """(N,): pixels from edge to edge."""
    colours: _Floats
    """(N, 3): the ink, in [0, 1], before light was laid over it."""


def known(scene: Scene, time: float = 0.0) -> Known:
    """Return the strokes and captions of a frame, of what is covered by others, too."""
    stage = scene.stage(time)
    return Known(tuple(stage.strokes), tuple(stage.captions))


def visible_lines(scene: Scene, width: int, height: int, time: float = 0.0) -> LineSamples:
    """Return places on ink that shows: where a fine drawing of the frame has the ink's colour.

    Effects, captions and tints are left out of that drawing: light that is laid over a line changes
    its colour, and does not move it.
    """
    stage = scene.stage(time)
    samples = _samples(stage.strokes)
    scale = max(width / WIDTH, height / HEIGHT)
    fine_height = _TRUTH_HEIGHT
    fine_width = round(fine_height * width / height)
    fine = max(fine_width / WIDTH, fine_height / HEIGHT)
    picture = render(
        stage, fine_width, fine_height, layers=("background", "characters", "foreground"),
        tints=False,
    )[..., :3]
    x = np.floor(samples.centres[:, 0] * fine + fine_width / 2).astype(int)
    y = np.floor(samples.centres[:, 1] * fine + fine_height / 2).astype(int)
    inside = (x >= 0) & (x < fine_width) & (y >= 0) & (y < fine_height)
    # A narrower line never has the ink's whole colour in a pixel.
    inside &= samples.widths * fine >= 2.0
    shown = picture[y.clip(0, fine_height - 1), x.clip(0, fine_width - 1)] / 255.0
    keep = inside & (np.abs(shown - samples.colours).max(1) <= _TOLERANCE)
    return LineSamples(
        samples.centres[keep] * scale + [width / 2, height / 2],
        samples.normals[keep],
        samples.widths[keep] * scale,
        samples.colours[keep],
    )


def _samples(strokes: list[InkStroke]) -> LineSamples:
    parts: list[tuple[_Floats, _Floats, _Floats, _Floats]] = []
    for stroke in strokes:
        if stroke.opacity < 0.99:
            continue  # What is below shows through.
        steps = np.hypot(*np.diff(stroke.points, axis=0).T)
        along = np.concatenate([[0], np.cumsum(steps)])
        if along[-1] < 2 * SPACING:
            continue
        at = np.arange(SPACING, along[-1] - SPACING / 2, SPACING)
        centres, normals = (
            np.stack([np.interp(at, along, values[:, i]) for i in (0, 1)], 1)
            for values in (stroke.points, stroke.normals)
        )
        normals /= np.maximum(np.hypot(normals[:, 0], normals[:, 1]), 1e-9)[:, None]
        widths = np.interp(at, along, stroke.widths)
        parts.append((centres, normals, widths, np.tile(stroke.colour, (len(at), 1))))
    if not parts:
        return LineSamples(np.zeros((0, 2)), np.zeros((0, 2)), np.zeros(0), np.zeros((0, 3)))
    centres, normals, widths, colours = (np.concatenate(column) for column in zip(*parts,
            strict=True))
    return LineSamples(centres, normals, widths, colours)
