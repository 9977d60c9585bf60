"""The embedding interface: arrays in and out, textures in a host's context."""

from __future__ import annotations

import gc
import os
import resource
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import moderngl
import numpy as np
import pytest
from PIL import Image
from support.compare import psnr
from support.paths import TESTS
from support.presets import listed
from support.rawgl import GL

from anime4k_gl import GLError, OptionError, Upscaler, parse_user_shader, upscale
from anime4k_gl.gl.context import Capabilities, create_headless_context
from anime4k_gl.gl.offscreen import OFFSCREEN
from anime4k_gl.rendering.arrays.api import _RENDERERS
from anime4k_gl.rendering.transparency import bled

DTYPES = {"uint8": 255, "uint16": 65535, "float16": 1, "float32": 1}
ONE_CODE = 1 / 255
HALF_STEP = 2.0**-10  # two roundings to half floats


def soft_noise(height: int, width: int, channels: int, dtype: str = "uint8") -> Any:
    """Return a picture with structure at all scales, values spread over [0, 1]."""
    coarse = np.random.default_rng(7).random((height // 3 + 2, width // 3 + 2, channels))
    planes = [
        np.asarray(
            Image.fromarray(coarse[..., c].astype(np.float32)).resize(
                (width, height), Image.Resampling.BILINEAR
            )
        )
        for c in range(channels)
    ]
    return as_dtype(np.stack(planes, axis=2), dtype)


def as_dtype(values: Any, dtype: str) -> Any:
    if dtype.startswith("float"):
        return values.astype(dtype)
    return np.floor(values * DTYPES[dtype] + 0.5).astype(dtype)


def normalised(image: Any) -> Any:
    return image.astype(np.float64) / DTYPES[image.dtype.name]


# Kinds of arrays.


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_result_is_of_the_sources_kind(dtype: str, channels: int) -> None:
    image = soft_noise(18, 24, channels, dtype)
    original = image.copy()
    result = upscale(image)
    assert (result.shape, result.dtype) == ((36, 48, channels), image.dtype)
    assert result.flags.c_contiguous
    assert np.array_equal(image, original)  # and is not touched


@pytest.mark.parametrize("preset", ["none", "v1.0-rc", "v0.9"])
@pytest.mark.parametrize("dtype", ["uint16", "float16", "float32"])
def test_precise_kinds_give_the_picture_of_the_coarse_one(dtype: str, preset: str) -> None:
    image = soft_noise(18, 24, 3, "uint8")
    same = as_dtype(normalised(image), dtype)
    coarse, precise = upscale(image, preset=preset), upscale(same, preset=preset)
    error = np.abs(normalised(precise) - normalised(coarse))
    # A pass that compares decides a few pixels by the last bit of a half float; and where the
    # result has 8 bits, v1.0 RC stores its refined colour as 8 bits too.
    assert np.quantile(error, 0.99) <= ONE_CODE * (1.5 if preset == "v1.0-rc" else 1)
    if preset == "none":
        assert error.max() <= ONE_CODE / 2 + HALF_STEP


def test_sixteen_bits_are_more_than_eight() -> None:
    ramp = np.linspace(20000, 21000, 400).astype(np.uint16)
    image = np.broadcast_to(ramp[None, :, None], (4, 400, 3))
    result = upscale(image, preset="none", scale=1)
    assert len(np.unique(result)) > 30  # eight bits have five codes there
    assert np.abs(result.astype(int) - image).max() <= 65535 * HALF_STEP


@pytest.mark.parametrize("dtype", [">u2", "<u2", ">f4", "<f2"])
def test_byte_order_is_minded(dtype: str) -> None:
    image = soft_noise(6, 5, 3, np.dtype(dtype).newbyteorder("=").name)
    result = upscale(image.astype(dtype))
    assert result.dtype == np.dtype(dtype)
    assert np.array_equal(result.astype(image.dtype), upscale(image))


def views() -> dict[str, Any]:
    image = soft_noise(20, 30, 4)
    return {
        "sliced": image[2:14:2, 3:21:3, :3],
        "reversed rows": image[::-1, :, :3],
        "reversed channels": image[..., 2::-1],
        "transposed": image[..., :3].transpose(1, 0, 2),
        "one row of reversed": image[::-1][:1],
        "one row": image[3:4, 2:9],
        "one column": image[:, 4:5, :3],
        "fortran order": np.asfortranarray(image),
        "read only": np.frombuffer(image.tobytes(), np.uint8).reshape(image.shape),
        "broadcast": np.broadcast_to(image[:1, :1, :3], (5, 6, 3)),
    }


@pytest.mark.parametrize("kind", views())
def test_any_memory_layout(kind: str) -> None:
    view = views()[kind]
    assert np.array_equal(upscale(view), upscale(np.array(view, order="C")))


# Sizes.


@pytest.mark.parametrize(
    ("scale", "shape"),
    [(2, (14, 20)), (1.5, (11, 15)), (3, (21, 30)), (1, (7, 10)), (0.5, (4, 5)), (0.37, (3, 4)),
     (0.01, (1, 1)), (np.float32(2), (14, 20))],
)  # fmt: skip
def test_scales(scale: float, shape: tuple[int, int]) -> None:
    assert upscale(soft_noise(7, 10, 3), scale=scale).shape == (*shape, 3)


@pytest.mark.parametrize("size", [(1, 1), (31, 5), (10, 7), (64, 3), np.array([4, 6])])
def test_size(size: Any) -> None:
    assert upscale(soft_noise(7, 10, 3), size=size).shape == (size[1], size[0], 3)


@pytest.mark.parametrize("channels", [3, 4])
def test_one_pixel(channels: int) -> None:
    image = np.full((1, 1, channels), 200, np.uint8)
    assert (upscale(image) == 200).all()
    assert upscale(image, size=(9, 4)).shape == (4, 9, channels)
    assert upscale(soft_noise(9, 8, channels), size=(1, 1)).shape == (1, 1, channels)


def test_scale_one_without_a_preset_changes_nothing() -> None:
    image = soft_noise(9, 8, 3)
    assert np.array_equal(upscale(image, scale=1, preset="none"), image)


def test_the_scaler_none_takes_what_is_scaled_already() -> None:
    image = soft_noise(18, 24, 3)
    scaled = np.asarray(Image.fromarray(image).resize((48, 36), Image.Resampling.BICUBIC))
    result = upscale(scaled, scale=2, scaler="none", preset="v1.0-rc")
    assert result.shape == scaled.shape
    # Our scaler is within a code of Pillow's, so the passes see all but the same.
    assert psnr(result, upscale(image, preset="v1.0-rc"), peak=255) > 38
    # The scale says by how much: lines are thinned by it.
    wider = upscale(scaled, scale=4, scaler="none", preset="v1.0-rc")
    assert not np.array_equal(result, wider)
    assert np.array_equal(upscale(scaled, scaler="none", preset="none"), scaled)


# Alpha.


def with_alpha(hidden: Any) -> Any:
    """Return a disc with a soft edge; what is fully transparent has the colour `hidden`."""
    y, x = np.mgrid[0:24, 0:24]
    image = soft_noise(24, 24, 4)
    alpha = np.clip(9.0 - np.hypot(x - 11.5, y - 11.5), 0, 2) / 2
    image[..., 3] = np.floor(alpha * 255 + 0.5)
    image[image[..., 3] == 0, :3] = hidden
    return image


@pytest.mark.parametrize("size", [(48, 48), (37, 50), (11, 9)])
@pytest.mark.parametrize("preset", ["v1.0-rc", "v0.9", "none"])
def test_alpha_is_scaled_and_not_processed(preset: str, size: tuple[int, int]) -> None:
    image = with_alpha(0)
    result = upscale(image, size=size, preset=preset)
    expected = Image.fromarray(image[..., 3]).resize(size, Image.Resampling.BICUBIC)
    assert np.abs(result[..., 3].astype(int) - np.asarray(expected)).max() <= 1
    assert np.array_equal(result[..., 3], upscale(image, size=size, preset="none")[..., 3])


def test_alpha_of_a_resizing_shader() -> None:
    double = parse_user_shader(
        "//!HOOK MAIN\n//!BIND HOOKED\n//!WIDTH HOOKED.w 2 *\n//!HEIGHT HOOKED.h 2 *\n"
        "vec4 hook() { return vec4(1.0, 0.0, 0.0, 0.0); }\n"
    )
    image = with_alpha(0)
    result = upscale(image, shaders=[double])
    assert np.array_equal(result[..., 3], upscale(image, preset="none")[..., 3])
    assert (result[..., :3] == (255, 0, 0)).all()


@pytest.mark.parametrize("scale", [2, 1.5, 1, 0.5])
@pytest.mark.parametrize("dtype", DTYPES)
def test_an_opaque_picture_is_that_of_three_channels(dtype: str, scale: float) -> None:
    image = soft_noise(18, 24, 4, dtype)
    image[..., 3] = DTYPES[dtype]
    result = upscale(image, scale=scale)
    assert (result[..., 3] == DTYPES[dtype]).all()
    error = np.abs(normalised(result[..., :3]) - normalised(upscale(image[..., :3], scale=scale)))
    assert np.quantile(error, 0.99) <= ONE_CODE


@pytest.mark.parametrize("scale", [2, 1])
@pytest.mark.parametrize("dtype", ["uint8", "float16"])
@pytest.mark.parametrize("scaler", ["bicubic", "lanczos", "ewa_lanczos", "nearest", "none"])
@pytest.mark.parametrize("preset", ["v1.0-rc", "v0.9"])
def test_colours_that_nobody_sees_do_not_bleed(
    preset: str, scaler: str, dtype: str, scale: float
) -> None:
    black, green = (
        upscale(
            as_dtype(with_alpha(hidden) / 255, dtype), preset=preset, scaler=scaler, scale=scale
        )
        for hidden in (0, (0, 255, 0))
    )
    assert np.array_equal(black, green)


def test_a_plain_copy_keeps_what_nobody_sees() -> None:
    image = with_alpha((0, 255, 0))
    assert np.array_equal(upscale(image, scale=1, preset="none"), image)


def test_colours_at_a_soft_edge_stay_what_they_are() -> None:
    image = with_alpha((0, 255, 0))
    image[image[..., 3] > 0, :3] = (180, 90, 200)
    result = upscale(image, preset="none")
    visible = result[result[..., 3] >= 8]
    assert np.abs(visible[:, :3].astype(int) - (180, 90, 200)).max() <= 1
    floats = upscale((image / 255).astype(np.float32), preset="none")
    assert floats.min() >= 0
    assert floats.max() <= 1


@pytest.mark.parametrize("scale", [1, 1.5, 2, 3])
@pytest.mark.parametrize("scaler", ["bicubic", "bilinear", "lanczos", "ewa_lanczos", "nearest"])
@pytest.mark.parametrize("preset", ["v1.0-rc", "v1.0-rc-fast", "v0.9", "none"])
def test_a_light_disc_on_nothing_stays_light(preset: str, scaler: str, scale: float) -> None:
    """No line is drawn around what stands on nothing, as programs leave it: transparent black."""
    image = with_alpha(0)
    image[image[..., 3] > 0, :3] = (255, 220, 200)
    result = upscale(image, preset=preset, scaler=scaler, scale=scale)
    if preset == "none" and scale == 1:
        result = result[result[..., 3] > 0]  # a plain copy keeps what nobody sees
    assert np.abs(result[..., :3].astype(int) - (255, 220, 200)).max() <= 2


@pytest.mark.parametrize("dtype", ["uint8", "uint16", "float32"])
def test_bled_colours_are_those_of_the_visible_pixels_near_by(dtype: str) -> None:
    image = np.zeros((9, 14, 4), dtype)
    image[4, 3], image[2, 12] = (7, 8, 9, 1), (70, 80, 90, 1)
    result = bled(image)
    assert np.array_equal(result[..., 3], image[..., 3])
    assert np.array_equal(result[4, 3], image[4, 3])
    assert np.array_equal(result[2, 12], image[2, 12])
    assert (result[5, 2, :3] == (7, 8, 9)).all()
    assert (result[3, 13, :3] == (70, 80, 90)).all()
    assert result[..., :3].min() >= 7
    for plain in (np.zeros((4, 4, 4), dtype), np.ones((4, 4, 4), dtype)):
        assert bled(plain) is plain


# Options.

IMAGE = np.zeros((4, 5, 3), np.uint8)
SCALERS = (
    "nearest, bilinear, catmull_rom, mitchell, spline36, lanczos, ewa_lanczos, ewa_lanczossharp,"
    " bicubic, none"
)
PARAMETER_NAMES = "fxaa_span, line_high, line_low, line_multiplier, line_threshold, refine_strength"


@pytest.mark.parametrize(
    ("image", "options", "message"),
    [
        (IMAGE, {"scale": 0}, "the scale must be a finite number above 0, not 0"),
        (IMAGE, {"scale": -1}, "the scale must be a finite number above 0, not -1"),
        (IMAGE, {"scale": float("nan")}, "the scale must be a finite number above 0, not nan"),
        (IMAGE, {"scale": float("inf")}, "the scale must be a finite number above 0, not inf"),
        (IMAGE, {"scale": "big"}, "the scale must be a finite number above 0, not big"),
        (IMAGE, {"scale": None}, "the scale must be a finite number above 0, not None"),
        (IMAGE, {"scale": 0, "scaler": "none"},
         "the scale must be a finite number above 0, not 0"),
        (IMAGE, {"scale": 1e300},
         "the target size 1000000000000x1000000000000 is not usable;"
         " a side is 1 to 16777215 pixels"),
        (IMAGE, {"size": (0, 5)}, "the size must be 1x1 or more, not 0x5"),
        (IMAGE, {"size": (5, -1)}, "the size must be 1x1 or more, not 5x-1"),
        (IMAGE, {"size": (5.5, 4)},
         "a size must be two whole numbers, (width, height), not (5.5, 4)"),
        (IMAGE, {"size": (5,)}, "a size must be two whole numbers, (width, height), not (5,)"),
        (IMAGE, {"size": "10x10"},
         "a size must be two whole numbers, (width, height), not '10x10'"),
        (IMAGE, {"size": (10, 8), "scaler": "none"},
         "scaler 'none' needs a source of the output size, not 5x4 for 10x8;"
         " choose a scaler, or leave the size out"),
        (IMAGE, {"preset": "v2"},
         f"unknown preset 'v2'; valid are: {listed()}"),
        (IMAGE, {"scaler": "bicubik"}, f"unknown scaler 'bicubik'; valid are: {SCALERS}"),
        (IMAGE, {"backend": "vulkan"},
         "unknown backend 'vulkan'; valid are: auto, fragment, compute"),
        (IMAGE, {"backend": "compute", "preset": "v0.9"},
         "preset 'v0.9' has no compute form; use backend 'fragment' or 'auto'"),
        (IMAGE, {"params": {"thin": 1}, "preset": "none"},
         "unknown parameter 'thin'; these shaders have none"),
        (IMAGE, {"preset": "v1.0-rc", "params": {"thin_strength": 2}},
         "parameter thin_strength takes 0.0 to 1.0, not 2"),
        (IMAGE, {"preset": "v1.0-rc", "params": {"thin_strength": None}},
         "parameter thin_strength takes a number, not None"),
    ],
)  # fmt: skip
def test_errors(image: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        upscale(image, **options)
    assert str(caught.value) == message


def test_an_unknown_parameter_lists_those_there_are() -> None:
    from anime4k_gl.library import preset_shader

    names = sorted(param.name for param in preset_shader("v1.0-rc").params)
    with pytest.raises(OptionError) as caught:
        upscale(IMAGE, preset="v1.0-rc", params={"thin": 1})
    assert str(caught.value) == f"unknown parameter 'thin'; valid are: {', '.join(names)}"


def test_a_parameter_of_another_preset_says_which() -> None:
    """As whoever set it when another preset was the default needs to know."""
    with pytest.raises(OptionError, match=r"push_strength; preset 'v1\.0-rc' has it$"):
        upscale(IMAGE, preset="v1.1", params={"thin_strength": 0.2})


def test_a_size_beyond_the_drivers_limit() -> None:
    limit = OFFSCREEN.call(lambda context: Capabilities.from_context(context).max_texture_size)
    with pytest.raises(GLError) as caught:
        upscale(IMAGE, size=(limit + 1, 1))
    assert str(caught.value) == (
        f"the output size {limit + 1}x1 is beyond this driver's limit of {limit}x{limit};"
        " choose a smaller size"
    )


def test_an_error_leaves_the_next_call_alone() -> None:
    expected = upscale(soft_noise(9, 8, 3))
    for options in ({"params": {"x": 1}}, {"size": (1 << 20, 1)}, {"scaler": "x"}):
        with pytest.raises((OptionError, GLError)):
            upscale(soft_noise(9, 8, 3), **options)  # type: ignore[arg-type]
        assert np.array_equal(upscale(soft_noise(9, 8, 3)), expected)


def test_parameters_matter() -> None:
    image = soft_noise(12, 12, 3)
    default, strong, same = (
        upscale(image, preset="v1.0-rc", params=params)
        for params in ({}, {"thin_strength": 0.9}, {"thin_strength": 0.16666667})
    )
    assert not np.array_equal(strong, default)
    assert np.array_equal(same, default)


def test_shaders_from_files_and_parsed_in_order(tmp_path: Path) -> None:
    first = tmp_path / "first.glsl"
    first.write_text("//!HOOK OUTPUT\nvec4 hook() { return vec4(0.2); }\n")
    second = parse_user_shader(
        "//!HOOK OUTPUT\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos) * 2.0; }\n"
    )
    assert (upscale(IMAGE, shaders=[first, second]) == 102).all()
    assert (upscale(IMAGE, shaders=[second, str(first)]) == 51).all()


# Threads and contexts.


def test_from_several_threads_at_once() -> None:
    images = [soft_noise(10 + i, 12, 3) for i in range(6)]
    expected = [upscale(image, preset=("none", "v0.9")[i % 2]) for i, image in enumerate(images)]
    results: list[Any] = [None] * len(images)
    start = threading.Barrier(len(images))

    def work(i: int) -> None:
        start.wait()
        for _ in range(3):
            results[i] = upscale(images[i], preset=("none", "v0.9")[i % 2])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(images))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for result, wanted in zip(results, expected, strict=True):
        assert np.array_equal(result, wanted)


def test_the_hosts_context_stays_current(context: Any) -> None:
    texture = context.texture((2, 2), 4, bytes(range(16)))
    upscale(IMAGE)
    # These calls would go to another context, or to none, were it not so.
    assert texture.read() == bytes(range(16))
    assert context.error == "GL_NO_ERROR"
    texture.release()


def test_modernglscontext_of_the_host_stays_the_default() -> None:
    store = vars(moderngl)["_store"]
    before = store.default_context
    try:
        store.default_context = None
        OFFSCREEN.close()  # so that a context is made anew
        upscale(IMAGE)
        assert store.default_context is None
    finally:
        store.default_context = before


def test_the_thread_can_be_closed_and_comes_back() -> None:
    image = soft_noise(7, 6, 3)
    expected = upscale(image)
    OFFSCREEN.close()
    OFFSCREEN.close()
    assert not [t for t in threading.enumerate() if t.name.startswith("anime4k_gl offscreen")]
    assert np.array_equal(upscale(image), expected)


def test_few_renderers_are_kept() -> None:
    for scaler in ("bilinear", "mitchell", "spline36", "lanczos", "catmull_rom", "nearest"):
        upscale(IMAGE, scaler=scaler, preset="none")
    assert len(_RENDERERS._renderers) == _RENDERERS.KEPT


# Nothing grows.


def resident_kib() -> int:
    """Return the memory the process has in use now; where that cannot be had, the most so far."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmRSS"))
        return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (
        1024 if sys.platform == "darwin" else 1
    )


# Allocators keep some of what was freed, and moderngl loses half a KiB per Upscaler in its program
# objects. Losing one of the smallest slots (24 KiB) each time would make 4.7 MiB.
ALLOWED_GROWTH_KIB = 4096


def alone(name: str) -> None:
    """Run a check in a process of its own, where no other test has left anything behind."""
    code = f"import test_upscaler; test_upscaler.{name}()"
    paths = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parent,
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr


def check_300_upscales() -> None:
    images = [soft_noise(20 + 4 * i, 40, 3 + i % 2) for i in range(3)]

    def work(count: int) -> None:
        for i in range(count):
            upscale(images[i % 3], scale=(2, 1.5)[i % 2], preset=("v1.0-rc", "none")[i // 3 % 2])

    work(60)
    gc.collect()
    objects = OFFSCREEN.call(lambda context: GL(context).objects())
    memory = resident_kib()
    work(300)
    gc.collect()
    assert OFFSCREEN.call(lambda context: GL(context).objects()) == objects
    assert resident_kib() - memory < ALLOWED_GROWTH_KIB


def check_200_upscalers() -> None:
    context = create_headless_context()
    textures = [context.texture((32, 24), n, bytes(32 * 24 * n), alignment=1) for n in (3, 4)]
    gl = GL(context)

    def work(count: int) -> None:
        for i in range(count):
            with Upscaler(
                context, source_size=(32, 24), target_size=(64, 48), preset=("v0.9", "none")[i % 2]
            ) as up:
                up.render(textures[i % 2])
                up.report()

    work(30)
    gc.collect()
    objects, memory = gl.objects(), resident_kib()
    work(200)
    gc.collect()
    assert gl.objects() == objects
    assert resident_kib() - memory < ALLOWED_GROWTH_KIB


def test_300_upscales_do_not_grow() -> None:
    alone("check_300_upscales")


def test_200_upscalers_do_not_grow() -> None:
    alone("check_200_upscalers")


# Processes.


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_fork_of_a_process_that_has_drawn_is_told_so_and_ends() -> None:
    code = (
        "import os, numpy as np\n"
        "import anime4k_gl as a4k\n"
        "image = np.zeros((4, 4, 3), np.uint8)\n"
        "a4k.upscale(image)\n"
        "child = os.fork()\n"
        "try:\n"
        "    a4k.upscale(image)\n"
        "    assert child\n"
        "except a4k.GLError as error:\n"
        "    assert not child\n"
        "    print(error)\n"
        "if child:\n"
        "    assert os.waitpid(child, 0)[1] == 0\n"
    )
    line = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(line, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "start it with multiprocessing.get_context('spawn')" in done.stdout


# Older drivers.


def test_opengl_3_3_will_do() -> None:
    """Mesa can be told to offer no more; another driver takes no notice."""
    code = (
        "import hashlib, numpy as np\n"
        "from anime4k_gl import upscale\n"
        "from anime4k_gl.gl.offscreen import OFFSCREEN\n"
        "image = (np.arange(12 * 16 * 3) * 37 % 256).astype(np.uint8).reshape(12, 16, 3)\n"
        "print(OFFSCREEN.call(lambda context: context.version_code))\n"
        "print(hashlib.sha256(upscale(image)).hexdigest())\n"
    )
    results = []
    for version in ({}, {"MESA_GL_VERSION_OVERRIDE": "3.3", "MESA_GLSL_VERSION_OVERRIDE": "330"}):
        done = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | version, capture_output=True, text=True,
            check=True,
        )  # fmt: skip
        results.append(done.stdout.split())
    if results[1][0] != "330":
        pytest.skip("this driver's version cannot be limited")
    assert results[0][0] > "330"
    assert results[1][1] == results[0][1]


# Upscaler.


def texture_of(context: Any, image: Any) -> Any:
    dtype = {"uint8": "f1", "uint16": "nu2", "float16": "f2", "float32": "f4"}[image.dtype.name]
    size = image.shape[1], image.shape[0]
    return context.texture(size, image.shape[2], image.tobytes(), alignment=1, dtype=dtype)


def array_of(texture: Any) -> Any:
    dtype = {"f1": "u1", "nu2": "u2", "f2": "f2", "f4": "f4"}[texture.dtype]
    shape = texture.height, texture.width, texture.components
    return np.frombuffer(texture.read(alignment=1), dtype).reshape(shape)


@pytest.mark.parametrize("channels", [3, 4])
@pytest.mark.parametrize("dtype", DTYPES)
def test_textures_and_arrays_give_the_same(context: Any, dtype: str, channels: int) -> None:
    image = soft_noise(18, 24, channels, dtype)
    with Upscaler(context, source_size=(24, 18), target_size=(48, 36)) as up:
        source = texture_of(context, image)
        result = up.render(source)
        assert (result.size, result.components, result.dtype) == ((48, 36), 4, source.dtype)
        assert np.array_equal(array_of(result)[..., :channels], upscale(image))
        if channels == 3:
            assert (array_of(result)[..., 3] == DTYPES[dtype]).all()
        source.release()


def test_one_upscaler_takes_all_kinds_in_turn(context: Any) -> None:
    with Upscaler(context, source_size=(8, 6), target_size=(12, 9), preset="none") as up:
        for dtype in (*DTYPES, "uint8"):
            for channels in (4, 3):
                image = soft_noise(6, 8, channels, dtype)
                source = texture_of(context, image)
                result = array_of(up.render(source))
                assert np.array_equal(
                    result[..., :channels], upscale(image, scale=1.5, preset="none")
                )
                source.release()


def test_rows_keep_their_order(context: Any) -> None:
    image = soft_noise(6, 8, 3)
    # No preset: the passes try their directions in an order, so that up and down are not the same.
    with Upscaler(context, source_size=(8, 6), target_size=(16, 12), preset="none") as up:
        up_side, down_side = (texture_of(context, i) for i in (image, image[::-1]))
        first = array_of(up.render(up_side)).copy()
        turned = array_of(up.render(down_side))[::-1]
        assert np.abs(first - turned.astype(int)).max() <= 1
        up_side.release()
        down_side.release()


def test_the_report(context: Any) -> None:
    source = context.texture((8, 6), 4)
    sizes: dict[str, Any] = {"source_size": (8, 6), "target_size": (200, 150)}
    with Upscaler(context, **sizes, preset="v1.0-rc", timing=True) as up:
        assert {r.milliseconds for r in up.report() if r.ran} == {None}  # nothing ran yet
        for _ in range(3):
            up.render(source)
        report = up.report()
        assert [r.name for r in report] == [step.label for step in up.plan.steps]
        assert all(r.ran and r.reason is None and (r.milliseconds or 0) > 0 for r in report)
        assert report[-1].size == (200, 150)
        assert report[-1].format == "rgba8"
        assert "Anime4K v1.0 RC: refine" in [r.name for r in report]
    source.release()


def test_its_memory_is_what_the_plan_states(context: Any) -> None:
    with Upscaler(context, source_size=(8, 6), target_size=(16, 12)) as up:
        executor = up._live().executor
        assert executor.allocated_bytes == up.plan.memory["total"]
        assert up.plan.memory["inputs"] == 0  # the texture is the host's


def test_after_release(context: Any) -> None:
    source = context.texture((8, 6), 4)
    gl = GL(context)
    before = gl.objects()
    up = Upscaler(context, source_size=(8, 6), target_size=(16, 12))
    up.render(source)
    assert gl.objects() != before
    up.release()
    up.release()
    assert gl.objects() == before
    for use in (lambda: up.render(source), up.report, lambda: up.plan):
        with pytest.raises(RuntimeError, match="this Upscaler has been released"):
            use()
    source.release()


def test_a_failed_upscaler_frees_what_it_had(context: Any) -> None:
    shader = parse_user_shader(
        "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }\n"
        "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return nothing; }\n"
    )
    gl = GL(context)

    def ours() -> dict[str, int]:
        # moderngl itself loses the program that failed, seen with NVIDIA's driver.
        return {k: n for k, n in gl.objects().items() if k not in ("Program", "Shader")}

    before = ours()
    for _ in range(3):
        with pytest.raises(Exception, match="does not compile"):
            Upscaler(context, source_size=(8, 6), target_size=(16, 12), shaders=[shader])
    gc.collect()
    assert ours() == before


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source_size": (0, 6)},
         "the source size 0x6 is not usable; a side is 1 to 16777215 pixels"),
        ({"target_size": (8, -6)},
         "the target size 8x-6 is not usable; a side is 1 to 16777215 pixels"),
        ({"target_size": (8.5, 6)},
         "a size must be two whole numbers, (width, height), not (8.5, 6)"),
        ({"scaler": "none"},
         "scaler 'none' needs a source of the output size, not 8x6 for 16x12;"
         " choose a scaler, or leave the size out"),
        ({"backend": "cuda"}, "unknown backend 'cuda'; valid are: auto, fragment, compute"),
        ({"preset": "v9"},
         f"unknown preset 'v9'; valid are: {listed()}"),
    ],
)  # fmt: skip
def test_upscaler_errors(context: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(OptionError) as caught:
        Upscaler(context, **({"source_size": (8, 6), "target_size": (16, 12)} | options))
    assert str(caught.value) == message


def test_textures_that_cannot_be_taken(context: Any) -> None:
    refused = {
        "this upscaler takes textures of 8x6, not 6x8": context.texture((6, 8), 4),
        "a texture of 2 components and dtype 'f1' cannot be upscaled; it takes 3 or 4 components"
        " of f1, nu2, f2 or f4": context.texture((8, 6), 2),
        "a texture of 4 components and dtype 'u1' cannot be upscaled; it takes 3 or 4 components"
        " of f1, nu2, f2 or f4": context.texture((8, 6), 4, dtype="u1"),
        "a multisampled texture cannot be upscaled; resolve it first":
            context.texture((8, 6), 4, samples=4),
    }  # fmt: skip
    with Upscaler(context, source_size=(8, 6), target_size=(16, 12)) as up:
        for message, texture in refused.items():
            with pytest.raises(OptionError) as caught:
                up.render(texture)
            assert str(caught.value) == message
            texture.release()
        good = context.texture((8, 6), 4)
        assert up.render(good).size == (16, 12)
        good.release()
