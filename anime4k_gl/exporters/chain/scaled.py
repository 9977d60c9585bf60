"""A preset's passes with those that scale the picture up before them, for hosts that do not.

The scaler is this project's catmull_rom, of the same files as everywhere else: rows first, then
columns. It stays within the picture and within [0, 1], as the commands' pictures do. Passes that
scale the picture themselves, to twice or four times its size, come before it instead: what it does
then is little or nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ...scaler_shaders import DEFAULT_SCALER, scaler_shader
from .build import chain, prescaled_chain, prescales, with_last_reads
from .passes import PICTURE, PassInput, PortablePass
from .request import Request
from .templates import read

SOURCE = "source"
"""The texture name of the picture before it is scaled."""

_ROWS = "scale_rows"
_COLUMNS = "scale_columns"


@dataclass(frozen=True, slots=True)
class Extent:
    """A texture's size.

    Attributes
    ----------
    divisor : the sides are the output's divided by this, rounded up
    of_source : which sides are the source's instead: none, ``"y"`` or ``"xy"``
    multiple : those are the source's times this
    """

    divisor: int = 1
    of_source: str = ""
    multiple: int = 1

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
            return source if self.multiple == 1 else f"{source} * {self.multiple}"
        return output if self.divisor == 1 else self._part(output, part)

    def sides(self, *, source: str, mixed: str, output: str, part: str) -> str:
        """Return both sides in a host's words, as a vector.

        Parameters
        ----------
        source, output, part : as for `side`, of both
        mixed : the output's width and the source's height
        """
        if self.divisor == 1 and self.multiple == 1:
            return {"": output, "y": mixed, "xy": source}[self.of_source]
        if self.of_source:
            factor = {"y": f"float2(1.0, {self.multiple}.0)", "xy": f"{self.multiple}.0"}
            return f"({mixed if self.of_source == 'y' else source} * {factor[self.of_source]})"
        return self._part(output, part)

    def _part(self, output: str, part: str) -> str:
        return part.format(output=output, divisor=self.divisor, more=self.divisor - 1)


def scaled_chain(request: Request, *, prescalers: bool = False) -> list[PortablePass]:
    """Return a request's passes behind those that scale `SOURCE` to `PICTURE`.

    Parameters
    ----------
    prescalers : whether the target knows textures of the source's size times a `multiple`

    Raises
    ------
    OptionError : the preset has a pass that only mpv could run
    """
    if prescalers and prescales(request):
        return with_scaler_behind(prescaled_chain(request))
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


def with_scaler_behind(prescaled: Sequence[PortablePass]) -> list[PortablePass]:
    """Return what `prescaled_chain` gave between a copy of `SOURCE` and what scales the rest."""
    source = PassInput("HOOKED", SOURCE, None, False, 1)
    copy = scaling_pass(0, PICTURE, "Source", read(__package__, "copy.glsl"), source)
    passes = _behind([replace(copy, multiple=1)], prescaled)
    last = passes[-1]
    # Stretched where the picture is made smaller again, as between one and two times its size.
    rows, columns = (
        _unless_it_has_the_size(found.body.strip("\n") + "\n", name, side)
        for found, name, side in zip(
            scaler_shader(DEFAULT_SCALER).passes, ("HOOKED", "SCALED_ROWS"), "xy", strict=True
        )
    )
    picture = PassInput("HOOKED", last.output, last.index, False, 1)
    wide = PassInput("SCALED_ROWS", _ROWS, last.index + 1, False, 1)
    to_rows = scaling_pass(len(passes), _ROWS, "Scale: rows", rows, picture)
    passes += [
        replace(to_rows, multiple=last.multiple),
        scaling_pass(len(passes) + 1, _COLUMNS, "Scale: columns", columns, wide),
    ]
    return with_last_reads(passes)


def _unless_it_has_the_size(body: str, name: str, side: str) -> str:
    """Return a scaling pass's body that passes on what is as large as its output already."""
    start = (
        f"    if (abs({name}_size.{side} - a4k_out_size.{side}) < 0.5)\n"
        f"        return texelFetch({name}_raw, ivec2(gl_FragCoord.xy), 0);\n"
    )
    head, opening, rest = body.partition("vec4 hook() {\n")
    return head + opening + start + rest


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
        **{each.output: _extent(each) for each in passes},
    }


def _extent(found: PortablePass) -> Extent:
    if found.output == _ROWS:
        return Extent(of_source="y", multiple=found.multiple or 1)
    if found.multiple:
        return Extent(of_source="xy", multiple=found.multiple)
    return Extent(found.divisor)


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
