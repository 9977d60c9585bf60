"""A pass in the HLSL of a host, from how that host spells textures and sizes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .hlsl import HlslTexture, forced, translate
from .passes import PortablePass
from .scaled import Extent


@dataclass(frozen=True, slots=True)
class HostSpelling:
    """How a host's HLSL spells what a pass reads.

    Attributes
    ----------
    fetch : a texel, a float4 expression, by a texture's name and size in the host's words; with
        ``{}`` for its place, an int2
    sample : what lies between texels, likewise; with ``{}`` for a place from 0 to 1, a float2
    name : a texture's name there, by that in the chain
    size : a size, a float2 expression
    source_size : the size of the picture before it was scaled up
    place : where a pixel is, counted from above, middles at .5: a float2 expression, with ``{}``
        for the size of what is drawn
    """

    fetch: Callable[[str, str], str]
    sample: Callable[[str, str], str]
    name: Callable[[str], str]
    size: Callable[[Extent], str]
    source_size: str
    place: str


@dataclass(frozen=True, slots=True)
class HostPass:
    """A pass in a host's words.

    Attributes
    ----------
    functions : its functions
    value : what it draws at a pixel, a float4 expression
    textures : the textures that it reads, each once
    """

    functions: str
    value: str
    textures: tuple[str, ...]


def host_pass(
    found: PortablePass,
    sizes: Mapping[str, Extent],
    spelling: HostSpelling,
    *,
    entry: str,
    prefix: str = "",
) -> HostPass:
    """Return a pass in a host's words; `entry` and `prefix` as for `translate`."""
    textures = {}
    for each in found.inputs:
        name, size = spelling.name(each.texture), spelling.size(sizes[each.texture])
        textures[each.name] = HlslTexture(
            spelling.fetch(name, size), spelling.sample(name, size), size
        )
    size = spelling.size(sizes[found.output])
    functions = translate(
        found,
        textures,
        entry=entry,
        input_size=spelling.source_size,
        out_size=size,
        prefix=prefix,
    )
    return HostPass(
        functions,
        forced(found, f"{entry}({spelling.place.replace('{}', size)})"),
        tuple(dict.fromkeys(spelling.name(each.texture) for each in found.inputs)),
    )
