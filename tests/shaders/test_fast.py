"""The fast preset: near v1.0-rc, at every scale and size, without seams or flicker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.compare import psnr
from support.paths import GOLDEN_ARRAYS

from anime4k_gl import upscale
from anime4k_gl.formats import Size
from anime4k_gl.library import preset_shader
from anime4k_gl.plan import make_plan

FAST, FULL = "v1.0-rc-fast", "v1.0-rc"
DRAWN = sorted(path for path in GOLDEN_ARRAYS.glob("*.npz") if not path.stem.startswith("noise"))


def drawing(shift: tuple[float, float] = (0, 0), size: tuple[int, int] = (80, 72)) -> Any:
    """Return a disc and lines with soft edges, moved by any part of a pixel, as float32."""
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float64)
    x, y = x - shift[0], y - shift[1]
    image = np.full((*x.shape, 3), (0.85, 0.75, 0.6))

    def draw(distance: Any, colour: tuple[float, float, float]) -> None:
        share = np.clip(0.5 - distance, 0, 1)[..., None]
        image[...] = image * (1 - share) + np.array(colour) * share

    away = np.hypot(x - 36, y - 38)
    draw(away - 22, (0.3, 0.55, 0.8))
    draw(np.abs(away - 22) - 0.8, (0.08, 0.06, 0.1))
    for angle, start, half in ((0.13, 16, 0.5), (0.6, 30, 0.8), (1.1, 44, 1.2), (2.1, 58, 0.6)):
        line = np.abs((x - start) * np.sin(angle) - (y - 18) * np.cos(angle)) - half
        draw(np.maximum(line, np.abs(y - 38) - 30), (0.1, 0.08, 0.08))
    return image.astype(np.float32)


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.stem)
@pytest.mark.parametrize("scaled", ["before", "here"])
def test_it_is_near_the_full_preset(path: Path, scaled: str) -> None:
    case = np.load(path)
    scale = case["input"].shape[1] / case["native_size"][0]
    before = scaled == "before"
    image, scaler = case["input" if before else "source"], "none" if before else "catmull_rom"
    fast, full = (
        upscale(image, scale=scale, scaler=scaler, preset=preset) / 255 for preset in (FAST, FULL)
    )
    ratio = psnr(fast, full)
    print(f"{path.stem}, scaled {scaled}: {ratio:.2f} dB to {FULL}")
    assert ratio >= 42


def test_its_parameters_are_those_of_the_full_preset() -> None:
    fast, full = (
        {p.name: (p.default, p.minimum, p.maximum, p.desc) for p in preset_shader(preset).params}
        for preset in (FAST, "v1.0-rc-reference")
    )
    assert fast == full


@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("thin_strength", 0.3),
        ("refine_strength", 0.2),
        ("line_threshold", 0.9),
        ("refine_line_multiplier", 1.0),
        ("fxaa_line_multiplier", 16.0),
        ("fxaa_span", 1.0),
    ],
)
def test_every_parameter_does_what_it_does_there(name: str, value: float, scale: float) -> None:
    image = drawing()
    fast, full = (
        [upscale(image, scale=scale, preset=p, params=params) for params in ({}, {name: value})]
        for p in (FAST, FULL)
    )
    if name == "thin_strength" and scale == 1:
        assert np.array_equal(fast[0], fast[1])
        return
    assert np.abs(fast[1] - fast[0]).max() > 0.02
    assert psnr(fast[1], full[1]) > 33


@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
def test_strength_zero_is_the_scaler_alone(scale: float) -> None:
    params = {"thin_strength": 0, "refine_strength": 0}
    off = upscale(drawing(), scale=scale, preset=FAST, params=params)
    assert np.abs(off - upscale(drawing(), scale=scale, preset="none")).max() < 0.003


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (5, 4), (33, 31), (34, 33), (79, 71)])
@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
def test_odd_sizes(size: tuple[int, int], scale: float) -> None:
    image = drawing(size=size)
    fast, full = (upscale(image, scale=scale, preset=preset) for preset in (FAST, FULL))
    assert fast.shape == full.shape
    assert np.isfinite(fast).all()
    assert psnr(fast, full) > 34


def test_a_flat_picture_stays_as_it_is() -> None:
    flat = np.full((37, 41, 3), (200, 100, 50), np.uint8)
    assert np.array_equal(upscale(flat, scale=2.0, preset=FAST)[0, 0], flat[0, 0])
    assert np.ptp(upscale(flat, scale=2.0, preset=FAST).astype(int), axis=(0, 1)).max() == 0


HALF_STEP = 2.0**-10  # between half floats around 1, the coarsest that the pictures need


def whole_and_part(scale: int, **options: Any) -> tuple[Any, Any]:
    """Return a result's part, and the result of that part alone, away from its border."""
    image = drawing()
    # By whole groups of the quarter-size map's pixels, or it would see other ones.
    x, y = 16, 12
    if options.get("scaler") == "none":
        image, x, y = upscale(image, scale=float(scale), preset="none"), x * scale, y * scale
    whole = upscale(image, scale=float(scale), **options)
    part = upscale(image[y:, x:], scale=float(scale), **options)
    edge = 12 * scale
    return whole[-part.shape[0] :, -part.shape[1] :][edge:, edge:], part[edge:, edge:]


def differing(pictures: tuple[Any, Any]) -> Any:
    """Return by how much each pixel of two pictures differs."""
    return np.abs(pictures[0] - pictures[1]).max(axis=2)


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_there_are_no_seams(scale: int) -> None:
    """A part of the picture comes out as that part of the whole does, away from its border."""
    assert differing(whole_and_part(scale, preset=FAST, scaler="none")).max() < HALF_STEP


@pytest.mark.parametrize("scale", [1, 2, 3])
def test_there_are_no_seams_but_where_the_scaler_rounds(scale: int) -> None:
    """With the scaler, little else comes out than what the scaler itself rounds otherwise.

    It computes positions, and their last bit can make another half float of its result, the more
    so as Mesa cuts half floats off: a flat colour that is one may become the one below. Three
    times as large, 11 % of the scaler's own pixels differ with Mesa 22.3 and 24 % with 25.0, by
    two half floats at most. Of so many, 1.6 % and 2.2 % differ after the passes, where a kernel
    just matches or just does not.
    """
    scaled = differing(whole_and_part(scale, preset="none"))
    assert scaled.max() <= HALF_STEP
    other = differing(whole_and_part(scale, preset=FAST)) > 0.003
    print(f"{np.mean(scaled > 0):.2%} scaled otherwise, {other.mean():.2%} drawn otherwise")
    assert other.mean() <= np.mean(scaled > 0) / 30
    assert other.mean(axis=0).max() < 0.1
    assert other.mean(axis=1).max() < 0.1


def test_where_the_maps_lie_shows_little() -> None:
    """A picture moved by whole pixels comes out moved, though the maps' pixels lie elsewhere."""
    image = drawing()
    whole = upscale(image, scale=2.0, preset=FAST)
    for x, y in ((1, 0), (0, 1), (1, 1), (3, 2)):
        part = upscale(image[y:, x:], scale=2.0, preset=FAST)
        assert psnr(part[24:-24, 24:-24], whole[2 * y + 24 : -24, 2 * x + 24 : -24]) > 42


@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
def test_a_moving_drawing_flickers_no_more(scale: float) -> None:
    """From step to step of an eighth of a pixel, about as much changes as with the full preset."""
    steps = [(k / 8, k / 14) for k in range(9)]
    change, jerk = {}, {}
    for preset in (FAST, FULL):
        frames = np.stack([upscale(drawing(s), scale=scale, preset=preset) for s in steps])
        change[preset] = np.sqrt(np.mean(np.diff(frames, axis=0) ** 2))
        jerk[preset] = np.sqrt(np.mean(np.diff(frames, 2, axis=0) ** 2))
    print(f"scale {scale}: {change[FAST] / change[FULL]:.3f}, {jerk[FAST] / jerk[FULL]:.3f}")
    assert change[FAST] < 1.1 * change[FULL]
    assert jerk[FAST] < 1.15 * jerk[FULL]


@pytest.mark.parametrize(
    ("scale", "passes"),
    [
        (1, ("apart", "near")),
        (1.5, ("apart", "near")),
        (2, ("refine", "FXAA")),
        (3, ("apart", "FXAA")),
    ],
)
@pytest.mark.parametrize("scaled", ["before", "here"])
def test_scales_have_their_passes(scale: float, passes: tuple[str, str], scaled: str) -> None:
    """Whether the picture was scaled before counts no more than in the passes themselves."""
    native, target = Size(40, 30), Size(round(40 * scale), round(30 * scale))
    plan = make_plan(
        [preset_shader(FAST)], source=target if scaled == "before" else native, target=target,
        native=native, scaler="none" if scaled == "before" else "catmull_rom",
    )  # fmt: skip
    labels = [run.label for run in plan.runs if "fast" in run.label]
    assert len(labels) == 7
    for label, name in zip(labels[-2:], passes, strict=True):
        assert label.endswith(name)
