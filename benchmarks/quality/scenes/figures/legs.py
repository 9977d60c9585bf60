"""The legs of whole figures: bare below a pleated skirt, or in trousers; shoes."""

from __future__ import annotations

import numpy as np

from benchmarks.quality.scenes.curves import path, polygon, spline
from benchmarks.quality.scenes.figures.clothes import Cloth, cloth_of
from benchmarks.quality.scenes.figures.look import Look
from benchmarks.quality.scenes.palette import BLACK, WHITE, Script, mix, shifted
from benchmarks.quality.scenes.pen import Pen

Light = tuple[float, float]


def draw_legs(pen: Pen, look: Look, script: Script, light: Light, stride: float) -> None:
    """Draw legs and shoes, and a skirt where the outfit has one; the soles are at 1244."""
    lower = cloth_of(mix(look.cloth, BLACK, 0.25), script)
    shoe = cloth_of(shifted(look.cloth, value=0.45), script)
    skirt = look.outfit in ("sailor", "blazer", "shirt") and not look.broad
    if skirt:
        socks = script.lit(WHITE) if look.outfit == "sailor" else lower.base
        _bare(pen, cloth_of(look.skin, script), socks, light, stride)
    else:
        _trousers(pen, lower, light, stride)
    for side in (-1, 1):
        foot = side * (50 + 70 * stride)
        sole = spline([(foot - 27, 1196), (foot + 27, 1196), (foot + 38 * (1 if side > 0 else 0.8),
                                                              1240),
                       (foot - 38 * (1 if side < 0 else 0.8), 1244)], closed=True)
        pen.fill(path(sole), shoe.base)
        pen.contour(sole, 4.6, shoe.ink, light=light)
    if skirt:
        _skirt(pen, cloth_of(look.cloth, script))


def _bare(
    pen: Pen, skin: Cloth, socks: tuple[float, float, float], light: Light, stride: float
) -> None:
    for side in (-1, 1):
        foot, top = side * (50 + 70 * stride), side * 44.0
        knee = top + side * stride * 28
        edge = spline([(top - 42, 600), (knee - 38, 850), (foot - 28, 960), (foot - 32, 1060),
                       (foot - 19, 1200), (foot + 19, 1200), (foot + 30, 1060), (foot + 28, 960),
                       (knee + 38, 850), (top + 42, 600)], closed=True)
        shape = path(edge)
        pen.fill(shape, skin.base)
        with pen.clip(shape):
            pen.fill(polygon([(foot - 60, 1000), (foot + 60, 990), (foot + 60, 1220),
                              (foot - 60, 1220)]), socks)
            pen.ink(np.array([(foot - 40, 1000.0), (foot, 1006), (foot + 40, 992)]), 3.4, skin.ink,
                    taper="none")
            middle = spline([(top + 8, 600), (knee + 8, 850), (foot + 4, 960), (foot + 6, 1220)])
            pen.fill(path(np.concatenate([middle, middle[::-1] + [80, 0]])), skin.shade, 0.85)
        pen.ink(spline([(knee - 14, 858), (knee, 868), (knee + 16, 858)]), 2.8, skin.ink)
        pen.contour(edge, 4.4, skin.ink, light=light)


def _skirt(pen: Pen, cloth: Cloth) -> None:
    pleats = 9
    belt = np.stack([np.linspace(-92, 92, pleats), np.full(pleats, 500.0)], 1)
    hem = np.stack([np.linspace(-148, 148, pleats),
                    734 + 12 * np.cos(np.arange(pleats) * np.pi)], 1)
    pen.fill(polygon(np.concatenate([belt, hem[::-1]])), cloth.base)
    for i in range(pleats - 1):
        if i % 2:
            pen.fill(polygon([belt[i], belt[i + 1], hem[i + 1], hem[i]]), cloth.shade)
        pen.ink(np.array([belt[i], (belt[i] + hem[i]) / 2, hem[i]]), 3.4, cloth.ink, taper="start")
    pen.ink(np.concatenate([belt[:1], hem, belt[-1:]]), 4.6, cloth.ink, taper="none")


def _trousers(pen: Pen, cloth: Cloth, light: Light, stride: float) -> None:
    away = -1 if light[0] > 0 else 1
    for side in (-away, away):
        foot = side * (50 + 70 * stride)
        knee = side * stride * 28
        outer = spline([(side * 84, 520), (side * 98, 620), (side * 90 + knee, 850),
                        (foot + side * 34, 1050), (foot + side * 31, 1216)])
        inner = spline([(foot - side * 31, 1216), (foot - side * 30, 1050),
                        (side * 12 + knee, 850), (0, 694)])
        shape = path(np.concatenate([outer, inner, [(0, 520)]]))
        pen.fill(shape, cloth.base)
        with pen.clip(shape):
            dark = outer if side == away else inner[::-1] * [1, 1]
            pen.fill(path(np.concatenate([dark + [-away * 30, 0], (dark + [away * 60, 0])[::-1]])),
                     cloth.shade)
            for y, reach in ((726.0, 60), (860, 44), (884, 36), (1130, 46), (1164, 52)):
                fold = spline([(foot * (y - 600) / 600 + side * reach, y - 12), (foot * 0.8, y + 8),
                               (foot * 0.6, y + 2)])
                pen.ink(fold, 3.6, cloth.ink, taper="end")
        pen.contour(outer, 4.8, cloth.ink, light=light, closed=False)
        pen.contour(inner, 4.4, cloth.ink, light=light, closed=False)
        pen.ink(np.array([(foot - side * 31, 1216.0), (foot, 1222), (foot + side * 31, 1216)]), 4.4,
                cloth.ink, taper="none")
    pen.ink(spline([(0, 560), (3, 630), (0, 694)]), 3.6, cloth.ink, taper="start")
    for side in (-1, 1):
        pen.ink(spline([(side * 4, 690), (side * 40, 672), (side * 78, 664)]), 3.4, cloth.ink,
                taper="end")
