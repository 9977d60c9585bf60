"""Presets for TouchDesigner: a pixel shader for each GLSL TOP, and a script that builds the chain.

TOPs count rows from below, passes from above: each shader turns every place around as it reads, so
that all TOPs show their picture upright.
"""

from __future__ import annotations

from ..chain.credit import credit
from ..chain.glsl_text import Spelling, fragment_shader
from ..chain.instructions import instructions
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import extents, scaled_chain
from ..chain.sliders import sliders
from ..chain.templates import fill
from .nodes import node, node_name, script_data, textures, wiring


def export(request: Request) -> dict[str, str]:
    """Return the shaders, the script that builds the chain, and how to wire it by hand."""
    passes = scaled_chain(request, prescalers=True)
    sizes = extents(passes)
    shown = sliders(request, passes)
    nodes = [node(each, passes, sizes) for each in passes]
    return {
        **{f"{node_name(each)}.frag": _shader(request, each) for each in passes},
        "build_anime4k.py": fill(
            __package__,
            "build_anime4k.py",
            CREDIT=credit(request, "# "),
            CHAIN=script_data(request.scale, shown, nodes),
        ),
        "README.txt": instructions(
            request,
            __package__,
            SCALE=f"{request.scale:g}",
            TOPS="\n".join(map(wiring, nodes)),
            VALUES="".join(f"{s.name} = {s.value:.9g}    {s.help}\n" for s in shown),
        ),
    }


def _shader(request: Request, found: PortablePass) -> str:
    order = textures(found)
    head = fill(
        __package__,
        "pass.frag",
        CREDIT=credit(request),
        NUMBER=str(found.index + 1),
        LABEL=found.label,
        SOURCE_SIZE=found.uses("input_size"),
        UNIFORMS="".join(f"uniform {p.type.value} {p.name};\n" for p in found.params),
    )
    spellings = {
        i.name: Spelling(
            f"sTD2DInputs[{order.index(i.texture)}]",
            f"uTD2DInfos[{order.index(i.texture)}].res.zw",
            "(a4k_at / a4k_out_res)",
        )
        for i in found.inputs
    }
    text = fragment_shader(
        found,
        head=head,
        spellings=spellings,
        values=None,
        input_size="uSourceSize",
        out_size="a4k_out_res",
        frag_coord="vec4(a4k_at, 0.0, 1.0)",
    )
    # What is written has to go through this one, which orders the channels as the format has them.
    end = text.rindex("}\n")
    return text[:end] + "    fragColor = TDOutputSwizzle(result);\n}\n"
