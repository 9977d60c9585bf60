"""A preset's passes with those that scale the picture up before them, for hosts that do not.

The scaler is this project's catmull_rom, of the same files as everywhere else: rows first, then
columns. It stays within the picture and within [0, 1], as the commands' pictures do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...scalers import DEFAULT_SCALER, scaler_shader
from .build import PICTURE, Input, PortablePass, chain, chains
from .request import Request

SOURCE = "source"
"""The texture name of the picture before it is scaled."""

_ROWS = "scale_rows"
_COPY = """\
// Rounded here: what a GPU does when it writes half floats is its own affair.
vec4 hook() {
    vec3 c = texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy), 0).rgb;
    vec3 unit = exp2(floor(log2(max(c, vec3(6.103515625e-05)))) - 10.0);
    return vec4(floor(c / unit + 0.5) * unit, 1.0);
}
"""


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
    scaler = scaler_shader(DEFAULT_SCALER, antialias=False)
    rows, columns = (found.body.strip("\n") + "\n" for found in scaler.passes)
    return _behind(
        [
            _first(0, _ROWS, "Scale: rows", rows, Input("HOOKED", SOURCE, None, False, 1)),
            _first(1, PICTURE, "Scale: columns", columns, Input("SCALED_ROWS", _ROWS, 0, False, 1)),
        ],
        chain(request),
    )


def copied_chain(request: Request) -> list[PortablePass]:
    """Return a request's passes behind one that copies `SOURCE`, which has its size, to `PICTURE`.

    For hosts whose pictures have 8 bits: the passes compare sums of half floats, which are exact,
    and those of 255ths are not.
    """
    copy = _first(0, PICTURE, "Half floats", _COPY, Input("HOOKED", SOURCE, None, False, 1))
    return _behind([copy], chain(request))


def extents(passes: Sequence[PortablePass]) -> dict[str, Extent]:
    """Return the size of every texture of a chain by its name."""
    scaled = any(each.output == _ROWS for each in passes)
    return {
        SOURCE: Extent(of_source="xy" if scaled else ""),
        **{
            each.output: Extent(of_source="y") if each.output == _ROWS else Extent(each.divisor)
            for each in passes
        },
    }


def scale_note(request: Request) -> str:
    """Return the lines that say for which scales a preset with conditions was exported."""
    if len(chains(request)) == 1:
        return ""
    mine = chain(request)
    found = next(c for c in chains(request) if list(c.passes) == mine)
    low = "any" if found.low is None else f"{found.low:g}"
    high = "any" if found.high is None else f"{found.high:g}"
    return (
        f"\n{request.preset} has other passes at other scales. These are for those from {low} to"
        f" {high};\nexport again with --scale for others.\n"
    )


def linear_textures(passes: Sequence[PortablePass]) -> frozenset[str]:
    """Return the names of the textures that some pass reads between texels."""
    return frozenset(i.texture for each in passes for i in each.inputs if i.linear)


def _behind(first: Sequence[PortablePass], passes: Sequence[PortablePass]) -> list[PortablePass]:
    moved = [
        replace(
            each,
            index=each.index + len(first),
            inputs=tuple(
                replace(i, index=len(first) - 1 if i.index is None else i.index + len(first))
                for i in each.inputs
            ),
        )
        for each in passes
    ]
    return [*first, *moved]


def _first(index: int, output: str, label: str, body: str, source: Input) -> PortablePass:
    return PortablePass(
        index=index,
        name="to_picture" if output == PICTURE else output,
        label=label,
        body=body,
        inputs=(source,),
        output=output,
        divisor=1,
        components=4,
        colour=True,
        bits=16,
        params=(),
        last_reads=frozenset({source.texture}),
    )
