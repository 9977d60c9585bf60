"""Presets for TouchDesigner: a pixel shader for each GLSL TOP, and a script that builds the chain.

TOPs count rows from below, passes from above: each shader turns every place around as it reads, so
that all TOPs show their picture upright.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..chain.build import PortablePass, Spelling, credit, fragment_shader
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent, extents, scale_note, scaled_chain
from ..chain.sliders import slider
from .script import build_script, wiring

_READS = """\
vec4 a4k_fetch(sampler2D image, ivec2 at) {
    return texelFetch(image, ivec2(at.x, textureSize(image, 0).y - 1 - at.y), 0);
}

vec4 a4k_sample(sampler2D image, vec2 at) {
    return textureLod(image, vec2(at.x, 1.0 - at.y), 0.0);
}

#define texelFetch(image, at, lod) a4k_fetch(image, at)
#define texture(image, at) a4k_sample(image, at)
"""


def export(request: Request) -> dict[str, str]:
    """Return the shaders, the script that builds the chain, and how to wire it by hand."""
    passes = scaled_chain(request)
    sizes = extents(passes)
    files = {f"{node_name(each)}.frag": _shader(request, each) for each in passes}
    params = {param.name: param for each in passes for param in each.params}
    sliders = [slider(param, request.params[param.name]) for param in params.values()]
    nodes = [_node(each, passes, sizes) for each in passes]
    script = credit(request, "# ") + build_script(request.scale, sliders, nodes)
    return {
        **files,
        "build_anime4k.py": script,
        "README.txt": credit(request, "")
        + wiring(request.scale, sliders, nodes)
        + scale_note(request),
    }


def node_name(found: PortablePass) -> str:
    """Return the name of a pass's TOP."""
    return f"a4k_{found.index + 1:02}_{found.name}"


def _node(
    found: PortablePass, passes: Sequence[PortablePass], sizes: Mapping[str, Extent]
) -> dict[str, object]:
    """Return what the script has to know of a TOP."""
    writers = {each.output: node_name(each) for each in passes} | {SOURCE: "source"}
    size = sizes[found.output]
    return {
        "name": node_name(found),
        "inputs": [writers[texture] for texture in _textures(found)],
        "width": _side("W", "w", "x" in size.of_source, size.divisor),
        "height": _side("H", "h", "y" in size.of_source, size.divisor),
        "uniforms": [param.name for param in found.params],
        "asks_source": found.uses("input_size"),
        "last": found is passes[-1],
    }


def _side(scaled: str, source: str, of_source: bool, divisor: int) -> str:
    if of_source:
        return source
    return scaled if divisor == 1 else f"({scaled} + {divisor - 1}) // {divisor}"


def _textures(found: PortablePass) -> list[str]:
    return list(dict.fromkeys(i.texture for i in found.inputs))


def _shader(request: Request, found: PortablePass) -> str:
    order = _textures(found)
    lines = [
        credit(request) + f"// TOP {found.index + 1}: {found.label}",
        "",
        *(["uniform vec2 uSourceSize;"] if found.uses("input_size") else []),
        *(f"uniform {param.type.value} {param.name};" for param in found.params),
        "layout(location = 0) out vec4 fragColor;",
        "vec4 result;",
        "",
        _READS,
        "// The picture's pixel, counted from above.",
        "#define a4k_out_res (uTDOutputInfo.res.zw)",
        "#define a4k_at (floor(vec2(vUV.x, 1.0 - vUV.y) * a4k_out_res) + 0.5)",
    ]
    spellings = {
        i.name: Spelling(
            f"sTD2DInputs[{order.index(i.texture)}]",
            f"uTD2DInfos[{order.index(i.texture)}].res.zw",
            "(a4k_at / a4k_out_res)",
        )
        for i in found.inputs
    }
    text = fragment_shader(
        replace(found, params=()),
        head="\n".join(lines),
        spellings=spellings,
        values={},
        input_size="uSourceSize",
        frag_coord="vec4(a4k_at, 0.0, 1.0)",
    )
    # What is written has to go through this one, which orders the channels as the format has them.
    end = text.rindex("}\n")
    return text[:end] + "    fragColor = TDOutputSwizzle(result);\n}\n"
