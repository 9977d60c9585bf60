"""The held-out pictures: odd seeds, that no network was trained on, and drawings by others.

python -m training.held_out --others 12 -o folder     # fetches drawings by others with npm

A folder of pictures, these or any, is measured as well where `python -m training` is told of it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpy.typing as npt
from PIL import Image

from training.graph import Node
from training.model import Array, bilinear, doubled
from training.pictures import Luma, draw_all, four_in_one, luma
from training.recipe import DataPlan

Sets = dict[str, Luma]
"""Truths by the name of their set; each set's pictures have one size."""

Planes = npt.NDArray[np.float32]
"""(N, H, W), luma in [0, 1]."""

KERNELS = {"bicubic": "cubic", "Lanczos": "lanczos3"}
"""The scalers that JAX has, by its names: Keys's cubic of 0.5, which is Catmull-Rom's."""


def held_out(
    plan: DataPlan, *, count: int = 16, folder: Path | None = None, workers: int | None = None
) -> Sets:
    """Return the sets of a plan's size: scenes, sketches, both at half the size, and a folder's."""
    size = plan.width, plan.height
    seeds = range(1, 2 * count, 2)
    kinds = [kind for kind in ("scene", "sketch") for _ in seeds]
    jobs = [(kind, seed, *size) for kind, seed in zip(kinds, [*seeds, *seeds], strict=True)]
    drawn = draw_all(jobs, workers=workers)
    sets = {"scenes": drawn[:count], "sketches": drawn[count:], "fine": four_in_one(drawn)}
    return sets | (read_folder(folder) if folder else {})


def read_folder(folder: Path) -> Sets:
    """Return the pictures of a folder, a set for each size, cut to multiples of 4 pixels.

    Raises SystemExit where there are none.
    """
    found: dict[tuple[int, ...], list[Luma]] = {}
    for path in sorted(folder.glob("*.png")):
        plane = luma(np.asarray(Image.open(path).convert("RGB")))
        plane = plane[: plane.shape[0] // 4 * 4, : plane.shape[1] // 4 * 4]
        found.setdefault(plane.shape, []).append(plane)
    if not found:
        raise SystemExit(f"{folder}: there are no PNG files in it")
    name = folder.name
    sets = {size: np.stack(planes) for size, planes in found.items()}
    if len(sets) == 1:
        return {name: next(iter(sets.values()))}
    return {f"{name} {size[1]}x{size[0]}": planes for size, planes in sets.items()}


def sources_of(truths: Luma) -> Planes:
    """Return what upscalers are given: averaged 2x2 and rounded to 8 bits."""
    count, height, width = truths.shape
    out = np.empty((count, height // 2, width // 2), np.float32)
    for number, truth in enumerate(truths):
        blocks = truth.reshape(height // 2, 2, width // 2, 2)
        out[number] = np.rint(blocks.mean((1, 3))) / 255
    return out


def psnr(results: Array, truths: Luma) -> float:
    """Return the mean over pictures of the decibels of luma, after rounding to 8 bits."""
    made = np.rint(np.clip(np.asarray(results, np.float64), 0, 1) * 255)
    squares = ((made - truths) ** 2).mean((1, 2))
    return float(np.mean(10 * np.log10(255**2 / np.maximum(squares, 1e-3))))


def scores(weights: Mapping[str, Array], nodes: list[Node], sets: Sets) -> dict[str, float]:
    """Return a network's decibels on each set."""
    return {name: psnr(results(weights, nodes, truths), truths) for name, truths in sets.items()}


def results(weights: Mapping[str, Array], nodes: list[Node], truths: Luma) -> Planes:
    """Return what a network makes of the sources of truths, a picture at a time."""
    run = _runner(repr(nodes))
    small = sources_of(truths)
    return np.concatenate([np.asarray(run(weights, plane[None])) for plane in small])


_RUNNERS: dict[str, Any] = {}


def _runner(graph: str) -> Any:
    """Return the jitted network, which is compiled once for a graph and a size."""
    if graph not in _RUNNERS:
        import ast

        nodes = ast.literal_eval(graph)
        _RUNNERS[graph] = jax.jit(partial(_doubled, nodes=nodes))
    return _RUNNERS[graph]


def _doubled(weights: Mapping[str, Array], plane: Array, *, nodes: list[Node]) -> Array:
    return doubled(weights, nodes, plane, precision="highest")


def scaler_results(name: str, truths: Luma) -> Planes:
    """Return what "bilinear", a kernel or a preset of this package makes of the sources."""
    small = sources_of(truths)
    if name == "bilinear":
        return np.asarray(bilinear(jnp.asarray(small)))
    if name in KERNELS:
        return np.asarray(jax.image.resize(jnp.asarray(small), truths.shape, KERNELS[name]))
    import anime4k_gl as a4k

    made = []
    for plane in small:
        grey = np.repeat(np.rint(plane * 255).astype(np.uint8)[..., None], 3, -1)
        made.append(a4k.upscale(grey, scale=2, preset=name)[..., 1].astype(np.float32) / 255)
    return np.stack(made)


def scaler_scores(names: tuple[str, ...], sets: Sets) -> dict[str, dict[str, float]]:
    """Return the decibels of scalers and presets by their names and the sets'."""
    return {
        scaler: {
            name: psnr(scaler_results(scaler, truths), truths) for name, truths in sets.items()
        }
        for scaler in names
    }


def main() -> None:
    """Draw drawings by others into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--others", type=int, default=12, help="how many")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    from benchmarks.quality import others

    options.output.mkdir(parents=True, exist_ok=True)
    for number, drawing in enumerate(others.drawings()[: options.others]):
        picture = others.draw(drawing, 960, 540)
        Image.fromarray(picture).save(options.output / f"{number:03}.png")
    print(f"{options.output}: {options.others} drawings")


if __name__ == "__main__":
    main()
