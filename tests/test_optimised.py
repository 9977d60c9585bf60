"""The optimised v1.0 RC against the ten passes as published, beyond the golden cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from compare import psnr, share_within

from anime4k_gl import upscale
from anime4k_gl.bench.inputs import pictures
from anime4k_gl.formats import Size

TOLERANCE = 2 / 255
CROWDED = pictures(Size(320, 180))[2][..., :3]


def drawing(width: int, height: int) -> Any:
    """Return a part of a drawing that is full of lines: (height, width, 3) uint8."""
    return np.ascontiguousarray(CROWDED[40 : 40 + height, 100 : 100 + width])


def both(image: Any, **options: Any) -> tuple[Any, Any]:
    fast = upscale(image, preset="v1.0-rc", **options)
    slow = upscale(image, preset="v1.0-rc-reference", **options)
    return fast / 255.0, slow / 255.0


@pytest.mark.parametrize("size", [(64, 48), (65, 48), (64, 49), (67, 51), (3, 5), (2, 2), (1, 1)])
def test_every_parity_of_the_size(size: tuple[int, int]) -> None:
    width, height = size
    image = drawing(width, height)
    for border in (image, image[::-1, ::-1]):
        fast, slow = both(np.ascontiguousarray(border), scale=1.7)
        assert share_within(fast, slow, TOLERANCE) >= 0.996
        assert psnr(fast, slow) > 50


@pytest.mark.parametrize(
    "params",
    [
        {"thin_strength": 0.0},
        {"thin_strength": 0.5},
        {"refine_strength": 0.0},
        {"refine_strength": 0.25},
        {"line_threshold": 0.3},
        {"line_threshold": 0.6},
        {"refine_line_multiplier": 2.0},
        {"refine_line_multiplier": 1.0, "fxaa_line_multiplier": 16.0},
        {"fxaa_line_multiplier": 0.0},
        {"fxaa_line_multiplier": 32.0, "refine_line_multiplier": 32.0},
        {"fxaa_span": 0.0},
        {"fxaa_span": 2.0},
    ],
    ids=str,
)
def test_every_parameter_means_what_it_means_in_the_published_passes(
    params: dict[str, float],
) -> None:
    image = drawing(96, 64)
    fast, slow = both(image, scale=2.0, params=params)
    assert share_within(fast, slow, TOLERANCE) >= 0.996
    assert psnr(fast, slow) > 50
    plain = upscale(image, scale=2.0) / 255.0
    assert psnr(fast, plain) < 90  # the parameter does something


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0, 3.0, 4.5])
def test_every_scale(scale: float) -> None:
    fast, slow = both(drawing(80, 60), scale=scale)
    assert share_within(fast, slow, TOLERANCE) >= 0.996
    assert psnr(fast, slow) > 50
