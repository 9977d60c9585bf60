"""Presets for ReShade: one ``.fx`` with a technique, a pass and a half-float target for each pass.

ReShade sees a picture of the screen's size, so there is nothing to scale: by how much the game
scaled its picture up before is a setting, with the export's scale to start with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...library import preset
from ..chain import hlsl
from ..chain.credit import credit
from ..chain.hlsl_pass import HostSpelling, host_pass
from ..chain.instructions import instructions
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, copied_chain, extents, linear_textures
from ..chain.sliders import Slider, scale_slider, sliders
from ..chain.templates import fill
from ..chain.words import identifier

_SCALE = "scaled_by"
_SCALE_HELP = (
    "By how much the game scales its own picture up to the screen: 2 where it renders at half the"
    " width and height. At 1 lines are not thinned."
)


def export(request: Request) -> dict[str, str]:
    """Return the effect and how to install it."""
    passes = copied_chain(request)
    sizes = extents(passes)
    word = identifier(request.preset)
    shown = [
        scale_slider(_SCALE, "Scaled up by", _SCALE_HELP, request.scale),
        *sliders(request, passes),
    ]
    targets = [_target(each, passes, sizes[each.output]) for each in passes[:-1]]
    effect = fill(
        __package__,
        "Anime4K.fx",
        CREDIT=credit(request),
        UNIFORMS="\n".join(map(_uniform, shown)),
        TARGETS="\n".join([_samplers(SOURCE, passes, "BackBuffer"), *targets]),
        # Direct3D 9 has no way to a number's bits.
        CUT=any(map(hlsl.needs_cut, passes)),
        CUT_BITS=hlsl.cut_function(bits=True),
        CUT_ARITHMETIC=hlsl.cut_function(bits=False),
        PASSES="\n".join(_pass(each, sizes) for each in passes),
        WORD=word,
        PRESET=request.preset,
        TECHNIQUE="".join(_drawn(each, last=each is passes[-1]) for each in passes),
    )
    name = f"Anime4K_{word}.fx"
    steps = instructions(
        request,
        __package__,
        EFFECT=name,
        PRESET=request.preset,
        SCALE=f"{request.scale:g}",
        AFTER_SCALING=bool(preset(request.preset).after_scaling),
    )
    return {name: effect, "README.txt": steps}


def _uniform(shown: Slider) -> str:
    kind = "int" if shown.whole else "float"
    return (
        f"uniform {kind} {shown.name} <\n"
        f'    ui_type = "slider";\n    ui_label = "{shown.label}";\n'
        f'    ui_tooltip = "{shown.help}";\n'
        f"    ui_min = {_number(shown.low, shown)}; ui_max = {_number(shown.high, shown)};"
        f" ui_step = {_number(shown.step, shown)};\n"
        f"> = {_number(shown.value, shown)};"
    )


def _number(value: float, shown: Slider) -> str:
    return str(int(value)) if shown.whole else repr(float(f"{value:.9g}"))


def _samplers(name: str, passes: Sequence[PortablePass], texture: str) -> str:
    text = _sampler(f"point_{name}", texture, "POINT")
    if name in linear_textures(passes):
        text += _sampler(f"linear_{name}", texture, "LINEAR")
    return text


def _sampler(name: str, texture: str, kind: str) -> str:
    return (
        f"sampler {name}\n{{\n    Texture = {texture};\n    AddressU = CLAMP; AddressV = CLAMP;\n"
        f"    MagFilter = {kind}; MinFilter = {kind}; MipFilter = POINT;\n}};\n"
    )


def _target(found: PortablePass, passes: Sequence[PortablePass], size: Extent) -> str:
    width, height = (_side(name, size) for name in ("BUFFER_WIDTH", "BUFFER_HEIGHT"))
    return (
        f"texture target_{found.output}\n{{\n    Width = {width};\n    Height = {height};\n"
        "    Format = RGBA16F;\n};\n" + _samplers(found.output, passes, f"target_{found.output}")
    )


def _side(name: str, size: Extent) -> str:
    return size.side("x", source=name, output=name, part="(({output} + {more}) / {divisor})")


def _size(size: Extent) -> str:
    return f"float2({_side('BUFFER_WIDTH', size)}, {_side('BUFFER_HEIGHT', size)})"


_SPELLING = HostSpelling(
    fetch=lambda name, _: f"tex2Dfetch(point_{name}, {{}})",
    sample=lambda name, _: f"tex2Dlod(linear_{name}, float4({{}}, 0.0, 0.0))",
    name=lambda texture: texture,
    size=_size,
    source_size=f"(float2(BUFFER_WIDTH, BUFFER_HEIGHT) / {_SCALE})",
    place="floor(uv * {}) + 0.5",
)


def _pass(found: PortablePass, sizes: Mapping[str, Extent]) -> str:
    made = host_pass(found, sizes, _SPELLING, entry=f"{found.name}_hook", prefix=f"{found.name}_")
    return (
        f"// Pass {found.index + 1}: {found.label}\n\n"
        f"{made.functions}\nfloat4 {found.name}_pass(\n"
        "    float4 position : SV_Position, float2 uv : TEXCOORD) : SV_Target\n"
        f"{{\n    return {made.value};\n}}\n"
    )


def _drawn(found: PortablePass, *, last: bool) -> str:
    """Return a pass in the technique."""
    target = "" if last else f"        RenderTarget = target_{found.output};\n"
    return (
        "    pass\n    {\n        VertexShader = whole_screen;\n"
        f"        PixelShader = {found.name}_pass;\n{target}    }}\n"
    )
