"""Presets for OBS Studio: a script that adds a filter, with an effect for each pass in it.

A script, because the shader filters that OBS has plug-ins for draw one pass into 8 bits, and blend
what they draw by its alpha: neither several textures nor numbers in alpha come through. A script's
filter has half-float textures and as many passes as it likes, and may be larger than its source.
"""

from __future__ import annotations

import re
import textwrap

from ..chain.credit import credit
from ..chain.instructions import instructions
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import Extent, extents, scaled_chain
from ..chain.sliders import Slider, scale_slider, sliders
from ..chain.templates import fill
from .effect import effect

_SIZES = ("source_width", "source_height", "full_width", "full_height")
_SCALE_HELP = "By how much the source is scaled up."


def export(request: Request) -> dict[str, str]:
    """Return the script and how to install it."""
    passes = scaled_chain(request, prescalers=True)
    sizes = extents(passes)
    effects = {each.name: effect(each, sizes) for each in passes}
    shown = [scale_slider("scale", "Scale", _SCALE_HELP, request.scale), *sliders(request, passes)]
    name = f"anime4k-{request.preset}.lua"
    script = fill(
        __package__,
        "anime4k.lua",
        CREDIT=credit(request, "-- "),
        PRESET=request.preset,
        SLIDERS="".join(map(_slider, shown)),
        PASSES="".join(_pass(each, sizes[each.output], effects[each.name]) for each in passes),
        EFFECTS="".join(
            f'EFFECTS["{key}"] = [==[\n{text}]==]\n\n' for key, text in effects.items()
        ),
    )
    steps = instructions(request, __package__, SCRIPT=name, SCALE=f"{request.scale:g}")
    return {name: script, "README.txt": steps}


def _slider(shown: Slider) -> str:
    """Return a slider as a row of the script's table."""
    return (
        f'    {{ "{shown.name}", "{shown.label}", {shown.value:.9g}, {shown.low:g},'
        f' {shown.high:g}, {shown.step:g},\n        "{shown.help}" }},\n'
    )


def _pass(found: PortablePass, size: Extent, text: str) -> str:
    """Return a pass as a row of the script's table."""
    uniforms = re.findall(r"(?m)^uniform (?:float|texture2d) (\w+);$", text)
    words = textwrap.fill(
        ", ".join(f'"{u}"' for u in uniforms),
        88, initial_indent=" " * 12, subsequent_indent=" " * 12,
    )  # fmt: skip
    return (
        f'    {{ name = "{found.name}", output = "{found.output}",\n'
        f"        uniforms = {{\n{words} }},\n        size = function({', '.join(_SIZES)})\n"
        f"            return {_side('width', size)}, {_side('height', size)}\n        end }},\n"
    )


def _side(side: str, size: Extent) -> str:
    """Return a texture's width or height in the script's words."""
    return size.side(
        "x" if side == "width" else "y",
        source=f"source_{side}",
        output=f"full_{side}",
        part="math.ceil({output} / {divisor})",
    )
