"""The demo clip's own lettering: capitals built from straight strokes and arcs.

No font is used, so the title is the same drawing on every machine.
"""

from __future__ import annotations

import numpy as np
import skia
from ink import Canvas, Curve, colour

Stroke = tuple[tuple[float, float], ...]


def arc(x: float, y: float, rx: float, ry: float, start: float, end: float) -> Stroke:
    """Return an arc as points; angles in degrees, clockwise from three o'clock (y down)."""
    angles = np.radians(np.linspace(start, end, 33))
    return tuple(zip((x + rx * np.cos(angles)).tolist(), (y + ry * np.sin(angles)).tolist(),
                     strict=True))


# Each letter is (advance, strokes) in a box one unit high, the baseline at y = 1.
LETTERS: dict[str, tuple[float, tuple[Stroke, ...]]] = {
    " ": (0.42, ()),
    "4": (0.66, (((0.5, 1), (0.5, 0), (0, 0.7), (0.66, 0.7)),)),
    "A": (0.8, (((0, 1), (0.4, 0), (0.8, 1)), ((0.15, 0.66), (0.65, 0.66)))),
    "B": (0.58, (((0, 1), (0, 0), *arc(0.3, 0.24, 0.24, 0.24, -90, 90), (0, 0.48)),
                 ((0.3, 0.48), *arc(0.32, 0.74, 0.26, 0.26, -90, 90), (0, 1)))),
    "C": (0.84, (arc(0.5, 0.5, 0.5, 0.5, -48, -312),)),
    "D": (0.74, (((0, 1), (0, 0), *arc(0.24, 0.5, 0.5, 0.5, -90, 90), (0, 1)),)),
    "E": (0.54, (((0.54, 0), (0, 0), (0, 1), (0.54, 1)), ((0, 0.49), (0.46, 0.49)))),
    "F": (0.54, (((0.54, 0), (0, 0), (0, 1)), ((0, 0.5), (0.45, 0.5)))),
    "G": (0.92, ((*arc(0.5, 0.5, 0.5, 0.5, -46, -360), (0.6, 0.5)),)),
    "I": (0.0, (((0, 0), (0, 1)),)),
    "K": (0.62, (((0, 0), (0, 1)), ((0.58, 0), (0, 0.58)), ((0.2, 0.4), (0.62, 1)))),
    "L": (0.5, (((0, 0), (0, 1), (0.5, 1)),)),
    "M": (0.86, (((0, 1), (0.06, 0), (0.43, 0.72), (0.8, 0), (0.86, 1)),)),
    "N": (0.7, (((0, 1), (0, 0), (0.7, 1), (0.7, 0)),)),
    "O": (1.0, (arc(0.5, 0.5, 0.5, 0.5, -90, 270),)),
    "R": (0.6, (((0, 1), (0, 0), *arc(0.3, 0.27, 0.27, 0.27, -90, 90), (0, 0.54)),
                ((0.28, 0.54), (0.6, 1)))),
    "T": (0.68, (((0, 0), (0.68, 0)), ((0.34, 0), (0.34, 1)))),
    "U": (0.68, (((0, 0), *arc(0.34, 0.66, 0.34, 0.34, 180, 0), (0.68, 0)),)),
    "W": (1.1, (((0, 0), (0.28, 1), (0.55, 0.1), (0.82, 1), (1.1, 0)),)),
    "Y": (0.7, (((0, 0), (0.35, 0.5), (0.7, 0)), ((0.35, 0.5), (0.35, 1)))),
}


def text_width(text: str, height: float, spacing: float) -> float:
    """Return how wide *text* is, with *spacing* (in heights) between letters."""
    return height * (sum(LETTERS[c][0] for c in text) + spacing * (len(text) - 1))


def written(stroke: Stroke, share: float) -> Curve:
    """Return the first *share* of a stroke, as if the pen were still on its way."""
    points = np.asarray(stroke)
    lengths = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    reach = share * lengths[-1]
    kept = points[lengths < reach]
    end = [float(np.interp(reach, lengths, points[:, axis])) for axis in (0, 1)]
    return np.vstack([kept, end])


def draw_text(
    canvas: Canvas,
    text: str,
    origin: tuple[float, float],
    height: float,
    weight: float,
    code: str,
    spacing: float = 0.3,
    alpha: float = 1.0,
    progress: float = 1.0,
    blur: float = 0.0,
) -> None:
    """Write *text* with its top left at *origin*; *progress* 0..1 writes it letter by letter."""
    pen = skia.Paint(
        Color=colour(code, alpha), AntiAlias=True, Style=skia.Paint.kStroke_Style,
        StrokeWidth=weight, StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
    )
    if blur > 0.0:
        pen.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    x, y = origin
    for index, letter in enumerate(text):
        advance, strokes = LETTERS[letter]
        # Each letter starts a little after the one before it and takes its time.
        begin = 0.6 * index / max(1, len(text))
        share = min(1.0, max(0.0, (progress - begin) / 0.4))
        if share > 0.0:
            for stroke in strokes:
                path = skia.Path()
                points = written(stroke, share) * height + (x, y)
                path.addPoly([skia.Point(px, py) for px, py in points.tolist()],
                             share >= 1.0 and stroke[0] == stroke[-1])
                canvas.drawPath(path, pen)
        x += height * (advance + spacing)
