"""The scalers against Pillow where it has the same kernel, else against a reference in float64."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

import anime4k_gl as a4k
from anime4k_gl import OptionError, upscale
from anime4k_gl.plan import ScalingOptions
from anime4k_gl.scaler_shaders import (
    SCALERS,
    Tuning,
    _jinc,
    check_tuning,
    resolve_scaler,
    scaler_names,
    scaler_shader,
)

ONE_CODE = 1 / 255

PILLOW = {
    "catmull_rom": Image.Resampling.BICUBIC,
    "bicubic": Image.Resampling.BICUBIC,
    "bilinear": Image.Resampling.BILINEAR,
    "lanczos": Image.Resampling.LANCZOS,
}
SIZES = {
    "up 2": ((24, 18), (48, 36)),
    "up 1.5": ((24, 18), (36, 27)),
    "up 3": ((15, 11), (45, 33)),
    "odd": ((17, 13), (40, 29)),
    "one side": ((17, 13), (17, 40)),
    "down 0.5": ((48, 36), (24, 18)),
    "down 0.37": ((61, 43), (23, 16)),
    "up and down": ((20, 40), (47, 15)),
    "to 1x1": ((37, 21), (1, 1)),
    "from 1x1": ((1, 1), (9, 7)),
}


def noise(width: int, height: int) -> Any:
    return np.random.default_rng(width * 1000 + height).integers(0, 256, (height, width, 3), "u1")


def gradient(width: int, height: int) -> Any:
    y, x = np.mgrid[0:height, 0:width]
    ramp = [x / max(width - 1, 1), y / max(height - 1, 1), (x + y) / max(width + height - 2, 1)]
    return (np.stack(ramp, axis=2) * 255).astype("u1")


def edges(width: int, height: int) -> Any:
    y, x = np.mgrid[0:height, 0:width]
    inside = np.stack([x * 2 > width, y * 3 > height, x * height > y * width], axis=2)
    return np.where(inside, 255, 0).astype("u1")


def scale(image: Any, size: tuple[int, int], scaler: str) -> Any:
    return upscale(image, size=size, scaler=scaler, preset="none")


@pytest.mark.parametrize("picture", [noise, gradient, edges])
@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("scaler", PILLOW)
def test_pillow_has_the_same_kernel(
    scaler: str, sizes: Any, picture: Callable[[int, int], Any]
) -> None:
    image = picture(*sizes[0])
    # Rows first, as ours: left to itself, Pillow chooses the order by the sizes, and what it cuts
    # off in between depends on it.
    rows = Image.fromarray(image).resize((sizes[1][0], sizes[0][1]), PILLOW[scaler])
    expected = rows.resize(sizes[1], PILLOW[scaler])
    difference = np.abs(scale(image, sizes[1], scaler).astype(int) - np.asarray(expected))
    print(f"{scaler}: differs by at most {difference.max()} codes")
    assert difference.max() <= 1


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
def test_nearest_takes_the_pixel_under_the_centre(sizes: Any) -> None:
    image = noise(*sizes[0])
    twice = [(2 * np.arange(t) + 1) * s for s, t in zip(*sizes, strict=True)]
    x, y = (at // (2 * t) for at, t in zip(twice, sizes[1], strict=True))
    result = scale(image, sizes[1], "nearest")
    assert np.array_equal(result, image[y[:, None], x])
    # Pillow's is the same but for centres on a border of pixels, where rounding errors choose.
    inside = [at % (2 * t) != 0 for at, t in zip(twice, sizes[1], strict=True)]
    expected = Image.fromarray(image).resize(sizes[1], Image.Resampling.NEAREST)
    sure = np.ix_(inside[1], inside[0])
    assert np.array_equal(result[sure], np.asarray(expected)[sure])


# References in float64, written from the kernels' definitions.


def mitchell(x: Any) -> Any:
    b = c = 1 / 3
    near = ((12 - 9 * b - 6 * c) * x**3 + (-18 + 12 * b + 6 * c) * x**2 + 6 - 2 * b) / 6
    far = (-b - 6 * c) * x**3 + (6 * b + 30 * c) * x**2 + (-12 * b - 48 * c) * x + 8 * b + 24 * c
    return np.where(x < 1, near, np.where(x < 2, far / 6, 0))


def spline36(x: Any) -> Any:
    pieces = [
        1 - 3 / 209 * x - 453 / 209 * x**2 + 13 / 11 * x**3,
        -156 / 209 * (x - 1) + 270 / 209 * (x - 1) ** 2 - 6 / 11 * (x - 1) ** 3,
        26 / 209 * (x - 2) - 45 / 209 * (x - 2) ** 2 + 1 / 11 * (x - 2) ** 3,
    ]
    return np.select([x < 1, x < 2, x < 3], pieces, 0.0)


def weights(kernel: Any, radius: float, source: int, target: int) -> Any:
    """Return the (target, source) matrix that resamples one axis."""
    stretch = max(source / target, 1.0)
    centre = (np.arange(target) + 0.5) * source / target
    distance = np.abs(np.arange(source) + 0.5 - centre[:, None]) / stretch
    matrix = np.where(distance < radius, kernel(distance), 0.0)
    return matrix / matrix.sum(axis=1, keepdims=True)


def j1(z: Any) -> Any:
    """Return the Bessel function of the first kind and order 1 by its power series."""
    term = z / 2
    total = term.copy()
    for k in range(1, 60):
        term = -term * (z / 2) ** 2 / (k * (k + 1))
        total = total + term
    return total


def jinc(x: Any) -> Any:
    z = np.maximum(np.pi * x, 1e-9)
    return 2 * j1(z) / z


def polar(image: Any, size: tuple[int, int], blur: float) -> Any:
    first_zero, third_zero = 1.2196698912665045, 3.2383154841662362
    assert abs(jinc(np.array([first_zero, third_zero]))).max() < 1e-12
    height, width = image.shape[:2]
    stretch = [max(width / size[0], 1.0), max(height / size[1], 1.0)]
    result = np.empty((size[1], size[0], 3))
    for y in range(size[1]):
        dy = (np.arange(height) + 0.5 - (y + 0.5) * height / size[1]) / stretch[1]
        for x in range(size[0]):
            dx = (np.arange(width) + 0.5 - (x + 0.5) * width / size[0]) / stretch[0]
            distance = np.hypot(dx[None, :], dy[:, None]) / blur
            kernel = jinc(distance) * jinc(distance * first_zero / third_zero)
            kernel = np.where(distance < third_zero, kernel, 0.0)
            result[y, x] = np.einsum("yx,yxc->c", kernel, image) / kernel.sum()
    return result.clip(0, 1)


@pytest.mark.parametrize("sizes", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("scaler", ["mitchell", "spline36"])
def test_separable_kernels(scaler: str, sizes: Any) -> None:
    kernel, radius = {"mitchell": (mitchell, 2), "spline36": (spline36, 3)}[scaler]
    image = (noise(*sizes[0]) / 255).astype(np.float32)
    rows = weights(kernel, radius, sizes[0][0], sizes[1][0])
    columns = weights(kernel, radius, sizes[0][1], sizes[1][1])
    wide = np.einsum("ts,ysc->ytc", rows, image).clip(0, 1)
    expected = np.einsum("ts,sxc->txc", columns, wide).clip(0, 1)
    difference = np.abs(scale(image, sizes[1], scaler) - expected).max()
    print(f"{scaler}: differs by at most {difference * 255:.3f} codes")
    assert difference <= ONE_CODE


@pytest.mark.parametrize("picture", [noise, edges])
@pytest.mark.parametrize(
    "sizes", [((12, 9), (24, 18)), ((11, 9), (26, 20)), ((30, 22), (11, 8)), ((9, 8), (1, 1))]
)
@pytest.mark.parametrize(
    ("scaler", "blur"), [("ewa_lanczos", 1.0), ("ewa_lanczossharp", 0.9812505644269356)]
)
def test_polar_kernels(scaler: str, blur: float, sizes: Any, picture: Any) -> None:
    image = (picture(*sizes[0]) / 255).astype(np.float32)
    difference = np.abs(scale(image, sizes[1], scaler) - polar(image, sizes[1], blur)).max()
    print(f"{scaler}: differs by at most {difference * 255:.3f} codes")
    assert difference <= ONE_CODE / 2


def test_the_table_of_the_polar_kernel_holds_a_bessel_function() -> None:
    x = np.linspace(0, 3.2383154841662362, 100)
    assert np.abs(np.array([_jinc(float(v)) for v in x]) - jinc(x)).max() < 1e-12


# What every scaler must do.


@pytest.mark.parametrize("size", [(31, 22), (40, 24), (7, 5), (50, 9)])
@pytest.mark.parametrize("scaler", SCALERS)
def test_a_constant_stays_constant(scaler: str, size: tuple[int, int]) -> None:
    for colour in ((0, 1, 2), (37, 64, 127), (128, 200, 251), (253, 254, 255)):
        image = np.empty((16, 20, 3), np.uint8)
        image[:] = colour
        assert (scale(image, size, scaler) == np.array(colour, np.uint8)).all()


@pytest.mark.parametrize("size", [(96, 72), (80, 61), (71, 99), (24, 20)])
@pytest.mark.parametrize("scaler", SCALERS)
def test_nothing_is_shifted(scaler: str, size: tuple[int, int]) -> None:
    y, x = np.mgrid[0:36, 0:48]
    centre = (20.3, 15.8)  # in pixels, a pixel's centre being at .5
    blob = np.exp(-((x + 0.5 - centre[0]) ** 2 + (y + 0.5 - centre[1]) ** 2) / (2 * 4.0**2))
    image = np.repeat(blob[..., None], 3, axis=2).astype(np.float32)
    result = scale(image, size, scaler)[..., 0].astype(np.float64)
    found = (
        (result.sum(axis=0) * (np.arange(size[0]) + 0.5)).sum() / result.sum() * 48 / size[0],
        (result.sum(axis=1) * (np.arange(size[1]) + 0.5)).sum() / result.sum() * 36 / size[1],
    )
    # Halved, nearest takes one of the two pixels beside a centre; scaled up, blocks are uneven. The
    # rest lies where it lay within a hundredth of a pixel.
    tolerance = (0.6 if size[0] < 48 else 0.1) if scaler == "nearest" else 0.01
    assert math.dist(found, centre) < tolerance


@pytest.mark.parametrize("size", [(16, 16), (12, 15), (5, 4), (1, 1)])
@pytest.mark.parametrize("scaler", sorted(set(SCALERS) - {"nearest"}))
def test_downscaling_is_anti_aliased(scaler: str, size: tuple[int, int]) -> None:
    y, x = np.mgrid[0:32, 0:32]
    board = np.repeat(((x + y) % 2)[..., None], 3, axis=2).astype(np.float32)
    result = scale(board, size, scaler)
    # The border has half its neighbours only.
    inner = result[1:-1, 1:-1] if min(size) > 2 else result
    assert np.abs(inner - 0.5).max() < 0.1


def test_nearest_keeps_a_checkerboard_hard() -> None:
    y, x = np.mgrid[0:32, 0:32]
    board = np.repeat(((x + y) % 2)[..., None] * 255, 3, axis=2).astype(np.uint8)
    assert set(np.unique(scale(board, (12, 15), "nearest"))) == {0, 255}


def test_names() -> None:
    assert scaler_names() == (
        "nearest", "bilinear", "catmull_rom", "mitchell", "spline36", "lanczos", "ewa_lanczos",
        "ewa_lanczossharp", "bicubic", "none",
    )  # fmt: skip
    assert resolve_scaler("bicubic") == "catmull_rom"
    with pytest.raises(OptionError) as caught:
        resolve_scaler("bicubik")
    assert str(caught.value) == (
        "unknown scaler 'bicubik'; valid are: nearest, bilinear, catmull_rom, mitchell, spline36,"
        " lanczos, ewa_lanczos, ewa_lanczossharp, bicubic, none"
    )


@pytest.mark.parametrize("name", SCALERS)
def test_each_scaler_is_a_user_shader_that_saves_the_scaled_picture(name: str) -> None:
    shader = scaler_shader(name)
    assert shader.passes[-1].save == "SCALED"
    assert all(shader_pass.hooks == ("PREKERNEL",) for shader_pass in shader.passes)
    assert scaler_shader(name) is shader  # read once


def test_cubic_parameters_make_one_scaler_of_another() -> None:
    as_mitchell = Tuning(param1=1 / 3, param2=1 / 3)
    picture = noise(24, 18)
    mitchell = upscale(picture, preset="none", scaler="mitchell")
    tuned = upscale(picture, preset="none", scaling=ScalingOptions(tuning=as_mitchell))
    assert np.abs(tuned.astype(int) - mitchell).max() <= 1


@pytest.mark.parametrize(("radius", "differs"), [(3.0, False), (5.0, True)])
def test_radius_widens_lanczos(radius: float, differs: bool) -> None:
    picture, options = noise(24, 18), ScalingOptions(tuning=Tuning(radius=radius))
    plain = upscale(picture, preset="none", scaler="lanczos").astype(int)
    tuned = upscale(picture, preset="none", scaler="lanczos", scaling=options)
    assert bool(np.abs(tuned - plain).max() > 3) == differs


@pytest.mark.parametrize("scaler", ["lanczos", "ewa_lanczos", "catmull_rom"])
def test_antiring_keeps_an_edge_within_its_values(scaler: str) -> None:
    edge = np.full((16, 16, 3), 60, np.uint8)
    edge[:, 8:] = 180
    ringing = upscale(edge, preset="none", scaler=scaler)
    assert ringing.min() < 58 or ringing.max() > 182
    options = ScalingOptions(tuning=Tuning(antiring=1.0))
    calm = upscale(edge, preset="none", scaler=scaler, scaling=options)
    assert calm.min() >= 59
    assert calm.max() <= 181


@pytest.mark.parametrize(
    ("scaler", "tuning", "message"),
    [
        ("lanczos", Tuning(param1=1.0),
         "scaler 'lanczos' has no param1 or param2; only catmull_rom and mitchell do"),
        ("mitchell", Tuning(radius=2.0),
         "scaler 'mitchell' has no radius to set; only the lanczos ones do"),
        ("lanczos", Tuning(radius=99.0), "scaler 'lanczos': the radius must be 1 to 16, not 99.0"),
        ("bilinear", Tuning(antiring=2.0), "scaler 'bilinear': antiring must be 0 to 1, not 2.0"),
    ],
)  # fmt: skip
def test_tuning_that_is_of_no_use(scaler: str, tuning: Tuning, message: str) -> None:
    with pytest.raises(OptionError) as caught:
        check_tuning(scaler, tuning)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("name", "end"), [("ewa_lanczos", "2.923754"), ("ewa_lanczossharp", "3.051550")]
)
def test_as_a_player_polar_kernels_end_where_mpvs_do(name: str, end: str) -> None:
    # The numbers that mpv 0.35 writes into its shaders with --scaler-lut-size=10.
    body = scaler_shader(name, as_player=True).passes[0].body
    cutoff = next(line.split()[2] for line in body.splitlines() if "define CUTOFF" in line)
    assert f"{float(cutoff):.6f}" == end
    assert "define CUTOFF" not in scaler_shader(name).passes[0].body


def test_users_can_list_the_names_that_are_accepted() -> None:
    names = a4k.scalers()
    assert names == scaler_names()
    assert {"bicubic", "ewa_lanczos", "none"} <= set(names)
    image = noise(5, 4)
    for name in names:
        assert upscale(image, scale=1, preset="none", scaler=name).shape == image.shape
