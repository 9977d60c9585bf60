"""The shaders for MPC-BE, MPC-HC and madVR: Direct3D's rules as text, and their pictures.

They are compiled by glslang and run here, on surfaces as the players have. glslang takes what
Microsoft's compiler refuses; `make test-d3d` asks that one.
"""

from __future__ import annotations

import os
import re
from typing import Any

import numpy as np
import pytest
from support.compare import psnr, share_within
from support.hlsl_chain import missing_tools, run_chain
from support.mpc_cases import APIS, DRAWN, PAIRS, RELEASES, TOLERANCE, case, expected, shaders_of
from support.presets import AFTER_SCALING

from anime4k_gl import OptionError, upscale
from anime4k_gl.exporters import export
from anime4k_gl.library import pass_shader


@pytest.fixture(scope="module")
def tools() -> None:
    if missing := missing_tools():
        if os.environ.get("CI"):
            pytest.fail(f"{missing} are needed here, and CI must not pass without them")
        pytest.skip(f"{missing} are not installed: tools/setup.sh dev installs them")


def code_of(text: str) -> str:
    return re.sub(r"//[^\n]*", "", text)


def exported(name: str, preset: str, api: str = "d3d9") -> list[str]:
    files = export("mpc", preset=preset, scale=case(name)[1], api=api)
    return list(shaders_of(files).values())


@pytest.fixture(params=[(p, a, s) for p in AFTER_SCALING for a in APIS for s in (1.0, 1.5, 2.0)
                        if p != "v1.1" or s > 1],
                ids=lambda given: "-".join(map(str, given)))  # fmt: skip
def files(request: pytest.FixtureRequest) -> tuple[dict[str, str], str]:
    preset, api, scale = request.param
    return export("mpc", preset=preset, scale=scale, api=api), api


def test_headers(files: tuple[dict[str, str], str]) -> None:
    for text in shaders_of(files[0]).values():
        assert text.splitlines()[0] == f"// $MinimumShaderProfile: {APIS[files[1]]}"
        assert "B. Peng and contributors (2019, MIT licence)" in text


def test_names_are_in_order_and_in_the_instructions(files: tuple[dict[str, str], str]) -> None:
    names = list(shaders_of(files[0]))
    assert names == sorted(names)
    for number, name in enumerate(names, start=1):
        assert re.fullmatch(rf"Anime4K_v[\w.]+_x[\d.]+_{number}_\w+\.hlsl", name)
    readme = files[0]["README.txt"]
    assert f"\n{'|'.join(name.removesuffix('.hlsl') for name in names)}\n" in readme
    places = [readme.index(f"       {name}\n") for name in names]
    assert places == sorted(places)
    assert max(map(len, (line for line in readme.splitlines() if "|" not in line))) <= 100


def test_what_direct3d_refuses_is_not_there(files: tuple[dict[str, str], str]) -> None:
    for text in shaders_of(files[0]).values():
        code = code_of(text)
        assert not re.search(r"(?<!&)&(?!&)|(?<!\|)\|(?!\|)|\^|~|<<|>>|\bas(u?int|float)\b", code)
        assert not re.search(r"\b(for|while|do)\b", code)
        # Gradients within a branch: level 0 is named in each read.
        assert not re.search(r"\btex2D\s*\(|\.Sample\s*\(|\bdd[xy]\b", code)
        assert set(re.findall(r"\bstatic\b(?: \w+)?", code)) <= {"static const"}
        # One texture; outside of functions nothing but constants and what the player binds.
        assert len(re.findall(r"\bregister\(s\d\)", code)) == 1
        depth = 0
        for line in code.splitlines():
            declares = re.match(
                r"(?!static const)[\w ]+\b(\w+)( = .*)?( : register\(\w\d\))?;", line
            )
            if depth == 0 and declares:
                assert declares[3], line
            depth += line.count("{") - line.count("}")


def test_the_constants_are_baked() -> None:
    params = {"fxaa_span": 3, "thin_strength": 0.25}
    texts = shaders_of(export("mpc", preset="v1.0-rc", scale=2.5, params=params))
    names, (thin_lines, *_, fxaa) = list(texts), texts.values()
    assert names[0] == "Anime4K_v1.0_RC_x2.5_1_thin_lines.hlsl"
    assert "static const float thin_strength = 0.25;\n" in thin_lines
    assert "static const float scale = 2.5;\n" in thin_lines
    assert "static const float fxaa_span = 3.0;\n" in fxaa
    assert "// With scale = 2.5, fxaa_span = 3, thin_strength = 0.25.\n" in fxaa


@pytest.mark.parametrize("options", [{"scale": 1.0}, {"params": {"thin_strength": 0}}], ids=str)
def test_lines_that_are_not_thinned_take_no_time(options: dict[str, Any]) -> None:
    names = list(shaders_of(export("mpc", preset="v1.0-rc", **options)))
    assert len(names) == 6 and names[0].endswith("_1_luma.hlsl")
    (name,) = shaders_of(export("mpc", preset="v0.9", **options))
    assert name.endswith("_1_refine.hlsl")


@pytest.mark.parametrize("api", APIS)
def test_all_presets_of_a_release_come_out_alike(api: str) -> None:
    reference = export("mpc", preset="v1.0-rc-reference", api=api)
    for preset in AFTER_SCALING:
        if preset.startswith("v1.0"):
            assert export("mpc", preset=preset, api=api) == reference


@pytest.mark.parametrize(
    ("preset", "folder", "names"),
    [
        ("v1.0-rc-reference", "v1.0-rc-reference", ("thin_lines", "refine", "fxaa")),
        ("v1.1", "v1.1/after_scaling", ("push", "faith")),
        ("v0.9", "v0.9", ("thin_lines", "refine")),
    ],
)
def test_every_parameter_of_the_siblings_is_used(
    preset: str, folder: str, names: tuple[str, ...]
) -> None:
    texts = "".join(shaders_of(export("mpc", preset=preset)).values())
    for name in names:
        for param in pass_shader(f"{folder}/{name}").params:
            assert len(re.findall(rf"\b{param.name}\b", code_of(texts))) >= 2


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("api", APIS)
@pytest.mark.parametrize(("preset", "name"), PAIRS)
def test_the_picture_is_the_glsl_presets(context: Any, name: str, preset: str, api: str) -> None:
    result = run_chain(context, exported(name, preset, api), case(name)[0])
    near = share_within(result[..., :3], expected(name, preset), TOLERANCE)
    ratio = psnr(result[..., :3], expected(name, preset))
    print(f"{name} {preset} {api}: {near:.3%} within 2/255, {ratio:.1f} dB")
    assert near >= (0.95 if (preset, name) == ("v1.1", "noise_x2") else 0.99)
    # In noise, kernels are as good as drawn by lot where half floats are rounded otherwise.
    assert ratio >= (45 if name in DRAWN else 41)
    assert (result[..., 3] == 1).all()


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(
    ("preset", "params"),
    [
        ("v1.0-rc-reference", {"thin_strength": 0.0}),
        ("v1.0-rc-reference", {"thin_strength": 0.4}),
        ("v1.0-rc-reference", {"refine_strength": 0.25}),
        ("v1.0-rc-reference", {"line_threshold": 0.0}),
        ("v1.0-rc-reference", {"line_threshold": 0.6}),
        ("v1.0-rc-reference", {"line_threshold": 1.0}),
        ("v1.0-rc-reference", {"refine_line_multiplier": 2.0, "fxaa_line_multiplier": 16.0}),
        ("v1.0-rc-reference", {"fxaa_line_multiplier": 0.0}),
        ("v1.0-rc-reference", {"fxaa_span": 2.0}),
        ("v1.1", {"push_strength": 1.0}),
        ("v1.1", {"push_least": 0.5}),
        ("v1.1", {"faith": 0.25}),
        ("v0.9", {"thin_strength": 0.4}),
        ("v0.9", {"refine_strength": 0.2}),
    ],
    ids=str,
)
def test_every_parameter_means_what_it_means_in_glsl(
    context: Any, preset: str, params: dict[str, float]
) -> None:
    image, scale = case("face_x2")
    wanted = upscale(image, scale=scale, scaler="none", preset=preset, params=params)
    shaders = shaders_of(export("mpc", preset=preset, scale=scale, params=params))
    result = run_chain(context, list(shaders.values()), image)[..., :3]
    assert share_within(result, wanted, TOLERANCE) >= 0.99
    assert psnr(result, wanted) >= 45
    assert psnr(wanted, expected("face_x2", preset)) < 90  # the parameter does something


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize("size", [(66, 51), (64, 3), (6, 64), (2, 3), (2, 1)])
def test_sizes(context: Any, size: tuple[int, int]) -> None:
    width, height = size
    image = np.ascontiguousarray(case("face_x2")[0][60 : 60 + height, 100 : 100 + width])
    for preset in RELEASES:
        wanted = upscale(image, scale=2.0, scaler="none", preset=preset)
        shaders = shaders_of(export("mpc", preset=preset, scale=2.0))
        result = run_chain(context, list(shaders.values()), image)[..., :3]
        if preset == "v1.1":
            # What its maps repeat beyond the border are two pixels, in HLSL one.
            assert psnr(result, wanted) >= 42
            result, wanted = (p[4:-4, 4:-4] if min(size) > 8 else p[:0] for p in (result, wanted))
        if result.size:
            assert share_within(result, wanted, TOLERANCE) >= 0.99
            assert psnr(result, wanted) >= 45


@pytest.mark.usefixtures("tools")
@pytest.mark.parametrize(("preset", "name"), [pair for pair in PAIRS if pair[1] in DRAWN])
def test_other_surfaces(context: Any, preset: str, name: str) -> None:
    image = case(name)[0]
    wanted, shaders = expected(name, preset), exported(name, preset)
    result = run_chain(context, shaders, image, dtype="f4")[..., :3]
    assert share_within(result, wanted, TOLERANCE) >= 0.99
    assert psnr(result, wanted) >= 45
    # Eight bits, without alpha and with: v0.9 needs none; the others still improve.
    for alpha in (False, True):
        result = run_chain(context, shaders, image, dtype="f1", alpha=alpha)[..., :3]
        if preset == "v0.9":
            assert share_within(result, wanted, TOLERANCE) >= 0.975
        elif preset == "v1.1" and alpha:
            assert psnr(result, wanted) >= 50
        elif preset == "v1.1":
            assert psnr(result, image) > 35  # nothing is pushed
        else:
            assert psnr(result, wanted) > psnr(image, wanted) + 1


def test_what_was_not_scaled_up_is_refused_by_a_release_that_scales() -> None:
    with pytest.raises(OptionError, match=r"v1\.1 changes only pictures that were scaled up: .*"):
        export("mpc", preset="v1.1", scale=1.0)


@pytest.mark.parametrize(("scale", "count"), [(2.6, 4), (2.7, 8)])
def test_v1_1_pushes_twice_where_lines_are_wide(scale: float, count: int) -> None:
    names = list(shaders_of(export("mpc", preset="v1.1", scale=scale)))
    assert len(names) == count and names[-1].endswith(f"_{count}_faith.hlsl")
