"""The sketch of a seed: a ground, a heap of shapes, and dense motifs in parts of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

from training.sketches import lines, patterns
from training.sketches.brush import Brush, Points, blob

VERSION = 1
"""Grows when the same seed would draw something else."""

Motif = Callable[[Brush, Points, float], None]

MOTIFS: dict[Motif, float] = {
    lines.hatching: 1.3,
    lines.hair: 1.4,
    lines.fur: 1.2,
    lines.feathers: 1.2,
    lines.rays: 0.4,
    lines.contours: 0.7,
    lines.folds: 1.2,
    patterns.scales: 1.3,
    patterns.leaves: 1.0,
    patterns.tone: 0.4,
    patterns.mesh: 0.8,
    patterns.glyphs: 0.7,
    patterns.specks: 0.5,
    patterns.heap: 1.6,
}
"""How often each is drawn, by shares."""


def draw(seed: int, width: int, height: int) -> npt.NDArray[np.uint8]:
    """Return the sketch of a seed: (height, width, 3), RGB, row 0 on top.

    Another size is another sketch. The same seed and size draw the same, byte for byte on one
    machine.
    """
    brush = Brush(seed, width, height)
    _ground(brush)
    centre = np.array([width / 2, height / 2])
    for _ in range(brush.count(1, 3)):
        patterns.heap(brush, centre + brush.rng.normal(0, height * 0.2, 2), width * 0.5)
    shares = np.array(list(MOTIFS.values()))
    chosen = brush.rng.choice(len(MOTIFS), brush.count(8, 22), p=shares / shares.sum())
    motifs = list(MOTIFS)
    for number in chosen.tolist():
        place, radius = brush.place(), brush.spread(0.09, 0.42) * height
        clip = blob(brush.rng, place, radius, soft=brush.chance(0.8))
        within = brush.chance(0.55)
        if within and brush.chance(0.6):
            tone = brush.shade(brush.colour(), brush.uniform(0.7, 1.3))
            brush.fill([clip], brush.paint(tone))
        with brush.inside(clip if within else None):
            motifs[number](brush, place, radius)
        if within and brush.chance(0.7):
            brush.outline([clip], brush.ink, brush.line * brush.uniform(0.6, 1.6))
    return _finished(brush)


def _ground(brush: Brush) -> None:
    brush.canvas.drawPaint(brush.gradient(brush.colour(), brush.colour()))
    for _ in range(2):
        if brush.chance(0.35):
            rough = skia.PerlinNoiseShader.MakeFractalNoise(
                brush.spread(0.004, 0.2), brush.spread(0.004, 0.2), brush.count(1, 5),
                brush.uniform(0, 1000),
            )
            paint = skia.Paint(AntiAlias=True, Shader=rough)
            paint.setAlpha(brush.count(15, 120))
            brush.canvas.drawPaint(paint)


def _finished(brush: Brush) -> npt.NDArray[np.uint8]:
    """Return the pixels: some a little soft, some with grain, as finished pictures are."""
    out: npt.NDArray[Any] = brush.pixels()
    if brush.chance(0.3):
        wide = np.pad(out, ((1, 1), (1, 1), (0, 0)), "edge")
        around = wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:]
        share = np.float32(brush.uniform(0.05, 0.4))
        out = out * (1 - share) + (around + 4 * out) * (share / 8)
    if brush.chance(0.25):
        size = brush.uniform(0.3, 2.5)
        out = out + brush.rng.normal(0, size, (*out.shape[:2], 1)).astype(np.float32)
    whole: npt.NDArray[np.uint8] = np.rint(np.clip(out, 0, 255)).astype(np.uint8)
    return whole
