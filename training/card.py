"""The model card of a network, in Markdown: data, recipe, figures, limits, licence."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from benchmarks.quality.scenes import VERSION as SCENES
from training import sketches
from training.graph import kernels_of, multiply_adds, reach
from training.recipe import DataPlan, DegradationMix, NetworkShape, Recipe

Figures = Mapping[str, Mapping[str, float]]
"""Decibels by method and set."""


def write_card(
    path: Path, recipe: Recipe, figures: Figures, *, steps: int, seconds: float, device: str
) -> None:
    """Write the card beside the file of weights."""
    data, mix, shape = recipe.data, recipe.degradation, recipe.network
    sets = list(next(iter(figures.values())))
    table = [f"| | {' | '.join(sets)} |", "|---" * (len(sets) + 1) + "|"]
    table += [
        f"| {name} | {' | '.join(f'{values[key]:.2f}' for key in sets)} |"
        for name, values in figures.items()
    ]
    facts = [_shape(shape), _data(data), _sources(mix), _run(recipe, steps, seconds, device)]
    facts.append(f"**Recipe**: `training/recipes/{recipe.name}.toml`, sha256 `{recipe.digest}`.")
    said = "\n".join(textwrap.fill(f"- {fact}", 100, subsequent_indent="  ") for fact in facts)
    text = f"""# {recipe.name}

Doubles the luma of drawn pictures. `{recipe.name}.safetensors` has the weights and the graph.

{said}

## Figures

Decibels of luma, means over pictures that were averaged 2x2 and are doubled again. `scenes` and
`sketches` are odd seeds, that were not trained on; `fine` is both at half the size. Any other is
drawings by others.

{chr(10).join(table)}

## Limits

It knows sources that are as sharp as an average of 2x2 leaves them, and a few that are softer: what
was blurred by more than about half a pixel stays soft, noise and codecs' marks stronger than
those above are kept or sharpened. Where strokes are closer than two source pixels it cannot know
them, and leaves them as grey as Lanczos does. It changes luma alone. It was trained for 2x; 4x is
2x twice. Photographs were not looked at.

## Licence

MIT, as the rest of this project.
"""
    path.write_text(text, "utf-8")


def _shape(shape: NetworkShape) -> str:
    kernels = list(kernels_of(shape).values())
    numbers = sum(a * b * c * d + d for a, b, c, d in kernels)
    sides = ", ".join(f"{rows}x{rows}" for rows, _, _, _ in kernels[:-1])
    features = ", ".join(map(str, shape.features))
    last = " and ".join(f"c{number}" for number in shape.last) or "all of them"
    return (
        f"**Shape**: {len(shape.features)} convolutions with CReLU, of {features} features and"
        f" {sides} pixels, then a 1x1 that reads {last}. {multiply_adds(shape)} multiply-adds a"
        f" source pixel, {numbers} numbers, a reach of {reach(shape)} source pixels. Its result is"
        " added to each channel of the bilinear picture."
    )


def _data(data: DataPlan) -> str:
    return (
        f"**Data**: {data.scenes} scenes of `benchmarks.quality.scenes` (version {SCENES}) and"
        f" {data.sketches} of `training.sketches` (version {sketches.VERSION}), {data.width}x"
        f"{data.height}, even seeds alone; {data.halved:.0%} of them again at half the size. All"
        " of it is drawn by this project's own code; nobody else's picture was trained on."
    )


def _sources(mix: DegradationMix) -> str:
    return (
        f"**Sources**: {1 - mix.kernels - mix.soft:.0%} averaged 2x2 in gamma-coded light and"
        f" rounded to 8 bits; {mix.kernels:.0%} brought down by another kernel, {mix.soft:.0%}"
        f" blurred. On top of that {mix.noise:.0%} have grain of up to {mix.grain:g} codes, and"
        f" {mix.jpeg:.0%} went through JPEG's transform."
    )


def _run(recipe: Recipe, steps: int, seconds: float, device: str) -> str:
    run, loss = recipe.schedule, recipe.loss
    return (
        f"**Run**: {steps} steps of {run.batch} crops of {run.crop}x{run.crop} source pixels;"
        f" AdamW at {run.rate:g} and a cosine; {run.starts} starts, of which the best went on;"
        f" {seconds:.0f} s on {device}. The loss: absolute differences, {loss.gradient:g} of those"
        f" of neighbours and {loss.stability:g} of the change when the picture is moved by half a"
        f" pixel; squares in their place after {loss.squares_from:.0%} of the run."
    )
