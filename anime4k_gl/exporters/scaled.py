"""A preset's passes with those that scale the picture up before them, for hosts that do not.

The scaler is this project's catmull_rom, of the same files as everywhere else: rows first, then
columns. It stays within the picture and within [0, 1], as the commands' pictures do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..scalers import DEFAULT_SCALER, scaler_shader
from ..usershader import UserShader
from .portable import PICTURE, Input, PortablePass, chain
from .request import Request

SOURCE = "source"
"""The texture name of the picture before it is scaled."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A texture's size.

    Attributes
    ----------
    divisor : the sides are the output's divided by this, rounded up
    of_source : which sides are the source's instead: none, ``"y"`` or ``"xy"``
    """

    divisor: int = 1
    of_source: str = ""


def scaled_chain(request: Request) -> list[PortablePass]:
    """Return a request's passes behind those that scale `SOURCE` to `PICTURE`."""
    rows, columns = (found.body.strip("\n") + "\n" for found in _scaler().passes)
    scale = [
        _scaling(0, "scale_rows", rows, Input("HOOKED", SOURCE, None, False, 1)),
        _scaling(1, PICTURE, columns, Input("SCALED_ROWS", "scale_rows", 0, False, 1)),
    ]
    moved = [
        replace(
            each,
            index=each.index + len(scale),
            inputs=tuple(
                replace(i, index=len(scale) - 1 if i.index is None else i.index + len(scale))
                for i in each.inputs
            ),
        )
        for each in chain(request)
    ]
    return scale + moved


def extents(passes: Sequence[PortablePass]) -> dict[str, Extent]:
    """Return the size of every texture of a chain by its name."""
    found = {SOURCE: Extent(of_source="xy"), PICTURE: Extent()}
    for each in passes:
        rows = each.name == "scale_rows"
        found[each.output] = Extent(of_source="y") if rows else Extent(each.divisor)
    return found


def linear_textures(passes: Sequence[PortablePass]) -> frozenset[str]:
    """Return the names of the textures that some pass reads between texels."""
    return frozenset(i.texture for each in passes for i in each.inputs if i.linear)


def _scaler() -> UserShader:
    return scaler_shader(DEFAULT_SCALER, antialias=False)


def _scaling(index: int, name: str, body: str, source: Input) -> PortablePass:
    return PortablePass(
        index=index,
        name=name if name != PICTURE else "scale_columns",
        label="Scale: rows" if index == 0 else "Scale: columns",
        body=body,
        inputs=(source,),
        output=name,
        divisor=1,
        components=4,
        colour=True,
        bits=16,
        params=(),
        last_reads=frozenset({source.texture}),
    )
