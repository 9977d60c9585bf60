"""Networks as compute passes: the reference's picture, whatever the tiles, and only scaled where
no line is near.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from support.compare import psnr
from support.drawing import RGBA32F
from support.networks import compute_text, dense, mixed

from anime4k_gl import parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.networks import compute
from anime4k_gl.networks.compute import compute_passes
from anime4k_gl.networks.lines import CELL, LEAST_STEP, NEAR, nearby_cells
from anime4k_gl.networks.network import Activation, Chroma, Conv, Network, NetworkError
from anime4k_gl.networks.reference import doubled, luma, picture
from anime4k_gl.networks.taps import four_numbers
from anime4k_gl.networks.tiles import COLOURS, HALVES, LEAST_MEMORY, Tiling, divided, tiling_of
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

OF_FLOATS, OF_HALVES = 60.0, 50.0  # dB, at least
JOINT = dense(chroma=Chroma.JOINT)


def noise(width: int, height: int) -> Any:
    rng = np.random.default_rng(3)
    return np.round(rng.random((height, width, 3)) * 255) / 255


def drawn(
    context: Any, network: Network, tiling: Tiling, source: Any, *, gated: bool = False
) -> Any:
    """Return the picture at twice the size, (2H, 2W, 3)."""
    text = compute_text(network, tiling, gated=gated)
    assert text.count("//!HOOK") == len(tiling.cuts) + 1 + (gated and len(tiling.cuts) > 0)
    return drawn_by(context, text, source)


def drawn_by(context: Any, text: str, source: Any) -> Any:
    shader = parse_user_shader(text)
    renderer = Renderer(context, RenderOptions.for_shaders([shader], scaler="nearest"))
    try:
        height, width = source.shape[:2]
        target = Size(2 * width, 2 * height)
        renderer.render(source.astype(np.float32), target=target, output=RGBA32F)
        return renderer.read()[0][..., :3]
    finally:
        renderer.release()


def wanted(network: Network, source: Any) -> Any:
    return np.clip(picture(network, source), 0, 1)


SIZES = ((1, 1), (7, 5), (33, 17))
WAYS = {
    "one dispatch": (JOINT, Tiling(16, 8, 64, 2)),
    "turns that reach below": (dense(layers=1), Tiling(8, 8, 32, 3)),
    "a dispatch a map": (replace(JOINT, name="cut"), Tiling(16, 8, 128, 1, ("c0",))),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_picture_is_the_references(context: Any, way: str) -> None:
    network, tiling = WAYS[way]
    for size in SIZES:
        source = noise(*size)
        near = psnr(drawn(context, network, tiling, source), wanted(network, source))
        print(f"{way}, {size}: {near:.1f} dB")
        assert near >= OF_FLOATS
        assert psnr(doubled(source), wanted(network, source)) < 30


def test_other_activations_and_kernels(context: Any) -> None:
    rng = np.random.default_rng(7)

    def conv(name: str, reads: str, shape: tuple[int, ...], kind: Activation) -> Conv:
        weight = rng.normal(0, 0.3, shape).astype(np.float32)
        slope = np.float32([0.25] * shape[3]) if kind is Activation.PRELU else None
        return Conv(name, (reads,), kind, weight, np.float32([0.1] * shape[3]), slope)

    nodes = (
        conv("a", "luma", (5, 5, 1, 6), Activation.PRELU),
        conv("b", "a", (1, 1, 6, 3), Activation.RELU),
        conv("c", "b", (3, 3, 3, 4), Activation.NONE),
    )
    network = replace(dense(), nodes=(*nodes, replace(dense().nodes[-1], inputs=("c",))))
    source = noise(19, 9)
    near = psnr(drawn(context, network, Tiling(8, 8, 64), source), wanted(network, source))
    assert near >= OF_FLOATS


def test_maps_are_kept_as_halves_where_floats_are_too_many(
    context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tiling = Tiling(16, 8, 64)
    monkeypatch.setattr(compute, "LEAST_MEMORY", 5000)
    (one,) = divided(JOINT, tiling)
    assert one.memory(HALVES) <= 5000 < one.memory(2 * HALVES)
    assert "define kept(four) uvec2(packHalf2x16" in compute_text(JOINT, tiling)
    source = noise(20, 11)
    near = psnr(drawn(context, JOINT, tiling, source), wanted(JOINT, source))
    print(f"{near:.1f} dB")
    assert near >= OF_HALVES


def test_where_no_line_is_the_picture_is_only_scaled(context: Any) -> None:
    """A step at the left, near enough for the tile beside it; the third one is far from it."""
    source = np.full((8, 24, 3), 0.5)
    source[:, 7:] = (0.5, 0.7, 0.6)
    source[:, 20:] += 0.001
    tiling = Tiling(8, 8, 64)
    result = drawn(context, JOINT, tiling, source, gated=True)
    whole, scaled = picture(JOINT, source), doubled(source)
    assert psnr(scaled[:, 32:], whole[:, 32:]) < 40
    assert psnr(result[:, :32], whole[:, :32]) >= OF_FLOATS
    assert psnr(result[:, 32:], scaled[:, 32:]) >= OF_FLOATS
    assert psnr(drawn(context, JOINT, tiling, source), whole) >= OF_FLOATS


def near_lines(source: Any) -> Any:
    """Return which pixels of the doubled picture are near a line, (2H, 2W)."""
    grey = luma(source)
    steps = np.zeros_like(grey)
    steps[:, :-1] = abs(np.diff(grey, axis=1))
    steps[:-1] = np.maximum(steps[:-1], abs(np.diff(grey, axis=0)))
    high, wide = grey.shape
    cells = np.zeros((-(-high // CELL), -(-wide // CELL)), bool)
    for y, x in np.argwhere(steps >= LEAST_STEP):
        y0, x0 = max(y // CELL - NEAR, 0), max(x // CELL - NEAR, 0)
        cells[y0 : y // CELL + NEAR + 1, x0 : x // CELL + NEAR + 1] = True
    return cells.repeat(2 * CELL, 0).repeat(2 * CELL, 1)[: 2 * high, : 2 * wide, None]


POISON = """\
    if (busy == 0) for (int n = 0; n < PIXELS; n++) {
        ivec2 at = (origin + own_pixel(thread, n)) * ivec2(2, 1);
        vec4 poison = vec4(uintBitsToFloat(0x7fc00000u));
        imageStore(out_image, at, poison);
        imageStore(out_image, at + ivec2(1, 0), poison);
    }
"""


def test_dispatches_compute_what_is_near_a_line_and_what_that_reads(context: Any) -> None:
    """Lines at a tile's corner, in the last cells, which are cut off, and far from both nothing.

    What skipped tiles hold of a map is never seen: it may be NaN.
    """
    network, tiling = WAYS["a dispatch a map"]
    source = np.full((29, 75, 3), 0.5) + 0.002 * np.sin(np.arange(75))[:, None]
    source[:8, :17] = (0.5, 0.7, 0.6)
    source[28, 74] = 0.6
    near = near_lines(source)
    assert 0.05 < near.mean() < 0.5
    whole, scaled = picture(network, source), doubled(source)
    assert psnr(whole[~near[..., 0]], scaled[~near[..., 0]]) < 40
    result = drawn(context, network, tiling, source, gated=True)
    assert psnr(result, np.where(near, whole, scaled)) >= OF_FLOATS
    text = compute_text(network, tiling, gated=True)
    poisoned = text.replace("    if (busy != 0) for (int n = 0; n < PIXELS; n++) {\n"
                            "        ivec2 at = own_pixel(thread, n), pixel",
                            POISON + "    if (busy != 0) for (int n = 0; n < PIXELS; n++) {\n"
                            "        ivec2 at = own_pixel(thread, n), pixel", 1)  # fmt: skip
    assert poisoned != text
    assert (drawn_by(context, poisoned, source) == result).all()


def test_the_earlier_a_dispatch_the_farther_it_looks_for_lines() -> None:
    network = dense(features=8, layers=7)
    tiling = Tiling(32, 16, cuts=("c1", "c3"))
    looked = nearby_cells(divided(network, tiling), tiling)
    # The maps after c1 reach five pixels, those after c3 three.
    assert [each.beyond for each in looked] == [2, 1, 0]
    assert [(each.columns, each.rows) for each in looked] == [(14, 10), (12, 8), (10, 6)]
    assert ["near_line" in each.memory() for each in looked] == [False, False, True]
    with pytest.raises(NetworkError) as error:
        compute_passes(network, Tiling(32, 18, 192, cuts=("c3",)))
    assert str(error.value) == (
        "a tile of 32x18: where tiles without lines are skipped, sides are multiples of 4, and at"
        " most 16 rows of cells are looked at"
    )
    assert len(compute_passes(network, Tiling(32, 18, 192, cuts=("c3",)), gated=False)) == 2


def test_a_work_group_computes_what_later_maps_reach() -> None:
    network = dense(layers=4, chroma=Chroma.JOINT)
    (one,) = divided(network, Tiling(32, 16, 256, 2))
    halos = {name: region.halo for name, region in one.regions.items()}
    assert halos == {"luma": 4, "c0": 3, "c1": 2, "c2": 1, "c3": 0, "colours": 2, "shares": 1}
    assert [stage.summed for stage in one.stages] == ["", "c0", "c1", "c2", "c3"]
    # Two arrays in turn: what lies in one is read while the other one is written.
    assert [one.regions[name].slot for name in ("luma", "c0", "c1", "c2", "c3")] == [0, 1, 0, 1, 0]
    assert one.slots == (40 * 24, 38 * 22)
    first, second = divided(network, Tiling(32, 16, cuts=("c1",)))
    assert (first.columns, second.columns) == ((("c1", 0), ("", 0)), ())
    assert (first.sums_loaded, first.sums_saved, first.last) == (False, True, False)
    assert (second.sums_loaded, second.sums_saved, second.last) == (True, False, True)
    assert second.loaded == ("c1",)
    assert second.regions["c1"].halo == 2
    assert "luma" not in second.regions
    assert COLOURS not in first.regions


@pytest.mark.parametrize(
    ("network", "tiling", "message"),
    [
        (mixed(), Tiling(), "node 'sum': a network with sums has no compute form"),
        (JOINT, Tiling(16, 8, 96), "96 threads do not divide a tile of 16x8"),
        (JOINT, Tiling(cuts=("out",)), "no dispatch can end after out"),
        (
            dense(features=16),
            Tiling(32, 32),
            "tiny: a tile of 32x32 takes 69824 bytes of shared memory, of 32768;"
            " choose a smaller tile or more dispatches",
        ),
    ],
)
def test_what_has_no_compute_form_says_so(network: Network, tiling: Tiling, message: str) -> None:
    with pytest.raises(NetworkError) as error:
        compute_passes(network, tiling)
    assert str(error.value) == message


@pytest.mark.parametrize(
    ("network", "cuts"),
    [
        (dense(layers=4), ()),
        (dense(layers=7), ("c3",)),
        (dense(features=8, layers=6), ("c1", "c3")),
        (dense(features=16, layers=3), ("c0", "c1")),
    ],
)
def test_a_dispatch_is_not_too_long(network: Network, cuts: tuple[str, ...]) -> None:
    tiling = tiling_of(network)
    assert tiling.cuts == cuts
    assert all(d.memory(HALVES) <= LEAST_MEMORY for d in divided(network, tiling))


def test_weights_too_small_for_half_floats_are_nothing() -> None:
    assert four_numbers([6.2e-5, -6e-5, 1.0]) == "FOUR(6.2e-05, 0.0, 1.0, 0.0)"
