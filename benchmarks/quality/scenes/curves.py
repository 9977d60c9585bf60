"""The curves of a drawing: splines, ribbons of varied width, and paths made of them.

Points are arrays of shape (N, 2), in units of the drawing: its height is 1000 and y points down.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import skia

Points = npt.NDArray[np.float64]
Path = Any
"""A `skia.Path`; the library has no types."""


def points(*pairs: tuple[float, float]) -> Points:
    """Return points as an array."""
    return np.array(pairs, dtype=np.float64).reshape(-1, 2)


def bezier(start: Any, first: Any, second: Any, end: Any, count: int = 16) -> Points:
    """Return points of a cubic Bezier curve."""
    t = np.linspace(0, 1, count)[:, None]
    p0, p1, p2, p3 = (np.asarray(p, dtype=np.float64) for p in (start, first, second, end))
    u = 1 - t
    return np.asarray(u**3 * p0 + 3 * u * u * t * p1 + 3 * u * t * t * p2 + t**3 * p3)


def spline(knots: Any, *, closed: bool = False, steps: int = 6) -> Points:
    """Return a Catmull-Rom curve through knots, with so many steps between two of them."""
    k = np.asarray(knots, dtype=np.float64)
    if closed:
        k = np.concatenate([k[-1:], k, k[:2]])
    else:
        k = np.concatenate([2 * k[:1] - k[1:2], k, 2 * k[-1:] - k[-2:-1]])
    t = (np.arange(steps) / steps)[:, None, None]
    a, b, c, d = k[:-3], k[1:-2], k[2:-1], k[3:]
    curve = 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
    out = curve.transpose(1, 0, 2).reshape(-1, 2)
    return out if closed else np.concatenate([out, k[-2:-1]])


def normals(curve: Points, *, closed: bool = False) -> Points:
    """Return unit normals: to the left of the direction of travel, as y points down."""
    # Written out: numpy's own gradient takes three times as long on curves as short as these.
    along = np.empty_like(curve)
    along[1:-1] = curve[2:] - curve[:-2]
    if closed:
        along[0], along[-1] = curve[1] - curve[-1], curve[0] - curve[-2]
    else:
        along[0], along[-1] = curve[1] - curve[0], curve[-1] - curve[-2]
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1e-9)
    turned: Points = np.stack([along[:, 1], -along[:, 0]], 1) / length[:, None]
    return turned


@lru_cache(maxsize=1024)
def taper(count: int, kind: str) -> npt.NDArray[np.float64]:
    """Return shares of a stroke's width along it: thin at 'both', 'start' or 'end', or 'none'."""
    t = np.linspace(0, 1, count)
    if kind == "both":
        return np.asarray(np.sin(np.pi * t) ** 0.6)
    if kind == "start":
        return np.asarray(t**0.7)
    if kind == "end":
        return np.asarray((1 - t) ** 0.7)
    if kind == "soft":  # Blunt, but not cut off.
        return np.asarray(np.minimum(1, np.sin(np.pi * t) * 2.2 + 0.25))
    return np.ones(count)


def ribbon(curve: Points, widths: Any) -> Points:
    """Return the outline of a stroke along a curve, the widths being whole ones."""
    offset = normals(curve) * (np.asarray(widths, dtype=np.float64) / 2).reshape(-1, 1)
    return np.concatenate([curve + offset, (curve - offset)[::-1]])


def path(curve: Points, *, closed: bool = True) -> Path:
    """Return a path along dense points, smooth between them."""
    out = skia.Path()
    mids = ((curve[1:] + curve[:-1]) / 2).tolist()
    dots = curve.tolist()
    out.moveTo(*dots[0])
    quad = out.quadTo
    for (a, b), (c, d) in zip(dots[1:-1], mids[1:], strict=True):
        quad(a, b, c, d)
    out.lineTo(*dots[-1])
    if closed:
        out.close()
    return out


def polygon(corners: Any) -> Path:
    """Return a path with straight sides."""
    out = skia.Path()
    dots = np.asarray(corners, dtype=np.float64).tolist()
    out.moveTo(*dots[0])
    for dot in dots[1:]:
        out.lineTo(*dot)
    out.close()
    return out


def blob(knots: Any, steps: int = 6) -> Path:
    """Return a smooth closed path through knots."""
    return path(spline(knots, closed=True, steps=steps))


def cornered(corners: Points) -> Points:
    """Return dense points along straight sides, whose corners `path` leaves sharp."""
    share = np.array([0.0, 0.01, 0.34, 0.66, 0.99])[:, None]
    sides = [a + (b - a) * share for a, b in pairwise(corners)]
    return np.concatenate([*sides, corners[-1:]])


def oval(x: float, y: float, rx: float, ry: float | None = None) -> Path:
    """Return an ellipse."""
    out = skia.Path()
    ry = rx if ry is None else ry
    out.addOval(skia.Rect(x - rx, y - ry, x + rx, y + ry))
    return out


def box(left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Path:
    """Return a rectangle, its corners rounded by a radius."""
    out = skia.Path()
    rect = skia.Rect(left, top, right, bottom)
    if radius:
        out.addRoundRect(rect, radius, radius)
    else:
        out.addRect(rect)
    return out


def ring(x: float, y: float, radius: float, count: int = 48, squash: float = 1.0) -> Points:
    """Return points of a circle, the first one not repeated."""
    a = np.arange(count) * (2 * math.pi / count)
    return np.stack([x + radius * np.cos(a), y + radius * squash * np.sin(a)], 1)


def merged(paths: Sequence[Path]) -> Path:
    """Return one path of many."""
    out = skia.Path()
    for part in paths:
        out.addPath(part)
    return out
