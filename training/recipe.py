"""The recipe of a network: what it is trained on, its shape, and how, read from TOML.

A recipe's digest goes into the file of weights and from there into the shaders, so that each says
what it came from.
"""

from __future__ import annotations

import dataclasses
import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Table = TypeVar("Table")


class RecipeError(ValueError):
    """A recipe that cannot be used: the file, the table, what is wrong with it."""


@dataclass(frozen=True)
class NetworkShape:
    """The shape of a network: convolutions in a row, and a 1x1 that reads several of them.

    Attributes
    ----------
    features : channels of each convolution, of which the first reads luma; CReLU doubles them for
        the next
    kernels : the width of each kernel in pixels; empty is 3 for all
    last : the convolutions, by number from 0, that the last 1x1 reads; empty is all of them
    """

    features: tuple[int, ...] = (4, 4, 4)
    kernels: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


@dataclass(frozen=True)
class DataPlan:
    """The pictures to train on, all of one size; even seeds alone.

    Attributes
    ----------
    width, height : of each picture in pixels
    scenes : how many are scenes of ``benchmarks.quality.scenes``
    sketches : how many are sketches of ``training.sketches``
    halved : the share of pictures that is kept a second time at half the size, four to a picture:
        finer strokes than anyone draws, as in large pictures that were made small
    """

    width: int = 960
    height: int = 540
    scenes: int = 600
    sketches: int = 900
    halved: float = 1.0


@dataclass(frozen=True)
class DegradationMix:
    """The shares of what sources went through; the rest is averaged 2x2 and rounded to 8 bits.

    Attributes
    ----------
    kernels : brought down by another kernel than the average (triangle, cubic, Lanczos)
    soft : blurred by a Gaussian of 0.3 to 0.7 source pixels
    noise : with grain of up to `grain` codes
    jpeg : through the transform of JPEG, its steps up to `jpeg_step` codes wide
    """

    kernels: float = 0.06
    soft: float = 0.03
    noise: float = 0.04
    jpeg: float = 0.05
    grain: float = 2.0
    jpeg_step: float = 6.0


@dataclass(frozen=True)
class LossWeights:
    """The weights of the terms of the loss.

    Attributes
    ----------
    gradient : of the differences between neighbours, which are what edges are made of
    stability : of the change of a picture that was only moved by half a source pixel
    squares_from : the share of the run after which squares take the place of absolute values
    """

    gradient: float = 0.1
    stability: float = 0.02
    squares_from: float = 0.6


@dataclass(frozen=True)
class Schedule:
    """The run.

    Attributes
    ----------
    steps, batch : of the optimiser; crops in a step, an even number: two phases of each
    crop : the side of a crop in source pixels
    rate : of AdamW at its height, from which it falls by a cosine
    clip : the largest norm of a gradient
    ema : how much of the average of weights stays at each step
    starts : runs begin so many times from other numbers; the best goes on
    start_share : the share of the steps after which that is decided
    precision : "float32" or "bfloat16", of what the convolutions compute in
    seed : of the weights, the crops and what happens to them
    checkpoint : seconds between the states that are kept
    """

    steps: int = 20000
    batch: int = 64
    crop: int = 64
    rate: float = 3e-3
    decay: float = 1e-5
    clip: float = 0.1
    ema: float = 0.999
    starts: int = 1
    start_share: float = 0.05
    precision: str = "float32"
    seed: int = 1
    checkpoint: float = 60.0


@dataclass(frozen=True)
class Recipe:
    """A recipe, whole."""

    name: str
    network: NetworkShape
    data: DataPlan
    degradation: DegradationMix
    loss: LossWeights
    schedule: Schedule
    digest: str
    """sha256 of the file's bytes, in hex."""


_TABLES: dict[str, type[Any]] = {
    "network": NetworkShape,
    "data": DataPlan,
    "degradation": DegradationMix,
    "loss": LossWeights,
    "schedule": Schedule,
}


def read_recipe(path: str | Path) -> Recipe:
    """Return the recipe of a file; raises RecipeError with the table and the key."""
    path = Path(path)
    try:
        raw = path.read_bytes()
        tables = tomllib.loads(raw.decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RecipeError(f"{path}: {error}") from None
    unknown = set(tables) - {"name", *_TABLES}
    if unknown or not isinstance(tables.get("name"), str):
        what = f"no table is called {sorted(unknown)[0]}" if unknown else "name is missing"
        raise RecipeError(f"{path}: {what}; there are name, {', '.join(_TABLES)}")
    parts = {
        key: _table(kind, tables.get(key, {}), f"{path}: {key}") for key, kind in _TABLES.items()
    }
    recipe = Recipe(tables["name"], **parts, digest=hashlib.sha256(raw).hexdigest())
    _check(recipe, path)
    return recipe


def _table(kind: type[Table], values: dict[str, Any], where: str) -> Table:
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    taken: dict[str, Any] = {}
    for key, value in values.items():
        if key not in fields:
            raise RecipeError(f"{where}.{key}: there is no such key; {', '.join(fields)} are")
        default = fields[key].default
        if isinstance(default, tuple):
            value = tuple(value) if isinstance(value, list) else value
        elif isinstance(default, float) and isinstance(value, int):
            value = float(value)
        if type(value) is not type(default):
            raise RecipeError(f"{where}.{key}: must be a {type(default).__name__}, got {value!r}")
        taken[key] = value
    return kind(**taken)


def _counts(values: tuple[Any, ...]) -> bool:
    return bool(values) and all(type(n) is int and n > 0 for n in values)


def _check(recipe: Recipe, path: Path) -> None:
    shape, data, run, mix = recipe.network, recipe.data, recipe.schedule, recipe.degradation
    faults = {
        "network.features: must be numbers of 1 or more": not _counts(shape.features),
        "network.kernels: must be odd, one for each of the features": bool(shape.kernels)
        and not (
            _counts(shape.kernels)
            and all(n % 2 for n in shape.kernels)
            and len(shape.kernels) == len(shape.features)
        ),
        "network.last: names no convolution": any(
            n not in range(len(shape.features)) for n in shape.last
        ),
        "data.width and height: must be multiples of 4": bool(data.width % 4 or data.height % 4),
        "data: there must be pictures": data.scenes + data.sketches < 1,
        "data.halved: must be from 0 to 1": not 0 <= data.halved <= 1,
        "degradation: the shares must add up to 1 or less": not (
            0 <= mix.kernels + mix.soft <= 1 and 0 <= mix.noise + mix.jpeg <= 1
        ),
        "schedule.batch: must be even, as each crop is taken twice": run.batch % 2 == 1,
        "schedule.crop: does not fit into the pictures": 2 * run.crop + 16
        > min(data.width, data.height),
        "schedule.precision: must be float32 or bfloat16": run.precision
        not in ("float32", "bfloat16"),
        "schedule.steps and starts: must be 1 or more": min(run.steps, run.starts) < 1,
    }
    for fault, there in faults.items():
        if there:
            raise RecipeError(f"{path}: {fault}")
