"""The compute form of a preset: the published passes' picture, chosen by the backend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.compare import psnr, share_within
from support.paths import GOLDEN_ARRAYS
from support.presets import COMPUTE_ONLY

from anime4k_gl import Upscaler, upscale
from anime4k_gl.bench.inputs import pictures
from anime4k_gl.errors import GLError, OptionError
from anime4k_gl.formats import RGBA8, RGBA16F, Size
from anime4k_gl.gl.context import Capabilities
from anime4k_gl.gl.profiles.profile import GLProfile
from anime4k_gl.library import pass_shader, preset, preset_names, preset_shader
from anime4k_gl.library.files import shaders_folder
from anime4k_gl.plan import PassRun, PassSkip, Plan, ScalingOptions, make_plan
from anime4k_gl.plan.report import describe, to_json
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer
from anime4k_gl.rendering.shader_forms import Forms
from anime4k_gl.scaler_shaders import SCALERS, Tuning, has_compute_form
from anime4k_gl.usershader import parse_user_shader

GOLDEN = sorted(GOLDEN_ARRAYS.glob("*.npz"))
SHADERS = shaders_folder()
WITH_COMPUTE = [name for name in preset_names() if preset(name).compute]
CARD = Capabilities("maker", "card", "4.6", GLProfile(460), False, 16384, 32)

COMPUTE: dict[str, Any] = {"preset": "v1.0-rc", "backend": "compute"}
PLAIN = parse_user_shader("//!HOOK OUTPUT\n//!BIND HOOKED\nvec4 hook() { return vec4(0.5); }\n")


def drawing(width: int, height: int) -> Any:
    """Return a piece of a drawing with an outline."""
    return pictures(Size(160, 90))[2][20 : 20 + height, 30 : 30 + width, :3].copy()


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_picture_of_the_release(path: Path) -> None:
    case = np.load(path)
    scale = case["input"].shape[1] / case["native_size"][0]
    result = upscale(case["input"], **COMPUTE, scale=scale, scaler="none") / 255
    noise = path.stem.startswith("noise")
    near, ratio = share_within(result, case["output"], 2 / 255), psnr(result, case["output"])
    print(f"{path.stem}: {near:.4%} within 2/255, {ratio:.2f} dB")
    assert near >= (0.997 if noise else 0.9985)
    assert ratio > (53 if noise else 55)


# Below, at and beyond the tiles' sizes, odd ones, and those at which a tile's last columns or rows
# begin or end with the picture's border.
@pytest.mark.parametrize(
    ("source", "target"),
    [
        ((1, 1), (2, 2)),
        ((1, 33), (3, 66)),
        ((65, 1), (131, 2)),
        ((5, 3), (11, 7)),
        ((32, 16), (64, 32)),
        ((31, 16), (63, 31)),
        ((33, 17), (65, 33)),
        ((34, 17), (67, 34)),
        ((40, 30), (61, 45)),
        ((64, 40), (64, 40)),
        ((66, 50), (133, 101)),
    ],
    ids=str,
)
def test_every_size_gives_the_picture_of_the_published_passes(
    source: tuple[int, int], target: tuple[int, int]
) -> None:
    image = drawing(*source)
    big = upscale(image, size=target, preset="none")
    scale = target[0] / source[0]
    expected = upscale(big, scaler="none", scale=scale, preset="v1.0-rc-reference").astype(int)
    result = upscale(big, **COMPUTE, scaler="none", scale=scale).astype(int)
    # Where the result has 8 bits, so has the refined colour; FXAA compares it, and decides a few
    # pixels otherwise.
    assert (np.abs(result - expected).max(axis=2) <= 2).mean() >= 0.996


@pytest.mark.parametrize(
    "params",
    [
        {"thin_strength": 0.6},
        {"thin_strength": 0.0},
        {"refine_strength": 0.2},
        {"refine_strength": 0.0},
        {"line_threshold": 0.9},
        {"refine_line_multiplier": 1.0},
        {"fxaa_line_multiplier": 16.0},
        {"fxaa_span": 1.0},
    ],
    ids=str,
)
def test_parameters_change_the_picture_as_in_the_published_passes(params: dict[str, float]) -> None:
    image = upscale(drawing(50, 40), preset="none")
    plain = upscale(image, **COMPUTE, scaler="none").astype(int)
    result = upscale(image, **COMPUTE, scaler="none", params=params).astype(int)
    expected = upscale(image, scaler="none", preset="v1.0-rc-reference", params=params)
    assert np.abs(result - plain).max() >= 2
    assert psnr(result / 255, expected / 255) > 55


@pytest.mark.parametrize("name", [n for n in WITH_COMPUTE if n not in COMPUTE_ONLY])
def test_both_forms_have_the_same_parameters(name: str) -> None:
    forms = [preset_shader(name, compute=compute).params for compute in (False, True)]
    assert {p.name: p for p in forms[0]} == {p.name: p for p in forms[1]}


COMPUTE_FILES = [
    path
    for name in WITH_COMPUTE
    for path in (*preset(name).compute, preset(name).compute_scaled)
    if path
]


@pytest.mark.parametrize("path", COMPUTE_FILES)
def test_compute_files(path: str) -> None:
    shader = pass_shader(path)
    assert len(shader.passes) == 1
    compute = shader.passes[0].compute
    assert compute is not None
    # What the body counts with is what its directive says.
    threads = compute.threads_width * compute.threads_height
    text = (SHADERS / f"{path}.glsl").read_text("utf-8")
    if path.startswith("v1.1/"):  # a tile of the source; it writes the doubled picture at the end
        body, doubles = shader.passes[0].body, 2 if path.endswith("colour") else 1
        width, height = compute.block_width // doubles, compute.block_height // doubles
        counts = {
            f"TILE = {width}, THREADS = {threads};",
            f"WIDTH = {width}, HEIGHT = {height}, THREADS = {threads};",
        }
        assert any(each in body for each in counts) or "gl_GlobalInvocationID" in body
        assert text.startswith("// Anime4K v1.1, compute dispatch ")
        assert "Anime4K's by B. Peng and contributors (2019, MIT" in text
        return
    if path.startswith("hybrid-"):  # as tools/networks.py writes it
        assert path.endswith("/lines") or f"THREADS = {threads}, " in shader.passes[0].body
        assert text.startswith(f"// Anime4K {path.split('/')[0]}: compute form")
        return
    counts = f"WIDTH = {compute.block_width}, HEIGHT = {compute.block_height}, THREADS = {threads}"
    assert counts in shader.passes[0].body
    assert text.startswith("// Anime4K v1.0 RC, compute dispatch ")
    assert "// The algorithm is Anime4K v1.0 RC by B. Peng and contributors (2019, MIT" in text


@pytest.mark.parametrize(
    "sizes", [((20, 15), (40, 30)), ((33, 20), (70, 21)), ((9, 5), (200, 190))], ids=str
)
@pytest.mark.parametrize("scaler", SCALERS)
def test_scaling_is_the_same(scaler: str, sizes: tuple[tuple[int, int], tuple[int, int]]) -> None:
    image = drawing(*sizes[0])
    options: dict[str, Any] = {"size": sizes[1], "preset": "none", "scaler": scaler}
    fragment = upscale(image, backend="fragment", **options).astype(int)
    compute = upscale(image, backend="compute", **options).astype(int)
    assert np.abs(fragment - compute).max() <= 1


def test_what_scales_in_compute_passes() -> None:
    def scales(source: Size, target: Size, **options: Any) -> bool:
        plan = make_plan([], source=source, target=target, compute_scaling=True, **options)
        return any(run.shader_pass.compute for run in plan.runs)

    assert scales(Size(8, 8), Size(16, 16))
    assert scales(Size(8, 8), Size(8, 9))
    assert not scales(Size(8, 8), Size(16, 7))
    assert not scales(Size(8, 8), Size(16, 16), source_alpha=True)
    assert not scales(Size(8, 8), Size(16, 16), dialect="vo_gpu")
    assert not scales(Size(8, 8), Size(16, 16), compute=False)
    assert not scales(Size(8, 8), Size(16, 16), scaler="ewa_lanczos")
    assert not has_compute_form("lanczos", Tuning(radius=6))
    assert not has_compute_form("bicubic", Tuning(antiring=0.5))


def test_a_flat_picture_stays_as_it_is() -> None:
    for value in (0, 1, 7, 100, 201, 254, 255):
        image = np.full((40, 70, 3), value, np.uint8)
        assert (upscale(image, backend="compute") == value).all()


def test_alpha_is_scaled_and_kept(context: Any) -> None:
    image = np.dstack([drawing(40, 30), np.full((30, 40), 200, np.uint8)])
    compute = upscale(image, **COMPUTE).astype(int)
    expected = upscale(image, preset="v1.0-rc-reference")
    assert (np.abs(compute - expected).max(axis=2) <= 2).mean() >= 0.996
    assert (compute[..., 3] == 200).all()
    with Upscaler(context, source_size=(40, 30), target_size=(80, 60), **COMPUTE) as up:
        ran = [run.label for run in up.plan.runs if run.shader_pass.compute]
        assert "Anime4K v1.0 RC: thin lines" in ran


def runs_compute(forms: Forms, capabilities: Capabilities) -> bool:
    chosen = forms.on(capabilities)
    return any(p.compute for shader in chosen.shaders for p in shader.passes)


def test_auto_is_compute_where_it_is_faster() -> None:
    auto, fragment, compute = (Forms.of(b, "v1.0-rc") for b in ("auto", "fragment", "compute"))
    software, old = replace(CARD, software=True), replace(CARD, profile=GLProfile(330))
    assert [runs_compute(auto, c) for c in (CARD, software, old)] == [True, False, False]
    assert [runs_compute(fragment, c) for c in (CARD, software, old)] == [False, False, False]
    assert [runs_compute(compute, c) for c in (CARD, software)] == [True, True]
    with pytest.raises(
        GLError,
        match=r"^backend 'compute' needs OpenGL 4\.3 .*, and this context is of OpenGL 3\.3",
    ):
        compute.on(old)
    without = Forms.of("auto", "v0.9")
    assert without.on(CARD).shaders == (preset_shader("v0.9"),)


def test_presets_without_a_compute_form_say_so() -> None:
    with pytest.raises(OptionError, match=r"^preset 'v0\.9' has no compute form; use backend"):
        upscale(drawing(4, 4), preset="v0.9", backend="compute")


@pytest.mark.parametrize("backend", ["auto", "fragment", "compute"])
def test_a_file_of_the_users_is_what_it_is(backend: str) -> None:
    assert Forms.of(backend, "v1.0-rc", [PLAIN]).on(CARD).shaders == (PLAIN,)
    grey = upscale(drawing(8, 8), shaders=[PLAIN], backend=backend)
    assert np.isin(grey, (127, 128)).all()  # half way between: drivers round either way


def compute_plan(**options: Any) -> Plan:
    """Return the plan of the compute form, from 20x10 to 40x20 where `options` do not say else."""
    shaders = options.pop("shaders", [preset_shader("v1.0-rc", compute=True)])
    given = {"source": Size(20, 10), "target": Size(40, 20), "output": RGBA8}
    return make_plan(shaders, **(given | {"compute_scaling": True} | options))


THIN, SCALE_THIN = "Anime4K v1.0 RC: thin lines", "Anime4K v1.0 RC: scale, thin lines"


def test_lines_are_thinned_while_the_picture_is_scaled_and_the_plan_says_so() -> None:
    plan = compute_plan()
    assert [(step.hook, step.label, isinstance(step, PassRun)) for step in plan.steps] == [
        ("scale", SCALE_THIN, True),
        ("OUTPUT", THIN, False),
        ("OUTPUT", "Anime4K v1.0 RC: line detection, refine", True),
        ("OUTPUT", "Anime4K v1.0 RC: FXAA", True),
    ]
    skipped = plan.steps[1]
    assert isinstance(skipped, PassSkip)
    assert skipped.reason == "it is done in one pass with the scaling"
    first = describe(plan)[0]
    assert first["builtin"] and first["inputs"] == ["SOURCE"] and first["output"] == "THIN"
    assert to_json(compute_plan(params={"thin_strength": 0.5}))["params"]["thin_strength"] == 0.5
    # What is stored between the dispatches does not depend on it.
    formats = [plan.values[run.output].format for run in plan.runs]
    assert formats == [RGBA16F, RGBA8, RGBA8]


@pytest.mark.parametrize(
    "options",
    [
        {"source": Size(40, 20), "native": Size(20, 10), "scaler": "none"},
        {"source": Size(40, 20)},  # nothing to scale
        {"source": Size(60, 10)},  # one side is made smaller
        {"scaler": "ewa_lanczos"},
        {"scaler": "nearest"},
        {"scaling": ScalingOptions(tuning=Tuning(antiring=0.5))},
        {"scaling": ScalingOptions(linear_upscaling=True)},
        {"scaling": ScalingOptions(sigmoid_upscaling=True)},
        {"source_alpha": True},
        {"dialect": "vo_gpu"},
        {"dialect": "libplacebo"},
        {"compute_scaling": False},
        {"shaders": [preset_shader("v1.0-rc", compute=True), PLAIN]},
        {"shaders": [replace(preset_shader("v1.0-rc", compute=True), scaled_first=None)]},
    ],
    ids=str,
)
def test_where_lines_are_not_thinned_while_scaling(options: dict[str, Any]) -> None:
    ran = [run.label for run in compute_plan(**options).runs]
    assert THIN in ran
    assert SCALE_THIN not in ran


# A tile is 30 pixels wide and high. What is scaled apart and then thinned is the same picture: only
# lumas less than a 37th of a code apart may come out equal.
@pytest.mark.parametrize(
    ("source", "target", "scaler"),
    [
        ((1, 1), (2, 2), "bicubic"),
        ((7, 5), (30, 30), "bicubic"),
        ((16, 16), (31, 29), "bicubic"),
        ((30, 15), (60, 30), "bicubic"),
        ((61, 31), (62, 61), "lanczos"),
        ((50, 40), (100, 80), "bicubic"),
        ((50, 40), (100, 80), "bilinear"),
        ((50, 40), (100, 80), "mitchell"),
        ((50, 40), (100, 80), "spline36"),
        ((50, 40), (125, 90), "lanczos"),
        ((50, 40), (400, 41), "bicubic"),
    ],
    ids=str,
)
def test_scaling_and_thinning_at_once_is_the_same(
    source: tuple[int, int], target: tuple[int, int], scaler: str
) -> None:
    # Half floats, so that the picture that is scaled apart is not rounded to 8 bits.
    image = (drawing(*source) / 255).astype(np.float16)
    big = upscale(image, size=target, preset="none", scaler=scaler, backend="compute")
    scale = target[0] / source[0]
    expected = upscale(big, **COMPUTE, scaler="none", scale=scale).astype(float)
    result = upscale(image, **COMPUTE, size=target, scaler=scaler).astype(float)
    assert psnr(result, expected) > 55
    assert (np.abs(result - expected).max(axis=2) <= 2 / 255).mean() >= 0.99


def test_the_widest_kernel_fits_in_shared_memory(context: Any) -> None:
    tuned = ScalingOptions(scaler="lanczos", tuning=Tuning(radius=5.0))
    results = []
    for backend in ("compute", "fragment"):
        forms = Forms.of(backend, "v1.0-rc")
        renderer = Renderer(
            context, RenderOptions.for_shaders(forms, scaler="lanczos", scaling=tuned)
        )
        renderer.render(drawing(40, 30), target=Size(41, 31), output=RGBA8)
        results.append(renderer.read()[0][..., :3] / 255)
        labels = [run.label for run in renderer.plan.runs]
        assert (SCALE_THIN in labels) == (backend == "compute")
        renderer.release()
    # At 1:1, where a tile depends on the most of the source. Every driver has 32 KiB.
    pitch, taps = 32, 10
    source = pitch + taps
    words = 2 * (source * source + pitch * source) + pitch * pitch // 2 + pitch * (taps + 1) + 8
    assert 4 * words <= 32768
    assert psnr(*results) > 48


def test_thin_strength_counts_while_scaling() -> None:
    image = drawing(50, 40)
    plain, strong, off = (
        upscale(image, **COMPUTE, params=params).astype(int)
        for params in ({}, {"thin_strength": 0.6}, {"thin_strength": 0.0})
    )
    fragment = {**COMPUTE, "backend": "fragment"}
    expected = upscale(image, **fragment, params={"thin_strength": 0.6})
    assert np.abs(strong - plain).max() >= 2
    assert np.abs(off - plain).max() >= 2
    assert psnr(strong / 255, expected / 255) > 48


def test_the_last_dispatch_writes_the_result() -> None:
    plan = compute_plan()
    assert len(plan.runs) == 3
    assert all(run.shader_pass.compute for run in plan.runs)
    assert plan.values[plan.outputs[0]].format == RGBA8
