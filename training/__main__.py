"""The command: trains networks by recipes, measures them, and writes weights and cards.

python -m training training/recipes/hybrid-s.toml -o runs
python -m training training/recipes/*.toml -o runs --minutes 3     # each; the drawing comes on top

Recipes whose table [data] is the same share their pictures. A run that was stopped goes on where it
was when the same command is given again.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from pathlib import Path

import jax

from training.card import write_card
from training.graph import multiply_adds, nodes_of
from training.held_out import Sets, held_out, results, scaler_scores, scores
from training.loop import train
from training.model import Array
from training.pictures import Luma, training_set
from training.recipe import DataPlan, Recipe, RecipeError, read_recipe
from training.record import write_curve, write_log, write_sheet
from training.weights_file import write_weights

MOMENTS = 6
"""How often a run is measured."""

SCALERS = ("bilinear", "bicubic", "Lanczos")


def main() -> None:
    """Train what the command line names."""
    options = _options()
    try:
        recipes = [read_recipe(path) for path in options.recipes]
    except RecipeError as error:
        raise SystemExit(f"training: {error}") from None
    drawn: dict[DataPlan, tuple[Luma, Sets]] = {}
    for recipe in recipes:
        if recipe.data not in drawn:
            drawn.clear()
            drawn[recipe.data] = _drawn(recipe.data, options)
        _train_one(recipe, *drawn[recipe.data], options)


def _drawn(plan: DataPlan, options: argparse.Namespace) -> tuple[Luma, Sets]:
    began = time.monotonic()
    sets = held_out(plan, count=options.held, folder=options.pictures, workers=options.workers)
    data = training_set(plan, workers=options.workers)
    seconds = time.monotonic() - began
    print(f"drawn: {len(data)} pictures and those held out in {seconds:.0f} s", flush=True)
    return data, sets


def _train_one(recipe: Recipe, data: Luma, sets: Sets, options: argparse.Namespace) -> None:
    out: Path = options.output
    out.mkdir(parents=True, exist_ok=True)
    nodes = nodes_of(recipe.network)
    figures = scaler_scores((*SCALERS, *options.against), sets)
    bicubic = figures["bicubic"]
    lines: list[dict[str, float]] = []
    print(f"{recipe.name}: {multiply_adds(recipe.network)} multiply-adds", flush=True)
    measured = 0.0

    def report(line: dict[str, float], average: Mapping[str, Array]) -> None:
        nonlocal measured
        if line["step"] < measured:
            return
        measured = line["step"] + recipe.schedule.steps / MOMENTS
        gains = {k: v - bicubic[k] for k, v in scores(average, nodes, sets).items()}
        lines.append(line | gains)
        said = ", ".join(f"{key} {gain:+.2f}" for key, gain in gains.items())
        print(f"{recipe.name}: step {line['step']:.0f}, {line['seconds']:.0f} s, loss"
              f" {line['loss']:.5f}, dB over bicubic: {said}", flush=True)  # fmt: skip

    began = time.monotonic()
    seconds = options.minutes * 60 if options.minutes else None
    kept = out / f"{recipe.name}.state.npz"
    state, steps = train(recipe, data, report=report, seconds=seconds, keep=kept)
    seconds = time.monotonic() - began
    made = {name: results(state.average, nodes, truths) for name, truths in sets.items()}
    figures[recipe.name] = scores(state.average, nodes, sets)
    gains = {key: value - bicubic[key] for key, value in figures[recipe.name].items()}
    lines.append({"step": steps, "seconds": seconds, "loss": lines[-1]["loss"] if lines else 0.0,
                  "rate": 0.0} | gains)  # fmt: skip
    write_weights(out / f"{recipe.name}.safetensors", recipe, state.average)
    write_log(out / f"{recipe.name}.csv", lines)
    write_curve(out / f"{recipe.name}.svg", recipe.name, lines, list(sets))
    write_sheet(out / f"{recipe.name}.png", sets, made)
    device = jax.devices()[0].device_kind
    write_card(out / f"{recipe.name}.md", recipe, figures, steps=steps, seconds=seconds,
               device=device)  # fmt: skip
    for name, values in figures.items():
        print(f"  {name:12}", "  ".join(f"{k} {v:.2f}" for k, v in values.items()), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__.split("\n")[0])
    parser.add_argument("recipes", nargs="+", type=Path, metavar="RECIPE")
    parser.add_argument("-o", "--output", type=Path, default=Path("runs"))
    parser.add_argument("--minutes", type=float, help="a network's time, where its steps take more")
    parser.add_argument("--workers", type=int, help="processes that draw; as many as cores")
    parser.add_argument("--held", type=int, default=16, help="pictures in each held-out set")
    parser.add_argument("--pictures", type=Path, help="a folder of PNG files to measure as well")
    parser.add_argument("--against", action="append", default=[], metavar="PRESET",
                        help="a preset of this package to measure beside it")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
