"""The optimised v1.0 RC against the ten passes as published, beyond the golden cases."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.compare import psnr, share_within

from anime4k_gl import upscale
from anime4k_gl.bench.inputs import pictures
from anime4k_gl.formats import RGBA8, RGBA16F, RGBA32F, Size
from anime4k_gl.gl.executor import Executor
from anime4k_gl.library import preset_shader
from anime4k_gl.plan import Plan, make_plan

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


def _plan(name: str, *, wide: bool, dialect: str | None = None) -> Plan:
    shaders = [] if name == "none" else [preset_shader(name)]
    size = Size(61, 43)
    return make_plan(
        shaders, source=size, target=Size(122, 86), wide=wide, dialect=dialect, output=RGBA8
    )


@pytest.mark.parametrize("name", ["v1.0-rc", "none"])
def test_half_floats_in_32_bits_are_the_same_picture(context: Any, name: str) -> None:
    image = drawing(61, 43)
    pixels = np.dstack([image, np.full(image.shape[:2], 255, np.uint8)])
    results = []
    for wide in (False, True):
        plan = _plan(name, wide=wide)
        stored = {value.format for value in plan.values[plan.inputs :]}
        assert (RGBA32F if wide else RGBA16F) in stored
        assert (RGBA16F if wide else RGBA32F) not in stored
        texture = context.texture((61, 43), 4, pixels.tobytes())
        executor = Executor(context, plan)
        results.append(executor.run([texture])[0].read())
        executor.release()
        texture.release()
    assert results[0] == results[1]


def test_only_what_may_be_stored_so_is() -> None:
    for plan in (
        _plan("v1.0-rc-reference", wide=True),
        _plan("v1.0-rc", wide=True, dialect="vo_gpu"),
    ):
        assert all(value.format != RGBA32F for value in plan.values)
        assert not any(run.halves for run in plan.runs)


def test_a_result_in_half_floats_stays_one() -> None:
    plan = make_plan(
        [preset_shader("v1.0-rc")], source=Size(8, 8), target=Size(16, 16), wide=True,
        output=RGBA16F,
    )  # fmt: skip
    assert [plan.values[index].format for index in plan.outputs] == [RGBA16F]
