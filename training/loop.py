"""The run: many steps a dispatch, the average of weights, several starts, states that are kept."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from training.degrade import MARGIN, crops, sources
from training.graph import nodes_of, reach
from training.model import Array, Weights, doubled, first_weights
from training.recipe import Recipe

CHUNK = 100
"""Steps in a dispatch: small networks would wait for Python after each of them."""

_BLEND = 0.05
"""The share of a run over which squares take the place of absolute values."""

_SQUARES = 10.0
"""The weight of squares, so that their gradients are as large as those before."""

_WARM = 0.02
"""The share of a run over which the rate rises."""


class State(NamedTuple):
    """The whole state of a run between two steps."""

    weights: Weights
    average: Weights
    moments: Any
    step: Array


Report = Callable[[dict[str, float], Mapping[str, Array]], None]
"""Takes a line of the log (step, seconds, loss, rate) and the average of weights."""


def loss_of(recipe: Recipe, weights: Weights, data: Array, key: Array, squares: Array) -> Array:
    """Return the loss of one step's crops: two phases of each, half of the batch at a time."""
    run, terms, nodes = recipe.schedule, recipe.loss, nodes_of(recipe.network)
    where, moved, spoil = jax.random.split(key, 3)
    side = 2 * run.crop
    wide = crops(data, side + 2 * MARGIN + 1, run.batch // 2, where).astype(jnp.float32) / 255
    dy, dx = jax.random.randint(moved, (2,), 0, 2)
    reached = side + 2 * MARGIN
    other = jax.lax.dynamic_slice(wide, (0, dy, dx), (wide.shape[0], reached, reached))
    both = jnp.concatenate([wide[:, :-1, :-1], other])
    small = sources(both, recipe.degradation, spoil)
    made = doubled(weights, nodes, small, edges=False, precision=run.precision)
    # Zeros came in from outside as far as the network reaches.
    rim = 2 * min(reach(recipe.network) + 1, run.crop // 4)
    truth = both[:, MARGIN + rim : -MARGIN - rim, MARGIN + rim : -MARGIN - rim]
    error = made[:, rim:-rim, rim:-rim] - truth

    def size(x: Array) -> Array:
        plain = jnp.sqrt(x * x + 1e-8).mean()
        return (1 - squares) * plain + squares * _SQUARES * (x * x).mean()

    loss = size(error)
    if terms.gradient > 0:
        across = error[:, :, 1:] - error[:, :, :-1]
        down = error[:, 1:] - error[:, :-1]
        loss = loss + terms.gradient * (size(across) + size(down))
    if terms.stability > 0:
        half, inner = run.batch // 2, made.shape[1] - 2 * rim
        first = jax.lax.dynamic_slice(made[:half], (0, rim + dy, rim + dx), (half, inner, inner))
        second = made[half:, rim:-rim, rim:-rim]
        loss = loss + terms.stability * size(first - second)
    return loss


def rate_at(recipe: Recipe, done: Array) -> Array:
    """Return the rate after a share of the run: it rises, then falls by a cosine."""
    fall = 0.5 * (1 + jnp.cos(math.pi * jnp.clip(done, 0, 1)))
    return recipe.schedule.rate * jnp.minimum(1.0, (done + 1e-4) / _WARM) * (fall + 1e-3)


def stepper(recipe: Recipe, steps: int) -> Callable[[State, Array, Array, Array], Any]:
    """Return the jitted function (state, data, key, total) to (state, losses) of so many steps."""
    run = recipe.schedule
    moments = _optimiser(recipe)

    def one(state: State, data: Array, key: Array, total: Array) -> tuple[State, Array]:
        done = state.step / total
        squares = jnp.clip((done - recipe.loss.squares_from) / _BLEND, 0, 1)
        key = jax.random.fold_in(key, state.step)
        loss, gradient = jax.value_and_grad(lambda w: loss_of(recipe, w, data, key, squares))(
            state.weights
        )
        change, kept = moments.update(gradient, state.moments, state.weights)
        rate = rate_at(recipe, done)
        weights = jax.tree.map(lambda w, c: w - rate * c, state.weights, change)
        keep = jnp.minimum(run.ema, (1 + state.step) / (10 + state.step))
        average = jax.tree.map(lambda a, w: keep * a + (1 - keep) * w, state.average, weights)
        return State(weights, average, kept, state.step + 1), loss

    def many(state: State, data: Array, key: Array, total: Array) -> tuple[State, Array]:
        out: tuple[State, Array] = jax.lax.scan(
            lambda s, _: one(s, data, key, total), state, None, length=steps
        )
        return out

    jitted: Callable[[State, Array, Array, Array], Any] = jax.jit(many, donate_argnums=0)
    return jitted


def _optimiser(recipe: Recipe) -> Any:
    run = recipe.schedule
    return optax.chain(
        optax.clip_by_global_norm(run.clip),
        optax.scale_by_adam(),
        optax.add_decayed_weights(run.decay),
    )


def first_state(recipe: Recipe, start: int) -> State:
    """Return the state in which a run begins; starts differ in their random numbers alone."""
    key = jax.random.fold_in(jax.random.key(recipe.schedule.seed), start)
    weights = first_weights(recipe.network, key)
    average = jax.tree.map(jnp.copy, weights)
    return State(weights, average, _optimiser(recipe).init(weights), jnp.zeros((), jnp.int32))


def train(
    recipe: Recipe,
    data: Array,
    *,
    report: Report,
    seconds: float | None = None,
    keep: Path | None = None,
) -> tuple[State, int]:
    """Train a network; return its last state and the steps of the run.

    Parameters
    ----------
    data : (N, H, W), uint8, luma of the truths
    report : is told after every dispatch
    seconds : the run is made shorter than the recipe's steps where it would take longer
    keep : the file of the state, which is gone on from if it is there
    """
    run = recipe.schedule
    chunk = min(CHUNK, run.steps)
    advance = stepper(recipe, chunk)
    data, key = jnp.asarray(data), jax.random.key(run.seed + 1)
    state, total = resume(recipe, keep) or (None, run.steps)
    clock = time.monotonic()
    if seconds is not None and state is None:
        advance(first_state(recipe, 0), data, key, total)[1].block_until_ready()  # compiled here
        before = time.monotonic()
        advance(first_state(recipe, 0), data, key, total)[1].block_until_ready()
        pace = time.monotonic() - before
        starts = 1 + (run.starts - 1) * run.start_share
        left = seconds - (time.monotonic() - clock)
        total = min(total, max(chunk, int(left / pace / starts) * chunk))
    total = max(chunk, total // chunk * chunk)

    if state is None:
        state = _best_start(recipe, advance, data, key, total, chunk)
    kept = time.monotonic()
    step = int(state.step)
    while step < total:
        state, losses = advance(state, data, key, total)
        step += chunk
        line = {
            "step": float(step),
            "seconds": time.monotonic() - clock,
            "loss": float(losses.mean()),
            "rate": float(rate_at(recipe, step / total)),
        }
        report(line, state.average)
        if not math.isfinite(line["loss"]):
            raise FloatingPointError(f"the loss at step {step} is {line['loss']}: a lower rate?")
        if keep is not None and (time.monotonic() - kept > run.checkpoint or step >= total):
            save(recipe, state, total, keep)
            kept = time.monotonic()
    return state, total


def _best_start(
    recipe: Recipe, advance: Any, data: Array, key: Array, total: int, chunk: int
) -> State:
    """Return the state, after a share of the run, of the start whose losses are least."""
    run = recipe.schedule
    if run.starts == 1:
        return first_state(recipe, 0)
    count = max(1, round(total * run.start_share / chunk))
    best: tuple[float, int, State] | None = None
    for start in range(run.starts):
        state, late = first_state(recipe, start), []
        for number in range(count):
            state, losses = advance(state, data, key, total)
            if number >= count // 2:
                late.append(losses.mean())
        mean = float(np.mean([float(loss) for loss in late]))
        print(f"{recipe.name}: start {start} of {run.starts}: loss {mean:.6f}", flush=True)
        if best is None or mean < best[0]:
            best = mean, start, state
    assert best is not None
    return best[2]


def save(recipe: Recipe, state: State, total: int, path: Path) -> None:
    """Keep a state in a file, which is there whole or not at all."""
    leaves = [np.asarray(leaf) for leaf in jax.tree.leaves(state)]
    named: dict[str, Any] = {f"leaf{number}": leaf for number, leaf in enumerate(leaves)}
    part = path.with_suffix(".part.npz")
    np.savez(part, **named, total=np.array(total), digest=np.array(recipe.digest))
    part.replace(path)


def resume(recipe: Recipe, path: Path | None) -> tuple[State, int] | None:
    """Return a kept state and the steps of its run; None where there is none.

    Raises ValueError where it is another recipe's.
    """
    if path is None or not path.exists():
        return None
    with np.load(path) as kept:
        if str(kept["digest"]) != recipe.digest:
            raise ValueError(f"{path}: the state of another recipe: remove it, or name it apart")
        shape = jax.tree.structure(first_state(recipe, 0))
        leaves = [jnp.asarray(kept[f"leaf{n}"]) for n in range(shape.num_leaves)]
        return jax.tree.unflatten(shape, leaves), int(kept["total"])
