"""Parameters where a driver wants constants that the text does not show: names made by pasting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from support.drawing import BELOW_HALF, RGBA32F, SOURCE, one_pass, ramp

import anime4k_gl.gl.programs as programs_module
from anime4k_gl import OptionError, ShaderCompileError, Upscaler, parse_user_shader
from anime4k_gl.formats import Size
from anime4k_gl.rendering.render_options import RenderOptions
from anime4k_gl.rendering.renderer import Renderer

PARAMS = """//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
0.5

//!PARAM taps
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 4
2

//!PARAM more
//!TYPE float
0.0

"""
PASTED = """
#define PASTED(a, b) a##b
const float strength = PASTED(ga, in) * 0.5;
const int count = PASTED(ta, ps);
const float weights[count] = float[count](WEIGHTS);
"""
TEXT = PARAMS + one_pass("HOOK MAIN\nBIND HOOKED", "HOOKED_tex(HOOKED_pos).rgb * 0.5, 1.0") + (
    "//!HOOK MAIN\n//!BIND HOOKED" + PASTED.replace("float[count](WEIGHTS)", "float[2](1.0, 0.5)")
    + "vec4 hook() { return vec4(HOOKED_tex(HOOKED_pos).rgb * strength + more, 1.0); }\n"
)  # fmt: skip


def renderer_of(context: Any, text: str = TEXT, **params: float) -> Renderer:
    return Renderer(
        context,
        RenderOptions.for_shaders([parse_user_shader(text)], scaler="nearest", params=params),
    )


def drawn(renderer: Renderer, size: Size = SOURCE) -> Any:
    renderer.render(ramp(), target=size, output=RGBA32F)
    return renderer.read()[0][..., :3]


def test_values_are_written_in_and_change(context: Any) -> None:
    renderer = renderer_of(context)
    assert drawn(renderer) == pytest.approx(ramp() * 0.125, abs=BELOW_HALF)
    executor = renderer._executor
    for gain, more in ((1.5, 0.0), (1.5, 0.25), (0.5, 0.0)):
        renderer.set_params({"gain": gain, "more": more})
        renderer.draw()
        expected = ramp() * 0.25 * gain + more
        assert renderer.read()[0][..., :3] == pytest.approx(expected, abs=BELOW_HALF)
    assert renderer._executor is executor
    renderer.release()


def test_a_value_that_does_not_compile_leaves_all_as_it_was(context: Any) -> None:
    renderer = renderer_of(context)
    before = drawn(renderer)
    with pytest.raises(ShaderCompileError, match=r"pass 2.* does not compile"):
        renderer.set_params({"taps": 3, "gain": 1.0})
    renderer.draw()
    assert np.array_equal(renderer.read()[0][..., :3], before)
    renderer.set_params({"gain": 1.0})
    renderer.draw()
    assert renderer.read()[0][..., :3] == pytest.approx(before * 2, abs=BELOW_HALF)
    renderer.release()


def test_a_refused_program_is_submitted_once(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    submitted: list[str] = []

    class Counted(programs_module.LinkedProgram):
        def __init__(self, gl: Any, source: Any) -> None:
            submitted.append(source.fragment)
            super().__init__(gl, source)

    monkeypatch.setattr(programs_module, "LinkedProgram", Counted)
    renderer = renderer_of(context)
    drawn(renderer)
    refused = [text for text in submitted if "uniform float gain" in text and "PASTED" in text]
    assert len(refused) == 1
    kept = len(renderer._factory.programs)
    assert kept == len(submitted) - 1
    submitted.clear()
    drawn(renderer, Size(16, 12))
    assert not any("PASTED" in text for text in submitted)
    renderer.release()


def test_what_does_not_compile_with_constants_either_is_refused(context: Any) -> None:
    text = PARAMS + "//!HOOK MAIN\n//!BIND HOOKED\nvec4 hook() { return vec4(gain, nothing); }\n"
    renderer = renderer_of(context, text)
    with pytest.raises(ShaderCompileError, match="nothing"):
        drawn(renderer)
    assert len(renderer._factory.programs) == 0
    renderer.release()


def test_the_live_upscaler_does_so_too(context: Any, tmp_path: Any) -> None:
    path = tmp_path / "pasted.glsl"
    path.write_text(TEXT)
    with Upscaler(context, source_size=(8, 6), target_size=(8, 6), shaders=[path]) as up:
        texture = context.texture((8, 6), 3, ramp().astype("f4").tobytes(), dtype="f4")
        up.render(texture)
        first = up.read()[..., :3].copy()
        with pytest.raises((OptionError, ShaderCompileError)):
            up.set_params(taps=3)
        up.set_params(gain=1.0)
        up.render(texture)
        assert up.read()[..., :3] == pytest.approx(first * 2, abs=BELOW_HALF)
        texture.release()
