"""The motifs made of many small shapes: scales, leaves, tones, meshes, glyphs, specks, heaps."""

from __future__ import annotations

import math

import numpy as np
import skia

from training.sketches.brush import Brush, Points, bent, blob


def scales(brush: Brush, centre: Points, radius: float) -> None:
    """Draw rows of overlapping scales, tiles or petals, each with its outline."""
    size = brush.spread(4, 26)
    count = int(min(34, 2 * radius / size))
    t = np.linspace(0, math.pi, 9)
    bow = np.stack([np.cos(t) * 0.52, np.sin(t) * brush.uniform(0.6, 1.1)], 1) * size
    turn, tone = brush.uniform(-0.6, 0.6), brush.colour()
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    step, marked = brush.uniform(0.45, 0.8), brush.chance(0.4)
    width, alpha = max(0.4, size * brush.uniform(0.04, 0.16)), brush.uniform(0.6, 1)
    for row in range(int(count / step * 0.8)):
        spots = [
            np.array([(column + row % 2 / 2 - count / 2) * size, (row * step - count * 0.4) * size])
            + brush.rng.normal(0, size * 0.03, 2)
            for column in range(count + 1)
        ]
        shapes = [centre + (bow + spot) @ axes for spot in spots]
        brush.fill(shapes, brush.paint(brush.shade(tone, brush.uniform(0.75, 1.2))))
        brush.outline(shapes, brush.ink, width, alpha)
        if marked:
            ribs = [centre + (np.array([[0, 0.1], [0, 0.7]]) * size + s) @ axes for s in spots]
            brush.outline(ribs, brush.ink, width * 0.7, alpha * 0.8, closed=False)


def leaves(brush: Brush, centre: Points, radius: float) -> None:
    """Draw foliage: pointed leaves in tones, from dark to light, some with a rib."""
    size, tone = brush.spread(3, 24), brush.colour()
    count = int(np.clip((radius / size) ** 2 * 1.2, 20, 500))
    lines = brush.chance(0.6)
    for layer in range(4):
        paths, shapes = [], []
        for _ in range(count // 4):
            start = centre + brush.rng.normal(0, radius * 0.5, 2)
            path = bent(start, size * brush.uniform(0.6, 1.5), brush.uniform(0, 6.3),
                        brush.rng.normal(0, 0.5), 7)
            t = np.sin(math.pi * np.linspace(0, 1, 7))[:, None] * size * 0.28
            way = np.gradient(path, axis=0)
            side = np.stack([-way[:, 1], way[:, 0]], 1)
            side = side / np.maximum(np.hypot(side[:, :1], side[:, 1:]), 1e-9) * t
            paths.append(path)
            shapes.append(np.concatenate([path + side, (path - side)[::-1]]))
        brush.fill(shapes, brush.paint(brush.shade(tone, 0.45 + 0.28 * layer)))
        if lines:
            brush.outline(shapes, brush.ink, brush.line * 0.5, brush.uniform(0.4, 1))
            brush.outline(paths, brush.ink, brush.line * 0.35, 0.7, closed=False)


def tone(brush: Brush, centre: Points, radius: float) -> None:
    """Draw a screen of dots on a turned grid, as printed shades are."""
    gap = brush.spread(3, 12)
    count = int(min(90, 2 * radius / gap))
    grid = (np.mgrid[:count, :count].reshape(2, -1).T - count / 2) * gap
    turn = brush.uniform(0, math.pi / 2)
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    spots = centre + grid @ axes
    path, fade = skia.Path(), brush.chance(0.5)
    size = gap * brush.uniform(0.12, 0.42)
    for x, y in spots.tolist():
        near = 1 - math.hypot(x - centre[0], y - centre[1]) / (2.2 * radius) if fade else 1.0
        path.addCircle(x, y, max(0.2, size * near))
    brush.canvas.drawPath(path, brush.paint(brush.stroke_colour(), brush.uniform(0.5, 1)))


def mesh(brush: Brush, centre: Points, radius: float) -> None:
    """Draw a grid: nets, windows, bricks, plaid, fences."""
    wide, high = brush.spread(3, 34), brush.spread(3, 34)
    turn = 0.0 if brush.chance(0.5) else brush.uniform(-0.8, 0.8)
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    skew, bricks = brush.rng.normal(0, 0.1), brush.chance(0.3)
    columns, rows = (int(min(60, 2 * radius / step)) for step in (wide, high))
    width = brush.spread(0.4, 0.3 * min(wide, high) + 0.41)
    if brush.chance(0.6):
        cells = []
        for column, row in brush.rng.integers(0, (columns + 1, rows + 1), (columns * rows // 4, 2)):
            corner = np.array([(column - columns / 2) * wide, (row - rows / 2) * high])
            box = corner + np.array([[0, 0], [wide, 0], [wide, high], [0, high]])
            cells.append(centre + box @ axes)
        brush.fill(cells, brush.paint(brush.colour(), brush.uniform(0.4, 1)))
    lines = []
    for row in range(rows + 1):
        y = (row - rows / 2) * high
        ends = np.array([[-columns / 2 * wide, y], [columns / 2 * wide, y + skew * radius]])
        lines.append(centre + ends @ axes)
        for column in range(columns) if bricks else ():
            x = (column - columns / 2 + row % 2 / 2) * wide
            lines.append(centre + np.array([[x, y], [x, y + high]]) @ axes)
    for column in range(0 if bricks else columns + 1):
        x = (column - columns / 2) * wide
        ends = np.array([[x, -rows / 2 * high], [x, rows / 2 * high]])
        lines.append(centre + ends @ axes)
    brush.outline(lines, brush.stroke_colour(), width, brush.uniform(0.5, 1), closed=False)


def glyphs(brush: Brush, centre: Points, radius: float) -> None:
    """Draw rows of made-up letters: a few straight or bent strokes in a box each."""
    size = brush.spread(6, 36)
    columns, rows = int(min(26, 2 * radius / size)), int(min(12, radius / size) + 1)
    paths = []
    for row in range(rows):
        for column in range(columns):
            corner = centre + np.array([column - columns / 2, (row - rows / 2) * 1.3]) * size
            for _ in range(brush.count(2, 6)):
                start = corner + brush.rng.uniform(0.1, 0.8, 2) * size
                angle = brush.count(0, 3) * math.pi / 2 + brush.rng.normal(0, 0.12)
                bend = 0.0 if brush.chance(0.6) else brush.rng.normal(0, 2)
                paths.append(bent(start, size * brush.uniform(0.25, 0.7), angle, bend, 8))
    width = size * brush.uniform(0.05, 0.15)
    if brush.chance(0.4):
        brush.outline(paths, brush.ink, width * 2.6, closed=False)
        brush.outline(paths, (1.0, 1.0, 1.0), width, closed=False)
    else:
        brush.outline(paths, brush.stroke_colour(), width, closed=False)


def specks(brush: Brush, centre: Points, radius: float) -> None:
    """Draw stars, snow, sparks and dust: small spots, some soft, some crossed."""
    path, count = skia.Path(), brush.count(30, 500)
    spots = centre + brush.rng.normal(0, radius * 0.6, (count, 2))
    sizes = np.exp(brush.rng.normal(math.log(0.9), 0.55, count)).clip(0.25, 6)
    for (x, y), size in zip(spots.tolist(), sizes.tolist(), strict=True):
        path.addCircle(x, y, size)
    colour = (1.0, 1.0, 1.0) if brush.chance(0.5) else brush.stroke_colour()
    blur = brush.uniform(0.5, 3) if brush.chance(0.2) else 0.0
    brush.canvas.drawPath(path, brush.paint(colour, brush.uniform(0.5, 1), blur))


def heap(brush: Brush, centre: Points, radius: float) -> None:
    """Draw shapes over each other, few large and many small, flat or shaded, mostly outlined."""
    count = brush.count(15, 110)
    sizes = np.sort(radius * 0.9 * brush.rng.pareto(1.6, count).clip(0.02, 1))[::-1]
    lined, width = brush.chance(0.75), brush.line * brush.uniform(0.4, 1.2)
    for size in sizes.tolist():
        spot = centre + brush.rng.normal(0, radius * 0.7, 2)
        shape = blob(brush.rng, spot, max(2.0, size), soft=brush.chance(0.65))
        colour = brush.shade(brush.colour(), brush.uniform(0.6, 1.3))
        shaded = brush.chance(0.2)
        brush.fill([shape], brush.gradient(colour, brush.colour()) if shaded
                   else brush.paint(colour, 1, size * 0.1 if brush.chance(0.05) else 0))
        if brush.chance(0.35):
            with brush.inside(shape):
                shadow = blob(brush.rng, spot + brush.rng.normal(0, size * 0.6, 2), size * 0.9)
                brush.fill([shadow], brush.paint(brush.shade(colour, brush.uniform(0.5, 0.85))))
        if lined and brush.chance(0.9):
            brush.outline([shape], brush.ink, width)
