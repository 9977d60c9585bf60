"""The record of a run: its log as CSV, its curve as SVG, a sheet of crops as PNG."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from anime4k_gl.bench.canvas import GREY, INK, PALE, SvgCanvas
from training.held_out import Planes, Sets, scaler_results
from training.pictures import Luma

_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_WIDTH, _HEIGHT, _LEFT, _TOP = 760, 420, 70, 60

CROP, ZOOM = 72, 4
"""The side of a crop in pixels of the truth, and how much larger it is shown."""


def write_log(path: Path, lines: Sequence[Mapping[str, float]]) -> None:
    """Write a line for each moment at which the run was measured."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(lines[0]), lineterminator="\n")
        writer.writeheader()
        for line in lines:
            writer.writerow({key: f"{value:.6g}" for key, value in line.items()})


def write_curve(
    path: Path, title: str, lines: Sequence[Mapping[str, float]], names: Sequence[str]
) -> None:
    """Draw the decibels of each set against the steps, each as its gain over bicubic."""
    canvas = SvgCanvas(_WIDTH, _HEIGHT)
    canvas.text((_LEFT, 28), title, size=16)
    last = max(line["step"] for line in lines)
    values = [line[name] for line in lines for name in names]
    low, high = min(values), max(values)
    span = max(high - low, 0.1)

    def place(step: float, value: float) -> tuple[float, float]:
        x = _LEFT + (_WIDTH - _LEFT - 170) * step / last
        return x, _HEIGHT - 50 - (_HEIGHT - 50 - _TOP) * (value - low) / span

    for part in range(5):
        value = low + span * part / 4
        start, end = place(0, value), place(last, value)
        canvas.line([start, end], PALE)
        canvas.text((_LEFT - 56, start[1] + 4), f"{value:+.2f} dB", size=11, colour=GREY)
    for part in range(5):
        x, y = place(last * part / 4, low)
        canvas.text((x - 14, y + 20), f"{last * part / 4:.0f}", size=11, colour=GREY)
    canvas.text((_LEFT, _HEIGHT - 12), "steps; gain over bicubic", size=11, colour=INK)
    for name, colour in zip(names, _COLOURS, strict=False):
        points = [place(line["step"], line[name]) for line in lines]
        canvas.line(points, colour, width=2)
        canvas.text((points[-1][0] + 8, points[-1][1] + 4), name, size=12, colour=colour)
    canvas.save(path)


def busiest(truth: Luma, side: int = CROP) -> tuple[int, int]:
    """Return the corner, (y, x), of the square of a picture where most changes."""
    plane = truth.astype(np.float32)
    change = np.abs(np.diff(plane, axis=0))[:, 1:] + np.abs(np.diff(plane, axis=1))[1:]
    height, width = (n // side for n in change.shape)
    blocks = change[: height * side, : width * side].reshape(height, side, width, side)
    y, x = np.unravel_index(int(blocks.mean((1, 3)).argmax()), (height, width))
    return int(y) * side, int(x) * side


def write_sheet(path: Path, sets: Sets, made: Mapping[str, Planes], count: int = 2) -> None:
    """Show the busiest squares of the first pictures of each set: truth, Lanczos, the network."""
    rows: list[list[Luma]] = []
    for name, truths in sets.items():
        lanczos = scaler_results("Lanczos", truths[:count])
        for number in range(min(count, len(truths))):
            y, x = busiest(truths[number])
            part = np.s_[y : y + CROP, x : x + CROP]
            planes = (lanczos[number], made[name][number])
            rows.append([truths[number][part], *(_codes(plane[part]) for plane in planes)])
    side, head = CROP * ZOOM, 20
    sheet = Image.new("L", (3 * side, head + len(rows) * side), 255)
    pen = ImageDraw.Draw(sheet)
    for column, title in enumerate(("truth", "Lanczos", "network")):
        pen.text((column * side + 6, 4), title, fill=0)
        for row, crops in enumerate(rows):
            image = Image.fromarray(crops[column]).resize((side, side), Image.Resampling.NEAREST)
            sheet.paste(image, (column * side, head + row * side))
    sheet.save(path)


def _codes(plane: Planes) -> Luma:
    return np.rint(np.clip(plane, 0, 1) * 255).astype(np.uint8)
