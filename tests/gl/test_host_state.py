"""A host's OpenGL state: the same before and after, and no disturbance while the engine draws."""

from __future__ import annotations

from typing import Any

import moderngl
import numpy as np
import pytest
from support.hosts.unusual_host import host, snapshot  # noqa: F401
from support.rawgl import GL

from anime4k_gl import OptionError, Upscaler, parse_user_shader

SOURCE, TARGET = (16, 12), (32, 24)


TABLE_SHADER = parse_user_shader(
    "//!TEXTURE LUT\n//!SIZE 2 1\n//!FORMAT rgba8\n//!BORDER MIRROR\n0011223344556677\n"
    "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND LUT\n"
    "vec4 hook() { return HOOKED_tex(HOOKED_pos) + texture(LUT, HOOKED_pos) * 0.01; }\n"
)
EVERYTHING_SHADER = parse_user_shader(
    "//!TEXTURE LINE\n//!SIZE 2\n//!FORMAT rg16f\n//!BORDER MIRROR\n"
    "0000003f0000003f0000003f0000003f\n"
    "//!TEXTURE CUBE\n//!SIZE 2 1 3\n//!FORMAT r8\n001122334455\n"
    "//!TEXTURE SUM\n//!SIZE 4 4\n//!FORMAT r32f\n//!STORAGE\n\n"
    "//!TEXTURE DEEP\n//!SIZE 2 2 2\n//!FORMAT r32ui\n//!STORAGE\n\n"
    "//!BUFFER FIXED\n//!VAR vec4 bias\n0000003f0000003f0000003f0000003f\n"
    "//!BUFFER COUNT\n//!VAR uint seen\n//!STORAGE\n\n"
    "//!HOOK MAIN\n//!BIND HOOKED\n//!BIND LINE\n//!BIND CUBE\n//!BIND SUM\n//!BIND FIXED\n"
    "//!BIND COUNT\n//!COMPUTE 8 8 4 4\n//!SAVE NEXT\n"
    "void hook() {\n"
    "    atomicAdd(seen, 1u);\n"
    "    for (int i = 0; i < 4; i++) {\n"
    "        ivec2 at = ivec2(gl_WorkGroupID * 8u + gl_LocalInvocationID * 2u).xy;\n"
    "        at += ivec2(i & 1, i >> 1);\n"
    "        vec4 c = HOOKED_tex(HOOKED_map(at)) + 0.01 * texture(LINE, 0.3).rgrg;\n"
    "        imageStore(SUM, at & 3, c * 0.001);\n"
    "        imageStore(out_image, at, c + texture(CUBE, vec3(0.5)).r * 0.01 + bias * 0.01);\n"
    "    }\n"
    "}\n"
    "//!HOOK MAIN\n//!BIND NEXT\n//!BIND DEEP\n//!BIND COUNT\n"
    "vec4 hook() { imageStore(DEEP, ivec3(1), uvec4(seen)); return NEXT_tex(NEXT_pos); }\n"
)
CASES: dict[str, dict[str, Any]] = {
    "v1.0-rc": {},
    "polar scaler": {"scaler": "ewa_lanczos", "preset": "v0.9"},
    "lookup table": {"shaders": [TABLE_SHADER]},
    "compute, tables, buffers": {"shaders": [EVERYTHING_SHADER]},
}


def picture(components: int, dtype: str) -> Any:
    values = np.random.default_rng(1).random((SOURCE[1], SOURCE[0], components))
    if dtype.startswith("f") and dtype != "f1":
        return values.astype({"f2": np.float16, "f4": np.float32}[dtype])
    scale, kind = {"f1": (255, np.uint8), "nu2": (65535, np.uint16)}[dtype]
    return (values * scale).astype(kind)


def read(texture: Any) -> bytes:
    return bytes(texture.read(alignment=1))


@pytest.mark.parametrize("options", CASES.values(), ids=CASES)
def test_unusual_state_survives_and_does_not_disturb(
    context: Any,
    host: Any,  # noqa: F811
    options: Any,
) -> None:
    gl = host.gl
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    sizes = {"source_size": SOURCE, "target_size": TARGET}
    with Upscaler(context, **sizes, **options) as upscaler:
        undisturbed = read(upscaler.render(texture))

    host.set()
    before = snapshot(gl, host.units)
    assert before["clip distance 5"] == before["color logic op"] == 1  # it is unusual indeed
    assert before["color mask 0"] == (1, 0, 1, 0)
    upscaler = Upscaler(context, **sizes, **options)
    states = {"construction": snapshot(gl, host.units)}
    result = upscaler.render(texture)
    states["render"] = snapshot(gl, host.units)
    upscaler.report()
    states["report"] = snapshot(gl, host.units)
    assert gl.glGetError() == 0
    host.reset()
    disturbed = read(result)
    host.__init__(context, gl)
    host.set()
    before_release = snapshot(gl, host.units)
    upscaler.release()
    after_release = snapshot(gl, host.units)

    for moment, state in states.items():
        changed = {
            name: (before[name], state[name]) for name in before if before[name] != state[name]
        }
        assert not changed, f"{moment} changed {changed}"
    assert after_release == before_release
    assert disturbed == undisturbed
    texture.release()


def test_state_survives_a_change_of_format(context: Any, host: Any) -> None:  # noqa: F811
    textures = [
        context.texture(SOURCE, components, picture(components, dtype).tobytes(), alignment=1,
                        dtype=dtype)
        for components, dtype in ((3, "f1"), (4, "f4"), (4, "nu2"))
    ]  # fmt: skip
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        host.set()
        before = snapshot(host.gl, host.units)
        for texture in textures:
            upscaler.render(texture)
            assert snapshot(host.gl, host.units) == before
    for texture in textures:
        texture.release()


def test_state_survives_errors(context: Any, host: Any) -> None:  # noqa: F811
    broken = parse_user_shader("//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return nothing; }\n")
    small = context.texture((2, 2), 4)
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        host.set()
        before = snapshot(host.gl, host.units)
        with pytest.raises(OptionError):
            upscaler.render(small)
        with pytest.raises(Exception, match="does not compile"):
            Upscaler(context, source_size=SOURCE, target_size=TARGET, shaders=[broken])
        assert snapshot(host.gl, host.units) == before
    small.release()


def test_what_moderngl_believes_is_bound_stays_so(context: Any) -> None:
    """A host that uses moderngl: the framebuffer it used last is still its target."""
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    target = context.texture((3, 3), 4)
    framebuffer = context.framebuffer([target])
    framebuffer.color_mask = False, True, True, True
    framebuffer.depth_mask = False
    framebuffer.use()
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        upscaler.render(texture)
        assert context.fbo is framebuffer
        other = context.framebuffer([context.texture((1, 1), 4)])  # binds the believed one again
        assert context.detect_framebuffer().glo == framebuffer.glo
        framebuffer.clear(1.0, 1.0, 1.0, 1.0)
        assert target.read(alignment=1)[:4] == b"\x00\xff\xff\xff"
    framebuffer.color_mask = True, True, True, True
    framebuffer.depth_mask = True
    context.detect_framebuffer(0).use()
    for thing in (other, framebuffer, target, texture):
        thing.release()


def test_a_host_may_have_released_what_it_used_last(context: Any) -> None:
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    gone = context.framebuffer([texture])
    gone.use()
    gone.release()
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        assert upscaler.render(texture).size == TARGET
        assert GL(context).glGetError() == 0
    context.detect_framebuffer(0).use()
    texture.release()


def test_a_host_may_have_deleted_the_program_in_use(context: Any) -> None:
    gl = GL(context)
    program = context.compute_shader("#version 430\nlayout(local_size_x = 1) in;\nvoid main() {}\n")
    gl.glUseProgram(program.glo)
    program.release()  # which waits until it is in use no more
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        assert upscaler.render(texture).size == TARGET
        assert upscaler.render(texture).size == TARGET
    assert gl.glGetError() == 0
    texture.release()


def test_a_timer_of_the_hosts_goes_on(context: Any) -> None:
    gl = GL(context)
    query = gl.generate("Queries")
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    with Upscaler(context, source_size=SOURCE, target_size=TARGET, timing=True) as upscaler:
        gl.glBeginQuery(0x88BF, query[0])
        upscaler.render(texture)
        gl.glEndQuery(0x88BF)
        assert gl.glGetError() == 0
        assert {r.milliseconds for r in upscaler.report() if r.ran} == {None}
        upscaler.render(texture)  # measured again without it
        assert all((r.milliseconds or 0) > 0 for r in upscaler.report() if r.ran)
    gl.delete("Queries", query)
    texture.release()


def test_the_hosts_texture_keeps_its_content_and_parameters(context: Any) -> None:
    data = picture(4, "f1").tobytes()
    texture = context.texture(SOURCE, 4, data)
    texture.filter, texture.repeat_x, texture.swizzle = (moderngl.NEAREST,) * 2, True, "BGRA"
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        upscaler.render(texture)
    assert texture.filter == (moderngl.NEAREST, moderngl.NEAREST)
    assert (texture.repeat_x, texture.swizzle) == (True, "BGRA")
    assert read(texture) == data
    texture.release()


def test_the_hosts_filter_does_not_matter(context: Any) -> None:
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        smooth = read(upscaler.render(texture))
        texture.filter = (moderngl.NEAREST_MIPMAP_NEAREST, moderngl.NEAREST)  # and no mipmaps
        assert read(upscaler.render(texture)) == smooth
    texture.release()


def test_an_error_of_the_hosts_stays_the_hosts(context: Any) -> None:
    gl = GL(context)
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    gl.glEnable(0x1234)  # no such switch
    with Upscaler(context, source_size=SOURCE, target_size=TARGET) as upscaler:
        upscaler.render(texture)
        upscaler.report()
    assert gl.glGetError() == 0x0500
    texture.release()


def test_a_long_name_is_cut_for_the_debugger(context: Any) -> None:
    shader = parse_user_shader(
        f"//!HOOK MAIN\n//!BIND HOOKED\n//!DESC {'ü' * 70_000}\n"
        "vec4 hook() { return vec4(1.0); }\n"
    )
    texture = context.texture(SOURCE, 4, picture(4, "f1").tobytes())
    with Upscaler(context, source_size=SOURCE, target_size=TARGET, shaders=[shader]) as upscaler:
        upscaler.render(texture)
        assert upscaler.report()[0].name == "ü" * 70_000
    texture.release()
