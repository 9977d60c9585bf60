"""Presets that scale pictures themselves, as portable passes: sizes, rounds, who refuses them."""

from __future__ import annotations

import pytest

from anime4k_gl import OptionError
from anime4k_gl.exporters.chain.build import chains, prescaled_chain, prescales
from anime4k_gl.exporters.chain.request import Request
from anime4k_gl.exporters.chain.scaled import extents, scaled_chain
from anime4k_gl.library import HYBRIDS, any_form, preset_names, preset_shader
from anime4k_gl.usershader import UserShader, parse_user_shader

DOUBLE = """//!HOOK MAIN
//!BIND HOOKED
//!WIDTH HOOKED.w {width}
//!HEIGHT HOOKED.h 2 *
//!WHEN OUTPUT.w HOOKED.w 1.5 * >
vec4 hook() {{ return HOOKED_tex(HOOKED_pos); }}
"""


def request(shader: UserShader, scale: float = 2.0) -> Request:
    return Request("v1.1", "", shader, {}, frozenset(), scale, {})


V1_1 = request(preset_shader("v1.1"))


def test_only_presets_at_main_do() -> None:
    found = [n for n in preset_names() if prescales(request(any_form(n)))]
    assert set(found) == {"v1.1", *HYBRIDS} & set(preset_names())
    assert not prescales(request(preset_shader("v1.1", after_scaling=True)))


@pytest.mark.parametrize(
    ("scale", "multiple"), [(1.0, 0), (1.1, 0), (1.2, 2), (2.0, 2), (2.8, 2), (2.9, 4), (8.0, 4)]
)
def test_the_last_pass_is_twice_or_four_times_as_large(scale: float, multiple: int) -> None:
    passes = prescaled_chain(V1_1, scale)
    assert [p.multiple for p in passes if p.colour] == [2, 4][: multiple // 2]
    if passes:
        # Four pixels share a texel: maps are as large as the source.
        assert {p.multiple for p in passes if not p.colour} == {*[1, 2][: multiple // 2]}


def test_scales_with_the_same_passes_are_one_range() -> None:
    found = chains(V1_1, prescalers=True)
    assert [len(each.passes) for each in found] == [0, 11, 20]
    assert [each.low for each in found[1:]] == pytest.approx([1.1, 2.8])


def test_what_is_left_is_scaled_after_it() -> None:
    passes = scaled_chain(V1_1, prescalers=True)
    assert [p.name for p in passes[:1] + passes[-2:]] == [
        "to_picture", "scale_rows", "scale_columns",
    ]  # fmt: skip
    assert [p.index for p in passes] == list(range(len(passes)))
    sizes = extents(passes)
    words = {"source": "from", "output": "to", "part": ""}
    assert sizes["colour"].side("x", **words) == "from * 2"
    assert sizes["scale_rows"].side("x", **words) == "to"
    assert sizes["scale_rows"].side("y", **words) == "from * 2"
    assert sizes["luma"].side("x", **words) == "from"
    assert sizes["scale_rows"].sides(mixed="both", **words) == "(both * float2(1.0, 2.0))"
    assert sizes["colour"].sides(mixed="both", **words) == "(from * 2.0)"
    # Nothing is read before it is written, nor kept after its last reader.
    written = {"source"}
    for each in passes:
        assert {i.texture for i in each.inputs} <= written
        written = (written | {each.output}) - each.last_reads
    assert written == {"scale_columns"}


def test_targets_without_such_textures_refuse_them() -> None:
    with pytest.raises(OptionError, match=r"'v1\.1' cannot be exported to this target"):
        scaled_chain(V1_1)
    with pytest.raises(OptionError, match=r"'v1\.1' cannot be exported to this target"):
        chains(V1_1)


@pytest.mark.parametrize("width", ["2 * 1 +", "3 *", "2 /"])
def test_other_sizes_are_refused(width: str) -> None:
    shader = parse_user_shader(DOUBLE.format(width=width), filename="double.glsl")
    with pytest.raises(OptionError, match="not so many times as large as its source"):
        prescaled_chain(request(shader))
