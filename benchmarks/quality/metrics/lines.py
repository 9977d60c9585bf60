"""The metrics of lines: how sharp their edges are, how they ring, their weight, their bleeding."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from benchmarks.quality.metrics.across import (
    INSIDE,
    OFFSETS,
    REACH,
    STEP,
    Floats,
    Plane,
    Profiles,
    places_across,
)
from benchmarks.quality.scenes import LineSamples

_SEEN = 0.3
"""The least part of its contrast that a line must keep for its edge to be one."""
_WIDE = 3.0
"""Pixels: a narrower line of the truth need not reach the ink's whole colour."""
_BESIDE = np.arange(0.5, 3.01, 0.5)
"""Pixels beyond an edge at which colour is looked at."""


def edge_width(across: Profiles) -> float:
    """Return the mean width of lines' edges, from 10 to 90 % of their own contrast, in pixels.

    Lines that kept less than a third of their contrast have no edge and are left out.
    """
    low, high = across.core(across.smooth), across.level(across.smooth)
    kept = (high - low) > _SEEN * across.contrast
    if not kept.any():
        return math.nan
    values, inside = across.smooth[kept], across.inside[kept]
    low, high = low[kept], high[kept]
    # From the darkest place outwards: the first time that a tenth is left behind, and nine tenths.
    darkest = np.where(inside & (OFFSETS <= 0.5), values, np.inf).argmin(1)
    ends = [_crossing(values, darkest, low + part * (high - low)) for part in (0.1, 0.9)]
    return float(np.mean(ends[1] - ends[0]))


def overshoot(across: Profiles) -> float:
    """Return how far results go beyond both sides' levels at edges: mean, in % of the contrast.

    Beside a line, what is lighter than the truth anywhere within 5 pixels; in lines of 3 pixels and
    more also what is darker. Of both, the larger counts.
    """
    if not len(across.half_widths):
        return math.nan
    beside = (OFFSETS >= 0) & np.ones_like(across.inside)
    within = across.inside & (OFFSETS <= 0) & (across.half_widths[:, None] * 2 >= _WIDE)
    result, truth = across.pixels
    lighter = _most(result, beside) - _most(truth, beside)
    darker = _most(-result, within) - _most(-truth, within)
    beyond = np.fmax(np.fmax(lighter, darker), 0)
    return float(np.mean(beyond / across.contrast) * 100)


def weight_errors(across: Profiles) -> Floats:
    """Return for each side of a line how much of its darkness is gained or lost: parts of one.

    Darkness is what a line lacks to the luma beside it, summed up across it.
    """
    # The middle's value counts in so far as it lies on this side.
    share = np.clip((OFFSETS + across.half_widths[:, None]) / STEP + 0.5, 0, 1)
    lost = ((across.result - across.truth) * share).sum(1) * STEP
    beyond = np.maximum(across.half_widths - INSIDE, 0)
    lost += beyond * (across.result - across.truth)[:, 0]
    level = across.level(across.truth)[:, None]
    ink = ((level - across.truth) * share).sum(1) * STEP
    ink += beyond * across.contrast
    errors: Floats = -lost / ink
    return errors


def line_weight(across: Profiles) -> float:
    """Return by how much lines are too light or too heavy, either way: mean, in %."""
    errors = weight_errors(across)
    return float(np.abs(errors).mean() * 100) if len(errors) else math.nan


def line_weight_bias(across: Profiles) -> float:
    """Return by how much lines are too heavy, below zero where too light: mean, in %."""
    errors = weight_errors(across)
    return float(errors.mean() * 100) if len(errors) else math.nan


def bleeding(result: tuple[Plane, Plane], truth: tuple[Plane, Plane], lines: LineSamples) -> float:
    """Return the error of colour within 3 pixels beside lines, in codes of 255.

    Result and truth are Cb and Cr. It is the distance in that plane, averaged.
    """
    if not len(lines.widths):
        return math.nan
    centres, half = np.repeat(lines.centres, 2, 0), np.repeat(lines.widths / 2, 2)
    outwards = np.stack([lines.normals, -lines.normals], 1).reshape(-1, 2)
    places = places_across(centres, outwards, half, _BESIDE)
    height, width = result[0].shape
    shown = ((places >= 0) & (places <= np.array([height - 1, width - 1])[:, None, None])).all(0)
    if not shown.any():
        return math.nan
    square = np.zeros(shown.sum())
    for mine, true in zip(result, truth, strict=True):
        difference = ndimage.map_coordinates(mine - true, places[:, shown], order=1)
        square += difference.astype(np.float64) ** 2
    return float(np.sqrt(square).mean() * 255)


def _crossing(values: Floats, start: npt.NDArray[np.intp], level: Floats) -> Floats:
    """Return where each row first passes a level beyond a place, in pixels from the edge."""
    count = len(OFFSETS)
    above = (values >= level[:, None]) & (np.arange(count) > start[:, None])
    at = above.argmax(1)
    found = above.any(1)
    before = np.maximum(at - 1, 0)
    rows = np.arange(len(values))
    low, high = values[rows, before], values[rows, at]
    part = (level - low) / np.maximum(high - low, 1e-9)
    place: Floats = OFFSETS[before] + np.clip(part, 0, 1) * STEP
    return np.where(found, place, REACH)


def _most(values: Floats, where: npt.NDArray[np.bool_]) -> Floats:
    """Return each row's largest value among those that are looked at; nan where none is."""
    most: Floats = np.where(where, values, -np.inf).max(1)
    return np.where(np.isfinite(most), most, np.nan)
