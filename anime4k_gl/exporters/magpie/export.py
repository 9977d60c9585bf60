"""Presets for Magpie: one MagpieFX file, version 4, whose passes are in the style PS."""

from __future__ import annotations

from collections.abc import Mapping

from ..chain import hlsl
from ..chain.credit import credit
from ..chain.hlsl_pass import HostSpelling, host_pass
from ..chain.instructions import instructions
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, linear_textures, scaled_chain
from ..chain.sliders import Slider, sliders
from ..chain.templates import fill
from ..chain.words import identifier


def export(request: Request) -> dict[str, str]:
    """Return the effect and how to install it."""
    passes = scaled_chain(request, prescalers=True)
    sizes = extents(passes)
    word = identifier(request.preset)
    # Magpie looks for its mark in front of anything but comments.
    effect = fill(
        __package__,
        "Anime4K.hlsl",
        CREDIT=credit(request),
        WORD=word,
        PARAMETERS="".join(_parameter(each) + "\n" for each in sliders(request, passes)),
        TEXTURES="".join(_texture(each, sizes[each.output]) + "\n" for each in passes[:-1]),
        LINEAR=bool(linear_textures(passes)),
        PASSES="\n".join(_pass(each, sizes, last=each is passes[-1]) for each in passes),
    )
    name = f"Anime4K_{word}.hlsl"
    return {name: effect, "README.txt": instructions(request, __package__, EFFECT=name, WORD=word)}


def _texture_name(name: str) -> str:
    return "INPUT" if name == SOURCE else f"tex_{name}"


def _parameter(shown: Slider) -> str:
    return (
        f"//!PARAMETER\n//!LABEL {shown.label}\n//!DEFAULT {shown.value:.9g}\n"
        f"//!MIN {shown.low:g}\n//!MAX {shown.high:g}\n//!STEP {shown.step:g}\n"
        f"{'int' if shown.whole else 'float'} {shown.name};\n"
    )


def _texture(found: PortablePass, size: Extent) -> str:
    # Magpie rounds: up from the half of an odd side, and from the fourth of any that is not whole,
    # without going on from a whole one.
    rounding = f"{0.5 - 0.5 / size.divisor:g}"
    width, height = (
        size.side(
            axis,
            source=f"INPUT_{side}",
            output=f"OUTPUT_{side}",
            part="{output} / {divisor} + " + rounding,
        )
        for axis, side in (("x", "WIDTH"), ("y", "HEIGHT"))
    )
    return (
        f"//!TEXTURE\n//!WIDTH {width}\n//!HEIGHT {height}\n"
        f"//!FORMAT R16G16B16A16_FLOAT\nTexture2D {_texture_name(found.output)};\n"
    )


def _size(size: Extent) -> str:
    return size.sides(
        source="float2(GetInputSize())",
        mixed="float2(GetOutputSize().x, GetInputSize().y)",
        output="float2(GetOutputSize())",
        part="float2((GetOutputSize() + {more}) / {divisor})",
    )


_SPELLING = HostSpelling(
    fetch=lambda name, _: f"{name}.Load(int3({{}}, 0))",
    sample=lambda name, _: f"{name}.SampleLevel(linear_sampler, {{}}, 0)",
    name=_texture_name,
    size=_size,
    source_size="float2(GetInputSize())",
    place="floor(pos * {}) + 0.5",
)


def _pass(found: PortablePass, sizes: Mapping[str, Extent], *, last: bool) -> str:
    made = host_pass(found, sizes, _SPELLING, entry="run")
    return fill(
        __package__,
        "pass.hlsl",
        NUMBER=str(found.index + 1),
        LABEL=found.label,
        INPUTS=", ".join(made.textures),
        OUTPUT="OUTPUT" if last else _texture_name(found.output),
        CUT=hlsl.cut_function(bits=True) + "\n" if hlsl.needs_cut(found) else "",
        FUNCTIONS=made.functions,
        VALUE=made.value,
    )
