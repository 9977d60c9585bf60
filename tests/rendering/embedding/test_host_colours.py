"""What a host's colours are: straight or premultiplied, of sRGB textures; and what is told."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, asdict
from typing import Any

import numpy as np
import pytest
from support.rawgl import GL

import anime4k_gl as a4k

SIZE = (64, 64)
BIG = (128, 128)
SIZES: dict[str, Any] = {"source_size": SIZE, "target_size": BIG}
DTYPES = {
    "f1": (np.uint8, 255), "nu2": (np.uint16, 65535), "f2": (np.float16, 1), "f4": (np.float32, 1),
}  # fmt: skip


def disc() -> Any:
    """Return a white disc with a soft edge; what is outside is transparent, and black."""
    y, x = np.mgrid[:64, :64]
    alpha = np.clip(20.5 - np.hypot(x - 31.5, y - 31.5), 0, 1)
    return np.dstack([*[alpha > 0] * 3, alpha])


def premultiplied(image: Any) -> Any:
    return np.dstack([image[..., :3] * image[..., 3:], image[..., 3]])


def upscaled(context: Any, image: Any, dtype: str = "f1", **options: Any) -> Any:
    kind, scale = DTYPES[dtype]
    data = np.rint(image * scale).astype(kind) if scale > 1 else image.astype(kind)
    texture = context.texture(image.shape[1::-1], image.shape[2], data.tobytes(), dtype=dtype,
                              alignment=1)  # fmt: skip
    with a4k.Upscaler(context, **{**SIZES, **options}) as upscaler:
        upscaler.render(texture)
        result = upscaler.read()
    texture.release()
    return result.astype(np.float32) / scale


@pytest.mark.parametrize("dtype", DTYPES)
def test_premultiplied_edges_stay_white(context: Any, dtype: str) -> None:
    result = upscaled(context, premultiplied(disc()), dtype, alpha="premultiplied")
    alpha = result[..., 3:]
    assert np.abs(result[..., :3] - alpha).max() < 1.6 / 255  # white, all over
    assert (result[..., :3][alpha[..., 0] == 0] == 0).all()
    assert 0 < alpha.mean() < 1
    straight = disc()
    straight[..., :3] = 1
    assert np.abs(upscaled(context, straight, dtype)[..., 3:] - alpha).max() < 1.6 / 255


def test_every_premultiplied_colour_comes_back(context: Any) -> None:
    alpha, colour = np.mgrid[:256, :256]
    image = np.dstack([*[np.minimum(alpha, colour)] * 3, alpha]) / 255
    options: Any = {"source_size": (256, 256), "target_size": (256, 256), "preset": "none"}
    result = upscaled(context, image, alpha="premultiplied", scaler="none", **options)
    assert np.abs(result - image).max() < 0.5 / 255


def test_premultiplied_is_straight_then_multiplied(context: Any) -> None:
    random = np.random.default_rng(2)
    image = random.random((8, 8, 4)).repeat(8, 0).repeat(8, 1)
    image[..., 3] = image[..., 3] * 0.6 + 0.4
    straight = upscaled(context, image, "f4")
    result = upscaled(context, premultiplied(image), "f4", alpha="premultiplied")
    assert np.abs(premultiplied(straight) - result).max() < 2 / 255


def test_ignored_alpha_is_one(context: Any) -> None:
    image = np.random.default_rng(3).random((64, 64, 4))
    opaque = upscaled(context, image[..., :3])
    cases: tuple[dict[str, Any], ...] = (
        {},
        {"preset": "none"},
        {"preset": "none", "scaler": "none", "target_size": SIZE},
        {"backend": "compute"},
    )
    for options in cases:
        result = upscaled(context, image, alpha="ignore", **options)
        assert (result[..., 3] == 1).all()
        if not options:
            assert np.array_equal(result, opaque)
    assert (upscaled(context, image[..., :3], alpha="premultiplied") == opaque).all()


def test_results_for_hosts_of_linear_light(context: Any) -> None:
    gl = GL(context)
    image = np.random.default_rng(4).random((64, 64, 4))
    codes = upscaled(context, image)
    for alpha in ("straight", "premultiplied"):
        expected = upscaled(context, image, alpha=alpha)
        assert np.array_equal(upscaled(context, image, alpha=alpha, srgb=True), expected)
    texture = context.texture(SIZE, 4, np.rint(image * 255).astype(np.uint8).tobytes())
    program = context.program(
        vertex_shader="#version 330\nvoid main() { gl_Position = vec4(vec2(gl_VertexID & 1,"
        " gl_VertexID >> 1) * 4.0 - 1.0, 0, 1); }",
        fragment_shader="#version 330\nuniform sampler2D t; out vec4 c;\n"
        "void main() { c = texelFetch(t, ivec2(gl_FragCoord.xy), 0); }",
    )
    seen = context.texture(BIG, 4, dtype="f4")
    framebuffer = context.framebuffer([seen])
    with a4k.Upscaler(context, **SIZES, srgb=True) as upscaler:
        result = upscaler.render(texture)
        assert (result.repeat_x, result.dtype, result.components) == (False, "f1", 4)
        result.use(0)
        gl.glBindFramebuffer(0x8D40, framebuffer.glo)
        gl.glViewport(0, 0, *BIG)
        context.vertex_array(program, []).render(vertices=3)
        gl.glBindFramebuffer(0x8D40, 0)
        linear = np.frombuffer(seen.read(), np.float32).reshape(128, 128, 4)
        encoded = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4)
        assert np.abs(linear[..., :3] - encoded[..., :3]).max() < 2e-3
        again = context.texture(BIG, 4)
        into = context.framebuffer([again])
        upscaler.render_into(texture, into)
        drawn = np.frombuffer(again.read(), np.uint8).reshape(128, 128, 4)
        assert np.array_equal(drawn, upscaler.read())
        wide = context.texture(SIZE, 4, dtype="f2")
        with pytest.raises(a4k.OptionError, match="sRGB results have 8 bits"):
            upscaler.render(wide)
        assert np.array_equal(upscaler.read(), drawn)
    for made in (framebuffer, into, seen, again, wide, program, texture):
        made.release()
    assert gl.glGetError() == 0


FETCHING = a4k.parse_user_shader(
    "//!HOOK MAIN\n//!BIND HOOKED\n"
    "vec4 hook() { return texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0); }\n"
)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"alpha": "premultiplied"},
        {"alpha": "ignore", "backend": "compute"},
        {"preset": "none", "scaler": "none", "target_size": SIZE},
        {"preset": "none", "shaders": [FETCHING]},
    ],
    ids=["passes", "premultiplied", "compute", "nothing", "texelFetch"],
)
def test_of_srgb_textures_the_codes_are_read(context: Any, options: dict[str, Any]) -> None:
    image = np.rint(premultiplied(disc()) * 200).astype(np.uint8)
    plain, srgb, again = (
        context.texture(SIZE, 4, image.tobytes(), internal_format=internal)
        for internal in (0x8058, 0x8C43, 0x8058)
    )
    with a4k.Upscaler(context, **{**SIZES, **options}) as upscaler:
        results = []
        for texture in (plain, srgb, again):
            upscaler.render(texture)
            results.append(upscaler.read())
            texture.release()
    assert np.array_equal(results[0], results[1])
    assert np.array_equal(results[0], results[2])


def test_unknown_alpha_is_named(context: Any) -> None:
    with pytest.raises(a4k.OptionError, match="unknown alpha 'pre'; valid are: straight, premult"):
        a4k.Upscaler(context, **SIZES, alpha="pre")  # type: ignore[arg-type]


def test_the_report_is_of_types(context: Any) -> None:
    texture = context.texture(SIZE, 4)
    with a4k.Upscaler(context, **SIZES) as upscaler:
        upscaler.render(texture)
        untimed = upscaler.report()
        assert isinstance(untimed[-1], a4k.PassReport)
        assert isinstance(upscaler.plan, a4k.Plan)
        assert (untimed[-1].size, untimed[-1].format) == (BIG, "rgba8")
        assert {report.milliseconds for report in untimed} == {None}
        with pytest.raises(FrozenInstanceError):
            untimed[0].ran = False  # type: ignore[misc]
        assert json.loads(json.dumps([asdict(report) for report in untimed]))[0]["ran"] is True
    queries = GL(context).objects()["Query"]
    with a4k.Upscaler(context, **SIZES, timing=True) as upscaler:
        upscaler.render(texture)
        timed = upscaler.report()
        assert GL(context).objects()["Query"] >= queries + sum(report.ran for report in timed)
        assert all((report.milliseconds or 0) > 0 for report in timed if report.ran)
    texture.release()


def test_warming_up_changes_no_result(context: Any) -> None:
    counting = a4k.parse_user_shader(
        "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return vec4(float(frame) / 10.0); }\n"
    )
    storing = a4k.parse_user_shader(
        "//!BUFFER COUNT\n//!VAR uint seen\n//!STORAGE\n\n//!HOOK MAIN\n//!BIND HOOKED\n"
        "//!BIND COUNT\n//!COMPUTE 8 8 1 1\nvoid hook() {\n"
        "    if (gl_GlobalInvocationID.xy == uvec2(0)) atomicAdd(seen, 1u);\n"
        "    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), vec4(float(seen) / 10.0));\n}\n"
    )
    texture = context.texture(SIZE, 4, dtype="f2")
    for shader in (counting, storing):
        results = []
        for warm in (False, True):
            with a4k.Upscaler(context, **SIZES, preset="none", shaders=[shader]) as upscaler:
                if warm:
                    upscaler.warm_up(dtype="f2")
                    with pytest.raises(RuntimeError, match="nothing has been rendered"):
                        upscaler.read()
                    programs = GL(context).objects()["Program"]
                upscaler.render(texture)
                results.append(upscaler.read())
        assert GL(context).objects()["Program"] <= programs
        assert np.array_equal(*results)
    texture.release()
