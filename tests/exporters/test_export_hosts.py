"""Exports for programs that are no players, run as those programs would, against our own pictures.

Each host's own rules are in ``hosts``, written from its documentation. Expected is what the engine
draws with half floats, rounded to 8 bits as the hosts' results are.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from oracles.hosts import magpie, obs, reshade, retroarch, toolchain, touchdesigner, unity
from support.compare import psnr, share_within
from support.paths import GOLDEN_ARRAYS
from support.presets import AFTER_SCALING, EACH_KIND

from anime4k_gl import upscale
from anime4k_gl.exporters import export
from anime4k_gl.library import HYBRIDS

TOLERANCE = 2 / 255
CASES = ("face_x2", "city_x1.5")
HOSTS = ("magpie", "reshade", "retroarch", "touchdesigner", "unity")


def need(missing: str | None) -> None:
    """Skip where a tool is missing, and fail where CI runs the tests."""
    if missing:
        if os.environ.get("CI"):
            pytest.fail(f"{missing} is needed here, and CI must not pass without it")
        pytest.skip(f"{missing} is not installed: tools/setup.sh dev installs it")


@pytest.fixture(autouse=True)
def _tools() -> None:
    need(", ".join(toolchain.missing_tools()) or None)


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    need(obs.missing())
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "640x480x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        number = pipe.readline().strip()
    assert number, "Xvfb did not start"
    yield f":{number}"
    server.terminate()
    server.wait()


def picture(case: str) -> tuple[Any, tuple[int, int]]:
    """Return a drawing, (height, width, 3) uint8, and the size to scale it to."""
    golden = np.load(GOLDEN_ARRAYS / f"{case}.npz")
    width, height = map(int, golden["native_size"])
    size = (golden["input"].shape[1], golden["input"].shape[0])
    return np.ascontiguousarray(golden["input"][:height, :width]), size


def expected(image: Any, size: tuple[int, int], preset: str, **params: float) -> Any:
    floats = image.astype(np.float32) / 255
    return rounded(upscale(floats, size=size, preset=preset, params=params))


def rounded(image: Any) -> Any:
    return np.round(np.clip(image, 0, 1) * 255) / 255


def only(files: dict[str, str], suffix: str) -> str:
    (text,) = (text for name, text in files.items() if name.endswith(suffix))
    return text


def on_host(
    context: Any, host: str, image: Any, size: tuple[int, int], preset: str, **params: float
) -> Any:
    """Return what a host makes of a picture, (height, width, 3).

    ReShade does not scale: it gets a scaled picture.
    """
    scale = size[0] / image.shape[1]
    files = export(host, preset=preset, scale=scale, params=params)
    run: dict[str, Callable[[], Any]] = {
        "magpie": lambda: magpie.run(context, only(files, ".hlsl"), image, size),
        "reshade": lambda: reshade.run(context, only(files, ".fx"), image),
        "retroarch": lambda: retroarch.run(context, files, image, size),
        "touchdesigner": lambda: touchdesigner.run(context, files, image),
        "unity": lambda: unity.run(context, files, image, size),
    }
    return rounded(run[host]()[..., :3])


def check(result: Any, wanted: Any, least: float = 50) -> None:
    ratio, near = psnr(result, wanted), share_within(result, wanted, TOLERANCE)
    print(f"{ratio:.2f} dB, {near:.4%} within 2/255")
    assert ratio >= least
    assert near >= 0.996


@pytest.mark.parametrize(
    ("preset", "case"),
    [(p, c) for p in EACH_KIND for c in CASES if p not in HYBRIDS or c == "face_x2"],
)
@pytest.mark.parametrize("host", [h for h in HOSTS if h != "reshade"])
def test_the_picture_is_ours(context: Any, host: str, preset: str, case: str) -> None:
    image, size = picture(case)
    check(on_host(context, host, image, size, preset), expected(image, size, preset))


@pytest.mark.parametrize("renderer", [0x9000, 0xB000], ids=["d3d9", "d3d11"])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("preset", AFTER_SCALING)
def test_reshade_gets_what_was_scaled(context: Any, preset: str, case: str, renderer: int) -> None:
    golden = np.load(GOLDEN_ARRAYS / f"{case}.npz")
    image, scale = golden["input"], golden["input"].shape[1] / int(golden["native_size"][0])
    text = only(export("reshade", preset=preset, scale=scale), ".fx")
    floats = image.astype(np.float32) / 255
    wanted = rounded(upscale(floats, scale=scale, scaler="none", preset=preset))
    check(reshade.run(context, text, image, renderer=renderer)[..., :3], wanted)


@pytest.mark.parametrize("preset", EACH_KIND)
def test_obs_draws_our_picture(display: str, tmp_path: Path, preset: str) -> None:
    image, size = picture("face_x2")
    files = export("obs", preset=preset)
    check(obs.run(display, tmp_path, files, image, size)[..., :3], expected(image, size, preset))


@pytest.mark.parametrize("preset", ["v1.0-rc", "v1.0-rc-fast"])
@pytest.mark.parametrize("host", [h for h in HOSTS if h != "reshade"])
def test_sizes_that_nothing_divides(context: Any, host: str, preset: str) -> None:
    image, _ = picture("face_x2")
    image = np.ascontiguousarray(image[20:71, 30:97])
    for size in ((135, 103), (133, 101)):
        if host == "touchdesigner" and size != (133, 101):
            continue  # its size is the source's times the scale, in both directions
        wanted = expected(image, size, preset)
        if host == "touchdesigner":
            files = export(host, preset=preset, scale=133 / 67)
            check(touchdesigner.run(context, files, image)[..., :3], wanted, 45)
        else:
            check(on_host(context, host, image, size, preset), wanted, 45)


@pytest.mark.parametrize(
    ("host", "scale"), [("magpie", 1.04), ("magpie", 1.5), ("unity", 3), ("retroarch", 3)]
)
def test_v1_1_scales_what_its_doubling_leaves(context: Any, host: str, scale: float) -> None:
    """Nothing is doubled at 1.04, once at 1.5, where half of it goes again, and twice at 3."""
    image, _ = picture("face_x2")
    image = np.ascontiguousarray(image[20:71, 30:97])
    size = (round(67 * scale), round(51 * scale))
    check(on_host(context, host, image, size, "v1.1"), expected(image, size, "v1.1"), 55)


@pytest.mark.parametrize("host", HOSTS)
def test_given_values_are_the_sliders_first(context: Any, host: str) -> None:
    image, size = picture("face_x2")
    params = {"thin_strength": 0.5, "refine_strength": 0.25, "line_threshold": 0.6}
    if host == "reshade":
        golden = np.load(GOLDEN_ARRAYS / "face_x2.npz")["input"]
        floats = golden.astype(np.float32) / 255
        wanted, plain = (
            rounded(upscale(floats, scale=2, scaler="none", preset="v1.0-rc", params=p))
            for p in (params, {})
        )
        result = on_host(context, host, golden, (2 * golden.shape[1], 0), "v1.0-rc", **params)
    else:
        wanted, plain = expected(image, size, "v1.0-rc", **params), expected(image, size, "v1.0-rc")
        result = on_host(context, host, image, size, "v1.0-rc", **params)
    check(result, wanted)
    assert psnr(result, plain) < 45


def test_settings_that_are_changed_in_the_host(context: Any, display: str, tmp_path: Path) -> None:
    """Exported for 2, set to 1.5, with another strength; as far as hosts have a scale to set."""
    image, size = picture("city_x1.5")
    wanted = expected(image, size, "v1.0-rc", thin_strength=0.4)
    files = export("touchdesigner", preset="v1.0-rc")
    check(touchdesigner.run(context, files, image, Scale=1.5, Thinstrength=0.4)[..., :3], wanted)
    settings = {"scale": 1.5, "thin_strength": 0.4}
    files = export("obs", preset="v1.0-rc")
    check(obs.run(display, tmp_path, files, image, size, **settings)[..., :3], wanted)
    golden = np.load(GOLDEN_ARRAYS / "city_x1.5.npz")["input"]
    floats = golden.astype(np.float32) / 255
    options: dict[str, Any] = {"preset": "v1.0-rc", "params": {"thin_strength": 0.4}}
    wanted = rounded(upscale(floats, scale=1.5, scaler="none", **options))
    text = only(export("reshade", preset="v1.0-rc"), ".fx")
    result = reshade.run(context, text, golden, scaled_by=golden.shape[1] / 200, thin_strength=0.4)
    check(result[..., :3], wanted)


def test_unity_takes_pictures_from_below_and_linear_light(context: Any) -> None:
    image, size = picture("face_x2")
    files, wanted = export("unity", preset="v1.0-rc"), expected(image, size, "v1.0-rc")
    below = unity.run(context, files, np.ascontiguousarray(image[::-1]), size, from_below=True)
    check(rounded(below[::-1, :, :3]), wanted)
    encoded = image / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    result = unity.run(context, files, linear, size, linear_light=True)[..., :3]
    low, high = result * 12.92, 1.055 * np.maximum(result, 1e-9) ** (1 / 2.4) - 0.055
    check(rounded(np.where(result <= 0.0031308, low, high)), wanted)


@pytest.mark.parametrize("preset", EACH_KIND)
def test_unity_scripts_compile(preset: str) -> None:
    need("mcs" if unity.missing_compiler() else None)
    unity.compile_scripts(export("unity", preset=preset))


@pytest.mark.parametrize("host", [*HOSTS, "obs"])
def test_every_file_credits_and_a_readme_says_how(host: str) -> None:
    files = export(host, preset="v1.0-rc", params={"thin_strength": 0.25})
    for name, text in files.items():
        assert "B. Peng and contributors" in text, name
        assert "thin_strength = 0.25" in text[:1000] or name.endswith(".slang"), name
        assert "@" not in text, name  # nothing is left to fill in
    assert "README.txt" in files


GLSL = re.compile(r"\b(?:[iub]?vec[234]|mat[234]|mix|fract|mod|texelFetch|gl_\w+|HOOKED\w*)\b")
SCALAR = re.compile(r"\b(?:float|int|uint)[234]\(-?[\d.]+\)")


@pytest.mark.parametrize(
    ("host", "preset"),
    [
        (host, preset)
        for host in ("magpie", "reshade", "unity", "obs")
        for preset in (AFTER_SCALING if host == "reshade" else EACH_KIND)
    ],
)
def test_no_glsl_is_left_that_glslang_would_take(host: str, preset: str) -> None:
    """Microsoft's compiler takes neither GLSL's words nor vectors of one number; glslang does."""
    for name, text in export(host, preset=preset).items():
        if not name.endswith((".hlsl", ".fx", ".shader", ".lua")):
            continue
        code = re.sub(r"//.*", "", text)
        assert not GLSL.search(code), GLSL.search(code)
        assert not SCALAR.search(code), SCALAR.search(code)
        assert "#ifdef" not in code and "#define" not in code


@pytest.mark.parametrize("host", [*HOSTS, "obs"])
def test_a_preset_with_conditions_says_for_which_scales_it_is(host: str) -> None:
    assert "scale for others" in export(host, preset="v1.0-rc-fast")["README.txt"]
    assert "scale for others" not in export(host, preset="v1.0-rc")["README.txt"]
