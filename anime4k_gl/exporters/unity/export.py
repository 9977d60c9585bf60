"""Presets for Unity: one shader with a pass for each pass, and a script that draws them.

Neither includes anything of a render pipeline, so one shader serves the built-in one and URP: the
script draws a triangle, the shader makes its corners.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..chain import hlsl
from ..chain.build import PortablePass, credit
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, scale_note, scaled_chain
from ..chain.sliders import Slider, slider
from .scripts import camera_script, core_script, readme

_NATIVE = "_SourceSize"
_SIZES = {"": "_OutputSize", "y": "float2(_OutputSize.x, _SourceSize.y)", "xy": "_SourceSize"}


def export(request: Request) -> dict[str, str]:
    """Return the shader, its scripts and how to install them."""
    passes = scaled_chain(request)
    sizes = extents(passes)
    params = {param.name: param for each in passes for param in each.params}
    sliders = [slider(param, request.params[param.name]) for param in params.values()]
    shader = _shader(request, passes, sizes, sliders)
    head = credit(request)
    files = {
        "Anime4K.shader": shader,
        "Anime4K.cs": head + core_script(passes, sizes),
        "Anime4KCamera.cs": head + camera_script(request.scale),
    }
    return {
        **files,
        "README.txt": credit(request, "") + readme(request.scale) + scale_note(request),
    }


def _shader(
    request: Request,
    passes: Sequence[PortablePass],
    sizes: Mapping[str, Extent],
    sliders: Sequence[Slider],
) -> str:
    properties = "".join(
        f"        // {shown.help}\n"
        f'        {shown.name} ("{shown.label}", Range({shown.low:g}, {shown.high:g}))'
        f" = {shown.value:.9g}\n"
        for shown in sliders
    )
    blocks = "".join(_pass(each, sizes, last=each is passes[-1]) for each in passes)
    return (
        credit(request)
        + f'\nShader "Hidden/Anime4K"\n{{\n    Properties\n    {{\n{properties}    }}\n'
        "    SubShader\n    {\n        Cull Off\n        ZWrite Off\n        ZTest Always\n\n"
        f"        HLSLINCLUDE\n{_INCLUDED}        ENDHLSL\n\n{blocks}    }}\n}}\n"
    )


_INCLUDED = """\
        #pragma target 3.5

        float2 _SourceSize;
        float2 _OutputSize;
        // 1 where a texture's first row is the picture's lowest, which is Unity's own convention.
        float _FromBelow;
        // 1 where the source and the result are linear light; the passes want them as displays do.
        float _LinearLight;
        SamplerState a4k_linear_clamp;

        float4 vert(uint id : SV_VertexID) : SV_Position
        {
            return float4(id == 1 ? 3.0 : -1.0, id == 2 ? 3.0 : -1.0, 0.5, 1.0);
        }

        // The picture's texel, or place, counted from above.
        int3 a4k_texel(int2 at, float2 size)
        {
            return int3(at.x, _FromBelow > 0.5 ? int(size.y) - 1 - at.y : at.y, 0);
        }

        float2 a4k_place(float2 at)
        {
            return float2(at.x, _FromBelow > 0.5 ? 1.0 - at.y : at.y);
        }

        float4 a4k_encoded(float4 c)
        {
            float3 low = c.rgb * 12.92;
            float3 high = 1.055 * pow(max(c.rgb, 0.0031308), 1.0 / 2.4) - 0.055;
            float3 encoded = lerp(high, low, step(c.rgb, 0.0031308));
            return float4(_LinearLight > 0.5 ? encoded : c.rgb, c.a);
        }

        float4 a4k_decoded(float4 c)
        {
            float3 low = c.rgb / 12.92;
            float3 high = pow((max(c.rgb, 0.04045) + 0.055) / 1.055, 2.4);
            float3 decoded = lerp(high, low, step(c.rgb, 0.04045));
            return float4(_LinearLight > 0.5 ? decoded : c.rgb, c.a);
        }
"""


def _size(size: Extent) -> str:
    if size.divisor == 1:
        return _SIZES[size.of_source]
    return f"floor((_OutputSize + {size.divisor - 1}.0) / {size.divisor}.0)"


def _pass(found: PortablePass, sizes: Mapping[str, Extent], *, last: bool) -> str:
    names = {i.name: f"_A4K_{i.texture}" for i in found.inputs}
    textures = {}
    for each in found.inputs:
        name, size = names[each.name], _size(sizes[each.texture])
        fetch = f"{name}.Load(a4k_texel({{}}, {size}))"
        textures[each.name] = hlsl.Texture(
            fetch=f"a4k_encoded({fetch})" if each.texture == SOURCE else fetch,
            sample=f"{name}.SampleLevel(a4k_linear_clamp, a4k_place({{}}), 0)",
            size=size,
        )
    size = _size(sizes[found.output])
    code = hlsl.translate(found, textures, entry="run", input_size=_NATIVE, out_size=size)
    declared = [f"float {param.name};" for param in found.params]
    declared += [f"Texture2D<float4> {name};" for name in dict.fromkeys(names.values())]
    value = hlsl.forced(found, f"run(float2(at.x, _FromBelow > 0.5 ? {size}.y - at.y : at.y))")
    if last:
        value = f"a4k_decoded({value})"
    lines = [
        *declared,
        "",
        *((hlsl.CUT_BITS + code) if hlsl.needs_cut(found) else code).rstrip("\n").split("\n"),
        "",
        "float4 frag(float4 at : SV_Position) : SV_Target",
        "{",
        f"    return {value};",
        "}",
    ]
    inner = "".join(f"            {line}".rstrip() + "\n" for line in lines)
    return (
        f"        // Pass {found.index}: {found.label}\n        Pass\n        {{\n            Name"
        f' "{found.name}"\n\n            HLSLPROGRAM\n            #pragma vertex vert\n'
        f"            #pragma fragment frag\n\n{inner}            ENDHLSL\n        }}\n\n"
    )
