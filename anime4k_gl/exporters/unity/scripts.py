"""The C# of the Unity target: what draws the passes, in a shader's order and sizes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..chain.credit import credit
from ..chain.passes import PortablePass
from ..chain.request import Request
from ..chain.scaled import SOURCE, Extent
from ..chain.templates import fill


def core_script(
    request: Request, passes: Sequence[PortablePass], sizes: Mapping[str, Extent]
) -> str:
    """Return the class that draws the passes into textures of their sizes."""
    ids, calls = [], []
    for each in passes[:-1]:
        width, height = (_side(axis, sizes[each.output]) for axis in "xy")
        ids.append(
            f'static readonly int {_id(each.output)} = Shader.PropertyToID("_A4K_{each.output}");\n'
        )
        calls.append(
            f"Pass(commands, material, {each.index}, {_id(each.output)}, {width}, {height});\n"
        )
        calls += _released(each)
    last = passes[-1]
    calls.append(f"Pass(commands, material, {last.index}, destination);\n")
    calls += _released(last)
    return fill(
        __package__,
        "Anime4K.cs",
        CREDIT=credit(request),
        SOURCE=SOURCE,
        IDS="".join(ids),
        PASSES="".join(calls),
    )


def _released(after: PortablePass) -> list[str]:
    """Return the calls that give back what no later pass reads."""
    return [
        f"commands.ReleaseTemporaryRT({_id(name)});\n"
        for name in dict.fromkeys(i.texture for i in after.inputs)
        if name != SOURCE and name in after.last_reads
    ]


def _id(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_")) + "Texture"


def _side(axis: str, size: Extent) -> str:
    return size.side(
        axis, source=f"from.{axis}", output=f"to.{axis}", part="({output} + {more}) / {divisor}"
    )
