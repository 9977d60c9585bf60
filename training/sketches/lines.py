"""The motifs made of lines: hatching, hair, fur, feathers, rays, contours, folds."""

from __future__ import annotations

import math

import numpy as np

from training.sketches.brush import Brush, Points, bent


def hatching(brush: Brush, centre: Points, radius: float) -> None:
    """Draw near-parallel strokes, often crossed by others."""
    base, colour = brush.uniform(0, math.pi), brush.stroke_colour()
    gap = brush.spread(1.8, 9) * (0.6 + 0.4 * brush.line)
    for layer in range(brush.count(1, 3)):
        angle = base + layer * brush.uniform(0.5, 1.4)
        count = int(min(220, 2 * radius / gap))
        across = np.array([-math.sin(angle), math.cos(angle)])
        along = np.array([math.cos(angle), math.sin(angle)])
        paths = []
        for number in range(count):
            away = (number - count / 2) * gap + brush.rng.normal(0, gap * 0.12)
            length = radius * brush.uniform(0.7, 2.1)
            start = centre + across * away - along * length * brush.uniform(0.35, 0.65)
            paths.append(bent(start, length, angle + brush.rng.normal(0, 0.03),
                              brush.rng.normal(0, 0.12), 8))
        widths = np.clip(brush.rng.normal(0.42, 0.14, count) * gap, 0.35, 4)
        brush.strokes(paths, widths, colour, brush.uniform(0.45, 1),
                      ("both", "end", "none")[brush.count(0, 2)])


def hair(brush: Brush, centre: Points, radius: float) -> None:
    """Draw a bundle of locks: wide ones in tones, thin ones of ink between them."""
    angle, bend, tone = brush.uniform(0, 6.3), brush.rng.normal(0, 1.1), brush.colour()
    for _ in range(brush.count(5, 18)):
        colour = brush.shade(tone, brush.uniform(0.7, 1.3))
        start = centre + brush.rng.normal(0, radius * 0.22, 2)
        path = bent(start, radius * brush.uniform(1, 2.4), angle + brush.rng.normal(0, 0.15),
                    bend * brush.uniform(0.7, 1.2), 20)
        brush.strokes([path], [brush.spread(3, 20)], colour, 1, "both")
        paths, widths = [], []
        for _ in range(brush.count(3, 16)):
            begin = start + brush.rng.normal(0, radius * 0.06, 2)
            paths.append(bent(begin, radius * brush.uniform(0.6, 2.2),
                              angle + brush.rng.normal(0, 0.14), bend * brush.uniform(0.6, 1.3),
                              18))
            widths.append(brush.line * brush.uniform(0.25, 1.1))
        pale = brush.chance(0.25)
        brush.strokes(paths, widths, brush.shade(tone, 1.5) if pale else brush.ink,
                      brush.uniform(0.5, 1))


def fur(brush: Brush, centre: Points, radius: float) -> None:
    """Draw rows of short strokes that follow a field: fur, grass, needles."""
    count = int(min(900, (radius / brush.spread(2.5, 8)) ** 2))
    spots = centre + brush.rng.uniform(-radius, radius, (count, 2))
    spots = spots[np.argsort(spots[:, 1])]
    base, swing = brush.uniform(0, 6.3), brush.uniform(0, 1.2)
    wave = brush.uniform(0.3, 2) / radius
    length = brush.spread(4, 40)
    tone = brush.colour()
    for part in np.array_split(spots, brush.count(3, 8)):
        paths = [
            bent(spot, length * brush.uniform(0.5, 1.4),
                 base + swing * math.sin(float(spot[0] + spot[1]) * wave)
                 + brush.rng.normal(0, 0.15), brush.rng.normal(0, 0.4), 6)
            for spot in part
        ]
        widths = brush.line * brush.rng.uniform(0.4, 1.5, len(paths))
        colour = brush.ink if brush.chance(0.5) else brush.shade(tone, brush.uniform(0.5, 1.5))
        brush.strokes(paths, widths, colour, brush.uniform(0.6, 1), "end")


def feathers(brush: Brush, centre: Points, radius: float) -> None:
    """Draw overlapping feathers: a vane, a shaft, barbs on both sides."""
    angle, size = brush.uniform(0, 6.3), radius * brush.uniform(0.25, 0.9)
    for _ in range(brush.count(3, 14)):
        start = centre + brush.rng.normal(0, radius * 0.45, 2)
        turn = angle + brush.rng.normal(0, 0.3)
        shaft = bent(start, size * brush.uniform(0.7, 1.3), turn, brush.rng.normal(0, 0.4), 24)
        tone, wide = brush.colour(), size * brush.uniform(0.12, 0.3)
        way = np.gradient(shaft, axis=0)
        side = np.stack([-way[:, 1], way[:, 0]], 1)
        side /= np.maximum(np.hypot(side[:, :1], side[:, 1:]), 1e-9)
        bulge = (np.sin(math.pi * np.linspace(0.05, 1, 24)) ** 0.5 * wide)[:, None]
        vane = np.concatenate([shaft + side * bulge, (shaft - side * bulge)[::-1]])
        brush.fill([vane], brush.paint(tone))
        count = int(np.clip(size / brush.spread(2, 6), 6, 60))
        at = np.linspace(0.06, 0.94, count) * 23
        paths = []
        for sign in (-1, 1):
            for t in at:
                i = int(t)
                here = shaft[i] + (shaft[min(23, i + 1)] - shaft[i]) * (t - i)
                lean = math.atan2(*way[i][::-1]) + sign * brush.uniform(0.6, 0.8)
                paths.append(bent(here, float(bulge[i, 0]) * 1.3, lean, -sign * 0.35, 6))
        brush.strokes(paths, [brush.line * brush.uniform(0.3, 0.8)] * len(paths),
                      brush.shade(tone, brush.uniform(0.2, 0.7)), brush.uniform(0.5, 1), "end")
        brush.outline([vane], brush.ink, brush.line * 0.6, brush.uniform(0.5, 1))
        brush.strokes([shaft], [brush.line * 1.2], brush.ink, 1, "end")


def rays(brush: Brush, centre: Points, radius: float) -> None:
    """Draw lines that run towards a point: speed, light."""
    count = brush.count(20, 160)
    angles = brush.rng.uniform(0, 2 * math.pi, count)
    near = radius * brush.rng.uniform(0.2, 0.9, count)
    paths = []
    for angle, begin in zip(angles, near, strict=True):
        way = np.array([math.cos(angle), math.sin(angle)])
        far = begin + radius * brush.uniform(0.4, 2)
        paths.append(np.linspace(centre + way * far, centre + way * begin, 4))
    widths = brush.line * brush.rng.uniform(0.3, 2.5, count)
    brush.strokes(paths, widths, brush.stroke_colour(), brush.uniform(0.5, 1), "end")


def contours(brush: Brush, centre: Points, radius: float) -> None:
    """Draw closed lines inside each other: engraving, wood, maps, ripples."""
    t = np.linspace(0, 2 * math.pi, 72, endpoint=False)
    waves = [(n, brush.rng.normal(0, 0.2 / n), brush.uniform(0, 6.3)) for n in range(1, 7)]
    shape = 1 + sum(size * np.cos(n * t + phase) for n, size, phase in waves)
    gap = brush.spread(2.2, 12)
    rings = [
        centre + np.stack([np.cos(t), np.sin(t) * 0.9], 1) * (shape * r)[:, None]
        + brush.rng.normal(0, gap * 0.1, 2)
        for r in np.arange(gap, radius * 1.2, gap)[:90]
    ]
    brush.outline(rings, brush.stroke_colour(), gap * brush.uniform(0.15, 0.55),
                  brush.uniform(0.6, 1))


def folds(brush: Brush, centre: Points, radius: float) -> None:
    """Draw long loose lines with shades beside them, as cloth has."""
    tone, angle = brush.colour(), brush.uniform(0, 6.3)
    for _ in range(brush.count(4, 22)):
        start = centre + brush.rng.normal(0, radius * 0.5, 2)
        turn, bend = angle + brush.rng.normal(0, 0.35), brush.rng.normal(0, 0.9)
        length = radius * brush.uniform(0.4, 1.6)
        path = bent(start, length, turn, bend, 18)
        if brush.chance(0.6):
            shade = brush.shade(tone, brush.uniform(0.5, 0.9))
            brush.strokes([path + brush.line], [brush.spread(4, 26)], shade, 1, "both")
        brush.strokes([path], [brush.line * brush.uniform(0.4, 1.6)], brush.stroke_colour(),
                      brush.uniform(0.6, 1), "both" if brush.chance(0.7) else "end")
