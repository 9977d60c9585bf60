"""The chain of TOPs as the script that builds it reads it, and as steps for people."""

from __future__ import annotations

import pprint
from collections.abc import Mapping, Sequence
from typing import TypedDict

from ..chain.passes import PortablePass
from ..chain.scaled import SOURCE, Extent
from ..chain.sliders import Slider


class Node(TypedDict):
    """A TOP, as the script has it; sides are in the words that README.txt explains.

    Attributes
    ----------
    name : its name, and its shader's
    inputs : the names of the TOPs that it reads, in order
    width, height : its sides
    uniforms : the parameters that it has
    asks_source : it has the uniform ``uSourceSize``
    last : it is the result
    """

    name: str
    inputs: list[str]
    width: str
    height: str
    uniforms: list[str]
    asks_source: bool
    last: bool


def node_name(found: PortablePass) -> str:
    """Return the name of a pass's TOP."""
    return f"a4k_{found.index + 1:02}_{found.name}"


def textures(found: PortablePass) -> list[str]:
    """Return the textures that a pass reads, each once, in the order of its TOP's inputs."""
    return list(dict.fromkeys(i.texture for i in found.inputs))


def node(found: PortablePass, passes: Sequence[PortablePass], sizes: Mapping[str, Extent]) -> Node:
    """Return a pass's TOP."""
    writers = {each.output: node_name(each) for each in passes} | {SOURCE: "source"}
    size, part = sizes[found.output], "({output} + {more}) // {divisor}"
    return {
        "name": node_name(found),
        "inputs": [writers[texture] for texture in textures(found)],
        "width": size.side("x", source="w", output="W", part=part),
        "height": size.side("y", source="h", output="H", part=part),
        "uniforms": [param.name for param in found.params],
        "asks_source": found.uses("input_size"),
        "last": found is passes[-1],
    }


def script_data(scale: float, sliders: Sequence[Slider], nodes: Sequence[Node]) -> str:
    """Return what the script knows of a chain: its assignments in Python."""
    values = [(s.name, s.label, s.value, s.low, s.high) for s in sliders]
    return (
        f"SCALE = {float(scale)!r}\n"
        f"SLIDERS = {pprint.pformat(values, width=96)}\n"
        f"NODES = {pprint.pformat(list(nodes), width=96, sort_dicts=False)}\n"
    )


def wiring(node: Node) -> str:
    """Return how to make a TOP by hand."""
    kind = "rgba 8-bit fixed" if node["last"] else "rgba 16-bit float"
    uniforms = [*node["uniforms"], *(["uSourceSize (vec2): w, h"] if node["asks_source"] else [])]
    return (
        f"{node['name']}\n    shader: {node['name']}.frag\n"
        f"    inputs: {', '.join(node['inputs'])}\n"
        f"    resolution: {node['width']} x {node['height']}, {kind}\n"
        f"    uniforms: {', '.join(uniforms) or 'none'}\n"
    )
