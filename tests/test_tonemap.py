"""HDR and wide-gamut frames on an SDR display, against the published formulas in float64.

ST 2084 (PQ), BT.2100 (HLG and its OOTF), BT.2390 (the EETF), BT.2087's BT.2020 to BT.709 matrix.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from support.colour_frames import build, expected_rgb
from support.tone_curves import (
    FARTHEST,
    LUMA_2020,
    TO_709,
    WHITE,
    Array,
    displayed,
    encoded,
    hlg_display,
    pq_eotf,
    pq_inverse,
)

from anime4k_gl.colour import Colour, Matrix, Range
from anime4k_gl.formats import PIXEL_LAYOUTS, RGBA8, RGBA16, TEXTURE_FORMATS, Size
from anime4k_gl.frame import Frame
from anime4k_gl.media.video.hdr import HdrMetadata
from anime4k_gl.plan import Dialect, make_plan, to_table
from anime4k_gl.player.picture.renderer_cache import rendered_format
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.rendering.shader_forms import Forms
from anime4k_gl.tonemap import ToneMap, display_step, eetf_knee, pq_code
from anime4k_gl.usershader import parse_user_shader

RGBA32F = TEXTURE_FORMATS["rgba32f"]
PQ = Colour(Matrix.BT2020_NCL, Range.LIMITED, primaries=9, transfer=16)
HLG = replace(PQ, transfer=18)
WIDE = replace(PQ, transfer=14)
SDR = Colour(Matrix.BT709, Range.LIMITED, primaries=1, transfer=1)
DEEP = PIXEL_LAYOUTS["yuv444p10le"]

# BT.2087-0, table for BT.2020 to BT.709, to four places.
BT2087 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]]
)


@pytest.fixture
def renderer(context: Any) -> Any:
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="none"), tone_map=ToneMap())
    yield renderer
    renderer.release()


def render(renderer: Renderer, frame: Frame) -> Array:
    """Return (H, W, 3) as it would be shown."""
    renderer.render(frame, target=frame.size, output=RGBA32F)
    result = renderer.read()[0].astype(np.float64)
    assert (result[..., 3] == 1).all()
    return np.asarray(result[..., :3])


def frame_of(rgb: Array, colour: Colour) -> tuple[Frame, Array]:
    """Return a frame of R'G'B' (H, W, 3) in 10 bits, and what its codes say: (H, W, 3)."""
    kr, kb = {Matrix.BT2020_NCL: (0.2627, 0.0593), Matrix.BT709: (0.2126, 0.0722)}[colour.matrix]
    y = rgb @ np.array([kr, 1 - kr - kb, kb])
    u, v = (rgb[..., 2] - y) / (2 - 2 * kb), (rgb[..., 0] - y) / (2 - 2 * kr)
    codes = {
        "y": np.rint(64 + 876 * y).astype(int),
        "u": np.rint(512 + 896 * u).astype(int),
        "v": np.rint(512 + 896 * v).astype(int),
    }
    size = Size(rgb.shape[1], rgb.shape[0])
    said = np.clip(expected_rgb(DEEP, size, colour, codes), 0, 1)
    return build(DEEP, size, colour, codes), said


def colours(seed: int = 3) -> Array:
    """Return R'G'B' (32, 32, 3): random ones, grays, and the gamut's corners and edges."""
    rng = np.random.default_rng(seed)
    rgb = rng.random((32, 32, 3))
    rgb[0] = np.linspace(0, 1, 32)[:, None]
    corners = np.array([[i >> k & 1 for k in range(3)] for i in range(8)], float)
    rgb[1] = (corners[:, None] * np.array([0.25, 0.5, 0.75, 1])[:, None]).reshape(32, 3)
    rgb[2:6] *= 0.1
    return rgb


@pytest.mark.parametrize("peak", [400.0, 1000.0, 4000.0, 10000.0])
def test_pq_is_within_a_code_of_the_formulas(renderer: Renderer, peak: float) -> None:
    renderer.tone_map = ToneMap(peak)
    frame, rgb = frame_of(colours(), PQ)
    error = np.abs(render(renderer, frame) - displayed(pq_eotf(rgb), peak)) * 255
    assert error.max() < 1, f"off by {error.max():.2f} codes"


def test_hlg_is_within_a_code_of_the_formulas(renderer: Renderer) -> None:
    frame, rgb = frame_of(colours(), HLG)
    expected = displayed(hlg_display(rgb), 1000)
    error = np.abs(render(renderer, frame) - expected) * 255
    assert error.max() < 1, f"off by {error.max():.2f} codes"
    # The metadata of a display it was graded on does not change HLG's own peak.
    renderer.tone_map = ToneMap(4000)
    assert (np.abs(render(renderer, frame) - expected) * 255).max() < 1


@pytest.mark.parametrize("transfer", [1, 14, 2, 4])
def test_wide_gamut_sdr_is_within_a_code(renderer: Renderer, transfer: int) -> None:
    gamma = 2.2 if transfer == 4 else 2.4
    frame, rgb = frame_of(colours(), replace(WIDE, transfer=transfer))
    error = np.abs(render(renderer, frame) - encoded(rgb**gamma, gamma)) * 255
    assert error.max() < 1, f"off by {error.max():.2f} codes"


@pytest.mark.parametrize("colour", [SDR, replace(SDR, primaries=2, transfer=2)])
def test_sdr_is_left_alone(context: Any, renderer: Renderer, colour: Colour) -> None:
    frame, _ = frame_of(colours(), colour)
    plain = Renderer(context, RenderOptions.for_shaders(scaler="none"))
    np.testing.assert_array_equal(render(renderer, frame), render(plain, frame))
    plain.release()
    assert display_step(colour, ToneMap()) is None


def test_hdr_is_left_alone_without_being_asked(context: Any) -> None:
    frame, rgb = frame_of(colours(), PQ)
    plain = Renderer(context, RenderOptions.for_shaders(scaler="none"))
    assert np.abs(render(plain, frame) - rgb).max() < 2e-3
    plain.release()


@pytest.mark.parametrize("colour", [PQ, HLG])
@pytest.mark.parametrize("peak", [300.0, 1000.0, 4000.0])
def test_grays_are_sane(renderer: Renderer, colour: Colour, peak: float) -> None:
    """Black is black, diffuse white near SDR's, brighter is brighter, up to the peak."""
    renderer.tone_map = ToneMap(peak)
    ramp = np.repeat(np.linspace(0, 1, 877)[None, :, None], 3, axis=2)
    frame, rgb = frame_of(ramp, colour)
    shown = render(renderer, frame)[0]
    nits = (pq_eotf(rgb) if colour is PQ else hlg_display(rgb))[0, :, 1]
    assert (shown[0] == 0).all()
    np.testing.assert_allclose(shown[:, 0], shown[:, 2], atol=1e-3)
    half_step = 2.0**-11  # of the texture, just below white
    assert (np.diff(shown[:, 1]) >= -half_step).all(), "not monotone"
    white = shown[np.abs(nits - WHITE).argmin(), 1]
    assert 0.82 < white <= 1.0
    top = nits.max() if colour is HLG else peak
    below = nits < 0.9 * top  # the curve's end is flat
    assert shown[below].max() < 1, "highlights are cut off below the peak"
    highlights = shown[(nits > 1.1 * WHITE) & below, 1]
    assert len(np.unique(np.rint(highlights * 1023))) > 8, "highlights have no gradation"
    assert shown[nits >= top * 0.999, 1].min() > 0.998


def test_dark_and_middle_are_untouched(renderer: Renderer) -> None:
    """Below the knee light is what it was."""
    ramp = np.repeat(np.linspace(0, pq_inverse(60.0), 64)[None, :, None], 3, axis=2)
    frame, rgb = frame_of(ramp, PQ)
    light = render(renderer, frame) ** 2.4 * WHITE
    np.testing.assert_allclose(light, pq_eotf(rgb), rtol=0.02, atol=0.002)


def test_hues_do_not_flip(renderer: Renderer) -> None:
    """The order of R, G and B in BT.709's own light stays, however far outside a colour is."""
    rng = np.random.default_rng(8)
    frame, rgb = frame_of(rng.random((64, 64, 3)) ** np.array([0.3, 1, 3]), PQ)
    before = pq_eotf(rgb) @ TO_709.T
    after = render(renderer, frame)
    for a, b in ((0, 1), (1, 2), (2, 0)):
        apart = np.abs(before[..., a] - before[..., b]) > 1
        wrong = (before[..., a] > before[..., b]) != (after[..., a] >= after[..., b] - 2e-3)
        assert not (wrong & apart & (before[..., a] > before[..., b])).any()


def test_saturated_highlights_keep_gradation(renderer: Renderer) -> None:
    """A ramp of BT.2020's own red, far outside of BT.709, to the peak."""
    ramp = np.zeros((1, 256, 3))
    ramp[..., 0] = np.linspace(0, pq_inverse(1000.0), 256)
    frame, _ = frame_of(ramp, PQ)
    shown = render(renderer, frame)[0]
    bright = np.rint(shown[200:] * 1023)
    assert len(np.unique(bright, axis=0)) > 20
    assert (shown[64:, 0] > shown[64:, 1]).all()


def test_the_curve_is_continuous_and_ends_at_white() -> None:
    for peak in (250.0, 1000.0, 10000.0):
        knee, top = eetf_knee(peak)
        assert 0 < knee < top < 1
        assert pq_eotf(top * pq_code(peak)) == pytest.approx(WHITE)
    assert eetf_knee(WHITE) == (1, 1)
    assert pq_code(1000.0) == pytest.approx(0.7518, abs=1e-4)
    assert pq_code(203.0) == pytest.approx(0.5807, abs=1e-4)


def test_the_matrix_is_the_published_one() -> None:
    step = display_step(PQ, ToneMap())
    assert step is not None
    np.testing.assert_allclose(step.to_bt709, BT2087, atol=6e-5)
    np.testing.assert_allclose(step.to_bt709, TO_709, atol=1e-12)
    np.testing.assert_allclose(step.luma, LUMA_2020, atol=5e-5)
    assert step.farthest == pytest.approx(FARTHEST, abs=1e-4)
    # No colour is farther: the surface of the cube of random ones.
    surface = np.random.default_rng(1).random((100_000, 3)) @ TO_709.T
    assert (1 - surface.min(axis=1) / surface.max(axis=1)).max() < step.farthest


def test_the_peak_comes_from_the_metadata() -> None:
    light, display = (1200, 300), (0.005, 4000.0)
    assert HdrMetadata(luminance=display, light_level=light).tone_map == ToneMap(1200)
    assert HdrMetadata(luminance=display).tone_map == ToneMap(4000)
    assert HdrMetadata(luminance=display, light_level=(0, 0)).tone_map == ToneMap(4000)
    assert HdrMetadata().tone_map == ToneMap(1000)
    assert HdrMetadata(light_level=(90, 10)).tone_map == ToneMap(WHITE)
    assert HdrMetadata(light_level=(65535, 10)).tone_map == ToneMap(10000)


@pytest.mark.parametrize(
    ("colour", "layout", "tone_map", "name"),
    [
        (SDR, "yuv420p", ToneMap(), "rgba8"),
        (SDR, "yuv420p10le", ToneMap(), "rgba16"),
        (PQ, "yuv420p10le", ToneMap(), "rgba16"),
        (HLG, "yuv420p", ToneMap(), "rgba16"),
        (WIDE, "yuv420p", ToneMap(), "rgba16"),
        (WIDE, "yuv420p", None, "rgba8"),
    ],
)
def test_the_player_draws_as_deep_as_the_picture_is(
    colour: Colour, layout: str, tone_map: ToneMap | None, name: str
) -> None:
    frame = Frame(Size(2, 2), PIXEL_LAYOUTS[layout], colour, ())
    assert rendered_format(frame, tone_map).name == name


@pytest.mark.parametrize("backend", ["fragment", "compute"])
def test_presets_write_16_bits(context: Any, backend: str) -> None:
    """What is drawn in 16 bits has more than 256 levels after all passes."""
    ramp = np.repeat(np.linspace(0.2, 0.5, 512)[None, :, None], 3, axis=2).repeat(8, axis=0)
    frame, _ = frame_of(ramp, PQ)
    renderer = Renderer(
        context,
        RenderOptions.for_shaders(Forms.of(backend, "v1.0-rc"), scaler="catmull_rom"),
        tone_map=ToneMap(),
    )
    renderer.render(frame, target=Size(1024, 16), output=RGBA16)
    result = renderer.read()[0][8, :, 1].astype(int)
    renderer.release()
    assert len(np.unique(result)) > 1.5 * (result.max() - result.min()) / 257
    assert (np.diff(result) >= -257).all()


def plan_of(*shaders: str, colour: Colour = PQ, layout: str = "yuv420p10le", **options: Any) -> Any:
    parsed = [parse_user_shader(s, filename=f"{i}.glsl") for i, s in enumerate(shaders)]
    return make_plan(
        parsed, source=Size(64, 36), target=Size(128, 72), layout=PIXEL_LAYOUTS[layout],
        colour=colour, output=RGBA8, **options,
    )  # fmt: skip


COPY = """//!HOOK {0}
//!BIND HOOKED
//!DESC at {0}
vec4 hook() {{
    return HOOKED_tex(HOOKED_pos);
}}
"""


def test_the_plan_shows_the_step() -> None:
    plan = plan_of(COPY.format("MAIN"), tone_map=ToneMap(1200))
    labels = [run.label for run in plan.runs]
    assert labels.index("PQ of 1200 cd/m2 to SDR") < labels.index("at MAIN")
    assert "PQ of 1200 cd/m2 to SDR" in to_table(plan)
    assert plan.shown_colour.primaries == plan.shown_colour.transfer == 1
    assert plan.colour == PQ
    assert "HLG of 1000 cd/m2 to SDR" in to_table(plan_of(colour=HLG, tone_map=ToneMap(1200)))
    assert "wide gamut to BT.709" in to_table(plan_of(colour=WIDE, tone_map=ToneMap()))
    without = plan_of()
    assert not any("SDR" in run.label for run in without.runs)
    assert without.shown_colour == PQ


@pytest.mark.parametrize("dialect", [None, *Dialect])
@pytest.mark.parametrize("point", ["LUMA", "CHROMA", "NATIVE", "MAIN"])
def test_every_way_to_rgb_is_mapped_alike(
    context: Any, dialect: Dialect | None, point: str
) -> None:
    """Passes at raw planes take another way to R'G'B', in the three ways of the planner."""
    shader = parse_user_shader(COPY.format(point), filename="copy.glsl")
    renderer = Renderer(
        context,
        RenderOptions.for_shaders((shader,), scaler="none", dialect=dialect),
        tone_map=ToneMap(),
    )
    frame, rgb = frame_of(colours(), PQ)
    error = np.abs(render(renderer, frame) - displayed(pq_eotf(rgb), 1000)) * 255
    renderer.release()
    # What a pass leaves behind at a raw plane is half floats, which are coarse for PQ's codes.
    worst = error.max() if point == "MAIN" else np.percentile(error, 99)
    assert worst < 1, f"off by {worst:.2f} codes"


def test_linear_light_is_of_sdr_after_it(context: Any) -> None:
    """The scaler's light, and `linearize` in bodies, are those of what the shaders see."""
    half = parse_user_shader(
        "//!HOOK MAIN\n//!BIND HOOKED\n"
        "vec4 hook() { return delinearize(linearize(HOOKED_tex(HOOKED_pos)) * 0.5); }\n",
        filename="half.glsl",
    )
    renderer = Renderer(
        context,
        RenderOptions.for_shaders((half,), scaler="none", dialect=Dialect.LIBPLACEBO),
        tone_map=ToneMap(),
    )
    frame, rgb = frame_of(colours(), PQ)
    expected = displayed(pq_eotf(rgb), 1000)
    shown = render(renderer, frame)
    renderer.release()
    bright = expected > 0.5
    # Half of SDR's light, but for libplacebo's black; half of PQ's would be 0.9 and more.
    np.testing.assert_allclose((shown[bright] / expected[bright]), 0.5 ** (1 / 2.4), atol=0.08)


def test_alpha_stays(context: Any) -> None:
    layout = PIXEL_LAYOUTS["yuva444p10le"]
    rng = np.random.default_rng(5)
    codes = {c: rng.integers(64, 940, (8, 8)) for c in "yuva"}
    renderer = Renderer(context, RenderOptions.for_shaders(scaler="none"), tone_map=ToneMap())
    renderer.render(build(layout, Size(8, 8), PQ, codes), target=Size(8, 8), output=RGBA32F)
    alpha = renderer.read()[0][..., 3]
    renderer.release()
    np.testing.assert_allclose(alpha, codes["a"] / 1023, atol=1e-3)
