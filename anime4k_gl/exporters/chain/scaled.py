"""A preset's passes with those that scale the picture up before them, for hosts that do not.

The scaler is this project's catmull_rom, of the same files as everywhere else: rows first, then
columns. It stays within the picture and within [0, 1], as the commands' pictures do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...scaler_shaders import DEFAULT_SCALER, scaler_shader
from .build import chain
from .passes import PICTURE, PassInput, PortablePass
from .request import Request
from .templates import read

SOURCE = "source"
"""The texture name of the picture before it is scaled."""

_ROWS = "scale_rows"


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

    def side(self, axis: str, *, source: str, output: str, part: str) -> str:
        """Return a side in a host's words.

        Parameters
        ----------
        axis : ``"x"`` for the width, ``"y"`` for the height
        source, output : that side of the source, and of the output
        part : what divides the output's, in which ``{output}`` stands for that, ``{divisor}`` for
            the divisor and ``{more}`` for one less
        """
        if axis in self.of_source:
            return source
        return output if self.divisor == 1 else self._part(output, part)

    def sides(self, *, source: str, mixed: str, output: str, part: str) -> str:
        """Return both sides in a host's words, as a vector.

        Parameters
        ----------
        source, output, part : as for `side`, of both
        mixed : the output's width and the source's height
        """
        if self.divisor == 1:
            return {"": output, "y": mixed, "xy": source}[self.of_source]
        return self._part(output, part)

    def _part(self, output: str, part: str) -> str:
        return part.format(output=output, divisor=self.divisor, more=self.divisor - 1)


def scaled_chain(request: Request) -> list[PortablePass]:
    """Return a request's passes behind those that scale `SOURCE` to `PICTURE`."""
    scaler = scaler_shader(DEFAULT_SCALER, antialias=False)
    rows, columns = (found.body.strip("\n") + "\n" for found in scaler.passes)
    source = PassInput("HOOKED", SOURCE, None, False, 1)
    wide = PassInput("SCALED_ROWS", _ROWS, 0, False, 1)
    return _behind(
        [
            scaling_pass(0, _ROWS, "Scale: rows", rows, source),
            scaling_pass(1, PICTURE, "Scale: columns", columns, wide),
        ],
        chain(request),
    )


def copied_chain(request: Request) -> list[PortablePass]:
    """Return a request's passes behind one that copies `SOURCE`, which has its size, to `PICTURE`.

    For hosts whose pictures have 8 bits: the passes compare sums of half floats, which are exact,
    and those of 255ths are not.
    """
    body, source = (
        read(__package__, "half_floats.glsl"),
        PassInput("HOOKED", SOURCE, None, False, 1),
    )
    copy = scaling_pass(0, PICTURE, "Half floats", body, source)
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


def scaling_pass(index: int, output: str, label: str, body: str, source: PassInput) -> PortablePass:
    """Return a pass that comes before the preset's, on the way from `SOURCE` to `PICTURE`."""
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
