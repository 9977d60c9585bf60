"""The model card of a network, in Markdown: data, recipe, figures, limits, licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from benchmarks.quality.scenes import VERSION as SCENES
from training import sketches
from training.graph import kernels_of, multiply_adds, reach
from training.recipe import Recipe

Figures = Mapping[str, Mapping[str, float]]
"""Decibels by method and set."""


def write_card(
    path: Path, recipe: Recipe, figures: Figures, *, steps: int, seconds: float, device: str
) -> None:
    """Write the card beside the file of weights."""
    data, mix, run = recipe.data, recipe.degradation, recipe.schedule
    shape = recipe.network
    numbers = sum(a * b * c * d + d for a, b, c, d in kernels_of(shape).values())
    sides = [rows for rows, _, _, _ in list(kernels_of(shape).values())[:-1]]
    clean = 1 - mix.kernels - mix.soft
    sets = list(next(iter(figures.values())))
    table = [f"| | {' | '.join(sets)} |", "|---" * (len(sets) + 1) + "|"]
    table += [
        f"| {name} | {' | '.join(f'{values[key]:.2f}' for key in sets)} |"
        for name, values in figures.items()
    ]
    text = f"""# {recipe.name}

Doubles the luma of drawn pictures. `{recipe.name}.safetensors` has the weights and the graph.

- **Shape**: {len(shape.features)} convolutions with CReLU, of {" ".join(map(str, shape.features))}
  features and {" ".join(f"{n}x{n}" for n in sides)} pixels, then a 1x1 that reads
  {"all of them" if not shape.last else f"numbers {', '.join(map(str, shape.last))}, from 0"}.
  {multiply_adds(shape)} multiply-adds a source pixel, {numbers} numbers, {reach(shape)} source
  pixels of reach. What it gives is added to the bilinear picture, to each channel alike.
- **Data**: {data.scenes} scenes of `benchmarks.quality.scenes` (version {SCENES}) and
  {data.sketches} of `training.sketches` (version {sketches.VERSION}), {data.width}x{data.height},
  even seeds alone; {data.halved:.0%} of them again at half the size. All of it is drawn by this
  project's own code; nobody else's picture was trained on.
- **Sources**: {clean:.0%} averaged 2x2 in gamma-coded light and rounded to 8 bits;
  {mix.kernels:.0%} brought down by another kernel, {mix.soft:.0%} blurred; on top of that,
  {mix.noise:.0%} have grain of up to {mix.grain:g} codes, {mix.jpeg:.0%} went through JPEG's
  transform.
- **Run**: {steps} steps of {run.batch} crops of {run.crop}x{run.crop} source pixels, AdamW at
  {run.rate:g}, a cosine; {run.starts} starts; {seconds:.0f} s on {device}. The loss:
  absolute differences, {recipe.loss.gradient:g} of those of neighbours and
  {recipe.loss.stability:g} of the change when moved by half a pixel; squares
  after {recipe.loss.squares_from:.0%} of the run.
- **Recipe**: `training/recipes/{recipe.name}.toml`, sha256 `{recipe.digest}`.

## Figures

Decibels of luma, means over pictures that were averaged 2x2 and are doubled again. `scenes` and
`sketches` are odd seeds, that were not trained on; `fine` is both at half the size.

{chr(10).join(table)}

## Limits

It knows sources that are as sharp as an average of 2x2 leaves them, and a few that are softer: what
was blurred by more than about half a pixel stays soft, noise and codecs' marks stronger than
those above are kept or sharpened. It changes luma alone. It was trained for 2x; 4x is 2x twice.
Photographs were not looked at.

## Licence

MIT, as the rest of this project.
"""
    path.write_text(text, "utf-8")


def settings(recipe: Recipe) -> dict[str, object]:
    """Return all of a recipe as plain values, for logs."""
    return asdict(recipe)
