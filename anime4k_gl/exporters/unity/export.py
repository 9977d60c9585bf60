"""Presets for Unity: one shader with a pass for each pass, and a script that draws them.

Neither includes anything of a render pipeline, so one shader serves the built-in one and URP: the
script draws a triangle, the shader makes its corners.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..chain import hlsl
from ..chain.credit import credit
from ..chain.hlsl_pass import HostSpelling, host_pass
from ..chain.instructions import instructions
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, scaled_chain
from ..chain.sliders import Slider, sliders
from ..chain.templates import fill
from .scripts import core_script


def export(request: Request) -> dict[str, str]:
    """Return the shader, its scripts and how to install them."""
    passes = scaled_chain(request, prescalers=True)
    sizes = extents(passes)
    head, scale = credit(request), f"{request.scale:g}"
    return {
        "Anime4K.shader": fill(
            __package__,
            "Anime4K.shader",
            CREDIT=head,
            PROPERTIES="".join(map(_property, sliders(request, passes))),
            PASSES="\n".join(_pass(each, sizes, last=each is passes[-1]) for each in passes),
        ),
        "Anime4K.cs": core_script(request, passes, sizes),
        "Anime4KCamera.cs": fill(__package__, "Anime4KCamera.cs", CREDIT=head, SCALE=scale),
        "README.txt": instructions(request, __package__, SCALE=scale),
    }


def _property(shown: Slider) -> str:
    return (
        f"// {shown.help}\n"
        f'{shown.name} ("{shown.label}", Range({shown.low:g}, {shown.high:g}))'
        f" = {shown.value:.9g}\n"
    )


def _texture_name(texture: str) -> str:
    return f"_A4K_{texture}"


def _fetch(name: str, size: str) -> str:
    texel = f"{name}.Load(a4k_texel({{}}, {size}))"
    return f"a4k_encoded({texel})" if name == _texture_name(SOURCE) else texel


def _size(size: Extent) -> str:
    return size.sides(
        source="_SourceSize",
        mixed="float2(_OutputSize.x, _SourceSize.y)",
        output="_OutputSize",
        part="floor(({output} + {more}.0) / {divisor}.0)",
    )


_SPELLING = HostSpelling(
    fetch=_fetch,
    sample=lambda name, _: f"{name}.SampleLevel(a4k_linear_clamp, a4k_place({{}}), 0)",
    name=_texture_name,
    size=_size,
    source_size="_SourceSize",
    place="float2(at.x, _FromBelow > 0.5 ? {}.y - at.y : at.y)",
)


def _pass(found: PortablePass, sizes: Mapping[str, Extent], *, last: bool) -> str:
    made = host_pass(found, sizes, _SPELLING, entry="run")
    return fill(
        __package__,
        "pass.shader",
        INDEX=str(found.index),
        LABEL=found.label,
        NAME=found.name,
        PARAMETERS="".join(f"float {param.name};\n" for param in found.params),
        TEXTURES="".join(f"Texture2D<float4> {name};\n" for name in made.textures),
        CUT=hlsl.cut_function(bits=True) if hlsl.needs_cut(found) else "",
        FUNCTIONS=made.functions,
        VALUE=f"a4k_decoded({made.value})" if last else made.value,
    )
