"""The way from truths to sources in JAX: crops, kernels, blur, grain, JPEG's steps, 8 bits.

All of it runs on the device and from a key, so that a run has endless sources and repeats itself.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from training.model import Array
from training.recipe import DegradationMix

MARGIN = 5
"""Truth pixels beyond a crop on each side, which wide kernels read."""

_TAPS = 2 * MARGIN + 2


@cache
def _kernels() -> np.ndarray[Any, Any]:
    """Return the kernels of 2 to 1, one a row, float32: twelve taps around a source pixel.

    The average; a triangle; Keys's cubics of 0.5 and 0.6; Lanczos of 3; then the average blurred by
    Gaussians of 0.3 to 0.7 source pixels.
    """
    x = (np.arange(_TAPS) - (_TAPS - 1) / 2) / 2

    def cubic(a: float) -> np.ndarray[Any, Any]:
        d = np.abs(x)
        near = ((2 - a) * d - (3 - a)) * d * d + 1
        far = -a * (((d - 5) * d + 8) * d - 4)
        return np.where(d < 1, near, np.where(d < 2, far, 0))

    area = np.where(np.abs(x) < 0.5, 1.0, 0.0)
    lanczos = np.where(np.abs(x) < 3, np.sinc(x) * np.sinc(x / 3), 0)
    rows = [area, np.maximum(0, 1 - np.abs(x)), cubic(0.5), cubic(0.6), lanczos]
    for sigma in (0.3, 0.5, 0.7):
        steps = np.exp(-0.5 * ((x[:, None] - x[None, :]) / sigma) ** 2)
        rows.append(steps @ area)
    return np.stack([row / row.sum() for row in rows]).astype(np.float32)


OTHERS, SOFT = (1, 5), (5, 8)
"""The rows of other kernels, and of blurred ones."""


def halve(truth: Array, kernel: Array | None = None) -> Array:
    """Return planes (N, 2H + 10, 2W + 10), in [0, 1], brought down to (N, H, W).

    Kernel is the row in the table for each plane, (N,); without one it is the average.
    """
    if kernel is None:
        inner = truth[:, MARGIN:-MARGIN, MARGIN:-MARGIN]
        count, height, width = inner.shape
        return inner.reshape(count, height // 2, 2, width // 2, 2).mean((2, 4))
    taps = jnp.asarray(_kernels())[kernel]
    for axis in (1, 2):
        size = (truth.shape[axis] - 2 * MARGIN) // 2
        parts = (
            jax.lax.slice_in_dim(truth, tap, tap + 2 * size - 1, stride=2, axis=axis)
            * taps[:, tap, None, None]
            for tap in range(_TAPS)
        )
        truth = sum(parts, jnp.zeros(()))
    return truth


def eight_bits(x: Array) -> Array:
    """Return values in [0, 1] as 8 bits hold them."""
    return jnp.round(jnp.clip(x, 0, 1) * 255) / 255


def sources(truth: Array, mix: DegradationMix, key: Array) -> Array:
    """Return the sources of truths (N, 2H + 10, 2W + 10), in [0, 1]: (N, H, W), each its own way.

    H and W are multiples of 8.
    """
    count = truth.shape[0]
    which, kind, soft, spoilt, grain, noise, step, place = jax.random.split(key, 8)
    draw = jax.random.uniform(which, (count,))
    other = jax.random.randint(kind, (count,), *OTHERS)
    blurred = jax.random.randint(soft, (count,), *SOFT)
    kernel = jnp.where(draw < mix.kernels, other, 0)
    kernel = jnp.where((draw >= mix.kernels) & (draw < mix.kernels + mix.soft), blurred, kernel)
    x = halve(truth, kernel) if mix.kernels + mix.soft > 0 else halve(truth)

    draw = jax.random.uniform(spoilt, (count,))
    if mix.noise > 0:
        much = jax.random.uniform(grain, (count,)) * mix.grain / 255 * (draw < mix.noise)
        x = x + jax.random.normal(noise, x.shape) * much[:, None, None]
    if mix.jpeg > 0:
        chosen = (draw >= mix.noise) & (draw < mix.noise + mix.jpeg)
        steps = jax.random.uniform(step, (count,), minval=1.0, maxval=mix.jpeg_step)
        moved = jax.random.randint(place, (2,), 0, 8)
        coded = jnp.roll(_jpeg(jnp.roll(x, moved, (1, 2)), steps), -moved, (1, 2))
        x = jnp.where(chosen[:, None, None], coded, x)
    return eight_bits(x)


def _jpeg(x: Array, step: Array) -> Array:
    """Return planes after a cosine transform of 8x8 blocks whose steps grow with the frequency."""
    count, height, width = x.shape
    basis = jnp.asarray(_cosines())
    blocks = x.reshape(count, height // 8, 8, width // 8, 8) * 255
    waves = jnp.einsum("ui,nyixj,vj->nyuxv", basis, blocks, basis)
    slope = 1 + (jnp.arange(8)[:, None] + jnp.arange(8)[None, :]) * 0.5
    wide = step[:, None, None, None, None] * slope[None, None, :, None, :]
    waves = jnp.round(waves / wide) * wide
    return jnp.einsum("ui,nyuxv,vj->nyixj", basis, waves, basis).reshape(x.shape) / 255


@cache
def _cosines() -> np.ndarray[Any, Any]:
    u, i = np.mgrid[:8, :8]
    waves = np.cos((2 * i + 1) * u * math.pi / 16) * np.where(u == 0, math.sqrt(0.125), 0.5)
    out: np.ndarray[Any, Any] = waves.astype(np.float32)
    return out


def crops(data: Array, size: int, batch: int, key: Array) -> Array:
    """Return squares of pictures (N, H, W), uint8: (batch, size, size), uint8, turned and flipped.

    They begin at any pixel, so that sources are seen in all their phases.
    """
    number, row, column, turn = jax.random.split(key, 4)
    count, height, width = data.shape
    picture = jax.random.randint(number, (batch,), 0, count)
    top = jax.random.randint(row, (batch,), 0, height - size + 1)
    left = jax.random.randint(column, (batch,), 0, width - size + 1)

    def one(n: Array, y: Array, x: Array) -> Array:
        return jax.lax.dynamic_slice(data, (n, y, x), (1, size, size))[0]

    out = jax.vmap(one)(picture, top, left)
    transpose, flip, mirror = jax.random.bernoulli(turn, shape=(3,))
    out = jnp.where(transpose, out.swapaxes(1, 2), out)
    out = jnp.where(flip, out[:, ::-1], out)
    return jnp.where(mirror, out[:, :, ::-1], out)
