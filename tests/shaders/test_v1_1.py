"""What v1.1 finds out about a frame, its noise and its softness, and what it makes of that."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import ndimage

from anime4k_gl import upscale
from anime4k_gl.library import preset_shader

LUMA = np.array([0.2126, 0.7152, 0.0722])


def drawing(size: int = 96) -> Any:
    """Return circles and bars with flat places between them: (size, size, 3), of 0.2 to 0.8."""
    y, x = np.mgrid[0 : 4 * size, 0 : 4 * size] / 4
    ink = (np.abs(np.hypot(x - size / 3, y - size / 2) - size / 5) < 1.5) | (
        np.abs(x - y / 2 - 50) < 1
    )
    fine = np.where(ink, 0.2, np.where(x > 0.75 * size, 0.8, 0.65))
    plane = fine.reshape(size, 4, size, 4).mean((1, 3))
    return np.repeat(plane[..., None], 3, 2)


def eight_bits(picture: Any) -> Any:
    return np.round(255 * np.clip(picture, 0, 1)).astype(np.uint8)


def noisy(picture: Any, codes: float = 6) -> Any:
    noise = np.random.default_rng(7).normal(0, codes / 255, picture.shape[:2])
    return eight_bits(picture + noise[..., None])


def soft(picture: Any) -> Any:
    """Return what a master of two thirds of the size, scaled up, has kept of it."""
    size = picture.shape[0]
    small = ndimage.zoom(
        ndimage.gaussian_filter(picture, (0.6, 0.6, 0)), (2 / 3, 2 / 3, 1), order=1
    )
    return eight_bits(ndimage.zoom(small, (size / small.shape[0],) * 2 + (1,), order=1))


def doubled(picture: Any, **params: float) -> Any:
    return upscale(picture, scale=2, preset="v1.1", params=params) / 255


def steepest(picture: Any) -> float:
    return float(np.percentile(np.abs(np.diff(picture @ LUMA, axis=1)), 99))


def test_noise_is_measured_and_taken_out_of_flat_places() -> None:
    picture = noisy(drawing())
    flat = (slice(8, 80), slice(-36, -8))
    kept, left = (doubled(picture, denoise=each)[flat].std() * 255 for each in (0.0, 1.5))
    assert kept > 4.5
    assert left < 0.55 * kept
    # The lines stay where they are, as steep as before.
    assert steepest(doubled(picture)) > 0.9 * steepest(doubled(picture, denoise=0.0))


def test_a_frame_without_noise_stays_as_it_is() -> None:
    picture = eight_bits(drawing())
    assert np.array_equal(doubled(picture), doubled(picture, denoise=0.0, focus=0.0))
    few = noisy(drawing(96)[:31, :, :])  # of which too little is seen
    assert np.array_equal(doubled(few), doubled(few, denoise=0.0, focus=0.0))


def test_a_soft_frame_is_made_sharper_without_halos() -> None:
    picture = soft(drawing())
    sharp, plain = doubled(picture), doubled(picture, focus=0.0)
    assert steepest(sharp) > 1.15 * steepest(plain)
    assert sharp.min() >= picture.min() / 255 - 0.01
    assert sharp.max() <= picture.max() / 255 + 0.01


@pytest.mark.parametrize("make", [noisy, soft])
def test_both_forms_draw_the_same(make: Any) -> None:
    picture = make(drawing(64))
    fragment, compute = (
        upscale(picture, scale=2, preset="v1.1", backend=each).astype(int)
        for each in ("fragment", "compute")
    )
    assert np.abs(fragment - compute).max() <= 2


@pytest.mark.parametrize("size", [(37, 53), (3, 2)], ids=str)
def test_both_forms_draw_the_same_where_tiles_do_not_divide_the_picture(
    size: tuple[int, int],
) -> None:
    """Up to the picture's borders, beyond which each step has its nearest pixel's value."""
    picture = noisy(drawing(64))[5 : 5 + size[1], 8 : 8 + size[0]]
    fragment, compute = (
        upscale(picture, scale=2, preset="v1.1", backend=each).astype(int)
        for each in ("fragment", "compute")
    )
    assert np.abs(fragment - compute).max() <= 1


@pytest.mark.parametrize("make", [noisy, soft])
def test_both_forms_draw_the_same_without_the_push(make: Any) -> None:
    """As the governor has them: what the frame's statistics changed of the luma is doubled, too."""
    picture = make(drawing(64))
    shaders = (
        preset_shader("v1.1", compute=each, without=("thin_lines",)) for each in (False, True)
    )
    fragment, compute = (upscale(picture, scale=2, shaders=[s]).astype(int) for s in shaders)
    assert np.abs(fragment - compute).max() <= 2
