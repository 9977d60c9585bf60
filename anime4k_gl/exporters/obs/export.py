"""Presets for OBS Studio: a script that adds a filter, with an effect for each pass in it.

A script, because the shader filters that OBS has plug-ins for draw one pass into 8 bits, and blend
what they draw by its alpha: neither several textures nor numbers in alpha come through. A script's
filter has half-float textures and as many passes as it likes, and may be larger than its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..chain import hlsl
from ..chain.build import PortablePass, credit
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, scale_note, scaled_chain
from ..chain.sliders import slider
from .script import Stage, readme, script

_SIZES = {
    "": "float2(full_width, full_height)",
    "y": "float2(full_width, source_height)",
    "xy": "float2(source_width, source_height)",
}


def export(request: Request) -> dict[str, str]:
    """Return the script and how to install it."""
    passes = scaled_chain(request)
    sizes = extents(passes)
    params = {param.name: param for each in passes for param in each.params}
    sliders = [slider(param, request.params[param.name]) for param in params.values()]
    stages = [
        Stage(
            each.name,
            effect(request, each, sizes),
            each.output,
            _side("width", sizes[each.output]),
            _side("height", sizes[each.output]),
        )
        for each in passes
    ]
    name = f"anime4k-{request.preset}.lua"
    text = credit(request, "-- ") + script(request.preset, request.scale, sliders, stages)
    return {
        name: text,
        "README.txt": credit(request, "") + readme(request.scale, name) + scale_note(request),
    }


def _side(side: str, size: Extent) -> str:
    """Return a texture's width or height in the script's words."""
    if ("x" if side == "width" else "y") in size.of_source:
        return f"source_{side}"
    if size.divisor == 1:
        return f"full_{side}"
    return f"math.ceil(full_{side} / {size.divisor})"


def _size(size: Extent) -> str:
    if size.divisor == 1:
        return _SIZES[size.of_source]
    return f"floor((float2(full_width, full_height) + {size.divisor - 1}.0) / {size.divisor}.0)"


def effect(request: Request, found: PortablePass, sizes: Mapping[str, Extent]) -> str:
    """Return a pass as an effect of libobs."""
    names = {i.name: "source_image" if i.texture == SOURCE else i.texture for i in found.inputs}
    textures = {
        i.name: hlsl.Texture(
            fetch=f"{names[i.name]}.Load(int3({{}}, 0))",
            sample=f"{names[i.name]}.SampleLevel(between, {{}}, 0.0)",
            size=_size(sizes[i.texture]),
        )
        for i in found.inputs
    }
    size = _size(sizes[found.output])
    code = hlsl.translate(
        found,
        textures,
        entry="hook",
        input_size=_SIZES["xy"],
        out_size=size,
        prefix="a4k_",
    )
    read = set(re.findall(r"(\w+)\.(?:Load|SampleLevel)\(", code))
    lines = [
        "uniform float4x4 ViewProj;",
        *(f"uniform float {s}_{side};" for s in ("source", "full") for side in ("width", "height")),
        *(f"uniform texture2d {name};" for name in dict.fromkeys(names.values()) if name in read),
        *(f"uniform float {param.name};" for param in found.params),
        "",
        "sampler_state between {",
        "    Filter = Linear;",
        "    AddressU = Clamp;",
        "    AddressV = Clamp;",
        "};",
        "",
        "struct Corner {",
        "    float4 pos : POSITION;",
        "    float2 uv : TEXCOORD0;",
        "};",
        "",
        "Corner corner(Corner given)",
        "{",
        "    Corner placed;",
        "    placed.pos = mul(float4(given.pos.xyz, 1.0), ViewProj);",
        "    placed.uv = given.uv;",
        "    return placed;",
        "}",
        "",
        *([hlsl.CUT_ARITHMETIC] if hlsl.needs_cut(found) else []),
        code,
        "float4 pixel(Corner placed) : TARGET",
        "{",
        f"    return {hlsl.forced(found, f'hook(floor(placed.uv * {size}) + 0.5)')};",
        "}",
        "",
        "technique Draw",
        "{",
        "    pass",
        "    {",
        "        vertex_shader = corner(given);",
        "        pixel_shader = pixel(placed);",
        "    }",
        "}",
    ]
    return f"// Pass {found.index + 1}: {found.label}\n" + "\n".join(lines) + "\n"
