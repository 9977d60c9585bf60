"""A pass as an effect of libobs."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..chain import hlsl
from ..chain.hlsl_pass import HostSpelling, host_pass
from ..chain.passes import PortablePass
from ..chain.scaled import Extent
from ..chain.templates import fill

_SOURCE_SIZE = "float2(source_width, source_height)"


def _size(size: Extent) -> str:
    return size.sides(
        source=_SOURCE_SIZE,
        mixed="float2(full_width, source_height)",
        output="float2(full_width, full_height)",
        part="floor(({output} + {more}.0) / {divisor}.0)",
    )


_SPELLING = HostSpelling(
    fetch=lambda name, _: f"{name}.Load(int3({{}}, 0))",
    sample=lambda name, _: f"{name}.SampleLevel(between, {{}}, 0.0)",
    # A parameter may be called as a pass is, whose output has its name.
    name=lambda texture: f"{texture}_image",
    size=_size,
    source_size=_SOURCE_SIZE,
    place="floor(placed.uv * {}) + 0.5",
)


def effect(found: PortablePass, sizes: Mapping[str, Extent]) -> str:
    """Return a pass as an effect of libobs."""
    made = host_pass(found, sizes, _SPELLING, entry="hook", prefix="a4k_")
    read = set(re.findall(r"(\w+)\.(?:Load|SampleLevel)\(", made.functions))
    uniforms = [f"uniform texture2d {name};\n" for name in made.textures if name in read]
    uniforms += [f"uniform float {param.name};\n" for param in found.params]
    return fill(
        __package__,
        "pass.effect",
        NUMBER=str(found.index + 1),
        LABEL=found.label,
        UNIFORMS="".join(uniforms),
        CUT=hlsl.cut_function(bits=False) + "\n" if hlsl.needs_cut(found) else "",
        FUNCTIONS=made.functions,
        VALUE=made.value,
    )
