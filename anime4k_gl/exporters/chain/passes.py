"""Portable passes: what each reads and writes.

All textures have the picture's first row at coordinate 0, and pixel (0, 0) is its top left one: a
target that counts rows from below turns the picture over before and after. No pass reads
what it writes: a name that is saved again is another texture here.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...glsl_syntax.words import has_word
from ...usershader import Param

PICTURE = "picture"
"""The texture name of what the target scaled up: the first passes' input."""


@dataclass(frozen=True, slots=True)
class PassInput:
    """A texture that a pass reads.

    Attributes
    ----------
    name : what the body calls it, the prefix of its macros: ``HOOKED``, ``THIN`` ...
    texture : the texture: `PICTURE` or an earlier pass's `PortablePass.output`
    index : the pass that writes it, from 0; None is the picture
    linear : it is read between texels, which takes a linear sampler with a clamped border; else
        texels alone are read, and a sampler without interpolation will do
    divisor : its size, see `PortablePass`
    """

    name: str
    texture: str
    index: int | None
    linear: bool
    divisor: int


@dataclass(frozen=True, slots=True)
class PortablePass:
    """One pass of a chain.

    Attributes
    ----------
    index : its place, from 0
    name : a name that no other pass has, fit for identifiers and files: ``thin_lines``
    label : for people
    body : GLSL that defines ``vec4 hook()``, without parameters and macros; comments are kept
    inputs : what it reads, in the order in which the body's texture units are to be
    output : the texture it writes, its `name`; the last pass's is the result
    divisor : its side is the picture's divided by this, rounded up: 1, 2 or 4
    components : how many channels it writes; the others come out as 0, alpha as 1
    colour : it writes an opaque colour from 0 to 1, which the next pass calls ``HOOKED``
    bits : of a channel of its texture: 16 is half floats, since values may be negative and are
        compared exactly; 8 is where unsigned bytes will do
    params : the parameters the body uses
    last_reads : by texture name, those inputs that no later pass reads
    multiple : for a pass that runs before the picture is scaled: its sides are the source's times
        this, and `divisor` is of no matter; 0 for others
    """

    index: int
    name: str
    label: str
    body: str
    inputs: tuple[PassInput, ...]
    output: str
    divisor: int
    components: int
    colour: bool
    bits: int
    params: tuple[Param, ...]
    last_reads: frozenset[str]
    multiple: int = 0

    def uses(self, word: str) -> bool:
        """Return whether the body has a word, ``input_size`` or ``gl_FragCoord`` for example."""
        return has_word(self.body, word)


@dataclass(frozen=True, slots=True)
class ScaledChain:
    """The passes that run at some scales.

    Attributes
    ----------
    low, high : from this scale, up to less than that; None is no bound
    passes : in order
    """

    low: float | None
    high: float | None
    passes: tuple[PortablePass, ...]
